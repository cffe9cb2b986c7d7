use serde_json::{Value, json};

use super::*;

fn draw(state: &mut u64, below: u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) % below
}

fn ensemble(features: &[&str], trees: Value) -> Value {
    json!({
        "format": "renown.trees/1", "name": "mine", "base": 0.25, "features": features, "trees": trees,
        "kinds": { "suspicious_below": 0.5, "mass_follower_above": 1500, "notable_above": 1000 },
        "prior": { "real": 0.4, "influencer": 0.06, "mass_follower": 0.04, "suspicious": 0.5 },
        "errors": { "real_taken_for_real": 0.9, "fake_taken_for_real": 0.1, "trusted_as": 100 },
    })
}

/// A tree of so many leaves: each question splits a leaf that was there.
fn grown(state: &mut u64, features: u64, leaves: usize) -> Value {
    let (mut feature, mut below, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
    let (mut yes, mut no): (Vec<i32>, Vec<i32>) = (Vec::new(), Vec::new());
    // Branches that end in a leaf, as (question, is yes).
    let mut open: Vec<(usize, bool)> = Vec::new();
    for place in 0..leaves - 1 {
        if place > 0 {
            let at = draw(state, open.len() as u64) as usize;
            let (question, is_yes) = open.swap_remove(at);
            (if is_yes { &mut yes } else { &mut no })[question] = place as i32;
        }
        feature.push(draw(state, features));
        below.push(draw(state, 40) as f64 * 0.5);
        unknown.push(draw(state, 2) == 1);
        yes.push(0);
        no.push(0);
        open.extend([(place, true), (place, false)]);
    }
    for (leaf, (question, is_yes)) in (0..).zip(&open) {
        (if *is_yes { &mut yes } else { &mut no })[*question] = -1 - leaf;
    }
    let leaf: Vec<f64> = (0..leaves).map(|_| draw(state, 2_000) as f64 / 1_000.0 - 1.0).collect();
    let cover: Vec<u64> = (0..leaves).map(|_| 1 + draw(state, 50)).collect();
    json!({ "feature": feature, "below": below, "yes": yes, "no": no, "unknown": unknown, "leaves": leaf, "cover": cover })
}

const FEATURES: [&str; 3] = ["posts", "username_digit_share", "followers"];

fn drawn(seed: u64, trees: usize, most: u64) -> Trees {
    let state = &mut seed.clone();
    let trees: Vec<Value> = (0..trees)
        .map(|_| {
            let leaves = 1 + draw(state, most) as usize;
            grown(state, FEATURES.len() as u64, leaves)
        })
        .collect();
    Trees::from_value(&ensemble(&FEATURES, Value::from(trees))).unwrap()
}

fn account(state: &mut u64) -> Values {
    let mut values = Values::new();
    for feature in [Feature::Posts, Feature::UsernameDigitShare, Feature::Followers] {
        if draw(state, 5) > 0 {
            values = values.with(feature, draw(state, 44) as f64 * 0.5);
        }
    }
    values
}

#[test]
#[cfg(feature = "arrow")]
fn many_accounts_come_to_the_sums_of_each_alone() {
    for most in [1, 2, 31, 32, 33, 64, 65, 300] {
        let trees = drawn(most, 40, most);
        let state = &mut 7;
        let accounts: Vec<Values> = (0..300).map(|_| account(state)).collect();
        let of = |feature| -> Vec<f64> {
            accounts.iter().map(|values| values.get(feature).unwrap_or(f64::NAN)).collect()
        };
        let numbers = [of(Feature::Posts), of(Feature::UsernameDigitShare), of(Feature::Followers)];
        let columns: Vec<Column<'_>> = numbers.iter().map(|numbers| Column::Numbers(numbers)).collect();
        let mut sums = vec![0; accounts.len()];
        Batch::new(&trees).score(&columns, &mut sums, &mut Rows::default());
        for (values, sum) in accounts.iter().zip(&sums) {
            assert_eq!(trees.score(values).sum(), *sum, "at most {most} leaves");
        }
    }
}

#[test]
#[cfg(feature = "arrow")]
fn whole_numbers_have_the_bins_of_numbers() {
    let trees = drawn(3, 30, 30);
    let batch = Batch::new(&trees);
    let counts: Vec<u64> = (0..50).chain([5_000, 1 << 40, u64::MAX]).collect();
    let numbers: Vec<f64> =
        counts.iter().map(|count| if *count == u64::MAX { f64::NAN } else { *count as f64 }).collect();
    let sums = |column: Column<'_>| {
        let mut sums = vec![0; counts.len()];
        batch.score(&[column, Column::Unknown, column], &mut sums, &mut Rows::default());
        sums
    };
    assert_eq!(sums(Column::Counts(&counts)), sums(Column::Numbers(&numbers)));
}

