//! Rows of a table, packed as records: a block at a time, column by column.

use super::plan::{Field, Narrow, Plan};
use crate::columnar::ingest::{ABSENT, GAP};
use crate::columnar::spans::Span;
use crate::metrics::engagement::{Components, Counts, HiddenLikes};

/// Rows that are read at a time, so that a block stays in the nearest cache.
pub(super) const BLOCK: usize = 1024;

/// A block of rows while it is packed.
pub(super) struct Block {
    pub(super) ids: Vec<u32>,
    times: Vec<i64>,
    /// Likes, comments, shares, saves.
    counts: [Vec<u64>; 4],
    /// Likes, comments, and another column.
    narrow: [Vec<u32>; 3],
    value: Vec<u64>,
    other: Vec<u64>,
    /// The first word of each record, the second, …
    pub(super) words: Vec<Vec<u64>>,
}

impl Block {
    pub(super) fn new(plan: &Plan<'_>) -> Self {
        let numbers = || Vec::with_capacity(BLOCK);
        Block {
            ids: Vec::with_capacity(BLOCK),
            times: Vec::with_capacity(BLOCK),
            counts: std::array::from_fn(|_| numbers()),
            narrow: std::array::from_fn(|_| Vec::with_capacity(BLOCK)),
            value: numbers(),
            other: numbers(),
            words: (0..plan.words).map(|_| numbers()).collect(),
        }
    }

    /// Reads the keys of rows.
    pub(super) fn read_keys(&mut self, plan: &Plan<'_>, span: Span) {
        self.ids.resize(span.to - span.from, 0);
        plan.posts.keys.read(span.batch, span.from, &mut self.ids);
    }

    fn read_times(&mut self, plan: &Plan<'_>, span: Span) {
        self.times.resize(span.to - span.from, 0);
        if (plan.time.is_some() || !plan.admissions.is_empty())
            && let Some(times) = &plan.posts.published_at
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

    fn read_narrow(&mut self, plan: &Plan<'_>, fields: &[Narrow<'_>], span: Span) {
        let posts = plan.posts;
        let comments = fields.iter().any(|field| matches!(field, Narrow::Comments | Narrow::Both));
        let wanted = [(true, &posts.likes), (comments, &posts.comments)];
        for (counts, (wanted, column)) in self.narrow.iter_mut().zip(wanted) {
            counts.resize(span.to - span.from, 0);
            match column {
                Some(column) if wanted => column.read_narrow(span.batch, span.from, counts),
                _ => counts.fill(GAP),
            }
        }
    }
}

impl Plan<'_> {
    /// Packs the records of a block of rows, of which the keys have been read, as columns of words.
    pub(super) fn pack(&self, span: Span, block: &mut Block) {
        for words in &mut block.words {
            words.clear();
            words.resize(span.to - span.from, 0);
        }
        block.read_times(self, span);
        match &self.narrow {
            Some(fields) => self.pack_narrow(fields, span, block),
            None => self.pack_wide(span, block),
        }
        let Block { ids, times, words, .. } = block;
        let account = ids.iter().map(|id| self.account.put((*id).into()));
        add(words, self.account.word, account);
        for (flag, options) in (1_u32..).zip(&self.admissions) {
            let admitted = (span.from..span.to).zip(&*times).map(|(row, at)| {
                let admitted = self.posts.admits(options, *at, span.batch, row);
                self.flags.put(u64::from(admitted) << flag)
            });
            add(words, self.flags.word, admitted);
        }
        if let Some(time) = self.time {
            match &self.periods {
                Some(calendar) => {
                    add(words, time.word, times.iter().map(|at| time.put(calendar.cell(*at).into())));
                }
                None => {
                    let earliest = self.earliest;
                    add(words, time.word, times.iter().map(|at| time.put(at.abs_diff(earliest))));
                }
            }
        }
    }

    /// The counts, and which posts hide their likes.
    fn pack_wide(&self, span: Span, block: &mut Block) {
        block.read_counts(self, span);
        let Block { ids, counts, value, other, words, .. } = block;
        let [likes, comments, ..] = &*counts;
        let hides = likes.iter().map(|likes| self.flags.put((*likes == ABSENT).into()));
        add(words, self.flags.word, hides);
        for (&field, slot) in self.fields.iter().zip(&self.slots) {
            match field {
                Field::Engagement { counts: counted, hidden } => {
                    let counted = self.counted(counted);
                    engagement(self, counted, hidden, span, ids, counts, value);
                }
                Field::Likes => value.clone_from(likes),
                Field::Comments => value.clone_from(comments),
                Field::Views => self.posts.read_views(span, value, other),
                Field::Denominator(basis) => self.posts.read_denominator(basis, span, value, other),
            }
            add(words, slot.word, value.iter().map(|value| slot.put(*value)));
        }
    }

    /// The same where all values fit 32 bits: half the bytes to move, and loops that compilers make wide.
    fn pack_narrow(&self, fields: &[Narrow<'_>], span: Span, block: &mut Block) {
        block.read_narrow(self, fields, span);
        let Block { narrow: [likes, comments, other], words, .. } = block;
        let hides = likes.iter().map(|likes| self.flags.put((*likes == GAP).into()));
        add(words, self.flags.word, hides);
        for (field, slot) in fields.iter().zip(&self.slots) {
            let put = |value: &u32| slot.put((*value).into());
            match field {
                Narrow::Likes => add(words, slot.word, likes.iter().map(put)),
                Narrow::Comments => add(words, slot.word, comments.iter().map(put)),
                Narrow::Both => {
                    let both = likes.iter().zip(&*comments).map(|(&likes, &comments)| {
                        let missing = (likes == GAP) | (comments == GAP);
                        if missing { GAP } else { likes.wrapping_add(comments) }
                    });
                    add(words, slot.word, both.map(|value| put(&value)));
                }
                Narrow::Column(column) => {
                    other.resize(span.to - span.from, 0);
                    column.read_narrow(span.batch, span.from, other);
                    add(words, slot.word, other.iter().map(put));
                }
            }
        }
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
}

/// Adds values, each where it stands, to one of the words of records.
#[inline]
fn add(words: &mut [Vec<u64>], word: usize, values: impl Iterator<Item = u64>) {
    if let Some(words) = words.get_mut(word) {
        words.iter_mut().zip(values).for_each(|(word, value)| *word |= value);
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
