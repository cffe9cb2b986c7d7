//! Followers, likers or commenters, of a table that says which of them each row is.

use std::borrow::Cow;

use arrow_array::BooleanArray;
use arrow_select::filter::filter_record_batch;

use super::options::DemographicsCall;
use super::{AUDIENCE, column, unreadable, wrong_type};
use crate::columnar::ingest::Texts;
use crate::columnar::{Error, Table};
use crate::model::AudienceRole;

/// The rows of the role that is asked for. Whose role is missing is a follower, as in a row of the model.
pub(super) fn of_role<'t>(table: &'t Table, call: &DemographicsCall) -> Result<Cow<'t, Table>, Error> {
    let name = call.role_column();
    let named = table.schema().column_with_name(name).is_some();
    if !named && call.role.is_none() {
        return Ok(Cow::Borrowed(table));
    }
    let roles = roles(table, name)?;
    let mut all = roles.iter().flatten();
    let Some(role) = call.role.or(all.next().copied()) else { return Ok(Cow::Borrowed(table)) };
    if call.role.is_none() && all.any(|other| *other != role) {
        let reason = format!(
            "the column {name:?} has people of several roles; role says whose demographics are asked for, \
             \"follower\", \"liker\" or \"commenter\""
        );
        return Err(Error::MalformedOptions { reason });
    }
    let kept = table.batches().iter().zip(&roles).map(|(batch, roles)| {
        let kept: BooleanArray = roles.iter().map(|other| Some(*other == role)).collect();
        filter_record_batch(batch, &kept).map_err(|_| unreadable(name))
    });
    Ok(Cow::Owned(Table::new(table.schema().clone(), kept.collect::<Result<_, _>>()?)?))
}

/// The role of each row, batch by batch.
fn roles(table: &Table, name: &str) -> Result<Vec<Vec<AudienceRole>>, Error> {
    let (data_type, arrays) = column(table, name)?;
    let mut before = 0;
    let mut pieces = Vec::with_capacity(arrays.len());
    for array in &arrays {
        if data_type == arrow_schema::DataType::Null {
            pieces.push(vec![AudienceRole::default(); array.len()]);
            continue;
        }
        if !Texts::is(&data_type) {
            return Err(wrong_type(name, &data_type, "\"follower\", \"liker\" or \"commenter\""));
        }
        let plain = arrow_cast::cast(array, &arrow_schema::DataType::Utf8).map_err(|_| unreadable(name))?;
        let texts = Texts::of(&plain).ok_or_else(|| unreadable(name))?;
        let mut piece = Vec::with_capacity(array.len());
        for row in 0..texts.len() {
            let role = texts.get(row).map_or(Ok(AudienceRole::default()), str::parse);
            piece.push(role.map_err(|error| Error::WrongText {
                table: AUDIENCE,
                row: before + row as u64,
                column: name.to_owned(),
                code: error.code(),
                right: "a role; write follower, liker or commenter",
            })?);
        }
        before += array.len() as u64;
        pieces.push(piece);
    }
    Ok(pieces)
}
