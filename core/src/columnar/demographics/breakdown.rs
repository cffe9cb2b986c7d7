//! A breakdown over the columns: each row's cell as one number.

use std::sync::Arc;

use super::categories::Categories;
use crate::audience::{self, Dimension};
use crate::columnar::Error;

/// One breakdown over the columns.
pub(super) struct Breakdown<'a> {
    pub(super) dimensions: Vec<Dimension>,
    /// By position in the breakdown.
    columns: Vec<Scaled<'a>>,
    pub(super) size: u32,
}

/// A column, and by how much its number counts in the code of a cell.
struct Scaled<'a> {
    categories: &'a Categories,
    stride: u32,
    /// What each key counts, by batch.
    tables: Vec<Arc<[u32]>>,
    is_multi_valued: bool,
}

impl Scaled<'_> {
    fn number(&self, code: u32) -> u32 {
        code / self.stride % self.categories.size()
    }

    /// What a missing value counts.
    fn missing(&self) -> u32 {
        (self.categories.size() - 1) * self.stride
    }
}

/// The cells of some rows: one of each row, or several where a person may be in several.
#[derive(Default)]
pub(super) struct Codes {
    /// By row; without the dimension of which a person may have several, if there is one.
    plain: Vec<u32>,
    several: Option<Several>,
}

/// The cells of rows that may be in several.
#[derive(Default)]
struct Several {
    codes: Vec<u32>,
    /// The row of each code.
    rows: Vec<u32>,
    /// Where the codes of each row end.
    ends: Vec<usize>,
}

impl Codes {
    /// The codes of some of the rows, and where several come of one row, the row of each.
    pub(super) fn of(&self, from: usize, to: usize) -> (&[u32], Option<&[u32]>) {
        match &self.several {
            None => (self.plain.get(from..to).unwrap_or_default(), None),
            Some(several) => {
                let places = several.start(from)..several.start(to);
                let rows = several.rows.get(places.clone()).unwrap_or_default();
                (several.codes.get(places).unwrap_or_default(), Some(rows))
            }
        }
    }

    /// A code of a row. All codes of a row are known or none is.
    pub(super) fn first(&self, row: usize) -> Option<u32> {
        match &self.several {
            None => self.plain.get(row).copied(),
            Some(several) => several.codes.get(several.start(row)).copied(),
        }
    }
}

impl Several {
    fn start(&self, row: usize) -> usize {
        row.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0)
    }
}

impl Breakdown<'_> {
    /// The number of a dimension's category in the code of a cell, by its position in the breakdown.
    pub(super) fn number(&self, position: usize, code: u32) -> Option<u32> {
        Some(self.columns.get(position)?.number(code))
    }

    /// Whether a person may be in several cells.
    pub(super) fn is_multi_valued(&self) -> bool {
        self.columns.iter().any(|column| column.is_multi_valued)
    }

    pub(super) fn is_known(&self, code: u32) -> bool {
        !self.columns.iter().any(|column| column.number(code) == column.categories.size() - 1)
    }

    /// Works out the cells of `length` rows of a batch.
    pub(super) fn read(&self, batch: usize, from: usize, length: usize, into: &mut Codes) {
        into.plain.resize(length, 0);
        let mut first = true;
        for column in self.columns.iter().filter(|column| !column.is_multi_valued) {
            if let (Some(piece), Some(table)) = (column.categories.piece(batch), column.tables.get(batch)) {
                piece.codes(from, table, column.missing(), first, &mut into.plain);
                first = false;
            }
        }
        if first {
            into.plain.fill(0);
        }
        if let Some(column) = self.columns.iter().find(|column| column.is_multi_valued) {
            let several = into.several.get_or_insert_default();
            column.spread(batch, from, &into.plain, several);
        }
    }
}

impl Scaled<'_> {
    /// A code for each category of each person, each category once; for what is missing where there is none.
    fn spread(&self, batch: usize, from: usize, plain: &[u32], into: &mut Several) {
        into.codes.clear();
        into.rows.clear();
        into.ends.clear();
        let (Some(piece), Some(table)) = (self.categories.piece(batch), self.tables.get(batch)) else {
            return;
        };
        let Some(lists) = &piece.lists else { return };
        let mut counted = Vec::new();
        for (row, code) in (0_u32..).zip(plain) {
            let values = lists.of(from + row as usize);
            counted.clear();
            counted.resize(values.len(), 0);
            piece.codes(values.start, table, self.missing(), true, &mut counted);
            // A gap in a list tells nothing.
            counted.retain(|one| *one != self.missing());
            counted.sort_unstable();
            counted.dedup();
            if counted.is_empty() {
                counted.push(self.missing());
            }
            into.codes.extend(counted.iter().map(|one| code + one));
            into.rows.extend(counted.iter().map(|_| row));
            into.ends.push(into.codes.len());
        }
    }
}

/// Lays out the codes of every breakdown: the last dimension runs fastest.
pub(super) fn breakdowns<'a>(
    asked: &[Vec<Dimension>],
    read: &'a [(Dimension, Categories)],
) -> Result<Vec<Breakdown<'a>>, Error> {
    let mut all = Vec::with_capacity(asked.len());
    for dimensions in asked {
        let mut columns = Vec::with_capacity(dimensions.len());
        let mut size = 1_u32;
        for dimension in dimensions.iter().rev() {
            let Some((_, categories)) = read.iter().find(|(known, _)| known == dimension) else { continue };
            let stride = size;
            let what = "the number of combinations of categories";
            size = stride.checked_mul(categories.size()).ok_or(audience::Error::TooLarge { what })?;
            let is_multi_valued = dimension.is_multi_valued();
            columns.push(Scaled { categories, stride, tables: categories.scaled(stride), is_multi_valued });
        }
        columns.reverse();
        all.push(Breakdown { dimensions: dimensions.clone(), columns, size });
    }
    Ok(all)
}
