"""Answers of other systems go on as tables."""

import renown as rn

NOW = "2026-01-31T10:00:00Z"


def answers():
    snippet = {"channelId": "UCinvented", "publishedAt": "2026-01-20T08:00:00Z"}
    videos = [
        {
            "kind": "youtube#video",
            "id": f"v{views}",
            "snippet": snippet,
            "statistics": {"viewCount": str(views), "likeCount": "30", "commentCount": "10"},
        }
        for views in (400, 800, 1600)
    ]
    channel = {
        "kind": "youtube#channel",
        "id": "UCinvented",
        "snippet": {"title": "Invented", "customUrl": "@invented.channel", "country": "JP"},
        "statistics": {"subscriberCount": "2000", "hiddenSubscriberCount": False},
    }
    return [{"items": videos}, {"items": [channel]}]


def test_what_was_imported_is_counted_like_any_table():
    imported = rn.import_youtube(answers(), collected_at=NOW)
    posts, profiles = imported.post_rows(), imported.profile_rows()
    by_views = rn.engagement(posts, basis="views").to_dicts()[0]
    assert (by_views["value"], by_views["n"]) == (40 / 800, 3)
    by_followers = rn.engagement(posts, profiles).to_dicts()[0]
    assert by_followers["value"] == 40 / 2000
    assert profiles[0]["country"] == "JP"
    assert posts[0]["collected_at"] == NOW


def test_text_and_bytes_are_read_like_data():
    text = '{"items": []}'
    empty = rn.import_youtube({"items": []}, collected_at=NOW)
    assert rn.import_youtube(text, collected_at=NOW) == empty
    assert rn.import_youtube(text.encode(), collected_at=NOW) == empty
    assert repr(empty) == "Imported(0 profiles, 0 posts, 0 audiences, 0 fields left out)"
