"""Audiences by marginals and by their full cross, and the credibility of accounts: the peers and how they compare.

One idea to keep in mind: a breakdown is a table with the columns of its dimensions; what is unknown is null there and
a category of its own. For credibility the peers score every account by a logistic regression that they write out by
hand. It is another model than renown's, so only the numbers of accounts are compared.
"""

from __future__ import annotations

import importlib.util

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from crowds import LABELS

from . import Call, Contestant

KEY, MINIMUM, Z = "influencer_id", 10, 1.959963984540054
BREAKDOWNS = {
    "marginals": [["country"], ["gender", "age_band"], ["language"]],
    "cross": [["country", "gender", "age_band", "language"]],
}
# Where a breakdown stands in its job, by the name that renown gives it.
PLACES = {
    " × ".join(dimensions): place for parts in BREAKDOWNS.values() for place, dimensions in enumerate(parts)
}
# What a logistic regression reads: the weight of each column, and whether its logarithm is taken.
INTERCEPT = -4.0
TERMS = {
    "has_picture": (1.6, False),
    "username_length": (-0.03, False),
    "username_digit_share": (-3.1, False),
    "full_name_words": (0.5, False),
    "full_name_digit_share": (-2.2, False),
    "name_equals_username": (-1.2, False),
    "bio_length": (0.3, True),
    "external_link": (1.1, False),
    "private": (0.2, False),
    "posts": (0.5, True),
    "followers": (0.4, True),
    "following": (-0.2, True),
}


def codes(table: pa.Table, dimension: str) -> np.ndarray:
    """The numbers of the categories of a column, one more for what is unknown or not asked for."""
    labels = LABELS[dimension]
    if dimension not in table.column_names:
        return np.full(table.num_rows, len(labels))
    found = pc.index_in(table[dimension].cast(pa.string()), pa.array(labels))
    return found.fill_null(len(labels)).to_numpy()


def cells(parts: list[pa.Table]) -> pa.Table:
    """Breakdowns as rows with one number for each cell. renown gives all of them in one table."""
    found = []
    for place, part in enumerate(parts):
        if "hidden" in part.column_names:
            part = part.filter(pc.invert(part["hidden"]))
            place = np.array([PLACES[name] for name in part["breakdown"].to_pylist()], np.int64)
        number = np.zeros(part.num_rows, np.int64) + place
        for dimension, labels in LABELS.items():
            number = number * (len(labels) + 1) + codes(part, dimension)
        shown = {
            "people": part["people"],
            "share": part["value" if "hidden" in part.column_names else "share"],
        }
        found.append(pa.table({KEY: part[KEY].cast(pa.int64()), "cell": number, **shown}))
    return pa.concat_tables(found, promote_options="permissive")


def with_polars(engine: str):
    """Polars, in memory or streaming."""

    def make(job: str, rows: pa.Table, _: pa.Table) -> Call:
        import polars as pl

        frame = pl.from_arrow(rows).lazy()
        if job == "credibility":
            z = pl.lit(INTERCEPT)
            for name, (weight, logarithm) in TERMS.items():
                value = pl.col(name).cast(pl.Float64).fill_null(0)
                z = z + weight * (value.log1p() if logarithm else value)
            score, n, p = pl.col("score"), pl.col("n"), pl.col("share")
            half = Z * (p * (1 - p) / n + Z * Z / (4 * n * n)).sqrt()
            grouped = frame.select(KEY, score=1 / (1 + (-z).exp())).group_by(KEY)
            grouped = grouped.agg(n=pl.len().cast(pl.Float64), mean=score.mean(), share=(score >= 0.5).mean())
            center, scale = p + Z * Z / (2 * n), 1 + Z * Z / n
            query = grouped.with_columns(low=(center - half) / scale, high=(center + half) / scale)
            return lambda: query.collect(engine=engine)
        weight = pl.col("weight").cast(pl.Float64)
        totals = frame.group_by(KEY).agg(total=weight.sum())
        queries = [
            frame.group_by(KEY, *dimensions)
            .agg(people=pl.len(), weight=weight.sum())
            .filter(pl.col("people") >= MINIMUM)
            .join(totals, on=KEY)
            .select(KEY, *dimensions, "people", share=pl.col("weight") / pl.col("total"))
            for dimensions in BREAKDOWNS[job]
        ]
        return lambda: [frame.to_arrow() for frame in pl.collect_all(queries, engine=engine)]

    return make


