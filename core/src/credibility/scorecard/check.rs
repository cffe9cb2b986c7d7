//! What a model must be to be used.

use super::{Card, wire};
use crate::credibility::basis::bad;
use crate::credibility::{Error, Feature};

const FORMAT: &str = "renown.scorecard/1";
const MOST_EDGES: usize = 256;
const MOST_POINTS: i32 = 1_000_000;

/// How the model is written.
pub(super) fn header(model: &wire::Model) -> Result<(), Error> {
    if model.format != FORMAT {
        return Err(bad("format", "it is not \"renown.scorecard/1\""));
    }
    if !(1..=10_000).contains(&model.scale) {
        return Err(bad("scale", "it is a whole number from 1 to 10000: the points of one unit of log-odds"));
    }
    Ok(())
}

/// The features, each once, each with points for all its bins.
pub(super) fn cards(cards: &[wire::Card]) -> Result<Vec<Card>, Error> {
    if cards.is_empty() {
        return Err(bad("features", "there are none; at least one is needed"));
    }
    let mut read: Vec<Card> = Vec::with_capacity(cards.len().min(Feature::COUNT));
    for (position, card) in cards.iter().enumerate() {
        let feature = Feature::of_model(position, &card.feature)?;
        if let Some(problem) = problem(card, read.iter().any(|other| other.feature == feature)) {
            return Err(Error::BadCard { feature, problem });
        }
        read.push(Card {
            feature,
            edges: card.edges.clone(),
            points: card.points.clone(),
            unknown: card.unknown,
        });
    }
    Ok(read)
}

fn problem(card: &wire::Card, repeated: bool) -> Option<&'static str> {
    let pairs = || card.points.iter().zip(card.points.iter().skip(1));
    let rises = card.edges.iter().zip(card.edges.iter().skip(1)).all(|(before, after)| before < after);
    let in_range = |points: &i32| (-MOST_POINTS..=MOST_POINTS).contains(points);
    if repeated {
        Some("it comes twice; once is enough")
    } else if card.edges.is_empty() || card.edges.len() > MOST_EDGES {
        Some("there are 1 to 256 edges")
    } else if !card.edges.iter().all(|edge| edge.is_finite()) || !rises {
        Some("edges are finite numbers, each above the one before")
    } else if card.points.len() != card.edges.len() + 1 {
        Some("there is one number of points more than there are edges: one for each bin")
    } else if !card.points.iter().chain([&card.unknown]).all(in_range) {
        Some("points are between -1000000 and 1000000")
    } else if card.direction == wire::Direction::Rising && !pairs().all(|(before, after)| before <= after) {
        Some("its direction is rising, but its points fall")
    } else if card.direction == wire::Direction::Falling && !pairs().all(|(before, after)| before >= after) {
        Some("its direction is falling, but its points rise")
    } else {
        None
    }
}

/// That no sum of points leaves what probabilities distinguish by far.
pub(super) fn range(base: i32, scale: i32, cards: &[Card]) -> Result<(), Error> {
    let most = |card: &Card| {
        card.points.iter().chain([&card.unknown]).map(|points| i64::from(*points).abs()).max().unwrap_or(0)
    };
    let sum = i64::from(base).abs() + cards.iter().map(most).sum::<i64>();
    // Beyond e^±700 a probability is 0 or 1 to the last bit.
    if sum > i64::from(scale) * 700 {
        Err(bad("points", "their sum may exceed 700 units of log-odds"))
    } else {
        Ok(())
    }
}
