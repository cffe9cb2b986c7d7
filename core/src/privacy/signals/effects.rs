//! What follows from a signal: what a person has opted out of.
//!
//! One idea to keep in mind: opt-outs only add up. A signal can take away, never give back; a value that no
//! specification defines counts as an opt-out, and a section that is not understood is named, so that it can be
//! put before a person.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::{Value as Json, json};

use super::gpp::{Content, Gpp, Section};
use super::{Record, Value};

/// What a person has opted out of, or not consented to where consent is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum OptOut {
    /// The sale of their data.
    Sale,
    /// Sharing for cross-context behavioural advertising (California).
    Sharing,
    /// Processing for targeted advertising.
    TargetedAdvertising,
    /// Uses that are not compatible with those disclosed.
    IncompatibleUse,
    /// The use of a category of sensitive data.
    SensitiveData(&'static str),
    /// What a section asks about a known child; none where it asks one thing only.
    KnownChild(Option<&'static str>),
}

impl fmt::Display for OptOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OptOut::Sale => f.write_str("sale"),
            OptOut::Sharing => f.write_str("sharing"),
            OptOut::TargetedAdvertising => f.write_str("targeted_advertising"),
            OptOut::IncompatibleUse => f.write_str("incompatible_use"),
            OptOut::SensitiveData(category) => write!(f, "sensitive_data.{category}"),
            OptOut::KnownChild(None) => f.write_str("known_child"),
            OptOut::KnownChild(Some(question)) => write!(f, "known_child.{question}"),
        }
    }
}

/// A set of opt-outs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Effects {
    opt_outs: BTreeSet<OptOut>,
    not_understood: BTreeSet<u16>,
}

impl Effects {
    /// Whether it has this one.
    pub fn contains(&self, opt_out: OptOut) -> bool {
        self.opt_outs.contains(&opt_out)
    }

    /// All, in order.
    pub fn iter(&self) -> impl Iterator<Item = OptOut> + '_ {
        self.opt_outs.iter().copied()
    }

    /// The sections that say something that is not known here: for a person to look at, never a permission.
    pub fn not_understood(&self) -> impl Iterator<Item = u16> + '_ {
        self.not_understood.iter().copied()
    }

    /// What either opts out of.
    #[must_use]
    pub fn union(mut self, other: Effects) -> Self {
        self.opt_outs.extend(other.opt_outs);
        self.not_understood.extend(other.not_understood);
        self
    }

    /// Whether all opt-outs of `other` are in it.
    pub fn covers(&self, other: &Effects) -> bool {
        self.opt_outs.is_superset(&other.opt_outs) && self.not_understood.is_superset(&other.not_understood)
    }

    fn keys(&self) -> Vec<String> {
        self.opt_outs.iter().map(ToString::to_string).collect()
    }
}

impl FromIterator<OptOut> for Effects {
    fn from_iter<I: IntoIterator<Item = OptOut>>(opt_outs: I) -> Self {
        Effects { opt_outs: opt_outs.into_iter().collect(), not_understood: BTreeSet::new() }
    }
}

/// What `Sec-GPC: 1` opts out of: sale, sharing and targeted advertising. Its absence opts out of nothing, and
/// permits nothing.
///
/// Source: 11 CCR 7025; Colo. Rev. Stat. 6-1-1306(1)(a)(IV); W3C, Global Privacy Control.
pub fn of_gpc(on: bool) -> Effects {
    if on {
        [OptOut::Sale, OptOut::Sharing, OptOut::TargetedAdvertising].into_iter().collect()
    } else {
        Effects::default()
    }
}

/// What a GPP string opts out of, in all its sections together.
pub fn of_gpp(signal: &Gpp) -> Effects {
    signal.sections().map(of_section).fold(Effects::default(), Effects::union)
}

/// What a section opts out of. TC strings are lists of grants and opt out of nothing: what they do not grant is
/// not permitted in the first place.
pub fn of_section(section: &Section) -> Effects {
    match section.content() {
        Content::Record(record) => of_record(record),
        Content::UsPrivacy(string) if string.opt_out_sale == 'Y' => [OptOut::Sale].into_iter().collect(),
        Content::UsPrivacy(_) => Effects::default(),
        Content::Opaque(_) => {
            Effects { opt_outs: BTreeSet::new(), not_understood: [section.id()].into_iter().collect() }
        }
    }
}

/// As plain data: `opt_outs` of all sections, `sections` one by one, `not_understood`.
pub fn to_json(signal: &Gpp) -> Json {
    let all = of_gpp(signal);
    let sections: Vec<Json> = signal
        .sections()
        .map(|section| {
            json!({
                "id": section.id(),
                "name": section.name(),
                "opt_outs": of_section(section).keys(),
            })
        })
        .collect();
    json!({
        "opt_outs": all.keys(),
        "sections": sections,
        "not_understood": all.not_understood().collect::<Vec<_>>(),
    })
}

/// 1 is an opt-out or no consent; 3 is defined nowhere, so it permits nothing.
fn refuses(choice: u64) -> bool {
    choice == 1 || choice == 3
}

/// Sections whose published text has 1 for consent and 2 for none in the field about incompatible uses, against
/// all others: neither is taken for consent there.
const SWAPPED: &[&str] = &["usfl", "usor", "ustx"];

fn of_record(record: &Record) -> Effects {
    let mut found = BTreeSet::new();
    for segment in record.segments() {
        for (field, value) in record.fields(segment) {
            match (field, value) {
                ("sale_opt_out", Value::Integer(choice)) if refuses(*choice) => {
                    found.insert(OptOut::Sale);
                }
                ("sharing_opt_out", Value::Integer(choice)) if refuses(*choice) => {
                    found.insert(OptOut::Sharing);
                }
                ("targeted_advertising_opt_out", Value::Integer(choice)) if refuses(*choice) => {
                    found.insert(OptOut::TargetedAdvertising);
                }
                ("personal_data_consents" | "additional_data_processing_consent", Value::Integer(choice))
                    if refuses(*choice) || (*choice == 2 && SWAPPED.contains(&record.name())) =>
                {
                    found.insert(OptOut::IncompatibleUse);
                }
                ("known_child_sensitive_data_consents", Value::Integer(choice)) if refuses(*choice) => {
                    found.insert(OptOut::KnownChild(None));
                }
                ("known_child_sensitive_data_consents", Value::Choices(choices)) => {
                    let refused = refused(record, segment, field, choices);
                    found.extend(refused.map(|question| OptOut::KnownChild(Some(question))));
                }
                ("sensitive_data_processing", Value::Choices(choices)) => {
                    found.extend(refused(record, segment, field, choices).map(OptOut::SensitiveData));
                }
                ("gpc", Value::Boolean(true)) => found.extend(of_gpc_in(record.name())),
                _ => {}
            }
        }
    }
    Effects { opt_outs: found, not_understood: BTreeSet::new() }
}

fn refused<'a>(
    record: &Record,
    segment: &str,
    field: &str,
    choices: &'a [u8],
) -> impl Iterator<Item = &'static str> + use<'a> {
    let categories = record.categories(segment, field);
    choices.iter().zip(categories).filter(|(choice, _)| refuses(u64::from(**choice))).map(|(_, name)| *name)
}

/// What the browser's signal opts out of where a section of this name applies.
fn of_gpc_in(name: &str) -> &'static [OptOut] {
    match name {
        "usca" => &[OptOut::Sale, OptOut::Sharing],
        "usnat" => &[OptOut::Sale, OptOut::Sharing, OptOut::TargetedAdvertising],
        _ => &[OptOut::Sale, OptOut::TargetedAdvertising],
    }
}
