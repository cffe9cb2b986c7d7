//! What can be wrong with a request, with the facts about it, or with what is done about it.

use chrono::NaiveDate;

use crate::privacy::clocks;

/// What is wrong, where, and what would be right. No message contains a person's data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the message of each variant says what its fields are")]
pub enum Error {
    /// No right has this name.
    #[error("no right is called {right:?}; known are {known}")]
    UnknownRight { right: String, known: String },
    /// No reason has this name.
    #[error("no reason is called {reason:?}; known are {known}")]
    UnknownReason { reason: String, known: String },
    /// A message of a protocol asks for what no right answers.
    #[error("{protocol} knows no request {action:?} that a right answers; known are {known}")]
    UnknownAction { protocol: &'static str, action: String, known: String },
    /// The request asks for nothing.
    #[error("the request names no right; name at least one")]
    NoRight,
    /// There is no event of receipt.
    #[error("no event says when the request was received; a request begins with one of kind \"received\"")]
    NotReceived,
    /// An event lies before receipt.
    #[error("the event {event:?} lies before receipt; a request cannot be acted on before it is there")]
    EventBeforeReceipt { event: String },
    /// An event lies after now.
    #[error("the event {event:?} lies after now; give what happened, not what will")]
    EventInFuture { event: String },
    /// Two different events have one id.
    #[error(
        "two different events have the id {event:?}; the same event may come twice, another needs its own id"
    )]
    ConflictingEvent { event: String },
    /// An event has a field that its kind does not, or lacks one that it does.
    #[error("the event {event:?} of kind {kind}: {what}")]
    MalformedEvent { event: String, kind: &'static str, what: &'static str },
    /// An event that cannot follow.
    #[error("the event {event:?} of kind {kind} cannot follow where the request is {state}")]
    IllegalTransition { event: String, kind: &'static str, state: String },
    /// An answer to somebody who may be anybody.
    #[error("the event {event:?} answers {right}, which needs identity to be {needed}; it is {reached}")]
    IdentityNotProven { event: String, right: String, needed: &'static str, reached: &'static str },
    /// A refusal for want of a proof that the right does not need.
    #[error("the event {event:?} refuses {right} for want of identity, which that right does not need")]
    IdentityNotNeeded { event: String, right: String },
    /// A refusal, partial answer or extension without reasons.
    #[error("the event {event:?} needs reasons; name at least one, such as \"no_ground\"")]
    MissingReasons { event: String },
    /// A year of which there are no metrics.
    #[error("the entry {row} is answered on {answered} before it was received on {received}")]
    AnswerBeforeReceipt { row: usize, answered: NaiveDate, received: NaiveDate },
    /// A right that means nothing under the laws that apply.
    #[error(
        "no law that applies gives {right}, or anything that means the same; name the regimes that apply"
    )]
    OtherRegime { right: String },
    /// A right that is not exercised over items.
    #[error(
        "{right} is not exercised over items; rights_of lists it, and complaint_authorities names authorities"
    )]
    NotOverItems { right: String },
    /// An answer that comes before the request.
    #[error("now lies before receipt; a request cannot be answered before it is there")]
    AnswerBeforeRequest,
    /// A refusal as unfounded or excessive that nobody recorded.
    #[error(
        "a request is refused as unfounded or excessive only where somebody recorded why: standing_recorded_by"
    )]
    UnsupportedRefusal,
    /// Two items with one id.
    #[error("two items have the id {item:?}; give each its own")]
    DuplicateItem { item: String },
    /// An item of a category, or used for a purpose, that the vocabulary does not have.
    #[error("the item {item:?} names the {what} {key:?}, which the vocabulary does not have")]
    UnknownWord { item: String, what: &'static str, key: String },
    /// Facts that cannot be true together.
    #[error("the item {item:?} contradicts itself: {what}")]
    ContradictoryFacts { item: String, what: &'static str },
    /// Two holds with one id.
    #[error("two holds have the id {hold:?}; give each its own")]
    DuplicateHold { hold: String },
    /// A hold on something that is not among the items.
    #[error("the hold {hold:?} names the item {item:?}, which is not among the items")]
    UnknownItem { hold: String, item: String },
    /// A hold that ends before it begins, or is recorded in the future.
    #[error("the hold {hold:?} ends before it begins, or was recorded after now")]
    MisplacedHold { hold: String },
    /// An export that cannot be read.
    #[error("line {line} of the export: {what}")]
    MalformedExport { line: usize, what: &'static str },
    /// An item that no store holds.
    #[error("no store registers the category of the item {item:?}; register every place that holds data")]
    UnregisteredItem { item: String },
    /// A receipt of a store that is not registered.
    #[error("a receipt names the store {store:?}, which is not registered")]
    UnknownStore { store: String },
    /// Two stores of one name.
    #[error("two stores are called {store:?}; give each its own name")]
    DuplicateStore { store: String },
    /// A price that looks at the exercise of rights.
    #[error(
        "the price looks at {input:?}; what rights a person exercised may change neither price nor service"
    )]
    RightsHistoryAsInput { input: String },
    /// A key that is too short.
    #[error("the key has {bytes} bytes; give at least 32")]
    WeakKey { bytes: usize },
    /// An account without platform or id.
    #[error("an account is a platform and an id; one of them is empty")]
    EmptyAccount,
    /// A place without an authority.
    #[error(
        "no supervisory authority under the GDPR is known for {place:?}; give a code such as \"FR\" or \"DE-BE\""
    )]
    UnknownPlace { place: String },
    /// No office zone has this name.
    #[error(transparent)]
    Clocks(#[from] clocks::Error),
}

