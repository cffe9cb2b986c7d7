"""What an account is among others, and what its posts are worth at prices that the caller states.

One idea to keep in mind: money is decimal digits, as :class:`~decimal.Decimal` or text; no float ever rounds it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, SupportsFloat

from renown._options import Component, Instant, Sponsored
from renown._plain import call, numbers
from renown._read import TableLike
from renown._tables import table
from renown.figure import Undefined, shaped
from renown.frame import Frame

__all__ = [
    "Amount",
    "benchmark",
    "earned_value",
    "peer_benchmark",
    "percentiles",
    "tier",
    "tiers",
    "unit_costs",
    "value",
]


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money.

    >>> print(Amount("EUR", Decimal("591.25")))
    591.25 EUR
    """

    currency: str
    """Three letters of ISO 4217."""
    value: Decimal

    def __str__(self) -> str:
        return f"{self.value:f} {self.currency}"

    def to_dict(self) -> dict[str, Any]:
        """As the core writes it: decimal digits, which no float rounds."""
        return {"currency": self.currency, "value": f"{self.value:f}"}


def tier(followers: int, tiers: Sequence[Mapping[str, Any]] | None = None) -> str | None:
    """The name of the tier, nothing below the first. Tiers of one's own are ``{"name": …, "from": …}``, rising.

    >>> tier(12_000)
    'micro'
    """
    name: str | None = call("tier", followers=followers, tiers=tiers)
    return name


def peer_benchmark(
    peers: Iterable[SupportsFloat],
    own: float | None = None,
    *,
    bins: int | Sequence[float] | None = None,
    level: float = 0.95,
) -> dict[str, Any]:
    """The peers' median and histogram, and the percentile at which one's own rate stands among them.

    ``bins`` are how many, or where they end.

    >>> print(peer_benchmark([0.01, 0.02, 0.03, 0.04], 0.03)["percentile"])
    0.625 (0.2194 to 0.9081 at 95 %), n = 4, wilson
    """
    options = {"bins": bins, "level": level}
    answer: dict[str, Any] = shaped(call("peer_benchmark", peers=numbers(peers), own=own, options=options))
    return answer


def earned_value(
    delivered: Mapping[str, int | None],
    *,
    currency: str,
    cpm: Decimal | str | None = None,
    cpe: Decimal | str | None = None,
    cpv: Decimal | str | None = None,
) -> dict[str, Any]:
    """What was delivered (``impressions``, ``engagements``, ``views``), valued at each stated price.

    ``cpm`` is the price of a thousand impressions, ``cpe`` of an engagement, ``cpv`` of a view. ``range`` is the
    lowest and the highest of the values.

    >>> earned = earned_value({"impressions": 47_300}, currency="EUR", cpm="12.50")
    >>> print(earned["by_impressions"])
    591.25 EUR
    """
    prices = {"currency": currency, "cpm": _digits(cpm), "cpe": _digits(cpe), "cpv": _digits(cpv)}
    answer: dict[str, Any] = _priced(call("earned_value", delivered=delivered, prices=prices))
    return answer


def unit_costs(
    delivered: Mapping[str, int | None], *, currency: str, cost: Decimal | str
) -> dict[str, Amount | Undefined]:
    """What a thousand impressions, an engagement and a view cost.

    >>> print(unit_costs({"engagements": 400}, currency="USD", cost="250")["cpe"])
    0.625 USD
    """
    paid = {"currency": currency, "value": _digits(cost)}
    answer: dict[str, Amount | Undefined] = _priced(call("unit_costs", delivered=delivered, cost=paid))
    return answer


def tiers(
    profiles: TableLike,
    *,
    by: str = "influencer_id",
    tiers: Sequence[Mapping[str, Any]] | None = None,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> Frame:
    """The tier of each profile, in the order of the table: ``<by>, followers, tier, reason``.

    Below the first tier both ``tier`` and ``reason`` are empty.

    >>> tiers({"influencer_id": [1, 2], "followers": [12_000, None]})["tier"]
    ['micro', None]
    """
    options = {"by": by, "tiers": tiers, "columns": columns or {}}
    return table("tiers", {"profiles": profiles}, options, threads)


def benchmark(
    figures: TableLike,
    *,
    bins: int | Sequence[float] | None = None,
    level: float = 0.95,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> Frame:
    """The histogram of the column ``value``, such as :func:`renown.engagement` gives.

    The answer has one row for each bin: ``min, max, total_profile_count, is_median``. ``bins`` are how many, or where
    they end.

    >>> benchmark({"value": [0.01, 0.02, 0.03, 0.04]}, bins=[0.02, 0.04])["total_profile_count"]
    [1, 2, 1]
    """
    options = {"bins": bins, "level": level, "columns": columns or {}}
    return table("benchmark", {"figures": figures}, options, threads)


def percentiles(
    figures: TableLike,
    *,
    by: str = "influencer_id",
    level: float = 0.95,
    interval: bool = True,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> Frame:
    """For each row of a table of figures, the share of the other rows with a lower ``value``, ties counted half.

    >>> percentiles({"influencer_id": [1, 2, 3], "value": [0.01, 0.02, 0.03]})["value"]
    [0.0, 0.5, 1.0]
    """
    options = {"by": by, "level": level, "interval": interval, "columns": columns or {}}
    return table("percentiles", {"figures": figures}, options, threads)


def value(
    posts: TableLike,
    profiles: TableLike | None = None,
    payments: TableLike | None = None,
    *,
    currency: str,
    cpm: Decimal | str | None = None,
    cpe: Decimal | str | None = None,
    cpv: Decimal | str | None = None,
    by: str = "influencer_id",
    since: Instant | None = None,
    until: Instant | None = None,
    sponsored: Sponsored = "keep",
    counts: Sequence[Component] | None = None,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> Frame:
    """What the posts of each account are worth at the stated prices, and what they cost by ``payments``.

    The answer has ``<by>, currency, posts``, the sums of ``impressions``, ``engagements`` and ``views`` with the number
    of posts that show them (``impressions_n``), their values (``by_impressions``, ``by_impressions_reason``, …) and the
    range of these; with ``payments`` (the key and ``amount``) also ``cost`` and the unit costs ``cpm, cpe, cpv``.
    Amounts are decimal text.

    >>> posts = {"influencer_id": [1], "published_at": ["2026-01-31T12:00:00Z"], "impressions": [47_300]}
    >>> value(posts | {"likes": [5], "comments": [1]}, currency="EUR", cpm="12.50")["by_impressions"]
    ['591.25']
    """
    prices = {"currency": currency, "cpm": _digits(cpm), "cpe": _digits(cpe), "cpv": _digits(cpv)}
    options: dict[str, Any] = {
        "prices": prices,
        "by": by,
        "since": since,
        "until": until,
        "sponsored": sponsored,
    }
    options |= {"counts": counts, "columns": columns or {}}
    given = {"posts": posts, "profiles": profiles, "payments": payments}
    return table("value", given, options, threads)


def _digits(price: Decimal | str | None) -> str | None:
    return f"{price:f}" if isinstance(price, Decimal) else price


def _priced(answer: Any) -> Any:
    if not isinstance(answer, dict):
        return answer
    if answer.keys() == {"currency", "value"}:
        return Amount(answer["currency"], Decimal(answer["value"]))
    return {name: _priced(entry) for name, entry in shaped(answer).items()}
