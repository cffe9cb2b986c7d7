//! What was counted, and what it comes to in money.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use renown::privacy::SubjectId;
use renown::usage::{Price, Statement};
use serde::Serialize;

use crate::engine::Statements;
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

pub(super) fn number(day: NaiveDate) -> i64 {
    i64::from(chrono::Datelike::num_days_from_ce(&day))
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
        self.add_up_before_reading()?;
        let mut days = BTreeMap::new();
        self.engine.read(&mut |statements| {
            days = self.totals_of_days(statements, &hash, (number(first), number(end)))?;
            Ok(())
        })?;
        let mut totals: BTreeMap<String, u64> = BTreeMap::new();
        for (kind, units) in days.into_values().flatten() {
            let total = totals.entry(kind).or_default();
            *total = total.checked_add(units).ok_or_else(super::meter::too_many)?;
        }
        Ok(totals.into_iter().map(|(kind, units)| Total { kind, units }).collect())
    }

    /// Every day on which somebody consumed something, the kind, and how many units.
    pub(crate) fn usage_by_day(
        &self,
        statements: &mut dyn Statements,
        subject: &SubjectHash,
    ) -> Result<Vec<(NaiveDate, String, u64)>, Error> {
        let mut found = Vec::new();
        for (day, kinds) in self.totals_of_days(statements, subject, (i64::MIN, i64::MAX))? {
            let day = i32::try_from(day).ok().and_then(NaiveDate::from_num_days_from_ce_opt);
            let day = day.ok_or_else(|| Error::corrupt("a total has no day"))?;
            found.extend(kinds.into_iter().map(|(kind, units)| (day, kind, units)));
        }
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
