//! A policy compiled for many records: one table of answers, and a record is a place in it.
//!
//! One idea to keep in mind: the table never decides. What a record gives is reduced to one of few values that the rules
//! cannot tell from its own, so that a few thousand cells stand for any number of records; each cell is filled by the
//! same [`Policy::decide`](super::Policy::decide) that answers a single question, and the two cannot differ.

mod axis;
mod error;
mod field;
mod value;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use axis::Axis;
pub use error::{CODES, Error};
pub use field::Field;
pub use value::Value;

use super::decide::{notice_due, owes_notice};
use super::question::{Known, encode, encode_category};
use super::rules::Verdict;
use super::{
    Action, Bound, Cite, DataCategory, Facts, Obligation, Outcome, Policy, Purpose, Recipient, Request,
    SubjectId,
};

/// What is asked about every record; what is not said here is a [`Field`] of each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Asked {
    /// What of a person.
    pub category: Option<DataCategory>,
    /// What for.
    pub purpose: Option<Purpose>,
    /// For whom.
    pub recipient: Option<Recipient>,
    /// What would be done; not said: disclosed.
    pub action: Option<Action>,
}

/// A policy at a moment, and the shape of a question: what is the same for all records, and what each says itself.
///
/// ```
/// use renown::privacy::decision_table::{Asked, Axis, DecisionTable, Field, Value};
/// use renown::privacy::{Facts, Outcome, Policy, Purpose, Recipient, SubjectRole, SubjectState, category};
///
/// let asked = Asked {
///     category: Some(category::PERFORMANCE),
///     purpose: Some(Purpose::INFLUENCER_SEARCH),
///     recipient: Some(Recipient::user("brand-4")?),
///     action: None,
/// };
/// let objected = Field::State(SubjectState::Objected);
/// let axes = vec![Axis::new(objected, vec![Value::No, Value::Yes])];
/// let facts = Facts::of(SubjectRole::Influencer);
/// let policy = Policy::influencer_marketing();
/// let table = DecisionTable::new(&policy, facts, asked, chrono::DateTime::UNIX_EPOCH, axes)?;
/// let outcomes: Vec<_> = (0..table.size()).map(|place| table.cell(place).outcome).collect();
/// assert_eq!(outcomes, [Outcome::PermitWith, Outcome::Deny]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct DecisionTable {
    policy: Policy,
    facts: Facts,
    request: Request,
    category: DataCategory,
    now: DateTime<Utc>,
    axes: Vec<Axis>,
    /// How far apart in the table the values of an axis are.
    strides: Vec<u64>,
    size: u64,
}

/// What tells one answer from another: cells with the same key have the same answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct CellKey {
    verdict: Verdict,
    role_missing: bool,
    residence_missing: bool,
    discloses: bool,
}

/// The answer for all records that stand at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What was decided.
    pub outcome: Outcome,
    /// What the promise gives.
    pub promise: Outcome,
    /// What the law gives.
    pub statute: Outcome,
    /// Which of the two bound.
    pub bound: Bound,
    /// Why, in words.
    pub reason: Arc<str>,
    /// The rules that fitted, by their ids.
    pub rules: Vec<Arc<str>>,
    /// Where the rules stand that decided.
    pub cites: Vec<Cite>,
    /// What must be done along with it.
    pub obligations: Vec<Obligation>,
    /// Facts that nobody gave and that would matter.
    pub missing: Vec<&'static str>,
    /// Whether the notice of GDPR Art. 14 is owed, of which the day depends on the record.
    owes_notice: bool,
    discloses: bool,
}

impl DecisionTable {
    /// Compiles a question. `facts` hold for all records; an axis says what each record gives instead.
    ///
    /// # Errors
    /// [`Error::NotAsked`] where neither the question nor an axis says the category, the purpose or the recipient,
    /// [`Error::RepeatedAxis`], [`Error::EmptyAxis`], and [`Error::TooManyCells`] where they cannot be counted.
    pub fn new(
        policy: &Policy,
        facts: Facts,
        asked: Asked,
        now: DateTime<Utc>,
        mut axes: Vec<Axis>,
    ) -> Result<DecisionTable, Error> {
        // The purpose comes first: consents and objections are to it.
        axes.sort_by_key(|axis| axis.field() != Field::Purpose);
        let has = |field: Field| axes.iter().any(|axis| axis.field() == field);
        for (what, said, field) in [
            ("category", asked.category.is_some(), Field::Category),
            ("purpose", asked.purpose.is_some(), Field::Purpose),
            ("recipient", asked.recipient.is_some(), Field::Recipient),
        ] {
            if !said && !has(field) {
                return Err(Error::NotAsked { what });
            }
        }
        let (mut strides, mut size) = (Vec::with_capacity(axes.len()), 1_u64);
        for (at, axis) in axes.iter().enumerate() {
            if axes.iter().skip(at + 1).any(|other| other.field() == axis.field()) {
                return Err(Error::RepeatedAxis { field: axis.field().name() });
            }
            if axis.values().is_empty() {
                return Err(Error::EmptyAxis { field: axis.field().name() });
            }
            strides.push(size);
            size = size.checked_mul(axis.values().len() as u64).ok_or(Error::TooManyCells)?;
        }
        let nobody = || SubjectId::new("record").map_err(|_| Error::NotAsked { what: "subject" });
        let recipient = match asked.recipient {
            Some(recipient) => recipient,
            None => Recipient { kind: super::RecipientKind::ThirdParty, id: nobody()? },
        };
        // Axes that say the category and the purpose write over what stands here meanwhile.
        let category = asked.category.unwrap_or(super::category::INFLUENCER);
        let request = Request {
            subject: nobody()?,
            categories: vec![category.clone()],
            purpose: asked.purpose.unwrap_or(Purpose::INFLUENCER_SEARCH),
            recipient,
            action: asked.action.unwrap_or_default(),
        };
        Ok(DecisionTable { policy: policy.clone(), facts, request, category, now, axes, strides, size })
    }

