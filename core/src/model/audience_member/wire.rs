//! A member of an audience as it comes in.

use serde::Deserialize;

use super::{AudienceMember, WEIGHT_MAX};
#[cfg(feature = "schema")]
use crate::model::raw;
use crate::model::raw::{Any, Nested, count_some, parse_id, parse_some, record_some, texts_some};
#[cfg(feature = "schema")]
use crate::model::{
    AgeBand, AudienceRole, Country, Gender, InfluencerId, Language, MemberId, Platform, Provenance, Region,
};
use crate::model::{Error, Location};

/// A member as it comes in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "AudienceMember"))]
pub(super) struct Wire {
    #[cfg_attr(feature = "schema", schemars(with = "MemberId"))]
    id: Any,
    /// Whose audience it is.
    #[cfg_attr(feature = "schema", schemars(with = "InfluencerId"))]
    influencer_id: Any,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Platform>"))]
    platform: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<AudienceRole>"))]
    role: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Country>"))]
    country: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Region>"))]
    region: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    city: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Gender>"))]
    gender: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<AgeBand>"))]
    age_band: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Language>"))]
    language: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<String>>"))]
    interests: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<raw::Count>"))]
    followers: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<raw::Count>"))]
    following: Option<Any>,
    /// How many people this one stands for; 1 where left out.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>", range(min = 0, max = 1e12)))]
    weight: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Provenance>"))]
    provenance: Option<Nested<crate::model::provenance::Wire>>,
}

impl TryFrom<Wire> for AudienceMember {
    type Error = Error;

    fn try_from(wire: Wire) -> Result<Self, Error> {
        let id = parse_id("id", wire.id)?;
        let influencer_id = parse_id("influencer_id", wire.influencer_id)?;
        let interests = texts_some("interests", wire.interests)?.unwrap_or_default();
        let mut member = AudienceMember::new(id, influencer_id).with_interests(interests)?;
        member.platform = parse_some("platform", wire.platform)?;
        member.role = parse_some("role", wire.role)?.unwrap_or_default();
        member.location = Location::read(wire.country, wire.region, wire.city)?;
        member.gender = parse_some("gender", wire.gender)?;
        member.age_band = parse_some("age_band", wire.age_band)?;
        member.language = parse_some("language", wire.language)?;
        member.followers = count_some("followers", wire.followers.as_ref())?;
        member.following = count_some("following", wire.following.as_ref())?;
        if let Some(weight) = wire.weight {
            member.weight = weight.within(0.0, WEIGHT_MAX).map_err(|e| e.at("weight"))?;
        }
        member.provenance = record_some("provenance", wire.provenance)?;
        Ok(member)
    }
}
