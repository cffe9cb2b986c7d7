//! Threads: one pool for each number of threads that calls ask for.

use std::sync::{Arc, Mutex, PoisonError};

use napi::Result;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::error::raise;

/// More threads than any machine has cores would only wait for each other.
const MOST_THREADS: u32 = 1024;

/// Pools that are kept for the next call; others end with their last call.
const KEPT: usize = 4;

/// The pools of late, the latest last.
static POOLS: Mutex<Vec<Arc<ThreadPool>>> = Mutex::new(Vec::new());

/// Runs work over so many threads; over one per core where nothing is said.
pub(crate) fn spread<T: Send>(threads: Option<u32>, work: impl FnOnce() -> T + Send) -> Result<T> {
    match threads {
        None => Ok(work()),
        Some(threads) => Ok(of_size(threads)?.install(work)),
    }
}

fn of_size(threads: u32) -> Result<Arc<ThreadPool>> {
    if threads == 0 || threads > MOST_THREADS {
        let message = format!("threads: {threads} is not between 1 and {MOST_THREADS}");
        return Err(raise("MALFORMED_OPTIONS", &message));
    }
    let mut pools = POOLS.lock().unwrap_or_else(PoisonError::into_inner);
    let known = pools.iter().position(|pool| pool.current_num_threads() == threads as usize);
    let pool = match known {
        Some(known) => pools.remove(known),
        None => {
            let pool = ThreadPoolBuilder::new().num_threads(threads as usize).build();
            Arc::new(pool.map_err(|error| raise("NO_THREADS", &format!("{threads} threads: {error}")))?)
        }
    };
    if pools.len() == KEPT {
        pools.remove(0);
    }
    pools.push(Arc::clone(&pool));
    Ok(pool)
}
