//! What is printed, and what is written: whole files or none.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

/// Writes `name` in `folder` in one piece: a reader sees the old file or the new one, never a part.
pub(crate) fn write(folder: &Path, name: &str, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    let mut buffered = io::BufWriter::new(&mut file);
    fill(&mut buffered)?;
    buffered.flush()?;
    drop(buffered);
    file.as_file().sync_all()?;
    file.persist(folder.join(name)).map_err(|error| error.error)?;
    Ok(())
}

/// One JSON value on one line.
pub(crate) fn line(to: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *to, value)?;
    to.write_all(b"\n")
}

/// Prints to the standard output; a closed pipe is the reader's choice, not a fault.
pub(crate) fn say(text: &dyn std::fmt::Display) {
    let _closed_pipe = writeln!(io::stdout().lock(), "{text}");
}

pub(crate) fn complain(error: &dyn std::fmt::Display) {
    let _closed_pipe = writeln!(io::stderr().lock(), "error: {error}");
}
