//! What each platform allows in a handle. Sources: `docs/model.md`.

use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

use crate::model::{Error, Platform};

/// The shortest and the longest handle, in characters.
pub(super) const fn bounds(platform: Platform) -> (usize, usize) {
    match platform {
        Platform::Instagram => (1, 30),
        Platform::TikTok => (2, 24),
        Platform::YouTube => (3, 30),
    }
}

/// What is said to someone who wrote another character.
pub(super) const fn rule(platform: Platform) -> &'static str {
    match platform {
        Platform::Instagram => "a-z, 0-9, _ and single periods inside",
        Platform::TikTok => "a-z, 0-9, _ and ., no period at the end, not digits alone",
        Platform::YouTube => {
            "letters and digits with _ and -, and . and · inside, of one writing direction but for digits at the end"
        }
    }
}

/// Refuses a text that is far too long before any work is done on it: normalisation never shortens a text below
/// a part of its length that matters here.
pub(super) fn bounded(platform: Platform, name: &str) -> Result<(), Error> {
    const FAR_TOO_LONG: usize = 1_000;
    if name.len() > FAR_TOO_LONG {
        let (min, max) = bounds(platform);
        return Err(Error::HandleLength { platform, length: name.chars().count(), min, max });
    }
    Ok(())
}

/// Whether a character may stand inside a handle, leaving places aside.
pub(crate) fn allows(platform: Platform, c: char) -> bool {
    match platform {
        Platform::Instagram | Platform::TikTok => c.is_ascii_alphanumeric() || matches!(c, '_' | '.'),
        Platform::YouTube => c.is_alphanumeric() || is_combining_mark(c) || is_separator(c),
    }
}

/// The signs that YouTube allows between letters and digits.
pub(crate) const fn is_separator(c: char) -> bool {
    matches!(c, '_' | '-' | '.' | '·')
}

/// Checks a normalised handle.
pub(super) fn check(platform: Platform, name: &str) -> Result<(), Error> {
    let length = name.chars().count();
    let (min, max) = bounds(platform);
    let min = if platform == Platform::YouTube { youtube_min(name) } else { min };
    if length < min || length > max {
        return Err(Error::HandleLength { platform, length, min, max });
    }
    let place = name.chars().position(|c| !allows(platform, c)).or_else(|| match platform {
        Platform::Instagram => misplaced_period(name),
        Platform::TikTok => {
            let digits_only = name.bytes().all(|c| c.is_ascii_digit());
            (name.ends_with('.') || digits_only).then_some(length - 1)
        }
        Platform::YouTube => misplaced_on_youtube(name),
    });
    match place {
        Some(position) => Err(Error::HandleCharacter { platform, position, length, rule: rule(platform) }),
        None => Ok(()),
    }
}

/// A period at either end or after another one.
fn misplaced_period(name: &str) -> Option<usize> {
    let mut before = '.';
    for (i, c) in name.chars().enumerate() {
        if c == '.' && before == '.' {
            return Some(i);
        }
        before = c;
    }
    name.ends_with('.').then(|| name.chars().count() - 1)
}

/// YouTube asks for fewer characters of scripts in which one stands for a syllable or a word.
fn youtube_min(name: &str) -> usize {
    let dense = |c: char| {
        matches!(
            c.script(),
            Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul | Script::Bopomofo
        )
    };
    if name.chars().any(dense) { 1 } else { bounds(Platform::YouTube).0 }
}

/// A period or dot at either end, a mark without its letter, or two writing directions.
fn misplaced_on_youtube(name: &str) -> Option<usize> {
    let last = name.chars().count().saturating_sub(1);
    let mut direction = None;
    let mut before = None;
    for (i, c) in name.chars().enumerate() {
        if matches!(c, '.' | '·') && (i == 0 || i == last) {
            return Some(i);
        }
        if is_combining_mark(c) && before.is_none_or(is_separator) {
            return Some(i);
        }
        if c.is_alphabetic() {
            let rightwards = !is_right_to_left(c);
            // Digits may follow letters of either direction, but after them no other direction may begin.
            if *direction.get_or_insert(rightwards) != rightwards {
                return Some(i);
            }
        }
        before = Some(c);
    }
    None
}

fn is_right_to_left(c: char) -> bool {
    matches!(
        c.script(),
        Script::Arabic
            | Script::Hebrew
            | Script::Syriac
            | Script::Thaana
            | Script::Nko
            | Script::Adlam
            | Script::Samaritan
            | Script::Mandaic
            | Script::Hanifi_Rohingya
    )
}
