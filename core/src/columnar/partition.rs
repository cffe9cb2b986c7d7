//! Brings the posts of an account together.
//!
//! One idea to keep in mind: in two steps, each within a cache. First each task deals its rows out to parts, which
//! are ranges of accounts, so many that each part's records fit the cache of a core. Then each part sorts its own
//! records by account, by counting. No task writes where another does, and which task did what leaves no trace,
//! for what is made of an account does not depend on the order of its posts.
//!
//! Memory is bounded in one of two ways. Where all posts of an account are needed side by side, the parts are dealt in
//! rounds, some of the parts at a time. Where sums are enough, the rows are dealt in chunks, some of the rows at a time.

use std::ops::Range;

use rayon::prelude::*;

use super::memory::Memory;
use super::plan::{BLOCK, Block, Plan, Unpacked};
use super::spans::{Span, tasks};

/// Records by part.
struct Dealt<'m, const W: usize> {
    records: &'m [[u32; W]],
    first_part: usize,
    /// For each task, where its records of each part begin, and where the last one ends.
    starts: Vec<Vec<u32>>,
}

impl<const W: usize> Dealt<'_, W> {
    /// The records of a part, task by task.
    fn pieces(&self, part: usize) -> impl Iterator<Item = &[[u32; W]]> {
        let part = part - self.first_part;
        self.starts.iter().filter_map(move |starts| {
            let (from, to) = (*starts.get(part)?, *starts.get(part + 1)?);
            self.records.get(from as usize..to as usize)
        })
    }
}

/// Computes something of each account, part by part, and gives what each part gave, in ascending order of account.
/// `one` is given the account, its values and what its part has made so far; `tidy` what its part has made in all.
pub(super) fn each_account<O: Send>(
    plan: &Plan<'_>,
    new: impl Fn() -> O + Sync,
    tidy: impl Fn(&mut O) + Sync,
    one: impl Fn(u32, &mut Unpacked, &mut O) + Sync,
) -> Vec<O> {
    match plan.words {
        0 | 1 => parts::<1, O>(plan, new, tidy, one),
        2 => parts::<2, O>(plan, new, tidy, one),
        3 => parts::<3, O>(plan, new, tidy, one),
        4 => parts::<4, O>(plan, new, tidy, one),
        5 => parts::<5, O>(plan, new, tidy, one),
        6 => parts::<6, O>(plan, new, tidy, one),
        7 => parts::<7, O>(plan, new, tidy, one),
        8 => parts::<8, O>(plan, new, tidy, one),
        9..=12 => parts::<12, O>(plan, new, tidy, one),
        _ => parts::<MOST_WORDS, O>(plan, new, tidy, one),
    }
}

/// The most words that a record has: account, flags and time in four, and two for each of the other fields.
pub(super) const MOST_WORDS: usize = 24;

fn parts<const W: usize, O: Send>(
    plan: &Plan<'_>,
    new: impl Fn() -> O + Sync,
    tidy: impl Fn(&mut O) + Sync,
    one: impl Fn(u32, &mut Unpacked, &mut O) + Sync,
) -> Vec<O> {
    let tasks = tasks(&plan.posts.lengths, rayon::current_num_threads() * 2);
    let counts: Vec<Vec<u32>> = tasks.par_iter().map(|task| count(plan, task)).collect();
    let rounds = rounds(&counts, plan.posts.rows().div_ceil(plan.rounds()));
    let largest = rounds.iter().map(|round| records_in(&counts, round)).max().unwrap_or_default();
    let mut memory = Memory::<[u32; W]>::new(largest);
    let mut made = Vec::with_capacity(plan.parts);
    for round in rounds {
        let dealt = deal(plan, &tasks, &counts, round.clone(), memory.as_mut());
        let parts = round.into_par_iter().map_init(Sorter::<W>::default, |sorter, part| {
            let mut made = new();
            sorter.sort(plan, &dealt, part);
            sorter.each(plan, part, |account, values| one(account, values, &mut made));
            tidy(&mut made);
            made
        });
        made.par_extend(parts);
    }
    made
}

fn records_in(counts: &[Vec<u32>], parts: &Range<usize>) -> usize {
    let of_task = |counts: &Vec<u32>| -> usize {
        counts.get(parts.clone()).unwrap_or_default().iter().map(|&count| count as usize).sum()
    };
    counts.iter().map(of_task).sum()
}

/// Parts shared out to rounds, each of about so many records.
fn rounds(counts: &[Vec<u32>], records: usize) -> Vec<Range<usize>> {
    let parts = counts.first().map_or(0, Vec::len);
    let (mut rounds, mut from, mut filled) = (Vec::new(), 0, 0);
    for part in 0..parts {
        filled += records_in(counts, &(part..part + 1));
        if filled >= records || part + 1 == parts {
            rounds.push(from..part + 1);
            (from, filled) = (part + 1, 0);
        }
    }
    rounds
}

