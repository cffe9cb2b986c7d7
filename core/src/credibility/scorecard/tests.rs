use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::credibility::Kind;
use crate::model::{AccountFeatures, Record};

fn model() -> Value {
    json!({
        "format": "renown.scorecard/1", "name": "mine", "platform": null, "scale": 100, "base": 50,
        "features": [
            { "feature": "posts", "direction": "rising", "edges": [1, 10], "points": [-200, 0, 100], "unknown": -5 },
            { "feature": "following", "direction": "falling", "edges": [500], "points": [30, -30], "unknown": 0 },
        ],
        "kinds": { "suspicious_below": 0.5, "mass_follower_above": 1500, "notable_above": 1000 },
        "prior": { "real": 0.4, "influencer": 0.06, "mass_follower": 0.04, "suspicious": 0.5 },
        "errors": { "real_taken_for_real": 0.9, "fake_taken_for_real": 0.1, "trusted_as": 100 },
    })
}

fn account(json: &str) -> Values {
    Values::from(&AccountFeatures::from_json(json).unwrap())
}

#[test]
fn points_add_up_to_the_log_odds_of_the_probability() {
    let scorecard = Scorecard::from_value(&model()).unwrap();
    let score = scorecard.score(&account(r#"{ "posts": 0, "following": 499 }"#));
    assert_eq!(score.points(), 50 - 200 + 30);
    assert!((score.p_real() - 1.0 / (1.0 + 1.2_f64.exp())).abs() < 1e-15);
    let reasons: Vec<_> = score.reasons().map(|reason| (reason.feature, reason.contribution)).collect();
    assert_eq!(reasons, [(Feature::Posts, -2.0), (Feature::Following, 0.3)]);
    let words: Vec<_> = score.reasons().map(|reason| reason.to_string()).collect();
    assert_eq!(
        words,
        ["posts: none, speaks against a person", "accounts followed: 499 or fewer, speaks for a person"]
    );
}

#[test]
fn an_edge_belongs_to_the_bin_that_begins_there_and_unknown_is_not_zero() {
    let scorecard = Scorecard::from_value(&model()).unwrap();
    let points = |json: &str| scorecard.score(&account(json)).points();
    assert_eq!(points(r#"{ "posts": 1 }"#), 50);
    assert_eq!(points(r#"{ "posts": 10 }"#), 150);
    assert_eq!(points("{}"), 45);
    assert_eq!(points(r#"{ "posts": 0 }"#), -150);
}

#[test]
fn suspicious_goes_before_mass_follower_and_that_before_influencer() {
    let scorecard = Scorecard::shipped();
    let kind = |p, followers, following| scorecard.kind_of(p, scorecard.trait_of(followers, following));
    assert_eq!(kind(0.49, Some(1e6), Some(9e3)), Kind::Suspicious);
    assert_eq!(kind(0.5, Some(1e6), Some(1501.0)), Kind::MassFollower);
    assert_eq!(kind(0.5, Some(1001.0), Some(1500.0)), Kind::Influencer);
    assert_eq!(kind(0.5, Some(1000.0), Some(1500.0)), Kind::Real);
    assert_eq!(kind(0.9, None, None), Kind::Real);
}

#[test]
fn no_feature_says_who_a_person_is() {
    let names: Vec<_> = Feature::ALL.iter().map(|feature| feature.as_str()).collect();
    assert_eq!(
        names,
        [
            "has_picture",
            "username_length",
            "username_digit_share",
            "username_entropy",
            "name_similarity",
            "full_name_words",
            "full_name_digit_share",
            "name_equals_username",
            "bio_length",
            "external_link",
            "private",
            "verified",
            "posts",
            "followers",
            "following",
            "following_per_follower",
            "account_age_days",
            "posting_regularity",
        ],
        "a new feature needs a look at whether it says who a person is"
    );
    assert!(Feature::ALL.iter().all(|feature| !Feature::is_forbidden(feature.as_str())));
    for name in
        ["gender", "owner_gender", "ethnicity", "bio_language", "country", "Country", "city", "name_script"]
    {
        let mut model = model();
        model["features"][0]["feature"] = json!(name);
        let error = Scorecard::from_value(&model).unwrap_err();
        assert_eq!(error.code(), "FORBIDDEN_FEATURE", "{name}");
    }
}

#[test]
fn a_model_is_refused_with_what_is_wrong_and_where() {
    let broken = |change: &dyn Fn(&mut Value)| {
        let mut model = model();
        change(&mut model);
        let error = Scorecard::from_value(&model).unwrap_err();
        (error.code(), error.to_string())
    };
    let code = |change: &dyn Fn(&mut Value)| broken(change).0;
    assert_eq!(code(&|model| model["features"][0]["feature"] = json!("shoe_size")), "UNKNOWN_FEATURE");
    assert_eq!(code(&|model| model["features"][1]["feature"] = json!("posts")), "BAD_CARD");
    assert_eq!(code(&|model| model["features"][0]["points"] = json!([0, 1])), "BAD_CARD");
    assert_eq!(code(&|model| model["features"][0]["edges"] = json!([10, 1])), "BAD_CARD");
    assert_eq!(code(&|model| model["features"] = json!([])), "BAD_MODEL");
    assert_eq!(code(&|model| model["prior"]["real"] = json!(0.7)), "BAD_MODEL");
    assert_eq!(code(&|model| model["scale"] = json!(0)), "BAD_MODEL");
    assert_eq!(code(&|model| model["base"] = json!(80_000)), "BAD_MODEL");
    assert_eq!(code(&|model| model["kinds"]["suspicious_below"] = json!(1.0)), "BAD_MODEL");
    assert_eq!(code(&|model| model["errors"]["fake_taken_for_real"] = json!(0.95)), "BAD_MODEL");
    assert_eq!(code(&|model| model["colour"] = json!("red")), "MALFORMED_MODEL");
    let (_, text) = broken(&|model| model["features"][0]["points"] = json!([0, 5, 4]));
    assert_eq!(text, "feature posts of the model: its direction is rising, but its points fall");
}

#[test]
fn raw_texts_and_their_measures_give_the_same_features() {
    let raw = account(r#"{ "username": "anna_99", "full_name": "Anna Invented", "bio": "hello" }"#);
    let measured = account(
        r#"{ "username_length": 7, "username_digits": 2, "full_name_words": 2, "full_name_length": 13,
             "full_name_digits": 0, "name_equals_username": false, "bio_length": 5 }"#,
    );
    let scorecard = Scorecard::shipped();
    assert_eq!(scorecard.score(&raw).points(), scorecard.score(&measured).points());
    assert_eq!(raw.get(Feature::NameSimilarity), Some(4.0 / 6.0), "anna of anna99");
    assert_eq!(measured.get(Feature::NameSimilarity), None);
}

#[test]
fn entropy_is_that_of_a_fair_draw_from_the_letters() {
    let of = |name: &str| account(&format!(r#"{{ "username": "{name}" }}"#)).get(Feature::UsernameEntropy);
    assert_eq!(of("aaaa"), Some(0.0));
    assert_eq!(of("abab"), Some(1.0));
    assert_eq!(of("abcd"), Some(2.0));
}

#[test]
fn the_age_of_an_account_is_whole_days_and_unknown_where_the_clocks_disagree() {
    let of = |made: &str| {
        let json = format!(r#"{{ "created_at": "{made}", "collected_at": "2026-01-31T00:00:00Z" }}"#);
        account(&json).get(Feature::AccountAgeDays)
    };
    assert_eq!(of("2026-01-29T12:00:00Z"), Some(1.0));
    assert_eq!(of("2026-02-01T00:00:00Z"), None);
}

proptest! {
    #[test]
    fn a_score_is_finite_whatever_the_numbers_are(posts in any::<f64>(), followers in any::<f64>(), following in any::<f64>()) {
        let values = Values::new()
            .with(Feature::Posts, posts)
            .with(Feature::Followers, followers)
            .with(Feature::Following, following);
        let p = Scorecard::shipped().score(&values).p_real();
        prop_assert!((0.0..=1.0).contains(&p));
    }

    #[test]
    fn reasons_are_the_largest_first_and_add_up(posts in 0_u32..500, followers in 0_u32..100_000, following in 0_u32..7_500) {
        let scorecard = Scorecard::shipped();
        let score = scorecard.score(
            &Values::new()
                .with(Feature::Posts, f64::from(posts))
                .with(Feature::Followers, f64::from(followers))
                .with(Feature::Following, f64::from(following)),
        );
        let parts: Vec<f64> = score.reasons().map(|reason| reason.contribution).collect();
        prop_assert!(parts.is_sorted_by(|a, b| a.abs() >= b.abs()));
        let sum: f64 = parts.iter().sum::<f64>() + f64::from(scorecard.base) / 100.0;
        prop_assert!((sum - f64::from(score.points()) / 100.0).abs() < 1e-9);
    }
}
