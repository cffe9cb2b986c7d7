//! Who is real: scores of accounts, shares of audiences, signals, and how good probabilities are.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Error, arguments, result};
use crate::credibility::calibration::{self, Costs, Isotonic, Platt};
use crate::credibility::signals::{self, DailyFollowers};
use crate::credibility::{
    self, AudienceOptions, AudienceState, Basis, CATEGORY, Model, Quantification, Trees, TreesToRead,
    Validation, Values,
};
use crate::model::{AccountFeatures, Record};

const fn usual_level() -> f64 {
    0.95
}

const fn ten() -> usize {
    10
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Account {
    account: Value,
    #[serde(default)]
    model: Option<Value>,
}

pub(super) fn score_account(given: &Value) -> Result<Value, Error> {
    let Account { account, model } = arguments(given)?;
    let account = AccountFeatures::from_value(account)?;
    let model = Model::given(model.as_ref())?;
    let basis: &Basis = model.as_ref().as_ref();
    let score = model.score(&Values::from(&account));
    let reasons: Vec<Value> = score
        .reasons()
        .map(|reason| {
            json!({ "feature": reason.feature, "contribution": reason.contribution, "text": reason.to_string() })
        })
        .collect();
    Ok(json!({
        "p_real": score.p_real(),
        "kind": score.kind(),
        "points": score.points(),
        "reasons": reasons,
        "model": basis.name(),
        "category": CATEGORY,
    }))
}

pub(super) fn read_trees(given: &Value) -> Result<Value, Error> {
    Ok(Trees::read(arguments::<TreesToRead>(given)?)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Audience {
    accounts: Vec<Value>,
    #[serde(default)]
    population: Option<u64>,
    #[serde(default)]
    method: Quantification,
    #[serde(default = "usual_level")]
    level: f64,
    #[serde(default)]
    validation: Option<Validation>,
    #[serde(default)]
    model: Option<Value>,
}

pub(super) fn audience_credibility(given: &Value) -> Result<Value, Error> {
    let Audience { accounts, population, method, level, validation, model } = arguments(given)?;
    let errors = validation.map(|validation| validation.rates()).transpose()?;
    let options = AudienceOptions { method, population, level, errors };
    let model = Model::given(model.as_ref())?;
    let mut state = AudienceState::new(&*model);
    for account in accounts {
        let account = AccountFeatures::from_value(account)?;
        state.update(&model.score(&Values::from(&account)))?;
    }
    result(&state.finish(&options)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Labelled {
    probabilities: Vec<f64>,
    labels: Vec<bool>,
    #[serde(default = "ten")]
    bins: usize,
    #[serde(default = "usual_level")]
    level: f64,
}

pub(super) fn reliability(given: &Value) -> Result<Value, Error> {
    let Labelled { probabilities, labels, bins, level } = arguments(given)?;
    result(&calibration::reliability(&probabilities, &labels, bins, level)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Costly {
    probabilities: Vec<f64>,
    labels: Vec<bool>,
    fake_taken_for_real: f64,
    real_taken_for_fake: f64,
}

pub(super) fn threshold_by_cost(given: &Value) -> Result<Value, Error> {
    let Costly { probabilities, labels, fake_taken_for_real, real_taken_for_fake } = arguments(given)?;
    let costs = Costs { fake_taken_for_real, real_taken_for_fake };
    result(&calibration::threshold_by_cost(&probabilities, &labels, costs)?)
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Recalibration {
    #[default]
    Platt,
    Isotonic,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Recalibrated {
    probabilities: Vec<f64>,
    labels: Vec<bool>,
    #[serde(default)]
    method: Recalibration,
    /// Probabilities to recalibrate; those of the labels where none are given.
    #[serde(default)]
    to: Option<Vec<f64>>,
}

pub(super) fn recalibrate(given: &Value) -> Result<Value, Error> {
    let Recalibrated { probabilities, labels, method, to } = arguments(given)?;
    let to = to.as_ref().unwrap_or(&probabilities);
    if let Some((index, value)) = to.iter().enumerate().find(|(_, p)| !(0.0..=1.0).contains(*p)) {
        return Err(credibility::Error::NotAProbability { index, value: *value }.into());
    }
    Ok(match method {
        Recalibration::Platt => {
            let platt = Platt::fit(&probabilities, &labels)?;
            let to: Vec<f64> = to.iter().map(|p| platt.apply(*p)).collect();
            json!({ "method": "platt", "slope": platt.slope, "intercept": platt.intercept, "probabilities": to })
        }
        Recalibration::Isotonic => {
            let isotonic = Isotonic::fit(&probabilities, &labels)?;
            let to: Vec<f64> = to.iter().map(|p| isotonic.apply(*p)).collect();
            json!({ "method": "isotonic", "knots": isotonic.knots, "probabilities": to })
        }
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seen {
    /// Followers at the end of each day.
    #[serde(default)]
    followers: Vec<DailyFollowers>,
    #[serde(default)]
    engagement_rate: Option<f64>,
    #[serde(default)]
    peer_engagement_rates: Vec<f64>,
    #[serde(default)]
    comments_per_like: Option<f64>,
    #[serde(default)]
    peer_comments_per_like: Vec<f64>,
    #[serde(default)]
    comments: Option<Vec<String>>,
    #[serde(default)]
    audience: Option<credibility::AudienceCredibility>,
}

pub(super) fn authenticity(given: &Value) -> Result<Value, Error> {
    let seen: Seen = arguments(given)?;
    let mut found =
        vec![signals::growth_anomaly(&seen.followers, None)?, signals::follower_drop(&seen.followers, None)?];
    if let Some(rate) = seen.engagement_rate {
        found.push(signals::engagement_for_tier(rate, &seen.peer_engagement_rates, None)?);
    }
    if let Some(ratio) = seen.comments_per_like {
        found.push(signals::comments_per_like(ratio, &seen.peer_comments_per_like, None)?);
    }
    if let Some(comments) = seen.comments {
        found.push(signals::duplicated_comments(comments.iter().map(String::as_str), None)?);
    }
    result(&signals::authenticity(seen.audience, found))
}
