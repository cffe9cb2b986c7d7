//! Options as languages other than Rust write them: a JSON object with the names of Python's keyword arguments.
//!
//! One idea to keep in mind: whatever is left out has the default of the Rust options, and an unknown name is
//! refused. Times are RFC 3339 text, zones are names.

use serde::{Deserialize, Deserializer};

use super::benchmark::Bins;
use super::cadence::CadenceOptions;
use super::engagement::{
    Basis, Counts, EngagementOptions, HiddenLikes, Pinned, Sponsored, Statistic, Window,
};
use super::growth::GrowthOptions;
use super::likes_over_time::LikesOverTimeOptions;
use super::shares::SharesOptions;
use super::value::{Decimal, DeliveredOptions, UnitPrices};
use super::{Error, Period, Zone};
use crate::model::Timestamp;

/// An instant as RFC 3339 text.
pub(crate) fn instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(Option::<Timestamp>::deserialize(deserializer)?.map(Timestamp::millis))
}

/// A zone by its name; UTC where none is given.
fn zone(name: Option<&str>) -> Result<Zone, Error> {
    name.map_or(Ok(Zone::UTC), str::parse)
}

/// [`Statistic`] by its name.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StatisticName {
    #[default]
    Median,
    Mean,
    Pooled,
    Trimmed,
    Winsorised,
}

impl StatisticName {
    /// The statistic, with the share that trimming and winsorising take on each side.
    pub(crate) const fn with(self, share: f64) -> Statistic {
        match self {
            StatisticName::Median => Statistic::Median,
            StatisticName::Mean => Statistic::Mean,
            StatisticName::Pooled => Statistic::Pooled,
            StatisticName::Trimmed => Statistic::Trimmed { share },
            StatisticName::Winsorised => Statistic::Winsorised { share },
        }
    }
}

/// A component of engagement by its name.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Component {
    Likes,
    Comments,
    Shares,
    Saves,
}

/// The counts of the components that are named.
pub(crate) fn counted(components: &[Component]) -> Counts {
    Counts {
        likes: components.contains(&Component::Likes),
        comments: components.contains(&Component::Comments),
        shares: components.contains(&Component::Shares),
        saves: components.contains(&Component::Saves),
    }
}

/// [`EngagementOptions`] in JSON. `trim` is the share that `"trimmed"` and `"winsorised"` take on each side.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct EngagementChoices {
    basis: Basis,
    statistic: StatisticName,
    trim: f64,
    last: Option<u32>,
    #[serde(deserialize_with = "instant")]
    since: Option<i64>,
    #[serde(deserialize_with = "instant")]
    until: Option<i64>,
    pinned: Pinned,
    sponsored: Sponsored,
    hidden_likes: HiddenLikes,
    counts: Option<Vec<Component>>,
    settling: i64,
    #[serde(deserialize_with = "instant")]
    as_of: Option<i64>,
    level: f64,
}

impl Default for EngagementChoices {
    fn default() -> Self {
        let usual = EngagementOptions::default();
        EngagementChoices {
            basis: usual.basis,
            statistic: StatisticName::default(),
            trim: 0.1,
            last: usual.window.last,
            since: usual.window.since,
            until: usual.window.until,
            pinned: usual.pinned,
            sponsored: usual.sponsored,
            hidden_likes: usual.hidden_likes,
            counts: None,
            settling: usual.settling,
            as_of: usual.as_of,
            level: usual.level,
        }
    }
}

impl EngagementChoices {
    pub(crate) fn options(&self) -> Result<EngagementOptions, Error> {
        let counts = self.counts.as_deref().map(counted);
        let options = EngagementOptions {
            basis: self.basis,
            statistic: self.statistic.with(self.trim),
            window: Window { last: self.last, since: self.since, until: self.until },
            pinned: self.pinned,
            sponsored: self.sponsored,
            hidden_likes: self.hidden_likes,
            counts,
            settling: self.settling,
            as_of: self.as_of,
            level: self.level,
        };
        options.validate()?;
        Ok(options)
    }
}

/// [`LikesOverTimeOptions`] in JSON.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LikesOverTimeChoices {
    period: Period,
    zone: Option<String>,
    #[serde(deserialize_with = "instant")]
    since: Option<i64>,
    #[serde(deserialize_with = "instant")]
    until: Option<i64>,
}

impl LikesOverTimeChoices {
    pub(crate) fn options(&self) -> Result<LikesOverTimeOptions, Error> {
        let zone = zone(self.zone.as_deref())?;
        let options =
            LikesOverTimeOptions { period: self.period, zone, since: self.since, until: self.until };
        options.validate()?;
        Ok(options)
    }
}

