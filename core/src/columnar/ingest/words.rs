//! Columns of words as codes: each value of a dictionary is read once, each plain text is looked up once.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;

use super::{Column, Piece, Texts, each};
use crate::columnar::Error;

type Fixed = BuildHasherDefault<DefaultHasher>;

/// One batch of a column of words.
pub(in crate::columnar) enum Words {
    /// The keys of a dictionary, with the code of each of its values; the last is that of a gap.
    Keys { keys: Piece, nulls: Option<NullBuffer>, codes: Vec<u32> },
    /// The code of each row.
    Codes(Vec<u32>),
}

/// Why a word has no code.
pub(in crate::columnar) enum Refused {
    /// There is none, and there has to be.
    Missing,
    /// It is not what belongs there: the code of the error, and what would be right.
    Wrong(&'static str, &'static str),
    /// Another error.
    Other(Error),
}

impl Words {
    /// Reads a column of words; `code` is asked once for each of them, and for a gap.
    pub(in crate::columnar) fn read(
        column: &Column,
        code: &mut impl FnMut(Option<&str>) -> Result<u32, Refused>,
    ) -> Result<Vec<Words>, Error> {
        let mut batches = Vec::with_capacity(column.arrays.len());
        for (batch, array) in column.arrays.iter().enumerate() {
            let mut reader = Reader { column, batch, code: &mut *code };
            batches.push(match array.data_type() {
                _ if array.is_empty() => Words::Codes(Vec::new()),
                DataType::Null => Words::Codes(vec![reader.code(0, None)?; array.len()]),
                DataType::Dictionary(_, values) if Texts::is(values) => reader.dictionary(array)?,
                DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => reader.texts(array)?,
                _ => return Err(column.wrong_type("texts, or dictionaries of texts,")),
            });
        }
        Ok(batches)
    }

    /// The code of a row.
    pub(in crate::columnar) fn code(&self, row: usize) -> u32 {
        match self {
            Words::Codes(codes) => codes.get(row).copied().unwrap_or_default(),
            Words::Keys { keys, nulls, codes } => {
                let gap = nulls.as_ref().is_some_and(|nulls| row < nulls.len() && nulls.is_null(row));
                let at = if gap { codes.len().checked_sub(1) } else { keys.at(row) };
                at.and_then(|at| codes.get(at)).copied().unwrap_or_default()
            }
        }
    }

    /// What each code, or each key of a dictionary, stands for, by what each code does.
    pub(in crate::columnar) fn values<T: Copy + Default>(&self, of_codes: &[T]) -> Vec<T> {
        let of_code = |code: &u32| of_codes.get(*code as usize).copied().unwrap_or_default();
        match self {
            Words::Codes(_) => of_codes.to_vec(),
            Words::Keys { codes, .. } => codes.iter().map(of_code).collect(),
        }
    }

    /// Visits rows from one on with what [`Words::values`] says of them.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "one width among many; keys are checked")]
    pub(in crate::columnar) fn visit<T: Copy + Default, S>(
        &self,
        values: &[T],
        from: usize,
        slots: &mut [S],
        visit: impl Fn(&mut S, T),
    ) {
        match self {
            Words::Codes(codes) => {
                let codes = codes.get(from..).unwrap_or_default();
                for (slot, code) in slots.iter_mut().zip(codes) {
                    visit(slot, values.get(*code as usize).copied().unwrap_or_default());
                }
            }
            Words::Keys { keys, nulls: None, .. } => each!(keys, array => {
                let keys = array.values().get(from..).unwrap_or_default();
                for (slot, key) in slots.iter_mut().zip(keys) {
                    visit(slot, values.get(*key as usize).copied().unwrap_or_default());
                }
            }, ()),
            Words::Keys { keys, nulls: Some(nulls), .. } => {
                let gap = values.last().copied().unwrap_or_default();
                each!(keys, array => {
                    let keys = array.values().get(from..).unwrap_or_default();
                    for ((slot, key), row) in slots.iter_mut().zip(keys).zip(from..) {
                        let value = values.get(*key as usize).copied().unwrap_or_default();
                        visit(slot, if nulls.is_null(row) { gap } else { value });
                    }
                }, ());
            }
        }
    }
}

struct Reader<'a, F> {
    column: &'a Column,
    batch: usize,
    code: &'a mut F,
}

impl<F: FnMut(Option<&str>) -> Result<u32, Refused>> Reader<'_, F> {
    fn code(&mut self, row: usize, text: Option<&str>) -> Result<u32, Error> {
        (self.code)(text).map_err(|refused| self.error(row, refused))
    }

    fn error(&self, row: usize, refused: Refused) -> Error {
        match refused {
            Refused::Missing => self.column.missing(self.batch, row),
            Refused::Wrong(code, right) => self.column.wrong_text(self.batch, row, code, right),
            Refused::Other(error) => error,
        }
    }

    fn texts(&mut self, array: &ArrayRef) -> Result<Words, Error> {
        let texts = Texts::of(array).ok_or_else(|| self.column.unreadable())?;
        let mut known: HashMap<Option<&str>, u32, Fixed> = HashMap::default();
        let mut last: Option<(Option<&str>, u32)> = None;
        let mut codes = Vec::with_capacity(texts.len());
        for row in 0..texts.len() {
            let text = texts.get(row);
            let code = match last {
                Some((before, code)) if before == text => code,
                _ => match known.get(&text) {
                    Some(code) => *code,
                    None => {
                        let code = self.code(row, text)?;
                        known.insert(text, code);
                        code
                    }
                },
            };
            last = Some((text, code));
            codes.push(code);
        }
        Ok(Words::Codes(codes))
    }

    /// A value that is wrong matters only where a row has it; so do gaps.
    fn dictionary(&mut self, array: &ArrayRef) -> Result<Words, Error> {
        let column = self.column;
        let dictionary = array.as_any_dictionary_opt().ok_or_else(|| column.unreadable())?;
        let keys: ArrayRef = arrow_array::make_array(dictionary.keys().to_data());
        let nulls = keys.nulls().filter(|nulls| nulls.null_count() > 0).cloned();
        let texts = column.texts_of(dictionary)?;
        let keys = Piece::of(&keys).ok_or_else(|| column.unreadable())?;
        let (mut codes, mut faults) = (Vec::with_capacity(texts.len() + 1), HashMap::new());
        for at in 0..texts.len() {
            codes.push(match (self.code)(texts.get(at)) {
                Ok(code) => code,
                Err(fault) => {
                    faults.insert(at, fault);
                    0
                }
            });
        }
        codes.push(match &nulls {
            None => 0,
            Some(nulls) => {
                let row = (0..nulls.len()).find(|&row| nulls.is_null(row)).unwrap_or_default();
                self.code(row, None)?
            }
        });
        if !faults.is_empty() {
            let valid = |row: usize| nulls.as_ref().is_none_or(|nulls| nulls.is_valid(row));
            for row in (0..keys.len()).filter(|row| valid(*row)) {
                if let Some(fault) = keys.at(row).and_then(|key| faults.remove(&key)) {
                    return Err(self.error(row, fault));
                }
            }
        }
        Ok(Words::Keys { keys, nulls, codes })
    }
}
