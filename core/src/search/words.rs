//! Words of a text, folded so that spelling with or without marks, in any case, is the same.
//!
//! One idea to keep in mind: compatibility forms are decomposed (NFKD), then accents go and vowel signs stay. Accents
//! are marks of a combining class other than 0; nuktas (7), the voicing marks of kana (8) and viramas (9) part one
//! letter from another and are kept. Words are those of UAX #29, so that a script without spaces gives one word for
//! each of its characters, and a phrase of them finds what is written together.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use unicode_segmentation::UnicodeSegmentation;

/// A text without accents and in lower case.
pub(super) fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let kept = |c: &char| matches!(canonical_combining_class(*c), 0 | 7 | 8 | 9);
    let lower: String = text.nfkd().filter(kept).flat_map(char::to_lowercase).collect();
    // Lower case may bring marks of its own: İ becomes i with a dot.
    let folded = lower.chars().filter(kept).nfc();
    folded.map(|c| if c == 'ß' { "ss".to_owned() } else { c.to_string() }).collect()
}

/// Hands on each word of a text, folded.
pub(super) fn each_word(text: &str, mut take: impl FnMut(&str)) {
    let plain = |byte: u8| byte == b' ' || byte.is_ascii_lowercase() || byte.is_ascii_digit();
    if text.bytes().all(plain) {
        text.split(' ').filter(|word| !word.is_empty()).for_each(take);
    } else {
        folded(text).unicode_words().for_each(&mut take);
    }
}

/// The words of a text, folded.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(text, |word| words.push(word.to_owned()));
    words
}
