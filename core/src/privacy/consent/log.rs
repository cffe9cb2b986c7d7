//! What held at an instant: a fold over the entries.
//!
//! One idea to keep in mind: consent counts only between its act and the first thing that ends it, and what ended
//! it ended it for good; a person who agrees again makes a new record.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::ages::digital_age;
use super::record::{Entry, Given, TextHash};
use super::{Error, iso27560};
use crate::privacy::{Purpose, SubjectId};

/// Entries that fit together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Log {
    entries: Vec<Entry>,
}

/// How a person stands to a purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
#[non_exhaustive]
pub enum State {
    /// They consented.
    Consented(Consented),
    /// They took it back.
    Withdrawn {
        /// When.
        at: DateTime<Utc>,
    },
    /// They said no.
    Refused {
        /// When.
        at: DateTime<Utc>,
    },
    /// It ran out.
    Expired {
        /// When.
        at: DateTime<Utc>,
    },
    /// They never consented.
    Never,
}

impl State {
    /// Whether it is consent.
    pub fn is_consent(&self) -> bool {
        matches!(self, State::Consented(_))
    }
}

/// A consent that counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Consented {
    /// To what.
    pub purpose: Purpose,
    /// Under which text.
    pub text: TextHash,
    /// By which record.
    pub consent: SubjectId,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Until when.
    pub expires_at: Option<DateTime<Utc>>,
}

/// The three states of a person, which never follow from each other.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct States {
    /// The texts that were put before them.
    pub notified: BTreeSet<TextHash>,
    /// The texts that they accepted as a contract.
    pub accepted: BTreeSet<TextHash>,
    /// What they consent to.
    pub consented: BTreeSet<Consented>,
}

impl Log {
    /// Entries in any order.
    ///
    /// # Errors
    /// [`Error`] where an entry is no consent, is harder to take back than to give, or contradicts another.
    pub fn new(entries: Vec<Entry>) -> Result<Self, Error> {
        for (entry, content) in entries.iter().enumerate() {
            match content {
                Entry::Given(given) => check_given(&entries, entry, given)?,
                Entry::Withdrawn(withdrawn) => {
                    if withdrawn.consent.is_none() && withdrawn.purposes.is_empty() {
                        return Err(Error::EmptyWithdrawal { entry });
                    }
                    let Some(id) = &withdrawn.consent else { continue };
                    let what = match given_in(&entries).find(|given| given.id == *id) {
                        None => "is not among the entries",
                        Some(given) if given.subject != withdrawn.subject => "is another person's",
                        Some(given) if given.at > withdrawn.at => "is given only later",
                        Some(_) => continue,
                    };
                    return Err(Error::ContradictoryWithdrawal { entry, what });
                }
                Entry::Refused(refused) if refused.purposes.is_empty() => {
                    return Err(Error::ConsentWithoutPurpose { entry });
                }
                _ => {}
            }
        }
        Ok(Log { entries })
    }

    /// The entries, as they were given.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How a person stood to a purpose at an instant; under one text, or under any.
    pub fn consent_at(
        &self,
        subject: &SubjectId,
        purpose: &Purpose,
        text: Option<&TextHash>,
        at: DateTime<Utc>,
    ) -> State {
        let mut ends: Vec<(DateTime<Utc>, State)> = Vec::new();
        let mut counts: Option<Consented> = None;
        for given in given_in(&self.entries) {
            let fits = given.subject == *subject
                && given.at <= at
                && given.purposes.contains(purpose)
                && text.is_none_or(|text| *text == given.text);
            if !fits {
                continue;
            }
            match self.end_of(given, purpose, at) {
                Some(end) => ends.push(end),
                None => {
                    let one = Consented {
                        purpose: purpose.clone(),
                        text: given.text.clone(),
                        consent: given.id.clone(),
                        since: given.at,
                        expires_at: given.expires_at,
                    };
                    // Of several, the one that was given last; of those at one instant, by id.
                    counts = counts
                        .filter(|best| (best.since, &best.consent) > (one.since, &one.consent))
                        .or(Some(one));
                }
            }
        }
        if let Some(consented) = counts {
            return State::Consented(consented);
        }
        for entry in &self.entries {
            if let Entry::Refused(refused) = entry
                && refused.subject == *subject
                && refused.at <= at
                && refused.purposes.iter().any(|wide| wide.covers(purpose))
                && text.is_none_or(|text| *text == refused.text)
            {
                ends.push((refused.at, State::Refused { at: refused.at }));
            }
        }
        ends.into_iter()
            .max_by_key(|(when, state)| (*when, rank(state)))
            .map_or(State::Never, |(_, state)| state)
    }

