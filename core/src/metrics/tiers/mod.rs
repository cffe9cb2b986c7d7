//! Tiers: what an account is called by the number of its followers.
//!
//! One idea to keep in mind: the boundaries are data. There is a default, and a caller who sees it otherwise
//! replaces it.

use serde::{Deserialize, Serialize};

use super::{Error, shortened};

/// One tier: from so many followers, up to where the next begins.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// What it is called.
    pub name: String,
    /// The fewest followers.
    pub from: u64,
}

/// Tiers from the smallest to the largest, each up to, not including, the beginning of the next. Below the first
/// an account has no tier; the last is open. Source of the default: `docs/formulas/engagement.md#tiers`.
///
/// ```
/// use renown::metrics::tiers::Tiers;
/// let tiers = Tiers::default();
/// assert_eq!(tiers.of(10_000).map(|tier| tier.name.as_str()), Some("micro"));
/// assert_eq!(tiers.of(999), None);
///
/// let own: Tiers = serde_json::from_str(r#"[{"name": "small", "from": 0}, {"name": "large", "from": 5000}]"#)?;
/// assert_eq!(own.of(4_999).map(|tier| tier.name.as_str()), Some("small"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Vec<Tier>", into = "Vec<Tier>")]
pub struct Tiers(Vec<Tier>);

impl Tiers {
    /// Tiers, from the smallest to the largest.
    ///
    /// # Errors
    /// [`Error::NoTiers`] where there are none, [`Error::UnnamedTier`] where one has no name,
    /// [`Error::RepeatedTier`] where two have the same, [`Error::UnorderedTiers`] where one does not begin above
    /// the one before it.
    pub fn new(tiers: Vec<Tier>) -> Result<Self, Error> {
        if tiers.is_empty() {
            return Err(Error::NoTiers);
        }
        let mut before: Option<&Tier> = None;
        for (position, tier) in tiers.iter().enumerate() {
            if tier.name.trim().is_empty() {
                return Err(Error::UnnamedTier { position: position as u64 });
            }
            if tiers.iter().take(position).any(|earlier| earlier.name == tier.name) {
                return Err(Error::RepeatedTier { name: shortened(&tier.name) });
            }
            if let Some(before) = before.filter(|before| before.from >= tier.from) {
                return Err(Error::UnorderedTiers {
                    name: shortened(&tier.name),
                    from: tier.from,
                    before: before.from,
                });
            }
            before = Some(tier);
        }
        Ok(Tiers(tiers))
    }

    /// The tier of an account with so many followers.
    #[must_use]
    pub fn of(&self, followers: u64) -> Option<&Tier> {
        let above = self.0.partition_point(|tier| tier.from <= followers);
        above.checked_sub(1).and_then(|index| self.0.get(index))
    }

    /// The tiers, from the smallest to the largest.
    #[must_use]
    pub fn as_slice(&self) -> &[Tier] {
        &self.0
    }
}

/// Nano from 1 000 followers, micro from 10 000, mid from 50 000, macro from 500 000, mega from 1 000 000.
impl Default for Tiers {
    fn default() -> Self {
        let tiers =
            [("nano", 1_000), ("micro", 10_000), ("mid", 50_000), ("macro", 500_000), ("mega", 1_000_000)];
        Tiers(tiers.map(|(name, from)| Tier { name: name.to_owned(), from }).into())
    }
}

impl TryFrom<Vec<Tier>> for Tiers {
    type Error = Error;

    fn try_from(tiers: Vec<Tier>) -> Result<Self, Error> {
        Tiers::new(tiers)
    }
}

impl From<Tiers> for Vec<Tier> {
    fn from(tiers: Tiers) -> Self {
        tiers.0
    }
}

#[cfg(test)]
mod tests;
