use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

/// What stands in a caption: `#…` and `@…` as they are written, disclosures as `language:label`.
fn read(text: &str, platform: Platform) -> Vec<String> {
    tokens(text, platform)
        .flat_map(|token| {
            let name = token.disclosure().map(|d| format!("{}:{}", d.language, d.label));
            let written = (!matches!(token.kind, TokenKind::Words(_))).then(|| token.text.to_owned());
            written.into_iter().chain(name)
        })
        .collect()
}

fn on_instagram(text: &str) -> Vec<String> {
    read(text, Platform::Instagram)
}

fn languages(text: &str) -> Vec<&'static str> {
    scan(text, Platform::Instagram).disclosures.iter().map(|d| d.disclosure.language).collect()
}

#[test]
fn hashtags_are_letters_marks_digits_underscores_and_emoji() {
    for (text, tags) in [
        ("#one #Two_3 #4ever", vec!["#one", "#Two_3", "#4ever"]),
        ("＃東京 ﹟small", vec!["＃東京", "﹟small"]),
        ("#café #cafe\u{301}", vec!["#café", "#cafe\u{301}"]),
        ("#हिन्दी #ไทย #한국 #العربية #ελληνικά", vec!["#हिन्दी", "#ไทย", "#한국", "#العربية", "#ελληνικά"]),
        ("#می\u{200C}خواهم", vec!["#می\u{200C}خواهم"]),
        (
            "#love\u{2764}\u{FE0F} #🍕 #👩\u{200D}👩\u{200D}👧 #🏴󠁧󠁢󠁥󠁮󠁧󠁿",
            vec!["#love\u{2764}\u{FE0F}", "#🍕", "#👩\u{200D}👩\u{200D}👧", "#🏴󠁧󠁢󠁥󠁮󠁧󠁿"],
        ),
        ("#nike® #wow‼ #self-care #100%", vec!["#nike", "#wow", "#self"]),
        (
            "#col·lecció #スター・ウォーズ #end· #end\u{200D}",
            vec!["#col·lecció", "#スター・ウォーズ", "#end", "#end"],
        ),
        ("(#in) \"#quoted\" .#dot /#slash ##twice", vec!["#in", "#quoted", "#dot", "#slash", "#twice"]),
        ("#one#two@three", vec!["#one", "#two", "@three"]),
        ("今日は#晴れ です", vec!["#晴れ"]),
        ("#1\u{FE0F}\u{20E3} #é", vec!["#1\u{FE0F}\u{20E3}", "#é"]),
    ] {
        assert_eq!(on_instagram(text), tags, "{text}");
    }
}

