//! Currencies by their ISO 4217 code.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};

use crate::metrics::{Error, shortened};

/// A currency of ISO 4217, by its three letters.
///
/// ```
/// use renown::metrics::value::Currency;
/// assert_eq!("EUR".parse::<Currency>()?.digits(), 2);
/// assert_eq!("JPY".parse::<Currency>()?.digits(), 0);
/// assert!("eur".parse::<Currency>().is_err());
/// # Ok::<(), renown::metrics::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct Currency(&'static str);

impl Currency {
    /// The three letters.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.0
    }

    /// How many decimal places an amount has.
    #[must_use]
    pub fn digits(self) -> u32 {
        let has = |codes: &str| codes.split(' ').any(|code| code == self.0);
        if has(NO_DIGITS) {
            0
        } else if has(THREE_DIGITS) {
            3
        } else {
            2
        }
    }
}

impl FromStr for Currency {
    type Err = Error;

    fn from_str(code: &str) -> Result<Self, Error> {
        [NO_DIGITS, TWO_DIGITS, THREE_DIGITS]
            .into_iter()
            .flat_map(|codes| codes.split(' '))
            .find(|known| *known == code)
            .map(Currency)
            .ok_or_else(|| Error::UnknownCurrency { code: shortened(code) })
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.0.to_owned()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Currency {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Currency".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^[A-Z]{3}$",
            "description": "A currency of ISO 4217",
            "examples": ["EUR", "USD"],
        })
    }
}

// ISO 4217 list one: the currencies that people pay with, by the decimal places of their amounts. Funds, metals
// and codes for testing are left out. MGA and MRU are divided by five and written with two places, as the list
// says.
const NO_DIGITS: &str = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
const TWO_DIGITS: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD \
CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG \
HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK \
MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS \
SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";
const THREE_DIGITS: &str = "BHD IQD JOD KWD LYD OMR TND";
