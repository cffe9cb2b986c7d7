"""What may be done: the decision of the policy, with its reasons.

One idea to keep in mind: a decision is the core's alone. These classes hold what it said; nothing here permits.
"""

import datetime
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renown import _native
from renown._plain import call, encode
from renown._read import TableLike
from renown._tables import table
from renown.frame import Frame

__all__ = [
    "Cite",
    "DecidedItem",
    "Decision",
    "Policy",
    "PolicyIdentity",
    "PreparedQuestion",
    "binding_document",
    "breach_notice",
    "combine_labels",
    "deadline",
    "decide",
    "decide_batch",
    "decide_many",
    "lint_policy",
    "policy_at",
    "records_of_processing",
]


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
    promise: str
    """What the policy's promise gives."""
    statute: str
    """What the law gives."""
    bound: str
    """Which of the two bound: ``promise``, ``statute`` or ``both``."""
    rules: tuple[str, ...]
    """The rules that fitted, by their ids."""
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class PolicyIdentity:
    """Which policy decided: enough to find its exact text again."""

    name: str
    version: str
    hash: str
    """SHA-256 of its document, hexadecimal."""
    rules_hash: str
    """SHA-256 of the rules of law that were read beside it, hexadecimal."""
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
    """What must be done along with it: ``log``, ``meter``, ``notify:gdpr_art14``, …"""
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
    request: Mapping[str, Any],
    facts: Mapping[str, Any] | None = None,
    *,
    now: datetime.datetime | str,
    policy: Mapping[str, str] | None = None,
) -> Decision:
    """May this be done with these categories of this person's data, for this purpose, for this recipient?

    ``request`` has ``subject``, ``categories``, ``purpose``, ``recipient`` (``kind``, ``id``) and, where it is no
    disclosure, ``action``; ``facts`` has what is known: ``role``, ``states``, ``residence``, …
    (``docs/privacy/decision.md``). ``policy`` is ``{"name": …}`` of a shipped one or ``{"toml": …}``; without, the
    shipped ``influencer-marketing``. What no rule permits is denied.

    >>> request = {
    ...     "subject": "influencer-17",
    ...     "categories": ["influencer.performance"],
    ...     "purpose": "influencer_search",
    ...     "recipient": {"kind": "user", "id": "brand-4"},
    ... }
    >>> decide(request, {"role": "influencer"}, now="2026-03-01T12:00:00Z")
    Decision(permit_with, 1 categories, influencer-marketing 2025-01-14)
    >>> decide(request, now="2026-03-01T12:00:00Z").outcome
    'needs_human'
    """
    return _decision(call("decide", request=request, facts=facts or {}, now=now, policy=policy))


def _decision(answer: Mapping[str, Any]) -> Decision:
    return Decision(
        outcome=answer["outcome"],
        items=tuple(
            DecidedItem(
                item["category"],
                item["outcome"],
                item["reason"],
                item["promise"],
                item["statute"],
                item["bound"],
                tuple(item["rules"]),
                tuple(Cite(**cite) for cite in item["cites"]),
            )
            for item in answer["items"]
        ),
        obligations=tuple(answer["obligations"]),
        policy=PolicyIdentity(**answer["policy"]),
        decided_at=datetime.datetime.fromisoformat(answer["decided_at"]),
        answer=answer,
    )


