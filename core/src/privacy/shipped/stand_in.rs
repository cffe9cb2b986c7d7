//! Another table in the place of a shipped one, for a test and its thread.

use std::any::Any;
use std::cell::RefCell;
use std::collections::HashMap;

use serde::de::DeserializeOwned;
use toml::Value;

thread_local! {
    /// What stands in the place of a shipped text, and the table that it was read to.
    static CHANGED: RefCell<Option<(&'static str, Value)>> = const { RefCell::new(None) };
    static READ: RefCell<HashMap<&'static str, &'static dyn Any>> = RefCell::new(HashMap::new());
}

/// Another table, where a test put one there. It is never freed: a few hundred small tables.
pub(super) fn changed<T: DeserializeOwned + Default + 'static>(name: &'static str) -> Option<&'static T> {
    let value = CHANGED.with_borrow(|changed| {
        changed.as_ref().filter(|(table, _)| *table == name).map(|(_, value)| value.clone())
    })?;
    READ.with_borrow_mut(|read| {
        let table = read.entry(name).or_insert_with(|| {
            let table: T = value.try_into().unwrap_or_default();
            Box::leak(Box::new(table))
        });
        table.downcast_ref()
    })
}

/// Does something while another table stands in the place of a shipped one, for this thread.
pub(crate) fn with<R>(name: &'static str, value: Value, ask: impl FnOnce() -> R) -> R {
    CHANGED.set(Some((name, value)));
    READ.with_borrow_mut(HashMap::clear);
    let answer = ask();
    CHANGED.set(None);
    answer
}
