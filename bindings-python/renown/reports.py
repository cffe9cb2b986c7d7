"""One influencer's report, through the gate.

One idea to keep in mind: a report is about a person. There is no way to it but past the policy, and whoever gets one
gets the receipt that is to be kept.
"""

import copy
import datetime
import html
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renown import charts as _charts
from renown._plain import call
from renown.errors import of_code
from renown.figure import figure

__all__ = [
    "Report",
    "ShownReport",
    "read_report",
    "report",
    "report_chart",
    "report_charts",
    "report_html",
    "report_text",
]


class ReportPart:
    """A part of a report: its fields are attributes, and its figures :class:`renown.Estimate` or Undefined."""

    __slots__ = ("_fields",)

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = fields

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "_fields" or name not in self._fields:
            raise AttributeError(
                f"no field {name!r}; there are {', '.join(self._fields)}" if name[0] != "_" else name
            )
        return _part(self._fields[name])

    def __dir__(self) -> list[str]:
        return [*self._fields, "to_dict"]

    def to_dict(self) -> dict[str, Any]:
        """As the core writes it."""
        return copy.deepcopy(dict(self._fields))

    def __eq__(self, other: object) -> bool:
        return self._fields == other._fields if isinstance(other, ReportPart) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        # What the fields hold may be about a person.
        return f"ReportPart({', '.join(self._fields)})"


def _part(value: Any) -> Any:
    if isinstance(value, list):
        return [_part(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"undefined"} or value.keys() == {"value", "interval", "n", "method"}:
        return figure(value)
    return ReportPart(value)


class Report:
    """The report of one influencer: ``docs/report.md`` says what each field means.

    Fields are attributes (``report.engagement.rate``), with figures as :class:`renown.Estimate` or
    :class:`renown.Undefined`; ``report["engagement"]`` is the same as plain data. A report is checked by the core when
    it is read, never changes, compares, copies and pickles, and prints no name.

    >>> profile = {"id": "4711", "platform": "instagram", "handle": "invented_person", "followers": 2000}
    >>> brand = {"kind": "user", "id": "brand-1"}
    >>> made = rn.report(profile, [], generated_at="2026-03-01T06:00:00Z", recipient=brand).report
    >>> made
    Report(instagram, engagement rate undefined: empty, made 2026-03-01T06:00:00Z)
    >>> made.counts.followers
    2000
    >>> Report.from_json(made.to_json()) == made
    True
    """

    __slots__ = ("_written",)

    def __init__(self, written: Mapping[str, Any], /) -> None:
        self._written: dict[str, Any] = call("read_report", report=written)

    @classmethod
    def from_json(cls, text: str | bytes) -> "Report":
        """Reads what :meth:`to_json` wrote, in any language."""
        try:
            written = json.loads(text)
        except ValueError as error:
            where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
            raise of_code("MALFORMED_ARGUMENTS", f"the text is no JSON{where}") from None
        return cls(written)

    def __getattr__(self, name: str) -> Any:
        if name == "_written" or name not in self._written:
            raise AttributeError(name)
        return _part(self._written[name])

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._written]

    def __getitem__(self, section: str) -> Any:
        return copy.deepcopy(self._written[section])

    def to_dict(self) -> dict[str, Any]:
        """As the core writes it: the form of ``docs/schema/report.json``."""
        return copy.deepcopy(self._written)

    def to_json(self, *, indent: int | None = None) -> str:
        """The same as text."""
        return json.dumps(self._written, ensure_ascii=False, indent=indent)

    def text(self, *, width: int = 100, styled: bool = False) -> str:
        """A table for a terminal with so many columns; ``styled`` sets headings off with escape sequences."""
        return report_text(self, width=width, styled=styled)

    def to_html(self, path: str | os.PathLike[str] | None = None) -> str:
        """One self-contained page, accessible, without script or request; written to ``path`` where one is given."""
        page = report_html(self)
        if path is not None:
            Path(path).write_text(page, "utf-8")
        return page

    @property
    def charts(self) -> list[str]:
        """The kinds of charts that there is something to draw for."""
        return report_charts(self)

    def chart(self, kind: str) -> dict[str, Any]:
        """A chart as a Vega-Lite specification: one of :attr:`charts`, or ``overview`` for all of them."""
        return report_chart(self, kind)

    def plot(self, kind: str = "overview") -> Any:
        """A chart to look at: altair's where it is installed, else a :class:`renown.Chart`."""
        return _charts.shown(self.chart(kind))

    def save_chart(self, path: str | os.PathLike[str], kind: str = "overview", *, scale: float = 2.0) -> None:
        """Writes a chart as ``.png``, ``.svg`` or ``.json``; pictures need vl-convert-python."""
        _charts.save_chart(self.chart(kind), path, scale=scale)

    def __eq__(self, other: object) -> bool:
        return self._written == other._written if isinstance(other, Report) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __copy__(self) -> "Report":
        return self

    def __deepcopy__(self, _: object) -> "Report":
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return Report, (self._written,)

    def __repr__(self) -> str:
        rate = figure(self._written["engagement"]["rate"])
        platform, made = self._written["identity"]["platform"], self._written["generated_at"]
        return f"Report({platform}, engagement rate {rate}, made {made})"

    def _repr_html_(self) -> str:
        # A frame of its own: the styles of the page and of the notebook leave each other alone, and no script runs.
        page = html.escape(self.to_html(), quote=True)
        style = "width:100%;height:40rem;border:1px solid #ccc"
        return f'<iframe title="Report of one influencer" sandbox srcdoc="{page}" style="{style}"></iframe>'


