//! Platforms, a byte a row.

use arrow_array::Array;
use arrow_schema::DataType;

use super::column::Column;
use super::texts::Texts;
use crate::columnar::Error;
use crate::model::Platform;

/// A column of platforms.
pub(in crate::columnar) struct Platforms {
    pieces: Vec<Vec<Option<Platform>>>,
}

impl Platforms {
    pub(in crate::columnar) fn new(column: Column) -> Result<Self, Error> {
        if column.data_type == DataType::Null {
            return Ok(Platforms {
                pieces: column.arrays.iter().map(|array| vec![None; array.len()]).collect(),
            });
        }
        if !Texts::is(&column.data_type) {
            return Err(column.wrong_type("names of platforms"));
        }
        let column = column.plain()?;
        let mut pieces = Vec::with_capacity(column.arrays.len());
        // Few spellings make up a column: remember the last one.
        let mut last = (String::new(), None);
        for (batch, array) in column.arrays.iter().enumerate() {
            let texts = Texts::of(array).ok_or_else(|| column.unreadable())?;
            let mut piece = Vec::with_capacity(array.len());
            for row in 0..array.len() {
                let Some(text) = texts.get(row) else {
                    piece.push(None);
                    continue;
                };
                if last.1.is_none() || last.0 != text {
                    let platform = text.parse::<Platform>().map_err(|error| {
                        column.wrong_text(
                            batch,
                            row,
                            error.code(),
                            "a platform; write instagram, tiktok or youtube",
                        )
                    })?;
                    last = (text.to_owned(), Some(platform));
                }
                piece.push(last.1);
            }
            pieces.push(piece);
        }
        Ok(Platforms { pieces })
    }

    /// One platform.
    pub(in crate::columnar) fn get(&self, batch: usize, row: usize) -> Option<Platform> {
        self.pieces.get(batch)?.get(row).copied().flatten()
    }
}
