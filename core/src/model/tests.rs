//! The types of the model as data: what is refused, and that what is written is read back as it was.

use super::*;

/// The message with which a record is refused: the same from serde and from [`Record`].
fn refused<T: serde::de::DeserializeOwned + Record + std::fmt::Debug>(json: &str) -> String {
    let by_serde = serde_json::from_str::<T>(json).unwrap_err().to_string();
    let own = T::from_json(json).unwrap_err();
    assert_eq!(T::from_value(serde_json::from_str(json).unwrap()).unwrap_err().code(), own.code());
    // serde_json adds line and column.
    let message = by_serde.split(" at line ").next().unwrap_or_default().to_owned();
    assert!(own.to_string().starts_with(&message), "{own} is not {message}");
    message
}

fn post(extra: &str) -> String {
    format!(
        r#"{{"id":"1","influencer_id":4711,"platform":"instagram","published_at":"2026-01-31T10:00:00Z"{extra}}}"#
    )
}

fn there_and_back<T>(json: &str) -> T
where
    T: serde::de::DeserializeOwned + serde::Serialize + PartialEq + std::fmt::Debug,
{
    let value: T = serde_json::from_str(json).unwrap();
    let written = serde_json::to_string(&value).unwrap();
    assert_eq!(serde_json::from_str::<T>(&written).unwrap(), value);
    assert_eq!(serde_json::to_string(&serde_json::from_str::<T>(&written).unwrap()).unwrap(), written);
    value
}

#[test]
fn a_post_is_read_and_written() {
    let json = post(
        r##","kind":"reel","url":"https://www.instagram.com/p/x/","likes":12,"comments":0,"shares":null,"views":3.0,
        "caption":"Hallo @invented #Werbung #Welt #welt","pinned":true,"brands":["Invented Shoes"],
        "followers_at_post":900,"collected_at":"2026-02-02T00:00:00+01:00""##,
    );
    let post: Post = there_and_back(&json);
    assert_eq!(post.counts().likes, Some(12));
    assert_eq!(post.counts().comments, Some(0));
    assert_eq!(post.counts().shares, None);
    assert_eq!(post.counts().views, Some(3));
    assert_eq!(post.hashtags().len(), 2);
    assert_eq!(post.mentions().len(), 1);
    assert!(post.sponsored() && post.discloses() && post.declared_sponsored().is_none());
    assert_eq!(post.collected_at().unwrap().to_string(), "2026-02-01T23:00:00Z");
    assert_eq!(post.influencer_id().as_str(), "4711");
}

