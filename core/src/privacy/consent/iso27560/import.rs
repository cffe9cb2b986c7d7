//! A record of ISO/IEC TS 27560, as the guide of the W3C group writes it, as entries of a log.
//!
//! One idea to keep in mind: nothing is guessed. What a document does not say is declared by the caller, or is an error that names its place.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::super::Error;
use super::super::record::{Act, Entry, Evidence, Given, Means, Refused, TextHash, Withdrawn};
use crate::privacy::{DataCategory, Purpose, SubjectId, TermKind};

/// What a document leaves unsaid.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Unsaid {
    /// Who relies on the consent.
    pub controller: Option<String>,
    /// Whose law counts: a country, or a country and a state.
    pub jurisdiction: Option<String>,
    /// The hash of the text that was shown.
    pub text: Option<TextHash>,
    /// The act by which consent was given, where the document describes it in words of its own.
    pub act: Option<Act>,
    /// How it was given.
    pub means: Option<Means>,
    /// How it can be taken back.
    pub withdrawal: Vec<Means>,
    /// Which purpose of the vocabulary a name of the document stands for.
    pub purpose_of: BTreeMap<String, Purpose>,
    /// Which category of the vocabulary a name of the document stands for.
    pub category_of: BTreeMap<String, DataCategory>,
}

/// A value and where it stands.
#[derive(Clone)]
struct At<'a> {
    path: String,
    value: &'a Json,
}

impl<'a> At<'a> {
    fn wrong(&self, what: &'static str) -> Error {
        Error::MalformedRecord { path: self.path.clone(), what }
    }

    /// A field; null is none.
    fn find(&self, name: &str) -> Option<At<'a>> {
        let value = self.value.get(name).filter(|value| !value.is_null())?;
        Some(At { path: format!("{}[{name:?}]", self.path), value })
    }

    fn require(&self, name: &str, what: &'static str) -> Result<At<'a>, Error> {
        self.find(name)
            .ok_or_else(|| Error::MalformedRecord { path: format!("{}[{name:?}]", self.path), what })
    }

    /// The entries of a list; what is no list is the one entry of its list.
    fn each(&self) -> Vec<At<'a>> {
        let at = |(at, value)| At { path: format!("{}[{at}]", self.path), value };
        match self.value {
            Json::Array(all) => all.iter().enumerate().map(at).collect(),
            _ => vec![self.clone()],
        }
    }

    fn all(&self, name: &str) -> Vec<At<'a>> {
        self.find(name).map_or_else(Vec::new, |found| found.each())
    }

    fn text(&self) -> Result<&'a str, Error> {
        self.value.as_str().ok_or_else(|| self.wrong("it is no text"))
    }

    /// The name of something: a text, or the identifier of an object.
    fn name(&self) -> Result<&'a str, Error> {
        match self.value {
            Json::Object(_) => {
                let named =
                    ["dct:identifier", "@id", "skos:broader"].into_iter().find_map(|name| self.find(name));
                named.ok_or_else(|| self.wrong("it has no \"dct:identifier\" and no \"@id\""))?.text()
            }
            _ => self.text(),
        }
    }

    fn read<T: DeserializeOwned>(&self, what: &'static str) -> Result<T, Error> {
        T::deserialize(self.value).map_err(|_| self.wrong(what))
    }

    fn is_a(&self, name: &str) -> bool {
        let types = if self.value.is_string() { vec![self.clone()] } else { self.all("@type") };
        types.iter().any(|kind| kind.value.as_str() == Some(name))
    }

    fn time(&self) -> Result<DateTime<Utc>, Error> {
        self.read("it is no time with an offset, as in 2026-01-31T10:00:00Z")
    }

    fn id(&self) -> Result<SubjectId, Error> {
        SubjectId::new(self.name()?)
            .map_err(|_| self.wrong("it is no pseudonymous id: letters, digits and _-.:"))
    }
}

/// The consent of a document, and what became of it.
pub(in super::super) fn read(document: &Json, unsaid: &Unsaid) -> Result<Vec<Entry>, Error> {
    let record = At { path: "$".to_owned(), value: document };
    if !record.is_a("dpv:ConsentRecord") {
        return Err(record.wrong("it is no \"dpv:ConsentRecord\""));
    }
    let statuses = record.require("dpv:hasConsentStatus", "the record has no status")?.each();
    let mut given_at = statuses.iter().filter(|status| status.is_a("dpv:ConsentGiven"));
    let (given_at, again) = (given_at.next(), given_at.next());
    let given_at = given_at.ok_or_else(|| record.wrong("no status says that consent was given"))?;
    if let Some(again) = again {
        return Err(again.wrong("consent is given twice; give each its own record"));
    }
    let given = given(&record, given_at, unsaid)?;
    let mut entries = vec![Entry::Given(given.clone())];
    for status in &statuses {
        entries.extend(end(status, &given, unsaid)?);
    }
    Ok(entries)
}

