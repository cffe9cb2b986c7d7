"""Credibility: the shipped model is the one that is trained; calibration against scikit-learn; transfer to real labels.

The labelled accounts are not part of the project (their licence is not stated); where they are absent the test of
transfer is skipped and says so.
"""

import csv
import os
import pathlib
import subprocess
import sys

import numpy as np
import pytest
import renown as rn
from sklearn.calibration import calibration_curve
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, f1_score, roc_auc_score

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("RENOWN_SHARED", REPOSITORY.parent / "shared")) / "data"
LABELLED = SHARED / "instagram-fake-accounts" / "test.csv"


def labelled(n=400, seed=3):
    stream = np.random.default_rng(seed)
    p = np.round(stream.beta(0.6, 0.6, n), 3)
    return p, stream.random(n) < p**1.4


def test_training_gives_the_shipped_model_to_the_byte():
    train = REPOSITORY / "tools" / "credibility" / "train.py"
    done = subprocess.run([sys.executable, train, "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_reliability_is_that_of_scikit_learn():
    p, y = labelled()
    found = rn.reliability(p.tolist(), y.tolist(), bins=8)
    assert found["auc"] == pytest.approx(roc_auc_score(y, p), abs=1e-12)
    assert found["brier"] == pytest.approx(brier_score_loss(y, p), abs=1e-12)
    observed, predicted = calibration_curve(y, p, n_bins=8)
    filled = [entry for entry in found["bins"] if entry["n"] > 0]
    assert [entry["predicted"] for entry in filled] == pytest.approx(list(predicted), abs=1e-12)
    assert [entry["observed"].value for entry in filled] == pytest.approx(list(observed), abs=1e-12)


def test_isotonic_regression_is_that_of_scikit_learn():
    p, y = labelled(seed=4)
    to = np.linspace(0, 1, 101)
    expected = IsotonicRegression(out_of_bounds="clip").fit(p, y).predict(to)
    found = rn.recalibrate(p.tolist(), y.tolist(), method="isotonic", to=to.tolist())["probabilities"]
    assert found == pytest.approx(list(expected), abs=1e-9)


def test_platts_line_is_that_of_a_logistic_regression_on_his_targets():
    p, y = labelled(seed=5)
    p = np.clip(p, 0.001, 0.999)
    x = np.log(p / (1 - p))
    persons, fakes = y.sum(), (~y).sum()
    high, low = (persons + 1) / (persons + 2), 1 / (fakes + 2)
    target = np.where(y, high, low)
    # A fraction as a target is both labels, weighted.
    model = LogisticRegression(C=np.inf, tol=1e-12, max_iter=10_000)
    model.fit(
        np.concatenate([x, x])[:, None],
        np.repeat([1, 0], len(x)),
        sample_weight=np.concatenate([target, 1 - target]),
    )
    found = rn.recalibrate(p.tolist(), y.tolist())
    assert found["slope"] == pytest.approx(model.coef_[0, 0], abs=1e-4)
    assert found["intercept"] == pytest.approx(model.intercept_[0], abs=1e-4)


@pytest.mark.skipif(not LABELLED.exists(), reason=f"labelled accounts not there: {LABELLED.name}")
def test_the_shipped_model_transfers_to_accounts_that_others_labelled():
    accounts, real = [], []
    with LABELLED.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            accounts.append(
                {
                    "has_picture": int(row["profile pic"]),
                    "username_digit_share": float(row["nums/length username"]),
                    "full_name_words": int(row["fullname words"]),
                    "full_name_digit_share": float(row["nums/length fullname"]),
                    "name_equals_username": int(row["name==username"]),
                    "bio_length": int(row["description length"]),
                    "external_link": int(row["external URL"]),
                    "private": int(row["private"]),
                    "posts": int(row["#posts"]),
                    "followers": int(row["#followers"]),
                    "following": int(row["#follows"]),
                    "influencer_id": 1,
                }
            )
            real.append(row["fake"] == "0")
    p = rn.score_accounts(accounts)["p_real"]
    found = rn.reliability(p, real)
    fake = [not label for label in real]
    f1 = f1_score(fake, [value < 0.5 for value in p])
    print(f"AUC {found['auc']:.4f}, ECE {found['ece']:.4f}, F1 {f1:.4f}")
    assert found["auc"] >= 0.985
    assert found["ece"] <= 0.05
    assert f1 >= 0.93
    for method in ["em", "adjusted"]:
        shares = rn.credibility(accounts, method=method)
        assert shares["suspicious_low"][0] <= 0.5 <= shares["suspicious_high"][0]
