"""Figures of plain numbers: proportions, means, medians, quantiles, the bootstrap."""

from collections.abc import Iterable
from typing import Literal, SupportsFloat

from renown._plain import call, numbers
from renown.figure import Figure, figure

__all__ = ["bootstrap", "clopper_pearson", "mean", "median", "quantile", "wilson"]


def wilson(successes: int, trials: int, *, level: float = 0.95) -> Figure:
    """A proportion with its Wilson score interval (Wilson 1927).

    >>> print(wilson(30, 100))
    0.3 (0.2189 to 0.3958 at 95 %), n = 100, wilson
    """
    return figure(call("wilson", successes=successes, trials=trials, level=level))


def clopper_pearson(successes: int, trials: int, *, level: float = 0.95) -> Figure:
    """A proportion with its Clopper–Pearson interval, which covers at least ``level`` (1934).

    >>> print(clopper_pearson(30, 100))
    0.3 (0.2124 to 0.3998 at 95 %), n = 100, clopper_pearson
    """
    return figure(call("clopper_pearson", successes=successes, trials=trials, level=level))


def mean(values: Iterable[SupportsFloat], *, level: float = 0.95) -> Figure:
    """The arithmetic mean with Student's t interval. The sum is exact, so that order never matters.

    >>> print(mean([1, 2, 3, 4]))
    2.5 (0.4457 to 4.554 at 95 %), n = 4, mean_t
    """
    return figure(call("mean", values=numbers(values), level=level))


def median(values: Iterable[SupportsFloat], *, level: float = 0.95) -> Figure:
    """The median with an interval from binomial order statistics, which needs no distribution.

    >>> median([1, 2, 3, 4]).value
    2.5
    """
    return figure(call("median", values=numbers(values), level=level))


def quantile(values: Iterable[SupportsFloat], probability: float) -> float | None:
    """The quantile of a sample (type 7 of Hyndman and Fan 1996); nothing where there are no values.

    >>> quantile([1, 2, 3, 4], 0.25)
    1.75
    """
    answer: float | None = call("quantile", values=numbers(values), probability=probability)
    return answer


def bootstrap(
    values: Iterable[SupportsFloat],
    statistic: Literal["mean", "median"],
    *,
    seed: int,
    method: Literal["percentile", "bca"] = "bca",
    resamples: int = 2_000,
    level: float = 0.95,
) -> Figure:
    """A statistic with its bootstrap interval (Efron 1979, 1987). One seed gives one answer, on every platform.

    >>> print(bootstrap([1, 2, 3, 4], "mean", seed=7))
    2.5 (1.5 to 3.5 at 95 %), n = 4, bootstrap_bca
    """
    given = {"statistic": statistic, "seed": seed, "method": method, "resamples": resamples, "level": level}
    return figure(call("bootstrap", values=numbers(values), **given))
