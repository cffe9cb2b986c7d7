//! What an average post of the window is worth, by prices that the caller states.

use serde::{Deserialize, Serialize};

use super::Error;
use crate::metrics::engagement::{EngagementOptions, Listed, Selected};
use crate::metrics::value::{Amount, Delivered, EarnedValue, UnitPrices, earned_value};

/// What an average post of the window is worth. No price is invented: each is the caller's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ValueReport {
    /// The prices that the caller stated.
    pub prices: UnitPrices,
    /// What an average post brings: means over the posts of the window that show the count, rounded to whole numbers,
    /// a half to the even one.
    pub average_post: Delivered,
    /// What that is worth: three ways to value the same post.
    pub earned: EarnedValue,
    /// The lowest of these values; null where none is defined.
    pub low: Option<Amount>,
    /// The highest of these values.
    pub high: Option<Amount>,
}

impl ValueReport {
    pub(super) fn of(
        posts: &[Listed<'_>],
        prices: &UnitPrices,
        options: &EngagementOptions,
    ) -> Result<ValueReport, Error> {
        let window = Selected::from_list(posts.iter().copied(), options)?.posts;
        let engagements = window.iter().map(|Listed { post, .. }| {
            post.components()
                .engagement(options.counts_for(post.platform), options.hidden_likes)
                .ok()
                .flatten()
        });
        let average_post = Delivered {
            impressions: average(window.iter().map(|listed| listed.post.impressions)),
            engagements: average(engagements),
            views: average(window.iter().map(|listed| listed.post.views)),
        };
        let earned = earned_value(prices, &average_post)?;
        let (low, high) = earned.range().unzip();
        Ok(ValueReport { prices: *prices, average_post, earned, low, high })
    }
}

/// The mean of the counts that are shown, a half to the even number; none where none is shown.
fn average(counts: impl Iterator<Item = Option<u64>>) -> Option<u64> {
    let (mut sum, mut n) = (0_u128, 0_u128);
    for count in counts.flatten() {
        // Counts are below 2^64, and there are fewer than 2^64 of them.
        sum += u128::from(count);
        n += 1;
    }
    let (quotient, rest) = (sum.checked_div(n)?, sum.checked_rem(n)?);
    let up = rest * 2 > n || (rest * 2 == n && quotient % 2 == 1);
    u64::try_from(quotient + u128::from(up)).ok()
}
