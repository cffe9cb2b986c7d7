"""Catalogs: what a person does with one in Python, and what stands in the way."""

import importlib.util
import json
import subprocess
import sys
import threading
from pathlib import Path

import polars as pl
import pytest
import renown as rn

ROOT = Path(__file__).resolve().parents[2]

NOW = "2026-03-01T12:00:00Z"
ROWS = [
    {"id": "i1", "country": "DE", "figures": {"followers": 2000}, "hashtags": ["Essen"]},
    {"id": "i2", "country": "FR", "figures": {"followers": 9000}},
    {"id": "i3"},
]


@pytest.fixture
def permit():
    return rn.SearchPermit({"kind": "user", "id": "brand-1"}, now=NOW)


@pytest.fixture
def catalog():
    return rn.Catalog.from_rows(ROWS)


def test_a_search_gives_a_frame_with_what_goes_with_it(catalog, permit):
    query = {"sort": [{"by": "followers"}], "fields": ["followers", "country"], "limit": 2}
    found = catalog.search(query, permit=permit, now=NOW)
    assert isinstance(found, rn.Frame)
    assert found["id"] == ["i2", "i1"]
    assert found.to_polars()["followers"].to_list() == [9000, 2000]
    assert (found.total, found.masked, found.metered["units"]) == (3, [], 2)
    following = catalog.search({**query, "cursor": found.cursor}, permit=permit, now=NOW)
    assert (following["id"], following["followers"], following.cursor) == (["i3"], [None], None)


def test_changes_hold_from_the_next_search_on(catalog, permit):
    def ids():
        return [row["id"] for row in catalog.search({}, permit=permit, now=NOW)]

    catalog.add([{"id": "i4"}])
    catalog.update([{"id": "i3", "country": "AT"}])
    assert catalog.remove("i1")
    assert not catalog.remove("i1")
    catalog.restrict("i2")
    assert ids() == ["i3", "i4"]
    catalog.lift("i2")
    catalog.keep_from("i4", "brand-1")
    catalog.erase("i3")
    assert ids() == ["i2"]
    with pytest.raises(rn.errors.ErasedSubjectError):
        catalog.add([{"id": "i3"}])


def test_a_file_reads_back_and_a_damaged_one_does_not(catalog, permit, tmp_path):
    place = tmp_path / "influencers.catalog"
    catalog.restrict("i2", "minor")
    catalog.save(place)
    read = rn.Catalog.load(place)
    assert [row["id"] for row in read.search({}, permit=permit, now=NOW)] == ["i1", "i3"]
    mapped = rn.Catalog.open(place)
    assert [row["id"] for row in mapped.search({}, permit=permit, now=NOW)] == ["i1", "i3"]
    assert mapped.memory < read.memory
    # What is mapped is changed in memory alone, and the file is replaced under it.
    mapped.erase("i1")
    mapped.lift("i2", "minor")
    assert [row["id"] for row in mapped.search({}, permit=permit, now=NOW)] == ["i2", "i3"]
    assert len(rn.Catalog.open(place, verify=False)) == 3
    mapped.save(place)
    assert [row["id"] for row in mapped.search({}, permit=permit, now=NOW)] == ["i2", "i3"]
    assert len(rn.Catalog.open(place)) == 2
    assert [file.name for file in tmp_path.iterdir()] == [place.name]


def test_a_damaged_file_is_not_opened(catalog, tmp_path):
    place = tmp_path / "influencers.catalog"
    catalog.save(place)
    damaged = tmp_path / "damaged.catalog"
    for content in [place.read_bytes()[:-5], b"", place.read_bytes()[:40]]:
        damaged.write_bytes(content)
        for read in [rn.Catalog.load, rn.Catalog.open]:
            with pytest.raises(rn.errors.DamagedCatalogError):
                read(damaged)
    for read in [rn.Catalog.load, rn.Catalog.open]:
        with pytest.raises(FileNotFoundError):
            read(tmp_path / "nowhere")
    with pytest.raises(rn.RenownError) as told:
        catalog.save(tmp_path / "nowhere" / "influencers.catalog")
    assert told.value.code == "CATALOG_UNAVAILABLE"


