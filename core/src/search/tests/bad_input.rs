use serde_json::{Value, json};

use super::{ask, forty, ids};
use crate::search::Query;

fn message(query: Value) -> String {
    ask(&forty(), query).unwrap_err().to_string()
}

#[test]
fn an_error_names_the_path_and_what_was_probably_meant() {
    let filters = json!([{ "verified": true }, { "country": ["DE"] }, { "audience": { "country": "XX", "at_least": 0.2 } }]);
    assert_eq!(
        message(json!({ "filters": filters })),
        "filters[2].audience.country: \"XX\" is not an ISO 3166 code; did you mean \"XK\"?"
    );
    let nested = json!([{ "or": [{ "verified": true }, { "not": { "country": ["DE", "germany"] } }] }]);
    assert_eq!(
        message(json!({ "filters": nested })),
        "filters[0].or[1].not.country[1]: \"germany\" is not an ISO 3166 code; did you mean \"DE\"?"
    );
}

#[test]
fn what_no_query_can_mean_is_refused_where_it_stands() {
    for (query, begins) in [
        (json!({ "filter": [] }), "filter: unknown field"),
        (json!({ "filters": [{ "follower": {} }] }), "filters[0]: unknown variant"),
        (json!({ "filters": [{ "followers": { "min": 3 } }] }), "filters[0].followers.min: unknown field"),
        (json!({ "filters": [{ "followers": { "at_least": "many" } }] }), "filters[0].followers.at_least: "),
        (
            json!({ "filters": [{ "followers": { "at_least": 5, "at_most": 4 } }] }),
            "filters[0].followers: nothing is",
        ),
        (json!({ "filters": [{ "followers": {} }] }), "filters[0].followers: no bound"),
        (
            json!({ "filters": [{ "audience": { "country": "DE", "at_least": 20 } }] }),
            "filters[0].audience: a share",
        ),
        (json!({ "filters": [{ "audience": { "at_least": 0.2 } }] }), "filters[0].audience: name one part"),
        (json!({ "filters": [{ "country": [] }] }), "filters[0].country: an empty list"),
        (json!({ "filters": [{ "hashtags": {} }] }), "filters[0].hashtags: nothing is named"),
        (json!({ "filters": [{ "text": {} }] }), "filters[0].text: give one of"),
        (json!({ "filters": [{ "text": { "phrase": ".*+?" } }] }), "filters[0].text.phrase: no word"),
        (json!({ "filters": [{ "text": { "prefix": "two words" } }] }), "filters[0].text.prefix: one word"),
        (
            json!({ "filters": [{ "text": { "fuzzy": "word", "edits": 9 } }] }),
            "filters[0].text.edits: 1 or 2",
        ),
        (
            json!({ "filters": [{ "text": { "phrase": "a", "within": ["mail"] } }] }),
            "filters[0].text.within[0]: no text",
        ),
        (json!({ "filters": [{ "platform": ["myspace"] }] }), "filters[0].platform[0]: "),
        (json!({ "filters": [{ "last_post": {} }] }), "filters[0].last_post: no day"),
        (json!({ "sort": [{ "by": "country" }] }), "sort[0].by: an order goes by a number"),
        (json!({ "sort": [{ "by": "similarity" }] }), "sort[0].by: likeness to whom"),
        (json!({ "sort": [{ "by": "beauty" }] }), "sort[0].by: \"beauty\" is no field"),
        (json!({ "facets": [{ "field": "followers" }] }), "facets[0].edges: 1 to"),
        (json!({ "limit": 100_000 }), "limit: at most"),
        (json!({ "limit": -1 }), "limit: "),
        (json!([]), "query: "),
    ] {
        let told = message(query.clone());
        assert!(told.starts_with(begins), "{query}: {told}");
    }
}

#[test]
fn a_query_of_a_hundred_thousand_terms_or_levels_is_refused_before_it_is_run() {
    let many: Vec<String> = (0..100_000).map(|n| format!("tag{n}")).collect();
    assert!(message(json!({ "filters": [{ "hashtags": { "any": many } }] })).contains("more than 4096"));
    let some: Vec<Value> = (0..5_000).map(|_| json!({ "verified": true })).collect();
    assert!(message(json!({ "filters": some })).contains("more than 4096"));
    let mut deep = json!({ "verified": true });
    for _ in 0..200 {
        deep = json!({ "not": deep });
    }
    assert!(message(json!({ "filters": [deep] })).contains("flatten them"));
}

#[test]
fn a_cursor_that_is_damaged_or_of_another_query_is_an_error() {
    let catalog = forty();
    let cursor = ask(&catalog, json!({ "limit": 3 })).unwrap().cursor.unwrap();
    let code = |query| ask(&catalog, query).unwrap_err().code();
    assert_eq!(code(json!({ "cursor": "zz" })), "MALFORMED_CURSOR");
    assert_eq!(code(json!({ "cursor": "" })), "MALFORMED_CURSOR");
    assert_eq!(code(json!({ "cursor": cursor[2..] })), "MALFORMED_CURSOR");
    assert_eq!(code(json!({ "cursor": cursor, "sort": [{ "by": "followers" }] })), "FOREIGN_CURSOR");
    assert_eq!(code(json!({ "cursor": cursor, "filters": [{ "verified": true }] })), "FOREIGN_CURSOR");
    // The size of the page is no part of the query.
    assert_eq!(ids(&catalog, json!({ "cursor": cursor, "limit": 1 })), ["i03"]);
}

#[test]
fn an_error_does_not_repeat_a_text_in_the_wrong_place() {
    let error = Query::from_json(&json!({ "limit": "Jane Doe" })).unwrap_err().to_string();
    assert!(!error.contains("Jane"), "{error}");
}
