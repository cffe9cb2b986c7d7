"""Decisions and the sweep over ten million records: renown beside the same rules written by hand.

One idea to keep in mind: by hand, the first rule that fits gives a code; renown says which of all rules fit, why, and
where they stand, so that it does more. Both must come to the same outcome for every record.

    python benches/decisions.py                    ten million records
    python benches/decisions.py --records 1e5 --check   only whether all agree, whatever the time

Contestants take turns, and the ratio of a pair says more than either time. With --single also what one decision costs.
Cedar (cedarpy, benches/requirements.txt) decides a sample of the records one by one, where it is installed.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

DAY = 86_400_000
NOW = 1_767_225_600_000  # 2026-01-01T00:00:00Z
PLACES = [
    *("US", "US-CA", "IN", "BR", "ID", "GB", "MX", "DE", "FR", "JP", "TR", "ES", "IT", "PH", "KR"),
    *("CA", "AR", "TH", "CO", "PL", "NL", "VN", "SE", "BE", "AT", "IE"),
]
CATEGORIES = [
    "user.registration.name",
    "user.registration.email",
    "user.contact",
    "user.psychographics",
    "user.workspace.mail",
    "user.purchases",
]
TTLS = [30, 90, 180, 395, 730, 1095]
RULES = 10
TIMES = ("consented_at", "consent_withdrawn_at", "consent_expires_at", "held_until", "not_public_since")
# What each code stands for: rule 8 leaves it to a person, the others deny.
HAND = np.array([0, *[2] * 7, 1, 2], np.uint8)


def drawn(records: int) -> pa.Table:
    """Seeded records: who said what, and when."""
    random = np.random.default_rng(7)

    def words(values: list[str], shares: list[float]) -> pa.Array:
        keys = random.choice(len(values), records, p=shares).astype(np.int8)
        return pa.DictionaryArray.from_arrays(pa.array(keys), pa.array(values))

    def flag(share: float) -> pa.Array:
        return pa.array(random.random(records, np.float32) < share)

    def times(after: np.ndarray | int, days: int, missing: float) -> tuple[np.ndarray, pa.Array]:
        at = after + (random.random(records, np.float32) * days * DAY).astype(np.int64)
        gaps = random.random(records, np.float32) < missing
        return at, pa.array(at, mask=gaps).cast(pa.timestamp("ms", "UTC"))

    given, consented_at = times(NOW - 1500 * DAY, 1500, 0)
    return pa.table(
        {
            "id": pa.array(np.arange(records, dtype=np.uint64)),
            "category": words(CATEGORIES, [0.35, 0.35, 0.1, 0.05, 0.05, 0.1]),
            "residence": words(PLACES, [1 / len(PLACES)] * len(PLACES)),
            "consented": flag(0.8),
            "consented_at": consented_at,
            "consent_withdrawn_at": times(given, 900, 0.88)[1],
            "consent_expires_at": times(given, 2000, 0.45)[1],
            "objected": flag(0.03),
            "restricted": flag(0.01),
            "erased": flag(0.015),
            "minor": flag(0.02),
            "suspected_minor": flag(0.02),
            "limited": flag(0.05),
            "held_until": times(NOW, 400, 0.99)[1],
            "not_public_since": times(given, 3000, 0.9)[1],
        }
    )


Run = Callable[[], Any]


def with_renown(table: pa.Table, threads: int) -> dict[str, Run]:
    """The contestant."""
    import renown as rn

    policy = rn.Policy.influencer_marketing()
    now = "2026-01-01T00:00:00Z"
    request = {
        "purpose": "marketing",
        "recipient": {"kind": "controller", "id": "us"},
        "action": "use",
    }
    records = rn.Frame(table.drop(["id", "held_until", "not_public_since"]))
    kept = table.select(["category", "consented_at", "held_until", "not_public_since"])
    swept = rn.Frame(kept.rename_columns(["category", "collected_at", "held_until", "not_public_since"]))
    ttls = [
        {"category": category, "amount": amount, "unit": "day", "from": "collected"}
        for category, amount in zip(CATEGORIES, TTLS, strict=True)
    ]

    def decide(output: list[str]) -> Run:
        facts = {"role": "user"}
        return lambda: policy.decide_batch(
            records, now=now, request=request, facts=facts, output=output, threads=threads
        )

    def sweep(output: list[str]) -> Run:
        return lambda: rn.retention_sweep(swept, now=now, ttls=ttls, output=output, threads=threads)

    return {
        "decide": decide(["outcome", "reason"]),
        "decide, all columns": decide(["outcome", "reason", "obligations", "bound", "cites"]),
        "sweep": sweep(["erase"]),
        "sweep, all columns": sweep(["verdict", "reason", "erase"]),
    }


def outcomes(name: str, answer: Any) -> np.ndarray:
    """0 permitted, 1 a person decides, 2 denied; for the sweep 1 where it goes."""
    if isinstance(answer, np.ndarray):
        code = answer
    elif hasattr(answer, "to_numpy"):
        code = answer.to_numpy()
    else:
        table = pa.table(answer).combine_chunks()
        if name == "sweep":
            return table["erase"].combine_chunks().to_numpy(zero_copy_only=False).astype(np.uint8)
        column = table["outcome"].combine_chunks()
        of = {"permit": 0, "permit_with": 0, "needs_human": 1, "deny": 2}
        told = np.array([of[text] for text in column.dictionary.to_pylist()], np.uint8)
        return told[column.indices.to_numpy()]
    if name == "sweep":
        return code.astype(np.uint8)
    return HAND[code]


def with_polars(table: pa.Table, _threads: int) -> dict[str, Run]:
    """As someone who knows polars writes it, on the streaming engine."""
    import polars as pl

    col = pl.col
    frame = pl.from_arrow(table).with_columns(pl.col(name).dt.epoch("ms") for name in TIMES)
    over = {
        name: (col(name) <= NOW).fill_null(value=False)
        for name in ("consent_withdrawn_at", "consent_expires_at")
    }
    active = col("consented") & (col("consented_at") <= NOW)
    active &= ~over["consent_withdrawn_at"] & ~over["consent_expires_at"]
    rules = [
        col("erased"),
        col("minor"),
        col("objected"),
        ~active,
        col("category") == "user.psychographics",
        col("category") == "user.workspace.mail",
        col("limited") & (col("residence") == "US-CA") & (col("category") == "user.workspace.mail"),
        col("suspected_minor"),
        (col("category") != CATEGORIES[0]) & (col("category") != CATEGORIES[1]),
    ]
    code = pl.when(rules[0]).then(pl.lit(1, pl.UInt8))
    for place, rule in enumerate(rules[1:], 2):
        code = code.when(rule).then(pl.lit(place, pl.UInt8))
    code = code.otherwise(pl.lit(0, pl.UInt8))
    days = pl.lit(0, pl.Int64)
    for category, amount in zip(CATEGORIES, TTLS, strict=True):
        days = pl.when(col("category") == category).then(pl.lit(amount, pl.Int64)).otherwise(days)
    held = (col("held_until") > NOW).fill_null(value=False)
    gone = (col("not_public_since") <= NOW).fill_null(value=False)
    erase = ~held & (gone | (col("consented_at") + days * DAY <= NOW))

    def ask(expression: pl.Expr) -> Run:
        return lambda: frame.lazy().select(expression.alias("code")).collect(engine="streaming")["code"]

    return {"decide": ask(code), "sweep": ask(erase)}


def with_duckdb(table: pa.Table, threads: int) -> dict[str, Run]:
    """On a table of its own."""
    import duckdb

    con = duckdb.connect()
    con.execute(f"SET threads={threads}")
    con.execute("PRAGMA disable_progress_bar")
    for name in TIMES:
        table = table.set_column(table.schema.get_field_index(name), name, table[name].cast(pa.int64()))
    con.register("given", table)
    con.execute("CREATE TABLE records AS SELECT * FROM given")
    active = f"""(consented AND consented_at <= {NOW} AND NOT coalesce(consent_withdrawn_at <= {NOW}, FALSE)
        AND NOT coalesce(consent_expires_at <= {NOW}, FALSE))"""
    code = f"""CASE WHEN erased THEN 1 WHEN minor THEN 2 WHEN objected THEN 3 WHEN NOT {active} THEN 4
        WHEN category = 'user.psychographics' THEN 5 WHEN category = 'user.workspace.mail' THEN 6
        WHEN limited AND residence = 'US-CA' AND category = 'user.workspace.mail' THEN 7
        WHEN suspected_minor THEN 8 WHEN category NOT IN ('{CATEGORIES[0]}', '{CATEGORIES[1]}') THEN 9 ELSE 0 END"""
    days = " ".join(
        f"WHEN '{category}' THEN {amount}" for category, amount in zip(CATEGORIES, TTLS, strict=True)
    )
    erase = f"""NOT coalesce(held_until > {NOW}, FALSE) AND (coalesce(not_public_since <= {NOW}, FALSE)
        OR consented_at + (CASE category {days} END) * CAST({DAY} AS BIGINT) <= {NOW})"""

    def ask(what: str) -> Run:
        return lambda: con.sql(f"SELECT {what} AS code FROM records").to_arrow_table()["code"]

    return {"decide": ask(f"CAST({code} AS UTINYINT)"), "sweep": ask(erase)}


def with_numpy(table: pa.Table, _threads: int) -> dict[str, Run]:
    """By hand, column by column."""

    def bits(name: str) -> np.ndarray:
        return table[name].to_numpy()

    def late(name: str) -> np.ndarray:
        return table[name].cast(pa.int64()).fill_null(NOW + 1).to_numpy() <= NOW

    def keys(name: str) -> np.ndarray:
        return table[name].combine_chunks().indices.to_numpy()

    def decide() -> np.ndarray:
        active = (
            bits("consented")
            & late("consented_at")
            & ~late("consent_withdrawn_at")
            & ~late("consent_expires_at")
        )
        category = keys("category")
        rules = [bits("erased"), bits("minor"), bits("objected"), ~active, category == 3, category == 4]
        rules += [
            bits("limited") & (keys("residence") == 1) & (category == 4),
            bits("suspected_minor"),
            category > 1,
        ]
        return np.select(rules, [np.uint8(place) for place in range(1, RULES)], np.uint8(0))

    def sweep() -> np.ndarray:
        collected = table["consented_at"].cast(pa.int64()).to_numpy()
        held = table["held_until"].cast(pa.int64()).fill_null(0).to_numpy() > NOW
        over = collected + np.array(TTLS, np.int64)[keys("category")] * DAY <= NOW
        return ~held & (late("not_public_since") | over)

    return {"decide": decide, "sweep": sweep}


CEDAR = f"""
permit (principal, action, resource) when {{
    context.category == "{CATEGORIES[0]}" || context.category == "{CATEGORIES[1]}" }};
