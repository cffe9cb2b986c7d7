//! Overlap: how many people two audiences share.
//!
//! One idea to keep in mind: a share of whom. The Jaccard index is a share of all people of both, a containment a
//! share of one audience; a small audience can lie wholly inside a large one while the index is near 0.

use std::collections::HashSet;
use std::hash::Hash;

use serde::{Deserialize, Serialize};

use crate::stats::{Figure, Undefined};

/// What two audiences have in common. From ids every figure is exact; from sketches it is an estimate with its
/// interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Overlap {
    /// How many people the first audience has.
    pub first: Figure,
    /// How many people the second audience has.
    pub second: Figure,
    /// How many people are in both.
    pub both: Figure,
    /// How many people are in either: each counted once.
    pub either: Figure,
    /// Both over either, a fraction (Jaccard 1901).
    pub jaccard: Figure,
    /// The share of the first audience that is in the second, a fraction.
    pub first_in_second: Figure,
    /// The share of the second audience that is in the first, a fraction.
    pub second_in_first: Figure,
}

/// The overlap of two whole audiences, from the ids of their people. An id that comes twice counts once.
///
/// Of samples the overlap says little: of two samples of 1 % of the same people, 1 % of each is in the other.
///
/// ```
/// use renown::audience::overlap;
///
/// let shared = overlap(["ann", "bob", "cy"], ["bob", "cy", "dee", "eve"]);
/// assert_eq!(shared.both.value(), Some(2.0));
/// assert_eq!(shared.jaccard.value(), Some(0.4));
/// assert_eq!(shared.second_in_first.value(), Some(0.5));
/// ```
pub fn overlap<Id: Eq + Hash>(
    first: impl IntoIterator<Item = Id>,
    second: impl IntoIterator<Item = Id>,
) -> Overlap {
    let first: HashSet<Id> = first.into_iter().collect();
    let second: HashSet<Id> = second.into_iter().collect();
    let (small, large) = if first.len() <= second.len() { (&first, &second) } else { (&second, &first) };
    let both = small.iter().filter(|id| large.contains(*id)).count() as u64;
    exact(first.len() as u64, second.len() as u64, both)
}

/// An overlap of which everything is known.
pub(super) fn exact(first: u64, second: u64, both: u64) -> Overlap {
    let either = first + second - both;
    let count = |n: u64| Figure::exact(n as f64, n);
    let share = |n: u64| match n {
        0 => Figure::undefined(Undefined::Empty),
        n => Figure::exact(both as f64 / n as f64, n),
    };
    Overlap {
        first: count(first),
        second: count(second),
        both: count(both),
        either: count(either),
        jaccard: share(either),
        first_in_second: share(first),
        second_in_first: share(second),
    }
}
