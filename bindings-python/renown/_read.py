"""Tables of any kind, in.

One idea to keep in mind: a table of a package that speaks Arrow is taken without a copy, whatever its chunks and
types. Only lists and dicts of Python go through JSON, and mean the same.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeAlias, runtime_checkable

from renown import _native
from renown._plain import encode
from renown.errors import of_code


@runtime_checkable
class ArrowStream(Protocol):
    """A table that speaks Arrow: of polars, pandas 3, pyarrow, duckdb and others."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


TableLike: TypeAlias = ArrowStream | Iterable[Mapping[str, Any]] | Mapping[str, Iterable[Any]]
"""What is taken as a table: anything that speaks Arrow, dicts as rows, or a dict of columns."""


def read(argument: str, table: Any) -> _native.Batches:
    """Reads a table; ``argument`` is what the caller knows it by."""
    own = getattr(table, "_batches", None)
    if isinstance(own, _native.Batches):
        return own
    if type(table).__module__.startswith("polars.") and hasattr(table, "lazy"):
        return _read_polars(argument, table.lazy().collect())
    if hasattr(table, "__arrow_c_stream__") or hasattr(table, "__arrow_c_array__"):
        return _native.read(argument, table)
    if isinstance(table, Mapping):
        return _native.read_rows(argument, encode(_rows(argument, table), argument))
    if isinstance(table, Iterable) and not isinstance(table, str | bytes):
        return _native.read_rows(argument, encode(list(table), argument))
    message = (
        f"{argument} is a {type(table).__name__}; give a table of polars, pandas, pyarrow or duckdb, "
        "a list of dicts, or a dict of lists"
    )
    raise of_code("MALFORMED_TABLE", message)


def _read_polars(argument: str, table: Any) -> _native.Batches:
    """Polars gives a column of nothing a buffer that Arrow's null type does not have: such columns go by name only."""
    empty = [name for name, kind in table.schema.items() if "Null" in str(kind)]
    return _native.read(argument, table.drop(empty), empty)


def _rows(argument: str, columns: Mapping[str, Iterable[Any]]) -> list[dict[str, Any]]:
    plain = {name: _listed(argument, name, values) for name, values in columns.items()}
    if len(lengths := {len(values) for values in plain.values()}) > 1:
        counts = ", ".join(f"{name!r} has {len(values)}" for name, values in plain.items())
        raise of_code("MALFORMED_TABLE", f"{argument}: columns of one length are needed; {counts}")
    return [{name: values[row] for name, values in plain.items()} for row in range(max(lengths, default=0))]


def _listed(argument: str, name: str, values: Any) -> list[Any]:
    to_list = getattr(values, "tolist", None) or getattr(values, "to_list", None)
    if to_list is not None:
        values = to_list()
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        message = f"{argument}, column {name!r}: a list is needed, not a {type(values).__name__}"
        raise of_code("MALFORMED_TABLE", message)
    return list(values)
