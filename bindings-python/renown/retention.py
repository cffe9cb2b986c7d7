"""How long data may stay, and what a back-up brings back.

One idea to keep in mind: when a record expires follows from its facts, not from when somebody looks. A category without
a declared time is an error, never a default.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from renown._plain import call
from renown._read import TableLike
from renown._tables import table
from renown.frame import Frame

__all__ = ["check_restore", "retention_duties", "retention_sweep", "sweep_records"]


def sweep_records(
    records: Iterable[Mapping[str, Any]],
    ttls: Iterable[Mapping[str, Any]],
    *,
    holds: Iterable[Mapping[str, Any]] = (),
    regimes: Iterable[str] = (),
    now: datetime.datetime | str,
) -> list[dict[str, Any]]:
    """What is to be done with each record: ``keep``, ``keep_restricted``, ``needs_human``, ``erase``.

    >>> record = {"id": "p1", "category": "influencer.performance", "collected_at": "2026-01-31T10:00:00Z"}
    >>> ttl = {"category": "influencer", "amount": 30, "unit": "day", "from": "collected"}
    >>> [swept] = sweep_records([record], [ttl], now="2026-03-02T10:00:00Z")
    >>> swept["verdict"], swept["reason"]
    ('erase', 'time_is_over')
    """
    answer: list[dict[str, Any]] = call(
        "sweep_records",
        records=list(records),
        ttls=list(ttls),
        holds=list(holds),
        regimes=list(regimes),
        now=now,
    )
    return answer


def check_restore(
    records: Iterable[Mapping[str, Any]],
    ttls: Iterable[Mapping[str, Any]],
    tombstones: Iterable[Mapping[str, Any]],
    *,
    holds: Iterable[Mapping[str, Any]] = (),
    regimes: Iterable[str] = (),
    now: datetime.datetime | str,
) -> dict[str, Any]:
    """Whether what was restored from a back-up may be served, and what must go first.

    >>> check_restore([], [], [], now="2026-03-02T10:00:00Z")["may_serve"]
    True
    """
    answer: dict[str, Any] = call(
        "check_restore",
        records=list(records),
        ttls=list(ttls),
        tombstones=list(tombstones),
        holds=list(holds),
        regimes=list(regimes),
        now=now,
    )
    return answer


def retention_duties(
    regimes: Iterable[str], *, on: datetime.date | str, from_eea: bool = False
) -> list[dict[str, Any]]:
    """The duties of retention that hold on a day.

    >>> [duty["duty"] for duty in retention_duties(["gdpr"], on="2026-03-02")]
    ['remove_when_not_needed']
    """
    answer: list[dict[str, Any]] = call("retention_duties", regimes=list(regimes), on=on, from_eea=from_eea)
    return answer


def retention_sweep(
    records: TableLike,
    *,
    now: datetime.datetime | str,
    ttls: Iterable[Mapping[str, Any]],
    holds: TableLike | None = None,
    regimes: Iterable[str] = (),
    output: Iterable[str] | None = None,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> Frame:
    """What is to be done with each row of a table: ``id`` if any, ``verdict``, ``reason``, the mask ``erase``.

    Columns: ``category``, ``collected_at`` and, where there are such, ``refreshed_at``, ``agreement_ended_at``,
    ``not_public_since``, ``not_needed_since`` with ``from_eea``, ``held_until`` with ``held_from``. A table of
    ``holds`` names records by their ``id``: ``record``, ``held_from``, ``held_until``, ``recorded_at``. ``output``
    says which of the three columns are computed.

    >>> records = [{"category": "influencer.performance", "collected_at": "2026-01-31T10:00:00Z"}]
    >>> ttl = {"category": "influencer", "amount": 30, "unit": "day", "from": "collected"}
    >>> retention_sweep(records, now="2026-03-02T10:00:00Z", ttls=[ttl])["erase"]
    [True]
    """
    options = {"now": now, "ttls": list(ttls), "regimes": list(regimes), "columns": columns or {}}
    if output is not None:
        options["output"] = list(output)
    return table("retention_sweep", {"records": records, "holds": holds}, options, threads)
