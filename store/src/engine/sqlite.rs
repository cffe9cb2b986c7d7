//! SQLite, the engine that needs nothing to be installed.
//!
//! One idea to keep in mind: a write is on disk when it is acknowledged. The write-ahead log is synced at every commit,
//! and what is deleted is overwritten, in the file by `secure_delete` and in the write-ahead log by emptying it.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql, params_from_iter};

use super::{Cell, Engine, Row, Statements, Work};
use crate::Error;

/// Readers that are kept open for the next question.
const READERS_KEPT: usize = 4;

/// How a file is opened.
#[derive(Debug, Clone)]
pub struct SqliteOptions {
    /// How long to wait for other writers, in milliseconds.
    pub wait_ms: u64,
    /// Only read.
    pub read_only: bool,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        SqliteOptions { wait_ms: 10_000, read_only: false }
    }
}

/// A ledger in one file.
#[derive(Debug)]
pub struct Sqlite {
    path: PathBuf,
    options: SqliteOptions,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl Sqlite {
    /// Opens the file, or makes it where there is none and writing is allowed.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Corrupt`], [`Error::Busy`], [`Error::ReadOnly`].
    pub fn open(path: impl AsRef<Path>, options: SqliteOptions) -> Result<Self, Error> {
        let path = path.as_ref().to_owned();
        let writer = connect(&path, &options)?;
        Ok(Sqlite { path, options, writer: Mutex::new(writer), readers: Mutex::new(Vec::new()) })
    }

    fn error(&self, error: rusqlite::Error) -> Error {
        translate(error, &self.options)
    }
}

fn connect(path: &Path, options: &SqliteOptions) -> Result<Connection, Error> {
    let flags = if options.read_only {
        OpenFlags::SQLITE_OPEN_READ_ONLY
    } else {
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
    };
    let opened = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX);
    let connection = opened.map_err(|error| translate(error, options))?;
    let pragmas = if options.read_only {
        "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; \
         PRAGMA temp_store = MEMORY;"
    } else {
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; \
         PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; \
         PRAGMA temp_store = MEMORY;"
    };
    connection
        .busy_timeout(Duration::from_millis(options.wait_ms))
        .and_then(|()| connection.execute_batch(pragmas))
        .map_err(|error| translate(error, options))?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

fn translate(error: rusqlite::Error, options: &SqliteOptions) -> Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy { wait_ms: options.wait_ms },
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Error::ReadOnly,
        Some(ErrorCode::DiskFull) => Error::DiskFull,
        Some(ErrorCode::DatabaseCorrupt) => Error::corrupt("its pages do not fit together"),
        Some(ErrorCode::NotADatabase) => Error::corrupt("it is no SQLite database"),
        _ => Error::Unavailable { what: "the file of the ledger", reason: error.to_string() },
    }
}

struct Open<'a> {
    connection: &'a Connection,
    options: &'a SqliteOptions,
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Cell::Null => ToSqlOutput::Owned(Value::Null),
            Cell::Integer(value) => ToSqlOutput::Owned(Value::Integer(*value)),
            Cell::Text(value) => ToSqlOutput::Borrowed(ValueRef::Text(value.as_bytes())),
            Cell::Bytes(value) => ToSqlOutput::Borrowed(ValueRef::Blob(value)),
        })
    }
}

fn cell(value: ValueRef<'_>) -> Result<Cell, Error> {
    match value {
        ValueRef::Null => Ok(Cell::Null),
        ValueRef::Integer(value) => Ok(Cell::Integer(value)),
        ValueRef::Blob(value) => Ok(Cell::Bytes(value.to_vec())),
        ValueRef::Text(value) => String::from_utf8(value.to_vec())
            .map(Cell::Text)
            .map_err(|_| Error::corrupt("a text in a row is no UTF-8")),
        ValueRef::Real(_) => Err(Error::corrupt("a row has a number with decimals")),
    }
}

impl Statements for Open<'_> {
    fn execute(&mut self, sql: &str, cells: &[Cell]) -> Result<u64, Error> {
        let run = || self.connection.prepare_cached(sql)?.execute(params_from_iter(cells));
        run().map(|changed| changed as u64).map_err(|error| translate(error, self.options))
    }

    fn each(
        &mut self,
        sql: &str,
        cells: &[Cell],
        each: &mut dyn FnMut(&Row) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let failed = |error| translate(error, self.options);
        let mut statement = self.connection.prepare_cached(sql).map_err(failed)?;
        let columns = statement.column_count();
        let mut found = statement.query(params_from_iter(cells)).map_err(failed)?;
        while let Some(row) = found.next().map_err(failed)? {
            let cells = (0..columns).map(|at| row.get_ref(at).map_err(failed).and_then(cell));
            each(&Row(cells.collect::<Result<_, _>>()?))?;
        }
        Ok(())
    }
}

impl Sqlite {
    fn transaction(&self, connection: &Connection, begin: &str, work: Work<'_>) -> Result<(), Error> {
        connection.execute_batch(begin).map_err(|error| self.error(error))?;
        let done = work(&mut Open { connection, options: &self.options });
        let ended = match &done {
            Ok(()) => connection.execute_batch("COMMIT"),
            Err(_) => connection.execute_batch("ROLLBACK"),
        };
        if ended.is_err() && !connection.is_autocommit() {
            // What could not be committed is taken back; where even that fails, closing the file takes it back.
            let _ = connection.execute_batch("ROLLBACK");
        }
        done?;
        ended.map_err(|error| self.error(error))
    }
}

impl Engine for Sqlite {
    fn write(&self, work: Work<'_>) -> Result<(), Error> {
        if self.options.read_only {
            return Err(Error::ReadOnly);
        }
        let connection = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        if !connection.is_autocommit() {
            // A panic in the middle of another transaction.
            connection.execute_batch("ROLLBACK").map_err(|error| self.error(error))?;
        }
        self.transaction(&connection, "BEGIN IMMEDIATE", work)
    }

    fn read(&self, work: Work<'_>) -> Result<(), Error> {
        let kept = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match kept {
            Some(connection) => connection,
            None => connect(&self.path, &self.options)?,
        };
        let done = self.transaction(&connection, "BEGIN", work);
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < READERS_KEPT && connection.is_autocommit() {
            readers.push(connection);
        }
        done
    }

    fn dialect(&self, statement: &str) -> String {
        // A table with a key of several columns is kept in the order of the key.
        let composite = statement.contains("PRIMARY KEY (");
        format!("{statement}{}", if composite { " WITHOUT ROWID" } else { "" })
    }

    fn table_names(&self) -> &'static str {
        "SELECT name FROM sqlite_schema WHERE type = 'table'"
    }

    fn check(&self) -> Result<(), Error> {
        let connection = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut statements = Open { connection: &connection, options: &self.options };
        let found = statements.row("PRAGMA integrity_check(1)", &[])?;
        match found {
            Some(row) if row.text(0)? == "ok" => Ok(()),
            _ => Err(Error::corrupt("its pages do not fit together")),
        }
    }

    fn scrub(&self) -> Result<(), Error> {
        let connection = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut statements = Open { connection: &connection, options: &self.options };
        let emptied = statements.row("PRAGMA wal_checkpoint(TRUNCATE)", &[])?;
        match emptied {
            Some(row) if row.integer(0)? == 0 => Ok(()),
            _ => Err(Error::Busy { wait_ms: self.options.wait_ms }),
        }
    }
}
