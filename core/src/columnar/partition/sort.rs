//! Sorts the records of a shard by account.

use super::deal::{Counts, Dealt};
use super::order::{Order, key_of_count};
use super::plan::Plan;
use super::unpack::Unpacked;

/// Room in which the records of a shard are sorted; a thread uses it again and again.
pub(super) struct Sorter<const N: usize> {
    /// The records of the shard, part by part.
    dealt: Vec<[u64; N]>,
    part: Part<N>,
}

/// The records of a part, account by account.
struct Part<const N: usize> {
    /// Where the records of a key begin, and at last where they end.
    keys: Vec<u32>,
    keyed: Vec<[u64; N]>,
    /// Where the records of an account begin, and at last where they end.
    ends: Vec<u32>,
    sorted: Vec<[u64; N]>,
    values: Unpacked,
}

impl<const N: usize> Default for Sorter<N> {
    fn default() -> Self {
        let part = Part {
            keys: Vec::new(),
            keyed: Vec::new(),
            ends: Vec::new(),
            sorted: Vec::new(),
            values: Unpacked::default(),
        };
        Sorter { dealt: Vec::new(), part }
    }
}

impl<const N: usize> Sorter<N> {
    /// Shows each account of a shard that has posts.
    pub(super) fn each_account(
        &mut self,
        plan: &Plan<'_>,
        counts: &Counts,
        dealt: &Dealt<'_, N>,
        shard: usize,
        mut one: impl FnMut(u32, &mut Unpacked),
    ) {
        let parts = plan.parts_of(shard);
        let mut ends: Vec<u32> = parts.clone().map(|part| counts.of_part(part)).collect();
        let rows = begin(&mut ends);
        let records = dealt.pieces(shard).flat_map(|piece| piece.records());
        if parts.len() < 2 {
            return self.part.of(plan, parts.start, rows, records, &mut one);
        }
        if self.dealt.len() < rows {
            self.dealt.resize(rows, [0; N]);
        }
        records.for_each(|record| {
            put(&mut self.dealt, ends.get_mut(plan.part(plan.account_in_shard(&record))), record);
        });
        let mut from = 0;
        for (part, to) in parts.zip(ends) {
            let records = self.dealt.get(from..to as usize).unwrap_or_default();
            self.part.of(plan, part, records.len(), records.iter().copied(), &mut one);
            from = to as usize;
        }
    }
}

impl<const N: usize> Part<N> {
    /// Sorts the records of a part, and shows its accounts.
    fn of(
        &mut self,
        plan: &Plan<'_>,
        part: usize,
        rows: usize,
        records: impl Iterator<Item = [u64; N]> + Clone,
        one: &mut impl FnMut(u32, &mut Unpacked),
    ) {
        match plan.order {
            None => return self.each_account(plan, part, rows, records, one),
            Some(Order::Counts(slot)) => {
                self.sort_by(rows, records, key_of_count(slot.mask), |record| key_of_count(slot.of(record)));
            }
            Some(Order::Times(slot, left_out)) => {
                let key = |time: u64| (time >> left_out) as usize;
                self.sort_by(rows, records, key(slot.mask), |record| key(slot.of(record)));
            }
        }
        // Sorting by account leaves those of an account in the order in which they come.
        let keyed = std::mem::take(&mut self.keyed);
        let records = keyed.get(..rows).unwrap_or_default();
        self.each_account(plan, part, rows, records.iter().copied(), one);
        self.keyed = keyed;
    }

    /// Sorts records by a key.
    fn sort_by(
        &mut self,
        rows: usize,
        records: impl Iterator<Item = [u64; N]> + Clone,
        largest: usize,
        key: impl Fn(&[u64; N]) -> usize,
    ) {
        counted(&mut self.keys, largest + 1, records.clone().map(|record| key(&record)));
        if self.keyed.len() < rows {
            self.keyed.resize(rows, [0; N]);
        }
        records.for_each(|record| put(&mut self.keyed, self.keys.get_mut(key(&record)), record));
    }

    /// Sorts records by account, and shows each account.
    fn each_account(
        &mut self,
        plan: &Plan<'_>,
        part: usize,
        rows: usize,
        records: impl Iterator<Item = [u64; N]> + Clone,
        one: &mut impl FnMut(u32, &mut Unpacked),
    ) {
        let accounts = plan.accounts_in_part();
        let place = |record: &[u64; N]| plan.account_in_shard(record) as usize & (accounts - 1);
        counted(&mut self.ends, accounts, records.clone().map(|record| place(&record)));
        if self.sorted.len() < rows {
            self.sorted.resize(rows, [0; N]);
        }
        records.for_each(|record| put(&mut self.sorted, self.ends.get_mut(place(&record)), record));
        let mut from = 0;
        for (account, &to) in (plan.first_account(part)..).zip(&self.ends) {
            if let Some(records) = self.sorted.get(from as usize..to as usize)
                && !records.is_empty()
            {
                plan.unpack(records, &mut self.values);
                one(account, &mut self.values);
            }
            from = to;
        }
    }
}

/// Where what has each of `all` places begins.
fn counted(ends: &mut Vec<u32>, all: usize, places: impl Iterator<Item = usize>) {
    ends.clear();
    ends.resize(all, 0);
    places.for_each(|place| {
        if let Some(count) = ends.get_mut(place) {
            *count += 1;
        }
    });
    begin(ends);
}

/// From how many there are of each to where each begins; gives how many there are in all.
fn begin(counts: &mut [u32]) -> usize {
    let mut end = 0;
    for count in counts {
        end += std::mem::replace(count, end);
    }
    end as usize
}

/// Puts a record at a place, which moves on.
#[inline]
fn put<const N: usize>(records: &mut [[u64; N]], place: Option<&mut u32>, record: [u64; N]) {
    let Some(place) = place else { return };
    if let Some(slot) = records.get_mut(*place as usize) {
        *slot = record;
    }
    *place += 1;
}
