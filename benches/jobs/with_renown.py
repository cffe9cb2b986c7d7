"""renown, with intervals and without: which of its functions does a job, and what its columns are called.

One idea to keep in mind: the calls are data, so that Python and Node make the same ones. Peers compute values only;
beside them renown also computes an interval for every figure, and what that costs is the difference between its two
lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc
import renown as rn

from . import ALL, JOBS, LAST, SHARE, Call, Contestant, Job


@dataclass(frozen=True)
class Made:
    """One call of a job, and which of its columns are figures of it."""

    function: str
    options: dict[str, object]
    figures: dict[str, str] = field(default_factory=dict)


def rate(statistic: str, figure: str, basis: str = "followers", last: int | None = None) -> Made:
    """An engagement rate."""
    options = {"statistic": statistic, "basis": basis, "last": last, "trim": SHARE}
    return Made("engagement", options, {"value": figure})


CALLS = {
    "mean": [rate("mean", "by_followers"), rate("mean", "by_views", basis="views")],
    "median": [rate("median", "rate")],
    "trimmed": [rate("trimmed", "trimmed"), rate("winsorised", "winsorised")],
    "last": [rate("mean", "rate", last=LAST)],
    "months": [Made("likes_over_time", {"counts": ["likes"]}, {"likes": "likes", "posts": "posts"})],
    "cadence": [Made("cadence", {}, {"posts_per_week": "posts_per_week", "value": "median_gap"})],
}
# What is asked for together, by name; names are answered in their order.
TOGETHER = {f"{job}_{place}": made for job, calls in CALLS.items() for place, made in enumerate(calls)}
RENAMED = {"median_0": "median", "last_0": "last"}


def requests(interval: bool) -> dict[str, dict[str, object]]:
    """All calls as one."""
    return {name: {"call": made.function, **with_interval(made, interval)} for name, made in TOGETHER.items()}


def with_interval(made: Made, interval: bool) -> dict[str, object]:
    """Options with intervals or without; sums have none."""
    return made.options if made.function == "likes_over_time" else {**made.options, "interval": interval}


def calls(job: str, interval: bool = True) -> list[dict[str, object]]:
    """The calls of a job as plain data: a function and its options."""
    if job == ALL.name:
        return [{"function": "figures", "options": {"requests": requests(interval)}}]
    return [{"function": made.function, "options": with_interval(made, interval)} for made in CALLS[job]]


def gathered(job: Job, results: list[pa.Table]) -> pa.Table:
    """The results of the calls of a job as one table under the names of the job; accounts are in the same order."""
    if job is ALL:
        named = dict(zip(sorted(TOGETHER), results, strict=True))
        parts = [
            (made.figures if name not in RENAMED else {"value": RENAMED[name]}, named[name])
            for name, made in TOGETHER.items()
            if made.function != "likes_over_time"
        ]
    else:
        parts = [(made.figures, result) for made, result in zip(CALLS[job.name], results, strict=True)]
    columns = {"influencer_id": parts[0][1]["influencer_id"]}
    if "month" in job.keys:
        start = parts[0][1]["start"]
        columns["month"] = pc.add(pc.multiply(pc.year(start), 12), pc.month(start))
    for figures, result in parts:
        if not result["influencer_id"].equals(columns["influencer_id"]):
            raise ValueError("one call gives other accounts than another")
        columns.update({figure: result[column] for column, figure in figures.items()})
    return pa.table(columns)


def make(interval: bool):
    """A contestant with intervals, or without."""

    def prepared(job: str, posts: pa.Table, profiles: pa.Table) -> Call:
        functions = [(getattr(rn, call["function"]), call["options"]) for call in calls(job, interval)]
        # Only rates have a denominator; the other functions take posts alone.
        given = {"likes_over_time": (posts,), "cadence": (posts,)}

        def call() -> list[object]:
            results = []
            for function, options in functions:
                result = function(*given.get(function.__name__, (posts, profiles)), **options)
                results += [result[name] for name in sorted(result)] if isinstance(result, dict) else [result]
            return results

        return call

    return prepared


CONTESTANTS = [
    Contestant("renown", make(True), (*JOBS, ALL.name), package="renown", ours=True),
    Contestant("renown, no intervals", make(False), (*JOBS, ALL.name), package="renown", ours=True),
]
