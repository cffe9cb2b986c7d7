//! Where rows are kept: the contract between the ledger and a database.
//!
//! One idea to keep in mind: the ledger is written once, over transactions of a few statements, and an engine only
//! runs them. So the engines cannot differ in what an event, an erasure or a quota is; what an engine answers for is
//! that a transaction is whole, durable and alone.

#[cfg(feature = "postgres")]
mod postgres;
mod schema;
mod sqlite;

#[cfg(feature = "postgres")]
pub use self::postgres::{Postgres, PostgresOptions};
pub use sqlite::{Sqlite, SqliteOptions};

pub(crate) use schema::prepare;

use crate::Error;

/// One value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// No value.
    Null,
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl From<i64> for Cell {
    fn from(value: i64) -> Self {
        Cell::Integer(value)
    }
}

impl From<&str> for Cell {
    fn from(value: &str) -> Self {
        Cell::Text(value.to_owned())
    }
}

impl From<&[u8]> for Cell {
    fn from(value: &[u8]) -> Self {
        Cell::Bytes(value.to_vec())
    }
}

impl From<Vec<u8>> for Cell {
    fn from(value: Vec<u8>) -> Self {
        Cell::Bytes(value)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Null, Into::into)
    }
}

/// The values of one row, in the order of the statement.
#[derive(Debug, Clone)]
pub struct Row(pub Vec<Cell>);

impl Row {
    pub(crate) fn integer(&self, at: usize) -> Result<i64, Error> {
        match self.0.get(at) {
            Some(Cell::Integer(value)) => Ok(*value),
            _ => Err(Error::corrupt("a number is missing in a row")),
        }
    }

    pub(crate) fn optional_integer(&self, at: usize) -> Result<Option<i64>, Error> {
        match self.0.get(at) {
            Some(Cell::Null) => Ok(None),
            _ => self.integer(at).map(Some),
        }
    }

    pub(crate) fn text(&self, at: usize) -> Result<&str, Error> {
        match self.0.get(at) {
            Some(Cell::Text(value)) => Ok(value),
            _ => Err(Error::corrupt("a text is missing in a row")),
        }
    }

    pub(crate) fn bytes(&self, at: usize) -> Result<&[u8], Error> {
        match self.0.get(at) {
            Some(Cell::Bytes(value)) => Ok(value),
            _ => Err(Error::corrupt("bytes are missing in a row")),
        }
    }

    pub(crate) fn array<const N: usize>(&self, at: usize) -> Result<[u8; N], Error> {
        self.bytes(at)?.try_into().map_err(|_| Error::corrupt("a hash in a row has another length"))
    }
}

/// The statements of one transaction. Places of parameters are written `?1`, `?2`, … in every engine.
pub trait Statements {
    /// Runs a statement; tells how many rows it changed.
    ///
    /// # Errors
    /// Those of the database.
    fn execute(&mut self, sql: &str, cells: &[Cell]) -> Result<u64, Error>;

    /// Runs a question; hands each row to `each` until that fails.
    ///
    /// # Errors
    /// Those of the database, and what `each` gives.
    fn each(
        &mut self,
        sql: &str,
        cells: &[Cell],
        each: &mut dyn FnMut(&Row) -> Result<(), Error>,
    ) -> Result<(), Error>;

    /// All rows of a question.
    ///
    /// # Errors
    /// Those of the database.
    fn rows(&mut self, sql: &str, cells: &[Cell]) -> Result<Vec<Row>, Error> {
        let mut rows = Vec::new();
        self.each(sql, cells, &mut |row| {
            rows.push(row.clone());
            Ok(())
        })?;
        Ok(rows)
    }

    /// The first row of a question.
    ///
    /// # Errors
    /// Those of the database.
    fn row(&mut self, sql: &str, cells: &[Cell]) -> Result<Option<Row>, Error> {
        Ok(self.rows(sql, cells)?.into_iter().next())
    }
}

/// The work of one transaction.
pub type Work<'a> = &'a mut dyn FnMut(&mut dyn Statements) -> Result<(), Error>;

/// A database that keeps rows.
pub trait Engine: Send + Sync {
    /// Runs `work` alone among all writers of all processes: all of it is kept, on disk, when this gives `Ok`, and
    /// nothing of it when it gives an error or the process dies before.
    ///
    /// # Errors
    /// Those of the database, and what `work` gives.
    fn write(&self, work: Work<'_>) -> Result<(), Error>;

    /// Runs `work` over the rows of one moment.
    ///
    /// # Errors
    /// Those of the database, and what `work` gives.
    fn read(&self, work: Work<'_>) -> Result<(), Error>;

    /// The SQL of a statement that makes a table, in the words of this engine.
    fn dialect(&self, statement: &str) -> String;

    /// The question that gives the names of all tables.
    fn table_names(&self) -> &'static str;

    /// Whether the database finds its own files whole.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where it does not; those of the database.
    fn check(&self) -> Result<(), Error>;

    /// What makes deleted rows unreadable in the files.
    ///
    /// # Errors
    /// Those of the database.
    fn scrub(&self) -> Result<(), Error>;
}
