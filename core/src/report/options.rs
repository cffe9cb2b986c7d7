//! The choices behind a report, each with its default.

use serde::{Deserialize, Serialize};

use super::Error;
use crate::audience::release::Rules;
use crate::metrics::benchmark::Bins;
use crate::metrics::cadence::CadenceOptions;
use crate::metrics::engagement::{
    Basis, Counts, EngagementOptions, HiddenLikes, Pinned, Sponsored, Statistic, Window,
};
use crate::metrics::growth::GrowthOptions;
use crate::metrics::likes_over_time::LikesOverTimeOptions;
use crate::metrics::shares::SharesOptions;
use crate::metrics::tiers::Tiers;
use crate::metrics::value::UnitPrices;
use crate::metrics::{Period, Zone};
use crate::model::Platform;

/// The choices behind a report. They are written into it, so that its figures can be repeated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ReportOptions {
    /// By what the engagement of the headline rate is divided; `None` takes the platform's default: views on TikTok
    /// and YouTube, followers elsewhere.
    pub basis: Option<Basis>,
    /// How one rate is made of the rates of many posts.
    pub statistic: Statistic,
    /// The rates are over the latest so many posts; `None` takes all.
    pub last: Option<u32>,
    /// Only what was published at or after, milliseconds since 1970-01-01T00:00:00Z.
    pub since: Option<i64>,
    /// Only what was published before, milliseconds since 1970-01-01T00:00:00Z.
    pub until: Option<i64>,
    /// Whether pinned posts count in the rates and averages.
    pub pinned: Pinned,
    /// Whether sponsored posts count in the rates and averages.
    pub sponsored: Sponsored,
    /// What is done with posts that hide a component.
    pub hidden_likes: HiddenLikes,
    /// Which components count; `None` takes the platform's default.
    pub counts: Option<Counts>,
    /// A post younger than this when its counts were read is left out of rates and averages, milliseconds.
    pub settling: i64,
    /// Confidence level of the intervals, between 0 and 1.
    pub level: f64,
    /// In whose calendar days, weeks and months are told.
    pub zone: Zone,
    /// The stretch of the calendar of the history.
    pub period: Period,
    /// How many hashtags, mentions, brands, and posts of each kind are listed.
    pub top: u32,
    /// A day is a spike of growth where the robust z-score of its change is beyond this.
    pub spike: f64,
    /// The tiers.
    pub tiers: Tiers,
    /// The bins of the histogram of peers.
    pub bins: Bins,
    /// What one impression, engagement or view is worth to the caller; without prices there is no value.
    pub prices: Option<UnitPrices>,
    /// The rules under which figures of the audience are released.
    pub rules: Rules,
}

impl Default for ReportOptions {
    fn default() -> Self {
        let engagement = EngagementOptions::default();
        ReportOptions {
            basis: None,
            statistic: engagement.statistic,
            last: engagement.window.last,
            since: None,
            until: None,
            pinned: engagement.pinned,
            sponsored: engagement.sponsored,
            hidden_likes: engagement.hidden_likes,
            counts: None,
            settling: engagement.settling,
            level: engagement.level,
            zone: Zone::UTC,
            period: Period::default(),
            top: 10,
            spike: GrowthOptions::default().spike,
            tiers: Tiers::default(),
            bins: Bins::default(),
            prices: None,
            rules: Rules::default(),
        }
    }
}

/// The most entries of a list.
const TOP_MAX: u32 = 10_000;

impl ReportOptions {
    /// Checks the options.
    ///
    /// # Errors
    /// What the metrics refuse, and [`Error::BadOption`].
    pub fn validate(&self) -> Result<(), Error> {
        if self.top > TOP_MAX {
            let problem = format!("{} entries are too many; give at most {TOP_MAX}", self.top);
            return Err(Error::BadOption { option: "top", problem });
        }
        self.engagement(Basis::Followers, None).validate()?;
        self.growth().validate()?;
        Ok(())
    }

    /// The basis of the headline rate of an account on this platform.
    pub fn basis_for(&self, platform: Platform) -> Basis {
        self.basis.unwrap_or(match platform {
            Platform::TikTok | Platform::YouTube => Basis::Views,
            Platform::Instagram => Basis::Followers,
        })
    }

    /// The options of a rate. `as_of` is when the counts were read, for posts that do not say so.
    pub fn engagement(&self, basis: Basis, as_of: Option<i64>) -> EngagementOptions {
        EngagementOptions {
            basis,
            statistic: self.statistic,
            window: Window { last: self.last, since: self.since, until: self.until },
            pinned: self.pinned,
            sponsored: self.sponsored,
            hidden_likes: self.hidden_likes,
            counts: self.counts,
            settling: self.settling,
            as_of,
            level: self.level,
        }
    }

    pub(super) fn history(&self) -> LikesOverTimeOptions {
        LikesOverTimeOptions { period: self.period, zone: self.zone, since: self.since, until: self.until }
    }

    pub(super) fn cadence(&self) -> CadenceOptions {
        CadenceOptions { zone: self.zone, since: self.since, until: self.until, level: self.level }
    }

    pub(super) fn shares(&self) -> SharesOptions {
        SharesOptions { top: Some(self.top), since: self.since, until: self.until, level: self.level }
    }

    /// Points of a series are days without a zone, read as days in UTC.
    pub(super) fn growth(&self) -> GrowthOptions {
        GrowthOptions { since: self.since, until: self.until, zone: Zone::UTC, spike: self.spike }
    }
}
