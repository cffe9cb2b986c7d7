//! Every row of the table of clauses, conflicts, duties and scenarios has a rule or code, and a vector that proves it.
//! `docs/privacy/coverage.md` is made from the vectors and the tables of rules; `UPDATE_COVERAGE=1` writes it.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

/// The rows, and which of them are still open: `tests/vectors/coverage.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    clauses: u32,
    duties: u32,
    conflicts: u32,
    scenarios: Vec<String>,
    open: Vec<String>,
    lives: BTreeMap<String, String>,
}

impl Rows {
    fn all(&self) -> Vec<String> {
        let numbered = |letter: char, last: u32| (1..=last).map(move |number| format!("{letter}{number}"));
        numbered('C', self.clauses)
            .chain(numbered('N', self.duties))
            .chain(numbered('Z', self.conflicts))
            .chain(self.scenarios.iter().map(|number| format!("AW-{number}")))
            .collect()
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Which vectors prove a row: file and index.
fn proofs(folder: &Path, found: &mut BTreeMap<String, BTreeMap<String, Vec<usize>>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            proofs(&path, found);
            continue;
        }
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let vectors = root().join("tests/vectors");
        let name = path.strip_prefix(vectors).unwrap().with_extension("").to_string_lossy().into_owned();
        let Value::Array(cases) = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap()
        else {
            continue;
        };
        for (index, case) in cases.iter().enumerate() {
            for row in case.get("proves").and_then(Value::as_array).into_iter().flatten() {
                let row = row.as_str().unwrap().to_owned();
                found.entry(row).or_default().entry(name.clone()).or_default().push(index);
            }
        }
    }
}

/// Which rules carry a row out: those that cite the clause, or name the row.
fn rules() -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in ["statutes", "influencer-marketing"] {
        let text = std::fs::read_to_string(root().join(format!("core/policies/{file}.toml"))).unwrap();
        let table: toml::Table = text.parse().unwrap();
        for rule in table["rule"].as_array().unwrap() {
            let list = |key| rule.get(key).and_then(toml::Value::as_array).into_iter().flatten();
            let cited = list("cites").filter_map(|cite| cite.as_str()?.strip_prefix("policy "));
            for row in cited.chain(list("rows").filter_map(toml::Value::as_str)) {
                let id = format!("`{}` in {file}.toml", rule["id"].as_str().unwrap());
                found.entry(row.to_owned()).or_default().insert(id);
            }
        }
    }
    found
}

fn rows() -> Rows {
    toml::from_str(&std::fs::read_to_string(root().join("tests/vectors/coverage.toml")).unwrap()).unwrap()
}

fn proven() -> BTreeMap<String, BTreeMap<String, Vec<usize>>> {
    let mut found = BTreeMap::new();
    proofs(&root().join("tests/vectors"), &mut found);
    found
}

#[test]
fn every_row_has_a_vector_or_stands_in_the_list_of_open_ones() {
    let (rows, proven) = (rows(), proven());
    let all: BTreeSet<String> = rows.all().into_iter().collect();
    let open: BTreeSet<String> = rows.open.iter().cloned().collect();
    for row in &all {
        match (proven.contains_key(row), open.contains(row)) {
            (true, true) => {
                panic!("{row} has a vector: take it out of `open` in tests/vectors/coverage.toml")
            }
            (false, false) => panic!("{row} has no vector with \"proves\": [\"{row}\"]"),
            _ => {}
        }
    }
    let unknown: Vec<_> =
        open.difference(&all).chain(proven.keys().filter(|row| !all.contains(*row))).collect();
    assert!(unknown.is_empty(), "no such rows: {unknown:?}");
}

#[test]
fn every_proven_row_lives_somewhere() {
    let (rows, proven, rules) = (rows(), proven(), rules());
    for row in proven.keys() {
        assert!(
            rules.contains_key(row) || rows.lives.contains_key(row),
            "{row} has vectors, but no rule cites it: say in [lives] of tests/vectors/coverage.toml which code it is"
        );
    }
    for (row, place) in &rows.lives {
        for file in place.split(", ") {
            assert!(root().join(file).exists(), "{row}: {file} does not exist");
        }
    }
}

#[test]
fn the_table_of_coverage_is_that_of_the_vectors_and_the_rules() {
    let (rows, proven, rules) = (rows(), proven(), rules());
    let mut text = String::from(
        "# Coverage\n\nWhich row of the table of clauses (C), duties (N), conflicts between promise and law (Z) and awkward scenarios\n(AW) lives where, and which vectors of `tests/vectors` prove it. Made by `core/tests/privacy_coverage.rs` from the\nvectors and the tables of rules: `UPDATE_COVERAGE=1 cargo test -p renown --test privacy_coverage`. Numbers count from 0.\n\n| row | where it lives | vectors |\n|---|---|---|\n",
    );
    for row in rows.all() {
        let mut places: Vec<String> = rules.get(&row).into_iter().flatten().cloned().collect();
        places.extend(rows.lives.get(&row).cloned());
        let vectors: Vec<String> = proven
            .get(&row)
            .into_iter()
            .flatten()
            .map(|(file, at)| {
                let at: Vec<String> = at.iter().map(ToString::to_string).collect();
                format!("{file} {}", at.join(", "))
            })
            .collect();
        let vectors = if vectors.is_empty() { "open".to_owned() } else { vectors.join("; ") };
        writeln!(text, "| {row} | {} | {vectors} |", places.join(", ")).unwrap();
    }
    let file = root().join("docs/privacy/coverage.md");
    if std::env::var_os("UPDATE_COVERAGE").is_some() {
        std::fs::write(&file, &text).unwrap();
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(written == text, "docs/privacy/coverage.md is not up to date: run with UPDATE_COVERAGE=1");
}
