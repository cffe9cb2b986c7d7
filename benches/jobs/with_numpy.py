"""numpy by hand: influencers are whole numbers from 0, so sums are `bincount`s and order is one sort.

This is what someone writes who leaves comfort for speed; it uses one thread.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from . import HOUR, LAST, SHARE, WEEK, Call, Contestant


def starts(numbers: np.ndarray) -> np.ndarray:
    """Where each group begins in rows sorted by group."""
    return np.concatenate([[0], np.cumsum(numbers)[:-1]])


def sorted_by_key(ids: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Values sorted within each group, groups in order: both in one 64-bit number."""
    packed = (ids.astype(np.uint64) << np.uint64(32)) | values.astype(np.uint64)
    packed.sort()
    return (packed & np.uint64(0xFFFF_FFFF)).astype(np.float64)


class Posts:
    """The columns as arrays."""

    def __init__(self, posts: pa.Table, profiles: pa.Table) -> None:
        self.ids = posts["influencer_id"].to_numpy()
        self.size = int(profiles["influencer_id"].to_numpy().max()) + 1
        self.followers = np.zeros(self.size)
        self.followers[profiles["influencer_id"].to_numpy()] = profiles["followers"].to_numpy()
        self.likes, self.comments, self.views = (
            posts[name].to_numpy() for name in ("likes", "comments", "views")
        )
        self.at = posts["published_at"].cast(pa.int64()).to_numpy()
        self.all = np.arange(self.size)

    def mean(self, ids: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Mean of what is known."""
        known = ~np.isnan(values)
        ids, values = ids[known], values[known]
        with np.errstate(invalid="ignore"):
            return np.bincount(ids, values, self.size) / np.bincount(ids, minlength=self.size)

    def mean_rates(self) -> dict[str, np.ndarray]:
        engagement = self.likes + self.comments
        by_followers = self.mean(self.ids, engagement / self.followers[self.ids])
        return {"by_followers": by_followers, "by_views": self.mean(self.ids, engagement / self.views)}

    def shown(self) -> tuple[np.ndarray, np.ndarray]:
        known = ~np.isnan(self.likes)
        ids = self.ids[known]
        return sorted_by_key(ids, self.likes[known] + self.comments[known]), np.bincount(
            ids, minlength=self.size
        )

    def median(self) -> dict[str, np.ndarray]:
        values, numbers = self.shown()
        values, first = np.append(values, np.nan), starts(numbers)
        low = np.where(numbers > 0, first + (numbers - 1) // 2, len(values) - 1)
        high = np.where(numbers > 0, first + numbers // 2, len(values) - 1)
        return {"rate": (values[low] + values[high]) / 2 / self.followers}

    def trimmed(self) -> dict[str, np.ndarray]:
        values, numbers = self.shown()
        first, side = starts(numbers), np.floor(numbers * SHARE).astype(np.int64)
        sums = np.concatenate([[0], np.cumsum(values)])
        middle = sums[first + numbers - side] - sums[first + side]
        values = np.append(values, np.nan)
        ends = values[first + side] + values[np.maximum(first + numbers - 1 - side, 0)]
        with np.errstate(invalid="ignore"):
            winsorised = (middle + side * ends) / numbers / self.followers
            return {"trimmed": middle / (numbers - 2 * side) / self.followers, "winsorised": winsorised}

    def last(self) -> dict[str, np.ndarray]:
        order = np.lexsort((self.at, self.ids))
        numbers = np.bincount(self.ids, minlength=self.size)
        ends = starts(numbers) + numbers
        order = order[ends[self.ids[order]] - np.arange(len(order)) <= LAST]
        return {"rate": self.mean(self.ids[order], self.likes[order] + self.comments[order]) / self.followers}

    def months(self) -> dict[str, np.ndarray]:
        months = self.at.view("datetime64[ms]").astype("datetime64[M]").astype(np.int64) + 1970 * 12 + 1
        first = months.min()
        width = int(months.max() - first + 1)
        cells = self.ids.astype(np.int64) * width + (months - first)
        posts = np.bincount(cells, minlength=self.size * width)
        likes = np.bincount(cells, np.nan_to_num(self.likes), self.size * width)
        there = np.flatnonzero(posts)
        return {
            "influencer_id": there // width,
            "month": there % width + first,
            "likes": likes[there],
            "posts": posts[there],
        }

    def cadence(self) -> dict[str, np.ndarray]:
        order = np.lexsort((self.at, self.ids))
        at, ids = self.at[order], self.ids[order]
        numbers = np.bincount(ids, minlength=self.size)
        first = starts(numbers)
        same = ids[1:] == ids[:-1]
        gaps, of = np.diff(at)[same], ids[1:][same]
        gaps = np.append(gaps[np.lexsort((gaps, of))].astype(np.float64), np.nan)
        number = np.maximum(numbers - 1, 0)
        begin, none = starts(number), len(gaps) - 1
        low = np.where(number > 0, begin + (number - 1) // 2, none)
        high = np.where(number > 0, begin + number // 2, none)
        span = at[first + numbers - 1] - at[first]
        median_gap = (gaps[low] + gaps[high]) / 2 / HOUR
        return {"posts_per_week": numbers / np.maximum(span / WEEK, 1), "median_gap": median_gap}


def make(job: str, posts: pa.Table, profiles: pa.Table) -> Call:
    """Arrays; unknown counts are NaN."""
    columns = Posts(posts, profiles)
    function = columns.mean_rates if job == "mean" else getattr(columns, job)
    return lambda: {"influencer_id": columns.all, **function()}


CONTESTANTS = [Contestant("numpy", make, package="numpy")]
