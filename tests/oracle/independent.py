"""Figures of one account by the formulas of docs/formulas, in exact fractions, with none of renown's code.

One idea to keep in mind: it is slow and short, so that it can be read against the formulas.
"""

import math
from fractions import Fraction

import numpy as np
from scipy import stats

Bounds = tuple[float, float] | None


def t(level: float, freedom: int) -> float:
    """Student's t: P(|T| <= t) = level."""
    return float(stats.t.isf((1 - level) / 2, freedom))


def mean(values: list[Fraction]) -> Fraction:
    """The arithmetic mean."""
    return sum(values, Fraction(0)) / len(values)


def variance(values: list[Fraction]) -> Fraction:
    """The variance of a sample, by n - 1."""
    centre = mean(values)
    return sum(((value - centre) ** 2 for value in values), Fraction(0)) / (len(values) - 1)


def around(value: Fraction, half: float | None) -> Bounds:
    """The interval value ± half."""
    return None if half is None else (float(value) - half, float(value) + half)


def median(values: list[Fraction], level: float) -> tuple[float, Bounds]:
    """The middle value; from the value of the largest rank that leaves half of the rest out on each side."""
    ordered, n = sorted(values), len(values)
    middle = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    below = np.flatnonzero(stats.binom.cdf(np.arange(n), n, 0.5) <= (1 - level) / 2)
    bounds = (float(ordered[below[-1]]), float(ordered[n - 1 - below[-1]])) if len(below) else None
    return float(middle), bounds


def mean_t(values: list[Fraction], level: float) -> tuple[float, Bounds]:
    """Mean ± t(n - 1) · s / √n."""
    n, value = len(values), mean(values)
    half = t(level, n - 1) * math.sqrt(variance(values) / n) if n > 1 else None
    return float(value), around(value, half)


def cut(values: list[Fraction], share: float) -> tuple[list[Fraction], list[Fraction]]:
    """The values kept when floor(n · share) are cut off each side, and all with those moved to the nearest kept."""
    ordered, side = sorted(values), math.floor(len(values) * share)
    kept = ordered[side : len(ordered) - side]
    return kept, [kept[0]] * side + kept + [kept[-1]] * side


def trimmed(values: list[Fraction], share: float, level: float) -> tuple[float, Bounds]:
    """Trimmed mean ± t(h - 1) · √(winsorised sum of squares / (h (h - 1))) (Tukey and McLaughlin 1963)."""
    kept, moved = cut(values, share)
    h, value = len(kept), mean(kept)
    half = None
    if h > 1:
        half = t(level, h - 1) * math.sqrt(variance(moved) * (len(values) - 1) / (h * (h - 1)))
    return float(value), around(value, half)


def winsorised(values: list[Fraction], share: float, level: float) -> tuple[float, Bounds]:
    """Winsorised mean ± t(h - 1) · (n - 1) / (h - 1) · s_w / √n (Dixon and Tukey 1968)."""
    kept, moved = cut(values, share)
    n, h, value = len(values), len(kept), mean(moved)
    half = t(level, h - 1) * (n - 1) / (h - 1) * math.sqrt(variance(moved) / n) if h > 1 else None
    return float(value), around(value, half)


def pooled(rates: list[tuple[int, int]], level: float) -> tuple[float, Bounds]:
    """Sum over sum ± t(n - 1) · √(Σ (e - R d)² / (n (n - 1))) / d̄: the linearised variance of a ratio."""
    n = len(rates)
    denominators = sum(denominator for _, denominator in rates)
    value = Fraction(sum(engagement for engagement, _ in rates), denominators)
    half = None
    if n > 1:
        rest = sum(
            ((engagement - value * denominator) ** 2 for engagement, denominator in rates), Fraction(0)
        )
        half = t(level, n - 1) * math.sqrt(rest / (n * (n - 1))) / (denominators / n)
    return float(value), around(value, half)


def figure(
    rates: list[tuple[int, int]], statistic: str, share: float = 0.1, level: float = 0.95
) -> tuple[float, Bounds] | None:
    """The figure of an account from engagement and denominator of each post; nothing where there are none."""
    if not rates:
        return None
    if statistic == "pooled":
        return pooled(rates, level)
    values = [Fraction(engagement, denominator) for engagement, denominator in rates]
    match statistic:
        case "median":
            return median(values, level)
        case "mean":
            return mean_t(values, level)
        case "trimmed":
            return trimmed(values, share, level)
        case _:
            return winsorised(values, share, level)


def imputed(likes: list[int | None], comments: list[int | None]) -> list[int | None]:
    """Likes with the hidden ones put in: comments · Σ likes / Σ comments over the posts that show both."""
    both = [(a, b) for a, b in zip(likes, comments, strict=True) if a is not None and b is not None]
    all_likes, all_comments = sum(a for a, _ in both), sum(b for _, b in both)

    def one(shown: int | None, beside: int | None) -> int | None:
        if shown is not None or beside is None or all_comments == 0:
            return shown
        # round() of a fraction takes a half to the even number.
        return round(Fraction(beside * all_likes, all_comments))

    return [one(a, b) for a, b in zip(likes, comments, strict=True)]


def close(ours: float | None, theirs: float | None, scale: float = 0.0) -> bool:
    """Both unknown, or equal to twelve digits of the value or its scale."""
    if ours is None or theirs is None:
        return ours is None and theirs is None
    return math.isclose(ours, theirs, rel_tol=1e-12, abs_tol=max(1e-12 * scale, 1e-15))


def agrees(row: dict, expected: tuple[float, Bounds] | None) -> bool:
    """Whether a row of renown's has the value and the interval that were computed here."""
    if expected is None:
        return row["value"] is None and row["low"] is None and row["reason"] is not None
    value, bounds = expected
    low, high = bounds or (None, None)
    scale = max(abs(number) for number in (value, low or 0.0, high or 0.0))
    return close(row["value"], value) and close(row["low"], low, scale) and close(row["high"], high, scale)
