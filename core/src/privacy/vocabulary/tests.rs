//! The shipped files read without errors, and every word in them exists where it says.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::*;

#[test]
fn the_shipped_files_read_without_errors() {
    assert!(terms::FILE.parse().unwrap().category.len() > 40);
    assert!(place::FILE.parse().unwrap().adequacy.len() > 10);
}

#[test]
fn every_key_is_well_formed_and_stands_below_a_known_one() {
    for (key, _) in TermKind::Category.terms() {
        assert!(DataCategory::new(key).is_ok(), "{key}");
        if let Some((above, _)) = key.rsplit_once('.') {
            assert!(TermKind::Category.term(above).is_ok(), "{key} stands below nothing");
        }
    }
    for (key, _) in TermKind::Purpose.terms() {
        assert!(Purpose::new(key).is_ok(), "{key}");
    }
}

#[test]
fn what_is_said_of_a_category_holds_below_it() {
    for (above, term) in TermKind::Category.terms() {
        let whole = DataCategory::new(above).unwrap();
        for (below, part) in TermKind::Category.terms() {
            if whole.covers(&DataCategory::new(below).unwrap()) {
                assert!(part.special >= term.special, "{below}");
                assert!(part.sensitive >= term.sensitive, "{below}");
                assert!(part.inferred >= term.inferred, "{below}");
                assert!(part.secret >= term.secret, "{below}");
            }
        }
    }
}

#[test]
fn roles_and_recipients_in_the_file_are_those_of_the_types() {
    fn names<T: serde::Serialize>(all: &[T]) -> BTreeSet<String> {
        all.iter().map(|one| serde_json::to_value(one).unwrap().as_str().unwrap().to_owned()).collect()
    }
    fn keys(kind: TermKind) -> BTreeSet<String> {
        kind.terms().map(|(key, _)| key.to_owned()).collect()
    }
    assert_eq!(keys(TermKind::Role), names(SubjectRole::ALL));
    assert_eq!(keys(TermKind::Recipient), names(RecipientKind::ALL));
}

#[test]
fn an_unknown_word_is_an_error_that_names_it() {
    for kind in TermKind::ALL {
        let error = kind.term("no_such_word").unwrap_err();
        assert_eq!(error.code(), "UNKNOWN_TERM");
        assert!(error.to_string().contains("no_such_word"), "{error}");
    }
    for code in ["", "D", "DEU", "de", "XX", "US-", "US-CALI", "US-ca", "US-C-A", "U", "ÄÖ"] {
        assert_eq!(Place::new(code).unwrap_err().code(), "UNKNOWN_TERM", "{code}");
    }
}

#[test]
fn memberships_hold_from_their_first_day_to_their_last() {
    let day = |text: &str| text.parse().unwrap();
    let place = |code| Place::new(code).unwrap();
    assert!(place("GB").is_eea(day("2020-12-31")));
    assert!(!place("GB").is_eea(day("2021-01-01")));
    assert!(place("GB").adequacy(day("2031-12-27")).is_some());
    assert!(place("GB").adequacy(day("2031-12-28")).is_none());
    assert!(place("BR").adequacy(day("2025-12-01")).is_none());
    assert!(place("BR").adequacy(day("2026-03-01")).is_some());
    assert!(place("US-CA").adequacy(day("2026-03-01")).unwrap().listed);
    assert!(place("US-CA").lies_in(place("US")) && !place("US").lies_in(place("US-CA")));
    assert_eq!(place("US-CA").to_string(), "US-CA");
}

/// The column of a table of comma-separated, quoted values, by its name; the tables hold no line breaks in quotes.
fn iris(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            found.extend(iris(&entry.path()));
        } else if entry.path().extension().is_some_and(|extension| extension == "csv") {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            found.extend(text.lines().filter_map(|line| line.split("\",\"").nth(2)).map(str::to_owned));
        }
    }
    found
}

#[test]
#[expect(clippy::print_stderr, reason = "says what is skipped")]
fn every_iri_and_every_fideslang_key_exists() {
    let shared: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/privacy");
    if !shared.is_dir() {
        eprintln!("skipped: {} is not there", shared.display());
        return;
    }
    let dpv = iris(&shared.join("dpv-2.3"));
    assert!(dpv.len() > 800, "{}", dpv.len());
    let mut fideslang = BTreeSet::new();
    for (file, list) in
        [("data_categories", "data_category"), ("data_uses", "data_use"), ("data_subjects", "data_subject")]
    {
        let text = std::fs::read_to_string(shared.join(format!("fideslang/{file}.json"))).unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let rows = value[list].as_array().unwrap();
        fideslang.extend(rows.iter().map(|row| row["fides_key"].as_str().unwrap().to_owned()));
    }
    for kind in TermKind::ALL {
        for (key, term) in kind.terms() {
            for iri in term.iris() {
                assert!(dpv.contains(&iri), "{key}: {iri} is not in DPV 2.3");
            }
            for known in &term.fideslang {
                assert!(fideslang.contains(known), "{key}: {known} is not in fideslang");
            }
        }
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "says what is skipped")]
fn the_adequacy_rows_are_those_of_the_dated_table() {
    let table =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/privacy/derived/adequacy-2026-11.json");
    let Ok(text) = std::fs::read_to_string(&table) else {
        eprintln!("skipped: {} is not there", table.display());
        return;
    };
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let ours = place::FILE.parse().unwrap().adequacy;
    let rows = value["rows"].as_array().unwrap();
    assert_eq!(ours.len(), rows.len());
    for (mine, theirs) in ours.iter().zip(rows) {
        assert_eq!(mine.place, theirs["code"].as_str().unwrap());
        let adopted = theirs["adopted"].as_str().unwrap();
        assert!(mine.span.from.unwrap().to_string().starts_with(adopted), "{}", mine.place);
        assert_eq!(mine.span.until.map(|day| day.to_string()).as_deref(), theirs["expires"].as_str());
    }
}
