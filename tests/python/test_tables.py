"""Functions over tables: whatever a table comes in, the figures are the same to the last bit."""

import datetime
from decimal import Decimal

import numpy as np
import polars as pl
import pyarrow as pa
import pytest
import renown as rn
from conftest import same, vectors
from hypothesis import given, settings
from hypothesis import strategies as st
from kinds import KINDS, arrow, columns, rows
from renown import _native
from renown._read import read
from renown._tables import table

MADE = rows()
CASES = vectors("columnar")


def answered(case):
    tables = case["given"].get("tables", {})
    return table(case["when"]["call"], tables, case["given"].get("options") or {}, None)


def plain(value):
    """Dates and times as the vectors write them."""
    if isinstance(value, list):
        return [plain(entry) for entry in value]
    if isinstance(value, dict):
        return {name: plain(entry) for name, entry in value.items()}
    return value.isoformat().replace("+00:00", "Z") if hasattr(value, "isoformat") else value


@pytest.mark.parametrize("case", CASES)
def test_a_vector_gives_the_same_bits_as_in_rust(case):
    expected = case["then"]
    if "error" in expected:
        with pytest.raises(rn.RenownError) as raised:
            answered(case)
        assert raised.value.code == expected["error"]
    else:
        assert same(plain(answered(case).to_dicts()), expected["rows"])


@pytest.mark.parametrize("name", _native.table_names())
def test_every_function_is_there_and_has_vectors_that_pass_and_that_fail(name):
    assert callable(getattr(rn, name))
    mine = [case.values[0]["then"] for case in CASES if case.values[0]["when"]["call"] == name]
    assert any("error" in then for then in mine)
    assert any("rows" in then for then in mine)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_table_gives_the_same_figures(kind):
    expected = rn.engagement(arrow(MADE))
    assert len(expected) == 5
    assert rn.engagement(KINDS[kind](MADE)) == expected


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "pyarrow batch"])
def test_a_table_without_rows_gives_a_frame_without_rows(kind):
    made = KINDS[kind](MADE[:1]) if kind in ("polars lazy", "duckdb") else None
    match kind:
        case "polars lazy":
            empty = made.filter(pl.lit(False))
        case "duckdb":
            empty = made.filter("1 = 0")
        case _ if "dict" in kind or kind in ("Frame", "polars in chunks"):
            empty = rn.Frame(arrow(MADE).slice(0, 0))
        case _:
            empty = KINDS["polars" if kind == "polars" else "pyarrow"](MADE)
            empty = empty.head(0) if kind == "polars" else empty.slice(0, 0)
    answer = rn.engagement(empty)
    assert len(answer) == 0
    assert answer.columns == rn.engagement(MADE).columns


def test_profiles_give_the_followers():
    posts = [{name: value for name, value in row.items() if name != "followers_at_post"} for row in MADE]
    profiles = pl.DataFrame({"influencer_id": [f"i{n}" for n in range(5)], "followers": [10_000] * 5})
    answer = rn.engagement(posts, profiles)
    assert [reason for reason in answer["reason"] if reason is not None] == []
    assert answer == rn.engagement(posts, profiles.to_dicts())


def test_columns_of_other_names_are_read_under_theirs():
    posts = pl.DataFrame(MADE).rename({"likes": "like_count", "influencer_id": "account"})
    answer = rn.engagement(posts, by="account", columns={"likes": "like_count"})
    assert answer["value"] == rn.engagement(MADE)["value"]
    assert answer.columns[0] == "account"


