//! What LightGBM gives: `Booster.dump_model()`.
//!
//! A question is answered with yes where the value is at most the threshold.

use serde_json::Value;

use super::{Asked, Part, Place, Planted, Read};
use crate::credibility::Error;

/// Trees are written within each other; deeper ones than LightGBM makes are refused.
const DEEPEST: usize = 512;

pub(super) fn read(model: &Value) -> Result<Read, Error> {
    let model = Part::whole(model);
    let objective = model.need("objective")?;
    let mut words = objective.text()?.split_whitespace();
    if words.next() != Some("binary") {
        return objective.refuse("only binary tells one probability");
    }
    let factor = words.find_map(|word| word.strip_prefix("sigmoid:"));
    let Ok(factor) = factor.unwrap_or("1").parse::<f64>() else {
        return objective.refuse("the sigmoid is a number");
    };
    if let Some(average) = model.get("average_output")
        && average.flag()?
    {
        return average.refuse("a forest whose trees are averaged is not read");
    }
    let features = model.get("feature_names").map_or(Ok(Vec::new()), |names| names.texts())?;
    let trees = model.need("tree_info")?.each()?.map(|tree| grow(&tree.need("tree_structure")?, factor));
    Ok(Read { base: 0.0, features, trees: trees.collect::<Result<_, _>>()? })
}

fn grow(root: &Part<'_>, factor: f64) -> Result<super::wire::Tree, Error> {
    let mut planted = Planted::default();
    let mut waiting = vec![(Place::Root, root.clone(), 0_usize)];
    while let Some((place, node, depth)) = waiting.pop() {
        if depth > DEEPEST {
            return node.refuse("the tree is too deep");
        }
        if let Some(leaf) = node.get("leaf_value") {
            if node.get("leaf_coeff").is_some() {
                return node.refuse("leaves that are linear models are not read");
            }
            let cover = node.get("leaf_count").map_or(Ok(0.0), |cover| cover.number())?;
            planted.leaf(place, leaf.number()? * factor, cover);
            continue;
        }
        let question = planted.ask(place, &asked(&node)?);
        waiting.push((Place::No(question), node.need("right_child")?, depth + 1));
        waiting.push((Place::Yes(question), node.need("left_child")?, depth + 1));
    }
    Ok(planted.grown())
}

fn asked(node: &Part<'_>) -> Result<Asked, Error> {
    let kind = node.need("decision_type")?;
    if kind.text()? != "<=" {
        return kind.refuse("only questions of numbers are read, not of categories");
    }
    let feature = node.need("split_feature")?;
    let Ok(of) = u32::try_from(feature.whole_number()?) else {
        return feature.refuse("it is the place of a feature");
    };
    let threshold = node.need("threshold")?.number()?;
    let missing = node.need("missing_type")?;
    let unknown = match missing.text()? {
        "NaN" => node.need("default_left")?.flag()?,
        // Where nothing was missing in training, what is missing is taken for 0.
        "None" => 0.0 <= threshold,
        _ => return missing.refuse("an ensemble that takes 0 for missing is not read; 0 is a number here"),
    };
    Ok(Asked { feature: of, below: threshold.next_up(), unknown })
}
