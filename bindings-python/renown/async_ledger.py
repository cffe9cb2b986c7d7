"""The ledger for asyncio: every method is awaited, and none of the work is done on the event loop.

One idea to keep in mind: the methods are those of :class:`renown.Ledger`, each done in a thread of asyncio's pool,
where the native half works without the interpreter's lock. Who is cancelled no longer waits; what was begun is done.
"""

import functools
import os
from collections.abc import Callable, Coroutine, Mapping
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from renown.ledger import Ledger

__all__ = ["AsyncLedger"]

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


async def _in_thread(method: Callable[Given, Answer], /, *args: Given.args, **given: Given.kwargs) -> Answer:
    # asyncio takes long to import, and whoever awaits has it.
    import asyncio

    return await asyncio.to_thread(method, *args, **given)


def _awaited(
    method: Callable[Concatenate[Ledger, Given], Answer],
) -> Callable[Concatenate["AsyncLedger", Given], Coroutine[Any, Any, Answer]]:
    @functools.wraps(method)
    async def awaited(self: "AsyncLedger", /, *args: Given.args, **given: Given.kwargs) -> Answer:
        return await _in_thread(method, self.ledger, *args, **given)

    return awaited


class AsyncLedger:
    """A ledger in one file, for asyncio.

    >>> import asyncio, os, tempfile
    >>> import renown as rn
    >>> async def main(folder):
    ...     path = os.path.join(folder, "renown.db")
    ...     async with await rn.AsyncLedger.open(path, key=rn.Ledger.new_key()) as ledger:
    ...         objection = {"kind": "objection_made", "purpose": "marketing"}
    ...         at = "2026-02-01T10:00:00Z"
    ...         await ledger.record([{"id": "mail-4", "subject": "i17", "at": at, "what": objection}])
    ...         return (await ledger.facts("i17", at=at))["objections"]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     asyncio.run(main(folder))
    ['marketing']
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    @classmethod
    async def open(
        cls,
        path: str | os.PathLike[str],
        *,
        key: bytes | Mapping[str, bytes],
        wait: float = 10.0,
        read_only: bool = False,
        tombstones: str | os.PathLike[str] | None = None,
    ) -> "AsyncLedger":
        """Opens a ledger as :meth:`renown.Ledger.open` does."""
        opened = await _in_thread(
            Ledger.open, path, key=key, wait=wait, read_only=read_only, tombstones=tombstones
        )
        return cls(opened)

    @classmethod
    async def open_postgres(
        cls,
        parameters: str,
        *,
        key: bytes | Mapping[str, bytes],
        tombstones: str | os.PathLike[str],
        schema: str = "renown",
        wait: float = 10.0,
        read_only: bool = False,
    ) -> "AsyncLedger":
        """Opens a ledger as :meth:`renown.Ledger.open_postgres` does."""
        opened = await _in_thread(
            Ledger.open_postgres,
            parameters,
            key=key,
            tombstones=tombstones,
            schema=schema,
            wait=wait,
            read_only=read_only,
        )
        return cls(opened)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    add_receipt = _awaited(Ledger.add_receipt)
    checkpoint = _awaited(Ledger.checkpoint)
    close = _awaited(Ledger.close)
    counter = _awaited(Ledger.counter)
    erase = _awaited(Ledger.erase)
    erasure = _awaited(Ledger.erasure)
    events = _awaited(Ledger.events)
    export = _awaited(Ledger.export)
    facts = _awaited(Ledger.facts)
    fields = _awaited(Ledger.fields)
    hold_fields = _awaited(Ledger.hold_fields)
    is_suppressed = _awaited(Ledger.is_suppressed)
    log_in = _awaited(Ledger.log_in)
    meter = _awaited(Ledger.meter)
    plan_erasure = _awaited(Ledger.plan_erasure)
    prove_consistency = _awaited(Ledger.prove_consistency)
    prove_inclusion = _awaited(Ledger.prove_inclusion)
    public_key = _awaited(Ledger.public_key)
    record = _awaited(Ledger.record)
    register = _awaited(Ledger.register)
    register_store = _awaited(Ledger.register_store)
    release = _awaited(Ledger.release)
    reserve = _awaited(Ledger.reserve)
    rotate_keys = _awaited(Ledger.rotate_keys)
    set_quota = _awaited(Ledger.set_quota)
    settle = _awaited(Ledger.settle)
    statement = _awaited(Ledger.statement)
    sweep = _awaited(Ledger.sweep)
    usage = _awaited(Ledger.usage)
    user = _awaited(Ledger.user)
    verify = _awaited(Ledger.verify)
