"""Catalogs: what a person does with one in Python, and what stands in the way."""

import threading

import polars as pl
import pytest
import renown as rn

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
    place.write_bytes(place.read_bytes()[:-5])
    with pytest.raises(rn.errors.DamagedCatalogError):
        rn.Catalog.load(place)


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
