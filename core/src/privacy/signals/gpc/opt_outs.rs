//! Who is opted out after what was seen: a fold over observations.
//!
//! One idea to keep in mind: opt-outs only accumulate. A visit without the signal changes nothing, the order of
//! what was seen changes nothing, and a known consumer's answer about a loyalty programme excepts that programme
//! and nothing else.
//!
//! Source: 11 CCR 7025(c)(1): the signal counts for the browser or device, for any profile that goes with it,
//! pseudonymous ones included, and for the consumer where known; (c)(3) and (4): a conflict with a setting or a
//! programme of financial incentive is told, and the consumer is asked.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::privacy::SubjectId;

/// What was seen. Ids are pseudonymous.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Event {
    /// A request, with the signal or without.
    Visit {
        /// When.
        at: DateTime<Utc>,
        /// Whether [`is_on`](super::is_on) says so.
        on: bool,
        /// The browser or device.
        device: SubjectId,
        /// The pseudonymous profile that goes with it.
        #[serde(default)]
        profile: Option<SubjectId>,
        /// The consumer, where known: logged in, for instance.
        #[serde(default)]
        consumer: Option<SubjectId>,
    },
    /// What a known consumer has to do with a programme that the signal may conflict with.
    Programme {
        /// When.
        at: DateTime<Utc>,
        /// Who.
        consumer: SubjectId,
        /// The caller's name of the programme.
        programme: String,
        /// What they said, having been told of the conflict.
        answer: Answer,
    },
}

/// What a consumer says of a programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Answer {
    /// They take part, and have not been asked.
    Member,
    /// Told of the conflict, they want the programme to go on.
    Affirmed,
    /// Told of the conflict, they do not.
    Declined,
}

/// For what an opt-out stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Scope {
    /// A browser or device.
    Device,
    /// A pseudonymous profile.
    Profile,
    /// A known consumer.
    Consumer,
}

/// What to do about a programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Standing {
    /// No opt-out, so no conflict.
    NoConflict,
    /// Tell of the conflict and ask; the opt-out is honoured meanwhile.
    TellAndAsk,
    /// The opt-out is honoured, the programme included.
    Honour,
    /// The consumer affirmed the programme after the signal: it is excepted, and nothing else.
    Excepted,
}

/// What one consumer said of one programme, with when.
type Answers = Vec<(DateTime<Utc>, Answer)>;

/// Who is opted out, since when, and how programmes stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OptOuts {
    since: BTreeMap<(Scope, SubjectId), DateTime<Utc>>,
    answers: BTreeMap<(SubjectId, String), Answers>,
}

/// Folds what was seen; the order does not matter.
pub fn fold<'a>(events: impl IntoIterator<Item = &'a Event>) -> OptOuts {
    let mut found = OptOuts::default();
    for event in events {
        match event {
            Event::Visit { on: false, .. } => {}
            Event::Visit { at, device, profile, consumer, .. } => {
                let scopes = [
                    (Scope::Device, Some(device)),
                    (Scope::Profile, profile.as_ref()),
                    (Scope::Consumer, consumer.as_ref()),
                ];
                for (scope, id) in scopes {
                    if let Some(id) = id {
                        let since = found.since.entry((scope, id.clone())).or_insert(*at);
                        *since = (*since).min(*at);
                    }
                }
            }
            Event::Programme { at, consumer, programme, answer } => {
                found.answers.entry((consumer.clone(), programme.clone())).or_default().push((*at, *answer));
            }
        }
    }
    found.answers.values_mut().for_each(|answers| answers.sort_unstable());
    found
}

impl OptOuts {
    /// Since when, none where it is not opted out.
    pub fn since(&self, scope: Scope, id: &SubjectId) -> Option<DateTime<Utc>> {
        self.since.get(&(scope, id.clone())).copied()
    }

    /// All that is opted out, with since when.
    pub fn iter(&self) -> impl Iterator<Item = (Scope, &SubjectId, DateTime<Utc>)> {
        self.since.iter().map(|((scope, id), since)| (*scope, id, *since))
    }

    /// Every consumer and programme that was seen.
    pub fn programmes(&self) -> impl Iterator<Item = (&SubjectId, &str)> {
        self.answers.keys().map(|(consumer, programme)| (consumer, programme.as_str()))
    }

    /// How a programme stands with a consumer. Of two answers the later counts, of two at one instant the refusal;
    /// an answer from before the signal is none.
    pub fn standing(&self, consumer: &SubjectId, programme: &str) -> Standing {
        let Some(since) = self.since(Scope::Consumer, consumer) else { return Standing::NoConflict };
        let answers = self.answers.get(&(consumer.clone(), programme.to_owned()));
        let last = answers
            .into_iter()
            .flatten()
            .rev()
            .find(|(at, answer)| *at >= since && *answer != Answer::Member);
        match last {
            Some((_, Answer::Affirmed)) => Standing::Excepted,
            Some(_) => Standing::Honour,
            None => Standing::TellAndAsk,
        }
    }
}
