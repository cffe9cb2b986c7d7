//! Mean rates without bringing the posts of an account together: each account has its sums, and each task its own.
//!
//! One idea to keep in mind: sums are whole numbers of as many bits as they need, kept as words of 64 bits, so that
//! adding up in any order and joining the sums of tasks gives the state that the metric's own sums would have.

use rayon::prelude::*;

use crate::columnar::ingest::{GAP, Numbers, Posts};
use crate::columnar::memory::Memory;
use crate::columnar::partition::blocks;
use crate::columnar::plan::{BLOCK, admission};
use crate::columnar::spans::{Span, tasks};
use crate::metrics::engagement::{
    Basis, Counts, EngagementOptions, HiddenLikes, Statistic, Tally, or_too_large,
};
use crate::stats::{Error, FIXED_BITS, Figure, Moments, Quantiles, Unit, mean, to_fixed};

/// Sums of engagements: Σ, Σ of squares (low, high), and posts with, in the upper half, those that hide likes.
type Whole = [u64; 4];
/// Sums of ratios in fixed point: Σ (low, high), Σ of squares (lowest, middle, highest), and how many with, in the
/// upper half, their denominator as long as it is the same for all, [`DIFFER`] afterwards. Two words are left over,
/// so that the sums of an account lie in one line of a cache.
type Ratio = [u64; 8];

/// The figures of accounts, each with the share of posts that hide likes.
pub(super) type Finished = Vec<(Figure, Option<f64>)>;

/// Denominators that are not the same.
const DIFFER: u64 = GAP as u64;
/// Ratios below this have squares of 128 bits in fixed point; larger ones are set aside.
const USUAL: f64 = 8.0;

/// Whether engagement by these options can be summed here.
pub(super) fn serves(posts: &Posts, options: &EngagementOptions) -> bool {
    let narrow = |column: &Option<Numbers>| column.as_ref().is_some_and(|column| column.largest() < 1 << 31);
    let whole = |column: &Option<Numbers>| column.as_ref().is_some_and(|column| !column.has_gaps());
    let likes_and_comments = match options.counts {
        Some(counts) => counts == Counts::LIKES_COMMENTS,
        None => !posts.has_platforms(),
    };
    let sums = 128 * posts.keys.count() * rayon::current_num_threads();
    options.statistic == Statistic::Mean
        && options.hidden_likes == HiddenLikes::Drop
        && options.window.last.is_none()
        && admission(posts, options).is_none()
        && likes_and_comments
        && narrow(&posts.likes)
        && narrow(&posts.comments)
        && whole(&posts.comments)
        && denominator(posts, options.basis).is_ok_and(|column| column.is_none_or(|column| column.largest() < GAP.into()))
        && posts.ids.is_none()
        // A larger set of sums leaves the caches, and costs more than bringing posts together.
        && sums <= 8 * posts.rows()
}

/// The column of the denominator: none where only the account has one, an error where it is more than a column.
fn denominator(posts: &Posts, basis: Basis) -> Result<Option<&Numbers>, ()> {
    match basis {
        Basis::Followers if posts.followers_at_post.is_none() => Ok(None),
        Basis::Followers => Err(()),
        Basis::Reach => posts.reach.as_ref().map(Some).ok_or(()),
        Basis::Impressions => posts.impressions.as_ref().map(Some).ok_or(()),
        Basis::Views => match (&posts.views, &posts.plays) {
            (Some(column), None) | (None, Some(column)) => Ok(Some(column)),
            _ => Err(()),
        },
    }
}

/// The sums of all accounts over some rows.
struct Sums {
    whole: Memory<Whole>,
    /// For each column of denominators.
    ratios: Vec<Ratios>,
}

struct Ratios {
    usual: Memory<Ratio>,
    /// Engagements of accounts as long as all their denominators are the same.
    same: Memory<Whole>,
    /// Ratios too large for `usual`, with their account, in the order of accounts.
    large: Vec<(u32, f64)>,
}

