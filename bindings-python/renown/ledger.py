"""The ledger: where consent, requests, disclosures and usage are kept, and how a person is forgotten.

One idea to keep in mind: what is known about a person is written only under keys that belong to that person, which a
master key of yours wraps. To forget the person is to destroy the keys; the log still proves that nothing else was
changed. The time is always given: a ledger has no clock.
"""

import datetime
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from renown._native import NativeCounter, NativeLedger, new_key
from renown._plain import call as call_plain
from renown._plain import encode

__all__ = ["Ledger", "UsageCounter", "verify_checkpoint", "verify_consistency", "verify_inclusion"]

Json = Mapping[str, Any]


class Ledger:
    """A ledger in one file, that several threads and processes may have open.

    >>> import renown as rn, tempfile, os
    >>> key = rn.Ledger.new_key()
    >>> folder = tempfile.TemporaryDirectory()
    >>> with rn.Ledger.open(os.path.join(folder.name, "renown.db"), key=key) as ledger:
    ...     objection = {"kind": "objection_made", "purpose": "marketing"}
    ...     at = "2026-02-01T10:00:00Z"
    ...     recorded = ledger.record([{"id": "mail-4", "subject": "i17", "at": at, "what": objection}])
    ...     ledger.facts("i17", at=at)["objections"]
    ['marketing']
    """

    def __init__(self, native: NativeLedger) -> None:
        self._native = native

    @staticmethod
    def new_key() -> bytes:
        """A new random master key of 32 bytes: whoever has it opens the ledger, without it nobody does."""
        return bytes(new_key())

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        key: bytes | Mapping[str, bytes],
        wait: float = 10.0,
        read_only: bool = False,
        tombstones: str | os.PathLike[str] | None = None,
    ) -> "Ledger":
        """Opens the ledger in a file; makes it where there is none.

        ``key`` is the master key, or master keys by name, of which the first one wraps. ``wait`` is how many seconds to
        wait for other writers. ``tombstones`` is the list of those who were erased, kept apart from the ledger:
        whoever stands there is erased before this returns, also from an old copy.
        """
        return cls(NativeLedger(path, _named(key), round(wait * 1000), read_only, tombstones))

    @classmethod
    def open_postgres(
        cls,
        parameters: str,
        *,
        key: bytes | Mapping[str, bytes],
        tombstones: str | os.PathLike[str],
        schema: str = "renown",
        wait: float = 10.0,
        read_only: bool = False,
    ) -> "Ledger":
        """Opens the ledger in a schema of a PostgreSQL database, version 15 or newer; makes it where there is none.

        ``parameters`` are those of libpq, such as ``host=/var/run/postgresql user=renown dbname=renown``, or a URL. The
        connection has no TLS: it is for a server on the same machine or behind a tunnel. ``tombstones`` is a file of
        this machine; all machines hold the same lines after each has opened the ledger.
        """
        wait_ms = round(wait * 1000)
        return cls(
            NativeLedger.open_postgres(parameters, schema, _named(key), wait_ms, read_only, tombstones)
        )

    def close(self) -> None:
        """Closes the ledger; closing it twice changes nothing."""
        self._native.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _call(self, name: str, /, **given: object) -> Any:
        return json.loads(self._native.call(name, encode(given)))

    def record(self, events: Iterable[Json]) -> list[dict[str, Any]]:
        """Writes events, all or none of them; they are on disk when this returns. An id stands for one event."""
        answer: list[dict[str, Any]] = self._call("record", events=list(events))
        return answer

    def facts(self, subject: str, *, at: datetime.datetime | str) -> dict[str, Any]:
        """What is known about a person at a time: of all events that happened until then."""
        answer: dict[str, Any] = self._call("facts", subject=subject, at=at)
        return answer

    def events(self, subject: str) -> list[dict[str, Any]]:
        """All events of a person that still open, in the order of the log."""
        answer: list[dict[str, Any]] = self._call("events", subject=subject)
        return answer

    def export(
        self,
        subject: str,
        *,
        now: datetime.datetime | str,
        right: str = "access",
        format: str = "json",  # noqa: A002 - the name in every language
        categories: Mapping[str, str] | None = None,
        to: str | os.PathLike[str] | None = None,
    ) -> dict[str, Any]:
        """A copy of what is held about a person, which :func:`renown.read_export` reads back.

        ``right`` is ``access`` or ``portability``, ``format`` is ``json`` or ``csv``; ``categories`` are those of
        fields by their names. With ``to`` it is written fact by fact to a new file, and the answer says how many.
        """
        path = None if to is None else os.fspath(to)
        given = {"subject": subject, "right": right, "format": format, "now": now}
        pairs = list((categories or {}).items())
        answer: dict[str, Any] = self._call("export", categories=pairs, to=path, **given)
        return answer

    def public_key(self) -> str:
        """The key with which checkpoints and receipts of this ledger are verified."""
        answer: str = self._call("public_key")
        return answer

    def checkpoint(self, *, now: datetime.datetime | str) -> dict[str, Any]:
        """Signs the log as it stands."""
        answer: dict[str, Any] = self._call("checkpoint", now=now)
        return answer

    def prove_inclusion(self, index: int, *, size: int | None = None) -> dict[str, Any]:
        """The proof that an entry stands in the log, for :func:`renown.verify_inclusion`."""
        answer: dict[str, Any] = self._call("prove_inclusion", index=index, size=size)
        return answer

    def prove_consistency(self, old_size: int, *, new_size: int | None = None) -> dict[str, Any]:
        """The proof that the log begins with what it was, for :func:`renown.verify_consistency`."""
        answer: dict[str, Any] = self._call("prove_consistency", old_size=old_size, new_size=new_size)
        return answer

    def verify(self) -> int:
        """Checks the whole ledger; how many entries its log has."""
        answer: int = self._call("verify")
        return answer

    def rotate_keys(self) -> int:
        """Wraps with the first master key whatever another one wrapped; how many keys there were."""
        answer: int = self._call("rotate_keys")
        return answer

    def register_store(self, name: str, *, public_key: str) -> None:
        """Registers a place that holds people's data: no erasure is complete without its receipt."""
        self._call("register_store", name=name, public_key=public_key)

    def plan_erasure(self, plan: Json, *, now: datetime.datetime | str) -> dict[str, Any]:
        """Writes down that a person is to be erased, and what is kept."""
        answer: dict[str, Any] = self._call("plan_erasure", plan=plan, now=now)
        return answer

    def erase(self, erasure: str, *, subject: str, now: datetime.datetime | str) -> dict[str, Any]:
        """Destroys the person's keys in this ledger, as planned; other stores answer by receipts."""
        answer: dict[str, Any] = self._call("erase", erasure=erasure, subject=subject, now=now)
        return answer

    def erasure(self, erasure: str) -> dict[str, Any]:
        """How far an erasure is: ``complete`` only when every receipt is in."""
        answer: dict[str, Any] = self._call("erasure", id=erasure)
        return answer

    def add_receipt(self, receipt: Json) -> None:
        """Takes in a receipt that a store signed."""
        self._call("add_receipt", receipt=receipt)

    def is_suppressed(self, *, platform: str, account: str) -> bool:
        """Whether an account belongs to someone who was erased: whoever collects asks before."""
        answer: bool = self._call("is_suppressed", account={"platform": platform, "account": account})
        return answer

    def hold_fields(
        self,
        subject: str,
        fields: Sequence[Json],
        *,
        now: datetime.datetime | str,
        account: Json | None = None,
        purpose: str | None = None,
    ) -> None:
        """Holds fields of an influencer, each until it expires."""
        given = {"subject": subject, "fields": list(fields), "now": now}
        self._call("hold_fields", account=account, purpose=purpose, **given)

    def fields(self, subject: str, *, now: datetime.datetime | str) -> list[dict[str, Any]]:
        """The fields of an influencer that have not expired."""
        answer: list[dict[str, Any]] = self._call("fields", subject=subject, now=now)
        return answer

    def sweep(self, *, now: datetime.datetime | str) -> dict[str, int]:
        """Deletes whatever has expired, and overwrites it in the files."""
        answer: dict[str, int] = self._call("sweep", now=now)
        return answer

    def register(
        self,
        registration: Json,
        *,
        now: datetime.datetime | str,
        password_cost: Json | None = None,
    ) -> dict[str, Any]:
        """Registers a user whose agreement begins now; of the password only an Argon2id verifier is kept."""
        answer: dict[str, Any] = self._call(
            "register", registration=registration, now=now, password_cost=password_cost
        )
        return answer

    def log_in(
        self,
        email: str,
        password: str,
        *,
        source: str,
        now: datetime.datetime | str,
        password_cost: Json | None = None,
    ) -> str | None:
        """Whose address and password these are; None where nobody's, whether or not there is such an address."""
        given = {"email": email, "password": password, "source": source, "now": now}
        answer: str | None = self._call("log_in", password_cost=password_cost, **given)
        return answer

    def user(self, user: str) -> dict[str, Any] | None:
        """Who a user is."""
        answer: dict[str, Any] | None = self._call("user", user=user)
        return answer

    def meter(self, batches: Iterable[Json]) -> list[bool]:
        """Counts batches of usage, each once however often it is sent; whether each was counted now."""
        answer: list[bool] = self._call("meter", batches=list(batches))
        return answer

    def counter(self) -> "UsageCounter":
        """A counter in memory, from which usage is written many at once."""
        return UsageCounter(self._native, self._native.counter())

    def usage(
        self, user: str | None, *, first: datetime.date | str, end: datetime.date | str
    ) -> list[dict[str, Any]]:
        """What a user consumed from ``first`` until before ``end``; for None, what the erased consumed."""
        answer: list[dict[str, Any]] = self._call("usage", user=user, first=_day(first), end=_day(end))
        return answer

    def statement(
        self,
        user: str | None,
        *,
        first: datetime.date | str,
        end: datetime.date | str,
        currency: str,
        prices: Sequence[Json],
    ) -> dict[str, Any]:
        """The same in decimal money: cost, revenue and margin as texts."""
        given = {"currency": currency, "prices": list(prices)}
        answer: dict[str, Any] = self._call("statement", user=user, first=_day(first), end=_day(end), **given)
        return answer

    def set_quota(self, user: str, kind: str, *, limit: int, period: str) -> None:
        """Sets how much of a kind a user may consume in a ``day``, a ``month`` or for ``ever``."""
        self._call("set_quota", user=user, kind=kind, quota={"limit": limit, "period": period})

    def reserve(
        self,
        reservation: str,
        user: str,
        kind: str,
        units: int,
        *,
        expires: datetime.datetime | str,
        now: datetime.datetime | str,
    ) -> int | None:
        """Promises units of a quota to work that begins; how many are left, None where there is no quota."""
        given = {"id": reservation, "user": user, "kind": kind, "units": units}
        answer: int | None = self._call("reserve", expires=expires, now=now, **given)["left"]
        return answer

    def settle(self, reservation: str, units: int, *, now: datetime.datetime | str) -> None:
        """Counts what the work of a reservation consumed, and ends it."""
        self._call("settle", id=reservation, units=units, now=now)

    def release(self, reservation: str) -> None:
        """Gives back what a reservation promised."""
        self._call("release", id=reservation)


