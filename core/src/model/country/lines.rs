//! Tables of lines `key<TAB>value`, in order of their keys by bytes.

use std::cmp::Ordering;

/// Finds a line by halving the table.
pub(super) fn find(table: &'static str, key: &str) -> Option<(&'static str, &'static str)> {
    let mut rest = table;
    while !rest.is_empty() {
        let middle = rest.len() / 2;
        let start = rest.as_bytes().get(..middle)?.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
        let length = rest.as_bytes().get(start..)?.iter().position(|b| *b == b'\n')? + 1;
        let (found, value) = rest.get(start..start + length - 1)?.split_once('\t')?;
        match key.cmp(found) {
            Ordering::Equal => return Some((found, value)),
            Ordering::Less => rest = rest.get(..start)?,
            Ordering::Greater => rest = rest.get(start + length..)?,
        }
    }
    None
}

/// All lines of a table.
pub(super) fn entries(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter_map(|line| line.split_once('\t'))
}
