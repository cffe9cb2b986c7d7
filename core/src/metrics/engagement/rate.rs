//! Engagement and rate of one post: pure functions over plain values, for rows and columns alike.

use super::{Basis, Counts, EngagementOptions, HiddenLikes, Observation};
use crate::metrics::{Error, Place};
use crate::model::Platform;
use crate::stats::Undefined;

/// Counts are whole numbers below this.
pub const COUNT_LIMIT: u64 = 1 << 63;

impl Counts {
    /// Likes and comments.
    pub const LIKES_COMMENTS: Counts = Counts { likes: true, comments: true, shares: false, saves: false };
    /// Likes, comments and shares.
    pub const LIKES_COMMENTS_SHARES: Counts =
        Counts { likes: true, comments: true, shares: true, saves: false };

    /// What counts on a platform unless the caller chooses: likes + comments, on TikTok also shares.
    ///
    /// ```
    /// use renown::metrics::engagement::Counts;
    /// use renown::model::Platform;
    /// assert!(Counts::of(Some(Platform::TikTok)).shares);
    /// assert!(!Counts::of(Some(Platform::YouTube)).shares);
    /// ```
    #[must_use]
    pub const fn of(platform: Option<Platform>) -> Counts {
        match platform {
            Some(Platform::TikTok) => Counts::LIKES_COMMENTS_SHARES,
            _ => Counts::LIKES_COMMENTS,
        }
    }
}

impl EngagementOptions {
    /// What counts in a post of this platform under these options.
    #[must_use]
    pub fn counts_for(&self, platform: Option<Platform>) -> Counts {
        self.counts.unwrap_or(Counts::of(platform))
    }
}

/// The components that a post may show. `None` is hidden or unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "each field is the component it is named after")]
pub struct Components {
    pub likes: Option<u64>,
    pub comments: Option<u64>,
    pub shares: Option<u64>,
    pub saves: Option<u64>,
}

impl Components {
    /// Adds up the counted components: all of them, or those shown.
    ///
    /// `None` where a counted component is hidden and `hidden` is not [`HiddenLikes::LowerBound`], or where all
    /// counted components are hidden: an unknown engagement is never 0. Under [`HiddenLikes::Impute`] a post
    /// with hidden likes has none of its own; see [`Imputation`](super::Imputation).
    ///
    /// Source: `docs/formulas/engagement.md#engagement-of-a-post`.
    ///
    /// # Errors
    /// [`TooLarge`] where the sum is 2^64 or more.
    ///
    /// ```
    /// use renown::metrics::engagement::{Components, Counts, HiddenLikes};
    /// let post = Components { likes: None, comments: Some(7), ..Components::default() };
    /// assert_eq!(post.engagement(Counts::LIKES_COMMENTS, HiddenLikes::Drop), Ok(None));
    /// assert_eq!(post.engagement(Counts::LIKES_COMMENTS, HiddenLikes::LowerBound), Ok(Some(7)));
    /// ```
    #[inline]
    pub fn engagement(self, counts: Counts, hidden: HiddenLikes) -> Result<Option<u64>, TooLarge> {
        let mut sum = 0_u64;
        let mut shown = false;
        let mut complete = true;
        let counted = [
            (counts.likes, self.likes),
            (counts.comments, self.comments),
            (counts.shares, self.shares),
            (counts.saves, self.saves),
        ];
        for (counts, value) in counted {
            match (counts, value) {
                (false, _) => {}
                (true, Some(value)) => {
                    sum = sum.checked_add(value).ok_or(TooLarge)?;
                    shown = true;
                }
                (true, None) => complete = false,
            }
        }
        Ok((shown && (complete || hidden == HiddenLikes::LowerBound)).then_some(sum))
    }
}

/// The components of one post add up to 2^64 or more. Who knows the row makes an
/// [`Error::EngagementTooLarge`] of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge;

/// The rate of one post: engagement over denominator, both whole, the denominator above 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rate {
    engagement: u64,
    denominator: u64,
}

impl Rate {
    /// A rate, or `None` where the denominator is 0.
    #[inline]
    #[must_use]
    pub const fn new(engagement: u64, denominator: u64) -> Option<Rate> {
        if denominator == 0 { None } else { Some(Rate { engagement, denominator }) }
    }

