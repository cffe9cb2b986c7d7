//! Counting: audiences are shared out to threads, each of which has cubes of its own.
//!
//! One idea to keep in mind: the cells of rows are worked out block by block, whichever audience they are of, so that
//! a small audience costs no more a row than a large one.

use std::ops::Range;

use arrow_array::RecordBatch;
use rayon::prelude::*;

use super::breakdown::{Breakdown, Codes};
use super::cube::Cube;
use super::groups::{Groups, Run};
use super::sums::Sums;
use super::weights::{BLOCK, Weights};
use crate::audience::{self, Base, Whole};
use crate::columnar::{Error, Table};
use crate::stats::{Figure, Quantiles, finite_population};

/// What is counted, and how it is finished.
pub(super) struct Plan<'a> {
    pub(super) breakdowns: Vec<Breakdown<'a>>,
    pub(super) weights: Option<&'a Weights>,
    pub(super) quantiles: Quantiles,
    pub(super) population: Option<u64>,
    pub(super) base: Base,
    pub(super) minimum: u32,
    pub(super) interval: bool,
}

/// One row of the result.
pub(super) struct Row {
    pub(super) group: u32,
    pub(super) breakdown: u32,
    /// The code of the cell; `None` for all cells that are left out together.
    pub(super) cell: Option<u32>,
    pub(super) people: u32,
    pub(super) share: Figure,
}

/// Rows that were worked out: as many as stay in the nearest cache.
#[derive(Default)]
struct Block {
    run: Option<Run>,
    /// By breakdown.
    codes: Vec<Codes>,
    coarse: Vec<u64>,
    /// The weights where they are not coarse; empty where they are.
    fine: Vec<u128>,
}

impl Block {
    /// Works out the rows of a run, of which there are at most [`BLOCK`].
    fn read<'a>(
        &mut self,
        breakdowns: impl Iterator<Item = &'a Breakdown<'a>>,
        weights: Option<&Weights>,
        run: Run,
    ) -> Result<(), Error> {
        let (batch, from, length) = (run.batch as usize, run.from as usize, run.len());
        self.run = Some(run);
        self.fine.clear();
        self.coarse.resize(length, 0);
        if let Some(weights) = weights
            && !weights.coarse(batch, from, &mut self.coarse)
        {
            weights.fine(batch, from, length, &mut self.fine)?;
        }
        for (at, breakdown) in breakdowns.enumerate() {
            if self.codes.len() <= at {
                self.codes.push(Codes::default());
            }
            if let Some(codes) = self.codes.get_mut(at) {
                breakdown.read(batch, from, length, codes);
            }
        }
        Ok(())
    }

    /// Where a run begins in the block, and where it or the block ends; nothing where it does not begin in it.
    fn places(&self, run: Run) -> Option<Range<usize>> {
        let own = self.run?;
        (own.batch == run.batch && (own.from..own.to).contains(&run.from))
            .then(|| (run.from - own.from) as usize..(run.to.min(own.to) - own.from) as usize)
    }

    fn coarse_of(&self, row: u32) -> u64 {
        self.coarse.get(row as usize).copied().unwrap_or(0)
    }

    fn fine_of(&self, row: u32) -> u128 {
        self.fine.get(row as usize).copied().unwrap_or(0)
    }

    /// Takes the weights of some rows in, of those that are wanted.
    #[inline(always)]
    fn sum(
        &self,
        plan: &Plan<'_>,
        places: Range<usize>,
        wanted: impl Fn(usize) -> bool,
        sums: &mut Sums,
    ) -> Result<(), Error> {
        let rows = places.clone().filter(|row| wanted(*row));
        if plan.weights.is_none() {
            sums.add_people(rows.count() as u64);
            return Ok(());
        }
        match self.fine.is_empty() {
            true => sums.add_coarse(weights(&self.coarse, places, wanted)),
            false => sums.add_fine(weights(&self.fine, places, wanted)),
        }
    }
}

/// The weights of the rows that are wanted.
#[inline(always)]
fn weights<T: Copy>(
    all: &[T],
    places: Range<usize>,
    wanted: impl Fn(usize) -> bool,
) -> impl Iterator<Item = T> {
    let some = all.get(places.clone()).unwrap_or_default();
    places.zip(some).filter(move |(row, _)| wanted(*row)).map(|(_, weight)| *weight)
}

