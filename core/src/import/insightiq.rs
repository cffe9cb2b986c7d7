//! InsightIQ: profile analytics.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::fields::{Fields, out_of_range};
use super::{Audience, Error, Group, Imported, Reading, Reason, Stated, pages, provenance, put, read};
use crate::audience::SpecialCategory;
use crate::credibility::Kind;
use crate::model::{
    AgeBand, AudienceRole, Country, FollowerSeries, Gender, InfluencerId, Language, Platform, Region, Source,
    Timestamp,
};

const EXPECTED: &str = "an answer of InsightIQ's profile analytics";

/// Reads answers of profile analytics: one, or a list of them.
///
/// Rates and the score of credibility are fractions there, shares are percentages; here all are fractions. A month of
/// the history is told as its first day. Posts have no id there, so their address is their id. Ethnicities are never
/// read, nor is an interest that tells of a special category; notable followers and lookalikes are other people's.
///
/// # Errors
/// [`Error::NotThisAnswer`], [`Error::MissingField`], [`Error::ErrorAnswer`], and what the model refuses.
///
/// ```
/// use renown::import::{Reason, insightiq};
/// use serde_json::json;
///
/// let answer = json!({ "work_platform": { "name": "Instagram" }, "profile": {
///     "external_id": "4711", "platform_username": "invented.person", "follower_count": 5200, "engagement_rate": 0.031,
///     "audience": {
///         "countries": [{ "code": "DE", "value": 62.5 }],
///         "ethnicities": [{ "name": "…", "value": 100 }],
///     },
/// } });
/// let imported = insightiq(&answer, "2026-01-31T10:00:00Z".parse()?)?;
/// assert_eq!(imported.audiences[0].groups[0].share, Some(0.625));
/// assert_eq!(imported.left_out[0].path, "profile.audience.ethnicities");
/// assert_eq!(imported.left_out[0].reason, Reason::SpecialCategory);
/// # Ok::<(), renown::import::Error>(())
/// ```
pub fn insightiq(answer: &Value, collected_at: Timestamp) -> Result<Imported, Error> {
    let mut reading = Reading::default();
    let origin = json!(provenance(Source::ThirdParty, collected_at, "insightiq")?);
    for mut page in pages(answer)? {
        let not_this = |page: &Fields<'_>, name: &str| Error::NotThisAnswer {
            place: page.place(name),
            expected: EXPECTED,
        };
        let mut platform = page.inner("work_platform")?.ok_or_else(|| not_this(&page, "work_platform"))?;
        let place = platform.place("name");
        let name = platform.text("name")?.ok_or_else(|| not_this(&platform, "name"))?;
        let platform = name.parse().map_err(|error: crate::model::Error| Error::Model(error.at(place)))?;
        let account = page.inner("profile")?.ok_or_else(|| not_this(&page, "profile"))?;
        let mut reader = Reader { platform, origin: &origin, reading: &mut reading };
        reader.account(account)?;
        page.pass_over(&["id", "report_generated_at", "updated_at"]);
        page.rest(&mut reading.left_out);
    }
    reading.finish()
}

struct Reader<'r> {
    platform: Platform,
    origin: &'r Value,
    reading: &'r mut Reading,
}

