//! What is to be done, as values that the caller carries out.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;

use super::item::{ErasureException, HeldItem, Hold, HoldKind, Secret, Source};
use super::table::Deed;
use super::{AskedOf, check};
use crate::privacy::{Purpose, SubjectRole};

/// How a restricted item may still be used (GDPR Art. 18(2)).
pub(super) const USES_OF_RESTRICTED: &[&str] =
    &["consent", "legal_claims", "rights_of_another_person", "important_public_interest"];

/// What is to be done with one item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Effect {
    /// Erase it in every store.
    Erase,
    /// Keep it, for these ends alone.
    KeepRestricted {
        /// For what.
        to: BTreeSet<&'static str>,
        /// The last day; while it is needed where absent.
        until: Option<NaiveDate>,
    },
    /// Store it, and use it for nothing but the four uses of GDPR Art. 18(2); inform before it is lifted.
    Restrict {
        /// The uses that stay.
        except_for: &'static [&'static str],
        /// For which purpose, where not for all.
        purpose: Option<Purpose>,
    },
    /// Use it for this purpose no more.
    StopPurpose {
        /// The purpose; all of them where absent.
        purpose: Option<Purpose>,
    },
    /// A ground of erasure is open: GDPR Art. 17(1)(b) or (c).
    OpenErasure,
    /// Correct it, and everything computed from it.
    Correct,
    /// Add what is missing.
    Supplement,
    /// Add the person's statement.
    AddStatement,
    /// Compute it again from corrected inputs.
    Recompute,
    /// Name the source that shows it to be right.
    NameSource {
        /// Where it came from.
        source: Source,
    },
    /// Give a copy.
    Export,
    /// Give a copy with what is about others left out.
    ExportRedacted,
    /// Say that this kind of data is held; never the value.
    ExportKindOnly {
        /// What is held.
        secret: Secret,
    },
    /// List its category, source, purposes and recipients.
    List,
    /// Name those to whom it was disclosed.
    NameRecipients {
        /// Pseudonymous ids.
        recipients: BTreeSet<String>,
    },
    /// Tell those to whom it was disclosed what was done (GDPR Art. 19, Civ. Code 1798.105(c)).
    TellRecipients {
        /// Pseudonymous ids.
        recipients: BTreeSet<String>,
    },
    /// Tell other controllers that links and copies are to go (GDPR Art. 17(2)).
    TellControllers,
    /// Keep a keyed hash of the account, so that it is not collected again.
    Suppress,
    /// Neither sell nor share it.
    StopSale,
    /// Use it for the service alone.
    LimitUse,
    /// Pass the choice on to those to whom it was sold or disclosed.
    ForwardOptOut {
        /// Pseudonymous ids.
        recipients: BTreeSet<String>,
    },
    /// Let no machine alone decide.
    StopDecision,
    /// Let a human look at the decision, and the person be heard.
    HumanReview,
}

/// What the deeds mean for an item.
pub(super) fn effects(
    deeds: &BTreeSet<Deed>,
    asked: &AskedOf<'_>,
    item: &HeldItem,
    purpose: Option<&Purpose>,
    holds: &[&Hold],
) -> Vec<Effect> {
    let recipients = || item.recipients.clone();
    let mut effects: Vec<Effect> = deeds
        .iter()
        .filter_map(|deed| {
            Some(match deed {
                Deed::Erase => Effect::Erase,
                Deed::KeepRestricted => keep(item, holds),
                Deed::Restrict => {
                    Effect::Restrict { except_for: USES_OF_RESTRICTED, purpose: purpose.cloned() }
                }
                Deed::StopPurpose => Effect::StopPurpose { purpose: purpose.cloned() },
                Deed::OpenErasure => Effect::OpenErasure,
                Deed::Correct => Effect::Correct,
                Deed::Supplement => Effect::Supplement,
                Deed::AddStatement => Effect::AddStatement,
                Deed::Recompute => Effect::Recompute,
                Deed::NameSource => Effect::NameSource { source: item.source },
                Deed::Export => Effect::Export,
                Deed::ExportRedacted if check::secret_of(item).is_some() => return None,
                Deed::ExportRedacted => Effect::ExportRedacted,
                Deed::ExportKindOnly => Effect::ExportKindOnly { secret: check::secret_of(item)? },
                Deed::List => Effect::List,
                Deed::NameRecipients => Effect::NameRecipients { recipients: recipients() },
                Deed::TellRecipients if item.recipients.is_empty() => return None,
                Deed::TellRecipients => Effect::TellRecipients { recipients: recipients() },
                Deed::TellControllers => Effect::TellControllers,
                Deed::Suppress if asked.request.role != Some(SubjectRole::Influencer) => return None,
                Deed::Suppress => Effect::Suppress,
                Deed::StopSale => Effect::StopSale,
                Deed::LimitUse => Effect::LimitUse,
                Deed::ForwardOptOut if item.recipients.is_empty() => return None,
                Deed::ForwardOptOut => Effect::ForwardOptOut { recipients: recipients() },
                Deed::StopDecision => Effect::StopDecision,
                Deed::HumanReview => Effect::HumanReview,
            })
        })
        .collect();
    effects.sort();
    effects
}

/// For what an item is kept, and until when: until the last hold ends, openly where one has no end.
fn keep(item: &HeldItem, holds: &[&Hold]) -> Effect {
    let mut to: BTreeSet<&'static str> = holds
        .iter()
        .map(|hold| match hold.kind {
            HoldKind::LegalObligation => "legal_obligation",
            HoldKind::Dispute => "dispute",
            HoldKind::Claim => "legal_claims",
            HoldKind::Enforcement => "enforcement",
        })
        .collect();
    to.extend(item.erasure_exceptions.iter().map(|exception| match exception {
        ErasureException::Expression => "expression",
        ErasureException::LegalObligation => "legal_obligation",
        ErasureException::PublicHealth => "public_health",
        ErasureException::Archiving => "archiving",
        ErasureException::LegalClaims => "legal_claims",
    }));
    if !item.california_exceptions.is_empty() {
        to.insert("california_exception");
    }
    let excepted = !item.erasure_exceptions.is_empty() || !item.california_exceptions.is_empty();
    let open = excepted || holds.iter().any(|hold| hold.until.is_none());
    let until = if open { None } else { holds.iter().filter_map(|hold| hold.until).max() };
    Effect::KeepRestricted { to, until }
}
