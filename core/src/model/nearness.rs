//! How many edits lie between two words, for "did you mean".

/// The number of insertions, deletions, replacements and swaps of neighbours that turn one word into the other
/// (optimal string alignment), if it is at most `allowed`.
pub(crate) fn edits(word: &[char], other: &str, allowed: usize) -> Option<usize> {
    let other: Vec<char> = other.chars().collect();
    if word.len().abs_diff(other.len()) > allowed {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for (i, c) in word.iter().enumerate() {
        let mut row = Vec::with_capacity(other.len() + 1);
        row.push(i + 1);
        for (j, d) in other.iter().enumerate() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX / 2);
            let mut least =
                (at(&above, j) + usize::from(c != d)).min(at(&above, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && word.get(i - 1) == Some(d) && other.get(j - 1) == Some(c);
            if swapped {
                least = least.min(at(&before, j - 1) + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().filter(|edits| *edits <= allowed)
}

#[cfg(test)]
mod tests {
    use super::edits;

    fn between(word: &str, other: &str) -> Option<usize> {
        edits(&word.chars().collect::<Vec<_>>(), other, 3)
    }

    #[test]
    fn a_swap_of_neighbours_is_one_edit() {
        assert_eq!(between("gemrany", "germany"), Some(1));
        assert_eq!(between("germny", "germany"), Some(1));
        assert_eq!(between("germanyy", "germany"), Some(1));
        assert_eq!(between("garmany", "germany"), Some(1));
        assert_eq!(between("", "abc"), Some(3));
        assert_eq!(between("abc", ""), Some(3));
        assert_eq!(between("germany", "albania"), None);
    }
}
