"""Audience figures against other programs: counts and shares against polars and duckdb, raking against a plain
iterative fit over arrays."""

import random

import duckdb
import numpy as np
import polars as pl
import pytest
import renown as rn

COUNTRIES = ["DE", "FR", "IL", "PT", "US"]
GENDERS = ["female", "male", "other"]
BANDS = ["13-17", "18-24", "25-34", "35-44"]


def some(draw, values, missing):
    return None if draw.random() < missing else draw.choice(values)


def people(rows, seed, influencers=7):
    draw = random.Random(seed)
    return pl.DataFrame(
        {
            "influencer_id": [f"i{draw.randrange(influencers)}" for _ in range(rows)],
            "country": [some(draw, COUNTRIES, 0.2) for _ in range(rows)],
            "gender": [some(draw, GENDERS, 0.1) for _ in range(rows)],
            "age_band": [some(draw, BANDS, 0.3) for _ in range(rows)],
            "weight": [draw.randrange(1, 4096) / 1024 for _ in range(rows)],
        }
    )


def in_order(table, keys):
    return table.select(*keys, pl.col("people").cast(pl.Int64), "value").sort(keys, nulls_last=True)


BREAKDOWNS = [["country"], ["gender", "age_band"], ["country", "gender", "age_band"]]


@pytest.mark.parametrize("clustered", [True, False])
@pytest.mark.parametrize("weight", [None, "weight"])
def test_counts_and_shares_are_those_of_polars_and_duckdb(clustered, weight):
    frame = people(5_000, 3)
    if clustered:
        frame = frame.sort("influencer_id")
    ours = rn.demographics(frame, dimensions=BREAKDOWNS, weight=weight, interval=False).to_polars()
    by_sql = duckdb.connect()
    by_sql.register("audience", frame.to_arrow())
    total = frame.group_by("influencer_id").agg(
        total=pl.col("weight").sum() if weight else pl.len().cast(pl.Float64)
    )
    for dimensions in BREAKDOWNS:
        keys = ["influencer_id", *dimensions]
        mine = ours.filter(pl.col("breakdown") == " × ".join(dimensions)).select(
            *[pl.col(key).cast(pl.String) for key in keys], "people", "value"
        )
        theirs = frame.group_by(keys).agg(
            people=pl.len(), sum=pl.col("weight").sum() if weight else pl.len().cast(pl.Float64)
        )
        theirs = theirs.join(total, on="influencer_id").with_columns(value=pl.col("sum") / pl.col("total"))
        # The weights are multiples of 1/1024: sums are exact in any order, so the shares are the same to the bit.
        assert in_order(mine, keys).equals(in_order(theirs, keys), null_equal=True)
        columns = ", ".join(keys)
        rows = by_sql.execute(f"select {columns}, count(*) from audience group by all").fetchall()
        assert sorted(rows, key=repr) == sorted(mine.select(*keys, "people").rows(), key=repr)


def test_people_of_several_interests_are_those_of_polars_exploded():
    draw = random.Random(6)
    wanted = ["art", "food", "games", "travel"]
    frame = people(3_000, 6).with_columns(
        interests=pl.Series([[draw.choice(wanted) for _ in range(draw.randrange(4))] for _ in range(3_000)])
    )
    ours = rn.demographics(
        frame, dimensions=["interest", ["gender", "interest"]], weight="weight"
    ).to_polars()
    totals = frame.group_by("influencer_id").agg(total=pl.col("weight").sum())
    # A list of nothing is exploded to no row, no list to one.
    known = pl.when(pl.col("interests").list.len() > 0).then(pl.col("interests").list.unique())
    exploded = frame.with_columns(interest=known).explode("interest")
    for dimensions in [["interest"], ["gender", "interest"]]:
        keys = ["influencer_id", *dimensions]
        mine = ours.filter(pl.col("breakdown") == " × ".join(dimensions)).select(
            *[pl.col(key).cast(pl.String) for key in keys], "people", "value"
        )
        theirs = exploded.group_by(keys).agg(people=pl.len(), sum=pl.col("weight").sum())
        theirs = theirs.join(totals, on="influencer_id").with_columns(value=pl.col("sum") / pl.col("total"))
        assert in_order(mine, keys).equals(in_order(theirs, keys), null_equal=True)


