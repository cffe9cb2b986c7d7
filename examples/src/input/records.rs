//! Rows as values of the model.
//!
//! A row becomes the map of fields that the model deserialises, so that the model alone decides what is right; what
//! it refuses is reported in the column from which it came.

use std::marker::PhantomData;

use renown::model::{AccountFeatures, AudienceMember, Error, Post, Profile, Record, read};
use renown::privacy::SubjectState;
use serde_json::{Map, Value};

use super::cell::Cell;
use super::columns::Columns;
use super::table::Row;
use super::{InputError, Problem, Renamed, Rows};

/// What kind of value a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Count,
    Flag,
    Moment,
    List,
}

/// A column of the file, and the field of the model that it fills; a dot leads into an object.
pub struct Field {
    column: &'static str,
    field: &'static str,
    kind: Kind,
    needed: bool,
}

const fn needed(column: &'static str, field: &'static str, kind: Kind) -> Field {
    Field { column, field, kind, needed: true }
}

const fn may(column: &'static str, field: &'static str, kind: Kind) -> Field {
    Field { column, field, kind, needed: false }
}

const POST: &[Field] = &[
    needed("post_id", "id", Kind::Text),
    needed("influencer_id", "influencer_id", Kind::Text),
    needed("platform", "platform", Kind::Text),
    needed("published_at", "published_at", Kind::Moment),
    may("kind", "kind", Kind::Text),
    may("url", "url", Kind::Text),
    may("caption", "caption", Kind::Text),
    may("likes", "likes", Kind::Count),
    may("comments", "comments", Kind::Count),
    may("shares", "shares", Kind::Count),
    may("saves", "saves", Kind::Count),
    may("views", "views", Kind::Count),
    may("plays", "plays", Kind::Count),
    may("reach", "reach", Kind::Count),
    may("impressions", "impressions", Kind::Count),
    may("pinned", "pinned", Kind::Flag),
    may("sponsored", "sponsored", Kind::Flag),
    may("hashtags", "hashtags", Kind::List),
    may("mentions", "mentions", Kind::List),
    may("brands", "brands", Kind::List),
    may("followers_at_post", "followers_at_post", Kind::Count),
    may("collected_at", "collected_at", Kind::Moment),
    may("source", "provenance.source", Kind::Text),
    may("collected_at", "provenance.collected_at", Kind::Moment),
];

const PROFILE: &[Field] = &[
    needed("influencer_id", "id", Kind::Text),
    needed("platform", "platform", Kind::Text),
    needed("handle", "handle", Kind::Text),
    may("url", "url", Kind::Text),
    may("image_url", "image_url", Kind::Text),
    may("full_name", "full_name", Kind::Text),
    may("bio", "bio", Kind::Text),
    may("category", "category", Kind::Text),
    may("account_type", "account_type", Kind::Text),
    may("verified", "verified", Kind::Flag),
    may("private", "private", Kind::Flag),
    may("gender", "gender", Kind::Text),
    may("age_band", "age_band", Kind::Text),
    may("language", "language", Kind::Text),
    may("country", "location.country", Kind::Text),
    may("region", "location.region", Kind::Text),
    may("city", "location.city", Kind::Text),
    may("followers", "followers", Kind::Count),
    may("following", "following", Kind::Count),
    may("content_count", "posts", Kind::Count),
    may("created_at", "created_at", Kind::Moment),
    may("source", "provenance.source", Kind::Text),
    may("collected_at", "provenance.collected_at", Kind::Moment),
];

const MEMBER: &[Field] = &[
    needed("influencer_id", "influencer_id", Kind::Text),
    needed("member_id", "id", Kind::Text),
    may("platform", "platform", Kind::Text),
    may("role", "role", Kind::Text),
    may("country", "country", Kind::Text),
    may("region", "region", Kind::Text),
    may("city", "city", Kind::Text),
    may("gender", "gender", Kind::Text),
    may("age_band", "age_band", Kind::Text),
    may("language", "language", Kind::Text),
    may("interests", "interests", Kind::List),
    may("followers", "followers", Kind::Count),
    may("following", "following", Kind::Count),
];

