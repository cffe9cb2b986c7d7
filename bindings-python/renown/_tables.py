"""Functions over tables, called by name."""

from collections.abc import Mapping
from typing import Any

from renown import _native
from renown._plain import encode, instants
from renown._read import read
from renown.frame import Frame


def table(
    name: str,
    given: Mapping[str, Any],
    options: Mapping[str, Any],
    threads: int | None,
    policy: _native.Policy | None = None,
) -> Frame:
    """Calls a function over tables by its name; a table that is ``None`` is not given."""
    return tables(name, given, options, threads, policy)[name]


def tables(
    name: str,
    given: Mapping[str, Any],
    options: Mapping[str, Any],
    threads: int | None,
    policy: _native.Policy | None = None,
) -> dict[str, Frame]:
    """Calls a function that answers with several tables."""
    held = [(argument, read(argument, table)) for argument, table in given.items() if table is not None]
    made = _native.tables(name, held, encode(instants(options), "options"), threads, policy)
    return {name: Frame(table) for name, table in made.items()}
