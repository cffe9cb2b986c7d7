"""The table that a function over tables answers with."""

import html
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from renown import _native
from renown._read import read
from renown.errors import of_code

if TYPE_CHECKING:
    from pandas import DataFrame as _PandasFrame
    from polars import DataFrame as _PolarsFrame
    from pyarrow import Table as _PyarrowTable

__all__ = ["Frame"]

_TEXT_ROWS = 10
_HTML_ROWS = 20
_WIDEST = 32


class Frame:
    """A table, shown to other packages through Arrow without a copy.

    ``polars.DataFrame(frame)``, ``pyarrow.table(frame)``, ``duckdb.sql("from frame")`` and the methods here read it. A
    frame never changes; it compares by its columns and values, pickles, and prints as a table.

    >>> frame = Frame([{"influencer_id": "i1", "value": 0.031}, {"influencer_id": "i2", "value": None}])
    >>> frame
    influencer_id  value
    i1             0.031
    i2                 –
    2 rows
    >>> frame["value"]
    [0.031, None]
    """

    __slots__ = ("_batches",)
    _batches: _native.Batches

    def __init__(self, table: object) -> None:
        self._batches = table if isinstance(table, _native.Batches) else read("table", table)

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return [name for name, _ in self._batches.columns]

    @property
    def types(self) -> dict[str, str]:
        """The type of each column in Arrow's words."""
        return dict(self._batches.columns)

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows as dicts; ``None`` where there is no value, times in UTC."""
        return self._batches.rows(0, len(self))

    def to_polars(self) -> "_PolarsFrame":
        """A DataFrame of polars."""
        try:
            import polars
        except ImportError:
            raise _missing("polars") from None
        return polars.DataFrame(self)

    def to_pyarrow(self) -> "_PyarrowTable":
        """A Table of pyarrow."""
        try:
            import pyarrow
        except ImportError:
            raise _missing("pyarrow") from None
        return pyarrow.table(self)

    def to_pandas(self) -> "_PandasFrame":
        """A DataFrame of pandas, version 3 or newer, which reads it with pyarrow."""
        try:
            import pandas
            import pyarrow  # noqa: F401
        except ImportError as error:
            raise _missing(error.name or "pandas") from None
        return pandas.DataFrame.from_arrow(self)

    def __arrow_c_schema__(self) -> object:
        return self._batches.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._batches.__arrow_c_stream__(requested_schema)

    def __len__(self) -> int:
        return len(self._batches)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.to_dicts())

    def __getitem__(self, column: str) -> list[Any]:
        if column not in self.columns:
            raise KeyError(f"no column {column!r}; there are {', '.join(self.columns)}")
        return [row[column] for row in self.to_dicts()]

    def __eq__(self, other: object) -> bool:
        return self._batches == other._batches if isinstance(other, Frame) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __copy__(self) -> "Frame":
        return self

    def __deepcopy__(self, _: object) -> "Frame":
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpickled, (self._batches.to_ipc(),)

    def __repr__(self) -> str:
        rows = self._batches.rows(0, _TEXT_ROWS)
        cells = [self.columns, *([_text(value) for value in row.values()] for row in rows)]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        right = [kind.startswith(("Int", "UInt", "Float")) for kind in self.types.values()]
        lines = [
            "  ".join(
                cell.rjust(width) if number else cell.ljust(width)
                for cell, width, number in zip(line, widths, right, strict=True)
            ).rstrip()
            for line in cells
        ]
        return "\n".join([*lines, self._size(len(rows))])

    def _repr_html_(self) -> str:
        def line(tag: str, cells: list[str]) -> str:
            return "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>"

        rows = self._batches.rows(0, _HTML_ROWS)
        head = line('th scope="col"', self.columns).replace('</th scope="col">', "</th>")
        body = "".join(line("td", [_text(value) for value in row.values()]) for row in rows)
        size = f"<caption>{html.escape(self._size(len(rows)))}</caption>"
        return f"<table>{size}<thead>{head}</thead><tbody>{body}</tbody></table>"

    def _size(self, shown: int) -> str:
        rows = "1 row" if len(self) == 1 else f"{len(self)} rows"
        return rows if shown == len(self) else f"{rows}, the first {shown} shown"


def _text(value: Any) -> str:
    if value is None:
        return "–"
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


def _unpickled(written: bytes) -> Frame:
    return Frame(_native.Batches.from_ipc(written))


def _missing(package: str) -> Exception:
    return of_code("MISSING_PACKAGE", f"{package} is not installed; pip install {package}")
