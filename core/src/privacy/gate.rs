//! The one place where data crosses from held to shown.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{DateTime, Utc};

use super::{DataCategory, Decision, Error, Item, Obligation, Receipt, SubjectId};

/// A value about a person. It can be carried about, but not read: only a [`Permit`] opens it.
///
/// ```compile_fail
/// # use renown::privacy::{Held, SubjectId, category};
/// let held = Held::new(0.031, SubjectId::new("influencer-17").unwrap(), vec![category::PERFORMANCE]);
/// let rate = held.value; // private: ask for a permit
/// ```
#[derive(Clone)]
pub struct Held<T> {
    value: T,
    subject: SubjectId,
    categories: Vec<DataCategory>,
}

impl<T> Held<T> {
    /// Puts a value about `subject` behind the gate. `categories` are all that the value reveals; a value
    /// with none never opens.
    pub fn new(value: T, subject: SubjectId, categories: Vec<DataCategory>) -> Self {
        Held { value, subject, categories }
    }

    /// Whose data it is.
    pub fn subject(&self) -> &SubjectId {
        &self.subject
    }

    /// What the value reveals.
    pub fn categories(&self) -> &[DataCategory] {
        &self.categories
    }

    /// Opens the value and leaves a receipt.
    ///
    /// # Errors
    /// [`Error::OtherSubject`], [`Error::CategoryNotCovered`], [`Error::PermitExpired`] where the permit does
    /// not fit, [`Error::ObligationPending`] where something must be done first, [`Error::NotPermitted`] where the value does not say what it reveals.
    pub fn open(&self, permit: &Permit, now: DateTime<Utc>) -> Result<Shown<&T>, Error> {
        let receipt = permit.admit(&self.subject, &self.categories, now)?;
        Ok(Shown { value: &self.value, receipt })
    }
}

impl<T> fmt::Debug for Held<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Held").field("categories", &self.categories).finish_non_exhaustive()
    }
}

/// A value that was opened, with the receipt of it.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "a receipt that nobody keeps is a disclosure that nobody can account for"]
pub struct Shown<T> {
    value: T,
    receipt: Receipt,
}

impl<T> Shown<T> {
    /// The value and the receipt to be kept.
    pub fn into_parts(self) -> (T, Receipt) {
        (self.value, self.receipt)
    }
}

/// The right to open one person's data, of some categories, for one purpose and recipient, for a short time.
/// Only a [`Decision`] issues it.
///
/// ```compile_fail
/// let permit = renown::privacy::Permit { }; // its fields are private: only a decision issues it
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    decision: Decision,
    granted: Vec<Item>,
    /// What must be done and nobody has acknowledged yet.
    pending: BTreeSet<Obligation>,
}

impl Permit {
    pub(super) fn issue(decision: &Decision, granted: Vec<Item>) -> Self {
        let by_hand = |obligation: &&Obligation| !obligation.is_carried_out_by_the_gate();
        let pending = decision.obligations.iter().filter(by_hand).cloned().collect();
        Permit { decision: decision.clone(), granted, pending }
    }

    /// What must be done, and acknowledged, before the permit opens anything.
    #[must_use]
    pub fn pending(&self) -> &BTreeSet<Obligation> {
        &self.pending
    }

    /// The same permit with an obligation acknowledged: whoever calls this has done it, or sees to it that it is done.
    ///
    /// ```
    /// # use renown::privacy::{Obligation, Permit};
    /// fn acknowledge_all(permit: Permit, mut carry_out: impl FnMut(&Obligation)) -> Permit {
    ///     let pending = permit.pending().clone();
    ///     pending.iter().fold(permit, |permit, obligation| {
    ///         carry_out(obligation);
    ///         permit.acknowledge(obligation)
    ///     })
    /// }
    /// ```
    #[must_use]
    pub fn acknowledge(mut self, obligation: &Obligation) -> Permit {
        self.pending.remove(obligation);
        self
    }

    fn admit(
        &self,
        subject: &SubjectId,
        categories: &[DataCategory],
        now: DateTime<Utc>,
    ) -> Result<Receipt, Error> {
        let decision = &self.decision;
        if *subject != decision.request.subject {
            return Err(Error::OtherSubject);
        }
        decision.check_age(now)?;
        if let Some(obligation) = self.pending.first() {
            return Err(Error::ObligationPending { obligation: obligation.clone() });
        }
        let mut used = Vec::with_capacity(categories.len());
        for category in categories {
            // The whole opens a part, unless the part by itself would be denied.
            let covers = |item: &&Item| {
                item.category == *category
                    || (item.category.covers(category) && super::decide::permits_part(decision, category))
            };
            let item = self.granted.iter().find(covers);
            used.push(item.ok_or_else(|| Error::CategoryNotCovered { category: category.clone() })?);
        }
        if used.is_empty() {
            return Err(Error::NotPermitted {
                outcome: decision.outcome,
                reason: "the value does not say what it reveals".to_owned(),
            });
        }
        let receipt = Receipt {
            id: String::new(),
            opened_at: now,
            decided_at: decision.decided_at,
            subject: subject.clone(),
            categories: categories.to_vec(),
            purpose: decision.request.purpose.clone(),
            recipient: decision.request.recipient.clone(),
            obligations: decision.obligations.clone(),
            cites: used.iter().flat_map(|item| item.cites.iter().cloned()).collect(),
            policy: decision.policy.clone(),
        };
        Ok(receipt.sealed())
    }
}
