//! What is written, and what is not.

use super::*;

#[test]
fn reports_and_receipts_belong_together_and_who_is_not_shown_is_not_named() {
    let mut place = Place::new();
    let tables = tables(11, 30).unwrap();
    place.write("profiles.csv", &tables.profiles);
    place.write("posts.csv", &tables.posts);
    place.job.audience = None;
    let summary = place.run().unwrap();
    assert_eq!(summary.shown, 27);
    assert_eq!(summary.denied.values().sum::<u64>(), 3);

    let written = place.read("out/report.json");
    let report: serde_json::Value = serde_json::from_str(&written).unwrap();
    assert_eq!(report["reports"].as_array().unwrap().len(), 27);
    assert_eq!(report["denied"]["the subject objected"], 1);
    let receipts = place.read("out/receipts.jsonl");
    let subjects: Vec<String> = receipts
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).unwrap()["subject"].as_str().unwrap().to_owned()
        })
        .collect();
    let shown: Vec<&str> = report["reports"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["identity"]["id"].as_str().unwrap())
        .collect();
    assert_eq!(subjects, shown);
    for denied in ["inf-0013", "inf-0020", "inf-0026"] {
        assert!(!written.contains(denied) && !receipts.contains(denied));
        assert!(!summary.to_string().contains(denied) && !summary.printed.concat().contains(denied));
    }
    let first: renown::report::Report = serde_json::from_value(report["reports"][0].clone()).unwrap();
    assert!(first.engagement.peers.known().is_some());
}

#[test]
fn however_little_is_in_memory_at_a_time_the_bytes_are_the_same() {
    let mut place = Place::new();
    place.run().unwrap();
    let whole = (place.read("out/report.json"), place.read("out/receipts.jsonl"));
    for shelf_bytes in [1, 20_000, 60_000] {
        place.job.shelf_bytes = shelf_bytes;
        place.run().unwrap();
        assert!((place.read("out/report.json"), place.read("out/receipts.jsonl")) == whole, "{shelf_bytes}");
    }
    assert_eq!(names_in(&place.path("out")), ["receipts.jsonl", "report.json"]);
}

#[test]
fn a_job_that_fails_leaves_the_older_files_as_they_were_and_no_others() {
    let place = Place::new();
    place.run().unwrap();
    let before = (place.read("out/report.json"), place.read("out/receipts.jsonl"));
    let posts = place.read("posts.csv");
    place.write("posts.csv", format!("{posts}broken"));
    place.run().unwrap_err();
    assert!((place.read("out/report.json"), place.read("out/receipts.jsonl")) == before);
    assert_eq!(names_in(&place.path("out")), ["receipts.jsonl", "report.json"]);
}

#[test]
fn where_nothing_can_be_written_the_error_says_so() {
    let mut place = Place::new();
    place.job.out = place.write("occupied", "");
    assert!(place.fault().starts_with("occupied cannot be written: "), "{}", place.fault());
    assert_eq!(place.read("occupied"), "");
}

#[test]
fn a_report_that_cannot_take_its_place_leaves_nothing_half_written() {
    let place = Place::new();
    std::fs::create_dir_all(place.path("out/report.json/occupied")).unwrap();
    assert!(place.fault().contains("report.json cannot be written"), "{}", place.fault());
    assert!(names_in(&place.path("out")).iter().all(|name| !name.starts_with('.')));
}

#[test]
fn the_order_of_the_rows_changes_no_report() {
    let place = Place::new();
    place.run().unwrap();
    let expected = place.read("out/report.json");
    for name in ["posts.csv", "audience.csv"] {
        // No cell of the invented tables has a line break in it.
        let table = place.read(name);
        let (header, rows) = table.split_once('\n').unwrap();
        let reversed: Vec<&str> = rows.lines().rev().collect();
        place.write(name, format!("{header}\n{}\n", reversed.join("\n")));
    }
    place.run().unwrap();
    assert!(place.read("out/report.json") == expected);
}

#[test]
fn a_row_that_comes_again_counts_once() {
    let place = Place::new();
    place.run().unwrap();
    let expected = place.read("out/report.json");
    for name in ["profiles.csv", "posts.csv", "audience.csv"] {
        let table = place.read(name);
        place.write(name, format!("{table}{}\n", table.lines().nth(2).unwrap()));
    }
    place.run().unwrap();
    assert!(place.read("out/report.json") == expected);
}
