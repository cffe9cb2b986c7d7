//! The ids of posts, by which a post that is given twice counts once.
//!
//! One idea to keep in mind: most tables give each post once, and then ids need not be looked at again. A hash of
//! 8 bytes a row shows it without a table of texts; only where two hashes agree are the ids themselves compared.

use std::hash::{DefaultHasher, Hash, Hasher};

use arrow_array::Array;
use arrow_schema::DataType;
use rayon::prelude::*;

use super::column::{Column, Source};
use super::keys::Keys;
use super::numbers::{Piece, each};
use super::texts::Texts;
use crate::columnar::Error;
use crate::columnar::spans::{Span, tasks};

/// The names that a column of ids has in a table of posts; `id` is what a post itself calls it.
const NAMES: [&str; 2] = ["id", "post_id"];

/// The ids of posts as text; `None` where there are none, or no account has two posts of the same id.
///
/// # Errors
/// The column is there twice, or is of neither text nor whole numbers.
pub(super) fn identifiers(posts: &Source<'_>, keys: &Keys) -> Result<Option<Vec<Texts>>, Error> {
    let column = match posts.renames(NAMES[0]) {
        true => posts.find(NAMES[0])?,
        // A table of posts beside other tables has `post_id`, and its `id`, if any, is of the row.
        false => posts.find(NAMES[1])?.map_or_else(|| posts.find(NAMES[0]), |column| Ok(Some(column)))?,
    };
    let Some(column) = column else { return Ok(None) };
    let mut column = column.plain()?;
    if column.data_type == DataType::Null {
        return Ok(None);
    }
    let lengths: Vec<usize> = column.arrays.iter().map(|array| array.len()).collect();
    if column.data_type.is_integer() {
        if !may_repeat(&lengths, keys, &whole(&column)?) {
            return Ok(None);
        }
        column.arrays = column.cast(&DataType::Utf8)?;
        return texts(&column).map(Some);
    }
    if !Texts::is(&column.data_type) {
        return Err(column.wrong_type("texts or whole numbers"));
    }
    let pieces = texts(&column)?;
    let id = |batch: usize, row: usize| pieces.get(batch)?.get(row);
    Ok(may_repeat(&lengths, keys, &id).then_some(pieces))
}

fn texts(column: &Column) -> Result<Vec<Texts>, Error> {
    column.arrays.iter().map(|array| Texts::of(array).ok_or_else(|| column.unreadable())).collect()
}

/// Ids that are whole numbers, by batch and row.
#[expect(clippy::unnecessary_cast, reason = "of one width among many")]
fn whole(column: &Column) -> Result<impl Fn(usize, usize) -> Option<u64> + Sync + use<>, Error> {
    let pieces = column.arrays.iter().map(|array| Piece::of(array).ok_or_else(|| column.unreadable()));
    let pieces: Vec<Piece> = pieces.collect::<Result<_, _>>()?;
    Ok(move |batch: usize, row: usize| {
        // Of one type, so the low halves differ where the numbers do.
        each!(pieces.get(batch)?, array => array.is_valid(row).then(|| array.value(row) as u64), None)
    })
}

/// Whether two posts of an account may have the same id. A hash that two ids share says so wrongly, and costs time
/// only.
fn may_repeat<I: Hash>(
    lengths: &[usize],
    keys: &Keys,
    id: &(impl Fn(usize, usize) -> Option<I> + Sync),
) -> bool {
    let tasks = tasks(lengths, rayon::current_num_threads());
    let hashes = tasks.into_par_iter().flatten_iter().flat_map_iter(|Span { batch, from, to }| {
        let mut accounts = vec![0_u32; to - from];
        keys.read(batch, from, &mut accounts);
        (from..to).zip(accounts).filter_map(move |(row, account)| {
            let mut hasher = DefaultHasher::new();
            (account, id(batch, row)?).hash(&mut hasher);
            Some(hasher.finish())
        })
    });
    let mut hashes: Vec<u64> = hashes.collect();
    hashes.par_sort_unstable();
    hashes.windows(2).any(|pair| pair.first() == pair.last())
}