def decide_many(
    questions: Iterable[Mapping[str, Any]], *, policy: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """The answers to many questions (``facts``, ``request``, ``now``), in brief.

    >>> request = {
    ...     "subject": "influencer-17",
    ...     "categories": ["influencer.performance"],
    ...     "purpose": "marketing",
    ...     "recipient": {"kind": "user", "id": "brand-4"},
    ... }
    >>> question = {"facts": {"role": "influencer"}, "request": request, "now": "2026-03-01T12:00:00Z"}
    >>> decide_many([question])[0]["outcome"]
    'deny'
    """
    answers: list[dict[str, Any]] = call("decide_many", questions=list(questions), policy=policy)
    return answers


def _batch(
    records: TableLike, options: Mapping[str, Any], threads: int | None, policy: _native.Policy | None
) -> Frame:
    given = {name: value for name, value in options.items() if value is not None}
    return table("decide_batch", {"records": records}, given, threads, policy)


def decide_batch(
    records: TableLike,
    *,
    now: datetime.datetime | str,
    request: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
    policy: Mapping[str, str] | None = None,
    output: Iterable[str] | None = None,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> Frame:
    """The decision for each row of a table: ``id`` if any and the columns of ``output``.

    ``request`` (``category``, ``purpose``, ``recipient``, ``action``) and ``facts`` hold for all rows; a column of the
    table says for each row what it says (``docs/privacy/decision.md`` lists the columns). ``output`` are some of
    ``outcome``, ``reason``, ``obligations``, ``bound``, ``cites``, which are the usual ones, ``rules``, ``promise``,
    ``statute``, ``missing``, ``notice_due``. Each row has the answer that :func:`decide` gives.

    >>> records = [{"role": "influencer", "objected": False}, {"role": "influencer", "objected": True}]
    >>> request = {
    ...     "category": "influencer.performance",
    ...     "purpose": "influencer_search",
    ...     "recipient": {"kind": "user", "id": "brand-4"},
    ... }
    >>> decide_batch(records, request=request, now="2026-03-01T12:00:00Z")["outcome"]
    ['permit_with', 'deny']
    """
    options = {
        "now": now,
        "request": request,
        "facts": facts,
        "policy": policy,
        "output": None if output is None else list(output),
        "columns": columns,
    }
    return _batch(records, options, threads, None)


def lint_policy(
    policy: Mapping[str, str] | None = None, *, now: datetime.datetime | str
) -> list[dict[str, str]]:
    """What is questionable about a policy: ``severity``, ``code``, ``key`` and ``message`` of each finding.

    >>> lint_policy({"name": "minimal"}, now="2026-03-01T12:00:00Z")
    []
    """
    findings: list[dict[str, str]] = call("lint_policy", policy=policy, now=now)
    return findings


def policy_at(day: datetime.date | str, versions: Iterable[str] = ()) -> dict[str, Any]:
    """Which version of a policy holds on a day; ``versions`` are the documents, without them the shipped policy.

    >>> policy_at("2025-01-14")["version"]
    '2025-01-14'
    """
    identity: dict[str, Any] = call("policy_at", day=day, versions=list(versions))
    return identity


class Policy:
    """A policy that was read once, ready to decide.

    >>> policy = Policy.influencer_marketing()
    >>> request = {
    ...     "subject": "influencer-17",
    ...     "categories": ["influencer.performance"],
    ...     "purpose": "influencer_search",
    ...     "recipient": {"kind": "user", "id": "brand-4"},
    ... }
    >>> policy.decide(request, {"role": "influencer"}, now="2026-03-01T12:00:00Z").outcome
    'permit_with'
    """

    __slots__ = ("_handle", "identity")

    identity: PolicyIdentity
    """Its name, version and hashes."""

    def __init__(self, native: _native.Policy, /) -> None:
        self._handle = native
        self.identity = PolicyIdentity(**json.loads(native.identity()))

    @classmethod
    def influencer_marketing(cls) -> "Policy":
        """The shipped policy for influencer marketing."""
        return cls(_native.Policy.shipped("influencer-marketing"))

    @classmethod
    def minimal(cls) -> "Policy":
        """The shipped policy to start one's own from."""
        return cls(_native.Policy.shipped("minimal"))

    @classmethod
    def from_toml(cls, document: str | os.PathLike[str]) -> "Policy":
        """A document of one's own: its text, or the path of its file. An error says the line and the key."""
        text = document if isinstance(document, str) else Path(document).read_text(encoding="utf-8")
        return cls(_native.Policy.from_toml(text))

    def __repr__(self) -> str:
        return f"Policy({self.identity.name} {self.identity.version})"

    @property
    def hash(self) -> str:
        """SHA-256 of its document, hexadecimal."""
        return self.identity.hash

    def _call(self, name: str, **arguments: object) -> Any:
        return json.loads(self._handle.call(name, encode(arguments)))

    def decide(
        self,
        request: Mapping[str, Any],
        facts: Mapping[str, Any] | None = None,
        *,
        now: datetime.datetime | str,
    ) -> Decision:
        """As :func:`decide`, by this policy."""
        return _decision(self._call("decide", request=request, facts=facts or {}, now=now))

    def prepare(
        self, request: Mapping[str, Any], facts: Mapping[str, Any] | None = None
    ) -> "PreparedQuestion":
        """A question that is asked again and again."""
        return PreparedQuestion(self._handle.prepare(encode({"request": request, "facts": facts or {}})))

    def decide_many(self, questions: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """As :func:`decide_many`, by this policy."""
        answers: list[dict[str, Any]] = self._call("decide_many", questions=list(questions))
        return answers

    def decide_batch(
        self,
        records: TableLike,
        *,
        now: datetime.datetime | str,
        request: Mapping[str, Any] | None = None,
        facts: Mapping[str, Any] | None = None,
        output: Iterable[str] | None = None,
        columns: Mapping[str, str] | None = None,
        threads: int | None = None,
    ) -> Frame:
        """As :func:`decide_batch`, by this policy."""
        options = {
            "now": now,
            "request": request,
            "facts": facts,
            "output": None if output is None else list(output),
            "columns": columns,
        }
        return _batch(records, options, threads, self._handle)

    def lint(self, *, now: datetime.datetime | str) -> list[dict[str, str]]:
        """As :func:`lint_policy`, of this policy."""
        findings: list[dict[str, str]] = self._call("lint_policy", now=now)
        return findings

    def to_smtlib(self) -> str:
        """Its rules, those of law and the rows by which requests are answered as SMT-LIB 2.6, for a prover.

        >>> "(declare-const restricted |restricted value|)" in Policy.influencer_marketing().to_smtlib()
        True
        """
        return self._handle.to_smtlib()

    def records_of_processing(self) -> list[dict[str, Any]]:
        """As :func:`records_of_processing`, of this policy."""
        records: list[dict[str, Any]] = self._call("records_of_processing")
        return records


class PreparedQuestion:
    """A question with its facts that is asked again and again: what is decided at each moment costs microseconds.

    >>> request = {
    ...     "subject": "influencer-17",
    ...     "categories": ["influencer.performance"],
    ...     "purpose": "influencer_search",
    ...     "recipient": {"kind": "user", "id": "brand-4"},
    ... }
    >>> question = Policy.influencer_marketing().prepare(request, {"role": "influencer"})
    >>> answer = question.decide("2026-03-01T12:00:00Z")
    >>> answer.outcome, answer.permits, answer.obligations
    ('permit_with', True, ['log', 'meter'])
    """

    __slots__ = ("_handle",)

    def __init__(self, native: _native.Prepared, /) -> None:
        self._handle = native

    def decide(self, now: datetime.datetime | str) -> _native.Answer:
        """The answer at a moment: ``outcome``, ``permits``, ``obligations``, ``reason``, and all of it as JSON."""
        if isinstance(now, datetime.datetime) and now.tzinfo is not None:
            return self._handle.decide(round(now.timestamp() * 1e6))
        return self._handle.decide_at(json.loads(encode({"now": now}))["now"])

    def decision(self, now: datetime.datetime | str) -> Decision:
        """The answer at a moment in full, as :meth:`Policy.decide` gives it."""
        return _decision(json.loads(self.decide(now).to_json()))


def combine_labels(labels: Iterable[Mapping[str, Any]], *, new_facts: bool = False) -> dict[str, Any] | None:
    """What sticks to data that are derived from others: all categories, the purposes of all, the shortest life.

    >>> mail = {"categories": ["user.workspace.mail"], "purposes": [], "google_workspace": True}
    >>> name = {"categories": ["user.registration.name"], "purposes": ["authenticate"], "ttl_days": 30}
    >>> combine_labels([mail, name])["google_workspace"]
    True
    """
    label: dict[str, Any] | None = call("combine_labels", labels=list(labels), new_facts=new_facts)
    return label


def binding_document(documents: Iterable[str], *, policy: Mapping[str, str] | None = None) -> str | None:
    """Which of several documents holds where they differ; None where the policy knows none of them.

    >>> binding_document(["policy", "agreement"])
    'agreement'
    """
    # A text is no list of letters; the core says so.
    listed = documents if isinstance(documents, str) else list(documents)
    name: str | None = call("binding_document", documents=listed, policy=policy)
    return name


def records_of_processing(policy: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """The records of processing, one per purpose, computed from the policy.

    >>> [record["purpose"] for record in records_of_processing({"name": "minimal"})]
    ['influencer_search']
    """
    records: list[dict[str, Any]] = call("records_of_processing", policy=policy)
    return records


def breach_notice(regime: str, aware_at: datetime.datetime | str) -> dict[str, Any] | None:
    """By when a breach must be told to the authority; None where no rule is known.

    >>> breach_notice("gdpr", "2026-03-01T12:00:00Z")["due"]
    '2026-03-04T12:00:00Z'
    """
    notice: dict[str, Any] | None = call("breach_notice", regime=regime, aware_at=aware_at)
    return notice


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
