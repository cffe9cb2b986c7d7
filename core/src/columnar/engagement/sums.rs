//! Mean rates without bringing the posts of an account together: each account has its sums.
//!
//! One idea to keep in mind: sums are whole numbers of as many bits as they need, kept as words of 64 bits, so that
//! adding up in any order gives the state that the metric's own sums would have. Rows are dealt to shards of the
//! accounts before they are added, so that the sums of a shard stay in the cache of a core meanwhile: adding to the sums
//! of all accounts at random took two to three times as long.

use rayon::prelude::*;

use crate::columnar::ingest::{GAP, Numbers, Posts};
use crate::columnar::partition::{Field, Needs, Plan, Slot, Stretch, admission, each_chunk};
use crate::metrics::engagement::{
    Basis, Counts, EngagementOptions, HiddenLikes, Statistic, Tally, or_too_large,
};
use crate::stats::{Error, FIXED_BITS, Figure, Moments, Quantiles, Unit, mean, to_fixed};

/// Sums of engagements: Σ, Σ of squares (low, high), and posts with, in the upper half, those that hide likes.
type Whole = [u64; 4];
/// Sums of ratios in fixed point: Σ (low, high), Σ of squares (lowest, middle, highest), and how many with, in the
/// upper half, their denominator as long as it is the same for all, [`DIFFER`] afterwards. They begin where a line of a
/// cache does, so that the sums of an account lie in one line.
#[derive(Clone, Copy, Default)]
#[repr(align(64))]
struct Ratio([u64; 6]);

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
    let sums = 128 * posts.keys.count();
    options.statistic == Statistic::Mean
        && options.hidden_likes == HiddenLikes::Drop
        && options.window.last.is_none()
        && admission(posts, options).is_none()
        && likes_and_comments
        && narrow(&posts.likes)
        && narrow(&posts.comments)
        && whole(&posts.comments)
        && denominator(posts, options.basis)
            .is_ok_and(|column| column.is_none_or(|column| column.largest() < GAP.into()))
        && posts.ids.is_none()
        // Where accounts have few posts, their sums take more memory than the posts brought together.
        && sums <= 6 * posts.rows()
}

/// The column of the denominator: none where only the account has one, an error where it is more than a column.
fn denominator(posts: &Posts, basis: Basis) -> Result<Option<&Numbers>, ()> {
    match basis {
        Basis::Followers if posts.followers_at_post.is_none() => Ok(None),
        Basis::Followers => Err(()),
        other => posts.column_of(other).map(Some).ok_or(()),
    }
}

/// Rows of a chunk, at least: their records stay in the cache that all cores share.
const CHUNK: usize = 1 << 20;
/// Rows of a chunk for each account, so that the sums are walked through seldom enough: with 10 in place of 25 a mean took
/// a tenth to two fifths longer, with 50 as long as with 25 and twice the memory.
const CHUNK_PER_ACCOUNT: usize = 25;
/// Records that are added at a time: they and those chosen of them stay in the nearest cache.
const FEW: usize = 128;

/// The sums of the accounts of a shard; empty as long as the shard has no posts.
#[derive(Default)]
struct Sums {
    whole: Vec<Whole>,
    /// For each column of denominators.
    ratios: Vec<Ratios>,
}

#[derive(Default)]
struct Ratios {
    usual: Vec<Ratio>,
    /// Engagements of accounts as long as all their denominators are the same.
    same: Vec<Whole>,
    /// Ratios too large for `usual`, with their account, in the order of accounts.
    large: Vec<(u32, f64)>,
}

/// What a shard gives: its accounts that have posts, and for each of the options their figures.
pub(super) type ShardOfMeans = (Vec<u32>, Vec<Finished>);

