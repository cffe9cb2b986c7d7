//! How often every account of a table publishes, how long it is silent, and when.

use std::sync::Arc;

use arrow_array::builder::{Float64Builder, ListBuilder};
use arrow_array::{ArrayRef, Float64Array, UInt32Array};
use serde_json::Value;

use super::groups::Groups;
use super::ingest::{Posts, Source, Wanted};
use super::options::{CadenceCall, Shared, read};
use super::output::{Columns, Figures, joined};
use super::partition::{Needs, Plan, Unpacked};
use super::request::Request;
use super::{Error, Table};
use crate::metrics::cadence::{
    Cadence, CadenceOptions, cadence, longest_silence, median_gap, posts_per_week,
};
use crate::metrics::engagement::{EngagementOptions, Listed};
use crate::metrics::{hour, share, weekday};
use crate::stats::{Figure, Quantiles, Undefined};

/// `cadence`: one row for each account, in ascending order of the key, with the columns `<by>, posts,
/// posts_per_week, longest_silence` (hours) and the median gap between a post and the next (hours) as `value, low,
/// high, level, n, method, reason`. With `shares`, the lists `weekdays` (from Monday) and `hours` (from midnight),
/// each with the ends of its intervals: `weekdays_low`, `weekdays_high`, `hours_low`, `hours_high`.
pub(super) struct Cadences {
    options: CadenceOptions,
    shares: bool,
    interval: bool,
    quantiles: Quantiles,
}

/// The figures of the accounts of a part.
#[derive(Default)]
pub(super) struct Part {
    accounts: Vec<u32>,
    posts: Vec<u32>,
    per_week: Vec<Option<f64>>,
    silence: Vec<Option<f64>>,
    gaps: Vec<Figure>,
    /// Seven of weekdays and 24 of hours for each account.
    shares: Vec<Figure>,
    times: Vec<u64>,
    between: Vec<u64>,
}

/// What a request for cadence knows while accounts are computed.
pub(super) struct Kernel<'a> {
    request: &'a Cadences,
    earliest: i64,
}

impl Cadences {
    pub(super) fn new(options: &Value) -> Result<(Self, Shared), Error> {
        let call: CadenceCall = read(options)?;
        let options = call.metric()?;
        // One check of the level and one table of quantiles serve all metrics.
        let quantiles =
            EngagementOptions { level: options.level, ..EngagementOptions::default() }.quantiles()?;
        let quantiles = quantiles.prepared(1 << 16);
        Ok((Cadences { options, shares: call.shares, interval: call.interval, quantiles }, call.shared()))
    }
}

impl Part {
    fn push(&mut self, account: u32, posts: u64, [per_week, silence, gap]: [Figure; 3], shares: &[Figure]) {
        self.accounts.push(account);
        self.posts.push(u32::try_from(posts).unwrap_or(u32::MAX));
        self.per_week.push(per_week.value());
        self.silence.push(silence.value());
        self.gaps.push(gap);
        self.shares.extend_from_slice(shares);
    }
}

impl Request for Cadences {
    type Part = Part;
    type Kernel<'a> = Kernel<'a>;

    fn wanted(&self, posts: &Source<'_>, _: Option<&Source<'_>>) -> Result<Wanted, Error> {
        posts.require("published_at")?;
        Ok(Wanted { published_at: true, ..Wanted::default() })
    }

    fn needs(&self, posts: &Posts) -> Option<Needs> {
        let in_order = self.options.since.is_none() && self.options.until.is_none();
        posts.ids.is_none().then(|| Needs { time: true, in_order, ..Needs::default() })
    }

    fn kernel<'a>(&'a self, plan: &Plan<'a>, _: &Needs) -> Option<Kernel<'a>> {
        Some(Kernel { request: self, earliest: plan.earliest })
    }

    fn account(kernel: &Kernel<'_>, account: u32, posts: &mut Unpacked, part: &mut Part) {
        let Cadences { options, quantiles, shares, .. } = kernel.request;
        let mut admitted = std::mem::take(&mut part.times);
        let mut between = std::mem::take(&mut part.between);
        let at = |time: u64| kernel.earliest.wrapping_add_unsigned(time);
        let times = if options.since.is_none() && options.until.is_none() {
            posts.times_in_order()
        } else {
            admitted.clear();
            admitted.extend(posts.times.iter().filter(|&&time| options.admits(at(time))));
            admitted.sort_unstable();
            &admitted
        };
        between.clear();
        between.extend(times.iter().zip(times.iter().skip(1)).map(|(before, after)| after - before));
        let count = times.len() as u64;
        let per_week = match (times.first(), times.last()) {
            (Some(&first), Some(&last)) => Figure::exact(posts_per_week(count, at(first), at(last)), count),
            _ => Figure::undefined(Undefined::Empty),
        };
        let silence = longest_silence(between.iter().copied().max(), count);
        let gap = median_gap(&mut between, count, quantiles);
        if *shares {
            let counts = by_clock(times.iter().map(|&time| options.zone.local(at(time))));
            let shares = counts.map(|posts| share(posts, count, quantiles));
            part.push(account, count, [per_week, silence, gap], &shares);
        } else {
            part.push(account, count, [per_week, silence, gap], &[]);
        }
        (part.times, part.between) = (admitted, between);
    }

