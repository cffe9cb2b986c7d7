//! Age bands, as audience reports use them.

use std::fmt;
use std::str::FromStr;

use super::Error;
use super::error::shortened;
use super::words::serde_as_text;

/// A band of ages in whole years, both ends included.
///
/// The fine bands part the ages from 13 without gaps. Market reports join two of them to 45–64 and write 65 and
/// over as `65-`; [`AgeBand::market`] brings every band to those. People under 13 have no band: no platform
/// admits them.
///
/// ```
/// use renown::model::AgeBand;
///
/// let band: AgeBand = "18-24".parse()?;
/// assert_eq!((band.low(), band.high()), (18, Some(24)));
/// assert_eq!(AgeBand::of(50), Some(AgeBand::From45To54));
/// assert_eq!(AgeBand::From45To54.market(), AgeBand::From45To64);
/// assert_eq!("65-".parse::<AgeBand>()?.to_string(), "65+");
/// # Ok::<(), renown::model::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgeBand {
    /// 13 to 17.
    From13To17,
    /// 18 to 24.
    From18To24,
    /// 25 to 34.
    From25To34,
    /// 35 to 44.
    From35To44,
    /// 45 to 54.
    From45To54,
    /// 45 to 64: the market's union of two bands.
    From45To64,
    /// 55 to 64.
    From55To64,
    /// 65 and over.
    From65,
}

impl AgeBand {
    /// All bands, by lower and then upper end.
    pub const ALL: &'static [AgeBand] = &[
        AgeBand::From13To17,
        AgeBand::From18To24,
        AgeBand::From25To34,
        AgeBand::From35To44,
        AgeBand::From45To54,
        AgeBand::From45To64,
        AgeBand::From55To64,
        AgeBand::From65,
    ];

    /// The band as it is written in data.
    pub const fn as_str(self) -> &'static str {
        match self {
            AgeBand::From13To17 => "13-17",
            AgeBand::From18To24 => "18-24",
            AgeBand::From25To34 => "25-34",
            AgeBand::From35To44 => "35-44",
            AgeBand::From45To54 => "45-54",
            AgeBand::From45To64 => "45-64",
            AgeBand::From55To64 => "55-64",
            AgeBand::From65 => "65+",
        }
    }

    /// The lowest age in the band.
    pub const fn low(self) -> u8 {
        match self {
            AgeBand::From13To17 => 13,
            AgeBand::From18To24 => 18,
            AgeBand::From25To34 => 25,
            AgeBand::From35To44 => 35,
            AgeBand::From45To54 | AgeBand::From45To64 => 45,
            AgeBand::From55To64 => 55,
            AgeBand::From65 => 65,
        }
    }

    /// The highest age in the band; the last band is open.
    pub const fn high(self) -> Option<u8> {
        match self {
            AgeBand::From13To17 => Some(17),
            AgeBand::From18To24 => Some(24),
            AgeBand::From25To34 => Some(34),
            AgeBand::From35To44 => Some(44),
            AgeBand::From45To54 => Some(54),
            AgeBand::From45To64 | AgeBand::From55To64 => Some(64),
            AgeBand::From65 => None,
        }
    }

    /// Whether someone of this age, in completed years, is in the band.
    pub fn contains(self, age: u8) -> bool {
        age >= self.low() && self.high().is_none_or(|high| age <= high)
    }

    /// The fine band of an age in completed years; under 13 there is none.
    pub fn of(age: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|band| *band != AgeBand::From45To64 && band.contains(age))
    }

    /// The band of market reports in which this one lies: 13-17, 18-24, 25-34, 35-44, 45-64, 65+.
    #[must_use]
    pub const fn market(self) -> Self {
        match self {
            AgeBand::From45To54 | AgeBand::From55To64 => AgeBand::From45To64,
            band => band,
        }
    }
}

impl FromStr for AgeBand {
    type Err = Error;

    /// Reads `18-24`, `18–24`, `18 - 24`, `65+`, `65-`, `65–`.
    fn from_str(text: &str) -> Result<Self, Error> {
        let plain: String = text
            .chars()
            .take(16)
            .filter(|c| !c.is_whitespace())
            .map(|c| if matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}') { '-' } else { c })
            .collect();
        let plain = if plain == "65-" { "65+" } else { plain.as_str() };
        let known = Self::ALL.iter().copied().find(|band| band.as_str() == plain);
        known.ok_or_else(|| Error::UnknownWord {
            what: "age band",
            value: shortened(text),
            known: "13-17, 18-24, 25-34, 35-44, 45-54, 45-64, 55-64, 65+",
        })
    }
}

impl fmt::Display for AgeBand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

serde_as_text!(AgeBand);

#[cfg(feature = "schema")]
impl schemars::JsonSchema for AgeBand {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "AgeBand".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let bands: Vec<&str> = Self::ALL.iter().map(|band| band.as_str()).collect();
        schemars::json_schema!({ "type": "string", "enum": bands })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_age_from_13_is_in_exactly_one_fine_band_and_in_its_market_band() {
        for age in 0..=u8::MAX {
            let fine: Vec<_> =
                AgeBand::ALL.iter().filter(|b| **b != AgeBand::From45To64 && b.contains(age)).collect();
            assert_eq!(fine.len(), usize::from(age >= 13), "{age}");
            assert_eq!(AgeBand::of(age), fine.first().map(|b| **b));
            assert!(AgeBand::of(age).is_none_or(|band| band.market().contains(age)));
        }
    }

    #[test]
    fn bands_are_read_in_the_usual_spellings() {
        for band in AgeBand::ALL {
            assert_eq!(band.as_str().parse(), Ok(*band));
        }
        assert_eq!("18 – 24".parse(), Ok(AgeBand::From18To24));
        assert_eq!("65–".parse(), Ok(AgeBand::From65));
        for text in ["", "18", "18-25", "0-12", "65", "+65", "18--24", &"1".repeat(100_000)] {
            assert!(text.parse::<AgeBand>().is_err(), "{text}");
        }
    }
}
