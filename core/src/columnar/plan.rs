//! What is carried of each post from the table to its account, and in how many bytes.
//!
//! One idea to keep in mind: a post is packed into a few words of 32 bits, and only what some request reads is
//! packed. Account, flags and time share the first words; a count takes one word where all of its column do.

use std::sync::Arc;

use super::ingest::{ABSENT, GAP, Numbers, Posts};
use super::likes_over_time::Calendar;
use super::partition::MOST_WORDS;
use super::spans::Span;
use crate::metrics::engagement::{
    Basis, Components, Counts, EngagementOptions, HiddenLikes, Pinned, Sponsored,
};

/// Rows that are read at a time, so that a block stays in the nearest cache.
pub(super) const BLOCK: usize = 1024;
/// Rows of a part, about: so many that the records of a part stay in the cache of a core.
const PART: usize = 16_384;
const MOST_PARTS: usize = 1024;
/// The most flags that a record holds.
const MOST_FLAGS: usize = 12;
/// Bytes a row that records may take at a time. Where they would take more, parts are dealt in several rounds: to read
/// the columns again costs about what the first touch of the memory would, and the memory is not taken.
const ROUND: usize = 7;
/// Tables shorter than this are dealt in one round.
const SHORT: usize = 1 << 18;

/// A value that a record carries.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Field {
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
    /// Milliseconds since the earliest post, where they do not fit beside the account.
    Time,
}

/// Which values and flags a request asks for.
#[derive(Clone, Default)]
pub(super) struct Needs {
    pub(super) fields: Vec<Field>,
    /// The options by which posts are admitted, where not all are.
    pub(super) admission: Option<EngagementOptions>,
    pub(super) time: bool,
    /// The periods of the posts, where these are enough to know of their times.
    pub(super) calendar: Option<Arc<Calendar>>,
    /// Whether the order of all shown values of the first field is asked for.
    pub(super) in_order: bool,
}

/// How records are laid out.
pub(super) struct Plan<'a> {
    pub(super) posts: &'a Posts,
    pub(super) fields: Vec<Field>,
    wide: Vec<bool>,
    /// Fields whose shown values are best sorted, because more than one request asks for their order.
    sorted: Vec<bool>,
    /// How the fields are read where all of them are columns of narrow counts, or sums of two.
    narrow: Option<Vec<Narrow<'a>>>,
    admissions: Vec<EngagementOptions>,
    /// The earliest post.
    pub(super) earliest: i64,
    /// Whether a time is carried, or a period in its place.
    has_time: bool,
    periods: Option<Arc<Calendar>>,
    time_in_meta: bool,
    /// How many bits hold the account within its part, and the flags.
    account_bits: u32,
    flag_bits: u32,
    meta_words: usize,
    pub(super) words: usize,
    pub(super) parts: usize,
}

/// A field of which every value fits 32 bits.
enum Narrow<'a> {
    Likes,
    Comments,
    /// Likes and comments, neither of them hidden.
    Both,
    Column(&'a Numbers),
}

