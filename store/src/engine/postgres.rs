//! PostgreSQL, for services that run on several machines.
//!
//! One idea to keep in mind: writers stand in line. Each write transaction first takes an advisory lock of its ledger
//! and only then looks at rows, so that what it decides on is the latest there is, as in SQLite; readers see one
//! moment and wait for nobody. A server that does not sync its commits is refused.

use std::collections::HashMap;
use std::error::Error as _;
use std::sync::{Mutex, PoisonError};

use ::postgres::error::SqlState;
use ::postgres::fallible_iterator::FallibleIterator;
use ::postgres::types::{FromSql, IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use ::postgres::{Client, NoTls, Statement};

use super::{Cell, Engine, Row, Statements, Work};
use crate::Error;

/// The oldest server that the ledger is tested with.
const OLDEST: i64 = 150_000;
/// Connections that are kept open for the next transaction.
const KEPT: usize = 8;
/// Taken at the beginning of every write transaction; another ledger of the same database has another one.
const LOCK: &str = "SELECT pg_advisory_xact_lock(hashtextextended('renown ledger ' || current_schema(), 0))";
/// The tables of which rows are ever deleted or replaced.
const SCRUBBED: [&str; 17] = [
    "account",
    "attempt",
    "data_key",
    "event",
    "field_day",
    "field_of_day",
    "fold",
    "quota",
    "reservation",
    "root_key",
    "usage_key",
    "usage_day",
    "usage_journal",
    "usage_quota",
    "usage_state",
    "usage_total",
    "erasure",
];

/// How a database is used.
#[derive(Debug, Clone)]
pub struct PostgresOptions {
    /// The schema that the ledger has for itself: lower-case letters, digits and `_`. It is made where it is missing.
    pub schema: String,
    /// How long to wait for other writers, in milliseconds.
    pub wait_ms: u64,
    /// Only read.
    pub read_only: bool,
}

impl Default for PostgresOptions {
    fn default() -> Self {
        PostgresOptions { schema: "renown".to_owned(), wait_ms: 10_000, read_only: false }
    }
}

type Connect = Box<dyn Fn() -> Result<Client, ::postgres::Error> + Send + Sync>;

/// A ledger in one schema of a PostgreSQL database, version 15 or newer.
///
/// The client waits for the server, so that none of its methods may be called on a thread that drives an asynchronous
/// runtime: use that runtime's way to run what blocks.
pub struct Postgres {
    connect: Connect,
    options: PostgresOptions,
    idle: Mutex<Vec<Session>>,
}

/// A connection with the statements that it knows.
struct Session {
    client: Client,
    prepared: HashMap<String, Statement>,
}

impl std::fmt::Debug for Postgres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Postgres").field("options", &self.options).finish_non_exhaustive()
    }
}

impl Postgres {
    /// Connects without TLS, which is for a server on the same machine or behind a tunnel; `parameters` are those of
    /// libpq, such as `host=/var/run/postgresql user=renown dbname=renown`, or a URL.
    ///
    /// # Errors
    /// [`Error::Malformed`] where the parameters are none, and those of [`Postgres::over`].
    pub fn connect(parameters: &str, options: PostgresOptions) -> Result<Self, Error> {
        let config: ::postgres::Config = parameters
            .parse()
            .map_err(|_| Error::malformed("parameters", "give host=… user=… dbname=… or postgresql://…"))?;
        Self::over(move || config.connect(NoTls), options)
    }

