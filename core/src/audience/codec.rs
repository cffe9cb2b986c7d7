//! The numbers of this room's byte forms.

use crate::stats::codec::Format;

/// Which state bytes hold. The number of a kind never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Kind {
    Demographics = 1,
    Sketch = 2,
}

impl Kind {
    pub(super) const fn format(self) -> Format {
        Format { mark: *b"rna", kind: self as u8, version: 1 }
    }
}
