//! Opening a ledger.

use std::path::{Path, PathBuf};

use crate::Error;
use crate::engine::{self, Engine, Sqlite, SqliteOptions};
use crate::erasure::Tombstones;
use crate::keys::{KeyProvider, Roots, rewrap};
use crate::metering::Group;
use crate::users::KeptDecoy;

/// How a ledger is opened.
#[derive(Debug, Clone)]
pub struct Options {
    /// How long to wait for other writers, in milliseconds.
    pub wait_ms: u64,
    /// Only read.
    pub read_only: bool,
    /// The list of those who were erased, kept apart from the ledger so that it outlives the restoring of an old
    /// back-up. Where none is given it stands beside the file of the ledger, with `.tombstones` behind its name.
    pub tombstones: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Options { wait_ms: 10_000, read_only: false, tombstones: None }
    }
}

/// A ledger. All methods may be called from several threads, and several processes may have the same ledger open.
pub struct Ledger {
    pub(crate) engine: Box<dyn Engine>,
    pub(crate) keys: Box<dyn KeyProvider>,
    pub(crate) roots: Roots,
    pub(crate) tombstones: Tombstones,
    pub(crate) metering: Group,
    pub(crate) decoy: KeptDecoy,
}

impl std::fmt::Debug for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ledger").field("public_key", &self.public_key()).finish_non_exhaustive()
    }
}

impl Ledger {
    /// Opens the ledger in a file; makes it where there is none.
    ///
    /// Whoever was erased according to the list of tombstones is erased before this returns, so that a ledger
    /// restored from an old back-up never serves them.
    ///
    /// # Errors
    /// [`Error::NewerSchema`], [`Error::NotALedger`], [`Error::UnknownMasterKey`], [`Error::WrongMasterKey`],
    /// [`Error::TombstoneRejected`], and those of the engine.
    pub fn open(
        path: impl AsRef<Path>,
        keys: impl KeyProvider + 'static,
        options: Options,
    ) -> Result<Self, Error> {
        let path = path.as_ref();
        let tombstones = options.tombstones.unwrap_or_else(|| {
            let mut beside = path.as_os_str().to_owned();
            beside.push(".tombstones");
            PathBuf::from(beside)
        });
        let sqlite = SqliteOptions { wait_ms: options.wait_ms, read_only: options.read_only };
        let engine = Sqlite::open(path, sqlite)?;
        Self::over(engine, keys, tombstones, options.read_only)
    }

    /// Opens the ledger that an engine keeps.
    ///
    /// # Errors
    /// Those of [`Ledger::open`].
    pub fn over(
        engine: impl Engine + 'static,
        keys: impl KeyProvider + 'static,
        tombstones: impl Into<PathBuf>,
        read_only: bool,
    ) -> Result<Self, Error> {
        engine::prepare(&engine)?;
        let roots = Roots::of(&engine, &keys)?;
        let tombstones = Tombstones::at(tombstones.into());
        let (metering, decoy) = (Group::default(), KeptDecoy::default());
        let ledger =
            Ledger { engine: Box::new(engine), keys: Box::new(keys), roots, tombstones, metering, decoy };
        if !read_only {
            ledger.seal_plain_usage()?;
        }
        ledger.replay(read_only)?;
        Ok(ledger)
    }

    /// Wraps with the current master key whatever another one wrapped; gives how many keys there were. After it the
    /// other master keys are no longer needed for this ledger, though still for its older back-ups.
    ///
    /// # Errors
    /// [`Error::UnknownMasterKey`], [`Error::WrongMasterKey`], and those of the engine.
    pub fn rotate_keys(&self) -> Result<u64, Error> {
        let mut wrapped = 0;
        self.engine.write(&mut |statements| {
            wrapped = rewrap(statements, &*self.keys)?;
            Ok(())
        })?;
        self.engine.scrub()?;
        Ok(wrapped)
    }
}
