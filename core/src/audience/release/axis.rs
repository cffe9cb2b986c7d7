//! One side of a table with its total: a tree of nodes whose root is the total.

use crate::audience::{self, Category};

/// The position of the total on every axis; node `i` of the table's axis stands at `i + 1`.
pub(crate) const TOTAL: u32 = 0;

/// One node of an axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    /// None for the total.
    pub(crate) category: Option<Category>,
    pub(crate) parent: u32,
    pub(crate) children: Vec<u32>,
}

/// A dimension or a hierarchy of dimensions, with its total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tree {
    pub(crate) name: String,
    pub(crate) nodes: Vec<Node>,
    /// Whether a node is the sum of its children; not so where a person may stand in several.
    pub(crate) adds_up: bool,
}

impl Tree {
    pub(crate) fn of(axis: &audience::Axis) -> Self {
        let name = axis.dimensions().iter().map(|dimension| dimension.name()).collect::<Vec<_>>().join(">");
        let root = Node { category: None, parent: TOTAL, children: Vec::new() };
        let mut nodes = vec![root];
        for node in axis.nodes() {
            let parent = node.parent.map_or(TOTAL, |parent| index(parent + 1));
            nodes.push(Node { category: Some(node.category.clone()), parent, children: Vec::new() });
        }
        let parents: Vec<u32> = nodes.iter().map(|node| node.parent).collect();
        for (child, &parent) in parents.iter().enumerate().skip(1) {
            if let Some(node) = nodes.get_mut(parent as usize) {
                node.children.push(index(child));
            }
        }
        Tree { name, nodes, adds_up: !axis.is_multi_valued() }
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn children(&self, node: u32) -> &[u32] {
        self.nodes.get(node as usize).map_or(&[], |node| &node.children)
    }

    /// Whether a node has no parts. The total of an axis without nodes has none either.
    pub(crate) fn is_leaf(&self, node: u32) -> bool {
        self.children(node).is_empty()
    }

    /// How many steps a node is below the total.
    pub(crate) fn depth(&self, node: u32) -> usize {
        let (mut at, mut depth) = (node, 0);
        while at != TOTAL {
            at = self.nodes.get(at as usize).map_or(TOTAL, |node| node.parent);
            depth += 1;
        }
        depth
    }
}

/// Axes are limited by the number of cells, which fits 32 bits by far.
pub(crate) fn index(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}
