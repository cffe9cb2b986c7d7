//! From the text of a policy to a policy, with errors that say the line and the key.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use toml::Spanned;

use super::{Compiled, Document, Error, PolicyIdentity};
use crate::privacy::receipt::sha256_hex;
use crate::privacy::rules::{MOST_RULES, Problem, Rule, RuleFile, Table, Text, compile, size_of};
use crate::privacy::{DataCategory, Regime, TermKind};

const STATUTES: &str = include_str!("../../../policies/statutes.toml");

/// The rules of law. A test reads the file with its errors shown.
static LAW: LazyLock<Result<(Vec<Rule>, Texts), Error>> = LazyLock::new(|| {
    let file: RuleFile = toml::from_str(STATUTES).map_err(|error| of_toml(STATUTES, &error))?;
    let rules = compile(&file.rule, &file.texts).map_err(|problem| malformed(STATUTES, problem))?;
    Ok((rules, file.texts))
});

type Texts = BTreeMap<Regime, Text>;

static LAW_HASH: LazyLock<String> = LazyLock::new(|| sha256_hex(STATUTES.as_bytes()));

/// Reads a policy.
pub(super) fn read(text: &str) -> Result<Compiled, Error> {
    let document: Document = toml::from_str(text).map_err(|error| of_toml(text, &error))?;
    check_once(&document).map_err(|problem| malformed(text, problem))?;
    check_words(&document).map_err(|problem| malformed(text, problem))?;
    let (law, texts_of_law) = LAW.as_ref().map_err(Error::clone)?;
    let mut texts = texts_of_law.clone();
    texts.extend(document.texts.clone());
    let mut rules = compile(&document.rule, &texts).map_err(|problem| malformed(text, problem))?;
    for rule in law {
        if rules.iter().any(|own| own.id == rule.id) {
            let what = "a rule of law has this id".to_owned();
            return Err(Error::MalformedPolicy {
                line: line_of_rule(text, &rule.id),
                key: rule.id.to_string(),
                what,
            });
        }
    }
    rules.extend(law.iter().cloned());
    if rules.len() > MOST_RULES {
        let what = format!("with the rules of law there are {} rules, more than {MOST_RULES}", rules.len());
        return Err(Error::MalformedPolicy { line: 1, key: "rule".to_owned(), what });
    }
    let identity = PolicyIdentity {
        name: document.policy.name.clone().into(),
        version: document.policy.version.clone().into(),
        hash: sha256_hex(text.as_bytes()),
        rules_hash: LAW_HASH.clone(),
        permit_lifetime_seconds: document.policy.permit_lifetime_seconds,
    };
    Ok(Compiled { document, identity: Arc::new(identity), table: Table::new(rules, size_of) })
}

fn line_of_rule(text: &str, id: &str) -> usize {
    text.lines().position(|line| line.contains(id)).map_or(1, |at| at + 1)
}

/// The line of a byte, from 1.
fn line(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or(text).matches('\n').count() + 1
}

fn of_toml(text: &str, error: &toml::de::Error) -> Error {
    let at = error.span().unwrap_or(Range { start: 0, end: 0 });
    let here = line(text, at.start);
    // The words before the equals sign of that line, under the last table header above it.
    let header =
        text.lines().take(here).filter(|line| line.trim_start().starts_with('[')).last().unwrap_or_default();
    let key = text
        .lines()
        .nth(here.saturating_sub(1))
        .and_then(|line| line.split_once('='))
        .map_or("", |(key, _)| key);
    let key = format!("{} {}", header.trim(), key.trim()).trim().to_owned();
    Error::MalformedPolicy { line: here, key, what: error.message().to_owned() }
}

fn malformed(text: &str, problem: Problem) -> Error {
    Error::MalformedPolicy { line: line(text, problem.at.start), key: problem.key, what: problem.what }
}

/// Nothing is said twice: of two the second could contradict the first.
fn check_once(document: &Document) -> Result<(), Problem> {
    fn once<'a>(all: impl Iterator<Item = &'a Spanned<String>>, key: &str) -> Result<(), Problem> {
        let mut known = BTreeSet::new();
        for one in all {
            if !known.insert(one.get_ref()) {
                return Err(Problem::new(one.span(), key, format!("{:?} stands twice", one.get_ref())));
            }
        }
        Ok(())
    }
    once(document.purpose.iter().map(|purpose| &purpose.key), "purpose.key")?;
    once(document.category.iter().map(|category| &category.key), "category.key")?;
    once(document.document.iter().map(|binding| &binding.name), "document.name")?;
    once(document.version.iter().map(|version| &version.version), "version.version")?;
    let mut ranks = BTreeMap::new();
    for binding in &document.document {
        if let Some(other) = ranks.insert(binding.precedence, &binding.name) {
            let what = format!("{:?} has the precedence of {:?}", binding.name.get_ref(), other.get_ref());
            return Err(Problem::new(binding.name.span(), "document.precedence", what));
        }
    }
    let own = &document.policy.version;
    match document.version.iter().find(|earlier| earlier.version.get_ref() == own) {
        Some(same) => {
            let what = format!("{own:?} is the version of this document, not an earlier one");
            Err(Problem::new(same.version.span(), "version.version", what))
        }
        None => Ok(()),
    }
}

/// Every word of the document is one of the vocabulary.
fn check_words(document: &Document) -> Result<(), Problem> {
    let known = |kind: TermKind, word: &Spanned<String>, key: &str| match kind.term(word.get_ref()) {
        Ok(_) => Ok(()),
        Err(error) => Err(Problem::new(word.span(), key, error.to_string())),
    };
    for purpose in &document.purpose {
        known(TermKind::Purpose, &purpose.key, "purpose.key")?;
        purpose.basis.iter().try_for_each(|basis| known(TermKind::Basis, basis, "purpose.basis"))?;
    }
    for category in &document.category {
        known(TermKind::Category, &category.key, "category.key")?;
        category.basis.iter().try_for_each(|basis| known(TermKind::Basis, basis, "category.basis"))?;
        for purpose in &category.purposes {
            known(TermKind::Purpose, purpose, "category.purposes")?;
            if !document.purpose.iter().any(|declared| declared.key.get_ref() == purpose.get_ref()) {
                let what = format!("{:?} is not declared as a [[purpose]]", purpose.get_ref());
                return Err(Problem::new(purpose.span(), "category.purposes", what));
            }
        }
    }
    for recipient in &document.recipient {
        for category in &recipient.categories {
            known(TermKind::Category, category, "recipient.categories")?;
        }
    }
    for right in &document.right {
        known(TermKind::Right, &right.key, "right.key")?;
        right
            .categories
            .iter()
            .try_for_each(|category| known(TermKind::Category, category, "right.categories"))?;
    }
    for text in &document.basis_text {
        known(TermKind::Category, &text.about, "basis_text.about")?;
        known(TermKind::Category, &text.names, "basis_text.names")?;
        known(TermKind::Basis, &text.basis, "basis_text.basis")?;
    }
    for tool in &document.transfers.tools {
        known(TermKind::TransferTool, tool, "transfers.tools")?;
    }
    Ok(())
}

/// Whether a category of the document covers a key.
pub(super) fn covers(above: &str, key: &str) -> bool {
    match (DataCategory::new(above), DataCategory::new(key)) {
        (Ok(above), Ok(key)) => above.covers(&key),
        _ => false,
    }
}
