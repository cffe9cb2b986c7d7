"""Figures on a Spark cluster are those of one machine, to the last bit.

A cluster of two executors, each a process of its own, on this machine. One account has half of all rows.
"""

import datetime as dt
import os
import random
import re
import sys
from pathlib import Path

os.environ["PYSPARK_PYTHON"] = sys.executable
os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")

import pyarrow as pa
import pytest
import renown as rn
from pyspark.sql import SparkSession
from renown import spark as rs

ROWS = 4_000
ACCOUNTS = 40


@pytest.fixture(scope="module")
def spark():
    here = str(Path(rn.__file__).resolve().parents[1])
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("renown")
    for key, value in {
        "spark.executorEnv.PYTHONPATH": here,
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.session.timeZone": "UTC",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.adaptive.enabled": "false",
    }.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def account(row, drawn):
    return "i0" if row % 2 else f"i{drawn.randrange(ACCOUNTS)}"


@pytest.fixture(scope="module")
def posts():
    drawn = random.Random(7)
    begin = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    return pa.Table.from_pylist(
        [
            {
                "influencer_id": account(row, drawn),
                "post_id": str(row),
                "published_at": begin + dt.timedelta(minutes=drawn.randrange(90 * 24 * 60)),
                "likes": None if drawn.random() < 0.1 else drawn.randrange(5_000),
                "comments": drawn.randrange(100),
            }
            for row in range(ROWS)
        ]
    )


@pytest.fixture(scope="module")
def profiles():
    return pa.Table.from_pylist(
        [{"influencer_id": f"i{i}", "followers": 1_000 + 37 * i} for i in range(ACCOUNTS) if i != 5]
    )


@pytest.fixture(scope="module")
def audience():
    drawn = random.Random(8)
    return pa.Table.from_pylist(
        [
            {
                "influencer_id": account(row, drawn),
                "gender": drawn.choice(["female", "male", None]),
                "country": drawn.choice(["DE", "FR", "JP", None]),
                "followers": drawn.randrange(2_000),
                "following": drawn.randrange(2_000),
                "posts": drawn.randrange(200),
                "has_picture": drawn.random() < 0.8,
            }
            for row in range(ROWS)
        ]
    )


def same(local, distributed, *keys):
    """Compares the rows as bytes, in the order of their keys, in the types that Spark has."""
    found = distributed.toArrow()
    expected = pa.table(local).select(found.column_names)
    expected = pa.Table.from_arrays(
        [
            expected.column(name).cast(field.type)
            for name, field in zip(found.column_names, found.schema, strict=True)
        ],
        schema=found.schema,
    )
    order = [(key, "ascending") for key in keys]
    assert found.num_rows == expected.num_rows > 0
    written = [table.sort_by(order).combine_chunks().to_pylist() for table in (found, expected)]
    assert repr(written[0]) == repr(written[1])


def given(spark, table):
    return spark.createDataFrame(table).repartition(5)


def test_the_page_runs(spark, posts, profiles, capfd):
    page = Path(__file__).resolve().parents[2] / "docs" / "spark.md"
    blocks = re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), flags=re.DOTALL)
    assert blocks
    names = {"posts": given(spark, posts), "profiles": given(spark, profiles)}
    for block in blocks:
        exec(compile(block, str(page), "exec"), names)
    assert "influencer_id" in capfd.readouterr().out


@pytest.mark.parametrize("options", [{}, {"statistic": "trimmed", "last": None, "hidden_likes": "impute"}])
def test_engagement(spark, posts, profiles, options):
    made = rs.engagement(given(spark, posts), given(spark, profiles), **options)
    same(rn.engagement(posts, profiles, **options), made, "influencer_id")


def test_keys_that_are_numbers_and_other_names_of_columns(spark, posts, profiles):
    def renamed(table):
        keys = pa.array([int(key[1:]) for key in table["influencer_id"].to_pylist()])
        return table.set_column(0, "account.id", keys)

    posts, profiles = renamed(posts), renamed(profiles)
    options = {"by": "account.id", "statistic": "pooled"}
    made = rs.engagement(given(spark, posts), given(spark, profiles), **options)
    same(rn.engagement(posts, profiles, **options), made, "account.id")


def test_likes_over_time(spark, posts):
    options = {"period": "week", "zone": "Europe/Berlin"}
    made = rs.likes_over_time(given(spark, posts), **options)
    same(rn.likes_over_time(posts, **options), made, "influencer_id", "start")


def test_credibility(spark, audience):
    same(rn.credibility(audience), rs.credibility(given(spark, audience)), "influencer_id")


def test_demographics(spark, audience):
    options = {"dimensions": ["gender", ["gender", "country"]]}
    made = rs.demographics(given(spark, audience), **options)
    keys = [name for name in made.columns if name in {"influencer_id", "breakdown", "gender", "country"}]
    same(rn.demographics(audience, **options), made, *keys)


def test_a_sweep_is_done_where_the_rows_are(spark):
    collected = [dt.datetime(2025, 1 + i % 12, 3, tzinfo=dt.UTC) for i in range(600)]
    records = pa.table(
        {
            "id": [f"r{i:04}" for i in range(600)],
            "category": ["influencer.content", "influencer.performance"] * 300,
            "collected_at": collected,
        }
    )
    options = {
        "now": "2026-01-01T00:00:00Z",
        "ttls": [{"category": "influencer", "amount": 6, "unit": "month", "from": "collected"}],
    }
    made = rs.retention_sweep(given(spark, records), **options)
    same(rn.retention_sweep(records, **options), made, "id")


def test_an_error_of_an_executor_says_what_is_wrong(spark, posts):
    wrong = posts.set_column(3, "likes", pa.array([-3] * ROWS))
    with pytest.raises(Exception, match="negative"):
        rs.likes_over_time(given(spark, wrong)).collect()


def test_what_cannot_be_asked_is_refused_before_anything_runs(spark, posts, audience):
    with pytest.raises(rn.RenownError, match="basis is followers"):
        rs.engagement(given(spark, posts))
    with pytest.raises(ValueError, match="one audience"):
        rs.demographics(given(spark, audience), dimensions=["gender"], by=None)
