"""The same table in everything that people hold tables in."""

import datetime
import itertools
import random

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import renown as rn

BASE = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


def rows(seed=1, accounts=5, posts=40):
    """Posts of invented accounts, some of which hide their likes."""
    source = random.Random(seed)
    made = [
        {
            "id": f"{account}-{post}",
            "influencer_id": f"i{account}",
            "platform": source.choice(["instagram", "tiktok", "youtube"]),
            "published_at": BASE + datetime.timedelta(minutes=source.randrange(500_000)),
            "likes": None if source.random() < 0.2 else source.randrange(100_000),
            "comments": source.randrange(900),
            "views": source.randrange(1_000_000),
            "pinned": source.random() < 0.1,
            "sponsored": source.random() < 0.2,
            "followers_at_post": source.randrange(1_000, 1_000_000),
            "caption": "New #shoes by @invented_shoes" if source.random() < 0.5 else None,
            "hashtags": ["shoes"] if source.random() < 0.5 else [],
        }
        for account in range(accounts)
        for post in range(posts)
    ]
    source.shuffle(made)
    return made


def columns(made):
    return {name: [row[name] for row in made] for name in made[0]}


def arrow(made):
    table = pa.table(columns(made))
    return table.set_column(3, "published_at", table["published_at"].cast(pa.timestamp("us", "UTC")))


def pieces(made):
    """A table in chunks of unlike lengths, an empty one among them."""
    table = arrow(made)
    cuts = [0, 1, 1, 7, 50, len(table)]
    return pa.concat_tables([table.slice(low, high - low) for low, high in itertools.pairwise(cuts)])


def wide(made):
    """The other layouts of Arrow: long strings, views, dictionaries, narrow and unsigned integers."""
    table = arrow(made)
    kinds = {
        "id": pa.large_string(),
        "influencer_id": pa.dictionary(pa.int16(), pa.string()),
        "platform": pa.string_view(),
        "published_at": pa.timestamp("ms", "Europe/Berlin"),
        "likes": pa.uint32(),
        "comments": pa.int16(),
    }
    for name, kind in kinds.items():
        place = table.schema.get_field_index(name)
        column = table[name].dictionary_encode() if name == "influencer_id" else table[name].cast(kind)
        table = table.set_column(place, name, column)
    return table


def relation(made):
    connection = duckdb.connect()
    connection.register("held", arrow(made))
    # The relation needs its connection.
    held = connection.sql("select * from held")
    KEPT.append(connection)
    return held


KEPT: list = []

KINDS = {
    "list of dicts": list,
    "tuple of dicts": tuple,
    "generator of dicts": iter,
    "dict of lists": columns,
    "Frame": rn.Frame,
    "polars": pl.DataFrame,
    "polars in chunks": lambda made: pl.concat(
        [pl.DataFrame(made[:7]), pl.DataFrame(made[7:])], rechunk=False
    ),
    "polars lazy": lambda made: pl.DataFrame(made).lazy(),
    "pandas": pd.DataFrame,
    "pandas from Arrow": lambda made: arrow(made).to_pandas(types_mapper=pd.ArrowDtype),
    "pandas with an index": lambda made: pd.DataFrame(made).set_index("id").reset_index(),
    "pyarrow": arrow,
    "pyarrow in chunks": pieces,
    "pyarrow of other types": wide,
    "pyarrow reader": lambda made: pieces(made).to_reader(),
    "pyarrow batch": lambda made: arrow(made).combine_chunks().to_batches()[0],
    "duckdb": relation,
}