fn given(record: &At<'_>, status: &At<'_>, unsaid: &Unsaid) -> Result<Given, Error> {
    let subject = record.require("dpv:hasDataSubject", "the record says of nobody")?;
    let (categories, recipients) = (data(record, unsaid)?, recipients(record)?);
    let controller = match record.find("dpv:hasDataController") {
        Some(controller) => Some(controller.name()?.to_owned()),
        None => unsaid.controller.clone(),
    };
    let guardian = status.all("dpv:isIndicatedBy").into_iter().find(|by| by.is_a("dpv:ParentOfDataSubject"));
    let means = match status.find("renown:means") {
        Some(means) => Some(means.read("it is no channel with a number of steps")?),
        None => unsaid.means,
    };
    Ok(Given {
        id: ["dct:identifier", "@id"]
            .into_iter()
            .find_map(|name| record.find(name))
            .ok_or_else(|| record.wrong("it has no \"dct:identifier\" and no \"@id\""))?
            .id()?,
        subject: subject.id()?,
        controller: controller
            .ok_or_else(|| record.wrong("no \"dpv:hasDataController\", and none is declared"))?,
        text: text(record, unsaid)?,
        language: record
            .find("dpv:hasNotice")
            .and_then(|notice| notice.find("dct:language"))
            .map(|language| language.text().map(str::to_owned))
            .transpose()?,
        purposes: purposes(record, unsaid)?,
        categories,
        recipients,
        jurisdiction: match record.find("dpv:hasJurisdiction") {
            Some(place) => place.name()?.trim_start_matches("loc:").to_owned(),
            None => unsaid
                .jurisdiction
                .clone()
                .ok_or_else(|| record.wrong("no \"dpv:hasJurisdiction\", and none is declared"))?,
        },
        at: status.require("dpv:isIndicatedAtTime", "consent was given at no time")?.time()?,
        expires_at: expiry(record, status)?,
        act: act(status, unsaid)?,
        means: means.ok_or_else(|| status.wrong("how consent was given is not said, and not declared"))?,
        withdrawal: withdrawal(record, unsaid)?,
        evidence: match status.find("renown:evidence") {
            Some(evidence) => evidence.read::<Vec<Evidence>>("it is no list of evidence")?,
            None => Vec::new(),
        },
        age: subject.find("renown:age").map(|age| age.read("it is no age in years")).transpose()?,
        guardian: match guardian {
            Some(by) if by.value.is_object() => Some(by.id()?),
            Some(by) => return Err(by.wrong("who consented for the child is not said")),
            None => None,
        },
    })
}

/// What the text was: its hash stands in the name of the notice.
fn text(record: &At<'_>, unsaid: &Unsaid) -> Result<TextHash, Error> {
    let notice = record.find("dpv:hasNotice");
    let name = notice.as_ref().map(At::name).transpose()?;
    match (notice, name.and_then(|name| name.strip_prefix("sha256:"))) {
        (Some(notice), Some(hash)) => TextHash::new(hash).map_err(|_| notice.wrong("its hash is no SHA-256")),
        _ => unsaid.text.clone().ok_or_else(|| {
            record.wrong("no \"dpv:hasNotice\" names its text as sha256:…, and no text is declared")
        }),
    }
}

fn act(status: &At<'_>, unsaid: &Unsaid) -> Result<Act, Error> {
    let method = status.find("dpv:hasIndicationMethod");
    let known = method.as_ref().and_then(|method| Act::deserialize(method.value).ok());
    known.or(unsaid.act).ok_or_else(|| {
        method.as_ref().unwrap_or(status).wrong("it is no act that is known, and none is declared")
    })
}

/// Until when: of the record, or of the status.
fn expiry(record: &At<'_>, status: &At<'_>) -> Result<Option<DateTime<Utc>>, Error> {
    let Some(duration) = record.find("dpv:hasDuration").or_else(|| status.find("dpv:hasDuration")) else {
        return Ok(None);
    };
    if !duration.is_a("dpv:UntilTimeDuration") {
        return Err(duration.wrong("only a \"dpv:UntilTimeDuration\" says until when"));
    }
    duration.require("rdf:value", "it says no time")?.time().map(Some)
}

fn withdrawal(record: &At<'_>, unsaid: &Unsaid) -> Result<Vec<Means>, Error> {
    let mut ways = Vec::new();
    for control in record.all("dpv:hasConsentControl") {
        if !control.is_a("dpv:WithdrawConsent") {
            continue;
        }
        let steps =
            control.find("renown:steps").map(|steps| steps.read("it is no number of steps")).transpose()?;
        let channel = control.require("dpv:isExercisedAt", "no channel is said")?;
        // An address says where, not how many steps it takes.
        let Some(steps) = steps else { continue };
        ways.push(Means { channel: channel.read("it is no channel that is known")?, steps });
    }
    match ways.is_empty() && unsaid.withdrawal.is_empty() {
        true => Err(record.wrong("how consent is withdrawn is not said, and not declared")),
        false if ways.is_empty() => Ok(unsaid.withdrawal.clone()),
        false => Ok(ways),
    }
}