const ACCOUNT: &[Field] = &[
    needed("member_id", "id", Kind::Text),
    may("platform", "platform", Kind::Text),
    may("has_picture", "has_picture", Kind::Flag),
    may("username", "username", Kind::Text),
    may("username_length", "username_length", Kind::Count),
    may("username_digits", "username_digits", Kind::Count),
    may("full_name", "full_name", Kind::Text),
    may("full_name_length", "full_name_length", Kind::Count),
    may("full_name_words", "full_name_words", Kind::Count),
    may("full_name_digits", "full_name_digits", Kind::Count),
    may("name_equals_username", "name_equals_username", Kind::Flag),
    may("bio", "bio", Kind::Text),
    may("bio_length", "bio_length", Kind::Count),
    may("external_link", "external_link", Kind::Flag),
    may("private", "private", Kind::Flag),
    may("verified", "verified", Kind::Flag),
    may("posts", "posts", Kind::Count),
    may("followers", "followers", Kind::Count),
    may("following", "following", Kind::Count),
    may("created_at", "created_at", Kind::Moment),
];

/// What stands in the way of showing an influencer, in the words of the gate.
const STATES: Field = may("states", "states", Kind::List);

/// A value that a row holds.
pub trait FromRow: Sized {
    /// The parts of the row, each with its columns.
    #[doc(hidden)]
    const PARTS: &'static [&'static [Field]];

    /// Reads the fields of the parts; an error says in which part it is.
    #[doc(hidden)]
    fn read(parts: Vec<Value>) -> Result<Self, (usize, Error)>;
}

/// A profile, and what stands in the way of showing it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The profile.
    pub profile: Profile,
    /// What the caller knows to stand in the way: an objection, a restriction, an erasure.
    pub states: Vec<SubjectState>,
}

/// A member of an audience sample, with the public features of the account.
#[derive(Debug, Clone, PartialEq)]
pub struct Sampled {
    /// The member.
    pub member: AudienceMember,
    /// The features.
    pub account: AccountFeatures,
}

fn part<T: Record>(number: usize, parts: &mut [Value]) -> Result<T, (usize, Error)> {
    let value = parts.get_mut(number).map(Value::take).unwrap_or_default();
    T::from_value(value).map_err(|error| (number, error))
}

impl FromRow for Post {
    const PARTS: &'static [&'static [Field]] = &[POST];

    fn read(mut parts: Vec<Value>) -> Result<Self, (usize, Error)> {
        part(0, &mut parts)
    }
}

impl FromRow for Known {
    const PARTS: &'static [&'static [Field]] = &[PROFILE, &[STATES]];

    fn read(mut parts: Vec<Value>) -> Result<Self, (usize, Error)> {
        let profile = part(0, &mut parts)?;
        let states = parts.get_mut(1).and_then(|states| states.get_mut("states")).map(Value::take);
        let states = match states {
            None => Vec::new(),
            Some(states) => serde_json::from_value(states).map_err(|_| {
                let known = "objected, restricted, erased, minor, not_public";
                (1, Error::UnknownWord { what: "state", value: String::new(), known }.at("states"))
            })?,
        };
        Ok(Known { profile, states })
    }
}

impl FromRow for Sampled {
    const PARTS: &'static [&'static [Field]] = &[MEMBER, ACCOUNT];

    fn read(mut parts: Vec<Value>) -> Result<Self, (usize, Error)> {
        Ok(Sampled { member: part(0, &mut parts)?, account: part(1, &mut parts)? })
    }
}