/// [`CadenceOptions`] in JSON.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct CadenceChoices {
    zone: Option<String>,
    #[serde(deserialize_with = "instant")]
    since: Option<i64>,
    #[serde(deserialize_with = "instant")]
    until: Option<i64>,
    level: f64,
}

impl Default for CadenceChoices {
    fn default() -> Self {
        CadenceChoices { zone: None, since: None, until: None, level: CadenceOptions::default().level }
    }
}

impl CadenceChoices {
    pub(crate) fn options(&self) -> Result<CadenceOptions, Error> {
        let zone = zone(self.zone.as_deref())?;
        let options = CadenceOptions { zone, since: self.since, until: self.until, level: self.level };
        options.validate()?;
        Ok(options)
    }
}

/// [`GrowthOptions`] in JSON.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct GrowthChoices {
    zone: Option<String>,
    #[serde(deserialize_with = "instant")]
    since: Option<i64>,
    #[serde(deserialize_with = "instant")]
    until: Option<i64>,
    spike: f64,
}

impl Default for GrowthChoices {
    fn default() -> Self {
        GrowthChoices { zone: None, since: None, until: None, spike: GrowthOptions::default().spike }
    }
}

impl GrowthChoices {
    pub(crate) fn options(&self) -> Result<GrowthOptions, Error> {
        let zone = zone(self.zone.as_deref())?;
        let options = GrowthOptions { zone, since: self.since, until: self.until, spike: self.spike };
        options.validate()?;
        Ok(options)
    }
}

/// [`SharesOptions`] in JSON.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SharesChoices {
    top: Option<u32>,
    #[serde(deserialize_with = "instant")]
    since: Option<i64>,
    #[serde(deserialize_with = "instant")]
    until: Option<i64>,
    level: f64,
}

impl Default for SharesChoices {
    fn default() -> Self {
        let SharesOptions { top, since, until, level } = SharesOptions::default();
        SharesChoices { top, since, until, level }
    }
}

impl SharesChoices {
    pub(crate) fn options(&self) -> Result<SharesOptions, Error> {
        let options =
            SharesOptions { top: self.top, since: self.since, until: self.until, level: self.level };
        options.validate()?;
        Ok(options)
    }
}

/// Bins in JSON: how many, or where they end.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum BinsChoice {
    Count(u32),
    Ends(Vec<f64>),
}

/// The options of a benchmark in JSON.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct BenchmarkChoices {
    bins: Option<BinsChoice>,
    level: f64,
}

impl Default for BenchmarkChoices {
    fn default() -> Self {
        BenchmarkChoices { bins: None, level: 0.95 }
    }
}

impl BenchmarkChoices {
    pub(crate) fn bins(&self) -> Bins {
        match &self.bins {
            None => Bins::default(),
            Some(BinsChoice::Count(count)) => Bins::Count(*count),
            Some(BinsChoice::Ends(ends)) => Bins::Ends(ends.clone()),
        }
    }

    pub(crate) const fn level(&self) -> f64 {
        self.level
    }
}

/// [`DeliveredOptions`] in JSON.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct DeliveredChoices {
    #[serde(deserialize_with = "instant")]
    since: Option<i64>,
    #[serde(deserialize_with = "instant")]
    until: Option<i64>,
    sponsored: Sponsored,
    counts: Option<Vec<Component>>,
}

impl DeliveredChoices {
    pub(crate) fn options(&self) -> Result<DeliveredOptions, Error> {
        let counts = self.counts.as_deref().map(counted);
        let options =
            DeliveredOptions { since: self.since, until: self.until, sponsored: self.sponsored, counts };
        options.validate()?;
        Ok(options)
    }
}

/// [`UnitPrices`] in JSON, before their texts are read, so that a wrong one keeps its own code.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PriceChoices {
    currency: String,
    #[serde(default)]
    cpm: Option<String>,
    #[serde(default)]
    cpe: Option<String>,
    #[serde(default)]
    cpv: Option<String>,
}

impl PriceChoices {
    pub(crate) fn prices(&self) -> Result<UnitPrices, Error> {
        let price = |text: &Option<String>| text.as_deref().map(str::parse::<Decimal>).transpose();
        let currency = self.currency.parse()?;
        Ok(UnitPrices { currency, cpm: price(&self.cpm)?, cpe: price(&self.cpe)?, cpv: price(&self.cpv)? })
    }
}
