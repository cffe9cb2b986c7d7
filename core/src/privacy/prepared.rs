//! A question that is asked again and again, as time goes by.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{Decision, Facts, Policy, Request};

/// A question with its facts, ready to be decided at any moment: nothing is copied when it is. Cheap to clone.
///
/// ```
/// use renown::privacy::{Facts, Policy, Purpose, Recipient, Request, SubjectId, SubjectRole, category};
/// # fn main() -> Result<(), renown::privacy::Error> {
/// let subject = SubjectId::new("influencer-17")?;
/// let user = Recipient::user("brand-4")?;
/// let request = Request::disclose(subject, vec![category::PERFORMANCE], Purpose::INFLUENCER_SEARCH, user);
/// let question = Policy::influencer_marketing().prepare(Facts::of(SubjectRole::Influencer), request);
/// let now = chrono::DateTime::UNIX_EPOCH;
/// assert!(question.decide(now).outcome().permits());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    policy: Policy,
    facts: Arc<Facts>,
    request: Arc<Request>,
}

impl Policy {
    /// A question to be asked again and again.
    #[must_use]
    pub fn prepare(&self, facts: Facts, request: Request) -> Prepared {
        Prepared { policy: self.clone(), facts: Arc::new(facts), request: Arc::new(request) }
    }
}

impl Prepared {
    /// As [`Policy::decide`].
    #[must_use]
    pub fn decide(&self, now: DateTime<Utc>) -> Decision {
        super::decide::decide_prepared(&self.policy.0, &self.facts, &self.request, now)
    }
}
