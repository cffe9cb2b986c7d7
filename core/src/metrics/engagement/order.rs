//! A total order over posts, and what it means that two of them are the same.
//!
//! One idea to keep in mind: posts of the same instant are told apart by what they contain. Where even that is
//! the same, it does not matter which of them is taken.

use std::cmp::{Ordering, Reverse};

use super::{EngagementOptions, Listed, Observation};
use crate::model::Platform;

/// The order of the window, latest first. The first `last` posts of this order are the window.
///
/// 1. `published_at`, the later first;
/// 2. the post id by its bytes, posts with an id before those without;
/// 3. the engagement that counts under the options ([`Components::engagement`](super::Components::engagement)),
///    the unknown first, then the smaller;
/// 4. the denominator of the basis, the unknown or 0 first, then the smaller;
/// 5. likes, comments, shares, saves, platform, views, reach, impressions, followers, `collected_at`, the
///    unknown first, then the smaller; pinned, sponsored. Platforms stand in the order of their names.
///
/// A kernel need not read all of that. Two posts that are equal in 1 to 4 and of which both or neither show
/// their likes give the same figure, whichever of them is taken. Only where likes are imputed do likes,
/// comments, shares, saves and platform decide as well.
///
/// ```
/// use renown::metrics::engagement::{EngagementOptions, Listed, Observation, window_order};
/// let old = Listed::from(Observation { published_at: 1, ..Observation::default() });
/// let new = Listed::from(Observation { published_at: 2, ..Observation::default() });
/// assert!(window_order(&new, &old, &EngagementOptions::default()).is_lt());
/// ```
#[must_use]
pub fn window_order(a: &Listed<'_>, b: &Listed<'_>, options: &EngagementOptions) -> Ordering {
    let counted = |post: &Observation| {
        let counts = options.counts_for(post.platform);
        // A post of which the components add up to too much is refused before a window is made.
        let engagement = post.components().engagement(counts, options.hidden_likes).ok().flatten();
        (engagement, post.denominator(options.basis))
    };
    Reverse(a.post.published_at)
        .cmp(&Reverse(b.post.published_at))
        .then_with(|| (a.id.is_none(), a.id).cmp(&(b.id.is_none(), b.id)))
        .then_with(|| counted(&a.post).cmp(&counted(&b.post)))
        .then_with(|| a.post.content_order(&b.post))
}

impl Observation {
    /// A total order over what a post contains, as in step 5 of [`window_order`], and its time last. It says
    /// nothing about which post is better.
    #[must_use]
    pub fn content_order(&self, other: &Observation) -> Ordering {
        let shown = |post: &Observation| {
            (post.likes, post.comments, post.shares, post.saves, post.platform.map(platform_rank))
        };
        let known = |post: &Observation| {
            (post.views, post.reach, post.impressions, post.followers, post.collected_at)
        };
        let rest = |post: &Observation| (post.pinned, post.sponsored, post.published_at);
        shown(self)
            .cmp(&shown(other))
            .then_with(|| known(self).cmp(&known(other)))
            .then_with(|| rest(self).cmp(&rest(other)))
    }

    /// The first column in which two posts differ, by the name it has in a table.
    #[must_use]
    pub fn differs_in(&self, other: &Observation) -> Option<&'static str> {
        let (a, b) = (self, other);
        [
            ("published_at", a.published_at == b.published_at),
            ("likes", a.likes == b.likes),
            ("comments", a.comments == b.comments),
            ("shares", a.shares == b.shares),
            ("saves", a.saves == b.saves),
            ("views", a.views == b.views),
            ("reach", a.reach == b.reach),
            ("impressions", a.impressions == b.impressions),
            ("followers", a.followers == b.followers),
            ("pinned", a.pinned == b.pinned),
            ("sponsored", a.sponsored == b.sponsored),
            ("collected_at", a.collected_at == b.collected_at),
            ("platform", a.platform == b.platform),
        ]
        .into_iter()
        .find_map(|(column, same)| (!same).then_some(column))
    }
}

/// The rank of a platform among platforms: part of the byte form of accumulators, so it never changes.
pub(crate) const fn platform_rank(platform: Platform) -> u8 {
    match platform {
        Platform::Instagram => 1,
        Platform::TikTok => 2,
        Platform::YouTube => 3,
    }
}
