//! Differencing control: what earlier answers and a new one give away together.
//!
//! One idea to keep in mind: an answer is judged by the differences that it makes, not by its size. Two answers
//! of a million people each tell everything about the one person by whom they differ.

mod attack;
mod domain;
mod ranges;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use domain::{Domain, Population};

use self::domain::people;
use super::{Error, Release, Rules};
use crate::audience::Table;

/// One figure that was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    population: Population,
    snapshot: String,
    n: u64,
}

/// All figures that were shown over one domain. Keep it as long as any of them may be remembered.
///
/// ```
/// use renown::audience::{Axis, Cell, Dimension, Table};
/// use renown::audience::release::{Answer, Domain, Refusal, ReleaseLog, Rules};
///
/// let region = Axis::flat(Dimension::Region, ["north".into(), "south".into(), "isle".into()])?;
/// let cell = |at, n| Cell { at: vec![at], n, weight: None, magnitude: None };
/// let table = Table::new(vec![region.clone()], vec![cell(0, 40), cell(1, 30), cell(2, 1)])?;
/// let domain = Domain::new(vec![region])?;
/// let mut log = ReleaseLog::new(&domain, Rules::new(10)?);
///
/// assert_eq!(log.ask(&domain, &domain.everybody(), &table, "monday", None)?, Answer::Shown { n: 71 });
/// let mainland = domain.select(&[(Dimension::Region, &["north".into(), "south".into()])])?;
/// // All but one: the difference is a person.
/// assert_eq!(
///     log.ask(&domain, &mainland, &table, "monday", None)?,
///     Answer::Refused { why: Refusal::Difference }
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReleaseLog {
    domain: [u8; 32],
    rules: Rules,
    entries: Vec<Entry>,
}

/// What comes of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The figure may be shown, and is in the log.
    Shown {
        /// How many people.
        n: u64,
    },
    /// The figure is not shown; the log is as before.
    Refused {
        /// Why.
        why: Refusal,
    },
}

/// Why a figure is not shown. The keeper sees which rule; the one who asked should only see that it was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Refusal {
    /// Fewer people than the minimum cell size.
    TooFew,
    /// The population differs from an earlier one, or from the union of earlier ones, by fewer people than the
    /// minimum cell size.
    Difference,
    /// Together with all earlier figures, the count of a small group could be computed or bounded too closely.
    Derivable,
    /// The figure differs from the one last shown for the same population, or the change of a part from the
    /// change of the whole, by fewer people than the minimum cell size.
    SmallChange,
}

impl ReleaseLog {
    /// An empty log.
    pub fn new(domain: &Domain, rules: Rules) -> Self {
        ReleaseLog { domain: domain.fingerprint(), rules, entries: Vec::new() }
    }

    /// How many figures were shown.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing was shown.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Asks for one count. `table` holds the people as they are now, in the innermost cells of the domain;
    /// `snapshot` names that state of the data and changes whenever the data does. `changed` is how many people
    /// came or went since the figure was last shown, where the caller knows; otherwise the difference of the two
    /// figures stands for it, which is never more.
    ///
    /// # Errors
    /// [`Error::OtherAxes`] for a population, table or log of another domain; [`Error::SnapshotChanged`] where
    /// the snapshot was used for other data.
    pub fn ask(
        &mut self,
        domain: &Domain,
        population: &Population,
        table: &Table,
        snapshot: &str,
        changed: Option<u64>,
    ) -> Result<Answer, Error> {
        self.check(domain)?;
        domain.owns(population)?;
        let running = domain.running_counts(table)?;
        let n = population.count(&running);
        if self.was_shown(population, snapshot, n)? {
            return Ok(Answer::Shown { n });
        }
        let refused = |why| Ok(Answer::Refused { why });
        if n < self.rules.k() && !(n == 0 && self.rules.shows_zeros()) {
            return refused(Refusal::TooFew);
        }
        if self.is_small_change(population, snapshot, n, changed) {
            return refused(Refusal::SmallChange);
        }
        if self.is_small_difference(population, &running) {
            return refused(Refusal::Difference);
        }
        let new = vec![(population.clone(), n)];
        if self.gives_away(&new, &running) {
            return refused(Refusal::Derivable);
        }
        self.record(new, snapshot);
        Ok(Answer::Shown { n })
    }