def test_a_table_and_rows_make_the_same_catalog(permit):
    table = pl.DataFrame(
        {
            "id": [1, 2],
            "country": pl.Series(["DE", None], dtype=pl.Categorical),
            "er": [0.02, None],
            "audience.country.DE": [0.4, 0.1],
            "tags": [["Essen"], None],
        }
    )
    made = rn.Catalog.from_arrow(table, columns={"engagement_rate": "er", "hashtags": "tags"})
    rows = rn.Catalog.from_rows(
        [
            {
                "id": "1",
                "country": "DE",
                "figures": {"engagement_rate": 0.02},
                "audience": {"country": {"DE": 0.4}},
                "hashtags": ["Essen"],
            },
            {"id": "2", "audience": {"country": {"DE": 0.1}}},
        ]
    )
    query = {"fields": ["country", "engagement_rate", "audience.country.DE", "hashtags"]}
    of_table, of_rows = (one.search(query, permit=permit, now=NOW).answer for one in (made, rows))
    assert of_table == of_rows
    with pytest.raises(rn.errors.BadRecordError):
        rn.Catalog.from_arrow({"id": ["1"], "country": ["Germany"]})
    with pytest.raises(rn.errors.RepeatedIdError):
        rn.Catalog.from_arrow({"id": ["1", "1"]})


def test_explain_and_facets_come_without_influencers(catalog, permit):
    explained = catalog.explain({"filters": [{"country": ["DE"]}]}, permit=permit, now=NOW)
    assert explained == [{"path": "filters[0]", "alone": 1, "excluded": 2}]
    facets = catalog.facets({}, [{"field": "country"}], permit=permit, now=NOW)
    assert facets == [{"field": "country", "cells": [], "suppressed": 2}]


def test_no_search_without_a_permit_that_holds(catalog, permit):
    with pytest.raises(rn.errors.PermitExpiredError):
        catalog.search({}, permit=permit, now="2026-03-01T13:00:00Z")
    with pytest.raises(rn.errors.NotPermittedError):
        rn.SearchPermit({"kind": "public", "id": "anyone"}, now=NOW)
    with pytest.raises(AttributeError):
        catalog.search({}, permit=None, now=NOW)


def test_an_error_of_a_query_names_its_path(catalog, permit):
    query = {"filters": [{"audience": {"country": "XX", "at_least": 0.2}}]}
    with pytest.raises(
        rn.errors.BadQueryError, match=r'filters\[0\].audience.country: "XX" is not'
    ) as raised:
        catalog.search(query, permit=permit, now=NOW)
    assert 'did you mean "XK"?' in str(raised.value)


def test_threads_search_while_others_change(permit):
    catalog = rn.Catalog.from_rows({"id": f"i{n}"} for n in range(500))
    totals = []

    def search():
        for _ in range(50):
            totals.append(catalog.search({"limit": 1}, permit=permit, now=NOW).total)

    def restrict():
        for n in range(100):
            catalog.restrict(f"i{n}")

    workers = [threading.Thread(target=search) for _ in range(3)] + [threading.Thread(target=restrict)]
    [worker.start() for worker in workers]
    [worker.join() for worker in workers]
    assert len(totals) == 150
    assert all(400 <= total <= 500 for total in totals)


def test_a_catalog_shows_nothing_of_anybody(catalog):
    assert repr(catalog) == "Catalog(3 influencers)"


def test_the_types_of_queries_are_those_of_their_schemas():
    path = ROOT / "tools/query-types/generate.py"
    spec = importlib.util.spec_from_file_location("generate", path)
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    for place, text in generate.generated().items():
        written = place.read_text("utf-8")
        assert generate.plain(written) == generate.plain(text), f"run {path} for {place}"


def test_collaborations_come_out_of_a_table_as_records_or_as_lists_side_by_side(permit):
    records = {
        "id": ["a", "b", "c"],
        "sponsored": [
            [{"brand": "Invented Cola", "on": "2026-02-20"}, {"brand": "Other", "on": "2024-01-01"}],
            [{"brand": "Invented Cola", "on": "2025-02-20"}],
            None,
        ],
    }
    lists = {
        "id": ["a", "b", "c"],
        "sponsored": [["Invented Cola", "Other"], ["Invented Cola"], None],
        "sponsored_on": [["2026-02-20", "2024-01-01"], ["2025-02-20"], []],
    }
    dates = pl.DataFrame(lists).with_columns(pl.col("sponsored_on").list.eval(pl.element().str.to_date()))
    of_rows = [
        {"id": one, "sponsored": told or []}
        for one, told in zip(records["id"], records["sponsored"], strict=True)
    ]
    made = [rn.Catalog.from_arrow(table) for table in (pl.DataFrame(records), pl.DataFrame(lists), dates)]
    for catalog in [*made, rn.Catalog.from_rows(of_rows)]:

        def ids(brand, catalog=catalog, **within):
            query = {"filters": [{"sponsored": {"brand": brand, **within}}]}
            return [row["id"] for row in catalog.search(query, permit=permit, now=NOW)]

        assert ids("INVENTED cola") == ["a", "b"]
        assert ids("invented cola", within_days=30) == ["a"]
        assert ids("other", within_days=30) == []
    for wrong, error in (
        ({"id": ["a"], "sponsored": [["x"]]}, rn.errors.MissingColumnError),
        (
            {"id": ["a"], "sponsored": [["x", "y"]], "sponsored_on": [["2026-01-01"]]},
            rn.errors.BadRecordError,
        ),
        ({"id": ["a"], "sponsored": [["x"]], "sponsored_on": [[None]]}, rn.errors.BadRecordError),
        ({"id": ["a"], "sponsored": [True]}, rn.errors.WrongColumnTypeError),
        ({"id": ["a"], "sponsored": [[{"brand": "x"}]]}, rn.errors.WrongColumnTypeError),
    ):
        with pytest.raises(error):
            rn.Catalog.from_arrow(pl.DataFrame(wrong))