/// The means by each of `options`, shard by shard, in ascending order of account. `None` where records are wider than the
/// sums are made for.
pub(super) fn means(
    posts: &Posts,
    options: &[(&EngagementOptions, &Quantiles)],
) -> Option<Vec<ShardOfMeans>> {
    let mut fields =
        vec![Field::Engagement { counts: Some(Counts::LIKES_COMMENTS), hidden: HiddenLikes::Drop }];
    let mut places = Vec::with_capacity(options.len());
    for (options, _) in options {
        let stated = denominator(posts, options.basis).ok().flatten().is_some();
        places.push(stated.then(|| {
            let field = Field::Denominator(options.basis);
            let known = fields.iter().position(|known| *known == field);
            known.unwrap_or_else(|| {
                fields.push(field);
                fields.len() - 1
            }) - 1
        }));
    }
    let plan = Plan::new(posts, &[Needs { fields, ..Needs::default() }])?;
    let sums = match plan.words {
        1 => add_up::<1>(&plan),
        2 => add_up::<2>(&plan),
        3 => add_up::<3>(&plan),
        _ => None,
    }?;
    let finished = sums.par_iter().enumerate().map(|(shard, sums)| {
        let mut accounts = Vec::with_capacity(sums.whole.len());
        let mut figures: Vec<Finished> =
            options.iter().map(|_| Vec::with_capacity(sums.whole.len())).collect();
        for (place, whole) in sums.whole.iter().enumerate() {
            let [.., counted] = *whole;
            if counted == 0 {
                continue;
            }
            let id = plan.first_in_shard(shard) + u32::try_from(place).unwrap_or_default();
            accounts.push(id);
            for (((options, quantiles), ratios), figures) in options.iter().zip(&places).zip(&mut figures) {
                let ratios = ratios.and_then(|ratios| sums.ratios.get(ratios)).map(|own| (own, place));
                figures.push(finish(posts, options, quantiles, id, *whole, ratios));
            }
        }
        (accounts, figures)
    });
    Some(finished.collect())
}

/// The sums of each shard, of records of `N` words.
fn add_up<const N: usize>(plan: &Plan<'_>) -> Option<Vec<Sums>> {
    let accounts = plan.accounts_in_shard();
    let [engagement, denominators @ ..] = plan.slots() else { return None };
    let mut shards: Vec<Sums> = (0..plan.shards).map(|_| Sums::default()).collect();
    let rows = CHUNK.max(CHUNK_PER_ACCOUNT * plan.posts.keys.count());
    each_chunk::<N, _>(plan, rows, &mut shards, |sums, records| {
        if sums.whole.is_empty() {
            sums.whole.resize(accounts, Whole::default());
            sums.ratios.resize_with(denominators.len(), || Ratios {
                usual: vec![Ratio::default(); accounts],
                same: vec![Whole::default(); accounts],
                large: Vec::new(),
            });
        }
        add(plan, sums, records, *engagement, denominators);
    });
    for ratios in shards.iter_mut().flat_map(|sums| &mut sums.ratios) {
        ratios.large.sort_unstable_by_key(|(account, _)| *account);
    }
    Some(shards)
}

fn add<const N: usize>(
    plan: &Plan<'_>,
    sums: &mut Sums,
    records: Stretch<'_, N>,
    engagement: Slot,
    denominators: &[Slot],
) {
    let (mut accounts, mut over) = ([0_u32; FEW], [0_u32; FEW]);
    let mut chosen = [(0_u32, 0_u32, 0_u32); FEW];
    let count = |slot: Slot, value: u64| if value == slot.mask { GAP } else { value as u32 };
    for records in records.chunks(FEW) {
        for (account, value) in accounts.iter_mut().zip(records.values(plan.account)) {
            *account = value as u32;
        }
        for (over, value) in over.iter_mut().zip(records.values(engagement)) {
            *over = count(engagement, value);
        }
        let rows = || accounts.iter().copied().zip(over.iter().copied()).take(records.rows);
        rows().for_each(|(account, over)| add_whole(&mut sums.whole, account, over));
        for (slot, ratios) in denominators.iter().zip(&mut sums.ratios) {
            let mut known = 0;
            for ((account, over), value) in rows().zip(records.values(*slot)) {
                let under = count(*slot, value);
                if let Some(place) = chosen.get_mut(known) {
                    *place = (account, over, under);
                }
                known += usize::from((over != GAP) & (under != GAP) & (under != 0));
            }
            add_ratios(ratios, chosen.get(..known).unwrap_or_default());
        }
    }
}

