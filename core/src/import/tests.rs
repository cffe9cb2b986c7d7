//! What is read, what is told, what is refused.

use serde_json::{Value, json};

use super::*;
use crate::model::PostKind;

fn now() -> Timestamp {
    "2026-01-31T10:00:00Z".parse().unwrap()
}

fn left_out(imported: &Imported) -> Vec<(&str, Reason)> {
    imported.left_out.iter().map(|left| (left.path.as_str(), left.reason)).collect()
}

fn video(id: &str, statistics: Value) -> Value {
    json!({
        "kind": "youtube#video", "id": id, "etag": "e", "statistics": statistics,
        "snippet": {
            "channelId": "UCinvented", "publishedAt": "2026-01-30T08:00:00Z", "title": "A walk",
            "description": "By the sea #sea", "liveBroadcastContent": "none", "tags": ["walk"],
        },
    })
}

#[test]
fn counts_that_youtube_does_not_state_are_missing_and_not_0() {
    let answer = json!({ "kind": "youtube#videoListResponse", "items": [
        video("v1", json!({ "viewCount": "1000", "likeCount": "31", "favoriteCount": "0" })),
        video("v2", json!({ "viewCount": 7, "commentCount": 0 })),
    ] });
    let imported = youtube(&answer, now()).unwrap();
    let [first, second] = imported.posts.as_slice() else { panic!("two posts") };
    assert_eq!(
        (first.counts().views, first.counts().likes, first.counts().comments),
        (Some(1000), Some(31), None)
    );
    assert_eq!((second.counts().likes, second.counts().comments), (None, Some(0)));
    assert_eq!(first.hashtags()[0].as_str(), "sea");
    assert_eq!(first.kind(), Some(PostKind::Video));
    let provenance = first.provenance().unwrap();
    assert_eq!((provenance.source(), provenance.collected_at()), (Source::Public, now()));
    assert!(provenance.has_origin("youtube_data_api"));
    assert_eq!(
        left_out(&imported),
        [("items[].snippet.tags", Reason::NotModelled), ("items[].snippet.title", Reason::NotModelled)]
    );
}

#[test]
fn hidden_subscribers_are_missing() {
    let channel = |hidden: bool| {
        json!({ "kind": "youtube#channel", "id": "UCinvented",
            "snippet": { "title": "Invented", "customUrl": "@invented.channel", "country": "JP",
                "thumbnails": { "default": { "url": "https://pictures.example/s" }, "high": { "url": "https://pictures.example/l" } } },
            "statistics": { "subscriberCount": "12300", "hiddenSubscriberCount": hidden } })
    };
    let of = |hidden| youtube(&channel(hidden), now()).unwrap().profiles.pop().unwrap();
    assert_eq!((of(false).followers(), of(true).followers()), (Some(12_300), None));
    assert_eq!(of(false).image_url().unwrap().as_str(), "https://pictures.example/l");
    assert_eq!(of(false).url().unwrap().as_str(), "https://www.youtube.com/channel/UCinvented");
}

#[test]
fn pages_are_read_as_one_answer_and_a_post_on_two_of_them_once() {
    let page = |id: &str, views: u64| json!({ "items": [video(id, json!({ "viewCount": views }))], "nextPageToken": "x" });
    let imported = youtube(&json!([page("v1", 5), page("v2", 6), page("v1", 9)]), now()).unwrap();
    let seen: Vec<_> = imported.posts.iter().map(|post| (post.id().as_str(), post.counts().views)).collect();
    assert_eq!(seen, [("v1", Some(5)), ("v2", Some(6))]);
    assert_eq!(youtube(&json!([]), now()).unwrap(), Imported::default());
    assert_eq!(youtube(&json!({ "items": [] }), now()).unwrap(), Imported::default());
}

#[test]
fn instagram_media_are_read_wherever_they_stand() {
    let media = json!({ "id": "m1", "timestamp": "2026-01-30T18:10:00+0000", "media_type": "VIDEO",
        "media_product_type": "REELS", "comments_count": 4, "caption": "Shoes #ad",
        "comments": { "data": [{ "text": "?" }] },
        "insights": { "data": [
            { "name": "saved", "period": "lifetime", "values": [{ "value": 3 }] },
            { "name": "comments", "values": [{ "value": 99 }] },
        ] } });
    let alone = instagram_graph(&media, now(), Some("4711")).unwrap();
    let listed = instagram_graph(&json!({ "data": [media] }), now(), Some("4711")).unwrap();
    let found = json!({ "business_discovery": { "id": "4711", "username": "invented.person", "followers_count": 5200,
        "media": { "data": [media] } }, "id": "1" });
    let found = instagram_graph(&found, now(), None).unwrap();
    assert_eq!(alone.posts, listed.posts);
    assert_eq!(alone.posts, found.posts);
    let post = &alone.posts[0];
    assert_eq!(post.published_at().to_string(), "2026-01-30T18:10:00Z");
    assert_eq!((post.counts().likes, post.counts().comments, post.counts().saves), (None, Some(4), Some(3)));
    assert!(post.sponsored());
    assert_eq!(left_out(&alone), [("comments", Reason::OtherPeople)]);
    assert_eq!(left_out(&found), [("business_discovery.media.data[].comments", Reason::OtherPeople)]);
    let error = instagram_graph(&json!({ "data": [media] }), now(), None).unwrap_err();
    assert_eq!((error.code(), error.to_string().contains("data[0].owner")), ("MISSING_FIELD", true));
}