/// Adds records to what each part has, chunk by chunk. `parts` has a place for each part of the plan; `add` is given
/// the part and some of its records. Nothing is done where records have other than `W` words.
pub(super) fn each_chunk<const W: usize, O: Send>(
    plan: &Plan<'_>,
    rows_in_chunk: usize,
    parts: &mut [O],
    add: impl Fn(&mut O, &[[u32; W]]) + Sync,
) {
    if plan.words != W {
        return;
    }
    let own = rayon::current_num_threads() * 2;
    let chunks = plan.posts.rows().div_ceil(rows_in_chunk.max(1)).max(1);
    let tasks = tasks(&plan.posts.lengths, chunks * own);
    let mut memory = Memory::<[u32; W]>::new(0);
    for tasks in tasks.chunks(own) {
        let counts: Vec<Vec<u32>> = tasks.par_iter().map(|task| count(plan, task)).collect();
        let all = 0..plan.parts;
        let records = records_in(&counts, &all);
        if memory.as_ref().len() < records {
            memory = Memory::new(records);
        }
        let dealt = deal(plan, tasks, &counts, all, memory.as_mut());
        parts
            .par_iter_mut()
            .enumerate()
            .for_each(|(part, own)| dealt.pieces(part).for_each(|records| add(own, records)));
    }
}

/// Deals the rows of tasks out to some of the parts.
fn deal<'m, const W: usize>(
    plan: &Plan<'_>,
    tasks: &[Vec<Span>],
    counts: &[Vec<u32>],
    parts: Range<usize>,
    records: &'m mut [[u32; W]],
) -> Dealt<'m, W> {
    let mut end = 0;
    let starts: Vec<Vec<u32>> = counts
        .iter()
        .map(|counts| {
            let mut starts = vec![end];
            starts.extend(counts.get(parts.clone()).unwrap_or_default().iter().map(|count| {
                end += count;
                end
            }));
            starts
        })
        .collect();
    let mut rest = &mut *records;
    let mut own = Vec::with_capacity(tasks.len());
    for (task, starts) in tasks.iter().zip(&starts) {
        let rows = starts.last().zip(starts.first()).map_or(0, |(last, first)| last - first);
        let Some((mine, others)) = rest.split_at_mut_checked(rows as usize) else { break };
        rest = others;
        own.push((task, starts, mine));
    }
    let all = parts.len() == plan.parts;
    own.into_par_iter().for_each(|(task, starts, mine)| {
        if all {
            fill::<W, true>(plan, task, &parts, starts, mine)
        } else {
            fill::<W, false>(plan, task, &parts, starts, mine)
        }
    });
    Dealt { records, first_part: parts.start, starts }
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

/// Puts the records of a task where they belong: those of all parts, or those of some.
fn fill<const W: usize, const ALL: bool>(
    plan: &Plan<'_>,
    task: &[Span],
    parts: &Range<usize>,
    starts: &[u32],
    records: &mut [[u32; W]],
) {
    let first = starts.first().copied().unwrap_or_default();
    let mut next: Vec<u32> = starts.iter().map(|start| start - first).collect();
    let mut block = Block::new(plan);
    let mut chosen = [0_u16; BLOCK];
    for span in blocks(task) {
        block.read_keys(plan, span);
        let mut count = 0;
        if !ALL {
            // Chosen without a branch, which could not be foreseen.
            for (row, id) in (0_u16..).zip(&block.ids) {
                if let Some(place) = chosen.get_mut(count) {
                    *place = row;
                }
                count += usize::from(parts.contains(&plan.part(*id)));
            }
            if count == 0 {
                continue;
            }
        }
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
        let mut put = |row: usize, id: u32| {
            let Some(place) = next.get_mut(plan.part(id).wrapping_sub(parts.start)) else { return };
            if let Some(record) = records.get_mut(*place as usize) {
                *record = words.map(|words| words.get(row).copied().unwrap_or_default());
            }
            *place += 1;
        };
        if ALL {
            block.ids.iter().enumerate().for_each(|(row, id)| put(row, *id));
            continue;
        }
        for &row in chosen.get(..count).unwrap_or_default() {
            if let Some(id) = block.ids.get(usize::from(row)) {
                put(row.into(), *id);
            }
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
    fn sort(&mut self, plan: &Plan<'_>, dealt: &Dealt<'_, W>, part: usize) {
        self.ends.clear();
        self.ends.resize(plan.accounts_in_part(), 0);
        let mut rows = 0;
        for piece in dealt.pieces(part) {
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
        for piece in dealt.pieces(part) {
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

    fn each(&mut self, plan: &Plan<'_>, part: usize, mut one: impl FnMut(u32, &mut Unpacked)) {
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