impl Reader<'_> {
    fn account(&mut self, mut account: Fields<'_>) -> Result<(), Error> {
        let missing = |account: &Fields<'_>, name| Error::MissingField {
            place: account.place(name),
            remedy: "without it nobody knows whose figures these are",
        };
        let id = account.id("external_id")?.ok_or_else(|| missing(&account, "external_id"))?;
        let username = account.text("platform_username")?;
        let username = username.ok_or_else(|| missing(&account, "platform_username"))?;
        let influencer_id = InfluencerId::new(id.as_str())?;
        let mut record = Map::new();
        put(&mut record, "id", Some(id.as_str()));
        put(&mut record, "platform", Some(self.platform.as_str()));
        put(&mut record, "handle", Some(username.trim_start_matches('@')));
        for (theirs, ours) in [
            ("url", "url"),
            ("image_url", "image_url"),
            ("full_name", "full_name"),
            ("introduction", "bio"),
            ("platform_account_type", "account_type"),
            ("gender", "gender"),
            ("age_group", "age_band"),
            ("language", "language"),
        ] {
            put(&mut record, ours, account.text(theirs)?);
        }
        put(&mut record, "verified", account.flag("is_verified")?);
        let followers = account.count("follower_count")?;
        put(&mut record, "followers", account.count("subscriber_count")?.or(followers));
        put(&mut record, "following", account.count("following_count")?);
        put(&mut record, "posts", account.count("content_count")?);
        if let Some(location) = account.inner("location")? {
            put(&mut record, "location", self.location(location)?);
        }
        put(&mut record, "provenance", Some(self.origin.clone()));
        self.reading.imported.profiles.push(read(record, account.here())?);

        self.stated(&mut account, &influencer_id)?;
        self.history(&mut account, &id)?;
        for (list, sponsored) in
            [("sponsored_contents", true), ("top_contents", false), ("recent_contents", false)]
        {
            for content in account.records(list)? {
                self.content(content, &id, sponsored)?;
            }
        }
        for (name, role) in [
            ("audience", AudienceRole::Follower),
            ("audience_likers", AudienceRole::Liker),
            ("audience_commenters", AudienceRole::Commenter),
        ] {
            if let Some(audience) = account.inner(name)? {
                self.audience(audience, &influencer_id, role)?;
            }
        }
        account.leave_out("lookalikes", Reason::OtherPeople, &mut self.reading.left_out);
        account.rest(&mut self.reading.left_out);
        Ok(())
    }

    /// The country as a code or a name, the state as the name of one of its regions, the city as it stands.
    fn location(&mut self, mut location: Fields<'_>) -> Result<Option<Value>, Error> {
        let mut record = Map::new();
        let place = location.place("country");
        let country = location.text("country")?.map(Country::parse).transpose();
        let country = country.map_err(|error| Error::Model(error.at(place)))?;
        put(&mut record, "country", country.map(Country::as_str));
        let region = location.text("state")?.and_then(|state| Region::parse(state, country).ok());
        match region {
            Some(region) => put(&mut record, "region", Some(region.to_string())),
            None => location.leave_out("state", Reason::NotModelled, &mut self.reading.left_out),
        }
        put(&mut record, "city", location.text("city")?);
        location.rest(&mut self.reading.left_out);
        Ok((!record.is_empty()).then_some(Value::Object(record)))
    }

    fn stated(&mut self, account: &mut Fields<'_>, influencer_id: &InfluencerId) -> Result<(), Error> {
        let mut figures = BTreeMap::new();
        for (theirs, ours) in [
            ("engagement_rate", "engagement_rate"),
            ("average_likes", "average_likes"),
            ("average_comments", "average_comments"),
            ("average_views", "average_views"),
            ("sponsored_posts_performance", "sponsored_performance"),
        ] {
            if let Some(figure) = account.number(theirs)? {
                figures.insert(ours, figure);
            }
        }
        if !figures.is_empty() {
            self.reading.imported.stated.push(Stated { influencer_id: influencer_id.clone(), figures });
        }
        Ok(())
    }

    fn history(&mut self, account: &mut Fields<'_>, id: &str) -> Result<(), Error> {
        let here = account.place("reputation_history");
        let mut points = Vec::new();
        for mut month in account.records("reputation_history")? {
            let name = month.text("month")?;
            let followers = month.count("follower_count")?;
            let followers = month.count("subscriber_count")?.or(followers);
            let following = month.count("following_count")?;
            if let (Some(name), Some(followers)) = (name, followers) {
                let date = format!("{name}-01");
                let point = json!({ "date": date, "followers": followers, "following": following });
                points.push((date, point));
            }
            month.rest(&mut self.reading.left_out);
        }
        points.sort_by(|(a, _), (b, _)| a.cmp(b));
        if !points.is_empty() {
            let record = Map::from_iter([
                ("influencer_id".to_owned(), id.into()),
                ("points".to_owned(), points.into_iter().map(|(_, point)| point).collect()),
            ]);
            self.reading.imported.follower_series.push(read::<FollowerSeries>(record, &here)?);
        }
        Ok(())
    }

    fn content(&mut self, mut content: Fields<'_>, id: &str, sponsored: bool) -> Result<(), Error> {
        let address = content.text("url")?;
        let published = content.text("published_at")?;
        let (Some(address), Some(published)) = (address, published) else {
            let name = if address.is_none() { "url" } else { "published_at" };
            let remedy = "a post without an address or a time cannot be told from others";
            return Err(Error::MissingField { place: content.place(name), remedy });
        };
        let mut record = Map::new();
        put(&mut record, "influencer_id", Some(id));
        put(&mut record, "platform", Some(self.platform.as_str()));
        put(&mut record, "published_at", Some(published));
        put(&mut record, "url", Some(address));
        let kind = content.text("type")?;
        let known = kind.filter(|kind| kind.parse::<crate::model::PostKind>().is_ok());
        put(&mut record, "kind", known);
        put(&mut record, "caption", content.text("description")?);
        put(&mut record, "sponsored", sponsored.then_some(true));
        if let Some(mut engagement) = content.inner("engagement")? {
            for (theirs, ours) in [
                ("like_count", "likes"),
                ("comment_count", "comments"),
                ("share_count", "shares"),
                ("save_count", "saves"),
                ("view_count", "views"),
                ("play_count", "plays"),
            ] {
                put(&mut record, ours, engagement.count(theirs)?);
            }
            engagement.rest(&mut self.reading.left_out);
        }
        put(&mut record, "provenance", Some(self.origin.clone()));
        self.reading.posts.add(address.to_owned(), content.here(), record);
        // Both stand in the description.
        content.pass_over(&["mentions", "hashtags"]);
        content.rest(&mut self.reading.left_out);
        Ok(())
    }

    fn audience(
        &mut self,
        mut audience: Fields<'_>,
        influencer_id: &InfluencerId,
        role: AudienceRole,
    ) -> Result<(), Error> {
        let lists: [(&'static str, &'static str, Label); 7] = [
            ("countries", "country", |group| {
                code(group, "code", |text| Country::parse(text).map(|c| c.to_string()))
            }),
            ("cities", "city", |group| code(group, "name", |text| Ok(text.to_owned()))),
            ("gender_distribution", "gender", |group| {
                code(group, "gender", |text| text.parse().map(|g: Gender| g.to_string()))
            }),
            ("gender_age_distribution", "gender_age", gender_age),
            ("languages", "language", |group| {
                code(group, "code", |text| text.parse().map(|l: Language| l.to_string()))
            }),
            ("interests", "interests", |group| code(group, "name", |text| Ok(text.to_owned()))),
            ("follower_types", "kind", |group| code(group, "name", |text| Ok(kind(text)))),
        ];
        for (list, dimension, label) in lists {
            let mut shares = BTreeMap::new();
            for mut group in audience.records(list)? {
                let here = group.place("name");
                let Some(label) = label(&mut group)? else { continue };
                if dimension == "interests" && SpecialCategory::named_by(&label).is_some() {
                    self.reading.left_out.insert(super::fields::path_of(&here), Reason::SpecialCategory);
                    continue;
                }
                if let Some(share) = percent(&mut group)? {
                    *shares.entry(label).or_insert(0.0) += share;
                }
                group.pass_over(&["name", "id", "logo_url"]);
                group.rest(&mut self.reading.left_out);
            }
            if !shares.is_empty() {
                let group = |(label, share)| Group { label, share: Some(share), people: None };
                let groups = shares.into_iter().map(group).collect();
                let influencer_id = influencer_id.clone();
                self.reading.imported.audiences.push(Audience { influencer_id, role, dimension, groups });
            }
        }
        if let Some(credibility) = audience.number("credibility_score")?
            && role == AudienceRole::Follower
        {
            let figures = BTreeMap::from([("credibility", credibility)]);
            match self
                .reading
                .imported
                .stated
                .last_mut()
                .filter(|stated| stated.influencer_id == *influencer_id)
            {
                Some(stated) => stated.figures.extend(figures),
                None => self
                    .reading
                    .imported
                    .stated
                    .push(Stated { influencer_id: influencer_id.clone(), figures }),
            }
        }
        audience.leave_out("ethnicities", Reason::SpecialCategory, &mut self.reading.left_out);
        for name in ["significant_followers", "significant_likers", "significant_commenters", "lookalikes"] {
            audience.leave_out(name, Reason::OtherPeople, &mut self.reading.left_out);
        }
        audience.rest(&mut self.reading.left_out);
        Ok(())
    }
}