/// What of the accounts there is to finish: accounts that have posts, and for each of `options` their figures and
/// the share of posts that hide likes.
pub(super) fn means(
    posts: &Posts,
    options: &[(&EngagementOptions, &Quantiles)],
) -> (Vec<u32>, Vec<Finished>) {
    let mut columns: Vec<&Numbers> = Vec::new();
    let mut places = Vec::with_capacity(options.len());
    for (options, _) in options {
        let column = denominator(posts, options.basis).ok().flatten();
        places.push(column.map(|column| {
            columns.iter().position(|known| std::ptr::eq(*known, column)).unwrap_or_else(|| {
                columns.push(column);
                columns.len() - 1
            })
        }));
    }
    let tasks = tasks(&posts.lengths, rayon::current_num_threads());
    let sums: Vec<Sums> = tasks.par_iter().map(|task| add_up(posts, &columns, task)).collect();
    let stretches: Vec<(usize, usize)> = (0..posts.keys.count())
        .step_by(STRETCH)
        .map(|from| (from, posts.keys.count().min(from + STRETCH)))
        .collect();
    let finished: Vec<_> = stretches
        .par_iter()
        .map(|&(from, to)| {
            let mut accounts = Vec::with_capacity(to - from);
            let mut figures: Vec<Vec<_>> = options.iter().map(|_| Vec::with_capacity(to - from)).collect();
            for account in from..to {
                let whole = join_whole(sums.iter().map(|sums| &sums.whole), account);
                let [.., counted] = whole;
                if counted == 0 {
                    continue;
                }
                let id = u32::try_from(account).unwrap_or(u32::MAX);
                accounts.push(id);
                for (((options, quantiles), place), figures) in options.iter().zip(&places).zip(&mut figures)
                {
                    let ratios = place.map(|place| (&*sums, place));
                    figures.push(finish(posts, options, quantiles, id, whole, ratios));
                }
            }
            (accounts, figures)
        })
        .collect();
    let mut accounts = Vec::new();
    let mut figures: Vec<Vec<_>> = options.iter().map(|_| Vec::new()).collect();
    for (own, parts) in finished {
        accounts.extend(own);
        figures.iter_mut().zip(parts).for_each(|(all, part)| all.extend(part));
    }
    (accounts, figures)
}

/// Accounts that are finished at a time.
const STRETCH: usize = 4096;

fn add_up(posts: &Posts, columns: &[&Numbers], task: &[Span]) -> Sums {
    let accounts = posts.keys.count();
    let ratios = columns.iter().map(|_| Ratios {
        usual: Memory::new(accounts),
        same: Memory::new(accounts),
        large: Vec::new(),
    });
    let mut sums = Sums { whole: Memory::new(accounts), ratios: ratios.collect() };
    let (mut ids, mut likes, mut engagement, mut below) = ([0; BLOCK], [0; BLOCK], [0; BLOCK], [0; BLOCK]);
    let mut chosen = [(0_u32, 0_u32, 0_u32); BLOCK];
    let (Some(likes_column), Some(comments_column)) = (&posts.likes, &posts.comments) else { return sums };
    for span in blocks(task) {
        let rows = span.to - span.from;
        let (Some(ids), Some(likes), Some(engagement), Some(below)) =
            (ids.get_mut(..rows), likes.get_mut(..rows), engagement.get_mut(..rows), below.get_mut(..rows))
        else {
            continue;
        };
        posts.keys.read(span.batch, span.from, ids);
        likes_column.read_narrow(span.batch, span.from, likes);
        comments_column.read_narrow(span.batch, span.from, engagement);
        for (engagement, likes) in engagement.iter_mut().zip(&*likes) {
            // Both are below 2^31, so that the sum is below GAP.
            let sum = likes.wrapping_add(*engagement);
            *engagement = if *likes == GAP { GAP } else { sum };
        }
        add_whole(sums.whole.as_mut(), ids, engagement);
        for (column, ratios) in columns.iter().zip(&mut sums.ratios) {
            column.read_narrow(span.batch, span.from, below);
            let mut count = 0;
            for ((&id, &over), &under) in ids.iter().zip(&*engagement).zip(&*below) {
                if let Some(place) = chosen.get_mut(count) {
                    *place = (id, over, under);
                }
                count += usize::from((over != GAP) & (under != GAP) & (under != 0));
            }
            add_ratios(ratios, chosen.get(..count).unwrap_or_default());
        }
    }
    sums.ratios.iter_mut().for_each(|ratios| ratios.large.sort_unstable_by_key(|(account, _)| *account));
    sums
}

fn add_whole(sums: &mut [Whole], ids: &[u32], engagement: &[u32]) {
    for (&id, &engagement) in ids.iter().zip(engagement) {
        let Some([sum, low, high, posts]) = sums.get_mut(id as usize) else { continue };
        let shown = engagement != GAP;
        let value = if shown { u64::from(engagement) } else { 0 };
        *sum += value;
        let (more, carried) = low.overflowing_add(value * value);
        *low = more;
        *high += u64::from(carried);
        *posts += if shown { 1 } else { (1 << 32) | 1 };
    }
}

fn add_ratios(ratios: &mut Ratios, posts: &[(u32, u32, u32)]) {
    let usual = ratios.usual.as_mut();
    for &(id, over, under) in posts {
        let Some(sums) = usual.get_mut(id as usize) else { continue };
        let [sum, sum_high, low, middle, high, count, ..] = sums;
        if *count >> 32 != DIFFER {
            note_denominator(count, &mut ratios.same, id, over, under);
        }
        let ratio = f64::from(over) / f64::from(under);
        if ratio >= USUAL {
            ratios.large.push((id, ratio));
            *count += 1;
            continue;
        }
        // Exactly what `RatioSums` takes in.
        let fixed = (ratio * (1_u64 << FIXED_BITS) as f64) as u64;
        let square = u128::from(fixed) * u128::from(fixed);
        let (more, carried) = sum.overflowing_add(fixed);
        *sum = more;
        *sum_high += u64::from(carried);
        let (more, carried) = low.overflowing_add(square as u64);
        *low = more;
        let (more, carried_up) = middle.carrying((square >> 64) as u64, carried);
        *middle = more;
        *high += u64::from(carried_up);
        *count += 1;
    }
}

