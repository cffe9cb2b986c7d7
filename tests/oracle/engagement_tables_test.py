"""Engagement of random tables against polars, against DuckDB and, with its interval, against exact fractions.

Each of the three chooses the window, treats hidden likes and divides in its own words.
"""

import datetime

import duckdb
import polars as pl
import renown as rn
from hypothesis import given
from hypothesis import strategies as st
from independent import agrees, close, figure, imputed

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
DAY = 86_400_000
ACCOUNTS = ["anna", "bo", "çelik"]
COUNTS = st.none() | st.integers(0, 5_000)
POSTS = st.lists(
    st.fixed_dictionaries(
        {
            "influencer_id": st.sampled_from(ACCOUNTS),
            # Times differ, so that the window is the same whatever an engine does with ties.
            "published_at": st.integers(-400 * DAY, 20_000 * DAY),
            "likes": COUNTS,
            "comments": st.none() | st.integers(0, 300),
            "views": COUNTS,
            "sponsored": st.booleans(),
            "pinned": st.sampled_from([False, False, False, True]),
        }
    ),
    min_size=1,
    max_size=80,
    unique_by=lambda post: post["published_at"],
)
PROFILES = st.fixed_dictionaries({account: st.none() | st.integers(0, 1_000_000) for account in ACCOUNTS})
OPTIONS = st.fixed_dictionaries(
    {
        "basis": st.sampled_from(["followers", "views"]),
        "statistic": st.sampled_from(["median", "mean", "pooled", "trimmed", "winsorised"]),
        "last": st.sampled_from([None, 1, 2, 5, 30]),
        "hidden_likes": st.sampled_from(["drop", "lower_bound", "impute"]),
        "sponsored": st.sampled_from(["keep", "leave_out", "only"]),
        "since": st.none() | st.integers(0, 5_000 * DAY),
        "until": st.none() | st.integers(5_001 * DAY, 20_000 * DAY),
        "trim": st.sampled_from([0.0, 0.1, 0.25, 0.4]),
        "level": st.sampled_from([0.8, 0.95, 0.99]),
    }
)
DATABASE = duckdb.connect(config={"threads": 1})
SCHEMA = {
    "influencer_id": pl.String,
    "published_at": pl.Int64,
    "likes": pl.Int64,
    "comments": pl.Int32,
    "views": pl.UInt32,
    "sponsored": pl.Boolean,
    "pinned": pl.Boolean,
}


