//! Choices that stick, and what must never be asked of a person who made one.
//!
//! One idea to keep in mind: an opt-out ends only when the person opts in. That a signal is missing means nothing, and
//! who opted out is not asked again for twelve months.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Error, rules};
use crate::privacy::clocks::{Choice, Deadline, Receipt, deadline};
use crate::privacy::receipt::hex;

/// What happened to a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChoiceKind {
    /// The person opted in, of their own accord or when asked at a time when asking was allowed.
    OptedIn,
    /// A signal was missing where it had been.
    SignalMissing,
    /// The person was asked to opt in.
    Asked,
    /// The person opted out, or their browser did.
    OptedOut,
}

/// An event of a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChoiceEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub kind: ChoiceKind,
}

/// How does a choice stand?
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OptOutQuestion {
    /// What happened, in any order.
    pub events: Vec<ChoiceEvent>,
    /// The day on which a minor turns sixteen, before which a refusal is not asked about again.
    #[serde(default)]
    pub sixteen_on: Option<NaiveDate>,
}

/// How a choice stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OptOut {
    /// Whether the person is opted out. Who is under sixteen is, until they opt in.
    pub opted_out: bool,
    /// Since when, by their own choice.
    pub since: Option<DateTime<Utc>>,
    /// The day before which the person must not be asked.
    pub not_asked_before: Option<NaiveDate>,
    /// Whether the person may be asked now.
    pub may_ask: bool,
    /// Times at which the person was asked too early.
    pub asked_too_early: Vec<DateTime<Utc>>,
}

/// How a choice stands at a time. Events after it do not count yet.
///
/// # Errors
/// Those of the clocks.
pub fn opt_out_status(asked: &OptOutQuestion, now: DateTime<Utc>) -> Result<OptOut, Error> {
    let mut events: Vec<&ChoiceEvent> = asked.events.iter().filter(|event| event.at <= now).collect();
    events.sort_by_key(|event| (event.at, event.kind));
    let minor = asked.sixteen_on.is_some_and(|day| now.date_naive() < day);
    let (mut since, mut opted_in, mut not_before, mut asked_too_early) = (None, false, None, Vec::new());
    for event in events {
        match event.kind {
            ChoiceKind::OptedOut => {
                since = since.or(Some(event.at));
                opted_in = false;
                not_before = Some(ask_again(event.at, asked.sixteen_on)?).max(not_before);
            }
            ChoiceKind::OptedIn => {
                (since, opted_in, not_before) = (None, true, None);
            }
            ChoiceKind::Asked if not_before.is_some_and(|day| event.at.date_naive() < day) => {
                asked_too_early.push(event.at);
            }
            ChoiceKind::Asked | ChoiceKind::SignalMissing => {}
        }
    }
    Ok(OptOut {
        opted_out: since.is_some() || (minor && !opted_in),
        since,
        not_asked_before: not_before,
        may_ask: not_before.is_none_or(|day| now.date_naive() >= day),
        asked_too_early,
    })
}

/// Twelve months after the choice, or the sixteenth birthday where that is later (Civ. Code 1798.135(c)).
fn ask_again(at: DateTime<Utc>, sixteen_on: Option<NaiveDate>) -> Result<NaiveDate, Error> {
    let clocks = deadline(&Deadline {
        regime: "ccpa",
        right: "opt_out",
        received: Receipt::At(at, chrono_tz::Tz::UTC),
        calendar: None,
        reading: Choice::Usual,
        suspensions: &[],
        suspend: false,
        extended_on: None,
    })?;
    let again = clocks.clocks.iter().find(|clock| clock.id == "ccpa.ask_again").map(|clock| clock.due);
    Ok(again.into_iter().chain(sixteen_on).max().unwrap_or(at.date_naive()))
}

/// Refuses a price or service that looks at what rights a person exercised (Civ. Code 1798.125): the names of the inputs
/// of a quote are handed in, and none may speak of rights.
///
/// # Errors
/// [`Error::RightsHistoryAsInput`] with the first such name.
///
/// ```
/// use renown::privacy::rights::check_price_inputs;
/// assert!(check_price_inputs(&["plan", "seats", "country"]).is_ok());
/// assert!(check_price_inputs(&["plan", "user.opt_out_count"]).is_err());
/// ```
pub fn check_price_inputs(inputs: &[impl AsRef<str>]) -> Result<(), Error> {
    for input in inputs {
        let input = input.as_ref();
        let name = input.to_lowercase().replace(['-', ' ', '.'], "_");
        let speaks = |word: &String| format!("_{name}_").contains(&format!("_{word}_"));
        if rules::REQUESTS.price.never_looks_at.iter().any(speaks) {
            return Err(Error::RightsHistoryAsInput { input: input.to_owned() });
        }
    }
    Ok(())
}

/// The keyed hash under which an account stays known after erasure, so that it is not collected again: HMAC-SHA256 over
/// the platform and the account's id, hexadecimal. Nothing else of the account is kept.
///
/// # Errors
/// [`Error::WeakKey`] where the key is shorter than 32 bytes; [`Error::EmptyAccount`].
///
/// ```
/// use renown::privacy::rights::suppression_hash;
/// let key = [7; 32];
/// let hash = suppression_hash(&key, "instagram", "4711")?;
/// assert_eq!(hash, suppression_hash(&key, "instagram", "4711")?);
/// assert_ne!(hash, suppression_hash(&key, "tiktok", "4711")?);
/// # Ok::<(), renown::privacy::rights::Error>(())
/// ```
pub fn suppression_hash(key: &[u8], platform: &str, account: &str) -> Result<String, Error> {
    if key.len() < 32 {
        return Err(Error::WeakKey { bytes: key.len() });
    }
    if platform.is_empty() || account.is_empty() {
        return Err(Error::EmptyAccount);
    }
    // The length of the platform goes first, so that no two pairs are written alike.
    let message = format!("renown suppression 1:{}:{platform}{account}", platform.len());
    Ok(hex(&hmac_sha256::HMAC::mac(message.as_bytes(), key)))
}
