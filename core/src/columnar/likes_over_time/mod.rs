//! Likes, comments and views of every account of a table, by month, week or day.

mod kernel;

use std::sync::Arc;

use arrow_array::{Date32Array, UInt32Array, UInt64Array};
use arrow_buffer::{BooleanBuffer, NullBuffer, ScalarBuffer};
use chrono::{Datelike, NaiveDate};
use serde_json::Value;

pub(super) use self::kernel::Calendar;
use self::kernel::{Kernel, Scratch};
use super::groups::Groups;
use super::ingest::{Posts, Source, Wanted};
use super::options::{LikesOverTimeCall, Shared, Summed, read};
use super::output::Columns;
use super::partition::{Field, Needs, Plan, Unpacked};
use super::request::Request;
use super::{Error, Table};
use crate::metrics::Error as MetricsError;
use crate::metrics::engagement::Listed;
use crate::metrics::likes_over_time::{LikesOverTimeOptions, likes_over_time};

/// `likes_over_time`: one row for each account and period in which it published, in ascending order of both, with
/// the columns `<by>, start, posts` and, for each count, its sum over the posts that show it (null where none
/// does) and how many hide it: `likes, likes_hidden, comments, comments_hidden, views, views_hidden`.
pub(super) struct LikesOverTime {
    options: LikesOverTimeOptions,
    counts: Option<Vec<Summed>>,
}

/// The three counts in the order of their columns.
const COUNTS: [(Summed, &str, &str, Field); 3] = [
    (Summed::Likes, "likes", "likes_hidden", Field::Likes),
    (Summed::Comments, "comments", "comments_hidden", Field::Comments),
    (Summed::Views, "views", "views_hidden", Field::Views),
];

/// Rows of the result, column by column.
#[derive(Default)]
pub(super) struct Part {
    accounts: Vec<u32>,
    /// Days since 1970-01-01.
    starts: Vec<i32>,
    posts: Vec<u32>,
    sums: [Vec<u64>; 3],
    hidden: [Vec<u32>; 3],
    fault: Option<MetricsError>,
    scratch: Scratch,
}

impl LikesOverTime {
    pub(super) fn new(options: &Value) -> Result<(Self, Shared), Error> {
        let call: LikesOverTimeCall = read(options)?;
        let (options, shared) = (call.metric()?, call.shared());
        Ok((LikesOverTime { options, counts: call.counts }, shared))
    }

    /// Which of the counts are summed.
    fn summed(&self, posts: &Posts) -> [bool; 3] {
        let known =
            [posts.likes.is_some(), posts.comments.is_some(), posts.views.is_some() || posts.plays.is_some()];
        let mut asked =
            COUNTS.iter().map(|(count, ..)| self.counts.as_ref().is_none_or(|list| list.contains(count)));
        known.map(|known| known && asked.next().unwrap_or_default())
    }
}

/// The pieces of a column, taken out of the parts.
fn pieces<T>(parts: &mut [Part], of: impl Fn(&mut Part) -> &mut Vec<T>) -> Vec<Vec<T>> {
    parts.iter_mut().map(|part| std::mem::take(of(part))).collect()
}

/// One list of several, which are given back.
#[expect(clippy::needless_pass_by_value, reason = "the pieces end here")]
fn joined_of<T: Copy>(pieces: Vec<Vec<T>>) -> Vec<T> {
    pieces.concat()
}

/// Days since 1970-01-01.
fn day(date: NaiveDate) -> i32 {
    date.num_days_from_ce() - NaiveDate::default().num_days_from_ce()
}

impl Request for LikesOverTime {
    type Part = Part;
    type Kernel<'a> = Kernel;

    fn wanted(&self, posts: &Source<'_>, _: Option<&Source<'_>>) -> Result<Wanted, Error> {
        posts.require("published_at")?;
        let mut asked = [true; 3];
        if let Some(counts) = &self.counts {
            for (asked, (count, name, ..)) in asked.iter_mut().zip(COUNTS) {
                *asked = counts.contains(&count);
                let plays = count == Summed::Views && posts.find("plays")?.is_some();
                if *asked && !plays {
                    posts.require(name)?;
                }
            }
        }
        let [likes, comments, views] = asked;
        Ok(Wanted { likes, comments, views, published_at: true, ..Wanted::default() })
    }