#[test]
fn reasons_and_what_is_expected_add_up_to_the_log_odds() {
    let trees = drawn(11, 20, 24);
    let expected: i64 = trees.base
        + trees.trees.iter().map(|tree| tree.values.first().unwrap_or(&tree.leaves[0])).sum::<i64>();
    let state = &mut 5;
    for _ in 0..50 {
        let score = trees.score(&account(state));
        let parts: Vec<f64> = score.reasons().map(|reason| reason.contribution).collect();
        assert!(parts.is_sorted_by(|a, b| a.abs() >= b.abs()));
        let sum: i64 = parts.iter().map(|part| fixed(*part)).sum();
        assert_eq!(expected + sum, score.sum());
    }
}

#[test]
fn a_reason_says_the_value() {
    let one = json!([{ "feature": [0], "below": [3.0], "yes": [-1], "no": [-2], "unknown": [true],
        "leaves": [-2.0, 1.0], "cover": [1, 3] }]);
    let trees = Trees::from_value(&ensemble(&["posts"], one)).unwrap();
    let score = trees.score(&Values::new().with(Feature::Posts, 3.0));
    assert_eq!((score.points(), score.kind()), (1_250, crate::credibility::Kind::Real));
    let reasons: Vec<_> = score.reasons().map(|reason| (reason.contribution, reason.to_string())).collect();
    assert_eq!(reasons, [(0.75, "posts: 3, speaks for a person".to_owned())]);
    let unknown = trees.score(&Values::new());
    assert_eq!(unknown.points(), -1_750);
    assert_eq!(unknown.reasons().next().unwrap().to_string(), "posts: unknown, speaks against a person");
}

#[test]
fn an_ensemble_is_refused_with_what_is_wrong_and_where() {
    let good = json!({ "feature": [0, 0], "below": [3.0, 1.0], "yes": [1, -1], "no": [-3, -2],
        "unknown": [true, true], "leaves": [-2.0, 1.0, 2.0] });
    let text = |change: &dyn Fn(&mut Value)| {
        let mut tree = good.clone();
        change(&mut tree);
        match Trees::from_value(&ensemble(&["posts"], json!([tree]))) {
            Ok(_) => "nothing".to_owned(),
            Err(error) => format!("{} {error}", error.code()),
        }
    };
    assert_eq!(text(&|_| {}), "nothing");
    assert_eq!(
        text(&|tree| tree["below"] = json!([3.0])),
        "BAD_TREE trees[0].below of the model: lists are as long as that of features; leaves and their cover are one more"
    );
    assert_eq!(
        text(&|tree| tree["feature"] = json!([0, 1])),
        "BAD_TREE trees[0].feature[1] of the model: there is no such feature in the list"
    );
    assert_eq!(
        text(&|tree| tree["yes"] = json!([1, -4])),
        "BAD_TREE trees[0].yes[1] of the model: it leads nowhere"
    );
    assert_eq!(
        text(&|tree| tree["yes"] = json!([1, -3])),
        "BAD_TREE trees[0].yes[1] of the model: it leads where another branch leads"
    );
    assert_eq!(
        text(&|tree| tree["yes"] = json!([0, -1])),
        "BAD_TREE trees[0].yes[0] of the model: a question comes after the one that leads to it"
    );
    assert_eq!(
        text(&|tree| tree["yes"] = json!([i32::MIN, -1])),
        "BAD_TREE trees[0].yes[0] of the model: it leads nowhere"
    );
    assert_eq!(
        text(&|tree| tree["cover"] = json!([1, -1, 1])),
        "BAD_TREE trees[0].cover[1] of the model: it is a finite number from 0"
    );
    assert_eq!(
        text(&|tree| tree["leaves"] = json!([1e6, 0, 0])),
        "BAD_TREE trees of the model: their sum may exceed 100000 units of log-odds"
    );
    assert!(text(&|tree| tree["colour"] = json!(1)).starts_with("MALFORMED_MODEL"));
    let code = |features: &[&str]| Trees::from_value(&ensemble(features, json!([good]))).unwrap_err().code();
    assert_eq!(code(&["gender"]), "FORBIDDEN_FEATURE");
    assert_eq!(code(&["shoe_size"]), "UNKNOWN_FEATURE");
    assert_eq!(code(&["posts", "posts"]), "BAD_TREE");
    assert_eq!(Trees::from_value(&ensemble(&["posts"], json!([]))).unwrap_err().code(), "BAD_TREE");
}

