"""Engagement, cadence and likes over time on real input, against polars.

The data is not part of the project (its licence forbids it, or it is large); where it is absent these tests are
skipped and say so. Each figure is computed a second time in polars from the same rows, with none of renown's code.
"""

import csv
import gzip
import io
import json
import math
import os
import pathlib
import re

import polars as pl
import pytest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("RENOWN_SHARED", REPOSITORY.parent / "shared")) / "data"
INSTAGRAM = SHARED / "instagram-post-series" / "accounts.jsonl"
YOUTUBE = SHARED / "youtube-trending-2017" / "USvideos.csv.gz"

needs_instagram = pytest.mark.skipif(not INSTAGRAM.exists(), reason=f"real data not there: {INSTAGRAM.name}")
needs_youtube = pytest.mark.skipif(not YOUTUBE.exists(), reason=f"real data not there: {YOUTUBE.name}")


def instagram() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Posts and profiles of 500 accounts; nothing is refused by the reader, renown sees every row."""
    posts, profiles = [], []
    with INSTAGRAM.open(encoding="utf-8") as lines:
        for line in lines:
            account = json.loads(line)
            profiles.append({"influencer_id": account["account"], "followers": account["userFollowerCount"]})
            series = zip(
                account["mediaLikeNumbers"],
                account["mediaCommentNumbers"],
                account["mediaUploadTimes"],
                strict=True,
            )
            posts += [
                {
                    "influencer_id": account["account"],
                    "likes": likes,
                    "comments": comments,
                    "seconds": seconds,
                }
                for likes, comments, seconds in series
            ]
    frame = pl.DataFrame(posts).with_columns(
        published_at=(pl.col("seconds") * 1000).cast(pl.Datetime("ms")).dt.replace_time_zone("UTC")
    )
    return frame.drop("seconds"), pl.DataFrame(profiles)


def youtube() -> tuple[pl.DataFrame, dict[str, int]]:
    """The days of 2017 on which videos trended, one row a video and day, and how many rows were refused and why."""
    refused: dict[str, int] = {"date": 0, "views": 0}
    rows = []
    with gzip.open(YOUTUBE, "rb") as packed:
        text = io.TextIOWrapper(packed, encoding="utf-8", newline="")
        for row in csv.DictReader(text):
            # "1.1" is the first of October: the column lost its trailing zero.
            date = re.fullmatch(r"(\d{1,2})\.(\d{1,2})", row["date"])
            if date is None:
                refused["date"] += 1
                continue
            if not row["views"]:
                refused["views"] += 1
                continue
            day, month = int(date[1]), {"09": 9, "1": 10, "10": 10}[date[2]]
            rows.append(
                {
                    "channel": row["channel_title"],
                    "likes": int(row["likes"]) if row["likes"] else None,
                    "comments": int(row["comment_total"]) if row["comment_total"] else None,
                    "views": int(row["views"]),
                    "published_at": f"2017-{month:02}-{day:02}T00:00:00Z",
                }
            )
    frame = pl.DataFrame(rows, infer_schema_length=None).with_columns(
        pl.col("published_at")
        .str.to_datetime("%Y-%m-%dT%H:%M:%SZ")
        .dt.cast_time_unit("ms")
        .dt.replace_time_zone("UTC")
    )
    return frame, refused


def same(ours: pl.DataFrame, theirs: pl.DataFrame, key: str, column: str) -> int:
    """Compares one column by key to 1e-12; gives how many values were compared."""
    both = ours.join(theirs, on=key, how="full", coalesce=True, suffix="_theirs")
    assert both.height == ours.height == theirs.height
    compared = 0
    for mine, other in zip(both[column], both[f"{column}_theirs"], strict=True):
        if other is None or math.isnan(other) or math.isinf(other):
            assert mine is None
            continue
        assert mine == pytest.approx(other, rel=1e-12, abs=1e-15)
        compared += 1
    return compared
