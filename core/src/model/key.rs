//! How texts are compared when capitals and compatibility forms do not matter.

use unicode_normalization::UnicodeNormalization;

/// The key under which texts that differ only by capitals or compatibility forms are the same.
///
/// NFKC, upper case and back to lower case character by character, NFKC again. That is Unicode's full case folding
/// (ß with ss, final and medial sigma) but for dotless ı, which stays apart from i. Applying it to a key changes
/// nothing.
pub(crate) fn key(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = once(text);
    // Composition can make new capitals or ligatures in rare cases; the form settles at once or soon.
    for _ in 0..4 {
        let again = once(&folded);
        if again == folded {
            break;
        }
        folded = again;
    }
    folded
}

fn once(text: &str) -> String {
    text.nfkc().flat_map(fold_char).collect::<String>().nfkc().collect()
}

fn fold_char(c: char) -> impl Iterator<Item = char> {
    let upper = (c != 'ı').then(|| c.to_uppercase().flat_map(char::to_lowercase));
    let same = upper.is_none().then_some(c);
    upper.into_iter().flatten().chain(same)
}

#[cfg(test)]
mod tests {
    use super::key;
    use proptest::prelude::*;

    #[test]
    fn capitals_and_compatibility_forms_do_not_matter() {
        for (one, other) in
            [("Straße", "STRASSE"), ("Ｎｉｋｅ", "nike"), ("ΟΔΟΣ", "οδος"), ("ﬁt", "FIT"), ("Ǆ", "ǆ")]
        {
            assert_eq!(key(one), key(other));
        }
        assert_ne!(key("ısı"), key("isi"));
    }

    proptest! {
        #[test]
        fn the_key_of_a_key_is_itself(text in "\\PC{0,12}") {
            prop_assert_eq!(key(&key(&text)), key(&text));
        }
    }
}
