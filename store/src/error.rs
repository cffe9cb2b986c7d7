//! What can go wrong with a ledger. No message names a person.

/// Why the ledger does not do what was asked.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file cannot be opened, read or written.
    #[error("{what}: {reason}")]
    #[non_exhaustive]
    Unavailable {
        /// What was tried.
        what: &'static str,
        /// What the database said.
        reason: String,
    },
    /// The file of a catalog cannot be opened, read or written.
    #[error("{what}: {reason}")]
    #[non_exhaustive]
    CatalogUnavailable {
        /// What was tried.
        what: &'static str,
        /// What the system said.
        reason: String,
    },
    /// Other writers hold the ledger for longer than one is willing to wait.
    #[error("the ledger is held by other writers for longer than {wait_ms} ms; try again")]
    #[non_exhaustive]
    Busy {
        /// How long was waited, in milliseconds.
        wait_ms: u64,
    },
    /// The ledger may be read, not written.
    #[error("the ledger is open for reading only, or its file or disk is")]
    ReadOnly,
    /// No room is left for what was to be written; nothing of it was.
    #[error("the disk is full; nothing of this was written")]
    DiskFull,
    /// What stands in the file is not what was written there.
    #[error("the ledger is damaged: {what}; restore it from a back-up")]
    #[non_exhaustive]
    Corrupt {
        /// What is damaged.
        what: String,
    },
    /// A file that is no ledger.
    #[error("the file is a database, but no ledger of renown")]
    NotALedger,
    /// A ledger that a newer release wrote.
    #[error("the ledger has schema version {found}; this release reads up to {known}: use a newer release")]
    #[non_exhaustive]
    NewerSchema {
        /// The version of the ledger.
        found: i64,
        /// The newest version that this release knows.
        known: i64,
    },
    /// No master key of this name was given.
    #[error("no master key is called {name:?}; give the one that the ledger was written with")]
    #[non_exhaustive]
    UnknownMasterKey {
        /// The name that stands in the ledger.
        name: String,
    },
    /// A master key that does not open what was wrapped with it.
    #[error("the master key {name:?} does not open this ledger")]
    #[non_exhaustive]
    WrongMasterKey {
        /// Its name.
        name: String,
    },
    /// A key of another length than 32 bytes.
    #[error("a key of {length} bytes; a key has 32")]
    #[non_exhaustive]
    KeyLength {
        /// How many bytes were given.
        length: usize,
    },
    /// The source of random numbers failed.
    #[error("the operating system gives no random numbers")]
    NoRandomness,
    /// An id that was used before for something else.
    #[error("this id was used before for something else; an id stands for one thing")]
    IdReused,
    /// The person was erased.
    #[error("the subject was erased; what comes after belongs to a new id")]
    SubjectErased,
    /// The account is on the list of those that must not be collected again.
    #[error("the account is suppressed: it was erased and must not be collected again")]
    Suppressed,
    /// Nothing is known under this id.
    #[error("no {what} has this id")]
    #[non_exhaustive]
    Unknown {
        /// What was looked for.
        what: &'static str,
    },
    /// A value that is not of the form that belongs there.
    #[error("{field}: {reason}")]
    #[non_exhaustive]
    Malformed {
        /// Which value.
        field: &'static str,
        /// What would be right.
        reason: String,
    },
    /// An e-mail address that another user has.
    #[error("another user is registered with this e-mail address")]
    EmailTaken,
    /// A user below 18.
    #[error("users must be 18 or older")]
    UnderAge,
    /// Too many attempts.
    #[error("too many attempts; try again in {seconds} s")]
    #[non_exhaustive]
    Throttled {
        /// How long to wait, in seconds.
        seconds: i64,
    },
    /// Units that the quota does not leave.
    #[error("{asked} units asked for, {left} left of the quota")]
    #[non_exhaustive]
    QuotaExceeded {
        /// How many were asked for.
        asked: u64,
        /// How many are left.
        left: u64,
    },
    /// A receipt that its store did not sign.
    #[error("the receipt is not signed by the store {store:?}, or is for another erasure")]
    #[non_exhaustive]
    ReceiptRejected {
        /// Which store.
        store: String,
    },
    /// A store that could not erase.
    #[error("the store {store:?} did not erase: {reason}")]
    #[non_exhaustive]
    StoreFailed {
        /// Which store.
        store: String,
        /// What it said.
        reason: String,
    },
    /// A list of tombstones that was changed.
    #[error("line {line} of the tombstones is not one that this ledger signed")]
    #[non_exhaustive]
    TombstoneRejected {
        /// Which line, from 1.
        line: usize,
    },
    /// An old copy of a ledger that may only be read, in which someone stands who was erased.
    #[error(
        "{count} who were erased stand in this copy of the ledger; open it for writing, which erases them"
    )]
    #[non_exhaustive]
    TombstonesPending {
        /// How many tombstones are to be replayed.
        count: usize,
    },
    /// Statements and quotas.
    #[error(transparent)]
    Usage(#[from] renown::usage::Error),
    /// The privacy rules refuse a value.
    #[error(transparent)]
    Privacy(#[from] renown::privacy::Error),
    /// The rights engine refuses a plan or an account.
    #[error(transparent)]
    Rights(#[from] renown::privacy::rights::Error),
    /// The catalog refuses what was asked of it.
    #[cfg(feature = "search")]
    #[error(transparent)]
    Search(#[from] renown::search::Error),
    /// A ledger that was closed.
    #[error("the ledger is closed")]
    Closed,
    /// A call that the ledger does not have, or arguments that are not those of the call.
    #[error("{reason}")]
    #[non_exhaustive]
    MalformedCall {
        /// What is wrong.
        reason: String,
    },
}

/// The codes of this crate's own [`Error`]s.
pub const CODES: &[&str] = &[
    "LEDGER_UNAVAILABLE",
    "CATALOG_UNAVAILABLE",
    "LEDGER_BUSY",
    "LEDGER_READ_ONLY",
    "DISK_FULL",
    "LEDGER_CORRUPT",
    "NOT_A_LEDGER",
    "NEWER_SCHEMA",
    "UNKNOWN_MASTER_KEY",
    "WRONG_MASTER_KEY",
    "KEY_LENGTH",
    "NO_RANDOMNESS",
    "ID_REUSED",
    "SUBJECT_ERASED",
    "SUPPRESSED",
    "UNKNOWN_RECORD",
    "MALFORMED_FIELD",
    "EMAIL_TAKEN",
    "UNDER_AGE",
    "THROTTLED",
    "QUOTA_EXCEEDED",
    "RECEIPT_REJECTED",
    "STORE_FAILED",
    "TOMBSTONE_REJECTED",
    "TOMBSTONES_PENDING",
    "LEDGER_CLOSED",
    "MALFORMED_ARGUMENTS",
];

impl Error {
    /// The stable code of this error, the same in every language.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Unavailable { .. } => "LEDGER_UNAVAILABLE",
            Error::CatalogUnavailable { .. } => "CATALOG_UNAVAILABLE",
            Error::Busy { .. } => "LEDGER_BUSY",
            Error::ReadOnly => "LEDGER_READ_ONLY",
            Error::DiskFull => "DISK_FULL",
            Error::Corrupt { .. } => "LEDGER_CORRUPT",
            Error::NotALedger => "NOT_A_LEDGER",
            Error::NewerSchema { .. } => "NEWER_SCHEMA",
            Error::UnknownMasterKey { .. } => "UNKNOWN_MASTER_KEY",
            Error::WrongMasterKey { .. } => "WRONG_MASTER_KEY",
            Error::KeyLength { .. } => "KEY_LENGTH",
            Error::NoRandomness => "NO_RANDOMNESS",
            Error::IdReused => "ID_REUSED",
            Error::SubjectErased => "SUBJECT_ERASED",
            Error::Suppressed => "SUPPRESSED",
            Error::Unknown { .. } => "UNKNOWN_RECORD",
            Error::Malformed { .. } => "MALFORMED_FIELD",
            Error::EmailTaken => "EMAIL_TAKEN",
            Error::UnderAge => "UNDER_AGE",
            Error::Throttled { .. } => "THROTTLED",
            Error::QuotaExceeded { .. } => "QUOTA_EXCEEDED",
            Error::ReceiptRejected { .. } => "RECEIPT_REJECTED",
            Error::StoreFailed { .. } => "STORE_FAILED",
            Error::TombstoneRejected { .. } => "TOMBSTONE_REJECTED",
            Error::TombstonesPending { .. } => "TOMBSTONES_PENDING",
            Error::Usage(error) => error.code(),
            Error::Privacy(error) => error.code(),
            Error::Rights(error) => error.code(),
            #[cfg(feature = "search")]
            Error::Search(error) => error.code(),
            Error::Closed => "LEDGER_CLOSED",
            Error::MalformedCall { .. } => "MALFORMED_ARGUMENTS",
        }
    }

    pub(crate) fn corrupt(what: &str) -> Self {
        Error::Corrupt { what: what.to_owned() }
    }

    pub(crate) fn malformed(field: &'static str, reason: impl Into<String>) -> Self {
        Error::Malformed { field, reason: reason.into() }
    }
}
