//! Lists of text.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, ListArray};
use arrow_schema::{DataType, Field};

use super::column::Column;
use super::texts::Texts;
use crate::columnar::Error;

const EXPECTED: &str = "lists of texts";

/// A column of lists of text.
pub(in crate::columnar) struct Lists {
    pub(in crate::columnar) column: Column,
    pieces: Vec<Option<Piece>>,
}

struct Piece {
    lists: ListArray,
    texts: Texts,
}

impl Lists {
    /// Lists in any layout, of text in any layout.
    pub(in crate::columnar) fn new(column: Column) -> Result<Self, Error> {
        let column = column.plain()?;
        let mut pieces = Vec::with_capacity(column.arrays.len());
        for array in &column.arrays {
            pieces.push(piece(&column, array)?);
        }
        Ok(Lists { column, pieces })
    }

    /// The texts of a row; a gap in a list is left out, and where there is no list there are none.
    pub(in crate::columnar) fn texts(&self, batch: usize, row: usize) -> impl Iterator<Item = &str> {
        let piece = self.pieces.get(batch).and_then(Option::as_ref);
        piece.into_iter().flat_map(move |Piece { lists, texts }| {
            places(lists, row).unwrap_or_default().filter_map(|at| texts.get(at))
        })
    }

    /// The texts of a row; a gap in a list is left out. `None` where there is no list.
    pub(in crate::columnar) fn get(&self, batch: usize, row: usize) -> Option<Vec<&str>> {
        let Piece { lists, texts } = self.pieces.get(batch)?.as_ref()?;
        Some(places(lists, row)?.filter_map(|place| texts.get(place)).collect())
    }
}

/// The type of the entries of a list, in whatever layout; none where it is no list.
pub(in crate::columnar) fn entries_of(list: &DataType) -> Option<&DataType> {
    match list {
        DataType::List(field)
        | DataType::LargeList(field)
        | DataType::ListView(field)
        | DataType::LargeListView(field)
        | DataType::FixedSizeList(field, _) => Some(field.data_type()),
        _ => None,
    }
}

/// Where the entries of a row are among those of all rows; none where there is no list.
pub(in crate::columnar) fn places(lists: &ListArray, row: usize) -> Option<Range<usize>> {
    if row >= lists.len() || lists.is_null(row) {
        return None;
    }
    let at = |at: usize| lists.value_offsets().get(at).and_then(|at| usize::try_from(*at).ok());
    Some(at(row).unwrap_or_default()..at(row + 1).unwrap_or_default())
}

fn piece(column: &Column, array: &ArrayRef) -> Result<Option<Piece>, Error> {
    if *array.data_type() == DataType::Null {
        return Ok(None);
    }
    let entries = entries_of(array.data_type()).ok_or_else(|| column.wrong_type(EXPECTED))?;
    if !Texts::is(entries) && *entries != DataType::Null {
        return Err(column.wrong_type(EXPECTED));
    }
    let usual = DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true)));
    let cast = arrow_cast::cast(array, &usual).map_err(|_| column.unreadable())?;
    let lists = cast.as_list_opt::<i32>().ok_or_else(|| column.unreadable())?.clone();
    let texts = Texts::of(lists.values()).ok_or_else(|| column.unreadable())?;
    Ok(Some(Piece { lists, texts }))
}
