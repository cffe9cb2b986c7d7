//! The two forms of a report: JSON, and a table for a terminal.

use super::text::{TextOptions, text};
use super::*;

#[test]
fn the_json_form_is_this() {
    insta::assert_json_snapshot!("json", Invented::new().report());
}

#[test]
fn the_json_form_reads_back_to_the_same_report() {
    let invented = Invented::new();
    let sparse = report(&Input::new(&invented.profile, &[], noon()), &ReportOptions::default()).unwrap();
    for report in [invented.report(), open(&sparse)] {
        let written = serde_json::to_string(&report).unwrap();
        let read: Report = serde_json::from_str(&written).unwrap();
        assert_eq!(read, report);
        assert_eq!(serde_json::to_string(&read).unwrap(), written);
    }
}

#[test]
fn the_table_is_this() {
    insta::assert_snapshot!("table", text(&Invented::new().report(), &TextOptions::default()));
}

#[test]
fn the_narrow_table_is_this() {
    let options = TextOptions { width: 56, styled: false };
    insta::assert_snapshot!("narrow_table", text(&Invented::new().report(), &options));
}

#[test]
fn no_line_is_wider_than_the_terminal_and_only_a_styled_table_has_escapes() {
    let report = Invented::new().report();
    for width in [0, 40, 57, 80, 200] {
        let plain = text(&report, &TextOptions { width, styled: false });
        let widest = plain.lines().map(unicode_width::UnicodeWidthStr::width).max();
        assert!(widest <= Some(width.max(40)), "{width}: {widest:?}");
        assert!(!plain.contains('\u{1b}'));
    }
    let styled = text(&report, &TextOptions { width: 100, styled: true });
    let headings = styled.lines().filter(|line| line.contains('\u{1b}'));
    assert!(headings.clone().all(|line| line.starts_with("\u{1b}[1m") && line.ends_with("\u{1b}[0m")));
    assert!(headings.count() > 5);
}
