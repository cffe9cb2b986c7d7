"""Tables of any kind, in; functions over them, called.

One idea to keep in mind: a table of a package that speaks Arrow is taken without a copy, whatever its chunks and
types.
"""

from typing import Any, Protocol, runtime_checkable

from renown import _native
from renown.errors import of_code


@runtime_checkable
class ArrowStream(Protocol):
    """A table that speaks Arrow: of polars, pandas 3, pyarrow, duckdb and others."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


def read(argument: str, table: Any) -> _native.Batches:
    """Reads a table; ``argument`` is what the caller knows it by."""
    own = getattr(table, "_batches", None)
    if isinstance(own, _native.Batches):
        return own
    if hasattr(table, "__arrow_c_stream__") or hasattr(table, "__arrow_c_array__"):
        return _native.read(argument, table)
    if type(table).__module__.startswith("polars.") and hasattr(table, "collect"):
        return _native.read(argument, table.collect())
    message = f"{argument} is a {type(table).__name__}; give a table of polars, pandas, pyarrow or duckdb"
    raise of_code("MALFORMED_TABLE", message)
