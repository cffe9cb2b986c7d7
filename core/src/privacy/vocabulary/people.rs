//! Who stands before the policy, in what state, and who asks.

use serde::{Deserialize, Serialize};

/// As what a person stands before the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SubjectRole {
    /// Someone who looks at the platform without an account.
    Visitor,
    /// A registered representative of a company or brand.
    User,
    /// Someone whose public activity is held.
    Influencer,
}

/// What stands in the way of showing a person's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SubjectState {
    /// The person objected to the processing.
    Objected,
    /// Processing is restricted to storage.
    Restricted,
    /// The person was erased.
    Erased,
    /// The person is, or is taken to be, under age.
    Minor,
    /// The account is no longer public.
    NotPublic,
    /// A model takes the person for under age; nobody has looked yet.
    SuspectedMinor,
    /// The person opted out of sale and sharing.
    OptedOut,
    /// The person limited the use of sensitive data.
    Limited,
    /// The account stands on the list of those never to be collected again.
    Suppressed,
}

/// To whom data is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RecipientKind {
    /// A company under common ownership.
    Affiliate,
    /// A service provider under contract.
    Processor,
    /// A registered representative of a company or brand.
    User,
    /// A public authority or court.
    Authority,
    /// Legal counsel.
    Counsel,
    /// A professional adviser.
    Adviser,
    /// Who takes over the business.
    Successor,
    /// The person whose data it is.
    Subject,
    /// The controller itself.
    Controller,
    /// Anyone.
    Public,
    /// Anyone else.
    ThirdParty,
}

impl SubjectRole {
    /// All of them, in order.
    pub const ALL: &'static [SubjectRole] =
        &[SubjectRole::Visitor, SubjectRole::User, SubjectRole::Influencer];
}

impl SubjectState {
    /// All of them, in order.
    pub const ALL: &'static [SubjectState] = &[
        SubjectState::Objected,
        SubjectState::Restricted,
        SubjectState::Erased,
        SubjectState::Minor,
        SubjectState::NotPublic,
        SubjectState::SuspectedMinor,
        SubjectState::OptedOut,
        SubjectState::Limited,
        SubjectState::Suppressed,
    ];

    /// Its name as it crosses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            SubjectState::Objected => "objected",
            SubjectState::Restricted => "restricted",
            SubjectState::Erased => "erased",
            SubjectState::Minor => "minor",
            SubjectState::NotPublic => "not_public",
            SubjectState::SuspectedMinor => "suspected_minor",
            SubjectState::OptedOut => "opted_out",
            SubjectState::Limited => "limited",
            SubjectState::Suppressed => "suppressed",
        }
    }
}

impl RecipientKind {
    /// All of them, in order.
    pub const ALL: &'static [RecipientKind] = &[
        RecipientKind::Affiliate,
        RecipientKind::Processor,
        RecipientKind::User,
        RecipientKind::Authority,
        RecipientKind::Counsel,
        RecipientKind::Adviser,
        RecipientKind::Successor,
        RecipientKind::Subject,
        RecipientKind::Controller,
        RecipientKind::Public,
        RecipientKind::ThirdParty,
    ];
}
