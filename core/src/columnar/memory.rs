//! Fresh memory for a call: zeroed, in huge pages where the system has them.
//!
//! One idea to keep in mind: the first touch of a small page costs more than all that is done with it afterwards. On
//! Linux the memory asks for huge pages; elsewhere, and where that is refused, it is ordinary memory.

use arrow_buffer::{ArrowNativeType, Buffer};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// Memory for values of one type, all zero at first.
pub(super) enum Memory<T> {
    Mapped(memmap2::MmapMut),
    Ordinary(Vec<T>),
}

/// Smaller than this, ordinary memory is as good.
const SMALL: usize = 1 << 21;

impl<T: FromBytes + IntoBytes + Immutable + KnownLayout + Clone> Memory<T> {
    /// Room for so many values.
    pub(super) fn new(values: usize) -> Self {
        let bytes = values.saturating_mul(size_of::<T>());
        if bytes >= SMALL
            && let Ok(map) = memmap2::MmapMut::map_anon(bytes)
        {
            // Without huge pages everything is as right, only slower.
            #[cfg(target_os = "linux")]
            let _ = map.advise(memmap2::Advice::HugePage);
            return Memory::Mapped(map);
        }
        Memory::Ordinary(vec![T::new_zeroed(); values])
    }

    pub(super) fn as_mut(&mut self) -> &mut [T] {
        match self {
            // A map begins at a page and is as long as its values: never refused.
            Memory::Mapped(map) => <[T]>::mut_from_bytes(map).unwrap_or_default(),
            Memory::Ordinary(values) => values,
        }
    }

    /// As the memory of a column, without a copy.
    pub(super) fn into_buffer(self) -> Buffer
    where
        T: ArrowNativeType,
    {
        match self {
            Memory::Mapped(map) => Buffer::from(bytes::Bytes::from_owner(map)),
            Memory::Ordinary(values) => Buffer::from_vec(values),
        }
    }

    pub(super) fn as_ref(&self) -> &[T] {
        match self {
            Memory::Mapped(map) => <[T]>::ref_from_bytes(map).unwrap_or_default(),
            Memory::Ordinary(values) => values,
        }
    }
}
