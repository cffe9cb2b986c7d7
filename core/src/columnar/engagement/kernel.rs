//! Engagement of one account from the values of its posts: the chain of the metric, over lists of whole numbers.

use std::cmp::Reverse;

use crate::columnar::ingest::{ABSENT, Posts};
use crate::columnar::partition::{Field, HIDES_LIKES, Needs, Plan, Unpacked, admission};
use crate::metrics::engagement::{
    Basis, EngagementOptions, HiddenLikes, Rate, Statistic, Tally, finish_rates, finish_values,
};
use crate::stats::{Figure, Over, Quantiles, Ratios};

/// What a request for engagement reads of a record, and how it is finished.
pub(in crate::columnar) struct Kernel<'a> {
    posts: &'a Posts,
    options: EngagementOptions,
    quantiles: &'a Quantiles,
    last: usize,
    /// The flag that admitted posts have; 0 where all are.
    admitted: u32,
    engagement: usize,
    /// Where the denominator of the posts stands, where they state one.
    denominator: Option<usize>,
}

/// Room to work in; a part uses it again and again.
#[derive(Default)]
pub(super) struct Scratch {
    rows: Vec<u32>,
    ties: Vec<u32>,
    times: Vec<u64>,
    whole: Vec<u64>,
    below: Vec<u64>,
    ratios: Vec<f64>,
    rates: Vec<Rate>,
}

/// What engagement by these options needs; `None` where only the function over rows can compute it.
pub(super) fn needs(posts: &Posts, options: &EngagementOptions) -> Option<Needs> {
    let by_rows = options.hidden_likes == HiddenLikes::Impute
        || posts.ids.is_some()
        || posts.largest_engagement() >= u128::from(ABSENT - 1);
    let mut fields = vec![engagement_field(options)];
    fields.extend(denominator_field(posts, options.basis));
    let time = options.window.last.is_some();
    let admission = admission(posts, options);
    let in_order = fields.len() == 1
        && !time
        && admission.is_none()
        && !matches!(options.statistic, Statistic::Mean | Statistic::Pooled);
    (!by_rows).then_some(Needs { fields, admission, time, in_order, ..Needs::default() })
}

fn engagement_field(options: &EngagementOptions) -> Field {
    Field::Engagement { counts: options.counts, hidden: options.hidden_likes }
}

/// Followers that only profiles state are the same for all posts of an account, and are not carried.
fn denominator_field(posts: &Posts, basis: Basis) -> Option<Field> {
    let of_account = basis == Basis::Followers && posts.followers_at_post.is_none();
    (!of_account).then_some(Field::Denominator(basis))
}

impl<'a> Kernel<'a> {
    pub(super) fn new(plan: &Plan<'a>, options: EngagementOptions, quantiles: &'a Quantiles) -> Self {
        let posts = plan.posts;
        let last = options.window.last.map_or(usize::MAX, |last| usize::try_from(last).unwrap_or(usize::MAX));
        Kernel {
            posts,
            options,
            quantiles,
            last,
            admitted: plan.flag(admission(posts, &options).as_ref()),
            engagement: plan.place(engagement_field(&options)),
            denominator: denominator_field(posts, options.basis).map(|field| plan.place(field)),
        }
    }

    /// The figure, and the share of the window that hides its likes.
    pub(super) fn account(
        &self,
        account: u32,
        posts: &mut Unpacked,
        scratch: &mut Scratch,
    ) -> (Figure, Option<f64>) {
        let of_account = match self.options.basis {
            Basis::Followers => self.posts.followers_of(account).unwrap_or(0),
            _ => 0,
        };
        let rows = posts.flags.len();
        let all = self.admitted == 0 && rows <= self.last;
        if all && self.denominator.is_none() && self.options.statistic != Statistic::Pooled {
            return self.finish_all(posts, of_account);
        }
        let engagement = posts.values.get(self.engagement).map(Vec::as_slice).unwrap_or_default();
        let stated = self.denominator.and_then(|place| posts.values.get(place)).map(Vec::as_slice);
        if all {
            let each = || posts.flags.iter().copied().zip(engagement.iter().copied());
            match stated {
                None => self.finish(each().map(|(flags, e)| (flags, e, of_account)), true, rows, scratch),
                Some(stated) => {
                    let below = stated.iter().map(|&below| if below == ABSENT { of_account } else { below });
                    self.finish(
                        each().zip(below).map(|((flags, e), below)| (flags, e, below)),
                        false,
                        rows,
                        scratch,
                    )
                }
            }
        } else {
            let of = |row: u32| {
                let at = row as usize;
                let value = |list: &[u64]| list.get(at).copied().unwrap_or(ABSENT);
                let below = stated.map_or(ABSENT, value);
                let flags = posts.flags.get(at).copied().unwrap_or_default();
                (flags, value(engagement), if below == ABSENT { of_account } else { below })
            };
            self.window(posts, of, scratch);
            let chosen = std::mem::take(&mut scratch.rows);
            let result =
                self.finish(chosen.iter().map(|&row| of(row)), stated.is_none(), chosen.len(), scratch);
            scratch.rows = chosen;
            result
        }
    }

    /// Finishes all posts over the one denominator of their account.
    fn finish_all(&self, posts: &mut Unpacked, denominator: u64) -> (Figure, Option<f64>) {
        let rows = posts.flags.len() as u64;
        let hidden_likes = posts.flags.iter().map(|flags| flags & HIDES_LIKES).sum::<u32>();
        let shown = posts.shown(self.engagement);
        let hidden = rows - shown.len() as u64;
        let counted = if denominator == 0 { 0 } else { shown.len() as u64 };
        let tally = Tally {
            hidden,
            hidden_likes: hidden_likes.into(),
            counted,
            without_denominator: rows - hidden - counted,
            ..Tally::default()
        };
        let figure = if counted == 0 {
            Figure::undefined(tally.why_none(&self.options))
        } else {
            finish_values(shown, Over(denominator), self.options.statistic, self.quantiles)
        };
        (figure, tally.hidden_share())
    }

