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
        (
            json!({ "filters": [{ "last_post": { "since": "2026-02-01", "until": "2026-01-31" } }] }),
            "filters[0].last_post: no day is from 2026-02-01 on and until 2026-01-31",
        ),
        (json!({ "filters": [{ "last_post": { "since": "31.1.2026" } }] }), "filters[0].last_post.since: "),
        (
            json!({ "filters": [{ "last_post": { "within_days": -1 } }] }),
            "filters[0].last_post.within_days: ",
        ),
        (
            json!({ "filters": [{ "credibility": { "low_at_least": 70 } }] }),
            "filters[0].credibility.low_at_least: a fraction",
        ),
        (
            json!({ "filters": [{ "hidden_like_share": { "at_least": 1.5 } }] }),
            "filters[0].hidden_like_share.at_least: a fraction",
        ),
        (
            json!({ "filters": [{ "followers": { "at_most": -1 } }] }),
            "filters[0].followers.at_most: a number",
        ),
        (
            json!({ "filters": [{ "credibility": { "low_at_least": 0.8, "at_most": 0.7 } }] }),
            "filters[0].credibility: no figure of at most 0.7",
        ),
        (
            json!({ "filters": [{ "audience": { "gender": "female", "country": "DE", "at_least": 0.1 } }] }),
            "filters[0].audience: ",
        ),
        (
            json!({ "filters": [{ "audience": { "gender": "femal", "at_least": 0.1 } }] }),
            "filters[0].audience.gender: ",
        ),
        (json!({ "filters": [{ "audience": { "country": "DE" } }] }), "filters[0].audience: no bound"),
        (json!({ "filters": [{ "or": [] }] }), "filters[0].or: an empty list"),
        (json!({ "filters": [{ "and": [{ "or": [] }] }] }), "filters[0].and[0].or: an empty list"),
        (json!({ "filters": [{ "region": ["DE-XX"] }] }), "filters[0].region[0]: "),
        (json!({ "filters": [{ "language": ["deutsch!"] }] }), "filters[0].language[0]: "),
        (json!({ "filters": [{ "age_band": ["old"] }] }), "filters[0].age_band[0]: "),
        (json!({ "filters": [{ "account_type": ["shop"] }] }), "filters[0].account_type[0]: "),
        (json!({ "filters": [{ "category": [" "] }] }), "filters[0].category[0]: an empty text"),
        (json!({ "filters": [{ "verified": "yes" }] }), "filters[0].verified: "),
        (
            json!({ "filters": [{ "brands": { "any": ["a", ""] } }] }),
            "filters[0].brands.any[1]: an empty text",
        ),
        (
            json!({ "filters": [{ "mentions": { "some": ["a"] } }] }),
            "filters[0].mentions.some: unknown field",
        ),
        (json!({ "filters": [{ "text": { "words": [] } }] }), "filters[0].text.words: an empty list"),
        (json!({ "filters": [{ "text": { "words": ["a", "?!"] } }] }), "filters[0].text.words[1]: no word"),
        (
            json!({ "filters": [{ "text": { "phrase": "a", "prefix": "b" } }] }),
            "filters[0].text: give one of",
        ),
        (json!({ "filters": [{ "text": { "phrase": "a", "edits": 1 } }] }), "filters[0].text.edits: "),
        (
            json!({ "filters": [{ "text": { "phrase": "a".repeat(1_001) } }] }),
            "filters[0].text.phrase: a text of more than 1000",
        ),
        (
            json!({ "filters": [{ "sponsored": { "brand": "" } }] }),
            "filters[0].sponsored.brand: an empty text",
        ),
        (
            json!({ "filters": [{ "sponsored": { "within_days": 3 } }] }),
            "filters[0].sponsored: missing field",
        ),
        (
            json!({ "filters": [{ "lookalike_of": { "id": "i00", "at_least": 2 } }] }),
            "filters[0].lookalike_of.at_least: a similarity",
        ),
        (
            json!({ "filters": [{ "lookalike_of": { "id": "i00" } }, { "similar_audience_to": { "id": "i01" } }] }),
            "filters[1].similar_audience_to: a query compares",
        ),
        (json!({ "filters": [{ "exclude": "i00" }] }), "filters[0].exclude: "),
        (json!({ "filters": [{ "country": ["DE"], "verified": true }] }), "filters[0]: "),
        (json!({ "filters": [{}] }), "filters[0]: "),
        (json!({ "filters": [null] }), "filters[0]: "),
        (json!({ "count": "roughly" }), "count: unknown variant"),
        (json!({ "sort": [{ "by": "followers", "order": "up" }] }), "sort[0].order: unknown variant"),
        (json!({ "sort": [{}] }), "sort[0]: missing field"),
        (json!({ "fields": ["beauty"] }), "fields[0]: \"beauty\" is no field"),
        (json!({ "fields": ["similarity"] }), "fields[0]: likeness to whom"),
        (json!({ "fields": vec!["country"; 65] }), "fields: at most 64"),
        (json!({ "facets": [{ "field": "beauty" }] }), "facets[0].field: \"beauty\" is no field"),
        (json!({ "facets": [{ "field": "similarity" }] }), "facets[0].field: likeness"),
        (json!({ "facets": [{ "field": "country", "edges": [1] }] }), "facets[0].edges: labels"),
        (json!({ "facets": [{ "field": "country", "top": 9_999 }] }), "facets[0].top: at most"),
        (json!({ "facets": [{ "field": "followers", "edges": [2, 1] }] }), "facets[0].edges: 1 to"),
        (json!({ "explain": 1 }), "explain: "),
        (json!({ "cursor": 7 }), "cursor: "),
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
    let wide: Value = (0..100_000).map(|n| json!({ "and": [{ "exclude": [n.to_string()] }] })).collect();
    assert!(message(json!({ "filters": wide })).contains("more than 4096"));
    let ids: Vec<String> = (0..100_000).map(|n| n.to_string()).collect();
    assert!(message(json!({ "filters": [{ "exclude": ids }] })).contains("more than 4096"));
    let text = "wort ".repeat(100_000);
    assert!(
        message(json!({ "filters": [{ "text": { "phrase": text } }] })).contains("more than 1000 characters")
    );
}

#[test]
fn a_text_that_looks_like_a_pattern_is_a_text() {
    let long = format!("{}!", "x".repeat(900));
    for text in ["(xyz+)+$", "k*xyz", "[kK]xyzz", "%", "\\\\", "xyze|rosé", "' OR 1=1 --", long.as_str()] {
        for form in ["phrase", "prefix", "fuzzy"] {
            // Found, not found or no word at all: what it never does is to take long or to match as a pattern.
            match ask(&forty(), json!({ "filters": [{ "text": { (form): text } }] })) {
                Ok(found) => assert_eq!(found.total, Some(0), "{form} {text}"),
                Err(error) => assert_eq!(error.code(), "BAD_QUERY", "{form} {text}"),
            }
        }
    }
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
