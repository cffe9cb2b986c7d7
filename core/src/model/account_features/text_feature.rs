//! Texts of an account, or what was measured of them.

use std::fmt;

use crate::model::{Error, raw, text};

/// The longest text that features are read from, in characters.
const TEXT_MAX: u64 = text::BIO_MAX as u64;

/// A text, or what someone measured of it: not everyone may hand over a name.
#[derive(Clone, PartialEq)]
pub enum TextFeature {
    /// The text itself; empty where the account shows none.
    Text(String),
    /// Measured beforehand.
    Measured(Measures),
}

/// What is measured of a text. Lengths are in characters (Unicode scalar values).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Measures {
    /// Characters.
    pub length: Option<u64>,
    /// Decimal digits of any script.
    pub digits: Option<u64>,
    /// Digits by characters, a fraction.
    pub digit_share: Option<f64>,
    /// Words: runs of characters other than white space.
    pub words: Option<u64>,
}

impl Measures {
    /// Measures a text. The share of digits of an empty text is 0.
    ///
    /// ```
    /// use renown::model::Measures;
    ///
    /// let measures = Measures::of("anna 99");
    /// assert_eq!((measures.length, measures.digits, measures.words), (Some(7), Some(2), Some(2)));
    /// ```
    pub fn of(text: &str) -> Self {
        let length = text.chars().count() as u64;
        let digits = text.chars().filter(|c| c.is_numeric() && !c.is_alphabetic()).count() as u64;
        let words = text.split_whitespace().count() as u64;
        Measures { digit_share: Some(share(digits, length)), ..Measures::counted(length, digits, words) }
    }

    fn counted(length: u64, digits: u64, words: u64) -> Self {
        Measures { length: Some(length), digits: Some(digits), digit_share: None, words: Some(words) }
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Measures::default()
    }

    /// Fills in what follows from the rest.
    pub(super) fn completed(mut self) -> Self {
        if let (Some(digits), Some(length), None) = (self.digits, self.length, self.digit_share) {
            self.digit_share = Some(share(digits, length));
        }
        self
    }

    fn check(&self) -> Result<(), (&'static str, Error)> {
        for (part, count) in [("length", self.length), ("digits", self.digits), ("words", self.words)] {
            if let Some(count) = count.filter(|count| *count > TEXT_MAX) {
                let (value, high) = (count.to_string(), TEXT_MAX.to_string());
                return Err((part, Error::NumberOutOfRange { value, low: "0".into(), high }));
            }
        }
        if let (Some(digits), Some(length)) = (self.digits, self.length)
            && digits > length
        {
            return Err(("digits", Error::Contradiction { first: "digits", second: "length" }));
        }
        if let Some(share) = self.digit_share {
            raw::within(share, 0.0, 1.0).map_err(|e| ("digit_share", e))?;
        }
        Ok(())
    }
}

fn share(part: u64, whole: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "lengths of texts are far below 2^53")]
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

impl TextFeature {
    /// The text, where it was handed over.
    pub fn text(&self) -> Option<&str> {
        match self {
            TextFeature::Text(text) => Some(text),
            TextFeature::Measured(_) => None,
        }
    }

    /// What is measured of the text.
    pub fn measures(&self) -> Measures {
        match self {
            TextFeature::Text(text) => Measures::of(text),
            TextFeature::Measured(measures) => *measures,
        }
    }

    /// The same, with what follows from the measures filled in.
    pub(super) fn completed(self) -> Self {
        match self {
            TextFeature::Measured(measures) => TextFeature::Measured(measures.completed()),
            text => text,
        }
    }

    pub(super) fn check(&self, field: &str) -> Result<(), Error> {
        match self {
            TextFeature::Text(text) => {
                text::at_most(text.clone(), text::BIO_MAX).map(drop).map_err(|e| e.at(field))
            }
            TextFeature::Measured(measures) => {
                measures.check().map_err(|(part, e)| e.at(format!("{field}_{part}")))
            }
        }
    }
}

impl fmt::Debug for TextFeature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TextFeature").field(&self.measures()).finish()
    }
}
