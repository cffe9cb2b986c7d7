"""Charts: Vega-Lite specifications that the core makes, shown by whatever shows them.

One idea to keep in mind: a chart is data. With altair installed it is a chart of altair; without, an object that
notebooks show all the same; and its specification is a dict that any program of Vega-Lite draws.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from renown._plain import call
from renown.errors import of_code
from renown.figure import Estimate, Undefined
from renown.frame import Frame

__all__ = ["Chart", "chart", "plot", "save_chart"]

_MIME = "application/vnd.vegalite.v6+json"


class Chart:
    """A chart where altair is not installed: notebooks that know Vega-Lite show it, and :meth:`save` writes it.

    >>> Chart({"description": "An example.", "mark": "bar"})
    Chart(An example.)
    """

    __slots__ = ("spec",)

    spec: dict[str, Any]
    """The specification."""

    def __init__(self, spec: Mapping[str, Any]) -> None:
        self.spec = dict(spec)

    def to_dict(self) -> dict[str, Any]:
        """The specification."""
        return dict(self.spec)

    def save(self, path: str | os.PathLike[str], *, scale: float = 2.0) -> None:
        """As :func:`save_chart`."""
        save_chart(self.spec, path, scale=scale)

    def __eq__(self, other: object) -> bool:
        return self.spec == other.spec if isinstance(other, Chart) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Chart({self.spec.get('description', '')})"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {_MIME: self.spec, "text/plain": repr(self)}


def shown(spec: Mapping[str, Any]) -> Any:
    """The chart of a specification: altair's where it is installed."""
    try:
        import altair
    except ImportError:
        return Chart(spec)
    return altair.Chart.from_dict(dict(spec))


def save_chart(spec: Mapping[str, Any], path: str | os.PathLike[str], *, scale: float = 2.0) -> None:
    """Writes a chart as ``.png`` or ``.svg`` (with vl-convert-python, without a browser), or ``.json`` as it is.

    >>> save_chart({"mark": "bar"}, "chart.bmp")
    Traceback (most recent call last):
    renown.errors.MalformedOptionsError: a chart is saved as .png, .svg or .json, not as '.bmp'
    """
    target = Path(path)
    kind = target.suffix.lower()
    if kind not in (".png", ".svg", ".json"):
        raise of_code("MALFORMED_OPTIONS", f"a chart is saved as .png, .svg or .json, not as {kind!r}")
    if kind == ".json":
        target.write_text(json.dumps(spec, ensure_ascii=False, indent=2), "utf-8")
        return
    try:
        import vl_convert
    except ImportError:
        message = "vl-convert-python is not installed; pip install vl-convert-python"
        raise of_code("MISSING_PACKAGE", message) from None
    if kind == ".png":
        target.write_bytes(vl_convert.vegalite_to_png(dict(spec), scale=scale, allowed_base_urls=[]))
    else:
        target.write_text(vl_convert.vegalite_to_svg(dict(spec), allowed_base_urls=[]), "utf-8")


def chart(
    kind: str,
    data: Any,
    *,
    measure: str | None = None,
    share: bool | None = None,
    by: str | None = None,
    period: str | None = None,
    own: Estimate | Undefined | Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """A chart of what another function answers, as a Vega-Lite specification.

    ``kind`` is ``figures`` (a table with ``value``, ``low``, ``high``, such as that of :func:`renown.engagement`;
    ``by`` is the column of names, the first one unless given; ``measure`` says what is measured, ``share`` that values
    are fractions), ``likes_over_time`` (of :func:`renown.account_likes_over_time`), ``peers`` (of
    :func:`renown.peer_benchmark`; ``own`` is the account's rate), ``credibility`` (of
    :func:`renown.audience_credibility`) or ``score`` (of :func:`renown.score_account`).

    >>> rates = [{"name": "i1", "value": 0.03, "low": 0.02, "high": 0.05}]
    >>> chart("figures", rates)["description"]
    'Engagement rate of 1 row, the highest first: from 3.00 % down to 3.00 %.'
    """
    if kind == "figures":
        data = _rows(data, by)
    given = {"measure": measure, "share": share, "period": period, "own": own}
    spec: dict[str, Any] = call(
        "chart", kind=kind, data=data, **{name: value for name, value in given.items() if value is not None}
    )
    return spec


def _rows(data: Any, by: str | None) -> list[Any]:
    rows = data if isinstance(data, list) else Frame(data).to_dicts()
    if by is None and all(isinstance(row, Mapping) and "name" in row for row in rows):
        return rows
    named = []
    for row in rows:
        name = by if by is not None else next(iter(row), "name")
        named.append({"name": str(row.get(name)), **{end: row.get(end) for end in ("value", "low", "high")}})
    return named


def plot(kind: str, data: Any, **options: Any) -> Any:
    """As :func:`chart`, shown: a chart of altair where it is installed, else a :class:`Chart`.

    >>> rates = [{"name": "i1", "value": 0.03, "low": 0.02, "high": 0.05}]
    >>> plot("figures", rates).to_dict()["description"]
    'Engagement rate of 1 row, the highest first: from 3.00 % down to 3.00 %.'
    """
    return shown(chart(kind, data, **options))
