//! What a record says about one thing, reduced to the values that rules can tell apart.

use chrono::NaiveDate;

use super::{Field, Value};
use crate::privacy::Policy;

/// One thing that records say, with the values that it may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    field: Field,
    values: Vec<Value>,
}

impl Axis {
    /// An axis of these values, in their order.
    #[must_use]
    pub fn new(field: Field, values: Vec<Value>) -> Self {
        Axis { field, values }
    }

    /// What it is about.
    #[must_use]
    pub fn field(&self) -> Field {
        self.field
    }

    /// Its values, by their codes.
    #[must_use]
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// The code of a value; one that no rule can tell from a value that is there already shares its code.
    pub fn code(&mut self, value: Value, policy: &Policy, day: NaiveDate) -> usize {
        let alike = |known: &Value| known.is_like(&value, self.field, policy, day);
        self.values.iter().position(alike).unwrap_or_else(|| {
            self.values.push(value);
            self.values.len() - 1
        })
    }
}
