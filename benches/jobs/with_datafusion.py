"""Apache DataFusion over record batches dealt out to as many partitions as there are threads."""

from __future__ import annotations

import os

import pyarrow as pa
from datafusion import SessionConfig, SessionContext

from . import Call, Contestant, sql

MONTH = "CAST(date_part('year', published_at) * 12 + date_part('month', published_at) AS BIGINT)"
MILLISECONDS = "CAST(published_at AS BIGINT)"
ROWS = 65_536


def make(job: str, posts: pa.Table, profiles: pa.Table) -> Call:
    """The usual query."""
    threads = int(os.environ.get("BENCH_THREADS", os.cpu_count() or 1))
    context = SessionContext(SessionConfig().with_target_partitions(threads))
    at = posts.column_names.index("published_at")
    posts = posts.set_column(at, "published_at", posts["published_at"].cast(pa.timestamp("ms")))
    for name, table in (("posts", posts), ("profiles", profiles)):
        batches = table.to_batches(max_chunksize=ROWS)
        dealt = [batches[part::threads] for part in range(threads)]
        context.register_record_batches(name, [part for part in dealt if part])
    query = sql.plain(job, MONTH, MILLISECONDS)
    return lambda: pa.Table.from_batches(context.sql(query).collect())


CONTESTANTS = [Contestant("datafusion", make, package="datafusion")]
