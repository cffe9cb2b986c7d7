//! A copy of what is held, for a person: JSON for machines, CSV for spreadsheets, and both read back to the same facts.
//!
//! One idea to keep in mind: a secret has no value here. What is about others is left out unless the caller hands in a
//! redacted form; portability leaves inferences out. A cell of a spreadsheet is never a formula.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::{Origin, Secret, Source, secret_category};
use super::{Error, HeldItem};
use crate::privacy::DataCategory;

/// A datum with its value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// What is known of it.
    pub item: HeldItem,
    /// Its value.
    pub value: Value,
    /// Its value with what is about others left out.
    #[serde(default)]
    pub redacted: Option<Value>,
}

/// For which right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ExportRight {
    /// Access: all of it.
    Access,
    /// Portability: what the person provided, observed use included.
    Portability,
}

/// In which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// JSON.
    Json,
    /// CSV, which no spreadsheet takes for formulas.
    Csv,
}

/// How a value is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// As it is held.
    Whole,
    /// With what is about others left out.
    Redacted,
    /// Not at all: only that it is held.
    KindOnly,
}

/// A datum of an export.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExportedFact {
    /// The caller's id.
    pub id: String,
    /// What kind of data.
    pub category: DataCategory,
    /// How it came to be.
    pub origin: Origin,
    /// From whom.
    pub source: Source,
    /// How it is shown.
    pub shown: Shown,
    /// What is held, where the value is never shown.
    pub secret: Option<Secret>,
    /// The value as it is shown.
    pub value: Value,
}

/// An export.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Export {
    /// Its form.
    pub format: ExportFormat,
    /// The text of the file.
    pub document: String,
}

/// The form of the JSON document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExportDocument {
    /// The version of the form: 1.
    pub version: u32,
    /// The facts.
    pub facts: Vec<ExportedFact>,
}

const VERSION: u32 = 1;
const COLUMNS: [&str; 8] = ["id", "category", "origin", "source", "shown", "secret", "type", "value"];

/// Writes facts for a person.
///
/// # Errors
/// [`Error::DuplicateItem`].
///
/// ```
/// use renown::privacy::rights::{ExportFormat, ExportRight, Fact, export, read_export};
/// let fact: Fact = serde_json::from_value(serde_json::json!({
///     "item": { "id": "n", "category": "user.volunteered", "origin": "provided", "source": "subject" },
///     "value": "=1+1"
/// })).unwrap();
/// let csv = export(&[fact], ExportRight::Access, ExportFormat::Csv)?;
/// assert!(csv.document.ends_with("text,'=1+1\r\n"));
/// assert_eq!(read_export(&csv)?[0].value, "=1+1");
/// # Ok::<(), renown::privacy::rights::Error>(())
/// ```
pub fn export(facts: &[Fact], right: ExportRight, format: ExportFormat) -> Result<Export, Error> {
    let mut writer = ExportWriter::new(right, format);
    let mut document = writer.begin()?;
    for fact in facts {
        document.push_str(&writer.fact(fact)?.unwrap_or_default());
    }
    document.push_str(writer.end());
    Ok(Export { format, document })
}

/// The same piece by piece, for whoever has more facts than memory: `begin`, each `fact`, `end`.
#[derive(Debug)]
pub struct ExportWriter {
    right: ExportRight,
    format: ExportFormat,
    ids: std::collections::BTreeSet<String>,
    empty: bool,
}

impl ExportWriter {
    /// Nothing is written yet.
    pub fn new(right: ExportRight, format: ExportFormat) -> Self {
        ExportWriter { right, format, ids: std::collections::BTreeSet::new(), empty: true }
    }

    /// What stands before the facts.
    ///
    /// # Errors
    /// [`Error::MalformedExport`] where it cannot be written.
    pub fn begin(&self) -> Result<String, Error> {
        match self.format {
            ExportFormat::Json => Ok(format!("{{\n  \"version\": {VERSION},\n  \"facts\": [")),
            ExportFormat::Csv => row(COLUMNS),
        }
    }

    /// The text of one fact; none where the right leaves it out.
    ///
    /// # Errors
    /// [`Error::DuplicateItem`].
    pub fn fact(&mut self, fact: &Fact) -> Result<Option<String>, Error> {
        if !self.ids.insert(fact.item.id.clone()) {
            return Err(Error::DuplicateItem { item: fact.item.id.clone() });
        }
        if self.right == ExportRight::Portability && fact.item.origin == Origin::Inferred {
            return Ok(None);
        }
        let shown = exported(fact);
        let separator = if self.empty { "" } else { "," };
        self.empty = false;
        match self.format {
            ExportFormat::Json => {
                let text =
                    serde_json::to_string_pretty(&shown).map_err(|_| malformed(0, "it cannot be written"))?;
                // No text in JSON has a line feed of its own.
                Ok(Some(format!("{separator}\n    {}", text.replace('\n', "\n    "))))
            }
            ExportFormat::Csv => written(&shown).map(Some),
        }
    }

    /// What stands behind the facts.
    pub fn end(&self) -> &'static str {
        match (self.format, self.empty) {
            (ExportFormat::Json, true) => "]\n}",
            (ExportFormat::Json, false) => "\n  ]\n}",
            (ExportFormat::Csv, _) => "",
        }
    }
}

