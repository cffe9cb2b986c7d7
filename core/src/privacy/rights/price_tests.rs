//! The price of a service never depends on what rights somebody exercised (Cal. Civ. Code 1798.125; clause C73).

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{RightKey, check_price_inputs, rules};
use crate::privacy::SubjectState;

/// A price of the kind that a service computes: from whatever of a user's record it may look at.
fn quote(user: &BTreeMap<String, u64>) -> u64 {
    let seen = user.iter().filter(|(name, _)| check_price_inputs(&[name.as_str()]).is_ok());
    seen.fold(17, |sum, (name, value)| {
        let name = name.bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
        sum.wrapping_mul(1_000_003).wrapping_add(name ^ value)
    })
}

/// What a record says of a history of rights: every right, every state that follows from one, in any spelling.
fn history() -> impl Strategy<Value = (String, u64)> {
    let states = [
        SubjectState::Objected,
        SubjectState::Restricted,
        SubjectState::Erased,
        SubjectState::OptedOut,
        SubjectState::Limited,
        SubjectState::Suppressed,
    ];
    let rights = rules::RIGHTS.right.iter().map(|row| RightKey::new(&row.right).unwrap().as_str().to_owned());
    let words: Vec<String> = rights.chain(states.map(|state| state.as_str().to_owned())).collect();
    let before = prop::sample::select(vec!["", "user.", "last_", "has ", "Days-since-"]);
    let after = prop::sample::select(vec!["", "_count", ".at", " requests", "-30d"]);
    let word = prop::sample::select(words);
    (before, word, after, any::<bool>(), any::<u64>()).prop_map(|(before, word, after, loud, value)| {
        let name = format!("{before}{word}{after}");
        (if loud { name.to_uppercase() } else { name }, value)
    })
}

proptest! {
    #[test]
    fn a_quote_is_the_same_with_a_history_of_rights(
        user in prop::collection::btree_map("(plan|seats|country|units|tier|since)(_[a-f]{1,3})?", any::<u64>(), 0..6),
        history in prop::collection::vec(history(), 0..8),
    ) {
        let mut with_history = user.clone();
        with_history.extend(history);
        prop_assert_eq!(quote(&user), quote(&with_history));
    }

    #[test]
    fn a_quote_is_of_something(plan in 0_u64..1_000) {
        let user = |plan| BTreeMap::from([("plan".to_owned(), plan)]);
        prop_assert_ne!(quote(&user(plan)), quote(&user(plan + 1)));
    }
}
