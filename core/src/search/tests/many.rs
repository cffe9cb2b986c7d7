//! Labels of so many rows that they are kept as bits, against the plain list of the same influencers.

use serde_json::{Value, json};

use super::{ask, ids};
use crate::search::{Catalog, Record, Verify};

const ROWS: usize = 9_000;

/// Whether a filter admits the influencer of a number.
type Fits = fn(usize) -> bool;

/// Every second row is of DE, every third has the tag `third`, every tenth `rare`, and all have `all`.
fn record(number: usize) -> Record {
    let tags = [(3, "third"), (10, "rare"), (1, "all")];
    let tags: Vec<&str> =
        tags.iter().filter(|(step, _)| number.is_multiple_of(*step)).map(|(_, tag)| *tag).collect();
    serde_json::from_value(json!({
        "id": format!("i{number:05}"),
        "country": (["DE", "FR"][number % 2]),
        "figures": { "followers": number % 97 },
        "hashtags": tags,
        "bio": (["kaffee und kuchen", "tee"][usize::from(!number.is_multiple_of(4))]),
    }))
    .unwrap()
}

fn is_right(catalog: &Catalog, left: &[usize]) {
    let cases: [(Value, Fits); 8] = [
        (json!({ "country": ["DE"] }), |n| n.is_multiple_of(2)),
        (json!({ "not": { "country": ["DE"] } }), |n| n % 2 == 1),
        (json!({ "country": ["DE", "FR"] }), |_| true),
        (json!({ "hashtags": { "all": ["third", "rare"] } }), |n| n.is_multiple_of(30)),
        (json!({ "hashtags": { "any": ["third", "rare"], "none": ["all"] } }), |_| false),
        (json!({ "hashtags": { "any": ["third"], "none": ["rare"] } }), |n| {
            n.is_multiple_of(3) && !n.is_multiple_of(10)
        }),
        (json!({ "text": { "phrase": "und kuchen" } }), |n| n.is_multiple_of(4)),
        (json!({ "followers": { "at_least": 90 } }), |n| n % 97 >= 90),
    ];
    for (number, (filter, fits)) in cases.iter().enumerate() {
        // Alone, and behind a filter that leaves some words of rows without a candidate.
        for few in [false, true] {
            let mut filters = vec![filter.clone()];
            if few {
                filters.push(json!({ "followers": { "at_most": 4 } }));
            }
            let expected: Vec<usize> =
                left.iter().copied().filter(|&n| fits(n) && (!few || n % 97 <= 4)).collect();
            let found = ask(catalog, json!({ "filters": filters, "limit": 0 })).unwrap().total;
            assert_eq!(found, Some(expected.len() as u64), "case {number}, few: {few}");
            let first: Vec<String> = expected.iter().take(50).map(|n| format!("i{n:05}")).collect();
            assert_eq!(ids(catalog, json!({ "filters": filters, "limit": 50 })), first, "case {number}");
        }
    }
    // The best come from words far apart.
    let mut best: Vec<usize> = left.iter().copied().filter(|n| n.is_multiple_of(2)).collect();
    best.sort_by_key(|n| (std::cmp::Reverse(n % 97), *n));
    let query = json!({
        "filters": [{ "country": ["DE"] }], "sort": [{ "by": "followers", "order": "descending" }], "limit": 50,
    });
    let best: Vec<String> = best.iter().take(50).map(|n| format!("i{n:05}")).collect();
    assert_eq!(ids(catalog, query), best);
}

#[test]
fn labels_of_many_rows_are_found_like_those_of_few() {
    let all: Vec<usize> = (0..ROWS).collect();
    let mut catalog = Catalog::from_rows(all.iter().map(|&n| record(n)).collect::<Vec<_>>()).unwrap();
    is_right(&catalog, &all);

    // One after the other, the labels become bits on the way.
    let mut grown = Catalog::new();
    grown.add(all.iter().map(|&n| record(n)).collect::<Vec<_>>()).unwrap();
    is_right(&grown, &all);

    for number in (0..ROWS).step_by(7) {
        assert!(catalog.remove(&format!("i{number:05}")));
    }
    let left: Vec<usize> = all.iter().copied().filter(|n| !n.is_multiple_of(7)).collect();
    is_right(&catalog, &left);
    let bytes = catalog.to_bytes();
    let read = [Catalog::from_bytes(&bytes), Catalog::open(bytes, Verify::Checksum)];
    for mut catalog in read.map(Result::unwrap) {
        is_right(&catalog, &left);
        catalog.add((0..ROWS).step_by(7).map(record).collect::<Vec<_>>()).unwrap();
        catalog.update([record(12), record(8_999)]).unwrap();
        is_right(&catalog, &all);
        is_right(&Catalog::open(catalog.to_bytes(), Verify::Checksum).unwrap(), &all);
    }
}
