//! The permit of a search: who may look for influencers, and what of them is told.
//!
//! One idea to keep in mind: a search is not about one person, so its permit names none. It says what a recipient may
//! be told of any influencer with nothing in the way; whom something stands in the way of, the catalog leaves out.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, Utc};

use super::decide::permits_part;
use super::{
    DataCategory, Decision, Error, Facts, Obligation, Policy, PolicyIdentity, Purpose, Recipient, Request,
    SubjectId, SubjectRole,
};

/// How many answers are kept.
const MOST_JUDGED: usize = 256;

/// The right to search, for one recipient and a short time. Only a decision issues it.
///
/// ```
/// use renown::privacy::{Policy, Recipient, SearchPermit, category};
///
/// let now = chrono::DateTime::UNIX_EPOCH;
/// let brand = Recipient::user("brand-4")?;
/// let permit = SearchPermit::ask(&Policy::influencer_marketing(), &brand, &[category::INFLUENCER], now)?;
/// assert!(permit.covers(&category::PERFORMANCE));
/// assert!(!permit.covers(&category::REGISTRATION));
/// # Ok::<(), renown::privacy::Error>(())
/// ```
///
/// ```compile_fail
/// let permit = renown::privacy::SearchPermit { }; // its fields are private: only a decision issues it
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchPermit {
    decision: Decision,
    granted: Vec<DataCategory>,
    judged: Judged,
}

/// What the rules said of parts of granted categories: they are judged once, and searches ask for each field.
#[derive(Debug, Clone, Default)]
struct Judged(Arc<RwLock<BTreeMap<DataCategory, bool>>>);

/// What has been asked makes no difference between permits.
impl PartialEq for Judged {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Judged {}

impl SearchPermit {
    /// Asks a policy what of an influencer with nothing in the way may be told to this recipient when it searches.
    ///
    /// # Errors
    /// [`Error::NotPermitted`] where the policy permits none of the categories.
    pub fn ask(
        policy: &Policy,
        recipient: &Recipient,
        categories: &[DataCategory],
        now: DateTime<Utc>,
    ) -> Result<Self, Error> {
        // Nobody in particular: an id that stands for whoever is found.
        let anybody = SubjectId::new("any-influencer")?;
        let request =
            Request::disclose(anybody, categories.to_vec(), Purpose::INFLUENCER_SEARCH, recipient.clone());
        let decision = policy.decide(&Facts::of(SubjectRole::Influencer), &request, now);
        let granted: Vec<_> = decision
            .items
            .iter()
            .filter(|item| item.outcome.permits())
            .map(|item| item.category.clone())
            .collect();
        // The general permit has the last word on whether the decision permits at all.
        decision.permit()?;
        Ok(SearchPermit { decision, granted, judged: Judged::default() })
    }

    /// Whether what is told may reveal this category.
    pub fn covers(&self, category: &DataCategory) -> bool {
        if self.granted.contains(category) {
            return true;
        }
        if !self.granted.iter().any(|granted| granted.covers(category)) {
            return false;
        }
        let known = self.judged.0.read().unwrap_or_else(PoisonError::into_inner).get(category).copied();
        known.unwrap_or_else(|| {
            let permitted = permits_part(&self.decision, category);
            let mut judged = self.judged.0.write().unwrap_or_else(PoisonError::into_inner);
            // Callers may ask for any name; the words of the vocabulary are few.
            if judged.len() < MOST_JUDGED {
                judged.insert(category.clone(), permitted);
            }
            permitted
        })
    }

    /// Who searches.
    pub fn recipient(&self) -> &Recipient {
        &self.decision.request.recipient
    }

    /// What must be done along with telling the results.
    pub fn obligations(&self) -> impl Iterator<Item = Obligation> + '_ {
        self.decision.obligations.iter().cloned()
    }

    /// By which policy it was decided.
    pub fn policy(&self) -> &PolicyIdentity {
        &self.decision.policy
    }

    /// Whether the permit holds at this time.
    ///
    /// # Errors
    /// [`Error::PermitExpired`].
    pub fn check(&self, now: DateTime<Utc>) -> Result<(), Error> {
        self.decision.check_age(now)
    }
}