    /// How many cells it has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Its axes, and how far apart in the table the values of each are.
    pub fn axes(&self) -> impl Iterator<Item = (&Axis, u64)> {
        self.axes.iter().zip(self.strides.iter().copied())
    }

    /// The question that stands for all records at a place.
    #[must_use]
    pub fn question(&self, place: u64) -> (Facts, Request) {
        let (mut facts, mut request) = (self.facts.clone(), self.request.clone());
        let mut category = self.category.clone();
        for (axis, stride) in self.axes() {
            let value = place.checked_div(stride).unwrap_or_default() % axis.values().len().max(1) as u64;
            if let Some(value) = usize::try_from(value).ok().and_then(|at| axis.values().get(at)) {
                value.give(axis.field(), &mut facts, &mut request, &mut category);
            }
        }
        request.categories = vec![category];
        (facts, request)
    }

    /// What tells the answer at a place from others, by the rules alone.
    #[cfg_attr(not(feature = "arrow"), allow(dead_code, reason = "columns fill many cells"))]
    pub(crate) fn key(&self, place: u64) -> CellKey {
        let (facts, request) = self.question(place);
        let shared = encode(&self.policy.0, &facts, &request, self.now);
        let regimes = shared.1;
        let category = request.categories.first().unwrap_or(&self.category);
        let codes = encode_category(&self.policy.0, &facts, &request, category, shared, self.day());
        CellKey {
            verdict: self.policy.0.table.judge(&codes, regimes.gdpr == Known::Yes),
            role_missing: facts.role.is_none(),
            residence_missing: regimes.gdpr == Known::Unknown || regimes.ccpa == Known::Unknown,
            discloses: request.action == Action::Disclose,
        }
    }

    /// The answer at a place: what [`Policy::decide`](super::Policy::decide) says.
    #[must_use]
    pub fn cell(&self, place: u64) -> Cell {
        let (facts, request) = self.question(place);
        let discloses = request.action == Action::Disclose;
        let decision = self.policy.decide(&facts, &request, self.now);
        // A question about one category has one item; without an item it would be a denial.
        let item = decision.items().first();
        Cell {
            outcome: decision.outcome(),
            promise: item.map_or(Outcome::Deny, |item| item.promise),
            statute: item.map_or(Outcome::Deny, |item| item.statute),
            bound: item.map_or(Bound::Both, |item| item.bound),
            reason: item.map_or_else(|| Arc::from(""), |item| Arc::clone(&item.reason)),
            rules: item.map_or_else(Vec::new, |item| item.rules.clone()),
            cites: item.map_or_else(Vec::new, |item| item.cites.clone()),
            obligations: decision.obligations().iter().cloned().collect(),
            missing: decision.missing().iter().copied().collect(),
            owes_notice: owes_notice(decision.obligations()),
            discloses,
        }
    }

    /// The day of the decision.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        self.now.date_naive()
    }

    /// Since when all records are held, where no record says so itself.
    #[must_use]
    pub fn first_held(&self) -> Option<NaiveDate> {
        self.facts.first_held
    }
}

impl Cell {
    /// The last day on which the notice of GDPR Art. 14 is in time for a record that is held since `first_held`, where one
    /// is owed.
    #[must_use]
    pub fn notice_due(&self, first_held: Option<NaiveDate>, day: NaiveDate) -> Option<NaiveDate> {
        self.owes_notice.then(|| notice_due(first_held.unwrap_or(day), self.discloses, day))
    }

    /// Whether a notice is owed.
    #[must_use]
    pub fn owes_notice(&self) -> bool {
        self.owes_notice
    }
}
