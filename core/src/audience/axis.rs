//! One side of a table: the categories of a dimension, or of a hierarchy of dimensions.

use serde::{Deserialize, Serialize};

use super::{Category, Dimension, Error};

/// One category on an axis.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Node {
    /// The value.
    pub category: Category,
    /// The node of which this one is a part: a region's country. `None` on the top level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<usize>,
}

/// One side of a table.
///
/// A flat axis has one dimension and nodes without parents. A hierarchical axis has one dimension per level
/// (country > region > city); its leaves carry the cells, its inner nodes are subtotals. A parent comes before
/// its children.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Parts")]
pub struct Axis {
    dimensions: Vec<Dimension>,
    nodes: Vec<Node>,
    #[serde(skip)]
    is_leaf: Vec<bool>,
}

/// What is written down of an axis; the rest follows from it.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Parts {
    dimensions: Vec<Dimension>,
    nodes: Vec<Node>,
}

impl TryFrom<Parts> for Axis {
    type Error = Error;

    fn try_from(parts: Parts) -> Result<Axis, Error> {
        Axis::hierarchical(parts.dimensions, parts.nodes)
    }
}

impl Axis {
    /// An axis of one dimension.
    ///
    /// # Errors
    /// [`Error::RepeatedCategory`] where a category comes twice.
    ///
    /// ```
    /// use renown::audience::{Axis, Category, Dimension};
    ///
    /// let gender = Axis::flat(Dimension::Gender, ["female".into(), "male".into(), Category::Missing])?;
    /// assert_eq!(gender.leaves().count(), 3);
    /// # Ok::<(), renown::audience::Error>(())
    /// ```
    pub fn flat(dimension: Dimension, categories: impl IntoIterator<Item = Category>) -> Result<Axis, Error> {
        let nodes = categories.into_iter().map(|category| Node { category, parent: None }).collect();
        Axis::hierarchical(vec![dimension], nodes)
    }

    /// An axis of nested dimensions, the widest first. The depth of a node is its level.
    ///
    /// # Errors
    /// [`Error::BrokenHierarchy`] where a parent does not come before its child, where a node is deeper than
    /// there are dimensions, or where there is no dimension; [`Error::RepeatedCategory`] where a category comes
    /// twice under one parent; [`Error::RepeatedDimension`] where a dimension comes twice.
    pub fn hierarchical(dimensions: Vec<Dimension>, nodes: Vec<Node>) -> Result<Axis, Error> {
        for (i, dimension) in dimensions.iter().enumerate() {
            if dimensions.iter().take(i).any(|d| d == dimension) {
                return Err(Error::RepeatedDimension { dimension: *dimension });
            }
        }
        if dimensions.is_empty() {
            return Err(Error::BrokenHierarchy { node: 0, problem: "an axis needs at least one dimension" });
        }
        let mut depths: Vec<usize> = Vec::with_capacity(nodes.len());
        let mut is_leaf = vec![true; nodes.len()];
        let mut seen = std::collections::HashSet::with_capacity(nodes.len());
        for (i, node) in nodes.iter().enumerate() {
            let depth = match node.parent {
                None => 0,
                Some(parent) => match (depths.get(parent), is_leaf.get_mut(parent)) {
                    (Some(depth), Some(leaf)) => {
                        *leaf = false;
                        depth + 1
                    }
                    _ => {
                        let problem = "the parent must come before its child";
                        return Err(Error::BrokenHierarchy { node: i, problem });
                    }
                },
            };
            let Some(&dimension) = dimensions.get(depth) else {
                return Err(Error::BrokenHierarchy {
                    node: i,
                    problem: "the node is deeper than the levels",
                });
            };
            if let Some(label) = node.category.label() {
                check_label(dimension, label)?;
            }
            if !seen.insert((node.parent, &node.category)) {
                return Err(Error::RepeatedCategory { dimension, node: i });
            }
            depths.push(depth);
        }
        if dimensions.len() > 1 && dimensions.iter().any(|d| d.is_multi_valued()) {
            let problem = "a dimension of which a person may have several values cannot be a level";
            return Err(Error::BrokenHierarchy { node: 0, problem });
        }
        Ok(Axis { dimensions, nodes, is_leaf })
    }

    /// The dimensions, one per level, the widest first.
    pub fn dimensions(&self) -> &[Dimension] {
        &self.dimensions
    }

    /// The categories, inner ones (subtotals) and leaves. A cell names its place by index into this slice.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The indices of the nodes that have no children, ascending.
    pub fn leaves(&self) -> impl Iterator<Item = usize> + '_ {
        self.is_leaf.iter().enumerate().filter(|(_, leaf)| **leaf).map(|(i, _)| i)
    }

    /// Whether the node has no children. A node that does not exist is no leaf.
    pub fn is_leaf(&self, node: usize) -> bool {
        self.is_leaf.get(node).copied().unwrap_or(false)
    }

    /// Whether the axis has subtotals.
    pub fn is_hierarchical(&self) -> bool {
        self.is_leaf.iter().any(|leaf| !leaf)
    }

    /// Whether one person may stand in several categories.
    pub fn is_multi_valued(&self) -> bool {
        self.dimensions.iter().any(|d| d.is_multi_valued())
    }

    /// The node and the nodes that contain it, from the node upwards.
    pub fn path(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        let exists = (node < self.nodes.len()).then_some(node);
        std::iter::successors(exists, |&i| self.nodes.get(i).and_then(|n| n.parent))
    }
}

/// The longest label, in bytes. Long enough for any place name, short enough to keep free text out.
const LONGEST_LABEL: usize = 1_024;

/// Refuses labels that cannot be published as a category.
pub(crate) fn check_label(dimension: Dimension, label: &str) -> Result<(), Error> {
    let problem = match label {
        "" => Some("it is empty; a value that is not known is null"),
        long if long.len() > LONGEST_LABEL => Some("it is longer than 1024 bytes"),
        odd if odd.chars().any(char::is_control) => Some("it holds a control character"),
        _ => None,
    };
    if let Some(problem) = problem {
        return Err(Error::BadLabel { dimension, bytes: label.len(), problem });
    }
    if dimension == Dimension::Interest
        && let Some(category) = super::SpecialCategory::named_by(label)
    {
        return Err(Error::SpecialCategory { name: label.to_owned(), category });
    }
    Ok(())
}
