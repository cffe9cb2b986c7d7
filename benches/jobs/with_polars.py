"""Polars: as people write it, the same on its streaming engine, and rewritten by someone who knows where time goes.

One idea to keep in mind: followers are the same for all posts of an influencer, so the rewritten queries group whole
numbers first and join and divide a hundred times fewer rows after.
"""

from __future__ import annotations

import polars as pl
import pyarrow as pa

from . import ALL, HOUR, LAST, SHARE, WEEK, Call, Contestant

KEY = "influencer_id"
ENGAGEMENT = pl.col("likes") + pl.col("comments")


def frames(posts: pa.Table, profiles: pa.Table) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Both tables without a copy; times without a zone, which is faster in the calendar."""
    frame = pl.from_arrow(posts).with_columns(pl.col("published_at").dt.replace_time_zone(None))
    return frame.lazy(), pl.from_arrow(profiles).select(KEY, "followers").lazy()


def trimming(values: pl.Expr) -> dict[str, pl.Expr]:
    """Trimmed and winsorised mean of a column."""
    ordered, number = values.drop_nulls().sort(), values.count()
    cut = (number * SHARE).floor().cast(pl.Int64)
    kept = ordered.slice(cut, number - 2 * cut)
    moved = kept.sum() + cut * kept.first() + cut * kept.last()
    return {"trimmed": kept.mean(), "winsorised": moved / number}


def calendar(posts: pl.LazyFrame) -> pl.LazyFrame:
    """Likes and posts by month."""
    at = pl.col("published_at").dt
    month = at.year().cast(pl.Int32) * 12 + at.month().cast(pl.Int32)
    return posts.group_by(KEY, month=month).agg(likes=pl.col("likes").cast(pl.Int64).sum(), posts=pl.len())


def cadence(posts: pl.LazyFrame) -> pl.LazyFrame:
    """Posts per week and median gap in hours."""
    at = pl.col("published_at").cast(pl.Int64)
    grouped = posts.group_by(KEY).agg(
        posts=pl.len(), span=at.max() - at.min(), gap=at.sort().diff(null_behavior="drop").median()
    )
    weeks = pl.max_horizontal(pl.col("span") / WEEK, 1.0)
    return grouped.select(KEY, posts_per_week=pl.col("posts") / weeks, median_gap=pl.col("gap") / HOUR)


def everything(posts: pl.LazyFrame, profiles: pl.LazyFrame) -> pl.LazyFrame:
    """All jobs but the months in one query."""
    rate, at = pl.col("rate"), pl.col("published_at").cast(pl.Int64)
    rates = {"rate": ENGAGEMENT / pl.col("followers"), "by_views": ENGAGEMENT / pl.col("views")}
    weeks = pl.max_horizontal((at.max() - at.min()) / WEEK, 1.0)
    grouped = posts.join(profiles, on=KEY).with_columns(**rates).group_by(KEY)
    return grouped.agg(
        by_followers=rate.mean(),
        by_views=pl.col("by_views").mean(),
        median=rate.median(),
        last=rate.sort_by("published_at").tail(LAST).mean(),
        posts_per_week=pl.len() / weeks,
        median_gap=at.sort().diff(null_behavior="drop").median() / HOUR,
        **trimming(rate),
    )


def together(job: str, posts: pa.Table, profiles: pa.Table) -> Call:
    """All jobs at once; common parts are computed once."""
    lazy = frames(posts, profiles)
    queries = [everything(*lazy), calendar(lazy[0])]
    return lambda: pl.collect_all(queries)[0]


def plain(job: str, posts: pl.LazyFrame, profiles: pl.LazyFrame) -> pl.LazyFrame:
    """A query as it is usually written: join, divide, group."""
    joined = posts.join(profiles, on=KEY)
    rate = ENGAGEMENT / pl.col("followers")
    match job:
        case "mean":
            by_views = ENGAGEMENT / pl.col("views")
            return joined.group_by(KEY).agg(by_followers=rate.mean(), by_views=by_views.mean())
        case "median":
            return joined.group_by(KEY).agg(rate=rate.median())
        case "trimmed":
            return joined.select(KEY, rate=rate).group_by(KEY).agg(**trimming(pl.col("rate")))
        case "last":
            latest = pl.col("rate").sort_by("published_at").tail(LAST)
            return joined.select(KEY, "published_at", rate=rate).group_by(KEY).agg(rate=latest.mean())
        case "months":
            return calendar(posts)
        case _:
            return cadence(posts)


def rewritten(job: str, posts: pl.LazyFrame, profiles: pl.LazyFrame) -> pl.LazyFrame:
    """A query that groups whole numbers and divides once per influencer."""
    counted = pl.col("engagement")
    columns = {"rate"}
    match job:
        case "mean":
            by_views = (ENGAGEMENT / pl.col("views")).mean()
            grouped = posts.group_by(KEY).agg(by_followers=ENGAGEMENT.mean(), by_views=by_views)
            columns = {"by_followers"}
        case "median":
            grouped = posts.group_by(KEY).agg(rate=ENGAGEMENT.median())
        case "trimmed":
            grouped = posts.select(KEY, engagement=ENGAGEMENT).group_by(KEY).agg(**trimming(counted))
            columns = {"trimmed", "winsorised"}
        case _:
            latest = counted.sort_by("published_at").tail(LAST).mean()
            grouped = posts.select(KEY, "published_at", engagement=ENGAGEMENT).group_by(KEY).agg(rate=latest)
    return grouped.join(profiles, on=KEY).with_columns(
        pl.col(column) / pl.col("followers") for column in columns
    )


def make(query, engine: str):
    """A contestant of one way to write and one engine."""

    def prepared(job: str, posts: pa.Table, profiles: pa.Table) -> Call:
        lazy = query(job, *frames(posts, profiles))
        return lambda: lazy.collect(engine=engine)

    return prepared


CONTESTANTS = [
    Contestant("polars", make(plain, "in-memory"), package="polars"),
    Contestant("polars together", together, (ALL.name,), package="polars"),
    Contestant("polars streaming", make(plain, "streaming"), package="polars"),
    Contestant(
        "polars rewritten",
        make(rewritten, "in-memory"),
        ("mean", "median", "trimmed", "last"),
        package="polars",
    ),
]
