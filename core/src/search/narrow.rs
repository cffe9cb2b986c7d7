//! Which rows a plan is about.
//!
//! One idea to keep in mind: every condition narrows a set of candidates. What costs least for what it takes away goes
//! first (`cost.rs`), and what comes later looks only at candidates that are left, one by one where they are few.

use super::catalog::Catalog;
use super::cost::{TEST, TO_BITS};
use super::mask::{Mask, WORD, ones};
use super::matching;
use super::plan::Node;
use super::posting::Rows;
use super::terms::Terms;

/// Up to so many conditions, the next one is chosen anew after each.
const FEW_CONDITIONS: usize = 24;

impl Catalog {
    /// Keeps the candidates for which the condition holds.
    pub(super) fn narrow(&self, node: &Node, candidates: &mut Mask) {
        match node {
            Node::All(nodes) => self.narrow_by_all(nodes, candidates),
            Node::Any(nodes) => {
                let mut found = Mask::none(self.ids.len());
                for node in nodes {
                    let mut others = candidates.clone();
                    others.and_not(&found);
                    self.narrow(node, &mut others);
                    found.or(&others);
                }
                *candidates = found;
            }
            Node::Not(node) => {
                let mut found = candidates.clone();
                self.narrow(node, &mut found);
                candidates.and_not(&found);
            }
            Node::Has { place, ids } => narrow_to_any(matching::terms(self, *place), ids, candidates),
            Node::Phrase { text, ids } => self.narrow_to_phrase(*text, ids, candidates),
            Node::Between { field, lower, low, high } => match self.figure(field) {
                Some(figure) => {
                    let column = if *lower { &figure.low } else { &figure.value };
                    column.between(*low, *high, candidates);
                }
                None => candidates.words_mut().fill(0),
            },
            Node::Sponsored { brand, since } => {
                narrow_to_any(&self.sponsored, &[*brand], candidates);
                let lately =
                    |row| self.sponsored.weighted(row).any(|(other, on)| other == *brand && on >= *since);
                candidates.retain(lately);
            }
            Node::Rows(rows) => candidates.and(rows),
            Node::Alike { target, at_least } => {
                candidates.retain(|row| row != target.row() && target.similarity(self, row) >= *at_least);
            }
        }
    }

    fn narrow_by_all(&self, nodes: &[Node], candidates: &mut Mask) {
        let mut left: Vec<_> = nodes.iter().map(|node| (self.part_left(node), node)).collect();
        let rank =
            |(part, node): &(f64, &Node), rows: f64| self.cost(node, rows) / (1.0 - part).max(1.0 / 1_024.0);
        if left.len() > FEW_CONDITIONS {
            let rows = rows(candidates);
            left.sort_by(|a, b| rank(a, rows).total_cmp(&rank(b, rows)));
            for (_, node) in left {
                self.narrow(node, candidates);
            }
            return;
        }
        while !left.is_empty() {
            let rows = rows(candidates);
            if rows == 0.0 {
                return;
            }
            let ranks = left.iter().map(|node| rank(node, rows)).enumerate();
            let Some((next, _)) = ranks.min_by(|a, b| a.1.total_cmp(&b.1)) else { return };
            self.narrow(left.swap_remove(next).1, candidates);
        }
    }

    fn narrow_to_phrase(&self, text: usize, ids: &[u32], candidates: &mut Mask) {
        let Some(terms) = self.texts.get(text) else { return };
        let mut by_rows: Vec<u32> = ids.to_vec();
        by_rows.sort_by_key(|id| terms.posting(*id).map_or(0, Rows::len));
        by_rows.dedup();
        for id in by_rows {
            narrow_to_any(terms, &[id], candidates);
        }
        candidates.retain(|row| terms.of(row).windows(ids.len()).any(|words| words == ids));
    }
}

#[expect(clippy::cast_precision_loss, reason = "an estimate")]
fn rows(candidates: &Mask) -> f64 {
    candidates.count() as f64
}

/// Keeps the candidates that have one of these labels.
fn narrow_to_any(terms: &Terms, ids: &[u32], candidates: &mut Mask) {
    let (mut few, mut many) = (Vec::new(), Vec::new());
    for posting in ids.iter().filter_map(|id| terms.posting(*id)) {
        match posting {
            Rows::Many { rows, .. } => many.push(rows),
            _ => few.push(posting),
        }
    }
    if few.is_empty() {
        candidates.and_any(&many);
        return;
    }
    let entries: u64 = few.iter().map(|rows| rows.len()).sum();
    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    let cheaper = entries as f64 * TO_BITS > rows(candidates) * TEST;
    if cheaper {
        test_each(terms, ids, &many, candidates);
        return;
    }
    let mut found = Mask::none(candidates.words().len() * WORD);
    few.into_iter().for_each(|rows| found.add(rows));
    many.push(&found);
    candidates.and_any(&many);
}

/// Looks at the labels of each candidate that is not among the many.
fn test_each(terms: &Terms, ids: &[u32], many: &[&Mask], candidates: &mut Mask) {
    let mut wanted = Mask::none(terms.len());
    ids.iter().for_each(|id| wanted.set(*id));
    for (at, word) in candidates.words_mut().iter_mut().enumerate().filter(|(_, word)| **word != 0) {
        let of_many = many.iter().map(|rows| rows.words().get(at).copied().unwrap_or(0));
        let sure = *word & of_many.fold(0, |all, rows| all | rows);
        for bit in ones(*word & !sure) {
            #[expect(clippy::cast_possible_truncation, reason = "rows are numbered in 32 bits")]
            let row = (at * WORD) as u32 + bit;
            if !terms.of(row).iter().any(|id| wanted.has(*id)) {
                *word &= !(1 << bit);
            }
        }
    }
}
