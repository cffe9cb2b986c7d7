//! The shipped documents read; errors say the line and the key; every lint finds its fault.

use chrono::{DateTime, Utc};

use super::*;

fn now() -> DateTime<Utc> {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

fn minimal() -> &'static str {
    Policy::shipped_text("minimal").unwrap()
}

/// The codes of the lints of the minimal policy with one text replaced by another.
fn found(from: &str, to: &str) -> Vec<&'static str> {
    assert!(minimal().contains(from), "{from}");
    let policy = Policy::from_toml(&minimal().replace(from, to)).unwrap();
    policy.lint(now()).into_iter().map(|lint| lint.code).collect()
}

#[test]
fn the_shipped_policies_read_and_the_minimal_one_has_nothing_to_complain_about() {
    for name in ["influencer-marketing", "minimal"] {
        let policy = Policy::shipped(name).unwrap();
        assert_eq!(policy.identity().name, name);
        assert!(policy.lint(now()).iter().all(|lint| lint.severity == Severity::Warning), "{name}");
    }
    assert_eq!(Policy::shipped("minimal").unwrap().lint(now()), []);
    assert_eq!(Policy::shipped("maximal").unwrap_err().code(), "UNKNOWN_POLICY");
}

#[test]
fn every_lint_finds_its_fault() {
    let basis = "basis = \"legitimate_interests\"\n";
    assert_eq!(found(basis, ""), ["PURPOSE_WITHOUT_BASIS"]);
    assert_eq!(found("ttl_days = 30", ""), ["CATEGORY_WITHOUT_TTL"]);
    let text = "[[basis_text]]\nsection = \"s\"\nabout = \"usage.consumption\"\nnames = \"user.registration\"\nbasis = \"consent\"\n";
    assert_eq!(found("[limits]", &format!("{text}[limits]")), ["BASIS_OF_ANOTHER_CATEGORY"]);
    let acceptance = "[acceptance]\nactivates = [\"influencer_search\"]\n[limits]";
    assert_eq!(found("[limits]", acceptance), ["CONSENT_BY_ACCEPTANCE"]);
    let right = "[[right]]\nkey = \"gdpr.portability\"\ncategories = [\"influencer\"]\n[limits]";
    assert_eq!(found("[limits]", right), ["RIGHT_ON_WRONG_BASIS"]);
    assert_eq!(found("tools = [\"adequacy\", \"standard_clauses\"]", ""), ["TRANSFER_WITHOUT_TOOL"]);
    assert_eq!(found("[transfers]", "[transfers]\ncarve_out = \"promise\""), ["TRANSFER_WITHOUT_TOOL"]);
    let timer = |rest: &str| format!("[[timer]]\nclock = \"gdpr.answer\"\n{rest}\n[limits]");
    let reading = "reading = \"regulation_1182_71\"";
    assert_eq!(found("[limits]", &timer(reading)), ["TIMER_WITHOUT_REGIME"]);
    let late = "regime = \"gdpr\"\nreading = \"day_after_receipt\"";
    assert_eq!(found("[limits]", &timer(late)), ["LATER_THAN_STATUTE"]);
    let unknown = "regime = \"gdpr\"\nreading = \"whenever\"";
    assert_eq!(found("[limits]", &timer(unknown)), ["UNKNOWN_READING"]);
    assert_eq!(found("reviewed = 2026-01-01", "reviewed = 2025-02-28"), ["REVIEW_OVERDUE"]);
    assert_eq!(found("contact = \"privacy@example.com\"", ""), ["CONTROLLER_WITHOUT_CONTACT"]);
    assert_eq!(found("place = \"IE\"", "place = \"IL\""), ["NO_REPRESENTATIVE"]);
    assert_eq!(found("change = \"first\"", "change = \"new_purpose\""), ["CHANGE_NEEDS_NOTICE"]);
    let adm = "key = \"influencer_search\"\nautomated_decision = true";
    assert_eq!(found("key = \"influencer_search\"", adm), ["AUTOMATED_DECISION"]);
    let open = "[[open]]\nkey = \"limits.min_followers\"\nquestion = \"how many?\"\n[limits]";
    assert_eq!(found("[limits]", open), ["OPEN_QUESTION"]);
}

