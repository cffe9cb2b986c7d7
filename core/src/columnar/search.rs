//! A catalog to search, made of a table.

use std::collections::BTreeMap;

use arrow_schema::DataType;
use rayon::prelude::*;

use super::ingest::{Column, Lists, Source, Texts, Times, days, floats};
use super::sponsored::sponsored;
use super::{Error, Table};
use crate::search::{Catalog, parts};

const TABLE: &str = "catalog";
/// 1 January 1970, counted from the first day of the year 1.
const EPOCH: i64 = 719_163;
const DAY: i64 = 86_400_000;

/// Makes a catalog of a table with one row for each influencer.
///
/// Columns are called as the fields in `docs/search.md`: `id`, labels, lists of labels, numbers, texts,
/// `audience.country.DE`, and `sponsored`, lists of `{brand, on}`; `_low` after the name of a number or share is the lower bound of its interval. `columns` says
/// what the table calls a field: `{"engagement_rate": "er"}`. Other columns are passed over.
///
/// # Errors
/// [`Error::MissingColumn`] without an id, [`Error::WrongColumnType`], [`Error::Search`] where a value is refused.
///
/// ```
/// use renown::columnar::{Table, catalog};
/// use serde_json::json;
/// let table = Table::from_rows(&[json!({ "id": 7, "country": "DE", "followers": 2_000, "bio": "Wandern" })])?;
/// assert_eq!(catalog(&table, &Default::default())?.len(), 1);
/// # Ok::<(), renown::columnar::Error>(())
/// ```
pub fn catalog(table: &Table, columns: &BTreeMap<String, String>) -> Result<Catalog, Error> {
    let tables = [(TABLE, table)];
    let source = Source::beside(&tables, TABLE, columns)?.ok_or(Error::MissingTable { table: TABLE })?;
    let rows = source.lengths()?.iter().sum();
    let fields = table.schema().fields();
    let shares =
        fields.iter().map(|field| field.name().as_str()).filter(|name| name.starts_with("audience."));
    let shares: Vec<&str> = shares
        .chain(columns.keys().map(String::as_str).filter(|name| name.starts_with("audience.")))
        .collect();
    check_names(columns, &fields.iter().map(|field| field.name().as_str()).collect::<Vec<_>>())?;

    let (labels, first_list) = parts::LABEL_NAMES;
    let labels = labels.iter().enumerate().map(|(at, name)| Wanted::Labels(name, at >= first_list));
    let texts = parts::TEXT_NAMES.iter().map(|name| Wanted::Words(name));
    let numbers = parts::NUMBER_NAMES.iter().flat_map(|name| [(*name).to_owned(), format!("{name}_low")]);
    let shares = shares.into_iter().map(str::to_owned);
    let numbers =
        numbers.map(|name| Wanted::Number(name, false)).chain(shares.map(|name| Wanted::Number(name, true)));
    let wanted: Vec<Wanted<'_>> =
        texts.chain(labels).chain([Wanted::Topics, Wanted::Sponsored]).chain(numbers).collect();
    // Texts take longest and stand first; no thread keeps several of them to itself.
    let made = wanted.into_par_iter().with_max_len(1).map(|wanted| wanted.read(&source));
    let mut parts = parts::Parts::default();
    for made in made.collect::<Result<Vec<_>, Error>>()?.into_iter().flatten() {
        match made {
            Made::Indexed(name, indexed) => drop(parts.indexed.insert(name, indexed)),
            Made::Numbered(name, numbered) => drop(parts.numbered.insert(name, numbered)),
        }
    }
    let id = match source.find("id")? {
        Some(column) => column,
        None => source.require("influencer_id").or_else(|_| source.require("id"))?,
    };
    let ids = ids(id)?;
    let ids = ids.iter().flat_map(|piece| (0..piece.len()).filter_map(|row| piece.get(row)));
    Ok(parts.catalog(rows, ids)?)
}

/// Whatever is renamed must be a field, and its column must be there.
fn check_names(columns: &BTreeMap<String, String>, found: &[&str]) -> Result<(), Error> {
    for (canonical, column) in columns {
        let plain = canonical.strip_suffix("_low").unwrap_or(canonical);
        let known = ["id", "influencer_id", "topics", "sponsored", "sponsored_on"];
        let lists = [&known, parts::LABEL_NAMES.0, parts::TEXT_NAMES, parts::NUMBER_NAMES];
        if !plain.starts_with("audience.") && !lists.iter().any(|list| list.contains(&plain)) {
            let known = lists.concat().join(", ");
            return Err(Error::UnknownName { canonical: canonical.clone(), known });
        }
        if !found.contains(&column.as_str()) {
            return Err(Error::UnknownColumn { column: column.clone(), canonical: canonical.clone() });
        }
    }
    Ok(())
}