/// The key of a name: as it is declared, as it is, or of the one word of the vocabulary that has this term.
fn key(at: &At<'_>, kind: TermKind, wrong: &'static str) -> Result<String, Error> {
    let name = at.name()?;
    if kind.term(name).is_ok() || !name.contains(':') {
        return Ok(name.to_owned());
    }
    let mut alike = kind
        .terms()
        .filter(|(_, term)| term.dpv.iter().any(|short| short == name) || term.iris().any(|iri| iri == name));
    match (alike.next(), alike.next()) {
        (Some((key, _)), None) => Ok(key.to_owned()),
        _ => Err(at.wrong(wrong)),
    }
}

fn purpose(at: &At<'_>, unsaid: &Unsaid) -> Result<Purpose, Error> {
    const WRONG: &str = "it is no purpose of the vocabulary, or of several; declare which";
    if let Some(known) = unsaid.purpose_of.get(at.name()?) {
        return Ok(known.clone());
    }
    Purpose::new(key(at, TermKind::Purpose, WRONG)?).map_err(|_| at.wrong(WRONG))
}

fn purposes(record: &At<'_>, unsaid: &Unsaid) -> Result<Vec<Purpose>, Error> {
    let mut purposes = Vec::new();
    for process in processes(record)? {
        let named = process.require("dpv:hasPurpose", "a process has no purpose")?;
        for at in named.each() {
            let purpose = purpose(&at, unsaid)?;
            if !purposes.contains(&purpose) {
                purposes.push(purpose);
            }
        }
    }
    Ok(purposes)
}

fn processes<'a>(record: &At<'a>) -> Result<Vec<At<'a>>, Error> {
    Ok(record.require("dpv:hasProcess", "the record has no process")?.each())
}

/// What all processes say alike; of those that differ, each needs a record of its own.
fn alike<'a, T: PartialEq>(
    record: &At<'a>,
    name: &str,
    read: impl Fn(&At<'a>) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let mut first: Option<Vec<T>> = None;
    for process in processes(record)? {
        let own = process.all(name).iter().map(&read).collect::<Result<Vec<T>, Error>>()?;
        if first.as_ref().is_some_and(|first| *first != own) {
            return Err(
                process.wrong("processes differ in their data or recipients; give each its own record")
            );
        }
        first = Some(own);
    }
    Ok(first.unwrap_or_default())
}

fn data(record: &At<'_>, unsaid: &Unsaid) -> Result<Vec<DataCategory>, Error> {
    const WRONG: &str = "it is no category of the vocabulary, or of several; declare which";
    alike(record, "dpv:hasPersonalData", |at| match unsaid.category_of.get(at.name()?) {
        Some(known) => Ok(known.clone()),
        None => DataCategory::new(key(at, TermKind::Category, WRONG)?).map_err(|_| at.wrong(WRONG)),
    })
}

fn recipients(record: &At<'_>) -> Result<Vec<String>, Error> {
    alike(record, "dpv:hasRecipient", |at| at.name().map(str::to_owned))
}

/// What ended a consent, where the person did: that it expired follows from the record itself.
fn end(status: &At<'_>, given: &Given, unsaid: &Unsaid) -> Result<Option<Entry>, Error> {
    const NO_TIME: &str = "it was indicated at no time";
    let at = || status.require("dpv:isIndicatedAtTime", NO_TIME)?.time();
    let mut purposes = Vec::new();
    for named in status.all("dpv:hasPurpose") {
        purposes.push(purpose(&named, unsaid)?);
    }
    let subject = given.subject.clone();
    if status.is_a("dpv:ConsentWithdrawn") || status.is_a("dpv:ConsentRevoked") {
        let consent = Some(given.id.clone());
        return Ok(Some(Entry::Withdrawn(Withdrawn { subject, consent, purposes, at: at()? })));
    }
    if status.is_a("dpv:ConsentRefused") {
        let purposes = if purposes.is_empty() { given.purposes.clone() } else { purposes };
        return Ok(Some(Entry::Refused(Refused { subject, text: given.text.clone(), purposes, at: at()? })));
    }
    let known = ["dpv:ConsentGiven", "dpv:ConsentExpired", "dpv:ConsentRequested"];
    if known.into_iter().any(|name| status.is_a(name)) {
        return Ok(None);
    }
    // One that is not known may say that the consent does not count: it is not passed over.
    Err(status.wrong("it is no status of a consent that is known"))
}