def test_hidden_cells_are_those_of_few_people_and_their_share_is_the_rest():
    frame = people(5_000, 4)
    ours = rn.demographics(frame, dimensions=BREAKDOWNS, weight="weight", minimum=10).to_polars()
    assert ours.filter(~pl.col("hidden"))["people"].min() >= 10
    sums = ours.group_by("influencer_id", "breakdown").agg(pl.col("value").sum())
    assert sums["value"].to_numpy() == pytest.approx(np.ones(len(sums)), abs=1e-12)


def test_one_audience_by_rows_and_as_a_table_are_the_same_to_the_bit():
    frame = people(400, 5, influencers=1)
    rows = frame.drop("influencer_id").to_dicts()
    breakdowns = rn.audience_demographics(rows, BREAKDOWNS, weighted=True, population=900)["breakdowns"]
    table = rn.demographics(frame, dimensions=BREAKDOWNS, weight="weight", population=900).to_dicts()
    by_rows = [
        (share["n"], share["share"].value, share["share"].interval.low, share["share"].interval.high)
        for breakdown in breakdowns
        for share in breakdown["shares"]
    ]
    assert by_rows == [(row["people"], row["value"], row["low"], row["high"]) for row in table]


def fit(seed, margins, axes, rounds):
    """The plain way, over an array: scale along one axis after the other."""
    table = seed.copy()
    for _ in range(rounds):
        for margin, axis in zip(margins, axes, strict=True):
            others = tuple(other for other in range(table.ndim) if other not in axis)
            shape = [table.shape[other] if other in axis else 1 for other in range(table.ndim)]
            table *= (margin / table.sum(axis=others)).reshape(shape)
    return table


@pytest.mark.parametrize("seed", range(5))
def test_raking_agrees_with_a_plain_fit(seed):
    draw = np.random.default_rng(seed)
    counts = draw.integers(1, 9, (5, 3, 4))
    truth = draw.random((5, 3, 4)) * 100
    names = ["country", "gender", "age_band"]
    labels = [COUNTRIES, GENDERS, BANDS]
    axes = [(0,), (1, 2)]
    margins = [truth.sum(axis=(1, 2)), truth.sum(axis=0)]
    rows = [
        {name: labels[axis][at[axis]] for axis, name in enumerate(names)}
        for at in np.ndindex(counts.shape)
        for _ in range(counts[at])
    ]
    given = []
    for margin, axis in zip(margins, axes, strict=True):
        targets = [
            {names[d]: labels[d][at[i]] for i, d in enumerate(axis)} | {"n": float(margin[at])}
            for at in np.ndindex(margin.shape)
        ]
        given.append({"dimensions": [names[d] for d in axis], "targets": targets})
    raked = rn.rake(rows, given, tolerance=1e-13)
    expected = fit(counts.astype(float), margins, axes, 2_000)
    weights = iter(raked["weights"])
    ours = np.array([sum(next(weights) for _ in range(counts[at])) for at in np.ndindex(counts.shape)])
    assert ours == pytest.approx(expected.ravel(), rel=1e-9)


def test_raking_agrees_with_ipfn():
    ipfn = pytest.importorskip("ipfn", reason="ipfn is not installed")
    counts = np.array([[12.0, 132.0], [3.0, 11.0], [8.0, 17.0]]) * 33.847
    margins = [np.array([4421.0, 755.0, 1018.0]), np.array([1072.0, 5122.0])]
    expected = ipfn.ipfn.ipfn(
        counts.copy(), margins, [[0], [1]], convergence_rate=1e-12, max_iteration=1000
    ).iteration()
    kinds, met = ["E", "H", "M"], ["No", "Yes"]
    rows = [
        {"kind": kinds[i], "language": met[j], "weight": counts[i, j]} for i in range(3) for j in range(2)
    ]
    given = [
        {
            "dimensions": ["kind"],
            "targets": [{"kind": k, "n": float(n)} for k, n in zip(kinds, margins[0], strict=True)],
        },
        {
            "dimensions": ["language"],
            "targets": [{"language": k, "n": float(n)} for k, n in zip(met, margins[1], strict=True)],
        },
    ]
    raked = rn.rake(rows, given, tolerance=1e-13)
    assert raked["weights"] == pytest.approx(expected.ravel().tolist(), rel=1e-9)
