//! Who may not be shown, and why: by id, apart from the rows, so that it holds for data that come later.
//!
//! One idea to keep in mind: what the caller said and what a ledger says are kept apart. A ledger that is followed
//! lifts what it said itself, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Why somebody is not shown, whatever is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Exclusion {
    /// The person objected.
    Objected,
    /// Processing is restricted to storage.
    Restricted,
    /// The person was erased.
    Erased,
    /// The person is, or is taken to be, under age.
    Minor,
    /// The account is no longer public.
    NotPublic,
    /// The person is on a list of those who are not to be shown.
    Suppressed,
}

type Reasons = BTreeMap<String, BTreeSet<Exclusion>>;

/// Who may not be shown to anybody, and who not to some.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Exclusions {
    /// What was said of this catalog.
    own: Reasons,
    /// By recipient, whom the rules of transfer keep from it.
    kept_from: BTreeMap<String, BTreeSet<String>>,
    /// What the ledger says that the catalog follows.
    followed: Reasons,
}

impl Exclusions {
    /// Who may not be shown to anybody; some of them twice.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.own.keys().chain(self.followed.keys()).map(String::as_str)
    }

    pub(super) fn holds(&self, id: &str) -> bool {
        self.own.contains_key(id) || self.followed.contains_key(id)
    }

    pub(super) fn is_erased(&self, id: &str) -> bool {
        self.own.get(id).is_some_and(|reasons| reasons.contains(&Exclusion::Erased))
    }

    pub(super) fn add(&mut self, id: &str, why: Exclusion) {
        self.own.entry(id.to_owned()).or_default().insert(why);
    }

    pub(super) fn lift(&mut self, id: &str, why: Exclusion) {
        if let Some(reasons) = self.own.get_mut(id) {
            reasons.remove(&why);
            if reasons.is_empty() {
                self.own.remove(id);
            }
        }
    }

    /// In place of all that was said before.
    pub(super) fn erase(&mut self, id: &str) {
        self.own.insert(id.to_owned(), BTreeSet::from([Exclusion::Erased]));
        self.followed.remove(id);
    }

    /// What the ledger says now, in place of what it said before.
    pub(super) fn follow(&mut self, id: &str, reasons: BTreeSet<Exclusion>) {
        if reasons.is_empty() {
            self.followed.remove(id);
        } else {
            self.followed.insert(id.to_owned(), reasons);
        }
    }

    /// Forgets what a ledger said; gives of whom.
    pub(super) fn unfollow(&mut self) -> impl Iterator<Item = String> {
        std::mem::take(&mut self.followed).into_keys()
    }

    pub(super) fn keep_from(&mut self, id: &str, recipient: &str) {
        self.kept_from.entry(recipient.to_owned()).or_default().insert(id.to_owned());
    }

    /// Whom the rules of transfer keep from a recipient.
    pub(super) fn kept_from(&self, recipient: &str) -> impl Iterator<Item = &str> {
        self.kept_from.get(recipient).into_iter().flatten().map(String::as_str)
    }
}
