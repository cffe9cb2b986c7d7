//! What is carried of each post from the table to its account, and in how many bytes.
//!
//! One idea to keep in mind: a post is packed into as few bits as its columns need, and only what some request reads
//! is packed.

use std::ops::Range;
use std::sync::Arc;

use super::layout::{Layout, Slot};
use super::order::Order;
use crate::columnar::ingest::{GAP, Numbers, Posts};
use crate::columnar::likes_over_time::Calendar;
use crate::metrics::engagement::{Basis, Counts, EngagementOptions, HiddenLikes, Pinned, Sponsored};

/// Rows of a part, about: so many that the records of a part stay in the cache of a core. Where they are put in order
/// besides, which takes another copy of them, it is words.
const PART: usize = 16_384;
const MOST_PARTS: usize = 4096;
/// The most shards: writing to more places at a time than cores look ahead for took three times as long.
const MOST_SHARDS: usize = 50;
/// The most flags that a record holds.
const MOST_FLAGS: usize = 12;
/// The most words that a record has.
pub(super) const MOST_WORDS: usize = 12;
/// Bytes a row that records may take at a time. Where they would take more, parts are dealt in several rounds: to read
/// the columns again costs about what the first touch of the memory would, and the memory is not taken.
const ROUND: usize = 7;
/// Tables shorter than this are dealt in one round.
const SHORT: usize = 1 << 18;

/// A value that a record carries.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::columnar) enum Field {
    /// The counted components, added up.
    Engagement {
        counts: Option<Counts>,
        hidden: HiddenLikes,
    },
    /// The denominator of a basis, as the posts state it.
    Denominator(Basis),
    Likes,
    Comments,
    Views,
}

/// Which values and flags a request asks for.
#[derive(Clone, Default)]
pub(in crate::columnar) struct Needs {
    pub(in crate::columnar) fields: Vec<Field>,
    /// The options by which posts are admitted, where not all are.
    pub(in crate::columnar) admission: Option<EngagementOptions>,
    pub(in crate::columnar) time: bool,
    /// The periods of the posts, where these are enough to know of their times.
    pub(in crate::columnar) calendar: Option<Arc<Calendar>>,
    /// Whether the order of all shown values of the first field is asked for, or of all times where there is no field.
    pub(in crate::columnar) in_order: bool,
}

/// How records are laid out, and to whom they are dealt.
pub(in crate::columnar) struct Plan<'a> {
    pub(in crate::columnar) posts: &'a Posts,
    pub(super) fields: Vec<Field>,
    /// Where the fields stand.
    pub(super) slots: Vec<Slot>,
    /// The value in whose order the records of an account come, almost.
    pub(super) order: Option<Order>,
    /// How the fields are read where all of them are columns of narrow counts, or sums of two.
    pub(super) narrow: Option<Vec<Narrow<'a>>>,
    pub(super) admissions: Vec<EngagementOptions>,
    /// The earliest post.
    pub(in crate::columnar) earliest: i64,
    pub(super) periods: Option<Arc<Calendar>>,
    /// Where the account within its shard, the flags and, where it is carried, the time or the period stand.
    pub(in crate::columnar) account: Slot,
    pub(super) flags: Slot,
    pub(super) time: Option<Slot>,
    /// Words and bytes of a record.
    pub(in crate::columnar) words: usize,
    pub(super) bytes: usize,
    /// How many bits of an account tell it from others of its part, and of its shard.
    part_bits: u32,
    shard_bits: u32,
    pub(super) parts: usize,
    pub(in crate::columnar) shards: usize,
}

/// A field of which every value fits 32 bits.
pub(super) enum Narrow<'a> {
    Likes,
    Comments,
    /// Likes and comments, neither of them hidden.
    Both,
    Column(&'a Numbers),
}

/// The flag of posts that hide their likes.
pub(in crate::columnar) const HIDES_LIKES: u32 = 1;

fn admission_of(options: &EngagementOptions) -> EngagementOptions {
    let mut window = options.window;
    window.last = None;
    EngagementOptions {
        window,
        pinned: options.pinned,
        sponsored: options.sponsored,
        settling: options.settling,
        as_of: options.as_of,
        ..EngagementOptions::default()
    }
}

