//! One datum that is held about a person, and what is known of it.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::privacy::rights::HeldUnder;
use crate::privacy::{DataCategory, Purpose};

/// How a datum came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The person stated it.
    Provided,
    /// It was observed of what the person did.
    Observed,
    /// It was computed about the person.
    Inferred,
}

/// From whom a datum came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The person.
    Subject,
    /// Someone who acts for the person.
    Representative,
    /// The person's device or use of the service.
    Automatic,
    /// A third party.
    ThirdParty,
    /// What is public.
    Public,
    /// A public authority.
    Government,
}

/// What is never shown, however well the person is known (11 CCR 7024(d)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Secret {
    /// A password, or what verifies one.
    Password,
    /// A security question or its answer.
    SecurityAnswer,
    /// A social security number.
    SocialSecurityNumber,
    /// A driver's licence, passport or other number that identifies.
    IdentificationNumber,
    /// An account or card number.
    AccountNumber,
    /// Biometric data that is unique to the person.
    Biometric,
}

/// A ground of erasure (GDPR Art. 17(1)), recorded as met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErasureGround {
    /// (a) no longer needed.
    NoLongerNeeded,
    /// (b) consent was withdrawn and there is no other basis.
    ConsentWithdrawn,
    /// (c) the person objected, and nothing overrides.
    ObjectionUpheld,
    /// (d) processed unlawfully.
    Unlawful,
    /// (e) the law obliges to erase.
    MustBeErased,
    /// (f) collected for a service offered to a child.
    ChildService,
}

/// Why an item may have to stay (GDPR Art. 17(3)), recorded as needed for this item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErasureException {
    /// (a) freedom of expression and information.
    Expression,
    /// (b) an obligation under the law of the Union or a Member State, or a task in the public interest.
    LegalObligation,
    /// (c) public health.
    PublicHealth,
    /// (d) archiving, research, statistics.
    Archiving,
    /// (e) legal claims.
    LegalClaims,
}

/// Why a business may keep an item (Civ. Code 1798.105(d)), recorded as needed for this item; and what the policy adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CaliforniaException {
    /// (1) to complete what the person asked for.
    Transaction,
    /// (2) security and integrity.
    Security,
    /// (3) to debug.
    Debugging,
    /// (4) free speech.
    FreeSpeech,
    /// (5) the Electronic Communications Privacy Act.
    CommunicationsPrivacy,
    /// (6) research.
    Research,
    /// (7) internal uses that the person expects.
    ExpectedInternalUse,
    /// (8) a legal obligation.
    LegalObligation,
    /// What the policy calls business purposes; the statute knows no such exception.
    BusinessPurpose,
}

/// What was found of a datum that the person calls wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Accuracy {
    /// It is wrong.
    Inaccurate,
    /// It cannot be shown to be right.
    NotDisproved,
    /// Something is missing.
    Incomplete,
    /// It is a score or an opinion.
    Opinion,
    /// It is right, as its source shows.
    Accurate,
}

/// A ground of restriction (GDPR Art. 18(1)), asserted by the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RestrictionGround {
    /// (a) the accuracy is contested and not verified yet.
    AccuracyContested,
    /// (b) the processing is unlawful, and the person opposes erasure.
    OpposesErasure,
    /// (c) no longer needed, except by the person for legal claims.
    NeededByThePerson,
    /// (d) an objection is pending.
    ObjectionPending,
}

/// A decision about the person that rests on the datum (GDPR Art. 22).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MachineDecision {
    /// Whether a machine alone decides.
    pub solely: bool,
    /// Whether the effect is legal or similarly significant.
    pub significant: bool,
    /// What allows it.
    #[serde(default)]
    pub allowed_by: Option<DecisionAllowed>,
}

/// What allows a decision by machine alone (GDPR Art. 22(2)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DecisionAllowed {
    /// (a) a contract that needs it.
    Contract,
    /// (b) a law.
    Law,
    /// (c) explicit consent.
    ExplicitConsent,
}

fn yes() -> bool {
    true
}

/// One datum that is held about a person. Its value is not here: a decision does not look at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HeldItem {
    /// The caller's id, unique in the request.
    pub id: String,
    /// What kind of data.
    pub category: DataCategory,
    /// How it came to be.
    pub origin: Origin,
    /// From whom.
    pub source: Source,
    /// What it is used for.
    #[serde(default)]
    pub purposes: BTreeSet<Purpose>,
    /// On which legal bases.
    #[serde(default)]
    pub bases: BTreeSet<HeldUnder>,
    /// The day on which it was obtained.
    #[serde(default)]
    pub obtained_on: Option<NaiveDate>,
    /// The day until which it is kept.
    #[serde(default)]
    pub kept_until: Option<NaiveDate>,
    /// To whom it was disclosed: pseudonymous ids.
    #[serde(default)]
    pub recipients: BTreeSet<String>,
    /// Whether it is lawfully public (Civ. Code 1798.140(v)(2)); an inference never is by that.
    #[serde(default)]
    pub public: bool,
    /// Whether the controller made it public.
    #[serde(default)]
    pub made_public: bool,
    /// What must never be shown of it.
    #[serde(default)]
    pub secret: Option<Secret>,
    /// Whether it is about others too.
    #[serde(default)]
    pub others: bool,
    /// Whether it is about a household.
    #[serde(default)]
    pub household: bool,
    /// Whether it is processed by automated means.
    #[serde(default = "yes")]
    pub automated: bool,
    /// Whether it is sensitive personal information (Civ. Code 1798.140(ae)).
    #[serde(default)]
    pub sensitive: bool,
    /// Whether sensitive data is used beyond what 11 CCR 7027(m) permits; absent is unknown.
    #[serde(default)]
    pub used_beyond_service: Option<bool>,
    /// Grounds of erasure that are met.
    #[serde(default)]
    pub erasure_grounds: BTreeSet<ErasureGround>,
    /// Exceptions of the GDPR that this item is needed for.
    #[serde(default)]
    pub erasure_exceptions: BTreeSet<ErasureException>,
    /// Exceptions of California that this item is needed for.
    #[serde(default)]
    pub california_exceptions: BTreeSet<CaliforniaException>,
    /// Grounds of restriction that the person asserts.
    #[serde(default)]
    pub restriction_grounds: BTreeSet<RestrictionGround>,
    /// What was found where the person calls it wrong.
    #[serde(default)]
    pub accuracy: Option<Accuracy>,
    /// The day on which the same correction was last denied.
    #[serde(default)]
    pub correction_denied_on: Option<NaiveDate>,
    /// A decision that rests on it.
    #[serde(default)]
    pub decision: Option<MachineDecision>,
}

/// Why an item is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HoldKind {
    /// A law obliges to keep it.
    LegalObligation,
    /// A dispute is open.
    Dispute,
    /// A claim may be brought or defended.
    Claim,
    /// An agreement is being enforced.
    Enforcement,
}

/// A hold: these items must stay, and why, from when, until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Hold {
    /// Its id.
    pub id: String,
    /// Why.
    pub kind: HoldKind,
    /// The items that it needs, by id: a hold is never on everything.
    pub items: BTreeSet<String>,
    /// Who recorded it.
    pub recorded_by: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// The case, without which a hold that came after the request does not count.
    #[serde(default)]
    pub case: Option<String>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day; open where it is absent.
    #[serde(default)]
    pub until: Option<NaiveDate>,
}
