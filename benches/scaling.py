"""Whether time per row stays the same as tables grow."""

from __future__ import annotations

import argparse

from jobs import ALL, JOBS
from posts import made
from rounds import Setting, Worker, middle

SIZES = (100_000, 1_000_000, 10_000_000, 50_000_000)
RENOWN = "renown"


def measured(given: argparse.Namespace) -> list[dict[str, object]]:
    """Nanoseconds per row of renown for each job and size, the median of the rounds."""
    over_posts = [*JOBS, ALL.name]
    chosen = [name for name in given.jobs.split(",") if name in over_posts] if given.jobs else over_posts
    lines = []
    for size in (size for size in SIZES if size <= given.largest):
        setting = Setting(*made(given.data, size, given.order), given.threads, given.rounds)
        for job in chosen:
            worker = Worker(ALL if job == ALL.name else JOBS[job], RENOWN, setting)
            # Small tables are done often, so that the clock has something to count.
            for _ in range(1 + given.rounds * (4 if size <= 1_000_000 else 1)):
                worker.run()
            timed = [run["seconds"] for run in worker.runs[1:]]
            per_row = round(middle(timed) / size * 1e9, 2)
            extra = round(max(run["extra"] for run in worker.runs) / size, 2)
            lines.append({"job": job, "posts": size, "ns_per_row": per_row, "extra_bytes_per_row": extra})
            worker.end()
            print(f"{job:8} {size:>11,} posts  {per_row:8.2f} ns/row  {extra:8.2f} B/row", flush=True)
    return lines
