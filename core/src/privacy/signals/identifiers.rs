//! Sets of identifiers from 1 to 65535: vendors, purposes, features, sections.
//!
//! One idea to keep in mind: a set is kept as ranges, so that a string of a few characters that claims 65535
//! vendors, a thousand times over, takes a few bytes and not a few gigabytes.

/// A set of numbers from 1 to 65535.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Identifiers {
    /// Sorted, disjoint, with a gap between any two; first and last of each.
    ranges: Vec<(u16, u16)>,
}

impl Identifiers {
    /// The union of ranges, each from its first to its last number; 0 and a range that is upside down are left
    /// out.
    pub fn of_ranges(ranges: impl IntoIterator<Item = (u16, u16)>) -> Self {
        let mut sorted: Vec<(u16, u16)> =
            ranges.into_iter().filter(|(first, last)| *first > 0 && first <= last).collect();
        sorted.sort_unstable();
        let mut ranges: Vec<(u16, u16)> = Vec::with_capacity(sorted.len());
        for (first, last) in sorted {
            match ranges.last_mut() {
                Some(before) if first <= before.1.saturating_add(1) => before.1 = before.1.max(last),
                _ => ranges.push((first, last)),
            }
        }
        Identifiers { ranges }
    }

    /// The ranges, sorted, each as its first and last number.
    pub fn ranges(&self) -> &[(u16, u16)] {
        &self.ranges
    }

    /// Whether it holds `id`.
    pub fn contains(&self, id: u16) -> bool {
        let after = self.ranges.partition_point(|(first, _)| *first <= id);
        after.checked_sub(1).and_then(|at| self.ranges.get(at)).is_some_and(|(_, last)| id <= *last)
    }

    /// The largest number, 0 where there is none.
    pub fn last(&self) -> u16 {
        self.ranges.last().map_or(0, |(_, last)| *last)
    }

    /// How many numbers.
    pub fn len(&self) -> usize {
        self.ranges.iter().map(|(first, last)| usize::from(last - first) + 1).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Every number, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u16> + '_ {
        self.ranges.iter().flat_map(|(first, last)| *first..=*last)
    }

    /// The numbers from 1 to `last` that are not in the set.
    #[must_use]
    pub(super) fn without(&self, last: u16) -> Self {
        let mut next = 1_u32;
        let mut gaps = Vec::new();
        for (from, to) in &self.ranges {
            gaps.push((next, u32::from(*from).saturating_sub(1).min(u32::from(last))));
            next = u32::from(*to) + 1;
        }
        gaps.push((next, u32::from(last)));
        let short = |number: u32| u16::try_from(number).unwrap_or(0);
        Identifiers::of_ranges(
            gaps.into_iter().filter(|(from, to)| from <= to).map(|(from, to)| (short(from), short(to))),
        )
    }
}

impl FromIterator<u16> for Identifiers {
    fn from_iter<I: IntoIterator<Item = u16>>(numbers: I) -> Self {
        Identifiers::of_ranges(numbers.into_iter().map(|number| (number, number)))
    }
}
