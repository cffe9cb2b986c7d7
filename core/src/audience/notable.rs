//! Notable followers: people in an audience whom many others follow.
//!
//! One idea to keep in mind: who is notable is declared (a number of followers), not felt; the list is ordered the
//! same way whatever the order in which people came.

use serde::{Deserialize, Serialize};

use super::Error;
use crate::stats::{Figure, Quantiles, wilson_at};

/// Who counts as notable, and how many are listed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct NotableOptions {
    /// The fewest followers of a notable person.
    pub followers: u64,
    /// How many are listed at most, those with the most followers first.
    pub top: usize,
    /// Confidence level of the interval, between 0 and 1.
    pub level: f64,
    /// How many people the audience has in all, where those given are a sample of it.
    pub population: Option<u64>,
}

impl Default for NotableOptions {
    /// 1 000 followers or more, the first 20 listed, 95 %.
    fn default() -> Self {
        NotableOptions { followers: 1_000, top: 20, level: 0.95, population: None }
    }
}

/// The notable people of an audience.
#[derive(Clone, PartialEq, Serialize)]
pub struct Notable<Id> {
    /// The share of those whose number of followers is known that is notable, a fraction.
    pub share: Figure,
    /// How many people are notable.
    pub n: u64,
    /// Of how many people the number of followers is not known.
    pub unknown: u64,
    /// The first of them with their numbers of followers, descending; equal ones by id.
    pub top: Vec<(Id, u64)>,
}

/// The ids are of people.
impl<Id> std::fmt::Debug for Notable<Id> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Notable").field("share", &self.share).field("n", &self.n).finish_non_exhaustive()
    }
}

/// The notable people among members of an audience, each with the number of followers where it is known. Each
/// member is given once.
///
/// ```
/// use renown::audience::{NotableOptions, notable};
///
/// let members = [("a", Some(120)), ("b", Some(54_000)), ("c", None), ("d", Some(1_000)), ("e", Some(12))];
/// let found = notable(members, &NotableOptions::default())?;
/// assert_eq!(found.top, [("b", 54_000), ("d", 1_000)]);
/// assert_eq!((found.share.value(), found.unknown), (Some(0.5), 1));
/// # Ok::<(), renown::audience::Error>(())
/// ```
///
/// # Errors
/// [`Error::Stats`] where the level is out of range, or the population smaller than the sample.
pub fn notable<Id: Ord>(
    members: impl IntoIterator<Item = (Id, Option<u64>)>,
    options: &NotableOptions,
) -> Result<Notable<Id>, Error> {
    let quantiles = Quantiles::new(options.level)?;
    let (mut known, mut unknown) = (0, 0);
    let mut found = Vec::new();
    for (id, followers) in members {
        match followers {
            None => unknown += 1,
            Some(followers) => {
                known += 1;
                if followers >= options.followers {
                    found.push((id, followers));
                }
            }
        }
    }
    let n = found.len() as u64;
    found.sort_unstable_by(|(a, most), (b, more)| more.cmp(most).then_with(|| a.cmp(b)));
    found.truncate(options.top);
    let share = wilson_at(n, known, options.population, &quantiles)?;
    Ok(Notable { share, n, unknown, top: found })
}
