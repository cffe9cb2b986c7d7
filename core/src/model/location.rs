//! Where someone is: country, region, city.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::raw::{Any, Nested, parse_some, text_some};
use super::words::record;
use super::{Country, Error, Region, text};

/// A general location. A region implies its country; nothing finer than a city exists in the model.
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Nested<Wire>")]
pub struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<Country>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
    #[serde(skip_serializing_if = "Option::is_none")]
    city: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Location"))]
pub(crate) struct Wire {
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Country>"))]
    country: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Region>"))]
    region: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    city: Option<Any>,
}

record!(Location: Wire);

impl TryFrom<Wire> for Location {
    type Error = Error;

    fn try_from(wire: Wire) -> Result<Self, Error> {
        Location::read(wire.country, wire.region, wire.city)
    }
}

impl Location {
    /// Checks and keeps a location.
    ///
    /// # Errors
    /// [`Error::RegionOutsideCountry`]; for the city [`Error::EmptyText`], [`Error::TextTooLong`],
    /// [`Error::ForbiddenCharacter`].
    pub fn new(
        country: Option<Country>,
        region: Option<Region>,
        city: Option<String>,
    ) -> Result<Self, Error> {
        if let (Some(country), Some(region)) = (country, region)
            && region.country() != country
        {
            return Err(Error::RegionOutsideCountry {
                region: region.to_string(),
                country: country.to_string(),
            });
        }
        let city = city.map(text::name).transpose().map_err(|e| e.at("city"))?;
        Ok(Location { country: country.or(region.map(Region::country)), region, city })
    }

    pub(crate) fn read(country: Option<Any>, region: Option<Any>, city: Option<Any>) -> Result<Self, Error> {
        Self::new(parse_some("country", country)?, parse_some("region", region)?, text_some("city", city)?)
    }

    /// The country.
    pub fn country(&self) -> Option<Country> {
        self.country
    }

    /// The region.
    pub fn region(&self) -> Option<Region> {
        self.region
    }

    /// The city, as it was given.
    pub fn city(&self) -> Option<&str> {
        self.city.as_deref()
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Location").finish_non_exhaustive()
    }
}