#[test]
fn what_a_post_gives_goes_before_its_caption() {
    let json = post(r##","caption":"#one @two","hashtags":["three"],"mentions":[]"##);
    let post: Post = there_and_back(&json);
    assert_eq!(post.hashtags(), ["three".parse().unwrap()]);
    assert!(post.mentions().is_empty());
}

#[test]
fn a_wrong_value_is_refused_with_its_place_and_what_would_be_right() {
    for (extra, message) in [
        (r#","likes":-3"#, "likes: -3 is negative; counts are whole numbers from 0"),
        (r#","likes":2.5"#, "likes: 2.5 is not whole; counts are whole numbers from 0"),
        (
            r#","views":9223372036854775808"#,
            "views: 9223372036854775808 is too large; counts end at 9223372036854775807",
        ),
        (r#","likes":"3.3k""#, "likes: a text where a whole number belongs"),
        (r#","likes":true"#, "likes: true or false where a whole number belongs"),
        (r#","likes":[1]"#, "likes: a list where a whole number belongs"),
        (r#","shares":1e300"#, "shares: 1e300 is too large; counts end at 9223372036854775807"),
        (
            r#","kind":"sermon""#,
            "kind: kind of post \"sermon\" is unknown; known are photo, carousel, video, reel, short, story, live",
        ),
        (
            r#","mentions":["ok","not ok"]"#,
            "mentions[1]: character 3 of the handle's 6 is not allowed there; on instagram: a-z, 0-9, _ and single periods inside",
        ),
        (
            r#","hashtags":["12"]"#,
            "hashtags[0]: character 0 of the hashtag's 2 is not allowed there; hashtags are letters, marks, digits, underscores and emoji, not digits alone",
        ),
        (
            r#","url":"javascript:alert(1)""#,
            "url: character 0 of 19 makes this no web address; write it whole, as in https://host/path",
        ),
        (r#","brands":[" "]"#, "brands[0]: the text is empty; leave an unknown value out"),
        (
            r#","collected_at":"2026-02-01""#,
            "collected_at: \"2026-02-01\" has no time zone; write RFC 3339 with an offset, as in 2026-01-31T10:00:00Z",
        ),
        (
            r#","collected_at":"2026-02-01T00:00:00Z","provenance":{"source":"public","collected_at":"2026-02-02T00:00:00Z"}"#,
            "collected_at and provenance.collected_at contradict each other; give one of them",
        ),
    ] {
        assert_eq!(refused::<Post>(&post(extra)), message);
    }
    assert!(refused::<Post>(&post(r#","ethnicity":"x""#)).starts_with("unknown field `ethnicity`"));
    assert!(refused::<Post>(r#"{"id":"1"}"#).starts_with("missing field `influencer_id`"));
}

#[test]
fn unknown_platforms_and_naive_timestamps_are_refused() {
    let json = post("").replace("instagram", "myspace");
    assert_eq!(
        refused::<Post>(&json),
        "platform: platform \"myspace\" is unknown; known are instagram, tiktok, youtube"
    );
    for (time, code) in [
        ("2026-01-31T10:00:00", "NAIVE_TIMESTAMP"),
        ("2026-01-31 10:00:00", "NAIVE_TIMESTAMP"),
        ("2026-01-31", "NAIVE_TIMESTAMP"),
        ("31.01.2026", "MALFORMED_TIMESTAMP"),
        ("2026-02-30T10:00:00Z", "MALFORMED_TIMESTAMP"),
        ("2026-01-31T25:00:00Z", "MALFORMED_TIMESTAMP"),
        ("1769853600", "MALFORMED_TIMESTAMP"),
        ("", "MALFORMED_TIMESTAMP"),
    ] {
        assert_eq!(time.parse::<Timestamp>().unwrap_err().code(), code, "{time}");
    }
    for millis in [i64::MIN, i64::MAX, Timestamp::MAX.millis() + 1, Timestamp::MIN.millis() - 1] {
        assert_eq!(Timestamp::from_millis(millis).unwrap_err().code(), "TIMESTAMP_OUT_OF_RANGE");
    }
    assert_eq!(Timestamp::from_seconds(i64::MAX).unwrap_err().code(), "TIMESTAMP_OUT_OF_RANGE");
    assert_eq!(Timestamp::MIN.to_string(), "0001-01-01T00:00:00Z");
    assert_eq!(Timestamp::MAX.to_string(), "9999-12-31T23:59:59.999Z");
    assert_eq!(Timestamp::MAX.to_string().parse(), Ok(Timestamp::MAX));
    assert_eq!(Timestamp::MIN.to_string().parse(), Ok(Timestamp::MIN));
}

#[test]
fn a_profile_is_read_and_written() {
    let profile: Profile = there_and_back(
        r#"{"id":"7","platform":"YT","handle":"@InventedPerson","full_name":"","bio":"x","followers":1000,
            "following":2,"posts":3,"account_type":"creator","verified":true,"gender":"Women","age_band":"25–34",
            "language":"pt-br","location":{"region":"US-CA","city":" Invented "},"category":"Travel",
            "provenance":{"source":"public","collected_at":"2026-02-01T00:00:00Z","origins":["Google Workspace"]}}"#,
    );
    assert_eq!(profile.platform(), Platform::YouTube);
    assert_eq!(profile.full_name(), Some(""));
    assert_eq!(profile.location().unwrap().country().unwrap().as_str(), "US");
    assert_eq!(profile.location().unwrap().city(), Some("Invented"));
    assert_eq!(profile.language().unwrap().as_str(), "pt-BR");
    assert!(profile.provenance().unwrap().has_origin("google-workspace"));
}

#[test]
fn a_region_outside_its_country_is_refused() {
    let location = r#"{"country":"DE","region":"US-CA"}"#;
    assert_eq!(refused::<Location>(location), "region US-CA does not lie in country DE");
    let profile = format!(r#"{{"id":"7","platform":"youtube","handle":"invented","location":{location}}}"#);
    assert_eq!(refused::<Profile>(&profile), "location: region US-CA does not lie in country DE");
}

#[test]
fn an_audience_member_is_read_and_written() {
    let member: AudienceMember = there_and_back(
        r#"{"id":1,"influencer_id":"7","country":"BR","role":"liker","age_band":"65-","interests":["b","a","b"],
            "weight":0.25,"following":1501}"#,
    );
    assert_eq!(member.interests(), ["a", "b"]);
    assert_eq!(member.age_band(), Some(AgeBand::From65));
    assert_eq!(member.weight(), 0.25);
    assert_eq!(member.role(), AudienceRole::Liker);
    for weight in ["-0.5", "1e13"] {
        let json = format!(r#"{{"id":"1","influencer_id":"7","weight":{weight}}}"#);
        assert!(refused::<AudienceMember>(&json).starts_with("weight: "));
    }
    let member = AudienceMember::new(MemberId::new("1").unwrap(), InfluencerId::new("7").unwrap());
    for weight in [f64::NAN, f64::INFINITY, -1.0] {
        assert!(member.clone().with_weight(weight).is_err());
    }
}

#[test]
fn no_special_category_can_be_recorded_of_a_member() {
    for field in ["ethnicity", "ethnicities", "religion", "health", "sexuality", "politics"] {
        let json = format!(r#"{{"id":"1","influencer_id":"7","{field}":"x"}}"#);
        assert!(refused::<AudienceMember>(&json).starts_with("unknown field"));
    }
}

#[test]
fn features_are_taken_as_texts_or_as_lengths_but_not_both() {
    let raw: AccountFeatures =
        there_and_back(r#"{"username":"anna.99","full_name":"Anna Invented","bio":"","followers":0}"#);
    assert_eq!(raw.username().unwrap().measures().digit_share, Some(2.0 / 7.0));
    assert_eq!(raw.full_name().unwrap().measures().words, Some(2));
    assert_eq!(raw.bio().unwrap().measures().length, Some(0));
    assert_eq!(raw.name_equals_username(), Some(false));
    assert_eq!(raw.posts(), None);
    let ready: AccountFeatures = there_and_back(
        r#"{"username_digit_share":0.27,"full_name_words":0,"name_equals_username":false,"bio_length":53}"#,
    );
    assert_eq!(ready.username().unwrap().measures().digit_share, Some(0.27));
    assert_eq!(ready.username().unwrap().measures().length, None);
    assert_eq!(ready.full_name().unwrap().measures().words, Some(0));
    let counted: AccountFeatures = there_and_back(r#"{"username_length":8,"username_digits":2}"#);
    assert_eq!(counted.username().unwrap().measures().digit_share, Some(0.25));
    for (json, start) in [
        (r#"{"bio":"x","bio_length":1}"#, "bio and bio_length contradict"),
        (r#"{"username_length":2,"username_digits":3}"#, "username_digits: digits and length contradict"),
        (r#"{"username_digit_share":1.5}"#, "username_digit_share: 1.5 is outside 0 to 1"),
        (r#"{"bio_length":-1}"#, "bio_length: -1 is negative"),
        (r#"{"language":"en"}"#, "unknown field `language`"),
    ] {
        assert!(refused::<AccountFeatures>(json).starts_with(start), "{}", refused::<AccountFeatures>(json));
    }
}

#[test]
fn a_follower_series_runs_on_strictly_increasing_days() {
    let series = |a: &str, b: &str| {
        format!(
            r#"{{"influencer_id":"7","points":[{{"date":"{a}","followers":1}},{{"date":"{b}","followers":2}}]}}"#
        )
    };
    let read: FollowerSeries = there_and_back(&series("2024-02-28", "2024-02-29"));
    assert_eq!(read.points()[1].followers(), 2);
    there_and_back::<FollowerSeries>(r#"{"influencer_id":"7","points":[]}"#);
    assert_eq!(
        refused::<FollowerSeries>(&series("2026-01-02", "2026-01-02")),
        "points: point 1 is dated 2026-01-02, point 0 2026-01-02; dates increase strictly"
    );
    for date in ["2026-02-29", "2026-1-2", "20260102", "2026-01-02T00:00:00Z", ""] {
        assert!(refused::<FollowerSeries>(&series("2026-01-01", date)).contains("is not a date"), "{date}");
    }
}

#[test]
fn identifiers_are_kept_as_they_are_and_whole_numbers_become_their_digits() {
    assert_eq!(
        serde_json::from_str::<InfluencerId>("18446744073709551615").unwrap().as_str(),
        u64::MAX.to_string()
    );
    assert_eq!(serde_json::from_str::<PostId>("\"Ａ a\"").unwrap().as_str(), "Ａ a");
    for id in ["", " a", "a\t", "a\u{0}b", &"x".repeat(257)] {
        assert!(MemberId::new(id).is_err(), "{id:?}");
    }
    assert!(serde_json::from_str::<UserId>("1.5").is_err());
    assert!(serde_json::from_str::<UserId>("null").is_err());
}

#[test]
fn debug_shows_no_personal_text() {
    let json = r#"{"id":"geheim-1","platform":"instagram","handle":"geheim","full_name":"Geheim Name","bio":"Geheim",
        "location":{"country":"DE","city":"Geheimstadt"},"url":"https://instagram.com/geheim"}"#;
    let profile: Profile = serde_json::from_str(json).unwrap();
    let post: Post =
        serde_json::from_str(&post(r##","caption":"geheim #geheim @geheim","brands":["geheim"]"##)).unwrap();
    let member: AudienceMember = serde_json::from_str(
        r#"{"id":"geheim","influencer_id":"geheim","city":"geheim","interests":["geheim"]}"#,
    )
    .unwrap();
    let account: AccountFeatures =
        serde_json::from_str(r#"{"id":"geheim","username":"geheim","full_name":"geheim","bio":"geheim"}"#)
            .unwrap();
    let user: User = serde_json::from_str(r#"{"id":"geheim","company":"geheim"}"#).unwrap();
    let parts = (profile.url(), profile.handle(), profile.location(), account.username(), post.mentions());
    let more = (post.hashtags(), post.brands());
    let shown = format!("{profile:?} {post:?} {member:?} {account:?} {user:?} {parts:?} {more:?}");
    assert!(!shown.to_lowercase().contains("geheim"), "{shown}");
}

#[test]
fn a_value_of_the_wrong_type_is_refused_without_being_shown() {
    let profile = |field: &str, value: &str| {
        format!(r#"{{"id":"7","platform":"youtube","handle":"invented","{field}":{value}}}"#)
    };
    for (field, value, message) in [
        ("verified", "\"geheim\"", "verified: a text where true or false belongs"),
        ("bio", "123456", "bio: a number where a text belongs"),
        ("full_name", "[\"geheim\"]", "full_name: a list where a text belongs"),
        ("category", "{\"geheim\":1}", "category: a record where a text belongs"),
        ("location", "\"geheim\"", "location: a text where a record belongs"),
        ("provenance", "[]", "provenance: a list where a record belongs"),
    ] {
        assert_eq!(refused::<Profile>(&profile(field, value)), message);
    }
    assert_eq!(refused::<Profile>("\"geheim\""), "a text where a record belongs");
    assert_eq!(
        refused::<AudienceMember>(r#"{"id":"1","influencer_id":"7","interests":["a",null]}"#),
        "interests[1]: nothing where a text belongs"
    );
    assert_eq!(
        refused::<AudienceMember>(r#"{"id":1.5,"influencer_id":"7"}"#),
        "id: a number where a text or a whole number belongs"
    );
    assert_eq!(
        refused::<FollowerSeries>(r#"{"influencer_id":"7","points":[{"date":"2026-01-01","followers":-1}]}"#),
        "points[0].followers: -1 is negative; counts are whole numbers from 0"
    );
    assert_eq!(Post::from_json("{").unwrap_err().code(), "MALFORMED_RECORD");
    assert_eq!(Post::from_json("{}").unwrap_err().code(), "MALFORMED_RECORD");
}

#[test]
fn every_code_is_listed_once_in_capitals() {
    let mut codes = Error::CODES.to_vec();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Error::CODES.len());
    assert!(codes.iter().all(|code| code.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')));
    assert!(Error::CODES.contains(&Error::EmptyText.at("bio").code()));
}

#[test]
fn places_join_to_a_path() {
    let error = Error::EmptyText.at("brands[0]").at("posts[3]");
    assert_eq!(error.to_string(), "posts[3].brands[0]: the text is empty; leave an unknown value out");
}
