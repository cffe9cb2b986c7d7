//! Brings the posts of an account together.
//!
//! One idea to keep in mind: in three steps, each within a cache. First each task deals its rows out to shards, which
//! are long ranges of accounts, so few that a core looks ahead for all of the places that it writes to. Then each shard
//! deals its records out to parts, which are short ranges, so that a part's records fit the cache of a core, and each
//! part sorts its own by account, by counting. No task writes where another does, and which task did what leaves no
//! trace, for what is made of an account does not depend on the order of its posts.
//!
//! Memory is bounded in one of two ways. Where all posts of an account are needed side by side, the shards are dealt in
//! rounds, some of the shards at a time. Where sums are enough, the rows are dealt in chunks, some of the rows at a time.

mod deal;
mod layout;
mod order;
mod pack;
mod plan;
mod sort;
mod unpack;

use std::sync::Mutex;

use rayon::prelude::*;

use self::deal::{Counts, deal};
pub(super) use self::layout::{Slot, Stretch};
use self::plan::MOST_WORDS;
pub(super) use self::plan::{Field, HIDES_LIKES, Needs, Plan, admission};
use self::sort::Sorter;
pub(super) use self::unpack::Unpacked;
use super::memory::Memory;
use super::spans::tasks;

/// Computes something of each account, shard by shard, and gives what each shard gave, in ascending order of account.
/// `one` is given the account, its values and what its shard has made so far; `tidy` what its shard has made in all.
pub(super) fn each_account<O: Send>(
    plan: &Plan<'_>,
    new: impl Fn() -> O + Sync,
    tidy: impl Fn(&mut O) + Sync,
    one: impl Fn(u32, &mut Unpacked, &mut O) + Sync,
) -> Vec<O> {
    match plan.words {
        0 | 1 => shards::<1, O>(plan, new, tidy, one),
        2 => shards::<2, O>(plan, new, tidy, one),
        3 => shards::<3, O>(plan, new, tidy, one),
        4 => shards::<4, O>(plan, new, tidy, one),
        5..=6 => shards::<6, O>(plan, new, tidy, one),
        _ => shards::<MOST_WORDS, O>(plan, new, tidy, one),
    }
}

fn shards<const N: usize, O: Send>(
    plan: &Plan<'_>,
    new: impl Fn() -> O + Sync,
    tidy: impl Fn(&mut O) + Sync,
    one: impl Fn(u32, &mut Unpacked, &mut O) + Sync,
) -> Vec<O> {
    let tasks = tasks(&plan.posts.lengths, rayon::current_num_threads() * 2);
    let counts = Counts::new(plan, &tasks);
    let rounds = counts.rounds(plan.posts.rows().div_ceil(plan.rounds()));
    let largest = rounds.iter().map(|round| counts.bytes::<N>(round)).max().unwrap_or_default();
    let mut memory = Memory::<u8>::new(largest);
    let mut made = Vec::with_capacity(plan.shards);
    let sorters = Mutex::new(Vec::<Sorter<N>>::new());
    for round in rounds {
        let dealt = deal::<N>(plan, &tasks, &counts, round.clone(), memory.as_mut());
        let shards = round.into_par_iter().with_max_len(1).map(|shard| {
            let mut made = new();
            let idle = sorters.lock().ok().and_then(|mut idle| idle.pop());
            let mut sorter = idle.unwrap_or_default();
            sorter.each_account(plan, &counts, &dealt, shard, |account, values| {
                one(account, values, &mut made)
            });
            tidy(&mut made);
            if let Ok(mut idle) = sorters.lock() {
                idle.push(sorter);
            }
            made
        });
        made.par_extend(shards);
    }
    made
}

/// Adds records to what each shard has, chunk by chunk. `shards` has a place for each shard of the plan; `add` is given
/// the shard and some of its records. Nothing is done where records have other than `N` words.
pub(super) fn each_chunk<const N: usize, O: Send>(
    plan: &Plan<'_>,
    rows_in_chunk: usize,
    shards: &mut [O],
    add: impl Fn(&mut O, Stretch<'_, N>) + Sync,
) {
    if plan.words != N {
        return;
    }
    let own = rayon::current_num_threads() * 2;
    let chunks = plan.posts.rows().div_ceil(rows_in_chunk.max(1)).max(1);
    let tasks = tasks(&plan.posts.lengths, chunks * own);
    let mut memory = Memory::<u8>::new(0);
    for tasks in tasks.chunks(own) {
        let counts = Counts::new(plan, tasks);
        let all = 0..plan.shards;
        let bytes = counts.bytes::<N>(&all);
        if memory.as_ref().len() < bytes {
            memory = Memory::new(bytes);
        }
        let dealt = deal::<N>(plan, tasks, &counts, all, memory.as_mut());
        shards
            .par_iter_mut()
            .enumerate()
            .with_max_len(1)
            .for_each(|(shard, own)| dealt.pieces(shard).for_each(|records| add(own, records)));
    }
}
