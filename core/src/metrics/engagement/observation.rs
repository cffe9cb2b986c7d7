//! What the metrics read of one post, whether it comes from a [`Post`](crate::model) or from a row of columns.

use std::fmt;

use crate::model::Platform;

/// One post as the metrics see it. A count that is hidden or unknown is `None`, never 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
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

/// A post in a list: what the metrics read of it and, where the caller knows it, its id.
///
/// Ids are there to tell a post that was read twice from two posts that look alike. A list may mix posts with
/// and without; those without are all taken for different posts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Listed<'a> {
    /// The platform's id of the post.
    pub id: Option<&'a str>,
    /// What the metrics read of it.
    pub post: Observation,
}

impl From<Observation> for Listed<'_> {
    fn from(post: Observation) -> Self {
        Listed { id: None, post }
    }
}

/// Shows whether there is an id, not which: an id leads to a person.
impl fmt::Debug for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = if self.id.is_some() { "given" } else { "none" };
        f.debug_struct("Listed").field("id", &id).field("post", &self.post).finish()
    }
}
