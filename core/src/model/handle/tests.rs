use proptest::prelude::*;

use super::*;

fn code(platform: Platform, text: &str) -> &'static str {
    Handle::parse(platform, text).unwrap_err().code()
}

#[test]
fn instagram_allows_single_periods_inside_and_nothing_beyond_ascii() {
    for name in ["a", "invented.person", "_a_", "9", "a.b.c", &"a".repeat(30)] {
        assert_eq!(Handle::new(Platform::Instagram, name).unwrap().as_str(), name);
    }
    for name in [".a", "a.", "a..b", ".", "a-b", "a b", "ä", "a·b", "a\nb", "名前"] {
        assert_eq!(code(Platform::Instagram, name), "HANDLE_CHARACTER", "{name}");
    }
    assert_eq!(code(Platform::Instagram, ""), "HANDLE_LENGTH");
    assert_eq!(code(Platform::Instagram, "@"), "HANDLE_LENGTH");
    assert_eq!(code(Platform::Instagram, &"a".repeat(31)), "HANDLE_LENGTH");
    assert_eq!(code(Platform::Instagram, &"a".repeat(5_000_000)), "HANDLE_LENGTH");
}

#[test]
fn tiktok_refuses_a_period_at_the_end_and_digits_alone() {
    for name in ["ab", ".ab", "a..b", "user1234567890", &"a".repeat(24)] {
        assert_eq!(Handle::new(Platform::TikTok, name).unwrap().as_str(), name);
    }
    for name in ["ab.", "1234", "a-b", "ünd"] {
        assert_eq!(code(Platform::TikTok, name), "HANDLE_CHARACTER", "{name}");
    }
    for name in ["a", &"a".repeat(25)] {
        assert_eq!(code(Platform::TikTok, name), "HANDLE_LENGTH");
    }
}

#[test]
fn youtube_allows_letters_of_any_script_and_signs_inside() {
    for name in
        ["Invented", "a-b", "a·b.c_d", "Müller", "изобретение", "ユーザー", "हिन्दी", "שלום2026", "가나", "名"]
    {
        assert_eq!(Handle::new(Platform::YouTube, name).unwrap().as_str(), name);
    }
    for name in [".ab", "ab·", "·ab", "a b", "ab!", "abc\u{202E}", "שלוםabc", "-\u{301}ab", "a👍b"] {
        assert_eq!(code(Platform::YouTube, name), "HANDLE_CHARACTER", "{name}");
    }
    assert_eq!(code(Platform::YouTube, "ab"), "HANDLE_LENGTH");
    assert_eq!(code(Platform::YouTube, "да"), "HANDLE_LENGTH");
}

#[test]
fn addresses_of_profiles_are_read_and_others_refused() {
    for (platform, text, name) in [
        (Platform::Instagram, "https://www.instagram.com/Invented.Person/?hl=en", "invented.person"),
        (Platform::Instagram, "instagram.com/invented", "invented"),
        (Platform::Instagram, "  @invented ", "invented"),
        (Platform::TikTok, "HTTPS://M.TIKTOK.COM/@Invented/video/123", "invented"),
        (Platform::YouTube, "https://youtube.com/@Invented#about", "Invented"),
        (Platform::YouTube, "https://www.youtube.com/@%E5%90%8D%E5%89%8D", "名前"),
    ] {
        assert_eq!(Handle::parse(platform, text).unwrap().as_str(), name);
    }
    for (platform, text) in [
        (Platform::Instagram, "https://www.instagram.com/p/abc/"),
        (Platform::Instagram, "https://www.instagram.com/"),
        (Platform::Instagram, "https://www.instagram.com.evil.example/invented"),
        (Platform::Instagram, "https://www.tiktok.com/@invented"),
        (Platform::TikTok, "https://www.tiktok.com/invented"),
        (Platform::YouTube, "https://www.youtube.com/channel/UC123"),
        (Platform::YouTube, "https://www.youtube.com/@%FF"),
        (Platform::YouTube, "https://www.youtube.com/@%4"),
    ] {
        assert_eq!(code(platform, text), "NOT_A_PROFILE", "{text}");
    }
    assert_eq!(Handle::from_url("invented").unwrap_err().code(), "NOT_A_PROFILE");
}

#[test]
fn handles_compare_without_regard_to_capitals_and_width() {
    let one = Handle::new(Platform::YouTube, "Straße").unwrap();
    let other = Handle::new(Platform::YouTube, "ＳＴＲＡＳＳＥ").unwrap();
    assert_eq!(one, other);
    assert_ne!(one, Handle::new(Platform::YouTube, "Strase").unwrap());
    let here = Handle::new(Platform::Instagram, "invented").unwrap();
    assert_ne!(here, Handle::new(Platform::TikTok, "invented").unwrap());
}

#[test]
fn look_alikes_are_told_apart_and_recognised() {
    let real = Handle::new(Platform::Instagram, "invented_l1ly").unwrap();
    let fake = Handle::new(Platform::Instagram, "invented_1lly").unwrap();
    assert_ne!(real, fake);
    assert!(real.is_confusable_with(&fake));
    assert!(!real.is_confusable_with(&Handle::new(Platform::Instagram, "invented_lena").unwrap()));
}

#[test]
fn neither_debug_nor_errors_show_a_handle() {
    let handle = Handle::new(Platform::YouTube, "Geheimnis").unwrap();
    assert_eq!(format!("{handle:?}"), "Handle(youtube, 9 characters)");
    for platform in Platform::ALL {
        for text in ["geheim nis", "geheimnis!", "https://geheimnis.example/x", &"geheim".repeat(90)] {
            let error = Handle::parse(*platform, text).unwrap_err();
            assert!(!format!("{error} {error:?}").to_lowercase().contains("geheim"), "{error}");
        }
    }
}

#[test]
fn the_address_of_a_handle_leads_back_to_it() {
    for platform in Platform::ALL {
        let handle = Handle::new(*platform, "invented_person").unwrap();
        assert_eq!(handle.url().parse::<Handle>().unwrap(), handle);
    }
}

proptest! {
    #[test]
    fn no_text_panics_and_what_is_a_handle_survives_being_written(text in "\\PC{0,40}") {
        for platform in Platform::ALL {
            if let Ok(handle) = Handle::parse(*platform, &text) {
                prop_assert_eq!(&Handle::parse(*platform, &handle.to_string()).unwrap(), &handle);
                prop_assert_eq!(handle.to_string(), Handle::new(*platform, handle.as_str()).unwrap().to_string());
                let json = serde_json::to_string(&handle).unwrap();
                prop_assert_eq!(serde_json::from_str::<Handle>(&json).unwrap(), handle);
            }
        }
    }

    #[test]
    fn plausible_youtube_handles_survive_being_written(text in "[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}·._-]{1,12}[\\p{L}\\p{N}]") {
        if let Ok(handle) = Handle::new(Platform::YouTube, &text) {
            prop_assert_eq!(&Handle::new(Platform::YouTube, handle.as_str()).unwrap(), &handle);
            let skeleton = handle.skeleton();
            prop_assert!(!skeleton.is_empty());
        }
    }
}