fn given(from: &str, ensemble: Value) -> Value {
    json!({ "source": from, "ensemble": ensemble, "name": "theirs",
        "prior": { "real": 0.4, "influencer": 0.06, "mass_follower": 0.04, "suspicious": 0.5 },
        "errors": { "real_taken_for_real": 0.9, "fake_taken_for_real": 0.1, "trusted_as": 100 } })
}

fn read(given: Value) -> Result<Value, Error> {
    Trees::read(serde_json::from_value(given).unwrap())
}

fn of_xgboost() -> Value {
    json!({ "learner": {
        "objective": { "name": "binary:logistic" }, "feature_names": ["posts"],
        "learner_model_param": { "base_score": "[5E-1]" },
        "gradient_booster": { "name": "gbtree", "model": { "trees": [{
            "left_children": [1, -1, -1], "right_children": [2, -1, -1], "split_indices": [0, 0, 0],
            "split_conditions": [3.0, -0.5, 0.25], "default_left": [1, 0, 0], "sum_hessian": [4.0, 1.0, 3.0],
            "categories_nodes": [] }] } } } })
}

fn of_lightgbm() -> Value {
    let node = json!({ "split_feature": 0, "threshold": 3.0, "decision_type": "<=", "default_left": false,
        "missing_type": "NaN", "left_child": { "leaf_value": -0.5, "leaf_count": 1 },
        "right_child": { "leaf_value": 0.25, "leaf_count": 3 } });
    json!({ "objective": "binary sigmoid:2", "feature_names": ["posts"], "average_output": false,
        "tree_info": [{ "tree_structure": node }] })
}

fn points(model: &Value, posts: f64) -> i32 {
    Trees::from_value(model).unwrap().score(&Values::new().with(Feature::Posts, posts)).points()
}

#[test]
fn xgboost_answers_yes_below_and_lightgbm_at_the_threshold_too() {
    let model = read(given("xgboost", of_xgboost())).unwrap();
    assert_eq!([2.9, 3.0, f64::NAN].map(|posts| points(&model, posts)), [-500, 250, -500]);
    let model = read(given("lightgbm", of_lightgbm())).unwrap();
    assert_eq!([3.0, 3.1, f64::NAN].map(|posts| points(&model, posts)), [-1_000, 500, 500]);
    let mut fakes = given("lightgbm", of_lightgbm());
    fakes["finds"] = json!("fake");
    assert_eq!(points(&read(fakes).unwrap(), 3.0), 1_000);
}

#[test]
fn what_is_not_read_is_refused_with_where_it_stands() {
    let text = |from, ensemble: Value| match read(given(from, ensemble)) {
        Ok(_) => "nothing".to_owned(),
        Err(error) => error.to_string(),
    };
    let of = |pointer: &str, to: Value| {
        let mut model = of_xgboost();
        *model.pointer_mut(pointer).unwrap() = to;
        text("xgboost", model)
    };
    let tree = "/learner/gradient_booster/model/trees/0";
    let path = "ensemble.learner.gradient_booster.model.trees[0]";
    assert_eq!(
        of("/learner/objective/name", json!("reg:squarederror")),
        "ensemble.learner.objective.name of the model: only binary:logistic tells one probability"
    );
    assert_eq!(
        of(&format!("{tree}/right_children"), json!([0, -1, -1])),
        format!("{path} of the model: its branches go in a circle")
    );
    assert_eq!(
        of(&format!("{tree}/right_children"), json!([9, -1, -1])),
        format!("{path} of the model: a branch leads to no node, or a list is too short")
    );
    assert_eq!(
        of(&format!("{tree}/split_conditions"), json!([null, 0, 0])),
        format!("{path}.split_conditions[0] of the model: it is a finite number")
    );
    assert_eq!(
        of(&format!("{tree}/categories_nodes"), json!([1])),
        format!("{path} of the model: it asks for categories; only numbers are read")
    );
    assert_eq!(
        of("/learner/feature_names", json!(["country"])),
        "feature 0 of the model, \"country\", says who a person is (gender, ethnicity, language, country or age), not whether there is one; no model may use it"
    );
    let mut model = of_lightgbm();
    model["tree_info"][0]["tree_structure"]["missing_type"] = json!("Zero");
    assert_eq!(
        text("lightgbm", model),
        "ensemble.tree_info[0].tree_structure.missing_type of the model: an ensemble that takes 0 for missing is not read; 0 is a number here"
    );
    assert_eq!(text("lightgbm", json!({})), "ensemble.objective of the model: it is missing");
}
