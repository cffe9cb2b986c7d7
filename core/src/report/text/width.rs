//! How wide a text is on a terminal, and how it is made safe and short.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The columns that a text takes.
pub(in crate::report) fn columns(text: &str) -> usize {
    text.width()
}

/// The text on one line: controls and white space become single spaces, and the characters that turn the direction of
/// what follows, or cannot be seen, are left out.
pub(in crate::report) fn tame(text: &str) -> String {
    let mut tamed = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // Marks, overrides and isolates of direction, and separators of lines and paragraphs.
            '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            c if c.is_whitespace() || c.is_control() => {
                if !tamed.is_empty() && !tamed.ends_with(' ') {
                    tamed.push(' ');
                }
            }
            c => tamed.push(c),
        }
    }
    tamed.truncate(tamed.trim_end().len());
    tamed
}

/// The text in at most so many columns; what is cut off leaves an ellipsis.
pub(in crate::report) fn cut(text: &str, columns_max: usize) -> String {
    if columns(text) <= columns_max {
        return text.to_owned();
    }
    let room = columns_max.saturating_sub(1);
    let mut cut = String::new();
    for c in text.chars() {
        cut.push(c);
        // A joiner or a variation selector changes the width of what stands before it, so the whole is measured.
        if c.width() != Some(0) && columns(&cut) > room {
            cut.pop();
            break;
        }
    }
    while columns(&cut) > room {
        cut.pop();
    }
    cut.push('…');
    cut
}

/// The text filled with spaces to so many columns, on the left or on the right.
pub(super) fn pad(text: &str, to: usize, right_aligned: bool) -> String {
    let spaces = " ".repeat(to.saturating_sub(columns(text)));
    if right_aligned { format!("{spaces}{text}") } else { format!("{text}{spaces}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_two_columns_and_marks_none() {
        assert_eq!(columns("空野"), 4);
        assert_eq!(columns("e\u{301}"), 1);
        assert_eq!(columns(&pad("空野", 7, false)), 7);
        assert_eq!(pad("12", 4, true), "  12");
    }

    #[test]
    fn a_text_is_cut_between_characters_and_never_too_wide() {
        assert_eq!(cut("空野みなと", 5), "空野…");
        assert_eq!(cut("空野みなと", 4), "空…");
        assert_eq!(cut("abc", 3), "abc");
        for text in ["👩‍👩‍👧‍👦 family of four", "नीरव सागरिक", "صباح الخير", "e\u{301}e\u{301}e\u{301}"]
        {
            for to in 1..12 {
                assert!(columns(&cut(text, to)) <= to, "{text} {to}");
            }
        }
    }

    #[test]
    fn a_name_can_neither_move_the_cursor_nor_turn_the_line() {
        assert_eq!(tame("a\u{1b}[2Jb\r\nc\u{202e}d\u{2029}e"), "a [2Jb cd e");
        assert_eq!(tame("  a \t b  "), "a b");
    }
}
