//! What is written: whole files or none.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use renown::privacy::Receipt;
use renown::report::Report;
use serde::Serialize;
use serde_json::json;
use tempfile::NamedTempFile;

use super::{JobError, Summary};

/// A file that takes the place of an older one in one piece: a reader sees the old file or the new one, never a part.
struct Whole {
    path: PathBuf,
    file: BufWriter<NamedTempFile>,
}

impl Whole {
    fn new(folder: &Path, name: &str) -> Result<Whole, JobError> {
        let path = folder.join(name);
        // In the same folder, for only there a file takes another's place in one step.
        match NamedTempFile::new_in(folder) {
            Ok(file) => Ok(Whole { path, file: BufWriter::new(file) }),
            Err(reason) => Err(JobError::Write { path, reason }),
        }
    }

    fn write(&mut self, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), JobError> {
        fill(&mut self.file).map_err(|reason| JobError::Write { path: self.path.clone(), reason })
    }

    /// Makes sure that the bytes are on the disk; nothing has taken the place of anything yet.
    fn complete(mut self) -> Result<(PathBuf, NamedTempFile), JobError> {
        let flushed = self.file.flush();
        let path = self.path;
        let complete = flushed.and_then(|()| {
            let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.as_file().sync_all()?;
            Ok(file)
        });
        complete.map(|file| (path.clone(), file)).map_err(|reason| JobError::Write { path, reason })
    }
}

/// The two files of the job while they are written.
pub(super) struct Files {
    reports: Whole,
    receipts: Whole,
    is_first: bool,
}

/// One JSON value.
fn value(to: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(to, value).map_err(io::Error::from)
}

impl Files {
    pub(super) fn new(folder: &Path) -> Result<Files, JobError> {
        let mut reports = Whole::new(folder, "report.json")?;
        let receipts = Whole::new(folder, "receipts.jsonl")?;
        reports.write(|to| to.write_all(b"{\"reports\":[\n"))?;
        Ok(Files { reports, receipts, is_first: true })
    }

    /// Adds a report, one a line, and its receipt.
    pub(super) fn add(&mut self, report: &Report, receipt: &Receipt) -> Result<(), JobError> {
        let separator: &[u8] = if self.is_first { b"" } else { b",\n" };
        self.is_first = false;
        self.reports.write(|to| {
            to.write_all(separator)?;
            value(to, report)
        })?;
        self.receipts.write(|to| {
            value(to, receipt)?;
            to.write_all(b"\n")
        })
    }

    /// Puts both files in their places, the receipts first: where that fails, nothing has been shown.
    pub(super) fn finish(mut self, summary: &Summary) -> Result<(), JobError> {
        let rest = json!({ "denied": summary.denied, "skipped_rows": summary.skipped });
        self.reports.write(|to| {
            let rest = rest.to_string();
            write!(to, "\n],{}\n", rest.trim_start_matches('{'))
        })?;
        let (receipts, reports) = (self.receipts.complete()?, self.reports.complete()?);
        for (path, file) in [receipts, reports] {
            file.persist(&path).map_err(|error| JobError::Write { path, reason: error.error })?;
        }
        Ok(())
    }
}
