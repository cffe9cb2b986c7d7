"""Seeded audiences and accounts to measure with: followers sampled one influencer after the other.

One idea to keep in mind: as in `posts.py`, the same arguments give the same bytes, and rows are made in pieces.
"""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from posts import PIECE, stream, write

# How many rows of a table an influencer has.
PER_INFLUENCER = {"audience": 100, "accounts": 500}
COUNTRIES = [
    "US",
    "IN",
    "BR",
    "ID",
    "GB",
    "MX",
    "DE",
    "FR",
    "JP",
    "TR",
    "ES",
    "IT",
    "PH",
    "KR",
    "CA",
    "AR",
    "TH",
    "CO",
    "PL",
    "NL",
    "VN",
    "EG",
    "SA",
    "AU",
    "NG",
    "MY",
    "UA",
    "CL",
    "PE",
    "SE",
    "PK",
    "BD",
    "AE",
    "RO",
    "BE",
    "PT",
    "ZA",
    "GR",
    "CZ",
    "AT",
]
GENDERS = ["female", "male", "other"]
AGE_BANDS = ["13-17", "18-24", "25-34", "35-44", "45-54", "55-64", "65+"]
LANGUAGES = [
    "en",
    "es",
    "pt",
    "hi",
    "id",
    "de",
    "fr",
    "ja",
    "tr",
    "it",
    "ko",
    "th",
    "pl",
    "nl",
    "vi",
    "ar",
    "uk",
    "ro",
    "bn",
    "el",
    "cs",
    "sv",
    "da",
    "fi",
]
# The categories of each dimension, in the order of their numbers.
LABELS = {"country": COUNTRIES, "gender": GENDERS, "age_band": AGE_BANDS, "language": LANGUAGES}


def influencers(table: str, rows: int) -> int:
    """How many influencers the rows of a table are of."""
    return max(rows // PER_INFLUENCER[table], 10)


def samples(table: str, rows: int, seed: int) -> np.ndarray:
    """The influencer of each row, sorted: a few audiences are sampled deeply, most are not."""
    number = influencers(table, rows)
    draws = stream(seed, 11)
    weights = np.clip(np.exp(draws.normal(6.2, 0.9, number)), 30, 8000)
    ends = np.rint(np.cumsum(weights) / weights.sum() * rows).astype(np.int64)
    return np.repeat(np.arange(number, dtype=np.uint32), np.diff(ends, prepend=0))


def coded(draws: np.random.Generator, numbers: np.ndarray, labels: list[str], unknown: float) -> pa.Array:
    """A column of categories, some of them unknown."""
    keys = pa.array(numbers.astype(np.int8), mask=draws.random(len(numbers)) < unknown)
    return pa.DictionaryArray.from_arrays(keys, pa.array(labels))


def audience(rows: int, seed: int) -> Iterator[pa.RecordBatch]:
    """Country, gender, age band, language and a weight of each follower."""
    of = samples("audience", rows, seed)
    for piece, start in enumerate(range(0, rows, PIECE)):
        keys = of[start : start + PIECE]
        draws, size = stream(seed, 12, piece), len(keys)
        home = keys.astype(np.int64) * 7 % len(COUNTRIES)
        abroad = (draws.random(size) ** 3 * len(COUNTRIES)).astype(np.int64)
        country = np.where(draws.random(size) < 0.45, home, abroad)
        gender = np.where(draws.random(size) < 0.02, 2, draws.random(size) < 0.3 + keys % 5 / 10)
        age = np.clip(np.rint(1 + keys % 3 + 1.1 * draws.standard_normal(size)), 0, len(AGE_BANDS) - 1)
        other = (draws.random(size) * len(LANGUAGES)).astype(np.int64)
        language = np.where(draws.random(size) < 0.7, country % len(LANGUAGES), other)
        yield pa.record_batch(
            {
                "influencer_id": keys,
                "country": coded(draws, country, COUNTRIES, 0.22),
                "gender": coded(draws, gender, GENDERS, 0.18),
                "age_band": coded(draws, age, AGE_BANDS, 0.3),
                "language": coded(draws, language, LANGUAGES, 0.08),
                "weight": (0.2 + 1.6 * draws.random(size)).astype(np.float32),
            }
        )


def accounts(rows: int, seed: int) -> Iterator[pa.RecordBatch]:
    """What is public of each follower, about a fifth of them made up."""
    of = samples("accounts", rows, seed)
    for piece, start in enumerate(range(0, rows, PIECE)):
        keys = of[start : start + PIECE]
        draws, size = stream(seed, 13, piece), len(keys)
        fake = draws.random(size) < 0.1 + keys % 4 / 15

        def chance(of_real: float, of_fake: float, draws=draws, size=size, fake=fake) -> np.ndarray:
            return draws.random(size) < np.where(fake, of_fake, of_real)

        def count(of_real: float, of_fake: float, draws=draws, size=size, fake=fake) -> np.ndarray:
            return np.exp(np.where(fake, of_fake, of_real) + 1.3 * draws.standard_normal(size)).astype(
                np.int32
            )

        yield pa.record_batch(
            {
                "influencer_id": keys,
                "has_picture": chance(0.97, 0.6),
                "username_length": draws.integers(5, 22, size).astype(np.int32),
                "username_digit_share": np.where(chance(0.2, 0.8), draws.random(size) * 0.6, 0),
                "full_name_words": draws.integers(0, 4, size).astype(np.int32),
                "full_name_digit_share": np.where(chance(0.02, 0.2), draws.random(size) * 0.5, 0),
                "name_equals_username": chance(0.01, 0.08),
                "bio_length": np.where(chance(0.8, 0.25), draws.integers(1, 150, size), 0).astype(np.int32),
                "external_link": chance(0.2, 0.02),
                "private": chance(0.4, 0.25),
                "posts": pa.array(count(3.6, 1.0), mask=draws.random(size) < 0.05),
                "followers": count(5.6, 3.0),
                "following": count(5.9, 7.0),
            }
        )


TABLES = {"audience": audience, "accounts": accounts}


def made(folder: pathlib.Path, table: str, rows: int, seed: int = 1) -> pathlib.Path:
    """The file of a table, written unless it is there."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{table}-{rows}-{PER_INFLUENCER[table]}-{seed}.arrow"
    write(file, lambda: TABLES[table](rows, seed))
    return file
