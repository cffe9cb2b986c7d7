//! The report as a document.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::{
    AudienceSample, Content, Counts, EngagementReport, History, Identity, Origins, ReportOptions, Stated,
    ValueReport,
};
use crate::credibility::AudienceCredibility;
use crate::metrics::cadence::Cadence;
use crate::metrics::sponsorship::Sponsorship;
use crate::metrics::summary::Summary;
use crate::metrics::tiers::Tier;
use crate::model::Timestamp;
use crate::stats::Undefined;

/// Everything that is known and computed of one influencer.
///
/// Rates and shares are fractions (0.031 is 3.1 %). A figure is an estimate with its interval, sample size and
/// method, or the reason why there is none. `docs/report.md` says what each field means and where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    /// The version of this form: it rises when a field changes its meaning. A newer form than this code writes is not
    /// read.
    #[serde(deserialize_with = "known_version")]
    pub version: u32,
    /// When the report was made, as the caller says.
    pub generated_at: Timestamp,
    /// When the latest of its inputs was read; null where none says it.
    pub updated_at: Option<Timestamp>,
    /// Who the influencer is.
    pub identity: Identity,
    /// How large the account is.
    pub counts: Counts,
    /// The tier by followers.
    pub tier: Stated<Tier>,
    /// How engaged the audience is.
    pub engagement: EngagementReport,
    /// Averages of the posts of the window, likes per comment, the share of posts with hidden likes.
    pub averages: Summary,
    /// Posts and counts by period, followers, growth.
    pub history: History,
    /// How often, how regularly and when the influencer publishes.
    pub cadence: Cadence,
    /// Sponsored against organic posts, on the basis of the headline rate.
    pub sponsorship: Sponsorship,
    /// Hashtags, mentions, brands, and posts.
    pub content: Content,
    /// What an average post is worth at the caller's prices; undefined without prices.
    pub value: Stated<ValueReport>,
    /// How much of the audience is real, as the caller estimated it; undefined without an estimate.
    #[serde(default = "not_estimated")]
    pub credibility: Stated<AudienceCredibility>,
    /// Who the audience is, as far as it may be published, by role: followers, likers, commenters.
    pub audience: Vec<AudienceSample>,
    /// Where the figures come from.
    pub provenance: Origins,
    /// The choices behind the figures.
    pub options: ReportOptions,
}

/// What a report says that was written before reports told of credibility.
fn not_estimated() -> Stated<AudienceCredibility> {
    Stated::undefined(Undefined::Empty)
}

fn known_version<'de, D: Deserializer<'de>>(form: D) -> Result<u32, D::Error> {
    let version = u32::deserialize(form)?;
    if (1..=VERSION).contains(&version) {
        return Ok(version);
    }
    Err(D::Error::custom(format!(
        "a report of the form {version}; this renown reads forms from 1 to {VERSION}"
    )))
}

/// The version of the form that this code writes.
pub(super) const VERSION: u32 = 1;
