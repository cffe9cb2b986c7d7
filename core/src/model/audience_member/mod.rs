//! A member of an influencer's audience.

mod wire;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::raw::{COUNT_MAX, Nested, within};
use super::words::{record, words};
use super::{
    AgeBand, Country, Error, Gender, InfluencerId, Language, Location, MemberId, Platform, Provenance,
    Region, text,
};
use wire::Wire;

words! {
    /// In which way someone belongs to an audience.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum AudienceRole or |value| Error::UnknownWord {
        what: "audience role",
        value,
        known: "follower, liker, commenter",
    } => {
        /// Follows the influencer.
        #[default]
        Follower = "follower" | "followers" | "subscriber",
        /// Has liked a post.
        Liker = "liker" | "likers",
        /// Has commented on a post.
        Commenter = "commenter" | "commenters",
    }
}

/// How many interests one member can have.
const INTERESTS_MAX: usize = 1_000;
/// The largest weight: beyond it sums would lose the small ones.
const WEIGHT_MAX: f64 = 1e12;

/// A member of an influencer's audience, as far as known.
///
/// Ethnicity, religion, health, sexuality and politics do not exist here: there is no way to record them.
///
/// ```
/// use renown::model::{AudienceMember, InfluencerId, MemberId};
///
/// let member = AudienceMember::new(MemberId::new("a1")?, InfluencerId::new("4711")?)
///     .with_age_band("18-24".parse()?)
///     .with_weight(1.5)?;
/// assert_eq!(member.weight(), 1.5);
/// # Ok::<(), renown::model::Error>(())
/// ```
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Nested<Wire>")]
pub struct AudienceMember {
    id: MemberId,
    influencer_id: InfluencerId,
    #[serde(skip_serializing_if = "Option::is_none")]
    platform: Option<Platform>,
    role: AudienceRole,
    #[serde(flatten)]
    location: Location,
    #[serde(skip_serializing_if = "Option::is_none")]
    gender: Option<Gender>,
    #[serde(skip_serializing_if = "Option::is_none")]
    age_band: Option<AgeBand>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<Language>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    interests: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    followers: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    following: Option<u64>,
    weight: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    provenance: Option<Provenance>,
}

record!(AudienceMember: Wire);

impl AudienceMember {
    /// A follower of whom nothing else is known.
    pub fn new(id: MemberId, influencer_id: InfluencerId) -> Self {
        AudienceMember {
            id,
            influencer_id,
            platform: None,
            role: AudienceRole::Follower,
            location: Location::default(),
            gender: None,
            age_band: None,
            language: None,
            interests: Vec::new(),
            followers: None,
            following: None,
            weight: 1.0,
            provenance: None,
        }
    }

    /// Adds the platform.
    #[must_use]
    pub fn with_platform(mut self, platform: Platform) -> Self {
        self.platform = Some(platform);
        self
    }

    /// Says in which way the member belongs to the audience.
    #[must_use]
    pub fn with_role(mut self, role: AudienceRole) -> Self {
        self.role = role;
        self
    }

    /// Adds the location.
    #[must_use]
    pub fn with_location(mut self, location: Location) -> Self {
        self.location = location;
        self
    }

    /// Adds the gender.
    #[must_use]
    pub fn with_gender(mut self, gender: Gender) -> Self {
        self.gender = Some(gender);
        self
    }

    /// Adds the age band.
    #[must_use]
    pub fn with_age_band(mut self, band: AgeBand) -> Self {
        self.age_band = Some(band);
        self
    }

    /// Adds the language.
    #[must_use]
    pub fn with_language(mut self, language: Language) -> Self {
        self.language = Some(language);
        self
    }

    /// Adds the interests; they are kept sorted, each once.
    ///
    /// # Errors
    /// [`Error::EmptyText`], [`Error::TextTooLong`], [`Error::ForbiddenCharacter`].
    pub fn with_interests(mut self, interests: Vec<String>) -> Result<Self, Error> {
        if interests.len() > INTERESTS_MAX {
            let length = interests.len();
            return Err(Error::TextTooLong { length, max: INTERESTS_MAX, unit: "entries" }.at("interests"));
        }
        let checked = interests
            .into_iter()
            .enumerate()
            .map(|(i, interest)| text::name(interest).map_err(|e| e.at(format!("interests[{i}]"))));
        self.interests = checked.collect::<Result<_, _>>()?;
        self.interests.sort_unstable();
        self.interests.dedup();
        Ok(self)
    }

    /// Adds how many followers the member has, and how many accounts it follows.
    ///
    /// # Errors
    /// [`Error::CountTooLarge`].
    pub fn with_counts(mut self, followers: Option<u64>, following: Option<u64>) -> Result<Self, Error> {
        for (field, count) in [("followers", followers), ("following", following)] {
            if let Some(count) = count.filter(|count| *count > COUNT_MAX) {
                return Err(Error::CountTooLarge { value: count.to_string() }.at(field));
            }
        }
        self.followers = followers;
        self.following = following;
        Ok(self)
    }

    /// Says how many people this one stands for.
    ///
    /// # Errors
    /// [`Error::NotANumber`], [`Error::NumberOutOfRange`] outside 0 to 1e12.
    pub fn with_weight(mut self, weight: f64) -> Result<Self, Error> {
        self.weight = within(weight, 0.0, WEIGHT_MAX).map_err(|e| e.at("weight"))?;
        Ok(self)
    }

    /// Adds where the record comes from.
    #[must_use]
    pub fn with_provenance(mut self, provenance: Provenance) -> Self {
        self.provenance = Some(provenance);
        self
    }

    /// The identifier of the member.
    pub fn id(&self) -> &MemberId {
        &self.id
    }

    /// Whose audience it is.
    pub fn influencer_id(&self) -> &InfluencerId {
        &self.influencer_id
    }

    /// The platform.
    pub fn platform(&self) -> Option<Platform> {
        self.platform
    }

    /// In which way the member belongs to the audience.
    pub fn role(&self) -> AudienceRole {
        self.role
    }

    /// The country.
    pub fn country(&self) -> Option<Country> {
        self.location.country()
    }

    /// The region.
    pub fn region(&self) -> Option<Region> {
        self.location.region()
    }

    /// The city.
    pub fn city(&self) -> Option<&str> {
        self.location.city()
    }

    /// The gender.
    pub fn gender(&self) -> Option<Gender> {
        self.gender
    }

    /// The age band.
    pub fn age_band(&self) -> Option<AgeBand> {
        self.age_band
    }

    /// The language.
    pub fn language(&self) -> Option<&Language> {
        self.language.as_ref()
    }

    /// The interests, sorted, each once.
    pub fn interests(&self) -> &[String] {
        &self.interests
    }

    /// How many followers the member has.
    pub fn followers(&self) -> Option<u64> {
        self.followers
    }

    /// How many accounts the member follows.
    pub fn following(&self) -> Option<u64> {
        self.following
    }

    /// How many people this one stands for.
    pub fn weight(&self) -> f64 {
        self.weight
    }

    /// Where the record comes from.
    pub fn provenance(&self) -> Option<&Provenance> {
        self.provenance.as_ref()
    }
}

impl fmt::Debug for AudienceMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AudienceMember")
            .field("id", &self.id)
            .field("influencer_id", &self.influencer_id)
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}
