//! Rules as they stand in a file, and how they become a table.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Spanned;

use super::attribute::Attribute;
use super::table::Rule;
use crate::privacy::vocabulary::date;
use crate::privacy::{Cite, DataCategory, Obligation, Outcome, Regime, Strength, TermKind};

/// A rule as it is written.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleText {
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    id: Spanned<String>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, Values>"))]
    when: BTreeMap<Spanned<String>, Spanned<Values>>,
    #[serde(default)]
    outcome: Option<Outcome>,
    reason: String,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    obligations: Vec<Spanned<String>>,
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    cites: Spanned<Vec<Spanned<String>>>,
    #[serde(default)]
    rows: Vec<String>,
}

/// One value or several.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
enum Values {
    Flag(bool),
    One(String),
    Several(Vec<String>),
    AllBut(AllBut),
}

/// `{ not = ["…"] }`: every other value.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct AllBut {
    not: Vec<String>,
}

/// Where the texts of a regime can be read, and as of when they are cited.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Text {
    #[serde(default)]
    source: Option<String>,
    #[serde(default, with = "date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    as_of: Option<NaiveDate>,
    #[serde(default)]
    verified: bool,
}

/// A file of rules of law.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleFile {
    pub(crate) texts: BTreeMap<Regime, Text>,
    pub(crate) rule: Vec<RuleText>,
}

/// What is wrong with a rule, and where in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) at: Range<usize>,
    pub(crate) key: String,
    pub(crate) what: String,
}

impl Problem {
    pub(crate) fn new(at: Range<usize>, key: impl Into<String>, what: impl Into<String>) -> Self {
        Problem { at, key: key.into(), what: what.into() }
    }
}

/// Reads the rules of a file.
pub(crate) fn compile(rules: &[RuleText], texts: &BTreeMap<Regime, Text>) -> Result<Vec<Rule>, Problem> {
    let mut compiled: Vec<Rule> = Vec::with_capacity(rules.len());
    for rule in rules {
        let id = rule.id.get_ref();
        if compiled.iter().any(|other| *other.id == **id) {
            return Err(Problem::new(rule.id.span(), id, "two rules have this id"));
        }
        compiled.push(compile_one(rule, texts)?);
    }
    Ok(compiled)
}

fn compile_one(rule: &RuleText, texts: &BTreeMap<Regime, Text>) -> Result<Rule, Problem> {
    let id = rule.id.get_ref();
    let mut when = Vec::new();
    for (name, values) in &rule.when {
        let key = format!("{id}.when.{}", name.get_ref());
        let Some(attribute) = Attribute::named(name.get_ref()) else {
            let known: Vec<_> = Attribute::ALL.iter().map(|known| known.name()).collect();
            let what = format!("no such attribute; known are {}", known.join(", "));
            return Err(Problem::new(name.span(), key, what));
        };
        let names: Vec<&str> = match values.get_ref() {
            Values::Flag(flag) => vec![if *flag { "yes" } else { "no" }],
            Values::One(one) => vec![one],
            Values::Several(several) => several.iter().map(String::as_str).collect(),
            Values::AllBut(AllBut { not }) => not.iter().map(String::as_str).collect(),
        };
        let mut codes = Vec::new();
        for name in names {
            let found = codes_of(attribute, name);
            if found.is_empty() {
                return Err(Problem::new(values.span(), key, format!("{name:?} is no value of it")));
            }
            codes.extend(found);
        }
        if matches!(values.get_ref(), Values::AllBut(_)) {
            // A word outside of the vocabulary is another value too.
            codes = (0..=u8::MAX).filter(|code| !codes.contains(code)).collect();
        }
        when.push((attribute, codes));
    }
    if rule.outcome.is_none() && rule.obligations.is_empty() {
        return Err(Problem::new(rule.id.span(), id, "a rule needs an outcome or obligations"));
    }
    let mut obligations = Vec::new();
    for written in &rule.obligations {
        let parsed = written.get_ref().parse::<Obligation>();
        obligations.push(parsed.map_err(|what| Problem::new(written.span(), id, what))?);
    }
    let mut cites = Vec::new();
    for written in rule.cites.get_ref() {
        cites.push(cite(written.get_ref(), texts).map_err(|what| Problem::new(written.span(), id, what))?);
    }
    if cites.is_empty() {
        return Err(Problem::new(rule.cites.span(), id, "a rule needs a citation"));
    }
    Ok(Rule {
        id: Arc::from(id.as_str()),
        when,
        outcome: rule.outcome,
        reason: Arc::from(rule.reason.as_str()),
        obligations,
        cites: cites.into(),
        rows: rule.rows.clone(),
    })
}

/// The codes that a value in a file stands for: one, or for a category all that stand below it.
fn codes_of(attribute: Attribute, name: &str) -> Vec<u8> {
    let fits: Box<dyn Fn(&str) -> bool> = match attribute {
        Attribute::Category => match DataCategory::new(name) {
            Ok(above) => Box::new(move |key| DataCategory::new(key).is_ok_and(|below| above.covers(&below))),
            Err(_) => return Vec::new(),
        },
        _ => Box::new(|value| value == name),
    };
    values_of(attribute)
        .enumerate()
        .filter(|(_, value)| fits(value))
        .filter_map(|(code, _)| u8::try_from(code).ok())
        .collect()
}

/// All values of an attribute, in the order of their codes.
pub(crate) fn values_of(attribute: Attribute) -> Box<dyn Iterator<Item = &'static str>> {
    match attribute {
        Attribute::Category => Box::new(TermKind::Category.terms().map(|(key, _)| key)),
        Attribute::Purpose => Box::new(TermKind::Purpose.terms().map(|(key, _)| key)),
        _ => Box::new(attribute.values().iter().copied()),
    }
}

/// `gdpr 6(1)(f)`: a regime and a place in it. What a policy, an agreement or a platform says is a promise.
fn cite(written: &str, texts: &BTreeMap<Regime, Text>) -> Result<Cite, String> {
    let wrong =
        || format!("{written:?} is no citation: write a regime and a place, such as \"gdpr 6(1)(f)\"");
    let (regime, place) = written.split_once(' ').ok_or_else(wrong)?;
    let named = serde::de::value::StrDeserializer::<serde::de::value::Error>::new(regime);
    let regime = Regime::deserialize(named).map_err(|_| wrong())?;
    let strength = match regime {
        Regime::Policy | Regime::Agreement | Regime::Workspace => Strength::Promise,
        _ => Strength::Statute,
    };
    let text = texts.get(&regime);
    Ok(Cite {
        verified: text.is_some_and(|text| text.verified),
        as_of: text.and_then(|text| text.as_of),
        source: text.and_then(|text| text.source.as_deref()).map(Arc::from),
        ..Cite::new(regime, place, strength)
    })
}

/// How many codes an attribute has.
pub(crate) fn size_of(attribute: Attribute) -> usize {
    values_of(attribute).count()
}
