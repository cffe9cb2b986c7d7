//! Which rows a plan is about.
//!
//! One idea to keep in mind: every condition narrows a set of candidates. The most selective one goes first, posting
//! lists before columns, so that columns are read only where a candidate is left.

use roaring::{MultiOps, RoaringBitmap};

use super::catalog::Catalog;
use super::mask::Mask;
use super::matching;
use super::plan::Node;

/// Rows of a sample by which the selectivity of a column is judged.
const SAMPLE: usize = 256;

impl Catalog {
    /// Keeps the candidates for which the condition holds.
    pub(super) fn narrow(&self, node: &Node, candidates: &mut Mask) {
        match node {
            Node::All(nodes) => {
                let mut order: Vec<(f64, &Node)> =
                    nodes.iter().map(|node| (self.selectivity(node), node)).collect();
                order.sort_by(|a, b| a.0.total_cmp(&b.0));
                order.into_iter().for_each(|(_, node)| self.narrow(node, candidates));
            }
            Node::Any(nodes) => {
                let mut found = Mask::none(self.ids.len());
                for node in nodes {
                    let mut of_node = candidates.clone();
                    self.narrow(node, &mut of_node);
                    found.or(&of_node);
                }
                *candidates = found;
            }
            Node::Not(node) => {
                let mut found = candidates.clone();
                self.narrow(node, &mut found);
                candidates.and_not(&found);
            }
            Node::Has { place, ids } => {
                let terms = matching::terms(self, *place);
                let postings: Vec<&RoaringBitmap> = ids.iter().filter_map(|id| terms.posting(*id)).collect();
                let mut found = Mask::none(self.ids.len());
                match postings.as_slice() {
                    [posting] => found.add(posting),
                    postings if postings.len() > 64 => found.add(&postings.iter().copied().union()),
                    postings => postings.iter().for_each(|posting| found.add(posting)),
                }
                candidates.and(&found);
            }
            Node::Phrase { text, ids } => self.narrow_to_phrase(*text, ids, candidates),
            Node::Between { field, lower, low, high } => match self.figure(field) {
                Some(figure) => {
                    let column = if *lower { &figure.low } else { &figure.value };
                    column.between(*low, *high, candidates);
                }
                None => candidates.words_mut().fill(0),
            },
            Node::Sponsored { brand, since } => {
                let mut found = Mask::none(self.ids.len());
                self.sponsored.posting(*brand).into_iter().for_each(|rows| found.add(rows));
                candidates.and(&found);
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

    fn narrow_to_phrase(&self, text: usize, ids: &[u32], candidates: &mut Mask) {
        let Some(terms) = self.texts.get(text) else { return };
        let all = ids.iter().filter_map(|id| terms.posting(*id)).intersection();
        let mut found = Mask::none(self.ids.len());
        found.add(&all);
        candidates.and(&found);
        candidates.retain(|row| terms.of(row).windows(ids.len()).any(|words| words == ids));
    }

    /// Which part of all rows the condition leaves, roughly; what is costly counts as leaving all.
    fn selectivity(&self, node: &Node) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "an estimate")]
        let part = |rows: u64| rows as f64 / self.ids.len().max(1) as f64;
        match node {
            Node::All(nodes) => nodes.iter().map(|node| self.selectivity(node)).fold(1.0, f64::min),
            Node::Any(nodes) => nodes.iter().map(|node| self.selectivity(node)).sum::<f64>().min(1.0),
            // It keeps most as a rule.
            Node::Not(_) => 1.0,
            Node::Has { place, ids } => {
                let terms = matching::terms(self, *place);
                part(ids.iter().filter_map(|id| terms.posting(*id)).map(RoaringBitmap::len).sum()).min(1.0)
            }
            Node::Phrase { text, ids } => self.texts.get(*text).map_or(0.0, |terms| {
                part(
                    ids.iter().filter_map(|id| terms.posting(*id)).map(RoaringBitmap::len).min().unwrap_or(0),
                )
            }),
            Node::Between { field, lower, low, high } => self.figure(field).map_or(0.0, |figure| {
                let column = if *lower { &figure.low } else { &figure.value };
                let step = (column.len() / SAMPLE).max(1);
                let sample =
                    (0_u32..).step_by(step).take(SAMPLE.min(column.len())).map(|row| column.get(row));
                let inside = sample.flatten().filter(|value| value >= low && value <= high).count();
                // A column is read as a whole where a posting list is not.
                #[expect(clippy::cast_precision_loss, reason = "an estimate")]
                (0.5 + 0.5 * inside as f64 / SAMPLE as f64)
            }),
            Node::Sponsored { brand, .. } => {
                part(self.sponsored.posting(*brand).map_or(0, RoaringBitmap::len))
            }
            Node::Rows(rows) => part(rows.count()),
            Node::Alike { .. } => 2.0,
        }
    }
}
