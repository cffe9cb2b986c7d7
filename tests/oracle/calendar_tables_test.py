"""Likes over time and cadence of random tables: calendars by zoneinfo, dateutil and polars, sums by polars and DuckDB,
shares by statsmodels.

One idea to keep in mind: several instants of each table are set beside changes of clocks, where calendars go wrong.
"""

import collections
import datetime
import itertools
import statistics
import zoneinfo

import duckdb
import polars as pl
import pytest
import renown as rn
from dateutil import tz
from hypothesis import assume, given
from hypothesis import strategies as st
from independent import close, median
from statsmodels.stats.proportion import proportion_confint

UTC = datetime.UTC
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=UTC)
HOUR, DAY = 3_600_000, 86_400_000
# Of 1970 to 2025: what is decreed for later years differs from one edition of the database to the next.
LAST_INSTANT = 20_454 * DAY
ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",  # left out 30 December 2011
    "Africa/Casablanca",
    "America/Sao_Paulo",
]
# 2024-03-31T01:00Z and 2024-10-27T01:00Z in Europe, 2024-03-10T07:00Z and 2024-11-03T06:00Z in New York, the end of
# 29 December 2011 in Apia, and the last moment of a year.
CHANGES = [1711846800000, 1729990800000, 1710054000000, 1730613600000, 1325239200000, 1735689600000]
INSTANTS = st.integers(0, LAST_INSTANT) | st.sampled_from(CHANGES).flatmap(
    lambda change: st.sampled_from([-HOUR, -1, 0, 1, HOUR - 1, HOUR]).map(lambda offset: change + offset)
)
COUNTS = st.none() | st.integers(0, 10**9)
POSTS = st.lists(
    st.fixed_dictionaries(
        {
            "influencer_id": st.integers(-1, 3),
            "published_at": INSTANTS,
            "likes": COUNTS,
            "comments": COUNTS,
            "views": COUNTS,
        }
    ),
    min_size=1,
    max_size=60,
)
DATABASE = duckdb.connect(config={"threads": 1})
SCHEMA = dict.fromkeys(("influencer_id", "published_at", "likes", "comments", "views"), pl.Int64)


def table(posts):
    """Posts with times of UTC."""
    at = pl.col("published_at").cast(pl.Datetime("ms")).dt.replace_time_zone("UTC")
    return pl.DataFrame(posts, schema=SCHEMA).with_columns(at)


def instant(milliseconds):
    return EPOCH + datetime.timedelta(milliseconds=milliseconds)


def start_of(day, period):
    """The first day of the period that a day is in."""
    match period:
        case "month":
            return day.replace(day=1)
        case "week":
            return day - datetime.timedelta(days=day.weekday())
        case _:
            return day


def by_period(posts, period, zone):
    """Posts, sums and hidden counts of each account and period, in plain Python."""
    totals = collections.defaultdict(lambda: {"posts": 0})
    for post in posts:
        local = instant(post["published_at"]).astimezone(zone)
        total = totals[post["influencer_id"], start_of(local.date(), period)]
        total["posts"] += 1
        for count in ("likes", "comments", "views"):
            hidden = total.setdefault(f"{count}_hidden", 0)
            sum_ = total.setdefault(count, None)
            if post[count] is None:
                total[f"{count}_hidden"] = hidden + 1
            else:
                total[count] = (sum_ or 0) + post[count]
    return dict(totals)


def periods_of(frame, **options):
    """renown's rows by account and period, which come in order."""
    rows = rn.likes_over_time(frame, **options).to_dicts()
    keys = [(row["influencer_id"], row["start"]) for row in rows]
    assert keys == sorted(set(keys))
    names = ("posts", "likes", "likes_hidden", "comments", "comments_hidden", "views", "views_hidden")
    return {key: {name: row[name] for name in names} for key, row in zip(keys, rows, strict=True)}


@pytest.mark.parametrize("read_zone", [zoneinfo.ZoneInfo, tz.gettz], ids=["zoneinfo", "dateutil"])
@given(posts=POSTS, period=st.sampled_from(["month", "week", "day"]), zone=st.sampled_from(ZONES))
def test_periods_are_those_of_the_calendars_of_python(read_zone, posts, period, zone):
    expected = by_period(posts, period, read_zone(zone))
    assert periods_of(table(posts), period=period, zone=zone) == expected


@given(posts=POSTS, period=st.sampled_from(["month", "week", "day"]), zone=st.sampled_from(ZONES))
def test_periods_and_sums_are_those_of_polars(posts, period, zone):
    frame = table(posts)
    day = pl.col("published_at").dt.convert_time_zone(zone).dt.date()
    start = {"month": day.dt.truncate("1mo"), "week": day.dt.truncate("1w"), "day": day}[period]
    totals = {"posts": pl.len()}
    for count in ("likes", "comments", "views"):
        known = pl.col(count).count()
        totals[count] = pl.when(known > 0).then(pl.col(count).sum())
        totals[f"{count}_hidden"] = pl.len() - known
    theirs = frame.group_by("influencer_id", start=start).agg(**totals)
    expected = {(row.pop("influencer_id"), row.pop("start")): row for row in theirs.iter_rows(named=True)}
    assert periods_of(frame, period=period, zone=zone) == expected


