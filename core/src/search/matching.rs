//! Words of a dictionary that begin like a word, or are like it.

use super::catalog::Catalog;
use super::plan::Place;
use super::terms::Terms;
use crate::model::edits;

/// The labels or words of a place.
pub(super) fn terms(catalog: &Catalog, place: Place) -> &Terms {
    let found = match place {
        Place::Label(label) => catalog.labels.get(label),
        Place::Text(text) => catalog.texts.get(text),
    };
    // Places are made from the lists that the arrays have the length of.
    found.unwrap_or(&catalog.topics)
}

/// The words that begin so.
pub(super) fn beginning(terms: &Terms, prefix: &str) -> Vec<u32> {
    terms.labels().filter(|(_, label)| label.starts_with(prefix)).map(|(id, _)| id).collect()
}

/// The words within so many edits (optimal string alignment). One whose letters alone differ by more is not compared.
pub(super) fn like(terms: &Terms, word: &str, allowed: usize) -> Vec<u32> {
    let letters: Vec<char> = word.chars().collect();
    let (signature, length) = (signature(word), letters.len());
    let near = |label: &str| {
        // An edit changes two letters of the set at most, and one of the length; each letter has one to four bytes.
        let apart = (signature ^ self::signature(label)).count_ones() as usize;
        apart <= 2 * allowed
            && label.len() <= 4 * (length + allowed)
            && edits(&letters, label, allowed).is_some()
    };
    terms.labels().filter(|(_, label)| near(label)).map(|(id, _)| id).collect()
}

/// A bit for each letter that occurs, up to collisions.
fn signature(word: &str) -> u64 {
    word.chars().fold(0, |bits, letter| bits | 1 << (u32::from(letter) % 64))
}
