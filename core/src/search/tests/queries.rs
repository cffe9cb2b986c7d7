use serde_json::json;

use super::{ask, catalog, forty, ids};
use crate::search::{Catalog, Verify};

#[test]
fn filters_hold_together_and_ties_go_by_id() {
    let query = json!({
        "filters": [{ "country": ["DE"] }, { "platform": ["instagram", "youtube"] }, { "followers": { "at_most": 20_000 } }],
        "sort": [{ "by": "credibility" }], "limit": 3,
    });
    assert_eq!(ids(&forty(), query), ["i00", "i02", "i06"]);
}

#[test]
fn what_is_not_known_is_in_no_range_and_last_in_every_order() {
    let known = json!({ "filters": [{ "followers": { "at_least": 0 } }], "limit": 0 });
    assert_eq!(ask(&forty(), known).unwrap().total, Some(20));
    for order in ["ascending", "descending"] {
        let found = ids(&forty(), json!({ "sort": [{ "by": "followers", "order": order }], "limit": 40 }));
        assert_eq!(found[20], "i01", "{order}");
    }
    let unknown = json!({ "filters": [{ "not": { "followers": { "at_least": 0 } } }], "limit": 1 });
    assert_eq!(ids(&forty(), unknown), ["i01"]);
}

#[test]
fn the_lower_bound_of_an_interval_is_asked_for_by_itself() {
    let sure = json!({ "filters": [{ "credibility": { "at_least": 0.5, "low_at_least": 0.37 } }] });
    assert_eq!(ids(&forty(), sure), ["i38"]);
}

#[test]
fn a_text_is_found_without_accents_by_phrase_prefix_and_typo() {
    let count = |text| ask(&forty(), json!({ "filters": [{ "text": text }], "limit": 0 })).unwrap().total;
    assert_eq!(count(json!({ "phrase": "KUCHE nummer" })), Some(40));
    assert_eq!(count(json!({ "phrase": "nummer kuche" })), Some(0));
    assert_eq!(count(json!({ "words": ["rose", "kochen"] })), Some(40));
    assert_eq!(count(json!({ "prefix": "num" })), Some(40));
    assert_eq!(count(json!({ "fuzzy": "kcohen" })), Some(40));
    assert_eq!(count(json!({ "fuzzy": "kcohn" })), Some(0));
    assert_eq!(count(json!({ "fuzzy": "kcohn", "edits": 2 })), Some(40));
    assert_eq!(count(json!({ "phrase": "#TAG3", "within": ["hashtags"] })), Some(8));
    assert_eq!(count(json!({ "phrase": "(kuche|.*)+" })), Some(40));
}

#[test]
fn a_script_without_spaces_is_found_by_what_is_written_together() {
    let rows = json!([
        { "id": "a", "bio": "東京で料理" }, { "id": "b", "bio": "京東で料理" },
        { "id": "c", "bio": "Τι ωραία Ελλάδα" }, { "id": "d", "bio": "हिन्दी में खाना" },
    ]);
    let catalog = catalog(rows);
    let phrase = |text| ids(&catalog, json!({ "filters": [{ "text": { "phrase": text } }] }));
    assert_eq!(phrase("東京"), ["a"]);
    assert_eq!(phrase("ωραια ελλαδα"), ["c"]);
    assert_eq!(phrase("खाना"), ["d"]);
    assert_eq!(phrase("खानी"), [""; 0]);
}