@dataclass(frozen=True, slots=True)
class ShownReport:
    """A report, and the receipt of its disclosure, which is to be kept: ``report, receipt = rn.report(…)``."""

    report: Report
    """The report."""
    receipt: Mapping[str, Any]
    """What was disclosed, to whom, for what, under which policy."""

    def __iter__(self) -> Iterator[Any]:
        return iter((self.report, self.receipt))

    def __getitem__(self, name: str) -> Any:
        return {"report": self.report, "receipt": self.receipt}[name]

    def to_dict(self) -> dict[str, Any]:
        """As the core writes it."""
        return {"report": self.report.to_dict(), "receipt": dict(self.receipt)}

    def __repr__(self) -> str:
        return f"ShownReport({self.report!r})"

    def _repr_html_(self) -> str:
        return self.report._repr_html_()


def report(
    profile: Any,
    posts: Sequence[Any],
    *,
    generated_at: datetime.datetime | str,
    recipient: Mapping[str, str],
    audience: Sequence[Any] = (),
    series: Mapping[str, Any] | None = None,
    peers: Sequence[float] = (),
    credibility: Mapping[str, Any] | None = None,
    options: Mapping[str, Any] | None = None,
    purpose: str = "influencer_search",
    states: Iterable[str] = (),
) -> ShownReport:
    """The report of one influencer and the receipt of its disclosure, where the shipped policy permits it.

    ``docs/report.md`` says what each field means. ``credibility`` is the answer of
    :func:`renown.audience_credibility`. ``states`` is what stands in the way besides what the profile says:
    ``objected``, ``restricted``, ``erased``; then :class:`renown.errors.NotPermittedError` is raised.

    >>> profile = {"id": "4711", "platform": "instagram", "handle": "invented_person", "followers": 2000}
    >>> post = {"id": "1", "influencer_id": "4711", "platform": "instagram", "likes": 76, "comments": 4}
    >>> posts = [post | {"published_at": "2026-01-31T10:00:00Z"}]
    >>> brand = {"kind": "user", "id": "brand-1"}
    >>> made, receipt = report(profile, posts, generated_at="2026-03-01T06:00:00Z", recipient=brand)
    >>> made.engagement.rate.value
    0.04
    """
    given: dict[str, Any] = {
        "profile": profile,
        "posts": posts,
        "audience": audience,
        "series": series,
        "peers": peers,
        "credibility": credibility,
        "options": {} if options is None else options,
        "generated_at": generated_at,
        "recipient": recipient,
        "purpose": purpose,
        "states": list(states),
    }
    answer: dict[str, Any] = call("report", **given)
    made = Report.__new__(Report)
    made._written = answer["report"]
    return ShownReport(made, answer["receipt"])


def read_report(report: Mapping[str, Any] | str | bytes | Report) -> Report:
    """A report that was written before, from its JSON or plain data; checked by the core.

    >>> read_report("{}")
    Traceback (most recent call last):
    renown.errors.MalformedArgumentsError: missing field `version`
    """
    if isinstance(report, Report):
        return report
    return Report.from_json(report) if isinstance(report, str | bytes) else Report(report)


def report_text(report: Mapping[str, Any] | Report, *, width: int = 100, styled: bool = False) -> str:
    """A report as a table for a terminal: :meth:`Report.text`."""
    text: str = call("report_text", report=report, width=width, styled=styled)
    return text


def report_html(report: Mapping[str, Any] | Report) -> str:
    """A report as one self-contained page: :meth:`Report.to_html`."""
    page: str = call("report_html", report=report)
    return page


def report_charts(report: Mapping[str, Any] | Report) -> list[str]:
    """The kinds of charts that a report has something to draw for: :attr:`Report.charts`."""
    kinds: list[str] = call("report_charts", report=report)
    return kinds


def report_chart(report: Mapping[str, Any] | Report, kind: str) -> dict[str, Any]:
    """A chart of a report as a Vega-Lite specification: :meth:`Report.chart`."""
    spec: dict[str, Any] = call("report_chart", report=report, kind=kind)
    return spec