    fn needs(&self, posts: &Posts) -> Option<Needs> {
        let fields = self.summed(posts).into_iter().zip(COUNTS).filter(|(summed, _)| *summed);
        let fields = fields.map(|(_, (.., field))| field).collect();
        if posts.ids.is_some() {
            return None;
        }
        let calendar = Calendar::new(posts, self.options)?;
        Some(Needs { fields, calendar: Some(Arc::new(calendar)), ..Needs::default() })
    }

    fn kernel<'a>(&'a self, plan: &Plan<'a>, needs: &Needs) -> Option<Kernel> {
        let mut fields = COUNTS.iter().map(|(.., field)| plan.place(*field));
        let places = self.summed(plan.posts).map(|summed| {
            let place = fields.next().unwrap_or_default();
            summed.then_some(place)
        });
        needs.calendar.clone().map(|calendar| Kernel::new(plan, calendar, places))
    }

    fn account(kernel: &Kernel, account: u32, posts: &mut Unpacked, part: &mut Part) {
        kernel.account(account, posts, part);
    }

    fn tidy(part: &mut Part) {
        part.scratch = Scratch::default();
    }

    fn by_rows(&self, posts: &Posts, groups: &Groups) -> Result<Part, Error> {
        let periods = groups.compute(|account, rows| {
            let listed = rows.iter().map(|&row| {
                let (batch, at) = groups.place(row);
                Listed { id: posts.id(batch, at), post: posts.observation(account, batch, at) }
            });
            likes_over_time(listed, &self.options)
        })?;
        let mut part = Part::default();
        for (account, periods) in groups.accounts().into_iter().zip(periods) {
            for period in periods {
                part.accounts.push(account);
                part.starts.push(day(period.start));
                part.posts.push(u32::try_from(period.posts).unwrap_or(u32::MAX));
                let totals = [period.likes, period.comments, period.views];
                for ((sums, hidden), total) in part.sums.iter_mut().zip(&mut part.hidden).zip(totals) {
                    sums.push(total.sum.unwrap_or_default());
                    hidden.push(u32::try_from(total.hidden).unwrap_or(u32::MAX));
                }
            }
        }
        Ok(part)
    }

    fn table(&self, by: &str, posts: &Posts, mut parts: Vec<Part>) -> Result<Table, Error> {
        if let Some(fault) = parts.iter_mut().find_map(|part| part.fault.take()) {
            return Err(fault.into());
        }
        // Each column is joined on its own and its pieces are given back, for there are almost as many bytes here as
        // in the posts.
        let accounts = pieces(&mut parts, |part| &mut part.accounts);
        let starts = pieces(&mut parts, |part| &mut part.starts);
        let counted = pieces(&mut parts, |part| &mut part.posts);
        let (keys, (starts, counted)) = rayon::join(
            || posts.keys.names().array(&joined_of(accounts)),
            || rayon::join(|| joined_of(starts), || ScalarBuffer::from(joined_of(counted))),
        );
        let mut columns = Columns::default();
        columns.full(by, keys);
        columns.full("start", Arc::new(Date32Array::from(starts)));
        columns.full("posts", Arc::new(UInt32Array::new(counted.clone(), None)));
        let summed =
            self.summed(posts).into_iter().zip(COUNTS).enumerate().filter(|(_, (summed, _))| *summed);
        for (place, (_, (_, name, hidden_name, _))) in summed {
            let taken = parts.iter_mut().map(|part| {
                let sums = part.sums.get_mut(place).map(std::mem::take).unwrap_or_default();
                (sums, part.hidden.get_mut(place).map(std::mem::take).unwrap_or_default())
            });
            let (sums, hidden): (Vec<_>, Vec<_>) = taken.collect();
            let (sums, hidden) = rayon::join(|| joined_of(sums), || joined_of(hidden));
            let known = NullBuffer::from(BooleanBuffer::collect_bool(hidden.len(), |row| {
                hidden.get(row) < counted.get(row)
            }));
            columns.gapped(name, Arc::new(UInt64Array::new(sums.into(), Some(known))));
            columns.full(hidden_name, Arc::new(UInt32Array::from(hidden)));
        }
        columns.table()
    }
}
