//! The platforms on which influencers publish.

use serde::{Deserialize, Serialize};

/// Where an influencer publishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Platform {
    /// Instagram.
    Instagram,
    /// TikTok.
    #[serde(rename = "tiktok")]
    TikTok,
    /// YouTube.
    #[serde(rename = "youtube")]
    YouTube,
}
