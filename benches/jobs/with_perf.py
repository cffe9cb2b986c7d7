"""Contestants from another harness: a folder with `job_a.py` as `--perf DIR` names it.

Its jobs have other names, and so have their columns.
"""

from __future__ import annotations

import importlib
import pathlib
import sys

import pyarrow as pa

from . import Call, Contestant

NAMES = {
    "mean": ("er_mean", {"er_f": "by_followers", "er_v": "by_views"}),
    "median": ("er_median", {"med": "rate"}),
    "trimmed": ("er_trim", {"trim": "trimmed", "wins": "winsorised"}),
    "last": ("er_last", {"er_last": "rate"}),
    "months": ("likes_month", {"n": "posts"}),
    "cadence": ("freq", {"per_week": "posts_per_week", "gap_h": "median_gap"}),
}

# Acero has no exact median; the mean by views of numpy is 0 where there is no video.
OTHERWISE = {("pyarrow", "median"), ("numpy", "mean")}


def contestants(perf: pathlib.Path) -> list[Contestant]:
    """The peers of that folder, one contestant for each."""
    sys.path.insert(0, str(perf))
    jobs = importlib.import_module("job_a").JOBS
    peers: dict[str, tuple[str, ...]] = {}
    for ours, (theirs, _) in NAMES.items():
        for peer in jobs[theirs]["peers"]:
            peers[peer] = (*peers.get(peer, ()), ours)

    names = {ours: columns for ours, (_, columns) in NAMES.items()}

    def make(peer: str):
        def prepared(job: str, posts: pa.Table, profiles: pa.Table) -> Call:
            theirs, _ = NAMES[job]
            at = posts.column_names.index("published_at")
            given = posts.set_column(at, "ts", posts["published_at"].cast(pa.timestamp("ms")))
            tables = {"posts": given, "inf": profiles}
            return jobs[theirs]["peers"][peer](tables.__getitem__)

        return prepared

    return [
        Contestant(peer, make(peer), tuple(job for job in done if (peer, job) not in OTHERWISE), names=names)
        for peer, done in peers.items()
    ]
