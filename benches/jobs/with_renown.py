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

from . import ALL, JOBS, LAST, OTHERS, SHARE, Call, Contestant, Job


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
COUNTED = {"weight": "weight", "minimum": 10}
# Over other tables than posts.
CALLS_OF_OTHERS = {
    "marginals": [
        Made("demographics", {"dimensions": ["country", ["gender", "age_band"], "language"], **COUNTED})
    ],
    "cross": [
        Made("demographics", {"dimensions": [["country", "gender", "age_band", "language"]], **COUNTED})
    ],
    "credibility": [Made("credibility", {}, {"n": "n"})],
}
RENAMED = {"median_0": "median", "last_0": "last"}


def together(job: str) -> dict[str, Made]:
    """What a job asks for, by name; names are answered in their order."""
    jobs = CALLS if job == ALL.name else {job: {**CALLS, **CALLS_OF_OTHERS}[job]}
    return {f"{one}_{place}": made for one, calls in jobs.items() for place, made in enumerate(calls)}


def with_interval(made: Made, interval: bool) -> dict[str, object]:
    """Options with intervals or without; sums have none."""
    return made.options if made.function == "likes_over_time" else {**made.options, "interval": interval}


def calls(job: str, interval: bool = True) -> list[dict[str, object]]:
    """The calls of a job as plain data: a function and its options."""
    wanted = {name: (made.function, with_interval(made, interval)) for name, made in together(job).items()}
    if len(wanted) == 1:
        return [{"function": function, "options": options} for function, options in wanted.values()]
    # Several figures of the same posts are one call, which reads and groups the posts once.
    requests = {name: {"call": function, **options} for name, (function, options) in wanted.items()}
    return [{"function": "figures", "options": {"requests": requests}}]


def gathered(job: Job, results: list[pa.Table]) -> pa.Table:
    """The results of the calls of a job as one table under the names of the job; accounts are in the same order."""
    wanted = together(job.name)
    named = dict(zip(sorted(wanted), results, strict=True))
    parts = [(made.figures, named[name]) for name, made in wanted.items()]
    if job is ALL:
        # Months have keys of their own; they are compared by the job that has only them.
        parts = [
            ({"value": RENAMED[name]} if name in RENAMED else made.figures, named[name])
            for name, made in wanted.items()
            if made.function != "likes_over_time"
        ]
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
        # Only rates have a denominator; the other functions take one table.
        given = dict.fromkeys(("likes_over_time", "cadence", "demographics", "credibility"), (posts,))

        def call() -> list[object]:
            results = []
            for function, options in functions:
                result = function(*given.get(function.__name__, (posts, profiles)), **options)
                results += [result[name] for name in sorted(result)] if isinstance(result, dict) else [result]
            return results

        return call

    return prepared


CONTESTANTS = [
    Contestant("renown", make(True), (*JOBS, ALL.name, *OTHERS), package="renown", ours=True),
    Contestant("renown, no intervals", make(False), (*JOBS, ALL.name, *OTHERS), package="renown", ours=True),
]