    /// The first thing by `at` that ended a consent for a purpose.
    fn end_of(&self, given: &Given, purpose: &Purpose, at: DateTime<Utc>) -> Option<(DateTime<Utc>, State)> {
        let wide = |purposes: &[Purpose]| purposes.iter().any(|wide| wide.covers(purpose));
        let mut ends: Vec<(DateTime<Utc>, State)> = Vec::new();
        if let Some(expiry) = given.expires_at.filter(|expiry| *expiry <= at) {
            ends.push((expiry, State::Expired { at: expiry }));
        }
        for entry in &self.entries {
            match entry {
                Entry::Withdrawn(withdrawn)
                    if withdrawn.subject == given.subject
                        && (given.at..=at).contains(&withdrawn.at)
                        && withdrawn.consent.as_ref().is_none_or(|id| *id == given.id)
                        && (withdrawn.purposes.is_empty() || wide(&withdrawn.purposes)) =>
                {
                    ends.push((withdrawn.at, State::Withdrawn { at: withdrawn.at }));
                }
                Entry::Refused(refused)
                    if refused.subject == given.subject
                        && (given.at..=at).contains(&refused.at)
                        && wide(&refused.purposes) =>
                {
                    ends.push((refused.at, State::Refused { at: refused.at }));
                }
                _ => {}
            }
        }
        ends.into_iter().min_by_key(|(when, state)| (*when, std::cmp::Reverse(rank(state))))
    }

    /// What a person was told, accepted and consents to at an instant.
    pub fn states_at(&self, subject: &SubjectId, at: DateTime<Utc>) -> States {
        let mut states = States::default();
        for entry in self.entries.iter().filter(|entry| entry.subject() == subject) {
            match entry {
                Entry::Notified(seen) if seen.at <= at => {
                    states.notified.insert(seen.text.clone());
                }
                Entry::Accepted(seen) if seen.at <= at => {
                    states.accepted.insert(seen.text.clone());
                }
                Entry::Given(given) => {
                    for purpose in &given.purposes {
                        if let State::Consented(one) =
                            self.consent_at(subject, purpose, Some(&given.text), at)
                        {
                            states.consented.insert(one);
                        }
                    }
                }
                _ => {}
            }
        }
        states
    }

    /// One consent with what became of it by an instant, in the fields of ISO/IEC TS 27560 as the Data Privacy
    /// Vocabulary writes them.
    ///
    /// # Errors
    /// [`Error::UnknownConsent`] where no consent has this id.
    pub fn iso27560(&self, consent: &SubjectId, at: DateTime<Utc>) -> Result<serde_json::Value, Error> {
        let given =
            given_in(&self.entries).find(|given| given.id == *consent).ok_or(Error::UnknownConsent)?;
        let ends = given.purposes.iter().map(|purpose| (purpose, self.end_of(given, purpose, at)));
        Ok(iso27560::record(given, ends))
    }

    /// The entries of a record of ISO/IEC TS 27560, as [`Log::iso27560`] writes it or as others do. What that of another
    /// does not say is declared; nothing is guessed. Notices and acceptances are not in such records.
    ///
    /// # Errors
    /// [`Error::MalformedRecord`] with the place in the document, and what [`Log::new`] finds.
    pub fn from_iso27560(document: &serde_json::Value, unsaid: &iso27560::Unsaid) -> Result<Self, Error> {
        Log::new(iso27560::read(document, unsaid)?)
    }
}

/// Of two ends at one instant the person's own counts first.
fn rank(state: &State) -> u8 {
    match state {
        State::Withdrawn { .. } => 3,
        State::Refused { .. } => 2,
        State::Expired { .. } => 1,
        State::Consented(_) | State::Never => 0,
    }
}

fn given_in(entries: &[Entry]) -> impl Iterator<Item = &Given> {
    entries.iter().filter_map(|entry| if let Entry::Given(given) = entry { Some(given) } else { None })
}

fn check_given(entries: &[Entry], entry: usize, given: &Given) -> Result<(), Error> {
    if let Some(act) = given.act.refusal() {
        return Err(Error::NotConsent { entry, act });
    }
    if given.purposes.is_empty() {
        return Err(Error::ConsentWithoutPurpose { entry });
    }
    // EDPB, Guidelines 05/2020, 114: by the same interface, without more effort than giving.
    let easy = |way: &super::Means| way.channel == given.means.channel && way.steps <= given.means.steps;
    if !given.withdrawal.iter().any(easy) {
        let (steps, channel) = (given.means.steps, given.means.channel.as_str());
        return Err(Error::WithdrawalHarder { entry, steps, channel });
    }
    if given.expires_at.is_some_and(|expiry| expiry <= given.at) {
        return Err(Error::ExpiresBeforeGiven { entry });
    }
    // The same record twice says nothing new; two under one id contradict each other.
    if given_in(entries.get(..entry).unwrap_or_default()).any(|other| other.id == given.id && other != given)
    {
        return Err(Error::RepeatedConsent { entry });
    }
    let country = given.jurisdiction.get(..2).unwrap_or_default();
    if let (Some(age), Ok(rule)) = (given.age, digital_age(country, given.at.date_naive()))
        && age < rule.age
        && given.guardian.is_none()
    {
        return Err(Error::GuardianNeeded { entry, age, country: rule.country.clone(), from: rule.age });
    }
    Ok(())
}
