//! The US Privacy string, section 6: four characters, such as `1YNN`.
//!
//! Source: IAB Tech Lab, US Privacy String, version 1.0. It was withdrawn in 2024; strings are still sent.

use serde_json::{Value as Json, json};

use super::super::Error;

/// Notice, opt-out of sale, and whether the transaction is covered; each `Y`, `N` or `-` for not applicable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct UsPrivacy {
    /// 1 to 9; only 1 was ever specified.
    pub version: u8,
    /// Whether notice and the opportunity to opt out were given.
    pub notice: char,
    /// Whether the person opted out of the sale of their data.
    pub opt_out_sale: char,
    /// Whether the publisher signed the Limited Service Provider Agreement.
    pub lspa_covered: char,
}

const ITEM: &str = "section uspv1";

impl UsPrivacy {
    pub(super) fn decode(text: &str) -> Result<Self, Error> {
        let wrong = |at: usize, what| Error::FieldOutOfRange { item: ITEM.to_owned(), bit: at * 8, what };
        let mut letters = text.chars();
        let digit = letters.next().and_then(|letter| letter.to_digit(10));
        let version = match digit.and_then(|digit| u8::try_from(digit).ok()) {
            Some(0) => {
                let (item, known) = (ITEM.to_owned(), "1".to_owned());
                return Err(Error::UnsupportedVersion { item, version: 0, known });
            }
            Some(version) => version,
            None => return Err(wrong(0, "the version is not a digit")),
        };
        let mut answer = |at: usize| match letters.next() {
            Some(letter @ ('Y' | 'N' | '-')) => Ok(letter),
            Some(_) => Err(wrong(at, "not Y, N or -")),
            None => Err(Error::TruncatedSignal { item: ITEM.to_owned(), bit: at * 8, missing: (4 - at) * 8 }),
        };
        let (notice, opt_out_sale, lspa_covered) = (answer(1)?, answer(2)?, answer(3)?);
        match letters.next() {
            Some(_) => Err(Error::OverlongSignal { item: ITEM.to_owned(), bit: 32 }),
            None => Ok(UsPrivacy { version, notice, opt_out_sale, lspa_covered }),
        }
    }

    pub(in super::super) fn encode(self) -> String {
        format!("{}{}{}{}", self.version, self.notice, self.opt_out_sale, self.lspa_covered)
    }

    pub(super) fn to_json(self) -> Json {
        json!({
            "version": self.version,
            "segments": { "core": {
                "notice": self.notice,
                "opt_out_sale": self.opt_out_sale,
                "lspa_covered": self.lspa_covered,
            } },
        })
    }

    pub(super) fn from_json(given: &Json) -> Result<Self, Error> {
        let version = given.get("version").map_or(Some(1), Json::as_u64);
        let version = version
            .filter(|version| (1..=9).contains(version))
            .ok_or_else(|| Error::UnknownItem { item: format!("{ITEM}, version"), known: "1".to_owned() })?;
        let core = given.get("segments").and_then(|segments| segments.get("core")).and_then(Json::as_object);
        let core = core.ok_or_else(|| Error::MissingField { item: format!("{ITEM}, segment core") })?;
        let names = ["notice", "opt_out_sale", "lspa_covered"];
        if core.keys().any(|name| !names.contains(&name.as_str())) {
            let item = format!("{ITEM}, segment core");
            return Err(Error::UnknownItem { item, known: names.join(", ") });
        }
        let letter = |name: &str| match core.get(name).map_or(Some("-"), Json::as_str) {
            Some("Y") => Ok('Y'),
            Some("N") => Ok('N'),
            Some("-") => Ok('-'),
            _ => Err(Error::UnwritableField { item: format!("{ITEM}, {name}"), what: "not Y, N or -" }),
        };
        Ok(UsPrivacy {
            version: u8::try_from(version).unwrap_or(1),
            notice: letter("notice")?,
            opt_out_sale: letter("opt_out_sale")?,
            lspa_covered: letter("lspa_covered")?,
        })
    }
}
