//! Finding the columns of a table by their names.

use std::collections::BTreeMap;

use arrow_array::{Array, ArrayRef, RecordBatch, array::AnyDictionaryArray};
use arrow_schema::{DataType, Fields};

use super::texts::Texts;
use crate::columnar::{Error, Table, Tables};
use crate::model::{self, edits};

/// What can be renamed: the names of posts and profiles.
const NAMES: &[&str] = &[
    "id",
    "post_id",
    "influencer_id",
    "platform",
    "published_at",
    "likes",
    "comments",
    "shares",
    "saves",
    "views",
    "plays",
    "reach",
    "impressions",
    "followers_at_post",
    "followers",
    "following",
    "hashtags",
    "mentions",
    "brands",
    "caption",
    "pinned",
    "sponsored",
    "collected_at",
];

/// A table and the names that its columns have.
#[derive(Clone, Copy)]
pub(in crate::columnar) struct Source<'a> {
    pub(in crate::columnar) name: &'static str,
    pub(in crate::columnar) table: &'a Table,
    renamed: &'a BTreeMap<String, String>,
    /// Whether a column may go by its own name although it is renamed: in a table beside the one it is renamed in.
    lenient: bool,
}

/// A column of a table, in as many pieces as the table has batches.
pub(in crate::columnar) struct Column {
    pub(in crate::columnar) table: &'static str,
    /// What the table calls it.
    pub(in crate::columnar) name: String,
    pub(in crate::columnar) data_type: DataType,
    pub(in crate::columnar) arrays: Vec<ArrayRef>,
}

impl<'a> Source<'a> {
    /// The posts and, where they are given, the profiles of a call.
    ///
    /// `by` is the column of the key, which may be renamed as well.
    pub(in crate::columnar) fn of(
        tables: &Tables<'a>,
        renamed: &'a BTreeMap<String, String>,
        by: &str,
    ) -> Result<(Source<'a>, Option<Source<'a>>), Error> {
        Self::first(tables, ["posts", "profiles"], NAMES, renamed, by)
    }

    /// The first table of a call and, where it is given, the second.
    pub(in crate::columnar) fn first(
        tables: &Tables<'a>,
        [name, beside]: [&'static str; 2],
        names: &[&str],
        renamed: &'a BTreeMap<String, String>,
        by: &str,
    ) -> Result<(Source<'a>, Option<Source<'a>>), Error> {
        if let Some((other, _)) = tables.iter().find(|(other, _)| *other != name && *other != beside) {
            let known = format!("{name} and {beside}");
            return Err(Error::UnknownTable { table: (*other).to_owned(), known });
        }
        let first = Self::beside(tables, name, renamed)?.ok_or(Error::MissingTable { table: name })?;
        let second = Self::beside(tables, beside, renamed)?;
        for (canonical, column) in renamed {
            if !names.contains(&canonical.as_str()) && canonical != by {
                let known = names.join(", ");
                return Err(Error::UnknownName { canonical: canonical.clone(), known });
            }
            let has = |source: Source<'_>| source.table.schema().fields().iter().any(|f| f.name() == column);
            if !(has(first) || second.is_some_and(has)) {
                return Err(Error::UnknownColumn { column: column.clone(), canonical: canonical.clone() });
            }
        }
        Ok((Source { lenient: false, ..first }, second))
    }

    /// The one table of a call that reads no other.
    pub(in crate::columnar) fn only(
        tables: &Tables<'a>,
        name: &'static str,
        names: &[&str],
        renamed: &'a BTreeMap<String, String>,
        by: &str,
    ) -> Result<Source<'a>, Error> {
        if let Some((other, _)) = tables.iter().find(|(other, _)| *other != name) {
            return Err(Error::UnknownTable { table: (*other).to_owned(), known: name.to_owned() });
        }
        let source = Self::beside(tables, name, renamed)?.ok_or(Error::MissingTable { table: name })?;
        for (canonical, column) in renamed {
            if !names.contains(&canonical.as_str()) && canonical != by {
                let known = names.join(", ");
                return Err(Error::UnknownName { canonical: canonical.clone(), known });
            }
            if !source.table.schema().fields().iter().any(|field| field.name() == column) {
                return Err(Error::UnknownColumn { column: column.clone(), canonical: canonical.clone() });
            }
        }
        Ok(Source { lenient: false, ..source })
    }