class UsageCounter:
    """Counts in memory, by number, until it is flushed; any thread may add.

    >>> import renown as rn, tempfile, os
    >>> folder = tempfile.TemporaryDirectory()
    >>> with rn.Ledger.open(os.path.join(folder.name, "renown.db"), key=rn.Ledger.new_key()) as ledger:
    ...     counter = ledger.counter()
    ...     view, search = counter.numbers([("u1", "profile_view"), ("u1", "search")])
    ...     counter.add([view, search, view], [1, 1, 1])  # or arrays of numpy or Arrow
    ...     counter.flush(at="2026-02-01T10:00:00Z")
    ...     ledger.usage("u1", first="2026-02-01", end="2026-03-01")
    3
    [{'kind': 'profile_view', 'units': 2}, {'kind': 'search', 'units': 1}]
    """

    def __init__(self, ledger: NativeLedger, native: NativeCounter) -> None:
        self._ledger = ledger
        self._native = native

    def numbers(self, of: Iterable[tuple[str, str]]) -> list[int]:
        """The numbers under which kinds of usage of users are counted: from 0, the same for the same pair."""
        return self._native.numbers(encode({"of": [list(pair) for pair in of]}))

    def add(self, numbers: object, units: object) -> None:
        """Adds units to numbers, all or none of them: arrays of numpy or Arrow, or lists."""
        self._native.add(numbers, units)

    def flush(self, *, at: datetime.datetime | str) -> int:
        """Writes what was counted on the day of ``at``, and gives how many units that were.

        It is on disk when this returns. After an error the next flush writes the same units, once.
        """
        return self._ledger.flush(self._native, encode({"at": at}))