def tables(posts: list[dict], followers: dict[str, int | None]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Posts, with times of UTC, and profiles."""
    frame = pl.DataFrame(posts, schema=SCHEMA)
    at = pl.col("published_at").cast(pl.Datetime("ms")).dt.replace_time_zone("UTC")
    profiles = pl.DataFrame(
        {"influencer_id": list(followers), "followers": list(followers.values())},
        schema={"influencer_id": pl.String, "followers": pl.Int64},
    )
    return frame.with_columns(at), profiles


def window(posts: pl.DataFrame, profiles: pl.DataFrame, options: dict) -> pl.DataFrame:
    """The posts that are looked at, with the engagement and the denominator of each, in polars."""
    at = pl.col("published_at").dt.epoch("ms")
    chosen = posts.filter(~pl.col("pinned"))
    if options["since"] is not None:
        chosen = chosen.filter(at >= options["since"])
    if options["until"] is not None:
        chosen = chosen.filter(at < options["until"])
    if options["sponsored"] != "keep":
        chosen = chosen.filter(pl.col("sponsored") == (options["sponsored"] == "only"))
    if options["last"] is not None:
        place = pl.col("published_at").rank("ordinal", descending=True).over("influencer_id")
        chosen = chosen.filter(place <= options["last"])
    chosen = chosen.join(profiles, on="influencer_id", how="left")
    engagement = pl.col("likes") + pl.col("comments")
    if options["hidden_likes"] == "lower_bound":
        shown = pl.sum_horizontal(pl.col("likes").fill_null(0), pl.col("comments").fill_null(0))
        engagement = (
            pl.when(pl.col("likes").is_null() & pl.col("comments").is_null()).then(None).otherwise(shown)
        )
    return chosen.with_columns(engagement=engagement, denominator=pl.col(options["basis"]).cast(pl.Int64))


def rates_of(account: pl.DataFrame, options: dict) -> list[tuple[int, int]]:
    """Engagement and denominator of the posts of an account that have both."""
    engagements = account["engagement"].to_list()
    if options["hidden_likes"] == "impute":
        comments = account["comments"].to_list()
        likes = imputed(account["likes"].to_list(), comments)
        pairs = zip(likes, comments, strict=True)
        engagements = [None if like is None or comment is None else like + comment for like, comment in pairs]
    both = zip(engagements, account["denominator"].to_list(), strict=True)
    return [
        (engagement, denominator)
        for engagement, denominator in both
        if engagement is not None and denominator
    ]


def computed(posts: pl.DataFrame, profiles: pl.DataFrame, options: dict) -> dict[str, dict]:
    """renown's rows by account."""
    instants = {
        name: options[name]
        if options[name] is None
        else EPOCH + datetime.timedelta(milliseconds=options[name])
        for name in ("since", "until")
    }
    rows = rn.engagement(posts, profiles, **{**options, **instants}).to_dicts()
    by_account = {row["influencer_id"]: row for row in rows}
    assert len(by_account) == len(rows)
    assert set(by_account) == set(posts["influencer_id"])
    return by_account


@given(POSTS, PROFILES, OPTIONS)
def test_every_figure_and_interval_is_that_of_exact_fractions(posts, followers, options):
    frame, profiles = tables(posts, followers)
    looked_at = window(frame, profiles, options)
    for account, row in computed(frame, profiles, options).items():
        mine = looked_at.filter(pl.col("influencer_id") == account)
        rates = rates_of(mine, options)
        expected = figure(rates, options["statistic"], options["trim"], options["level"])
        assert agrees(row, expected), (account, row, expected)
        assert row["n"] == len(rates)
        hidden = mine["likes"].null_count() / mine.height if mine.height else None
        assert close(row["hidden_share"], hidden)


SQL = """
WITH chosen AS (
    SELECT *, row_number() OVER (PARTITION BY influencer_id ORDER BY published_at DESC) AS place
    FROM posts
    WHERE NOT pinned AND ($sponsored IS NULL OR sponsored = $sponsored)
      AND ($since IS NULL OR epoch_ms(published_at) >= $since)
      AND ($until IS NULL OR epoch_ms(published_at) < $until)
), counted AS (
    SELECT influencer_id,
           CASE WHEN $lower AND (likes IS NOT NULL OR comments IS NOT NULL)
                THEN coalesce(likes, 0) + coalesce(comments, 0)
                ELSE likes + comments END AS engagement,
           CASE WHEN $views THEN CAST(views AS BIGINT) ELSE followers END AS denominator
    FROM chosen LEFT JOIN profiles USING (influencer_id)
    WHERE place <= $last
), rated AS (
    SELECT influencer_id, engagement, denominator, engagement / denominator AS rate,
           row_number() OVER (PARTITION BY influencer_id ORDER BY engagement / denominator) AS rank,
           count(*) OVER (PARTITION BY influencer_id) AS n
    FROM counted WHERE engagement IS NOT NULL AND denominator > 0
), sided AS (
    SELECT *, CAST(floor(n * $trim) AS BIGINT) AS side FROM rated
)
SELECT influencer_id,
       median(rate) AS median,
       avg(rate) AS mean,
       sum(engagement) / sum(denominator) AS pooled,
       avg(rate) FILTER (rank > side AND rank <= n - side) AS trimmed,
       (sum(rate) FILTER (rank > side AND rank <= n - side)
        + max(side) * min(rate) FILTER (rank > side) + max(side) * max(rate) FILTER (rank <= n - side)) / max(n)
       AS winsorised
FROM sided GROUP BY influencer_id
"""


@given(POSTS, PROFILES, OPTIONS.filter(lambda options: options["hidden_likes"] != "impute"))
def test_every_value_is_that_of_duckdb(posts, followers, options):
    frame, profiles = tables(posts, followers)
    with DATABASE.cursor() as database:
        database.register(
            "posts", frame.with_columns(pl.col("published_at").dt.replace_time_zone(None)).to_arrow()
        )
        database.register("profiles", profiles.to_arrow())
        answer = database.execute(
            SQL,
            {
                "sponsored": {"keep": None, "leave_out": False, "only": True}[options["sponsored"]],
                "since": options["since"],
                "until": options["until"],
                "lower": options["hidden_likes"] == "lower_bound",
                "views": options["basis"] == "views",
                "last": options["last"] or 1_000_000,
                "trim": options["trim"],
            },
        )
        names = [column[0] for column in answer.description]
        theirs = {row[0]: dict(zip(names, row, strict=True)) for row in answer.fetchall()}
    for account, row in computed(frame, profiles, options).items():
        other = theirs.get(account)
        assert close(row["value"], other and other[options["statistic"]]), (account, row, other)


@given(POSTS, PROFILES, OPTIONS.filter(lambda options: options["hidden_likes"] != "impute"))
def test_every_value_is_that_of_polars(posts, followers, options):
    frame, profiles = tables(posts, followers)
    counted = window(frame, profiles, options).filter(
        pl.col("engagement").is_not_null() & (pl.col("denominator") > 0)
    )
    rate = pl.col("rate")
    side = (pl.len() * options["trim"]).floor().cast(pl.Int64)
    kept = rate.sort().slice(side, pl.len() - 2 * side)
    value = {
        "median": rate.median(),
        "mean": rate.mean(),
        "pooled": pl.col("engagement").sum() / pl.col("denominator").sum(),
        "trimmed": kept.mean(),
        "winsorised": (kept.sum() + side * kept.first() + side * kept.last()) / pl.len(),
    }[options["statistic"]]
    answer = counted.with_columns(rate=pl.col("engagement") / pl.col("denominator")).group_by("influencer_id")
    theirs = dict(answer.agg(value=value).iter_rows())
    for account, row in computed(frame, profiles, options).items():
        assert close(row["value"], theirs.get(account)), (account, row, theirs.get(account))
