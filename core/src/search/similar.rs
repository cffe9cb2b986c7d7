//! How alike two influencers are.
//!
//! One idea to keep in mind: likeness has up to three parts, each from 0 to 1, and is their mean: the cosine of the
//! weights of topics, the cosine of the shares of the audience, and of the figures the mean of 1 / (1 + d), where d is
//! the distance of their natural logarithms. Only parts that are known of the one who is compared with count; what is
//! not known of another counts as nothing in common. Source: `docs/search.md#likeness`.

use super::catalog::Catalog;
use super::field::NUMBERS;

/// The figures that tell the size of an influencer.
const SIZES: [&str; 4] = ["followers", "engagement_rate", "average_likes", "average_views"];

/// The one who is compared with.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Target {
    row: u32,
    /// By id of the topic.
    topics: Vec<(u32, f64)>,
    /// By name of the share.
    audience: Vec<(String, f64)>,
    /// By place of the figure, its logarithm.
    sizes: Vec<(usize, f64)>,
}

fn norm(values: impl Iterator<Item = f64>) -> f64 {
    values.map(|value| value * value).sum::<f64>().sqrt()
}

fn logarithm(value: f64) -> f64 {
    libm::log(value.max(1e-9))
}

impl Target {
    /// What is known of a row; none where nothing is.
    pub(super) fn new(catalog: &Catalog, row: u32, everything: bool) -> Option<Self> {
        let audience = catalog.audience.iter();
        let audience = audience.filter_map(|(name, figure)| Some((name.clone(), figure.value.get(row)?)));
        let topics = catalog.topics.weighted(row).map(|(topic, weight)| (topic, f64::from(weight)));
        let sizes = NUMBERS.iter().enumerate().filter(|(_, name)| SIZES.contains(name));
        let sizes = sizes
            .filter_map(|(place, _)| Some((place, logarithm(catalog.numbers.get(place)?.value.get(row)?))));
        let target = Target {
            row,
            audience: audience.filter(|(_, share)| *share > 0.0).collect(),
            topics: if everything {
                topics.filter(|(_, weight)| *weight > 0.0).collect()
            } else {
                Vec::new()
            },
            sizes: if everything { sizes.collect() } else { Vec::new() },
        };
        let known = !(target.audience.is_empty() && target.topics.is_empty() && target.sizes.is_empty());
        known.then_some(target)
    }

    pub(super) fn row(&self) -> u32 {
        self.row
    }

    /// From 0, nothing in common, to 1, the same.
    pub(super) fn similarity(&self, catalog: &Catalog, row: u32) -> f64 {
        let mut parts = Vec::with_capacity(3);
        if !self.topics.is_empty() {
            let dot: f64 = catalog
                .topics
                .weighted(row)
                .filter_map(|(topic, weight)| {
                    let own = self.topics.iter().find(|(own, _)| *own == topic)?;
                    Some(own.1 * f64::from(weight))
                })
                .sum();
            let other = norm(catalog.topics.weighted(row).map(|(_, weight)| f64::from(weight)));
            parts.push(cosine(dot, norm(self.topics.iter().map(|(_, weight)| *weight)), other));
        }
        if !self.audience.is_empty() {
            let shares = |name: &String| catalog.audience.get(name).and_then(|figure| figure.value.get(row));
            let dot: f64 = self.audience.iter().filter_map(|(name, share)| Some(share * shares(name)?)).sum();
            let other = norm(catalog.audience.values().filter_map(|figure| figure.value.get(row)));
            parts.push(cosine(dot, norm(self.audience.iter().map(|(_, share)| *share)), other));
        }
        if !self.sizes.is_empty() {
            let size = |place: usize| catalog.numbers.get(place).and_then(|figure| figure.value.get(row));
            let apart = self.sizes.iter().map(|(place, own)| Some((logarithm(size(*place)?) - own).abs()));
            #[expect(clippy::cast_precision_loss, reason = "a handful")]
            let count = self.sizes.len() as f64;
            // A size that is not known is as far away as can be.
            let near: f64 = apart.map(|apart| apart.map_or(0.0, |apart| 1.0 / (1.0 + apart))).sum();
            parts.push(near / count);
        }
        #[expect(clippy::cast_precision_loss, reason = "three at most")]
        let count = parts.len().max(1) as f64;
        // No part in common sums to -0, which is 0.
        parts.iter().sum::<f64>() / count + 0.0
    }
}

fn cosine(dot: f64, one: f64, other: f64) -> f64 {
    if one > 0.0 && other > 0.0 { (dot / (one * other)).clamp(0.0, 1.0) } else { 0.0 }
}
