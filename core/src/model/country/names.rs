//! Countries by what people write, and what they probably meant.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Country, lines};

/// Folded names and their codes, by name.
static NAMES: &str = include_str!("names.tsv");

/// Names longer than this are not compared: none is.
const LONGEST: usize = 80;

/// The key of a name: no marks, lower case, letters and digits only.
pub(super) fn fold(name: &str) -> String {
    name.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

pub(super) fn entries() -> impl Iterator<Item = (&'static str, Country)> {
    lines::entries(NAMES).filter_map(|(name, code)| Some((name, Country::from_alpha2(code)?)))
}

pub(super) fn find(name: &str) -> Option<Country> {
    if name.chars().nth(LONGEST).is_some() {
        return None;
    }
    lines::find(NAMES, &fold(name)).and_then(|(_, code)| Country::from_alpha2(code))
}

/// The country that was probably meant: what the tolerant reading finds, else the only name within one edit for
/// short names, two for longer ones.
pub(super) fn nearest(text: &str) -> Option<Country> {
    if let Some(country) = Country::lookup(text) {
        return Some(country);
    }
    if text.chars().nth(LONGEST).is_some() {
        return None;
    }
    let key: Vec<char> = fold(text).chars().collect();
    let allowed = match key.len() {
        0..=3 => return None,
        4..=6 => 1,
        _ => 2,
    };
    let mut best: Option<(usize, Country)> = None;
    let mut tie = false;
    for (name, country) in entries() {
        let edits = crate::model::nearness::edits(&key, name, allowed);
        let Some(edits) = edits else { continue };
        match best {
            Some((fewest, _)) if edits > fewest => {}
            Some((fewest, other)) if edits == fewest => tie |= other != country,
            _ => {
                best = Some((edits, country));
                tie = false;
            }
        }
    }
    best.filter(|_| !tie).map(|(_, country)| country)
}
