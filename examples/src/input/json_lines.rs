//! JSON lines: one object a line; the columns are those of all objects of the file.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde_json::{Map, Value};

use super::cell::Cell;
use super::table::{Counted, Row, RowIterator};
use super::{InputError, Problem};

/// Objects may leave out what is null, so the file is read twice: once for the names of its columns, once for
/// its rows. Nothing but the names is kept in between.
pub(super) fn rows(file: &Path, mut source: Counted) -> Result<(Vec<String>, RowIterator), InputError> {
    let io = |error| InputError::of_file(file, Problem::Io(error));
    let mut names = BTreeSet::new();
    source.rewind().map_err(io)?;
    for bytes in BufReader::new(&mut source).split(b'\n') {
        if let Ok(Some(object)) = object(&bytes.map_err(io)?) {
            names.extend(object.into_iter().map(|(name, _)| name));
        }
    }
    source.rewind().map_err(io)?;

    let columns: Vec<String> = names.into_iter().collect();
    let order = columns.clone();
    let file = file.to_owned();
    let rows = BufReader::new(source).split(b'\n').zip(1_u64..).filter_map(move |(bytes, line)| {
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => return Some(Err(InputError::of_file(&file, error))),
        };
        match object(&bytes) {
            Ok(None) => None,
            Ok(Some(mut object)) => {
                let cells = order.iter().map(|name| object.remove(name).map_or(Cell::Null, cell)).collect();
                Some(Ok(Row { line, cells }))
            }
            Err(reason) => Some(Err(InputError::of_line(
                &file,
                line,
                Problem::Malformed { format: "a JSON object", reason },
            ))),
        }
    });
    Ok((columns, Box::new(rows)))
}

/// The object of a line; nothing where the line is blank.
fn object(bytes: &[u8]) -> Result<Option<Map<String, Value>>, String> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(None);
    }
    // The parser's own words may quote the text, which may be about a person.
    serde_json::from_slice(bytes)
        .map(Some)
        .map_err(|error| format!("{:?} error at its character {}", error.classify(), error.column()))
}

fn cell(value: Value) -> Cell {
    match value {
        Value::Null => Cell::Null,
        Value::Bool(value) => Cell::Bool(value),
        Value::Number(number) => match (number.as_i128(), number.as_f64()) {
            (Some(integer), _) => Cell::Integer(integer),
            (None, Some(float)) => Cell::Float(float),
            (None, None) => Cell::Other("a number that is out of range"),
        },
        Value::String(text) => Cell::Text(text),
        Value::Array(values) => {
            let entries: Option<Vec<String>> = values
                .into_iter()
                .map(|value| if let Value::String(text) = value { Some(text) } else { None })
                .collect();
            entries.map_or(Cell::Other("a list of other things than texts"), Cell::List)
        }
        Value::Object(_) => Cell::Other("an object"),
    }
}