#[test]
fn pages_follow_each_other_without_gap_or_repetition() {
    let catalog = forty();
    for sort in
        [json!([]), json!([{ "by": "followers" }, { "by": "audience.country.DE", "order": "ascending" }])]
    {
        let all = ids(&catalog, json!({ "sort": sort, "limit": 100 }));
        let (mut paged, mut cursor) = (Vec::new(), None);
        loop {
            let found = ask(&catalog, json!({ "sort": sort, "limit": 7, "cursor": cursor })).unwrap();
            paged.extend(found.matches.into_iter().map(|found| found.id));
            cursor = found.cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(paged, all);
        assert_eq!(all.len(), 40);
    }
}

#[test]
fn a_page_keeps_its_place_while_influencers_leave() {
    let mut catalog = forty();
    let first = ask(&catalog, json!({ "limit": 5 })).unwrap();
    catalog.remove("i04");
    let next = ids(&catalog, json!({ "limit": 2, "cursor": first.cursor }));
    assert_eq!(next, ["i05", "i06"]);
}

#[test]
fn a_brand_was_sponsored_in_the_last_days_or_not() {
    let catalog = catalog(json!([
        { "id": "a", "sponsored": [{ "brand": "Invented Cola", "on": "2026-02-20" }] },
        { "id": "b", "sponsored": [{ "brand": "Invented Cola", "on": "2025-02-20" }, { "brand": "Other", "on": "2026-02-25" }] },
    ]));
    let lately = json!({ "filters": [{ "sponsored": { "brand": "INVENTED cola", "within_days": 30 } }] });
    assert_eq!(ids(&catalog, lately), ["a"]);
    assert_eq!(
        ids(&catalog, json!({ "filters": [{ "sponsored": { "brand": "invented cola" } }] })),
        ["a", "b"]
    );
}

#[test]
fn the_most_alike_come_first_and_nobody_is_like_themselves() {
    let catalog = catalog(json!([
        { "id": "a", "topics": { "food": 3, "travel": 1 }, "audience": { "country": { "DE": 0.6, "AT": 0.2 } } },
        { "id": "b", "topics": { "food": 6, "travel": 2 }, "audience": { "country": { "DE": 0.6, "AT": 0.2 } } },
        { "id": "c", "topics": { "cars": 1 }, "audience": { "country": { "DE": 0.6 } } },
        { "id": "d" },
    ]));
    let query = json!({
        "filters": [{ "lookalike_of": { "id": "a", "at_least": 0.1 } }],
        "sort": [{ "by": "similarity" }], "fields": ["similarity"],
    });
    let found = ask(&catalog, query).unwrap();
    let told: Vec<_> = found
        .matches
        .iter()
        .map(|one| (one.id.as_str(), one.fields["similarity"].as_f64().unwrap()))
        .collect();
    assert_eq!(told[0].0, "b");
    assert!((told[0].1 - 1.0).abs() < 1e-12);
    // Topics have nothing in common; audiences 0.36 / (0.6 · sqrt(0.4)).
    assert_eq!(told[1].0, "c");
    assert!((told[1].1 - 0.36 / (0.6 * 0.4_f64.sqrt()) / 2.0).abs() < 1e-7, "{}", told[1].1);
    assert_eq!(told.len(), 2);
}

#[test]
fn each_filter_says_what_it_leaves_out() {
    let query = json!({
        "filters": [{ "country": ["DE"] }, { "hashtags": { "all": ["tag0", "ALLE"] } }], "explain": true, "limit": 0,
    });
    let explained = ask(&forty(), query).unwrap().explained.unwrap();
    let told: Vec<_> = explained.iter().map(|one| (one.path.as_str(), one.alone, one.excluded)).collect();
    assert_eq!(told, [("filters[0]", 20, 20), ("filters[1]", 8, 16)]);
}

#[test]
fn what_was_written_reads_back_to_the_same_catalog() {
    let mut catalog = forty();
    catalog.remove("i03");
    let bytes = catalog.to_bytes();
    let read = Catalog::from_bytes(&bytes).unwrap();
    assert_eq!(read.to_bytes(), bytes);
    let open = Catalog::open(bytes.clone(), Verify::Checksum).unwrap();
    assert_eq!(open.to_bytes(), bytes);
    // Beside the bytes there are the marks of who is shown, and what is known of words of rows.
    assert!(open.memory() * 4 < read.memory(), "{} {}", open.memory(), read.memory());
    for query in [
        json!({ "filters": [{ "text": { "phrase": "Nummer 12" } }] }),
        json!({ "filters": [{ "audience": { "country": "DE", "at_least": 0.5 } }], "sort": [{ "by": "followers" }], "fields": ["hashtags", "country", "followers"] }),
    ] {
        assert_eq!(ask(&read, query.clone()).unwrap(), ask(&catalog, query.clone()).unwrap());
        assert_eq!(ask(&open, query.clone()).unwrap(), ask(&catalog, query).unwrap());
    }
}

#[test]
fn damaged_bytes_are_an_error_wherever_the_damage_is() {
    let bytes = forty().to_bytes();
    for place in (0..bytes.len()).step_by(97) {
        let mut damaged = bytes.clone();
        damaged[place] ^= 0x10;
        assert!(Catalog::from_bytes(&damaged).is_err(), "{place}");
        assert_eq!(Catalog::from_bytes(&bytes[..place]).unwrap_err().code(), "DAMAGED_CATALOG");
    }
    let mut newer = bytes;
    newer[8] = 9;
    assert_eq!(Catalog::from_bytes(&newer).unwrap_err().code(), "NEWER_CATALOG");
}

#[test]
fn bytes_of_a_form_that_was_given_up_are_refused_by_name() {
    let mut bytes = forty().to_bytes();
    bytes[8] = 2;
    let error = Catalog::from_bytes(&bytes).unwrap_err();
    assert_eq!(error.code(), "DAMAGED_CATALOG");
    assert!(error.to_string().contains("make the catalog anew"), "{error}");
}

#[test]
fn bytes_that_are_not_verified_never_panic_and_open_or_are_refused() {
    let bytes = forty().to_bytes();
    for place in (16..bytes.len()).step_by(7) {
        for damage in [0x01, 0xff] {
            let mut damaged = bytes.clone();
            damaged[place] ^= damage;
            let Ok(mut catalog) = Catalog::open(damaged, Verify::Layout) else { continue };
            let query = json!({
                "filters": [{ "hashtags": { "any": ["#even"] } }, { "followers": { "at_least": 3 } }, { "text": { "prefix": "num" } }],
                "sort": [{ "by": "followers" }], "fields": ["hashtags", "country", "followers"], "facets": [{ "by": "country" }],
            });
            let _ = ask(&catalog, query);
            catalog.remove("i05");
            let _ = catalog.to_bytes();
        }
    }
    assert!(Catalog::open(bytes[..bytes.len() - 40].to_vec(), Verify::Layout).is_err());
}
