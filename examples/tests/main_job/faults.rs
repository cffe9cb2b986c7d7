//! Every fault of input says where it is and what would be right, and shows no text.

use super::*;

const PROFILES: &str =
    "influencer_id,platform,handle,followers\n1,instagram,invented,1500\n2,tiktok,another,900\n";
const HEADER: &str = "post_id,influencer_id,platform,published_at,caption,likes,comments,pinned";
const GOOD: &str = "a,1,instagram,2026-01-01T10:00:00Z,tea,5,1,false";

/// What is wrong, in which file, and what that file holds.
fn cases() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let posts = |row: &str| format!("{HEADER}\n{GOOD}\n{row}\n").into_bytes();
    let post = |published_at: &str, likes: &str, pinned: &str| {
        posts(&format!("b,1,instagram,{published_at},tea,{likes},2,{pinned}"))
    };
    let noon = "2026-01-02T12:00:00Z";
    let json = |row: &str| {
        let good = r#"{"post_id":"a","influencer_id":"1","platform":"instagram","published_at":"2026-01-01T10:00:00Z"}"#;
        format!("{good}\n{row}\n").into_bytes()
    };
    let json_post = |likes: &str| {
        json(&format!(
            r#"{{"post_id":"b","influencer_id":"1","platform":"instagram","published_at":"{noon}","likes":{likes}}}"#
        ))
    };
    let mut invalid = posts("b,1,instagram,2026-01-02T12:00:00Z,");
    invalid.truncate(invalid.len() - 1);
    invalid.extend(b"t\xffa,5,2,false\n");
    vec![
        ("a negative count", "posts.csv", post(noon, "-3", "")),
        ("a fractional count", "posts.csv", post(noon, "2.5", "")),
        ("not a number", "posts.csv", post(noon, "NaN", "")),
        ("not a percentage either", "posts.csv", post(noon, "NaN%", "")),
        ("infinity", "posts.csv", post(noon, "inf", "")),
        ("a count of 2^63", "posts.csv", post(noon, "9223372036854775808", "")),
        ("a text for a count", "posts.csv", post(noon, "Wren Halloway", "")),
        ("a number that can be read in two ways", "posts.csv", post(noon, "1.234", "")),
        ("a time without a zone", "posts.csv", post("2026-01-02T12:00:00", "5", "")),
        ("a time out of range", "posts.csv", post("0000-01-02T12:00:00Z", "5", "")),
        ("a name for a time", "posts.csv", post("Wren Halloway", "5", "")),
        ("a word for a flag", "posts.csv", post(noon, "5", "perhaps")),
        ("an unknown platform", "posts.csv", posts("b,1,myspace,2026-01-02T12:00:00Z,tea,5,2,")),
        ("an empty id", "posts.csv", posts(",1,instagram,2026-01-02T12:00:00Z,tea,5,2,")),
        ("nobody's post", "posts.csv", posts("b,9,instagram,2026-01-02T12:00:00Z,tea,5,2,")),
        ("a post on another platform", "posts.csv", posts("b,1,tiktok,2026-01-02T12:00:00Z,tea,5,2,")),
        (
            "the same id with other content",
            "posts.csv",
            posts("a,1,instagram,2026-01-01T10:00:00Z,tea,6,1,false"),
        ),
        ("a row that is too short", "posts.csv", posts("b,1,instagram")),
        ("bytes that are no UTF-8", "posts.csv", invalid),
        ("an empty file", "posts.csv", Vec::new()),
        ("a missing column", "posts.csv", b"post_id,influencer_id,platform\n".to_vec()),
        ("a column twice", "posts.csv", format!("{HEADER},likes\n").into_bytes()),
        ("broken JSON", "posts.jsonl", json("{\"post_id\": ")),
        ("a list for a count", "posts.jsonl", json_post("[\"Wren\"]")),
        ("an object for a count", "posts.jsonl", json_post("{}")),
        ("a fraction in JSON", "posts.jsonl", json_post("2.5")),
        ("2^64 in JSON", "posts.jsonl", json_post("18446744073709551616")),
        ("no Parquet", "posts.parquet", b"PAR1 it says".to_vec()),
        ("no Arrow", "posts.arrow", b"ARROW1 it says".to_vec()),
        ("an unknown ending", "posts.xlsx", Vec::new()),
        (
            "an unknown country",
            "profiles.csv",
            b"influencer_id,platform,handle,country\n1,instagram,invented,Atlantis\n".to_vec(),
        ),
        (
            "a handle with a space",
            "profiles.csv",
            b"influencer_id,platform,handle\n1,instagram,Wren Halloway\n".to_vec(),
        ),
        (
            "an unknown state",
            "profiles.csv",
            b"influencer_id,platform,handle,states\n1,instagram,invented,angry\n".to_vec(),
        ),
        (
            "one influencer twice",
            "profiles.csv",
            format!("{PROFILES}1,instagram,invented,1501\n").into_bytes(),
        ),
        (
            "an id that no receipt takes",
            "profiles.csv",
            b"influencer_id,platform,handle\na b,instagram,invented\n".to_vec(),
        ),
    ]
}

