//! Functions over plain data, by name.

use napi::Result;
use napi::bindgen_prelude::{AsyncTask, Env, Task};
use napi_derive::napi;
use serde_json::Value;

use crate::error;

fn compute(name: &str, given: &str) -> Result<String> {
    let given: Value =
        serde_json::from_str(given).map_err(|cause| error::raise("MALFORMED_ARGUMENTS", &cause))?;
    let answer = renown::calls::call(name, &given).map_err(|cause| error::raise(cause.code(), &cause))?;
    Ok(answer.to_string())
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
