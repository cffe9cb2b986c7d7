"""Engagement, cadence and likes over time on real input, each figure against an independent computation.

Run with `-rs -s` to see what was skipped and what was found in the data.
"""

import datetime

import polars as pl
import pytest
import renown as rn
from independent import agrees, close, figure
from real_data import instagram, needs_instagram, needs_youtube, youtube

STATISTICS = ["median", "mean", "pooled", "trimmed", "winsorised"]
UTC = datetime.UTC


@pytest.fixture(scope="module")
def accounts():
    return instagram()


@pytest.fixture(scope="module")
def channels():
    return youtube()


def report(capsys, name, found, **more):
    """Prints what was read, past pytest."""
    counts = {**found, **more}
    with capsys.disabled():
        print(f"\n{name}: " + ", ".join(f"{number} {what}" for what, number in counts.items()))


def windowed(posts, last, since, until):
    """The posts of the window, in polars. Of one instant, the one with the smaller engagement stands first."""
    if since is not None:
        posts = posts.filter(pl.col("published_at") >= since)
    if until is not None:
        posts = posts.filter(pl.col("published_at") < until)
    if last is None:
        return posts
    engagement = pl.col("likes") + pl.col("comments")
    ordered = posts.with_columns(engagement=engagement).sort(
        ["published_at", "engagement"], descending=[True, False], nulls_last=False
    )
    return ordered.group_by("influencer_id", maintain_order=True).head(last)


def rates(posts, denominators=None):
    """Engagement and denominator of each post that has both, by account."""
    by_account = {account: [] for account in posts["influencer_id"].unique()}
    for row in posts.iter_rows(named=True):
        denominator = row["views"] if denominators is None else denominators[row["influencer_id"]]
        if row["likes"] is not None and row["comments"] is not None and denominator:
            by_account[row["influencer_id"]].append((row["likes"] + row["comments"], denominator))
    return by_account


def compared(rows, expected, statistic, everyone):
    """How many figures there were, after each was compared; an account that published nothing then has none."""
    assert {row["influencer_id"] for row in rows} == everyone
    figures = 0
    for row in rows:
        given = expected.get(row["influencer_id"], [])
        answer = figure(given, statistic)
        assert agrees(row, answer), (statistic, row, answer)
        assert row["n"] == len(given)
        figures += answer is not None
    return figures


@needs_instagram
def test_every_row_of_the_instagram_accounts_is_read(accounts, capsys):
    posts, profiles, found = accounts
    rows = rn.engagement(posts, profiles).to_dicts()
    report(capsys, "instagram-post-series", found, refused=0, **{"accounts with a row": len(rows)})
    assert found["accounts"] == 500
    assert len(rows) == found["accounts"] - found["accounts without posts"]


@needs_instagram
@pytest.mark.parametrize("statistic", STATISTICS)
@pytest.mark.parametrize(
    "window",
    [
        {"last": 30},
        {"last": 5},
        {"last": None},
        {"last": None, "since": datetime.datetime(2018, 1, 1, tzinfo=UTC)},
        {
            "last": 12,
            "since": datetime.datetime(2017, 1, 1, tzinfo=UTC),
            "until": datetime.datetime(2018, 7, 1, tzinfo=UTC),
        },
    ],
    ids=["last 30", "last 5", "all", "since 2018", "last 12 of a stretch"],
)
def test_engagement_of_the_instagram_accounts_is_that_of_exact_fractions(accounts, statistic, window):
    posts, profiles, _ = accounts
    followers = dict(profiles.iter_rows())
    chosen = windowed(posts, window["last"], window.get("since"), window.get("until"))
    rows = rn.engagement(posts, profiles, statistic=statistic, **window).to_dicts()
    everyone = set(posts["influencer_id"])
    assert compared(rows, rates(chosen, followers), statistic, everyone) > 300


@needs_youtube
def test_the_broken_rows_of_the_youtube_table_are_counted(channels, capsys):
    posts, found = channels
    report(capsys, "youtube-trending-2017", found, channels=posts["influencer_id"].n_unique())
    assert found["rows"] == 7_998
    assert posts.height == found["rows"] - found["refused: the date is broken"]


