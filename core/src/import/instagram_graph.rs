//! Instagram Graph API: accounts, media, insights, who follows.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::fields::{Fields, count};
use super::{Audience, Error, Group, Imported, Reading, Reason, pages, provenance, put, read};
use crate::model::{AgeBand, AudienceRole, Country, Gender, InfluencerId, Platform, Source, Timestamp};

const EXPECTED: &str = "an account, a business discovery, media, or insights of the Instagram Graph API";
const OWNER: &str = "ask for the field owner or username, or name the account (influencer_id)";

/// Reads answers about accounts (also in `business_discovery`), their `media`, and insights: one, or a list of pages.
///
/// `influencer_id` names the account where the answer does not, as for a page of media or for the insight
/// `follower_demographics`. Likes that an account hides are missing, not 0. Comments are other people's, and are left
/// out.
///
/// # Errors
/// [`Error::NotThisAnswer`], [`Error::MissingField`], [`Error::ErrorAnswer`], and what the model refuses.
///
/// ```
/// use renown::import::instagram_graph;
/// use serde_json::json;
///
/// let answer = json!({ "business_discovery": { "id": "17841400000000000", "username": "invented.person",
///     "followers_count": 5200, "media": { "data": [{ "id": "1", "timestamp": "2026-01-30T18:10:00+0000",
///         "media_type": "IMAGE", "comments_count": 4, "caption": "A walk #invented" }] } } });
/// let imported = instagram_graph(&answer, "2026-01-31T10:00:00Z".parse()?, None)?;
/// assert_eq!(imported.profiles[0].followers(), Some(5_200));
/// assert_eq!(imported.posts[0].counts().likes, None);
/// # Ok::<(), renown::import::Error>(())
/// ```
pub fn instagram_graph(
    answer: &Value,
    collected_at: Timestamp,
    influencer_id: Option<&str>,
) -> Result<Imported, Error> {
    let origin = json!(provenance(Source::Public, collected_at, "instagram_graph_api")?);
    let mut reader = Reader { origin, reading: Reading::default() };
    for mut page in pages(answer)? {
        page.pass_over(&["paging"]);
        if let Some(account) = page.inner("business_discovery")? {
            // The id beside it is that of the account which asks.
            page.pass_over(&["id"]);
            reader.account(account)?;
            page.rest(&mut reader.reading.left_out);
        } else if page.has("data") {
            for item in page.records("data")? {
                if item.has("name") && (item.has("values") || item.has("total_value")) {
                    reader.insight(item, influencer_id)?;
                } else {
                    reader.media(item, influencer_id)?;
                }
            }
            page.rest(&mut reader.reading.left_out);
        } else if page.has("username") && !page.has("timestamp") {
            reader.account(page)?;
        } else if page.has("timestamp") {
            reader.media(page, influencer_id)?;
        } else {
            let place = if page.here().is_empty() { "the answer" } else { page.here() }.to_owned();
            return Err(Error::NotThisAnswer { place, expected: EXPECTED });
        }
    }
    reader.reading.finish()
}

struct Reader {
    origin: Value,
    reading: Reading,
}

