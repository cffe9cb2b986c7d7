//! Columns of words as codes: each value of a dictionary is read once, each plain text is looked up once.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;

use super::lanes::Question;
use crate::columnar::Error;
use crate::columnar::ingest::{Column, Piece, Texts};
use crate::privacy::decision_table::{Axis, Field, Value};

type Fixed = BuildHasherDefault<DefaultHasher>;

/// One batch of a column of words.
pub(super) enum Words {
    /// The keys of a dictionary, with the code of each of its values; the last is that of a gap.
    Keys { keys: Piece, nulls: Option<NullBuffer>, codes: Vec<u32> },
    /// The code of each row.
    Codes(Vec<u32>),
}

/// Reads a column of words.
pub(super) fn words(column: &Column, axis: &mut Axis, question: &Question<'_>) -> Result<Vec<Words>, Error> {
    let mut batches = Vec::with_capacity(column.arrays.len());
    for (batch, array) in column.arrays.iter().enumerate() {
        let reader = Reader { column, batch, question, field: axis.field() };
        batches.push(match array.data_type() {
            DataType::Null => {
                if !array.is_empty() && reader.field.is_required() {
                    return Err(column.missing(batch, 0));
                }
                let gap = if array.is_empty() { 0 } else { reader.gap(axis) };
                Words::Codes(vec![gap; array.len()])
            }
            DataType::Dictionary(_, values) if Texts::is(values) => reader.dictionary(array, axis)?,
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => reader.texts(array, axis)?,
            _ => return Err(column.wrong_type("texts, or dictionaries of texts,")),
        });
    }
    Ok(batches)
}

struct Reader<'a> {
    column: &'a Column,
    batch: usize,
    question: &'a Question<'a>,
    field: Field,
}

impl Reader<'_> {
    fn code(&self, axis: &mut Axis, value: Value) -> u32 {
        u32::try_from(axis.code(value, self.question.policy, self.question.day)).unwrap_or(u32::MAX)
    }

    fn gap(&self, axis: &mut Axis) -> u32 {
        self.code(axis, Value::Unknown)
    }

    fn texts(&self, array: &ArrayRef, axis: &mut Axis) -> Result<Words, Error> {
        let texts = Texts::of(array).ok_or_else(|| self.column.unreadable())?;
        let mut known: HashMap<Option<&str>, u32, Fixed> = HashMap::default();
        let mut last: Option<(Option<&str>, u32)> = None;
        let mut codes = Vec::with_capacity(texts.len());
        for row in 0..texts.len() {
            let text = texts.get(row);
            let code = match (last, known.get(&text)) {
                (Some((before, code)), _) if before == text => code,
                (_, Some(code)) => *code,
                _ => {
                    let value = match text {
                        None if self.field.is_required() => {
                            return Err(self.column.missing(self.batch, row));
                        }
                        None => Value::Unknown,
                        Some(text) => self.field.read(text).map_err(|wrong| {
                            self.column.wrong_text(self.batch, row, wrong.code, wrong.right)
                        })?,
                    };
                    let code = self.code(axis, value);
                    known.insert(text, code);
                    code
                }
            };
            last = Some((text, code));
            codes.push(code);
        }
        Ok(Words::Codes(codes))
    }

    /// A value that is wrong matters only where a row has it; so do gaps.
    fn dictionary(&self, array: &ArrayRef, axis: &mut Axis) -> Result<Words, Error> {
        let unreadable = || self.column.unreadable();
        let dictionary = array.as_any_dictionary_opt().ok_or_else(unreadable)?;
        let keys: ArrayRef = arrow_array::make_array(dictionary.keys().to_data());
        let nulls = keys.nulls().filter(|nulls| nulls.null_count() > 0).cloned();
        let texts = self.column.texts_of(dictionary)?;
        let keys = Piece::of(&keys).ok_or_else(unreadable)?;
        let (mut codes, mut faults) = (Vec::with_capacity(texts.len() + 1), HashMap::new());
        for at in 0..texts.len() {
            let value = match texts.get(at) {
                None if self.field.is_required() => Err(None),
                None => Ok(Value::Unknown),
                Some(text) => self.field.read(text).map_err(Some),
            };
            codes.push(match value {
                Ok(value) => self.code(axis, value),
                Err(fault) => {
                    faults.insert(at, fault);
                    0
                }
            });
        }
        let refused = |row| self.column.missing(self.batch, row);
        if let Some(nulls) = nulls.as_ref().filter(|_| self.field.is_required()) {
            let row = (0..nulls.len()).find(|&row| nulls.is_null(row)).unwrap_or_default();
            return Err(refused(row));
        }
        if !faults.is_empty() {
            let valid = |row: usize| nulls.as_ref().is_none_or(|nulls| nulls.is_valid(row));
            for row in (0..keys.len()).filter(|row| valid(*row)) {
                match keys.at(row).and_then(|key| faults.get(&key)) {
                    Some(Some(wrong)) => {
                        return Err(self.column.wrong_text(self.batch, row, wrong.code, wrong.right));
                    }
                    Some(None) => return Err(refused(row)),
                    None => {}
                }
            }
        }
        codes.push(if nulls.is_some() { self.gap(axis) } else { 0 });
        Ok(Words::Keys { keys, nulls, codes })
    }
}

impl Words {
    /// The code of a row.
    pub(super) fn code(&self, row: usize) -> u32 {
        match self {
            Words::Codes(codes) => codes.get(row).copied().unwrap_or_default(),
            Words::Keys { keys, nulls, codes } => {
                let gap = nulls.as_ref().is_some_and(|nulls| row < nulls.len() && nulls.is_null(row));
                let at = if gap { codes.len().checked_sub(1) } else { keys.at(row) };
                at.and_then(|at| codes.get(at)).copied().unwrap_or_default()
            }
        }
    }
}