/// What one thread works with.
struct Desk {
    block: Block,
    /// For looking at rows once more.
    aside: Block,
    cubes: Vec<Cube>,
    rows: Vec<Row>,
}

/// Fewer rows than these are not worth a task of their own.
const TASK: usize = 1 << 16;

/// Counts all audiences. Each task turns its rows into a batch at once, so that they need no memory beside the result.
pub(super) fn count(
    plan: &Plan<'_>,
    groups: &Groups,
    table: &Table,
    batch: impl Fn(&[Row]) -> Result<RecordBatch, Error> + Sync,
) -> Result<Vec<RecordBatch>, Error> {
    let desk = || Desk {
        block: Block::default(),
        aside: Block::default(),
        cubes: plan.breakdowns.iter().map(|breakdown| Cube::new(breakdown.size)).collect(),
        rows: Vec::new(),
    };
    let parts: Vec<Result<(RecordBatch, bool), Error>> = shares(groups)
        .into_par_iter()
        .map_init(desk, |desk, task| {
            desk.rows.clear();
            let mut has_weight = false;
            let ahead = groups.runs_before(task.end);
            for group in task {
                has_weight |= one(plan, ahead, groups.places_of(group), group, desk)?;
            }
            Ok((batch(&desk.rows)?, has_weight))
        })
        .collect();
    let (mut all, mut has_weight) = (Vec::with_capacity(parts.len()), false);
    for part in parts {
        let (part, weighs) = part?;
        all.push(part);
        has_weight |= weighs;
    }
    let people = table.num_rows() as u64;
    if people > 0 && !has_weight {
        return Err(audience::Error::WeightsAllZero { people }.into());
    }
    Ok(all)
}

/// Ranges of audiences, each with as many rows as make a task. They do not depend on the number of threads, and neither
/// does the result.
fn shares(groups: &Groups) -> Vec<Range<usize>> {
    let rows = |group: usize| -> usize { groups.runs_of(group).iter().map(|run| run.len()).sum() };
    let (mut shared, mut start, mut room) = (Vec::new(), 0, 0_usize);
    for group in 0..groups.len() {
        room += rows(group);
        if room >= TASK {
            shared.push(start..group + 1);
            (start, room) = (group + 1, 0);
        }
    }
    if start < groups.len() {
        shared.push(start..groups.len());
    }
    shared
}

/// The rest of a run and the rows that stand right after it in the runs `ahead`, at most a block.
fn stretch(run: Run, ahead: &[Run]) -> Run {
    let most = run.from.saturating_add(BLOCK as u32);
    let mut whole = run;
    for next in ahead {
        if whole.to >= most || next.batch != whole.batch || next.from != whole.to {
            break;
        }
        whole.to = next.to;
    }
    Run { to: whole.to.min(most), ..whole }
}

/// Counts one audience; whether anybody in it has weight. Rows are worked out as far as the first runs `ahead` reach.
fn one(
    plan: &Plan<'_>,
    ahead: &[Run],
    runs: Range<usize>,
    group: usize,
    desk: &mut Desk,
) -> Result<bool, Error> {
    let mut everyone = Sums::default();
    let mut known: Vec<Sums> = plan.breakdowns.iter().map(|_| Sums::default()).collect();
    let own = ahead.get(runs.clone()).unwrap_or_default();
    for (at, run) in (runs.start + 1..).zip(own) {
        let mut run = *run;
        while run.from < run.to {
            let places = match desk.block.places(run) {
                Some(places) => places,
                None => {
                    let ahead = ahead.get(at..).unwrap_or_default();
                    let all = plan.breakdowns.iter();
                    desk.block.read(all, plan.weights, stretch(run, ahead))?;
                    0..(run.len()).min(BLOCK)
                }
            };
            run.from += places.len() as u32;
            take(plan, desk, places, &mut everyone, &mut known)?;
        }
    }
    finish(plan, own, &everyone, &known, group, desk)
}

