//! Between which of an ensemble's thresholds a value lies.
//!
//! One idea to keep in mind: all that trees ask of a value is between which thresholds it lies. That is found once for
//! each value, without a branch that depends on it, and every tree is then answered from tables.

/// The thresholds of one feature over all trees, rising. Bin 0 lies below the first; the last, one more, is that of
/// what is unknown.
#[derive(Debug, Clone)]
pub(super) struct Bins {
    edges: Vec<f64>,
    /// The bin of each small whole number.
    of_counts: Vec<u32>,
    /// Added to every bin, so that bins of all features are told apart.
    first: u32,
}

/// Whole numbers up to here have their bins listed.
const LISTED: u64 = 4_096;

impl Bins {
    /// From thresholds in any order; bins are counted from `first`.
    pub(super) fn new(mut edges: Vec<f64>, first: u32) -> Self {
        edges.sort_unstable_by(f64::total_cmp);
        edges.dedup();
        let mut bins = Bins { edges, of_counts: Vec::new(), first };
        // Nothing is listed beyond the last threshold.
        let last = bins.edges.last().copied().unwrap_or(0.0).clamp(0.0, LISTED as f64);
        bins.of_counts = (0..last.ceil() as u64 + 1).map(|value| bins.of(value as f64)).collect();
        bins
    }

    pub(super) fn edges(&self) -> &[f64] {
        &self.edges
    }

    /// How many bins there are, that of the unknown included.
    pub(super) fn count(&self) -> u32 {
        self.edges.len() as u32 + 2
    }

    pub(super) fn first(&self) -> u32 {
        self.first
    }

    pub(super) fn unknown(&self) -> u32 {
        self.first + self.edges.len() as u32 + 1
    }

    /// The bin of a value.
    pub(super) fn of(&self, value: f64) -> u32 {
        if value.is_nan() {
            return self.unknown();
        }
        // The part in question shrinks by half, whatever the answer is: no branch depends on the value.
        let (mut from, mut left) = (0, self.edges.len());
        while left > 1 {
            let half = left / 2;
            let edge = self.edges.get(from + half - 1).copied().unwrap_or(f64::INFINITY);
            from += if edge <= value { half } else { 0 };
            left -= half;
        }
        let last = self.edges.get(from).is_some_and(|edge| *edge <= value);
        self.first + from as u32 + u32::from(last)
    }

    /// The bin of a whole number, or of what stands for an unknown one.
    pub(super) fn of_count(&self, value: u64, absent: u64) -> u32 {
        match usize::try_from(value).ok().and_then(|value| self.of_counts.get(value)) {
            Some(bin) => *bin,
            None if value == absent => self.unknown(),
            None => self.of(value as f64),
        }
    }
}
