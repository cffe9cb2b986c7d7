//! What an ensemble must be to be used, and how it is held.

use super::{Branch, ONE, Question, Tree, fixed, wire};
use crate::credibility::{Error, Feature};

pub(super) const MOST_TREES: usize = 10_000;
const MOST_QUESTIONS: usize = 65_535;
const MOST_QUESTIONS_OF_ALL: usize = 1 << 22;
/// Of log-odds, in sum; far beyond what a probability tells apart, and far from what overflows.
const MOST_SUM: f64 = 100_000.0;

pub(super) fn bad(path: String, problem: &'static str) -> Error {
    Error::BadTree { path, problem }
}

/// The features, each once.
pub(super) fn features(names: &[String]) -> Result<Vec<Feature>, Error> {
    let mut features = Vec::with_capacity(names.len().min(Feature::COUNT));
    for (position, name) in names.iter().enumerate() {
        let feature = Feature::of_model(position, name)?;
        if features.contains(&feature) {
            return Err(bad(format!("features[{position}]"), "it comes twice; once is enough"));
        }
        features.push(feature);
    }
    Ok(features)
}

/// The trees, and the log-odds before them, in parts.
pub(super) fn trees(read: &wire::Ensemble, features: usize) -> Result<(Vec<Tree>, i64), Error> {
    if read.trees.is_empty() || read.trees.len() > MOST_TREES {
        return Err(bad("trees".to_owned(), "there are 1 to 10000 trees"));
    }
    if read.trees.iter().map(|tree| tree.feature.len()).sum::<usize>() > MOST_QUESTIONS_OF_ALL {
        return Err(bad("trees".to_owned(), "there are at most 4194304 questions in all"));
    }
    if !read.base.is_finite() {
        return Err(bad("base".to_owned(), "it is a finite number"));
    }
    let mut most = read.base.abs();
    let mut trees = Vec::with_capacity(read.trees.len());
    for (at, tree) in read.trees.iter().enumerate() {
        trees.push(checked(at, tree, features)?);
        most += tree.leaves.iter().fold(0.0_f64, |most, leaf| most.max(leaf.abs()));
    }
    if most > MOST_SUM {
        return Err(bad("trees".to_owned(), "their sum may exceed 100000 units of log-odds"));
    }
    Ok((trees, fixed(read.base)))
}

fn checked(at: usize, tree: &wire::Tree, features: usize) -> Result<Tree, Error> {
    let path = |list: &str| format!("trees[{at}].{list}");
    let of = |list: &str, place: usize| format!("trees[{at}].{list}[{place}]");
    let n = tree.feature.len();
    if n > MOST_QUESTIONS {
        return Err(bad(path("feature"), "a tree has at most 65535 questions"));
    }
    for (list, length, wanted) in [
        ("below", tree.below.len(), n),
        ("yes", tree.yes.len(), n),
        ("no", tree.no.len(), n),
        ("unknown", tree.unknown.len(), n),
        ("leaves", tree.leaves.len(), n + 1),
        ("cover", tree.cover.as_ref().map_or(n + 1, Vec::len), n + 1),
    ] {
        if length != wanted {
            let problem = "lists are as long as that of features; leaves and their cover are one more";
            return Err(bad(path(list), problem));
        }
    }
    if let Some(place) = tree.leaves.iter().position(|leaf| !leaf.is_finite()) {
        return Err(bad(of("leaves", place), "it is a finite number"));
    }
    let cover = tree.cover.iter().flatten();
    if let Some(place) = cover.clone().position(|cover| !(cover.is_finite() && *cover >= 0.0)) {
        return Err(bad(of("cover", place), "it is a finite number from 0"));
    }
    let (mut asked, mut reached) = (vec![false; n], vec![false; n + 1]);
    let mut questions = Vec::with_capacity(n);
    let lists = tree.feature.iter().zip(&tree.below).zip(tree.yes.iter().zip(&tree.no)).zip(&tree.unknown);
    for (place, (((feature, below), (yes, no)), unknown)) in lists.enumerate() {
        if *feature as usize >= features {
            return Err(bad(of("feature", place), "there is no such feature in the list"));
        }
        if !below.is_finite() {
            return Err(bad(of("below", place), "it is a finite number"));
        }
        let mut branch = |list: &str, to: i32| {
            let (seen, at, branch) = match usize::try_from(to) {
                Ok(question) => (&mut asked, question, Branch::Question(question)),
                Err(_) => {
                    let leaf = (-1 - i64::from(to)) as usize;
                    (&mut reached, leaf, Branch::Leaf(leaf))
                }
            };
            match seen.get_mut(at) {
                None => Err(bad(of(list, place), "it leads nowhere")),
                Some(true) => Err(bad(of(list, place), "it leads where another branch leads")),
                Some(_) if to >= 0 && at <= place => {
                    Err(bad(of(list, place), "a question comes after the one that leads to it"))
                }
                Some(seen) => {
                    *seen = true;
                    Ok(branch)
                }
            }
        };
        let (yes, no) = (branch("yes", *yes)?, branch("no", *no)?);
        questions.push(Question {
            feature: *feature as usize,
            below: *below,
            yes,
            no,
            unknown_is_yes: *unknown,
        });
    }
    let leaves: Vec<i64> = tree.leaves.iter().map(|leaf| fixed(*leaf)).collect();
    let values = values(&questions, tree);
    Ok(Tree { questions, leaves, values })
}

/// What is to be expected at each question: the mean of the leaves below it by their cover, or of all alike.
fn values(questions: &[Question], tree: &wire::Tree) -> Vec<i64> {
    let known = tree.cover.as_ref().filter(|cover| cover.iter().all(|cover| *cover > 0.0));
    let mut sums = vec![(0.0, 0.0); questions.len()];
    // Questions come after those that lead to them.
    for (place, question) in questions.iter().enumerate().rev() {
        let (mut whole, mut sum) = (0.0, 0.0);
        for branch in [question.yes, question.no] {
            let (weight, value) = match branch {
                Branch::Question(at) => sums.get(at).copied().unwrap_or_default(),
                Branch::Leaf(at) => {
                    let weight = known.and_then(|cover| cover.get(at)).copied().unwrap_or(1.0);
                    (weight, weight * tree.leaves.get(at).copied().unwrap_or_default())
                }
            };
            whole += weight;
            sum += value;
        }
        if let Some(slot) = sums.get_mut(place) {
            *slot = (whole, sum);
        }
    }
    sums.iter().map(|(whole, sum)| ((sum / whole) * ONE as f64).round() as i64).collect()
}