/// The flag of posts that hide their likes.
pub(super) const HIDES_LIKES: u32 = 1;

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
pub(super) fn admission(posts: &Posts, options: &EngagementOptions) -> Option<EngagementOptions> {
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
    pub(super) fn new(posts: &'a Posts, needs: &[Needs]) -> Option<Self> {
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
        let parts = (posts.rows() / PART).clamp(1, MOST_PARTS);
        let account_bits = accounts.div_ceil(parts).next_power_of_two().trailing_zeros();
        let parts = accounts.div_ceil(1 << account_bits);
        let flag_bits = 1 + u32::try_from(admissions.len()).ok()?;
        let (earliest, latest) =
            posts.published_at.as_ref().and_then(|times| times.range()).unwrap_or_default();
        let largest = match &periods {
            Some(calendar) => calendar.periods().into(),
            None => latest.abs_diff(earliest),
        };
        let time_bits = if has_time { bits(largest) } else { 0 };
        let time_in_meta = has_time && account_bits + flag_bits + time_bits <= 64;
        if has_time && !time_in_meta {
            fields.push(Field::Time);
        }
        let meta_bits = account_bits + flag_bits + if time_in_meta { time_bits } else { 0 };
        let meta_words = if meta_bits <= 32 { 1 } else { 2 };
        let wide: Vec<bool> = fields.iter().map(|&field| is_wide(posts, field)).collect();
        let in_order = |field: &Field| {
            needs.iter().filter(|need| need.in_order && need.fields.first() == Some(field)).count()
        };
        let sorted = fields.iter().map(|field| in_order(field) > 1).collect();
        let narrow = fields.iter().map(|&field| narrow(posts, field)).collect();
        let words = meta_words + wide.iter().map(|&wide| 1 + usize::from(wide)).sum::<usize>();
        (words <= MOST_WORDS).then_some(Plan {
            posts,
            fields,
            wide,
            sorted,
            narrow,
            admissions,
            earliest,
            has_time,
            periods,
            time_in_meta,
            account_bits,
            flag_bits,
            meta_words,
            words,
            parts,
        })
    }

    /// Whether records carry the period of a post in the place of its time.
    pub(super) fn carries_periods(&self) -> bool {
        self.periods.is_some()
    }

    /// What is carried of the time of a post.
    #[inline]
    fn stamp(&self, at: i64) -> u64 {
        match &self.periods {
            Some(calendar) => calendar.cell(at).into(),
            None => at.abs_diff(self.earliest),
        }
    }

    /// In how many rounds parts are dealt.
    pub(super) fn rounds(&self) -> usize {
        if self.posts.rows() < SHORT { 1 } else { (4 * self.words).div_ceil(ROUND) }
    }

    /// Where a field stands among the fields.
    pub(super) fn place(&self, field: Field) -> usize {
        self.fields.iter().position(|known| *known == field).unwrap_or_default()
    }

    /// The flag that posts have which are admitted; 0 where all are.
    pub(super) fn flag(&self, admission: Option<&EngagementOptions>) -> u32 {
        let place =
            admission.and_then(|admission| self.admissions.iter().position(|known| known == admission));
        place.map_or(0, |place| 2 << place)
    }

    /// How many accounts a part has, at most.
    pub(super) fn accounts_in_part(&self) -> usize {
        1 << self.account_bits
    }

    /// The first account of a part.
    pub(super) fn first_account(&self, part: usize) -> u32 {
        (part as u32) << self.account_bits
    }

    /// The part of an account.
    #[inline]
    pub(super) fn part(&self, account: u32) -> usize {
        (account >> self.account_bits) as usize
    }

    /// The account of a record within its part.
    #[inline]
    pub(super) fn account(&self, first_word: u32) -> usize {
        // Fewer than 32 bits hold the account, and they are the lowest.
        (first_word & ((1_u32 << self.account_bits) - 1)) as usize
    }

    /// Packs the records of a block of rows, of which the keys have been read, as columns of words.
    pub(super) fn pack(&self, span: Span, block: &mut Block) {
        block.read_times(self, span);
        if let Some(fields) = &self.narrow {
            return self.pack_narrow(fields, span, block);
        }
        block.read_counts(self, span);
        let Block { ids, counts, meta, .. } = block;
        let mask = (1_u64 << self.account_bits) - 1;
        let [likes, ..] = &*counts;
        for ((meta, id), likes) in meta.iter_mut().zip(&*ids).zip(likes) {
            let hides = u64::from(*likes == ABSENT);
            *meta = u64::from(*id) & mask | hides << self.account_bits;
        }
        self.pack_meta(span, block);
        let Block { ids, times, counts, value, other, words, .. } = block;
        let [likes, comments, ..] = &*counts;
        let mut columns = words.iter_mut().skip(self.meta_words);
        for (&field, &wide) in self.fields.iter().zip(&self.wide) {
            match field {
                Field::Engagement { counts: counted, hidden } => {
                    let counted = self.counted(counted);
                    engagement(self, counted, hidden, span, ids, counts, value);
                }
                Field::Likes => value.clone_from(likes),
                Field::Comments => value.clone_from(comments),
                Field::Views => self.posts.read_views(span, value, other),
                Field::Denominator(basis) => self.posts.read_denominator(basis, span, value, other),
                Field::Time => {
                    value.clear();
                    value.extend(times.iter().map(|at| self.stamp(*at)));
                }
            }
            split(value, wide, &mut columns);
        }
    }

    /// The same where all values fit 32 bits: half the bytes to move, and loops that compilers make wide.
    fn pack_narrow(&self, fields: &[Narrow<'_>], span: Span, block: &mut Block) {
        let rows = span.to - span.from;
        let posts = self.posts;
        let both = fields.iter().any(|field| matches!(field, Narrow::Comments | Narrow::Both));
        for (counts, (wanted, column)) in
            block.narrow.iter_mut().zip([(true, &posts.likes), (both, &posts.comments)])
        {
            counts.resize(rows, 0);
            match column {
                Some(column) if wanted => column.read_narrow(span.batch, span.from, counts),
                _ => counts.fill(GAP),
            }
        }
        let Block { ids, narrow: [likes, _], meta, words, .. } = block;
        if self.meta_words == 1 && self.admissions.is_empty() && !self.time_in_meta {
            let mask = (1_u32 << self.account_bits) - 1;
            if let Some(meta) = words.first_mut() {
                meta.clear();
                meta.extend(
                    ids.iter()
                        .zip(likes)
                        .map(|(id, likes)| id & mask | u32::from(*likes == GAP) << self.account_bits),
                );
            }
        } else {
            let mask = (1_u64 << self.account_bits) - 1;
            for ((meta, id), likes) in meta.iter_mut().zip(&*ids).zip(likes) {
                *meta = u64::from(*id) & mask | u64::from(*likes == GAP) << self.account_bits;
            }
            self.pack_meta(span, block);
        }
        let Block { narrow: [likes, comments], words, .. } = block;
        for (field, out) in fields.iter().zip(words.iter_mut().skip(self.meta_words)) {
            match field {
                Narrow::Likes => out.clone_from(likes),
                Narrow::Comments => out.clone_from(comments),
                Narrow::Both => {
                    out.clear();
                    out.extend(likes.iter().zip(&*comments).map(|(&likes, &comments)| {
                        let missing = (likes == GAP) | (comments == GAP);
                        if missing { GAP } else { likes.wrapping_add(comments) }
                    }));
                }
                Narrow::Column(column) => {
                    out.resize(rows, 0);
                    column.read_narrow(span.batch, span.from, out);
                }
            }
        }
    }

    /// Adds what of the times and the admissions is carried beside the account, and puts it into words.
    fn pack_meta(&self, span: Span, block: &mut Block) {
        let Block { times, meta, words, .. } = block;
        for (flag, options) in (1..).zip(&self.admissions) {
            for (row, (meta, at)) in (span.from..span.to).zip(meta.iter_mut().zip(&*times)) {
                let admitted = self.posts.admits(options, *at, span.batch, row);
                *meta |= u64::from(admitted) << (self.account_bits + flag);
            }
        }
        if self.time_in_meta {
            let shift = self.account_bits + self.flag_bits;
            for (meta, at) in meta.iter_mut().zip(&*times) {
                *meta |= self.stamp(*at).wrapping_shl(shift);
            }
        }
        split(meta, self.meta_words == 2, &mut words.iter_mut());
    }

    /// What counts in every post; `None` where that depends on the platform.
    fn counted(&self, counts: Option<Counts>) -> Option<Counts> {
        counts.or_else(|| (!self.posts.has_platforms()).then_some(Counts::of(None)))
    }

    /// Whether a component is read to add up some engagement.
    fn reads(&self, component: impl Fn(Counts) -> bool) -> bool {
        self.fields.iter().any(|field| match field {
            Field::Engagement { counts, .. } => {
                component(self.counted(*counts).unwrap_or(Counts::LIKES_COMMENTS_SHARES))
            }
            _ => false,
        })
    }

    /// Unpacks the records of one account.
    pub(super) fn unpack<const W: usize>(&self, records: &[[u32; W]], into: &mut Unpacked) {
        let Unpacked { flags, times, values, shown, in_order } = into;
        in_order.clear();
        shown.resize_with(self.fields.len(), Shown::default);
        for (shown, &sorted) in shown.iter_mut().zip(&self.sorted) {
            (shown.ready, shown.sorted) = (false, sorted);
        }
        let word = |record: &[u32; W], at: usize| u64::from(record.get(at).copied().unwrap_or_default());
        let flag_mask = (1_u32 << self.flag_bits) - 1;
        flags.clear();
        times.clear();
        let time_shift = self.account_bits + self.flag_bits;
        if self.meta_words == 2 {
            let meta = |record: &[u32; W]| word(record, 0) | word(record, 1) << 32;
            flags.extend(records.iter().map(|record| (meta(record) >> self.account_bits) as u32 & flag_mask));
            if self.time_in_meta {
                times.extend(records.iter().map(|record| meta(record) >> time_shift));
            }
        } else {
            flags.extend(
                records.iter().map(|record| (word(record, 0) >> self.account_bits) as u32 & flag_mask),
            );
            if self.time_in_meta {
                times.extend(records.iter().map(|record| word(record, 0).wrapping_shr(time_shift)));
            }
        }
        let mut at = self.meta_words;
        values.resize_with(self.fields.len(), Vec::new);
        for ((values, &wide), &field) in values.iter_mut().zip(&self.wide).zip(&self.fields) {
            let values = if field == Field::Time { &mut *times } else { values };
            values.clear();
            if wide {
                values.extend(records.iter().map(|record| word(record, at) | word(record, at + 1) << 32));
                at += 2;
            } else {
                let widen = |narrow: u64| if narrow == u64::from(GAP) { ABSENT } else { narrow };
                values.extend(records.iter().map(|record| widen(word(record, at))));
                at += 1;
            }
        }
    }
}

/// The values of the posts of one account, each list in the same order, which means nothing.
#[derive(Default)]
pub(super) struct Unpacked {
    pub(super) flags: Vec<u32>,
    /// Milliseconds since the earliest post of the table, or the periods of the posts.
    pub(super) times: Vec<u64>,
    pub(super) values: Vec<Vec<u64>>,
    shown: Vec<Shown>,
    /// All times in their order, once a request has asked for them.
    in_order: Vec<u64>,
}

/// The values of a field that are there, in any order: made once for all requests that take all posts.
#[derive(Default)]
struct Shown {
    values: Vec<u64>,
    ready: bool,
    sorted: bool,
}

impl Unpacked {
    /// All times, ascending.
    pub(super) fn times_in_order(&mut self) -> &[u64] {
        if self.in_order.is_empty() {
            self.in_order.clone_from(&self.times);
            self.in_order.sort_unstable();
        }
        &self.in_order
    }

    /// The time of this rank from below, where a request has asked for the times in their order.
    pub(super) fn time_of_rank(&self, rank: usize) -> Option<u64> {
        self.in_order.get(rank).copied()
    }

    /// The values of a field that are there. They may be reordered.
    pub(super) fn shown(&mut self, field: usize) -> &mut [u64] {
        let Some(shown) = self.shown.get_mut(field) else { return &mut [] };
        if !shown.ready {
            let all = self.values.get(field).map(Vec::as_slice).unwrap_or_default();
            shown.values.resize(all.len(), 0);
            let mut count = 0;
            for &value in all {
                if let Some(place) = shown.values.get_mut(count) {
                    *place = value;
                }
                count += usize::from(value != ABSENT);
            }
            shown.values.truncate(count);
            if shown.sorted {
                shown.values.sort_unstable();
            }
            shown.ready = true;
        }
        &mut shown.values
    }
}

/// A block of rows while it is packed.
pub(super) struct Block {
    pub(super) ids: Vec<u32>,
    times: Vec<i64>,
    /// Likes, comments, shares, saves.
    counts: [Vec<u64>; 4],
    /// Likes and comments.
    narrow: [Vec<u32>; 2],
    meta: Vec<u64>,
    value: Vec<u64>,
    other: Vec<u64>,
    pub(super) words: Vec<Vec<u32>>,
}

impl Block {
    pub(super) fn new(plan: &Plan<'_>) -> Self {
        let numbers = || Vec::with_capacity(BLOCK);
        Block {
            ids: Vec::with_capacity(BLOCK),
            times: Vec::with_capacity(BLOCK),
            counts: [numbers(), numbers(), numbers(), numbers()],
            narrow: [Vec::with_capacity(BLOCK), Vec::with_capacity(BLOCK)],
            meta: numbers(),
            value: numbers(),
            other: numbers(),
            words: (0..plan.words).map(|_| Vec::with_capacity(BLOCK)).collect(),
        }
    }

    /// Reads the keys of rows.
    pub(super) fn read_keys(&mut self, plan: &Plan<'_>, span: Span) {
        self.ids.resize(span.to - span.from, 0);
        plan.posts.keys.read(span.batch, span.from, &mut self.ids);
    }

    fn read_times(&mut self, plan: &Plan<'_>, span: Span) {
        let rows = span.to - span.from;
        let posts = plan.posts;
        self.meta.resize(rows, 0);
        self.times.resize(rows, 0);
        if (plan.has_time || !plan.admissions.is_empty())
            && let Some(times) = &posts.published_at
        {
            times.read(span.batch, span.from, &mut self.times);
        }
    }

    fn read_counts(&mut self, plan: &Plan<'_>, span: Span) {
        let rows = span.to - span.from;
        let posts = plan.posts;
        let wanted = [
            (true, &posts.likes),
            (plan.fields.contains(&Field::Comments) || plan.reads(|counts| counts.comments), &posts.comments),
            (plan.reads(|counts| counts.shares), &posts.shares),
            (plan.reads(|counts| counts.saves), &posts.saves),
        ];
        for (counts, (wanted, column)) in self.counts.iter_mut().zip(wanted) {
            counts.resize(rows, 0);
            match column {
                Some(column) if wanted => column.read(span.batch, span.from, counts),
                _ => counts.fill(ABSENT),
            }
        }
    }
}

/// Puts the halves of values into columns of words: both, or only the lower one.
fn split<'a>(values: &[u64], wide: bool, columns: &mut impl Iterator<Item = &'a mut Vec<u32>>) {
    for half in 0..1 + u32::from(wide) {
        if let Some(column) = columns.next() {
            column.clear();
            column.extend(values.iter().map(|value| (value >> (32 * half)) as u32));
        }
    }
}