#[test]
fn what_only_looks_like_a_hashtag_is_none() {
    for text in [
        "#",
        "##",
        "# a",
        "#2026",
        "#1_000",
        "#_",
        "#!",
        "C# and F#",
        "user#tag",
        "user_#tag",
        "a1#tag",
        "&#39; &#x27;",
        "#\u{301}a",
        "#\u{200D}a",
        "#\u{FE0F}\u{20E3}",
        "http://invented.example/#part",
        "https://invented.example#part",
        "www.invented.example/a#part",
        "invented.example/a/b#part",
        "HTTPS://INVENTED.EXAMPLE/?q=#part",
        "#➡",
        "#™",
        "é#a",
    ] {
        let found: Vec<_> = tokens(text, Platform::Instagram).map(|token| token.text.to_owned()).collect();
        let expected: &[&str] = if text == "#➡" { &["#➡"] } else { &[] };
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn a_hashtag_of_more_than_150_characters_is_none() {
    let longest = format!("#{}", "ä".repeat(150));
    assert_eq!(on_instagram(&longest), [longest.as_str()]);
    assert!(on_instagram(&format!("#{}", "ä".repeat(151))).is_empty());
}

#[test]
fn mentions_are_handles_and_signs_of_the_sentence_are_left() {
    for (text, names) in [
        ("@one, @two. @three... (@four) “@five”!", vec!["@one", "@two", "@three", "@four", "@five"]),
        ("＠wide @with.period @under_score_", vec!["＠wide", "@with.period", "@under_score_"]),
        ("@one@two @a..b", vec!["@one", "@two", "@a"]),
        ("写真@photo 사진@foto", vec!["@photo", "@foto"]),
        (".@one -@two /@three", vec!["@one", "@two", "@three"]),
    ] {
        assert_eq!(on_instagram(text), names, "{text}");
    }
    for text in [
        "@",
        "@ a",
        "@.a",
        "me@invented.example",
        "me+tag@invented.example",
        "a-b@invented.example",
        "m_@invented",
        "https://www.tiktok.com/@invented",
        "tiktok.com/@invented",
        "mailto:me@invented.example",
        "é@a",
        "@é",
        &format!("@{}", "a".repeat(31)),
        &format!("@{}.{}", "a".repeat(30), "a"),
    ] {
        assert!(on_instagram(text).is_empty(), "{text}");
    }
    assert_eq!(on_instagram(&format!("@{}. Ok", "a".repeat(30))), [format!("@{}", "a".repeat(30))]);
}

#[test]
fn mentions_follow_the_rules_of_the_platform() {
    let text = "@Ünder-cover· and @ab and @a and @名前";
    assert_eq!(read(text, Platform::YouTube), ["@Ünder-cover", "@名前"]);
    assert_eq!(read(text, Platform::TikTok), ["@ab"]);
    assert_eq!(read("@1234", Platform::TikTok), Vec::<String>::new());
}

#[test]
fn labels_disclose_only_as_whole_hashtags() {
    for text in ["#ad", "#AD", "#Ad.", "＃ＡＤ", "#sponsored", "#paid_partnership", "#PaidPartnership"] {
        assert_eq!(languages(text), ["en"], "{text}");
    }
    for (text, language) in [
        ("#werbung", "de"),
        ("#Anzeige", "de"),
        ("#publicidad", "es"),
        ("#pub", "fr"),
        ("#partenariat", "fr"),
        ("#reklama", "pl"),
        ("#реклама", "sr"),
        ("#広告", "ja"),
        ("#PR", "ja"),
        ("#pr", "ja"),
        ("#협찬", "ko"),
        ("#광고", "ko"),
        ("#pubblicità", "it"),
        ("#pubblicita", "it"),
        ("#publicite\u{301}", "fr"),
        ("#إعلان", "ar"),
        ("#اعلان_مدفوع", "ar"),
    ] {
        assert_eq!(languages(text), [language], "{text}");
    }
    for text in [
        "#adventure",
        "#ads4u",
        "#a_d",
        "#p_r",
        "#madrid",
        "#prague",
        "#publisher",
        "#sponsoredx",
        "what an ad",
        "an ad: hoc",
        "die Werbung war laut",
        "bad: day",
        "#nosponsored",
        "reklama mi nevadí",
    ] {
        assert!(languages(text).is_empty(), "{text}");
    }
}

#[test]
fn labels_disclose_as_whole_words() {
    for (text, language) in [
        ("Paid partnership with @invented", "en"),
        ("PAID  PARTNERSHIP", "en"),
        ("in paid-partnership with", "en"),
        ("Bezahlte Partnerschaft mit", "de"),
        ("Partenariat rémunéré avec", "fr"),
        ("partenariat remunere", "fr"),
        ("Parceria paga com", "pt"),
        ("colaboración pagada", "es"),
        ("Colaboracio\u{301}n pagada", "es"),
        ("płatna współpraca", "pl"),
        ("betaald partnerschap", "nl"),
        ("maksettu kumppanuus", "fi"),
        ("これはタイアップ投稿です", "ja"),
        ("이 영상은 유료광고를", "ko"),
        ("유료 광고 포함", "ko"),
        ("платное партнерство", "ru"),
        ("على شراكة مدفوعة", "ar"),
    ] {
        assert_eq!(languages(text), [language], "{text}");
    }
    for text in [
        "unpaid partnership",
        "paid partnerships",
        "paid\n\n\n\npartnership",
        "prepaid partnership",
        "Bezahlte Partnerschaften",
    ] {
        assert!(languages(text).is_empty(), "{text}");
    }
}

#[test]
fn the_first_word_discloses_where_it_is_set_off() {
    for text in [
        "Ad: new shoes",
        "AD | new",
        "[Ad] new",
        "(Ad) new",
        "Anzeige\nNeu",
        "✨ Werbung ✨".trim_end_matches(" ✨"),
        "Werbung / neu",
        "広告：新商品",
        "[광고] 신상",
    ] {
        assert_eq!(languages(text).len(), 1, "{text}");
    }
    for text in [
        "Ad hoc",
        "Werbung mag ich nicht",
        "New Ad: shoes",
        "#one Ad: shoes",
        "@one Ad: shoes",
        "www.one.example Ad: x",
        "Adverts: x",
        "広告費",
    ] {
        assert!(languages(text).is_empty(), "{text}");
    }
}

#[test]
fn the_longest_label_wins_and_its_place_is_told() {
    let text = "Text: in paid partnership with @invented";
    let found = scan(text, Platform::Instagram).disclosures;
    assert_eq!(found.len(), 1);
    assert_eq!(&text[found[0].range.clone()], "in paid partnership with");
}

#[test]
fn a_caption_names_each_hashtag_and_account_once() {
    let caption = scan("#One @a #two #ONE @A", Platform::Instagram);
    let tags: Vec<_> = caption.hashtags.iter().map(Hashtag::as_str).collect();
    assert_eq!(tags, ["One", "two"]);
    assert_eq!(caption.mentions.len(), 1);
    assert_eq!(scan("", Platform::TikTok), Caption::default());
}

#[test]
fn every_label_is_recognised_as_what_it_says() {
    for label in Disclosure::all() {
        assert!(label.language.parse::<crate::model::Language>().is_ok(), "{}", label.language);
        let text = match label.form {
            Form::Hashtag => format!("x #{} x", label.label),
            Form::Words => format!("x {} x", label.label),
            Form::Opening => format!("{}: x", label.label),
        };
        let found = scan(&text, Platform::YouTube).disclosures;
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].disclosure, label, "{text}");
    }
}

