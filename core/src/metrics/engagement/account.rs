//! Engagement of an account from all its posts at once.

use serde::{Deserialize, Serialize};

use super::distinct::{Distinct, distinct};
use super::finish::finish_rates;
use super::rate::TooLarge;
use super::{
    EngagementOptions, HiddenLikes, Imputation, Listed, Measured, Rate, Tally, measure, window_order,
};
use crate::metrics::{Error, Place};
use crate::stats::{Figure, Quantiles, Undefined};

/// Engagement of an account, with what it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Engagement {
    /// The rate, a fraction, with its interval; or why there is none.
    pub figure: Figure,
    /// The share of the posts in the window that hide their likes; `None` where the window is empty.
    pub hidden_share: Option<f64>,
    /// How many posts were looked at, and why the others were left out.
    pub posts: Tally,
}

/// Engagement of one account from its posts in any order.
///
/// Source: `docs/formulas/engagement.md#rate-of-an-account`.
///
/// # Errors
/// What [`EngagementOptions::validate`] refuses; counts or times out of range; the same post with different
/// content.
///
/// ```
/// use renown::metrics::engagement::{EngagementOptions, Observation, engagement};
/// use renown::stats::Figure;
/// let post = |day: i64, likes| Observation {
///     published_at: day * 86_400_000,
///     likes,
///     comments: Some(10),
///     followers: Some(1_000),
///     ..Observation::default()
/// };
/// let posts = [post(1, Some(20)), post(2, Some(40)), post(3, None), post(4, Some(90))];
/// let engagement = engagement(posts, &EngagementOptions::default())?;
/// let Figure::Estimate(estimate) = engagement.figure else { unreachable!() };
/// assert_eq!((estimate.value, estimate.n), (0.05, 3), "the median of 3 %, 5 % and 10 %");
/// assert_eq!(engagement.hidden_share, Some(0.25));
/// # Ok::<(), renown::metrics::Error>(())
/// ```
pub fn engagement<'a, L: Into<Listed<'a>>>(
    posts: impl IntoIterator<Item = L>,
    options: &EngagementOptions,
) -> Result<Engagement, Error> {
    let quantiles = options.quantiles()?;
    Ok(Selected::from_list(posts, options)?.engagement(options, &quantiles))
}

/// The posts of a window, and how many were left out of it.
#[derive(Debug)]
pub(crate) struct Selected<'a> {
    pub(crate) posts: Vec<Listed<'a>>,
    pub(crate) tally: Tally,
}

impl<'a> Selected<'a> {
    /// Reads a list, leaves repeated rows out and takes the window.
    pub(crate) fn from_list<L: Into<Listed<'a>>>(
        list: impl IntoIterator<Item = L>,
        options: &EngagementOptions,
    ) -> Result<Self, Error> {
        options.validate()?;
        let Distinct { duplicates, posts } = distinct(list)?;
        let mut tally = Tally { duplicates, ..Tally::default() };
        let mut admitted = Vec::with_capacity(posts.len());
        for (row, listed) in posts {
            if let Some(listed) = admit(listed, options, Place::Row(row), &mut tally)? {
                admitted.push(listed);
            }
        }
        Ok(Self::from_admitted(admitted, tally, options))
    }

    /// Takes the last N of posts that have been admitted.
    pub(crate) fn from_admitted(
        mut posts: Vec<Listed<'a>>,
        mut tally: Tally,
        options: &EngagementOptions,
    ) -> Self {
        let last = options.window.last.map_or(usize::MAX, |last| usize::try_from(last).unwrap_or(usize::MAX));
        if last < posts.len() {
            posts.select_nth_unstable_by(last, |a, b| window_order(a, b, options));
            tally.beyond_last += (posts.len() - last) as u64;
            posts.truncate(last);
        }
        Selected { posts, tally }
    }

    /// What each post of the window gives, in the order of `posts`; counted in the tally.
    pub(crate) fn measure(&mut self, options: &EngagementOptions) -> Result<Vec<Measured>, Undefined> {
        let mut imputation = Imputation::default();
        if options.hidden_likes == HiddenLikes::Impute {
            self.posts.iter().for_each(|listed| imputation.add(listed.post.components()));
        }
        let mut result = Vec::with_capacity(self.posts.len());
        let mut tally = self.tally;
        let mut too_large = None;
        for Listed { post, .. } in &self.posts {
            let (denominator, counts) = (post.denominator(options.basis), options.counts_for(post.platform));
            match measure(post.components(), denominator, counts, options.hidden_likes, &imputation) {
                Ok(measured) => {
                    tally.measured(measured, post.likes);
                    result.push(measured);
                }
                Err(undefined) => {
                    // The post is of the window, though it spoils the figure: it hides its likes, and the likes that
                    // would be imputed do not fit.
                    tally.measured(Measured::Hidden, post.likes);
                    too_large = Some(undefined);
                }
            }
        }
        self.tally = tally;
        too_large.map_or(Ok(result), Err)
    }

    /// The engagement of the window.
    pub(crate) fn engagement(&mut self, options: &EngagementOptions, quantiles: &Quantiles) -> Engagement {
        let measured = self.measure(options);
        let posts = self.tally;
        let figure = match measured {
            Err(undefined) => Figure::Undefined { undefined },
            Ok(_) if posts.counted == 0 => Figure::Undefined { undefined: posts.why_none(options) },
            Ok(measured) => finish_rates(&rates(&measured), options.statistic, quantiles),
        };
        Engagement { figure, hidden_share: posts.hidden_share(), posts }
    }
}

/// The rates among what the posts of a window give.
pub(crate) fn rates(measured: &[Measured]) -> Vec<Rate> {
    let rate = |measured: &Measured| match measured {
        Measured::Counted(rate) => Some(*rate),
        Measured::Hidden | Measured::NoDenominator => None,
    };
    measured.iter().filter_map(rate).collect()
}

/// A post that is looked at; `None`, counted in the tally, where it is left out.
///
/// # Errors
/// [`Error::EngagementTooLarge`] where its counted components add up to 2^64 or more.
pub(crate) fn admit<'a>(
    listed: Listed<'a>,
    options: &EngagementOptions,
    place: Place,
    tally: &mut Tally,
) -> Result<Option<Listed<'a>>, Error> {
    let post = &listed.post;
    if let Err(reason) = options.admit(post.published_at, post.pinned, post.sponsored, post.collected_at) {
        tally.leave_out(reason);
        return Ok(None);
    }
    post.components()
        .engagement(options.counts_for(post.platform), options.hidden_likes)
        .map_err(|TooLarge| Error::EngagementTooLarge { place })?;
    Ok(Some(listed))
}
