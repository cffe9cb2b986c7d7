"""The table that functions answer with: read by everyone, compared, copied, pickled, printed."""

import copy
import datetime
import pickle
import subprocess
import sys

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import renown as rn

NAMES = ["i1", "i2", None]
HELD = pa.table(
    {
        "influencer_id": pa.array(NAMES),
        "value": pa.array([0.1, None, -0.0]),
        "n": pa.array([1, 2, 2**63], pa.uint64()),
        "day": pa.array([datetime.date(2026, 1, 31), None, datetime.date(1969, 12, 31)]),
        "at": pa.array([datetime.datetime(2026, 1, 31, 1, 2, 3, 4, datetime.UTC), None, None]),
        "name": pa.array(["a", "b", "a"]).dictionary_encode(),
        "tags": pa.array([["x"], [], None]),
        "parts": pa.array([{"low": 1, "high": None}, None, {"low": 2, "high": 3.5}]),
        "flag": pa.array([True, False, None]),
        "nothing": pa.nulls(3),
    }
)
FRAME = rn.Frame(HELD)


def test_rows_come_back_as_they_were():
    rows = FRAME.to_dicts()
    assert rows == HELD.to_pylist()
    assert rows[2]["value"].hex() == "-0x0.0p+0"
    assert rows[0]["at"].tzinfo is not None
    assert list(FRAME) == rows
    assert FRAME["influencer_id"] == NAMES
    assert len(FRAME) == 3
    assert FRAME.columns == HELD.column_names
    assert FRAME.types["n"] == "UInt64"


def test_every_package_reads_it():
    assert FRAME.to_pyarrow().equals(HELD)
    assert FRAME.to_polars().equals(pl.DataFrame(HELD))
    pd.testing.assert_frame_equal(FRAME.to_pandas(), pd.DataFrame.from_arrow(HELD))
    frame = FRAME
    assert duckdb.sql("select count(*), sum(value) from frame").fetchall() == [(3, 0.1)]
    assert pa.schema(frame) == HELD.schema


def test_a_frame_compares_by_columns_and_values_however_it_is_cut():
    cut = pa.concat_tables([HELD.slice(0, 1), HELD.slice(1)])
    assert rn.Frame(cut) == FRAME
    assert rn.Frame(HELD.slice(0, 2)) != FRAME
    assert rn.Frame(HELD.rename_columns([*HELD.column_names[:-1], "other"])) != FRAME
    assert FRAME != HELD
    with pytest.raises(TypeError):
        hash(FRAME)


def test_a_frame_survives_pickling_and_copying():
    for other in (pickle.loads(pickle.dumps(FRAME)), copy.copy(FRAME), copy.deepcopy(FRAME), rn.Frame(FRAME)):
        assert other == FRAME
        assert other.to_dicts() == FRAME.to_dicts()
    empty = rn.Frame(HELD.slice(0, 0))
    assert pickle.loads(pickle.dumps(empty)) == empty


def test_a_damaged_pickle_is_refused():
    with pytest.raises(rn.errors.MalformedTableError):
        type(FRAME._batches).from_ipc(b"no table")


def test_it_prints_as_a_table_that_is_cut():
    text = repr(rn.Frame([{"name": "a" * 50, "value": row / 3} for row in range(12)]))
    lines = text.splitlines()
    assert len(lines) == 12
    assert lines[0].split() == ["name", "value"]
    assert "…" in lines[1]
    assert "0.333333" in lines[2]
    assert lines[-1] == "12 rows, the first 10 shown"
    assert repr(rn.Frame([{"a": 1}])).endswith("1 row")
    assert "0 rows" in repr(rn.Frame(HELD.slice(0, 0)))
    assert repr(FRAME)


def test_the_page_of_a_notebook_shows_it_and_believes_no_text():
    page = rn.Frame([{"name": "<script>", "value": 0.5}])._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert '<th scope="col">name</th>' in page
    assert page.count("<tr>") == 2


def test_an_unknown_column_is_named():
    with pytest.raises(KeyError, match="influencer_id"):
        FRAME["likes"]


@pytest.mark.parametrize("package", ["polars", "pandas", "pyarrow"])
def test_a_package_that_is_not_there_is_named(package):
    program = (
        f"import sys; sys.modules[{package!r}] = None\n"
        "import renown as rn\n"
        "frame = rn.Frame([{'a': 1}])\n"
        f"try: frame.to_{package}()\n"
        "except rn.errors.MissingPackageError as error: print(error.code, error)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said == f"MISSING_PACKAGE {package} is not installed; pip install {package}\n"
