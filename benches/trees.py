"""A hundred trees over ten million accounts: renown beside XGBoost and LightGBM, which made them.

One idea to keep in mind: the same trees, the same rows, the same number of threads, in turns. The peers get a matrix of
numbers that is ready; renown reads the columns of the table, so that it does more.

    python benches/trees.py                          ten million accounts
    python benches/trees.py --accounts 1e5 --check   only whether all agree, whatever the time
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import statistics
import sys
import tempfile
import time

import numpy as np
import pyarrow as pa
from crowds import accounts
from jobs.crowds import TERMS
from machine import described, version

FEATURES = [*TERMS, "following_per_follower"]
TREES, LEAVES, DEPTH = 100, 24, 5
PRIOR = {"real": 0.4, "influencer": 0.06, "mass_follower": 0.04, "suspicious": 0.5}
ERRORS = {"real_taken_for_real": 0.9, "fake_taken_for_real": 0.1, "trusted_as": 100}


def matrix(table: pa.Table) -> np.ndarray:
    """Numbers of single precision, row after row, NaN where nothing is known."""
    known = {name: table[name].cast(pa.float32()).to_numpy() for name in TERMS}
    known["following_per_follower"] = known["following"] / (known["followers"] + 1)
    return np.column_stack([known[name] for name in FEATURES])


def main() -> int:
    """Measures, and tells whether all come to the same."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--accounts", type=float, default=1e7)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--check", action="store_true")
    choices = parser.parse_args()
    import lightgbm
    import renown as rn
    import xgboost

    rows, threads = int(choices.accounts), choices.threads
    small = pa.Table.from_batches(accounts(100_000, 2))
    of_small = matrix(small)
    label = np.random.default_rng(3).random(len(of_small)) < 1 / (
        1 + np.exp(2.5 - of_small[:, 0] - np.log1p(np.nan_to_num(of_small[:, 9])))
    )
    options = {"max_leaves": LEAVES, "max_depth": DEPTH, "grow_policy": "lossguide", "tree_method": "hist"}
    options |= {"objective": "binary:logistic", "eta": 0.1, "nthread": threads}
    by_xgboost = xgboost.train(options, xgboost.DMatrix(of_small, label, feature_names=FEATURES), TREES)
    options = {"objective": "binary", "num_leaves": LEAVES, "max_depth": DEPTH, "verbosity": -1}
    options |= {"num_threads": threads}
    data = lightgbm.Dataset(of_small, label.astype(int), feature_name=FEATURES)
    by_lightgbm = lightgbm.train(options, data, TREES)
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "model.json"
        by_xgboost.save_model(file)
        written = json.loads(file.read_text("utf-8"))
    of = {"name": "theirs", "prior": PRIOR, "errors": ERRORS}
    ours = {
        "xgboost": rn.read_trees(written, source="xgboost", **of),
        "lightgbm": rn.read_trees(by_lightgbm.dump_model(), source="lightgbm", **of),
    }
    table = pa.Table.from_batches(accounts(rows, 1))
    given, ready = rn.Frame(table), matrix(table)
    theirs = {
        "xgboost": lambda: by_xgboost.inplace_predict(ready, validate_features=False),
        "lightgbm": lambda: by_lightgbm.predict(ready, num_threads=threads),
    }

    def score(model):
        return rn.score_accounts(given, model=model, threads=threads)

    times: dict[str, list[float]] = {}

    def timed(name, call):
        start = time.perf_counter()
        answer = call()
        times.setdefault(name, []).append(time.perf_counter() - start)
        return answer

    print(json.dumps(described(threads)), {name: version(name) for name in ("xgboost-cpu", "lightgbm")})
    print(f"{rows} accounts, {len(FEATURES)} features, {TREES} trees of at most {LEAVES} leaves")
    agree = True
    for name, predict in theirs.items():
        for _ in range(1 if choices.check else choices.rounds):
            mine = timed(f"renown, trees of {name}", lambda name=name: score(ours[name]))
            peer = timed(name, predict)
        # A ratio that the table has in double precision may fall on the other side of a threshold than in single.
        apart = np.abs(np.asarray(pa.table(mine)["p_real"]) - peer)
        agree &= float(np.quantile(apart, 0.9999)) < 2e-6
        print(
            f"{name}: all but one in 10 000 within {np.quantile(apart, 0.9999):.1e}, at most {apart.max():.1e}"
        )
    for name, seconds in times.items():
        middle = statistics.median(seconds)
        print(f"| {name} | {middle:.3f} s | {1e9 * middle / rows:.1f} ns | {rows / middle / 1e6:.1f} M/s |")
    for name in theirs:
        pairs = zip(times[name], times[f"renown, trees of {name}"], strict=True)
        print(f"{name}: {statistics.median(a / b for a, b in pairs):.1f} times as long as renown")
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main())
