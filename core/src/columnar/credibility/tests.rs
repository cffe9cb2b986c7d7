use serde_json::{Value, json};

use crate::calls;
use crate::columnar::{Table, call};

fn draw(state: &mut u64, below: u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) % below
}

/// Accounts of which each feature is unknown now and then.
fn accounts(n: usize, seed: u64) -> Vec<Value> {
    let state = &mut seed.clone();
    let rows = (0..n).map(|_| {
        let counts = [3, 40, 900, 20_000];
        let count = |state: &mut u64| {
            let most = counts[draw(state, 4) as usize];
            draw(state, most)
        };
        let mut row = json!({
            "influencer_id": draw(state, 7), "has_picture": draw(state, 2) == 1, "username_length": 3 + draw(state, 20),
            "username_digit_share": draw(state, 100) as f64 / 100.0, "full_name_words": draw(state, 4),
            "full_name_digit_share": draw(state, 5) as f64 / 10.0, "name_equals_username": draw(state, 9) == 0,
            "bio_length": draw(state, 150), "external_link": draw(state, 3) == 0, "private": draw(state, 2) == 0,
            "verified": draw(state, 20) == 0, "posts": count(state), "followers": count(state), "following": count(state),
        });
        for (name, value) in row.as_object_mut().unwrap() {
            if name != "influencer_id" && draw(state, 10) == 0 {
                *value = Value::Null;
            }
        }
        row
    });
    rows.collect()
}

fn without_key(row: &Value) -> Value {
    let mut row = row.clone();
    row.as_object_mut().unwrap().remove("influencer_id");
    row
}

fn halves(rows: &[Value]) -> Table {
    let whole = Table::from_rows(rows).unwrap();
    let batch = &whole.batches()[0];
    let middle = rows.len() / 3;
    Table::new(batch.schema(), vec![batch.slice(0, middle), batch.slice(middle, rows.len() - middle)])
        .unwrap()
}

#[test]
fn a_row_scores_as_the_account_does_to_the_bit() {
    let rows = accounts(3_000, 1);
    let scored = call("score_accounts", &[("accounts", &halves(&rows))], &Value::Null).unwrap().to_rows();
    for (row, found) in rows.iter().zip(&scored) {
        let one = calls::call("score_account", &json!({ "account": without_key(row) })).unwrap();
        for name in ["p_real", "kind", "points"] {
            assert_eq!(one[name], found[name], "{row}");
        }
    }
}

#[test]
fn texts_and_times_score_as_their_measures_do() {
    let texts = json!({ "username": "anna_99", "full_name": "Anna Invented", "bio": "hello", "posts": 3,
        "created_at": "2020-01-01T00:00:00Z", "collected_at": "2026-01-01T00:00:00Z" });
    let measures = json!({ "username_length": 7, "username_digits": 2, "full_name_words": 2, "full_name_length": 13,
        "full_name_digits": 0, "name_equals_username": false, "bio_length": 5, "posts": 3, "account_age_days": 2192 });
    let of = |row: &Value| {
        let table = Table::from_rows(std::slice::from_ref(row)).unwrap();
        call("score_accounts", &[("accounts", &table)], &Value::Null).unwrap().to_rows()
    };
    assert_eq!(of(&texts), of(&measures));
    let one = calls::call("score_account", &json!({ "account": texts })).unwrap();
    assert_eq!(one["points"], of(&texts)[0]["points"]);
}