WRITER = """
import json, sys
import renown as rn

path, key, events = sys.argv[1], bytes.fromhex(sys.argv[2]), json.loads(sys.argv[3])
with rn.Ledger.open(path, key=key) as ledger:
    ledger.record(events)
"""


def test_a_catalog_follows_what_another_process_writes_to_the_ledger(catalog, permit, tmp_path):
    key = rn.Ledger.new_key()
    path = tmp_path / "renown.db"
    searches = iter(range(100))

    def ids():
        found = catalog.search({}, permit=permit, now=NOW, id=f"search-{next(searches)}")
        return [row["id"] for row in found]

    def written(event, subject, what):
        events = json.dumps([{"id": event, "subject": subject, "at": NOW, "what": what}])
        command = [sys.executable, "-c", WRITER, str(path), key.hex(), events]
        subprocess.run(command, check=True)

    with rn.Ledger.open(path, key=key) as ledger:
        catalog.follow(ledger, store="catalog", key=rn.Ledger.new_key())
        assert ids() == ["i1", "i2", "i3"]
        written("1", "i1", {"kind": "restriction_on", "ground": "contested"})
        assert ids() == ["i2", "i3"]
        written("2", "i2", {"kind": "minority_set", "minor": True})
        written("3", "i1", {"kind": "restriction_off"})
        assert ids() == ["i1", "i3"]

        plan = {"id": "e1", "subject": "i3", "decision": "d1"}
        ledger.plan_erasure(plan, now=NOW)
        assert ledger.erase("e1", subject="i3", now=NOW)["missing"] == ["catalog"]
        catalog.refresh(now=NOW)
        assert ledger.erasure("e1")["state"] == "complete"
        assert len(catalog) == 2
        assert ids() == ["i1"]
        with pytest.raises(rn.errors.ErasedSubjectError):
            catalog.add([{"id": "i3"}])
    with pytest.raises(rn.errors.LedgerClosedError):
        catalog.search({}, permit=permit, now=NOW, id="late")


def test_a_search_is_metered_once_under_its_id(catalog, permit, tmp_path):
    with rn.Ledger.open(tmp_path / "renown.db", key=rn.Ledger.new_key()) as ledger:
        with pytest.raises(rn.errors.MalformedFieldError, match="follows no ledger"):
            catalog.search({}, permit=permit, now=NOW, id="s1")
        catalog.follow(ledger)
        with pytest.raises(rn.errors.MalformedFieldError, match="give one"):
            catalog.search({}, permit=permit, now=NOW)
        for _ in range(3):
            catalog.search({}, permit=permit, now=NOW, id="s1")
        catalog.explain({}, permit=permit, now=NOW, id="s2")
        with pytest.raises(rn.errors.IdReusedError):
            catalog.search({"limit": 1}, permit=permit, now=NOW, id="s1")
        usage = ledger.usage("brand-1", first="2026-03-01", end="2026-03-02")
        assert {total["kind"]: total["units"] for total in usage} == {"search": 2, "search_result": 3}
    with pytest.raises(rn.errors.MalformedArgumentsError):
        catalog.follow(ledger, store="catalog")


def test_a_query_of_any_size_or_depth_is_an_error_with_a_path(catalog, permit):
    def message(query):
        with pytest.raises(rn.errors.RenownError) as raised:
            catalog.search(query, permit=permit, now=NOW)
        return str(raised.value)

    assert "more than 4096" in message({"filters": [{"hashtags": {"any": ["x"] * 100_000}}]})
    deep = {"verified": True}
    for _ in range(100_000):
        deep = {"not": deep}
    assert message({"filters": [deep]})
    assert message({"filter": []}).startswith("filter: unknown field")
    cursor = catalog.search({"limit": 1}, permit=permit, now=NOW).cursor
    assert "another query" in message({"cursor": cursor, "filters": [{"verified": True}]})
    assert "damaged" in message({"cursor": cursor[:-2]})
