//! The kinds of charts.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::report::Error;

/// What a chart of a report shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ChartKind {
    /// Average likes of a post by month, week or day, with the range of the middle half of the posts.
    LikesOverTime,
    /// Followers by period, with the days that stand out.
    Growth,
    /// The engagement rates of peers, and where the account stands among them.
    Peers,
    /// How much of the audience is real.
    Credibility,
    /// The audience by gender and age band.
    Pyramid,
    /// The audience by country.
    Countries,
    /// All of these that there are, one above the other.
    Overview,
}

impl ChartKind {
    /// The kinds that are one chart each, in the order in which a page shows them.
    pub const SINGLE: &'static [ChartKind] = &[
        ChartKind::LikesOverTime,
        ChartKind::Growth,
        ChartKind::Peers,
        ChartKind::Credibility,
        ChartKind::Pyramid,
        ChartKind::Countries,
    ];

    /// The name in every language.
    pub const fn as_str(self) -> &'static str {
        match self {
            ChartKind::LikesOverTime => "likes_over_time",
            ChartKind::Growth => "growth",
            ChartKind::Peers => "peers",
            ChartKind::Credibility => "credibility",
            ChartKind::Pyramid => "pyramid",
            ChartKind::Countries => "countries",
            ChartKind::Overview => "overview",
        }
    }
}

impl fmt::Display for ChartKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ChartKind {
    type Err = Error;

    /// # Errors
    /// [`Error::BadOption`], which lists the kinds.
    fn from_str(name: &str) -> Result<Self, Error> {
        let all = || ChartKind::SINGLE.iter().chain([&ChartKind::Overview]);
        all().find(|kind| kind.as_str() == name).copied().ok_or_else(|| {
            let known: Vec<&str> = all().map(|kind| kind.as_str()).collect();
            Error::BadOption {
                option: "kind",
                problem: format!("no such chart; there are {}", known.join(", ")),
            }
        })
    }
}
