"""Real input, read with none of renown's code, and what was found in it.

The data is not part of the project (a licence forbids it, or it is large); where it is absent, the tests that need it
are skipped and say so.
"""

import collections
import csv
import datetime
import gzip
import io
import json
import os
import pathlib
import re

import polars as pl
import pytest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("RENOWN_SHARED", REPOSITORY.parent / "shared")) / "data"
INSTAGRAM = SHARED / "instagram-post-series" / "accounts.jsonl"
YOUTUBE = SHARED / "youtube-trending-2017" / "USvideos.csv.gz"

needs_instagram = pytest.mark.skipif(
    not INSTAGRAM.exists(), reason="real data is not there: instagram-post-series"
)
needs_youtube = pytest.mark.skipif(
    not YOUTUBE.exists(), reason="real data is not there: youtube-trending-2017"
)

POST = {
    "influencer_id": pl.String,
    "id": pl.String,
    "published_at": pl.Datetime("ms", "UTC"),
    "likes": pl.Int64,
    "comments": pl.Int64,
    "views": pl.Int64,
}


def framed(posts: list[dict]) -> pl.DataFrame:
    """Posts with times in seconds as a table."""
    at = (pl.col("seconds") * 1000).cast(pl.Datetime("ms")).dt.replace_time_zone("UTC")
    frame = pl.DataFrame(posts, infer_schema_length=None).with_columns(published_at=at)
    return frame.select(pl.col(name).cast(kind) for name, kind in POST.items())


def instagram() -> tuple[pl.DataFrame, pl.DataFrame, dict[str, int]]:
    """Posts, profiles, and what was found. A post whose comments are disabled shows no comments: they are missing."""
    posts, profiles = [], []
    found = collections.Counter()
    with INSTAGRAM.open(encoding="utf-8") as lines:
        for line in lines:
            account = json.loads(line)
            name = str(account["account"])
            profiles.append({"influencer_id": name, "followers": account["userFollowerCount"]})
            found["accounts"] += 1
            found["accounts without posts"] += not account["mediaUploadTimes"]
            columns = (
                "mediaLikeNumbers",
                "mediaCommentNumbers",
                "mediaCommentsAreDisabled",
                "mediaUploadTimes",
            )
            for likes, comments, disabled, seconds in zip(
                *(account[column] for column in columns), strict=True
            ):
                found["posts"] += 1
                found["posts with comments disabled"] += disabled
                posts.append(
                    {
                        "influencer_id": name,
                        "id": None,
                        "seconds": seconds,
                        "likes": likes,
                        "comments": None if disabled else comments,
                        "views": None,
                    }
                )
    return framed(posts), pl.DataFrame(profiles), dict(found)


def youtube() -> tuple[pl.DataFrame, dict[str, int]]:
    """The videos that trended on a day, and what was found. A row without a day of 2017 is refused: it has no time."""
    posts = []
    found = collections.Counter()
    with gzip.open(YOUTUBE, "rb") as packed:
        for row in csv.DictReader(io.TextIOWrapper(packed, encoding="utf-8", newline="")):
            found["rows"] += 1
            # "13.09" is in September; "1.1" is the first of October, for the column lost its trailing zeros.
            date = re.fullmatch(r"(\d{1,2})\.(09|1)", row["date"])
            if date is None:
                found["refused: the date is broken"] += 1
                continue
            counts = {"likes": row["likes"], "comments": row["comment_total"], "views": row["views"]}
            for name, text in counts.items():
                found[f"{name} missing"] += not text
            month = 9 if date[2] == "09" else 10
            day = datetime.datetime(2017, month, int(date[1]), tzinfo=datetime.UTC)
            posts.append(
                {
                    "influencer_id": row["channel_title"],
                    "id": row["video_id"] or None,
                    "seconds": int(day.timestamp()),
                    **{name: int(text) if text else None for name, text in counts.items()},
                }
            )
    return framed(posts), dict(found)