/// The options by which posts are admitted, where they can leave one out.
pub(in crate::columnar) fn admission(
    posts: &Posts,
    options: &EngagementOptions,
) -> Option<EngagementOptions> {
    let dates = options.window.since.is_some() || options.window.until.is_some();
    let pinned = options.pinned == Pinned::LeaveOut && posts.pinned.is_some();
    let sponsored = options.sponsored != Sponsored::Keep;
    let settled = options.settling > 0 && (options.as_of.is_some() || posts.collected_at.is_some());
    (dates || pinned || sponsored || settled).then(|| admission_of(options))
}

fn bits(values: u64) -> u32 {
    64 - values.leading_zeros()
}

impl<'a> Plan<'a> {
    /// The layout that serves all needs; `None` where there are too many flags for it.
    pub(in crate::columnar) fn new(posts: &'a Posts, needs: &[Needs]) -> Option<Self> {
        let mut fields: Vec<Field> = Vec::new();
        let mut admissions: Vec<EngagementOptions> = Vec::new();
        for need in needs {
            for field in &need.fields {
                if !fields.contains(field) {
                    fields.push(*field);
                }
            }
            if let Some(admission) = need.admission
                && !admissions.contains(&admission)
            {
                admissions.push(admission);
            }
        }
        if admissions.len() + 1 > MOST_FLAGS {
            return None;
        }
        let mut calendars = needs.iter().filter_map(|need| need.calendar.as_ref());
        let calendar = calendars.next();
        let periods = match (needs.iter().any(|need| need.time), calendars.next()) {
            (false, None) => calendar.cloned(),
            _ => None,
        };
        let has_time = calendar.is_some() || needs.iter().any(|need| need.time);
        let accounts = posts.keys.count().max(1);
        let part_bits = |words: usize| {
            let parts = (posts.rows() * words / PART).clamp(1, MOST_PARTS);
            accounts.div_ceil(parts).next_power_of_two().trailing_zeros()
        };
        let shard_bits =
            accounts.div_ceil(MOST_SHARDS).next_power_of_two().trailing_zeros().max(part_bits(1));
        let (earliest, latest) =
            posts.published_at.as_ref().and_then(|times| times.range()).unwrap_or_default();
        let largest = match &periods {
            Some(calendar) => calendar.periods().into(),
            None => latest.abs_diff(earliest),
        };
        let mut layout = Layout::default();
        let account = layout.place(shard_bits);
        let flags = layout.place(1 + u32::try_from(admissions.len()).ok()?);
        let time = has_time.then(|| layout.place(bits(largest)));
        let slots =
            fields.iter().map(|&field| layout.place(bits(largest_of(posts, field).saturating_add(1))));
        let slots: Vec<Slot> = slots.collect();
        let in_order =
            |field: &Field| needs.iter().any(|need| need.in_order && need.fields.first() == Some(field));
        let counts = fields.iter().zip(&slots).find(|(field, _)| in_order(field));
        let by_time = needs.iter().any(|need| need.in_order && need.fields.is_empty());
        let order = match (counts, time.filter(|_| by_time)) {
            (Some((_, slot)), _) => Some(Order::Counts(*slot)),
            (None, Some(time)) => Some(Order::of_times(time, bits(largest))),
            (None, None) => None,
        };
        let narrow = fields.iter().map(|&field| narrow(posts, field)).collect();
        let part_bits = part_bits(if order.is_some() { layout.words() } else { 1 });
        (layout.words() <= MOST_WORDS).then(|| Plan {
            posts,
            slots,
            order,
            narrow,
            admissions,
            earliest,
            periods,
            account,
            flags,
            time,
            words: layout.words(),
            bytes: layout.bytes(),
            part_bits,
            shard_bits,
            parts: accounts.div_ceil(1 << part_bits),
            shards: accounts.div_ceil(1 << shard_bits),
            fields,
        })
    }

    /// Whether records carry the period of a post in the place of its time.
    pub(in crate::columnar) fn carries_periods(&self) -> bool {
        self.periods.is_some()
    }

