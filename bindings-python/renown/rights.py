"""What a person may ask for, what is answered, and where the request stands.

One idea to keep in mind: what the policy promises and what the statute gives are two answers; both are given, item by
item, and the answer says which of them bound. Answers are dicts as the core writes them.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from renown._plain import call

__all__ = [
    "answer_request",
    "check_identity",
    "check_price_inputs",
    "complaint_authorities",
    "export_facts",
    "follow_request",
    "opt_out_status",
    "plan_erasure",
    "read_export",
    "read_rights_message",
    "request_metrics",
    "rights_of",
    "suppression_hash",
]


def rights_of(
    regimes: Iterable[str],
    *,
    bases: Iterable[str] = (),
    role: str | None = None,
    direct_marketing: bool = False,
) -> dict[str, Any]:
    """The rights of a person under these laws, for data processed on these legal bases.

    >>> held = rights_of(["gdpr"], bases=["legitimate_interests"], role="user")
    >>> [(right["article"], right["bound"]) for right in held["rights"] if right["article"] in ("20", "21-1")]
    [('20', 'promise'), ('21-1', 'statute')]
    """
    answer: dict[str, Any] = call(
        "rights_of", regimes=list(regimes), bases=list(bases), role=role, direct_marketing=direct_marketing
    )
    return answer


def check_identity(
    right: str, evidence: Mapping[str, Any] | None = None, *, sensitive: bool = False
) -> dict[str, Any]:
    """Whether a person is known surely enough for a right; what may be asked for, and what is answered instead.

    >>> check_identity("ccpa.know_pieces", {"matching_points": 2})["fallback"]
    'ccpa.know_categories'
    """
    answer: dict[str, Any] = call(
        "check_identity", right=right, evidence=dict(evidence or {}), sensitive=sensitive
    )
    return answer


def follow_request(
    request: Mapping[str, Any], events: Iterable[Mapping[str, Any]], *, now: datetime.datetime | str
) -> dict[str, Any]:
    """Where a request stands: what is answered, which clocks run, what is overdue, what must be kept.

    ``request`` has ``rights`` and how the office counts (``zone``, ``calendar``, ``reading``, ``suspend``); each event
    has ``id``, ``at``, ``kind``.

    >>> received = {"id": "1", "at": "2026-01-31T10:00:00Z", "kind": "received"}
    >>> state = follow_request({"rights": ["gdpr.access"], "calendar": "IE"}, [received], now="2026-02-10T10:00:00Z")
    >>> state["status"], state["next_due"]
    ('open', '2026-03-02')
    """
    answer: dict[str, Any] = call("follow_request", request=request, events=list(events), now=now)
    return answer


def request_metrics(year: int, log: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """How many requests of a year were received, complied with and denied, and in how many days, by right.

    >>> entry = {"received_on": "2026-01-02", "channel": "form", "settled": [{"right": "ccpa.delete"}]}
    >>> request_metrics(2026, [entry])[0]["open"]
    1
    """
    answer: list[dict[str, Any]] = call("request_metrics", year=year, log=list(log))
    return answer


def read_rights_message(message: Mapping[str, Any]) -> dict[str, Any]:
    """What a message of the Data Rights Protocol or of OpenDSR asks for.

    >>> read_rights_message({"exercise": "sale:opt-out"})["rights"]
    ['ccpa.opt_out']
    """
    answer: dict[str, Any] = call("read_rights_message", message=message)
    return answer


def answer_request(
    request: Mapping[str, Any],
    items: Iterable[Mapping[str, Any]],
    *,
    holds: Iterable[Mapping[str, Any]] = (),
    now: datetime.datetime | str,
) -> dict[str, Any]:
    """What a person who exercises a right is answered, item by item, with what is to be done.

    >>> item = {"id": "score", "category": "influencer.inferred.credibility", "origin": "inferred"}
    >>> item |= {"source": "public", "bases": ["legitimate_interests"]}
    >>> request = {"right": "gdpr.portability", "regimes": ["gdpr"], "role": "influencer", "calendar": "IE"}
    >>> request |= {"received": "2026-03-01T12:00:00Z", "evidence": {"reauthenticated": True}}
    >>> answer_request(request, [item], now="2026-03-02T12:00:00Z")["items"][0]["reasons"]
    ['not_provided']
    """
    answer: dict[str, Any] = call(
        "answer_request", request=request, items=list(items), holds=list(holds), now=now
    )
    return answer


def export_facts(
    facts: Iterable[Mapping[str, Any]],
    *,
    right: str = "access",
    format: str = "json",  # noqa: A002 - the name in every language
) -> dict[str, Any]:
    """A copy for a person: each fact is an ``item`` with its ``value`` and, where it is about others, ``redacted``.

    ``right`` is ``access`` or ``portability``, which leaves inferences out; ``format`` is ``json`` or ``csv``.

    >>> item = {"id": "n", "category": "user.registration.name", "origin": "provided", "source": "subject"}
    >>> copy = export_facts([{"item": item, "value": "=Anna"}], format="csv")
    >>> copy["document"].splitlines()[1]
    "n,user.registration.name,provided,subject,whole,,text,'=Anna"
    """
    answer: dict[str, Any] = call("export_facts", facts=list(facts), right=right, format=format)
    return answer


def read_export(
    format: str,  # noqa: A002 - the name in every language
    document: str,
) -> list[dict[str, Any]]:
    """The facts of a copy that :func:`export_facts` wrote.

    >>> read_export("json", export_facts([])["document"])
    []
    """
    answer: list[dict[str, Any]] = call("read_export", format=format, document=document)
    return answer


def plan_erasure(
    items: Iterable[Mapping[str, Any]],
    stores: Iterable[Mapping[str, Any]],
    *,
    regimes: Iterable[str],
    decided_at: datetime.datetime | str,
    receipts: Iterable[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """What each store has to erase, and whether every receipt is in.

    >>> item = {"id": "e-mail", "category": "user.registration.email"}
    >>> store = {"name": "main", "kind": "primary", "categories": ["user"]}
    >>> plan_erasure([item], [store], regimes=["gdpr"], decided_at="2026-03-01T10:00:00Z")["state"]
    'incomplete'
    """
    answer: dict[str, Any] = call(
        "plan_erasure",
        items=list(items),
        stores=list(stores),
        regimes=list(regimes),
        decided_at=decided_at,
        receipts=list(receipts),
    )
    return answer


def opt_out_status(
    events: Iterable[Mapping[str, Any]],
    *,
    sixteen_on: datetime.date | str | None = None,
    now: datetime.datetime | str,
) -> dict[str, Any]:
    """Whether an opt-out holds, and from when a person may be asked again.

    >>> out = {"at": "2026-01-31T10:00:00Z", "kind": "opted_out"}
    >>> opt_out_status([out], now="2026-06-01T00:00:00Z")["not_asked_before"]
    '2027-01-31'
    """
    answer: dict[str, Any] = call("opt_out_status", events=list(events), sixteen_on=sixteen_on, now=now)
    return answer


def check_price_inputs(inputs: Iterable[str]) -> bool:
    """Refuses a quote that looks at what rights a person exercised.

    >>> check_price_inputs(["plan", "seats"])
    True
    """
    answer: bool = call("check_price_inputs", inputs=list(inputs))
    return answer


def suppression_hash(key: str, platform: str, account: str) -> str:
    """The keyed hash under which an erased account is known, so that it is not collected again.

    ``key`` is hexadecimal, 64 digits or more.

    >>> suppression_hash("07" * 32, "instagram", "4711")[:16]
    'f918bbc16a9d52f3'
    """
    answer: str = call("suppression_hash", key=key, platform=platform, account=account)
    return answer


def complaint_authorities(
    *, residence: str | None = None, work: str | None = None, infringement: str | None = None
) -> list[dict[str, Any]]:
    """The authorities with which a person may lodge a complaint under the GDPR.

    >>> [one["term"] for one in complaint_authorities(residence="FR", infringement="DE-BE")]
    ['DPA-FR', 'DPA-DE-BE']
    """
    answer: list[dict[str, Any]] = call(
        "complaint_authorities", residence=residence, work=work, infringement=infringement
    )
    return answer
