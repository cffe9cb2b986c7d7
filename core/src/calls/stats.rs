//! Figures of plain numbers.

use serde::Deserialize;
use serde_json::Value;

use super::{Error, arguments, result};
use crate::stats::{self, Bootstrap, BootstrapMethod, Resampled};

const fn usual_level() -> f64 {
    0.95
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Share {
    successes: u64,
    trials: u64,
    #[serde(default = "usual_level")]
    level: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Values {
    values: Vec<f64>,
    #[serde(default = "usual_level")]
    level: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Quantile {
    values: Vec<f64>,
    probability: f64,
}

const fn usual_resamples() -> u32 {
    2_000
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Resampling {
    values: Vec<f64>,
    statistic: Resampled,
    #[serde(default)]
    method: BootstrapMethod,
    #[serde(default = "usual_resamples")]
    resamples: u32,
    seed: u64,
    #[serde(default = "usual_level")]
    level: f64,
}

pub(super) fn wilson(given: &Value) -> Result<Value, Error> {
    let Share { successes, trials, level } = arguments(given)?;
    result(&stats::wilson(successes, trials, level)?)
}

pub(super) fn clopper_pearson(given: &Value) -> Result<Value, Error> {
    let Share { successes, trials, level } = arguments(given)?;
    result(&stats::clopper_pearson(successes, trials, level)?)
}

pub(super) fn mean(given: &Value) -> Result<Value, Error> {
    let Values { values, level } = arguments(given)?;
    result(&stats::mean_of_values(&values, level)?)
}

pub(super) fn median(given: &Value) -> Result<Value, Error> {
    let Values { values, level } = arguments(given)?;
    result(&stats::median_of_values(&values, level)?)
}

pub(super) fn quantile(given: &Value) -> Result<Value, Error> {
    let Quantile { values, probability } = arguments(given)?;
    result(&stats::quantile(&values, probability)?)
}

pub(super) fn bootstrap(given: &Value) -> Result<Value, Error> {
    let Resampling { values, statistic, method, resamples, seed, level } = arguments(given)?;
    let options = Bootstrap { method, resamples, seed, level };
    result(&stats::bootstrap_of_values(&values, statistic, &options)?)
}
