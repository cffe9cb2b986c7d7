//! The vectors of every function over tables, read as Python and Node read them.

use std::path::Path;

use serde_json::Value;

use crate::columnar::{Error, Table, call, names};

/// All cases of all files below `tests/vectors/columnar`, with where they stand.
fn cases() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/columnar");
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for (index, case) in serde_json::from_str::<Vec<Value>>(&text).unwrap().into_iter().enumerate() {
            cases.push((format!("{}[{index}]", path.file_stem().unwrap().to_string_lossy()), case));
        }
    }
    cases
}

fn answer(case: &Value) -> Result<Vec<Value>, Error> {
    let tables: Vec<(&str, Table)> = case["given"]["tables"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, rows)| Ok((name.as_str(), Table::from_rows(rows.as_array().unwrap())?)))
        .collect::<Result<_, Error>>()?;
    let tables: Vec<(&str, &Table)> = tables.iter().map(|(name, table)| (*name, table)).collect();
    let name = case["when"]["call"].as_str().unwrap();
    Ok(call(name, &tables, &case["given"]["options"])?.to_rows())
}

#[test]
fn every_vector_gives_what_it_says_to_the_bit() {
    let mut wrong = Vec::new();
    for (place, case) in cases() {
        match (answer(&case), &case["then"]) {
            (Ok(ours), then) if then["rows"].as_array() == Some(&ours) => {}
            (Err(error), then) if then["error"] == error.code() => {}
            (ours, _) => wrong.push(format!(
                "{place}: {}",
                match ours {
                    Ok(rows) => serde_json::to_string(&rows).unwrap(),
                    Err(error) => format!("{} {error}", error.code()),
                }
            )),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_function_has_vectors_that_pass_and_one_that_fails() {
    let cases = cases();
    for name in names() {
        let of_name = || cases.iter().filter(|(_, case)| case["when"]["call"] == name).map(|(_, case)| case);
        assert!(of_name().any(|case| case["then"].get("rows").is_some()), "{name} has no vector that passes");
        assert!(of_name().any(|case| case["then"].get("error").is_some()), "{name} has no vector that fails");
    }
}

#[test]
fn names_are_sorted_and_an_unknown_one_is_an_error() {
    assert!(names().is_sorted());
    assert_eq!(call("nothing", &[], &Value::Null).unwrap_err().code(), "UNKNOWN_CALL");
}
