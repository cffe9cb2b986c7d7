use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{ask, catalog, forty, ids, now, permit};
use crate::model::InfluencerId;
use crate::search::{Catalog, Exclusion, Query, Record};

fn id(text: &str) -> InfluencerId {
    InfluencerId::new(text).unwrap()
}

#[test]
fn whoever_is_restricted_is_found_and_counted_nowhere_from_the_next_search_on() {
    let mut catalog = forty();
    catalog.restrict(&id("i02"), Exclusion::Minor);
    catalog.restrict(&id("i02"), Exclusion::Objected);
    let query =
        json!({ "filters": [{ "country": ["DE"] }], "facets": [{ "field": "country" }], "explain": true });
    let found = ask(&catalog, query.clone()).unwrap();
    assert_eq!((found.total, found.facets[0].cells[0].n), (Some(19), 19));
    assert_eq!(found.explained.unwrap()[0].alone, 19);
    assert!(found.matches.iter().all(|one| one.id != "i02"));
    let alike = json!({ "filters": [{ "lookalike_of": { "id": "i02" } }] });
    assert_eq!(ask(&catalog, alike).unwrap_err().code(), "UNKNOWN_ID");

    catalog.lift(&id("i02"), Exclusion::Minor);
    assert_eq!(ask(&catalog, query.clone()).unwrap().total, Some(19));
    catalog.lift(&id("i02"), Exclusion::Objected);
    assert_eq!(ask(&catalog, query).unwrap().total, Some(20));
}

#[test]
fn a_restriction_holds_for_data_that_come_later() {
    let mut catalog = Catalog::new();
    catalog.restrict(&id("a"), Exclusion::Suppressed);
    catalog.add([Record::new(id("a")), Record::new(id("b"))]).unwrap();
    assert_eq!(ids(&catalog, json!({})), ["b"]);
    catalog.update([Record::new(id("a"))]).unwrap();
    assert_eq!(ids(&catalog, json!({})), ["b"]);
}

#[test]
fn nothing_of_an_erased_person_stays_in_memory_or_in_the_bytes() {
    let mut catalog = catalog(json!([
        { "id": "a", "name": "Onlyhere Inventedperson", "city": "Nowhereville", "hashtags": ["uniqueword"] },
        { "id": "b", "name": "Other" },
    ]));
    catalog.erase(&id("a"));
    let bytes = catalog.to_bytes();
    for word in ["onlyhere", "Nowhereville", "nowhereville", "uniqueword"] {
        assert!(!bytes.windows(word.len()).any(|part| part == word.as_bytes()), "{word}");
    }
    assert_eq!(catalog.len(), 1);
    assert_eq!(catalog.add([Record::new(id("a"))]).unwrap_err().code(), "ERASED_SUBJECT");
    let read = Catalog::from_bytes(&bytes).unwrap();
    assert_eq!(ids(&read, json!({ "filters": [{ "text": { "prefix": "only" } }] })), [""; 0]);
    assert_eq!(read.clone().add([Record::new(id("a"))]).unwrap_err().code(), "ERASED_SUBJECT");
}

#[test]
fn the_rules_of_transfer_keep_somebody_from_one_recipient_only() {
    let mut catalog = forty();
    catalog.keep_from(&id("i00"), "brand-1");
    catalog.keep_from(&id("i01"), "brand-2");
    assert_eq!(ids(&catalog, json!({ "limit": 2 })), ["i01", "i02"]);
}

#[test]
fn a_permit_that_is_too_old_finds_nothing() {
    let late = now() + TimeDelta::seconds(301);
    let error = forty().search(&Query::default(), &permit(&["influencer"]), late).unwrap_err();
    assert_eq!(error.code(), "PERMIT_EXPIRED");
}

