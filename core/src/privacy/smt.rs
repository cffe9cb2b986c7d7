//! The rules as SMT-LIB 2.6, for a prover to hold them to what must always be so.
//!
//! One idea to keep in mind: the text has the rules and how they are joined, written out from the same compiled rules that
//! decide; what must be so is asked by whoever loads it. Nothing in it asserts anything: `world` is what the encoding of
//! questions guarantees (a category is special or not, by the vocabulary), to be asserted by the asker.

use std::fmt::Write;

use super::rules::{Attribute, Rule, values_of};
use super::{CarveOut, DataCategory, Outcome, Policy, Strength, Term, TermKind, category};

/// The value of an attribute as a symbol.
fn symbol(attribute: Attribute, value: &str) -> String {
    format!("|{}={value}|", attribute.name())
}

/// The values of an attribute; categories and purposes may be words that the vocabulary does not have.
fn values(attribute: Attribute) -> Vec<(u8, String)> {
    let known = values_of(attribute).enumerate();
    let mut all: Vec<_> = known
        .filter_map(|(code, value)| Some((u8::try_from(code).ok()?, symbol(attribute, value))))
        .collect();
    if is_open(attribute) {
        all.push((u8::MAX, symbol(attribute, "another")));
    }
    all
}

fn is_open(attribute: Attribute) -> bool {
    matches!(attribute, Attribute::Category | Attribute::Purpose)
}

fn all_of(word: &str, none: &str, terms: &[String]) -> String {
    match terms {
        [] => none.to_owned(),
        [one] => one.clone(),
        several => format!("({word} {})", several.join(" ")),
    }
}

pub(super) fn and(terms: &[String]) -> String {
    all_of("and", "true", terms)
}

pub(super) fn or(terms: &[String]) -> String {
    all_of("or", "false", terms)
}

/// That an attribute has one of the values of which the codes fit.
fn one_of(attribute: Attribute, fits: impl Fn(u8) -> bool) -> String {
    let values = values(attribute);
    let fitting: Vec<String> = values
        .iter()
        .filter(|(code, _)| fits(*code))
        .map(|(_, value)| format!("(= {} {value})", attribute.name()))
        .collect();
    if fitting.len() == values.len() { "true".to_owned() } else { or(&fitting) }
}

fn is(attribute: Attribute, value: &str) -> String {
    format!("(= {} {})", attribute.name(), symbol(attribute, value))
}

fn rule_name(rule: &Rule) -> String {
    format!("|rule {}|", rule.id)
}

fn rank(outcome: Outcome) -> usize {
    Outcome::ALL.iter().position(|one| *one == outcome).unwrap_or_default()
}

/// The rules of one source and what they say: -1 nothing, else the place of the outcome in order of strictness.
fn write_source(text: &mut String, name: &str, rules: &[&Rule]) -> std::fmt::Result {
    let fitting = |fits: &dyn Fn(&Rule) -> bool| {
        let names: Vec<String> = rules.iter().filter(|rule| fits(rule)).map(|rule| rule_name(rule)).collect();
        or(&names)
    };
    let mut strictest = "(- 1)".to_owned();
    for outcome in Outcome::ALL {
        let some = fitting(&|rule| rule.outcome == Some(outcome));
        writeln!(text, "(define-fun |{name} some {outcome}| () Bool {some})")?;
        strictest = format!("(ite |{name} some {outcome}| {} {strictest})", rank(outcome));
    }
    writeln!(text, "(define-fun |{name} strictest| () Int {strictest})")?;
    let granted = fitting(&|rule| rule.grants());
    writeln!(text, "(define-fun |{name} granted| () Bool {granted})")?;
    let (permit, permit_with, deny) = (rank(Outcome::Permit), rank(Outcome::PermitWith), rank(Outcome::Deny));
    writeln!(
        text,
        "(define-fun |{name} said| () Int (let ((s |{name} strictest|)) (ite (= s (- 1)) {deny} (ite (and (or (= s \
         {permit}) (= s {permit_with})) (not |{name} granted|)) {deny} s))))"
    )
}

