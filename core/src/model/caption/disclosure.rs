//! Labels that disclose a partnership, and how a text is compared with them.

use std::sync::LazyLock;

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::labels::LABELS;
use super::script::{is_unspaced, is_word};

/// How a label is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Form {
    /// A whole hashtag: `#ad`, but not `#adventure`.
    Hashtag,
    /// Whole words anywhere in the caption: "paid partnership".
    Words,
    /// The first word of the caption, set off from what follows: "Anzeige: …". Further on the same word may
    /// mean anything.
    Opening,
}

/// A label by which a partnership is disclosed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Disclosure {
    /// The label, without a number sign.
    pub label: &'static str,
    /// How it is used.
    pub form: Form,
    /// Its language, a BCP 47 tag.
    pub language: &'static str,
    /// Who asks for it or has made it usual; the documents are listed in `docs/model.md`.
    pub source: &'static str,
}

impl Disclosure {
    /// All labels that are known.
    pub fn all() -> &'static [Disclosure] {
        LABELS
    }
}

/// The longest label in folded characters; a longer text is none.
const LONGEST: usize = 64;
/// With underscores taken out, a shorter hashtag is no label: `#a_d` is not `#ad`.
const SHORTEST_JOINED: usize = 6;
/// How much white space may stand between two words of a label.
const GAP: usize = 3;

type Folded = (Box<[char]>, &'static Disclosure);

/// Hashtags by their folded form without spaces, sorted.
static HASHTAGS: LazyLock<Vec<Folded>> = LazyLock::new(|| folded(|form| form == Form::Hashtag));
/// All other labels by their folded form, sorted, so that those with the same first character stand together.
static WORDS: LazyLock<Vec<Folded>> = LazyLock::new(|| folded(|form| form != Form::Hashtag));

fn folded(wanted: fn(Form) -> bool) -> Vec<Folded> {
    let key = |label: &Disclosure| {
        fold(label.label.chars().filter(|c| label.form != Form::Hashtag || *c != '_')).collect()
    };
    let chosen = LABELS.iter().filter(|label| wanted(label.form));
    let mut all: Vec<Folded> = chosen.map(|label| (key(label), label)).collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

/// Folds a text for comparison: no marks, no capitals, no compatibility forms.
fn fold(chars: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    chars.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(|c| {
        let cased = !c.is_ascii();
        let plain = (!cased).then(|| c.to_ascii_lowercase());
        plain.into_iter().chain(cased.then(|| c.to_lowercase()).into_iter().flatten())
    })
}

/// What a hashtag discloses, given without its number sign.
pub(super) fn of_tag(body: &str) -> Option<&'static Disclosure> {
    // A mark or a joiner may stand on every character; beyond that no label can be meant.
    if body.len() > 4 * LONGEST {
        return None;
    }
    let mut buffer = ['\0'; LONGEST];
    let mut length = 0;
    for c in fold(body.chars().filter(|c| *c != '_')) {
        *buffer.get_mut(length)? = c;
        length += 1;
    }
    let key = buffer.get(..length)?;
    if length < SHORTEST_JOINED && body.contains('_') {
        return None;
    }
    let place = HASHTAGS.binary_search_by(|(label, _)| label.as_ref().cmp(key)).ok()?;
    HASHTAGS.get(place).map(|(_, disclosure)| *disclosure)
}

/// What the words at the beginning of `text` disclose, and how many bytes they take: the longest label that fits.
pub(super) fn of_words(text: &str, opening: bool) -> Option<(&'static Disclosure, usize)> {
    let first = text.chars().next()?;
    let first =
        if first.is_ascii() { first.to_ascii_lowercase() } else { fold(std::iter::once(first)).next()? };
    let from = WORDS.partition_point(|(label, _)| label.first() < Some(&first));
    WORDS
        .get(from..)?
        .iter()
        .take_while(|(label, _)| label.first() == Some(&first))
        .filter(|(_, disclosure)| disclosure.form == Form::Words || opening)
        .filter_map(|(label, disclosure)| {
            let length = matches(label, text)?;
            let after = text.get(length..)?;
            let fits = match disclosure.form {
                Form::Opening => is_set_off(after),
                _ => ends_word(after, label),
            };
            fits.then_some((*disclosure, length))
        })
        .max_by_key(|(_, length)| *length)
}

/// How many bytes of `text` the label takes, marks after its last character included.
fn matches(label: &[char], text: &str) -> Option<usize> {
    let mut wanted = label.iter().copied().peekable();
    let mut chars = text.char_indices().peekable();
    loop {
        let Some(next) = wanted.peek().copied() else {
            while chars.next_if(|(_, c)| is_combining_mark(*c)).is_some() {}
            return Some(chars.peek().map_or(text.len(), |(i, _)| *i));
        };
        if next == ' ' {
            let gap = (0..GAP)
                .map_while(|_| chars.next_if(|(_, c)| c.is_whitespace() || matches!(c, '-' | '_')))
                .count();
            // Scripts that write no spaces may leave the gap out.
            let before_unspaced = chars.peek().is_some_and(|(_, c)| is_unspaced(*c));
            if gap == 0 && !before_unspaced {
                return None;
            }
            wanted.next();
            continue;
        }
        let (_, c) = chars.next()?;
        if c.is_ascii() {
            if wanted.next() != Some(c.to_ascii_lowercase()) {
                return None;
            }
            continue;
        }
        for folded in fold(std::iter::once(c)) {
            if wanted.next() != Some(folded) {
                return None;
            }
        }
    }
}

/// Whether the word is over before `after`.
fn ends_word(after: &str, label: &[char]) -> bool {
    let unspaced = label.last().is_some_and(|c| is_unspaced(*c));
    unspaced || !after.chars().next().is_some_and(is_word)
}

/// Whether the first word is set off from what follows: by the end, a line break or a sign.
fn is_set_off(after: &str) -> bool {
    let spaces = after.chars().take_while(|c| matches!(c, ' ' | '\u{A0}' | '\u{3000}')).take(GAP).count();
    match after.chars().nth(spaces) {
        None | Some('\n' | '\r' | '\u{2028}' | '\u{2029}') => true,
        Some(c) => matches!(
            c,
            ':' | '|'
                | '/'
                | ')'
                | ']'
                | '】'
                | '」'
                | '）'
                | '：'
                | '｜'
                | '／'
                | '•'
                | '·'
                | '–'
                | '—'
                | '*'
                | '>'
        ),
    }
}