    /// Admits a whole table: all its shown cells, or nothing. Its cells are judged together with everything shown
    /// before by what can be derived; a table that was suppressed for itself fails here only through its links.
    ///
    /// # Errors
    /// As [`ReleaseLog::ask`].
    pub fn admit(
        &mut self,
        domain: &Domain,
        release: &Release,
        table: &Table,
        snapshot: &str,
    ) -> Result<Result<(), Refusal>, Error> {
        self.check(domain)?;
        let running = domain.running_counts(table)?;
        let mut new = Vec::new();
        for (population, n) in domain.shown(release)? {
            if population.count(&running) != n {
                return Err(Error::SnapshotChanged { snapshot: snapshot.to_owned() });
            }
            if !self.was_shown(&population, snapshot, n)? {
                if self.is_small_change(&population, snapshot, n, None) {
                    return Ok(Err(Refusal::SmallChange));
                }
                new.push((population, n));
            }
        }
        if self.gives_away(&new, &running) {
            return Ok(Err(Refusal::Derivable));
        }
        self.record(new, snapshot);
        Ok(Ok(()))
    }

    fn check(&self, domain: &Domain) -> Result<(), Error> {
        if self.domain == domain.fingerprint() { Ok(()) } else { Err(Error::OtherAxes { what: "the log" }) }
    }

    fn record(&mut self, new: Vec<(Population, u64)>, snapshot: &str) {
        let entry = |(population, n)| Entry { population, snapshot: snapshot.to_owned(), n };
        self.entries.extend(new.into_iter().map(entry));
    }

    fn was_shown(&self, population: &Population, snapshot: &str, n: u64) -> Result<bool, Error> {
        let mut same =
            self.entries.iter().filter(|entry| entry.population == *population && entry.snapshot == snapshot);
        match same.next() {
            None => Ok(false),
            Some(entry) if entry.n == n => Ok(true),
            Some(_) => Err(Error::SnapshotChanged { snapshot: snapshot.to_owned() }),
        }
    }

    fn is_small(&self, people: u64) -> bool {
        (1..self.rules.k()).contains(&people)
    }

    /// The change since the same figure was last shown, and how it differs from the change of figures that
    /// contain it or that it contains: the rest has changed by that much.
    fn is_small_change(&self, population: &Population, snapshot: &str, n: u64, changed: Option<u64>) -> bool {
        let Some(last) = self.entries.iter().rev().find(|entry| entry.population == *population) else {
            return false;
        };
        let change = i128::from(n) - i128::from(last.n);
        let size = |change: i128| u64::try_from(change.unsigned_abs()).unwrap_or(u64::MAX);
        if change != 0 && self.is_small(size(change).max(changed.unwrap_or(0))) {
            return true;
        }
        let is_nested = |other: &Population| {
            let (a, b) = (&population.cells, &other.cells);
            a.minus(b).is_empty() || b.minus(a).is_empty()
        };
        self.entries.iter().filter(|now| now.snapshot == snapshot && is_nested(&now.population)).any(|now| {
            let before = self
                .entries
                .iter()
                .find(|entry| entry.snapshot == last.snapshot && entry.population == now.population);
            before.is_some_and(|before| {
                let other = i128::from(now.n) - i128::from(before.n);
                self.is_small(size(change - other))
            })
        })
    }

    /// The differences with every shown population, both ways, and with the union of those inside; and the same
    /// for every shown population that contains this one.
    fn is_small_difference(&self, population: &Population, running: &[u64]) -> bool {
        let asked = &population.cells;
        let shown: Vec<_> = self.entries.iter().map(|entry| &entry.population.cells).collect();
        let is_small = |cells| self.is_small(people(&cells, running));
        let apart = |other| is_small(asked.minus(other)) || is_small(other.minus(asked));
        if shown.iter().any(|other| !asked.and(other).is_empty() && apart(other)) {
            return true;
        }
        let rest = |whole: &ranges::Ranges, also: Option<&ranges::Ranges>| {
            let inside = shown
                .iter()
                .copied()
                .chain(also)
                .filter(|part| *part != whole && part.minus(whole).is_empty());
            inside.fold(whole.clone(), |rest, part| rest.minus(part))
        };
        let around = shown.iter().filter(|whole| asked.minus(whole).is_empty());
        is_small(rest(asked, None)) || around.into_iter().any(|whole| is_small(rest(whole, Some(asked))))
    }

    /// Whether somebody who knows everything shown so far and the new figures pins down a small group.
    fn gives_away(&self, new: &[(Population, u64)], running: &[u64]) -> bool {
        let all: Vec<_> = self
            .entries
            .iter()
            .map(|entry| &entry.population.cells)
            .chain(new.iter().map(|(population, _)| &population.cells))
            .collect();
        attack::exposes(&all, running, &self.rules)
    }
}
