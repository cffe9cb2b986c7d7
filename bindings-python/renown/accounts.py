"""Engagement and its family, of one account from a plain list of its posts.

One idea to keep in mind: a post is a :class:`~renown.Post` or a mapping with the same fields, and is checked as one.
Tables of many accounts are for :mod:`renown.metrics`, whose functions take the same options. Where a figure is
undefined, :class:`~renown.Undefined` says why.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, Unpack

from renown._options import (
    CadenceChoices,
    DeliveredChoices,
    EngagementChoices,
    GrowthChoices,
    Named,
    PeriodChoices,
    SharesChoices,
)
from renown._plain import call, instants
from renown.figure import shaped
from renown.model import Post, Profile

__all__ = [
    "account_cadence",
    "account_delivered",
    "account_engagement",
    "account_growth",
    "account_likes_over_time",
    "account_shares",
    "account_sponsorship",
    "account_summary",
]

PostLike: TypeAlias = Post | Mapping[str, Any]
ProfileLike: TypeAlias = Profile | Mapping[str, Any]


def _of_posts(name: str, posts: Iterable[PostLike], options: Mapping[str, Any], **more: object) -> Any:
    return shaped(call(name, posts=list(posts), options=instants(options), **more))


def account_engagement(
    posts: Iterable[PostLike], profile: ProfileLike | None = None, **options: Unpack[EngagementChoices]
) -> dict[str, Any]:
    """The engagement rate: ``figure``, ``hidden_share``, and under ``posts`` how many counted and why others did not.

    >>> post = {"influencer_id": "i1", "platform": "instagram", "comments": 4, "followers_at_post": 1000}
    >>> posts = [
    ...     post | {"id": str(day), "published_at": f"2026-01-{day:02}T12:00:00Z", "likes": 20 + day}
    ...     for day in range(1, 7)
    ... ]
    >>> print(account_engagement(posts)["figure"])
    0.0275 (0.025 to 0.03 at 95 %), n = 6, median_order_statistic
    """
    answer: dict[str, Any] = _of_posts("account_engagement", posts, options, profile=profile)
    return answer


def account_sponsorship(
    posts: Iterable[PostLike], profile: ProfileLike | None = None, **options: Unpack[EngagementChoices]
) -> dict[str, Any]:
    """How sponsored posts do beside organic ones: ``performance`` is the ratio of their rates."""
    answer: dict[str, Any] = _of_posts("account_sponsorship", posts, options, profile=profile)
    return answer


def account_summary(
    posts: Iterable[PostLike], profile: ProfileLike | None = None, **options: Unpack[EngagementChoices]
) -> dict[str, Any]:
    """Mean counts of a post, likes per comment, the share of hidden likes, and followers per following."""
    answer: dict[str, Any] = _of_posts("account_summary", posts, options, profile=profile)
    return answer


def account_likes_over_time(
    posts: Iterable[PostLike], profile: ProfileLike | None = None, **options: Unpack[PeriodChoices]
) -> list[dict[str, Any]]:
    """Posts, likes, comments and views of each month, week or day."""
    answer: list[dict[str, Any]] = _of_posts("account_likes_over_time", posts, options, profile=profile)
    return answer


def account_cadence(
    posts: Iterable[PostLike], profile: ProfileLike | None = None, **options: Unpack[CadenceChoices]
) -> dict[str, Any]:
    """Posts per week, the median gap and the longest silence, and the shares of weekdays and hours."""
    answer: dict[str, Any] = _of_posts("account_cadence", posts, options, profile=profile)
    return answer


def account_shares(posts: Iterable[PostLike], of: Named, **options: Unpack[SharesChoices]) -> dict[str, Any]:
    """In which share of the posts each hashtag, mention or brand stands."""
    answer: dict[str, Any] = _of_posts("account_shares", posts, options, of=of)
    return answer


def account_delivered(posts: Iterable[PostLike], **options: Unpack[DeliveredChoices]) -> dict[str, Any]:
    """The sums of impressions, engagements and views, each over the posts that show it, and how many these are.

    >>> post = {"id": "1", "influencer_id": "i1", "platform": "instagram", "published_at": "2026-01-31T12:00:00Z"}
    >>> account_delivered([post | {"likes": 5, "comments": 1}])["delivered"]
    {'engagements': 6, 'impressions': None, 'views': None}
    """
    answer: dict[str, Any] = _of_posts("account_delivered", posts, options)
    return answer


def account_growth(readings: Iterable[Mapping[str, Any]], **options: Unpack[GrowthChoices]) -> dict[str, Any]:
    """Growth of followers between the first and the last reading, by month, and days with a spike.

    A reading has ``followers`` and either ``at`` (an instant) or ``date`` (a day, from midnight UTC).

    >>> readings = [{"date": "2026-01-01", "followers": 200}, {"date": "2026-03-01", "followers": 250}]
    >>> print(account_growth(readings)["growth"])
    0.25 (no interval: exact), n = 2, exact
    """
    answer: dict[str, Any] = shaped(
        call("account_growth", readings=list(readings), options=instants(options))
    )
    return answer
