//! Events, folded one after the other.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::event::{AnswerOutcome, Channel, Event, EventKind};
use super::{Error, IdentityPhase, RequestMade, RightKey, Tier, rules};
use crate::privacy::rights::identity::{AgentPermission, needed};
use crate::privacy::rights::rules::REQUESTS;

/// An answer as it came.
#[derive(Debug, Clone)]
pub(super) struct Given {
    pub(super) at: DateTime<Utc>,
    pub(super) outcome: AnswerOutcome,
    pub(super) reasons: Vec<String>,
}

/// What the events make of a request.
#[derive(Debug)]
pub(super) struct Folded {
    pub(super) received: DateTime<Utc>,
    pub(super) channel: Channel,
    pub(super) acknowledged: Option<DateTime<Utc>>,
    pub(super) phase: IdentityPhase,
    pub(super) tier: Tier,
    /// When evidence was asked for with a recorded doubt, and when it came.
    pub(super) waits: Vec<(DateTime<Utc>, Option<DateTime<Utc>>)>,
    pub(super) extended: Option<DateTime<Utc>>,
    pub(super) answers: BTreeMap<RightKey, Given>,
    pub(super) withdrawn: bool,
    pub(super) closed: bool,
}

impl Folded {
    fn of(received: &Event) -> Self {
        Folded {
            received: received.at,
            channel: received.channel.unwrap_or(Channel::Other),
            acknowledged: None,
            phase: IdentityPhase::Unasked,
            tier: Tier::None,
            waits: Vec::new(),
            extended: None,
            answers: BTreeMap::new(),
            withdrawn: false,
            closed: false,
        }
    }

    pub(super) fn all_answered(&self, keys: &[RightKey]) -> bool {
        keys.iter().all(|key| self.answers.contains_key(key))
    }

    fn state(&self, keys: &[RightKey]) -> String {
        if self.closed {
            "closed".to_owned()
        } else if self.withdrawn {
            "withdrawn".to_owned()
        } else if self.all_answered(keys) {
            format!("answered and {}", self.phase.name())
        } else {
            self.phase.name().to_owned()
        }
    }
}

/// Folds events that are in order.
pub(super) fn fold(made: &RequestMade, keys: &[RightKey], events: &[&Event]) -> Result<Folded, Error> {
    let received = events.iter().find(|event| event.kind == EventKind::Received);
    let received = received.ok_or(Error::NotReceived)?;
    let mut folded = Folded::of(received);
    for event in events {
        if event.at < folded.received {
            return Err(Error::EventBeforeReceipt { event: event.id.clone() });
        }
        if event.id != received.id {
            apply(&mut folded, made, keys, event)?;
        }
    }
    Ok(folded)
}

fn apply(folded: &mut Folded, made: &RequestMade, keys: &[RightKey], event: &Event) -> Result<(), Error> {
    let over = folded.closed || (folded.withdrawn && event.kind != EventKind::Closed);
    let open = !folded.all_answered(keys);
    let can = match event.kind {
        EventKind::Received => false,
        EventKind::Extended | EventKind::Withdrawn | EventKind::IdentityAsked => open,
        EventKind::Closed => folded.withdrawn || !open,
        _ => true,
    };
    let illegal = |folded: &Folded| Error::IllegalTransition {
        event: event.id.clone(),
        kind: event.kind.name(),
        state: folded.state(keys),
    };
    if over || !can {
        return Err(illegal(folded));
    }
    match event.kind {
        EventKind::Received => {}
        EventKind::Acknowledged => folded.acknowledged = folded.acknowledged.or(Some(event.at)),
        EventKind::AgentAuthorised => {
            if event.permission == Some(AgentPermission::PowerOfAttorney) {
                folded.tier = Tier::High;
                folded.phase = IdentityPhase::Verified;
            }
        }
        EventKind::IdentityAsked
        | EventKind::EvidenceArrived
        | EventKind::Verified
        | EventKind::VerificationFailed => {
            step(folded, event).ok_or_else(|| illegal(folded))?;
        }
        EventKind::Extended => folded.extended = folded.extended.or(Some(event.at)),
        EventKind::Answered => answer(folded, made, keys, event, illegal)?,
        EventKind::Withdrawn => folded.withdrawn = true,
        EventKind::Closed => folded.closed = true,
    }
    Ok(())
}

/// Follows the table of steps; `None` where no row allows it.
fn step(folded: &mut Folded, event: &Event) -> Option<()> {
    let phase = folded.phase;
    let allows = |step: &&rules::Step| step.event == event.kind.name() && step.from.contains(&phase);
    folded.phase = REQUESTS.step.iter().find(allows)?.to;
    match event.kind {
        EventKind::IdentityAsked => {
            folded.tier = Tier::None;
            if event.doubt == Some(true) {
                folded.waits.push((event.at, None));
            }
        }
        EventKind::Verified => folded.tier = event.tier.unwrap_or_default(),
        _ => {}
    }
    // The wait ends when evidence comes, or when the office says that it will not wait longer.
    if phase == IdentityPhase::Awaited
        && let Some((_, until @ None)) = folded.waits.last_mut()
    {
        *until = Some(event.at);
    }
    Some(())
}

fn answer(
    folded: &mut Folded,
    made: &RequestMade,
    keys: &[RightKey],
    event: &Event,
    illegal: impl Fn(&Folded) -> Error,
) -> Result<(), Error> {
    let (Some(right), Some(outcome)) = (&event.right, event.outcome) else { return Ok(()) };
    let key = RightKey::new(right)?;
    // What is refused or answered wholly stays so; what is answered in part may still be completed.
    let settled = folded.answers.get(&key).is_some_and(|given| given.outcome != AnswerOutcome::Partial);
    if !keys.contains(&key) || settled {
        return Err(illegal(folded));
    }
    let row = key.row()?;
    let needed = needed(row, made.sensitive);
    if outcome == AnswerOutcome::Refused {
        for reason in &event.reasons {
            if needed == Tier::None && rules::reason(reason)?.needs_identity {
                return Err(Error::IdentityNotNeeded { event: event.id.clone(), right: right.clone() });
            }
        }
    } else if folded.tier < needed {
        let (needed, reached) = (needed.name(), folded.tier.name());
        return Err(Error::IdentityNotProven {
            event: event.id.clone(),
            right: right.clone(),
            needed,
            reached,
        });
    }
    folded.answers.insert(key, Given { at: event.at, outcome, reasons: event.reasons.clone() });
    Ok(())
}
