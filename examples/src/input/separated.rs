//! CSV and TSV.

use std::path::Path;

use super::cell::Cell;
use super::table::{Counted, Row, RowIterator};
use super::{InputError, Problem};

pub(super) fn rows(
    file: &Path,
    mut source: Counted,
    separator: u8,
) -> Result<(Vec<String>, RowIterator), InputError> {
    source.rewind().map_err(|error| InputError::of_file(file, error))?;
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(source);
    let header = reader.headers().map_err(|error| fault(file, error))?;
    let columns: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
    let width = columns.len();
    let file = file.to_owned();
    let names = columns.clone();
    let rows = reader.into_byte_records().map(move |record| {
        let record = record.map_err(|error| fault(&file, error))?;
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != width {
            let reason = format!("{} cells where the header has {width}", record.len());
            return Err(InputError::of_line(&file, line, Problem::Malformed { format: "CSV", reason }));
        }
        let cell = |(bytes, name): (&[u8], &String)| match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Cell::of_text(text)),
            Err(error) => {
                let reason = format!("the cell is not UTF-8 from its byte {} on", error.valid_up_to() + 1);
                let problem = Problem::Malformed { format: "CSV", reason };
                Err(InputError { column: Some(name.clone()), ..InputError::of_line(&file, line, problem) })
            }
        };
        let cells = record.iter().zip(&names).map(cell).collect::<Result<_, _>>()?;
        Ok(Row { line, cells })
    });
    Ok((columns, Box::new(rows)))
}

fn fault(file: &Path, error: csv::Error) -> InputError {
    let line = error.position().map(csv::Position::line);
    let problem = match error.into_kind() {
        csv::ErrorKind::Io(error) => Problem::Io(error),
        csv::ErrorKind::Utf8 { .. } => {
            Problem::Malformed { format: "CSV", reason: "it is not UTF-8".to_owned() }
        }
        // The reader is told to take rows of any length and numbers of no kind, so nothing else is left.
        _ => Problem::Malformed { format: "CSV", reason: "its structure is broken".to_owned() },
    };
    InputError { file: file.to_owned(), line, column: None, problem: Box::new(problem) }
}
