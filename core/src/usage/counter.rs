//! Counting in memory: who consumed how much of what, since it was last taken.
//!
//! One idea to keep in mind: what is counted has a number, so that to count is to add to a place in a list. Each thread
//! has a list of its own; whoever takes the counts adds the lists up, and what was added before is taken once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Error;

/// No list holds more units than this until they are taken: the sum of all lists then never passes 2^63.
const MOST: u64 = 1 << 47;
/// No more lists than this are open at once.
const LISTS: usize = 1 << 16;

/// Units of everything that is counted, by number.
///
/// ```
/// use renown::usage::Counter;
///
/// let counter = Counter::default();
/// let view = counter.number("u1", "profile_view");
/// std::thread::scope(|threads| {
///     for _ in 0..2 {
///         threads.spawn(|| -> Result<(), renown::usage::Error> {
///             let list = counter.list()?;
///             (0..1000).try_for_each(|_| list.add(view, 1))
///         });
///     }
/// });
/// assert_eq!(counter.take(), [(view, 2000)]);
/// # Ok::<(), renown::usage::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Counter {
    numbers: Mutex<HashMap<String, HashMap<String, u32>>>,
    names: Mutex<Vec<(String, String)>>,
    lists: Mutex<Vec<Arc<Mutex<List>>>>,
}

/// The counts of one thread. It may be shared, but then threads wait for each other.
#[derive(Debug)]
pub struct CounterList(Arc<Mutex<List>>);

#[derive(Debug, Default)]
struct List {
    units: Vec<u64>,
    /// The numbers that have units, in the order in which they got the first.
    counted: Vec<u32>,
    sum: u64,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Counter {
    /// The number under which a kind of usage of a user is counted: from 0, one after the other.
    pub fn number(&self, user: &str, kind: &str) -> u32 {
        let mut numbers = locked(&self.numbers);
        if let Some(number) = numbers.get(user).and_then(|kinds| kinds.get(kind)) {
            return *number;
        }
        let mut names = locked(&self.names);
        // More names than numbers would need hundreds of gigabytes first.
        let number = u32::try_from(names.len()).unwrap_or(u32::MAX);
        names.push((user.to_owned(), kind.to_owned()));
        numbers.entry(user.to_owned()).or_default().insert(kind.to_owned(), number);
        number
    }

    /// The user and the kind of a number.
    pub fn name(&self, number: u32) -> Option<(String, String)> {
        locked(&self.names).get(number as usize).cloned()
    }

    /// A list for one thread.
    ///
    /// # Errors
    /// [`Error::TooManyLists`] where 65,536 are open.
    pub fn list(&self) -> Result<CounterList, Error> {
        let mut lists = locked(&self.lists);
        if lists.len() >= LISTS {
            return Err(Error::TooManyLists { limit: LISTS });
        }
        let list = Arc::<Mutex<List>>::default();
        locked(&list).units.resize(locked(&self.names).len(), 0);
        lists.push(Arc::clone(&list));
        Ok(CounterList(list))
    }

    /// Takes what was counted since it was last taken: numbers and their units, without those that have none. What is
    /// added meanwhile is in this or in the next.
    pub fn take(&self) -> Vec<(u32, u64)> {
        let mut lists = locked(&self.lists);
        let mut taken: Vec<(u32, u64)> = Vec::new();
        for list in lists.iter() {
            let mut list = locked(list);
            let List { units, counted, sum } = &mut *list;
            *sum = 0;
            taken.extend(counted.drain(..).filter_map(|number| {
                units.get_mut(number as usize).map(|units| (number, std::mem::take(units)))
            }));
        }
        taken.sort_unstable_by_key(|(number, _)| *number);
        taken.dedup_by(|more, sum| {
            let same = more.0 == sum.0;
            // Below 2^16 lists of less than 2^47 units.
            sum.1 += if same { more.1 } else { 0 };
            same
        });
        // A list that no thread has any more was taken for the last time.
        lists.retain(|list| Arc::strong_count(list) > 1 || locked(list).sum > 0);
        taken
    }
}

impl CounterList {
    /// Adds units to a number.
    ///
    /// # Errors
    /// [`Error::UnknownNumber`], [`Error::TooManyUnits`] where a list would hold 2^47 units before it is taken.
    pub fn add(&self, number: u32, units: u64) -> Result<(), Error> {
        self.add_all(&[number], &[units])
    }

