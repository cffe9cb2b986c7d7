"""Noise and its price against OpenDP, a library of differential privacy that shares nothing with this one: what an
answer costs, how wide its noise is, and that the draws of both are of one distribution."""

import math
from collections import Counter

import opendp.accuracy as accuracy
import opendp.prelude as dp
import pytest
import renown as rn
from scipy import stats

dp.enable_features("contrib")

UNIT = 2.0**-60
TRUE = 400
DRAWS = 3_000


def ask(noise, budget, snapshot="monday"):
    return rn.noisy_count(
        [{"gender": "female", "n": TRUE}],
        dimensions=["gender"],
        snapshot=snapshot,
        noise=noise,
        secret="07" * 32,
        budget=budget,
    )


def laplace(epsilon):
    domain, metric = dp.atom_domain(T="i64"), dp.absolute_distance(T="i64")
    return dp.m.make_laplace(domain, metric, scale=1 / epsilon)


def gaussian(rho):
    domain, metric = dp.atom_domain(T="i64"), dp.absolute_distance(T="i64")
    return dp.m.make_gaussian(domain, metric, scale=math.sqrt(1 / (2 * rho)))


@pytest.mark.parametrize("epsilon", [0.03125, 0.25, 0.5, 1.0, 2.0, 4.0])
def test_laplace_noise_costs_and_spreads_as_opendp_says(epsilon):
    answer = ask({"laplace": {"epsilon": epsilon}}, {"pure": {"epsilon": 7.0}})
    assert answer["account"]["budget"]["spent"] * UNIT == pytest.approx(laplace(epsilon).map(1), rel=1e-12)
    # Theirs is the least a with P(|x| >= a) <= 5 %, over the reals; ours the least w with P(|x| > w) <= 5 %.
    theirs = accuracy.discrete_laplacian_scale_to_accuracy(1 / epsilon, 0.05)
    assert answer["margin"] == math.ceil(theirs) - 1


@pytest.mark.parametrize("rho", [2.0**-12, 2.0**-7, 0.125, 1.0])
def test_gaussian_noise_costs_and_spreads_as_opendp_says(rho):
    answer = ask({"gaussian": {"rho": rho}}, {"concentrated": {"rho": 7.0}})
    assert answer["account"]["budget"]["spent"] * UNIT == pytest.approx(gaussian(rho).map(1), rel=1e-12)
    theirs = accuracy.discrete_gaussian_scale_to_accuracy(math.sqrt(1 / (2 * rho)), 0.05)
    assert answer["margin"] == math.ceil(theirs) - 1


@pytest.mark.parametrize(("epsilon", "delta"), [(1.0, 1e-6), (0.1, 1e-9), (3.0, 1e-5), (7.0, 0.01)])
def test_an_approximate_budget_never_exceeds_what_opendp_allows(epsilon, delta):
    budget = {"approximate": {"epsilon": epsilon, "delta": delta}}
    rho = ask({"gaussian": {"rho": 1e-5}}, budget)["account"]["budget"]["limit"] * UNIT
    theirs = dp.c.make_zCDP_to_approxDP(gaussian(rho)).map(1).epsilon(delta=delta)
    assert theirs <= epsilon * (1 + 1e-9)
    assert theirs == pytest.approx(epsilon, rel=1e-6)


@pytest.mark.parametrize(
    ("noise", "budget", "theirs"),
    [
        ({"laplace": {"epsilon": 0.5}}, {"pure": {"epsilon": 1.0}}, laplace(0.5)),
        ({"gaussian": {"rho": 0.03125}}, {"concentrated": {"rho": 1.0}}, gaussian(0.03125)),
    ],
    ids=["laplace", "gaussian"],
)
def test_draws_are_of_the_distribution_that_opendp_draws_from(noise, budget, theirs):
    ours = Counter(ask(noise, budget, f"day {day}")["n"] - TRUE for day in range(DRAWS))
    drawn = Counter(theirs(TRUE) - TRUE for _ in range(DRAWS * 10))
    # Both tails in one class each, so that every class is expected often enough.
    edge = max(value for value, count in drawn.items() if count >= DRAWS / 20)
    classes = range(-edge, edge + 1)

    def classed(counts):
        clipped = Counter()
        for value, count in counts.items():
            clipped[max(-edge, min(edge, value))] += count
        return [clipped[value] for value in classes]

    # Ours are the same at every run and theirs are not: a chance of one in a million to fail by luck.
    assert stats.chi2_contingency([classed(ours), classed(drawn)]).pvalue > 1e-6
