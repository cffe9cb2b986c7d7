//! Every function that takes and gives plain data, by its name.
//!
//! One idea to keep in mind: Python and Node call these, and the vectors under `tests/vectors` name them, so that
//! there is one list of functions, one shape of arguments and one set of errors for all languages. Arguments and
//! results are JSON values; functions over tables are in [`columnar`](crate::columnar).
//!
//! ```
//! use renown::calls::call;
//! use serde_json::json;
//!
//! let given = json!({ "platform": "instagram", "text": "@Invented.Person" });
//! assert_eq!(call("parse_handle", &given)?["key"], "invented.person");
//! # Ok::<(), renown::calls::Error>(())
//! ```

mod audience;
mod chart;
mod clocks;
mod consent;
mod credibility;
mod error;
mod import;
mod metrics;
mod model;
mod privacy;
mod release;
mod report;
mod retention;
mod rights;
#[cfg(feature = "search")]
mod search;
mod signals;
mod stats;
mod transparency;
mod value;

#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub use error::{CODES, Error};

use crate::privacy::{Policy, Prepared};

type Function = fn(&Value) -> Result<Value, Error>;

/// All functions, by name.
const FUNCTIONS: &[(&str, Function)] = &[
    ("account_cadence", metrics::account_cadence),
    ("account_delivered", metrics::account_delivered),
    ("account_engagement", metrics::account_engagement),
    ("account_growth", metrics::account_growth),
    ("account_likes_over_time", metrics::account_likes_over_time),
    ("account_shares", metrics::account_shares),
    ("account_sponsorship", metrics::account_sponsorship),
    ("account_summary", metrics::account_summary),
    ("affinity", audience::affinity),
    ("answer_request", rights::answer_request),
    ("ask_count", release::ask),
    ("audience_credibility", credibility::audience_credibility),
    ("audience_demographics", audience::demographics),
    ("authenticity", credibility::authenticity),
    ("binding_document", privacy::binding_document),
    ("bootstrap", stats::bootstrap),
    ("breach_notice", privacy::breach_notice),
    ("chart", chart::chart),
    ("check_identity", rights::check_identity),
    ("check_price_inputs", rights::check_price_inputs),
    ("check_restore", retention::check_restore),
    ("clopper_pearson", stats::clopper_pearson),
    ("combine_labels", privacy::combine_labels),
    ("complaint_authorities", rights::complaint_authorities),
    ("consent_age", consent::consent_age),
    ("consent_at", consent::consent_at),
    ("consent_iso27560", consent::consent_iso27560),
    ("consent_read", consent::consent_read),
    ("consent_states", consent::consent_states),
    ("consent_text", consent::consent_text),
    ("count_audience", audience::count_audience),
    ("deadline", clocks::deadline),
    ("decide", privacy::decide),
    ("decide_many", privacy::decide_many),
    ("earned_value", value::earned_value),
    ("export_facts", rights::export_facts),
    ("follow_request", rights::follow_request),
    ("gpc", signals::gpc),
    ("gpc_opt_outs", signals::gpc_opt_outs),
    ("gpc_support", signals::gpc_support),
    ("gpp_decode", signals::gpp_decode),
    ("gpp_effects", signals::gpp_effects),
    ("gpp_encode", signals::gpp_encode),
    ("handles_confusable", model::handles_confusable),
    ("import_insightiq", import::insightiq),
    ("import_instagram_graph", import::instagram_graph),
    ("import_youtube", import::youtube),
    ("lint_policy", privacy::lint_policy),
    ("lookalikes", audience::lookalikes),
    ("mean", stats::mean),
    ("median", stats::median),
    ("noisy_count", release::noisy_count),
    ("notable_followers", audience::notable),
    ("opt_out_status", rights::opt_out_status),
    ("overlap", audience::overlap),
    ("overlap_sketches", audience::overlap_sketches),
    ("parse_age_band", model::parse_age_band),
    ("parse_country", model::parse_country),
    ("parse_handle", model::parse_handle),
    ("parse_language", model::parse_language),
    ("parse_platform", model::parse_platform),
    ("peer_benchmark", value::peer_benchmark),
    ("plan_erasure", rights::plan_erasure),
    ("policy_at", privacy::policy_at),
    ("quantile", stats::quantile),
    ("rake", audience::rake),
    ("read_consent_iso27560", consent::read_consent_iso27560),
    ("read_export", rights::read_export),
    ("read_post", model::read_post),
    ("read_profile", model::read_profile),
    ("read_report", report::read_report),
    ("read_rights_message", rights::read_rights_message),
    ("read_trees", credibility::read_trees),
    ("recalibrate", credibility::recalibrate),
    ("records_of_processing", privacy::records_of_processing),
    ("release", release::release),
    ("reliability", credibility::reliability),
    ("report", report::report),
    ("report_chart", report::report_chart),
    ("report_charts", report::report_charts),
    ("report_html", report::report_html),
    ("report_text", report::report_text),
    ("request_metrics", rights::request_metrics),
    ("retention_duties", retention::retention_duties),
    ("rights_of", rights::rights_of),
    ("round_table", release::round),
    ("sale_opt_in", consent::sale_opt_in),
    ("scan_caption", model::scan_caption),
    ("score_account", credibility::score_account),
    #[cfg(feature = "search")]
    ("search_rows", search::search_rows),
    ("sketch_audience", audience::sketch_audience),
    ("suppression_hash", rights::suppression_hash),
    ("sweep_records", retention::sweep_records),
    ("tcf_decode", signals::tcf_decode),
    ("tcf_encode", signals::tcf_encode),
    ("threshold_by_cost", credibility::threshold_by_cost),
    ("tier", value::tier),
    ("unit_costs", value::unit_costs),
    ("verify_checkpoint", transparency::verify_checkpoint),
    ("verify_consistency", transparency::verify_consistency),
    ("verify_inclusion", transparency::verify_inclusion),
    ("wilson", stats::wilson),
];

