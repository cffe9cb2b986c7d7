//! How engaged the audience is: the headline rate, the rates by every basis, and the account among its peers.

use serde::{Deserialize, Serialize};

use super::{Error, ReportOptions, Stated};
use crate::metrics::benchmark::{Benchmark, benchmark};
use crate::metrics::engagement::{Basis, Engagement, Listed, engagement};
use crate::model::Platform;
use crate::stats::{Figure, Undefined};

/// How engaged the audience is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EngagementReport {
    /// The basis of the headline rate.
    pub basis: Basis,
    /// The headline rate, a fraction: the one of `rates` on this basis.
    pub rate: Figure,
    /// The rate by every basis; undefined where the posts do not show the denominator.
    pub rates: Rates,
    /// The headline rates of similar accounts, and where this one stands among them; undefined without peers.
    pub peers: Stated<Benchmark>,
}

/// The rate of the account by every basis, a fraction, with the posts that it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rates {
    /// Engagement by followers, those at the time of the post where known.
    pub followers: Engagement,
    /// Engagement by accounts that saw the post.
    pub reach: Engagement,
    /// Engagement by times the post was shown.
    pub impressions: Engagement,
    /// Engagement by views.
    pub views: Engagement,
}

impl Rates {
    /// The rate by one basis.
    pub fn by(&self, basis: Basis) -> &Engagement {
        match basis {
            Basis::Followers => &self.followers,
            Basis::Reach => &self.reach,
            Basis::Impressions => &self.impressions,
            Basis::Views => &self.views,
        }
    }
}

impl EngagementReport {
    pub(super) fn of(
        platform: Platform,
        posts: &[Listed<'_>],
        peers: &[f64],
        options: &ReportOptions,
        as_of: i64,
    ) -> Result<Self, Error> {
        let rate = |basis| engagement(posts.iter().copied(), &options.engagement(basis, Some(as_of)));
        let rates = Rates {
            followers: rate(Basis::Followers)?,
            reach: rate(Basis::Reach)?,
            impressions: rate(Basis::Impressions)?,
            views: rate(Basis::Views)?,
        };
        let basis = options.basis_for(platform);
        let rate = rates.by(basis).figure;
        let peers = match peers {
            [] => Stated::undefined(Undefined::Empty),
            peers => Stated::Known(benchmark(peers, rate.value(), &options.bins, options.level)?),
        };
        Ok(EngagementReport { basis, rate, rates, peers })
    }
}
