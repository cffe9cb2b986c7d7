//! The functions over plain data: read the arguments, call the method, write the answer.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use renown::privacy::rights::{Export, ExportFormat, ExportRight};
use renown::privacy::{DataCategory, SubjectId};
use renown::usage::{Price, Quota};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{arguments, result};
use crate::{
    Account, ErasurePlan, ErasureReceipt, Error, Event, ExportOptions, Field, Ledger, PasswordCost,
    Registration, UsageBatch,
};

/// The arguments of one function, as a type of its own.
macro_rules! given {
    ($given:ident: { $($field:ident: $type:ty),* $(,)? }) => {{
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Given {
            $($field: $type,)*
        }
        arguments::<Given>($given)?
    }};
}

type Answer = Result<Value, Error>;

pub(super) fn record(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: { events: Vec<Event> });
    result(&ledger.record(&given.events)?)
}

pub(super) fn facts(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: { subject: SubjectId, at: DateTime<Utc> });
    result(&ledger.facts(&given.subject, given.at)?)
}

pub(super) fn events(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: { subject: SubjectId });
    result(&ledger.events(&given.subject)?)
}

pub(super) fn export(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: {
        subject: SubjectId,
        right: ExportRight,
        format: ExportFormat,
        categories: Vec<(String, DataCategory)>,
        to: Option<PathBuf>,
        now: DateTime<Utc>,
    });
    let (right, format) = (given.right, given.format);
    let options = ExportOptions { right, format, categories: given.categories.into_iter().collect() };
    if let Some(path) = &given.to {
        let facts = ledger.export_to_file(&given.subject, &options, given.now, path)?;
        return Ok(json!({ "format": format, "facts": facts }));
    }
    let mut bytes = Vec::new();
    ledger.export(&given.subject, &options, given.now, &mut bytes)?;
    let document = String::from_utf8(bytes).map_err(|_| Error::malformed("export", "it is not UTF-8"))?;
    result(&Export { format, document })
}

pub(super) fn public_key(ledger: &Ledger, _: &Value) -> Answer {
    result(&ledger.public_key())
}

pub(super) fn checkpoint(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: { now: DateTime<Utc> });
    result(&ledger.checkpoint(given.now)?)
}

pub(super) fn prove_inclusion(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: { index: u64, size: Option<u64> });
    result(&ledger.prove_inclusion(given.index, given.size)?)
}

pub(super) fn prove_consistency(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: { old_size: u64, new_size: Option<u64> });
    result(&ledger.prove_consistency(given.old_size, given.new_size)?)
}

pub(super) fn verify(ledger: &Ledger, _: &Value) -> Answer {
    result(&ledger.verify()?)
}

pub(super) fn rotate_keys(ledger: &Ledger, _: &Value) -> Answer {
    result(&ledger.rotate_keys()?)
}

pub(super) fn register_store(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: { name: String, public_key: String });
    ledger.register_store(&given.name, &given.public_key)?;
    Ok(Value::Null)
}

pub(super) fn plan_erasure(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: { plan: ErasurePlan, now: DateTime<Utc> });
    result(&ledger.plan_erasure(&given.plan, given.now)?)
}

pub(super) fn erase(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: { erasure: String, subject: SubjectId, now: DateTime<Utc> });
    result(&ledger.erase(&given.erasure, &given.subject, &[], given.now)?)
}

pub(super) fn erasure(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: { id: String });
    result(&ledger.erasure(&given.id)?)
}

pub(super) fn add_receipt(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: { receipt: ErasureReceipt });
    ledger.add_receipt(&given.receipt)?;
    Ok(Value::Null)
}

pub(super) fn is_suppressed(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: { account: Account });
    result(&ledger.is_suppressed(&given.account)?)
}

pub(super) fn hold_fields(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: {
        subject: SubjectId,
        account: Option<Account>,
        purpose: Option<String>,
        fields: Vec<Field>,
        now: DateTime<Utc>,
    });
    let (account, purpose) = (given.account.as_ref(), given.purpose.as_deref());
    ledger.hold_fields(&given.subject, account, purpose, &given.fields, given.now)?;
    Ok(Value::Null)
}

pub(super) fn fields(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: { subject: SubjectId, now: DateTime<Utc> });
    result(&ledger.fields(&given.subject, given.now)?)
}

pub(super) fn sweep(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: { now: DateTime<Utc> });
    result(&ledger.sweep(given.now)?)
}

pub(super) fn register(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: {
        registration: Registration,
        password_cost: Option<PasswordCost>,
        now: DateTime<Utc>,
    });
    let cost = given.password_cost.unwrap_or_default();
    result(&ledger.register(&given.registration, cost, given.now)?)
}

pub(super) fn log_in(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: {
        email: String,
        password: String,
        source: String,
        password_cost: Option<PasswordCost>,
        now: DateTime<Utc>,
    });
    let cost = given.password_cost.unwrap_or_default();
    result(&ledger.log_in(&given.email, &given.password, &given.source, cost, given.now)?)
}

pub(super) fn user(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: { user: SubjectId });
    result(&ledger.user(&given.user)?)
}

pub(super) fn meter(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: { batches: Vec<UsageBatch> });
    result(&ledger.meter(&given.batches)?)
}

pub(super) fn usage(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: { user: Option<SubjectId>, first: NaiveDate, end: NaiveDate });
    result(&ledger.usage(given.user.as_ref(), given.first, given.end)?)
}

pub(super) fn statement(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: {
        user: Option<SubjectId>,
        first: NaiveDate,
        end: NaiveDate,
        currency: String,
        prices: Vec<Price>,
    });
    let (first, end) = (given.first, given.end);
    result(&ledger.statement(given.user.as_ref(), first, end, &given.currency, &given.prices)?)
}

pub(super) fn set_quota(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: { user: SubjectId, kind: String, quota: Quota });
    ledger.set_quota(&given.user, &given.kind, given.quota)?;
    Ok(Value::Null)
}

pub(super) fn reserve(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: {
        id: String,
        user: SubjectId,
        kind: String,
        units: u64,
        expires: DateTime<Utc>,
        now: DateTime<Utc>,
    });
    let left = ledger.reserve(&given.id, &given.user, &given.kind, given.units, given.expires, given.now)?;
    Ok(json!({ "left": left }))
}

pub(super) fn settle(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: { id: String, units: u64, now: DateTime<Utc> });
    ledger.settle(&given.id, given.units, given.now)?;
    Ok(Value::Null)
}

pub(super) fn release(ledger: &Ledger, given: &Value) -> Answer {
    let given = given!(given: { id: String });
    ledger.release(&given.id)?;
    Ok(Value::Null)
}
