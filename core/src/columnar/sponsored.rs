//! Collaborations of influencers, out of a table: a list of records `{brand, on}`, or two lists side by side.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, ListArray};
use arrow_schema::{DataType, Field};

use super::Error;
use super::ingest::{Column, Source, Texts, entries_of, places};
use super::search::day_numbers;
use crate::search::{Error as Refused, parts};

const RECORDS: &str =
    "lists of records {brand, on}, or lists of brands beside lists of days in sponsored_on,";
/// What the days are called that stand beside brands.
const DAYS: &str = "sponsored_on";

/// The collaborations of all rows, where the table tells any.
pub(super) fn sponsored(source: &Source<'_>, column: &Column) -> Result<Option<parts::Indexed>, Error> {
    if column.data_type == DataType::Null {
        return Ok(None);
    }
    let lists = Lists::of(column)?;
    let told = match lists.inner() {
        DataType::Struct(_) => Told { brands: lists.part("brand")?, days: lists.part("on")? },
        _ => Told { brands: lists, days: Lists::of(&source.require(DAYS)?)? },
    };
    told.index().map(Some)
}

/// A column of lists: where the entries of each row stand in the column of all entries.
struct Lists {
    lists: Vec<ListArray>,
    entries: Column,
}

impl Lists {
    fn of(column: &Column) -> Result<Self, Error> {
        let mut lists = Vec::with_capacity(column.arrays.len());
        for array in &column.arrays {
            let inner = match array.data_type() {
                // Of nobody is a list known.
                DataType::Null => DataType::Null,
                list => entries_of(list).ok_or_else(|| column.wrong_type(RECORDS))?.clone(),
            };
            let usual = DataType::List(Arc::new(Field::new_list_field(inner, true)));
            let cast = arrow_cast::cast(array, &usual).map_err(|_| column.unreadable())?;
            lists.push(cast.as_list_opt::<i32>().ok_or_else(|| column.unreadable())?.clone());
        }
        let arrays: Vec<ArrayRef> = lists.iter().map(|list| list.values().clone()).collect();
        let data_type = arrays.first().map_or(DataType::Null, |array| array.data_type().clone());
        let entries = Column { table: column.table, name: column.name.clone(), data_type, arrays };
        Ok(Lists { lists, entries })
    }

    fn inner(&self) -> &DataType {
        &self.entries.data_type
    }

    /// One field of the records; of a record that is missing, so is the field.
    fn part(&self, name: &str) -> Result<Self, Error> {
        let mut arrays = Vec::with_capacity(self.entries.arrays.len());
        for array in &self.entries.arrays {
            let records = array.as_struct_opt().ok_or_else(|| self.entries.unreadable())?;
            let field = records.column_by_name(name).ok_or_else(|| self.entries.wrong_type(RECORDS))?;
            let gaps = records.nulls().map(|nulls| arrow_array::BooleanArray::new(!nulls.inner(), None));
            arrays.push(match gaps {
                Some(gaps) => {
                    arrow_select::nullif::nullif(field, &gaps).map_err(|_| self.entries.unreadable())?
                }
                None => field.clone(),
            });
        }
        let data_type = arrays.first().map_or(DataType::Null, |array| array.data_type().clone());
        let name = format!("{}.{name}", self.entries.name);
        let entries = Column { table: self.entries.table, name, data_type, arrays };
        Ok(Lists { lists: self.lists.clone(), entries })
    }
}

/// The entries of a row of a batch.
fn entries(lists: &[ListArray], batch: usize, row: usize) -> Range<usize> {
    lists.get(batch).and_then(|lists| places(lists, row)).unwrap_or_default()
}

/// Brands and days, entry by entry.
struct Told {
    brands: Lists,
    days: Lists,
}

impl Told {
    fn index(self) -> Result<parts::Indexed, Error> {
        let lengths: Vec<usize> = self.brands.lists.iter().map(Array::len).collect();
        // Where the days of each batch begin among those of all.
        let mut starts = vec![0];
        for array in &self.days.entries.arrays {
            starts.push(starts.last().copied().unwrap_or(0) + array.len());
        }
        let days = day_numbers(self.days.entries)?;
        let brands = Texts::pieces(self.brands.entries)?;
        let mut rows = Vec::with_capacity(lengths.iter().sum());
        for (batch, length) in lengths.into_iter().enumerate() {
            let start = starts.get(batch).copied().unwrap_or(0);
            for row in 0..length {
                let at = rows.len();
                let refuse = |problem: &str| {
                    let (path, problem) = ("sponsored".to_owned(), problem.to_owned());
                    Error::from(Refused::BadRecord { row: at, path, problem })
                };
                let (brand_at, day_at) =
                    (entries(&self.brands.lists, batch, row), entries(&self.days.lists, batch, row));
                if brand_at.len() != day_at.len() {
                    return Err(refuse("each brand has the day of the latest post for it"));
                }
                let mut told = Vec::with_capacity(brand_at.len());
                for (brand, day) in brand_at.zip(day_at) {
                    let brand = brands.get(batch).and_then(|texts| texts.get(brand));
                    match (brand, days.get(start + day).copied().flatten()) {
                        (Some(brand), Some(day)) => told.push((brand, day)),
                        (None, None) => {}
                        _ => return Err(refuse("a collaboration has a brand and a day")),
                    }
                }
                rows.push(told);
            }
        }
        Ok(parts::sponsored(rows.into_iter()))
    }
}
