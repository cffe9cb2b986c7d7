//! Catalogs in files: written whole, and mapped.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use memmap2::Mmap;
use renown::search::{Catalog, Verify};

use crate::Error;

/// Bytes that are handed to the system at once.
const AT_ONCE: usize = 1 << 20;

/// Opens what [`save`] wrote.
pub(super) fn open(path: &Path, verify: Verify) -> Result<Catalog, Error> {
    let map = File::open(path).and_then(|file| map(&file));
    Ok(Catalog::open(
        map.map_err(|error| unavailable("the file of the catalog cannot be read", &error))?,
        verify,
    )?)
}

#[expect(unsafe_code, reason = "what is mapped must not change, which no type can promise of a file")]
fn map(file: &File) -> io::Result<Mmap> {
    // SAFETY: the bytes must stay as they are while they are mapped. `save` never writes to a file that is there: it
    // puts a new one in its place, and the old one stays for whoever has it mapped. That nothing else writes to or
    // shortens the file is asked of the caller, in the documentation of `SharedCatalog::open`.
    unsafe { Mmap::map(file) }
}

/// Writes a catalog. Whoever opens the file sees the old one or the new one, whole, even if the machine stops.
pub(super) fn save(catalog: &Catalog, path: &Path) -> Result<(), Error> {
    write(catalog, path).map_err(|error| unavailable("the file of the catalog cannot be written", &error))
}

fn write(catalog: &Catalog, path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".catalog-").suffix(".new");
    // As for any new file: the process says who may read it.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut beside = builder.tempfile_in(folder)?;
    let mut to = BufWriter::with_capacity(AT_ONCE, beside.as_file_mut());
    catalog.write_to(&mut to)?;
    to.flush()?;
    drop(to);
    beside.as_file().sync_all()?;
    beside.persist(path).map_err(|error| error.error)?;
    // The name, too, has to be on the disk; where folders cannot be opened, the system sees to it.
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    Ok(())
}

fn unavailable(what: &'static str, error: &io::Error) -> Error {
    // What the system says names no place and nobody.
    Error::CatalogUnavailable { what, reason: error.to_string() }
}
