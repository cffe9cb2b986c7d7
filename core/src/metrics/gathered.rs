//! What all accumulators of posts have in common: a post with an id counts once however often it is given, a
//! post without one counts each time.
//!
//! One idea to keep in mind: posts without an id go straight into sums; posts with one are held beside them, each
//! with the number of times it was given, and join the sums when the figure is finished. So the state is a
//! function of the multiset of what was given, and taking back undoes giving exactly.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::codec::{Reader, Writer, corrupt};
use super::{Error, Place};

/// What an accumulator is given of a post.
pub(crate) trait Item: Clone + PartialEq {
    /// The first column in which two items differ.
    fn differs_in(&self, other: &Self) -> Option<&'static str>;
    /// How a message names the post.
    fn place(&self) -> Place;
    fn write(&self, writer: &mut Writer);
    fn read(reader: &mut Reader<'_>) -> Result<Self, Error>;
}

/// Sums over items. Adding is commutative and associative; removing undoes adding.
pub(crate) trait Sums: Clone + Default + PartialEq {
    type Item: Item;
    /// How many rows may be taken in, so that finishing neither overflows nor runs out of memory.
    const LIMIT: u64;

    /// How many items are held, in a sum that [`Sums::read`] checks against [`Sums::LIMIT`].
    fn rows(&self) -> u64;
    /// Takes an item in, `times` times.
    fn add(&mut self, item: &Self::Item, times: u64);
    /// Takes an item out. `None` where these sums cannot hold it; then nothing has changed.
    fn remove(&mut self, item: &Self::Item) -> Option<()>;
    fn merge(&mut self, other: &Self);
    fn write(&self, writer: &mut Writer);
    fn read(reader: &mut Reader<'_>) -> Result<Self, Error>;
}

/// See the module.
#[derive(Clone, PartialEq)]
pub(crate) struct Gathered<S: Sums> {
    /// How many times a post was given.
    rows: u64,
    anonymous: S,
    known: BTreeMap<Box<str>, (S::Item, u64)>,
}

impl<S: Sums> Default for Gathered<S> {
    fn default() -> Self {
        Gathered { rows: 0, anonymous: S::default(), known: BTreeMap::new() }
    }
}

impl<S: Sums> Gathered<S> {
    /// Takes a post in. On an error nothing has changed.
    pub(crate) fn add(&mut self, id: Option<&str>, item: &S::Item) -> Result<(), Error> {
        let rows = self.room_for(1)?;
        match id {
            None => self.anonymous.add(item, 1),
            Some(id) => self.add_known(id, item, 1)?,
        }
        self.rows = rows;
        Ok(())
    }

    fn room_for(&self, more: u64) -> Result<u64, Error> {
        let rows = self.rows.saturating_add(more);
        if rows > S::LIMIT { Err(Error::TooManyPosts { limit: S::LIMIT }) } else { Ok(rows) }
    }

    fn add_known(&mut self, id: &str, item: &S::Item, times: u64) -> Result<(), Error> {
        match self.known.entry(id.into()) {
            Entry::Vacant(entry) => {
                entry.insert((item.clone(), times));
            }
            Entry::Occupied(mut entry) => {
                let (held, count) = entry.get_mut();
                agree(held, item)?;
                // At most LIMIT, for `rows` holds every one.
                *count += times;
            }
        }
        Ok(())
    }

    /// Takes a post out that was taken in before. On an error nothing has changed.
    pub(crate) fn remove(&mut self, id: Option<&str>, item: &S::Item) -> Result<(), Error> {
        let missing = Error::NotHeld { place: item.place() };
        match id {
            None => self.anonymous.remove(item).ok_or(missing)?,
            Some(id) => {
                let Entry::Occupied(mut entry) = self.known.entry(id.into()) else {
                    return Err(missing);
                };
                let (held, count) = entry.get_mut();
                agree(held, item)?;
                if *count == 1 {
                    entry.remove();
                } else {
                    *count -= 1;
                }
            }
        }
        self.rows -= 1;
        Ok(())
    }

    /// Takes in what another has taken in. On an error nothing has changed.
    pub(crate) fn merge(&mut self, other: &Self) -> Result<(), Error> {
        let rows = self.room_for(other.rows)?;
        for (id, (item, _)) in &other.known {
            if let Some((held, _)) = self.known.get(id) {
                agree(held, item)?;
            }
        }
        for (id, (item, times)) in &other.known {
            self.add_known(id, item, *times)?;
        }
        self.anonymous.merge(&other.anonymous);
        self.rows = rows;
        Ok(())
    }

    /// The sums over all posts, each once.
    pub(crate) fn sums(&self) -> S {
        let mut sums = self.anonymous.clone();
        for (item, _) in self.known.values() {
            sums.add(item, 1);
        }
        sums
    }

    /// How many times a post was given.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// How many times a post was given that had been given before.
    pub(crate) fn duplicates(&self) -> u64 {
        self.known.values().map(|(_, times)| times - 1).sum()
    }

    /// The posts with an id, each once.
    pub(crate) fn known(&self) -> impl Iterator<Item = (&str, &S::Item)> {
        self.known.iter().map(|(id, (item, _))| (&**id, item))
    }

    /// The sums over the posts without an id.
    pub(crate) fn anonymous(&self) -> &S {
        &self.anonymous
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        self.anonymous.write(writer);
        writer.count(self.known.len() as u64);
        for (id, (item, times)) in &self.known {
            writer.text(id);
            item.write(writer);
            writer.count(*times);
        }
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let anonymous = S::read(reader)?;
        let mut rows = anonymous.rows();
        let mut known: BTreeMap<Box<str>, (S::Item, u64)> = BTreeMap::new();
        for _ in 0..reader.count()? {
            let id = reader.text()?;
            if known.last_key_value().is_some_and(|(last, _)| **last >= *id) {
                return Err(corrupt("ids are out of order"));
            }
            let item = S::Item::read(reader)?;
            let times = reader.count()?;
            rows = rows
                .checked_add(times)
                .filter(|&rows| times > 0 && rows <= S::LIMIT)
                .ok_or(corrupt("a post was given 0 times or too often"))?;
            known.insert(id.into(), (item, times));
        }
        Ok(Gathered { rows, anonymous, known })
    }
}

/// That two items with the same id are the same.
fn agree<I: Item>(held: &I, item: &I) -> Result<(), Error> {
    match held.differs_in(item) {
        None => Ok(()),
        Some(column) => Err(Error::ConflictingPosts { first: held.place(), second: item.place(), column }),
    }
}