#[test]
fn what_the_permit_does_not_cover_is_neither_searched_nor_sorted_by_nor_told() {
    let permit = permit(&["influencer.identity.location", "influencer.performance"]);
    let ask = |query| forty().search(&Query::from_json(&query)?, &permit, now());
    for query in [
        json!({ "filters": [{ "audience": { "country": "DE", "at_least": 0.2 } }] }),
        json!({ "filters": [{ "not": { "hashtags": { "any": ["a"] } } }] }),
        json!({ "filters": [{ "text": { "phrase": "a", "within": ["captions"] } }] }),
        json!({ "filters": [{ "gender": ["female"] }] }),
        json!({ "filters": [{ "text": { "prefix": "a" } }] }),
        json!({ "sort": [{ "by": "credibility" }] }),
        json!({ "facets": [{ "field": "brands" }] }),
        json!({ "filters": [{ "lookalike_of": { "id": "i00" } }] }),
    ] {
        assert_eq!(ask(query.clone()).unwrap_err().code(), "FIELD_NOT_PERMITTED", "{query}");
    }
    let found = ask(json!({ "fields": ["followers", "credibility"], "limit": 3 })).unwrap();
    assert_eq!(found.masked, ["credibility"]);
    assert_eq!(found.matches[0].fields.keys().collect::<Vec<_>>(), ["followers"]);
    assert_eq!(found.metered.units, 3);
    assert_eq!(serde_json::to_value(&found.metered.obligations).unwrap(), json!(["log", "meter"]));
}

#[test]
fn a_cell_of_few_is_not_told_and_cannot_be_found_by_subtraction() {
    let rows = (0..60).map(|n| {
        let country = if n < 3 {
            "AT"
        } else if n < 20 {
            "FR"
        } else {
            "DE"
        };
        json!({ "id": n.to_string(), "country": country, "figures": { "followers": n } })
    });
    let catalog = catalog(rows.collect());
    let facets = json!([{ "field": "country" }, { "field": "followers", "edges": [5, 30] }, { "field": "followers", "edges": [100] }]);
    let found = ask(&catalog, json!({ "facets": facets })).unwrap();
    let cells = |facet: usize| found.facets[facet].cells.iter().map(|cell| cell.n).collect::<Vec<_>>();
    // 3 are too few, and 60 - 40 - 17 would tell them: 17 are left out as well.
    assert_eq!((cells(0), found.facets[0].suppressed), (vec![40], 2));
    assert_eq!((cells(1), found.facets[1].suppressed), (vec![30], 2));
    // That there is nobody is no cell of somebody.
    assert_eq!((cells(2), found.facets[2].suppressed), (vec![60, 0], 0));
}

#[test]
fn a_facet_by_a_special_category_is_denied_by_name_and_by_label() {
    for field in ["religion", "ethnicity", "audience.religion.any"] {
        let error = ask(&forty(), json!({ "facets": [{ "field": field }] })).unwrap_err();
        assert_eq!(error.code(), "SPECIAL_CATEGORY", "{field}");
    }
    let rows = (0..30).map(|n| json!({ "id": n.to_string(), "hashtags": ["religion", "food"] }));
    let found = ask(&catalog(rows.collect()), json!({ "facets": [{ "field": "hashtags" }] })).unwrap();
    let labels: Vec<_> = found.facets[0].cells.iter().map(|cell| cell.label.as_deref()).collect();
    assert_eq!(labels, [Some("food")]);
}

#[test]
fn an_estimated_total_does_not_tell_one_from_two_hundred() {
    let rows = (0..1_234).map(|n| json!({ "id": n.to_string() }));
    let catalog = catalog(rows.collect());
    let total = |count: &str| ask(&catalog, json!({ "count": count })).unwrap().total;
    assert_eq!([total("exact"), total("estimated"), total("none")], [Some(1_234), Some(1_200), None]);
    // Below a hundred two digits would be exact.
    let few = |n: usize| {
        let catalog = self::catalog((0..n).map(|n| json!({ "id": n.to_string() })).collect());
        ask(&catalog, json!({ "count": "estimated" })).unwrap().total
    };
    assert_eq!([few(0), few(1), few(44), few(45), few(99)], [0, 10, 40, 50, 100].map(Some));
}

/// Everything that a search tells, for a query that asks for everything.
fn everything(catalog: &Catalog, filters: &Value, count: &str) -> Value {
    let query = json!({
        "filters": filters, "sort": [{ "by": "followers" }], "limit": 7, "count": count, "explain": true,
        "fields": ["followers", "country", "hashtags", "audience.country.DE"],
        "facets": [
            { "field": "country" }, { "field": "hashtags" }, { "field": "followers", "edges": [10_000, 20_000] },
            { "field": "audience.country.DE", "edges": [0.25, 0.5, 0.75] },
        ],
    });
    json!(ask(catalog, query).unwrap())
}

