//! What one row of the journal holds, as bytes.
//!
//! Names of kinds and days stand once at the head; then, user by user, how many units of which kind on which day. All
//! numbers are LEB128.

use crate::keys::SubjectHash;

/// The version of the form.
const FORM: u8 = 1;

/// Units of one kind that somebody consumed on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    pub(super) subject: SubjectHash,
    pub(super) day: i64,
    pub(super) kind: &'a str,
    pub(super) units: u64,
}

/// Sorts entries by user and writes them.
pub(super) fn encode(entries: &mut [Entry<'_>]) -> Vec<u8> {
    entries.sort_unstable_by_key(|entry| entry.subject);
    let (mut kinds, mut days): (Vec<&str>, Vec<i64>) = (Vec::new(), Vec::new());
    let mut rows = Vec::with_capacity(entries.len() * 16);
    for of_user in entries.chunk_by(|one, next| one.subject == next.subject) {
        let Some(first) = of_user.first() else { continue };
        rows.extend_from_slice(&first.subject);
        number(&mut rows, of_user.len() as u64);
        for entry in of_user {
            number(&mut rows, place(&mut kinds, entry.kind));
            number(&mut rows, place(&mut days, entry.day));
            number(&mut rows, entry.units);
        }
    }
    let mut bytes = vec![FORM];
    number(&mut bytes, kinds.len() as u64);
    for kind in kinds {
        number(&mut bytes, kind.len() as u64);
        bytes.extend_from_slice(kind.as_bytes());
    }
    number(&mut bytes, days.len() as u64);
    for day in days {
        bytes.extend_from_slice(&day.to_be_bytes());
    }
    bytes.extend_from_slice(&rows);
    bytes
}

/// Where a word stands in a list; at its end where it is new. The lists are short, and neighbours mostly the same.
fn place<T: PartialEq>(words: &mut Vec<T>, word: T) -> u64 {
    let found = words.iter().position(|known| *known == word);
    found.unwrap_or_else(|| {
        words.push(word);
        words.len() - 1
    }) as u64
}

fn number(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    bytes.push(value.to_le_bytes()[0]);
}

/// Reads what [`encode`] wrote; none where it is something else. `user` is asked once for each user, whether the
/// entries of this one are wanted.
pub(super) fn decode(
    bytes: &[u8],
    mut user: impl FnMut(&SubjectHash) -> bool,
    mut each: impl FnMut(&Entry<'_>),
) -> Option<()> {
    let mut rest = Rest(bytes);
    if rest.array::<1>()? != [FORM] {
        return None;
    }
    let (mut kinds, mut days) = (Vec::new(), Vec::new());
    for _ in 0..rest.number()? {
        let length = usize::try_from(rest.number()?).ok()?;
        kinds.push(std::str::from_utf8(rest.take(length)?).ok()?);
    }
    for _ in 0..rest.number()? {
        days.push(i64::from_be_bytes(rest.array()?));
    }
    while !rest.0.is_empty() {
        let subject: SubjectHash = rest.array()?;
        let wanted = user(&subject);
        for _ in 0..rest.number()? {
            let kind = kinds.get(usize::try_from(rest.number()?).ok()?)?;
            let day = *days.get(usize::try_from(rest.number()?).ok()?)?;
            let units = rest.number()?;
            if wanted {
                each(&Entry { subject, day, kind, units });
            }
        }
    }
    Some(())
}

struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(head)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn number(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let [byte] = self.array()?;
            let part = u64::from(byte & 0x7f);
            // The tenth byte has room for one bit.
            value |= part.checked_shl(shift).filter(|shifted| shifted >> shift == part)?;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn entries_read_back(
            given in prop::collection::vec((0_u8..9, any::<i64>(), "[a-c]{0,2}", any::<u64>()), 0..60),
            cut in 1_usize..40,
        ) {
            let mut entries: Vec<Entry<'_>> = given
                .iter()
                .map(|(user, day, kind, units)| Entry { subject: [*user; 32], day: *day, kind, units: *units })
                .collect();
            let bytes = encode(&mut entries);
            let mut read = Vec::new();
            let whole = decode(&bytes, |user| user[0] != 3, |entry| {
                read.push((entry.subject, entry.day, entry.kind.to_owned(), entry.units));
            });
            prop_assert!(whole.is_some());
            let wanted = entries.iter().filter(|entry| entry.subject[0] != 3);
            let wanted: Vec<_> =
                wanted.map(|entry| (entry.subject, entry.day, entry.kind.to_owned(), entry.units)).collect();
            prop_assert_eq!(read, wanted);
            // What is cut off is refused, or ends where a user ends; nothing panics.
            decode(&bytes[..bytes.len().saturating_sub(cut)], |_| true, |_| ());
        }
    }
}
