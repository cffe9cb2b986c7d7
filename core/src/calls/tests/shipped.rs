//! A cell of a table of data is noticed by a vector: one change at a time, the vectors are asked again.
//!
//! Not held to this yet: answers, clocks, requests and the vocabulary, of which some cells are noticed by no vector.

use std::path::Path;

use serde_json::Value as Json;
use toml::Value;

use crate::privacy::shipped::with;

/// A table, the text of it, and what of it no answer shows: words for people who read the file.
struct Table {
    name: &'static str,
    text: &'static str,
    silent: &'static [&'static str],
}

const TABLES: &[Table] = &[
    Table { name: "authorities.toml", text: include_str!("../../../policies/authorities.toml"), silent: &[] },
    Table { name: "breach.toml", text: include_str!("../../../policies/breach.toml"), silent: &[] },
    Table {
        name: "consent_ages.toml",
        text: include_str!("../../../policies/consent_ages.toml"),
        silent: &[],
    },
    Table {
        name: "jurisdictions.toml",
        text: include_str!("../../../policies/jurisdictions.toml"),
        silent: &["decision", "scope", "source", "verified"],
    },
    Table { name: "retention.toml", text: include_str!("../../../policies/retention.toml"), silent: &[] },
    Table { name: "rights.toml", text: include_str!("../../../policies/rights.toml"), silent: &["means"] },
];

/// The cells of a table, each as its path with another value in it.
fn cells(value: &Value, path: &str, silent: &[&str], found: &mut Vec<(String, Value)>) {
    match value {
        Value::Table(table) => {
            for (key, value) in table.iter().filter(|(key, _)| !silent.contains(&key.as_str())) {
                cells(value, &format!("{path}\u{1f}{key}"), silent, found);
            }
        }
        Value::Array(all) => {
            for (at, value) in all.iter().enumerate() {
                cells(value, &format!("{path}\u{1f}{at}"), silent, found);
            }
        }
        Value::Boolean(is) => found.push((path.to_owned(), Value::Boolean(!is))),
        Value::Integer(number) => found.push((path.to_owned(), Value::Integer(number + 1))),
        Value::Float(number) => found.push((path.to_owned(), Value::Float(number + 1.0))),
        Value::String(text) => found.push((path.to_owned(), Value::String(format!("{text}x")))),
        Value::Datetime(day) => {
            let day: chrono::NaiveDate = day.to_string().parse().unwrap();
            let next = day.succ_opt().unwrap().to_string();
            found.push((path.to_owned(), Value::Datetime(next.parse().unwrap())));
        }
    }
}

fn put(value: &mut Value, path: &str, other: &Value) {
    let mut at = value;
    for step in path.split('\u{1f}').skip(1) {
        at = match at {
            Value::Array(all) => &mut all[step.parse::<usize>().unwrap()],
            value => value.get_mut(step).unwrap(),
        };
    }
    *at = other.clone();
}

/// The vectors that ask tables, those that ask one table first: most changes are noticed at once.
fn vectors() -> Vec<Json> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/calls");
    let files =
        ["rights", "rights_carried_out", "deadline", "consent", "retention", "policy", "privacy", "tables"];
    let read = |name: &str| {
        let text = std::fs::read_to_string(folder.join(format!("{name}.json"))).unwrap();
        serde_json::from_str::<Vec<Json>>(&text).unwrap()
    };
    files.into_iter().flat_map(read).collect()
}

fn differs(vector: &Json) -> bool {
    let call = vector["when"]["call"].as_str().unwrap();
    match (crate::calls::call(call, &vector["given"]), vector["then"].get("error")) {
        (Err(error), Some(expected)) => error.code() != expected,
        (Ok(answer), None) => answer != vector["then"],
        _ => true,
    }
}

/// One cell of each so many; `RENOWN_EVERY_CELL=1` takes all of them.
const STEP: usize = 11;

#[test]
fn a_change_of_any_cell_of_a_shipped_table_makes_a_vector_fail() {
    let step = if std::env::var_os("RENOWN_EVERY_CELL").is_some() { 1 } else { STEP };
    let mut vectors: Vec<Json> = vectors().into_iter().filter(|vector| !differs(vector)).collect();
    assert!(vectors.len() > 300, "{}", vectors.len());
    let mut unnoticed = Vec::new();
    let mut seen = 0;
    for table in TABLES {
        let whole: Value = toml::from_str(table.text).unwrap();
        let mut found = Vec::new();
        cells(&whole, "", table.silent, &mut found);
        assert!(!found.is_empty(), "{}", table.name);
        for (path, other) in found.into_iter().step_by(step) {
            seen += 1;
            let mut changed = whole.clone();
            put(&mut changed, &path, &other);
            match with(table.name, changed, || vectors.iter().position(differs)) {
                // What noticed this cell may notice the next one.
                Some(at) => vectors[..=at].rotate_right(1),
                None => unnoticed.push(format!("{}{}", table.name, path.replace('\u{1f}', "."))),
            }
        }
    }
    assert!(unnoticed.is_empty(), "{} of {seen} go unnoticed: {unnoticed:#?}", unnoticed.len());
    assert!(seen > 60, "{seen}");
}
