//! What a condition costs and what it leaves, roughly: enough to choose which comes first.
//!
//! One idea to keep in mind: the numbers are nanoseconds as measured on one machine. Only the order that they give
//! matters, and no result depends on it.

use super::catalog::Catalog;
use super::matching;
use super::plan::Node;
use super::posting::Rows;
use super::terms::Terms;

/// Rows of a sample by which it is judged what a column leaves.
const SAMPLE: usize = 64;

/// To bring one row of a roaring bitmap to bits.
pub(super) const TO_BITS: f64 = 2.0;
/// To look at the labels of one candidate.
pub(super) const TEST: f64 = 14.0;
/// To look at one word of candidates.
const WORD: f64 = 0.6;
/// To compare the numbers of one word of rows.
const SCAN: f64 = 25.0;
/// To compare one number.
const COMPARE: f64 = 4.0;
/// To compare one influencer with another.
const LIKENESS: f64 = 400.0;

#[expect(clippy::cast_precision_loss, reason = "an estimate")]
fn float(number: u64) -> f64 {
    number as f64
}

fn of_any(terms: &Terms, ids: &[u32]) -> f64 {
    ids.iter().filter_map(|id| terms.posting(*id)).map(|posting| float(posting.len())).sum()
}

impl Catalog {
    /// What the condition costs with so many candidates.
    pub(super) fn cost(&self, node: &Node, candidates: f64) -> f64 {
        let words = float(self.ids.len() as u64) / 64.0;
        let looked = words * WORD;
        let of_labels = |terms: &Terms, ids: &[u32]| {
            let postings = ids.iter().filter_map(|id| terms.posting(*id));
            postings.fold((0.0, 0.0), |(few, many), posting| match posting {
                Rows::Many { .. } => (few, many + 1.0),
                _ => (few + float(posting.len()), many),
            })
        };
        match node {
            Node::All(nodes) => nodes.iter().map(|node| self.cost(node, candidates)).sum(),
            Node::Any(nodes) => nodes.iter().map(|node| self.cost(node, candidates) + 3.0 * looked).sum(),
            Node::Not(node) => self.cost(node, candidates) + 2.0 * looked,
            Node::Has { place, ids } => {
                let (few, many) = of_labels(matching::terms(self, *place), ids);
                looked * (1.0 + many) + (few * TO_BITS).min(candidates * TEST)
            }
            Node::Phrase { text, ids } => self.texts.get(*text).map_or(0.0, |terms| {
                let (few, many) = of_labels(terms, ids);
                looked * (1.0 + many) + (few * TO_BITS + 0.01 * candidates * TEST).min(candidates * TEST)
            }),
            Node::Between { .. } => looked + (candidates * COMPARE).min(words * SCAN),
            Node::Sponsored { brand, .. } => {
                let (few, many) = of_labels(&self.sponsored, &[*brand]);
                looked * (1.0 + many) + (few * TO_BITS).min(candidates * TEST)
            }
            Node::Rows(_) => looked,
            Node::Alike { .. } => candidates * LIKENESS,
        }
    }

    /// Which part of all rows the condition leaves.
    pub(super) fn part_left(&self, node: &Node) -> f64 {
        let part = |rows: f64| (rows / float(self.ids.len().max(1) as u64)).min(1.0);
        match node {
            Node::All(nodes) => nodes.iter().map(|node| self.part_left(node)).product(),
            Node::Any(nodes) => nodes.iter().map(|node| self.part_left(node)).sum::<f64>().min(1.0),
            Node::Not(node) => 1.0 - self.part_left(node),
            Node::Has { place, ids } => part(of_any(matching::terms(self, *place), ids)),
            Node::Phrase { text, ids } => self.texts.get(*text).map_or(0.0, |terms| {
                part(ids.iter().map(|id| of_any(terms, &[*id])).fold(f64::MAX, f64::min))
            }),
            Node::Between { field, lower, low, high } => self.figure(field).map_or(0.0, |figure| {
                let column = if *lower { &figure.low } else { &figure.value };
                let step = (column.len() / SAMPLE).max(1);
                let rows = (0_u32..).step_by(step).take(SAMPLE.min(column.len()));
                let inside = rows.filter_map(|row| column.get(row)).filter(|it| it >= low && it <= high);
                float(inside.count() as u64) / SAMPLE as f64
            }),
            Node::Sponsored { brand, .. } => part(of_any(&self.sponsored, &[*brand])),
            Node::Rows(rows) => part(float(rows.count())),
            Node::Alike { .. } => 0.5,
        }
    }
}
