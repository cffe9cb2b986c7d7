//! Arrays of objects as tables.

use std::sync::{Arc, Mutex, PoisonError};

use napi::Result;
use napi::bindgen_prelude::{AsyncTask, Env, Task};
use napi_derive::napi;
use renown::columnar::Table;
use serde_json::Value;

use crate::error::{guarded, raise};
use crate::frame::Frame;

/// Rows as JSON, some at a time.
#[napi]
#[derive(Clone, Default)]
pub struct Rows {
    texts: Arc<Mutex<Vec<String>>>,
}

#[napi]
impl Rows {
    /// No rows.
    #[napi(constructor)]
    pub fn new() -> Self {
        Rows::default()
    }

    /// Adds an array of rows.
    #[napi]
    pub fn push(&self, text: String) {
        self.texts.lock().unwrap_or_else(PoisonError::into_inner).push(text);
    }

    /// Makes a table of all rows, off the event loop.
    #[napi(ts_return_type = "Promise<Frame>")]
    pub fn read(&self) -> AsyncTask<Read> {
        AsyncTask::new(Read(self.clone()))
    }
}

/// The making of a table off the event loop.
pub struct Read(Rows);

impl Task for Read {
    type Output = Table;
    type JsValue = Frame;

    fn compute(&mut self) -> Result<Table> {
        let texts = std::mem::take(&mut *self.0.texts.lock().unwrap_or_else(PoisonError::into_inner));
        guarded(|| {
            let mut rows: Vec<Value> = Vec::new();
            for text in texts {
                let some: Vec<Value> =
                    serde_json::from_str(&text).map_err(|error| raise("MALFORMED_ARGUMENTS", &error))?;
                rows.extend(some);
            }
            Table::from_rows(&rows).map_err(|error| raise(error.code(), &error))
        })
    }

    fn resolve(&mut self, _: Env, table: Table) -> Result<Frame> {
        Ok(table.into())
    }
}
