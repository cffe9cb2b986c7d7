"""Whatever a person holds a value in reaches the core as the JSON that it means."""

import datetime
import enum
import json
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pytest
import renown as rn
from hypothesis import given
from hypothesis import strategies as st
from renown._plain import encode


class Basis(enum.Enum):
    FOLLOWERS = "followers"


class Number(enum.IntEnum):
    SEVEN = 7


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        (np.int64(3), 3),
        (np.uint64(2**63), 2**63),
        (np.float32(0.5), 0.5),
        (np.float64(0.1), 0.1),
        (np.bool_(True), True),
        (np.array([1, 2]), [1, 2]),
        (pd.Series([1.5, 2.5]), [1.5, 2.5]),
        (pl.Series([1, None]), [1, None]),
        (pd.NA, None),
        (pd.NaT, None),
        (pd.Timestamp("2026-01-31T10:00:00+02:00"), "2026-01-31T10:00:00+02:00"),
        (Decimal("12"), 12),
        (Decimal("0.1"), 0.1),
        (Basis.FOLLOWERS, "followers"),
        (Number.SEVEN, 7),
        (datetime.date(2026, 1, 31), "2026-01-31"),
        (datetime.datetime(2026, 1, 31, tzinfo=datetime.UTC), "2026-01-31T00:00:00+00:00"),
        ((1, 2), [1, 2]),
        ({3, 1, 2}, [1, 2, 3]),
        (range(3), [0, 1, 2]),
    ],
    ids=repr,
)
def test_a_value_is_written_as_what_it_means(value, meant):
    assert json.loads(encode({"value": value})) == {"value": meant}


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (float("inf"), rn.errors.NotFiniteError),
        (np.float32("nan"), rn.errors.NotFiniteError),
        (Decimal("NaN"), rn.errors.NotFiniteError),
        (b"bytes", rn.errors.WrongTypeError),
        (..., rn.errors.WrongTypeError),
        (datetime.datetime(2026, 1, 31), rn.errors.NaiveTimestampError),
    ],
    ids=repr,
)
def test_a_value_without_a_certain_meaning_is_refused_with_its_place(value, error):
    with pytest.raises(error, match=r"rows\[1\]\.likes: "):
        encode({"rows": [{"likes": 1}, {"likes": value}]})


def test_data_that_holds_itself_is_refused():
    rows: list = []
    rows.append(rows)
    with pytest.raises(rn.RenownError):
        encode(rows)


@given(
    st.lists(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e100, max_value=1e100), min_size=1)
)
def test_a_quantile_comes_back_to_the_last_bit(values):
    assert rn.quantile(values, 0.0) == min(values)
    assert rn.quantile(values, 1.0) == max(values)


@given(st.lists(st.integers(min_value=-(10**6), max_value=10**6), min_size=1), st.randoms())
def test_the_order_of_values_never_matters(values, random):
    shuffled = list(values)
    random.shuffle(shuffled)
    assert rn.mean(values) == rn.mean(shuffled)
    assert rn.median(values) == rn.median(np.array(shuffled))
