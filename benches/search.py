"""Eight searches over a million influencers: renown beside the peers of another harness, in the same run.

One idea to keep in mind: all answer the same queries and take turns, so that a busy machine is busy for all. A run is
all queries once; each gives its total and the sorted values of its first page.

    python benches/search.py --perf DIR --data DIR/data/search_M.arrow --peers bitmap,tantivy,polars,duckdb

The folder has `job_d.py`, with the queries and the peers. What is not installed is named and left out. Then the catalog
is written and opened, and searched by several threads at once, each of which asks the next query when it has an answer.
"""

from __future__ import annotations

import argparse
import datetime
import importlib
import json
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import renown as rn

NOW = "2026-03-01T12:00:00Z"
TODAY = datetime.date(2026, 3, 1)
# The data have platforms that the model does not know: their names stand in a field of free names.
NAMES = {
    "platform": "category",
    "tags": "hashtags",
    "er": "engagement_rate",
    "last_post_days": "last_post",
    "posts_week": "posts_per_week",
}


def named(column: str) -> str:
    """What renown calls a column of the data."""
    if column.startswith("aud_"):
        return f"audience.country.{column.removeprefix('aud_')}"
    return NAMES.get(column, column)


def clauses(conditions: list[tuple[str, str, Any]]) -> Iterator[dict[str, Any]]:
    """A query of the harness as filters."""
    for operator, column, value in conditions:
        name = named(column)
        if name == "last_post":
            yield {"last_post": {"within_days": value}}
        elif operator in ("range", "ge", "le"):
            low, high = value if operator == "range" else (value, value)
            bounds = {"at_least": low} if operator != "le" else {}
            bounds |= {"at_most": high} if operator != "ge" else {}
            country = name.removeprefix("audience.country.")
            yield {"audience": {"country": country, **bounds}} if country != name else {name: bounds}
        elif operator == "in":
            yield {name: value}
        elif operator == "bio":
            yield {"text": {"words": [value], "within": ["bio"]}}
        else:
            yield {name: {operator: value}}


def prepared(table: pa.Table) -> pa.Table:
    """The days since the last post as the day itself, and columns as renown calls them."""
    days = np.datetime64(TODAY) - table["last_post_days"].to_numpy().astype("timedelta64[D]")
    table = table.append_column("last_post", pa.array(days.astype("datetime64[D]"))).drop(["last_post_days"])
    return table.rename_columns([named(name) for name in table.column_names])


class Renown:
    """The contestant."""

    def __init__(self, table: pa.Table, queries: list[Any]) -> None:
        table = prepared(table)
        start = time.perf_counter()
        self.catalog = rn.Catalog.from_arrow(table)
        self.build = time.perf_counter() - start
        self.permit = rn.SearchPermit({"kind": "user", "id": "bench"}, now=NOW)
        self.queries = [
            (
                name,
                {
                    "filters": list(clauses(conditions)),
                    "sort": [{"by": named(by)}],
                    "limit": top,
                    "fields": [named(by)],
                },
                named(by),
            )
            for name, conditions, by, top in queries
        ]
        self.times: dict[str, list[float]] = {name: [] for name, *_ in self.queries}

    def __call__(self) -> list[tuple[int, Any]]:
        answers = []
        for name, query, by in self.queries:
            start = time.perf_counter()
            found = self.catalog.search(query, permit=self.permit, now=NOW)
            self.times[name].append(time.perf_counter() - start)
            answers.append((found.total, np.array([row[by] for row in found.answer["matches"]], np.float64)))
        return answers


def agree(ours: list[tuple[int, Any]], theirs: list[tuple[int, Any]]) -> bool:
    """The same totals, and the same values in order, to the digits of a 32-bit float."""
    pairs = zip(ours, theirs, strict=True)
    return all(
        total == other
        and len(values) == len(others)
        and np.allclose(values, np.asarray(others, float), rtol=1e-6)
        for (total, values), (other, others) in pairs
    )


