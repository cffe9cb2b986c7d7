//! A list of posts, each once.

use super::Listed;
use crate::metrics::{Error, Place};

/// The posts of a list, each once.
#[derive(Debug)]
pub(crate) struct Distinct<'a> {
    /// How many rows gave a post again.
    pub(crate) duplicates: u64,
    /// Each post with the row that gave it first, in no order that means anything.
    pub(crate) posts: Vec<(u64, Listed<'a>)>,
}

/// Reads a list of posts, each once.
///
/// # Errors
/// What [`Observation::check`](super::Observation::check) refuses; [`Error::ConflictingPosts`] where two rows
/// have the same id and different content.
pub(crate) fn distinct<'a, L: Into<Listed<'a>>>(
    list: impl IntoIterator<Item = L>,
) -> Result<Distinct<'a>, Error> {
    let mut posts: Vec<(u64, Listed<'a>)> = Vec::new();
    for (row, listed) in (0..).zip(list) {
        let listed = listed.into();
        listed.post.check(Place::Row(row))?;
        posts.push((row, listed));
    }
    let rows = posts.len();
    let conflict = dedup_by_id(&mut posts, |listed| listed.id, |a, b| a.post.differs_in(&b.post));
    conflict.map_or(Ok(()), Err)?;
    Ok(Distinct { duplicates: (rows - posts.len()) as u64, posts })
}

/// Leaves of the rows with the same id the first. The conflict is that of the first row, in the order given,
/// that differs from the one before it with the same id.
pub(crate) fn dedup_by_id<T>(
    rows: &mut Vec<(u64, T)>,
    id: impl Fn(&T) -> Option<&str>,
    differs_in: impl Fn(&T, &T) -> Option<&'static str>,
) -> Option<Error> {
    if rows.iter().all(|(_, row)| id(row).is_none()) {
        return None;
    }
    rows.sort_by(|(row, a), (other, b)| (id(a), row).cmp(&(id(b), other)));
    let mut conflict: Option<(u64, Error)> = None;
    rows.dedup_by(|(row, post), (first, kept)| {
        if id(post).is_none() || id(post) != id(kept) {
            return false;
        }
        if let Some(column) = differs_in(kept, post)
            && conflict.as_ref().is_none_or(|(earlier, _)| *row < *earlier)
        {
            let (first, second) = (Place::Row(*first), Place::Row(*row));
            conflict = Some((*row, Error::ConflictingPosts { first, second, column }));
        }
        true
    });
    conflict.map(|(_, error)| error)
}
