//! Counting: audiences are shared out to threads, each of which has cubes of its own.

use arrow_array::RecordBatch;
use rayon::prelude::*;

use super::categories::Categories;
use super::cube::{Cell, Cube};
use super::groups::{Groups, Run};
use super::weights::{COARSE_BITS, Weights};
use crate::audience::{self, Base, Dimension, Whole};
use crate::columnar::{Error, Table};
use crate::stats::{Figure, Moments, Quantiles, finite_population};

/// One breakdown over the columns.
pub(super) struct Breakdown<'a> {
    pub(super) dimensions: Vec<Dimension>,
    /// Per dimension, the column and by how much its number counts in the code of a cell.
    pub(super) columns: Vec<(&'a Categories, u32)>,
    size: u32,
}

impl Breakdown<'_> {
    /// The number of a dimension's category in the code of a cell, by its position in the breakdown.
    pub(super) fn number(&self, position: usize, code: u32) -> Option<u32> {
        let (categories, stride) = self.columns.get(position)?;
        Some(code / stride % categories.size())
    }

    fn is_known(&self, code: u32) -> bool {
        let is_missing = |(categories, stride): &(&Categories, u32)| {
            code / stride % categories.size() == categories.size() - 1
        };
        !self.columns.iter().any(is_missing)
    }
}

/// Lays out the codes of every breakdown: the last dimension runs fastest.
pub(super) fn breakdowns<'a>(
    asked: &[Vec<Dimension>],
    read: &'a [(Dimension, Categories)],
) -> Result<Vec<Breakdown<'a>>, Error> {
    let mut all = Vec::with_capacity(asked.len());
    for dimensions in asked {
        let mut columns = Vec::with_capacity(dimensions.len());
        let mut stride = 1_u32;
        for dimension in dimensions.iter().rev() {
            let Some((_, categories)) = read.iter().find(|(known, _)| known == dimension) else { continue };
            columns.push((categories, stride));
            let what = "the number of combinations of categories";
            stride = stride.checked_mul(categories.size()).ok_or(audience::Error::TooLarge { what })?;
        }
        columns.reverse();
        all.push(Breakdown { dimensions: dimensions.clone(), columns, size: stride });
    }
    Ok(all)
}

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

/// Rows of one block: as many as stay in the nearest cache with all that is computed of them.
const BLOCK: usize = 1_024;

/// What one thread works with.
struct Desk {
    cubes: Vec<Cube>,
    codes: Vec<u32>,
    coarse: Vec<u64>,
    cells: Vec<(u32, Cell)>,
    rows: Vec<Row>,
}

/// The sums over people whose weights are known; squares of the coarse part in 128 bits as long as they fit.
#[derive(Default)]
struct Sums {
    n: u64,
    sum: u128,
    coarse_squares: u128,
    /// Once a weight has digits below the coarse ones, or is large, everything is summed here.
    wide: Option<Moments>,
}

impl Sums {
    /// Takes in weights in coarse units, each below 2^47.
    fn add_coarse(&mut self, weights: &[u64], wanted: impl Fn(usize) -> bool) -> Result<(), Error> {
        if self.wide.is_some() || self.n > (1 << 32) - BLOCK as u64 {
            let fine = weights.iter().map(|weight| u128::from(*weight) << COARSE_BITS);
            return fine.enumerate().filter(|(at, _)| wanted(*at)).try_for_each(|(_, unit)| self.widen(unit));
        }
        let (mut n, mut sum, mut squares) = (0, 0_u64, 0_u128);
        for (at, weight) in weights.iter().enumerate() {
            // Fewer than 2^17 of them at a time: the sum fits.
            let weight = if wanted(at) { *weight } else { 0 };
            n += u64::from(wanted(at));
            sum += weight;
            squares += u128::from(weight) * u128::from(weight);
        }
        self.n += n;
        self.sum += u128::from(sum) << COARSE_BITS;
        self.coarse_squares += squares;
        Ok(())
    }

    /// Takes in weights in units of 2^-60.
    fn add_fine(&mut self, weights: &[u128], wanted: impl Fn(usize) -> bool) -> Result<(), Error> {
        let mut all = weights.iter().enumerate();
        all.try_for_each(|(at, unit)| if wanted(at) { self.widen(*unit) } else { Ok(()) })
    }

    #[cold]
    fn widen(&mut self, unit: u128) -> Result<(), Error> {
        let mut wide = match self.wide {
            Some(wide) => wide,
            None => Moments::of_coarse(self.n, self.sum, self.coarse_squares, COARSE_BITS),
        };
        wide.update(unit).map_err(audience::Error::from)?;
        self.wide = Some(wide);
        Ok(())
    }

