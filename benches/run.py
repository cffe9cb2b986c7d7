"""Measures renown beside the peers on the same data in the same run.

    python benches/run.py                          ten million posts, all jobs, all peers that are installed
    python benches/run.py --posts 1e5 --check      only whether all compute the same, whatever the time
    python benches/run.py --scaling                also renown alone from 1e5 to 5e7 posts

benches/README.md says what is measured and how.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import pathlib
import shlex
import shutil
import sys

import machine
import scaling
import table
from crowds import made as crowd
from jobs import EVERY, Contestant
from jobs.found import contestants, missing
from posts import ORDERS, made, mapped, of_perf
from rounds import HERE, NODE, Line, Setting, check, compete

DATA = HERE.parent / "target" / "bench-data"
PACKAGES = ("renown", "polars", "duckdb", "datafusion", "pandas", "numpy", "pyarrow")


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--posts", default="1e7", help="how many posts; with --perf the size of its files: S, M, L"
    )
    parser.add_argument("--jobs", default="", help=f"some of {', '.join(EVERY)}; all by default")
    parser.add_argument("--peers", default="", help="some peers, separated by commas; all by default")
    parser.add_argument("--rounds", type=int, default=5, help="pairs of runs of each peer")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--order", choices=ORDERS, default="random", help="the order of posts")
    parser.add_argument("--perf", type=pathlib.Path, help="a folder with another generator's data and peers")
    parser.add_argument("--data", type=pathlib.Path, default=DATA, help="where generated data is kept")
    parser.add_argument("--scaling", action="store_true", help="also renown alone at sizes up to 5e7 posts")
    parser.add_argument("--largest", type=float, default=5e7, help="the largest of these sizes")
    parser.add_argument("--check", action="store_true", help="only whether all compute the same; no clock")
    parser.add_argument("--json", type=pathlib.Path, help="write the measurements to this file")
    parser.add_argument("--table", type=pathlib.Path, help="write them as a page to this file")
    parser.add_argument(
        "--render", type=pathlib.Path, help="measure nothing; make the page of this JSON file"
    )
    return parser.parse_args()


def has_node() -> bool:
    """Whether Node is there and the package for it is built."""
    return shutil.which("node") is not None and (HERE.parent / "bindings-node" / "renown.node").exists()


def measured(given: argparse.Namespace, setting: Setting) -> list[dict[str, object]]:
    """Every job, one after the other."""
    everyone = contestants(given.perf)
    wanted = {name.strip() for name in given.peers.split(",") if name.strip()}
    chosen = given.jobs.split(",") if given.jobs else list(EVERY)
    jobs = []
    for name in chosen:
        job, own = EVERY[name], setting
        if job.table != "posts":
            rows = int(mapped(setting.posts).num_rows)
            own = dataclasses.replace(setting, posts=crowd(given.data, job.table, rows))
        taking_part = [
            one for one in everyone if name in one.jobs and (one.ours or not wanted or one.name in wanted)
        ]
        if has_node():
            taking_part.insert(1, Contestant(NODE, taking_part[0].make, ours=True))
        names = [one.name for one in taking_part]
        lines = check(job, taking_part, own) if given.check else compete(job, names, own)
        jobs.append({"job": name, "lines": [dataclasses.asdict(one) for one in lines]})
        report(name, lines)
    return jobs


def report(name: str, lines: list[Line]) -> None:
    """What came out, as soon as it did."""
    for one in lines:
        agrees = (
            "agrees" if one.agrees() else f"DIFFERS by {one.difference}" if one.failed is None else one.failed
        )
        words = [
            f"{name:8} {one.name:22}",
            agrees if one.difference is not None or one.failed else "reference",
        ]
        if one.seconds:
            words.insert(
                1, f"{min(one.seconds) * 1e3:10.1f} ms at best, {one.extra_bytes_per_row:7.1f} B/row"
            )
            if one.ratios:
                words.insert(2, f"x{sorted(one.ratios)[len(one.ratios) // 2]:.2f}")
        print("  ".join(words), flush=True)


def main() -> int:
    """0 where everyone computes the same."""
    given = arguments()
    if given.render:
        page = table.page(json.loads(given.render.read_text()))
        (given.table or pathlib.Path("/dev/stdout")).write_text(page)
        return 0
    if given.perf is None:
        posts, profiles = made(given.data, int(float(given.posts)), given.order)
        if gone := missing():
            print(f"not installed, left out: {', '.join(gone)}")
    else:
        given.perf = given.perf.resolve()
        posts, profiles = of_perf(given.data, given.perf, given.posts, given.order)
    setting = Setting(posts, profiles, given.threads, given.rounds, given.perf)
    jobs = measured(given, setting)
    document = {
        "machine": machine.described(given.threads),
        "versions": {name: machine.version(name) for name in PACKAGES},
        "command": "python benches/run.py " + shlex.join(sys.argv[1:]),
        "rows": mapped(posts).num_rows,
        "influencers": mapped(profiles).num_rows,
        "order": given.order,
        "rounds": given.rounds,
        "jobs": jobs,
        "scaling": scaling.measured(given) if given.scaling else [],
    }
    if given.json:
        given.json.write_text(json.dumps(document, indent=1) + "\n")
    if given.table:
        given.table.write_text(table.page(document))
    wrong = [one for job in jobs for one in job["lines"] if not Line(**one).agrees()]
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
