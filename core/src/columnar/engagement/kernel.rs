//! Engagement of one account from the values of its posts: the chain of the metric, over lists of whole numbers.

use std::cmp::Reverse;

use crate::columnar::ingest::{ABSENT, Posts};
use crate::columnar::plan::{Field, HIDES_LIKES, Needs, Plan, Unpacked, admission};
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
    (!by_rows).then(|| Needs { fields, admission: admission(posts, options), time, calendar: None })
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
        posts: &Unpacked,
        scratch: &mut Scratch,
    ) -> (Figure, Option<f64>) {
        let of_account = match self.options.basis {
            Basis::Followers => self.posts.followers_of(account).unwrap_or(0),
            _ => 0,
        };
        let engagement = posts.values.get(self.engagement).map(Vec::as_slice).unwrap_or_default();
        let stated = self.denominator.and_then(|place| posts.values.get(place)).map(Vec::as_slice);
        let rows = posts.flags.len();
        if self.admitted == 0 && rows <= self.last {
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

    /// Chooses the rows that are admitted and among the last.
    fn window(&self, posts: &Unpacked, of: impl Fn(u32) -> (u32, u64, u64), scratch: &mut Scratch) {
        let Scratch { rows, ties, times, .. } = scratch;
        let flagged = (0_u32..).zip(&posts.flags);
        rows.clear();
        rows.extend(flagged.filter(|(_, flags)| *flags & self.admitted == self.admitted).map(|(row, _)| row));
        let Some(left_out) = rows.len().checked_sub(self.last).filter(|left_out| *left_out > 0) else {
            return;
        };
        let time = |row: &u32| posts.times.get(*row as usize).copied().unwrap_or_default();
        times.clear();
        times.extend(rows.iter().map(time));
        let (_, &mut oldest, _) = times.select_nth_unstable(left_out);
        // Of the posts as old as the oldest in the window, those come first that `window_order` puts first; what
        // it compares beyond this makes no difference to the figure.
        ties.clear();
        ties.extend(rows.iter().copied().filter(|row| time(row) == oldest));
        rows.retain(|row| time(row) > oldest);
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
        whole.clear();
        below.clear();
        let mut tally = Tally::default();
        let (mut hidden_likes, mut hidden) = (0_u64, 0_u64);
        let mut denominator = 0;
        if one {
            for (flags, engagement, of_account) in posts {
                hidden_likes += u64::from(flags & HIDES_LIKES);
                denominator = of_account;
                if engagement == ABSENT {
                    hidden += 1;
                } else {
                    whole.push(engagement);
                }
            }
            if denominator == 0 {
                whole.clear();
            }
        } else {
            for (flags, engagement, under) in posts {
                hidden_likes += u64::from(flags & HIDES_LIKES);
                if engagement == ABSENT {
                    hidden += 1;
                } else if under != 0 {
                    whole.push(engagement);
                    below.push(under);
                }
            }
        }
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
