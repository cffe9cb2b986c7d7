//! The choices behind an engagement rate, each with its default.

use serde::{Deserialize, Serialize};

/// By what the engagement of a post is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Followers at the time of the post where known, else at collection.
    #[default]
    Followers,
    /// Accounts that saw the post.
    Reach,
    /// Times the post was shown.
    Impressions,
    /// Times the video was viewed.
    Views,
}

/// How one figure is made of the rates of many posts.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Statistic {
    /// The middle rate.
    #[default]
    Median,
    /// The arithmetic mean of the rates.
    Mean,
    /// Sum of engagements over sum of denominators.
    Pooled,
    /// Mean without the lowest and the highest `share` of the rates: floor(n · share) on each side.
    Trimmed {
        /// A fraction from 0 up to, not including, 0.5.
        share: f64,
    },
    /// Mean with those rates moved to the nearest one that is kept.
    Winsorised {
        /// A fraction from 0 up to, not including, 0.5.
        share: f64,
    },
}

/// What is done with a post of which a counted component is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HiddenLikes {
    /// The post is left out.
    #[default]
    Drop,
    /// What is shown is counted: a lower bound.
    LowerBound,
    /// Likes are imputed from the comments by the account's own likes / comments over the posts in the
    /// window that show both; a post of which anything else is missing is left out.
    Impute,
}

/// Whether sponsored posts count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sponsored {
    /// They count like any other.
    #[default]
    Keep,
    /// They are left out.
    LeaveOut,
    /// Only they count.
    Only,
}

/// Whether pinned posts count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Pinned {
    /// They are left out: an account pins its best.
    #[default]
    LeaveOut,
    /// They count like any other.
    Keep,
}

/// Which components are added up to the engagement of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "each field is the component it is named after")]
pub struct Counts {
    pub likes: bool,
    pub comments: bool,
    pub shares: bool,
    pub saves: bool,
}

/// Which posts are looked at, before pinned, sponsored and hidden ones are dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Window {
    /// The latest so many posts; `None` takes all.
    pub last: Option<u32>,
    /// Published at or after, milliseconds since 1970-01-01T00:00:00Z.
    pub since: Option<i64>,
    /// Published before, milliseconds since 1970-01-01T00:00:00Z.
    pub until: Option<i64>,
}

impl Default for Window {
    fn default() -> Self {
        Window { last: Some(30), since: None, until: None }
    }
}

/// The choices behind an engagement rate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct EngagementOptions {
    /// By what engagement is divided.
    pub basis: Basis,
    /// How one figure is made of many posts.
    pub statistic: Statistic,
    /// Which posts are looked at.
    pub window: Window,
    /// Whether pinned posts count.
    pub pinned: Pinned,
    /// Whether sponsored posts count.
    pub sponsored: Sponsored,
    /// What is done with posts that hide a component.
    pub hidden_likes: HiddenLikes,
    /// Which components count; `None` takes the platform's default: likes + comments, on TikTok also shares.
    pub counts: Option<Counts>,
    /// A post younger than this when its counts were read is left out, milliseconds. A post counts as settled
    /// where neither it nor `as_of` says when that was.
    pub settling: i64,
    /// When the counts were read, for posts that do not say so themselves.
    pub as_of: Option<i64>,
    /// Confidence level of the interval, between 0 and 1.
    pub level: f64,
}

impl Default for EngagementOptions {
    fn default() -> Self {
        EngagementOptions {
            basis: Basis::default(),
            statistic: Statistic::default(),
            window: Window::default(),
            pinned: Pinned::default(),
            sponsored: Sponsored::default(),
            hidden_likes: HiddenLikes::default(),
            counts: None,
            settling: 86_400_000,
            as_of: None,
            level: 0.95,
        }
    }
}
