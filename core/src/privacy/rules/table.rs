//! Rules compiled to sets of bits: which rules a value of an attribute leaves standing.

use std::sync::Arc;

use super::attribute::{Attribute, Codes};
use crate::privacy::{Cite, Obligation, Outcome, Strength};

/// How many rules a table may have.
pub(crate) const MOST_RULES: usize = 192;
const WORDS: usize = MOST_RULES / 64;

/// A set of rules of one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub(crate) struct RuleSet([u64; WORDS]);

impl RuleSet {
    pub(crate) fn insert(&mut self, rule: usize) {
        if let Some(word) = self.0.get_mut(rule / 64) {
            *word |= 1 << (rule % 64);
        }
    }

    pub(crate) fn and(mut self, other: &RuleSet) -> RuleSet {
        self.0.iter_mut().zip(other.0).for_each(|(mine, theirs)| *mine &= theirs);
        self
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0 == [0; WORDS]
    }

    pub(crate) fn rules(self) -> impl Iterator<Item = usize> {
        self.0.into_iter().enumerate().flat_map(|(at, mut word)| {
            std::iter::from_fn(move || {
                let bit = word.trailing_zeros() as usize;
                (bit < 64).then(|| {
                    word &= word - 1;
                    at * 64 + bit
                })
            })
        })
    }
}

/// One rule: where it applies, what follows, where that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) id: Arc<str>,
    /// For each attribute that it asks about, the codes that fit.
    pub(crate) when: Vec<(Attribute, Vec<u8>)>,
    /// None for a duty: obligations that come along with what other rules permit.
    pub(crate) outcome: Option<Outcome>,
    pub(crate) reason: Arc<str>,
    pub(crate) obligations: Vec<Obligation>,
    pub(crate) cites: Arc<[Cite]>,
    /// Rows of the table of clauses that it carries out, besides those that it cites.
    pub(crate) rows: Vec<String>,
}

impl Rule {
    pub(crate) fn grants(&self) -> bool {
        self.outcome.is_some_and(Outcome::permits)
    }

    pub(crate) fn has(&self, strength: Strength) -> bool {
        self.cites.iter().any(|cite| cite.strength == strength)
    }
}

/// All rules that a policy decides by, its own and those of law.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) rules: Vec<Rule>,
    /// For each attribute that any rule asks about.
    masks: Vec<Mask>,
    /// The rules of each outcome, by its strictness.
    outcomes: [RuleSet; 6],
    grants: RuleSet,
    promise: RuleSet,
    statute: RuleSet,
    all: RuleSet,
}

/// The rules that each code of an attribute leaves standing.
#[derive(Debug, Clone)]
struct Mask {
    attribute: Attribute,
    known: Vec<RuleSet>,
    /// For a word that the vocabulary does not have.
    unknown: RuleSet,
}

/// What the rules say about one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Verdict {
    pub(crate) matched: RuleSet,
    pub(crate) outcome: Outcome,
    pub(crate) promise: Outcome,
    pub(crate) statute: Outcome,
}

impl Table {
    /// `sizes` says how many codes each attribute has.
    pub(crate) fn new(rules: Vec<Rule>, size: impl Fn(Attribute) -> usize) -> Self {
        let set = |choose: &dyn Fn(&Rule) -> bool| {
            let mut set = RuleSet::default();
            rules.iter().enumerate().filter(|(_, rule)| choose(rule)).for_each(|(at, _)| set.insert(at));
            set
        };
        let mut masks = Vec::new();
        for attribute in Attribute::ALL.iter().copied() {
            let asked = |rule: &Rule| rule.when.iter().any(|(asked, _)| *asked == attribute);
            if !rules.iter().any(asked) {
                continue;
            }
            let fits = |rule: &Rule, code: u8| {
                rule.when.iter().all(|(asked, codes)| *asked != attribute || codes.contains(&code))
            };
            let codes = (0..size(attribute)).filter_map(|code| u8::try_from(code).ok());
            let known = codes.map(|code| set(&|rule| fits(rule, code))).collect();
            masks.push(Mask { attribute, known, unknown: set(&|rule| fits(rule, u8::MAX)) });
        }
        Table {
            outcomes: Outcome::ALL.map(|outcome| set(&|rule| rule.outcome == Some(outcome))),
            grants: set(&Rule::grants),
            promise: set(&|rule| rule.has(Strength::Promise)),
            statute: set(&|rule| rule.has(Strength::Statute)),
            all: set(&|_| true),
            masks,
            rules,
        }
    }

    /// The rules that fit a question.
    pub(crate) fn matched(&self, codes: &Codes) -> RuleSet {
        let mut left = self.all;
        for mask in &self.masks {
            let code = codes.0.get(mask.attribute.at()).copied().unwrap_or(u8::MAX);
            left = left.and(mask.known.get(usize::from(code)).unwrap_or(&mask.unknown));
        }
        left
    }

    fn strictest(&self, matched: &RuleSet) -> Option<Outcome> {
        let standing = Outcome::ALL.into_iter().zip(&self.outcomes).rev();
        standing.into_iter().find(|(_, rules)| !matched.and(rules).is_empty()).map(|(outcome, _)| outcome)
    }

    /// The strictest that the rules of one source say; what they do not grant they deny.
    fn said(&self, matched: &RuleSet) -> Outcome {
        let granted = !matched.and(&self.grants).is_empty();
        match self.strictest(matched) {
            Some(outcome) if granted || !outcome.permits() => outcome,
            _ => Outcome::Deny,
        }
    }

    /// Decides one item. The order of rules cannot matter: the rules that fit are a set.
    pub(crate) fn judge(&self, codes: &Codes, gdpr: bool) -> Verdict {
        let matched = self.matched(codes);
        let of_statute = matched.and(&self.statute);
        let statute = match self.strictest(&of_statute) {
            // Where no law that is known applies, law has nothing to say; under the GDPR all needs a basis.
            None if !gdpr => Outcome::NotApplicable,
            _ if gdpr => self.said(&of_statute),
            Some(outcome) => outcome,
            None => Outcome::NotApplicable,
        };
        Verdict {
            matched,
            outcome: self.said(&matched),
            promise: self.said(&matched.and(&self.promise)),
            statute,
        }
    }
}
