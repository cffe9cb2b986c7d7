"""DuckDB on tables of its own (copied before the clock starts), plain and rewritten."""

from __future__ import annotations

import os

import duckdb
import pyarrow as pa

from . import Call, Contestant, sql

MONTH = "(year(published_at) * 12 + month(published_at))"
MILLISECONDS = "epoch_ms(published_at)"


def connected(posts: pa.Table, profiles: pa.Table) -> duckdb.DuckDBPyConnection:
    """A database in memory that holds both tables; times without a zone, which is faster in the calendar."""
    database = duckdb.connect(":memory:")
    database.execute("SET preserve_insertion_order = false")
    database.execute(f"SET threads = {int(os.environ.get('BENCH_THREADS', os.cpu_count() or 1))}")
    at = posts.column_names.index("published_at")
    posts = posts.set_column(at, "published_at", posts["published_at"].cast(pa.timestamp("ms")))
    for name, table in (("posts", posts), ("profiles", profiles)):
        database.register("given", table)
        database.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        database.unregister("given")
    return database


def plain(job: str, posts: pa.Table, profiles: pa.Table) -> Call:
    """The usual query."""
    database, query = connected(posts, profiles), sql.plain(job, MONTH, MILLISECONDS)
    return lambda: database.sql(query).to_arrow_table()


def rewritten(job: str, posts: pa.Table, profiles: pa.Table) -> Call:
    """The rewritten query."""
    database, query = connected(posts, profiles), sql.rewritten(job)
    return lambda: database.sql(query).to_arrow_table()


CONTESTANTS = [
    Contestant("duckdb", plain, package="duckdb"),
    Contestant("duckdb rewritten", rewritten, ("mean", "median"), package="duckdb"),
]