@needs_youtube
@pytest.mark.parametrize("statistic", STATISTICS)
@pytest.mark.parametrize("last", [None, 3])
def test_engagement_of_the_youtube_channels_is_that_of_exact_fractions(channels, statistic, last):
    # Each row is a video on a day: a video that trended for a week is a week of posts, so that ids are left out here.
    posts = channels[0].drop("id").with_row_index("row")
    once = posts.unique(["influencer_id", "published_at"], keep="first") if last else posts
    once = once.drop("row")
    chosen = windowed(once, last, None, None)
    rows = rn.engagement(once, basis="views", statistic=statistic, last=last).to_dicts()
    assert compared(rows, rates(chosen), statistic, set(once["influencer_id"])) > 1_000


@needs_youtube
def test_a_video_that_changes_from_day_to_day_is_refused_as_one_post(channels):
    with pytest.raises(rn.RenownError) as refused:
        rn.engagement(channels[0], basis="views", last=None)
    assert refused.value.code == "CONFLICTING_POSTS"


@needs_youtube
def test_the_latest_day_of_each_video_is_one_post(channels):
    latest = channels[0].filter(pl.col("id").is_not_null()).sort("published_at")
    latest = latest.unique("id", keep="last", maintain_order=True)
    rows = rn.engagement(latest, basis="views", statistic="mean", last=None).to_dicts()
    assert compared(rows, rates(latest), "mean", set(latest["influencer_id"])) > 1_000


def likes_by_polars(posts, period, zone):
    """Sums by account and period of a zone."""
    day = pl.col("published_at").dt.convert_time_zone(zone).dt.date()
    start = {"month": day.dt.truncate("1mo"), "week": day.dt.truncate("1w"), "day": day}[period]
    totals = {"posts": pl.len()}
    for count in ("likes", "comments", "views"):
        totals[count] = pl.when(pl.col(count).count() > 0).then(pl.col(count).sum())
        totals[f"{count}_hidden"] = pl.col(count).null_count()
    return posts.group_by("influencer_id", start=start).agg(**totals).sort("influencer_id", "start")


def cadence_by_polars(posts):
    """Posts per week, median gap and longest silence in hours."""
    at = pl.col("published_at").dt.epoch("ms").sort()
    gaps, span = at.diff(null_behavior="drop"), at.max() - at.min()
    figures = posts.group_by("influencer_id").agg(
        posts=pl.len(),
        posts_per_week=pl.len() / pl.max_horizontal(span / 604_800_000, 1.0),
        value=gaps.median() / 3_600_000,
        longest_silence=gaps.max() / 3_600_000,
    )
    return figures.sort("influencer_id")


def same_likes(posts, period, zone):
    """Compares likes over time; gives the number of periods."""
    theirs = likes_by_polars(posts, period, zone)
    ours = rn.likes_over_time(posts, period=period, zone=zone).to_polars().sort("influencer_id", "start")
    for column in theirs.columns:
        assert ours[column].to_list() == theirs[column].to_list(), column
    return theirs.height


def same_cadence(posts):
    """Compares cadence; gives the number of accounts with a median gap."""
    theirs = cadence_by_polars(posts)
    ours = rn.cadence(posts).to_polars().sort("influencer_id")
    assert ours["influencer_id"].to_list() == theirs["influencer_id"].to_list()
    assert ours["posts"].to_list() == theirs["posts"].to_list()
    for column in ("posts_per_week", "value", "longest_silence"):
        for mine, other in zip(ours[column], theirs[column], strict=True):
            assert close(mine, other), column
    return theirs["value"].count()


@needs_instagram
@pytest.mark.parametrize("period", ["month", "week", "day"])
@pytest.mark.parametrize("zone", ["UTC", "Europe/Istanbul", "America/New_York"])
def test_likes_over_time_of_the_instagram_accounts_are_those_of_polars(accounts, period, zone):
    assert same_likes(accounts[0], period, zone) > 10_000


@needs_instagram
def test_cadence_of_the_instagram_accounts_is_that_of_polars(accounts):
    assert same_cadence(accounts[0]) > 400


@needs_youtube
@pytest.mark.parametrize("period", ["month", "week", "day"])
def test_likes_over_time_of_the_youtube_channels_are_those_of_polars(channels, period):
    assert same_likes(channels[0].drop("id"), period, "UTC") > 1_000


@needs_youtube
def test_cadence_of_the_youtube_channels_is_that_of_polars(channels):
    assert same_cadence(channels[0].drop("id")) > 500
