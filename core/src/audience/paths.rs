//! From the categories of cells to the nodes of an axis.

use std::collections::{BTreeMap, BTreeSet};

use super::{Category, Dimension, Node};

/// The categories of one axis, the widest level first, ordered as reports list them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path {
    pub(super) dimensions: Vec<Dimension>,
    pub(super) categories: Vec<Category>,
}

impl Ord for Path {
    fn cmp(&self, other: &Path) -> std::cmp::Ordering {
        let pairs = self.dimensions.iter().zip(self.categories.iter().zip(&other.categories));
        pairs
            .map(|(d, (a, b))| d.order(a, b))
            .find(|order| order.is_ne())
            .unwrap_or(std::cmp::Ordering::Equal)
    }
}

impl PartialOrd for Path {
    fn partial_cmp(&self, other: &Path) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The nodes of an axis from its sorted paths, and which node each path ends at.
pub(super) fn tree(paths: BTreeSet<Path>) -> (Vec<Node>, BTreeMap<Path, usize>) {
    let mut nodes: Vec<Node> = Vec::new();
    let mut ends = BTreeMap::new();
    let mut last: Vec<(Category, usize)> = Vec::new();
    for path in paths {
        let shared = last.iter().zip(&path.categories).take_while(|((a, _), b)| a == *b).count();
        last.truncate(shared);
        for category in path.categories.iter().skip(shared) {
            let parent = last.last().map(|(_, node)| *node);
            last.push((category.clone(), nodes.len()));
            nodes.push(Node { category: category.clone(), parent });
        }
        if let Some((_, node)) = last.last() {
            ends.insert(path, *node);
        }
    }
    (nodes, ends)
}

/// The node at the end of a path, which may be a subtotal; `None` where there is none, or for the empty path.
pub(super) fn find(nodes: &[Node], path: &[Category]) -> Option<usize> {
    let mut at = None;
    for category in path {
        at = Some(nodes.iter().position(|node| node.parent == at && node.category == *category)?);
    }
    at
}

/// The dimensions of place, the widest first: where there are several, they are levels of one axis.
const PLACES: [Dimension; 3] = [Dimension::Country, Dimension::Region, Dimension::City];

/// The dimensions of each axis: alone, or the places together, which stand where the first of them stands.
pub(super) fn nested(dimensions: &[Dimension]) -> Vec<Vec<Dimension>> {
    let places: Vec<Dimension> = PLACES.into_iter().filter(|place| dimensions.contains(place)).collect();
    let mut groups: Vec<Vec<Dimension>> = Vec::with_capacity(dimensions.len());
    for dimension in dimensions {
        if !places.contains(dimension) {
            groups.push(vec![*dimension]);
        } else if !groups.contains(&places) {
            groups.push(places.clone());
        }
    }
    groups
}
