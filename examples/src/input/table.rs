//! A file as a stream of rows with named columns.

use std::collections::HashSet;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::cell::Cell;
use super::{InputError, Problem, arrow, json_lines, separated};

/// One row: where it stands, and its cells in the order of the columns.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub line: u64,
    pub cells: Vec<Cell>,
}

pub(super) type RowIterator = Box<dyn Iterator<Item = Result<Row, InputError>>>;

/// The rows of a file, read one after the other.
pub struct Rows {
    pub(super) file: PathBuf,
    pub(super) columns: Vec<String>,
    pub(super) rows: RowIterator,
    bytes_read: Arc<AtomicU64>,
    bytes: u64,
}

impl std::fmt::Debug for Rows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rows")
            .field("file", &self.file)
            .field("columns", &self.columns)
            .finish_non_exhaustive()
    }
}

impl Rows {
    /// A counter of the bytes read so far, and the size of the file: for a progress bar.
    pub fn progress(&self) -> (Arc<AtomicU64>, u64) {
        (Arc::clone(&self.bytes_read), self.bytes)
    }
}

/// Opens a file; its ending names the format.
///
/// # Errors
/// Where the file cannot be read, the format is unknown, or a column stands twice.
pub fn open(file: &Path) -> Result<Rows, InputError> {
    let of_file = |problem: Problem| InputError::of_file(file, problem);
    let handle = File::open(file).map_err(|error| of_file(error.into()))?;
    let bytes = handle.metadata().map_err(|error| of_file(error.into()))?.len();
    let bytes_read = Arc::new(AtomicU64::new(0));
    let source = Counted { inner: handle, read: Arc::clone(&bytes_read) };
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    let (columns, rows) = match ending.as_str() {
        "csv" => separated::rows(file, source, b',')?,
        "tsv" => separated::rows(file, source, b'\t')?,
        "jsonl" | "ndjson" => json_lines::rows(file, source)?,
        "parquet" => arrow::parquet_rows(file, &bytes_read)?,
        "arrow" | "ipc" | "feather" => arrow::ipc_rows(file, source)?,
        _ => return Err(of_file(Problem::UnknownFormat)),
    };
    if columns.is_empty() {
        return Err(of_file(Problem::EmptyFile));
    }
    let mut seen = HashSet::new();
    if let Some(twice) = columns.iter().find(|name| !seen.insert(name.as_str())) {
        return Err(of_file(Problem::DuplicateColumn(twice.clone())));
    }
    Ok(Rows { file: file.to_owned(), columns, rows, bytes_read, bytes })
}

/// Counts what is read through it.
pub(super) struct Counted {
    inner: File,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl Seek for Counted {
    fn seek(&mut self, position: SeekFrom) -> std::io::Result<u64> {
        let position = self.inner.seek(position)?;
        self.read.store(position, Ordering::Relaxed);
        Ok(position)
    }
}

impl Counted {
    /// Goes to where the text begins: after the byte order mark that spreadsheets put before it.
    pub(super) fn rewind(&mut self) -> std::io::Result<()> {
        let mut mark = Vec::new();
        self.seek(SeekFrom::Start(0))?;
        (&mut *self).take(3).read_to_end(&mut mark)?;
        self.seek(SeekFrom::Start(if mark == b"\xef\xbb\xbf" { 3 } else { 0 }))?;
        Ok(())
    }
}
