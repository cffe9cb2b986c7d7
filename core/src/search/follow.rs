//! A catalog in step with a ledger.
//!
//! One idea to keep in mind: before every search the catalog asks what was written since it last asked, whoever wrote
//! it, and takes that over. All it knows of a ledger is the trait [`Rights`]; time is given, as everywhere.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::field::{LABELS, place};
use super::{Catalog, Exclusion, Metered};
use crate::model::InfluencerId;

/// What somebody is known by after everything else of them was erased.
pub type Pseudonym = [u8; 32];

/// How far a ledger has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mark {
    /// How many entries its log has.
    pub entries: u64,
    /// How many people were erased.
    pub erased: u64,
    /// How many accounts are suppressed.
    pub suppressed: u64,
}

/// An erasure that was carried out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ErasedPerson {
    /// The erasure's id.
    pub erasure: String,
    /// Whose.
    pub person: Pseudonym,
}

/// What was written to a ledger since a mark.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// How far it was read now.
    pub mark: Mark,
    /// Of whom something was written.
    pub people: BTreeSet<InfluencerId>,
    /// All who were erased, where somebody was since.
    pub erased: Vec<ErasedPerson>,
    /// All accounts that are suppressed, where one was since.
    pub suppressed: Vec<Pseudonym>,
}

/// Why somebody may not be shown, and until when that is so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// Why; nothing is in the way where there is none.
    pub reasons: BTreeSet<Exclusion>,
    /// When to ask again, because something was written that holds from then on.
    pub until: Option<DateTime<Utc>>,
}

/// Where the rights of people are kept, and what was told of whom to whom: a ledger, as a catalog sees it.
pub trait Rights {
    /// What can go wrong.
    type Error;

    /// How many entries its log has: everything that changes who may be shown adds one.
    ///
    /// # Errors
    /// Those of the ledger.
    fn entries(&self) -> Result<u64, Self::Error>;

    /// What was written since a mark.
    ///
    /// # Errors
    /// Those of the ledger.
    fn changes(&self, since: Mark) -> Result<Changes, Self::Error>;

    /// What holds of a person at a time.
    ///
    /// # Errors
    /// Those of the ledger.
    fn standing(&self, who: &InfluencerId, at: DateTime<Utc>) -> Result<Standing, Self::Error>;

    /// What a person of this id would be known by after an erasure.
    fn person(&self, id: &str) -> Option<Pseudonym>;

    /// What an account would be known by once it is suppressed.
    fn account(&self, platform: &str, id: &str) -> Option<Pseudonym>;

    /// Lets the ledger know that nothing is left here of those who were erased.
    ///
    /// # Errors
    /// Those of the ledger.
    fn absent(&self, erasures: &BTreeSet<String>, at: DateTime<Utc>) -> Result<(), Self::Error>;

    /// Counts what a search told, once for each id of a search, and says whether it was counted now. `query` is the
    /// query's [fingerprint](super::Query::fingerprint): an id stands for one query.
    ///
    /// # Errors
    /// Those of the ledger.
    fn meter(&self, search: &str, query: &[u8; 32], told: &Metered) -> Result<bool, Self::Error>;
}

/// What a catalog takes over.
#[derive(Debug, Default)]
#[must_use = "whoever is named in it is still shown"]
pub struct News {
    /// Whether the ledger was read from its beginning.
    anew: bool,
    standings: Vec<(InfluencerId, BTreeSet<Exclusion>)>,
    erased: Vec<InfluencerId>,
    suppressed: Vec<InfluencerId>,
}

/// A catalog's place in a ledger that it follows.
///
/// `renown_store::search::SharedCatalog` does this with a ledger, for many threads.
pub struct Following<R> {
    rights: R,
    mark: Option<Mark>,
    rows: usize,
    /// Whose standing changes by itself, and when.
    due: BTreeSet<(DateTime<Utc>, InfluencerId)>,
    people: Listed,
    accounts: Listed,
    /// Erasures of which the ledger does not know yet that they are done here.
    owed: BTreeSet<String>,
}

impl<R: Rights> Following<R> {
    /// Follows from the beginning.
    pub fn new(rights: R) -> Self {
        Following {
            rights,
            mark: None,
            rows: 0,
            due: BTreeSet::new(),
            people: Listed::default(),
            accounts: Listed::default(),
            owed: BTreeSet::new(),
        }
    }

    /// The ledger.
    pub fn rights(&self) -> &R {
        &self.rights
    }

