//! Work without the interpreter's lock, in a pool of the caller's size, that Ctrl-C can leave.
//!
//! One idea to keep in mind: the caller's thread only waits. It looks for signals while it does, and after Ctrl-C the
//! work goes on unheard until it is done, because a figure has no place where it could be cut.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::available_parallelism;
use std::time::Duration;

use pyo3::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::error::{internal, raise};

/// How long a signal may wait.
const SIGNALS: Duration = Duration::from_millis(50);

/// The pools so far, by process and size: the threads of a pool do not survive a fork.
static POOLS: Mutex<BTreeMap<(u32, usize), Arc<ThreadPool>>> = Mutex::new(BTreeMap::new());

/// Does the work in a pool of `threads` threads, or of as many as the machine has.
pub(crate) fn run<T: Send + 'static>(
    py: Python<'_>,
    threads: Option<usize>,
    work: impl FnOnce() -> T + Send + 'static,
) -> PyResult<T> {
    let pool = pool(py, threads)?;
    let (sender, mut receiver) = channel();
    pool.spawn(move || {
        // Nobody listens any more where the caller was interrupted.
        let _ = sender.send(catch_unwind(AssertUnwindSafe(work)));
    });
    loop {
        let (back, heard) = py.detach(move || {
            let heard = receiver.recv_timeout(SIGNALS);
            (receiver, heard)
        });
        receiver = back;
        match heard {
            Ok(Ok(answer)) => return Ok(answer),
            Err(RecvTimeoutError::Timeout) => py.check_signals()?,
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => return Err(internal(py)),
        }
    }
}

fn pool(py: Python<'_>, threads: Option<usize>) -> PyResult<Arc<ThreadPool>> {
    if threads == Some(0) {
        return Err(raise(py, "MALFORMED_OPTIONS", &"threads: 0; give 1 or more, or None for all"));
    }
    let size = threads.unwrap_or_else(|| available_parallelism().map_or(1, usize::from));
    let mut pools = POOLS.lock().unwrap_or_else(PoisonError::into_inner);
    let process = std::process::id();
    if let Some(pool) = pools.get(&(process, size)) {
        return Ok(Arc::clone(pool));
    }
    let pool = ThreadPoolBuilder::new().num_threads(size).build();
    let pool = Arc::new(pool.map_err(|error| raise(py, "MALFORMED_OPTIONS", &format!("threads: {error}")))?);
    pools.insert((process, size), Arc::clone(&pool));
    Ok(pool)
}