/// Texts that would take quadratic time if any part of them were read again and again.
#[test]
fn a_caption_of_a_million_characters_is_read_in_time() {
    for part in [
        "a",
        "#",
        "@",
        "#1",
        "a.",
        "#a",
        "@a",
        "&",
        "paid ",
        "p",
        "http://",
        "www.",
        "#a\u{200D}",
        "#·",
        "ad: ",
        "広告",
        "@a.",
        "é",
        "\u{301}",
        "paid\n",
        "@é",
        " ",
        "#👩\u{200D}",
    ] {
        let text = part.repeat(1_000_000 / part.chars().count());
        let start = Instant::now();
        let found = tokens(&text, Platform::YouTube).count();
        assert!(found <= text.len());
        let taken = start.elapsed();
        assert!(taken < Duration::from_secs(10), "{part:?} took {taken:?}");
    }
}

proptest! {
    #[test]
    fn ranges_lie_in_order_on_character_boundaries(text in "(\\PC|[#@. a-z\u{301}\u{200D}\u{FE0F}\n＃]|#ad|@ab|paid partnership|http://a|広告){0,24}") {
        for platform in Platform::ALL {
            let mut end = 0;
            for token in tokens(&text, *platform) {
                prop_assert!(token.range.start >= end && token.range.end > token.range.start);
                prop_assert_eq!(text.get(token.range.clone()), Some(token.text));
                end = token.range.end;
                match token.kind {
                    TokenKind::Hashtag(_) => prop_assert!(Hashtag::new(token.text).is_ok()),
                    TokenKind::Mention => prop_assert!(Handle::new(*platform, token.text).is_ok()),
                    TokenKind::Words(_) => {}
                }
            }
            scan(&text, *platform);
        }
    }

    #[test]
    fn any_string_at_all_is_read(text in any::<String>()) {
        scan(&text, Platform::Instagram);
    }

    #[test]
    fn a_hashtag_survives_being_written(text in "[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}_·\u{200D}🍕]{0,20}") {
        if let Ok(tag) = Hashtag::new(&text) {
            prop_assert_eq!(&tag.to_string().parse::<Hashtag>().unwrap(), &tag);
            prop_assert_eq!(tag.to_string(), format!("#{text}"));
        }
    }
}
