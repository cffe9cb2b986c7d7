//! By what tool data may leave the European Economic Area: GDPR Art. 44 to 49, with facts that have dates.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{DataCategory, Facts, Place, RecipientKind, Request};

/// By what tool data may be transferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TransferTool {
    /// None is needed: the data stay in the Area, or the GDPR does not apply to them.
    NotNeeded,
    /// An adequacy decision covers the place (Art. 45).
    Adequate,
    /// The recipient is listed under the Data Privacy Framework on that day.
    Framework,
    /// Standard contractual clauses were signed, the module fits, the transfer was assessed (Art. 46).
    Clauses,
    /// The carve-out that the published policy makes for public Influencer Information, in the mode that follows it.
    CarveOut,
    /// The importer is itself under the GDPR, so no module of the clauses fits for certain.
    ModuleQuestion,
    /// A derogation is claimed (Art. 49), which a person has to look at.
    Derogation,
    /// None.
    NoTool,
    /// Nobody said where the recipient is.
    UnknownPlace,
}

/// Whether public Influencer Information may be shown to users anywhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CarveOut {
    /// No: it needs a tool as everything does.
    #[default]
    Strict,
    /// Yes, as the published policy says; the answer is flagged.
    Promise,
}

/// The tool for data of a person to whom the GDPR applies.
pub(super) fn tool(
    facts: &Facts,
    request: &Request,
    category: &DataCategory,
    carve_out: CarveOut,
    day: NaiveDate,
) -> TransferTool {
    let recipient = &facts.recipient;
    if matches!(request.recipient.kind, RecipientKind::Subject | RecipientKind::Controller)
        && recipient.place.is_none()
    {
        return TransferTool::NotNeeded;
    }
    let Some(place) = recipient.place else { return TransferTool::UnknownPlace };
    if let Some(tool) = by_place(facts, place, day) {
        return tool;
    }
    let is_carved_out = carve_out == CarveOut::Promise
        && request.recipient.kind == RecipientKind::User
        && super::category::INFLUENCER.covers(category);
    if is_carved_out {
        return TransferTool::CarveOut;
    }
    match &recipient.clauses {
        Some(_) if recipient.subject_to_gdpr => TransferTool::ModuleQuestion,
        Some(clauses) if clauses.module_fits && clauses.assessed => TransferTool::Clauses,
        _ if facts.occasion.derogation.is_some() => TransferTool::Derogation,
        _ => TransferTool::NoTool,
    }
}

fn by_place(facts: &Facts, place: Place, day: NaiveDate) -> Option<TransferTool> {
    if place.is_eea(day) {
        return Some(TransferTool::NotNeeded);
    }
    let decision = place.adequacy(day)?;
    if !decision.listed {
        return Some(TransferTool::Adequate);
    }
    let listed = facts.recipient.privacy_framework.is_some_and(|span| span.holds(day));
    listed.then_some(TransferTool::Framework)
}
