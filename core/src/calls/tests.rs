//! The vectors of every plain function, read as Python and Node read them.

mod shipped;

use std::path::Path;

use serde_json::Value;

use super::*;

/// All cases of all files below `tests/vectors/calls`, with where they stand.
fn cases() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/calls");
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

#[test]
fn every_vector_gives_what_it_says_to_the_bit() {
    let cases = cases();
    assert!(cases.len() > 60, "only {} vectors", cases.len());
    for (place, case) in &cases {
        let name = case["when"]["call"].as_str().unwrap();
        match (call(name, &case["given"]), &case["then"]) {
            (Ok(ours), then) => assert_eq!(&ours, then, "{place}"),
            (Err(error), then) => assert_eq!(Some(error.code()), then["error"].as_str(), "{place}: {error}"),
        }
    }
}

#[test]
fn every_function_has_vectors_that_pass_and_one_that_fails() {
    let cases = cases();
    for name in names() {
        let of_name = || cases.iter().filter(|(_, case)| case["when"]["call"] == name).map(|(_, case)| case);
        assert!(
            of_name().any(|case| case["then"].get("error").is_none()),
            "{name} has no vector that passes"
        );
        assert!(of_name().any(|case| case["then"].get("error").is_some()), "{name} has no vector that fails");
    }
}

#[test]
fn names_are_sorted_and_an_unknown_one_is_an_error() {
    assert!(names().is_sorted());
    assert_eq!(call("nothing", &Value::Null).unwrap_err().code(), "UNKNOWN_CALL");
    for name in names() {
        // A function that takes one record says what belongs there in the model's words.
        let code = call(name, &Value::Null).unwrap_err().code();
        assert!(["MALFORMED_ARGUMENTS", "WRONG_TYPE"].contains(&code), "{name}: {code}");
    }
}

#[test]
fn an_error_does_not_quote_text_that_may_be_about_a_person() {
    let given =
        serde_json::json!({ "id": "i1", "platform": "instagram", "handle": "a", "verified": "Jane \"Doe\"" });
    let error = call("read_profile", &given).unwrap_err().to_string();
    assert!(!error.contains("Jane") && !error.contains("Doe"), "{error}");
    assert!(error.contains("true or false"), "{error}");
    let given = serde_json::json!({ "posts": [], "options": { "basis": "Jane `Doe`, expected" } });
    let error = call("account_engagement", &given).unwrap_err().to_string();
    assert!(!error.contains("Jane") && error.contains("expected one of `followers`, `reach`"), "{error}");
}

#[test]
fn the_category_of_credibility_is_that_of_the_gate() {
    assert_eq!(crate::credibility::CATEGORY, crate::privacy::category::CREDIBILITY.as_str());
}
