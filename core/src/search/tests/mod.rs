//! Searches over invented people, and sequences of changes against a plain model.

mod bad_input;
mod changes;
mod guard;
mod many;
mod queries;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Catalog, Error, Found, Query, Record};
use crate::privacy::{DataCategory, Policy, Recipient, SearchPermit};

fn now() -> DateTime<Utc> {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

fn permit(categories: &[&str]) -> SearchPermit {
    let categories: Vec<_> = categories.iter().map(|key| DataCategory::new(*key).unwrap()).collect();
    SearchPermit::ask(
        &Policy::influencer_marketing(),
        &Recipient::user("brand-1").unwrap(),
        &categories,
        now(),
    )
    .unwrap()
}

fn catalog(rows: Value) -> Catalog {
    Catalog::from_rows(serde_json::from_value::<Vec<Record>>(rows).unwrap()).unwrap()
}

/// Influencers `i00` to `i39`, of whom every second has a figure, an audience and a text.
fn forty() -> Catalog {
    let rows = (0..40).map(|n| {
        json!({
            "id": format!("i{n:02}"),
            "platform": (["instagram", "tiktok", "youtube"][n % 3]),
            "country": (["DE", "FR"][n % 2]),
            "figures": if n % 2 == 0 {
                json!({ "followers": 1000 * n, "credibility": { "value": 0.8, "low": f64::from(n as u32) / 100.0 } })
            } else {
                json!({})
            },
            "audience": { "country": { "DE": f64::from(n as u32) / 40.0 } },
            "hashtags": [format!("Tag{}", n % 5), "alle"],
            "bio": format!("Küche Nummer {n}: Kochen mit Rosé"),
        })
    });
    catalog(rows.collect())
}

fn ask(catalog: &Catalog, query: Value) -> Result<Found, Error> {
    catalog.search(&Query::from_json(&query)?, &permit(&["influencer"]), now())
}

fn ids(catalog: &Catalog, query: Value) -> Vec<String> {
    ask(catalog, query).unwrap().matches.into_iter().map(|found| found.id).collect()
}
