//! Functions over plain data, by name.

use napi::Result;
use napi::bindgen_prelude::{AsyncTask, Env, Task};
use napi_derive::napi;
use serde_json::Value;

use crate::error::{self, guarded, raise};

fn compute(name: &str, given: &str) -> Result<String> {
    guarded(|| {
        let given: Value =
            serde_json::from_str(given).map_err(|cause| raise("MALFORMED_ARGUMENTS", &cause))?;
        let answer = renown::calls::call(name, &given).map_err(|cause| raise(cause.code(), &cause))?;
        Ok(answer.to_string())
    })
}

/// The names of all functions over plain data.
#[napi]
pub fn call_names() -> Vec<String> {
    renown::calls::names().map(str::to_owned).collect()
}

/// The names of all functions over tables.
#[napi]
pub fn table_call_names() -> Vec<String> {
    renown::columnar::names().map(str::to_owned).collect()
}

/// The codes of all errors, sorted.
#[napi]
pub fn codes() -> Vec<String> {
    let lists = [
        error::CODES,
        renown::audience::Error::CODES,
        renown::audience::release::CODES,
        renown::calls::CODES,
        renown::columnar::CODES,
        renown::credibility::CODES,
        renown::import::Error::CODES,
        renown::metrics::Error::CODES,
        renown::model::Error::CODES,
        renown::privacy::CODES,
        renown::privacy::clocks::CODES,
        renown::privacy::decision_table::CODES,
        renown::privacy::policy::CODES,
        renown::privacy::consent::CODES,
        renown::privacy::signals::CODES,
        renown::privacy::retention::CODES,
        renown::privacy::rights::CODES,
        renown::report::CODES,
        renown::search::CODES,
        renown::stats::CODES,
        renown::transparency::CODES,
        renown::usage::CODES,
        renown_store::CODES,
    ];
    let mut codes: Vec<_> = lists.concat().into_iter().map(str::to_owned).collect();
    codes.sort();
    codes.dedup();
    codes
}

/// Calls a function that takes a few microseconds at most: JSON in, JSON out.
#[napi]
pub fn call(name: String, given: String) -> Result<String> {
    compute(&name, &given)
}

/// A call that may take long, off the event loop.
pub struct Call {
    name: String,
    given: String,
}

impl Task for Call {
    type Output = String;
    type JsValue = String;

    fn compute(&mut self) -> Result<String> {
        compute(&self.name, &self.given)
    }

    fn resolve(&mut self, _: Env, output: String) -> Result<String> {
        Ok(output)
    }
}

/// Calls a function off the event loop: JSON in, a promise of JSON out.
#[napi(ts_return_type = "Promise<string>")]
pub fn call_async(name: String, given: String) -> AsyncTask<Call> {
    AsyncTask::new(Call { name, given })
}