    /// Connects as the caller does: with TLS, with a password that is fetched anew each time.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where the server cannot be reached, is older than 15 or does not sync;
    /// [`Error::Malformed`] for the name of a schema.
    pub fn over(
        connect: impl Fn() -> Result<Client, ::postgres::Error> + Send + Sync + 'static,
        options: PostgresOptions,
    ) -> Result<Self, Error> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        let name = &options.schema;
        if name.is_empty() || name.len() > 63 || !name.bytes().all(allowed) || name.starts_with("pg_") {
            return Err(Error::malformed("schema", "a schema has 1 to 63 lower-case letters, digits and _"));
        }
        let engine = Postgres { connect: Box::new(connect), options, idle: Mutex::new(Vec::new()) };
        let mut session = engine.session()?;
        engine.refuse_what_loses(&mut session)?;
        engine.make_schema(&mut session)?;
        engine.keep(session);
        Ok(engine)
    }

    fn refuse_what_loses(&self, session: &mut Session) -> Result<(), Error> {
        let mut open = self.open(session);
        let mut setting = |name: &str| -> Result<String, Error> {
            let row = open.row("SELECT current_setting(?1)", &[name.into()])?;
            row.map_or_else(|| Ok(String::new()), |row| row.text(0).map(str::to_owned))
        };
        let refused = |reason: &str| Error::Unavailable { what: WHAT, reason: reason.to_owned() };
        if setting("server_version_num")?.parse().is_ok_and(|version: i64| version < OLDEST) {
            return Err(refused("it is older than PostgreSQL 15"));
        }
        if setting("fsync")? == "off" || setting("full_page_writes")? == "off" {
            return Err(refused("its fsync or full_page_writes is off: what it acknowledges may be lost"));
        }
        Ok(())
    }

    fn make_schema(&self, session: &mut Session) -> Result<(), Error> {
        let name = self.options.schema.as_str();
        let known =
            self.open(session).row("SELECT 1 FROM pg_namespace WHERE nspname = ?1::text", &[name.into()])?;
        if known.is_some() || self.options.read_only {
            return Ok(());
        }
        match session.client.batch_execute(&format!("CREATE SCHEMA IF NOT EXISTS {name}")) {
            // Another process made it at the same moment.
            Err(error) if is(&error, &[SqlState::UNIQUE_VIOLATION, SqlState::DUPLICATE_SCHEMA]) => Ok(()),
            made => made.map_err(|error| self.error(&error)),
        }
    }

    fn session(&self) -> Result<Session, Error> {
        let mut client = (self.connect)().map_err(|error| self.error(&error))?;
        let set = format!(
            "SET search_path TO {}; SET synchronous_commit TO on; SET lock_timeout TO {}; \
             SET client_min_messages TO warning",
            self.options.schema, self.options.wait_ms
        );
        client.batch_execute(&set).map_err(|error| self.error(&error))?;
        Ok(Session { client, prepared: HashMap::new() })
    }

    fn keep(&self, session: Session) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT && !session.client.is_closed() {
            idle.push(session);
        }
    }

    /// A session in which `begin` has run. One that was kept may have been closed by the server meanwhile.
    fn begun(&self, begin: &str) -> Result<Session, Error> {
        loop {
            let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some(mut session) = kept else { break };
            match session.client.batch_execute(begin) {
                Ok(()) => return Ok(session),
                Err(error) if error.is_closed() || session.client.is_closed() => {}
                Err(error) => return Err(self.error(&error)),
            }
        }
        let mut session = self.session()?;
        session.client.batch_execute(begin).map_err(|error| self.error(&error))?;
        Ok(session)
    }

    fn open<'a>(&'a self, session: &'a mut Session) -> Open<'a> {
        Open { session, engine: self }
    }

    /// Where `work` panics the session is dropped, and the server takes everything back.
    fn transaction(&self, begin: &str, lock: bool, work: Work<'_>) -> Result<(), Error> {
        let mut session = self.begun(begin)?;
        let mut open = self.open(&mut session);
        let locked = if lock { open.lock() } else { Ok(()) };
        let done = locked.and_then(|()| work(&mut open));
        let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
        let ended = session.client.batch_execute(end).map_err(|error| self.error(&error));
        if ended.is_ok() {
            self.keep(session);
        }
        done?;
        ended
    }

    fn error(&self, error: &::postgres::Error) -> Error {
        let busy = [
            SqlState::LOCK_NOT_AVAILABLE,
            SqlState::T_R_DEADLOCK_DETECTED,
            SqlState::T_R_SERIALIZATION_FAILURE,
        ];
        if is(error, &busy) {
            return Error::Busy { wait_ms: self.options.wait_ms };
        }
        if is(error, &[SqlState::READ_ONLY_SQL_TRANSACTION, SqlState::INSUFFICIENT_PRIVILEGE]) {
            return Error::ReadOnly;
        }
        if is(error, &[SqlState::DISK_FULL]) {
            return Error::DiskFull;
        }
        if is(error, &[SqlState::DATA_CORRUPTED, SqlState::INDEX_CORRUPTED]) {
            return Error::corrupt("its pages do not fit together");
        }
        if is(error, &[SqlState::CHARACTER_NOT_IN_REPERTOIRE]) {
            return Error::malformed("text", "PostgreSQL keeps no text with a zero byte");
        }
        // The words of the server, without the detail, which shows the values of rows.
        let reason = match error.as_db_error() {
            Some(told) => format!("{} ({})", told.message(), told.code().code()),
            None => error.source().map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}")),
        };
        Error::Unavailable { what: WHAT, reason }
    }
}

const WHAT: &str = "the PostgreSQL server of the ledger";

fn is(error: &::postgres::Error, states: &[SqlState]) -> bool {
    error.code().is_some_and(|code| states.contains(code))
}

struct Open<'a> {
    session: &'a mut Session,
    engine: &'a Postgres,
}