type Label = fn(&mut Fields<'_>) -> Result<Option<String>, Error>;

/// The label of a group, from one field; a group without one is passed over.
fn code(
    group: &mut Fields<'_>,
    field: &'static str,
    read: impl Fn(&str) -> Result<String, crate::model::Error>,
) -> Result<Option<String>, Error> {
    let place = group.place(field);
    let text = group.text(field)?;
    text.map(|text| read(text).map_err(|error| Error::Model(error.at(place)))).transpose()
}

fn gender_age(group: &mut Fields<'_>) -> Result<Option<String>, Error> {
    let gender = code(group, "gender", |text| text.parse().map(|gender: Gender| gender.to_string()))?;
    let band = code(group, "age_range", |text| text.parse().map(|band: AgeBand| band.to_string()))?;
    Ok(gender.zip(band).map(|(gender, band)| format!("{gender} {band}")))
}

/// The kind of follower, in renown's words where it has one.
fn kind(text: &str) -> String {
    let kind = match text {
        "real" => Kind::Real,
        "influencers" => Kind::Influencer,
        "mass_followers" => Kind::MassFollower,
        "suspicious" => Kind::Suspicious,
        other => return other.to_owned(),
    };
    kind.as_str().to_owned()
}

/// The share of a group, which is written in percent.
fn percent(group: &mut Fields<'_>) -> Result<Option<f64>, Error> {
    let place = group.place("value");
    match group.number("value")? {
        Some(percent) if percent > 100.0 => Err(Error::Model(out_of_range(&percent.into(), "100").at(place))),
        share => Ok(share.map(|percent| percent / 100.0)),
    }
}
