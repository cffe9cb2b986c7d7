"""pandas, as people write it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from . import HOUR, LAST, SHARE, WEEK, Call, Contestant

KEY = "influencer_id"


def trimmed(joined: pd.DataFrame) -> pd.DataFrame:
    """Trimmed and winsorised mean."""
    rates = joined[[KEY, "rate"]].dropna().sort_values([KEY, "rate"], ignore_index=True)
    groups = rates.groupby(KEY, sort=False)["rate"]
    rates["place"], rates["number"] = groups.cumcount(), groups.transform("size")
    rates["side"] = np.floor(rates["number"] * SHARE)
    kept = rates[(rates["place"] >= rates["side"]) & (rates["place"] < rates["number"] - rates["side"])]
    kept = kept.groupby(KEY, sort=False).agg(
        sum=("rate", "sum"),
        low=("rate", "min"),
        high=("rate", "max"),
        number=("number", "first"),
        side=("side", "first"),
    )
    kept["trimmed"] = kept["sum"] / (kept["number"] - 2 * kept["side"])
    kept["winsorised"] = (kept["sum"] + kept["side"] * (kept["low"] + kept["high"])) / kept["number"]
    return kept.reset_index()


def cadence(posts: pd.DataFrame) -> pd.DataFrame:
    """Posts per week and median gap in hours."""
    ordered = posts.sort_values([KEY, "at"], ignore_index=True)
    ordered["gap"] = ordered["at"].diff().where(ordered[KEY].eq(ordered[KEY].shift()))
    groups = ordered.groupby(KEY, sort=False).agg(
        posts=("at", "size"), first=("at", "min"), last=("at", "max"), gap=("gap", "median")
    )
    weeks = np.maximum((groups["last"] - groups["first"]) / WEEK, 1)
    return pd.DataFrame(
        {"posts_per_week": groups["posts"] / weeks, "median_gap": groups["gap"] / HOUR}
    ).reset_index()


def computed(job: str, posts: pd.DataFrame, profiles: pd.DataFrame) -> pd.DataFrame:
    """One job."""
    if job == "months":
        months = posts["published_at"].dt.year * 12 + posts["published_at"].dt.month
        groups = posts.assign(month=months).groupby([KEY, "month"], sort=False)
        return groups.agg(likes=("likes", "sum"), posts=("published_at", "size")).reset_index()
    if job == "cadence":
        return cadence(posts)
    joined = posts.merge(profiles, on=KEY)
    engagement = joined["likes"] + joined["comments"]
    joined["rate"] = engagement / joined["followers"]
    if job == "mean":
        joined["by_views"] = engagement / joined["views"]
        groups = joined.groupby(KEY, sort=False)
        return groups.agg(by_followers=("rate", "mean"), by_views=("by_views", "mean")).reset_index()
    if job == "median":
        return joined.groupby(KEY, sort=False).agg(rate=("rate", "median")).reset_index()
    if job == "trimmed":
        return trimmed(joined)
    latest = joined.sort_values("published_at").groupby(KEY, sort=False).tail(LAST)
    return latest.groupby(KEY, sort=False).agg(rate=("rate", "mean")).reset_index()


def make(job: str, posts: pa.Table, profiles: pa.Table) -> Call:
    """Columns in the form of numpy, which is the fastest here; only those that the job reads."""
    wanted = {
        "mean": ["likes", "comments", "views"],
        "last": ["likes", "comments", "published_at"],
        "months": ["likes", "published_at"],
        "cadence": ["published_at"],
    }.get(job, ["likes", "comments"])
    frame = posts.select([KEY, *wanted]).to_pandas()
    if "published_at" in wanted:
        frame["published_at"] = frame["published_at"].dt.tz_localize(None)
    if job == "cadence":
        frame["at"] = frame.pop("published_at").astype("int64")
    followers = profiles.to_pandas()
    return lambda: computed(job, frame, followers)


CONTESTANTS = [Contestant("pandas", make, package="pandas")]
