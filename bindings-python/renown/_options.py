"""The options that several functions share, and what they mean."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias, TypedDict

Instant: TypeAlias = datetime.date | datetime.datetime | str
"""A ``datetime`` with a zone, RFC 3339 text, or a date, which begins at midnight UTC."""
Component: TypeAlias = Literal["likes", "comments", "shares", "saves"]
Basis: TypeAlias = Literal["followers", "reach", "impressions", "views"]
Statistic: TypeAlias = Literal["median", "mean", "pooled", "trimmed", "winsorised"]
HiddenLikes: TypeAlias = Literal["drop", "lower_bound", "impute"]
Sponsored: TypeAlias = Literal["keep", "leave_out", "only"]
Pinned: TypeAlias = Literal["leave_out", "keep"]
Period: TypeAlias = Literal["month", "week", "day"]
Named: TypeAlias = Literal["hashtags", "mentions", "brands"]


class Dates(TypedDict, total=False):
    """Which posts count."""

    since: Instant | None
    """Published at or after; a date begins at midnight UTC."""
    until: Instant | None
    """Published before."""


class PostChoices(Dates, total=False):
    """Which posts count, and what is done with those that hide a component: :func:`renown.engagement` says more."""

    basis: Basis
    last: int | None
    pinned: Pinned
    hidden_likes: HiddenLikes
    counts: Sequence[Component] | None
    settling: int
    as_of: Instant | None
    level: float


class EngagementChoices(PostChoices, total=False):
    """The choices behind an engagement rate."""

    statistic: Statistic
    trim: float
    sponsored: Sponsored


class PeriodChoices(Dates, total=False):
    """How time is cut."""

    period: Period
    zone: str | None
    """An IANA name such as ``Europe/Berlin``; UTC where none is given."""


class CadenceChoices(Dates, total=False):
    """Where days and hours begin, and the level of the intervals."""

    zone: str | None
    level: float


class GrowthChoices(Dates, total=False):
    """Where days begin, and beyond which robust z-score a change is a spike."""

    zone: str | None
    spike: float


class SharesChoices(Dates, total=False):
    """How many names are told, and the level of their intervals."""

    top: int | None
    level: float


class TableChoices(TypedDict, total=False):
    """What every function over tables takes."""

    by: str
    """The column of the account."""
    columns: Mapping[str, str] | None
    """What the tables call a column: ``{"likes": "like_count"}``."""
    threads: int | None
    """How many threads compute; all of the machine where it is ``None``."""


class PostTableChoices(PostChoices, TableChoices, total=False):
    """The choices of posts, over a table."""

    interval: bool
    """Without intervals, where they are not needed, the answer comes sooner."""


class SummaryChoices(PostTableChoices, total=False):
    """The choices of posts, sponsored ones among them."""

    sponsored: Sponsored


class DeliveredChoices(Dates, total=False):
    """Which posts are summed, and what counts as an engagement."""

    sponsored: Sponsored
    counts: Sequence[Component] | None
