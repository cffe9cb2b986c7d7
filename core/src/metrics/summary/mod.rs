//! What sums an account up: averages of what its posts show, and its ratios.
//!
//! One idea to keep in mind: an average is over the posts that show the count, and says how many these are.

mod state;

use serde::{Deserialize, Serialize};

pub use self::state::SummaryState;
use super::Error;
use super::engagement::{EngagementOptions, Listed, Observation, Selected, or_too_large};
use super::share;
use crate::stats::{Figure, Over, PairMoments, Quantiles, Undefined, mean_of, pooled};

/// Averages and ratios over the posts of one window.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Summary {
    /// Mean likes of the posts that show them.
    pub likes: Figure,
    /// Mean comments of the posts that show them.
    pub comments: Figure,
    /// Mean views of the posts that show them.
    pub views: Figure,
    /// Mean shares of the posts that show them.
    pub shares: Figure,
    /// Mean saves of the posts that show them.
    pub saves: Figure,
    /// Likes per comment: sum over sum, over the posts that show both.
    pub likes_per_comment: Figure,
    /// The share of posts that hide their likes, with Wilson's interval.
    pub hidden_likes: Figure,
}

/// Averages and ratios of one account from its posts in any order.
///
/// Of the options, those that choose posts are read (window, pinned, sponsored, settling), and the level. The
/// statistic says nothing here; basis, counted components and the treatment of hidden likes only order posts of the
/// same instant without an id at the edge of the last N ([`window_order`](super::engagement::window_order)).
///
/// Source: `docs/formulas/engagement.md#averages-and-ratios`.
///
/// # Errors
/// What [`engagement`](super::engagement::engagement) refuses.
///
/// ```
/// use renown::metrics::engagement::{EngagementOptions, Observation};
/// use renown::metrics::summary::summary;
/// let post = |likes, comments| Observation { likes, comments: Some(comments), ..Observation::default() };
/// let posts = [post(Some(100), 4), post(Some(50), 6), post(None, 5), post(Some(30), 0)];
/// let summary = summary(posts, &EngagementOptions::default())?;
/// assert_eq!(summary.likes.value(), Some(60.0));
/// assert_eq!(summary.likes_per_comment.value(), Some(18.0));
/// assert_eq!(summary.hidden_likes.value(), Some(0.25));
/// # Ok::<(), renown::metrics::Error>(())
/// ```
pub fn summary<'a, L: Into<Listed<'a>>>(
    posts: impl IntoIterator<Item = L>,
    options: &EngagementOptions,
) -> Result<Summary, Error> {
    let quantiles = options.quantiles()?;
    Ok(of_window(Selected::from_list(posts, options)?, &quantiles))
}

fn of_window(window: Selected<'_>, quantiles: &Quantiles) -> Summary {
    let posts: Vec<Observation> = window.posts.into_iter().map(|listed| listed.post).collect();
    let n = posts.len() as u64;
    let average = |counts: Vec<Option<u64>>, hidden| mean_of_shown(&counts, hidden, quantiles);
    let of = |count: fn(&Observation) -> Option<u64>| posts.iter().map(count).collect();
    let hidden = posts.iter().filter(|post| post.likes.is_none()).count() as u64;
    Summary {
        likes: average(of(|post| post.likes), Undefined::HiddenLikes),
        comments: average(of(|post| post.comments), Undefined::MissingCounts),
        views: average(of(|post| post.views), Undefined::MissingCounts),
        shares: average(of(|post| post.shares), Undefined::MissingCounts),
        saves: average(of(|post| post.saves), Undefined::MissingCounts),
        likes_per_comment: likes_per_comment(posts.iter().map(|post| (post.likes, post.comments)), quantiles),
        hidden_likes: share(hidden, n, quantiles),
    }
}

/// The mean of the counts that are shown; `hidden` is the reason where there are posts and none shows it.
fn mean_of_shown(counts: &[Option<u64>], hidden: Undefined, quantiles: &Quantiles) -> Figure {
    let shown: Vec<u64> = counts.iter().copied().flatten().collect();
    match (counts, shown.as_slice()) {
        ([], _) => Figure::undefined(Undefined::Empty),
        (_, []) => Figure::undefined(hidden),
        _ => or_too_large(mean_of(&shown, Over(1), quantiles)),
    }
}

/// Likes per comment, sum over sum, over the posts that show both, in any order.
///
/// [`Undefined::NoDenominator`] where they have no comment.
#[must_use]
pub fn likes_per_comment(
    posts: impl Iterator<Item = (Option<u64>, Option<u64>)>,
    quantiles: &Quantiles,
) -> Figure {
    let (mut sums, mut hidden_likes, mut missing) = (PairMoments::new(), false, false);
    for post in posts {
        match post {
            (Some(likes), Some(comments)) => {
                if let Err(error) = sums.update(likes, comments) {
                    return or_too_large(Err(error));
                }
            }
            (None, _) => hidden_likes = true,
            (Some(_), None) => missing = true,
        }
    }
    match (sums.n(), hidden_likes, missing) {
        (0, true, _) => Figure::undefined(Undefined::HiddenLikes),
        (0, false, true) => Figure::undefined(Undefined::MissingCounts),
        _ => pooled(&sums, quantiles),
    }
}

/// Followers per account followed. Both are counts, so the figure is exact.
///
/// ```
/// use renown::metrics::summary::followers_per_following;
/// assert_eq!(followers_per_following(Some(9_000), Some(450)).value(), Some(20.0));
/// assert_eq!(followers_per_following(Some(9_000), Some(0)).value(), None);
/// ```
#[must_use]
pub fn followers_per_following(followers: Option<u64>, following: Option<u64>) -> Figure {
    match (followers, following) {
        (None, _) => Figure::undefined(Undefined::NoFollowers),
        (_, None | Some(0)) => Figure::undefined(Undefined::NoDenominator),
        (Some(followers), Some(following)) => Figure::exact(followers as f64 / following as f64, 1),
    }
}

#[cfg(test)]
mod tests;
