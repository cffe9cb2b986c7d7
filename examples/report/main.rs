//! The main job: from files of profiles, posts and audience samples to reports that the gate let pass.
//!
//! ```sh
//! cargo run --release --example report
//! cargo run --release --example report -- --profiles mine.csv --posts mine.parquet --columns likes=like_count
//! ```

mod arguments;
mod output;
mod progress;
mod run;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = arguments::Arguments::parse();
    match run::run(&arguments) {
        Ok(summary) => {
            output::say(&summary);
            ExitCode::SUCCESS
        }
        Err(error) => {
            output::complain(&error);
            ExitCode::FAILURE
        }
    }
}
