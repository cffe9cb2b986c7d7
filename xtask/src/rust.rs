//! The checks of the Rust crates, and the main job on the shipped data.

use crate::architecture;
use crate::command::Program;
use crate::run::{Done, Run};

pub(crate) fn test(run: &mut Run) {
    run.check("rust: format", &[], &|| Program::cargo().args(["fmt", "--all", "--check"]).step());
    architecture::step(run);
    run.check("rust: licences, bans, sources", &[], &deny);
    run.check("rust: clippy", &[], &|| {
        Program::cargo()
            .args(["clippy", "--workspace", "--all-targets", "--all-features", "--locked"])
            .args(["--", "--deny", "warnings"])
            .step()
    });
    run.check("rust: tests", &[], &|| {
        Program::cargo().args(["test", "--workspace", "--all-features", "--locked"]).step()
    });
    run.check("rust: core without its optional features", &[], &|| {
        Program::cargo().args(["check", "--package", "renown", "--locked"]).step()
    });
    run.check("rust: documentation", &[], &|| {
        Program::cargo()
            .args(["doc", "--workspace", "--all-features", "--no-deps", "--locked"])
            .env("RUSTDOCFLAGS", "--deny warnings")
            .step()
    });
    run.check("rust: the main job", &[], &|| {
        Program::cargo().args(["run", "--release", "--locked", "--example", "report"]).step()
    });
}

/// Advisories would have to be downloaded, so they are left to whoever is online.
fn deny() -> Result<Done, String> {
    if Program::cargo().args(["deny", "--version"]).output().is_none() {
        return Ok(Done::Skipped("cargo-deny is not installed (cargo install cargo-deny)".into()));
    }
    Program::cargo()
        .args(["deny", "--offline", "--all-features", "check", "licenses", "bans", "sources"])
        .step()
}