/// Ids as text, none missing.
fn ids(column: Column) -> Result<Vec<Texts>, Error> {
    let mut column = column.plain()?;
    if column.data_type.is_integer() {
        column.arrays = column.cast(&DataType::Utf8)?;
        column.data_type = DataType::Utf8;
    }
    for (batch, array) in column.arrays.iter().enumerate() {
        if let Some(row) =
            array.logical_nulls().and_then(|nulls| (0..nulls.len()).find(|row| nulls.is_null(*row)))
        {
            return Err(column.missing(batch, row));
        }
    }
    Texts::pieces(column)
}

/// A field that is looked for in the table.
enum Wanted<'a> {
    Labels(&'a str, bool),
    Words(&'a str),
    Topics,
    Sponsored,
    Number(String, bool),
}

/// A field that was found.
enum Made {
    Indexed(String, parts::Indexed),
    Numbered(String, parts::Numbered),
}

impl Wanted<'_> {
    fn read(self, source: &Source<'_>) -> Result<Option<Made>, Error> {
        let name = match &self {
            Wanted::Labels(name, _) | Wanted::Words(name) => name,
            Wanted::Topics => "topics",
            Wanted::Sponsored => "sponsored",
            Wanted::Number(name, _) => name.as_str(),
        };
        let Some(column) = source.find(name)? else { return Ok(None) };
        let name = name.to_owned();
        Ok(Some(match self {
            Wanted::Labels(field, true) => {
                let lists = each_list(column)?;
                Made::Indexed(name, parts::labels(field, lists.rows())?)
            }
            Wanted::Sponsored => {
                return Ok(sponsored(source, &column)?.map(|indexed| Made::Indexed(name, indexed)));
            }
            Wanted::Topics => Made::Indexed(name, parts::topics(each_list(column)?.rows())),
            Wanted::Labels(field, false) => {
                let pieces = Texts::pieces(flags(column)?)?;
                let rows = pieces.iter().flat_map(|piece| (0..piece.len()).map(|row| piece.get(row)));
                Made::Indexed(name, parts::labels(field, rows)?)
            }
            Wanted::Words(_) if !Texts::is(&column.data_type) && column.data_type != DataType::Null => {
                Made::Indexed(name, parts::words(each_list(column)?.rows()))
            }
            Wanted::Words(_) => {
                let pieces = Texts::pieces(column)?;
                let rows = pieces.iter().flat_map(|piece| (0..piece.len()).map(|row| piece.get(row)));
                Made::Indexed(name, parts::words(rows))
            }
            Wanted::Number(_, share) => {
                let values = if name == "last_post" { day_numbers(column)? } else { floats(&column)? };
                Made::Numbered(name.clone(), parts::numbers(&name, share, values.into_iter())?)
            }
        }))
    }
}

/// True and false as text.
fn flags(column: Column) -> Result<Column, Error> {
    let column = column.plain()?;
    if column.data_type != DataType::Boolean {
        return Ok(column);
    }
    let arrays = column.cast(&DataType::Utf8)?;
    Ok(Column { arrays, data_type: DataType::Utf8, ..column })
}

struct EachList {
    lists: Lists,
}

fn each_list(column: Column) -> Result<EachList, Error> {
    Ok(EachList { lists: Lists::new(column)? })
}

impl EachList {
    fn rows(&self) -> impl Iterator<Item = Vec<&str>> {
        let batches = self.lists.column.arrays.iter().enumerate();
        batches.flat_map(move |(batch, array)| {
            (0..array.len()).map(move |row| self.lists.get(batch, row).unwrap_or_default())
        })
    }
}

/// Days or instants, as days.
pub(super) fn day_numbers(column: Column) -> Result<Vec<Option<f64>>, Error> {
    let lengths: Vec<usize> = column.arrays.iter().map(|array| array.len()).collect();
    let instants = matches!(column.data_type, DataType::Timestamp(..));
    let times = Times::new(if instants { column } else { days(column)? }, false)?;
    let rows = lengths.iter().enumerate().flat_map(|(batch, rows)| (0..*rows).map(move |row| (batch, row)));
    #[expect(clippy::cast_precision_loss, reason = "days are few")]
    let day = |millis: i64| (millis.div_euclid(DAY) + EPOCH) as f64;
    Ok(rows.map(|(batch, row)| times.get(batch, row).map(day)).collect())
}
