//! The rows of every label.
//!
//! One idea to keep in mind: of the labels of a file, few rows are a piece of one list, and stay in the file until the
//! label is changed; many rows are bits, in the file too.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

use super::mask::Mask;
use super::posting::{Posting, Rows};
use super::values::Values;

/// The rows of labels, by the number of the label.
#[derive(Debug, Clone, Default)]
pub(super) struct Postings {
    /// Of a file: where the list of each label ends, and the lists.
    ends: Values<u64>,
    listed: Values<u32>,
    /// Labels of the file with rows that are not listed: bits, and those that were changed.
    other: HashMap<u32, Posting, BuildHasherDefault<DefaultHasher>>,
    /// Labels that came later.
    later: Vec<Posting>,
}

impl Postings {
    /// Of all labels, in order.
    pub(super) fn of(later: Vec<Posting>) -> Self {
        Postings { later, ..Postings::default() }
    }

    /// Of a file: lists, and bits of the labels that have many rows.
    pub(super) fn of_file(
        ends: Values<u64>,
        listed: Values<u32>,
        many: impl IntoIterator<Item = (u32, u64, Values<u64>)>,
    ) -> Self {
        let many = many
            .into_iter()
            .map(|(label, len, words)| (label, Posting::Many { rows: Mask::of_file(words), len }));
        Postings { ends, listed, other: many.collect(), later: Vec::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len() + self.later.len()
    }

    /// The rows of a label.
    pub(super) fn get(&self, label: u32) -> Option<Rows<'_>> {
        match (label as usize).checked_sub(self.ends.len()) {
            Some(later) => self.later.get(later).map(Posting::rows),
            None => {
                Some(self.other.get(&label).map_or_else(|| Rows::Listed(self.list(label)), Posting::rows))
            }
        }
    }

    fn list(&self, label: u32) -> &[u32] {
        let label = label as usize;
        let from = label.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let to = self.ends.get(label).copied().unwrap_or(0);
        let range = usize::try_from(from).ok().zip(usize::try_from(to).ok());
        range.and_then(|(from, to)| self.listed.get(from..to)).unwrap_or_default()
    }

    /// The rows of a label, to change; those of the label after the last one are made.
    pub(super) fn change(&mut self, label: u32) -> Option<&mut Posting> {
        if let Some(later) = (label as usize).checked_sub(self.ends.len()) {
            if later == self.later.len() {
                self.later.push(Posting::default());
            }
            return self.later.get_mut(later);
        }
        let changed = (!self.other.contains_key(&label)).then(|| Posting::of(self.list(label)));
        self.other.extend(changed.map(|posting| (label, posting)));
        self.other.get_mut(&label)
    }

    /// The memory that the rows take, in bytes, roughly.
    pub(super) fn memory(&self) -> usize {
        let own = self.other.values().chain(&self.later).map(Posting::memory);
        own.sum::<usize>() + self.ends.memory() + self.listed.memory()
    }
}
