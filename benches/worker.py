"""A process that holds the data and does one job in one way, each time it is told to.

    python worker.py JOB CONTESTANT POSTS PROFILES [--perf DIR]

It answers each line on standard input with one line of JSON on standard output: `run` computes the result and tells
how long that took, `result FILE` writes the last result, and the end of input ends it.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import json
import os
import pathlib
import sys
import time

import machine
import pyarrow as pa
from jobs import EVERY, as_table
from jobs.found import contestants
from posts import mapped

FEW = 1_000


def answer(channel: int, line: dict[str, object]) -> None:
    """One line to whoever asked."""
    os.write(channel, (json.dumps(line) + "\n").encode())


def held(result: object) -> int | None:
    """The memory that a result of Arrow tables holds; what several of its columns share counts once."""
    if not isinstance(result, list):
        return None
    return sum(pa.table(part).get_total_buffer_size() for part in result)


def main() -> None:
    """Prepares, then answers."""
    parser = argparse.ArgumentParser()
    parser.add_argument("job")
    parser.add_argument("contestant")
    parser.add_argument("posts", type=pathlib.Path)
    parser.add_argument("profiles", type=pathlib.Path)
    parser.add_argument("--perf", type=pathlib.Path)
    given = parser.parse_args()
    # What libraries print must not get between the answers.
    channel = os.dup(1)
    os.dup2(2, 1)
    job = EVERY[given.job]
    everyone = (one for one in contestants(given.perf) if job.name in one.jobs)
    contestant = next(one for one in everyone if one.name == given.contestant)
    posts, profiles = mapped(given.posts), mapped(given.profiles)
    # Code is loaded and threads are started before memory is measured. Who stumbles over few rows may still do many.
    with contextlib.suppress(Exception):
        contestant.make(job.name, posts.slice(0, FEW), profiles)()
    call = contestant.make(job.name, posts, profiles)
    rows = posts.num_rows
    gc.collect()
    loaded = machine.resident()
    answer(channel, {"rows": rows, "loaded": loaded})
    result: object = None
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        if word == "result":
            table = as_table(result, job, contestant.names.get(job.name, {}))
            with pa.ipc.new_file(rest, table.schema) as sink:
                sink.write_table(table)
            answer(channel, {"rows": table.num_rows, "bytes": held(result)})
            continue
        result = None
        gc.collect()
        machine.forget_peak()
        busy, cpu, start = machine.busy(), time.process_time(), time.perf_counter()
        result = call()
        seconds, used = time.perf_counter() - start, time.process_time() - cpu
        others = machine.busy() - busy - used
        extra = machine.resident("VmHWM") - loaded
        answer(channel, {"seconds": seconds, "cpu": used, "others": others, "extra": extra})


if __name__ == "__main__":
    main()
