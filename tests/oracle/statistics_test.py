"""Figures of plain numbers against scipy, statsmodels and numpy, on numbers that Hypothesis chooses.

The fixed cases that all languages share are in tests/vectors/stats; here the cases are new ones.
"""

import math

import numpy as np
import pytest
import renown as rn
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

LEVELS = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99, 0.999])
PROPORTIONS = st.integers(1, 200_000).flatmap(
    lambda trials: st.tuples(st.integers(0, trials), st.just(trials))
)
# Whole thousandths: sums that decimals make inexact would hide an error in the interval.
NUMBERS = st.lists(
    st.integers(-(10**7), 10**7).map(lambda thousandths: thousandths / 1000), min_size=1, max_size=60
)


def close(ours: float, theirs: float, scale: float = 0.0) -> bool:
    """Equal to twelve digits of the larger of the value and its scale."""
    return math.isclose(ours, theirs, rel_tol=1e-12, abs_tol=max(1e-12 * scale, 1e-15))


@given(PROPORTIONS, LEVELS)
def test_wilson_is_that_of_statsmodels(proportion, level):
    successes, trials = proportion
    figure = rn.wilson(successes, trials, level=level)
    low, high = proportion_confint(successes, trials, 1 - level, method="wilson")
    assert close(figure.value, successes / trials)
    assert close(figure.interval.low, low)
    assert close(figure.interval.high, high)


@given(PROPORTIONS, LEVELS)
def test_clopper_pearson_is_that_of_the_beta_quantiles(proportion, level):
    successes, trials = proportion
    figure = rn.clopper_pearson(successes, trials, level=level)
    tail, rest = (1 - level) / 2, trials - successes
    low = 0.0 if successes == 0 else stats.beta.ppf(tail, successes, rest + 1)
    high = 1.0 if rest == 0 else stats.beta.isf(tail, successes + 1, rest)
    assert close(figure.interval.low, low)
    assert close(figure.interval.high, high)


@given(NUMBERS, LEVELS)
def test_a_mean_and_its_interval_are_those_of_scipy(values, level):
    figure = rn.mean(values, level=level)
    scale = max(map(abs, values))
    assert close(figure.value, math.fsum(values) / len(values), scale)
    if len(values) == 1:
        assert figure.interval.reason == "too_few"
        return
    half = stats.t.isf((1 - level) / 2, len(values) - 1) * stats.sem(values)
    assert close(figure.interval.low, figure.value - half, scale)
    assert close(figure.interval.high, figure.value + half, scale)


@given(NUMBERS, LEVELS)
def test_a_median_is_that_of_numpy_and_its_interval_covers_by_the_binomial(values, level):
    figure = rn.median(values, level=level)
    assert close(figure.value, float(np.median(values)), max(map(abs, values)))
    n, ordered = len(values), sorted(values)
    # The largest rank of which P(Binomial(n, 1/2) <= rank) is at most half of what may be missed.
    ranks = [rank for rank in range(n) if stats.binom.cdf(rank, n, 0.5) <= (1 - level) / 2]
    if not ranks:
        assert figure.interval.reason == "too_few"
        return
    assert (figure.interval.low, figure.interval.high) == (ordered[ranks[-1]], ordered[n - 1 - ranks[-1]])


@given(NUMBERS, st.floats(0, 1))
def test_a_quantile_is_that_of_numpy(values, probability):
    assert close(
        rn.quantile(values, probability), float(np.quantile(values, probability)), max(map(abs, values))
    )


SAMPLES = {
    "few": [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0],
    "skewed": np.round(np.random.default_rng(20260301).lognormal(3, 1, 40), 3).tolist(),
    "many": np.round(np.random.default_rng(20260302).gamma(2, 5, 200), 3).tolist(),
}


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize(("method", "theirs"), [("percentile", "percentile"), ("bca", "BCa")])
def test_a_bootstrap_interval_ends_where_that_of_scipy_does_but_for_chance(sample, method, theirs):
    values, resamples = SAMPLES[sample], 20_000
    ours = rn.bootstrap(values, "mean", seed=7, method=method, resamples=resamples).interval
    answer = stats.bootstrap(
        (values,),
        np.mean,
        n_resamples=resamples,
        method=theirs,
        rng=np.random.default_rng(7),
        vectorized=True,
    )
    drawn = np.sort(answer.bootstrap_distribution)
    for mine, other in (
        (ours.low, answer.confidence_interval.low),
        (ours.high, answer.confidence_interval.high),
    ):
        # Both ends as shares of the resampled means that lie below them, which is what the methods aim at.
        shares = [
            (np.searchsorted(drawn, end, "left") + np.searchsorted(drawn, end, "right")) / 2
            for end in (mine, other)
        ]
        mine_share, other_share = (share / resamples for share in shares)
        by_chance = math.sqrt(2 * other_share * (1 - other_share) / resamples)
        # The bias correction is itself drawn, which about doubles the chance; few values have few different means.
        assert abs(mine_share - other_share) < 8 * by_chance


@settings(max_examples=20)
@given(NUMBERS, st.integers(0, 2**63))
def test_a_bootstrap_gives_the_same_whatever_the_order_of_values(values, seed):
    forwards = rn.bootstrap(values, "median", seed=seed, resamples=200)
    assert forwards == rn.bootstrap(values[::-1], "median", seed=seed, resamples=200)