forbid (principal, action, resource) when {{ context.erased }};
forbid (principal, action, resource) when {{ context.minor }};
forbid (principal, action, resource) when {{ context.objected }};
forbid (principal, action, resource) unless {{ context.consented && context.consented_at <= context.now }};
forbid (principal, action, resource) when {{
    context has consent_withdrawn_at && context.consent_withdrawn_at <= context.now }};
forbid (principal, action, resource) when {{
    context has consent_expires_at && context.consent_expires_at <= context.now }};
forbid (principal, action, resource) when {{ context.category == "user.psychographics" }};
forbid (principal, action, resource) when {{ context.category == "user.workspace.mail" }};
forbid (principal, action, resource) when {{
    context.limited && context.residence == "US-CA" && context.category == "user.workspace.mail" }};
forbid (principal, action, resource) when {{ context.suspected_minor }};
"""


def with_cedar(table: pa.Table, ours: np.ndarray, sample: int = 5_000) -> dict[str, Any] | None:
    """What a decision costs by Cedar, in one call for the whole sample: the rules are read once. It can only permit or
    not, so that a question for a person is a denial."""
    try:
        import cedarpy
    except ImportError:
        return None
    rows = table.slice(0, sample)
    for name in TIMES:
        rows = rows.set_column(rows.schema.get_field_index(name), name, rows[name].cast(pa.int64()))
    requests = [
        {
            "principal": 'User::"us"',
            "action": 'Action::"use"',
            "resource": f'Record::"{row["id"]}"',
            "context": {name: value for name, value in row.items() if value is not None} | {"now": NOW},
        }
        for row in rows.to_pylist()
    ]
    took, answers = timed(lambda: cedarpy.is_authorized_batch(requests, CEDAR, []))
    allowed = np.array([answer.allowed for answer in answers])
    agrees = bool((allowed == (ours[: len(allowed)] == 0)).all())
    return {"job": "decide", "peer": "cedarpy", "agrees": agrees, "peer_ns": took / len(requests) * 1e9}


PEERS = {"polars streaming": with_polars, "duckdb": with_duckdb, "numpy by hand": with_numpy}


def timed(run: Run) -> tuple[float, Any]:
    """One run: seconds and the answer."""
    start = time.perf_counter()
    answer = run()
    return time.perf_counter() - start, answer


def single(runs: int = 20_000) -> dict[str, float]:
    """What one decision costs from Python, in microseconds."""
    import renown as rn

    policy = rn.Policy.influencer_marketing()
    request = {
        "subject": "influencer-17",
        "categories": ["influencer.performance"],
        "purpose": "influencer_search",
        "recipient": {"kind": "user", "id": "brand-4"},
    }
    facts = {"role": "influencer", "residence": "DE", "platform": "instagram", "followers": 20_000}
    costs = {}
    question = policy.prepare(request, facts)
    now = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
    asks: dict[str, Run] = {
        "in full": lambda: policy.decide(request, facts, now=now),
        "prepared": lambda: question.decide(now).permits,
    }
    for name, ask in asks.items():
        start = time.perf_counter()
        for _ in range(runs):
            ask()
        costs[name] = (time.perf_counter() - start) / runs * 1e6
    return costs


def main() -> int:
    """0 where all agree."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=float, default=1e7)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--check", action="store_true", help="only whether all agree; no clock")
    parser.add_argument("--single", action="store_true", help="also what one decision costs")
    parser.add_argument("--json", type=Path, help="write the measurements to this file")
    given = parser.parse_args()
    os.environ["POLARS_MAX_THREADS"] = str(given.threads)
    table = drawn(int(given.records))
    ours = with_renown(table, given.threads)
    wrong, lines = 0, []
    for peer, make in PEERS.items():
        theirs = make(table, given.threads)
        for job, run in theirs.items():
            agrees = bool((outcomes(job, ours[job]()) == outcomes(job, run())).all())
            wrong += not agrees
            line: dict[str, Any] = {"job": job, "peer": peer, "agrees": agrees}
            if not given.check:
                pairs = [(timed(ours[job])[0], timed(run)[0]) for _ in range(given.rounds)]
                mine, other = (statistics.median(each) for each in zip(*pairs, strict=True))
                ratios = sorted(theirs / ours for ours, theirs in pairs)
                line |= {"ours_ns": mine / table.num_rows * 1e9, "peer_ns": other / table.num_rows * 1e9}
                line |= {"ratio": statistics.median(ratios), "lowest": ratios[0], "highest": ratios[-1]}
            lines.append(line)
            print(json.dumps(line), flush=True)
    for job in () if given.check else ("decide, all columns", "sweep, all columns"):
        times = [timed(ours[job])[0] for _ in range(given.rounds)]
        line = {"job": job, "ours_ns": statistics.median(times) / table.num_rows * 1e9}
        lines.append(line)
        print(json.dumps(line), flush=True)
    cedar = with_cedar(table, outcomes("decide", ours["decide"]()))
    if cedar is None:
        print("cedarpy is not installed: left out", file=sys.stderr)
    else:
        wrong += not cedar["agrees"]
        mine = next(
            (line["ours_ns"] for line in lines if "ours_ns" in line and line["job"] == "decide"), None
        )
        if mine is not None:
            cedar |= {"ours_ns": mine, "ratio": cedar["peer_ns"] / mine}
        lines.append(cedar)
        print(json.dumps(cedar), flush=True)
    if given.single:
        lines.append({"job": "single", **single()})
        print(json.dumps(lines[-1]), flush=True)
    if given.json:
        given.json.write_text(json.dumps(lines, indent=1) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
