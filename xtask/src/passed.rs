//! Which steps passed on which tree, so that `--resume` need not repeat them.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io::Write;
use std::path::Path;
use std::process::Command;

const FILE: &str = "target/xtask/passed";

/// The steps that passed on the tree as it is now. Where the tree cannot be told (no git), nothing is remembered.
pub(crate) struct Passed {
    tree: Option<String>,
    names: Vec<String>,
    resume: bool,
}

impl Passed {
    pub(crate) fn open(resume: bool) -> Passed {
        let tree = tree();
        let text = fs::read_to_string(FILE).unwrap_or_default();
        let mut lines = text.lines().map(str::to_owned);
        let same = tree.is_some() && lines.next() == tree;
        let names = if same { lines.collect() } else { Vec::new() };
        let passed = Passed { tree, names, resume };
        if !same {
            passed.write();
        }
        passed
    }

    pub(crate) fn holds(&self, name: &str) -> bool {
        self.resume && self.names.iter().any(|passed| passed == name)
    }

    pub(crate) fn add(&mut self, name: &str) {
        if !self.names.iter().any(|passed| passed == name) {
            self.names.push(name.to_owned());
            self.write();
        }
    }

    /// A convenience that is lost is no reason to fail a test run.
    fn write(&self) {
        let Some(tree) = &self.tree else { return };
        let mut text = format!("{tree}\n");
        for name in &self.names {
            text.push_str(name);
            text.push('\n');
        }
        if let Some(parent) = Path::new(FILE).parent()
            && fs::create_dir_all(parent).is_ok()
            && let Ok(mut file) = fs::File::create(FILE)
            && file.write_all(text.as_bytes()).is_err()
        {
            eprintln!("{FILE} could not be written: --resume will repeat every step");
        }
    }
}

/// Names the tree: its commit, and a hash of all that differs from it.
fn tree() -> Option<String> {
    let head = git(&["rev-parse", "HEAD"])?;
    let mut hasher = DefaultHasher::new();
    git(&["diff", "HEAD", "--binary"])?.hash(&mut hasher);
    for path in git(&["ls-files", "--others", "--exclude-standard"])?.lines() {
        path.hash(&mut hasher);
        fs::read(path).ok().hash(&mut hasher);
    }
    Some(format!("{} {:016x}", head.trim(), hasher.finish()))
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
