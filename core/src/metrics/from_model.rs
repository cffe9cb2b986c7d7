//! From the model to what the metrics read.

use super::engagement::{Listed, Observation};
use super::growth::Reading;
use super::shares::Named;
use crate::model::{FollowerPoint, Post, Profile};

impl Observation {
    /// What the metrics read of a post. Followers are those at the time of the post where known, else those of the
    /// profile; views are plays where the platform counts these; the counts were read when the post was collected.
    ///
    /// ```
    /// use renown::metrics::engagement::Observation;
    /// use renown::model::{Handle, InfluencerId, Platform, Post, PostCounts, PostId, Profile};
    /// let id = InfluencerId::new("4711")?;
    /// let profile = Profile::new(id.clone(), Handle::new(Platform::TikTok, "invented_person")?).with_followers(900)?;
    /// let post = Post::new(PostId::new("1")?, id, Platform::TikTok, "2026-01-31T10:00:00Z".parse()?)
    ///     .with_counts(PostCounts { likes: Some(120), plays: Some(5_000), ..Default::default() })?;
    /// let seen = Observation::of(&post, Some(&profile));
    /// assert_eq!((seen.likes, seen.views, seen.followers), (Some(120), Some(5_000), Some(900)));
    /// # Ok::<(), renown::model::Error>(())
    /// ```
    #[must_use]
    pub fn of(post: &Post, profile: Option<&Profile>) -> Observation {
        let counts = post.counts();
        let collected_at =
            post.collected_at().or(post.provenance().map(|provenance| provenance.collected_at()));
        Observation {
            platform: Some(post.platform()),
            published_at: post.published_at().millis(),
            likes: counts.likes,
            comments: counts.comments,
            shares: counts.shares,
            saves: counts.saves,
            views: counts.views.or(counts.plays),
            reach: counts.reach,
            impressions: counts.impressions,
            followers: post.followers_at_post().or(profile.and_then(Profile::followers)),
            pinned: post.pinned(),
            sponsored: post.sponsored(),
            collected_at: collected_at.map(|at| at.millis()),
        }
    }
}

impl<'a> Listed<'a> {
    /// A post of the model with its id; see [`Observation::of`].
    #[must_use]
    pub fn of(post: &'a Post, profile: Option<&Profile>) -> Listed<'a> {
        Listed { id: Some(post.id().as_str()), post: Observation::of(post, profile) }
    }
}

impl<'a> From<&'a Post> for Listed<'a> {
    fn from(post: &'a Post) -> Self {
        Listed::of(post, None)
    }
}

impl<'a> Named<'a> {
    fn of(post: &'a Post, names: Vec<&'a str>) -> Named<'a> {
        Named { id: Some(post.id().as_str()), published_at: post.published_at().millis(), names }
    }

    /// A post and its hashtags, by the key under which their spellings are the same.
    #[must_use]
    pub fn hashtags(post: &'a Post) -> Named<'a> {
        Named::of(post, post.hashtags().iter().map(|tag| tag.key()).collect())
    }

    /// A post and the accounts it mentions, by the key under which the spellings of a handle are the same.
    #[must_use]
    pub fn mentions(post: &'a Post) -> Named<'a> {
        Named::of(post, post.mentions().iter().map(|mention| mention.handle().key()).collect())
    }

    /// A post and the brands it names, by the key under which their spellings are the same.
    #[must_use]
    pub fn brands(post: &'a Post) -> Named<'a> {
        Named::of(post, post.brands().iter().map(|brand| brand.key()).collect())
    }
}

/// A point of a series is a reading at the beginning of its day in UTC: leave the zone of
/// [`GrowthOptions`](super::growth::GrowthOptions) at UTC for it.
impl From<&FollowerPoint> for Reading {
    fn from(point: &FollowerPoint) -> Self {
        let at = point.date().and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis();
        Reading { at, followers: point.followers() }
    }
}
