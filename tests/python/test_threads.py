"""Work goes on without the interpreter's lock, in threads of the caller's number, and Ctrl-C is heard."""

import multiprocessing
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pyarrow as pa
import pytest
import renown as rn
from kinds import rows

MADE = rows()


def many(rows):
    """A table that takes a while."""
    numbers = pa.array(range(rows), pa.int64())
    stamps = pa.array(range(0, rows * 60_000, 60_000), pa.int64()).cast(pa.timestamp("ms", "UTC"))
    keys = pa.array([row % 5_000 for row in range(rows)], pa.int64())
    return pa.table(
        {
            "influencer_id": keys,
            "published_at": stamps,
            "likes": numbers,
            "comments": numbers,
            "followers_at_post": pa.array([1_000] * rows, pa.int64()),
        }
    )


@pytest.mark.parametrize("call", ["table", "plain"])
def test_another_thread_goes_on_during_a_call(call):
    whole = many(300_000) if call == "table" else None
    ticks, stop = [0], threading.Event()

    def tick():
        while not stop.is_set():
            ticks[0] += 1
            time.sleep(0)

    usual = sys.getswitchinterval()
    thread = threading.Thread(target=tick)
    thread.start()
    try:
        # From here on a thread gets the lock only where another gives it up of its own accord.
        sys.setswitchinterval(60)
        before = ticks[0]
        if call == "table":
            rn.engagement(whole)
        else:
            rn.bootstrap(range(500), "median", seed=1, resamples=20_000)
        after = ticks[0]
    finally:
        sys.setswitchinterval(usual)
        stop.set()
        thread.join()
    assert after > before


def test_many_threads_at_once_give_the_same_figures():
    expected = rn.engagement(MADE)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda threads: rn.engagement(MADE, threads=1 + threads % 3), range(32)))
    assert all(answer == expected for answer in answers)


def _forked(queue):
    queue.put(rn.engagement(MADE).to_dicts())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_forked_process_has_threads_of_its_own():
    expected = rn.engagement(MADE).to_dicts()
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    child = context.Process(target=_forked, args=(queue,))
    child.start()
    assert queue.get(timeout=60) == expected
    child.join()


PROGRAM = """
import os, signal, sys, threading
sys.path.insert(0, "tests/python")
import renown as rn
from test_threads import many

whole = many(300_000)
threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
try:
    while True:
        rn.engagement(whole)
except KeyboardInterrupt:
    print(len(rn.engagement(whole)))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")
def test_after_control_c_the_package_works_on():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout == "5000\n"