    fn tidy(part: &mut Part) {
        (part.times, part.between) = (Vec::new(), Vec::new());
    }

    fn by_rows(&self, posts: &Posts, groups: &Groups) -> Result<Part, Error> {
        let computed = groups.compute(|account, rows| {
            let listed = rows.iter().map(|&row| {
                let (batch, at) = groups.place(row);
                Listed { id: posts.id(batch, at), post: posts.observation(account, batch, at) }
            });
            cadence(listed, &self.options)
        })?;
        let mut part = Part::default();
        for (account, cadence) in groups.accounts().into_iter().zip(computed) {
            let Cadence { posts_per_week, median_gap, longest_silence, weekdays, hours } = cadence;
            let count = posts_per_week.estimate().map_or(0, |estimate| estimate.n);
            let shares: Vec<Figure> = weekdays.into_iter().chain(hours).filter(|_| self.shares).collect();
            part.push(account, count, [posts_per_week, longest_silence, median_gap], &shares);
        }
        Ok(part)
    }

    fn table(&self, by: &str, posts: &Posts, parts: Vec<Part>) -> Result<Table, Error> {
        let accounts = joined(&parts, |part| &part.accounts);
        let count = UInt32Array::from(joined(&parts, |part| &part.posts));
        let floats = |of: fn(&Part) -> &Vec<Option<f64>>| -> ArrayRef {
            Arc::new(parts.iter().flat_map(|part| of(part).iter().copied()).collect::<Float64Array>())
        };
        let mut columns = Columns::default();
        columns.full(by, posts.keys.names().array(&accounts));
        columns.full("posts", Arc::new(count));
        columns.gapped("posts_per_week", floats(|part| &part.per_week));
        columns.gapped("longest_silence", floats(|part| &part.silence));
        let mut gaps = Figures::new(accounts.len(), self.interval);
        parts.iter().flat_map(|part| &part.gaps).for_each(|gap| gaps.push(gap));
        gaps.finish(&mut columns, Vec::new());
        if self.shares {
            let all: Vec<&Figure> = parts.iter().flat_map(|part| &part.shares).collect();
            for (name, range) in [("weekdays", 0..WEEKDAYS), ("hours", WEEKDAYS..CLOCK)] {
                let list = |of: fn(&Figure) -> Option<f64>| lists(&all, range.clone(), of);
                columns.gapped(name, list(|figure| figure.value()));
                columns.gapped(
                    &format!("{name}_low"),
                    list(|figure| figure.interval().map(|interval| interval.low)),
                );
                columns.gapped(
                    &format!("{name}_high"),
                    list(|figure| figure.interval().map(|interval| interval.high)),
                );
            }
        }
        columns.table()
    }
}

const WEEKDAYS: usize = 7;
/// Weekdays and hours.
const CLOCK: usize = WEEKDAYS + 24;

/// How many of the times are of each weekday, and then of each hour, by local clocks.
fn by_clock(times: impl Iterator<Item = i64>) -> [u64; CLOCK] {
    let mut counts = [0_u64; CLOCK];
    for local in times {
        for place in [weekday(local), WEEKDAYS + hour(local)] {
            if let Some(count) = counts.get_mut(place) {
                *count += 1;
            }
        }
    }
    counts
}

/// A list for each account; null where it has no posts.
fn lists(shares: &[&Figure], range: std::ops::Range<usize>, of: fn(&Figure) -> Option<f64>) -> ArrayRef {
    let mut lists = ListBuilder::new(Float64Builder::new());
    for account in shares.chunks(CLOCK) {
        let values = account.get(range.clone()).unwrap_or_default();
        let known = values.iter().all(|figure| of(figure).is_some());
        if known {
            values.iter().for_each(|figure| lists.values().append_option(of(figure)));
        }
        lists.append(known);
    }
    Arc::new(lists.finish())
}
