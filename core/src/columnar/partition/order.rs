//! The order in which the records of an account come: almost that of one of their values.
//!
//! One idea to keep in mind: values are put in order by a short key that rises with them. What stands beside each other
//! under one key is put right where its order is asked for, which takes few steps. Keys of counts are the first digits of
//! the count, because the counts of an account differ by factors; keys of times are long stretches of time.

use super::layout::Slot;

/// A value by which records come almost in order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Order {
    Counts(Slot),
    /// Times, and how many of their digits are left out of the key.
    Times(Slot, u32),
}

/// Binary digits of a key of counts after the first one.
const DIGITS: u32 = 6;
/// Binary digits of a key of times.
const TIME_DIGITS: u32 = 11;

impl Order {
    /// By times of at most so many binary digits.
    pub(super) fn of_times(slot: Slot, digits: u32) -> Self {
        Order::Times(slot, digits.saturating_sub(TIME_DIGITS))
    }
}

/// The key of a count: as large as the count while that has few digits.
#[inline]
pub(super) fn key_of_count(count: u64) -> usize {
    let digits = (count | (1 << DIGITS)).ilog2() - DIGITS;
    (count >> digits) as usize + ((digits as usize) << DIGITS)
}

/// Sorts values most of which stand near their place already.
///
/// A value is moved down past the larger ones before it; where this takes more than a few steps a value, they were not
/// near their places, and are sorted as any.
pub(super) fn settle(values: &mut [u64]) {
    let mut steps = 4 * values.len();
    for from in 1..values.len() {
        let mut at = from;
        while let Some([before, value]) = at.checked_sub(1).and_then(|low| values.get_mut(low..=at)) {
            if *before <= *value {
                break;
            }
            std::mem::swap(before, value);
            at -= 1;
            steps -= 1;
            if steps == 0 {
                values.sort_unstable();
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn values_are_sorted_whether_or_not_they_stood_near_their_places(
            mut values in prop::collection::vec(0_u64..500, 0..200), near in any::<bool>(), by in 1_u64..20,
        ) {
            if near {
                values.sort_by_key(|value| value / by);
            }
            let mut settled = values.clone();
            settle(&mut settled);
            values.sort_unstable();
            prop_assert_eq!(settled, values);
        }

        #[test]
        fn keys_rise_with_counts(a in any::<u64>(), b in any::<u64>(), by in 0_u32..64) {
            for (a, b) in [(a >> by, b >> by), (a >> by, (a >> by).saturating_add(1))] {
                prop_assert!((a <= b) == (key_of_count(a) <= key_of_count(b)) || key_of_count(a) == key_of_count(b));
            }
        }
    }

    #[test]
    fn the_key_of_a_small_count_is_the_count() {
        assert!((0..128).all(|count| key_of_count(count) as u64 == count));
        assert!(key_of_count(u64::MAX) < 4096);
    }
}
