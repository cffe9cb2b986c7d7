//! A copy of what the ledger holds about a person, for the person: written as it is read, fact by fact.
//!
//! One idea to keep in mind: the forms are those of [`renown::privacy::rights`], so that whatever reads an export of the
//! rights engine reads this one. It goes to any [`Write`]: a file, a socket, an encryption.

#[cfg(feature = "age")]
mod encrypted;
mod value;

#[cfg(feature = "age")]
pub use encrypted::{ExportKey, ExportLock};
pub use value::{ExportedEvent, ExportedField, ExportedUsage};

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use chrono::{DateTime, Utc};
use renown::privacy::rights::{ExportFormat, ExportRight, ExportWriter, Fact};
use renown::privacy::{DataCategory, SubjectId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::engine::Statements;
use crate::event::{Event, EventKind};
use crate::keys::SubjectHash;
use crate::{Error, Ledger};

/// What is exported, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportOptions {
    /// Access has all of it; portability leaves out what was inferred.
    pub right: ExportRight,
    /// JSON, or CSV that no spreadsheet takes for formulas.
    pub format: ExportFormat,
    /// The categories of fields by their names, where they are not just `influencer`.
    #[serde(default)]
    pub categories: BTreeMap<String, DataCategory>,
}

/// How a fact came here.
const PROVIDED: (&str, &str) = ("provided", "subject");
const OBSERVED: (&str, &str) = ("observed", "automatic");
const PUBLIC: (&str, &str) = ("observed", "public");
const INFERRED: (&str, &str) = ("inferred", "automatic");

struct Out<'a> {
    writer: ExportWriter,
    to: &'a mut dyn Write,
    facts: u64,
}

impl Out<'_> {
    fn write(&mut self, text: &str) -> Result<(), Error> {
        self.to.write_all(text.as_bytes()).map_err(|error| unavailable(&error))
    }

    fn fact(
        &mut self,
        id: &str,
        category: &str,
        (origin, source): (&str, &str),
        value: Value,
    ) -> Result<(), Error> {
        let item = json!({ "id": id, "category": category, "origin": origin, "source": source });
        let fact: Fact = serde_json::from_value(json!({ "item": item, "value": value }))
            .map_err(|error| Error::malformed("export", error.to_string()))?;
        if let Some(text) = self.writer.fact(&fact)? {
            self.write(&text)?;
            self.facts += 1;
        }
        Ok(())
    }
}

fn unavailable(error: &std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::StorageFull => Error::DiskFull,
        _ => Error::Unavailable { what: "the export", reason: error.to_string() },
    }
}

fn written(value: &impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(value).map_err(|error| Error::malformed("export", error.to_string()))
}

/// Writes to a new file that only its owner may read; none is left where that fails.
fn to_new_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<u64, Error>) -> Result<u64, Error> {
    let mut how = std::fs::OpenOptions::new();
    how.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut how, 0o600);
    let file = how.open(path).map_err(|error| unavailable(&error))?;
    let mut to = std::io::BufWriter::new(file);
    let written = write(&mut to).and_then(|facts| {
        to.flush().and_then(|()| to.get_ref().sync_all()).map_err(|error| unavailable(&error))?;
        Ok(facts)
    });
    drop(to);
    if written.is_err() {
        // Half an export is none; the reason that it failed is what is told.
        let _ = std::fs::remove_file(path);
    }
    written
}

