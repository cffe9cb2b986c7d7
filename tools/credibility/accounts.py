"""A generative model of account types: what the shipped scorecard is fitted to instead of anybody's labelled accounts.

One idea to keep in mind: every figure here is the authors' judgement, in round numbers. The literature of SOURCES says
which types there are and which features part them; no figure was taken from it. The figures were revised by hand while
summary figures on labelled accounts were in view, until the targets were met, so that they are no blind guess. A type
says how often each public feature takes which value; within a type features are independent but for followers,
following and posts, which share how active an account is.

A feature that is unknown is NaN. Counts and lengths are whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

SOURCES = [
    (
        "Cresci et al. 2015, Fame for sale: efficient detection of fake Twitter followers (Decision Support Systems 80): "
        "bought followers follow many and are followed by few, post seldom, show little of a profile"
    ),
    (
        "Purba, Asirvatham and Murugesan 2020, Classification of Instagram fake users using supervised machine learning "
        "algorithms (IJECE 10): active fakes, inactive fakes and spammers as types; posts, followers, biography length, "
        "following and link are the strongest features"
    ),
    (
        "Thomas et al. 2013, Trafficking fraudulent accounts (USENIX Security): mass-registered names carry digits, "
        "pictures and biographies are mostly absent"
    ),
    "De Cristofaro et al. 2014, Paying for likes? (IMC): farms of empty accounts beside farms of dressed-up ones",
    "Instagram's own limit of 7 500 accounts followed",
]

FEATURES = [
    "has_picture",
    "username_length",
    "username_digit_share",
    "full_name_words",
    "full_name_digit_share",
    "name_equals_username",
    "bio_length",
    "external_link",
    "private",
    "verified",
    "posts",
    "followers",
    "following",
    "account_age_days",
]


@dataclass(frozen=True)
class Type:
    """How often an account of one type shows what."""

    name: str
    real: bool
    share: float  # within its class
    picture: float
    digits: float  # how many usernames have a digit
    digit_share: float  # mean share of digits where there are any
    length: float  # mean length of a username
    words: tuple[float, float, float, float]  # full names of 0, 1, 2, 3 and more words
    name_digits: float
    name_equals: float
    bio: float  # how many have a biography
    bio_length: float  # its mean length where there is one
    link: float
    private: float
    verified: float
    posts: tuple[float, float, float]  # share of zeros, median above, spread of the logarithm
    followers: tuple[float, float]  # median, spread of the logarithm
    following: tuple[float, float]
    together: float  # correlation of the logarithms with activity
    age: float  # median age in days


TYPES = [
    Type(
        "ordinary",
        True,
        0.68,
        0.985,
        0.33,
        0.19,
        11.5,
        (0.08, 0.30, 0.52, 0.10),
        0.03,
        0.012,
        0.66,
        42,
        0.12,
        0.50,
        0.0,
        (0.02, 55, 1.35),
        (350, 0.90),
        (380, 0.80),
        0.65,
        1900,
    ),
    Type(
        "creator",
        True,
        0.20,
        0.998,
        0.15,
        0.14,
        11.5,
        (0.03, 0.27, 0.50, 0.20),
        0.03,
        0.02,
        0.96,
        82,
        0.55,
        0.04,
        0.03,
        (0.0, 260, 1.2),
        (2600, 1.35),
        (520, 0.95),
        0.45,
        2300,
    ),
    Type(
        "famous",
        True,
        0.06,
        1.0,
        0.06,
        0.12,
        11.0,
        (0.02, 0.34, 0.50, 0.14),
        0.02,
        0.02,
        0.93,
        70,
        0.62,
        0.0,
        0.65,
        (0.0, 900, 0.9),
        (600_000, 1.7),
        (330, 1.2),
        0.2,
        2900,
    ),
    Type(
        "lurker",
        True,
        0.05,
        0.97,
        0.40,
        0.22,
        11.0,
        (0.13, 0.37, 0.43, 0.07),
        0.04,
        0.015,
        0.35,
        30,
        0.03,
        0.66,
        0.0,
        (0.12, 8, 1.1),
        (120, 0.85),
        (190, 0.9),
        0.6,
        1500,
    ),
    Type(
        "newcomer",
        True,
        0.01,
        0.90,
        0.45,
        0.26,
        11.0,
        (0.20, 0.38, 0.37, 0.05),
        0.06,
        0.03,
        0.18,
        28,
        0.02,
        0.45,
        0.0,
        (0.45, 3, 0.9),
        (28, 1.1),
        (60, 1.2),
        0.6,
        250,
    ),
    Type(
        "empty fake",
        False,
        0.52,
        0.30,
        0.66,
        0.36,
        11.5,
        (0.32, 0.45, 0.20, 0.03),
        0.15,
        0.13,
        0.10,
        20,
        0.01,
        0.30,
        0.0,
        (0.72, 3, 1.0),
        (14, 1.35),
        (230, 1.6),
        0.35,
        350,
    ),
    Type(
        "dressed fake",
        False,
        0.35,
        0.90,
        0.55,
        0.30,
        11.5,
        (0.18, 0.44, 0.33, 0.05),
        0.09,
        0.06,
        0.38,
        34,
        0.04,
        0.28,
        0.0,
        (0.20, 7, 1.1),
        (80, 1.1),
        (1000, 1.0),
        0.35,
        550,
    ),
    Type(
        "spammer",
        False,
        0.11,
        0.95,
        0.50,
        0.27,
        12.0,
        (0.15, 0.45, 0.33, 0.07),
        0.09,
        0.06,
        0.62,
        60,
        0.30,
        0.10,
        0.0,
        (0.15, 12, 1.2),
        (130, 1.3),
        (2200, 1.1),
        0.35,
        450,
    ),
    Type(
        "taken over",
        False,
        0.02,
        0.96,
        0.36,
        0.21,
        11.5,
        (0.09, 0.32, 0.49, 0.10),
        0.04,
        0.02,
        0.50,
        38,
        0.06,
        0.30,
        0.0,
        (0.08, 25, 1.4),
        (230, 1.2),
        (900, 1.1),
        0.5,
        1300,
    ),
]

FOLLOWING_MOST = 7_500


def draw(kind: Type, n: int, stream: np.random.Generator) -> np.ndarray:
    """Accounts of one type, one a row, with every feature known."""
    out = np.empty((n, len(FEATURES)))

    def flag(chance):
        return (stream.random(n) < chance).astype(float)

    activity = stream.standard_normal(n)
    own = np.sqrt(1 - kind.together**2)

    def count(median: float, spread: float) -> np.ndarray:
        return np.floor(
            np.exp(np.log(median) + spread * (kind.together * activity + own * stream.standard_normal(n)))
        )

    length = np.clip(np.round(kind.length + 3.2 * stream.standard_normal(n)), 3, 30)
    # A beta of mean m and concentration 6, on top of one digit.
    m = kind.digit_share
    share = np.where(flag(kind.digits) > 0, stream.beta(6 * m, 6 * (1 - m), n), 0.0)
    digits = np.where(share > 0, np.maximum(1, np.round(share * length)), 0)
    words = stream.choice(4, n, p=kind.words) + 0.0
    name_share = np.where((flag(kind.name_digits) > 0) & (words > 0), stream.beta(2, 4, n), 0.0)
    equal = flag(kind.name_equals) * (words == 1)
    bio = np.where(
        flag(kind.bio) > 0, np.clip(np.ceil(stream.gamma(1.4, kind.bio_length / 1.4, n)), 1, 150), 0
    )
    posts = np.where(flag(kind.posts[0]) > 0, 0, np.maximum(1, count(*kind.posts[1:])))
    columns = [
        flag(kind.picture),
        length,
        digits / length,
        words,
        name_share,
        equal,
        bio,
        flag(kind.link),
        flag(kind.private),
        flag(kind.verified),
        posts,
        count(*kind.followers),
        np.minimum(count(*kind.following), FOLLOWING_MOST),
        np.floor(np.exp(np.log(kind.age) + 0.8 * stream.standard_normal(n))),
    ]
    out[:] = np.stack(columns, axis=1)
    return out


# How far a world of accounts may lie from the types above: spreads of log-odds of shares and chances, of the logarithm
# of medians, and of the logarithm of how common a type is within its class.
CHANCE, MEDIAN, COMMON = 0.3, 0.2, 0.25


def elsewhere(kind: Type, stream: np.random.Generator) -> Type:
    """The type as it may be in another place, time or sample."""

    def chance(p):
        return float(p and 1 / (1 + (1 - p) / p * np.exp(CHANCE * stream.standard_normal()))) if p < 1 else p

    def scale(x):
        return float(x * np.exp(MEDIAN * stream.standard_normal()))

    words = np.array(kind.words) * np.exp(COMMON * stream.standard_normal(4))
    return replace(
        kind,
        share=kind.share * float(np.exp(COMMON * stream.standard_normal())),
        picture=chance(kind.picture),
        digits=chance(kind.digits),
        words=tuple(words / words.sum()),
        name_digits=chance(kind.name_digits),
        name_equals=chance(kind.name_equals),
        bio=chance(kind.bio),
        bio_length=scale(kind.bio_length),
        link=chance(kind.link),
        private=chance(kind.private),
        verified=chance(kind.verified),
        posts=(chance(kind.posts[0]), scale(kind.posts[1]), kind.posts[2]),
        followers=(scale(kind.followers[0]), kind.followers[1]),
        following=(scale(kind.following[0]), kind.following[1]),
        age=scale(kind.age),
    )


def world(n: int, stream: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """About `n` accounts of each class in one world, and which are real (1) and which are not (0)."""
    kinds = [elsewhere(kind, stream) for kind in TYPES]
    rows, real = [], []
    for kind in kinds:
        whole = sum(other.share for other in kinds if other.real == kind.real)
        part = draw(kind, round(n * kind.share / whole), stream)
        rows.append(part)
        real.append(np.full(len(part), float(kind.real)))
    return np.concatenate(rows), np.concatenate(real)


def accounts(worlds: int, n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Accounts of many worlds, about `n` of each class from each."""
    stream = np.random.Generator(np.random.PCG64(seed))
    rows, real = zip(*(world(n, stream) for _ in range(worlds)), strict=False)
    return np.concatenate(rows), np.concatenate(real)


# What is seldom known together; each group is unknown as a whole, then single features on top of that.
GROUPS = [
    (["full_name_words", "full_name_digit_share", "name_equals_username"], 0.30),
    (["verified"], 0.55),
    (["account_age_days"], 0.65),
    (["external_link"], 0.25),
]
SINGLE = 0.03


def with_gaps(rows: np.ndarray, seed: int) -> np.ndarray:
    """The same accounts as different sources know them: a fifth know all, the others lack groups of features and single ones."""
    stream = np.random.Generator(np.random.PCG64(seed))
    rows = rows.copy()
    n = len(rows)
    gaps = stream.random(n) < 0.8
    for names, chance in GROUPS:
        hidden = gaps & (stream.random(n) < chance)
        for name in names:
            rows[hidden, FEATURES.index(name)] = np.nan
    for index in range(len(FEATURES)):
        rows[gaps & (stream.random(n) < SINGLE), index] = np.nan
    return rows
