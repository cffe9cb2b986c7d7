//! The report as a document.

use serde::{Deserialize, Serialize};

use super::{
    AudienceSample, Content, Counts, EngagementReport, History, Identity, Origins, ReportOptions, Stated,
    ValueReport,
};
use crate::metrics::cadence::Cadence;
use crate::metrics::sponsorship::Sponsorship;
use crate::metrics::summary::Summary;
use crate::metrics::tiers::Tier;
use crate::model::Timestamp;

/// Everything that is known and computed of one influencer.
///
/// Rates and shares are fractions (0.031 is 3.1 %). A figure is an estimate with its interval, sample size and
/// method, or the reason why there is none. `docs/report.md` says what each field means and where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    /// The version of this form: it rises when a field changes its meaning.
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
    /// Who the audience is, as far as it may be published, by role: followers, likers, commenters.
    pub audience: Vec<AudienceSample>,
    /// Where the figures come from.
    pub provenance: Origins,
    /// The choices behind the figures.
    pub options: ReportOptions,
}

/// The version of the form that this code writes.
pub(super) const VERSION: u32 = 1;