    /// A table that stands beside those in which columns are renamed.
    pub(in crate::columnar) fn beside(
        tables: &Tables<'a>,
        name: &'static str,
        renamed: &'a BTreeMap<String, String>,
    ) -> Result<Option<Source<'a>>, Error> {
        let mut found = tables.iter().filter(|(other, _)| *other == name);
        let first = found.next();
        if found.next().is_some() {
            return Err(Error::RepeatedTable { table: name.to_owned() });
        }
        Ok(first.map(|(_, table)| Source { name, table, renamed, lenient: true }))
    }

    /// How many rows each batch has; all together they can be counted in 32 bits.
    pub(in crate::columnar) fn lengths(&self) -> Result<Vec<usize>, Error> {
        let lengths: Vec<usize> = self.table.batches().iter().map(RecordBatch::num_rows).collect();
        match u32::try_from(lengths.iter().sum::<usize>()) {
            Ok(_) => Ok(lengths),
            Err(_) => Err(Error::TooManyRows { table: self.name }),
        }
    }

    /// Whether the caller says what the table calls a column.
    pub(in crate::columnar) fn renames(&self, canonical: &str) -> bool {
        self.renamed.contains_key(canonical)
    }

    /// What the table calls a column.
    pub(in crate::columnar) fn called<'n>(&'n self, canonical: &'n str) -> &'n str {
        self.renamed.get(canonical).map_or(canonical, String::as_str)
    }

    /// The column of a name, where the table has one.
    pub(in crate::columnar) fn find(&self, canonical: &str) -> Result<Option<Column>, Error> {
        let Some(name) = self.renamed.get(canonical) else { return self.named(canonical) };
        match self.named(name)? {
            None if self.lenient => self.named(canonical),
            found => Ok(found),
        }
    }

    fn named(&self, name: &str) -> Result<Option<Column>, Error> {
        let schema = self.table.schema();
        let mut places = schema.fields().iter().enumerate().filter(|(_, field)| field.name() == name);
        let Some((place, field)) = places.next() else { return Ok(None) };
        if places.next().is_some() {
            return Err(Error::RepeatedColumn { table: self.name, column: name.to_owned() });
        }
        let arrays = self.table.batches().iter().map(|batch| batch.column(place).clone()).collect();
        let data_type = field.data_type().clone();
        Ok(Some(Column { table: self.name, name: name.to_owned(), data_type, arrays }))
    }

    /// The column of a name.
    pub(in crate::columnar) fn require(&self, canonical: &str) -> Result<Column, Error> {
        let missing =
            || missing_column(self.name, self.called(canonical), canonical, self.table.schema().fields());
        self.find(canonical)?.ok_or_else(missing)
    }
}

/// That a table lacks a column, with those that it has.
pub(in crate::columnar) fn missing_column(
    table: &'static str,
    column: &str,
    canonical: &str,
    fields: &Fields,
) -> Error {
    let names = || fields.iter().map(|field| field.name().as_str());
    let found = names().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ");
    Error::MissingColumn {
        table,
        column: column.to_owned(),
        canonical: canonical.to_owned(),
        found: if found.is_empty() { "none".to_owned() } else { found },
        near: nearest(column, names()).map(str::to_owned),
    }
}

/// The name that is most like one, if some is: but for a slip in a few letters, for case and for what stands between
/// words, or the same word in the singular within a longer name, as in `like_count`.
fn nearest<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let letters =
        |name: &str| name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let wanted: Vec<char> = letters(wanted);
    let word: String = wanted.iter().collect();
    let word = word.strip_suffix('s').unwrap_or(&word);
    let distance = |name: &str| {
        let plain: String = letters(name).into_iter().collect();
        let within = (word.len() > 3 && plain.contains(word)).then_some(wanted.len());
        edits(&wanted, &plain, wanted.len() / 4).or(within)
    };
    let near = names.filter_map(|name| Some((distance(name)?, name)));
    near.min_by_key(|(distance, name)| (*distance, name.len())).map(|(_, name)| name)
}

impl Column {
    pub(in crate::columnar) fn wrong_type(&self, expected: &'static str) -> Error {
        let found = match &self.data_type {
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "text".to_owned(),
            DataType::Boolean => "true and false".to_owned(),
            DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) => "lists".to_owned(),
            DataType::ListView(_) | DataType::LargeListView(_) => "lists".to_owned(),
            DataType::Struct(_) | DataType::Map(..) => "records".to_owned(),
            other => format!("values of type {other}"),
        };
        Error::WrongColumnType { table: self.table, column: self.name.clone(), found, expected }
    }

    pub(in crate::columnar) fn unreadable(&self) -> Error {
        Error::UnreadableColumn { table: self.table, column: self.name.clone() }
    }

    /// The row of the table at which a batch begins.
    pub(in crate::columnar) fn start(&self, batch: usize) -> u64 {
        self.arrays.iter().take(batch).map(|array| array.len() as u64).sum()
    }

    pub(in crate::columnar) fn wrong_number(&self, batch: usize, row: usize, source: model::Error) -> Error {
        let row = self.start(batch) + row as u64;
        Error::WrongNumber { table: self.table, row, column: self.name.clone(), source: Box::new(source) }
    }

    pub(in crate::columnar) fn wrong_text(
        &self,
        batch: usize,
        row: usize,
        code: &'static str,
        right: &'static str,
    ) -> Error {
        let row = self.start(batch) + row as u64;
        Error::WrongText { table: self.table, row, column: self.name.clone(), code, right }
    }

    pub(in crate::columnar) fn missing(&self, batch: usize, row: usize) -> Error {
        let row = self.start(batch) + row as u64;
        Error::MissingValue { table: self.table, row, column: self.name.clone() }
    }

    /// The pieces in another type, which none of their values can refuse.
    pub(in crate::columnar) fn cast(&self, to: &DataType) -> Result<Vec<ArrayRef>, Error> {
        let cast = |array: &ArrayRef| arrow_cast::cast(array, to).map_err(|_| self.unreadable());
        self.arrays.iter().map(cast).collect()
    }

    /// The texts of a dictionary, by their keys.
    pub(in crate::columnar) fn texts_of(&self, dictionary: &dyn AnyDictionaryArray) -> Result<Texts, Error> {
        let values = Column {
            arrays: vec![dictionary.values().clone()],
            data_type: dictionary.values().data_type().clone(),
            name: self.name.clone(),
            table: self.table,
        };
        let values = values.plain()?.arrays;
        values.first().and_then(Texts::of).ok_or_else(|| self.unreadable())
    }

    /// The column with its dictionaries written out.
    pub(in crate::columnar) fn plain(self) -> Result<Column, Error> {
        match &self.data_type {
            DataType::Dictionary(_, values) => {
                let data_type = values.as_ref().clone();
                let arrays = self.cast(&data_type)?;
                Column { arrays, data_type, ..self }.plain()
            }
            _ => Ok(self),
        }
    }
}
