"""Who is there to compete: renown, and of the others those that are installed."""

from __future__ import annotations

import importlib
import importlib.util
import pathlib

from . import Contestant, crowds, with_renown

PEERS = ("polars", "duckdb", "datafusion", "pandas", "numpy")


def contestants(perf: pathlib.Path | None = None) -> list[Contestant]:
    """All contestants, renown first. `perf` brings others in place of our own."""
    if perf is not None:
        with_perf = importlib.import_module("jobs.with_perf")
        return [*with_renown.CONTESTANTS, *with_perf.contestants(perf), *crowds.CONTESTANTS]
    found = list(with_renown.CONTESTANTS)
    for peer in PEERS:
        if importlib.util.find_spec(peer) is not None:
            found += importlib.import_module(f"jobs.with_{peer}").CONTESTANTS
    return [*found, *crowds.CONTESTANTS]


def missing() -> list[str]:
    """Peers that are not installed."""
    return [peer for peer in PEERS if importlib.util.find_spec(peer) is None]