#[inline]
fn add_whole(sums: &mut [Whole], account: u32, engagement: u32) {
    let Some([sum, low, high, posts]) = sums.get_mut(account as usize) else { return };
    let shown = engagement != GAP;
    let value = if shown { u64::from(engagement) } else { 0 };
    *sum += value;
    let (more, carried) = low.overflowing_add(value * value);
    *low = more;
    *high += u64::from(carried);
    *posts += if shown { 1 } else { (1 << 32) | 1 };
}

fn add_ratios(ratios: &mut Ratios, posts: &[(u32, u32, u32)]) {
    let usual = &mut ratios.usual;
    for &(account, over, under) in posts {
        let Some(sums) = usual.get_mut(account as usize) else { continue };
        let Ratio([sum, sum_high, low, middle, high, count]) = sums;
        if *count >> 32 != DIFFER {
            note_denominator(count, &mut ratios.same, account, over, under);
        }
        *count += 1;
        let ratio = f64::from(over) / f64::from(under);
        if ratio >= USUAL {
            ratios.large.push((account, ratio));
            continue;
        }
        // Exactly what `RatioSums` takes in. It is below 2^63, so that numbers with a sign serve, for which there is an
        // instruction.
        let fixed = ((ratio * (1_u64 << FIXED_BITS) as f64) as i64).cast_unsigned();
        let square = u128::from(fixed) * u128::from(fixed);
        let (more, carried) = sum.overflowing_add(fixed);
        *sum = more;
        *sum_high += u64::from(carried);
        let (more, carried) = low.overflowing_add(square as u64);
        *low = more;
        let (more, carried_up) = middle.carrying((square >> 64) as u64, carried);
        *middle = more;
        *high += u64::from(carried_up);
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
fn note_denominator(count: &mut u64, same: &mut [Whole], id: u32, over: u32, under: u32) {
    let known = *count >> 32;
    let denominator = if known == 0 || known == u64::from(under) { u64::from(under) } else { DIFFER };
    *count = *count & u64::from(u32::MAX) | denominator << 32;
    if denominator != DIFFER {
        add_whole(same, id, over);
    }
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
    ratios: Option<(&Ratios, usize)>,
) -> (Figure, Option<f64>) {
    let [.., counted] = whole;
    let (window, hidden) = (counted & u64::from(u32::MAX), counted >> 32);
    let (n, figure) = match ratios {
        None => {
            let followers = posts.followers_of(account).unwrap_or(0);
            let n = if followers == 0 { 0 } else { window - hidden };
            (n, Ok(mean(&moments_of_whole(whole, n), Unit::Over(followers), quantiles)))
        }
        Some((ratios, place)) => mean_ratio(ratios, place, quantiles),
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
fn mean_ratio(ratios: &Ratios, place: usize, quantiles: &Quantiles) -> (u64, Result<Figure, Error>) {
    let Ratio([sum, sum_high, low, middle, high, counted]) =
        ratios.usual.get(place).copied().unwrap_or_default();
    let (n, denominator) = (counted & u64::from(u32::MAX), counted >> 32);
    if n > 0 && denominator != DIFFER {
        let whole = ratios.same.get(place).copied().unwrap_or_default();
        return (n, Ok(mean(&moments_of_whole(whole, n), Unit::Over(denominator), quantiles)));
    }
    let from = ratios.large.partition_point(|&(of, _)| (of as usize) < place);
    let large = ratios.large.iter().skip(from).take_while(|&&(of, _)| of as usize == place);
    let large: Vec<f64> = large.map(|(_, ratio)| *ratio).collect();
    let sum = u128::from(sum_high) << 64 | u128::from(sum);
    let squares = u128::from(high) << 64 | u128::from(middle);
    let mut moments = Moments::of_wide(n - large.len() as u64, sum, squares, low);
    let added = large.into_iter().try_for_each(|ratio| moments.update(to_fixed(ratio)?));
    (n, added.map(|()| mean(&moments, Unit::Fixed, quantiles)))
}