    /// In how many rounds shards are dealt.
    pub(super) fn rounds(&self) -> usize {
        if self.posts.rows() < SHORT { 1 } else { self.bytes.div_ceil(ROUND) }
    }

    /// Where a field stands among the fields.
    pub(in crate::columnar) fn place(&self, field: Field) -> usize {
        self.fields.iter().position(|known| *known == field).unwrap_or_default()
    }

    /// The flag that posts have which are admitted; 0 where all are.
    pub(in crate::columnar) fn flag(&self, admission: Option<&EngagementOptions>) -> u32 {
        let place =
            admission.and_then(|admission| self.admissions.iter().position(|known| known == admission));
        place.map_or(0, |place| 2 << place)
    }

    /// How many accounts a part has, at most.
    pub(super) fn accounts_in_part(&self) -> usize {
        1 << self.part_bits
    }

    /// How many accounts a shard has, at most.
    pub(in crate::columnar) fn accounts_in_shard(&self) -> usize {
        1 << self.shard_bits
    }

    /// The first account of a part.
    pub(super) fn first_account(&self, part: usize) -> u32 {
        (part as u32) << self.part_bits
    }

    /// The first account of a shard.
    pub(in crate::columnar) fn first_in_shard(&self, shard: usize) -> u32 {
        (shard as u32) << self.shard_bits
    }

    /// The part of an account.
    #[inline]
    pub(super) fn part(&self, account: u32) -> usize {
        (account >> self.part_bits) as usize
    }

    /// The shard of an account.
    #[inline]
    pub(super) fn shard(&self, account: u32) -> usize {
        (account >> self.shard_bits) as usize
    }

    /// The parts of a shard.
    pub(super) fn parts_of(&self, shard: usize) -> Range<usize> {
        let first = |shard: usize| (shard << (self.shard_bits - self.part_bits)).min(self.parts);
        first(shard)..first(shard + 1)
    }

    /// Where the fields stand in a record.
    pub(in crate::columnar) fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The account of a record, counted from the first of its shard.
    #[inline]
    pub(super) fn account_in_shard<const N: usize>(&self, record: &[u64; N]) -> u32 {
        // The account is what was placed first, at the lowest bits of the first word.
        (record.first().copied().unwrap_or_default() & self.account.mask) as u32
    }
}

/// How a field is read where its values, and the counts that they are made of, fit 32 bits.
fn narrow(posts: &Posts, field: Field) -> Option<Narrow<'_>> {
    let fits = |column: &Numbers| column.largest() < GAP.into();
    if !posts.likes.as_ref().is_none_or(fits) {
        return None;
    }
    match field {
        Field::Engagement { counts, hidden: HiddenLikes::Drop } => {
            let counts = counts.or_else(|| (!posts.has_platforms()).then_some(Counts::of(None)));
            let small = posts.largest_engagement() < u128::from(GAP);
            (counts == Some(Counts::LIKES_COMMENTS) && small).then_some(Narrow::Both)
        }
        Field::Likes => Some(Narrow::Likes),
        Field::Comments => posts.comments.as_ref().is_none_or(fits).then_some(Narrow::Comments),
        Field::Views => posts.column_of(Basis::Views).filter(|column| fits(column)).map(Narrow::Column),
        Field::Denominator(basis) => posts.column_of(basis).filter(|column| fits(column)).map(Narrow::Column),
        Field::Engagement { .. } => None,
    }
}

/// No value of a field is larger.
fn largest_of(posts: &Posts, field: Field) -> u64 {
    let largest = |column: &Option<Numbers>| column.as_ref().map_or(0, Numbers::largest);
    match field {
        // Where it is larger, the functions over rows are called.
        Field::Engagement { .. } => u64::try_from(posts.largest_engagement()).unwrap_or(u64::MAX),
        Field::Denominator(basis) => posts.largest_denominator(basis),
        Field::Likes => largest(&posts.likes),
        Field::Comments => largest(&posts.comments),
        Field::Views => posts.largest_denominator(Basis::Views),
    }
}
