//! How far a hashtag reaches.

use unicode_normalization::char::is_combining_mark;
use unicode_properties::emoji::UnicodeEmoji;

/// Asks for the form of an emoji, and so makes one of many signs.
const EMOJI_SELECTOR: char = '\u{FE0F}';
/// Puts a key around a digit.
const KEYCAP: char = '\u{20E3}';
const JOINER: char = '\u{200D}';
const NON_JOINER: char = '\u{200C}';

/// Whether a character begins a hashtag: # in its three widths.
pub(crate) fn is_number_sign(c: char) -> bool {
    matches!(c, '#' | '\u{FF03}' | '\u{FE5F}')
}

/// Whether a character is an emoji where it stands. Signs that are letters' companions (©, ™, ‼, arrows, the wavy
/// dash) are emoji only when the selector after them says so.
fn is_emoji(c: char, next: Option<char>) -> bool {
    if c.is_ascii() || !c.is_emoji_char() {
        return false;
    }
    next == Some(EMOJI_SELECTOR) || (c >= '\u{231A}' && !matches!(c, '\u{3030}' | '\u{303D}'))
}

/// Whether a character is one of those of which the flags of regions are made.
fn is_flag_part(c: char) -> bool {
    matches!(c, '\u{E0020}'..='\u{E007F}')
}

/// Where a hashtag ends that begins at the start of `body`, in bytes; `None` where there is none.
///
/// Letters, marks, digits, underscores and emoji; between them also joiners and the middle dots of Catalan and
/// Japanese. At least one letter or emoji.
pub(crate) fn end(body: &str) -> Option<usize> {
    let mut end = 0;
    let mut named = false;
    let mut chars = body.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let first = start == 0;
        let letter = c.is_alphabetic() && !is_combining_mark(c);
        let emoji = !letter && is_emoji(c, next);
        let inner = !first && (is_combining_mark(c) || is_flag_part(c));
        if letter || emoji || c.is_numeric() || c == '_' || inner {
            named |= letter || emoji || c == KEYCAP;
            end = start + c.len_utf8();
        } else if !first && matches!(c, JOINER | NON_JOINER | '·' | '・') {
            // Part of the hashtag only if more of it follows: `end` stays where it is.
        } else {
            break;
        }
    }
    named.then_some(end)
}
