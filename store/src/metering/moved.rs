//! Totals and quotas as they stood in plain in schema version 1, sealed when the ledger is next opened for writing.

use std::collections::BTreeMap;

use super::journal::Kinds;
use super::meter::too_many;
use super::state::State;
use crate::engine::Statements;
use crate::{Error, Ledger};

const PLAIN: [&str; 2] = ["SELECT 1 FROM usage_total LIMIT 1", "SELECT 1 FROM quota LIMIT 1"];

impl Ledger {
    pub(crate) fn seal_plain_usage(&self) -> Result<(), Error> {
        let mut any = false;
        self.engine.read(&mut |statements| {
            for sql in PLAIN {
                any |= statements.row(sql, &[])?.is_some();
            }
            Ok(())
        })?;
        if !any {
            return Ok(());
        }
        self.engine.write(&mut |statements| self.seal_all_plain(statements))?;
        self.engine.scrub()
    }

    fn seal_all_plain(&self, statements: &mut dyn Statements) -> Result<(), Error> {
        let rows = statements.rows("SELECT subject, day, kind, units FROM usage_total", &[])?;
        let mut state = State::read(statements, &self.roots)?;
        let mut days: BTreeMap<([u8; 32], i64), Kinds> = BTreeMap::new();
        for row in &rows {
            let units = u64::try_from(row.integer(3)?).map_err(|_| Error::corrupt("a total is negative"))?;
            let all = state.units.checked_add(units).filter(|all| i64::try_from(*all).is_ok());
            state.units = all.ok_or_else(too_many)?;
            let kinds = days.entry((row.array(0)?, row.integer(1)?)).or_default();
            kinds.insert(row.text(2)?.to_owned(), units);
        }
        for ((subject, day), kinds) in &days {
            self.add_to_day(statements, &mut state, subject, *day, kinds)?;
        }
        state.write(statements, &self.roots)?;
        statements.execute("DELETE FROM usage_total", &[])?;
        let rows = statements.rows("SELECT subject, kind, body FROM quota", &[])?;
        let mut quotas = BTreeMap::new();
        for row in &rows {
            let quota =
                serde_json::from_str(row.text(2)?).map_err(|_| Error::corrupt("a quota is no JSON"))?;
            quotas.insert((row.array::<32>(0)?, row.text(1)?), quota);
        }
        for ((subject, kind), quota) in quotas {
            self.keep_quota(statements, &subject, kind, quota)?;
        }
        statements.execute("DELETE FROM quota", &[])?;
        Ok(())
    }
}
