//! What the metrics read of one post, whether it comes from a [`Post`](crate::model) or from a row of columns.

use crate::model::Platform;

/// One post as the metrics see it. A count that is hidden or unknown is `None`, never 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is the count it is named after")]
pub struct Observation {
    pub platform: Option<Platform>,
    /// When the post was published, milliseconds since 1970-01-01T00:00:00Z.
    pub published_at: i64,
    pub likes: Option<u64>,
    pub comments: Option<u64>,
    pub shares: Option<u64>,
    pub saves: Option<u64>,
    pub views: Option<u64>,
    pub reach: Option<u64>,
    pub impressions: Option<u64>,
    /// Followers of the account at the time of the post where known, else at collection.
    pub followers: Option<u64>,
    pub pinned: bool,
    pub sponsored: bool,
    /// When the counts were read, milliseconds since 1970-01-01T00:00:00Z.
    pub collected_at: Option<i64>,
}
