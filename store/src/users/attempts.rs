//! How often somebody may try: after some failures in a row, each one doubles the wait.

use chrono::{DateTime, TimeDelta, Utc};

use crate::engine::Statements;
use crate::{Error, Ledger};

/// So many failures are free.
const FREE: i64 = 5;
/// The wait after the first one that is not, in seconds; doubled with each one more.
const WAIT: i64 = 2;
/// No wait is longer, in seconds.
const LONGEST: i64 = 3600;

/// How long to wait after so many failures, in seconds.
fn wait(failures: i64) -> i64 {
    let over = failures - FREE;
    if over < 0 { 0 } else { LONGEST.min(WAIT << over.min(12)) }
}

impl Ledger {
    pub(super) fn attempt_hash(&self, kind: &str, word: &str) -> [u8; 32] {
        self.roots.lookup.hash(kind, &[word.as_bytes()])
    }

    /// Refuses where the account or the source must wait; otherwise counts the attempt as a failure at once, so that
    /// attempts that are made at the same time are counted before any of them is answered.
    pub(super) fn count_attempt(&self, sources: &[[u8; 32]], now: DateTime<Utc>) -> Result<(), Error> {
        self.engine.write(&mut |statements| {
            for source in sources {
                let Some((failures, since)) = read(statements, source)? else { continue };
                let until = since + TimeDelta::seconds(wait(failures));
                if now < until {
                    return Err(Error::Throttled { seconds: (until - now).num_seconds() + 1 });
                }
            }
            for source in sources {
                statements.execute(
                    "INSERT INTO attempt (source, failures, since) VALUES (?1, 1, ?2) \
                     ON CONFLICT (source) DO UPDATE SET failures = attempt.failures + 1, since = ?2",
                    &[source.as_slice().into(), now.timestamp_millis().into()],
                )?;
            }
            Ok(())
        })
    }

    /// Forgets the failures of an account, because its user came in; the source only gets back this attempt, so
    /// that an account of one's own does not help to guess others.
    pub(super) fn forgive(
        statements: &mut dyn Statements,
        account: &[u8; 32],
        source: &[u8; 32],
    ) -> Result<(), Error> {
        statements.execute("DELETE FROM attempt WHERE source = ?1", &[account.as_slice().into()])?;
        statements.execute(
            "UPDATE attempt SET failures = failures - 1 WHERE source = ?1 AND failures > 0",
            &[source.as_slice().into()],
        )?;
        Ok(())
    }
}

fn read(statements: &mut dyn Statements, source: &[u8; 32]) -> Result<Option<(i64, DateTime<Utc>)>, Error> {
    let row = statements
        .row("SELECT failures, since FROM attempt WHERE source = ?1", &[source.as_slice().into()])?;
    let Some(row) = row else { return Ok(None) };
    let since = DateTime::from_timestamp_millis(row.integer(1)?);
    let since = since.ok_or_else(|| Error::corrupt("an attempt has no time"))?;
    Ok(Some((row.integer(0)?, since)))
}

#[cfg(test)]
mod tests {
    use super::wait;

    #[test]
    fn waits_double_up_to_an_hour() {
        assert_eq!([0, 4, 5, 6, 7, 16, 9_999].map(wait), [0, 0, 2, 4, 8, 3600, 3600]);
    }
}
