"""Makes tests/vectors/stats/scipy.json: what scipy and statsmodels answer where they have the same method.

python tests/oracle/make_stats_vectors.py
"""

import json
import pathlib

import numpy as np
import scipy
import statsmodels
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

SOURCE = f"scipy {scipy.__version__}, statsmodels {statsmodels.__version__}"
LEVELS = [0.5, 0.8, 0.9, 0.95, 0.99, 0.999]


def case(call: str, given: dict[str, object], then: list[float]) -> dict[str, object]:
    return {
        "given": given,
        "when": {"call": call},
        "then": [float(value) for value in then],
        "source": SOURCE,
    }


def main() -> None:
    cases = []
    for level in LEVELS:
        cases.append(case("normal", {"level": level}, [stats.norm.isf((1 - level) / 2)]))
        for df in [1, 2, 3, 4, 5, 9, 29, 30, 99, 100, 499, 999, 1000, 1001, 5000, 100_000]:
            cases.append(case("student", {"level": level, "df": df}, [stats.t.isf((1 - level) / 2, df)]))
    for level in [0.9, 0.95, 0.99]:
        for trials in [1, 2, 10, 30, 100, 1000, 50_000]:
            for successes in sorted({0, 1, trials // 3, trials // 2, trials - 1, trials}):
                given = {"successes": successes, "trials": trials, "level": level}
                wilson = proportion_confint(successes, trials, 1 - level, method="wilson")
                # At the ends the formula gives 0 and 1, and rounding something beside them.
                low = 0.0 if successes == 0 else wilson[0]
                high = 1.0 if successes == trials else wilson[1]
                cases.append(case("wilson", given, [successes / trials, low, high]))
                # binomtest finds the same ends only to 2e-12; the beta quantiles are exact.
                tail, rest = (1 - level) / 2, trials - successes
                low = 0.0 if successes == 0 else stats.beta.ppf(tail, successes, rest + 1)
                high = 1.0 if successes == trials else stats.beta.isf(tail, successes + 1, rest)
                cases.append(case("clopper_pearson", given, [successes / trials, low, high]))
    stream = np.random.default_rng(20260301)
    for n in [2, 3, 10, 31, 100]:
        values = np.round(stream.lognormal(3, 1, n), 3)
        low, high = stats.t.interval(0.95, n - 1, values.mean(), stats.sem(values))
        given = {"values": values.tolist(), "level": 0.95}
        cases.append(case("mean", given, [values.mean(), low, high]))
        for probability in [0.0, 0.1, 0.25, 0.5, 0.9, 1.0]:
            given = {"values": values.tolist(), "probability": probability}
            cases.append(case("quantile", given, [np.quantile(values, probability)]))
        whole = np.floor(values * 10)
        for share in [0.0, 0.1, 0.25]:
            given = {"values": whole.tolist(), "share": share}
            cases.append(case("trimmed_mean", given, [stats.trim_mean(whole, share)]))
            winsorised = stats.mstats.winsorize(whole, limits=(share, share))
            cases.append(case("winsorised_mean", given, [winsorised.mean()]))
    path = pathlib.Path(__file__).resolve().parents[1] / "vectors" / "stats" / "scipy.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("[\n" + ",\n".join(json.dumps(entry) for entry in cases) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
