//! A stricter policy never permits more: random changes, several at once, each of which can only take away.

use proptest::prelude::*;

use super::tests::{facts, noon, request, with_rules};
use super::*;
use crate::privacy::decide::decide;
use crate::privacy::{Outcome, Policy};

/// A change that can only take away.
#[derive(Debug, Clone)]
enum Strictening {
    /// A grant less.
    Remove,
    /// A grant that fits one value less of something that it asks about: one recipient, one purpose, one category.
    Narrow,
    /// A grant that asks about one thing more.
    Condition,
    /// A grant that becomes a question for a person, or a denial.
    Harden(Outcome),
    /// A barrier like a grant, over one more of its cases.
    Bar(Outcome),
    /// A barrier that asks about one thing less.
    Widen,
}

fn strictening() -> impl Strategy<Value = (Strictening, usize, usize)> {
    let outcome = || prop_oneof![Just(Outcome::NeedsHuman), Just(Outcome::Deny)];
    let kind = prop_oneof![
        Just(Strictening::Remove),
        Just(Strictening::Narrow),
        Just(Strictening::Condition),
        outcome().prop_map(Strictening::Harden),
        outcome().prop_map(Strictening::Bar),
        Just(Strictening::Widen),
    ];
    (kind, any::<prop::sample::Index>(), 0_usize..1_000)
        .prop_map(|(kind, rule, cell)| (kind, rule.index(1_000), cell))
}

/// One of the places of a list; none of an empty one.
fn one_of<T: Copy>(places: &[T], at: usize) -> Option<T> {
    places.get(at.checked_rem(places.len())?).copied()
}

fn apply(rules: &mut Vec<Rule>, (change, rule, cell): &(Strictening, usize, usize)) {
    let places = |grants: bool| {
        let fits = |rule: &Rule| rule.outcome.is_some_and(|outcome| outcome.permits() == grants);
        let all = rules.iter().enumerate().filter(|(_, rule)| fits(rule)).map(|(at, _)| at);
        one_of(&all.collect::<Vec<_>>(), *rule)
    };
    let grants = !matches!(change, Strictening::Widen);
    let Some(at) = places(grants) else { return };
    match change {
        Strictening::Remove => drop(rules.remove(at)),
        Strictening::Narrow => {
            let cells = rules[at].when.len();
            if let Some((_, codes)) = rules[at].when.get_mut(cell.checked_rem(cells).unwrap_or_default()) {
                let code = cell % codes.len().max(1);
                if !codes.is_empty() {
                    codes.remove(code);
                }
            }
        }
        Strictening::Condition => {
            let attribute = Attribute::ALL[cell % Attribute::ALL.len()];
            if rules[at].when.iter().all(|(asked, _)| *asked != attribute) {
                let codes = (0..size_of(attribute)).filter_map(|code| u8::try_from(code).ok());
                rules[at]
                    .when
                    .push((attribute, codes.filter(|code| usize::from(*code) % 2 == cell % 2).collect()));
            }
        }
        Strictening::Harden(outcome) => rules[at].outcome = Some(*outcome),
        Strictening::Bar(outcome) => {
            let barrier = Rule {
                id: format!("bar-{}", rules.len()).into(),
                outcome: Some(*outcome),
                ..rules[at].clone()
            };
            if rules.len() < MOST_RULES {
                rules.push(barrier);
            }
        }
        Strictening::Widen => {
            let cells = rules[at].when.len();
            if cells > 0 {
                rules[at].when.remove(cell % cells);
            }
        }
    }
}

proptest! {
    #[test]
    fn a_stricter_policy_never_permits_more(
        facts in facts(), request in request(), changes in prop::collection::vec(strictening(), 1..9)
    ) {
        let shipped = Policy::influencer_marketing().0;
        let mut rules = shipped.table.rules.clone();
        changes.iter().for_each(|change| apply(&mut rules, change));
        let strict = decide(&with_rules(rules), &facts, &request, noon());
        let usual = decide(&shipped, &facts, &request, noon());
        prop_assert!(strict.outcome().permits() <= usual.outcome().permits(), "{usual:?} {strict:?}");
        for (usual, strict) in usual.items().iter().zip(strict.items()) {
            prop_assert!(strict.outcome.permits() <= usual.outcome.permits(), "{usual:?} {strict:?}");
        }
    }
}

/// The changes reach what the shipped policy permits: else the property would hold of nothing.
#[test]
fn each_kind_of_strictening_takes_something_away() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let shipped = Policy::influencer_marketing().0;
    let facts = crate::privacy::Facts {
        platform: Some(crate::model::Platform::Instagram),
        followers: Some(100_000),
        notified: true,
        ..crate::privacy::Facts::of(crate::privacy::SubjectRole::Influencer)
    };
    let mut permitted = Vec::new();
    for _ in 0..600 {
        let request = request().new_tree(&mut runner).unwrap().current();
        if decide(&shipped, &facts, &request, noon()).items().iter().any(|item| item.outcome.permits()) {
            permitted.push(request);
        }
    }
    assert!(!permitted.is_empty());
    for kind in [
        Strictening::Remove,
        Strictening::Narrow,
        Strictening::Condition,
        Strictening::Harden(Outcome::Deny),
        Strictening::Bar(Outcome::Deny),
    ] {
        let taken = (0..400).any(|at| {
            let mut rules = shipped.table.rules.clone();
            apply(&mut rules, &(kind.clone(), at, at / 7));
            let strict = with_rules(rules);
            permitted.iter().any(|request| {
                let before = decide(&shipped, &facts, request, noon());
                let after = decide(&strict, &facts, request, noon());
                before
                    .items()
                    .iter()
                    .zip(after.items())
                    .any(|(before, after)| before.outcome.permits() && !after.outcome.permits())
            })
        });
        assert!(taken, "{kind:?}");
    }
}