/// What the encoding of questions guarantees.
fn world(policy: &Policy) -> Vec<String> {
    let document = policy.document();
    let mut all = Vec::new();
    let mut marked =
        |attribute: Attribute, of: Attribute, kind: TermKind, has: &dyn Fn(&str, &Term) -> bool| {
            let words: Vec<String> =
                kind.terms().filter(|(key, term)| has(key, term)).map(|(key, _)| is(of, key)).collect();
            all.push(format!("(= {} {})", is(attribute, "yes"), or(&words)));
        };
    let category_of = |key: &str| DataCategory::new(key).ok();
    let category = (Attribute::Category, TermKind::Category);
    marked(Attribute::Special, category.0, category.1, &|_, term| term.special);
    marked(Attribute::Sensitive, category.0, category.1, &|_, term| term.sensitive);
    marked(Attribute::Inferred, category.0, category.1, &|_, term| term.inferred);
    marked(Attribute::Secret, category.0, category.1, &|_, term| term.secret);
    marked(Attribute::Listed, category.0, category.1, &|key, _| {
        category_of(key).is_some_and(|key| policy.0.category(&key).is_some())
    });
    let declared = |key: &str| document.purpose.iter().find(|known| known.key.get_ref() == key);
    let purpose = (Attribute::Purpose, TermKind::Purpose);
    marked(Attribute::Declared, purpose.0, purpose.1, &|key, _| declared(key).is_some());
    marked(Attribute::AutomatedDecision, purpose.0, purpose.1, &|key, _| {
        declared(key).is_some_and(|known| known.automated_decision)
    });
    // The tag of Google Workspace sticks to what came from there, but for an aggregate of a policy that lets it drop.
    let tagged = one_of(Attribute::Category, |code| {
        let key = values_of(Attribute::Category).nth(usize::from(code));
        key.and_then(category_of).is_some_and(|key| category::WORKSPACE.covers(&key))
    });
    let dropped = match document.limits.workspace_tag_drops {
        true => and(&[is(Attribute::Identifiability, "aggregate"), is(Attribute::Release, "passed")]),
        false => "false".to_owned(),
    };
    all.push(format!("(=> (and {tagged} (not {dropped})) {})", is(Attribute::Workspace, "yes")));
    let leaves = or(&[is(Attribute::Action, "disclose"), is(Attribute::Action, "store")]);
    all.push(format!(
        "(=> (not (and {} {leaves})) {})",
        is(Attribute::Gdpr, "yes"),
        is(Attribute::Transfer, "not_needed")
    ));
    if document.transfers.carve_out == CarveOut::Strict {
        all.push(format!("(not {})", is(Attribute::Transfer, "carve_out")));
    }
    let sells = document.declares.sells || document.declares.shares;
    all.push(is(Attribute::Sells, if sells { "yes" } else { "no" }));
    all
}

fn write_all(text: &mut String, policy: &Policy) -> std::fmt::Result {
    let identity = policy.identity();
    writeln!(text, "; The rules of {} {} and of the law beside it.", identity.name, identity.version)?;
    writeln!(text, "; document {}", identity.hash)?;
    writeln!(text, "; rules {}", identity.rules_hash)?;
    let order: Vec<String> =
        Outcome::ALL.iter().map(|outcome| format!("{} {outcome}", rank(*outcome))).collect();
    writeln!(text, "; outcomes: {}", order.join(", "))?;
    for attribute in Attribute::ALL.iter().copied() {
        let name = attribute.name();
        let values: Vec<String> =
            values(attribute).into_iter().map(|(_, value)| format!("({value})")).collect();
        writeln!(text, "(declare-datatypes ((|{name} value| 0)) (({})))", values.join(" "))?;
        writeln!(text, "(declare-const {name} |{name} value|)")?;
    }
    let rules = &policy.0.table.rules;
    for rule in rules {
        let fits =
            |(attribute, codes): &(Attribute, Vec<u8>)| one_of(*attribute, |code| codes.contains(&code));
        let when: Vec<String> = rule.when.iter().map(fits).collect();
        writeln!(text, "(define-fun {} () Bool {})", rule_name(rule), and(&when))?;
    }
    let of = |fits: &dyn Fn(&Rule) -> bool| rules.iter().filter(|rule| fits(rule)).collect::<Vec<_>>();
    write_source(text, "all", &of(&|_| true))?;
    write_source(text, "promise", &of(&|rule| rule.has(Strength::Promise)))?;
    write_source(text, "statute", &of(&|rule| rule.has(Strength::Statute)))?;
    writeln!(text, "(define-fun outcome () Int |all said|)")?;
    writeln!(text, "(define-fun promise () Int |promise said|)")?;
    writeln!(
        text,
        "(define-fun statute () Int (ite {} |statute said| (ite (= |statute strictest| (- 1)) {} |statute \
         strictest|)))",
        is(Attribute::Gdpr, "yes"),
        rank(Outcome::NotApplicable)
    )?;
    writeln!(
        text,
        "(define-fun permits () Bool (or (= outcome {}) (= outcome {})))",
        rank(Outcome::Permit),
        rank(Outcome::PermitWith)
    )?;
    writeln!(text, "(define-fun world () Bool {})", and(&world(policy)))
}

impl Policy {
    /// The rules of this policy and of the law beside it as SMT-LIB 2.6: attributes as constants of finite sorts, a
    /// Boolean for each rule, and `outcome`, `promise`, `statute` and `permits` as [`decide`](Policy::decide) joins them.
    /// After them come the rows by which requests of persons are answered: for each right and source what it `says` and
    /// what it `does`.
    ///
    /// ```
    /// let text = renown::privacy::Policy::influencer_marketing().to_smtlib();
    /// assert!(text.contains("(define-fun |rule erased| () Bool (= erased |erased=yes|))"));
    /// ```
    #[must_use]
    pub fn to_smtlib(&self) -> String {
        let mut text = String::new();
        // Writing to a text does not fail.
        let _ = write_all(&mut text, self);
        let _ = super::rights::write_smtlib(&mut text);
        text
    }
}
