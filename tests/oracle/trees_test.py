"""Trees that XGBoost and LightGBM made come to the probabilities that they come to there, missing values included."""

import json

import lightgbm
import numpy as np
import pytest
import renown as rn
import xgboost

FEATURES = [
    "has_picture",
    "username_digit_share",
    "posts",
    "followers",
    "following",
    "following_per_follower",
]
PRIOR = {"real": 0.4, "influencer": 0.06, "mass_follower": 0.04, "suspicious": 0.5}
ERRORS = {"real_taken_for_real": 0.9, "fake_taken_for_real": 0.1, "trusted_as": 100}


def accounts(n=3_000, seed=5, missing=0.15):
    """Columns with gaps, their matrix with NaN for them, and labels that follow from them."""
    stream = np.random.default_rng(seed)
    real = stream.random(n) < 0.6
    picture = (stream.random(n) < np.where(real, 0.9, 0.5)).astype(float)
    digits = np.round(np.where(stream.random(n) < np.where(real, 0.2, 0.7), stream.random(n), 0), 3)
    counts = [
        np.floor(np.exp(np.where(real, a, b) + 1.3 * stream.standard_normal(n)))
        for a, b in [(3.6, 1.0), (5.6, 3.0), (5.9, 7.0)]
    ]
    known = np.column_stack([picture, digits, *counts])
    known[stream.random(known.shape) < missing] = np.nan
    matrix = np.column_stack([known, known[:, 4] / (known[:, 3] + 1)])
    columns = {name: known[:, at] for at, name in enumerate(FEATURES[:5])}
    table = {name: [None if np.isnan(v) else v for v in column.tolist()] for name, column in columns.items()}
    return rn.Frame(table), matrix, real


def probabilities(table, ensemble, source, **more):
    model = rn.read_trees(ensemble, source=source, name="theirs", prior=PRIOR, errors=ERRORS, **more)
    return np.array(rn.score_accounts(table, model=model)["p_real"]), model


@pytest.mark.parametrize("leaves", [2, 24, 60, 200])
@pytest.mark.parametrize("missing", [0.0, 0.15])
def test_xgboost_and_lightgbm_come_to_the_same(tmp_path, leaves, missing):
    table, matrix, real = accounts(missing=missing)
    options = {
        "objective": "binary:logistic",
        "max_leaves": leaves,
        "grow_policy": "lossguide",
        "max_depth": 0,
    }
    data = xgboost.DMatrix(matrix, real, feature_names=FEATURES)
    booster = xgboost.train({**options, "eta": 0.1, "tree_method": "hist", "nthread": 1}, data, 30)
    file = tmp_path / "model.json"
    booster.save_model(file)
    found, _ = probabilities(table, json.loads(file.read_text("utf-8")), "xgboost")
    assert np.abs(found - booster.predict(data)).max() < 2e-6

    options = {
        "objective": "binary",
        "num_leaves": leaves,
        "verbosity": -1,
        "num_threads": 1,
        "min_data_in_leaf": 5,
    }
    data = lightgbm.Dataset(matrix, real.astype(int), feature_name=FEATURES)
    booster = lightgbm.train(options, data, 30)
    found, _ = probabilities(table, booster.dump_model(), "lightgbm")
    assert np.abs(found - booster.predict(matrix, num_threads=1)).max() < 1e-9


def test_what_was_trained_to_find_fakes_is_turned_round():
    table, matrix, real = accounts(500)
    data = lightgbm.Dataset(matrix, (~real).astype(int), feature_name=[f"f{at}" for at in range(6)])
    booster = lightgbm.train({"objective": "binary", "verbosity": -1, "num_threads": 1}, data, 5)
    found, model = probabilities(table, booster.dump_model(), "lightgbm", features=FEATURES, finds="fake")
    assert np.abs(found - (1 - booster.predict(matrix, num_threads=1))).max() < 1e-9
    one = rn.score_account({"posts": 3, "followers": 10, "following": 900}, model=model)
    row = rn.score_accounts([{"posts": 3, "followers": 10, "following": 900}], model=model)
    assert (one["p_real"], one["kind"]) == (row["p_real"][0], row["kind"][0])
