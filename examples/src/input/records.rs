//! Rows as values of the model.
//!
//! A row becomes the map of fields that the model deserialises, so that the model alone decides what is right; what
//! it refuses is reported in the column from which it came.

use std::marker::PhantomData;

use renown::model::{AccountFeatures, AudienceMember, Post, Profile};
use serde::de::DeserializeOwned;
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
struct Field {
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

/// A stream of values of the model, each with the line that it came from.
pub struct Records<T> {
    rows: Rows,
    parts: Vec<(&'static [Field], Columns)>,
    read: PhantomData<T>,
}

/// Posts.
pub type Posts = Records<Post>;
/// Profiles.
pub type Profiles = Records<Profile>;
/// Members of an audience sample, each with the public features of its account.
pub type Audience = Records<(AudienceMember, AccountFeatures)>;

/// Reads posts.
///
/// # Errors
/// Where a needed column is not there, or a renaming names one that is not there.
pub fn posts(rows: Rows, renamed: &Renamed) -> Result<Posts, InputError> {
    Records::new(rows, &[POST], renamed)
}

/// Reads profiles.
///
/// # Errors
/// As [`posts`].
pub fn profiles(rows: Rows, renamed: &Renamed) -> Result<Profiles, InputError> {
    Records::new(rows, &[PROFILE], renamed)
}

/// Reads an audience sample.
///
/// # Errors
/// As [`posts`].
pub fn audience(rows: Rows, renamed: &Renamed) -> Result<Audience, InputError> {
    Records::new(rows, &[MEMBER, ACCOUNT], renamed)
}

impl<T> Records<T> {
    fn new(rows: Rows, parts: &[&'static [Field]], renamed: &Renamed) -> Result<Self, InputError> {
        let find = |fields: &&'static [Field]| {
            let needed: Vec<_> = fields.iter().filter(|field| field.needed).map(|field| field.column).collect();
            let wanted: Vec<_> = fields.iter().filter(|field| !field.needed).map(|field| field.column).collect();
            Ok((*fields, Columns::find(&rows, &needed, &wanted, renamed)?))
        };
        let parts = parts.iter().map(find).collect::<Result<_, InputError>>()?;
        Ok(Records { rows, parts, read: PhantomData })
    }

    /// The rows that are read.
    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    /// The fields of each part of one row.
    fn next_values(&mut self) -> Option<Result<(u64, Vec<Value>), InputError>> {
        let row = match self.rows.rows.next()? {
            Ok(row) => row,
            Err(error) => return Some(Err(error)),
        };
        let parts = self.parts.iter().map(|(fields, columns)| value(&self.rows, fields, columns, &row));
        Some(parts.collect::<Result<Vec<_>, _>>().map(|values| (row.line, values)))
    }

    fn read<U: DeserializeOwned>(&self, part: usize, line: u64, value: Value) -> Result<U, InputError> {
        serde_json::from_value(value).map_err(|error| {
            let (column, problem) = self.blame(part, &error.to_string());
            InputError { file: self.rows.file.clone(), line: Some(line), column, problem }
        })
    }

    /// The column from which the field came that the model refuses, and what it says of it.
    fn blame(&self, part: usize, refusal: &str) -> (Option<String>, Problem) {
        let found = self.parts.get(part).and_then(|(fields, columns)| {
            let (place, rest) = refusal.split_once(": ")?;
            let place = place.split_once('[').map_or(place, |(field, _)| field);
            let named = |field: &&Field| field.field == place || field.field.ends_with(&format!(".{place}"));
            let (_, theirs) = columns.place(fields.iter().find(named)?.column)?;
            Some((theirs.to_owned(), rest.to_owned()))
        });
        match found {
            Some((column, rest)) => (Some(column), Problem::Refused(rest)),
            None => (None, Problem::Refused(refusal.to_owned())),
        }
    }
}

impl Iterator for Records<Post> {
    type Item = Result<(u64, Post), InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.next_values()?;
        Some(next.and_then(|(line, values)| one(self, line, values)))
    }
}

impl Iterator for Records<Profile> {
    type Item = Result<(u64, Profile), InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.next_values()?;
        Some(next.and_then(|(line, values)| one(self, line, values)))
    }
}

fn one<T: DeserializeOwned>(records: &Records<T>, line: u64, values: Vec<Value>) -> Result<(u64, T), InputError> {
    let value = values.into_iter().next().unwrap_or_default();
    Ok((line, records.read(0, line, value)?))
}

impl Iterator for Audience {
    type Item = Result<(u64, (AudienceMember, AccountFeatures)), InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.next_values()?;
        Some(next.and_then(|(line, values)| {
            let mut values = values.into_iter();
            let member = self.read(0, line, values.next().unwrap_or_default())?;
            let account = self.read(1, line, values.next().unwrap_or_default())?;
            Ok((line, (member, account)))
        }))
    }
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
            problem,
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

            (Kind::Count, Cell::Text(text)) => match renown::model::read_count(text) {
                Ok(count) => Ok(Value::from(count)),
                Err(error) => Err(Problem::Refused(error.to_string())),
            },
            (Kind::Count, Cell::Integer(number)) => match serde_json::Number::from_i128(*number) {
                Some(number) => Ok(Value::Number(number)),
                None => Err(Problem::Refused(format!("{number} is not a count; counts end at 2^63 − 1"))),
            },
            // NaN and infinity are no JSON numbers; the model would never see them.
            (Kind::Count, Cell::Float(number)) if !number.is_finite() => {
                Err(Problem::Refused(format!("{number} is not a finite number; leave an unknown value out")))
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
            (Kind::List, Cell::Text(text)) => {
                Ok(text.split('|').map(str::trim).filter(|entry| !entry.is_empty()).map(Value::from).collect())
            }
            (Kind::List, _) => wrong("a list of texts"),
        }
    }
}