/// A stream of values of the model, each with the line that it came from.
pub struct Records<T> {
    rows: Rows,
    parts: Vec<(&'static [Field], Columns)>,
    read: PhantomData<T>,
}

impl<T: FromRow> Records<T> {
    /// Reads the rows as values of this type.
    ///
    /// # Errors
    /// Where a needed column is not there, or a renaming names one that is not there.
    pub fn new(rows: Rows, renamed: &Renamed) -> Result<Self, InputError> {
        let find = |fields: &&'static [Field]| {
            let names = |needed| fields.iter().filter(move |field| field.needed == needed);
            let needed: Vec<_> = names(true).map(|field| field.column).collect();
            let wanted: Vec<_> = names(false).map(|field| field.column).collect();
            Ok((*fields, Columns::find(&rows, &needed, &wanted, renamed)?))
        };
        let parts = T::PARTS.iter().map(find).collect::<Result<_, InputError>>()?;
        Ok(Records { rows, parts, read: PhantomData })
    }

    /// The rows that are read.
    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    fn read(&self, row: &Row) -> Result<T, InputError> {
        let parts = self.parts.iter().map(|(fields, columns)| value(&self.rows, fields, columns, row));
        T::read(parts.collect::<Result<Vec<_>, _>>()?).map_err(|(part, error)| {
            let (column, error) = self.blame(part, error);
            let problem = Box::new(Problem::Refused(masked(error)));
            InputError { file: self.rows.file.clone(), line: Some(row.line), column, problem }
        })
    }

    /// The column from which the field came that the model refuses, and what it says of the value.
    fn blame(&self, part: usize, error: Error) -> (Option<String>, Error) {
        let column = self.parts.get(part).and_then(|(fields, columns)| {
            let place = error.place()?;
            let place = place.split('[').next().unwrap_or_default();
            let named = |field: &&Field| field.field == place || field.field.ends_with(&format!(".{place}"));
            let (_, theirs) = columns.place(fields.iter().find(named)?.column)?;
            Some(theirs.to_owned())
        });
        match (column, error) {
            (Some(column), Error::At { source, .. }) => (Some(column), *source),
            (column, error) => (column, error),
        }
    }
}

impl<T: FromRow> Iterator for Records<T> {
    type Item = Result<(u64, T), InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = match self.rows.rows.next()? {
            Ok(row) => row,
            Err(error) => return Some(Err(error)),
        };
        Some(self.read(&row).map(|value| (row.line, value)))
    }
}

/// What stands in a message in place of a text.
const MASK: &str = "…";

/// The same error without text of the file: a cell may be about a person, above all where columns are mixed up.
/// Numbers and dates stay.
fn masked(error: Error) -> Error {
    let mask = || MASK.to_owned();
    let unless_number = |value: String| if is_number_or_date(&value) { value } else { mask() };
    match error {
        Error::At { place, source } => Error::At { place, source: Box::new(masked(*source)) },
        Error::UnknownPlatform { .. } => Error::UnknownPlatform { value: mask() },
        Error::UnknownWord { what, known, .. } => Error::UnknownWord { what, value: mask(), known },
        Error::UnknownCountry { suggestion, .. } => Error::UnknownCountry { value: mask(), suggestion },
        Error::UnknownRegion { suggestion, .. } => Error::UnknownRegion { value: mask(), suggestion },
        Error::UnknownLanguage { suggestion, .. } => Error::UnknownLanguage { value: mask(), suggestion },
        Error::NotANumber { value } => Error::NotANumber { value: unless_number(value) },
        Error::MalformedNumber { value, right } => {
            Error::MalformedNumber { value: unless_number(value), right }
        }
        Error::NaiveTimestamp { value } => Error::NaiveTimestamp { value: unless_number(value) },
        Error::MalformedTimestamp { value } => Error::MalformedTimestamp { value: unless_number(value) },
        Error::MalformedDate { value } => Error::MalformedDate { value: unless_number(value) },
        other => other,
    }
}

/// Whether a text is a number or a date, well written or not: digits, signs, and the few letters of units, zones and
/// of what is not a number.
fn is_number_or_date(text: &str) -> bool {
    let unsigned = text.trim_start_matches(['-', '+']).trim_end_matches('%').to_ascii_lowercase();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    matches!(unsigned.trim(), "nan" | "inf" | "infinity")
        || (text.chars().any(|c| c.is_ascii_digit())
            && letters <= 2
            && !text.chars().any(|c| matches!(c, '@' | '#')))
}