/// Takes in some rows of the block.
fn take(
    plan: &Plan<'_>,
    desk: &mut Desk,
    places: Range<usize>,
    everyone: &mut Sums,
    known: &mut [Sums],
) -> Result<(), Error> {
    let Desk { block, cubes, .. } = desk;
    block.sum(plan, places.clone(), |_| true, everyone)?;
    let coarse = block.coarse.get(places.clone()).unwrap_or_default();
    let fine = block.fine.get(places.clone()).unwrap_or_default();
    for (codes, cube) in block.codes.iter().zip(cubes) {
        let (codes, rows) = codes.of(places.start, places.end);
        match (rows, fine.is_empty()) {
            (None, true) => cube.add(codes, coarse.iter().copied()),
            (None, false) => cube.add_fine(codes, fine.iter().copied()),
            (Some(rows), true) => cube.add(codes, rows.iter().map(|row| block.coarse_of(*row))),
            (Some(rows), false) => cube.add_fine(codes, rows.iter().map(|row| block.fine_of(*row))),
        }
    }
    if plan.base == Base::Known {
        for ((breakdown, codes), known) in plan.breakdowns.iter().zip(&block.codes).zip(known) {
            let is_known = |row| codes.first(row).is_some_and(|code| breakdown.is_known(code));
            block.sum(plan, places.clone(), is_known, known)?;
        }
    }
    Ok(())
}

fn finish(
    plan: &Plan<'_>,
    runs: &[Run],
    everyone: &Sums,
    known: &[Sums],
    group: usize,
    desk: &mut Desk,
) -> Result<bool, Error> {
    let correction = plan.population.map_or(Ok(1.0), |all| finite_population(everyone.n(), all));
    let correction = correction.map_err(audience::Error::from)?;
    let weighted = plan.weights.is_some();
    let share = |base: &Whole, weight: u128| match plan.interval {
        true => base.share(weight as f64, &plan.quantiles),
        false => base.point(weight as f64),
    };
    let of_everyone = everyone.moments(weighted);
    let whole_of_everyone = Whole::new(&of_everyone, weighted, correction);
    let group = u32::try_from(group).unwrap_or(u32::MAX);
    let Desk { aside, cubes, rows, .. } = desk;
    for (number, ((breakdown, cube), known)) in (0_u32..).zip(plan.breakdowns.iter().zip(cubes).zip(known)) {
        let base = match plan.base {
            Base::Everyone => whole_of_everyone,
            Base::Known => Whole::new(&known.moments(weighted), weighted, correction),
        };
        let has_several = breakdown.is_multi_valued();
        let mut hidden = match has_several && plan.minimum > 1 {
            true => left_out(plan, breakdown, cube, runs, aside)?,
            false => 0,
        };
        cube.drain(plan.minimum, |code, cell| {
            if plan.base == Base::Known && !breakdown.is_known(code) {
                return;
            }
            let weight = if weighted { cell.weight } else { cell.n.into() };
            if cell.n >= plan.minimum {
                let share = share(&base, weight);
                rows.push(Row { group, breakdown: number, cell: Some(code), people: cell.n, share });
            } else if !has_several {
                hidden += weight;
            }
        });
        if plan.minimum > 1 {
            let share = share(&base, hidden);
            rows.push(Row { group, breakdown: number, cell: None, people: 0, share });
        }
    }
    Ok(of_everyone.sum() > 0)
}

/// The weight of the people who are in at least one cell that is left out. Where nobody is in several cells, it is the
/// sum over these cells; otherwise people are looked at once more.
fn left_out(
    plan: &Plan<'_>,
    breakdown: &Breakdown<'_>,
    cube: &Cube,
    runs: &[Run],
    aside: &mut Block,
) -> Result<u128, Error> {
    let mut sum = Sums::default();
    for run in runs {
        for from in (run.from..run.to).step_by(BLOCK) {
            let piece = Run { from, to: run.to.min(from.saturating_add(BLOCK as u32)), ..*run };
            aside.read(std::iter::once(breakdown), plan.weights, piece)?;
            let Some(codes) = aside.codes.first() else { continue };
            let is_left_out = |row: usize| {
                let (codes, _) = codes.of(row, row + 1);
                let counts = |code: &&u32| plan.base == Base::Everyone || breakdown.is_known(**code);
                codes.iter().filter(counts).any(|code| cube.n(*code) < plan.minimum)
            };
            aside.sum(plan, 0..piece.len(), is_left_out, &mut sum)?;
        }
    }
    Ok(sum.moments(plan.weights.is_some()).sum())
}
