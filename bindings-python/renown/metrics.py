"""Engagement and its family, over tables of many accounts.

One idea to keep in mind: a table comes as polars, pandas, pyarrow, duckdb, a list of dicts or a dict of lists hold it,
and the answer is a :class:`~renown.Frame`, which each of them reads. The figures do not depend on the order of rows,
on how the table is cut, or on the number of threads.

Options that several functions share:

``by``
    The column of the account.
``since``, ``until``
    Posts published at or after, and before: a ``datetime`` with a zone, RFC 3339 text, or a date, which begins at
    midnight UTC.
``zone``
    By whose calendar and clocks: an IANA name such as ``Europe/Berlin``.
``level``
    Confidence level of the intervals, a fraction.
``interval``
    Without intervals, where they are not needed, the answer comes sooner.
``columns``
    What the tables call a column: ``{"likes": "like_count"}``.
``threads``
    How many threads compute; all of the machine where it is ``None``. Ctrl-C is heard while they do.

A figure has the columns ``value, low, high, level, n, method, reason``; ``reason`` says why one of them is empty.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Unpack

from renown._options import (
    Basis,
    Component,
    HiddenLikes,
    Instant,
    Named,
    Period,
    Pinned,
    PostTableChoices,
    Sponsored,
    Statistic,
    SummaryChoices,
)
from renown._plain import instants
from renown._read import TableLike
from renown._tables import table, tables
from renown.frame import Frame

__all__ = [
    "cadence",
    "engagement",
    "figures",
    "growth",
    "growth_spikes",
    "likes_over_time",
    "shares",
    "sponsorship",
    "summary",
]


def engagement(
    posts: TableLike,
    profiles: TableLike | None = None,
    *,
    by: str = "influencer_id",
    basis: Basis = "followers",
    statistic: Statistic = "median",
    last: int | None = 30,
    since: Instant | None = None,
    until: Instant | None = None,
    hidden_likes: HiddenLikes = "drop",
    sponsored: Sponsored = "keep",
    pinned: Pinned = "leave_out",
    counts: Sequence[Component] | None = None,
    settling: int = 86_400_000,
    as_of: Instant | None = None,
    trim: float = 0.1,
    level: float = 0.95,
    interval: bool = True,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> Frame:
    """The engagement rate of each account, with interval, sample size and method.

    The answer has the columns ``<by>, value, low, high, level, n, hidden_share, method, reason``, in ascending order
    of the key. A rate is a fraction: 0.031 is 3.1 %.

    :param posts: one row for each post: the key, ``likes``, ``comments``, ``published_at``, and what else is used;
        with ``post_id`` (or ``id``), a post that is given twice counts once
    :param profiles: one row for each account: the key and ``followers``, where posts have no ``followers_at_post``
    :param basis: by what the engagement of a post is divided
    :param statistic: how one figure is made of the rates of many posts
    :param last: the latest so many posts; ``None`` for all
    :param hidden_likes: a post that hides its likes is left out, counted as far as it is shown, or has its likes
        imputed from its comments
    :param sponsored: whether sponsored posts count
    :param pinned: whether pinned posts count; an account pins its best
    :param counts: which components count; ``None`` takes the platform's own
    :param settling: milliseconds: a post younger than this when its counts were read is left out
    :param as_of: when the counts were read, for posts that do not say so
    :param trim: the share that ``trimmed`` and ``winsorised`` take on each side

    >>> posts = [
    ...     {"influencer_id": "i1", "published_at": f"2026-01-{day:02}T12:00:00Z", "likes": 20 + day, "comments": 4}
    ...     for day in range(1, 7)
    ... ]
    >>> profiles = {"influencer_id": ["i1"], "followers": [1000]}
    >>> engagement(posts, profiles)["value"]
    [0.0275]
    """
    options = {
        "by": by,
        "basis": basis,
        "statistic": statistic,
        "last": last,
        "since": since,
        "until": until,
        "hidden_likes": hidden_likes,
        "sponsored": sponsored,
        "pinned": pinned,
        "counts": counts,
        "settling": settling,
        "as_of": as_of,
        "trim": trim,
        "level": level,
        "interval": interval,
        "columns": columns or {},
    }
    return table("engagement", {"posts": posts, "profiles": profiles}, options, threads)


def likes_over_time(
    posts: TableLike,
    *,
    by: str = "influencer_id",
    period: Period = "month",
    zone: str = "UTC",
    since: Instant | None = None,
    until: Instant | None = None,
    counts: Sequence[Literal["likes", "comments", "views"]] | None = None,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> Frame:
    """Likes, comments and views of each account by month, week (from Monday) or day.

    The answer has one row for each account and period in which it published: ``<by>, start, posts`` and, for each
    count, its sum over the posts that show it and how many hide it: ``likes, likes_hidden, …``.

    >>> posts = {"influencer_id": [1, 1], "published_at": ["2026-01-31T23:30:00Z"] * 2, "likes": [5, None]}
    >>> likes_over_time(posts, zone="Europe/Berlin").to_dicts()
    [{'influencer_id': 1, 'start': datetime.date(2026, 2, 1), 'posts': 2, 'likes': 5, 'likes_hidden': 1}]
    """
    options = {"by": by, "period": period, "zone": zone, "since": since, "until": until, "counts": counts}
    return table("likes_over_time", {"posts": posts}, options | {"columns": columns or {}}, threads)


def cadence(
    posts: TableLike,
    *,
    by: str = "influencer_id",
    zone: str = "UTC",
    since: Instant | None = None,
    until: Instant | None = None,
    shares: bool = False,
    level: float = 0.95,
    interval: bool = True,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> Frame:
    """How often each account publishes.

    The answer has the columns ``<by>, posts, posts_per_week, longest_silence`` (hours) and the median gap between a
    post and the next (hours) as a figure. ``shares`` adds lists of the shares of weekdays (from Monday) and hours.

    >>> posts = {"influencer_id": [1] * 3, "published_at": [f"2026-01-0{day}T12:00:00Z" for day in (1, 2, 4)]}
    >>> cadence(posts)["longest_silence"]
    [48.0]
    """
    options: dict[str, Any] = {
        "by": by,
        "zone": zone,
        "since": since,
        "until": until,
        "shares": shares,
        "level": level,
    }
    options |= {"interval": interval, "columns": columns or {}}
    return table("cadence", {"posts": posts}, options, threads)


def figures(
    posts: TableLike,
    profiles: TableLike | None = None,
    *,
    requests: Mapping[str, Mapping[str, Any]],
    by: str = "influencer_id",
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> dict[str, Frame]:
    """Several figures of the same posts, which are read and brought together by account only once.

    A request has a name of one's own, and the options of a function; ``call`` is the function, where the name is not
    its own. Engagement, likes over time and cadence can be asked for together.

    >>> posts = {"influencer_id": [1], "published_at": ["2026-01-31T12:00:00Z"], "likes": [5]}
    >>> made = figures(posts, requests={"cadence": {}, "by_week": {"call": "likes_over_time", "period": "week"}})
    >>> made["by_week"]["start"]
    [datetime.date(2026, 1, 26)]
    """
    asked = {}
    for name, request in requests.items():
        own = instants(request)
        asked[name] = {"call": own.pop("call", name), "options": own}
    options = {"by": by, "columns": columns or {}, "requests": asked}
    return tables("figures", {"posts": posts, "profiles": profiles}, options, threads)


def sponsorship(
    posts: TableLike, profiles: TableLike | None = None, **options: Unpack[PostTableChoices]
) -> Frame:
    """How the sponsored posts of each account do beside the organic ones.

    The answer has the figures ``performance_value, …`` (the ratio of the medians), ``sponsored_value, …`` and
    ``organic_value, …``, and ``hidden_share``. Options are those of :func:`engagement`.

    >>> posts = [
    ...     {"influencer_id": 1, "published_at": f"2026-01-{day:02}T12:00:00Z", "likes": 50 + day, "comments": 0,
    ...      "followers_at_post": 1000, "sponsored": day % 2 == 0}
    ...     for day in range(1, 21)
    ... ]
    >>> sponsorship(posts)["organic_value"]
    [0.06]
    """
    return _of_posts("sponsorship", posts, profiles, options)


def summary(
    posts: TableLike, profiles: TableLike | None = None, **options: Unpack[PostTableChoices]
) -> Frame:
    """Mean counts of a post of each account, likes per comment, the share of hidden likes, followers per following.

    The answer has the figures ``likes_value, …, comments_value, …`` and so on. Options are those of
    :func:`engagement`.

    >>> posts = {"influencer_id": [1, 1], "published_at": ["2026-01-30T12:00:00Z", "2026-01-31T12:00:00Z"]}
    >>> summary(posts | {"likes": [5, 7], "comments": [1, 1]})["likes_per_comment_value"]
    [6.0]
    """
    return _of_posts("summary", posts, profiles, options)


def _of_posts(
    name: str, posts: TableLike, profiles: TableLike | None, options: PostTableChoices | SummaryChoices
) -> Frame:
    given: dict[str, Any] = {**options}
    threads = given.pop("threads", None)
    given["columns"] = given.get("columns") or {}
    return table(name, {"posts": posts, "profiles": profiles}, given, threads)


def shares(
    posts: TableLike,
    profiles: TableLike | None = None,
    *,
    of: Named = "hashtags",
    by: str = "influencer_id",
    top: int | None = 10,
    since: Instant | None = None,
    until: Instant | None = None,
    level: float = 0.95,
    interval: bool = True,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> Frame:
    """In which share of its posts each account uses a hashtag, a mention or a brand: the ``top`` most used.

    Names come from the column of lists of that name and, in a row that has none, from the ``caption``, which is read
    by the rules of the column ``platform``.

    >>> posts = {"influencer_id": [1, 1], "platform": ["instagram"] * 2, "caption": ["#tea", "#tea and #rain"]}
    >>> shares(posts | {"published_at": ["2026-01-31T12:00:00Z"] * 2})["name"]
    ['tea', 'rain']
    """
    options: dict[str, Any] = {"of": of, "by": by, "top": top, "since": since, "until": until, "level": level}
    options |= {"interval": interval, "columns": columns or {}}
    return table("shares", {"posts": posts, "profiles": profiles}, options, threads)


def growth(
    readings: TableLike,
    *,
    by: str = "influencer_id",
    zone: str = "UTC",
    since: Instant | None = None,
    until: Instant | None = None,
    spike: float | None = None,
    interval: bool = True,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> Frame:
    """Growth of the followers of each account: over all, by month, and on how many days it stands out.

    A row of ``readings`` has the key, ``followers``, and either ``at`` (an instant) or ``date`` (a day, which begins
    at midnight UTC). A day stands out where the robust z-score of its change is beyond ``spike``.

    >>> readings = {"influencer_id": [1, 1], "date": ["2026-01-01", "2026-03-01"], "followers": [200, 250]}
    >>> growth(readings)["growth_value"]
    [0.25]
    """
    return _of_readings(
        "growth", readings, by, zone, since, until, spike, columns, threads, interval=interval
    )


def growth_spikes(
    readings: TableLike,
    *,
    by: str = "influencer_id",
    zone: str = "UTC",
    since: Instant | None = None,
    until: Instant | None = None,
    spike: float | None = None,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> Frame:
    """The days on which the followers of an account jumped: ``<by>, day, change, z``.

    >>> readings = {"influencer_id": [1, 1], "date": ["2026-01-01", "2026-03-01"], "followers": [200, 250]}
    >>> len(growth_spikes(readings))
    0
    """
    return _of_readings("growth_spikes", readings, by, zone, since, until, spike, columns, threads)


def _of_readings(
    name: str,
    readings: TableLike,
    by: str,
    zone: str,
    since: Instant | None,
    until: Instant | None,
    spike: float | None,
    columns: Mapping[str, str] | None,
    threads: int | None,
    **more: bool,
) -> Frame:
    options: dict[str, Any] = {
        "by": by,
        "zone": zone,
        "since": since,
        "until": until,
        "columns": columns or {},
    }
    if spike is not None:
        options["spike"] = spike
    return table(name, {"readings": readings}, options | more, threads)
