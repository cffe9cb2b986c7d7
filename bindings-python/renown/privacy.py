"""What may be done: the decision of the policy, with its reasons.

One idea to keep in mind: a decision is the core's alone. These classes hold what it said; nothing here permits.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from renown._plain import call

__all__ = ["Cite", "DecidedItem", "Decision", "PolicyIdentity", "deadline", "decide"]


@dataclass(frozen=True, slots=True)
class Cite:
    """Where a rule stands."""

    regime: str
    """``policy``, ``gdpr``, ``ccpa``, …"""
    place: str
    """The clause or article."""
    strength: str
    """``promise`` of the policy or ``statute``."""
    verified: bool
    """Whether the text was read at its source."""
    as_of: str | None = None
    """The day on which the text was as cited."""
    source: str | None = None
    """Where it can be read."""


@dataclass(frozen=True, slots=True)
class DecidedItem:
    """The answer for one category."""

    category: str
    outcome: str
    reason: str
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class PolicyIdentity:
    """Which policy decided: enough to find its exact text again."""

    name: str
    version: str
    hash: str
    """SHA-256 of its rules, hexadecimal."""
    permit_lifetime_seconds: int
    """How long after the decision a permit opens."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to a request."""

    outcome: str
    """not_applicable, permit, permit_with (obligations), partial, needs_human or deny."""
    items: tuple[DecidedItem, ...]
    """The answer for each category, in the order of the request."""
    obligations: tuple[str, ...]
    """What must be done along with showing the data: ``log``, ``meter``."""
    policy: PolicyIdentity
    decided_at: datetime.datetime
    answer: Mapping[str, Any]
    """All of it, the request included, as the core wrote it."""

    def __repr__(self) -> str:
        return f"Decision({self.outcome}, {len(self.items)} categories, {self.policy.name} {self.policy.version})"

    def __hash__(self) -> int:
        return hash((self.outcome, self.items, self.obligations, self.policy, self.decided_at))

    def to_dict(self) -> dict[str, Any]:
        """As the core wrote it."""
        return dict(self.answer)


def decide(
    request: Mapping[str, Any], facts: Mapping[str, Any] | None = None, *, now: datetime.datetime | str
) -> Decision:
    """May these categories of this person's data be shown to this recipient for this purpose?

    ``request`` has ``subject``, ``categories``, ``purpose`` and ``recipient`` (``kind``, ``id``); ``facts`` has
    ``role`` and ``states``. What no rule permits is denied.

    >>> request = {
    ...     "subject": "influencer-17",
    ...     "categories": ["influencer.performance"],
    ...     "purpose": "influencer_search",
    ...     "recipient": {"kind": "user", "id": "brand-4"},
    ... }
    >>> decide(request, {"role": "influencer"}, now="2026-03-01T12:00:00Z")
    Decision(permit_with, 1 categories, built-in 1)
    >>> decide(request, now="2026-03-01T12:00:00Z").outcome
    'needs_human'
    """
    answer = call("decide", request=request, facts=facts or {}, now=now)
    return Decision(
        outcome=answer["outcome"],
        items=tuple(
            DecidedItem(
                item["category"],
                item["outcome"],
                item["reason"],
                tuple(Cite(**cite) for cite in item["cites"]),
            )
            for item in answer["items"]
        ),
        obligations=tuple(answer["obligations"]),
        policy=PolicyIdentity(**answer["policy"]),
        decided_at=datetime.datetime.fromisoformat(answer["decided_at"]),
        answer=answer,
    )


def deadline(
    regime: str,
    right: str,
    received: datetime.date | datetime.datetime | str,
    *,
    zone: str | None = None,
    calendar: str | Mapping[str, Any] | None = None,
    reading: str | None = None,
    suspensions: Iterable[Mapping[str, Any]] = (),
    suspend: bool = False,
    extended_on: datetime.date | str | None = None,
) -> dict[str, Any]:
    """By when a request must be answered: every clock of the right, with its clauses and every reading of them.

    ``received`` is a day of the office or an instant, which the office's ``zone`` makes a day. ``calendar`` is a
    shipped one (``"DE"``) or one of one's own (``name``, ``weekend``, ``holidays``, ``first_year``, ``last_year``).
    ``reading`` is ``usual``, ``conservative``, or the name of a reading. Days in the answer are text, as in
    ``2026-03-02``.

    >>> deadline("gdpr", "access", datetime.date(2026, 1, 31), calendar="IE")["clocks"][0]["due"]
    '2026-03-02'
    """
    answer: dict[str, Any] = call(
        "deadline",
        regime=regime,
        right=right,
        received=received,
        zone=zone,
        calendar=calendar,
        reading=reading,
        suspensions=list(suspensions),
        suspend=suspend,
        extended_on=extended_on,
    )
    return answer
