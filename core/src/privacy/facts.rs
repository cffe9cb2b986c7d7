//! What is known when a question is put: about the person, the value, the recipient and the occasion.
//!
//! One idea to keep in mind: nothing here is guessed. A fact that is not given is unknown, and what is unknown never
//! permits by itself.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Place, Purpose, Span, SubjectId, SubjectRole, SubjectState};
use crate::model::Platform;

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The person.
    Subject = 1,
    /// Another party.
    ThirdParty,
    /// Cookies and other technology.
    Automatic,
    /// What the person made public.
    Public,
    /// A government agency.
    Government,
    /// A representative of the person, such as the employer.
    Representative,
}

/// What a single value is known to reveal, whatever its category.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Datum {
    /// Nothing beyond its category.
    #[default]
    Plain,
    /// Free text that nobody has classified.
    Unclassified,
    /// Data of a special category.
    Special,
    /// Data of a special category that the person manifestly made public, in this very value.
    SpecialMadePublic,
}

/// How far a value leads to a person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Identifiability {
    /// It names the person.
    #[default]
    Identified,
    /// It leads to the person by a key that somebody holds: still personal.
    Pseudonymous,
    /// A figure over many.
    Aggregate,
    /// Nobody can be found by it.
    Anonymous,
}

/// Whether the rules of release were checked, and passed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReleaseCheck {
    /// Nobody checked.
    #[default]
    Unchecked,
    /// [`audience::release`](crate::audience::release) found nothing to suppress that is not suppressed.
    Passed,
    /// A cell is too small, dominated, or follows from others.
    Failed,
}

/// A consent that is active: from the records of consent, never from conduct.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ActiveConsent {
    /// To what, and to nothing below it.
    pub purpose: Purpose,
    /// To whom, where it names one; without, to the controller and who works for it, and to nobody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<SubjectId>,
}

/// Serde and schema of a type of facts, each field of which may be missing.
macro_rules! facts {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident : $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_doc])* #[serde(skip_serializing_if = "is_default")] pub $field: $type,)*
        }
    };
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

facts! {
    /// What is known when the question is put. What is not given is unknown.
    Facts {
        /// As what the person stands before the policy; unknown is never permitted.
        role: Option<SubjectRole>,
        /// What stands in the way.
        states: BTreeSet<SubjectState>,
        /// Where the person has a home.
        residence: Option<Place>,
        /// Where the person stays, where that is elsewhere.
        stay: Option<Place>,
        /// To which purposes the person objected; [`SubjectState::Objected`] is to all.
        objections: BTreeSet<Purpose>,
        /// To what the person consented.
        consents: BTreeSet<ActiveConsent>,
        /// On which platform the account is.
        platform: Option<Platform>,
        /// How many followers the account has.
        followers: Option<u64>,
        /// Since when data of the person are held.
        first_held: Option<NaiveDate>,
        /// Whether the notice of GDPR Art. 14 was given.
        notified: bool,
        /// The recorded ground of GDPR Art. 14(5) by which no notice is owed.
        notice_exemption: Option<String>,
        /// Whether an abuse of the service by the user was found.
        abuse: bool,
        /// What is known about the value.
        value: ValueFacts,
        /// What is known about the recipient.
        recipient: RecipientFacts,
        /// What is known about the occasion.
        occasion: Occasion,
    }
}

facts! {
    /// What is known about the value.
    ValueFacts {
        /// Where it comes from.
        source: Option<Source>,
        /// Whether there is a record that it was public: address, time, visibility.
        public_proof: bool,
        /// What it is known to reveal.
        datum: Datum,
        /// How far it leads to a person.
        identifiability: Identifiability,
        /// Whether it, or anything that it was derived from, came through Google Workspace APIs.
        google_workspace: bool,
        /// Under which version of the policy it was collected.
        collected_under: Option<String>,
        /// For which purposes, new since then, a compatibility test was recorded (GDPR Art. 6(4)).
        compatible: BTreeSet<Purpose>,
        /// What the rules of release said.
        release: ReleaseCheck,
    }
}

facts! {
    /// What is known about the recipient.
    RecipientFacts {
        /// Where the recipient is.
        place: Option<Place>,
        /// The contract of a processor.
        contract: Option<Contract>,
        /// While an affiliate is under common ownership.
        owned: Option<Span>,
        /// While the recipient is on the list of the Data Privacy Framework.
        privacy_framework: Option<Span>,
        /// Standard contractual clauses that were signed.
        clauses: Option<Clauses>,
        /// Whether the GDPR applies to the recipient itself, so that the module of the clauses is in question.
        subject_to_gdpr: bool,
    }
}

facts! {
    /// The contract of a processor.
    Contract {
        /// While it holds.
        term: Span,
        /// To which purposes it instructs.
        purposes: BTreeSet<Purpose>,
        /// Whether the processor would use the data for purposes of its own.
        own_purposes: bool,
    }
}

facts! {
    /// Standard contractual clauses that were signed.
    Clauses {
        /// Whether the module fits the roles of the two.
        module_fits: bool,
        /// Whether the transfer was assessed.
        assessed: bool,
    }
}

facts! {
    /// What is known about the occasion.
    Occasion {
        /// An order of an authority.
        order: Option<Order>,
        /// Why the data are needed, written down.
        necessity: Option<Necessity>,
        /// The business transfer that is under way.
        deal: Option<Deal>,
        /// Whether the data were reduced to what is needed.
        minimised: bool,
        /// Whether the recipient is bound to confidentiality.
        confidential: bool,
        /// Which derogation of GDPR Art. 49 is claimed, for a person to look at.
        derogation: Option<String>,
        /// The address to which the answer would be sent.
        callback: Option<String>,
    }
}

/// An order of an authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// Whether it compels; what does not is an informal request.
    pub compulsory: bool,
    /// Under whose law.
    pub origin: Place,
    /// Its reference.
    pub id: String,
}

/// Why the data are needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Necessity {
    /// Who says so: a pseudonymous id.
    pub author: SubjectId,
    /// The reference of the case.
    pub case: String,
    /// Why.
    pub reason: String,
}

/// How far a business transfer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Deal {
    /// It is being talked about.
    Possible = 1,
    /// It is done.
    Actual,
    /// Assets are sold in bankruptcy.
    Bankruptcy,
}

impl Facts {
    /// A person of this role with nothing in the way.
    #[must_use]
    pub fn of(role: SubjectRole) -> Self {
        Facts { role: Some(role), ..Facts::default() }
    }

    /// The same person with one more state.
    #[must_use]
    pub fn with(mut self, state: SubjectState) -> Self {
        self.states.insert(state);
        self
    }
}
