//! A dimension of which one person may have several categories: a column of lists.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, new_null_array};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_cast::cast;
use arrow_schema::{DataType, Field};

use super::categories::is_text;
use super::{unreadable, wrong_type};
use crate::columnar::Error;
use crate::columnar::ingest::entries_of;

/// Where the values of each person are among all values of a batch.
pub(super) struct Lists {
    ends: Ends,
    nulls: Option<NullBuffer>,
}

enum Ends {
    /// No list at all.
    None,
    Short(OffsetBuffer<i32>),
    Long(OffsetBuffer<i64>),
}

impl Lists {
    /// The places of a person's values; none where there is no list.
    pub(super) fn of(&self, row: usize) -> std::ops::Range<usize> {
        if self.nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
            return 0..0;
        }
        let short = |at: &i32| usize::try_from(*at).unwrap_or(0);
        let long = |at: &i64| usize::try_from(*at).unwrap_or(0);
        match &self.ends {
            Ends::None => 0..0,
            Ends::Short(ends) => ends.get(row).map_or(0, short)..ends.get(row + 1).map_or(0, short),
            Ends::Long(ends) => ends.get(row).map_or(0, long)..ends.get(row + 1).map_or(0, long),
        }
    }
}

/// A column of lists: the values of all lists one after the other, their type, and where each person's are.
pub(super) type Listed = (Vec<ArrayRef>, DataType, Vec<Lists>);

/// Takes lists of texts apart.
pub(super) fn listed(arrays: &[ArrayRef], found: &DataType, name: &str) -> Result<Listed, Error> {
    let wrong = || wrong_type(name, found, "lists of texts");
    let inner = match found {
        DataType::Null => DataType::Null,
        list => entries_of(list).ok_or_else(wrong)?.clone(),
    };
    let is_texts = match &inner {
        DataType::Dictionary(_, values) => is_text(values),
        inner => is_text(inner) || *inner == DataType::Null,
    };
    if !is_texts {
        return Err(wrong());
    }
    let (mut values, mut lists) = (Vec::with_capacity(arrays.len()), Vec::with_capacity(arrays.len()));
    for array in arrays {
        // The layouts that are rare are written as the common one.
        let array = match found {
            DataType::List(_) | DataType::LargeList(_) | DataType::Null => Arc::clone(array),
            _ => {
                let usual = DataType::LargeList(Arc::new(Field::new_list_field(inner.clone(), true)));
                cast(array, &usual).map_err(|_| unreadable(name))?
            }
        };
        let nulls = array.nulls().cloned();
        if let Some(short) = array.as_list_opt::<i32>() {
            values.push(Arc::clone(short.values()));
            lists.push(Lists { ends: Ends::Short(short.offsets().clone()), nulls });
        } else if let Some(long) = array.as_list_opt::<i64>() {
            values.push(Arc::clone(long.values()));
            lists.push(Lists { ends: Ends::Long(long.offsets().clone()), nulls });
        } else {
            values.push(new_null_array(&inner, 0));
            lists.push(Lists { ends: Ends::None, nulls: None });
        }
    }
    Ok((values, inner, lists))
}
