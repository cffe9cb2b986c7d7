//! Sets of numbers as sorted, disjoint, non-touching ranges: one form per set.

use serde::{Deserialize, Serialize};

/// Half-open ranges, ascending, with gaps between them.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<(u32, u32)>", into = "Vec<(u32, u32)>")]
pub(super) struct Ranges(Vec<(u32, u32)>);

impl TryFrom<Vec<(u32, u32)>> for Ranges {
    type Error = &'static str;

    fn try_from(ranges: Vec<(u32, u32)>) -> Result<Self, Self::Error> {
        let is_canonical =
            ranges.iter().all(|(from, to)| from < to) && ranges.array_windows().all(|[a, b]| a.1 < b.0);
        if is_canonical { Ok(Ranges(ranges)) } else { Err("ranges must ascend with gaps between them") }
    }
}

impl From<Ranges> for Vec<(u32, u32)> {
    fn from(ranges: Ranges) -> Self {
        ranges.0
    }
}

impl Ranges {
    /// The set of the given numbers.
    pub(super) fn of(numbers: impl IntoIterator<Item = u32>) -> Self {
        let mut sorted: Vec<u32> = numbers.into_iter().collect();
        sorted.sort_unstable();
        sorted.dedup();
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for number in sorted {
            match ranges.last_mut() {
                Some(last) if last.1 == number => last.1 += 1,
                _ => ranges.push((number, number + 1)),
            }
        }
        Ranges(ranges)
    }

    pub(super) fn below(end: u32) -> Self {
        Ranges(if end == 0 { Vec::new() } else { vec![(0, end)] })
    }

    pub(super) fn as_slice(&self) -> &[(u32, u32)] {
        &self.0
    }

    pub(super) fn end(&self) -> u32 {
        self.0.last().map_or(0, |last| last.1)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn union(&self, other: &Self) -> Self {
        self.combine(other, |a, b| a || b)
    }

    pub(super) fn and(&self, other: &Self) -> Self {
        self.combine(other, |a, b| a && b)
    }

    pub(super) fn minus(&self, other: &Self) -> Self {
        self.combine(other, |a, b| a && !b)
    }

    /// Walks over all borders of both sets; between two borders nothing changes.
    fn combine(&self, other: &Self, keep: impl Fn(bool, bool) -> bool) -> Self {
        let borders = |ranges: &Self, side: usize| -> Vec<(u32, usize)> {
            ranges.0.iter().flat_map(|&(from, to)| [(from, side), (to, side)]).collect()
        };
        let mut events = borders(self, 0);
        events.extend(borders(other, 1));
        events.sort_unstable();
        let mut inside = [false, false];
        let mut since: Option<u32> = None;
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        let mut events = events.into_iter().peekable();
        while let Some((at, side)) = events.next() {
            if let Some(inside) = inside.get_mut(side) {
                *inside = !*inside;
            }
            if events.peek().is_some_and(|next| next.0 == at) {
                continue;
            }
            let [a, b] = inside;
            match (since, keep(a, b)) {
                (None, true) => since = Some(at),
                (Some(from), false) => {
                    ranges.push((from, at));
                    since = None;
                }
                _ => {}
            }
        }
        Ranges(ranges)
    }
}
