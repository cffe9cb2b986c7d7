"""The scorer as an estimator of scikit-learn."""

import pickle

import numpy as np
import pandas as pd
import polars as pl
import pytest
import renown as rn
from renown.sklearn import CredibilityClassifier
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.utils import estimator_checks

FEATURES = ["posts", "followers", "following", "has_picture"]


def accounts(n=400, seed=3):
    drawn = np.random.default_rng(seed)
    real = drawn.random(n) < 0.5
    counts = {
        "posts": np.where(real, drawn.poisson(120, n), drawn.poisson(3, n)),
        "followers": np.where(real, drawn.poisson(400, n), drawn.poisson(40, n)),
        "following": np.where(real, drawn.poisson(350, n), drawn.poisson(900, n)),
        "has_picture": drawn.random(n) < np.where(real, 0.95, 0.4),
    }
    # A tenth of the labels is wrong: no probability of these is 0 or 1.
    return pd.DataFrame(counts), np.where(drawn.random(n) < 0.1, ~real, real)


CHECKS = [
    estimator_checks.check_estimator_cloneable,
    estimator_checks.check_estimator_repr,
    estimator_checks.check_estimator_tags_renamed,
    estimator_checks.check_valid_tag_types,
    estimator_checks.check_no_attributes_set_in_init,
    estimator_checks.check_parameters_default_constructible,
    estimator_checks.check_get_params_invariance,
    estimator_checks.check_set_params,
    estimator_checks.check_mixin_order,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_it_keeps_the_rules_of_estimators_that_do_not_ask_for_any_numbers(check):
    check("CredibilityClassifier", CredibilityClassifier())


@pytest.mark.parametrize("method", ["platt", "isotonic", None])
def test_probabilities_are_those_of_the_core(method):
    table, labels = accounts()
    made = CredibilityClassifier(recalibration=method).fit(table, labels).predict_proba(table)
    scores = rn.score_accounts(table)["p_real"]
    if method is not None:
        scores = rn.recalibrate(scores, labels.tolist(), method=method)["probabilities"]
    assert made[:, 1].tolist() == scores
    assert made.sum(axis=1) == pytest.approx(1)


def test_recalibration_helps_and_is_cross_validated():
    table, labels = accounts()
    loss = {
        method: -cross_val_score(
            CredibilityClassifier(recalibration=method), table, labels, scoring="neg_log_loss", cv=5
        ).mean()
        for method in ("platt", None)
    }
    assert loss["platt"] < loss[None]
    search = GridSearchCV(CredibilityClassifier(), {"recalibration": ["platt", "isotonic"]}, cv=3)
    assert search.fit(table, labels).best_score_ > 0.8
    assert make_pipeline(CredibilityClassifier()).fit(table, labels).score(table, labels) > 0.8


def test_tables_and_arrays_are_one():
    table, labels = accounts(60)
    whole = CredibilityClassifier().fit(table, labels).predict_proba(table)
    frame = pl.DataFrame({name: table[name].to_numpy() for name in FEATURES})
    assert (CredibilityClassifier().fit(frame, labels).predict_proba(frame) == whole).all()
    array = table.to_numpy(dtype=float)
    of_array = CredibilityClassifier(features=FEATURES).fit(array, labels)
    assert (of_array.predict_proba(array) == whole).all()
    array[0, 1] = np.nan
    assert of_array.predict_proba(array)[0, 1] != whole[0, 1]


def test_classes_are_those_of_the_labels_and_a_copy_is_fitted_alike():
    table, labels = accounts(80)
    names = np.where(labels, "person", "fake")
    fitted = CredibilityClassifier(threshold=0.6).fit(table, names)
    assert fitted.classes_.tolist() == ["fake", "person"]
    assert set(fitted.predict(table)) == {"fake", "person"}
    again = pickle.loads(pickle.dumps(fitted))
    assert (again.predict_proba(table) == fitted.predict_proba(table)).all()
    with pytest.raises(NotFittedError):
        clone(fitted).predict(table)
    assert clone(fitted).get_params() == fitted.get_params()


@pytest.mark.parametrize(
    ("given", "labels", "says"),
    [
        (np.zeros((2, 4)), [0, 1], "features must name"),
        (pd.DataFrame({"posts": [1, 2]}), [1, 1], "one class"),
        (pd.DataFrame({"posts": [1, 2]}), [0.5, 1.2], "two classes"),
        (pd.DataFrame({"posts": [1, 2]}), [0, 1, 1], "3 labels"),
    ],
)
def test_what_is_wrong_is_said(given, labels, says):
    with pytest.raises(ValueError, match=says):
        CredibilityClassifier().fit(given, labels)
    with pytest.raises(ValueError, match="the shape"):
        CredibilityClassifier(features=["posts"]).fit(np.zeros((2, 4)), [0, 1])
