//! Functions over tables, by name.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use napi::Result;
use napi::bindgen_prelude::{AsyncTask, Env, Task};
use napi_derive::napi;
use renown::columnar::{self, Table, Tables};
use serde_json::Value;

use crate::error::{guarded, raise};
use crate::frame::Frame;
use crate::policy::Policy;
use crate::pools;

/// A call in the making: its function, its options and its tables.
#[napi]
#[derive(Clone)]
pub struct TableCall {
    name: String,
    options: String,
    threads: Option<u32>,
    tables: Vec<(String, Arc<Table>)>,
    /// Of a function that asks a policy: one that was read before.
    policy: Option<renown::privacy::Policy>,
    cancelled: Arc<AtomicBool>,
}

#[napi]
impl TableCall {
    /// A call without tables.
    #[napi(constructor)]
    pub fn new(name: String, options: String, threads: Option<u32>) -> Self {
        TableCall { name, options, threads, tables: Vec::new(), policy: None, cancelled: Arc::default() }
    }

    /// Gives a table under the name of its argument.
    #[napi]
    pub fn add(&mut self, argument: String, frame: &Frame) {
        self.tables.push((argument, Arc::clone(&frame.table)));
    }

    /// Gives the policy that decides.
    #[napi]
    pub fn by(&mut self, policy: &Policy) {
        self.policy = Some(policy.0.clone());
    }

    /// Runs the call off the event loop.
    #[napi(ts_return_type = "Promise<Frame>")]
    pub fn run(&self) -> AsyncTask<Run> {
        AsyncTask::new(Run(self.clone()))
    }

    /// Runs a call that gives several tables, off the event loop.
    #[napi(ts_return_type = "Promise<Frames>")]
    pub fn run_many(&self) -> AsyncTask<RunMany> {
        AsyncTask::new(RunMany(self.clone()))
    }

    /// Keeps a call that waits for its turn from starting.
    #[napi]
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

impl TableCall {
    /// The answer of the core, on the threads of the call.
    fn answer<T: Send>(
        &self,
        function: impl FnOnce(&str, &Tables<'_>, &Value) -> std::result::Result<T, columnar::Error> + Send,
    ) -> Result<T> {
        if self.cancelled.load(Ordering::Relaxed) {
            return Err(raise("CANCELLED", &"cancelled before it began"));
        }
        guarded(|| {
            let options: Value =
                serde_json::from_str(&self.options).map_err(|error| raise("MALFORMED_OPTIONS", &error))?;
            let tables: Vec<_> =
                self.tables.iter().map(|(argument, table)| (argument.as_str(), &**table)).collect();
            pools::spread(self.threads, || function(&self.name, &tables, &options))?
                .map_err(|error| raise(error.code(), &error))
        })
    }
}

/// A call over tables that runs off the event loop.
pub struct Run(TableCall);

impl Task for Run {
    type Output = Table;
    type JsValue = Frame;

    fn compute(&mut self) -> Result<Table> {
        match &self.0.policy {
            Some(policy) => {
                self.0.answer(|name, tables, options| columnar::call_by(policy, name, tables, options))
            }
            None => self.0.answer(columnar::call),
        }
    }

    fn resolve(&mut self, _: Env, table: Table) -> Result<Frame> {
        Ok(table.into())
    }
}

/// The tables of an answer, by name.
#[napi]
pub struct Frames {
    tables: Vec<(String, Arc<Table>)>,
}

#[napi]
impl Frames {
    /// The names.
    #[napi(getter)]
    pub fn names(&self) -> Vec<String> {
        self.tables.iter().map(|(name, _)| name.clone()).collect()
    }

    /// The table of the name at this place.
    #[napi]
    pub fn at(&self, place: u32) -> Option<Frame> {
        self.tables.get(place as usize).map(|(_, table)| Frame { table: Arc::clone(table) })
    }
}

/// A call that gives several tables and runs off the event loop.
pub struct RunMany(TableCall);

impl Task for RunMany {
    type Output = Vec<(String, Table)>;
    type JsValue = Frames;

    fn compute(&mut self) -> Result<Self::Output> {
        self.0.answer(columnar::call_many)
    }

    fn resolve(&mut self, _: Env, tables: Self::Output) -> Result<Frames> {
        Ok(Frames { tables: tables.into_iter().map(|(name, table)| (name, Arc::new(table))).collect() })
    }
}
