//! The page: complete, in order, and safe with whatever strangers wrote.

use super::*;

/// The names of the elements in the order in which they begin and end; the page has no text with angle brackets, so
/// that a bracket is a tag.
fn tags(page: &str) -> Vec<&str> {
    let style = page.find("<style>").unwrap()..page.find("</style>").unwrap();
    let pieces = page.match_indices('<').filter(|(at, _)| *at <= style.start || *at >= style.end);
    pieces
        .map(|(at, _)| {
            let tag = &page[at + 1..];
            let end = tag.find(|c: char| c.is_whitespace() || c == '>').unwrap();
            &tag[..end]
        })
        .collect()
}

#[test]
fn every_element_is_closed_where_it_was_opened() {
    let page = html(&Invented::new().report());
    let mut open: Vec<&str> = Vec::new();
    for tag in tags(&page) {
        let void = ["!doctype", "meta", "link", "rect", "path", "circle"];
        if void.contains(&tag) {
            continue;
        }
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name)),
            None => open.push(tag),
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn there_is_one_first_heading_and_sections_have_second_ones() {
    let page = html(&Invented::new().report());
    let headings: Vec<&str> = tags(&page)
        .into_iter()
        .filter(|tag| tag.len() == 2 && tag.starts_with('h') && *tag != "hr")
        .collect();
    assert_eq!(headings.iter().filter(|tag| **tag == "h1").count(), 1);
    assert_eq!(headings.first(), Some(&"h1"));
    assert!(headings.iter().skip(1).all(|tag| *tag == "h2") && headings.len() > 10, "{headings:?}");
}

#[test]
fn every_chart_has_a_description_and_a_table() {
    let page = html(&Invented::new().report());
    let count = |what: &str| page.matches(what).count();
    assert_eq!(count("<svg "), ChartKind::SINGLE.len());
    assert_eq!(count("<desc "), count("<svg "));
    assert_eq!(count("<figure>"), count("<svg "));
    assert_eq!(count("as a table</summary>"), count("<svg "));
    assert_eq!(count("<table>"), count("<caption "));
}

#[test]
fn every_id_is_there_once_and_every_reference_leads_to_one() {
    let page = html(&Invented::new().report());
    let named = |mark: &str| -> Vec<String> {
        let pieces = page.split(mark).skip(1);
        pieces.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    };
    let ids = named(" id=\"");
    let distinct: std::collections::BTreeSet<&String> = ids.iter().collect();
    assert_eq!(distinct.len(), ids.len());
    let labelled = named("aria-labelledby=\"");
    let labels = labelled.iter().flat_map(|list| list.split(' ').map(str::to_owned));
    let referred: Vec<String> = named(" href=\"#").into_iter().chain(labels).collect();
    for reference in referred {
        assert!(ids.contains(&reference), "{reference}");
    }
}

#[test]
fn what_strangers_wrote_is_text_and_nothing_else() {
    let mut report = Invented::new().report();
    let hostile =
        "</title></style><script>alert(1)</script>\u{202e}\"'><img src=x onerror=alert(1)>\u{7}&lt;";
    report.identity.handle = hostile.to_owned();
    report.identity.full_name = Some(hostile.to_owned());
    report.identity.bio = Some(hostile.to_owned());
    report.identity.category = Some(hostile.to_owned());
    report.identity.url = Some(
        "https://example.org/\"onmouseover=\"alert(1)"
            .parse()
            .unwrap_or_else(|_| "https://example.org/'x".parse().unwrap()),
    );
    for post in report.content.top.iter_mut().chain(&mut report.content.sponsored) {
        post.caption = Some(hostile.to_owned());
    }
    for share in
        report.audience.iter_mut().flat_map(|sample| &mut sample.breakdowns).flat_map(|part| &mut part.shares)
    {
        share.categories.iter_mut().for_each(|category| *category = hostile.into());
    }
    for period in &mut report.history.periods {
        period.period = hostile.to_owned();
    }
    let page = html(&report);
    assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("\"onmouseover"));
    assert!(!page.contains('\u{202e}') && !page.contains('\u{7}'));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert_eq!(page.matches("<style>").count(), 1);
    assert_eq!(page.matches("</title>").count(), 1 + page.matches("<svg ").count());
}

#[test]
fn nothing_is_fetched() {
    let page = html(&Invented::new().report());
    for mark in [" src=", "url(", "@import", "<iframe", "<object", "srcset", "<script"] {
        assert!(!page.contains(mark), "{mark}");
    }
    // The profile may be followed to; nothing else leads out.
    let out = page.matches("https://").count();
    assert_eq!(out, page.matches("<a href=\"https://www.instagram.com/invented.person/\"").count());
}

#[test]
fn a_report_of_reasons_is_a_page_too() {
    let invented = Invented::new();
    let held = report(&Input::new(&invented.profile, &[], noon()), &ReportOptions::default()).unwrap();
    let page = html(&open(&held));
    assert!(!page.contains("<svg ") && page.contains("there is nothing to compute from"));
}
