//! What was paid to accounts, exactly.

use arrow_schema::DataType;

use super::column::{Column, Source};
use super::keys::Names;
use super::profiles::ids;
use super::texts::Texts;
use crate::columnar::Error;
use crate::metrics::value::Decimal;
use crate::stats::Undefined;

const RIGHT: &str = "an amount; write a decimal number from 0, such as \"12.50\"";

/// The sum of the payments to each account that has posts.
pub(in crate::columnar) struct Payments(Vec<Result<Decimal, Undefined>>);

impl Payments {
    /// Adds payments up by the ids of the keys of posts.
    pub(in crate::columnar) fn new(source: &Source<'_>, by: &str, names: &Names) -> Result<Self, Error> {
        let amounts = amounts(source.require("amount")?)?;
        let mut sums = vec![Err(Undefined::Empty); names.count()];
        let ids = ids(source.require(by)?, names)?;
        for (id, amount) in ids.into_iter().flatten().zip(amounts) {
            let Some(sum) = id.and_then(|id| sums.get_mut(id as usize)) else { continue };
            *sum = match *sum {
                Err(Undefined::Empty) => Ok(amount),
                Ok(sum) => sum.checked_add(amount).ok_or(Undefined::TooLarge),
                Err(undefined) => Err(undefined),
            };
        }
        Ok(Payments(sums))
    }

    /// What was paid to an account; an error where nothing was, or where the sum does not fit.
    pub(in crate::columnar) fn to(&self, account: u32) -> Result<Decimal, Undefined> {
        self.0.get(account as usize).copied().unwrap_or(Err(Undefined::Empty))
    }
}

/// The amounts of all rows: decimal text, whole numbers, or decimals, which are written out as text first.
fn amounts(column: Column) -> Result<Vec<Decimal>, Error> {
    let mut column = column.plain()?;
    let data_type = &column.data_type;
    if data_type.is_integer() || data_type.is_decimal() {
        column.arrays = column.cast(&DataType::Utf8)?;
    } else if !Texts::is(data_type) && *data_type != DataType::Null {
        return Err(column.wrong_type("amounts: decimal text, decimals or whole numbers,"));
    }
    let mut read = Vec::new();
    for (batch, array) in column.arrays.iter().enumerate() {
        let texts = Texts::of(array);
        for row in 0..array.len() {
            let text = texts.as_ref().and_then(|texts| texts.get(row));
            let text = text.ok_or_else(|| column.missing(batch, row))?;
            read.push(text.parse().map_err(|_| column.wrong_text(batch, row, "INVALID_PRICE", RIGHT))?);
        }
    }
    Ok(read)
}