@given(st.randoms(), st.integers(min_value=1, max_value=4))
@settings(max_examples=25, deadline=None)
def test_neither_the_order_of_rows_nor_the_cut_nor_the_threads_matter(source, threads):
    shuffled = list(MADE)
    source.shuffle(shuffled)
    cut = source.randrange(len(shuffled))
    whole = arrow(shuffled)
    whole = pa.concat_tables([whole.slice(0, cut), whole.slice(cut)])
    assert rn.engagement(whole, threads=threads) == rn.engagement(MADE)


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "influencer_id": st.integers(min_value=1, max_value=3),
                "published_at": st.datetimes(timezones=st.timezones()).map(lambda at: at.replace(fold=0)),
                "likes": st.none() | st.integers(min_value=0, max_value=10**6),
                "comments": st.integers(min_value=0, max_value=10**6),
                "followers_at_post": st.none() | st.integers(min_value=0, max_value=10**6),
            }
        ),
        min_size=1,
    )
)
@settings(max_examples=50, deadline=None)
def test_a_list_of_dicts_is_the_table_that_it_looks_like(made):
    try:
        listed = rn.engagement(made)
    except rn.RenownError as error:
        # A time in the year 0 or 10000 of UTC; Arrow holds what RFC 3339 has no digits for.
        assert error.code in ("TIMESTAMP_OUT_OF_RANGE", "MALFORMED_TIMESTAMP")  # noqa: PT017
        return
    schema = {"influencer_id": pl.Int64, "published_at": pl.Datetime("us", "UTC")}
    counts = dict.fromkeys(("likes", "comments", "followers_at_post"), pl.Int64)
    utc = [row | {"published_at": row["published_at"].astimezone(datetime.UTC)} for row in made]
    assert listed == rn.engagement(pl.DataFrame(utc, schema=schema | counts))


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ("posts.csv", rn.errors.MalformedTableError),
        (b"bytes", rn.errors.MalformedTableError),
        (7, rn.errors.MalformedTableError),
        ({"likes": [1, 2], "comments": [1]}, rn.errors.MalformedTableError),
        ({"likes": "many"}, rn.errors.MalformedTableError),
        ([1, 2], rn.errors.MalformedRowsError),
        ([{"likes": {"count": 1}}], rn.errors.MalformedRowsError),
        ([{"likes": float("nan")}], rn.errors.NotFiniteError),
        (pa.table({"likes": [1]}), rn.errors.MissingColumnError),
    ],
    ids=repr,
)
def test_what_is_no_table_of_posts_is_refused(wrong, error):
    with pytest.raises(error):
        rn.engagement(wrong)


def test_a_wrong_row_of_a_list_is_named():
    made = [dict(row) for row in MADE]
    made[3]["published_at"] = made[3]["published_at"].replace(tzinfo=None)
    with pytest.raises(rn.errors.NaiveTimestampError, match=r"posts\[3\]\.published_at"):
        rn.engagement(made)


@pytest.mark.parametrize("keys", [pa.int8(), pa.uint8(), pa.int32(), pa.int64()])
def test_a_key_beyond_its_dictionary_is_refused_and_that_of_a_null_is_not_looked_at(keys):
    def people(key, is_known):
        packed = pa.array([0, key, 1], pa.int64()).cast(keys)
        validity = pa.array([True, is_known, True]).buffers()[1]
        indices = pa.Array.from_buffers(keys, 3, [validity, packed.buffers()[1]])
        country = pa.DictionaryArray.from_arrays(indices, pa.array(["DE", "FR"]), safe=False)
        return pa.table({"influencer_id": [1, 1, 1], "country": country})

    with pytest.raises(rn.RenownError) as raised:
        rn.demographics(people(2, True), dimensions=["country"])
    assert raised.value.code == "MALFORMED_TABLE"
    found = rn.demographics(people(100, False), dimensions=["country"]).to_pyarrow()
    assert found["country"].to_pylist() == ["DE", "FR", None]