impl Open<'_> {
    fn lock(&mut self) -> Result<(), Error> {
        self.session.client.batch_execute(LOCK).map_err(|error| self.engine.error(&error))
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement, Error> {
        if let Some(known) = self.session.prepared.get(sql) {
            return Ok(known.clone());
        }
        // Places of parameters are `?1` in the ledger and `$1` here; no statement has another question mark.
        let statement = self.session.client.prepare(&sql.replace('?', "$"));
        let statement = statement.map_err(|error| self.engine.error(&error))?;
        self.session.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

impl Statements for Open<'_> {
    fn execute(&mut self, sql: &str, cells: &[Cell]) -> Result<u64, Error> {
        if cells.is_empty() && sql.starts_with("CREATE ") {
            let made = self.session.client.batch_execute(sql).map_err(|error| self.engine.error(&error));
            return made.map(|()| 0);
        }
        let statement = self.prepared(sql)?;
        let cells: Vec<&(dyn ToSql + Sync)> = cells.iter().map(|cell| cell as &(dyn ToSql + Sync)).collect();
        self.session.client.execute(&statement, &cells).map_err(|error| self.engine.error(&error))
    }

    fn each(
        &mut self,
        sql: &str,
        cells: &[Cell],
        each: &mut dyn FnMut(&Row) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let statement = self.prepared(sql)?;
        let engine = self.engine;
        let failed = |error| engine.error(&error);
        let mut found = self.session.client.query_raw(&statement, cells).map_err(failed)?;
        while let Some(row) = found.next().map_err(failed)? {
            let cells = (0..row.len()).map(|at| row.try_get(at).map_err(failed));
            each(&Row(cells.collect::<Result<_, _>>()?))?;
        }
        Ok(())
    }
}

type Conversion = Box<dyn std::error::Error + Sync + Send>;

impl ToSql for Cell {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Conversion> {
        match (self, kind) {
            (Cell::Null, _) => Ok(IsNull::Yes),
            (Cell::Integer(value), &Type::INT8) => value.to_sql(kind, out),
            (Cell::Integer(value), &Type::INT4) => i32::try_from(*value)?.to_sql(kind, out),
            (Cell::Text(value), &Type::TEXT) => value.to_sql(kind, out),
            (Cell::Bytes(value), &Type::BYTEA) => value.to_sql(kind, out),
            _ => Err(format!("a value of another type than {kind}").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Cell {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Conversion> {
        match *kind {
            Type::INT8 => i64::from_sql(kind, raw).map(Cell::Integer),
            Type::INT4 => i32::from_sql(kind, raw).map(|value| Cell::Integer(i64::from(value))),
            Type::BYTEA => <&[u8]>::from_sql(kind, raw).map(Cell::from),
            _ => <&str>::from_sql(kind, raw).map(Cell::from),
        }
    }

    fn from_sql_null(_: &Type) -> Result<Self, Conversion> {
        Ok(Cell::Null)
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT8, Type::INT4, Type::BYTEA, Type::TEXT, Type::NAME].contains(kind)
    }
}

impl Engine for Postgres {
    fn write(&self, work: Work<'_>) -> Result<(), Error> {
        if self.options.read_only {
            return Err(Error::ReadOnly);
        }
        self.transaction("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", true, work)
    }

    fn read(&self, work: Work<'_>) -> Result<(), Error> {
        self.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", false, work)
    }

    fn dialect(&self, statement: &str) -> String {
        // Texts are in the order of their bytes, as in SQLite, whatever the locale of the database.
        let texts = statement.replace(" TEXT", " TEXT COLLATE \"C\"");
        texts.replace(" BLOB", " BYTEA").replace(" INTEGER", " BIGINT")
    }

    fn table_names(&self) -> &'static str {
        "SELECT tablename::text FROM pg_catalog.pg_tables WHERE schemaname = current_schema()"
    }

    fn check(&self) -> Result<(), Error> {
        self.read(&mut |statements| {
            // Whoever reads a row finds a page that does not fit.
            for row in statements.rows(self.table_names(), &[])? {
                statements.each(&format!("SELECT count(*) FROM {}", row.text(0)?), &[], &mut |_| Ok(()))?;
            }
            Ok(())
        })
    }

    /// Writes the tables anew without what was deleted, and lets the server write everything down, after which it
    /// removes the old files. Segments of its write-ahead log keep what was written until the server reuses them.
    fn scrub(&self) -> Result<(), Error> {
        let mut session = self.begun("SELECT 1")?;
        for table in SCRUBBED {
            let vacuumed = session.client.batch_execute(&format!("VACUUM (FULL) {table}"));
            vacuumed.map_err(|error| self.error(&error))?;
        }
        match session.client.batch_execute("CHECKPOINT") {
            // Only a superuser or a member of pg_checkpoint may ask; the server does it by itself within its time.
            Err(error) if !is(&error, &[SqlState::INSUFFICIENT_PRIVILEGE]) => return Err(self.error(&error)),
            _ => {}
        }
        self.keep(session);
        Ok(())
    }
}
