//! The tree in rows: a level, a position at that level, a hash.

use renown::transparency::{Hash, empty_root, node_hash};

use crate::Error;
use crate::engine::Statements;

/// How many entries the log has.
pub(crate) fn size(statements: &mut dyn Statements) -> Result<i64, Error> {
    let row = statements.row("SELECT max(position) FROM log_node WHERE level = 0", &[])?;
    let last = row.map(|row| row.optional_integer(0)).transpose()?.flatten();
    Ok(last.map_or(0, |last| last + 1))
}

/// Adds a leaf at the end, and every subtree that it completes.
pub(crate) fn append(statements: &mut dyn Statements, position: i64, leaf: Hash) -> Result<(), Error> {
    let (mut level, mut position, mut hash) = (0_i64, position, leaf);
    loop {
        let cells = [level.into(), position.into(), hash.0.as_slice().into()];
        statements.execute("INSERT INTO log_node (level, position, hash) VALUES (?1, ?2, ?3)", &cells)?;
        if position & 1 == 0 {
            return Ok(());
        }
        hash = node_hash(&node(statements, level, position - 1)?, &hash);
        (level, position) = (level + 1, position >> 1);
    }
}

fn node(statements: &mut dyn Statements, level: i64, position: i64) -> Result<Hash, Error> {
    let row = statements.row(
        "SELECT hash FROM log_node WHERE level = ?1 AND position = ?2",
        &[level.into(), position.into()],
    )?;
    match row {
        Some(row) => row.array(0).map(Hash),
        None => Err(Error::corrupt("a hash of its log is missing")),
    }
}

/// The largest power of two below `size`, where `size` is at least 2.
pub(super) fn split(size: i64) -> i64 {
    1 << (63 - (size - 1).leading_zeros())
}

/// The hash over the entries from `start` on, `size` of them, where `start` is a multiple of the power of two that
/// holds them.
pub(super) fn range(statements: &mut dyn Statements, start: i64, size: i64) -> Result<Hash, Error> {
    if size == 0 {
        return Ok(empty_root());
    }
    if size & (size - 1) == 0 {
        let level = size.trailing_zeros();
        return node(statements, i64::from(level), start >> level);
    }
    let left = split(size);
    let (one, other) = (range(statements, start, left)?, range(statements, start + left, size - left)?);
    Ok(node_hash(&one, &other))
}

/// The root over the first `size` entries.
pub(crate) fn root(statements: &mut dyn Statements, size: i64) -> Result<Hash, Error> {
    range(statements, 0, size)
}
