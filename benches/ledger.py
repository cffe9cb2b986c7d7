"""The ledger: counting, durable metering, facts and sweeps, beside peers written by hand.

One idea to keep in mind: an acknowledged write is on disk in every contestant, so each batch waits for the disk once.
They take turns on the same file system, with batches of the same size, and all must come to the same totals.

    python benches/ledger.py                               everything; ten million fields take some minutes
    python benches/ledger.py --jobs counting,metering      only some jobs
    python benches/ledger.py --rows 1e4 --check            small, only whether all agree

Rust's part runs where cargo is on PATH, redis where `redis-server` is; what is missing is named and left out.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import renown as rn
from machine import busy, described

TENANTS, KINDS, BATCH = 10_000, 20, 1000
AT, FIRST, END = "2026-02-01T12:00:00Z", "2026-02-01", "2026-02-02"
DAY = 86_400_000
NOW = 1_769_947_200_000
ROOT = Path(__file__).resolve().parent.parent
# Batches of one size, each with the numbers that it counts and their units.
Events = list[tuple[np.ndarray, np.ndarray]]


def events(rows: int, batch: int) -> Events:
    """Few tenants have most of the usage."""
    random_numbers = np.random.default_rng(7)
    share = 1 / np.arange(1, TENANTS + 1) ** 1.05
    tenants = random_numbers.choice(TENANTS, rows, p=share / share.sum())
    numbers = (tenants * KINDS + random_numbers.integers(0, KINDS, rows)).astype(np.uint32)
    units = random_numbers.integers(1, 5, rows).astype(np.uint64)
    return [(numbers[at : at + batch], units[at : at + batch]) for at in range(0, rows, batch)]


def expected(given: Events) -> np.ndarray:
    """The totals of all numbers."""
    numbers, units = (np.concatenate(parts) for parts in zip(*given, strict=True))
    return np.bincount(numbers, units, TENANTS * KINDS).astype(np.int64)


class Renown:
    """A counter of a ledger, flushed after each batch."""

    def __init__(self, folder: Path) -> None:
        self.ledger = rn.Ledger.open(folder / "renown.db", key=rn.Ledger.new_key())
        self.counter = self.ledger.counter()
        self.counter.numbers((f"t{tenant}", f"k{kind}") for tenant in range(TENANTS) for kind in range(KINDS))

    def count(self, numbers: np.ndarray, units: np.ndarray) -> None:
        self.counter.add(numbers, units)
        self.counter.flush(at=AT)

    def totals(self) -> dict[int, int]:
        """Of every fiftieth tenant."""
        found = {}
        for tenant in range(0, TENANTS, 50):
            for each in self.ledger.usage(f"t{tenant}", first=FIRST, end=END):
                found[tenant * KINDS + int(each["kind"][1:])] = each["units"]
        return found

    def close(self) -> None:
        self.ledger.verify()
        self.ledger.close()


class Sqlite:
    """A table of totals, updated in one transaction per batch, `synchronous = FULL`."""

    def __init__(self, folder: Path) -> None:
        self.connection = sqlite3.connect(folder / "hand.db", isolation_level=None)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute("CREATE TABLE total (number INTEGER PRIMARY KEY, units INTEGER NOT NULL)")

    def count(self, numbers: np.ndarray, units: np.ndarray) -> None:
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.executemany(
            "INSERT INTO total VALUES (?, ?) ON CONFLICT (number) DO UPDATE SET units = units + excluded.units",
            zip(numbers.tolist(), units.tolist(), strict=True),
        )
        self.connection.execute("COMMIT")

    def totals(self) -> dict[int, int]:
        return dict(self.connection.execute("SELECT number, units FROM total"))

    def close(self) -> None:
        self.connection.close()


class Redis:
    """A hash of totals for each tenant, one pipeline per batch, `appendfsync always`. Written to the socket by hand."""

    def __init__(self, folder: Path) -> None:
        if shutil.which("redis-server") is None:
            raise FileNotFoundError("redis-server is not installed")
        # A socket has a short name.
        self.folder = Path(tempfile.mkdtemp(prefix="renown-"))
        words = ["--port", "0", "--unixsocket", str(self.folder / "s"), "--dir", str(folder), "--save", ""]
        words += ["--appendonly", "yes", "--appendfsync", "always", "--auto-aof-rewrite-percentage", "0"]
        self.server = subprocess.Popen(["redis-server", *words], stdout=subprocess.DEVNULL)
        self.socket = socket.socket(socket.AF_UNIX)
        for _ in range(200):
            with contextlib.suppress(OSError):
                self.socket.connect(str(self.folder / "s"))
                break
            time.sleep(0.05)
        self.reader = self.socket.makefile("rb")

    def asked(self, commands: list[list[bytes]]) -> Iterator[bytes]:
        """The lines that answer commands, one for each of them."""
        parts = []
        for words in commands:
            parts.append(b"*%d\r\n" % len(words))
            parts += [b"$%d\r\n%b\r\n" % (len(word), word) for word in words]
        self.socket.sendall(b"".join(parts))
        return (self.reader.readline() for _ in commands)

    def count(self, numbers: np.ndarray, units: np.ndarray) -> None:
        commands = [
            [b"HINCRBY", b"t%d" % (number // KINDS), b"%d" % (number % KINDS), b"%d" % by]
            for number, by in zip(numbers.tolist(), units.tolist(), strict=True)
        ]
        for answer in self.asked(commands):
            if not answer.startswith(b":"):
                raise RuntimeError(answer)

    def totals(self) -> dict[int, int]:
        found = {}
        for number in range(TENANTS * KINDS):
            if number // KINDS % 50:
                continue
            command = [b"HGET", b"t%d" % (number // KINDS), b"%d" % (number % KINDS)]
            (head,) = self.asked([command])
            if not head.startswith(b"$-1"):
                found[number] = int(self.reader.readline())
        return found

    def close(self) -> None:
        self.reader.close()
        self.socket.close()
        self.server.terminate()
        self.server.wait()
        shutil.rmtree(self.folder)


class File:
    """The floor: the same numbers and units appended to a file, synced after each batch. It keeps no totals."""

    def __init__(self, folder: Path) -> None:
        self.file = (folder / "plain.log").open("wb", buffering=0)

    def count(self, numbers: np.ndarray, units: np.ndarray) -> None:
        self.file.write(numbers.tobytes() + units.tobytes())
        os.fdatasync(self.file.fileno())

    def totals(self) -> None:
        return None

    def close(self) -> None:
        self.file.close()


def metering(choices: argparse.Namespace, folder: Path) -> bool:
    """All contestants count the same batches, each round in turns."""
    agree = True
    for batch in sorted({min(size, int(choices.rows)) for size in (100, BATCH, 10_000)}):
        rows = min(int(choices.rows), 200 * batch)
        given = events(rows, batch)
        right = expected(given) * choices.rounds
        contestants: dict[str, Renown | Sqlite | Redis | File] = {}
        makers = {
            "renown": Renown,
            "sqlite by hand": Sqlite,
            "redis, always": Redis,
            "file and fdatasync": File,
        }
        for name, maker in makers.items():
            place = folder / f"{name} {batch}"
            place.mkdir()
            try:
                contestants[name] = maker(place)
            except FileNotFoundError as error:
                print(f"left out: {error}")
        times: dict[str, list[float]] = {name: [] for name in contestants}
        for _ in range(choices.rounds):
            for name, contestant in contestants.items():
                start = time.perf_counter()
                for numbers, units in given:
                    contestant.count(numbers, units)
                times[name].append((time.perf_counter() - start) / len(given))
        for name, contestant in contestants.items():
            totals = contestant.totals()
            if totals is not None:
                sampled = [number for number in np.flatnonzero(right) if number // KINDS % 50 == 0]
                same = all(totals.get(int(number), 0) == right[number] for number in sampled)
                agree &= same
                if not same:
                    print(f"{name}: other totals")
            contestant.close()
            middle = statistics.median(times[name])
            pairs = [peer / mine for peer, mine in zip(times[name], times["renown"], strict=True)]
            ratio = f"{statistics.median(pairs):.1f} ({min(pairs):.1f}–{max(pairs):.1f})"
            print(
                f"| {name} | {batch} | {middle * 1e3:.2f} ms | {middle / batch * 1e9:.0f} ns | "
                f"{'–' if name == 'renown' else ratio} |"
            )
    return agree


def counting(choices: argparse.Namespace, folder: Path) -> bool:
    """In memory, from Python; from Rust by the example."""
    given = events(int(choices.rows), BATCH)
    right = expected(given)
    with rn.Ledger.open(folder / "counting.db", key=rn.Ledger.new_key()) as ledger:
        counter = ledger.counter()
        counter.numbers((f"t{tenant}", f"k{kind}") for tenant in range(TENANTS) for kind in range(KINDS))
        for size in (BATCH, 10 * BATCH):
            parts = events(int(choices.rows), size)
            times = []
            for _ in range(choices.rounds):
                start = time.perf_counter()
                for numbers, units in parts:
                    counter.add(numbers, units)
                times.append(time.perf_counter() - start)
            rate = int(choices.rows) / statistics.median(times) / 1e6
            print(f"| counting from Python, batches of {size} | {rate:.1f} M/s |")
        units = counter.flush(at=AT)
        agree = units == int(right.sum()) * 2 * choices.rounds
    counts: dict[int, int] = {}
    start = time.perf_counter()
    for numbers, units in given:
        for number, by in zip(numbers.tolist(), units.tolist(), strict=True):
            counts[number] = counts.get(number, 0) + by
    print(f"| a dict of Python | {int(choices.rows) / (time.perf_counter() - start) / 1e6:.1f} M/s |")
    for line in from_rust(choices, folder):
        if line["what"] == "counting":
            agree &= line["exact"]
            rate = line["increments"] / line["seconds"] / 1e6
            print(f"| counting from two threads of Rust, {line['how']} | {rate:.1f} M/s |")
    return agree


def facts(choices: argparse.Namespace, folder: Path) -> bool:
    """Of a subject with ten thousand events, from the snapshot."""
    for line in from_rust(choices, folder):
        if line["what"] == "facts":
            print(
                f"| facts of {line['events']} events in Rust, {line['since']} of them new | "
                f"{line['median_us']} µs, 95 % below {line['p95_us']} µs | "
                f"without snapshot {line['without_snapshot_ms']} ms |"
            )
    count = min(int(choices.rows), 10_000)
    with rn.Ledger.open(folder / "facts-python.db", key=rn.Ledger.new_key()) as ledger:
        objection = {"kind": "objection_made", "purpose": "marketing"}
        every = [{"id": f"e{i}", "subject": "i17", "at": AT, "what": objection} for i in range(count)]
        ledger.record(every)
        ledger.facts("i17", at=AT)
        times = []
        for _ in range(1000):
            start = time.perf_counter()
            known = ledger.facts("i17", at=AT)
            times.append(time.perf_counter() - start)
        print(f"| facts of {count} events from Python | {statistics.median(times) * 1e6:.1f} µs |")
        return known["objections"] == ["marketing"]


def from_rust(choices: argparse.Namespace, folder: Path) -> list[dict[str, object]]:
    """What the example of the crate measures."""
    if choices.check or shutil.which("cargo") is None:
        print("left out: what is measured in Rust")
        return []
    place = folder / f"rust-{random.getrandbits(32)}"
    place.mkdir()
    words = ["run", "--quiet", "--release", "-p", "renown-store", "--example", "ledger_speed", "--"]
    words += [str(place), "20000000", "10000"]
    answer = subprocess.run(["cargo", *words], cwd=ROOT, check=True, capture_output=True, text=True)
    return [json.loads(line) for line in answer.stdout.splitlines()]


def fields(rows: int) -> Iterator[tuple[bytes, str, int, bytes]]:
    """Ten fields of each subject; half of all have expired, at times like no other."""
    chance = random.Random(3)
    for _ in range(rows // 10):
        subject = chance.randbytes(32)
        for field in range(10):
            yield subject, f"field{field}", NOW + chance.randrange(-50 * DAY, 50 * DAY), chance.randbytes(64)


def quick(path: Path) -> sqlite3.Connection:
    """A connection that fills a file quickly."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; BEGIN")
    return connection


