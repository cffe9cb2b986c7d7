//! What XGBoost writes: `Booster.save_model("model.json")`.
//!
//! A question is answered with yes where the value, in single precision, is below the threshold.

use std::collections::HashMap;

use serde_json::Value;

use super::{Asked, Part, Place, Planted, Read};
use crate::credibility::Error;

pub(super) fn read(model: &Value) -> Result<Read, Error> {
    let learner = Part::whole(model).need("learner")?;
    let objective = learner.need("objective")?.need("name")?;
    if objective.text()? != "binary:logistic" {
        return objective.refuse("only binary:logistic tells one probability");
    }
    let booster = learner.need("gradient_booster")?;
    let name = booster.need("name")?;
    if name.text()? != "gbtree" {
        return name.refuse("only gbtree is a plain sum of trees");
    }
    let base = base(&learner.need("learner_model_param")?.need("base_score")?)?;
    let features = learner.get("feature_names").map_or(Ok(Vec::new()), |names| names.texts())?;
    let model = booster.need("model")?;
    let trees = model.need("trees")?.each()?.map(|tree| grow(&tree)).collect::<Result<_, _>>()?;
    Ok(Read { base, features, trees })
}

/// The log-odds before any tree; a probability is written, in brackets by newer versions.
fn base(part: &Part<'_>) -> Result<f64, Error> {
    let text = part.value.as_str().map(|text| text.trim_matches(['[', ']']));
    let probability = match text.and_then(|text| text.parse::<f32>().ok()) {
        Some(value) => f64::from(value),
        None => part.number()?,
    };
    if probability > 0.0 && probability < 1.0 {
        Ok(libm::log(probability / (1.0 - probability)))
    } else {
        part.refuse("it is a probability between 0 and 1")
    }
}

/// The lists of a tree, a place for each node.
struct Nodes<'a> {
    tree: &'a Part<'a>,
    lists: HashMap<&'static str, Vec<Part<'a>>>,
}

impl<'a> Nodes<'a> {
    fn new(tree: &'a Part<'a>) -> Result<Self, Error> {
        let names = [
            "left_children",
            "right_children",
            "split_indices",
            "split_conditions",
            "default_left",
            "sum_hessian",
        ];
        let list = |name| Ok((name, tree.need(name)?.each()?.collect()));
        Ok(Nodes { tree, lists: names.into_iter().map(list).collect::<Result<_, Error>>()? })
    }

    fn count(&self) -> usize {
        self.lists.get("left_children").map_or(0, Vec::len)
    }

    fn get(&self, list: &'static str, node: usize) -> Result<&Part<'a>, Error> {
        match self.lists.get(list).and_then(|list| list.get(node)) {
            Some(part) => Ok(part),
            None => self.tree.refuse("a branch leads to no node, or a list is too short"),
        }
    }
}

fn grow(tree: &Part<'_>) -> Result<super::wire::Tree, Error> {
    let categories = tree.get("categories_nodes").and_then(|nodes| nodes.value.as_array());
    if categories.is_some_and(|nodes| !nodes.is_empty()) {
        return tree.refuse("it asks for categories; only numbers are read");
    }
    let nodes = Nodes::new(tree)?;
    let mut planted = Planted::default();
    // What is still to be hung, with how often the walk may go on: a circle would never end.
    let mut waiting = vec![(Place::Root, 0_usize)];
    let mut room = nodes.count();
    while let Some((place, node)) = waiting.pop() {
        let (left, right) = (nodes.get("left_children", node)?, nodes.get("right_children", node)?);
        room = match room.checked_sub(1) {
            Some(room) => room,
            None => return tree.refuse("its branches go in a circle"),
        };
        let threshold = nodes.get("split_conditions", node)?.number()? as f32;
        let (yes, no) = (left.whole_number()?, right.whole_number()?);
        if yes < 0 {
            // The leaf is written in the place of a threshold.
            planted.leaf(place, f64::from(threshold), nodes.get("sum_hessian", node)?.number()?);
            continue;
        }
        let feature = nodes.get("split_indices", node)?;
        let Ok(of) = u32::try_from(feature.whole_number()?) else {
            return feature.refuse("it is the place of a feature");
        };
        let unknown = nodes.get("default_left", node)?.flag()?;
        let question = planted.ask(place, &Asked { feature: of, below: parted(threshold), unknown });
        let (Ok(yes), Ok(no)) = (usize::try_from(yes), usize::try_from(no)) else {
            return right.refuse("a question has two branches");
        };
        waiting.push((Place::No(question), no));
        waiting.push((Place::Yes(question), yes));
    }
    Ok(planted.grown())
}

/// The number such that a value is below it exactly where the value in single precision is below the threshold.
///
/// Values up to the middle between the threshold and the number of single precision before it become the latter. The
/// middle itself becomes the one whose last bit is 0.
fn parted(threshold: f32) -> f64 {
    let before = threshold.next_down();
    let middle = 0.5 * (f64::from(before) + f64::from(threshold));
    if middle as f32 == threshold { middle } else { middle.next_up() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_below_where_it_is_in_single_precision() {
        for threshold in [0.1_f32, 1.0, 2.5, 1e-30, -3.7, 16_777_216.0, 1e30] {
            let parted = parted(threshold);
            let near = f64::from(threshold);
            let mut values =
                vec![parted, parted.next_down(), parted.next_up(), near, near.next_down(), near.next_up()];
            values.extend([f64::from(threshold.next_down()), f64::from(threshold.next_up())]);
            for value in values {
                assert_eq!(value < parted, (value as f32) < threshold, "{value} {threshold}");
            }
        }
    }
}