/// The names of all functions, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|(name, _)| *name)
}

/// Calls a function by its name.
///
/// # Errors
/// [`Error::UnknownCall`], [`Error::MalformedArguments`], and those of the function.
pub fn call(name: &str, given: &Value) -> Result<Value, Error> {
    let found = FUNCTIONS.binary_search_by(|(known, _)| known.cmp(&name));
    match found.ok().and_then(|at| FUNCTIONS.get(at)) {
        Some((_, function)) => function(given),
        None => Err(Error::UnknownCall { name: name.to_owned() }),
    }
}

/// Reads plain data, as the functions read their arguments.
///
/// # Errors
/// [`Error::MalformedArguments`], which does not repeat a text.
pub fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| Error::malformed(&error))
}

/// Calls a function of a policy (`decide`, `decide_many`, `lint_policy`, `binding_document`, `records_of_processing`)
/// with a policy that was read once. The arguments name no other.
///
/// # Errors
/// [`Error::UnknownCall`], [`Error::MalformedArguments`], and those of the function.
///
/// ```
/// use renown::calls::call_by;
/// use renown::privacy::Policy;
/// let policy = Policy::shipped("minimal")?;
/// let found = call_by(&policy, "lint_policy", &serde_json::json!({ "now": "2026-03-01T12:00:00Z" }))?;
/// assert_eq!(found, serde_json::json!([]));
/// # Ok::<(), renown::calls::Error>(())
/// ```
pub fn call_by(policy: &Policy, name: &str, given: &Value) -> Result<Value, Error> {
    privacy::call(policy, name, given)
}

/// A question, `facts` and `request`, that is asked of a policy again and again.
///
/// # Errors
/// [`Error::MalformedArguments`].
pub fn prepare(policy: &Policy, given: &Value) -> Result<Prepared, Error> {
    privacy::prepare(policy, given)
}

/// A moment as it is written: RFC 3339 with an offset.
///
/// # Errors
/// [`Error::MalformedArguments`].
pub fn moment(text: &str) -> Result<DateTime<Utc>, Error> {
    arguments(&Value::from(text))
}

fn arguments<T: DeserializeOwned>(given: &Value) -> Result<T, Error> {
    T::deserialize(given).map_err(|error| Error::malformed(&error))
}

fn result(value: &impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(value).map_err(|error| Error::malformed(&error))
}