#[test]
fn follower_demographics_become_groups() {
    let breakdown = |keys: Value, results: Value| json!({ "dimension_keys": keys, "results": results });
    let answer = json!({ "data": [{ "name": "follower_demographics", "period": "lifetime", "total_value": { "breakdowns": [
        breakdown(json!(["country"]), json!([{ "dimension_values": ["DE"], "value": 120 }, { "dimension_values": ["AT"], "value": 30 }])),
        breakdown(json!(["age", "gender"]), json!([{ "dimension_values": ["25-34", "F"], "value": 70 }])),
        breakdown(json!(["gender"]), json!([{ "dimension_values": ["U"], "value": 9 }])),
        breakdown(json!(["star_sign"]), json!([])),
    ] } }] });
    let imported = instagram_graph(&answer, now(), Some("4711")).unwrap();
    let told: Vec<_> = imported
        .audiences
        .iter()
        .flat_map(|audience| audience.groups.iter().map(|g| (audience.dimension, g.label.as_str(), g.people)))
        .collect();
    assert_eq!(
        told,
        [
            ("country", "AT", Some(30)),
            ("country", "DE", Some(120)),
            ("gender_age", "female 25-34", Some(70)),
            ("gender", "unknown", Some(9)),
        ]
    );
    assert_eq!(instagram_graph(&answer, now(), None).unwrap_err().code(), "MISSING_FIELD");
    let bad = json!({ "data": [{ "name": "follower_demographics", "total_value": { "breakdowns": [
        breakdown(json!(["country"]), json!([{ "dimension_values": ["Atlantis"], "value": 1 }])),
    ] } }] });
    assert_eq!(instagram_graph(&bad, now(), Some("4711")).unwrap_err().code(), "NOT_THIS_ANSWER");
}

fn analytics() -> Value {
    let content = |url: &str, likes: Value| {
        json!({ "type": "VIDEO", "url": url, "description": "A walk",
        "published_at": "2026-01-20T15:14:39.000+00:00", "engagement": { "like_count": likes, "comment_count": 5 } })
    };
    json!({ "work_platform": { "name": "Instagram" }, "profile": {
        "external_id": "4711", "platform_username": "invented.person", "gender": "FEMALE", "age_group": "25-34",
        "language": "en", "follower_count": 5200, "subscriber_count": null, "engagement_rate": 0.031,
        "platform_account_type": "CREATOR",
        "location": { "country": "Germany", "state": "Bavaria", "city": "Augsburg" },
        "reputation_history": [
            { "month": "2025-12", "follower_count": 5000, "following_count": 10 },
            { "month": "2025-11", "follower_count": 4800, "following_count": null },
            { "month": "2025-10", "follower_count": null },
        ],
        "top_contents": [content("https://posts.example/1", json!(100)), content("https://posts.example/2", json!(null))],
        "sponsored_contents": [content("https://posts.example/1", json!(100))],
        "audience": {
            "countries": [{ "code": "DE", "value": 62.5 }],
            "ethnicities": [{ "name": "any", "value": 100.0 }],
            "interests": [{ "name": "Music", "value": 20.0 }, { "name": "Healthcare & Medicine", "value": 2.6 }],
            "follower_types": [{ "name": "mass_followers", "value": 40.0 }, { "name": "real", "value": 60.0 }],
            "gender_age_distribution": [{ "gender": "FEMALE", "age_range": "65-", "value": 1.5 }],
            "credibility_score": 0.6,
            "significant_followers": [{ "platform_username": "someone" }],
        },
        "lookalikes": [],
        "contact_details": [{ "type": "email", "value": "nobody@example.invalid" }],
    } })
}

#[test]
fn analytics_are_read_with_shares_as_fractions() {
    let imported = insightiq(&analytics(), now()).unwrap();
    let profile = &imported.profiles[0];
    assert_eq!(profile.location().unwrap().region().unwrap().to_string(), "DE-BY");
    assert_eq!(profile.provenance().unwrap().source(), Source::ThirdParty);
    let told: Vec<_> = imported
        .audiences
        .iter()
        .flat_map(|audience| audience.groups.iter().map(|g| (audience.dimension, g.label.as_str(), g.share)))
        .collect();
    assert_eq!(
        told,
        [
            ("country", "DE", Some(0.625)),
            ("gender_age", "female 65+", Some(0.015)),
            ("interests", "Music", Some(0.2)),
            ("kind", "mass_follower", Some(0.4)),
            ("kind", "real", Some(0.6)),
        ]
    );
    assert_eq!(
        imported.stated[0].figures,
        BTreeMap::from([("credibility", 0.6), ("engagement_rate", 0.031)])
    );
    let series = imported.follower_series[0].points();
    assert_eq!(series.iter().map(|point| point.followers()).collect::<Vec<_>>(), [4_800, 5_000]);
}

