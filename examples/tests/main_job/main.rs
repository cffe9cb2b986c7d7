//! The main job from end to end: every format, every fault of input, and what becomes of the files.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod faults;
mod files;
mod formats;

use std::path::{Path, PathBuf};

use renown::report::{ReportOptions, TextOptions};
use renown_examples::input::Renamed;
use renown_examples::invented::tables;
use renown_examples::job::{Job, JobError, SHELF_BYTES, Summary, run};
use tempfile::TempDir;

/// A folder with invented input, and a job on it.
struct Place {
    folder: TempDir,
    job: Job,
}

impl Place {
    /// Six accounts as CSV.
    fn new() -> Self {
        let tables = tables(11, 6).unwrap();
        let place = Place::empty();
        place.write("profiles.csv", tables.profiles);
        place.write("posts.csv", tables.posts);
        place.write("audience.csv", tables.audience);
        place
    }

    /// A folder without files.
    fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let job = Job {
            profiles: path("profiles.csv"),
            posts: path("posts.csv"),
            audience: Some(path("audience.csv")),
            renamed: Renamed::default(),
            skip_bad_rows: false,
            options: ReportOptions::default(),
            now: "2026-03-02T00:00:00Z".parse().unwrap(),
            recipient: "brand-1".to_owned(),
            out: path("out"),
            print: 100,
            text: TextOptions::default(),
            shelf_bytes: SHELF_BYTES,
        };
        Place { folder, job }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        std::fs::write(self.path(name), content).unwrap();
        self.path(name)
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    fn run(&self) -> Result<Summary, JobError> {
        run(&self.job, &mut ())
    }

    /// The error of the job, without the name of the folder.
    fn fault(&self) -> String {
        let error = self.run().unwrap_err().to_string();
        error.replace(&format!("{}{}", self.folder.path().display(), std::path::MAIN_SEPARATOR), "")
    }
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
