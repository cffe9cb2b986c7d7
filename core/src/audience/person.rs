//! What is known of one member of an audience.

use std::fmt;

use super::{Dimension, Reachability};
use crate::model::AudienceMember;

/// What is known of one member of an audience, borrowed from wherever it is held. What is `None` is not known.
///
/// ```
/// use renown::audience::Person;
/// use renown::model::{AudienceMember, InfluencerId, MemberId};
///
/// let member = AudienceMember::new(MemberId::new("a1")?, InfluencerId::new("4711")?)
///     .with_gender("female".parse()?);
/// let person = Person { kind: Some("real"), ..Person::from(&member) };
/// assert_eq!(person.gender, Some("female"));
/// # Ok::<(), renown::model::Error>(())
/// ```
#[derive(Clone, Copy, Default)]
pub struct Person<'a> {
    /// Country of residence.
    pub country: Option<&'a str>,
    /// First-level subdivision.
    pub region: Option<&'a str>,
    /// City.
    pub city: Option<&'a str>,
    /// Gender.
    pub gender: Option<&'a str>,
    /// Age band.
    pub age_band: Option<&'a str>,
    /// Language.
    pub language: Option<&'a str>,
    /// Interests, in any order; none where they are not known. One that comes twice counts once.
    pub interests: &'a [String],
    /// How many accounts the person follows.
    pub following: Option<u64>,
    /// What the account is, in the words of the caller: the label that a credibility model gave it.
    pub kind: Option<&'a str>,
    /// How many people this one stands for; needed where an audience is weighted, not looked at where it is not.
    pub weight: Option<f64>,
}

impl Person<'_> {
    /// The value of a dimension of which a person has one; of interests, none.
    pub(crate) fn value(&self, dimension: Dimension) -> Option<&str> {
        match dimension {
            Dimension::Country => self.country,
            Dimension::Region => self.region,
            Dimension::City => self.city,
            Dimension::Gender => self.gender,
            Dimension::AgeBand => self.age_band,
            Dimension::Language => self.language,
            Dimension::Reachability => self.reachability(),
            Dimension::Kind => self.kind,
            Dimension::Interest => None,
        }
    }

    /// The band of how many accounts the person follows.
    pub(crate) fn reachability(&self) -> Option<&'static str> {
        self.following.map(|following| Reachability::of(following).label())
    }
}

impl<'a> From<&'a AudienceMember> for Person<'a> {
    fn from(member: &'a AudienceMember) -> Person<'a> {
        Person {
            country: member.country().map(|country| country.as_str()),
            region: member.region().map(|region| region.as_str()),
            city: member.city(),
            gender: member.gender().map(|gender| gender.as_str()),
            age_band: member.age_band().map(|band| band.as_str()),
            language: member.language().map(|language| language.as_str()),
            interests: member.interests(),
            following: member.following(),
            kind: None,
            weight: Some(member.weight()),
        }
    }
}

impl fmt::Debug for Person<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Person").finish_non_exhaustive()
    }
}