/// Adds with a carry.
trait Carrying {
    fn carrying(self, other: u64, carry: bool) -> (u64, bool);
}

impl Carrying for u64 {
    #[inline]
    fn carrying(self, other: u64, carry: bool) -> (u64, bool) {
        let (sum, first) = self.overflowing_add(other);
        let (sum, second) = sum.overflowing_add(u64::from(carry));
        (sum, first | second)
    }
}

/// While all denominators of an account are the same, its engagements are summed over that one.
#[cold]
fn note_denominator(count: &mut u64, same: &mut Memory<Whole>, id: u32, over: u32, under: u32) {
    let known = *count >> 32;
    let denominator = if known == 0 || known == u64::from(under) { u64::from(under) } else { DIFFER };
    *count = *count & u64::from(u32::MAX) | denominator << 32;
    if denominator != DIFFER {
        add_whole(same.as_mut(), &[id], &[over]);
    }
}

/// The sums of an account over all tasks.
fn join_whole<'a>(tasks: impl Iterator<Item = &'a Memory<Whole>>, account: usize) -> Whole {
    let mut joined = [0; 4];
    for sums in tasks {
        let Some([sum, low, high, posts]) = sums.as_ref().get(account) else { continue };
        let [all, all_low, all_high, all_posts] = &mut joined;
        *all += sum;
        let (more, carried) = all_low.overflowing_add(*low);
        *all_low = more;
        *all_high += high + u64::from(carried);
        *all_posts += posts;
    }
    joined
}

fn moments_of_whole([sum, low, high, _]: Whole, n: u64) -> Moments {
    Moments::of(n, sum.into(), u128::from(high) << 64 | u128::from(low))
}

fn finish(
    posts: &Posts,
    options: &EngagementOptions,
    quantiles: &Quantiles,
    account: u32,
    whole: Whole,
    ratios: Option<(&[Sums], usize)>,
) -> (Figure, Option<f64>) {
    let [.., counted] = whole;
    let (window, hidden) = (counted & u64::from(u32::MAX), counted >> 32);
    let (n, figure) = match ratios {
        None => {
            let followers = posts.followers_of(account).unwrap_or(0);
            let n = if followers == 0 { 0 } else { window - hidden };
            (n, Ok(mean(&moments_of_whole(whole, n), Unit::Over(followers), quantiles)))
        }
        Some((sums, place)) => mean_ratio(sums, place, account, quantiles),
    };
    let tally = Tally {
        hidden,
        hidden_likes: hidden,
        counted: n,
        without_denominator: window - hidden - n,
        ..Tally::default()
    };
    let figure = if n == 0 { Figure::undefined(tally.why_none(options)) } else { or_too_large(figure) };
    (figure, tally.hidden_share())
}

/// How many ratios an account has, and their mean.
fn mean_ratio(
    tasks: &[Sums],
    place: usize,
    account: u32,
    quantiles: &Quantiles,
) -> (u64, Result<Figure, Error>) {
    let ratios = || tasks.iter().filter_map(|sums| sums.ratios.get(place));
    let (mut n, mut denominator) = (0, 0);
    let (mut sum, mut lower, mut upper) = (0_u128, 0_u64, 0_u128);
    for own in ratios() {
        let Some(&[own_sum, sum_high, low, middle, high, count, ..]) =
            own.usual.as_ref().get(account as usize)
        else {
            continue;
        };
        n += count & u64::from(u32::MAX);
        let own = count >> 32;
        denominator =
            if denominator == 0 || denominator == own || own == 0 { denominator.max(own) } else { DIFFER };
        sum += u128::from(sum_high) << 64 | u128::from(own_sum);
        let (more, carried) = lower.overflowing_add(low);
        lower = more;
        upper += (u128::from(high) << 64 | u128::from(middle)) + u128::from(carried);
    }
    if n > 0 && denominator != DIFFER {
        let whole = join_whole(ratios().map(|ratios| &ratios.same), account as usize);
        return (n, Ok(mean(&moments_of_whole(whole, n), Unit::Over(denominator), quantiles)));
    }
    let large = ratios().flat_map(|ratios| {
        let from = ratios.large.partition_point(|(of, _)| *of < account);
        ratios.large.iter().skip(from).take_while(|(of, _)| *of == account)
    });
    let large: Vec<f64> = large.map(|(_, ratio)| *ratio).collect();
    let mut moments = Moments::of_wide(n - large.len() as u64, sum, upper, lower);
    let added = large.into_iter().try_for_each(|ratio| moments.update(to_fixed(ratio)?));
    (n, added.map(|()| mean(&moments, Unit::Fixed, quantiles)))
}