def sweep(choices: argparse.Namespace, folder: Path) -> bool:
    """Fields that expire, in the table of a ledger and in one of one's own with an index on the expiry."""
    rows, key = int(choices.fields), rn.Ledger.new_key()
    mine, hand = folder / "sweep.db", folder / "sweep-hand.db"
    rn.Ledger.open(mine, key=key).close()
    filled = quick(mine)
    by_day = sorted(
        (at // DAY, subject, "profile", name, at, sealed) for subject, name, at, sealed in fields(rows)
    )
    filled.executemany("INSERT INTO field_of_day VALUES (?, ?, ?, ?, ?, ?)", by_day)
    filled.execute("INSERT INTO field_day SELECT DISTINCT subject, day FROM field_of_day ORDER BY 1, 2")
    filled.execute("COMMIT")
    filled.close()
    del by_day
    filled = quick(hand)
    filled.execute(
        "CREATE TABLE field (id INTEGER PRIMARY KEY, subject BLOB NOT NULL, name TEXT NOT NULL, "
        "expires INTEGER NOT NULL, sealed BLOB NOT NULL)"
    )
    filled.executemany("INSERT INTO field (subject, name, expires, sealed) VALUES (?, ?, ?, ?)", fields(rows))
    filled.execute("CREATE INDEX field_by_expiry ON field (expires)")
    filled.execute("CREATE UNIQUE INDEX field_by_subject ON field (subject, name)")
    filled.execute("COMMIT")
    filled.close()
    now = "2026-02-01T12:00:00Z"
    swept, times = {}, {}
    for name, pragmas in [
        ("plain SQL deletes", ""),
        ("plain SQL deletes, overwritten", "PRAGMA secure_delete = ON"),
        (
            "plain SQL deletes, overwritten, 256 MB of cache",
            "PRAGMA secure_delete = ON; PRAGMA cache_size = -262144",
        ),
    ]:
        copy = folder / "sweep-copy.db"
        shutil.copy(hand, copy)
        connection = sqlite3.connect(copy, isolation_level=None)
        connection.executescript(
            f"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = OFF; {pragmas}"
        )
        start, others = time.perf_counter(), busy() - time.process_time()
        connection.execute("BEGIN IMMEDIATE")
        swept[name] = connection.execute("DELETE FROM field WHERE expires <= ?", (NOW,)).rowcount
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        times[name] = time.perf_counter() - start
        others = busy() - time.process_time() - others
        print(f"| {name} | {rows} | {swept[name]} | {times[name]:.1f} s | others {others:.1f} s |")
        connection.close()
        copy.unlink()
    with rn.Ledger.open(mine, key=key) as ledger:
        start, others = time.perf_counter(), busy() - time.process_time()
        swept["renown"] = ledger.sweep(now=now)["fields"]
        times["renown"] = time.perf_counter() - start
        others = busy() - time.process_time() - others
        print(f"| renown | {rows} | {swept['renown']} | {times['renown']:.1f} s | others {others:.1f} s |")
    for name, seconds in times.items():
        if name != "renown":
            print(f"{name}: {seconds / times['renown']:.1f} times as long as renown")
    return len(set(swept.values())) == 1


JOBS: dict[str, Callable[[argparse.Namespace, Path], bool]] = {
    "counting": counting,
    "metering": metering,
    "facts": facts,
    "sweep": sweep,
}


def main() -> int:
    """Measures, and tells whether all come to the same."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=float, default=1e6, help="increments")
    parser.add_argument("--fields", type=float, default=None, help="fields of the sweep (ten million)")
    parser.add_argument("--jobs", default=",".join(JOBS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", default=None, help="on the file system that is measured")
    parser.add_argument("--check", action="store_true", help="one round, whatever the time")
    choices = parser.parse_args()
    if choices.check:
        choices.rounds = 1
    if choices.fields is None:
        choices.fields = choices.rows if choices.check else 1e7
    print(json.dumps(described(2)), f"sqlite of Python {sqlite3.sqlite_version}")
    agree = True
    with tempfile.TemporaryDirectory(dir=choices.folder) as folder:
        for job in choices.jobs.split(","):
            print(f"\n{job}; load {os.getloadavg()[0]:.2f}")
            agree &= JOBS[job](choices, Path(folder))
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main())
