//! The ids of posts, by which a post that is given twice counts once, and posts of the same moment have an order.

use arrow_schema::DataType;

use super::column::Source;
use super::texts::Texts;
use crate::columnar::Error;

/// The ids of posts as text, whole numbers as their digits; `None` where there are none.
///
/// # Errors
/// The column is there twice, or is of neither text nor whole numbers.
pub(super) fn identifiers(posts: &Source<'_>) -> Result<Option<Vec<Texts>>, Error> {
    // A table of posts beside other tables has `post_id`, and its `id`, if any, is of the row; `id` is what a post
    // itself calls it.
    let named = if posts.renames("id") { None } else { posts.find("post_id")? };
    let Some(column) = named.map_or_else(|| posts.find("id"), |column| Ok(Some(column)))? else {
        return Ok(None);
    };
    let mut column = column.plain()?;
    if column.data_type == DataType::Null {
        return Ok(None);
    }
    if column.data_type.is_integer() {
        column.arrays = column.cast(&DataType::Utf8)?;
    } else if !Texts::is(&column.data_type) {
        return Err(column.wrong_type("texts or whole numbers"));
    }
    let pieces = column.arrays.iter().map(|array| Texts::of(array).ok_or_else(|| column.unreadable()));
    let pieces: Vec<Texts> = pieces.collect::<Result<_, _>>()?;
    Ok(Some(pieces).filter(|pieces| !pieces.is_empty()))
}
