//! The records of one account, back in lists of values.

use super::layout::Slot;
use super::order::{Order, settle};
use super::plan::Plan;
use crate::columnar::ingest::ABSENT;

/// The values of the posts of one account, each list in the same order, which means nothing.
#[derive(Default)]
pub(in crate::columnar) struct Unpacked {
    pub(in crate::columnar) flags: Vec<u32>,
    /// Milliseconds since the earliest post of the table, or the periods of the posts.
    pub(in crate::columnar) times: Vec<u64>,
    pub(in crate::columnar) values: Vec<Vec<u64>>,
    shown: Vec<Shown>,
    /// All times in their order, once a request has asked for them.
    in_order: Vec<u64>,
    /// Whether times come almost in their order.
    times_settle: bool,
}

/// The values of a field that are there: made once for all requests that take all posts.
#[derive(Default)]
struct Shown {
    values: Vec<u64>,
    ready: bool,
    /// Whether they come almost in their order, in which they are put then. Otherwise they are in any order.
    settle: bool,
}

impl Plan<'_> {
    /// Unpacks the records of one account.
    pub(super) fn unpack<const N: usize>(&self, records: &[[u64; N]], into: &mut Unpacked) {
        let Unpacked { flags, times, values, shown, in_order, times_settle } = into;
        in_order.clear();
        *times_settle = matches!(self.order, Some(Order::Times(..)));
        shown.resize_with(self.fields.len(), Shown::default);
        for (shown, &slot) in shown.iter_mut().zip(&self.slots) {
            (shown.ready, shown.settle) = (false, self.order == Some(Order::Counts(slot)));
        }
        flags.clear();
        flags.extend(records.iter().map(|record| self.flags.of(record) as u32));
        times.clear();
        if let Some(time) = self.time {
            times.extend(records.iter().map(|record| time.of(record)));
        }
        values.resize_with(self.fields.len(), Vec::new);
        for (values, &slot) in values.iter_mut().zip(&self.slots) {
            values.clear();
            values.extend(records.iter().map(|record| count_of(slot, record)));
        }
    }
}

#[inline]
fn count_of<const N: usize>(slot: Slot, record: &[u64; N]) -> u64 {
    let value = slot.of(record);
    if value == slot.mask { ABSENT } else { value }
}

impl Unpacked {
    /// All times, ascending.
    pub(in crate::columnar) fn times_in_order(&mut self) -> &[u64] {
        if self.in_order.is_empty() {
            self.in_order.clone_from(&self.times);
            if self.times_settle {
                settle(&mut self.in_order);
            } else {
                self.in_order.sort_unstable();
            }
        }
        &self.in_order
    }

    /// The time of this rank from below, where a request has asked for the times in their order.
    pub(in crate::columnar) fn time_of_rank(&self, rank: usize) -> Option<u64> {
        self.in_order.get(rank).copied()
    }

    /// The values of a field that are there. They may be reordered.
    pub(in crate::columnar) fn shown(&mut self, field: usize) -> &mut [u64] {
        let Some(shown) = self.shown.get_mut(field) else { return &mut [] };
        if !shown.ready {
            let all = self.values.get(field).map(Vec::as_slice).unwrap_or_default();
            shown.values.resize(all.len(), 0);
            let mut count = 0;
            for &value in all {
                if let Some(place) = shown.values.get_mut(count) {
                    *place = value;
                }
                count += usize::from(value != ABSENT);
            }
            shown.values.truncate(count);
            if shown.settle {
                settle(&mut shown.values);
            }
            shown.ready = true;
        }
        &mut shown.values
    }
}
