//! The main job: from files of profiles, posts and audience samples to the reports that the gate lets pass.
//!
//! One idea to keep in mind: nothing is shown, printed or written before everything has been read and decided. Then
//! whole files take the place of the old ones, receipts first, so that there is never a report without its receipt
//! and never half a file.
//!
//! Rows are read once, one after the other, and laid aside by influencer, so that only some of the
//! influencers are in memory at a time, however many posts there are.

mod error;
mod output;
mod peers;
mod reading;
mod shelves;
mod showing;
mod summary;

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use renown::report::{ReportOptions, TextOptions};

pub use error::JobError;
pub use reading::Watch;
pub use summary::{Skipped, Summary};

use crate::input::Renamed;

/// What is to be done.
#[derive(Debug, Clone)]
pub struct Job {
    /// The file of profiles.
    pub profiles: PathBuf,
    /// The file of posts.
    pub posts: PathBuf,
    /// The file of audience samples.
    pub audience: Option<PathBuf>,
    /// Columns that the files name otherwise.
    pub renamed: Renamed,
    /// Whether rows at fault are skipped and counted, instead of ending the job.
    pub skip_bad_rows: bool,
    /// The choices behind the reports.
    pub options: ReportOptions,
    /// When the reports are made and the gate decides.
    pub now: DateTime<Utc>,
    /// The pseudonymous id of the user for whom the reports are made.
    pub recipient: String,
    /// The folder for `report.json` and `receipts.jsonl`.
    pub out: PathBuf,
    /// How many reports are returned as text, for a terminal.
    pub print: usize,
    /// How that text looks.
    pub text: TextOptions,
    /// So many bytes of input are in memory at a time.
    pub shelf_bytes: u64,
}

/// Of so many bytes of input a job need not spare the memory.
pub const SHELF_BYTES: u64 = 24 << 20;

/// Does the job.
///
/// # Errors
/// [`JobError`] with file, line and column of what is wrong. The files of an earlier run are then as they were.
pub fn run(job: &Job, watch: &mut dyn Watch) -> Result<Summary, JobError> {
    let gate = showing::Gate::new(job)?;
    let mut read = reading::read(job, watch)?;
    let peers = peers::rates(job, &gate, &mut read)?;
    let mut files = output::Files::new(&job.out)?;
    let shown = showing::show(job, &gate, &mut read, &peers, &mut files, watch)?;
    let summary = Summary { skipped: read.skipped, ..shown };
    files.finish(&summary)?;
    Ok(summary)
}
