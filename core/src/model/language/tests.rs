use super::*;

fn read(text: &str) -> String {
    text.parse::<Language>().unwrap().to_string()
}

fn suggested(text: &str) -> Option<String> {
    match text.parse::<Language>().unwrap_err() {
        Error::UnknownLanguage { suggestion, .. } => suggestion,
        other => panic!("{other}"),
    }
}

#[test]
fn tags_are_brought_to_canonical_form() {
    for (given, canonical) in [
        ("en", "en"),
        ("EN-us", "en-US"),
        ("eng", "en"),
        ("ger", "de"),
        ("deu-AT", "de-AT"),
        ("iw", "he"),
        ("in", "id"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("fil", "fil"),
        ("yue", "yue"),
        ("sr-latn", "sr-Latn"),
        ("de-1996", "de-1996"),
    ] {
        assert_eq!(read(given), canonical);
        assert_eq!(read(canonical), canonical);
    }
}

#[test]
fn what_is_not_registered_is_refused() {
    for text in
        ["", "e", "xx", "english", "qqq", "en-Abcd", "en-ZZ", "en_US", "en-", "-en", "en us", "日本語"]
    {
        assert!(text.parse::<Language>().is_err(), "{text}");
    }
    assert!("a".repeat(1_000_000).parse::<Language>().is_err());
}

#[test]
fn a_wrong_tag_brings_a_suggestion() {
    assert_eq!(suggested("en_US").as_deref(), Some("en-US"));
    assert_eq!(suggested("Portuguese").as_deref(), Some("pt"));
    assert_eq!(suggested("xx"), None);
}

#[test]
fn the_tables_are_sorted() {
    assert!(TWO.is_sorted_by(|a, b| a.0 < b.0));
    assert!(PREFERRED.is_sorted_by(|a, b| a.0 < b.0));
    assert!(SCRIPTS.is_sorted_by(|a, b| a < b));
    let three: u32 = THREE.iter().map(|bits| bits.count_ones()).sum();
    assert!(three > 7000, "{three}");
}
