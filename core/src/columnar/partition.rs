//! Brings the posts of an account together.
//!
//! One idea to keep in mind: in two steps, each within a cache. First each task deals its rows out to parts, which
//! are ranges of accounts, so many that each part's records fit the cache of a core. Then each part sorts its own
//! records by account, by counting. No task writes where another does, and which task did what leaves no trace,
//! for what is made of an account does not depend on the order of its posts.

use rayon::prelude::*;

use super::memory::Memory;
use super::plan::{BLOCK, Block, Plan, Unpacked};
use super::spans::{Span, tasks};

/// Records by part.
struct Dealt<const W: usize> {
    records: Memory<[u32; W]>,
    /// For each task, where its records of each part begin, and where the last one ends.
    starts: Vec<Vec<u32>>,
}

/// Computes something of each account, part by part, and gives what each part gave, in ascending order of account.
/// `one` is given the account, its values and what its part has made so far.
pub(super) fn each_account<O: Send>(
    plan: &Plan<'_>,
    new: impl Fn() -> O + Sync,
    one: impl Fn(u32, &Unpacked, &mut O) + Sync,
) -> Vec<O> {
    match plan.words {
        0 | 1 => parts::<1, O>(plan, new, one),
        2 => parts::<2, O>(plan, new, one),
        3 => parts::<3, O>(plan, new, one),
        4 => parts::<4, O>(plan, new, one),
        5 => parts::<5, O>(plan, new, one),
        6 => parts::<6, O>(plan, new, one),
        7 => parts::<7, O>(plan, new, one),
        8 => parts::<8, O>(plan, new, one),
        9..=12 => parts::<12, O>(plan, new, one),
        _ => parts::<MOST_WORDS, O>(plan, new, one),
    }
}

/// The most words that a record has: account, flags and time in four, and two for each of the other fields.
pub(super) const MOST_WORDS: usize = 24;

fn parts<const W: usize, O: Send>(
    plan: &Plan<'_>,
    new: impl Fn() -> O + Sync,
    one: impl Fn(u32, &Unpacked, &mut O) + Sync,
) -> Vec<O> {
    let dealt = deal::<W>(plan);
    let made = (0..plan.parts).into_par_iter().map_init(Sorter::<W>::default, |sorter, part| {
        let mut made = new();
        sorter.sort(plan, &dealt, part);
        sorter.each(plan, part, |account, values| one(account, values, &mut made));
        made
    });
    made.collect()
}

fn deal<const W: usize>(plan: &Plan<'_>) -> Dealt<W> {
    let tasks = tasks(&plan.posts.lengths, rayon::current_num_threads() * 2);
    let counts: Vec<Vec<u32>> = tasks.par_iter().map(|task| count(plan, task)).collect();
    let mut end = 0;
    let starts: Vec<Vec<u32>> = counts
        .into_iter()
        .map(|counts| {
            let mut starts = vec![end];
            starts.extend(counts.into_iter().map(|count| {
                end += count;
                end
            }));
            starts
        })
        .collect();
    let mut records = Memory::<[u32; W]>::new(plan.posts.rows());
    let mut rest = records.as_mut();
    let mut own = Vec::with_capacity(tasks.len());
    for (task, starts) in tasks.iter().zip(&starts) {
        let rows = task.iter().map(|span| span.to - span.from).sum();
        let Some((mine, others)) = rest.split_at_mut_checked(rows) else { break };
        rest = others;
        own.push((task, starts, mine));
    }
    own.into_par_iter().for_each(|(task, starts, mine)| fill(plan, task, starts, mine));
    Dealt { records, starts }
}

/// Blocks of the rows of a task.
pub(super) fn blocks(task: &[Span]) -> impl Iterator<Item = Span> {
    task.iter().flat_map(|&Span { batch, from, to }| {
        (from..to).step_by(BLOCK).map(move |from| Span { batch, from, to: to.min(from + BLOCK) })
    })
}

/// How many rows of a task are of each part.
fn count(plan: &Plan<'_>, task: &[Span]) -> Vec<u32> {
    let mut counts = vec![0_u32; plan.parts];
    let mut ids = vec![0_u32; BLOCK];
    for span in blocks(task) {
        if let Some(ids) = ids.get_mut(..span.to - span.from) {
            plan.posts.keys.read(span.batch, span.from, ids);
            for &mut id in ids {
                if let Some(count) = counts.get_mut(plan.part(id)) {
                    *count += 1;
                }
            }
        }
    }
    counts
}

fn fill<const W: usize>(plan: &Plan<'_>, task: &[Span], starts: &[u32], records: &mut [[u32; W]]) {
    let first = starts.first().copied().unwrap_or_default();
    let mut next: Vec<u32> = starts.iter().map(|start| start - first).collect();
    let mut block = Block::new(plan);
    for span in blocks(task) {
        plan.pack(span, &mut block);
        let rows = block.ids.len();
        let words: [&[u32]; W] = std::array::from_fn(|word| {
            block
                .words
                .get(word)
                .or(block.words.first())
                .and_then(|words| words.get(..rows))
                .unwrap_or_default()
        });
        for (row, id) in block.ids.iter().enumerate() {
            let Some(place) = next.get_mut(plan.part(*id)) else { continue };
            if let Some(record) = records.get_mut(*place as usize) {
                *record = words.map(|words| words.get(row).copied().unwrap_or_default());
            }
            *place += 1;
        }
    }
}

/// Room in which the records of a part are sorted; a thread uses it again and again.
struct Sorter<const W: usize> {
    ends: Vec<u32>,
    sorted: Vec<[u32; W]>,
    values: Unpacked,
}

impl<const W: usize> Default for Sorter<W> {
    fn default() -> Self {
        Sorter { ends: Vec::new(), sorted: Vec::new(), values: Unpacked::default() }
    }
}

fn first<const W: usize>(record: &[u32; W]) -> u32 {
    record.first().copied().unwrap_or_default()
}

impl<const W: usize> Sorter<W> {
    fn sort(&mut self, plan: &Plan<'_>, dealt: &Dealt<W>, part: usize) {
        let pieces = || {
            dealt.starts.iter().filter_map(|starts| {
                let (from, to) = (*starts.get(part)?, *starts.get(part + 1)?);
                dealt.records.as_ref().get(from as usize..to as usize)
            })
        };
        self.ends.clear();
        self.ends.resize(plan.accounts_in_part(), 0);
        let mut rows = 0;
        for piece in pieces() {
            rows += piece.len();
            for record in piece {
                if let Some(count) = self.ends.get_mut(plan.account(first(record))) {
                    *count += 1;
                }
            }
        }
        let mut end = 0;
        for count in &mut self.ends {
            end += std::mem::replace(count, end);
        }
        if self.sorted.len() < rows {
            self.sorted.resize(rows, [0; W]);
        }
        for piece in pieces() {
            for record in piece {
                // Where the account begins, and at last where it ends.
                let Some(place) = self.ends.get_mut(plan.account(first(record))) else { continue };
                if let Some(slot) = self.sorted.get_mut(*place as usize) {
                    *slot = *record;
                }
                *place += 1;
            }
        }
    }

    fn each(&mut self, plan: &Plan<'_>, part: usize, mut one: impl FnMut(u32, &Unpacked)) {
        let mut from = 0;
        for (account, &to) in (plan.first_account(part)..).zip(&self.ends) {
            if let Some(records) = self.sorted.get(from as usize..to as usize)
                && !records.is_empty()
            {
                plan.unpack(records, &mut self.values);
                one(account, &self.values);
            }
            from = to;
        }
    }
}
