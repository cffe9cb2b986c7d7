//! Who must opt in to the sale of a minor's data in California, and when they may be asked again.
//!
//! Source: Cal. Civ. Code 1798.120(c) and 1798.135(c)(5); the text was not compared with the official one.

use chrono::{Months, NaiveDate};
use serde::Serialize;

use super::Error;

/// Who must opt in before data is sold or shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SaleOptIn {
    /// Under 13: a parent or guardian.
    Parent,
    /// From 13 and under 16: the minor.
    Minor,
    /// From 16 on nobody; they may opt out.
    Nobody,
}

/// Who must opt in at this age. An age that is not known is for the caller to find out: it is not taken as 16.
pub fn sale_opt_in(age: u8) -> SaleOptIn {
    match age {
        0..=12 => SaleOptIn::Parent,
        13..=15 => SaleOptIn::Minor,
        _ => SaleOptIn::Nobody,
    }
}

/// From which day on a person who refused may be asked again: 12 months later, and for a minor not before they
/// are 16, whichever is later.
///
/// # Errors
/// [`Error::UnreachableDate`] where 12 months leave the calendar.
pub fn ask_again_from(
    refused_on: NaiveDate,
    sixteenth_birthday: Option<NaiveDate>,
) -> Result<NaiveDate, Error> {
    let later = refused_on.checked_add_months(Months::new(12));
    let later = later.ok_or(Error::UnreachableDate { from: refused_on })?;
    Ok(sixteenth_birthday.map_or(later, |birthday| later.max(birthday)))
}
