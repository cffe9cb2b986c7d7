//! What the user may choose.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::Parser;
use renown::metrics::Zone;
use renown::report::{ReportOptions, TextOptions};
use renown_examples::input::Renamed;
use renown_examples::job::{Job, JobError, SHELF_BYTES};

/// Reports on influencers, as far as the policy lets them pass.
#[derive(Debug, Parser)]
#[command(name = "report", version, about)]
pub(crate) struct Arguments {
    /// Profiles: CSV, TSV, JSON lines, Parquet or Arrow IPC, by the ending of the name
    #[arg(long, value_name = "FILE", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/data/profiles.csv"))]
    pub profiles: PathBuf,
    /// Posts, in the same formats
    #[arg(long, value_name = "FILE", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/data/posts.csv"))]
    pub posts: PathBuf,
    /// Audience samples, in the same formats; with files of your own there are none unless you name one
    #[arg(long, value_name = "FILE")]
    pub audience: Option<PathBuf>,
    /// Columns that your files name otherwise, as name=their_name; may be given several times
    #[arg(long, value_name = "NAME=THEIRS", value_delimiter = ',')]
    pub columns: Vec<String>,
    /// Skip rows that are at fault, and count them, instead of stopping at the first
    #[arg(long)]
    pub skip_bad_rows: bool,
    /// The zone in which days, weeks and months are counted
    #[arg(long, value_name = "IANA", default_value = "UTC")]
    pub zone: Zone,
    /// The moment for which the gate decides [default: now]
    #[arg(long, value_name = "RFC3339")]
    pub now: Option<DateTime<Utc>>,
    /// The pseudonymous id of the user for whom the reports are made
    #[arg(long, value_name = "ID", default_value = "brand-1")]
    pub recipient: String,
    /// Where report.json and receipts.jsonl are written
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub out: PathBuf,
    /// How many reports are printed; all are in report.json
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub print: usize,
    /// Write the files, print only the summary
    #[arg(long)]
    pub quiet: bool,
}

impl Arguments {
    /// The job that is asked for.
    pub(crate) fn job(&self) -> Result<Job, JobError> {
        Ok(Job {
            profiles: self.profiles.clone(),
            posts: self.posts.clone(),
            audience: self.audience(),
            renamed: Renamed::read(&self.columns).map_err(JobError::Choice)?,
            skip_bad_rows: self.skip_bad_rows,
            options: ReportOptions { zone: self.zone, ..ReportOptions::default() },
            now: self.now.unwrap_or_else(Utc::now),
            recipient: self.recipient.clone(),
            out: self.out.clone(),
            print: if self.quiet { 0 } else { self.print },
            text: text_options(),
            shelf_bytes: SHELF_BYTES,
        })
    }

    /// The audience file: the user's, or the shipped one beside the shipped posts.
    fn audience(&self) -> Option<PathBuf> {
        let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/data/posts.csv");
        let beside = || {
            (self.posts.as_os_str() == shipped)
                .then(|| concat!(env!("CARGO_MANIFEST_DIR"), "/data/audience.csv").into())
        };
        self.audience.clone().or_else(beside)
    }
}

/// As wide as the terminal and in its style; plain where the reader is no terminal.
fn text_options() -> TextOptions {
    let terminal = console::Term::stdout();
    match terminal.size_checked() {
        Some((_, width)) if terminal.is_term() => {
            TextOptions { width: width.into(), styled: console::colors_enabled() }
        }
        _ => TextOptions::default(),
    }
}
