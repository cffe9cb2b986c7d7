//! From an account to its features.

use super::Feature;
use crate::model::{AccountFeatures, Measures};
use crate::stats::median_in_place;

/// The features of one account; what is not known is unknown, never 0.
///
/// ```
/// use renown::credibility::{Feature, Values};
/// let values = Values::new().with(Feature::Followers, 120.0).with(Feature::Following, 242.0);
/// assert_eq!(values.get(Feature::FollowingPerFollower), Some(2.0));
/// assert_eq!(values.get(Feature::HasPicture), None);
/// ```
#[derive(Clone, Copy, PartialEq)]
pub struct Values([f64; Feature::COUNT]);

const MILLIS_OF_A_DAY: i64 = 86_400_000;

impl Values {
    /// An account of which nothing is known.
    #[must_use]
    pub const fn new() -> Self {
        Values([f64::NAN; Feature::COUNT])
    }

    /// The same with one feature known; a value that is not finite leaves it unknown. Followers and accounts
    /// followed give their ratio by themselves.
    #[must_use]
    pub fn with(mut self, feature: Feature, value: f64) -> Self {
        self.set(feature, value);
        if matches!(feature, Feature::Followers | Feature::Following) {
            self.set(Feature::FollowingPerFollower, self.ratio());
        }
        self
    }

    /// The value of a feature, where it is known.
    #[must_use]
    pub fn get(&self, feature: Feature) -> Option<f64> {
        Some(self.raw(feature)).filter(|value| !value.is_nan())
    }

    pub(super) fn raw(&self, feature: Feature) -> f64 {
        self.0.get(feature.index()).copied().unwrap_or(f64::NAN)
    }

    fn set(&mut self, feature: Feature, value: f64) {
        if let Some(place) = self.0.get_mut(feature.index()) {
            *place = if value.is_finite() { value } else { f64::NAN };
        }
    }

    fn ratio(&self) -> f64 {
        self.raw(Feature::Following) / (self.raw(Feature::Followers) + 1.0)
    }
}

impl Default for Values {
    fn default() -> Self {
        Values::new()
    }
}

/// Shows how much is known, not what: it is about a person.
impl std::fmt::Debug for Values {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let known = self.0.iter().filter(|value| !value.is_nan()).count();
        f.debug_struct("Values").field("known", &known).finish_non_exhaustive()
    }
}

impl From<&AccountFeatures> for Values {
    fn from(account: &AccountFeatures) -> Self {
        let flag = |flag: Option<bool>| flag.map_or(f64::NAN, |flag| f64::from(u8::from(flag)));
        let count = |count: Option<u64>| count.map_or(f64::NAN, |count| count as f64);
        let measures = |text: Option<&crate::model::TextFeature>| {
            text.map_or_else(Measures::default, crate::model::TextFeature::measures)
        };
        let username = account.username().and_then(crate::model::TextFeature::text);
        let full_name = account.full_name().and_then(crate::model::TextFeature::text);
        let of_username = measures(account.username());
        let of_full_name = measures(account.full_name());
        let age = account.collected_at().zip(account.created_at()).and_then(|(read, made)| {
            let millis = read.millis() - made.millis();
            (millis >= 0).then_some((millis / MILLIS_OF_A_DAY) as f64)
        });
        let mut values = Values::new();
        for (feature, value) in [
            (Feature::HasPicture, flag(account.has_picture())),
            (Feature::UsernameLength, count(of_username.length)),
            (Feature::UsernameDigitShare, of_username.digit_share.unwrap_or(f64::NAN)),
            (Feature::UsernameEntropy, username.map_or(f64::NAN, entropy)),
            (
                Feature::NameSimilarity,
                username
                    .zip(full_name)
                    .and_then(|(username, name)| similarity(username, name))
                    .unwrap_or(f64::NAN),
            ),
            (Feature::FullNameWords, count(of_full_name.words)),
            (Feature::FullNameDigitShare, of_full_name.digit_share.unwrap_or(f64::NAN)),
            (Feature::NameEqualsUsername, flag(account.name_equals_username())),
            (Feature::BioLength, count(measures(account.bio()).length)),
            (Feature::ExternalLink, flag(account.external_link())),
            (Feature::Private, flag(account.private())),
            (Feature::Verified, flag(account.verified())),
            (Feature::Posts, count(account.posts())),
            (Feature::Followers, count(account.followers())),
            (Feature::Following, count(account.following())),
            (Feature::AccountAgeDays, age.unwrap_or(f64::NAN)),
        ] {
            values = values.with(feature, value);
        }
        values
    }
}

const ENTROPY_CHARACTERS: usize = 64;

/// Shannon entropy of the first characters of a text, bits a character; an empty text has 0.
fn entropy(text: &str) -> f64 {
    let characters = || text.chars().take(ENTROPY_CHARACTERS);
    let n = characters().count() as f64;
    // Each character adds −log2 of the share of its like, by n.
    let bits: f64 = characters()
        .map(|character| -libm::log2(characters().filter(|other| *other == character).count() as f64 / n))
        .sum();
    if n == 0.0 { 0.0 } else { bits / n }
}

/// How much of the username the full name holds in the same order; `None` where the username has no letter.
fn similarity(username: &str, full_name: &str) -> Option<f64> {
    let mut name = letters(full_name);
    let (mut all, mut found) = (0_u32, 0_u32);
    for letter in letters(username) {
        all += 1;
        // A letter that is not there costs nothing of the name.
        let mut ahead = name.clone();
        if ahead.any(|other| other == letter) {
            name = ahead;
            found += 1;
        }
    }
    (all > 0).then(|| f64::from(found) / f64::from(all))
}

fn letters(text: &str) -> impl Iterator<Item = char> + Clone + '_ {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).take(256)
}

/// How alike the gaps between posts are: 1 − MAD / median of the gaps, at least 0. 1 is clockwork. `None` for fewer
/// than five posts, or where half of them came at once.
///
/// Times are milliseconds since 1970-01-01T00:00:00Z, in any order.
///
/// ```
/// use renown::credibility::posting_regularity;
/// assert_eq!(posting_regularity(&[0, 60, 120, 180, 240]), Some(1.0));
/// assert_eq!(posting_regularity(&[0, 60]), None);
/// ```
#[must_use]
pub fn posting_regularity(times: &[i64]) -> Option<f64> {
    const FEWEST: usize = 5;
    if times.len() < FEWEST {
        return None;
    }
    let mut times = times.to_vec();
    times.sort_unstable();
    let gap = |(before, after): (&i64, &i64)| after.saturating_sub(*before) as f64;
    let mut gaps: Vec<f64> = times.iter().zip(times.iter().skip(1)).map(gap).collect();
    let median = median_in_place(&mut gaps).filter(|median| *median > 0.0)?;
    gaps.iter_mut().for_each(|gap| *gap = (*gap - median).abs());
    median_in_place(&mut gaps).map(|deviation| (1.0 - deviation / median).max(0.0))
}
