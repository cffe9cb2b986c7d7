//! Comments that repeat each other.

use std::collections::BTreeSet;

use super::{Signal, Subject, threshold};
use crate::credibility::Error;
use crate::stats::Undefined;

/// Fewer comments show nothing.
const FEWEST: usize = 30;
/// Shorter ones, such as a heart or "wow", repeat among persons too.
const SHORTEST: usize = 6;

/// The share of comments that repeat an earlier one: of those with six letters or digits and more, compared without
/// case, white space, marks and emoji.
///
/// # Errors
/// [`Error::BadThreshold`].
pub fn duplicated_comments<'a>(
    comments: impl IntoIterator<Item = &'a str>,
    given: Option<f64>,
) -> Result<Signal, Error> {
    let subject = Subject::DuplicatedComments;
    let threshold = threshold(subject, given)?;
    let mut distinct = BTreeSet::new();
    let mut n = 0;
    for comment in comments {
        let key: String =
            comment.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        if key.chars().count() >= SHORTEST {
            n += 1;
            distinct.insert(key);
        }
    }
    if n < FEWEST {
        return Ok(Signal::unseen(subject, threshold, n, Undefined::TooFew));
    }
    let share = (n - distinct.len()) as f64 / n as f64;
    Ok(Signal::seen(subject, threshold, share, share > threshold, n, None))
}