#[test]
fn the_shares_of_an_influencer_are_those_of_its_followers_to_the_bit() {
    let rows = accounts(2_000, 2);
    for method in ["naive", "adjusted", "em"] {
        let options = json!({ "method": method, "population": 5_000 });
        let found = call("credibility", &[("accounts", &halves(&rows))], &options).unwrap().to_rows();
        assert_eq!(found.len(), 7);
        for row in found {
            let own: Vec<Value> = rows
                .iter()
                .filter(|other| other["influencer_id"] == row["influencer_id"])
                .map(without_key)
                .collect();
            let given = json!({ "accounts": own, "method": method, "population": 5_000 });
            let one = calls::call("audience_credibility", &given).unwrap();
            assert_eq!(row["value"], one["credibility"]["value"]);
            assert_eq!(row["low"], one["credibility"]["interval"]["low"]);
            assert_eq!(row["n"], own.len());
            for kind in ["real", "influencer", "mass_follower", "suspicious"] {
                assert_eq!(row[kind], one[kind]["value"]);
                assert_eq!(row[format!("{kind}_high")], one[kind]["interval"]["high"]);
            }
        }
    }
}

#[test]
fn a_population_may_be_a_column() {
    let mut rows = accounts(300, 3);
    rows.iter_mut().for_each(|row| row["all"] = json!(4_000));
    let of = |population: Value| {
        let options = json!({ "population": population });
        call("credibility", &[("accounts", &halves(&rows))], &options).map(|table| table.to_rows())
    };
    assert_eq!(of(json!("all")).unwrap(), of(json!(4_000)).unwrap());
    assert_eq!(of(json!(3)).unwrap_err().code(), "SAMPLE_LARGER_THAN_POPULATION");
    assert_eq!(of(json!("nothing")).unwrap_err().code(), "MISSING_COLUMN");
}

/// Trees of a few questions each, on features of every kind of column.
fn trees() -> Value {
    let features =
        ["posts", "has_picture", "username_digit_share", "following_per_follower", "account_age_days"];
    let tree = |place: usize| {
        let below = [20.0, 1.0, 0.25, 1.5, 300.0][place];
        json!({ "feature": [place, 0], "below": [below, 3.0], "yes": [1, -1], "no": [-3, -2],
            "unknown": [place.is_multiple_of(2), true], "leaves": [-0.7, -0.2, 0.9] })
    };
    json!({ "format": "renown.trees/1", "name": "mine", "base": 0.1, "features": features,
        "trees": (0..40).map(|place| tree(place % features.len())).collect::<Vec<_>>(),
        "kinds": { "suspicious_below": 0.5, "mass_follower_above": 1500, "notable_above": 1000 },
        "prior": { "real": 0.4, "influencer": 0.06, "mass_follower": 0.04, "suspicious": 0.5 },
        "errors": { "real_taken_for_real": 0.9, "fake_taken_for_real": 0.1, "trusted_as": 100 } })
}

#[test]
fn trees_score_rows_as_accounts_and_audiences_as_lists_to_the_bit() {
    let mut rows = accounts(1_500, 4);
    let check = |rows: &[Value]| {
        let table = halves(rows);
        let scored =
            call("score_accounts", &[("accounts", &table)], &json!({ "model": trees() })).unwrap().to_rows();
        for (row, found) in rows.iter().zip(&scored) {
            let one = calls::call("score_account", &json!({ "account": without_key(row), "model": trees() }))
                .unwrap();
            for name in ["p_real", "kind", "points"] {
                assert_eq!(one[name], found[name], "{row}");
            }
        }
    };
    check(&rows);
    let found =
        call("credibility", &[("accounts", &halves(&rows))], &json!({ "model": trees() })).unwrap().to_rows();
    for row in found {
        let own = rows.iter().filter(|other| other["influencer_id"] == row["influencer_id"]).map(without_key);
        let given = json!({ "accounts": own.collect::<Vec<_>>(), "model": trees() });
        let one = calls::call("audience_credibility", &given).unwrap();
        assert_eq!(row["suspicious"], one["suspicious"]["value"]);
        assert_eq!(row["low"], one["credibility"]["interval"]["low"]);
    }
    // Where something must be measured first, rows are read one by one.
    for row in &mut rows {
        row["created_at"] = json!("2020-01-01T00:00:00Z");
        row["collected_at"] = json!("2020-06-01T00:00:00Z");
    }
    rows.truncate(200);
    check(&rows);
}
