//! Several figures of the same posts in one call.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::options::{Shared, read};
use super::request::{Any, TOGETHER, answer};
use super::{Error, Table, Tables};

/// `figures`: several requests over the same tables, which are read, and brought together by account, once.
///
/// | option | default | |
/// |---|---|---|
/// | `requests` | | by a name of the caller's: `{"call": "engagement", "options": {"statistic": "mean"}}` |
/// | `by` | `"influencer_id"` | the column of the key, the same for all |
/// | `columns` | `{}` | what the tables call a column, the same for all |
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FiguresCall {
    requests: BTreeMap<String, One>,
    #[serde(default)]
    by: Option<String>,
    #[serde(default)]
    columns: Option<BTreeMap<String, String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct One {
    call: String,
    #[serde(default)]
    options: serde_json::Map<String, Value>,
}

/// A table for each request, in the order of their names.
pub(super) fn figures(tables: &Tables<'_>, options: &Value) -> Result<Vec<(String, Table)>, Error> {
    let call: FiguresCall = read(options)?;
    let by = call.by.unwrap_or_else(|| "influencer_id".to_owned());
    let shared = Shared { by, columns: call.columns.unwrap_or_default() };
    let mut names = Vec::with_capacity(call.requests.len());
    let mut requests = Vec::with_capacity(call.requests.len());
    for (name, One { call, options }) in call.requests {
        if let Some(key) = ["by", "columns"].into_iter().find(|key| options.contains_key(*key)) {
            let reason =
                format!("options: {key:?} is the same for all requests; give it beside \"requests\"");
            return Err(Error::MalformedOptions { reason });
        }
        let Some(request) = Any::new(&call, &Value::Object(options)) else {
            let reason = format!("options: {call:?} cannot be asked for together; these can: {TOGETHER}");
            return Err(Error::MalformedOptions { reason });
        };
        names.push(name);
        requests.push(request?.0);
    }
    Ok(names.into_iter().zip(answer(&requests, &shared, tables)?).collect())
}
