//! The attacker's view of everything shown over a domain.
//!
//! One idea to keep in mind: innermost cells that lie in exactly the same shown populations cannot be told apart.
//! They form groups; every shown figure is a sum of groups; what can be said of each small group is the attacker's
//! programme of the verifier.

use std::collections::{BTreeMap, BTreeSet};

use super::ranges::Ranges;
use crate::audience::release::Rules;
use crate::audience::release::axis::index;
use crate::audience::release::primary::Need;
use crate::audience::release::system::{Equation, System};
use crate::audience::release::verify::{Knowledge, attack};

/// Whether the count of a group of 1 to k - 1 people can be bounded more closely than declared.
pub(super) fn exposes(shown: &[&Ranges], running: &[u64], rules: &Rules) -> bool {
    let distinct: BTreeSet<&Ranges> = shown.iter().copied().filter(|cells| !cells.is_empty()).collect();
    let groups = groups(&distinct, running);
    let mut values: Vec<u64> = groups.iter().map(|group| group.people).collect();
    let first_total = index(values.len());
    let mut equations: Vec<Equation> = (0..index(distinct.len()))
        .map(|number| Equation { total: first_total + number, parts: Vec::new() })
        .collect();
    for (group, number) in groups.iter().zip(0_u32..) {
        for &set in &group.within {
            if let Some(equation) = equations.get_mut(set) {
                equation.parts.push(number);
            }
        }
    }
    let totals: Vec<u64> = equations
        .iter()
        .map(|equation| equation.parts.iter().filter_map(|&part| values.get(part as usize)).sum())
        .collect();
    values.extend(&totals);
    let knowledge = Knowledge {
        low: (0..groups.len()).map(|_| 0).chain(totals.iter().copied()).collect(),
        high: (0..groups.len()).map(|_| None).chain(totals.iter().map(|&total| Some(total))).collect(),
    };
    // That somebody is in a group is no secret where empty groups are shown as such.
    let floor = u64::from(rules.shows_zeros());
    let needs: Vec<Need> = groups
        .iter()
        .zip(0_u32..)
        .filter(|(group, _)| (1..rules.k()).contains(&group.people))
        .map(|(group, cell)| {
            let (low, high) = rules.reach(group.people, floor);
            Need { cell, low, high }
        })
        .collect();
    let system = System::new(values.len(), equations);
    attack(&system, &values, &knowledge, &needs, 0).iter().any(|reach| !reach.is_protected())
}

struct Group {
    /// The shown sets that contain it.
    within: Vec<usize>,
    people: u64,
}

/// The groups of innermost cells that lie in the same sets, those in no set left out.
fn groups(sets: &BTreeSet<&Ranges>, running: &[u64]) -> Vec<Group> {
    // Between two neighbouring borders of any sets, all cells lie in the same ones.
    let mut borders: BTreeMap<u32, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (number, set) in sets.iter().enumerate() {
        for &(from, to) in set.as_slice() {
            borders.entry(from).or_default().0.push(number);
            borders.entry(to).or_default().1.push(number);
        }
    }
    let mut within: BTreeSet<usize> = BTreeSet::new();
    let mut groups: BTreeMap<Vec<usize>, u64> = BTreeMap::new();
    let mut since = 0;
    let upto = |cell: u32| running.get(cell as usize).copied().unwrap_or(0);
    for (&at, (opened, closed)) in &borders {
        if !within.is_empty() {
            let people = upto(at).saturating_sub(upto(since));
            *groups.entry(within.iter().copied().collect()).or_default() += people;
        }
        for number in closed {
            within.remove(number);
        }
        within.extend(opened);
        since = at;
    }
    groups.into_iter().map(|(within, people)| Group { within, people }).collect()
}