impl Reader {
    fn account(&mut self, mut account: Fields<'_>) -> Result<(), Error> {
        let missing = |account: &Fields<'_>, name: &str| Error::MissingField {
            place: account.place(name),
            remedy: "ask for the fields id and username",
        };
        let id = account.id("id")?.ok_or_else(|| missing(&account, "id"))?;
        let username = account.text("username")?.ok_or_else(|| missing(&account, "username"))?;
        let mut record = Map::new();
        put(&mut record, "id", Some(id.as_str()));
        put(&mut record, "platform", Some(Platform::Instagram.as_str()));
        put(&mut record, "handle", Some(username));
        put(&mut record, "full_name", account.text("name")?);
        put(&mut record, "bio", account.text("biography")?);
        put(&mut record, "image_url", account.text("profile_picture_url")?);
        put(&mut record, "followers", account.count("followers_count")?);
        put(&mut record, "following", account.count("follows_count")?);
        put(&mut record, "posts", account.count("media_count")?);
        put(&mut record, "verified", account.flag("is_verified")?);
        put(&mut record, "account_type", account.text("account_type")?);
        put(&mut record, "provenance", Some(self.origin.clone()));
        // An older number of the same account.
        account.pass_over(&["ig_id"]);
        if let Some(mut media) = account.inner("media")? {
            for item in media.records("data")? {
                self.media(item, Some(&id))?;
            }
            media.pass_over(&["paging"]);
            media.rest(&mut self.reading.left_out);
        }
        self.reading.imported.profiles.push(read(record, account.here())?);
        account.rest(&mut self.reading.left_out);
        Ok(())
    }

    fn media(&mut self, mut media: Fields<'_>, owner: Option<&str>) -> Result<(), Error> {
        let missing =
            |media: &Fields<'_>, name: &str, remedy| Error::MissingField { place: media.place(name), remedy };
        let id = media.id("id")?.ok_or_else(|| missing(&media, "id", "ask for the field id"))?;
        let stated = match media.inner("owner")? {
            Some(mut owner) => owner.id("id")?,
            None => None,
        };
        let owner = stated.or_else(|| owner.map(str::to_owned));
        let owner = owner.ok_or_else(|| missing(&media, "owner", OWNER))?;
        let at = media.text("timestamp")?;
        let at = at.ok_or_else(|| missing(&media, "timestamp", "ask for the field timestamp"))?;
        let mut record = Map::new();
        put(&mut record, "influencer_id", Some(owner));
        put(&mut record, "platform", Some(Platform::Instagram.as_str()));
        put(&mut record, "published_at", Some(with_colon(at)));
        put(&mut record, "url", media.text("permalink")?);
        put(&mut record, "caption", media.text("caption")?);
        put(&mut record, "likes", media.count("like_count")?);
        put(&mut record, "comments", media.count("comments_count")?);
        put(&mut record, "views", media.count("view_count")?);
        let kind = match (media.text("media_product_type")?, media.text("media_type")?) {
            (Some("REELS"), _) => Some("reel"),
            (Some("STORY"), _) => Some("story"),
            (_, Some("IMAGE")) => Some("photo"),
            (_, Some("VIDEO")) => Some("video"),
            (_, Some("CAROUSEL_ALBUM")) => Some("carousel"),
            _ => None,
        };
        put(&mut record, "kind", kind);
        if let Some(mut insights) = media.inner("insights")? {
            for insight in insights.records("data")? {
                self.figure(insight, &mut record)?;
            }
            insights.pass_over(&["paging"]);
            insights.rest(&mut self.reading.left_out);
        }
        put(&mut record, "provenance", Some(self.origin.clone()));
        self.reading.posts.add(id, media.here(), record);
        media.pass_over(&["username", "shortcode", "ig_id"]);
        media.leave_out("comments", Reason::OtherPeople, &mut self.reading.left_out);
        media.rest(&mut self.reading.left_out);
        Ok(())
    }

    /// A figure of a post; what is stated beside the post itself goes first.
    fn figure(&mut self, mut insight: Fields<'_>, record: &mut Map<String, Value>) -> Result<(), Error> {
        let name = insight.text("name")?.unwrap_or_default();
        let field = match name {
            "reach" => "reach",
            "impressions" => "impressions",
            "saved" => "saves",
            "shares" => "shares",
            "likes" => "likes",
            "comments" => "comments",
            "views" => "views",
            "plays" => "plays",
            _ => {
                insight.rest(&mut self.reading.left_out);
                return Ok(());
            }
        };
        if let Some(mut value) = insight.records("values")?.into_iter().next()
            && let Some(value) = value.count("value")?
        {
            record.entry(field.to_owned()).or_insert(value.into());
        }
        insight.pass_over(&["period", "title", "description", "id"]);
        insight.rest(&mut self.reading.left_out);
        Ok(())
    }

    /// An insight about an account: of these only who follows it.
    fn insight(&mut self, mut insight: Fields<'_>, account: Option<&str>) -> Result<(), Error> {
        if insight.text("name")? != Some("follower_demographics") {
            insight.rest(&mut self.reading.left_out);
            return Ok(());
        }
        let account = account.ok_or_else(|| Error::MissingField {
            place: "influencer_id".to_owned(),
            remedy: "an insight does not say whose it is: name the account",
        })?;
        let influencer_id = InfluencerId::new(account)?;
        if let Some(mut total) = insight.inner("total_value")? {
            for mut breakdown in total.records("breakdowns")? {
                let keys = breakdown.get("dimension_keys").cloned().unwrap_or_default();
                let keys: Vec<&str> =
                    keys.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
                let (dimension, label): (_, Label) = match keys.as_slice() {
                    ["country"] => {
                        ("country", |v| Country::parse(v.first()?).ok().map(|c| c.as_str().to_owned()))
                    }
                    ["city"] => ("city", |v| v.first().map(|city| (*city).to_owned())),
                    ["gender"] => ("gender", |v| gender(v.first()?)),
                    ["age"] => ("age_band", |v| age(v.first()?)),
                    ["age", "gender"] => {
                        ("gender_age", |v| Some(format!("{} {}", gender(v.get(1)?)?, age(v.first()?)?)))
                    }
                    _ => {
                        breakdown.rest(&mut self.reading.left_out);
                        continue;
                    }
                };
                let mut people = BTreeMap::new();
                for mut group in breakdown.records("results")? {
                    let values = group.get("dimension_values").and_then(Value::as_array);
                    let values: Vec<&str> = values.into_iter().flatten().filter_map(Value::as_str).collect();
                    let place = group.place("dimension_values");
                    let label = label(&values)
                        .ok_or(Error::NotThisAnswer { place, expected: "a group of followers" })?;
                    let place = group.place("value");
                    let value = group.get("value").unwrap_or(&Value::Null);
                    *people.entry(label).or_insert(0) += count(value, &place)?;
                }
                let role = AudienceRole::Follower;
                let group = |(label, people)| Group { label, share: None, people: Some(people) };
                let groups = people.into_iter().map(group).collect();
                self.reading.imported.audiences.push(Audience {
                    influencer_id: influencer_id.clone(),
                    role,
                    dimension,
                    groups,
                });
            }
            total.rest(&mut self.reading.left_out);
        }
        insight.pass_over(&["period", "title", "description", "id"]);
        insight.rest(&mut self.reading.left_out);
        Ok(())
    }
}

/// Reads the label of a group from the values of its dimensions.
type Label = fn(&[&str]) -> Option<String>;

/// The gender of a group; Instagram writes U where it knows none.
fn gender(letter: &str) -> Option<String> {
    if letter == "U" {
        return Some("unknown".to_owned());
    }
    letter.parse::<Gender>().ok().map(|gender| gender.to_string())
}

fn age(band: &str) -> Option<String> {
    band.parse::<AgeBand>().ok().map(|band| band.to_string())
}

/// Instagram writes zones as `+0000`, RFC 3339 as `+00:00`.
fn with_colon(at: &str) -> String {
    let zone = at.len().checked_sub(5).and_then(|start| at.split_at_checked(start));
    match zone {
        Some((before, zone))
            if zone.starts_with(['+', '-']) && zone.bytes().skip(1).all(|byte| byte.is_ascii_digit()) =>
        {
            let (hours, minutes) = zone.split_at_checked(3).unwrap_or((zone, ""));
            format!("{before}{hours}:{minutes}")
        }
        _ => at.to_owned(),
    }
}
