//! Labels of rows: a dictionary, the labels of each row in order, and for each label the rows that have it.
//!
//! One idea to keep in mind: many rows at once are named first and indexed after, label by label, by counting; rows
//! that come one by one are indexed as they come. Both make the same index.

use super::names::{Names, Texts};
use super::posting::{Posting, Rows};
use super::postings::Postings;
use super::values::Values;

/// What stands for a label that was taken back.
const GONE: u32 = u32::MAX;

/// Labels, their rows, and the rows' labels.
#[derive(Debug, Clone, Default)]
pub(super) struct Terms {
    /// By id: what the label is found by, how it is shown where that is something else, which rows have it.
    pub(super) labels: Names,
    pub(super) others: Texts,
    pub(super) postings: Postings,
    /// Where the labels of each row end; rows after the last that has one are left out.
    pub(super) ends: Values<u64>,
    pub(super) ids: Values<u32>,
    /// A number beside each label of each row, where labels have one.
    pub(super) weights: Values<f32>,
}

impl Terms {
    /// Names a label of a row, the last one or a later one, without indexing it.
    pub(super) fn name(&mut self, row: u32, label: &str, shown: Option<&str>, weight: Option<f32>) -> u32 {
        let id = match self.labels.find(label) {
            Some(id) => id,
            None => {
                self.others.push(shown.filter(|shown| *shown != label).unwrap_or_default());
                self.labels.push(label).unwrap_or(GONE)
            }
        };
        // Rows between have no labels.
        let (rows, ends, ids) = (row as usize, self.ends.own(), self.ids.own());
        if ends.len() < rows {
            ends.resize(rows, ids.len() as u64);
        }
        ids.push(id);
        let end = ids.len() as u64;
        if ends.len() == rows {
            ends.push(end);
        } else if let Some(last) = ends.last_mut() {
            *last = end;
        }
        if let Some(weight) = weight {
            self.weights.own().push(weight);
        }
        id
    }

    /// Adds a label to the last row or a later one.
    pub(super) fn push(&mut self, row: u32, label: &str, shown: Option<&str>, weight: Option<f32>) {
        let id = self.name(row, label, shown, weight);
        self.postings.change(id).into_iter().for_each(|posting| posting.push(row));
    }

    /// Indexes all that was named.
    pub(super) fn index(&mut self) {
        let mut places = vec![0_usize; self.labels.len() + 1];
        for id in &*self.ids {
            places.get_mut(*id as usize + 1).into_iter().for_each(|count| *count += 1);
        }
        let mut sum = 0;
        for place in &mut places {
            sum += *place;
            *place = sum;
        }
        let mut rows = vec![0_u32; self.ids.len()];
        let mut next = places.clone();
        for row in (0_u32..).take(self.ends.len()) {
            for id in self.of(row) {
                if let Some(place) = next.get_mut(*id as usize) {
                    rows.get_mut(*place).into_iter().for_each(|place| *place = row);
                    *place += 1;
                }
            }
        }
        let ranges = places.iter().zip(places.iter().skip(1));
        let each = ranges.map(|(from, to)| Posting::of(rows.get(*from..*to).unwrap_or_default()));
        self.postings = Postings::of(each.collect());
    }

    /// The id of a label, where a row has it.
    pub(super) fn find(&self, label: &str) -> Option<u32> {
        self.labels.find(label)
    }

    /// The rows of a label.
    pub(super) fn posting(&self, id: u32) -> Option<Rows<'_>> {
        self.postings.get(id)
    }

    /// How a label is shown.
    pub(super) fn shown(&self, id: u32) -> &str {
        let other = self.others.get(id);
        if other.is_empty() { self.labels.get(id) } else { other }
    }

    /// The labels of these rows alone, in memory of their own.
    pub(super) fn of_rows(&self, rows: &[u32]) -> Self {
        let mut kept = Terms::default();
        let mut renumbered = vec![GONE; self.labels.len()];
        for (id, label) in self.labels.each() {
            kept.others.push(self.others.get(id));
            let new = kept.labels.push(label).unwrap_or(GONE);
            renumbered.get_mut(id as usize).into_iter().for_each(|place| *place = new);
        }
        let (ends, ids, weights) = (kept.ends.own(), kept.ids.own(), kept.weights.own());
        for row in rows {
            let of = self.of(*row);
            ids.extend(of.iter().map(|id| renumbered.get(*id as usize).copied().unwrap_or(GONE)));
            weights.extend(self.weighted(*row).map(|(_, weight)| weight));
            ends.push(ids.len() as u64);
        }
        kept.index();
        kept
    }

    /// How many ids there are, those of labels that were forgotten included.
    pub(super) fn len(&self) -> usize {
        self.labels.len()
    }

    /// All labels that rows have, with their ids.
    pub(super) fn labels(&self) -> impl Iterator<Item = (u32, &str)> {
        self.labels.each()
    }

    fn place(&self, row: u32) -> std::ops::Range<usize> {
        let Some(to) = self.ends.get(row as usize) else { return 0..0 };
        let from = (row as usize).checked_sub(1).and_then(|row| self.ends.get(row));
        let place = |end: u64| usize::try_from(end).unwrap_or(usize::MAX);
        place(from.copied().unwrap_or(0))..place(*to)
    }

    /// The labels of a row, in order.
    pub(super) fn of(&self, row: u32) -> &[u32] {
        self.ids.get(self.place(row)).unwrap_or_default()
    }

    /// The labels of a row with their weights.
    pub(super) fn weighted(&self, row: u32) -> impl Iterator<Item = (u32, f32)> + '_ {
        let weights = self.weights.get(self.place(row)).unwrap_or_default();
        self.of(row).iter().copied().zip(weights.iter().copied())
    }

    /// Forgets the labels of a row; a label that no row has any more is forgotten itself.
    pub(super) fn blank(&mut self, row: u32) {
        let place = self.place(row);
        if place.is_empty() {
            return;
        }
        for id in self.ids.own().get_mut(place).unwrap_or_default() {
            let gone = std::mem::replace(id, GONE);
            let Some(posting) = self.postings.change(gone).filter(|_| gone != GONE) else { continue };
            posting.remove(row);
            if posting.rows().is_empty() {
                self.labels.blank(gone);
                self.others.blank(gone);
            }
        }
    }

    /// The memory that the labels take, in bytes, roughly.
    pub(super) fn memory(&self) -> usize {
        let rows = self.ends.memory() + self.ids.memory() + self.weights.memory();
        self.labels.memory() + self.others.memory() + self.postings.memory() + rows
    }
}
