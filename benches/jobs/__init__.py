"""The jobs, and who does them.

One idea to keep in mind: a contestant is `make(job, posts, profiles) -> call`. What `make` does is not timed (an
engine may copy the data into its own form); `call()` is, from data in memory to a finished result in memory. The
result holds, by name, the key columns and the figures of its job; that is how results are compared.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

LAST, SHARE = 30, 0.1
WEEK, HOUR = 604_800_000, 3_600_000

Call = Callable[[], object]
Make = Callable[[str, pa.Table, pa.Table], Call]


@dataclass(frozen=True)
class Job:
    """What is to be computed for each influencer."""

    name: str
    what: str
    figures: tuple[str, ...]
    keys: tuple[str, ...] = ("influencer_id",)
    # By how much renown is meant to be faster than the best of the others.
    aim: float = 1.0
    # The same for the best engine, where code that was written by hand is faster.
    engines: float | None = None
    # Engines disagree on the sum of nothing (null or 0), which is not what is measured here: both are taken for 0.
    empty_sum: bool = False
    # The table whose rows are counted.
    table: str = "posts"


JOBS = {
    job.name: job
    for job in (
        Job("mean", "mean engagement rate by followers and by views", ("by_followers", "by_views"), aim=4),
        Job("median", "median engagement rate", ("rate",), aim=3),
        Job("trimmed", "trimmed and winsorised mean, 10 % on each side", ("trimmed", "winsorised"), aim=12),
        Job("last", f"mean over the last {LAST} posts", ("rate",), aim=3.5),
        Job(
            "months",
            "likes and posts by month",
            ("likes", "posts"),
            ("influencer_id", "month"),
            aim=2.5,
            empty_sum=True,
        ),
        Job("cadence", "posts per week, median gap", ("posts_per_week", "median_gap"), aim=7),
    )
}
CELLS = {"figures": ("people", "share"), "keys": ("influencer_id", "cell"), "table": "audience"}
# Jobs over other tables than posts.
OTHERS = {
    job.name: job
    for job in (
        Job("marginals", "audience by country, by gender and age, by language", aim=4, engines=8, **CELLS),
        Job("cross", "audience by all four dimensions together", aim=6, engines=10, **CELLS),
        Job("credibility", "accounts scored, shares by influencer", ("n",), aim=2.5, table="accounts"),
    )
}
# All jobs over posts in one call, against the sum of the best of the others. Months are computed, not compared once
# more.
ALL = Job(
    "all",
    "all six in one call",
    ("by_followers", "by_views", "median", "trimmed", "winsorised", "last", "posts_per_week", "median_gap"),
    aim=6,
)
EVERY = {**JOBS, ALL.name: ALL, **OTHERS}


@dataclass
class Contestant:
    """Someone who does jobs."""

    name: str
    make: Make
    jobs: tuple[str, ...] = tuple(JOBS)
    package: str | None = None
    # Shown beside the others, but no peer: another form of renown.
    ours: bool = False
    # What its columns are called, where it is not what ours are: by job, from its name to ours.
    names: dict[str, dict[str, str]] = field(default_factory=dict)


def as_table(result: object, job: Job, names: dict[str, str]) -> pa.Table:
    """A result as a table of key columns and figures, sorted by key; NaN and null are both null."""
    if job.table == "audience":
        table = importlib.import_module("jobs.crowds").cells([pa.table(part) for part in result])
    elif isinstance(result, list):
        gathered = importlib.import_module("jobs.with_renown").gathered
        table = gathered(job, [pa.table(part) for part in result])
    elif isinstance(result, dict):
        table = pa.table({name: np.asarray(values) for name, values in result.items()})
    else:
        table = pa.table(result)
    table = table.rename_columns([names.get(name, name) for name in table.column_names])
    columns = {key: table[key].cast(pa.int64()) for key in job.keys}
    for name in job.figures:
        values = table[name].cast(pa.float64()).combine_chunks()
        numbers = values.to_numpy(zero_copy_only=False)
        numbers = np.nan_to_num(numbers) if job.empty_sum else numbers
        columns[name] = pa.array(numbers, mask=np.isnan(numbers))
    return pa.table(columns).sort_by([(key, "ascending") for key in job.keys])
