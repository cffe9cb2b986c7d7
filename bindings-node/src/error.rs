//! Errors of the core as errors of Node, and panics as errors.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use napi::{Error, Result, Status};

/// The codes of this package's own errors; the others are those of the core.
pub(crate) const CODES: &[&str] =
    &["DEFECT", "MALFORMED_TABLE", "NOT_FINITE", "NO_THREADS", "UNSUPPORTED_COLUMN"];

thread_local! {
    /// Whether a panic of this thread is an answer to broken bytes.
    static EXPECTED: Cell<bool> = const { Cell::new(false) };
}

/// An error under its code.
pub(crate) fn raise(code: &str, message: &dyn std::fmt::Display) -> Error {
    Error::new(Status::GenericFailure, format!("{code}\n{message}"))
}

/// Runs work that must never end the process: a panic becomes an error.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(raise("DEFECT", &"a defect of renown, not of the input; please report it")))
}

/// The same, with an error of its own: Arrow's readers panic where bytes are broken in ways that they do not expect.
/// That is an ordinary answer to such bytes and leaves nothing on standard error.
pub(crate) fn guarded_as<T>(code: &str, message: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    static SILENCE: Once = Once::new();
    SILENCE.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            if !EXPECTED.get() {
                before(panic);
            }
        }));
    });
    EXPECTED.set(true);
    // What the work was about is given up with the error, so nobody sees it half done.
    let answer = catch_unwind(AssertUnwindSafe(work));
    EXPECTED.set(false);
    answer.unwrap_or_else(|_| Err(raise(code, &message)))
}