def resident() -> float:
    """The memory of this process that is its own, in megabytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith("RssAnon:"))
    return int(line.split()[1]) / 1024


def file_of(ours: Renown, rows: int) -> None:
    """Prints what it costs to write the catalog, to read it, to map it, and to search it where it is."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "influencers.catalog"
        start = time.perf_counter()
        ours.catalog.save(path)
        written, size = time.perf_counter() - start, path.stat().st_size
        print(f"file: {size / 1e6:.0f} MB, {size / rows:.0f} bytes each; written in {written:.2f} s")
        ways: dict[str, Callable[[], rn.Catalog]] = {
            "read": lambda: rn.Catalog.load(path),
            "mapped": lambda: rn.Catalog.open(path),
            "mapped, without the checksum": lambda: rn.Catalog.open(path, verify=False),
        }
        whole = ours.catalog
        for name, way in ways.items():
            before, start = resident(), time.perf_counter()
            ours.catalog = way()
            opened = time.perf_counter() - start
            own = (resident() - before) * 2**20 / rows
            runs = []
            for _ in range(4):
                start = time.perf_counter()
                ours()
                runs.append((time.perf_counter() - start) * 1e3)
            print(f"{name}: {opened * 1e3:.0f} ms, {own:.0f} bytes each of memory of its own,", end=" ")
            print(f"searches {runs[0]:.1f} ms the first time, then {statistics.median(runs[1:]):.1f}")
        ours.catalog = whole
        [times.clear() for times in ours.times.values()]


def under_load(ours: Renown, threads: int, seconds: float) -> None:
    """Prints how long searches take while so many threads ask one after the other."""
    times: list[float] = []
    end = time.perf_counter() + seconds

    def ask() -> None:
        own = []
        while time.perf_counter() < end:
            for _, query, _ in ours.queries:
                start = time.perf_counter()
                ours.catalog.search(query, permit=ours.permit, now=NOW)
                own.append(time.perf_counter() - start)
        times.extend(own)

    workers = [threading.Thread(target=ask) for _ in range(threads)]
    [worker.start() for worker in workers]
    [worker.join() for worker in workers]
    times.sort()
    median, late = (times[int(len(times) * part)] * 1e3 for part in (0.5, 0.99))
    print(
        f"{threads} threads: {len(times) / seconds:.0f} searches/s, median {median:.2f} ms, p99 {late:.2f} ms"
    )


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--perf", type=Path, required=True, help="the folder of the harness, with job_d.py")
    parser.add_argument("--data", type=Path, required=True, help="the table of influencers, Arrow IPC")
    parser.add_argument("--peers", default="bitmap,tantivy,polars,duckdb")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--load", type=float, default=5.0, help="seconds of searches by several threads")
    options = parser.parse_args()
    sys.path.insert(0, str(options.perf))
    harness = importlib.import_module("job_d")
    table = pa.ipc.open_file(pa.memory_map(str(options.data))).read_all()

    class Data:
        size = options.data.stem.removeprefix("search_")

        def __call__(self, _: str) -> pa.Table:
            return table

    ours = Renown(table, harness.QUERIES)
    memory = ours.catalog.memory / len(table)
    print(f"renown: built in {ours.build:.2f} s; {memory:.0f} bytes each in memory")
    file_of(ours, len(table))
    peers: dict[str, Callable[[], Any]] = {}
    for name in filter(None, options.peers.split(",")):
        try:
            start = time.perf_counter()
            peers[name] = harness.JOBS["search"]["peers"][name](Data())
            print(f"{name}: made in {time.perf_counter() - start:.1f} s")
        except ImportError as missing:
            print(f"{name}: left out, {missing}")
    totals: dict[str, list[float]] = {"renown": [], **{name: [] for name in peers}}
    faults = 0
    for _ in range(options.rounds + 1):
        start = time.perf_counter()
        answer = ours()
        totals["renown"].append(time.perf_counter() - start)
        for name, peer in peers.items():
            start = time.perf_counter()
            other = peer()
            totals[name].append(time.perf_counter() - start)
            if not agree(answer, other):
                faults += 1
                print(f"{name} computes something else")
    own = statistics.median(totals["renown"][1:])
    for name, times in totals.items():
        median = statistics.median(times[1:])
        print(f"{name:10} {median * 1e3:9.2f} ms  {median / own:7.1f} x")
    print(
        json.dumps({name: round(statistics.median(times[1:]) * 1e3, 3) for name, times in ours.times.items()})
    )
    peers.clear()
    for threads in (2, 4):
        under_load(ours, threads, options.load)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
