//! Sponsored performance: how posts do that were paid for, against those that were not.
//!
//! One idea to keep in mind: both are of the same window, so that growth and season are in both.

mod state;

use serde::{Deserialize, Serialize};

pub use self::state::SponsorshipState;
use super::Error;
use super::engagement::{
    EngagementOptions, Listed, Measured, Rate, Selected, Sponsored, Statistic, Tally, finish_rates,
};
use crate::stats::{Figure, Quantiles, Undefined, median_ratio};

/// Sponsored against organic posts of one window.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Sponsorship {
    /// Median rate of sponsored posts over median rate of organic ones: 1 is no difference.
    pub performance: Figure,
    /// Median rate of the sponsored posts, a fraction.
    pub sponsored: Figure,
    /// Median rate of the organic posts, a fraction.
    pub organic: Figure,
    /// The share of the posts in the window that hide their likes; `None` where the window is empty.
    pub hidden_share: Option<f64>,
    /// How many posts were looked at, and why the others were left out.
    pub posts: Tally,
}

/// Sponsored performance of one account from its posts in any order.
///
/// Source: `docs/formulas/engagement.md#sponsored-performance`.
///
/// # Errors
/// What [`engagement`](super::engagement::engagement) refuses, and [`Error::OneSided`] where the options leave
/// sponsored or organic posts out, or ask for another statistic than the median.
///
/// ```
/// use renown::metrics::engagement::{EngagementOptions, Observation};
/// use renown::metrics::sponsorship::sponsored_performance;
/// let post = |likes, sponsored| Observation {
///     likes: Some(likes), comments: Some(0), followers: Some(1_000), sponsored, ..Observation::default()
/// };
/// let posts = [post(30, true), post(50, false), post(60, false), post(70, false)];
/// let sponsorship = sponsored_performance(posts, &EngagementOptions::default())?;
/// assert_eq!(sponsorship.performance.value(), Some(0.5));
/// # Ok::<(), renown::metrics::Error>(())
/// ```
pub fn sponsored_performance<'a, L: Into<Listed<'a>>>(
    posts: impl IntoIterator<Item = L>,
    options: &EngagementOptions,
) -> Result<Sponsorship, Error> {
    check(options)?;
    let quantiles = options.quantiles()?;
    Ok(of_window(Selected::from_list(posts, options)?, options, &quantiles))
}

/// That the options leave two sides to compare.
fn check(options: &EngagementOptions) -> Result<(), Error> {
    if options.sponsored != Sponsored::Keep {
        return Err(Error::OneSided { option: "sponsored", right: "keep" });
    }
    if options.statistic != Statistic::Median {
        return Err(Error::OneSided { option: "statistic", right: "median" });
    }
    Ok(())
}

fn of_window(mut window: Selected<'_>, options: &EngagementOptions, quantiles: &Quantiles) -> Sponsorship {
    let measured = window.measure(options);
    let (tally, hidden_share) = (window.tally, window.tally.hidden_share());
    let (performance, sponsored, organic) = match measured {
        Err(undefined) => [Figure::undefined(undefined); 3].into(),
        Ok(measured) => {
            let mut sides = [Side::default(), Side::default()];
            for (listed, measured) in window.posts.iter().zip(measured) {
                let [sponsored, organic] = &mut sides;
                let side = if listed.post.sponsored { sponsored } else { organic };
                side.tally.measured(measured, listed.post.likes);
                if let Measured::Counted(rate) = measured {
                    side.rates.push(rate);
                }
            }
            compare(&sides, options, quantiles)
        }
    };
    Sponsorship { performance, sponsored, organic, hidden_share, posts: tally }
}

/// The posts of one kind.
#[derive(Debug, Default)]
struct Side {
    rates: Vec<Rate>,
    tally: Tally,
}

impl Side {
    fn figure(&self, none: Undefined, options: &EngagementOptions, quantiles: &Quantiles) -> Figure {
        if self.tally.window() == 0 {
            Figure::undefined(none)
        } else if self.rates.is_empty() {
            Figure::undefined(self.tally.why_none(options))
        } else {
            finish_rates(&self.rates, Statistic::Median, quantiles)
        }
    }
}

fn compare(
    [paid, unpaid]: &[Side; 2],
    options: &EngagementOptions,
    quantiles: &Quantiles,
) -> (Figure, Figure, Figure) {
    let sponsored = paid.figure(Undefined::NoSponsored, options, quantiles);
    let organic = unpaid.figure(Undefined::NoOrganic, options, quantiles);
    let performance = match (sponsored, organic) {
        (Figure::Undefined { .. }, _) => sponsored,
        (_, Figure::Undefined { .. }) => organic,
        _ => {
            // Where all denominators are the same they cancel, and the ratio is one of whole numbers.
            let mut denominators = paid.rates.iter().chain(&unpaid.rates).map(|rate| rate.denominator());
            let first = denominators.next();
            let common = denominators.all(|denominator| Some(denominator) == first);
            let value = |rate: &Rate| if common { rate.engagement() as f64 } else { rate.value() };
            let values = |side: &Side| side.rates.iter().map(value).collect::<Vec<f64>>();
            median_ratio(&mut values(paid), &mut values(unpaid), quantiles)
        }
    };
    (performance, sponsored, organic)
}

#[cfg(test)]
mod tests;
