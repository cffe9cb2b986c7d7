//! The main job: from files of profiles, posts and audience samples to reports that the gate let pass.
//!
//! ```sh
//! cargo run --release --example report
//! cargo run --release --example report -- --profiles mine.csv --posts mine.parquet --columns likes=like_count
//! ```

mod arguments;
mod progress;

use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use renown_examples::job;

fn main() -> ExitCode {
    let arguments = arguments::Arguments::parse();
    let done = arguments.job().and_then(|job| job::run(&job, &mut progress::Progress::default()));
    match done {
        Ok(summary) => {
            summary.printed.iter().for_each(|report| say(report));
            if !arguments.quiet && summary.shown > summary.printed.len() as u64 {
                say(&format!("… and {} more", summary.shown - summary.printed.len() as u64));
            }
            say(&summary);
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _closed_pipe = writeln!(io::stderr().lock(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Prints to the standard output; a closed pipe is the reader's choice, not a fault.
fn say(text: &dyn Display) {
    let _closed_pipe = writeln!(io::stdout().lock(), "{text}");
}
