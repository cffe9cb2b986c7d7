//! Counting in memory: numbers and units come as typed arrays.

use std::sync::Arc;

use napi::Result;
use napi::bindgen_prelude::{AsyncTask, BigUint64Array, Env, Task, Uint32Array};
use napi_derive::napi;
use renown_store::{Error, Ledger, UsageCounter};

use crate::error::{guarded, raise};
use crate::ledger::{NativeLedger, raised};

/// A counter of one ledger.
#[napi]
pub struct NativeCounter(Arc<UsageCounter>);

#[napi]
impl NativeCounter {
    /// The numbers of users and kinds: JSON in.
    #[napi]
    pub fn numbers(&self, given: String) -> Result<Vec<u32>> {
        guarded(|| {
            let given = serde_json::from_str(&given).map_err(|cause| raise("MALFORMED_ARGUMENTS", &cause))?;
            self.0.call_numbers(&given).map_err(raised)
        })
    }

    /// Adds units to numbers, all or none of them: additions in memory, which need no thread of their own.
    #[napi]
    pub fn add(&self, numbers: Uint32Array, units: BigUint64Array) -> Result<()> {
        guarded(|| self.0.add_all(&numbers, &units).map_err(raised))
    }
}

/// Writing what a counter holds.
pub struct Flush {
    ledger: Option<Arc<Ledger>>,
    counter: Arc<UsageCounter>,
    given: String,
}

impl Task for Flush {
    type Output = String;
    type JsValue = String;

    fn compute(&mut self) -> Result<String> {
        guarded(|| {
            let given = serde_json::from_str(&self.given);
            let given = given.map_err(|cause| raise("MALFORMED_ARGUMENTS", &cause))?;
            let ledger = self.ledger.as_ref().ok_or_else(|| raised(Error::Closed))?;
            Ok(ledger.call_flush(&self.counter, &given).map_err(raised)?.to_string())
        })
    }

    fn resolve(&mut self, _: Env, output: String) -> Result<String> {
        Ok(output)
    }
}

#[napi]
impl NativeLedger {
    /// A counter in memory for this ledger.
    #[napi]
    pub fn counter(&self) -> Result<NativeCounter> {
        guarded(|| {
            let counter = self.0.get().and_then(|ledger| ledger.counter());
            counter.map(|counter| NativeCounter(Arc::new(counter))).map_err(raised)
        })
    }

    /// Writes what a counter holds: JSON in, a promise of JSON out.
    #[napi(ts_return_type = "Promise<string>")]
    pub fn flush(&self, counter: &NativeCounter, given: String) -> AsyncTask<Flush> {
        AsyncTask::new(Flush { ledger: self.0.get().ok(), counter: Arc::clone(&counter.0), given })
    }
}
