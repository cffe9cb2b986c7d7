//! Likes over time of one account from the values of its posts.
//!
//! One idea to keep in mind: the calendar is looked up. Which period each day of the table belongs to, and when the
//! clocks of the zone change, is worked out once; a post then costs a division and a look-up.

use std::sync::Arc;

use super::{Part, day};
use crate::columnar::ingest::{ABSENT, Posts};
use crate::columnar::partition::{Plan, Unpacked};
use crate::metrics::Error;
use crate::metrics::likes_over_time::LikesOverTimeOptions;

const DAY: i64 = 86_400_000;
/// More days than this are left to the function over rows: it takes a table of more than 500 years.
const MOST_DAYS: u64 = 200_000;

/// The periods of all posts of a table.
pub(in crate::columnar) struct Calendar {
    options: LikesOverTimeOptions,
    /// When an offset of the zone begins, and the offset.
    offsets: Vec<(i64, i64)>,
    /// The instant of local clocks at which the first day of `cells` begins.
    first_day: i64,
    /// For each day, its period, counted from the first.
    cells: Vec<u32>,
    /// The first day of each period.
    starts: Vec<i32>,
}

impl Calendar {
    /// `None` where it would be too long a table.
    pub(super) fn new(posts: &Posts, options: LikesOverTimeOptions) -> Option<Self> {
        let range = posts.published_at.as_ref().and_then(|times| times.range()).unwrap_or_default();
        if range.1.abs_diff(range.0) / DAY.unsigned_abs() >= MOST_DAYS {
            return None;
        }
        let offsets = options.zone.offsets(range.0, range.1);
        let least = offsets.iter().map(|(_, offset)| *offset).min().unwrap_or_default();
        let most = offsets.iter().map(|(_, offset)| *offset).max().unwrap_or_default();
        let (first, last) = ((range.0 + least).div_euclid(DAY), (range.1 + most).div_euclid(DAY));
        let low = options.period.index(first * DAY);
        let index = |day: i64| options.period.index(day * DAY);
        let cells = (first..=last).map(|day| index(day).abs_diff(low)).collect();
        let start = |index| options.period.start(index).map(day).unwrap_or_default();
        let starts = (low..=index(last)).map(start).collect();
        Some(Calendar { options, offsets, first_day: first * DAY, cells, starts })
    }

    /// How many periods there are. It is also the number that stands for a post outside the dates.
    pub(in crate::columnar) fn periods(&self) -> u32 {
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX)
    }

    /// The period of a post, counted from the first.
    #[inline]
    pub(in crate::columnar) fn cell(&self, at: i64) -> u32 {
        let outside = self.options.since.is_some_and(|since| at < since)
            || self.options.until.is_some_and(|until| at >= until);
        if outside {
            return self.periods();
        }
        let days = (at + self.offset(at)).abs_diff(self.first_day) / DAY.unsigned_abs();
        self.cells.get(days as usize).copied().unwrap_or_default()
    }

    #[inline]
    fn offset(&self, at: i64) -> i64 {
        let next = match self.offsets.as_slice() {
            [(_, offset)] => return *offset,
            offsets => offsets.partition_point(|(from, _)| *from <= at),
        };
        self.offsets.get(next.saturating_sub(1)).map_or(0, |(_, offset)| *offset)
    }
}

/// What a request for likes over time knows while accounts are computed.
pub(in crate::columnar) struct Kernel {
    /// Where likes, comments and views stand among the values.
    places: [Option<usize>; 3],
    calendar: Arc<Calendar>,
    /// Where records carry times and not the periods themselves, the time that they count from.
    earliest: Option<i64>,
}

/// Sums of one account by period.
#[derive(Default)]
pub(super) struct Scratch {
    cells: Vec<Cell>,
    touched: Vec<u32>,
    /// The cell of each post.
    places: Vec<u32>,
}

#[derive(Clone, Copy, Default)]
struct Cell {
    posts: u32,
    shown: [u32; 3],
    sums: [u64; 3],
}

impl Kernel {
    pub(super) fn new(plan: &Plan<'_>, calendar: Arc<Calendar>, places: [Option<usize>; 3]) -> Self {
        let earliest = (!plan.carries_periods()).then_some(plan.earliest);
        Kernel { places, calendar, earliest }
    }

    pub(super) fn account(&self, account: u32, posts: &Unpacked, part: &mut Part) {
        let Scratch { cells, touched, places } = &mut part.scratch;
        cells.resize(self.calendar.starts.len(), Cell::default());
        places.clear();
        places.extend(posts.times.iter().map(|&time| match self.earliest {
            Some(earliest) => self.calendar.cell(earliest.wrapping_add_unsigned(time)),
            None => u32::try_from(time).unwrap_or(u32::MAX),
        }));
        // A post outside the dates has no cell.
        touched.clear();
        for &place in &*places {
            let Some(cell) = cells.get_mut(place as usize) else { continue };
            if cell.posts == 0 {
                touched.push(place);
            }
            cell.posts += 1;
        }
        let mut overflown = None;
        for (which, values) in self.places.iter().enumerate() {
            let Some(values) = values.and_then(|values| posts.values.get(values)) else { continue };
            for (&place, &value) in places.iter().zip(values) {
                let Some(Cell { shown, sums, .. }) = cells.get_mut(place as usize) else { continue };
                let (Some(sum), Some(shown)) = (sums.get_mut(which), shown.get_mut(which)) else { continue };
                // Without a branch on what is hidden, which could not be foreseen.
                let is_shown = value != ABSENT;
                *shown += u32::from(is_shown);
                let (more, over) = sum.overflowing_add(if is_shown { value } else { 0 });
                *sum = more;
                if over {
                    overflown = overflown.min(Some((place, which))).or(Some((place, which)));
                }
            }
        }
        if let Some((place, which)) = overflown.filter(|_| part.fault.is_none()) {
            part.fault = Some(self.too_large(place, which));
        }
        touched.sort_unstable();
        for &place in &*touched {
            let Some(cell) = cells.get_mut(place as usize).map(std::mem::take) else { continue };
            part.accounts.push(account);
            part.starts.push(self.calendar.starts.get(place as usize).copied().unwrap_or_default());
            part.posts.push(cell.posts);
            let sums =
                part.sums.iter_mut().zip(&mut part.hidden).zip(cell.sums).zip(cell.shown).zip(self.places);
            for ((((sums, hidden), sum), shown), summed) in sums {
                if summed.is_some() {
                    sums.push(sum);
                    hidden.push(cell.posts - shown);
                }
            }
        }
    }

    fn too_large(&self, place: u32, which: usize) -> Error {
        let column = ["likes", "comments", "views"].get(which).copied().unwrap_or_default();
        let start = i64::from(self.calendar.starts.get(place as usize).copied().unwrap_or_default());
        let period = self
            .calendar
            .options
            .period
            .label(self.calendar.options.period.index(start * DAY))
            .unwrap_or_default();
        Error::SumTooLarge { column, period }
    }
}
