//! The fields of an influencer, what each reveals, and how each is named in queries, tables and results.

use std::fmt;
use std::str::FromStr;

use super::Error;
use crate::audience::Dimension;

/// Labels: one for each influencer, or several.
pub(super) const LABELS: [&str; 15] = [
    "platform",
    "country",
    "region",
    "city",
    "language",
    "gender",
    "age_band",
    "category",
    "account_type",
    "verified",
    "contact_available",
    "interests",
    "hashtags",
    "mentions",
    "brands",
];

/// From this one on, an influencer may have several.
pub(super) const FIRST_LIST: usize = 11;

/// Numbers. Each may have the lower bound of its interval beside it.
pub(super) const NUMBERS: [&str; 15] = [
    "followers",
    "following",
    "engagement_rate",
    "average_likes",
    "average_comments",
    "average_views",
    "growth_month",
    "growth_quarter",
    "growth_year",
    "posts_per_week",
    "credibility",
    "hidden_like_share",
    "sponsored_share",
    "sponsored_performance",
    "last_post",
];

/// Texts that are found by their words.
pub(super) const TEXTS: [&str; 3] = ["name", "bio", "captions"];

/// The dimensions of an audience whose shares a catalog holds.
pub(super) const AUDIENCE: [Dimension; 7] = [
    Dimension::Country,
    Dimension::Region,
    Dimension::City,
    Dimension::Gender,
    Dimension::AgeBand,
    Dimension::Language,
    Dimension::Interest,
];

/// The name of women or men of an age, as one dimension of shares.
pub(super) const GENDER_AGE: &str = "gender_age";

/// The name of what the audience likes of brands.
pub(super) const BRAND_AFFINITY: &str = "brand_affinity";

/// A field that can be asked for, sorted by or counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Field {
    /// One of [`LABELS`].
    Label(usize),
    /// One of [`NUMBERS`].
    Number(usize),
    /// A share of the audience: `country.DE`.
    Audience(String),
    /// How alike the influencer is to the one that the query names.
    Similarity,
}

/// The place of a name in one of the lists above.
pub(super) fn place(list: &[&str], name: &str) -> Option<usize> {
    list.iter().position(|known| *known == name)
}

impl Field {
    /// The data category that the field reveals, by the privacy room's words.
    pub(super) fn category(&self) -> &'static str {
        match self {
            Field::Label(label) => label_category(*label),
            Field::Number(number) => match NUMBERS.get(*number) {
                Some(&"credibility") => "influencer.inferred.credibility",
                _ => "influencer.performance",
            },
            Field::Audience(_) => "influencer.audience",
            Field::Similarity => "influencer.performance",
        }
    }
}

fn label_category(label: usize) -> &'static str {
    match LABELS.get(label).copied().unwrap_or_default() {
        "country" | "region" => "influencer.identity.location",
        "city" => "influencer.identity.location.precise",
        "language" => "influencer.identity.language",
        "gender" => "influencer.identity.gender",
        "age_band" => "influencer.identity.age",
        "contact_available" => "influencer.contact",
        "interests" => "influencer.inferred.interests",
        "hashtags" | "mentions" | "brands" | "category" => "influencer.content",
        _ => "influencer.identity",
    }
}

impl FromStr for Field {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        if let Some(label) = place(&LABELS, name) {
            return Ok(Field::Label(label));
        }
        if let Some(number) = place(&NUMBERS, name) {
            return Ok(Field::Number(number));
        }
        if name == "similarity" {
            return Ok(Field::Similarity);
        }
        if let Some((dimension, label)) = name.strip_prefix("audience.").and_then(|name| name.split_once('.'))
            && !label.is_empty()
        {
            let known = dimension == GENDER_AGE || audience_dimension(dimension)?;
            if known {
                return Ok(Field::Audience(format!("{dimension}.{label}")));
            }
        }
        // A special category is refused by its name.
        name.parse::<Dimension>().map(drop).or_else(special)?;
        Err(Error::UnknownField { field: shortened(name) })
    }
}

/// Whether shares of this dimension are held.
pub(super) fn audience_dimension(name: &str) -> Result<bool, Error> {
    if name == BRAND_AFFINITY {
        return Ok(true);
    }
    match name.parse::<Dimension>() {
        Ok(dimension) => Ok(AUDIENCE.contains(&dimension)),
        Err(error) => special(error).map(|()| false),
    }
}

/// An error about a special category stands; another is told in our own words.
fn special(error: crate::audience::Error) -> Result<(), Error> {
    match error {
        error @ crate::audience::Error::SpecialCategory { .. } => Err(Error::Audience(error)),
        _ => Ok(()),
    }
}

/// A name that a caller gave, short enough for a message.
pub(super) fn shortened(name: &str) -> String {
    name.chars().take(40).collect()
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Field::Label(label) => f.write_str(LABELS.get(*label).copied().unwrap_or_default()),
            Field::Number(number) => f.write_str(NUMBERS.get(*number).copied().unwrap_or_default()),
            Field::Audience(share) => write!(f, "audience.{share}"),
            Field::Similarity => f.write_str("similarity"),
        }
    }
}
