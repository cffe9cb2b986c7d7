//! YouTube Data API v3: channels and videos.

use serde_json::{Map, json};

use super::fields::Fields;
use super::{Error, Imported, Reading, Reason, pages, provenance, put, read};
use crate::model::{Platform, Source, Timestamp};

/// Reads answers of `channels.list` and `videos.list`: one, a list of pages, or a single resource.
///
/// A channel needs the part `snippet`, a video too; `statistics` gives the counts. Subscribers that the channel hides,
/// and likes and comments that the answer does not state, are missing, not 0. YouTube rounds subscribers to three
/// digits. Labels that people gave to videos (`tags`) are no hashtags and are left out.
///
/// # Errors
/// [`Error::NotThisAnswer`], [`Error::MissingField`], [`Error::ErrorAnswer`], and what the model refuses.
///
/// ```
/// use renown::import::youtube;
/// use serde_json::json;
///
/// let answer = json!({ "kind": "youtube#channelListResponse", "items": [{
///     "kind": "youtube#channel", "id": "UCinvented",
///     "snippet": { "title": "Invented", "customUrl": "@invented.channel", "publishedAt": "2019-05-01T08:00:00Z" },
///     "statistics": { "subscriberCount": "12300", "hiddenSubscriberCount": false, "videoCount": "41" },
/// }] });
/// let imported = youtube(&answer, "2026-01-31T10:00:00Z".parse()?)?;
/// assert_eq!(imported.profiles[0].followers(), Some(12_300));
/// # Ok::<(), renown::import::Error>(())
/// ```
pub fn youtube(answer: &serde_json::Value, collected_at: Timestamp) -> Result<Imported, Error> {
    let mut reading = Reading::default();
    let origin = json!(provenance(Source::Public, collected_at, "youtube_data_api")?);
    for mut page in pages(answer)? {
        if page.has("items") {
            for item in page.records("items")? {
                resource(item, &origin, &mut reading)?;
            }
            page.pass_over(&["kind", "etag", "pageInfo", "nextPageToken", "prevPageToken", "eventId"]);
            page.rest(&mut reading.left_out);
        } else {
            resource(page, &origin, &mut reading)?;
        }
    }
    reading.finish()
}

fn resource(mut item: Fields<'_>, origin: &serde_json::Value, reading: &mut Reading) -> Result<(), Error> {
    item.pass_over(&["etag"]);
    match item.text("kind")? {
        Some("youtube#channel") => channel(item, origin, reading),
        Some("youtube#video") => video(item, origin, reading),
        _ => Err(Error::NotThisAnswer {
            place: item.place("kind"),
            expected: "an answer of channels.list or videos.list (searches and playlists hold no counts)",
        }),
    }
}

fn missing(fields: &Fields<'_>, name: &str, remedy: &'static str) -> Error {
    Error::MissingField { place: fields.place(name), remedy }
}

const SNIPPET: &str = "ask for the part snippet";

fn channel(mut item: Fields<'_>, origin: &serde_json::Value, reading: &mut Reading) -> Result<(), Error> {
    let mut record = Map::new();
    let id = item.id("id")?.ok_or_else(|| missing(&item, "id", SNIPPET))?;
    let mut snippet = item.inner("snippet")?.ok_or_else(|| missing(&item, "snippet", SNIPPET))?;
    let handle = snippet.text("customUrl")?.ok_or_else(|| missing(&snippet, "customUrl", SNIPPET))?;
    put(&mut record, "platform", Some(Platform::YouTube.as_str()));
    put(&mut record, "handle", Some(handle.trim_start_matches('@')));
    put(&mut record, "url", Some(format!("https://www.youtube.com/channel/{id}")));
    put(&mut record, "id", Some(id));
    put(&mut record, "full_name", snippet.text("title")?);
    put(&mut record, "bio", snippet.text("description")?);
    put(&mut record, "created_at", snippet.text("publishedAt")?);
    put(&mut record, "language", snippet.text("defaultLanguage")?);
    put(&mut record, "location", snippet.text("country")?.map(|country| json!({ "country": country })));
    if let Some(mut pictures) = snippet.inner("thumbnails")? {
        pictures.pass_over(&["default", "medium", "high"]);
        for size in ["high", "medium", "default"] {
            if let Some(mut picture) = pictures.inner(size)? {
                put(&mut record, "image_url", picture.text("url")?);
                break;
            }
        }
    }
    // The same title and description, in the language of whoever asks.
    snippet.pass_over(&["localized"]);
    snippet.rest(&mut reading.left_out);
    if let Some(mut statistics) = item.inner("statistics")? {
        let hidden = statistics.flag("hiddenSubscriberCount")?.unwrap_or(false);
        let subscribers = statistics.count("subscriberCount")?;
        put(&mut record, "followers", subscribers.filter(|_| !hidden));
        put(&mut record, "posts", statistics.count("videoCount")?);
        statistics.rest(&mut reading.left_out);
    }
    put(&mut record, "provenance", Some(origin.clone()));
    reading.imported.profiles.push(read(record, item.here())?);
    item.rest(&mut reading.left_out);
    Ok(())
}

fn video(mut item: Fields<'_>, origin: &serde_json::Value, reading: &mut Reading) -> Result<(), Error> {
    let mut record = Map::new();
    let id = item.id("id")?.ok_or_else(|| missing(&item, "id", SNIPPET))?;
    let mut snippet = item.inner("snippet")?.ok_or_else(|| missing(&item, "snippet", SNIPPET))?;
    let channel = snippet.id("channelId")?.ok_or_else(|| missing(&snippet, "channelId", SNIPPET))?;
    let published = snippet.text("publishedAt")?.ok_or_else(|| missing(&snippet, "publishedAt", SNIPPET))?;
    put(&mut record, "influencer_id", Some(channel));
    put(&mut record, "platform", Some(Platform::YouTube.as_str()));
    put(&mut record, "published_at", Some(published));
    put(&mut record, "url", Some(format!("https://www.youtube.com/watch?v={id}")));
    put(&mut record, "caption", snippet.text("description")?);
    let live = snippet.text("liveBroadcastContent")?.is_some_and(|state| state != "none");
    let was_live = item.get("liveStreamingDetails").is_some();
    put(&mut record, "kind", Some(if live || was_live { "live" } else { "video" }));
    snippet.pass_over(&["localized"]);
    snippet.rest(&mut reading.left_out);
    if let Some(mut statistics) = item.inner("statistics")? {
        put(&mut record, "views", statistics.count("viewCount")?);
        put(&mut record, "likes", statistics.count("likeCount")?);
        put(&mut record, "comments", statistics.count("commentCount")?);
        // Always 0 since 2015.
        statistics.pass_over(&["favoriteCount"]);
        statistics.rest(&mut reading.left_out);
    }
    if let Some(mut placement) = item.inner("paidProductPlacementDetails")? {
        put(&mut record, "sponsored", placement.flag("hasPaidProductPlacement")?);
        placement.rest(&mut reading.left_out);
    }
    put(&mut record, "provenance", Some(origin.clone()));
    reading.posts.add(id, item.here(), record);
    item.leave_out("comments", Reason::OtherPeople, &mut reading.left_out);
    item.rest(&mut reading.left_out);
    Ok(())
}
