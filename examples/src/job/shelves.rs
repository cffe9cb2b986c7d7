//! Where rows are laid aside by influencer until their turn comes.
//!
//! One idea to keep in mind: influencers stand in the order of their profiles, and a shelf holds some that follow each
//! other. Small input stays in memory on one shelf; large input goes to files without a name, which vanish with the
//! process, and only one shelf is in memory at a time.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// No more files than these are open at a time.
const SHELVES_MAX: u64 = 128;

/// A row that was read: whose it is, as the index of the profile, and where it stood.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Kept<T> {
    pub(super) influencer: usize,
    pub(super) line: u64,
    pub(super) value: T,
}

enum Shelf<T> {
    Memory(Vec<Kept<T>>),
    File(BufWriter<File>),
}

/// Rows by influencer.
pub(super) struct Shelves<T> {
    shelves: Vec<Shelf<T>>,
    influencers: usize,
}

/// How many shelves serve for so many bytes of input.
pub(super) fn enough(bytes: u64, of_shelf: u64) -> usize {
    usize::try_from(bytes.div_ceil(of_shelf.max(1)).clamp(1, SHELVES_MAX)).unwrap_or(1)
}

impl<T: Serialize + DeserializeOwned + Clone> Shelves<T> {
    /// Empty shelves: one in memory, or several in files in `folder`.
    pub(super) fn new(count: usize, influencers: usize, folder: &Path) -> io::Result<Self> {
        let shelf = |_| match count {
            0 | 1 => Ok(Shelf::Memory(Vec::new())),
            _ => Ok(Shelf::File(BufWriter::new(tempfile::tempfile_in(folder)?))),
        };
        let shelves = (0..count.max(1)).map(shelf).collect::<io::Result<_>>()?;
        Ok(Shelves { shelves, influencers: influencers.max(1) })
    }

    /// Lays a row aside.
    pub(super) fn put(&mut self, kept: Kept<T>) -> io::Result<()> {
        let at = kept.influencer * self.shelves.len() / self.influencers;
        match self.shelves.get_mut(at) {
            Some(Shelf::Memory(rows)) => rows.push(kept),
            Some(Shelf::File(file)) => {
                serde_json::to_writer(&mut *file, &(kept.influencer, kept.line, &kept.value))?;
                file.write_all(b"\n")?;
            }
            None => return Err(io::Error::other("a row belongs to no influencer")),
        }
        Ok(())
    }

    /// The rows of one shelf, in the order in which they were laid there. A shelf can be read again.
    pub(super) fn take(&mut self, shelf: usize) -> io::Result<Vec<Kept<T>>> {
        match self.shelves.get_mut(shelf) {
            None => Ok(Vec::new()),
            Some(Shelf::Memory(rows)) => Ok(rows.clone()),
            Some(Shelf::File(file)) => {
                file.flush()?;
                let file = file.get_mut();
                file.seek(SeekFrom::Start(0))?;
                let row = |line: io::Result<String>| {
                    let (influencer, line, value) = serde_json::from_str(&line?)?;
                    Ok(Kept { influencer, line, value })
                };
                BufReader::new(file).lines().map(row).collect()
            }
        }
    }
}
