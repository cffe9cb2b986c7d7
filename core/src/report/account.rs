//! Who the influencer is, and how large the account.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Stated;
use crate::metrics::summary::followers_per_following;
use crate::model::{
    AccountType, AgeBand, Gender, InfluencerId, Language, Location, Platform, Profile, Timestamp, Url,
};
use crate::stats::{Figure, Undefined};

/// Who the influencer is, as the profile says; what it does not say is null. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Identity {
    /// The caller's identifier of the influencer.
    pub id: InfluencerId,
    /// The platform.
    pub platform: Platform,
    /// The handle without the @.
    pub handle: String,
    /// The address of the profile: the one given, else the one that the handle makes.
    pub url: Option<Url>,
    /// The address of the profile picture.
    pub image_url: Option<Url>,
    /// The full name; empty where the account shows none.
    pub full_name: Option<String>,
    /// What the person says of themselves; empty where the account shows nothing.
    pub bio: Option<String>,
    /// The category in which the platform lists the account.
    pub category: Option<String>,
    /// The kind of account.
    pub account_type: Option<AccountType>,
    /// Whether the platform has verified the account.
    pub verified: Option<bool>,
    /// The gender.
    pub gender: Option<Gender>,
    /// The age band.
    pub age_band: Option<AgeBand>,
    /// The language, BCP 47.
    pub language: Option<Language>,
    /// The general location.
    pub location: Option<Location>,
    /// When the account was made.
    pub created_at: Option<Timestamp>,
}

impl Identity {
    pub(super) fn of(profile: &Profile) -> Identity {
        let of_handle = || Url::new(profile.handle().url()).ok();
        Identity {
            id: profile.id().clone(),
            platform: profile.platform(),
            handle: profile.handle().as_str().to_owned(),
            url: profile.url().cloned().or_else(of_handle),
            image_url: profile.image_url().cloned(),
            full_name: profile.full_name().map(str::to_owned),
            bio: profile.bio().map(str::to_owned),
            category: profile.category().map(str::to_owned),
            account_type: profile.account_type(),
            verified: profile.verified(),
            gender: profile.gender(),
            age_band: profile.age_band(),
            language: profile.language().cloned(),
            location: profile.location().cloned(),
            created_at: profile.created_at(),
        }
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("platform", &self.platform).finish_non_exhaustive()
    }
}

/// How large the account is. Counts are read, not estimated: they are whole numbers without an interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Counts {
    /// Followers, on YouTube subscribers.
    pub followers: Stated<u64>,
    /// Accounts that this one follows.
    pub following: Stated<u64>,
    /// Posts that the account shows in all.
    pub content_count: Stated<u64>,
    /// Posts that the report rests on, each once.
    pub posts_read: u64,
    /// How many posts were given again with the same content, and counted once.
    pub posts_repeated: u64,
    /// Followers per account followed.
    pub followers_per_following: Figure,
}

impl Counts {
    pub(super) fn of(profile: &Profile, posts_read: usize, posts_given: usize) -> Counts {
        Counts {
            followers: Stated::or(profile.followers(), Undefined::NoFollowers),
            following: Stated::or(profile.following(), Undefined::MissingCounts),
            content_count: Stated::or(profile.posts(), Undefined::MissingCounts),
            posts_read: posts_read as u64,
            posts_repeated: posts_given.saturating_sub(posts_read) as u64,
            followers_per_following: followers_per_following(profile.followers(), profile.following()),
        }
    }
}
