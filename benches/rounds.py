"""Contestants in turn: each run of another is paired with a run of renown just before it.

One idea to keep in mind: a machine that is busy slows both of a pair, so their ratio says more than their times.
"""

from __future__ import annotations

import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field

import machine
import numpy as np
import pyarrow as pa
from jobs import Contestant, Job, as_table, with_renown
from posts import mapped

HERE = pathlib.Path(__file__).parent
NODE = "renown in Node"
TOLERANCE = 1e-9


@dataclass
class Setting:
    """The data, and how it is run."""

    posts: pathlib.Path
    profiles: pathlib.Path
    threads: int
    rounds: int
    perf: pathlib.Path | None = None


class Worker:
    """One contestant in a process of its own."""

    def __init__(self, job: Job, name: str, setting: Setting) -> None:
        self.name, self.job = name, job
        words = [sys.executable, str(HERE / "worker.py"), job.name, name]
        if name == NODE:
            words = ["node", str(HERE / "node" / "worker.mjs"), json.dumps(with_renown.calls(job.name))]
        words += [str(setting.posts), str(setting.profiles)]
        if setting.perf is not None and name != NODE:
            words += ["--perf", str(setting.perf)]
        self.process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=machine.environment(setting.threads),
        )
        self.rows = int(self.answer()["rows"])
        self.runs: list[dict[str, float]] = []
        # How many runs came before a result was written, which leaves memory of its own behind.
        self.clean: int | None = None
        # The memory of the result, where it is told.
        self.held: int | None = None

    def answer(self) -> dict[str, float]:
        """The next line of the process."""
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} ended with {self.process.wait()} before it answered")
        return json.loads(line)

    def ask(self, words: str) -> dict[str, float]:
        """One question, one answer."""
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()
        return self.answer()

    def run(self) -> float:
        """One timed run, in seconds."""
        self.runs.append(self.ask("run"))
        return self.runs[-1]["seconds"]

    def result(self, folder: pathlib.Path) -> pa.Table:
        """The last result."""
        self.clean = self.clean or len(self.runs)
        file = folder / f"{self.name.replace(' ', '-')}.arrow"
        answer = self.ask(f"result {file}")
        self.held = answer.get("bytes")
        if "parts" not in answer:
            return pa.ipc.open_file(file).read_all()
        parts = (pa.OSFile(f"{file}.{part}") for part in range(int(answer["parts"])))
        return as_table([pa.ipc.open_stream(part).read_all() for part in parts], self.job, {})

    def end(self) -> None:
        """Ends the process."""
        self.process.stdin.close()
        self.process.wait()


def difference(ours: pa.Table, theirs: pa.Table, keys: tuple[str, ...]) -> float:
    """The largest relative difference of any figure; infinity where keys, columns or nulls differ."""
    if ours.num_rows != theirs.num_rows or any(not ours[key].equals(theirs[key]) for key in keys):
        return float("inf")
    largest = 0.0
    for name in (column for column in theirs.column_names if column not in keys):
        if name not in ours.column_names:
            return float("inf")
        mine, other = (table[name].to_numpy() for table in (ours, theirs))
        if not np.array_equal(np.isnan(mine), np.isnan(other)):
            return float("inf")
        known = ~np.isnan(mine)
        mine, other = mine[known], other[known]
        apart = np.abs(mine - other) / np.maximum(np.maximum(np.abs(mine), np.abs(other)), 1e-300)
        largest = max(largest, float(apart.max(initial=0.0)))
    return largest


@dataclass
class Line:
    """What one contestant did in one job."""

    name: str
    seconds: list[float]
    cpu: list[float]
    extra_bytes_per_row: float
    # How many cores other processes kept busy meanwhile.
    other_cores: float
    # Seconds of this one over seconds of renown, pair by pair.
    ratios: list[float] = field(default_factory=list)
    # How many bytes of the extra memory are the result.
    result_bytes: int | None = None
    # The largest relative difference of a figure from renown's.
    difference: float | None = None
    failed: str | None = None

    def agrees(self) -> bool:
        """Whether it computed what renown did."""
        return self.failed is None and (self.difference is None or self.difference <= TOLERANCE)


def line(worker: Worker, ratios: list[float], apart: float | None) -> Line:
    """The runs of a worker, without the first, which warms up; memory is the most that any of them took."""
    timed = worker.runs[1:]
    return Line(
        name=worker.name,
        seconds=[round(run["seconds"], 6) for run in timed],
        cpu=[round(run["cpu"], 4) for run in timed],
        extra_bytes_per_row=round(max(run["extra"] for run in worker.runs[: worker.clean]) / worker.rows, 2),
        other_cores=round(
            max(sum(run["others"] for run in timed) / sum(run["seconds"] for run in timed), 0.0), 2
        ),
        ratios=[round(ratio, 3) for ratio in ratios],
        result_bytes=worker.held,
        difference=apart,
    )


def compete(job: Job, names: list[str], setting: Setting) -> list[Line]:
    """One job: the first name is renown's, the others are measured beside it."""
    reference = Worker(job, names[0], setting)
    for _ in range(2):
        reference.run()
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as scratch:
        ours = reference.result(pathlib.Path(scratch))
        for name in names[1:]:
            try:
                other = Worker(job, name, setting)
                other.run()
                ratios = []
                for _ in range(setting.rounds):
                    mine = reference.run()
                    ratios.append(other.run() / mine)
                apart = difference(ours, other.result(pathlib.Path(scratch)), job.keys)
                lines.append(line(other, ratios, apart))
                other.end()
            except RuntimeError as error:
                lines.append(Line(name, [], [], float("nan"), float("nan"), failed=str(error)))
        while len(reference.runs) <= setting.rounds:
            reference.run()
    reference.end()
    return [line(reference, [], None), *lines]


def check(job: Job, everyone: list[Contestant], setting: Setting) -> list[Line]:
    """One job by everyone in this process, without a clock; the first is renown. Node has a process of its own."""
    posts, profiles = mapped(setting.posts), mapped(setting.profiles)
    lines: list[Line] = []
    ours = None
    for one in everyone:
        nothing = {"seconds": [], "cpu": [], "extra_bytes_per_row": float("nan"), "other_cores": float("nan")}
        if one.name == NODE:
            worker = Worker(job, NODE, setting)
            worker.run()
            with tempfile.TemporaryDirectory() as scratch:
                result = worker.result(pathlib.Path(scratch))
            worker.end()
        else:
            result = as_table(one.make(job.name, posts, profiles)(), job, one.names.get(job.name, {}))
        ours = result if ours is None else ours
        apart = None if ours is result else difference(ours, result, job.keys)
        lines.append(Line(one.name, **nothing, difference=apart))
    return lines


def middle(numbers: list[float]) -> float:
    """The median; NaN where there is nothing."""
    return statistics.median(numbers) if numbers else float("nan")
