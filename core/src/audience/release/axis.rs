//! One dimension of a table with its totals: a tree of codes whose root is the total.

use super::Error;

/// The position of the total on every axis.
pub(crate) const TOTAL: u32 = 0;

/// One code of an axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) code: String,
    pub(crate) parent: u32,
    pub(crate) children: Vec<u32>,
}

/// A dimension with its codes: flat (gender) or a hierarchy (country > region). Its total is always there.
///
/// ```
/// use renown::audience::release::Axis;
/// # fn main() -> Result<(), renown::audience::release::Error> {
/// let gender = Axis::flat("gender", ["female", "male", "other"])?;
/// assert_eq!(gender.len(), 4); // with the total
/// let place = Axis::tree("place", [("FR", None), ("Paris", Some("FR")), ("Lyon", Some("FR")), ("IL", None)])?;
/// assert_eq!(place.leaves().collect::<Vec<_>>(), ["Paris", "Lyon", "IL"]);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    name: String,
    nodes: Vec<Node>,
}

impl Axis {
    /// An axis without hierarchy: every code is a part of the total.
    ///
    /// # Errors
    /// [`Error::MalformedAxes`] without codes, [`Error::DuplicateCode`] where a code repeats.
    pub fn flat<S: Into<String>>(
        name: impl Into<String>,
        codes: impl IntoIterator<Item = S>,
    ) -> Result<Self, Error> {
        Self::tree::<S, &str>(name, codes.into_iter().map(|code| (code, None)))
    }

    /// An axis with a hierarchy: every code names its parent, or none where it is a part of the total.
    /// The order of the input is free; children keep the order in which they come.
    ///
    /// # Errors
    /// As [`Axis::flat`]; [`Error::UnknownCode`] where a parent does not exist,
    /// [`Error::CircularHierarchy`] where the parents run in a circle.
    pub fn tree<S: Into<String>, P: AsRef<str>>(
        name: impl Into<String>,
        codes: impl IntoIterator<Item = (S, Option<P>)>,
    ) -> Result<Self, Error> {
        let name = name.into();
        let given: Vec<(String, Option<P>)> =
            codes.into_iter().map(|(code, parent)| (code.into(), parent)).collect();
        if given.is_empty() {
            return Err(Error::MalformedAxes { what: format!("axis {name:?} has no codes") });
        }
        let mut position = std::collections::BTreeMap::new();
        for (index, (code, _)) in given.iter().enumerate() {
            // The empty code is how the total is written in coordinates.
            if code.is_empty() || position.insert(code.as_str(), index + 1).is_some() {
                return Err(Error::DuplicateCode { axis: name, code: code.clone() });
            }
        }
        let mut nodes = vec![Node { code: String::new(), parent: TOTAL, children: Vec::new() }];
        for (code, parent) in &given {
            let parent = match parent {
                None => 0,
                Some(parent) => *position.get(parent.as_ref()).ok_or_else(|| Error::UnknownCode {
                    axis: name.clone(),
                    code: parent.as_ref().to_owned(),
                })?,
            };
            nodes.push(Node { code: code.clone(), parent: index(parent), children: Vec::new() });
        }
        let parents: Vec<u32> = nodes.iter().map(|node| node.parent).collect();
        for (child, &parent) in parents.iter().enumerate().skip(1) {
            if let Some(node) = nodes.get_mut(parent as usize) {
                node.children.push(index(child));
            }
            // A walk up that is longer than the axis never ends.
            let mut at = parent;
            let mut steps = 0;
            while at != TOTAL {
                steps += 1;
                if steps > parents.len() {
                    let code = nodes.get(child).map(|node| node.code.clone()).unwrap_or_default();
                    return Err(Error::CircularHierarchy { axis: name, code });
                }
                at = parents.get(at as usize).copied().unwrap_or(TOTAL);
            }
        }
        Ok(Axis { name, nodes })
    }

    /// The name of the dimension.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The number of codes with the total.
    #[expect(clippy::len_without_is_empty, reason = "an axis has at least its total and one code")]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The codes that have no parts, in order.
    pub fn leaves(&self) -> impl Iterator<Item = &str> {
        self.nodes.iter().filter(|node| node.children.is_empty()).map(|node| node.code.as_str())
    }

    /// All codes in order, the total first as the empty string.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.nodes.iter().map(|node| node.code.as_str())
    }

    /// The code that a code is a part of; none for the total and for unknown codes.
    pub fn parent_of(&self, code: &str) -> Option<&str> {
        let node = self.nodes.iter().skip(1).find(|node| node.code == code)?;
        self.nodes.get(node.parent as usize).map(|parent| parent.code.as_str())
    }

    pub(crate) fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    pub(crate) fn find(&self, code: &str) -> Result<u32, Error> {
        self.nodes
            .iter()
            .position(|node| node.code == code)
            .map(index)
            .ok_or_else(|| Error::UnknownCode { axis: self.name.clone(), code: code.to_owned() })
    }

    pub(crate) fn is_leaf(&self, node: u32) -> bool {
        self.nodes.get(node as usize).is_some_and(|node| node.children.is_empty())
    }

    /// The node itself and everything it is a part of, up to the total.
    pub(crate) fn chain(&self, node: u32) -> Vec<u32> {
        let mut chain = vec![node];
        let mut at = node;
        while at != TOTAL {
            at = self.nodes.get(at as usize).map_or(TOTAL, |node| node.parent);
            chain.push(at);
        }
        chain
    }
}

/// Axes are limited by the number of cells, which fits 32 bits by far.
pub(crate) fn index(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}
