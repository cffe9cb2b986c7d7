//! The fields of an answer, taken one by one, so that what nobody takes can be told.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{Error, Reason};
use crate::model::{self, COUNT_MAX};

/// A record of an answer.
pub(super) struct Fields<'a> {
    map: &'a Map<String, Value>,
    /// Where it stands, as in `items[3].snippet`; empty at the top.
    place: String,
    taken: BTreeSet<&'static str>,
}

fn wrong(place: &str, found: &Value, expected: &'static str) -> Error {
    let found = match found {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a record",
    };
    Error::Model(model::Error::WrongType { found, expected }.at(place))
}

/// The path of a place: without the indices of lists, so that the same field of many records is one.
pub(super) fn path_of(place: &str) -> String {
    let mut path = String::with_capacity(place.len());
    let mut inside = false;
    for letter in place.chars() {
        match letter {
            '[' => inside = true,
            ']' => {
                inside = false;
                path.push_str("[]");
            }
            letter if !inside => path.push(letter),
            _ => {}
        }
    }
    path
}

impl<'a> Fields<'a> {
    pub(super) fn of(value: &'a Value, place: String) -> Result<Self, Error> {
        match value {
            Value::Object(map) => Ok(Fields { map, place, taken: BTreeSet::new() }),
            other => Err(wrong(if place.is_empty() { "the answer" } else { &place }, other, "a record")),
        }
    }

    /// Where a field stands.
    pub(super) fn place(&self, name: &str) -> String {
        if self.place.is_empty() { name.to_owned() } else { format!("{}.{name}", self.place) }
    }

    /// Where the record stands.
    pub(super) fn here(&self) -> &str {
        &self.place
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.map.get(name).is_some_and(|value| !value.is_null())
    }

    /// A field; null is as good as none.
    pub(super) fn get(&mut self, name: &'static str) -> Option<&'a Value> {
        self.taken.insert(name);
        self.map.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn text(&mut self, name: &'static str) -> Result<Option<&'a str>, Error> {
        let place = self.place(name);
        let text = |value: &'a Value| value.as_str().ok_or_else(|| wrong(&place, value, "a text"));
        self.get(name).map(text).transpose()
    }

    /// An identifier: a text, or a whole number as its digits.
    pub(super) fn id(&mut self, name: &'static str) -> Result<Option<String>, Error> {
        let place = self.place(name);
        let id = |value: &Value| match value {
            Value::String(text) => Ok(text.clone()),
            Value::Number(number) if number.is_i64() || number.is_u64() => Ok(number.to_string()),
            other => Err(wrong(&place, other, "a text or a whole number")),
        };
        self.get(name).map(id).transpose()
    }

    pub(super) fn flag(&mut self, name: &'static str) -> Result<Option<bool>, Error> {
        let place = self.place(name);
        let flag = |value: &Value| value.as_bool().ok_or_else(|| wrong(&place, value, "true or false"));
        self.get(name).map(flag).transpose()
    }

    /// A count, also one that is written as a text of digits, as YouTube writes counts.
    pub(super) fn count(&mut self, name: &'static str) -> Result<Option<u64>, Error> {
        let place = self.place(name);
        self.get(name).map(|value| count(value, &place)).transpose()
    }

    /// A number that is not below 0.
    pub(super) fn number(&mut self, name: &'static str) -> Result<Option<f64>, Error> {
        let place = self.place(name);
        let number = |value: &Value| match value.as_f64() {
            Some(number) if number >= 0.0 => Ok(number),
            Some(_) => {
                let refused = out_of_range(value, "any number");
                Err(Error::Model(refused.at(place.as_str())))
            }
            None => Err(wrong(&place, value, "a number")),
        };
        self.get(name).map(number).transpose()
    }

    pub(super) fn inner(&mut self, name: &'static str) -> Result<Option<Fields<'a>>, Error> {
        let place = self.place(name);
        self.get(name).map(|value| Fields::of(value, place)).transpose()
    }

    /// The records of a list, none where there is no list.
    pub(super) fn records(&mut self, name: &'static str) -> Result<Vec<Fields<'a>>, Error> {
        let place = self.place(name);
        match self.get(name) {
            None => Ok(Vec::new()),
            Some(Value::Array(items)) => {
                items.iter().enumerate().map(|(i, item)| Fields::of(item, format!("{place}[{i}]"))).collect()
            }
            Some(other) => Err(wrong(&place, other, "a list")),
        }
    }

    /// Fields that carry nothing: kinds, tags of versions, marks of pages.
    pub(super) fn pass_over(&mut self, names: &[&'static str]) {
        self.taken.extend(names);
    }

    /// A field that is not read, and why.
    pub(super) fn leave_out(
        &mut self,
        name: &'static str,
        why: Reason,
        left_out: &mut BTreeMap<String, Reason>,
    ) {
        if self.get(name).is_some_and(|value| value.as_array().is_none_or(|list| !list.is_empty())) {
            left_out.insert(path_of(&self.place(name)), why);
        }
    }

    /// Tells what nobody took.
    pub(super) fn rest(self, left_out: &mut BTreeMap<String, Reason>) {
        for (name, value) in self.map {
            if !value.is_null() && !self.taken.contains(name.as_str()) {
                left_out.entry(path_of(&self.place(name))).or_insert(Reason::NotModelled);
            }
        }
    }
}

pub(super) fn out_of_range(value: &Value, high: &str) -> model::Error {
    model::Error::NumberOutOfRange { value: value.to_string(), low: "0".to_owned(), high: high.to_owned() }
}

/// A count, also one that is written as a text of digits.
pub(super) fn count(value: &Value, place: &str) -> Result<u64, Error> {
    let refused = |error: model::Error| Err(Error::Model(error.at(place)));
    let too_large = || model::Error::CountTooLarge { value: model::shortened(&value.to_string()) };
    match value {
        Value::Number(number) => match number.as_u64() {
            Some(count) if count <= COUNT_MAX => Ok(count),
            Some(_) => refused(too_large()),
            None if number.as_f64().is_some_and(|number| number < 0.0) => {
                refused(model::Error::NegativeCount { value: number.to_string() })
            }
            None => refused(model::Error::FractionalCount { value: number.to_string() }),
        },
        Value::String(text) if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            match text.parse::<u64>() {
                Ok(count) if count <= COUNT_MAX => Ok(count),
                _ => refused(too_large()),
            }
        }
        other => Err(wrong(place, other, "a whole number")),
    }
}