/// The object that the model reads.
fn value(rows: &Rows, fields: &[Field], columns: &Columns, row: &Row) -> Result<Value, InputError> {
    let mut object = Map::new();
    for field in fields {
        let Some((at, theirs)) = columns.place(field.column) else { continue };
        let cell = row.cells.get(at).unwrap_or(&Cell::Null);
        let fault = |problem| InputError {
            file: rows.file.clone(),
            line: Some(row.line),
            column: Some(theirs.to_owned()),
            problem: Box::new(problem),
        };
        let value = match cell {
            Cell::Null if field.needed => return Err(fault(Problem::Empty)),
            Cell::Null => continue,
            cell => field.kind.read(cell).map_err(fault)?,
        };
        match field.field.split_once('.') {
            None => {
                object.insert(field.field.to_owned(), value);
            }
            // Where and when something was read is provenance only if the source is known.
            Some(("provenance", "collected_at")) => {
                if let Some(Value::Object(provenance)) = object.get_mut("provenance") {
                    provenance.insert("collected_at".to_owned(), value);
                }
            }
            Some((outer, inner)) => {
                let entry = object.entry(outer).or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(outer) = entry {
                    outer.insert(inner.to_owned(), value);
                }
            }
        }
    }
    Ok(Value::Object(object))
}

impl Kind {
    fn read(self, cell: &Cell) -> Result<Value, Problem> {
        let wrong = |wanted| Err(Problem::WrongType { found: cell.describe(), wanted });
        match (self, cell) {
            (Kind::Text, Cell::Text(text)) => Ok(Value::from(text.clone())),
            (Kind::Text, Cell::Integer(number)) => Ok(Value::from(number.to_string())),
            (Kind::Text, _) => wrong("a text"),

            (Kind::Count, Cell::Text(text)) => match read::count(text) {
                Ok(count) => Ok(Value::from(count)),
                Err(error) => Err(Problem::Refused(masked(error))),
            },
            (Kind::Count, Cell::Integer(number)) => match serde_json::Number::from_i128(*number) {
                Some(number) => Ok(Value::Number(number)),
                None => Err(Problem::Refused(Error::CountTooLarge { value: number.to_string() })),
            },
            // NaN and infinity are no JSON numbers; the model would never see them.
            (Kind::Count, Cell::Float(number)) if !number.is_finite() => {
                Err(Problem::Refused(Error::NotANumber { value: number.to_string() }))
            }
            (Kind::Count, Cell::Float(number)) => Ok(Value::from(*number)),
            (Kind::Count, _) => wrong("a count"),

            (Kind::Flag, Cell::Bool(flag)) => Ok(Value::from(*flag)),
            (Kind::Flag, Cell::Integer(0)) => Ok(Value::from(false)),
            (Kind::Flag, Cell::Integer(1)) => Ok(Value::from(true)),
            (Kind::Flag, Cell::Text(text)) => match text.to_ascii_lowercase().as_str() {
                "true" | "t" | "yes" | "1" => Ok(Value::from(true)),
                "false" | "f" | "no" | "0" => Ok(Value::from(false)),
                _ => wrong("true or false"),
            },
            (Kind::Flag, _) => wrong("true or false"),

            (Kind::Moment, Cell::Text(text)) => Ok(Value::from(text.clone())),
            (Kind::Moment, Cell::Moment(moment)) => {
                Ok(Value::from(moment.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)))
            }
            (Kind::Moment, _) => wrong("a time with a zone"),

            (Kind::List, Cell::List(entries)) => Ok(Value::from(entries.clone())),
            // In tables lists are texts with bars between their entries.
            (Kind::List, Cell::Text(text)) => Ok(text
                .split('|')
                .map(str::trim)
                .filter(|entry| !entry.is_empty())
                .map(Value::from)
                .collect()),
            (Kind::List, _) => wrong("a list of texts"),
        }
    }
}
