"""From the shipped files to the accounts that engage their audience most, with polars."""

from pathlib import Path

import polars as pl
import renown as rn

DATA = Path(__file__).resolve().parents[1] / "data"


def main() -> None:
    posts = pl.read_csv(DATA / "posts.csv", try_parse_dates=True)
    profiles = pl.read_csv(DATA / "profiles.csv", try_parse_dates=True)

    rates = rn.engagement(posts, profiles, statistic="median", last=30)
    print(rates.to_polars().sort("value", descending=True, nulls_last=True).head(5))

    by_month = rn.likes_over_time(posts, period="month", zone="Europe/Berlin")
    print(by_month)


if __name__ == "__main__":
    main()