#[test]
fn an_error_says_the_line_and_the_key() {
    let error = |from: &str, to: &str| {
        assert!(minimal().contains(from), "{from}");
        let text = minimal().replacen(from, to, 1);
        let at = minimal().split(from).next().unwrap().matches('\n').count() + 1;
        let error = Policy::from_toml(&text).unwrap_err();
        let Error::MalformedPolicy { line, key, what } = error else { panic!("{error}") };
        (line.abs_diff(at) <= 1, key, what)
    };
    for (from, to, key) in [
        ("sells = false\n", "", "[declares]"),
        ("min_followers = 1000", "min_followers = -1", "[limits] min_followers"),
        ("platforms = [\"instagram\"", "platforms = [\"pigeon_post\"", "[limits] platforms"),
        ("place = \"IE\"", "place = \"XX\"", "[controller] place"),
        ("purposes = [\"influencer_search\"]", "purposes = [\"mind_reading\"]", "category.purposes"),
        ("purposes = [\"influencer_search\"]", "purposes = [\"survey\"]", "category.purposes"),
        ("key = \"influencer\"\n", "key = \"influencer.shoe_size\"\n", "category.key"),
        ("role = \"influencer\"", "rolle = \"influencer\"", "collect.when.rolle"),
        ("role = \"influencer\"", "role = \"astronaut\"", "collect.when.role"),
        ("outcome = \"permit\"", "outcome = \"maybe\"", "[[rule]] outcome"),
        ("obligations = [\"log\", \"meter\"]", "obligations = [\"sing\"]", "search"),
        ("cites = [\"policy 1\", \"gdpr 6(1)(f)\"]", "cites = []", "collect"),
        ("cites = [\"policy 1\", \"gdpr 6(1)(f)\"]", "cites = [\"hearsay 1\"]", "collect"),
        ("id = \"search\"", "id = \"collect\"", "collect"),
        ("id = \"search\"", "id = \"erased\"", "erased"),
    ] {
        let (near, found, what) = error(from, to);
        assert!(near, "{from}: another line: {found}: {what}");
        assert_eq!(found, key, "{from}: {what}");
    }
}

#[test]
fn a_policy_that_contradicts_itself_is_refused_where_it_does() {
    let more = |text: &str| {
        let whole = format!("{}\n{text}\n", minimal());
        let Error::MalformedPolicy { line, key, .. } = Policy::from_toml(&whole).unwrap_err() else {
            panic!()
        };
        assert!(line > minimal().matches('\n').count(), "{key}: line {line}");
        key
    };
    let purpose = "[[purpose]]\nkey = \"influencer_search\"\nbasis = \"consent\"";
    assert_eq!(more(purpose), "purpose.key");
    assert_eq!(
        more("[[category]]\nkey = \"influencer\"\npurposes = []\nsources = []\nttl_days = 9"),
        "category.key"
    );
    let documents = |one: &str, two: &str| {
        more(&format!(
            "[[document]]\nname = \"{one}\"\nprecedence = 7\n[[document]]\nname = \"{two}\"\nprecedence = 7"
        ))
    };
    assert_eq!(documents("a", "a"), "document.name");
    assert_eq!(documents("a", "b"), "document.precedence");
    let version = |version: &str| format!("[[version]]\nversion = \"{version}\"\npurposes = []");
    assert_eq!(more(&format!("{}\n{}", version("0.1"), version("0.1"))), "version.version");
    let own = Policy::from_toml(minimal()).unwrap().identity().version;
    assert_eq!(more(&version(&own)), "version.version");
}

#[test]
fn what_a_policy_does_not_declare_is_no_default() {
    for key in ["sells", "shares", "data_broker"] {
        let text = minimal().replace(&format!("{key} = false\n"), "");
        let message = Policy::from_toml(&text).unwrap_err().to_string();
        assert!(message.contains(key), "{message}");
    }
}

#[test]
fn a_hash_follows_every_byte_and_the_law_has_one_of_its_own() {
    let one = Policy::from_toml(minimal()).unwrap().identity();
    let other = Policy::from_toml(&format!("{}\n", minimal())).unwrap().identity();
    assert_ne!(one.hash, other.hash);
    assert_eq!(one.rules_hash, other.rules_hash);
}

#[test]
fn the_version_of_a_day_and_of_a_hash_is_found() {
    let later = minimal().replace("effective = 2026-01-01", "effective = 2026-02-01");
    let read = |text: &str| Policy::from_toml(text).unwrap();
    let versions = Policies::new(vec![read(&later), read(minimal())]);
    let at = |day: &str| versions.at(day.parse().unwrap()).map(|policy| policy.identity().hash);
    assert_eq!(at("2026-01-31").unwrap(), read(minimal()).identity().hash);
    assert_eq!(at("2026-02-01").unwrap(), read(&later).identity().hash);
    assert_eq!(at("2025-12-31").unwrap_err().code(), "NO_POLICY_AT");
    assert!(versions.of_hash(&at("2026-02-01").unwrap()).is_some());
    assert!(versions.of_hash("0").is_none());
}
