//! Hashtags, mentions and brands: in which share of its posts an account uses them.
//!
//! One idea to keep in mind: a post counts once for a name however often it repeats it, and posts without any name
//! count too.

mod state;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

pub use self::state::SharesState;
use super::engagement::distinct::dedup_by_id;
use super::engagement::{TIMES, check_level, quantiles};
use super::{Error, Place, check_dates, share};
use crate::stats::{Figure, Quantiles};

/// The choices behind shares.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SharesOptions {
    /// The most frequent so many; `None` takes all.
    pub top: Option<u32>,
    /// Published at or after, milliseconds since 1970-01-01T00:00:00Z.
    pub since: Option<i64>,
    /// Published before, milliseconds since 1970-01-01T00:00:00Z.
    pub until: Option<i64>,
    /// Confidence level of the intervals, between 0 and 1.
    pub level: f64,
}

impl Default for SharesOptions {
    fn default() -> Self {
        SharesOptions { top: Some(10), since: None, until: None, level: 0.95 }
    }
}

impl SharesOptions {
    /// Checks the options.
    ///
    /// # Errors
    /// [`Error::EmptyDates`], [`Error::InvalidLevel`].
    ///
    /// ```
    /// use renown::metrics::shares::SharesOptions;
    /// assert!(SharesOptions { level: 1.0, ..Default::default() }.validate().is_err());
    /// ```
    pub fn validate(&self) -> Result<(), Error> {
        check_level(self.level)?;
        check_dates(self.since, self.until)
    }

    fn admits(&self, published_at: i64) -> bool {
        self.since.is_none_or(|since| published_at >= since)
            && self.until.is_none_or(|until| published_at < until)
    }
}

/// A post and the names of one kind that it uses: its hashtags, or its mentions, or its brands.
///
/// Names are compared by their bytes: fold them first, as the model does.
#[derive(Clone, PartialEq, Eq)]
pub struct Named<'a> {
    /// The platform's id of the post.
    pub id: Option<&'a str>,
    /// When the post was published, milliseconds since 1970-01-01T00:00:00Z.
    pub published_at: i64,
    /// The names, in any order, repeated or not.
    pub names: Vec<&'a str>,
}

/// Shows how many names there are, not which: they may be of persons.
impl fmt::Debug for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Named")
            .field("published_at", &self.published_at)
            .field("names", &self.names.len())
            .finish_non_exhaustive()
    }
}

/// One name and the share of posts that use it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Share {
    /// The hashtag, mention or brand.
    pub name: String,
    /// How many posts use it.
    pub posts: u64,
    /// Their share of all posts, a fraction, with Wilson's interval.
    pub share: Figure,
}

/// Shows the figures, not the name: it may be of a person.
impl fmt::Debug for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Share")
            .field("posts", &self.posts)
            .field("share", &self.share)
            .finish_non_exhaustive()
    }
}

/// The names that an account uses most.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Shares {
    /// How many posts there are, with a name or without.
    pub posts: u64,
    /// How many different names they use.
    pub names: u64,
    /// The most frequent ones first; those of the same frequency by name, byte by byte.
    pub top: Vec<Share>,
}

/// Shares of hashtags, mentions or brands over the posts of one account in any order.
///
/// Source: `docs/formulas/engagement.md#shares-of-hashtags-mentions-and-brands`.
///
/// # Errors
/// Options out of range, [`Error::TimestampOutOfRange`], [`Error::EmptyName`], the same post with different
/// content.
///
/// ```
/// use renown::metrics::shares::{Named, SharesOptions, shares};
/// let post = |names: &[&'static str]| Named { id: None, published_at: 0, names: names.to_vec() };
/// let posts = [post(&["tea", "rain", "tea"]), post(&["rain"]), post(&[]), post(&["tea"])];
/// let shares = shares(posts, &SharesOptions::default())?;
/// assert_eq!((shares.top[0].name.as_str(), shares.top[0].share.value()), ("rain", Some(0.5)));
/// assert_eq!((shares.top[1].name.as_str(), shares.top[1].posts), ("tea", 2));
/// # Ok::<(), renown::metrics::Error>(())
/// ```
pub fn shares<'a>(
    posts: impl IntoIterator<Item = Named<'a>>,
    options: &SharesOptions,
) -> Result<Shares, Error> {
    options.validate()?;
    let quantiles = quantiles(options.level)?;
    let mut rows: Vec<(u64, Named<'a>)> = Vec::new();
    for (row, mut named) in (0..).zip(posts) {
        check(&named, Place::Row(row))?;
        named.names.sort_unstable();
        named.names.dedup();
        rows.push((row, named));
    }
    let differs_in = |a: &Named<'_>, b: &Named<'_>| {
        if a.published_at != b.published_at {
            Some("published_at")
        } else if a.names != b.names {
            Some("names")
        } else {
            None
        }
    };
    dedup_by_id(&mut rows, |named| named.id, differs_in).map_or(Ok(()), Err)?;
    rows.retain(|(_, named)| options.admits(named.published_at));
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for name in rows.iter().flat_map(|(_, named)| &named.names) {
        *counts.entry(name).or_default() += 1;
    }
    Ok(finish(&counts, rows.len() as u64, options, &quantiles))
}

/// That a time is in range and that no name is empty.
fn check(named: &Named<'_>, place: Place) -> Result<(), Error> {
    if !TIMES.contains(&named.published_at) {
        return Err(Error::TimestampOutOfRange { place, column: "published_at", value: named.published_at });
    }
    if named.names.iter().any(|name| name.is_empty()) {
        return Err(Error::EmptyName { place });
    }
    Ok(())
}

fn finish(
    counts: &BTreeMap<&str, u64>,
    posts: u64,
    options: &SharesOptions,
    quantiles: &Quantiles,
) -> Shares {
    let mut order: Vec<(&str, u64)> = counts.iter().map(|(&name, &count)| (name, count)).collect();
    // A stable sort of what is in the order of names: ties stay in it.
    order.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    let top = options.top.map_or(usize::MAX, |top| usize::try_from(top).unwrap_or(usize::MAX));
    let top = order.into_iter().take(top).map(|(name, count)| Share {
        name: name.to_owned(),
        posts: count,
        share: share(count, posts, quantiles),
    });
    Shares { posts, names: counts.len() as u64, top: top.collect() }
}

/// The different names of a post.
type Names = BTreeSet<Box<str>>;

#[cfg(test)]
mod tests;