/// The codes of this module's own [`Error`]s; those of the clocks are in [`clocks::CODES`].
pub const CODES: &[&str] = &[
    "UNKNOWN_RIGHT",
    "UNKNOWN_REASON",
    "UNKNOWN_ACTION",
    "NO_RIGHT",
    "NOT_RECEIVED",
    "EVENT_BEFORE_RECEIPT",
    "EVENT_IN_FUTURE",
    "CONFLICTING_EVENT",
    "MALFORMED_EVENT",
    "ILLEGAL_TRANSITION",
    "IDENTITY_NOT_PROVEN",
    "IDENTITY_NOT_NEEDED",
    "MISSING_REASONS",
    "ANSWER_BEFORE_RECEIPT",
    "OTHER_REGIME",
    "NOT_OVER_ITEMS",
    "ANSWER_BEFORE_REQUEST",
    "UNSUPPORTED_REFUSAL",
    "DUPLICATE_ITEM",
    "UNKNOWN_WORD",
    "CONTRADICTORY_FACTS",
    "DUPLICATE_HOLD",
    "UNKNOWN_ITEM",
    "MISPLACED_HOLD",
    "MALFORMED_EXPORT",
    "UNREGISTERED_ITEM",
    "UNKNOWN_STORE",
    "DUPLICATE_STORE",
    "RIGHTS_HISTORY_AS_INPUT",
    "WEAK_KEY",
    "EMPTY_ACCOUNT",
    "UNKNOWN_PLACE",
];

impl Error {
    /// The stable code of this error, the same in every language.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Error::UnknownRight { .. } => "UNKNOWN_RIGHT",
            Error::UnknownReason { .. } => "UNKNOWN_REASON",
            Error::UnknownAction { .. } => "UNKNOWN_ACTION",
            Error::NoRight => "NO_RIGHT",
            Error::NotReceived => "NOT_RECEIVED",
            Error::EventBeforeReceipt { .. } => "EVENT_BEFORE_RECEIPT",
            Error::EventInFuture { .. } => "EVENT_IN_FUTURE",
            Error::ConflictingEvent { .. } => "CONFLICTING_EVENT",
            Error::MalformedEvent { .. } => "MALFORMED_EVENT",
            Error::IllegalTransition { .. } => "ILLEGAL_TRANSITION",
            Error::IdentityNotProven { .. } => "IDENTITY_NOT_PROVEN",
            Error::IdentityNotNeeded { .. } => "IDENTITY_NOT_NEEDED",
            Error::MissingReasons { .. } => "MISSING_REASONS",
            Error::AnswerBeforeReceipt { .. } => "ANSWER_BEFORE_RECEIPT",
            Error::OtherRegime { .. } => "OTHER_REGIME",
            Error::NotOverItems { .. } => "NOT_OVER_ITEMS",
            Error::AnswerBeforeRequest => "ANSWER_BEFORE_REQUEST",
            Error::UnsupportedRefusal => "UNSUPPORTED_REFUSAL",
            Error::DuplicateItem { .. } => "DUPLICATE_ITEM",
            Error::UnknownWord { .. } => "UNKNOWN_WORD",
            Error::ContradictoryFacts { .. } => "CONTRADICTORY_FACTS",
            Error::DuplicateHold { .. } => "DUPLICATE_HOLD",
            Error::UnknownItem { .. } => "UNKNOWN_ITEM",
            Error::MisplacedHold { .. } => "MISPLACED_HOLD",
            Error::MalformedExport { .. } => "MALFORMED_EXPORT",
            Error::UnregisteredItem { .. } => "UNREGISTERED_ITEM",
            Error::UnknownStore { .. } => "UNKNOWN_STORE",
            Error::DuplicateStore { .. } => "DUPLICATE_STORE",
            Error::RightsHistoryAsInput { .. } => "RIGHTS_HISTORY_AS_INPUT",
            Error::WeakKey { .. } => "WEAK_KEY",
            Error::EmptyAccount => "EMPTY_ACCOUNT",
            Error::UnknownPlace { .. } => "UNKNOWN_PLACE",
            Error::Clocks(error) => error.code(),
        }
    }
}