    /// What the catalog has to take over before it is searched at this time; none where it is in step.
    ///
    /// # Errors
    /// Those of the ledger. What was not read is read the next time.
    pub fn news(&mut self, catalog: &Catalog, at: DateTime<Utc>) -> Result<Option<News>, R::Error> {
        let rows = catalog.ids.len();
        let due = self.due.first().is_some_and(|(when, _)| *when <= at);
        if !due && self.rows == rows && self.owed.is_empty() {
            let entries = self.rights.entries()?;
            if self.mark.is_some_and(|mark| mark.entries == entries) {
                return Ok(None);
            }
        }
        let changes = self.rights.changes(self.mark.unwrap_or_default())?;
        let mut people = changes.people;
        people.extend(self.due.iter().take_while(|(when, _)| *when <= at).map(|(_, who)| who.clone()));
        let mut standings = Vec::with_capacity(people.len());
        let mut due = Vec::new();
        for who in people {
            let standing = self.rights.standing(&who, at)?;
            due.extend(standing.until.map(|until| (until, who.clone())));
            standings.push((who, standing.reasons));
        }
        // From here on nothing fails, so that what is noted as read is taken over.
        let asked: BTreeSet<&InfluencerId> = standings.iter().map(|(who, _)| who).collect();
        self.due.retain(|(_, who)| !asked.contains(who));
        self.due.extend(due);
        let id = |row: usize| Some(catalog.ids.get(u32::try_from(row).ok()?)).filter(|id| !id.is_empty());
        let names = |rows: Vec<usize>| -> Vec<InfluencerId> {
            rows.into_iter().filter_map(|row| InfluencerId::new(id(row)?).ok()).collect()
        };
        let pseudonyms = changes.erased.iter().map(|erased| erased.person);
        let erased = self.people.rows(pseudonyms, rows, |row| self.rights.person(id(row)?));
        let platforms = place(&LABELS, "platform").and_then(|label| catalog.labels.get(label));
        let suppressed = self.accounts.rows(changes.suppressed, rows, |row| {
            let terms = platforms?;
            let platform = terms.of(u32::try_from(row).ok()?).first()?;
            self.rights.account(terms.shown(*platform), id(row)?)
        });
        let anew = self.mark.is_none();
        self.owed.extend(changes.erased.into_iter().map(|erased| erased.erasure));
        (self.mark, self.rows) = (Some(changes.mark), rows);
        Ok(Some(News { anew, standings, erased: names(erased), suppressed: names(suppressed) }))
    }

    /// Lets the ledger know that the catalog has taken over who was erased.
    ///
    /// # Errors
    /// Those of the ledger; then it is told the next time.
    pub fn taken_over(&mut self, at: DateTime<Utc>) -> Result<(), R::Error> {
        if !self.owed.is_empty() {
            self.rights.absent(&self.owed, at)?;
            self.owed.clear();
        }
        Ok(())
    }
}

/// Shows nothing of anybody.
impl<R> std::fmt::Debug for Following<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Following").field("mark", &self.mark).finish_non_exhaustive()
    }
}

impl Catalog {
    /// Takes over what a ledger says: from the next search on whoever may not be shown is no candidate.
    pub fn take_over(&mut self, news: News) {
        if news.anew {
            let said: Vec<String> = self.exclusions.unfollow().collect();
            said.iter().for_each(|id| self.show_if_free(id));
        }
        for (who, reasons) in news.standings {
            self.exclusions.follow(who.as_str(), reasons);
            self.show_if_free(who.as_str());
        }
        news.suppressed.iter().for_each(|who| self.restrict(who, Exclusion::Suppressed));
        news.erased.iter().for_each(|who| self.erase(who));
    }
}

/// Pseudonyms that are listed, and the first bytes of those of all rows: with them rows are found without making all
/// pseudonyms anew whenever somebody is listed.
#[derive(Default)]
struct Listed {
    listed: BTreeMap<u64, BTreeSet<Pseudonym>>,
    rows: Vec<u64>,
}

fn beginning(pseudonym: &Pseudonym) -> u64 {
    pseudonym.first_chunk().map_or(0, |first| u64::from_le_bytes(*first))
}

impl Listed {
    /// The rows that are listed, of those that are new or whose pseudonyms are.
    fn rows(
        &mut self,
        listed: impl IntoIterator<Item = Pseudonym>,
        rows: usize,
        of: impl Fn(usize) -> Option<Pseudonym>,
    ) -> Vec<usize> {
        let mut fresh = BTreeSet::new();
        for pseudonym in listed {
            let start = beginning(&pseudonym);
            if self.listed.entry(start).or_default().insert(pseudonym) {
                fresh.insert(start);
            }
        }
        if self.listed.is_empty() {
            return Vec::new();
        }
        let known = self.rows.len();
        self.rows.extend((known..rows).map(|row| of(row).map_or(0, |pseudonym| beginning(&pseudonym))));
        let from = if fresh.is_empty() { known } else { 0 };
        let may_be = self.rows.iter().enumerate().skip(from).filter(|(row, start)| {
            if *row < known { fresh.contains(start) } else { self.listed.contains_key(start) }
        });
        let is = |row: &usize| {
            of(*row)
                .is_some_and(|own| self.listed.get(&beginning(&own)).is_some_and(|all| all.contains(&own)))
        };
        may_be.map(|(row, _)| row).filter(is).collect()
    }
}