fn exported(fact: &Fact) -> ExportedFact {
    let item = &fact.item;
    let secret = item.secret.or_else(|| secret_category(&item.category));
    let (shown, value) = if secret.is_some() {
        (Shown::KindOnly, Value::Null)
    } else if item.others {
        (Shown::Redacted, fact.redacted.clone().unwrap_or(Value::Null))
    } else {
        (Shown::Whole, fact.value.clone())
    };
    ExportedFact {
        id: item.id.clone(),
        category: item.category.clone(),
        origin: item.origin,
        source: item.source,
        shown,
        secret,
        value,
    }
}

fn malformed(line: usize, what: &'static str) -> Error {
    Error::MalformedExport { line, what }
}

/// A cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe, and so does what begins with
/// an apostrophe, so that it can be taken off again (OWASP, CSV injection).
fn cell(text: &str) -> String {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\'']);
    if risky { format!("'{text}") } else { text.to_owned() }
}

fn uncell(text: &str) -> &str {
    text.strip_prefix('\'').unwrap_or(text)
}

/// A word of an enum as its table writes it.
fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

fn written(fact: &ExportedFact) -> Result<String, Error> {
    let (kind, value) = match &fact.value {
        Value::String(text) => ("text", text.clone()),
        other => ("json", other.to_string()),
    };
    row([
        &cell(&fact.id),
        &fact.category.to_string(),
        &word(&fact.origin),
        &word(&fact.source),
        &word(&fact.shown),
        &word(&fact.secret),
        kind,
        &cell(&value),
    ])
}

/// A line of CSV (RFC 4180).
fn row(cells: [&str; 8]) -> Result<String, Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(cells).map_err(|_| malformed(0, "it cannot be written"))?;
    let bytes = writer.into_inner().map_err(|_| malformed(0, "it cannot be written"))?;
    String::from_utf8(bytes).map_err(|_| malformed(0, "it is not UTF-8"))
}

/// Reads an export back.
///
/// # Errors
/// [`Error::MalformedExport`] with the line.
pub fn read_export(export: &Export) -> Result<Vec<ExportedFact>, Error> {
    if export.format == ExportFormat::Json {
        let document: ExportDocument = serde_json::from_str(&export.document)
            .map_err(|error| malformed(error.line(), "it is not an export of this form"))?;
        return if document.version == VERSION {
            Ok(document.facts)
        } else {
            Err(malformed(1, "it is of another version"))
        };
    }
    let mut reader = csv::ReaderBuilder::new().from_reader(export.document.as_bytes());
    let headers = reader.headers().map_err(|_| malformed(1, "it has no header"))?;
    if headers.iter().ne(COLUMNS) {
        return Err(malformed(1, "its columns are not those of an export"));
    }
    let mut facts = Vec::new();
    for (row, record) in reader.records().enumerate() {
        let line = row + 2;
        let record = record.map_err(|_| malformed(line, "it has another number of cells"))?;
        let at = |column: usize| record.get(column).unwrap_or_default();
        let value = match (at(6), uncell(at(7))) {
            ("text", text) => Value::String(text.to_owned()),
            ("json", text) => {
                serde_json::from_str(text).map_err(|_| malformed(line, "its value is no JSON"))?
            }
            _ => return Err(malformed(line, "its type is neither text nor json")),
        };
        let secret = if at(5).is_empty() { Value::Null } else { Value::from(at(5)) };
        let fact = serde_json::json!({
            "id": uncell(at(0)), "category": at(1), "origin": at(2), "source": at(3), "shown": at(4),
            "secret": secret, "value": value,
        });
        facts.push(
            serde_json::from_value(fact).map_err(|_| malformed(line, "it has a word that no column has"))?,
        );
    }
    Ok(facts)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_value() -> impl Strategy<Value = Value> {
        prop_oneof![
            "[=+@'\"\\-,\r\n\t a-zé]{0,12}".prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<bool>().prop_map(Value::from),
            Just(Value::Null),
            proptest::collection::vec("[a-z\"',]{0,4}", 0..3).prop_map(Value::from),
        ]
    }

    fn fact(number: usize, value: Value, origin: Origin, secret: bool, others: bool) -> Fact {
        let item = serde_json::json!({
            "id": format!("-{number}"), "category": "user.volunteered", "origin": origin, "source": "automatic",
            "secret": secret.then_some("password"), "others": others
        });
        Fact { item: serde_json::from_value(item).unwrap(), value, redacted: None }
    }

    proptest! {
        #[test]
        fn both_forms_read_back_to_the_same_facts_and_no_cell_is_a_formula(
            made in proptest::collection::vec((any_value(), any::<bool>(), any::<bool>(), any::<bool>()), 0..6)
        ) {
            let made = made.into_iter().enumerate();
            let facts: Vec<Fact> = made.map(|(number, (value, inferred, secret, others))| {
                fact(number, value, if inferred { Origin::Inferred } else { Origin::Observed }, secret, others)
            }).collect();
            for right in [ExportRight::Access, ExportRight::Portability] {
                let json = export(&facts, right, ExportFormat::Json).unwrap();
                let csv = export(&facts, right, ExportFormat::Csv).unwrap();
                let read = read_export(&json).unwrap();
                prop_assert_eq!(&read, &read_export(&csv).unwrap());
                let inferred = read.iter().any(|fact| fact.origin == Origin::Inferred);
                prop_assert!(right == ExportRight::Access || !inferred);
                prop_assert!(read.iter().all(|fact| fact.secret.is_none() || fact.value.is_null()));
                let mut cells = csv::ReaderBuilder::new().from_reader(csv.document.as_bytes());
                for record in cells.records() {
                    for cell in &record.unwrap() {
                        prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{cell:?}");
                    }
                }
            }
        }
    }
}
