//! What is known: influencers, their posts, their audience.
//!
//! One idea to keep in mind: every type validates on construction and on deserialisation, so that a value
//! which exists is a value which is right. A count that the platform hides is `None`, never 0.
//!
//! `Debug` and errors never show names, handles, captions or other personal texts; `Display` and accessors do.
//! Special categories of personal data (ethnicity, religion, health, sexuality, politics) have no fields.

mod account_features;
mod age_band;
mod audience_member;
pub mod caption;
mod country;
mod error;
mod follower_series;
mod gender;
mod handle;
mod hashtag;
mod id;
mod key;
mod language;
mod location;
mod nearness;
mod platform;
mod post;
mod profile;
#[cfg(test)]
mod properties;
mod provenance;
mod raw;
pub mod read;
mod record;
#[cfg(test)]
mod tests;
mod text;
mod timestamp;
mod user;
mod words;

pub use account_features::{AccountFeatures, Measures, TextFeature};
pub use age_band::AgeBand;
pub use audience_member::{AudienceMember, AudienceRole};
pub use country::{Country, Region};
pub use error::Error;
pub(crate) use error::shortened;
pub use follower_series::{FollowerPoint, FollowerSeries};
pub use gender::Gender;
pub use handle::Handle;
pub use hashtag::{Brand, HASHTAG_MAX, Hashtag, Mention};
pub use id::{ID_MAX, InfluencerId, MemberId, PostId, UserId};
pub use language::Language;
pub use location::Location;
#[cfg(any(feature = "arrow", feature = "search"))]
pub(crate) use nearness::edits;
pub use platform::Platform;
pub use post::{Post, PostCounts, PostKind};
pub use profile::{AccountType, Profile};
pub use provenance::{OriginTag, Provenance, Source};
pub use raw::COUNT_MAX;
#[cfg(feature = "arrow")]
pub(crate) use raw::{count, count_from_float};
pub use record::Record;
pub use text::{BIO_MAX, CAPTION_MAX, NAME_MAX, URL_MAX, Url};
pub use timestamp::Timestamp;
#[cfg(feature = "arrow")]
pub(crate) use timestamp::date;
pub use user::User;