#[test]
fn after_a_restriction_every_answer_is_that_of_a_catalog_without_the_person() {
    let filters = [
        json!([]),
        json!([{ "country": ["DE"] }]),
        json!([{ "not": { "country": ["DE"] } }]),
        json!([{ "audience": { "country": "DE", "at_least": 0.3 } }]),
        json!([{ "hashtags": { "any": ["tag1", "tag2"] } }, { "text": { "prefix": "num" } }]),
        json!([{ "or": [{ "followers": { "at_least": 15_000 } }, { "text": { "fuzzy": "kochn" } }] }]),
        json!([{ "lookalike_of": { "id": "i04", "at_least": 0.2 } }]),
    ];
    for gone in ["i00", "i07", "i22", "i39"] {
        let (mut restricted, mut without) = (forty(), forty());
        restricted.restrict(&id(gone), Exclusion::Restricted);
        without.remove(gone);
        for filters in &filters {
            for count in ["exact", "estimated", "none"] {
                let (one, other) =
                    (everything(&restricted, filters, count), everything(&without, filters, count));
                assert_eq!(one, other, "{gone} {filters} {count}");
            }
        }
    }
}

/// All counts in an answer.
fn counts(told: &Value) -> Vec<u64> {
    let cells =
        |facet: &Value| facet["cells"].as_array().unwrap().iter().map(|cell| cell["n"].as_u64()).collect();
    let facets = told["facets"].as_array().unwrap().iter().flat_map(|facet| -> Vec<_> { cells(facet) });
    let explained = told["explained"].as_array().unwrap().iter();
    let explained = explained.flat_map(|one| [one["alone"].as_u64(), one["excluded"].as_u64()]);
    facets.chain(explained).chain([told["total"].as_u64()]).flatten().collect()
}

#[test]
fn where_totals_are_estimated_no_count_differs_by_one_before_and_after_a_restriction() {
    let rows =
        |n: usize| (0..n).map(|n| json!({ "id": n.to_string(), "country": (["DE", "FR"][n % 2]) })).collect();
    for people in [11, 24, 25, 26, 99, 100, 101, 250] {
        let mut catalog = catalog(rows(people));
        let query = json!({ "filters": [{ "country": ["DE"] }], "facets": [{ "field": "country" }], "count": "estimated", "explain": true, "limit": 0 });
        let tell = |catalog: &Catalog| json!(ask(catalog, query.clone()).unwrap());
        let before = tell(&catalog);
        catalog.restrict(&id("0"), Exclusion::Objected);
        let after = tell(&catalog);
        assert!(counts(&before).iter().chain(&counts(&after)).all(|n| n % 10 == 0), "{before} {after}");
    }
}

#[test]
fn histograms_of_a_share_of_audiences_are_too_coarse_to_be_compared() {
    let rows = (0..200).map(|n| {
        // Three have just above a fifth, and all others well below or above.
        let share = [0.1, 0.6, 0.2001][if n < 3 { 2 } else { n % 2 }];
        json!({ "id": n.to_string(), "audience": { "country": { "DE": share } } })
    });
    let catalog = catalog(rows.collect());
    let facet = |edges: Value| json!({ "field": "audience.country.DE", "edges": edges });
    let problem = |facets: Value| ask(&catalog, json!({ "facets": facets })).unwrap_err().to_string();
    assert!(problem(json!([facet(json!([0.2001]))])).starts_with("facets[0].edges: edges between shares"));
    let twice = json!([facet(json!([0.2])), facet(json!([0.25]))]);
    assert!(problem(twice).starts_with("facets[1].field: this share is counted already"));

    let cells = |edges: Value| {
        let found = ask(&catalog, json!({ "facets": [facet(edges)], "limit": 0 })).unwrap();
        let facet = found.facets.into_iter().next().unwrap();
        (facet.cells.iter().map(|cell| cell.n).collect::<Vec<_>>(), facet.suppressed)
    };
    // 98 below, 3 between, 99 above: the three are left out, and the next smallest with them.
    assert_eq!(cells(json!([0.2, 0.25])), (vec![100], 2));
    assert_eq!(cells(json!([0.2])), (vec![100, 100], 0));
    assert_eq!(cells(json!([0.25])), (vec![100, 100], 0));
}
