"""Records of consent, and what held at an instant.

One idea to keep in mind: being told, accepting and consenting are three states, and none follows from another.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from renown._plain import call

__all__ = [
    "consent_age",
    "consent_at",
    "consent_iso27560",
    "consent_read",
    "consent_states",
    "consent_text",
    "read_consent_iso27560",
    "sale_opt_in",
]


def consent_text(text: str) -> str:
    """The hash by which records name a text: SHA-256 of its UTF-8, in hexadecimal.

    >>> consent_text("We may write to you.")[:8]
    '21181340'
    """
    answer: str = call("consent_text", text=text)
    return answer


def consent_read(entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Entries as they are written, checked against each other.

    >>> text = consent_text("We may write to you.")
    >>> seen = {"kind": "notified", "subject": "u-1", "text": text, "at": "2026-03-01T10:00:00Z"}
    >>> consent_read([seen]) == [seen]
    True
    """
    answer: list[dict[str, Any]] = call("consent_read", entries=list(entries))
    return answer


def consent_at(
    entries: Iterable[Mapping[str, Any]],
    subject: str,
    purpose: str,
    at: datetime.datetime | str,
    *,
    text: str | None = None,
) -> dict[str, Any]:
    """How a person stood to a purpose at an instant, under one text or under any.

    ``state`` is ``consented``, ``withdrawn``, ``refused``, ``expired`` or ``never``.

    >>> text = consent_text("Version 2 of the policy.")
    >>> accepted = {"kind": "accepted", "subject": "u-1", "text": text, "at": "2026-03-01T10:00:00Z"}
    >>> consent_at([accepted], "u-1", "marketing", "2026-04-01T00:00:00Z")
    {'state': 'never'}
    """
    answer: dict[str, Any] = call(
        "consent_at", entries=list(entries), subject=subject, purpose=purpose, at=at, text=text
    )
    return answer


def consent_states(
    entries: Iterable[Mapping[str, Any]], subject: str, at: datetime.datetime | str
) -> dict[str, Any]:
    """What a person was ``notified`` of, ``accepted`` and ``consented`` to at an instant.

    >>> consent_states([], "u-1", "2026-04-01T00:00:00Z")
    {'accepted': [], 'consented': [], 'notified': []}
    """
    answer: dict[str, Any] = call("consent_states", entries=list(entries), subject=subject, at=at)
    return answer


def consent_iso27560(
    entries: Iterable[Mapping[str, Any]], consent: str, at: datetime.datetime | str
) -> dict[str, Any]:
    """One consent with what became of it, in the fields of ISO/IEC TS 27560 and the terms of the W3C's vocabulary."""
    answer: dict[str, Any] = call("consent_iso27560", entries=list(entries), consent=consent, at=at)
    return answer


def read_consent_iso27560(
    document: Mapping[str, Any], unsaid: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """The entries of a record of ISO/IEC TS 27560, as :func:`consent_iso27560` writes it or as others do.

    What a document of others leaves ``unsaid`` is declared: ``controller``, ``jurisdiction``, ``text``, ``act``,
    ``means``, ``withdrawal``, and by ``purpose_of`` and ``category_of`` what its names stand for. Nothing is guessed.

    >>> way = {"channel": "web", "steps": 1}
    >>> given = {"kind": "given", "id": "c-1", "subject": "u-1", "controller": "Example Ltd", "jurisdiction": "IE",
    ...          "text": consent_text("Yes."), "purposes": ["marketing"], "at": "2026-01-10T09:00:00Z",
    ...          "act": "box_ticked", "means": way, "withdrawal": [way]}
    >>> read_consent_iso27560(consent_iso27560([given], "c-1", "2026-02-01T00:00:00Z"))[0]["purposes"]
    ['marketing']
    """
    answer: list[dict[str, Any]] = call("read_consent_iso27560", document=document, unsaid=unsaid or {})
    return answer


def consent_age(country: str, on: datetime.date | str) -> dict[str, Any]:
    """From which age a child may consent to an online service alone, in a country on a day (GDPR Art. 8).

    >>> consent_age("DK", "2023-12-31")["age"], consent_age("DK", "2024-01-01")["age"]
    (13, 15)
    """
    answer: dict[str, Any] = call("consent_age", country=country, on=on)
    return answer


def sale_opt_in(
    age: int,
    *,
    refused_on: datetime.date | str | None = None,
    sixteenth_birthday: datetime.date | str | None = None,
) -> dict[str, Any]:
    """Who must opt in before a person's data is sold (California), and from when on they may be asked again.

    >>> sale_opt_in(14, refused_on="2026-01-01", sixteenth_birthday="2028-05-05")
    {'ask_again_from': '2028-05-05', 'who': 'minor'}
    """
    answer: dict[str, Any] = call(
        "sale_opt_in", age=age, refused_on=refused_on, sixteenth_birthday=sixteenth_birthday
    )
    return answer
