//! A consent in the fields of ISO/IEC TS 27560, in the terms of the Data Privacy Vocabulary.
//!
//! One idea to keep in mind: the standard has no public schema; the W3C group's guide maps its fields to the
//! vocabulary, and this follows the guide. What the vocabulary has no term for stands under `renown:`, so that a record
//! that was written is read back whole.
//!
//! Source: W3C DPVCG, Consent records and receipts (ISO/IEC TS 27560) with DPV, 2026.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value as Json, json};

use super::log::State;
use super::record::Given;
use crate::privacy::Purpose;

mod import;

pub use import::Unsaid;
pub(super) use import::read;

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// The record, with how it stands for each purpose.
pub(super) fn record<'a>(
    given: &Given,
    ends: impl Iterator<Item = (&'a Purpose, Option<(DateTime<Utc>, State)>)>,
) -> Json {
    let mut status = vec![json!({
        "@type": "dpv:ConsentGiven",
        "dpv:isIndicatedBy": indicated_by(given),
        "dpv:hasIndicationMethod": given.act,
        "dpv:isIndicatedAtTime": instant(given.at),
        "renown:means": given.means,
        "renown:evidence": given.evidence,
    })];
    let mut processes = Vec::new();
    for (purpose, end) in ends {
        processes.push(json!({
            "@type": "dpv:Process",
            "dpv:hasPurpose": { "@type": "dpv:Purpose", "dct:identifier": purpose },
            "dpv:hasPersonalData": given.categories,
            "dpv:hasRecipient": given.recipients,
        }));
        let kind = match end {
            Some((_, State::Withdrawn { .. })) => "dpv:ConsentWithdrawn",
            Some((_, State::Refused { .. })) => "dpv:ConsentRefused",
            Some((_, State::Expired { .. })) => "dpv:ConsentExpired",
            _ => continue,
        };
        let at = end.map(|(at, _)| instant(at));
        status.push(json!({
            "@type": kind,
            "dpv:hasPurpose": { "@type": "dpv:Purpose", "dct:identifier": purpose },
            "dpv:isIndicatedAtTime": at,
        }));
    }
    let controls: Vec<Json> = given
        .withdrawal
        .iter()
        .map(|way| {
            json!({
                "@type": "dpv:WithdrawConsent", "dpv:isExercisedAt": way.channel, "renown:steps": way.steps,
            })
        })
        .collect();
    json!({
        "@type": "dpv:ConsentRecord",
        "dct:identifier": given.id,
        "dct:conformsTo": "https://w3id.org/dpv/schema/dpv-27560#record",
        "dpv:hasDataSubject": {
            "@type": "dpv:DataSubject", "dct:identifier": given.subject, "renown:age": given.age,
        },
        "dpv:hasDataController": given.controller,
        "dpv:hasJurisdiction": format!("loc:{}", given.jurisdiction),
        "dpv:hasLegalBasis": "dpv:Consent",
        "dpv:hasProcess": processes,
        "dpv:hasNotice": {
            "@type": "dpv:ConsentNotice",
            "dct:identifier": format!("sha256:{}", given.text),
            "dct:language": given.language,
        },
        "dpv:hasDuration": given.expires_at.map(|expiry| json!({
            "@type": "dpv:UntilTimeDuration",
            "rdf:value": instant(expiry),
        })),
        "dpv:hasConsentControl": controls,
        "dpv:hasConsentStatus": status,
    })
}

fn indicated_by(given: &Given) -> Json {
    match &given.guardian {
        Some(guardian) => json!({ "@type": "dpv:ParentOfDataSubject", "dct:identifier": guardian }),
        None => "dpv:DataSubject".into(),
    }
}