def _named(key: bytes | Mapping[str, bytes]) -> list[tuple[str, bytes]]:
    return [("master", key)] if isinstance(key, bytes) else list(key.items())


def _day(day: datetime.date | str) -> str:
    return day if isinstance(day, str) else day.isoformat()


def verify_inclusion(*, index: int, size: int, leaf: str, proof: Sequence[str], root: str) -> bool:
    """Checks that an entry stands in a log, without the log; raises where it does not.

    >>> leaf = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    >>> verify_inclusion(index=0, size=1, leaf=leaf, proof=[], root=leaf)
    True
    """
    answer: bool = call_plain(
        "verify_inclusion", index=index, size=size, leaf=leaf, proof=list(proof), root=root
    )
    return answer


def verify_consistency(
    *, old_size: int, new_size: int, old_root: str, new_root: str, proof: Sequence[str]
) -> bool:
    """Checks that a log begins with what it was, without the log; raises where it does not.

    >>> root = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    >>> verify_consistency(old_size=1, new_size=1, old_root=root, new_root=root, proof=[])
    True
    """
    given = {"old_size": old_size, "new_size": new_size, "old_root": old_root, "new_root": new_root}
    answer: bool = call_plain("verify_consistency", proof=list(proof), **given)
    return answer


def verify_checkpoint(*, checkpoint: Json, public_key: str) -> bool:
    """Checks that the holder of a key signed a checkpoint; raises where not.

    >>> import renown as rn
    >>> try:
    ...     verify_checkpoint(
    ...         checkpoint={
    ...             "log": "l",
    ...             "size": 0,
    ...             "root": "00" * 32,
    ...             "signed_at": "2026-02-01T00:00:00Z",
    ...             "signature": "00" * 64,
    ...         },
    ...         public_key="d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    ...     )
    ... except rn.errors.CheckpointRejectedError as error:
    ...     print(error.code)
    CHECKPOINT_REJECTED
    """
    answer: bool = call_plain("verify_checkpoint", checkpoint=checkpoint, public_key=public_key)
    return answer
