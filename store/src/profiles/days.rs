//! Where fields lie: those that expire on one day of UTC together.
//!
//! One idea to keep in mind: a sweep deletes neighbours. In a table ordered by person, what expires is scattered over
//! all pages, and each of them would be written; here whole pages fall empty. The price is a second table that says on
//! which days fields of a person expire; days that are past may stay in it until the person is next written.

use chrono::{DateTime, Utc};

use crate::Error;
use crate::engine::{Engine, Statements};
use crate::keys::SubjectHash;

const DAY: i64 = 86_400_000;
/// A transaction of a sweep ends with the day on which it has deleted so many.
const AT_ONCE: u64 = 100_000;

/// The same as the division in SQL, which the tables were once filled by.
fn day(millis: i64) -> i64 {
    millis / DAY
}

/// Puts a sealed field in the place of the one of this name and purpose.
pub(super) fn put(
    statements: &mut dyn Statements,
    subject: &SubjectHash,
    purpose: &str,
    name: &str,
    expires: i64,
    sealed: Vec<u8>,
) -> Result<(), Error> {
    let day = day(expires);
    let one = subject.as_slice();
    statements.execute(
        "DELETE FROM field_of_day WHERE subject = ?1 AND purpose = ?2 AND name = ?3 AND day <> ?4 \
         AND day IN (SELECT day FROM field_day WHERE subject = ?1)",
        &[one.into(), purpose.into(), name.into(), day.into()],
    )?;
    statements.execute(
        "INSERT INTO field_of_day (day, subject, purpose, name, expires, sealed) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
         ON CONFLICT (day, subject, purpose, name) DO UPDATE SET expires = ?5, sealed = ?6",
        &[day.into(), one.into(), purpose.into(), name.into(), expires.into(), sealed.into()],
    )?;
    statements.execute(
        "INSERT INTO field_day (subject, day) VALUES (?1, ?2) ON CONFLICT (subject, day) DO NOTHING",
        &[one.into(), day.into()],
    )?;
    Ok(())
}

/// Whether there is a field of this name and purpose.
pub(super) fn holds(
    statements: &mut dyn Statements,
    subject: &SubjectHash,
    purpose: &str,
    name: &str,
) -> Result<bool, Error> {
    let found = statements.row(
        "SELECT 1 FROM field_day d JOIN field_of_day f ON f.day = d.day AND f.subject = d.subject \
         WHERE d.subject = ?1 AND f.purpose = ?2 AND f.name = ?3",
        &[subject.as_slice().into(), purpose.into(), name.into()],
    )?;
    Ok(found.is_some())
}

/// Forgets the days of a person that are past, where a sweep has been.
pub(super) fn forget_past(
    statements: &mut dyn Statements,
    subject: &SubjectHash,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    statements.execute(
        "DELETE FROM field_day WHERE subject = ?1 AND day < ?2 AND NOT EXISTS \
         (SELECT 1 FROM field_of_day f WHERE f.day = field_day.day AND f.subject = ?1)",
        &[subject.as_slice().into(), day(now.timestamp_millis()).into()],
    )?;
    Ok(())
}

/// Forgets the days of a person on which no field is left.
pub(crate) fn forget_days(statements: &mut dyn Statements, subject: &SubjectHash) -> Result<(), Error> {
    statements.execute(
        "DELETE FROM field_day WHERE subject = ?1 AND NOT EXISTS \
         (SELECT 1 FROM field_of_day f WHERE f.day = field_day.day AND f.subject = ?1)",
        &[subject.as_slice().into()],
    )?;
    Ok(())
}

/// Deletes what has expired, day by day; gives how many fields there were. Other writers come in between.
pub(super) fn sweep(engine: &dyn Engine, now: DateTime<Utc>) -> Result<u64, Error> {
    let now = now.timestamp_millis();
    let (mut all, mut after) = (0, Some(i64::MIN));
    while let Some(start) = after {
        let (mut swept, mut next) = (0, None);
        engine.write(&mut |statements| {
            (swept, next) = (0, Some(start));
            while let Some(last) = next.filter(|_| swept < AT_ONCE) {
                let first = "SELECT day FROM field_of_day WHERE day > ?1 AND day <= ?2 ORDER BY day LIMIT 1";
                let row = statements.row(first, &[last.into(), day(now).into()])?;
                next = row.map(|row| row.integer(0)).transpose()?;
                if let Some(day) = next {
                    swept += statements.execute(
                        "DELETE FROM field_of_day WHERE day = ?1 AND expires <= ?2",
                        &[day.into(), now.into()],
                    )?;
                }
            }
            Ok(())
        })?;
        (all, after) = (all + swept, next);
    }
    Ok(all)
}
