//! Labels of rows: a dictionary, the labels of each row in order, and for each label the rows that have it.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

use roaring::RoaringBitmap;

/// What stands for a label that was taken back.
const GONE: u32 = u32::MAX;

/// Labels, their rows, and the rows' labels.
#[derive(Debug, Clone, Default)]
pub(super) struct Terms {
    known: HashMap<Box<str>, u32, BuildHasherDefault<DefaultHasher>>,
    /// By id: what the label is found by, how it is shown, which rows have it.
    labels: Vec<Box<str>>,
    shown: Vec<Box<str>>,
    postings: Vec<RoaringBitmap>,
    /// Where the labels of each row begin and the last row's end.
    offsets: Vec<usize>,
    ids: Vec<u32>,
    /// A number beside each label of each row, where labels have one.
    weights: Vec<f32>,
}

impl Terms {
    /// Room for rows without labels.
    pub(super) fn of_rows(rows: usize) -> Self {
        Terms { offsets: vec![0; rows], ..Terms::default() }
    }

    /// Adds a label to the row that is being made.
    pub(super) fn push(&mut self, row: u32, label: &str, weight: Option<f32>) {
        self.push_shown(row, label, None, weight);
    }

    /// The same, for a label that is shown otherwise than it is found by.
    pub(super) fn push_shown(&mut self, row: u32, label: &str, shown: Option<&str>, weight: Option<f32>) {
        let next = u32::try_from(self.labels.len()).unwrap_or(GONE);
        let id = match self.known.get(label) {
            Some(id) => *id,
            None => {
                self.known.insert(label.into(), next);
                self.labels.push(label.into());
                self.shown.push(shown.filter(|shown| *shown != label).unwrap_or_default().into());
                self.postings.push(RoaringBitmap::new());
                next
            }
        };
        self.ids.push(id);
        self.weights.extend(weight);
        if let Some(posting) = self.postings.get_mut(id as usize)
            && posting.try_push(row).is_err()
        {
            // The row has the label already.
            posting.insert(row);
        }
    }

    /// Ends the row that is being made.
    pub(super) fn end_row(&mut self) {
        self.offsets.push(self.ids.len());
    }

    /// The id of a label, where a row has it.
    pub(super) fn find(&self, label: &str) -> Option<u32> {
        self.known.get(label).copied()
    }

    /// The rows of a label.
    pub(super) fn posting(&self, id: u32) -> Option<&RoaringBitmap> {
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
        let mut postings = vec![RoaringBitmap::new(); labels.len()];
        let (mut offsets, mut end) = (Vec::with_capacity(counts.len()), 0_usize);
        for (row, count) in (0_u32..).zip(counts) {
            let from = end;
            end = end.checked_add(*count)?;
            offsets.push(end);
            for id in ids.get(from..end)? {
                let posting = postings.get_mut(*id as usize)?;
                if posting.try_push(row).is_err() && posting.max() != Some(row) {
                    return None;
                }
            }
        }
        let fits = end == ids.len() && known.len() == labels.len() && [0, end].contains(&weights.len());
        let used = postings.iter().all(|posting| !posting.is_empty());
        (fits && used).then_some(Terms { known, labels, shown, postings, offsets, ids, weights })
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
        let from = (row as usize).checked_sub(1).map_or(0, |row| self.offsets.get(row).copied().unwrap_or(0));
        from..self.offsets.get(row as usize).copied().unwrap_or(from)
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
        let postings: usize = self.postings.iter().map(RoaringBitmap::serialized_size).sum();
        texts + postings + 8 * self.offsets.len() + 4 * (self.ids.len() + self.weights.len())
    }
}
