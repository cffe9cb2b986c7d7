"""Answers of other systems, read into the model.

One idea to keep in mind: what an answer holds and the model has no place for is not read, but told in ``left_out``.
Special categories of personal data (ethnicities, say) are never taken in, whoever states them.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

from renown._plain import call
from renown.model import Post, Profile

__all__ = ["Imported", "import_insightiq", "import_instagram_graph", "import_youtube"]

Answer: TypeAlias = str | bytes | Mapping[str, Any] | Sequence[Mapping[str, Any]]
"""An answer as it came, as text or bytes of JSON, or as data; or a list of pages."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an answer holds, as far as the model has a place for it. Prints how much it is, not what.

    ``posts`` and ``profiles`` go into :func:`renown.engagement` and its family as ``post_rows()`` and
    ``profile_rows()``.
    """

    profiles: list[Profile]
    posts: list[Post]
    follower_series: list[dict[str, Any]]
    """Followers over time: ``influencer_id`` and ``points`` of ``date``, ``followers``, ``following``."""
    audiences: list[dict[str, Any]]
    """``influencer_id``, ``role``, ``dimension`` and ``groups``, each with ``label`` and ``share`` or ``people``."""
    stated: list[dict[str, Any]]
    """Figures that the service states: they are not renown's, and have no interval and no method."""
    left_out: list[dict[str, str]]
    """``path`` and ``reason`` of what was not read: ``not_modelled``, ``other_people``, ``special_category``."""

    @classmethod
    def _made(cls, answer: Mapping[str, Any]) -> Self:
        return cls(
            [Profile._made(profile) for profile in answer["profiles"]],
            [Post._made(post) for post in answer["posts"]],
            answer["follower_series"],
            answer["audiences"],
            answer["stated"],
            answer["left_out"],
        )

    def post_rows(self) -> list[dict[str, Any]]:
        """The posts as rows of a table, with ``source`` and ``collected_at`` of their provenance as columns."""
        return [_row(post.to_dict()) for post in self.posts]

    def profile_rows(self) -> list[dict[str, Any]]:
        """The profiles as rows of a table, which ``influencer_id`` joins with the posts; the parts of the location, and
        ``source`` and ``collected_at``, are columns.
        """
        return [_row({"influencer_id": profile.id, **profile.to_dict()}) for profile in self.profiles]

    def to_dict(self) -> dict[str, Any]:
        """As the core writes it."""
        return {
            "profiles": [profile.to_dict() for profile in self.profiles],
            "posts": [post.to_dict() for post in self.posts],
            "follower_series": self.follower_series,
            "audiences": self.audiences,
            "stated": self.stated,
            "left_out": self.left_out,
        }

    def __repr__(self) -> str:
        return (
            f"Imported({len(self.profiles)} profiles, {len(self.posts)} posts, {len(self.audiences)} audiences, "
            f"{len(self.left_out)} fields left out)"
        )


def _row(record: dict[str, Any]) -> dict[str, Any]:
    """A record without records in it: their parts beside the rest. Of an origin a table has no use."""
    parts = {**record.pop("location", {}), **record.pop("provenance", {})}
    parts.pop("origins", None)
    return record | parts


def _imported(name: str, answer: Answer, **given: object) -> Imported:
    document = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return Imported._made(call(name, answer=document, **given))


def import_youtube(answer: Answer, *, collected_at: datetime.datetime | str) -> Imported:
    """Channels and videos of the YouTube Data API v3 (``channels.list``, ``videos.list``).

    Subscribers that a channel hides, and likes and comments that are not stated, are missing, not 0.

    >>> video = {"kind": "youtube#video", "id": "v1", "statistics": {"viewCount": "1000", "likeCount": "31"},
    ...          "snippet": {"channelId": "UCinvented", "publishedAt": "2026-01-30T08:00:00Z", "tags": ["walk"]}}
    >>> imported = import_youtube({"items": [video]}, collected_at="2026-01-31T10:00:00Z")
    >>> imported
    Imported(0 profiles, 1 posts, 0 audiences, 1 fields left out)
    >>> imported.posts[0].views, imported.posts[0].comments, imported.left_out
    (1000, None, [{'path': 'items[].snippet.tags', 'reason': 'not_modelled'}])
    """
    return _imported("import_youtube", answer, collected_at=collected_at)


def import_instagram_graph(
    answer: Answer, *, collected_at: datetime.datetime | str, influencer_id: str | None = None
) -> Imported:
    """Accounts, media and insights of the Instagram Graph API.

    ``influencer_id`` names the account where the answer does not: for a page of media, for ``follower_demographics``.

    >>> media = {"id": "1", "timestamp": "2026-01-30T18:10:00+0000", "comments_count": 4}
    >>> imported = import_instagram_graph(
    ...     {"data": [media]}, collected_at="2026-01-31T10:00:00Z", influencer_id="4711")
    >>> imported.posts[0].likes, imported.posts[0].comments
    (None, 4)
    """
    return _imported("import_instagram_graph", answer, collected_at=collected_at, influencer_id=influencer_id)


def import_insightiq(answer: Answer, *, collected_at: datetime.datetime | str) -> Imported:
    """Profile analytics of InsightIQ.

    >>> profile = {"external_id": "4711", "platform_username": "invented.person", "engagement_rate": 0.031,
    ...            "audience": {"countries": [{"code": "DE", "value": 62.5}], "ethnicities": [{"name": "?"}]}}
    >>> answer = {"work_platform": {"name": "Instagram"}, "profile": profile}
    >>> imported = import_insightiq(answer, collected_at="2026-01-31T10:00:00Z")
    >>> imported.audiences[0]["groups"]
    [{'label': 'DE', 'share': 0.625}]
    >>> imported.left_out
    [{'path': 'profile.audience.ethnicities', 'reason': 'special_category'}]
    """
    return _imported("import_insightiq", answer, collected_at=collected_at)
