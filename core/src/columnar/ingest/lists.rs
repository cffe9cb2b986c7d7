//! Lists of text.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, ListArray};
use arrow_schema::{DataType, Field};
use std::sync::Arc;

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
        let piece = piece.filter(|piece| row < piece.lists.len() && piece.lists.is_valid(row));
        piece.into_iter().flat_map(move |Piece { lists, texts }| {
            let at = |at| lists.value_offsets().get(at).copied().unwrap_or_default();
            let place = |at: i32| usize::try_from(at).unwrap_or_default();
            (place(at(row))..place(at(row + 1))).filter_map(|at| texts.get(at))
        })
    }

    /// The texts of a row; a gap in a list is left out. `None` where there is no list.
    pub(in crate::columnar) fn get(&self, batch: usize, row: usize) -> Option<Vec<&str>> {
        let Piece { lists, texts } = self.pieces.get(batch)?.as_ref()?;
        if row >= lists.len() || lists.is_null(row) {
            return None;
        }
        let [from, to] = [row, row + 1].map(|at| lists.value_offsets().get(at).copied().unwrap_or_default());
        let places = usize::try_from(from).unwrap_or_default()..usize::try_from(to).unwrap_or_default();
        Some(places.filter_map(|place| texts.get(place)).collect())
    }
}

fn piece(column: &Column, array: &ArrayRef) -> Result<Option<Piece>, Error> {
    let inner = match array.data_type() {
        DataType::Null => return Ok(None),
        DataType::List(field)
        | DataType::LargeList(field)
        | DataType::ListView(field)
        | DataType::LargeListView(field)
        | DataType::FixedSizeList(field, _) => field.data_type().clone(),
        _ => return Err(column.wrong_type(EXPECTED)),
    };
    if !Texts::is(&inner) && inner != DataType::Null {
        return Err(column.wrong_type(EXPECTED));
    }
    let usual = DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true)));
    let cast = arrow_cast::cast(array, &usual).map_err(|_| column.unreadable())?;
    let lists = cast.as_list_opt::<i32>().ok_or_else(|| column.unreadable())?.clone();
    let texts = Texts::of(lists.values()).ok_or_else(|| column.unreadable())?;
    Ok(Some(Piece { lists, texts }))
}