fn place(name: &str, content: &[u8]) -> Place {
    let mut place = Place::empty();
    place.job.audience = None;
    place.write("profiles.csv", PROFILES);
    place.write("posts.csv", format!("{HEADER}\n"));
    let path = place.write(name, content);
    if name.starts_with("posts") {
        place.job.posts = path;
    }
    place
}

#[test]
fn every_fault_says_this() {
    let said: Vec<String> = cases()
        .into_iter()
        .map(|(what, name, content)| format!("{what}:\n  {}", place(name, &content).fault()))
        .collect();
    insta::assert_snapshot!("faults", said.join("\n"));
}

#[test]
fn no_fault_shows_a_text_of_the_file() {
    for (what, name, content) in cases() {
        let fault = place(name, &content).fault();
        for text in ["Wren", "Halloway", "tea", "invented", "perhaps", "angry", "Atlantis"] {
            assert!(!fault.contains(text), "{what}: {fault}");
        }
    }
}

#[test]
fn rows_at_fault_are_skipped_and_counted_by_reason_where_that_is_asked_for() {
    let bad = "b,1,instagram,2026-01-02T12:00:00Z,tea,-3,2,\n\
               c,1,instagram,2026-01-02T12:00:00Z,tea,-4,2,\n\
               d,9,instagram,2026-01-02T12:00:00Z,tea,5,2,\n\
               a,1,instagram,2026-01-01T10:00:00Z,tea,6,1,false\n\
               e,1,instagram\n\
               f,1,instagram,2026-01-02T12:00:00Z,tea,5,2,true";
    let mut place = place("posts.csv", format!("{HEADER}\n{GOOD}\n{bad}\n").as_bytes());
    place.job.skip_bad_rows = true;
    let summary = place.run().unwrap();
    let reasons: Vec<_> = summary.skipped.reasons().collect();
    assert_eq!(
        reasons,
        [
            ("posts, column \"influencer_id\": NO_PROFILE", 1),
            ("posts, column \"likes\": NEGATIVE_COUNT", 2),
            ("posts, column \"post_id\": CONFLICTING_ROWS", 1),
            ("posts: MALFORMED_ROW", 1),
        ]
    );
    assert_eq!(summary.skipped.rows(), 5);
    let report: serde_json::Value = serde_json::from_str(&place.read("out/report.json")).unwrap();
    assert_eq!(report["reports"][0]["counts"]["posts_read"], 2);
    assert_eq!(report["skipped_rows"]["posts, column \"likes\": NEGATIVE_COUNT"], 2);
}

#[test]
fn faults_of_a_whole_file_are_never_skipped() {
    let whole = [
        "an empty file",
        "a missing column",
        "a column twice",
        "no Parquet",
        "no Arrow",
        "an unknown ending",
    ];
    for (what, name, content) in cases().into_iter().filter(|(what, ..)| whole.contains(what)) {
        let mut place = place(name, &content);
        place.job.skip_bad_rows = true;
        assert!(place.run().is_err(), "{what}");
    }
}

#[test]
fn choices_that_cannot_be_followed_say_why() {
    let read = |entries: &[&str]| {
        Renamed::read(&entries.iter().map(|entry| (*entry).to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(read(&["likes"]).unwrap_err(), "--columns \"likes\" is not of the form name=their_name");
    assert_eq!(read(&["likes=a", "likes=b"]).unwrap_err(), "--columns names \"likes\" twice");
    let mut place = Place::new();
    place.job.renamed = read(&["likes=hearts"]).unwrap();
    assert_eq!(place.fault(), "posts.csv: --columns names \"hearts\", which the file does not have");
    place.job.renamed = Renamed::default();
    place.job.recipient = "Wren Halloway".to_owned();
    assert!(place.fault().starts_with("--recipient: an id of 13 bytes is malformed"), "{}", place.fault());
    place.job.recipient = "brand-1".to_owned();
    place.job.posts = place.path("nowhere.csv");
    assert!(place.fault().starts_with("nowhere.csv: "), "{}", place.fault());
}
