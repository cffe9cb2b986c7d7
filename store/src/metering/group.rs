//! Group commit: whoever waits for the disk takes along all who came meanwhile.
//!
//! One idea to keep in mind: a transaction costs one wait for the disk, however many batches it holds. So a thread that
//! wants to count puts its batches down and asks to lead; when it does, either another one has counted them, or it
//! counts whatever lies there.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::entry::Entry;
use super::meter::{is_new_usage, refuse_erased};
use crate::keys::SubjectHash;
use crate::{Error, Ledger};

/// A batch without words of a person.
pub(super) struct Batch {
    pub(super) id: [u8; 32],
    pub(super) content: [u8; 32],
    pub(super) day: i64,
    /// Whose usage is refused where they were erased.
    pub(super) users: Vec<SubjectHash>,
    pub(super) entries: Arc<[Counted]>,
}

/// Units of one kind.
pub(super) struct Counted {
    pub(super) subject: SubjectHash,
    pub(super) kind: Arc<str>,
    pub(super) units: u64,
}

type Answer = Result<Vec<bool>, Error>;

/// Batches of one caller, and whether they were new.
struct Asked {
    batches: Vec<Batch>,
    answer: Mutex<Option<Answer>>,
}

/// Those who wait.
#[derive(Default)]
pub(crate) struct Group {
    waiting: Mutex<Vec<Arc<Asked>>>,
    leading: Mutex<()>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Ledger {
    /// Counts batches, all of them or none; gives for each whether it was new.
    pub(super) fn count_together(&self, batches: Vec<Batch>) -> Answer {
        let asked = Arc::new(Asked { batches, answer: Mutex::new(None) });
        locked(&self.metering.waiting).push(Arc::clone(&asked));
        let leading = locked(&self.metering.leading);
        if let Some(answer) = locked(&asked.answer).take() {
            return answer;
        }
        let all = std::mem::take(&mut *locked(&self.metering.waiting));
        self.count_all(&all);
        drop(leading);
        // Who leads finds its own batches among those that wait.
        locked(&asked.answer).take().unwrap_or(Err(Error::Unknown { what: "batch of usage" }))
    }

    fn count_all(&self, all: &[Arc<Asked>]) {
        let together = self.count_once(all);
        match together {
            Ok(answers) => {
                for (asked, answer) in all.iter().zip(answers) {
                    *locked(&asked.answer) = Some(Ok(answer));
                }
            }
            // One of them is refused: not because of the others.
            Err(Error::IdReused | Error::SubjectErased | Error::Malformed { .. }) if all.len() > 1 => {
                for asked in all {
                    let alone = self.count_once(std::slice::from_ref(asked));
                    *locked(&asked.answer) =
                        Some(alone.map(|answers| answers.into_iter().flatten().collect()));
                }
            }
            Err(error) => {
                for asked in all {
                    *locked(&asked.answer) = Some(Err(error.clone()));
                }
            }
        }
    }

    fn count_once(&self, all: &[Arc<Asked>]) -> Result<Vec<Vec<bool>>, Error> {
        let mut answers = Vec::new();
        self.engine.write(&mut |statements| {
            answers.clear();
            let mut entries = Vec::new();
            let mut known = HashSet::new();
            for asked in all {
                let mut counted = Vec::new();
                for batch in &asked.batches {
                    let new = is_new_usage(statements, &batch.id, &batch.content)?;
                    counted.push(new);
                    if !new {
                        continue;
                    }
                    for user in &batch.users {
                        if known.insert(*user) {
                            refuse_erased(statements, user)?;
                        }
                    }
                    entries.extend(batch.entries.iter().map(|counted| Entry {
                        subject: counted.subject,
                        day: batch.day,
                        kind: &counted.kind,
                        units: counted.units,
                    }));
                }
                answers.push(counted);
            }
            self.count(statements, &mut entries)
        })?;
        Ok(answers)
    }
}