    /// Chooses the rows that are admitted and among the last.
    fn window(&self, posts: &Unpacked, of: impl Fn(u32) -> (u32, u64, u64), scratch: &mut Scratch) {
        let Scratch { rows, ties, times, .. } = scratch;
        let flagged = (0_u32..).zip(&posts.flags);
        let rows_in_all = posts.flags.len();
        let is_admitted = |flags: u32| flags & self.admitted == self.admitted;
        let left_out_of_all = rows_in_all.checked_sub(self.last).filter(|_| self.admitted == 0);
        let known = left_out_of_all.and_then(|left_out| posts.time_of_rank(left_out));
        if known.is_none() && left_out_of_all.is_some() {
            times.clone_from(&posts.times);
        } else if known.is_none() {
            keep(rows, rows_in_all, flagged.map(|(row, flags)| (row, is_admitted(*flags))));
            if rows.len() <= self.last {
                return;
            }
            times.clear();
            times.extend(rows.iter().map(|row| posts.times.get(*row as usize).copied().unwrap_or_default()));
        }
        let oldest = known.unwrap_or_else(|| {
            let left_out = times.len() - self.last;
            *times.select_nth_unstable(left_out).1
        });
        // Of the posts as old as the oldest in the window, those come first that `window_order` puts first; what
        // it compares beyond this makes no difference to the figure.
        let timed = || (0_u32..).zip(posts.flags.iter().zip(&posts.times));
        keep(
            ties,
            rows_in_all,
            timed().map(|(row, (flags, time))| (row, is_admitted(*flags) & (*time == oldest))),
        );
        keep(
            rows,
            rows_in_all,
            timed().map(|(row, (flags, time))| (row, is_admitted(*flags) & (*time > oldest))),
        );
        let room = self.last - rows.len();
        if room < ties.len() {
            ties.sort_unstable_by_key(|&row| {
                let (flags, engagement, below) = of(row);
                (engagement.wrapping_add(1), below, Reverse(flags & HIDES_LIKES))
            });
            ties.truncate(room);
        }
        rows.extend_from_slice(ties);
    }

    /// Finishes the posts of a window, each as its flags, its engagement and its denominator (0 where there is
    /// none). `one` says that all have the same denominator.
    fn finish(
        &self,
        posts: impl Iterator<Item = (u32, u64, u64)>,
        one: bool,
        window: usize,
        scratch: &mut Scratch,
    ) -> (Figure, Option<f64>) {
        let Scratch { whole, below, ratios, rates, .. } = scratch;
        // Room for all, so that a value is put in without a branch on whether it counts, which could not be foreseen.
        whole.resize(window, 0);
        below.resize(if one { 0 } else { window }, 0);
        let mut counted = 0;
        let mut tally = Tally::default();
        let (mut hidden_likes, mut hidden) = (0_u64, 0_u64);
        let mut denominator = 0;
        if one {
            for (flags, engagement, of_account) in posts {
                hidden_likes += u64::from(flags & HIDES_LIKES);
                denominator = of_account;
                if let Some(place) = whole.get_mut(counted) {
                    *place = engagement;
                }
                hidden += u64::from(engagement == ABSENT);
                counted += usize::from(engagement != ABSENT);
            }
            if denominator == 0 {
                counted = 0;
            }
        } else {
            for (flags, engagement, under) in posts {
                hidden_likes += u64::from(flags & HIDES_LIKES);
                if let (Some(whole), Some(below)) = (whole.get_mut(counted), below.get_mut(counted)) {
                    (*whole, *below) = (engagement, under);
                }
                hidden += u64::from(engagement == ABSENT);
                counted += usize::from((engagement != ABSENT) & (under != 0));
            }
            below.truncate(counted);
        }
        whole.truncate(counted);
        tally.hidden_likes = hidden_likes;
        tally.hidden = hidden;
        tally.counted = whole.len() as u64;
        tally.without_denominator = window as u64 - hidden - tally.counted;
        let statistic = self.options.statistic;
        let figure = if whole.is_empty() {
            Figure::undefined(tally.why_none(&self.options))
        } else if statistic == Statistic::Pooled {
            let under = below.iter().copied().chain(std::iter::repeat(denominator));
            rates.clear();
            rates.extend(whole.iter().zip(under).filter_map(|(&over, under)| Rate::new(over, under)));
            finish_rates(rates, statistic, self.quantiles)
        } else {
            let first = below.first().copied().unwrap_or(denominator);
            if below.iter().all(|&below| below == first) {
                finish_values(whole, Over(first), statistic, self.quantiles)
            } else {
                ratios.clear();
                // As the rate of a post: both as floats, then one division.
                ratios.extend(whole.iter().zip(&*below).map(|(&over, &under)| over as f64 / under as f64));
                finish_values(ratios, Ratios, statistic, self.quantiles)
            }
        };
        (figure, tally.hidden_share())
    }
}

/// The rows that are chosen, in a list that is used again and has room for `most`.
fn keep(list: &mut Vec<u32>, most: usize, rows: impl Iterator<Item = (u32, bool)>) {
    list.resize(most, 0);
    let mut count = 0;
    for (row, chosen) in rows {
        if let Some(place) = list.get_mut(count) {
            *place = row;
        }
        count += usize::from(chosen);
    }
    list.truncate(count);
}