    fn moments(&self) -> Moments {
        self.wide.unwrap_or_else(|| Moments::of_coarse(self.n, self.sum, self.coarse_squares, COARSE_BITS))
    }
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
        cubes: plan.breakdowns.iter().map(|breakdown| Cube::new(breakdown.size)).collect(),
        codes: vec![0; BLOCK],
        coarse: vec![0; BLOCK],
        cells: Vec::new(),
        rows: Vec::new(),
    };
    let parts: Vec<Result<(RecordBatch, bool), Error>> = shares(groups)
        .into_par_iter()
        .map_init(desk, |desk, task| {
            desk.rows.clear();
            let mut has_weight = false;
            for group in task {
                has_weight |= one(plan, groups.runs_of(group), group, desk)?;
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
fn shares(groups: &Groups) -> Vec<std::ops::Range<usize>> {
    let rows = |group: usize| -> usize {
        groups.runs_of(group).iter().map(|run| (run.to - run.from) as usize).sum()
    };
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

/// Counts one audience; whether anybody in it has weight.
fn one(plan: &Plan<'_>, runs: &[Run], group: usize, desk: &mut Desk) -> Result<bool, Error> {
    let mut everyone = Sums::default();
    let mut known: Vec<Sums> = plan.breakdowns.iter().map(|_| Sums::default()).collect();
    for run in runs {
        for from in (run.from..run.to).step_by(BLOCK) {
            let length = (run.to - from).min(BLOCK as u32) as usize;
            let (batch, from) = (run.batch as usize, from as usize);
            let coarse = desk.coarse.get_mut(..length).unwrap_or_default();
            let mut fine = Vec::new();
            let mut is_coarse = true;
            match plan.weights {
                None => everyone.n += length as u64,
                Some(weights) if weights.coarse(batch, from, coarse) => {
                    everyone.add_coarse(coarse, |_| true)?
                }
                Some(weights) => {
                    is_coarse = false;
                    fine = weights.fine(batch, from, length)?;
                    everyone.add_fine(&fine, |_| true)?;
                }
            }
            let codes = desk.codes.get_mut(..length).unwrap_or_default();
            for ((breakdown, cube), known) in plan.breakdowns.iter().zip(&mut desk.cubes).zip(&mut known) {
                codes.fill(0);
                for (categories, stride) in &breakdown.columns {
                    categories.add(batch, from, *stride, codes);
                }
                match plan.weights {
                    None => cube.add(codes, std::iter::repeat(1)),
                    Some(_) if is_coarse => {
                        cube.add(codes, coarse.iter().map(|weight| u128::from(*weight) << COARSE_BITS));
                    }
                    Some(_) => cube.add(codes, fine.iter().copied()),
                }
                if plan.weights.is_some() && plan.base == Base::Known {
                    let wanted = |at: usize| codes.get(at).is_some_and(|code| breakdown.is_known(*code));
                    match is_coarse {
                        true => known.add_coarse(coarse, wanted)?,
                        false => known.add_fine(&fine, wanted)?,
                    }
                }
            }
        }
    }
    finish(plan, &everyone, &known, group, desk)
}

fn finish(
    plan: &Plan<'_>,
    everyone: &Sums,
    known: &[Sums],
    group: usize,
    desk: &mut Desk,
) -> Result<bool, Error> {
    let correction = plan.population.map_or(Ok(1.0), |all| finite_population(everyone.n(), all));
    let correction = correction.map_err(audience::Error::from)?;
    let weighted = plan.weights.is_some();
    let whole = |moments: &Moments| Whole::new(moments, weighted, correction);
    let share = |base: &Whole, weight: u128| match plan.interval {
        true => base.share(weight as f64, &plan.quantiles),
        false => base.point(weight as f64),
    };
    let equal = |n: u64| Moments::of(n, u128::from(n), u128::from(n));
    let of_everyone = if weighted { everyone.moments() } else { equal(everyone.n) };
    let group = u32::try_from(group).unwrap_or(u32::MAX);
    for (number, ((breakdown, cube), known)) in
        (0_u32..).zip(plan.breakdowns.iter().zip(&mut desk.cubes).zip(known))
    {
        let (mut hidden, mut known_people) = (0_u128, 0_u64);
        desk.cells.clear();
        let cells = &mut desk.cells;
        cube.drain(|code, cell| {
            if plan.base == Base::Known {
                if !breakdown.is_known(code) {
                    return;
                }
                known_people += u64::from(cell.n);
            }
            if cell.n < plan.minimum {
                hidden += cell.weight;
            } else {
                cells.push((code, cell));
            }
        });
        let base = match (plan.base, weighted) {
            (Base::Everyone, _) => whole(&of_everyone),
            (Base::Known, true) => whole(&known.moments()),
            (Base::Known, false) => whole(&equal(known_people)),
        };
        cells.sort_unstable_by_key(|(code, _)| *code);
        desk.rows.extend(cells.iter().map(|(code, cell)| Row {
            group,
            breakdown: number,
            cell: Some(*code),
            people: cell.n,
            share: share(&base, cell.weight),
        }));
        if plan.minimum > 1 {
            let share = share(&base, hidden);
            desk.rows.push(Row { group, breakdown: number, cell: None, people: 0, share });
        }
    }
    Ok(of_everyone.sum() > 0)
}

impl Sums {
    fn n(&self) -> u64 {
        self.wide.map_or(self.n, |wide| wide.n())
    }
}