    /// Adds units to numbers, all or none of them. A list knows the numbers that there were when it was made, or when
    /// [`CounterList::widen`] was last called.
    ///
    /// # Errors
    /// [`Error::UnequalLengths`], and those of [`CounterList::add`].
    pub fn add_all(&self, numbers: &[u32], units: &[u64]) -> Result<(), Error> {
        if numbers.len() != units.len() {
            return Err(Error::UnequalLengths { numbers: numbers.len(), units: units.len() });
        }
        let mut list = locked(&self.0);
        let known = list.units.len();
        let (mut sum, mut highest) = (list.sum, 0);
        for (number, units) in numbers.iter().zip(units) {
            sum = sum.saturating_add(*units);
            highest = highest.max(*number);
        }
        if sum >= MOST {
            return Err(Error::TooManyUnits { limit: MOST });
        }
        if !numbers.is_empty() && highest as usize >= known {
            return Err(Error::UnknownNumber { number: highest, known });
        }
        list.sum = sum;
        let List { units: cells, counted, .. } = &mut *list;
        for (number, units) in numbers.iter().zip(units) {
            if let Some(cell) = cells.get_mut(*number as usize) {
                if *cell == 0 && *units > 0 {
                    counted.push(*number);
                }
                *cell += units;
            }
        }
        Ok(())
    }

    /// Lets the list know all numbers that `counter`, of which it is, has by now.
    pub fn widen(&self, counter: &Counter) {
        let known = locked(&counter.names).len();
        let mut list = locked(&self.0);
        if list.units.len() < known {
            list.units.resize(known, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whatever_is_added_by_whichever_thread_is_taken_once(
            added in prop::collection::vec((0_u32..40, 0_u64..1000), 0..400),
            threads in 1_usize..5,
        ) {
            let counter = Counter::default();
            for number in 0..40 {
                prop_assert_eq!(counter.number(&format!("u{}", number % 7), &number.to_string()), number);
            }
            let mut taken = Vec::new();
            std::thread::scope(|scope| {
                for part in added.chunks(added.len() / threads + 1) {
                    scope.spawn(|| {
                        let list = counter.list().unwrap();
                        part.iter().for_each(|(number, units)| list.add(*number, *units).unwrap());
                    });
                }
                for _ in 0..20 {
                    taken.extend(counter.take());
                }
            });
            taken.extend(counter.take());
            let sums = |all: &[(u32, u64)]| {
                let mut sums = [0; 40];
                all.iter().for_each(|(number, units)| sums[*number as usize] += units);
                sums
            };
            prop_assert_eq!(sums(&taken), sums(&added));
            prop_assert!(counter.take().is_empty());
            prop_assert!(locked(&counter.lists).is_empty(), "lists of threads that ended are forgotten");
        }
    }

    #[test]
    fn a_number_stands_for_one_user_and_kind() {
        let counter = Counter::default();
        assert_eq!(counter.number("ada", "view"), 0);
        assert_eq!(counter.number("ada", "search"), 1);
        assert_eq!(counter.number("ada", "view"), 0);
        assert_eq!(counter.name(1), Some(("ada".into(), "search".into())));
        assert_eq!(counter.name(2), None);
    }

    #[test]
    fn what_is_refused_adds_nothing() {
        let counter = Counter::default();
        let view = counter.number("ada", "view");
        let list = counter.list().unwrap();
        let code = |answer: Result<(), Error>| answer.unwrap_err().code();
        assert_eq!(code(list.add_all(&[view, 7], &[1, 1])), "UNKNOWN_NUMBER");
        assert_eq!(code(list.add_all(&[view, view], &[1])), "UNEQUAL_LENGTHS");
        assert_eq!(code(list.add_all(&[view, view], &[1, u64::MAX])), "TOO_MANY_UNITS");
        assert!(counter.take().is_empty());
        let late = counter.number("ada", "search");
        assert_eq!(code(list.add(late, 1)), "UNKNOWN_NUMBER");
        list.widen(&counter);
        list.add(late, 1).unwrap();
        assert_eq!(counter.take(), [(late, 1)]);
    }
}
