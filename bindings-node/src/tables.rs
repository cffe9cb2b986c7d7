//! Functions over tables, by name.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use napi::Result;
use napi::bindgen_prelude::{AsyncTask, Env, Task};
use napi_derive::napi;
use renown::columnar::{self, Table};
use serde_json::Value;

use crate::error::{guarded, raise};
use crate::frame::Frame;
use crate::pools;

/// A call in the making: its function, its options and its tables.
#[napi]
#[derive(Clone)]
pub struct TableCall {
    name: String,
    options: String,
    threads: Option<u32>,
    tables: Vec<(String, Arc<Table>)>,
    cancelled: Arc<AtomicBool>,
}

#[napi]
impl TableCall {
    /// A call without tables.
    #[napi(constructor)]
    pub fn new(name: String, options: String, threads: Option<u32>) -> Self {
        TableCall { name, options, threads, tables: Vec::new(), cancelled: Arc::default() }
    }

    /// Gives a table under the name of its argument.
    #[napi]
    pub fn add(&mut self, argument: String, frame: &Frame) {
        self.tables.push((argument, Arc::clone(&frame.table)));
    }

    /// Runs the call off the event loop.
    #[napi(ts_return_type = "Promise<Frame>")]
    pub fn run(&self) -> AsyncTask<Run> {
        AsyncTask::new(Run(self.clone()))
    }

    /// Keeps a call that waits for its turn from starting.
    #[napi]
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

/// A call over tables that runs off the event loop.
pub struct Run(TableCall);

impl Task for Run {
    type Output = Table;
    type JsValue = Frame;

    fn compute(&mut self) -> Result<Table> {
        let call = &self.0;
        if call.cancelled.load(Ordering::Relaxed) {
            return Err(raise("CANCELLED", &"cancelled before it began"));
        }
        guarded(|| {
            let options: Value =
                serde_json::from_str(&call.options).map_err(|error| raise("MALFORMED_OPTIONS", &error))?;
            let tables: Vec<_> =
                call.tables.iter().map(|(argument, table)| (argument.as_str(), &**table)).collect();
            pools::spread(call.threads, || columnar::call(&call.name, &tables, &options))?
                .map_err(|error| raise(error.code(), &error))
        })
    }

    fn resolve(&mut self, _: Env, table: Table) -> Result<Frame> {
        Ok(table.into())
    }
}
