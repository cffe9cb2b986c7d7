//! What can be wrong with records of consent.

/// What is wrong, in which entry (counted from 0), and what would be right. No message holds an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the message of each variant says what its fields are")]
pub enum Error {
    /// Not a SHA-256 in hexadecimal.
    #[error("the hash of a text is 64 characters of 0-9 and a-f, not {length}")]
    MalformedHash { length: usize },
    /// Something that is no consent, whatever it is called.
    #[error(
        "entry {entry}: {act} is not consent; it takes a clear act of the person (GDPR Art. 4(11), Recital 32)"
    )]
    NotConsent { entry: usize, act: &'static str },
    /// Consent to nothing.
    #[error("entry {entry}: names no purpose; consent is to one or more")]
    ConsentWithoutPurpose { entry: usize },
    /// Consent that is harder to take back than to give.
    #[error(
        "entry {entry}: given in {steps} steps by {channel}, but no way to withdraw is by {channel} in as few (GDPR Art. 7(3))"
    )]
    WithdrawalHarder { entry: usize, steps: u32, channel: &'static str },
    /// Consent that ends before it begins.
    #[error("entry {entry}: expires before it is given")]
    ExpiresBeforeGiven { entry: usize },
    /// Two consents under one id.
    #[error("entry {entry}: another consent has its id")]
    RepeatedConsent { entry: usize },
    /// A withdrawal that fits no consent, or is of another person's, or from before it was given.
    #[error("entry {entry}: the consent that it withdraws {what}")]
    ContradictoryWithdrawal { entry: usize, what: &'static str },
    /// A withdrawal of nothing.
    #[error("entry {entry}: names neither a consent nor a purpose to withdraw")]
    EmptyWithdrawal { entry: usize },
    /// A child who cannot consent alone.
    #[error(
        "entry {entry}: at {age} in {country} consent takes a holder of parental responsibility; from {from} on it does not"
    )]
    GuardianNeeded { entry: usize, age: u8, country: String, from: u8 },
    /// No rule of age for a country at a date.
    #[error("no age of digital consent is known for this country on {on}; known are {known}")]
    UnknownAge { on: chrono::NaiveDate, known: String },
    /// Days that no calendar reaches.
    #[error("counting 12 months from {from} leaves the dates that exist")]
    UnreachableDate { from: chrono::NaiveDate },
    /// No consent has this id.
    #[error("no consent has this id")]
    UnknownConsent,
    /// A document that is no record of a consent, or leaves out what nobody declared.
    #[error("{path}: {what}")]
    MalformedRecord { path: String, what: &'static str },
}

/// The codes of all [`Error`]s.
pub const CODES: &[&str] = &[
    "MALFORMED_HASH",
    "NOT_CONSENT",
    "CONSENT_WITHOUT_PURPOSE",
    "WITHDRAWAL_HARDER",
    "EXPIRES_BEFORE_GIVEN",
    "REPEATED_CONSENT",
    "CONTRADICTORY_WITHDRAWAL",
    "EMPTY_WITHDRAWAL",
    "GUARDIAN_NEEDED",
    "UNKNOWN_AGE",
    "UNREACHABLE_DATE",
    "UNKNOWN_CONSENT",
    "MALFORMED_RECORD",
];

impl Error {
    /// The stable code of this error, the same in every language.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Error::MalformedHash { .. } => "MALFORMED_HASH",
            Error::NotConsent { .. } => "NOT_CONSENT",
            Error::ConsentWithoutPurpose { .. } => "CONSENT_WITHOUT_PURPOSE",
            Error::WithdrawalHarder { .. } => "WITHDRAWAL_HARDER",
            Error::ExpiresBeforeGiven { .. } => "EXPIRES_BEFORE_GIVEN",
            Error::RepeatedConsent { .. } => "REPEATED_CONSENT",
            Error::ContradictoryWithdrawal { .. } => "CONTRADICTORY_WITHDRAWAL",
            Error::EmptyWithdrawal { .. } => "EMPTY_WITHDRAWAL",
            Error::GuardianNeeded { .. } => "GUARDIAN_NEEDED",
            Error::UnknownAge { .. } => "UNKNOWN_AGE",
            Error::UnreachableDate { .. } => "UNREACHABLE_DATE",
            Error::UnknownConsent => "UNKNOWN_CONSENT",
            Error::MalformedRecord { .. } => "MALFORMED_RECORD",
        }
    }
}
