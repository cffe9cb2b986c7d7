//! Running other programs.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::Done;

/// A program with its arguments, made step by step.
pub(crate) struct Program {
    command: Command,
}

impl Program {
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Program {
        Program { command: Command::new(program) }
    }

    /// The cargo that runs this program.
    pub(crate) fn cargo() -> Program {
        Program::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    pub(crate) fn args<I: IntoIterator<Item = A>, A: AsRef<OsStr>>(mut self, arguments: I) -> Program {
        self.command.args(arguments);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Program {
        self.command.env(name, value);
        self
    }

    pub(crate) fn within(mut self, directory: &str) -> Program {
        self.command.current_dir(directory);
        self
    }

    /// Runs it with its output shown; the error is its command line and how it ended.
    pub(crate) fn run(mut self) -> Result<(), String> {
        let status = self.command.status().map_err(|error| format!("{}: {error}", self.line()))?;
        if status.success() { Ok(()) } else { Err(format!("{} ended with {status}", self.line())) }
    }

    /// [`Program::run`] as the whole of a step.
    pub(crate) fn step(self) -> Result<Done, String> {
        self.run().map(|()| Done::Passed)
    }

    /// What it prints to standard output, trimmed; `None` where it does not start or fails.
    pub(crate) fn output(mut self) -> Option<String> {
        let output = self.command.output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    fn line(&self) -> String {
        let words = std::iter::once(self.command.get_program()).chain(self.command.get_args());
        words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
    }
}

/// The path made absolute, without resolving links: a virtual environment's interpreter is one.
pub(crate) fn absolute(path: &Path) -> Result<PathBuf, String> {
    std::path::absolute(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// The major and minor number in `Python 3.11.7`, `v20.20.2`, `3.11`.
pub(crate) fn version(text: &str) -> Option<(u32, u32)> {
    let start = text.find(|character: char| character.is_ascii_digit())?;
    let mut numbers = text.get(start..)?.split(|character: char| !character.is_ascii_digit());
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn a_version_is_read_with_or_without_a_name() {
        assert_eq!(version("Python 3.11.7"), Some((3, 11)));
        assert_eq!(version("v20.20.2"), Some((20, 20)));
        assert_eq!(version("3.13"), Some((3, 13)));
        assert_eq!(version("nothing"), None);
        assert_eq!(version("3"), None);
    }
}
