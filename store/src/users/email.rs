//! E-mail addresses: whether one is well formed, and when two are the same.

use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;

use crate::Error;

/// The address as it is kept: NFC, without white space around it, its domain in lower case.
pub(super) fn normalised(text: &str) -> Result<String, Error> {
    let text: String = text.trim().nfc().collect();
    let malformed = || Error::malformed("email", "write an e-mail address such as name@example.com");
    let found = email_address::EmailAddress::from_str(&text).map_err(|_| malformed())?;
    let (local, domain) = (found.local_part(), found.domain().to_lowercase());
    // An address that is used on the internet has a domain of several names (RFC 5321, section 2.3.5).
    if !domain.contains('.') || domain.starts_with('[') || local.starts_with('"') {
        return Err(malformed());
    }
    Ok(format!("{local}@{domain}"))
}

/// Under what two addresses are the same: nearly every mail system ignores the case of the local part, and two users
/// whose addresses differ by it alone would be mistaken for each other.
pub(super) fn compared(normalised: &str) -> String {
    normalised.to_lowercase().nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::{compared, normalised};

    #[test]
    fn addresses_that_differ_by_case_and_white_space_are_the_same() {
        let one = normalised(" Ada.Invented@Example.COM ").unwrap();
        assert_eq!(one, "Ada.Invented@example.com");
        assert_eq!(compared(&one), compared(&normalised("ada.invented@example.com").unwrap()));
        assert_eq!(normalised("j\u{00FC}rgen@example.com"), normalised("ju\u{0308}rgen@example.com"));
    }

    #[test]
    fn what_is_no_address_on_the_internet_is_refused_and_not_quoted() {
        for text in ["", "ada", "ada@", "@example.com", "ada@localhost", "ada@[192.0.2.1]", "a b@example.com"]
        {
            let error = normalised(text).unwrap_err();
            assert_eq!(error.code(), "MALFORMED_FIELD", "{text}");
            assert!(!error.to_string().contains("ada@"), "{text}");
        }
    }
}
