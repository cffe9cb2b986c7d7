//! The project's commands: `cargo xtask test` runs every check of all three languages from nothing but Rust,
//! Python and Node.
//!
//! One idea to keep in mind: a step is cheap to repeat. Environments are made once per pinned list, builds are
//! incremental, and `--resume` leaves out what already passed on this very tree.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this program is for")]

mod architecture;
mod bench;
mod command;
mod node;
mod passed;
mod python;
mod run;
mod rust;

use std::env;
use std::path::Path;
use std::process::ExitCode;

use run::Run;

const HELP: &str = "\
cargo xtask test [rust] [python] [node] [--resume]   every check, or those of some languages
cargo xtask build [python] [node]                    the packages, into .venv and bindings-node
cargo xtask bench [words]                            benches/run.py with these words, on both packages
cargo xtask list                                     the names of all steps

--resume   leave out the steps that passed before on the same, unchanged tree
PYTHON     the interpreter to use, where it is not found on PATH (3.11 or newer)";

/// The languages of the project; the order is that of the steps.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Rust,
    Python,
    Node,
}

impl Part {
    const ALL: [Part; 3] = [Part::Rust, Part::Python, Part::Node];

    fn named(name: &str) -> Option<Part> {
        match name {
            "rust" => Some(Part::Rust),
            "python" => Some(Part::Python),
            "node" => Some(Part::Node),
            _ => None,
        }
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match act(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

/// `Ok(false)` where a step failed, `Err` where nothing could be run.
fn act(arguments: &[String]) -> Result<bool, String> {
    let Some((verb, rest)) = arguments.split_first() else {
        println!("{HELP}");
        return Ok(true);
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("xtask has no parent directory")?;
    env::set_current_dir(root).map_err(|error| format!("{}: {error}", root.display()))?;
    if verb == "bench" {
        let mut run = Run::new(false);
        bench::run(&mut run, rest);
        return Ok(run.finish());
    }
    let resume = rest.iter().any(|word| word == "--resume");
    let parts = parts(rest)?;
    let wanted = |part| parts.contains(&part);
    let mut run = match verb.as_str() {
        "test" => Run::new(resume),
        "build" => Run::new(false),
        "list" => Run::listing(),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            return Ok(true);
        }
        other => return Err(format!("there is no command {other:?}\n{HELP}")),
    };
    let build_only = verb == "build";
    if wanted(Part::Rust) && !build_only {
        rust::test(&mut run);
    }
    if wanted(Part::Python) {
        python::build(&mut run);
        if !build_only {
            python::test(&mut run);
            node::pyright(&mut run, &[python::PACKAGE]);
        }
    }
    if wanted(Part::Node) {
        if build_only {
            node::build(&mut run);
        } else {
            node::build_for_tests(&mut run);
            node::test(&mut run);
        }
    }
    Ok(run.finish())
}

/// The parts that are named, all where none is.
fn parts(words: &[String]) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    for word in words.iter().filter(|word| *word != "--resume") {
        parts.push(Part::named(word).ok_or_else(|| format!("there is no part {word:?}\n{HELP}"))?);
    }
    Ok(if parts.is_empty() { Part::ALL.to_vec() } else { parts })
}
