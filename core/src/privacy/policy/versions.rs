//! All versions of a policy, by date and by hash (clauses C82 and C83).

use chrono::NaiveDate;

use super::{Error, Policy};

/// The versions of a policy, each an immutable document.
#[derive(Debug, Clone, Default)]
pub struct Policies(Vec<Policy>);

impl Policies {
    /// Versions in any order. A version that does not say from when it holds, holds from the beginning.
    #[must_use]
    pub fn new(mut versions: Vec<Policy>) -> Self {
        versions.sort_by_key(|policy| policy.document().policy.effective);
        Policies(versions)
    }

    /// The version that holds on a day.
    ///
    /// # Errors
    /// [`Error::NoPolicyAt`] for a day before the first one.
    ///
    /// ```
    /// use renown::privacy::Policy;
    /// use renown::privacy::policy::Policies;
    /// let versions = Policies::new(vec![Policy::influencer_marketing()]);
    /// assert!(versions.at("2025-01-14".parse().unwrap()).is_ok());
    /// assert_eq!(versions.at("2025-01-13".parse().unwrap()).unwrap_err().code(), "NO_POLICY_AT");
    /// ```
    pub fn at(&self, day: NaiveDate) -> Result<&Policy, Error> {
        let holding = |policy: &&Policy| policy.document().policy.effective.is_none_or(|from| from <= day);
        self.0.iter().rfind(holding).ok_or_else(|| Error::NoPolicyAt {
            day,
            first: match self.0.first().and_then(|policy| policy.document().policy.effective) {
                Some(first) => first.to_string(),
                None => "no day".to_owned(),
            },
        })
    }

    /// The version of a hash.
    #[must_use]
    pub fn of_hash(&self, hash: &str) -> Option<&Policy> {
        self.0.iter().find(|policy| policy.0.identity.hash == hash)
    }
}
