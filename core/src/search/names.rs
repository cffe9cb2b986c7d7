//! Texts by number, and numbers by text.
//!
//! One idea to keep in mind: those that come from a file stay there, with their numbers in the order of the texts, so
//! that one is found by halving; those that came later are in memory, and found by hashing.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, DefaultHasher};

use super::values::Values;

type Hasher = BuildHasherDefault<DefaultHasher>;

/// Texts by number.
#[derive(Debug, Clone, Default)]
pub(super) struct Texts {
    /// Of a file: where each text ends, and the texts.
    ends: Values<u64>,
    text: Values<u8>,
    /// Those of a file that are no longer there.
    gone: HashSet<u32, Hasher>,
    /// Those that came later.
    later: Vec<Box<str>>,
}

impl Texts {
    pub(super) fn of_file(ends: Values<u64>, text: Values<u8>) -> Self {
        Texts { ends, text, ..Texts::default() }
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len() + self.later.len()
    }

    /// The text of a number; an empty one where there is none.
    pub(super) fn get(&self, number: u32) -> &str {
        let at = number as usize;
        if let Some(later) = at.checked_sub(self.ends.len()) {
            return self.later.get(later).map_or("", |text| text);
        }
        if !self.gone.is_empty() && self.gone.contains(&number) {
            return "";
        }
        std::str::from_utf8(self.stored(at)).unwrap_or_default()
    }

    /// A text of the file, gone or not.
    fn stored(&self, at: usize) -> &[u8] {
        let from = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let to = self.ends.get(at).copied().unwrap_or(0);
        usize::try_from(from)
            .ok()
            .zip(usize::try_from(to).ok())
            .map_or(&[], |(from, to)| self.text.get(from..to).unwrap_or_default())
    }

    pub(super) fn push(&mut self, text: &str) {
        self.later.push(text.into());
    }

    /// Forgets a text; the others keep their numbers.
    pub(super) fn blank(&mut self, number: u32) {
        match (number as usize).checked_sub(self.ends.len()) {
            Some(later) => self.later.get_mut(later).into_iter().for_each(|text| *text = Box::default()),
            None => drop(self.gone.insert(number)),
        }
    }

    /// The memory that the texts take, in bytes, roughly.
    pub(super) fn memory(&self) -> usize {
        let later: usize = self.later.iter().map(|text| text.len() + size_of::<Box<str>>()).sum();
        later + self.ends.memory() + self.text.memory() + 8 * self.gone.len()
    }
}

/// Texts by number, and numbers by text: no text is there twice, and none is empty.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    texts: Texts,
    /// Of a file: the numbers in the order of their texts.
    order: Values<u32>,
    known: HashMap<Box<str>, u32, Hasher>,
}

impl Names {
    /// Names of a file; none where the order is not one of so many.
    pub(super) fn of_file(texts: Texts, order: Values<u32>) -> Option<Self> {
        (texts.ends.len() == order.len()).then(|| Names { texts, order, known: HashMap::default() })
    }

    pub(super) fn texts(&self) -> &Texts {
        &self.texts
    }

    /// The numbers in the order of their names.
    pub(super) fn order(&self) -> Cow<'_, [u32]> {
        if self.order.len() == self.len() {
            return Cow::Borrowed(&self.order);
        }
        let mut order: Vec<u32> = (0_u32..).take(self.len()).collect();
        order.sort_unstable_by_key(|number| self.get(*number));
        Cow::Owned(order)
    }

    /// How many numbers there are, those whose names are gone included.
    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    /// How many of them have a name.
    pub(super) fn count(&self) -> usize {
        self.order.len() - self.texts.gone.len() + self.known.len()
    }

    /// The name of a number; an empty one where there is none.
    pub(super) fn get(&self, number: u32) -> &str {
        self.texts.get(number)
    }

    /// The number of a name.
    pub(super) fn find(&self, name: &str) -> Option<u32> {
        if let Some(number) = self.known.get(name) {
            return Some(*number);
        }
        let place =
            self.order.binary_search_by(|number| self.texts.stored(*number as usize).cmp(name.as_bytes()));
        let number = self.order.get(place.ok()?).copied()?;
        (!self.texts.gone.contains(&number)).then_some(number)
    }

    pub(super) fn reserve(&mut self, names: usize) {
        self.texts.later.reserve(names);
        self.known.reserve(names);
    }

    /// Gives a name that is not there yet the next number.
    pub(super) fn push(&mut self, name: &str) -> Option<u32> {
        let number = u32::try_from(self.len()).ok().filter(|number| *number < u32::MAX)?;
        self.texts.push(name);
        self.known.insert(name.into(), number);
        Some(number)
    }

    /// Forgets the name of a number.
    pub(super) fn blank(&mut self, number: u32) {
        let name = self.texts.get(number);
        if !name.is_empty() {
            self.known.remove(name);
            self.texts.blank(number);
        }
    }

    /// All names, with their numbers.
    pub(super) fn each(&self) -> impl Iterator<Item = (u32, &str)> {
        (0_u32..)
            .take(self.len())
            .map(|number| (number, self.get(number)))
            .filter(|(_, name)| !name.is_empty())
    }

    /// The memory that the names take, in bytes, roughly.
    pub(super) fn memory(&self) -> usize {
        let known: usize = self.known.keys().map(|name| name.len() + 32).sum();
        self.texts.memory() + self.order.memory() + known
    }
}
