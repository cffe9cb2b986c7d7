//! Deals the rows of a table out to shards.

use std::ops::Range;

use rayon::prelude::*;

use super::layout::{Stretch, write};
use super::pack::{BLOCK, Block};
use super::plan::Plan;
use crate::columnar::spans::Span;

/// How many rows each task has of each part, and of each shard.
pub(super) struct Counts {
    parts: Vec<Vec<u32>>,
    shards: Vec<Vec<u32>>,
    bytes: usize,
}

impl Counts {
    pub(super) fn new(plan: &Plan<'_>, tasks: &[Vec<Span>]) -> Self {
        let parts: Vec<Vec<u32>> = tasks.par_iter().map(|task| count(plan, task)).collect();
        let of_shards = |parts: &Vec<u32>| {
            let of_shard = |shard| parts.get(plan.parts_of(shard)).unwrap_or_default().iter().sum();
            (0..plan.shards).map(of_shard).collect()
        };
        Counts { shards: parts.iter().map(of_shards).collect(), parts, bytes: plan.bytes }
    }

    /// How many rows are of a part.
    pub(super) fn of_part(&self, part: usize) -> u32 {
        self.parts.iter().filter_map(|parts| parts.get(part)).sum()
    }

    /// How many rows are of some of the shards.
    fn rows(&self, shards: &Range<usize>) -> usize {
        let of_task = |counts: &Vec<u32>| -> usize {
            counts.get(shards.clone()).unwrap_or_default().iter().map(|&count| count as usize).sum()
        };
        self.shards.iter().map(of_task).sum()
    }

    /// The bytes that some of the shards take.
    pub(super) fn bytes<const N: usize>(&self, shards: &Range<usize>) -> usize {
        self.rows(shards) * self.bytes + self.shards.len() * shards.len() * 8 * N
    }

    /// Shards shared out to rounds, each of about so many rows.
    pub(super) fn rounds(&self, rows: usize) -> Vec<Range<usize>> {
        let shards = self.shards.first().map_or(0, Vec::len);
        let (mut rounds, mut from, mut filled) = (Vec::new(), 0, 0);
        for shard in 0..shards {
            filled += self.rows(&(shard..shard + 1));
            if filled >= rows || shard + 1 == shards {
                rounds.push(from..shard + 1);
                (from, filled) = (shard + 1, 0);
            }
        }
        rounds
    }
}

/// Records by shard.
pub(super) struct Dealt<'m, const N: usize> {
    bytes: &'m [u8],
    bytes_of_record: usize,
    first_shard: usize,
    /// For each task, where its records of each shard begin, and how many they are.
    stretches: Vec<Vec<(usize, usize)>>,
}

impl<const N: usize> Dealt<'_, N> {
    /// The records of a shard, task by task.
    pub(super) fn pieces(&self, shard: usize) -> impl Iterator<Item = Stretch<'_, N>> + Clone {
        let (shard, bytes_of_record) = (shard - self.first_shard, self.bytes_of_record);
        self.stretches.iter().filter_map(move |stretches| {
            let (from, rows) = *stretches.get(shard)?;
            let bytes = self.bytes.get(from..from + rows * bytes_of_record + 8 * N)?;
            Some(Stretch { bytes, bytes_of_record, rows })
        })
    }
}

/// Deals the rows of tasks out to some of the shards.
pub(super) fn deal<'m, const N: usize>(
    plan: &Plan<'_>,
    tasks: &[Vec<Span>],
    counts: &Counts,
    shards: Range<usize>,
    bytes: &'m mut [u8],
) -> Dealt<'m, N> {
    let mut end = 0;
    let stretches: Vec<Vec<(usize, usize)>> = counts
        .shards
        .iter()
        .map(|counts| {
            let counts = counts.get(shards.clone()).unwrap_or_default();
            let stretch = |&rows: &u32| {
                let from = end;
                // A record is written as whole words: the last one needs room for all of them.
                end += rows as usize * plan.bytes + 8 * N;
                (from, rows as usize)
            };
            counts.iter().map(stretch).collect()
        })
        .collect();
    let mut rest = &mut *bytes;
    let mut own = Vec::with_capacity(tasks.len());
    for (task, stretches) in tasks.iter().zip(&stretches) {
        let taken = stretches.iter().map(|(_, rows)| rows * plan.bytes + 8 * N).sum();
        let Some((mine, others)) = rest.split_at_mut_checked(taken) else { break };
        rest = others;
        own.push((task, stretches, mine));
    }
    let all = shards.len() == plan.shards;
    own.into_par_iter().for_each(|(task, stretches, mine)| {
        if all {
            fill::<N, true>(plan, task, &shards, stretches, mine)
        } else {
            fill::<N, false>(plan, task, &shards, stretches, mine)
        }
    });
    Dealt { bytes, bytes_of_record: plan.bytes, first_shard: shards.start, stretches }
}

/// Blocks of the rows of a task.
fn blocks(task: &[Span]) -> impl Iterator<Item = Span> {
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

/// Puts the records of a task where they belong: those of all shards, or those of some.
fn fill<const N: usize, const ALL: bool>(
    plan: &Plan<'_>,
    task: &[Span],
    shards: &Range<usize>,
    stretches: &[(usize, usize)],
    bytes: &mut [u8],
) {
    let first = stretches.first().map_or(0, |(from, _)| *from);
    let mut next: Vec<usize> = stretches.iter().map(|(from, _)| from - first).collect();
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
                count += usize::from(shards.contains(&plan.shard(*id)));
            }
            if count == 0 {
                continue;
            }
        }
        plan.pack(span, &mut block);
        let rows = block.ids.len();
        let words: [&[u64]; N] = std::array::from_fn(|word| {
            let words = block.words.get(word).or(block.words.first());
            words.and_then(|words| words.get(..rows)).unwrap_or_default()
        });
        let mut put = |row: usize, id: u32| {
            let Some(place) = next.get_mut(plan.shard(id).wrapping_sub(shards.start)) else { return };
            write(bytes, *place, words.map(|words| words.get(row).copied().unwrap_or_default()));
            *place += plan.bytes;
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
