//! What a record may say about itself.

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as Refused, StrDeserializer};

use super::Value;
use crate::privacy::{DataCategory, Place, Purpose, SubjectState, TermKind};

/// Something that a record may say about itself: a part of the question or a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Field {
    /// What of a person.
    Category,
    /// What for.
    Purpose,
    /// For what kind of recipient.
    Recipient,
    /// What would be done.
    Action,
    /// As what the person stands before the policy.
    Role,
    /// Something that stands in the way.
    State(SubjectState),
    /// Where the person has a home.
    Residence,
    /// Where the person stays.
    Stay,
    /// Whether the person objected to the purpose of the question.
    Objection,
    /// Whether a consent to the purpose of the question is active.
    Consent,
    /// On which platform the account is.
    Platform,
    /// How many followers the account has.
    Followers,
    /// Whether the notice of GDPR Art. 14 was given.
    Notified,
    /// Whether a ground is recorded by which no notice is owed.
    NoticeExemption,
    /// Whether an abuse by the user was found.
    Abuse,
    /// Where the value comes from.
    Source,
    /// Whether there is a record that it was public.
    PublicProof,
    /// What it is known to reveal.
    Datum,
    /// How far it leads to a person.
    Identifiability,
    /// Whether it came through Google Workspace APIs.
    GoogleWorkspace,
    /// Under which version of the policy it was collected.
    CollectedUnder,
    /// Whether a compatibility test for the purpose of the question was recorded.
    Compatible,
    /// What the rules of release said.
    Release,
    /// Where the recipient is.
    RecipientPlace,
}

/// What a text that is no value of a field should have been, with the code of the error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable {
    /// The code.
    pub code: &'static str,
    /// What would be right.
    pub right: &'static str,
}

fn named<'de, T: Deserialize<'de>>(text: &'de str) -> Option<T> {
    let text: StrDeserializer<'de, Refused> = text.into_deserializer();
    T::deserialize(text).ok()
}

