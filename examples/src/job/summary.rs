//! What became of the job, in numbers.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

use crate::input::InputError;

/// Rows that were skipped: by file and column, and the kind of fault.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Skipped(BTreeMap<String, u64>);

impl Skipped {
    pub(super) fn count(&mut self, file: &str, fault: &InputError) {
        let column = fault.column.as_deref().map(|column| format!(", column {column:?}")).unwrap_or_default();
        *self.0.entry(format!("{file}{column}: {}", fault.problem.code())).or_default() += 1;
    }

    /// How many rows were skipped in all.
    pub fn rows(&self) -> u64 {
        self.0.values().sum()
    }

    /// The reasons, with how many rows each.
    pub fn reasons(&self) -> impl Iterator<Item = (&str, u64)> {
        self.0.iter().map(|(reason, rows)| (reason.as_str(), *rows))
    }
}

/// What became of the job.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many reports were written.
    pub shown: u64,
    /// Why nothing is shown of the others, and how many these are.
    pub denied: BTreeMap<String, u64>,
    /// Rows that were skipped.
    pub skipped: Skipped,
    /// The first reports, as text.
    pub printed: Vec<String>,
    /// Where the files are.
    pub folder: PathBuf,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reports = if self.shown == 1 { "report" } else { "reports" };
        write!(f, "{} {reports} in {}", self.shown, self.folder.join("report.json").display())?;
        writeln!(f, ", receipts in {}", self.folder.join("receipts.jsonl").display())?;
        for (reason, influencers) in &self.denied {
            writeln!(f, "{influencers} not shown: {reason}")?;
        }
        for (reason, rows) in self.skipped.reasons() {
            writeln!(f, "{rows} skipped: {reason}")?;
        }
        Ok(())
    }
}
