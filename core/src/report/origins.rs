//! Where the figures come from: which of the inputs each was computed from, and where and when those were read.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::model::{OriginTag, Provenance, Source, Timestamp};

/// A part of the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The profile.
    Profile,
    /// The posts.
    Posts,
    /// The series of followers.
    Series,
    /// The audience sample.
    Audience,
    /// The headline rates of peers.
    Peers,
    /// The estimate of the credibility of the audience.
    Credibility,
    /// Prices, tiers and other choices of the caller.
    Caller,
}

/// Where one part of the input comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InputOrigin {
    /// How many records were read, each once; null where telling it would tell of single people.
    pub records: Option<u64>,
    /// Who they come from.
    pub sources: BTreeSet<Source>,
    /// The systems they passed through.
    pub origins: BTreeSet<OriginTag>,
    /// When they were read; null where no record says it.
    pub collected: Option<Collected>,
    /// Whether there are records that do not say where they come from.
    pub unstated: bool,
}

/// From when to when something was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Collected {
    /// The earliest reading.
    pub first: Timestamp,
    /// The latest reading.
    pub last: Timestamp,
}

/// Where the figures come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Origins {
    /// Where each part of the input comes from.
    pub inputs: BTreeMap<Part, InputOrigin>,
    /// From which parts each figure was computed: by its path in the report, which stands for all below it.
    pub figures: BTreeMap<String, BTreeSet<Part>>,
}

/// From which parts each figure is computed. A path stands for all below it, unless a longer one is here too.
const FIGURES: &[(&str, &[Part])] = &[
    ("identity", &[Part::Profile]),
    ("counts", &[Part::Profile]),
    ("counts.posts_read", &[Part::Posts]),
    ("counts.posts_repeated", &[Part::Posts]),
    ("tier", &[Part::Profile, Part::Caller]),
    ("engagement.rate", &[Part::Profile, Part::Posts]),
    ("engagement.rates.followers", &[Part::Profile, Part::Posts]),
    ("engagement.rates.reach", &[Part::Posts]),
    ("engagement.rates.impressions", &[Part::Posts]),
    ("engagement.rates.views", &[Part::Posts]),
    ("engagement.peers", &[Part::Profile, Part::Posts, Part::Peers]),
    ("averages", &[Part::Posts]),
    ("history.periods", &[Part::Posts, Part::Series]),
    ("history.growth", &[Part::Series]),
    ("cadence", &[Part::Posts]),
    ("sponsorship", &[Part::Profile, Part::Posts]),
    ("content", &[Part::Posts]),
    ("value", &[Part::Posts, Part::Caller]),
    ("credibility", &[Part::Credibility]),
    ("audience", &[Part::Audience, Part::Profile]),
];

impl Origins {
    /// The figures, each with those of its parts that there are.
    pub(super) fn new(inputs: BTreeMap<Part, InputOrigin>) -> Origins {
        let there = |part: &Part| inputs.contains_key(part);
        let figures = FIGURES
            .iter()
            .map(|(figure, parts)| ((*figure).to_owned(), parts.iter().copied().filter(there).collect()))
            .collect();
        Origins { inputs, figures }
    }

    /// From which parts the figure at a path of the report was computed: by the longest path that leads to it.
    ///
    /// ```
    /// # use renown::report::Origins;
    /// let origins: Origins = serde_json::from_str(r#"{
    ///     "inputs": {}, "figures": { "counts": ["profile"], "counts.posts_read": ["posts"] }
    /// }"#)?;
    /// assert!(origins.of("counts.posts_read").is_some_and(|parts| parts.len() == 1));
    /// assert_eq!(origins.of("elsewhere"), None);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn of(&self, path: &str) -> Option<&BTreeSet<Part>> {
        let leads = |figure: &str| {
            path.strip_prefix(figure).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let (_, parts) =
            self.figures.iter().filter(|(figure, _)| leads(figure)).max_by_key(|(figure, _)| figure.len())?;
        Some(parts)
    }

    /// When the latest of the inputs was read.
    pub(super) fn latest(&self) -> Option<Timestamp> {
        self.inputs.values().filter_map(|input| input.collected).map(|collected| collected.last).max()
    }
}

impl InputOrigin {
    /// Of records by their provenance and, where they know it better, the time when they were read.
    pub(super) fn of<'a>(
        records: impl Iterator<Item = (Option<&'a Provenance>, Option<Timestamp>)>,
    ) -> InputOrigin {
        let mut origin = InputOrigin::default();
        let mut count = 0;
        for (provenance, collected_at) in records {
            count += 1;
            origin.unstated |= provenance.is_none();
            if let Some(provenance) = provenance {
                origin.sources.insert(provenance.source());
                origin.origins.extend(provenance.origins().iter().cloned());
            }
            if let Some(at) = collected_at.or(provenance.map(Provenance::collected_at)) {
                let Collected { first, last } = origin.collected.unwrap_or(Collected { first: at, last: at });
                origin.collected = Some(Collected { first: first.min(at), last: last.max(at) });
            }
        }
        origin.records = Some(count);
        origin
    }

    /// Of something that the caller gave without saying where it comes from.
    pub(super) fn unstated(records: usize) -> InputOrigin {
        InputOrigin { records: Some(records as u64), unstated: true, ..InputOrigin::default() }
    }
}