def with_duckdb(job: str, rows: pa.Table, _: pa.Table) -> Call:
    """DuckDB on a table of its own."""
    import os

    import duckdb

    database = duckdb.connect(":memory:")
    database.execute("SET preserve_insertion_order = false")
    database.execute(f"SET threads = {int(os.environ.get('BENCH_THREADS', os.cpu_count() or 1))}")
    database.register("given", rows)
    database.execute("CREATE TABLE people AS SELECT * FROM given")
    database.unregister("given")
    if job == "credibility":
        terms = [str(INTERCEPT)]
        for name, (weight, logarithm) in TERMS.items():
            value = f"coalesce(CAST({name} AS DOUBLE), 0)"
            terms.append(f"{weight} * {f'ln(1 + {value})' if logarithm else value}")
        half = f"{Z} * sqrt(share * (1 - share) / n + {Z * Z} / (4.0 * n * n))"
        query = f"""
            SELECT *, (share + {Z * Z / 2} / n - {half}) / (1 + {Z * Z} / n) AS low,
                   (share + {Z * Z / 2} / n + {half}) / (1 + {Z * Z} / n) AS high
            FROM (SELECT {KEY}, CAST(count(*) AS DOUBLE) AS n, avg(score) AS mean,
                         avg(CASE WHEN score >= 0.5 THEN 1.0 ELSE 0.0 END) AS share
                  FROM (SELECT {KEY}, 1 / (1 + exp(-({" + ".join(terms)}))) AS score FROM people)
                  GROUP BY {KEY})"""
        return lambda: database.sql(query).to_arrow_table()
    queries = [
        f"""SELECT {KEY}, {", ".join(dimensions)}, people, weight / total AS share
            FROM (SELECT {KEY}, {", ".join(dimensions)}, count(*) AS people, sum(CAST(weight AS DOUBLE)) AS weight
                  FROM people GROUP BY ALL HAVING count(*) >= {MINIMUM})
            JOIN (SELECT {KEY}, sum(CAST(weight AS DOUBLE)) AS total FROM people GROUP BY ALL) USING ({KEY})"""
        for dimensions in BREAKDOWNS[job]
    ]
    return lambda: [database.sql(query).to_arrow_table() for query in queries]


def with_numpy(job: str, rows: pa.Table, _: pa.Table) -> Call:
    """numpy by hand: keys and categories are small whole numbers, so sums are bincounts, or one sort where the cells
    are too many."""
    ids = rows[KEY].to_numpy().astype(np.int64)
    size = int(ids.max()) + 1
    if job == "credibility":

        def score() -> dict[str, np.ndarray]:
            z = np.full(len(ids), INTERCEPT)
            for name, (weight, logarithm) in TERMS.items():
                value = np.nan_to_num(rows[name].cast(pa.float64()).to_numpy())
                z += weight * (np.log1p(value) if logarithm else value)
            score = 1 / (1 + np.exp(-z))
            n = np.bincount(ids, minlength=size)
            p = np.bincount(ids, score >= 0.5, size) / n
            half = Z * np.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
            center, scale = p + Z * Z / (2 * n), 1 + Z * Z / n
            ends = {"low": (center - half) / scale, "high": (center + half) / scale}
            return {
                KEY: np.arange(size),
                "n": n,
                "mean": np.bincount(ids, score, size) / n,
                "share": p,
                **ends,
            }

        return score

    def count() -> list[pa.Table]:
        weight = rows["weight"].to_numpy().astype(np.float64)
        total = np.bincount(ids, weight, size)
        parts = []
        for dimensions in BREAKDOWNS[job]:
            cell, sizes = ids, [len(LABELS[dimension]) + 1 for dimension in dimensions]
            for dimension, numbers in zip(dimensions, sizes, strict=True):
                column = rows[dimension].combine_chunks()
                cell = cell * numbers + column.indices.fill_null(numbers - 1).to_numpy(zero_copy_only=False)
            cells = int(np.prod(sizes))
            if size * cells <= 8 * len(ids):
                people, weights = (
                    np.bincount(cell, minlength=size * cells),
                    np.bincount(cell, weight, size * cells),
                )
                there = np.flatnonzero(people >= MINIMUM)
                people, weights = people[there], weights[there]
            else:
                order = np.argsort(cell)
                ordered = cell[order]
                first = np.flatnonzero(np.diff(ordered, prepend=-1))
                people, weights = np.diff(first, append=len(ordered)), np.add.reduceat(weight[order], first)
                shown = people >= MINIMUM
                there, people, weights = ordered[first][shown], people[shown], weights[shown]
            of, rest, labels = there // cells, there % cells, {}
            for dimension, numbers in reversed(list(zip(dimensions, sizes, strict=True))):
                known = rest % numbers
                labels[dimension] = pa.DictionaryArray.from_arrays(
                    pa.array(known.astype(np.int8), mask=known == numbers - 1), pa.array(LABELS[dimension])
                )
                rest = rest // numbers
            parts.append(pa.table({KEY: of, **labels, "people": people, "share": weights / total[of]}))
        return parts

    return count


DONE = (*BREAKDOWNS, "credibility")
PEERS = [
    Contestant("polars", with_polars("in-memory"), DONE, package="polars"),
    Contestant("polars streaming", with_polars("streaming"), DONE, package="polars"),
    Contestant("duckdb", with_duckdb, DONE, package="duckdb"),
    Contestant("numpy", with_numpy, DONE, package="numpy"),
]
CONTESTANTS = [one for one in PEERS if one.package and importlib.util.find_spec(one.package) is not None]