@given(posts=POSTS, period=st.sampled_from(["month", "week", "day"]))
def test_periods_and_sums_are_those_of_duckdb(posts, period):
    frame = table(posts)
    with DATABASE.cursor() as database:
        database.register(
            "posts", frame.with_columns(pl.col("published_at").dt.replace_time_zone(None)).to_arrow()
        )
        counts = ", ".join(
            f"CAST(sum({count}) AS BIGINT) AS {count}, count(*) - count({count}) AS {count}_hidden"
            for count in ("likes", "comments", "views")
        )
        answer = database.execute(
            f"SELECT influencer_id, CAST(date_trunc('{period}', published_at) AS DATE) AS start, count(*) AS posts, "
            f"{counts} FROM posts GROUP BY ALL"
        )
        names = [column[0] for column in answer.description]
        rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    expected = {(row.pop("influencer_id"), row.pop("start")): row for row in rows}
    assert periods_of(frame, period=period) == expected


@given(posts=POSTS, since=INSTANTS, until=INSTANTS)
def test_dates_take_the_beginning_in_and_leave_the_end_out(posts, since, until):
    assume(since < until)
    within = [post for post in posts if since <= post["published_at"] < until]
    expected = by_period(within, "month", UTC)
    assert periods_of(table(posts), since=instant(since), until=instant(until)) == expected


def gaps_of(times):
    return [after - before for before, after in itertools.pairwise(times)]


@given(posts=POSTS, zone=st.sampled_from(ZONES), level=st.sampled_from([0.8, 0.95, 0.99]))
def test_cadence_is_that_of_plain_python(posts, zone, level):
    rows = rn.cadence(table(posts), zone=zone, level=level, shares=True).to_dicts()
    times = collections.defaultdict(list)
    for post in posts:
        times[post["influencer_id"]].append(post["published_at"])
    assert [row["influencer_id"] for row in rows] == sorted(times)
    for row in rows:
        mine = sorted(times[row["influencer_id"]])
        n, gaps = len(mine), gaps_of(mine)
        assert row["posts"] == n
        assert close(row["posts_per_week"], n / max((mine[-1] - mine[0]) / (7 * DAY), 1))
        assert close(row["longest_silence"], max(gaps) / HOUR if gaps else None)
        assert close(row["value"], statistics.median(gaps) / HOUR if gaps else None)
        bounds = median(gaps, level)[1] if gaps else None
        low, high = bounds or (None, None)
        assert close(row["low"], None if low is None else low / HOUR)
        assert close(row["high"], None if high is None else high / HOUR)
        local = [instant(time).astimezone(zoneinfo.ZoneInfo(zone)) for time in mine]
        for name, size, places in (
            ("weekdays", 7, [moment.weekday() for moment in local]),
            ("hours", 24, [moment.hour for moment in local]),
        ):
            counts = collections.Counter(places)
            for place in range(size):
                low, high = proportion_confint(counts[place], n, 1 - level, method="wilson")
                assert close(row[name][place], counts[place] / n)
                assert close(row[f"{name}_low"][place], low)
                assert close(row[f"{name}_high"][place], high)


@given(posts=POSTS)
def test_cadence_is_that_of_polars(posts):
    frame = table(posts)
    at = pl.col("published_at").dt.epoch("ms").sort()
    gaps = at.diff(null_behavior="drop")
    span = at.max() - at.min()
    theirs = frame.group_by("influencer_id").agg(
        posts_per_week=pl.len() / pl.max_horizontal(span / (7 * DAY), 1.0),
        longest_silence=gaps.max() / HOUR,
        value=gaps.median() / HOUR,
    )
    expected = {row["influencer_id"]: row for row in theirs.iter_rows(named=True)}
    rows = rn.cadence(frame).to_dicts()
    assert len(rows) == len(expected)
    for row in rows:
        other = expected[row["influencer_id"]]
        assert all(close(row[name], other[name]) for name in ("posts_per_week", "longest_silence", "value"))


@given(posts=POSTS)
def test_cadence_is_that_of_duckdb(posts):
    frame = table(posts)
    with DATABASE.cursor() as database:
        database.register(
            "posts", frame.with_columns(pl.col("published_at").dt.replace_time_zone(None)).to_arrow()
        )
        theirs = database.execute(
            """
            WITH gaps AS (
                SELECT influencer_id, epoch_ms(published_at) AS moment,
                       moment - lag(moment) OVER (PARTITION BY influencer_id ORDER BY published_at) AS gap
                FROM posts
            )
            SELECT influencer_id, count(*) / greatest((max(moment) - min(moment)) / 604800000, 1.0),
                   max(gap) / 3600000, median(gap) / 3600000
            FROM gaps GROUP BY influencer_id
            """
        ).fetchall()
    expected = {row[0]: row[1:] for row in theirs}
    rows = rn.cadence(frame).to_dicts()
    assert len(rows) == len(expected)
    for row in rows:
        mine = (row["posts_per_week"], row["longest_silence"], row["value"])
        assert all(
            close(ours, other) for ours, other in zip(mine, expected[row["influencer_id"]], strict=True)
        )