impl Field {
    /// All of them.
    pub const ALL: &'static [Field] = &[
        Field::Category,
        Field::Purpose,
        Field::Recipient,
        Field::Action,
        Field::Role,
        Field::State(SubjectState::Objected),
        Field::State(SubjectState::Restricted),
        Field::State(SubjectState::Erased),
        Field::State(SubjectState::Minor),
        Field::State(SubjectState::NotPublic),
        Field::State(SubjectState::SuspectedMinor),
        Field::State(SubjectState::OptedOut),
        Field::State(SubjectState::Limited),
        Field::State(SubjectState::Suppressed),
        Field::Residence,
        Field::Stay,
        Field::Objection,
        Field::Consent,
        Field::Platform,
        Field::Followers,
        Field::Notified,
        Field::NoticeExemption,
        Field::Abuse,
        Field::Source,
        Field::PublicProof,
        Field::Datum,
        Field::Identifiability,
        Field::GoogleWorkspace,
        Field::CollectedUnder,
        Field::Compatible,
        Field::Release,
        Field::RecipientPlace,
    ];

    /// Whether it is a column of words.
    #[must_use]
    pub fn is_word(self) -> bool {
        matches!(
            self,
            Field::Category
                | Field::Purpose
                | Field::Recipient
                | Field::Action
                | Field::Role
                | Field::Residence
                | Field::Stay
                | Field::Platform
                | Field::Source
                | Field::Datum
                | Field::Identifiability
                | Field::CollectedUnder
                | Field::Release
                | Field::RecipientPlace
        )
    }

    /// Whether it is a column of yes and no. Where the answer would only ever permit more, a gap is a no; where it
    /// stands in the way, every record has to give one.
    #[must_use]
    pub fn is_flag(self) -> bool {
        matches!(
            self,
            Field::State(_) | Field::Notified | Field::Abuse | Field::PublicProof | Field::GoogleWorkspace
        )
    }

    /// Its name: that of a column.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Field::Category => "category",
            Field::Purpose => "purpose",
            Field::Recipient => "recipient",
            Field::Action => "action",
            Field::Role => "role",
            Field::State(state) => state.as_str(),
            Field::Residence => "residence",
            Field::Stay => "stay",
            Field::Objection => "objections",
            Field::Consent => "consents",
            Field::Platform => "platform",
            Field::Followers => "followers",
            Field::Notified => "notified",
            Field::NoticeExemption => "notice_exemption",
            Field::Abuse => "abuse",
            Field::Source => "source",
            Field::PublicProof => "public_proof",
            Field::Datum => "datum",
            Field::Identifiability => "identifiability",
            Field::GoogleWorkspace => "google_workspace",
            Field::CollectedUnder => "collected_under",
            Field::Compatible => "compatible",
            Field::Release => "release",
            Field::RecipientPlace => "recipient_place",
        }
    }

    /// Whether a gap is an error: part of the question, or something that stands in the way and that nobody may assume
    /// not to be there.
    #[must_use]
    pub fn is_required(self) -> bool {
        matches!(
            self,
            Field::Category
                | Field::Purpose
                | Field::Recipient
                | Field::Action
                | Field::State(_)
                | Field::Abuse
                | Field::GoogleWorkspace
        )
    }

    /// The value that a text stands for, where the field is one of words.
    ///
    /// # Errors
    /// What would be right.
    pub fn read(self, text: &str) -> Result<Value, Unreadable> {
        let unknown = |right| Unreadable { code: "UNKNOWN_TERM", right };
        let key = |right| Unreadable { code: "MALFORMED_KEY", right };
        let place =
            || Place::new(text).map_err(|_| unknown("a place: a code of ISO 3166, as in DE or US-CA"));
        Ok(match self {
            Field::Category => {
                let category = DataCategory::new(text);
                Value::Category(
                    category.map_err(|_| key("a key of a data category, as in influencer.performance"))?,
                )
            }
            Field::Purpose => {
                let purpose = Purpose::new(text);
                Value::Purpose(purpose.map_err(|_| key("a key of a purpose, as in influencer_search"))?)
            }
            Field::Recipient => {
                Value::Recipient(named(text).ok_or(unknown("a kind of recipient, as in user or processor"))?)
            }
            Field::Action => {
                let right = "an action: disclose, use, collect, store or release";
                Value::Action(named(text).ok_or(unknown(right))?)
            }
            Field::Role => Value::Role(named(text).ok_or(unknown("a role: visitor, user or influencer"))?),
            Field::Residence | Field::Stay | Field::RecipientPlace => Value::Place(place()?),
            Field::Platform => Value::Platform(text.parse().map_err(|_| Unreadable {
                code: "UNKNOWN_PLATFORM",
                right: "a platform, as in instagram",
            })?),
            Field::Source => {
                let right = "a source: subject, third_party, automatic, public, government or representative";
                Value::Source(named(text).ok_or(unknown(right))?)
            }
            Field::Datum => {
                let right = "what a value reveals: plain, unclassified, special or special_made_public";
                Value::Datum(named(text).ok_or(unknown(right))?)
            }
            Field::Identifiability => {
                let right = "one of identified, pseudonymous, aggregate and anonymous";
                Value::Identifiability(named(text).ok_or(unknown(right))?)
            }
            Field::CollectedUnder => Value::Version(text.to_owned()),
            Field::Release => {
                Value::Release(named(text).ok_or(unknown("one of unchecked, passed and failed"))?)
            }
            _ => return Err(unknown("true or false")),
        })
    }

    /// Whether the vocabulary has a word; what it does not have fits no rule that grants.
    #[must_use]
    pub fn knows(self, text: &str) -> bool {
        match self {
            Field::Category => TermKind::Category.term(text).is_ok(),
            Field::Purpose => TermKind::Purpose.term(text).is_ok(),
            _ => self.read(text).is_ok(),
        }
    }
}