#[test]
fn a_post_in_two_lists_is_one_and_sponsored_if_one_of_them_says_so() {
    let imported = insightiq(&analytics(), now()).unwrap();
    let told: Vec<_> = imported
        .posts
        .iter()
        .map(|post| (post.id().as_str(), post.sponsored(), post.counts().likes))
        .collect();
    assert_eq!(
        told,
        [("https://posts.example/1", true, Some(100)), ("https://posts.example/2", false, None)]
    );
}

#[test]
fn special_categories_and_other_people_stay_outside() {
    let imported = insightiq(&analytics(), now()).unwrap();
    assert_eq!(
        left_out(&imported),
        [
            ("profile.audience.ethnicities", Reason::SpecialCategory),
            ("profile.audience.interests[].name", Reason::SpecialCategory),
            ("profile.audience.significant_followers", Reason::OtherPeople),
            ("profile.contact_details", Reason::NotModelled),
        ]
    );
    let written = serde_json::to_string(&imported).unwrap();
    assert!(!written.contains("Healthcare") && !written.contains("someone") && !written.contains("nobody@"));
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let mut answer = analytics();
    answer["profile"]["audience"]["countries"][0]["value"] = json!(162.5);
    assert!(
        insightiq(&answer, now()).unwrap_err().to_string().starts_with("profile.audience.countries[0].value")
    );
    let mut answer = analytics();
    answer["profile"]["gender"] = json!("Jane Doe");
    let error = insightiq(&answer, now()).unwrap_err();
    assert_eq!(error.code(), "UNKNOWN_WORD");
    assert!(error.to_string().starts_with("profile.gender"), "{error}");
    let bad = |statistics| youtube(&json!({ "items": [video("v1", statistics)] }), now()).unwrap_err();
    for (statistics, code) in [
        (json!({ "viewCount": "-1" }), "WRONG_TYPE"),
        (json!({ "viewCount": -1 }), "NEGATIVE_COUNT"),
        (json!({ "viewCount": 1.5 }), "FRACTIONAL_COUNT"),
        (json!({ "viewCount": "9223372036854775808" }), "COUNT_TOO_LARGE"),
        (json!({ "viewCount": "99999999999999999999999" }), "COUNT_TOO_LARGE"),
        (json!({ "viewCount": "" }), "WRONG_TYPE"),
        (json!([]), "WRONG_TYPE"),
    ] {
        let error = bad(statistics);
        assert_eq!(error.code(), code);
        assert!(error.to_string().starts_with("items[0].statistics"), "{error}");
    }
}

#[test]
fn an_answer_of_another_kind_and_an_error_of_the_service_are_refused() {
    let refused = json!({ "error": { "code": 403, "message": "of invented.person", "errors": [] } });
    let error = youtube(&refused, now()).unwrap_err();
    assert_eq!((error.code(), error.to_string().contains("403")), ("ERROR_ANSWER", true));
    assert!(!error.to_string().contains("invented"));
    assert_eq!(instagram_graph(&refused, now(), None).unwrap_err().code(), "ERROR_ANSWER");
    let search = json!({ "items": [{ "kind": "youtube#searchResult", "id": { "videoId": "v1" } }] });
    assert_eq!(youtube(&search, now()).unwrap_err().code(), "NOT_THIS_ANSWER");
    for answer in [json!(null), json!(7), json!([7])] {
        assert_eq!(youtube(&answer, now()).unwrap_err().code(), "WRONG_TYPE");
        assert_eq!(instagram_graph(&answer, now(), None).unwrap_err().code(), "WRONG_TYPE");
        assert_eq!(insightiq(&answer, now()).unwrap_err().code(), "WRONG_TYPE");
    }
    for answer in [json!({}), json!({ "hello": 1 })] {
        assert_eq!(youtube(&answer, now()).unwrap_err().code(), "NOT_THIS_ANSWER");
        assert_eq!(instagram_graph(&answer, now(), None).unwrap_err().code(), "NOT_THIS_ANSWER");
        assert_eq!(insightiq(&answer, now()).unwrap_err().code(), "NOT_THIS_ANSWER");
    }
    let bare = json!({ "items": [{ "kind": "youtube#video", "id": "v1" }] });
    let error = youtube(&bare, now()).unwrap_err();
    assert_eq!(error.to_string(), "items[0].snippet is missing; ask for the part snippet");
}