    /// What the post got.
    #[inline]
    #[must_use]
    pub const fn engagement(self) -> u64 {
        self.engagement
    }

    /// By what it is divided, never 0.
    #[inline]
    #[must_use]
    pub const fn denominator(self) -> u64 {
        self.denominator
    }

    /// The rate, a fraction: both sides as `f64`, then one division.
    ///
    /// ```
    /// use renown::metrics::engagement::Rate;
    /// assert_eq!(Rate::new(31, 1000).map(Rate::value), Some(0.031));
    /// ```
    #[inline]
    #[must_use]
    pub fn value(self) -> f64 {
        self.engagement as f64 / self.denominator as f64
    }
}

/// Why a rate by this basis has no denominator.
#[inline]
#[must_use]
pub const fn no_denominator(basis: Basis) -> Undefined {
    match basis {
        Basis::Followers => Undefined::NoFollowers,
        Basis::Reach | Basis::Impressions | Basis::Views => Undefined::NoDenominator,
    }
}

impl Observation {
    /// The components that this post shows.
    #[inline]
    #[must_use]
    pub const fn components(&self) -> Components {
        Components { likes: self.likes, comments: self.comments, shares: self.shares, saves: self.saves }
    }

    /// By what the engagement of this post is divided; `None` where it is unknown or 0.
    #[inline]
    #[must_use]
    pub fn denominator(&self, basis: Basis) -> Option<u64> {
        let denominator = match basis {
            Basis::Followers => self.followers,
            Basis::Reach => self.reach,
            Basis::Impressions => self.impressions,
            Basis::Views => self.views,
        };
        denominator.filter(|&denominator| denominator > 0)
    }

    /// The rate of this post alone. Hidden likes are not imputed here, for that takes the account's other
    /// posts.
    ///
    /// # Errors
    /// [`Undefined::HiddenLikes`] or [`Undefined::MissingCounts`] where a counted component is not shown,
    /// [`Undefined::NoFollowers`] or [`Undefined::NoDenominator`] where the denominator is unknown or 0,
    /// [`Undefined::TooLarge`] where the components add up to 2^64 or more.
    ///
    /// ```
    /// use renown::metrics::engagement::{EngagementOptions, Observation};
    /// let post = Observation { likes: Some(290), comments: Some(20), followers: Some(10_000), ..Observation::default() };
    /// assert_eq!(post.rate(&EngagementOptions::default())?.value(), 0.031);
    /// # Ok::<(), renown::stats::Undefined>(())
    /// ```
    pub fn rate(&self, options: &EngagementOptions) -> Result<Rate, Undefined> {
        let counts = options.counts_for(self.platform);
        let engagement = self
            .components()
            .engagement(counts, options.hidden_likes)
            .map_err(|TooLarge| Undefined::TooLarge)?
            .ok_or(if counts.likes && self.likes.is_none() {
                Undefined::HiddenLikes
            } else {
                Undefined::MissingCounts
            })?;
        self.denominator(options.basis)
            .and_then(|denominator| Rate::new(engagement, denominator))
            .ok_or(no_denominator(options.basis))
    }

    /// Checks what no type can: that counts are below 2^63 and times within the years 1 to 9999.
    ///
    /// # Errors
    /// [`Error::CountTooLarge`] or [`Error::TimestampOutOfRange`], at `place`.
    pub fn check(&self, place: Place) -> Result<(), Error> {
        let counts = [
            ("likes", self.likes),
            ("comments", self.comments),
            ("shares", self.shares),
            ("saves", self.saves),
            ("views", self.views),
            ("reach", self.reach),
            ("impressions", self.impressions),
            ("followers", self.followers),
        ];
        for (column, value) in counts {
            if let Some(value) = value.filter(|&value| value >= COUNT_LIMIT) {
                return Err(Error::CountTooLarge { place, column, value });
            }
        }
        let times = [("published_at", Some(self.published_at)), ("collected_at", self.collected_at)];
        for (column, value) in times {
            if let Some(value) = value.filter(|value| !TIMES.contains(value)) {
                return Err(Error::TimestampOutOfRange { place, column, value });
            }
        }
        Ok(())
    }
}

/// The times that metrics take: 0001-01-01T00:00:00Z up to, not including, 10000-01-01T00:00:00Z.
pub const TIMES: std::ops::Range<i64> = -62_135_596_800_000..253_402_300_800_000;
