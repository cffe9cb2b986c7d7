//! Labels of rows: a dictionary, the labels of each row in order, and for each label the rows that have it.
//!
//! One idea to keep in mind: many rows at once are named first and indexed after, label by label, by counting; rows
//! that come one by one are indexed as they come. Both make the same index.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

use super::posting::Posting;

/// What stands for a label that was taken back.
const GONE: u32 = u32::MAX;

/// Labels, their rows, and the rows' labels.
#[derive(Debug, Clone, Default)]
pub(super) struct Terms {
    known: HashMap<Box<str>, u32, BuildHasherDefault<DefaultHasher>>,
    /// By id: what the label is found by, how it is shown, which rows have it.
    labels: Vec<Box<str>>,
    shown: Vec<Box<str>>,
    postings: Vec<Posting>,
    /// Where the labels of each row end; rows after the last that has one are left out.
    ends: Vec<usize>,
    ids: Vec<u32>,
    /// A number beside each label of each row, where labels have one.
    weights: Vec<f32>,
}

impl Terms {
    /// Names a label of a row, the last one or a later one, without indexing it.
    pub(super) fn name(&mut self, row: u32, label: &str, shown: Option<&str>, weight: Option<f32>) -> u32 {
        let next = u32::try_from(self.labels.len()).unwrap_or(GONE);
        let id = match self.known.get(label) {
            Some(id) => *id,
            None => {
                self.known.insert(label.into(), next);
                self.labels.push(label.into());
                self.shown.push(shown.filter(|shown| *shown != label).unwrap_or_default().into());
                next
            }
        };
        // Rows between have no labels.
        let rows = row as usize;
        if self.ends.len() < rows {
            self.ends.resize(rows, self.ids.len());
        }
        self.ids.push(id);
        if self.ends.len() == rows {
            self.ends.push(self.ids.len());
        } else if let Some(end) = self.ends.last_mut() {
            *end = self.ids.len();
        }
        self.weights.extend(weight);
        id
    }

    /// Adds a label to the last row or a later one.
    pub(super) fn push(&mut self, row: u32, label: &str, shown: Option<&str>, weight: Option<f32>) {
        let id = self.name(row, label, shown, weight);
        if self.postings.len() < self.labels.len() {
            self.postings.push(Posting::default());
        }
        self.postings.get_mut(id as usize).into_iter().for_each(|posting| posting.push(row));
    }

    /// Indexes all that was named.
    pub(super) fn index(&mut self) {
        let mut places = vec![0_usize; self.labels.len() + 1];
        for id in &self.ids {
            places.get_mut(*id as usize + 1).into_iter().for_each(|count| *count += 1);
        }
        let mut sum = 0;
        for place in &mut places {
            sum += *place;
            *place = sum;
        }
        let mut rows = vec![0_u32; self.ids.len()];
        let mut from = 0;
        let mut next = places.clone();
        for (row, end) in (0_u32..).zip(&self.ends) {
            for id in self.ids.get(from..*end).unwrap_or_default() {
                if let Some(place) = next.get_mut(*id as usize) {
                    rows.get_mut(*place).into_iter().for_each(|place| *place = row);
                    *place += 1;
                }
            }
            from = *end;
        }
        let ranges = places.iter().zip(places.iter().skip(1));
        self.postings =
            ranges.map(|(from, to)| Posting::of(rows.get(*from..*to).unwrap_or_default())).collect();
    }

    /// The id of a label, where a row has it.
    pub(super) fn find(&self, label: &str) -> Option<u32> {
        self.known.get(label).copied()
    }

    /// The rows of a label.
    pub(super) fn posting(&self, id: u32) -> Option<&Posting> {
        self.postings.get(id as usize)
    }

    /// How a label is shown.
    pub(super) fn shown(&self, id: u32) -> &str {
        let other = self.shown.get(id as usize).filter(|shown| !shown.is_empty());
        other.or(self.labels.get(id as usize)).map_or("", |label| label)
    }

    /// Labels with how they are shown, how many each row has, and which; none where these do not fit together.
    pub(super) fn of_parts(
        labels: Vec<(Box<str>, Box<str>)>,
        counts: &[usize],
        ids: Vec<u32>,
        weights: Vec<f32>,
    ) -> Option<Self> {
        let (labels, shown): (Vec<_>, Vec<_>) = labels.into_iter().unzip();
        let known: HashMap<_, _, _> = labels.iter().cloned().zip(0_u32..).collect();
        let (mut ends, mut end) = (Vec::with_capacity(counts.len()), 0_usize);
        for count in counts {
            end = end.checked_add(*count)?;
            ends.push(end);
        }
        if end == 0 {
            ends = Vec::new();
        }
        let fits = end == ids.len() && known.len() == labels.len() && [0, end].contains(&weights.len());
        if !fits || ids.iter().any(|id| *id as usize >= labels.len()) {
            return None;
        }
        let mut terms = Terms { known, labels, shown, postings: Vec::new(), ends, ids, weights };
        terms.index();
        let used = terms.postings.iter().all(|posting| !posting.is_empty());
        used.then_some(terms)
    }

    /// How many ids there are, those of labels that were forgotten included.
    pub(super) fn len(&self) -> usize {
        self.labels.len()
    }

    /// All labels that rows have, with their ids.
    pub(super) fn labels(&self) -> impl Iterator<Item = (u32, &str)> {
        (0_u32..).zip(&self.labels).filter(|(_, label)| !label.is_empty()).map(|(id, label)| (id, &**label))
    }

    fn place(&self, row: u32) -> std::ops::Range<usize> {
        let Some(to) = self.ends.get(row as usize) else { return 0..0 };
        let from = (row as usize).checked_sub(1).and_then(|row| self.ends.get(row));
        from.copied().unwrap_or(0)..*to
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
        for id in self.ids.get_mut(place).unwrap_or_default() {
            let gone = std::mem::replace(id, GONE);
            let Some(posting) = self.postings.get_mut(gone as usize) else { continue };
            posting.remove(row);
            if posting.is_empty()
                && let Some(label) = self.labels.get_mut(gone as usize)
            {
                self.known.remove(&**label);
                *label = Box::default();
                self.shown.get_mut(gone as usize).into_iter().for_each(|shown| *shown = Box::default());
            }
        }
    }

    /// The memory that the labels take, in bytes, roughly.
    pub(super) fn memory(&self) -> usize {
        let texts: usize = self.labels.iter().map(|label| 2 * label.len() + 64).sum();
        let postings: usize = self.postings.iter().map(Posting::memory).sum();
        texts + postings + 8 * self.ends.len() + 4 * (self.ids.len() + self.weights.len())
    }
}
