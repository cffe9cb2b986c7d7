//! Values of one type: in memory of their own, or where somebody else has them, as in a file that was mapped.
//!
//! One idea to keep in mind: what is shared is only read. The first change copies it into memory of its own.

use std::ops::Deref;

use bytes::Bytes;
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// What can stand in a file as it stands in memory.
pub(super) trait Plain: FromBytes + IntoBytes + Immutable + KnownLayout + Copy {}

impl<T: FromBytes + IntoBytes + Immutable + KnownLayout + Copy> Plain for T {}

/// Values of one type.
#[derive(Debug, Clone)]
pub(super) struct Values<T> {
    own: Vec<T>,
    /// Where there are some, they are the values: aligned, and as long as a number of these.
    shared: Bytes,
}

impl<T> Default for Values<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<T> From<Vec<T>> for Values<T> {
    fn from(own: Vec<T>) -> Self {
        Values { own, shared: Bytes::new() }
    }
}

impl<T: Plain> Values<T> {
    /// Little-endian values where they are; a copy where the place or the machine does not let them be read there.
    /// None where the length is not that of a number of values.
    pub(super) fn shared(bytes: Bytes) -> Option<Self> {
        if cfg!(target_endian = "little") && <[T]>::ref_from_bytes(&bytes).is_ok() {
            return Some(Values { own: Vec::new(), shared: bytes });
        }
        if !bytes.len().is_multiple_of(size_of::<T>()) {
            return None;
        }
        let read = |value: &[u8]| {
            let mut value = value.to_vec();
            turn(&mut value);
            T::read_from_bytes(&value).ok()
        };
        let own: Option<Vec<T>> = bytes.chunks_exact(size_of::<T>()).map(read).collect();
        own.map(Values::from)
    }

    /// To change them: in memory of their own from now on.
    pub(super) fn own(&mut self) -> &mut Vec<T> {
        if !self.shared.is_empty() {
            self.own = self.to_vec();
            self.shared = Bytes::new();
        }
        &mut self.own
    }

    /// The memory of their own that the values take, in bytes.
    pub(super) fn memory(&self) -> usize {
        size_of_val(self.own.as_slice())
    }
}

/// Little-endian bytes of values.
pub(super) fn bytes_of<T: Plain>(values: &[T]) -> std::borrow::Cow<'_, [u8]> {
    let mut bytes = std::borrow::Cow::Borrowed(values.as_bytes());
    if cfg!(target_endian = "big") {
        bytes.to_mut().chunks_exact_mut(size_of::<T>()).for_each(turn);
    }
    bytes
}

/// Turns the bytes of a value round where the machine has them the other way than a file.
fn turn(value: &mut [u8]) {
    if cfg!(target_endian = "big") {
        value.reverse();
    }
}

impl<T: Plain> Deref for Values<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        if self.shared.is_empty() {
            &self.own
        } else {
            // Looked at when it was taken in.
            <[T]>::ref_from_bytes(&self.shared).unwrap_or_default()
        }
    }
}

impl<T: Plain + PartialEq> PartialEq for Values<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Plain + Eq> Eq for Values<T> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_values_are_the_same_wherever_they_begin_and_are_copied_to_be_changed() {
        let numbers: Vec<u32> = (0..1_000).map(|number| number * 77_777).collect();
        let mut bytes = vec![0; 5];
        bytes.extend_from_slice(&bytes_of(&numbers));
        let bytes = Bytes::from(bytes);
        for start in 0..8 {
            let end = start + 4 * ((bytes.len() - start) / 4);
            let mut read = Values::<u32>::shared(bytes.slice(start..end)).unwrap();
            let first = u32::from_le_bytes(bytes[start..start + 4].try_into().unwrap());
            assert_eq!((read.len(), read[0]), ((end - start) / 4, first));
            read.own()[0] = 9;
            assert_eq!(read[0], 9);
            assert_eq!(read.memory(), end - start);
        }
        assert_eq!(*Values::<u32>::shared(bytes.slice(5..)).unwrap(), *numbers);
        assert!(Values::<u32>::shared(bytes.slice(4..)).is_none());
        assert!(Values::<u32>::shared(Bytes::new()).unwrap().is_empty());
    }
}
