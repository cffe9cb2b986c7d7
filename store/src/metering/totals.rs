//! What was counted, and what it comes to in money.

use chrono::NaiveDate;
use renown::privacy::SubjectId;
use renown::usage::{Price, Statement};
use serde::Serialize;

use crate::engine::{Row, Statements};
use crate::erasure::NOBODY;
use crate::keys::SubjectHash;
use crate::{Error, Ledger};

/// The units of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Total {
    /// What was consumed.
    pub kind: String,
    /// How many units.
    pub units: u64,
}

fn number(day: NaiveDate) -> i64 {
    i64::from(chrono::Datelike::num_days_from_ce(&day))
}

/// Totals of the days from `first` on until before `end`.
pub(super) fn totals(
    statements: &mut dyn Statements,
    subject: &SubjectHash,
    first: NaiveDate,
    end: NaiveDate,
) -> Result<Vec<Total>, Error> {
    let rows = statements.rows(
        "SELECT kind, units FROM usage_total WHERE subject = ?1 AND day >= ?2 AND day < ?3 ORDER BY kind",
        &[subject.as_slice().into(), number(first).into(), number(end).into()],
    )?;
    let mut totals: Vec<Total> = Vec::new();
    for row in &rows {
        let (kind, units) = (row.text(0)?, row.integer(1)?);
        let units = u64::try_from(units).map_err(|_| Error::corrupt("a total is negative"))?;
        match totals.last_mut().filter(|total| total.kind == kind) {
            Some(total) => total.units = total.units.checked_add(units).ok_or_else(super::meter::too_many)?,
            None => totals.push(Total { kind: kind.to_owned(), units }),
        }
    }
    Ok(totals)
}

/// Every day on which somebody consumed something, the kind, and how many units.
pub(crate) fn days(
    statements: &mut dyn Statements,
    subject: &SubjectHash,
) -> Result<Vec<(NaiveDate, String, u64)>, Error> {
    let rows = statements.rows(
        "SELECT day, kind, units FROM usage_total WHERE subject = ?1 ORDER BY day, kind",
        &[subject.as_slice().into()],
    )?;
    let damaged = || Error::corrupt("a total has no day or no number");
    let day = |row: &Row| {
        let day = i32::try_from(row.integer(0)?).ok().and_then(NaiveDate::from_num_days_from_ce_opt);
        let units = u64::try_from(row.integer(2)?).map_err(|_| damaged())?;
        Ok((day.ok_or_else(damaged)?, row.text(1)?.to_owned(), units))
    };
    rows.iter().map(day).collect()
}

impl Ledger {
    /// What a user consumed on the days of UTC from `first` on until before `end`; with no user, what those consumed
    /// who were erased.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn usage(
        &self,
        user: Option<&SubjectId>,
        first: NaiveDate,
        end: NaiveDate,
    ) -> Result<Vec<Total>, Error> {
        let hash = user.map_or(NOBODY, |user| self.roots.lookup.subject(user.as_str()));
        let mut found = Vec::new();
        self.engine.read(&mut |statements| {
            found = totals(statements, &hash, first, end)?;
            Ok(())
        })?;
        Ok(found)
    }

    /// The same in money.
    ///
    /// # Errors
    /// [`Error::Usage`], and those of the engine.
    pub fn statement(
        &self,
        user: Option<&SubjectId>,
        first: NaiveDate,
        end: NaiveDate,
        currency: &str,
        prices: &[Price],
    ) -> Result<Statement, Error> {
        let totals = self.usage(user, first, end)?;
        let units: Vec<(&str, u64)> = totals.iter().map(|total| (total.kind.as_str(), total.units)).collect();
        Ok(Statement::of(currency, &units, prices)?)
    }
}