/// Adds up the counted components of a block.
fn engagement(
    plan: &Plan<'_>,
    counted: Option<Counts>,
    hidden: HiddenLikes,
    span: Span,
    ids: &[u32],
    counts: &[Vec<u64>; 4],
    out: &mut Vec<u64>,
) {
    let [likes, comments, shares, saves] = counts;
    out.clear();
    if counted == Some(Counts::LIKES_COMMENTS) && hidden == HiddenLikes::Drop {
        out.extend(likes.iter().zip(comments).map(|(&likes, &comments)| {
            let missing = likes == ABSENT || comments == ABSENT;
            if missing { ABSENT } else { likes.wrapping_add(comments) }
        }));
        return;
    }
    let shown = |count: u64| (count != ABSENT).then_some(count);
    let rows = likes.iter().zip(comments).zip(shares).zip(saves).zip(ids).enumerate();
    out.extend(rows.map(|(row, ((((&likes, &comments), &shares), &saves), &id))| {
        let counts =
            counted.unwrap_or_else(|| Counts::of(plan.posts.platform_at(id, span.batch, span.from + row)));
        let post = Components {
            likes: shown(likes),
            comments: shown(comments),
            shares: shown(shares),
            saves: shown(saves),
        };
        // The columns were found small enough for every sum.
        post.engagement(counts, hidden).ok().flatten().unwrap_or(ABSENT)
    }));
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
            (counts == Some(Counts::LIKES_COMMENTS) && !is_wide(posts, field)).then_some(Narrow::Both)
        }
        Field::Likes => Some(Narrow::Likes),
        Field::Comments => posts.comments.as_ref().is_none_or(fits).then_some(Narrow::Comments),
        Field::Views => posts.column_of(Basis::Views).filter(|column| fits(column)).map(Narrow::Column),
        Field::Denominator(basis) => posts.column_of(basis).filter(|column| fits(column)).map(Narrow::Column),
        Field::Engagement { .. } | Field::Time => None,
    }
}

fn is_wide(posts: &Posts, field: Field) -> bool {
    let largest = match field {
        Field::Engagement { .. } => posts.largest_engagement(),
        Field::Denominator(basis) => posts.largest_denominator(basis).into(),
        Field::Likes => posts.likes.as_ref().map_or(0, |column| column.largest()).into(),
        Field::Comments => posts.comments.as_ref().map_or(0, |column| column.largest()).into(),
        Field::Views => posts.largest_denominator(Basis::Views).into(),
        Field::Time => u128::MAX,
    };
    largest >= u128::from(GAP)
}
