//! The laws that every accumulator of posts keeps, checked in one way for all of them.
//!
//! One idea to keep in mind: a state is a function of the multiset of what was given. All laws are cases of that.

use proptest::prelude::*;
use proptest::sample::Index;

use super::Error;
use super::engagement::{Listed, Observation};
use crate::model::Platform;

/// An accumulator as the laws drive it. `Row` is what it is given.
pub(crate) struct Laws<'f, S, Row> {
    pub(crate) fresh: &'f dyn Fn() -> S,
    pub(crate) update: fn(&mut S, &Row) -> Result<(), Error>,
    pub(crate) retract: fn(&mut S, &Row) -> Result<(), Error>,
    pub(crate) merge: fn(&mut S, &S) -> Result<(), Error>,
    pub(crate) to_bytes: fn(&S) -> Vec<u8>,
    pub(crate) from_bytes: fn(&[u8]) -> Result<S, Error>,
}

impl<S: Clone + PartialEq, Row> Laws<'_, S, Row> {
    pub(crate) fn state<'a>(&self, rows: impl IntoIterator<Item = &'a Row>) -> S
    where
        Row: 'a,
    {
        let mut state = (self.fresh)();
        rows.into_iter().for_each(|row| (self.update)(&mut state, row).unwrap());
        state
    }

    fn merged(&self, mut left: S, right: &S) -> S {
        (self.merge)(&mut left, right).unwrap();
        left
    }

    /// Any order, any partition, any grouping of the merges: the same bytes.
    pub(crate) fn order_and_partition_do_not_matter(
        &self,
        rows: &[Row],
        keys: &[u16],
        cuts: [Index; 2],
    ) -> Result<(), TestCaseError> {
        let whole = (self.to_bytes)(&self.state(rows));
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(|&at| keys.get(at).copied().unwrap_or_default());
        let mut cuts = cuts.map(|cut| cut.index(rows.len() + 1));
        cuts.sort_unstable();
        let part = |range: std::ops::Range<usize>| self.state(order[range].iter().map(|&at| &rows[at]));
        let (a, b, c) = (part(0..cuts[0]), part(cuts[0]..cuts[1]), part(cuts[1]..rows.len()));
        let left_first = self.merged(self.merged(a.clone(), &b), &c);
        let right_first = self.merged(a.clone(), &self.merged(b.clone(), &c));
        let turned = self.merged(self.merged(c, &a), &b);
        for merged in [left_first, right_first, turned] {
            prop_assert_eq!((self.to_bytes)(&merged), &whole[..]);
        }
        Ok(())
    }

    /// What is taken back leaves no trace.
    pub(crate) fn retracting_undoes_updating(&self, kept: &[Row], gone: &[Row]) -> Result<(), TestCaseError> {
        let mut state = self.state(kept.iter().chain(gone));
        for row in gone {
            (self.retract)(&mut state, row).unwrap();
        }
        prop_assert_eq!((self.to_bytes)(&state), (self.to_bytes)(&self.state(kept)));
        Ok(())
    }

    /// Bytes are read as they were written, and a changed, missing or additional byte is an error.
    pub(crate) fn only_whole_bytes_are_read(
        &self,
        rows: &[Row],
        at: Index,
        flip: u8,
    ) -> Result<(), TestCaseError> {
        let state = self.state(rows);
        let bytes = (self.to_bytes)(&state);
        let read = (self.from_bytes)(&bytes).unwrap();
        prop_assert!(read == state);
        prop_assert_eq!((self.to_bytes)(&read), &bytes[..]);
        let mut damaged = bytes.clone();
        damaged[at.index(bytes.len())] ^= flip;
        prop_assert!((self.from_bytes)(&damaged).is_err());
        prop_assert!((self.from_bytes)(&bytes[..at.index(bytes.len())]).is_err());
        let longer = [&bytes[..], &[flip]].concat();
        prop_assert!((self.from_bytes)(&longer).is_err());
        Ok(())
    }
}

/// A post in a list, with an id of its own.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) id: Option<String>,
    pub(crate) post: Observation,
}

impl<'a> From<&'a Row> for Listed<'a> {
    fn from(row: &'a Row) -> Self {
        Listed { id: row.id.as_deref(), post: row.post }
    }
}

fn small() -> impl Strategy<Value = Option<u64>> {
    // Few different values, so that ties are common; now and then the largest that there is.
    prop_oneof![
        1 => Just(None),
        6 => (0..6_u64).prop_map(Some),
        3 => (0..100_000_u64).prop_map(Some),
    ]
}

prop_compose! {
    /// Posts of which many are of the same instant, hide something or have no denominator.
    pub(crate) fn observation()(
        published_at in 0..12_i64, likes in small(), comments in small(), shares in small(), saves in small(),
        views in small(), followers in small(), pinned in prop::bool::weighted(0.1), sponsored: bool,
        collected_at in proptest::option::of(0..3_i64),
        platform in proptest::sample::select(vec![
            None, Some(Platform::Instagram), Some(Platform::TikTok), Some(Platform::YouTube),
        ]),
    ) -> Observation {
        const DAY: i64 = 86_400_000;
        let published_at = published_at * DAY / 2;
        let collected_at = collected_at.map(|days| published_at + days * DAY);
        Observation {
            platform, published_at, likes, comments, shares, saves, views, reach: views, impressions: views,
            followers, pinned, sponsored, collected_at,
        }
    }
}

/// Rows of posts: some without an id, some with one, and then a post that comes twice comes with the same content.
pub(crate) fn rows() -> impl Strategy<Value = Vec<Row>> {
    rows_of(pool())
}

/// The contents that ids stand for.
pub(crate) fn pool() -> impl Strategy<Value = Vec<Observation>> {
    proptest::collection::vec(observation(), 8)
}

fn rows_of(pool: impl Strategy<Value = Vec<Observation>>) -> impl Strategy<Value = Vec<Row>> {
    pool.prop_flat_map(|pool| rows_from(&pool))
}

/// Rows of posts of which those with an id come from a pool.
pub(crate) fn rows_from(pool: &[Observation]) -> impl Strategy<Value = Vec<Row>> + use<> {
    let pool = pool.to_vec();
    let row = (proptest::option::of(0..pool.len()), observation()).prop_map(move |(id, post)| Row {
        id: id.map(|id| format!("post {id}")),
        post: id.map_or(post, |id| pool[id]),
    });
    proptest::collection::vec(row, 0..30)
}

/// Two lists of rows in which the same id stands for the same post.
pub(crate) fn two_lists() -> impl Strategy<Value = (Vec<Row>, Vec<Row>)> {
    pool().prop_flat_map(|pool| (rows_from(&pool), rows_from(&pool)))
}

/// Random numbers that put up to thirty rows in any order.
pub(crate) fn keys() -> impl Strategy<Value = Vec<u16>> {
    proptest::collection::vec(any::<u16>(), 30)
}