def test_text_that_is_no_utf8_is_refused_and_not_believed():
    offsets, broken = pa.py_buffer(b"\0\0\0\0\2\0\0\0"), pa.py_buffer(b"\xff\xfe")
    names = pa.Array.from_buffers(pa.string(), 1, [None, offsets, broken])
    with pytest.raises(rn.errors.MalformedTableError, match="influencer_id"):
        rn.engagement(pa.table({"influencer_id": names, "likes": [1], "comments": [1]}))


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"level": 95}, "INVALID_LEVEL"),
        ({"statistic": "mode"}, "MALFORMED_OPTIONS"),
        ({"last": 0}, "EMPTY_LAST"),
        ({"threads": 0}, "MALFORMED_OPTIONS"),
        ({"since": "2026-01-31T10:00:00"}, "MALFORMED_OPTIONS"),
    ],
)
def test_an_option_out_of_range_is_refused(options, code):
    with pytest.raises(rn.RenownError) as raised:
        rn.engagement(MADE, **options)
    assert raised.value.code == code


def test_dates_are_taken_as_dates_datetimes_and_text():
    day = datetime.date(2026, 3, 1)
    instant = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
    assert rn.engagement(MADE, since=day) == rn.engagement(MADE, since=instant)
    assert rn.engagement(MADE, since=day) == rn.engagement(MADE, since="2026-03-01T01:00:00+01:00")
    assert rn.engagement(MADE, since=day) != rn.engagement(MADE)
    with pytest.raises(rn.errors.NaiveTimestampError):
        rn.engagement(MADE, since=instant.replace(tzinfo=None))


def test_a_dict_of_columns_may_hold_arrays_and_series():
    held = columns(MADE)
    held["comments"] = np.array(held["comments"], dtype=np.int32)
    held["likes"] = pl.Series(held["likes"])
    assert rn.engagement(held) == rn.engagement(MADE)


def test_reading_a_table_does_not_change_it():
    whole = arrow(MADE)
    before = whole.to_pylist()
    rn.engagement(whole)
    assert whole.to_pylist() == before


def test_a_record_is_a_row():
    posts = [rn.Post(**row) for row in MADE]
    assert len(read("posts", posts)) == len(MADE)
    assert rn.engagement(posts) == rn.engagement(MADE)


def test_columns_of_nothing_are_columns_of_values_that_are_not_known():
    made = [row | {"caption": None, "hashtags": [], "views": None} for row in MADE]
    held = pl.DataFrame(made)
    assert "Null" in str(held.schema)
    assert rn.engagement(held) == rn.engagement(MADE)
    assert read("posts", held).rows(0, 1)[0]["caption"] is None
    assert len(read("posts", held)) == len(MADE)


def test_several_figures_of_one_call_are_those_of_single_calls():
    requests = {
        "rate": {"call": "engagement", "statistic": "mean", "since": datetime.date(2026, 2, 1)},
        "cadence": {},
    }
    made = rn.figures(MADE, requests=requests)
    assert made["rate"] == rn.engagement(MADE, statistic="mean", since=datetime.date(2026, 2, 1))
    assert made["cadence"] == rn.cadence(MADE)
    assert sorted(made) == ["cadence", "rate"]
    assert "call" in requests["rate"]


FAMILY = {
    "cadence": lambda posts: rn.cadence(posts, shares=True),
    "engagement": rn.engagement,
    "likes_over_time": lambda posts: rn.likes_over_time(posts, period="week", zone="Asia/Tokyo"),
    "shares": rn.shares,
    "sponsorship": rn.sponsorship,
    "summary": rn.summary,
    "value": lambda posts: rn.value(posts, currency="EUR", cpe="0.25", cpv=Decimal("0.01")),
}


@pytest.mark.parametrize("name", FAMILY)
def test_the_whole_family_takes_every_kind_of_table(name):
    expected = FAMILY[name](MADE)
    assert len(expected) >= 5
    for kind in ("polars", "pyarrow in chunks", "dict of lists", "duckdb"):
        assert FAMILY[name](KINDS[kind](MADE)) == expected


def test_the_answer_of_one_function_is_the_table_of_another():
    rates = rn.engagement(MADE)
    assert sum(rn.benchmark(rates, bins=4)["total_profile_count"]) == len(rates)
    assert rn.percentiles(rates)["influencer_id"] == rates["influencer_id"]
    assert rn.percentiles(rates.to_polars()) == rn.percentiles(rates)