impl Ledger {
    /// Writes what is held about a person: registration, fields that have not expired, every event that still opens,
    /// and usage by day, all of one moment. Gives how many facts there are. Of a password only that one is held is told.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::DiskFull`] where the export cannot be written, and those of the engine.
    pub fn export(
        &self,
        subject: &SubjectId,
        options: &ExportOptions,
        now: DateTime<Utc>,
        to: &mut dyn Write,
    ) -> Result<u64, Error> {
        let hash = self.roots.lookup.subject(subject.as_str());
        let mut out = Out { writer: ExportWriter::new(options.right, options.format), to, facts: 0 };
        self.engine.read(&mut |statements| {
            let head = out.writer.begin()?;
            out.write(&head)?;
            self.export_user(statements, &hash, &mut out)?;
            self.export_fields(statements, &hash, options, now, &mut out)?;
            let mut failed = None;
            self.each_event(statements, &hash, -1, &mut |event, _| {
                if failed.is_none() {
                    failed = export_event(event, &mut out).err();
                }
            })?;
            if let Some(error) = failed {
                return Err(error);
            }
            for (day, kind, units) in self.usage_by_day(statements, &hash)? {
                let id = format!("usage/{day}/{kind}");
                let value = written(&ExportedUsage { day, kind, units })?;
                out.fact(&id, "usage.consumption", OBSERVED, value)?;
            }
            let end = out.writer.end();
            out.write(end)?;
            out.to.flush().map_err(|error| unavailable(&error))
        })?;
        Ok(out.facts)
    }

    /// The same to a new file, which only its owner may read where the system has such a thing; none is left where it
    /// fails.
    ///
    /// # Errors
    /// Those of [`Ledger::export`]; [`Error::Unavailable`] where the file is there already.
    pub fn export_to_file(
        &self,
        subject: &SubjectId,
        options: &ExportOptions,
        now: DateTime<Utc>,
        path: &Path,
    ) -> Result<u64, Error> {
        to_new_file(path, |to| self.export(subject, options, now, to))
    }

    fn export_user(
        &self,
        statements: &mut dyn Statements,
        subject: &SubjectHash,
        out: &mut Out<'_>,
    ) -> Result<(), Error> {
        let Some(user) = self.user_of(statements, subject)? else { return Ok(()) };
        let facts = [
            ("user_id", Value::from(user.user.as_str())),
            ("name", Value::from(user.name)),
            ("email", Value::from(user.email)),
            ("password", Value::Null),
        ];
        for (name, value) in facts {
            out.fact(&format!("registration/{name}"), &format!("user.registration.{name}"), PROVIDED, value)?;
        }
        out.fact("registration/registered_at", "user.registration", OBSERVED, json!(user.registered_at))
    }

    fn export_fields(
        &self,
        statements: &mut dyn Statements,
        subject: &SubjectHash,
        options: &ExportOptions,
        now: DateTime<Utc>,
        out: &mut Out<'_>,
    ) -> Result<(), Error> {
        for (purpose, field) in self.fields_with_purposes(statements, subject, now)? {
            let category = options.categories.get(&field.name).map_or("influencer", DataCategory::as_str);
            let inferred = ["influencer.inferred", "user.inferred"].iter().any(|of| {
                category.strip_prefix(of).is_some_and(|below| below.is_empty() || below.starts_with('.'))
            });
            let how = if inferred { INFERRED } else { PUBLIC };
            let id = format!("field/{purpose}/{}", field.name);
            let value = written(&ExportedField { value: field.value, expires: field.expires })?;
            out.fact(&id, category, how, value)?;
        }
        Ok(())
    }
}

fn export_event(event: Event, out: &mut Out<'_>) -> Result<(), Error> {
    // What the person said is provided; what was done or found is observed.
    let said = matches!(
        event.what,
        EventKind::ConsentGiven { .. }
            | EventKind::ConsentWithdrawn { .. }
            | EventKind::PolicyAccepted { .. }
            | EventKind::ObjectionMade { .. }
            | EventKind::OptedOut { .. }
            | EventKind::OptedIn { .. }
            | EventKind::RequestReceived { .. }
            | EventKind::AgreementStarted { .. }
    );
    let (category, how) = if said { ("user.volunteered", PROVIDED) } else { ("usage", OBSERVED) };
    let id = format!("event/{}", event.id);
    let value = written(&ExportedEvent { at: event.at, what: event.what })?;
    out.fact(&id, category, how, value)
}
