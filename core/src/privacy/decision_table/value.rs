//! What a record says in one of its fields, and how that becomes part of the question.

use chrono::NaiveDate;

use super::Field;
use crate::model::Platform;
use crate::privacy::{
    Action, ActiveConsent, DataCategory, Datum, Facts, Identifiability, Place, Policy, Purpose,
    RecipientKind, ReleaseCheck, Request, Source, SubjectRole,
};

/// The value of a [`Field`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each is named as the field that it is a value of")]
pub enum Value {
    /// Nobody said: what is unknown never permits by itself.
    Unknown,
    No,
    Yes,
    Category(DataCategory),
    Purpose(Purpose),
    Recipient(RecipientKind),
    Action(Action),
    Role(SubjectRole),
    Place(Place),
    Platform(Platform),
    /// How many.
    Count(u64),
    Source(Source),
    Datum(Datum),
    Identifiability(Identifiability),
    Version(String),
    Release(ReleaseCheck),
}

impl Value {
    /// Yes or no.
    #[must_use]
    pub fn flag(is: bool) -> Value {
        if is { Value::Yes } else { Value::No }
    }

    /// Whether no rule can tell the two apart. Places differ by what law applies there on the day and by what covers a
    /// transfer, counts by whether they reach what the policy asks; all else by itself.
    #[must_use]
    pub fn is_like(&self, other: &Value, field: Field, policy: &Policy, day: NaiveDate) -> bool {
        match (self, other) {
            (Value::Place(one), Value::Place(other)) if field == Field::RecipientPlace => {
                let adequacy = |place: &Place| place.adequacy(day).map(|decision| decision.listed);
                one.is_eea(day) == other.is_eea(day) && adequacy(one) == adequacy(other)
            }
            (Value::Place(one), Value::Place(other)) => {
                let law = |place: &Place| (place.is_eea(day), place.is_californian());
                law(one) == law(other)
            }
            (Value::Count(one), Value::Count(other)) => {
                let least = policy.document().limits.min_followers;
                (*one >= least) == (*other >= least)
            }
            (one, other) => one == other,
        }
    }

    /// Puts it into a question. States, consents and objections that hold for all records stay.
    pub(super) fn give(
        &self,
        field: Field,
        facts: &mut Facts,
        request: &mut Request,
        category: &mut DataCategory,
    ) {
        let value = &mut facts.value;
        match (field, self) {
            (_, Value::Category(one)) => *category = one.clone(),
            (_, Value::Purpose(one)) => request.purpose = one.clone(),
            (_, Value::Recipient(one)) => request.recipient.kind = *one,
            (_, Value::Action(one)) => request.action = *one,
            (Field::State(state), Value::Yes) => {
                facts.states.insert(state);
            }
            (Field::Objection, Value::Yes) => {
                facts.objections.insert(request.purpose.clone());
            }
            (Field::Consent, Value::Yes) => {
                let purpose = request.purpose.clone();
                facts.consents.insert(ActiveConsent { purpose, recipient: None });
            }
            (Field::Compatible, Value::Yes) => {
                value.compatible.insert(request.purpose.clone());
            }
            (Field::Role, Value::Role(one)) => facts.role = Some(*one),
            (Field::Role, _) => facts.role = None,
            (Field::Residence, Value::Place(one)) => facts.residence = Some(*one),
            (Field::Residence, _) => facts.residence = None,
            (Field::Stay, Value::Place(one)) => facts.stay = Some(*one),
            (Field::Stay, _) => facts.stay = None,
            (Field::RecipientPlace, Value::Place(one)) => facts.recipient.place = Some(*one),
            (Field::RecipientPlace, _) => facts.recipient.place = None,
            (Field::Platform, Value::Platform(one)) => facts.platform = Some(*one),
            (Field::Platform, _) => facts.platform = None,
            (Field::Followers, Value::Count(one)) => facts.followers = Some(*one),
            (Field::Followers, _) => facts.followers = None,
            (Field::Notified, _) => facts.notified = *self == Value::Yes,
            (Field::NoticeExemption, Value::Yes) => facts.notice_exemption = Some("recorded".to_owned()),
            (Field::NoticeExemption, _) => facts.notice_exemption = None,
            (Field::Abuse, _) => facts.abuse = *self == Value::Yes,
            (Field::Source, Value::Source(one)) => value.source = Some(*one),
            (Field::Source, _) => value.source = None,
            (Field::PublicProof, _) => value.public_proof = *self == Value::Yes,
            (Field::Datum, Value::Datum(one)) => value.datum = *one,
            // What nobody has looked at may reveal anything.
            (Field::Datum, _) => value.datum = Datum::Unclassified,
            (Field::Identifiability, Value::Identifiability(one)) => value.identifiability = *one,
            (Field::Identifiability, _) => value.identifiability = Identifiability::Identified,
            (Field::GoogleWorkspace, _) => value.google_workspace = *self == Value::Yes,
            (Field::CollectedUnder, Value::Version(one)) => value.collected_under = Some(one.clone()),
            (Field::CollectedUnder, _) => value.collected_under = None,
            (Field::Release, Value::Release(one)) => value.release = *one,
            (Field::Release, _) => value.release = ReleaseCheck::Unchecked,
            _ => {}
        }
    }
}
