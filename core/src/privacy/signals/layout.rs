//! What a signal looks like, as data: segments of fields, each with a name, a type and a width.

/// The bits of one version of a signal.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// What it is called: the prefix of its client-side API, such as `usca`.
    pub(super) name: &'static str,
    /// Its first six bits.
    pub(super) version: u8,
    /// How many bits a written segment is a multiple of: encoders of byte libraries pad to 8, of TC strings to 24.
    pub(super) group: usize,
    /// The core segment, then those that may follow.
    pub(super) segments: &'static [SegmentLayout],
}

/// One segment between dots.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SegmentLayout {
    pub(super) name: &'static str,
    pub(super) tag: Tag,
    pub(super) fields: &'static [Field],
}

/// How a segment is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// It comes first, and begins with the version.
    Version,
    /// Its first bits.
    Type { width: usize, value: u64 },
    /// It comes second: Indiana, Kentucky and Rhode Island say nothing in the segment itself.
    Second,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
}

/// The types of the GPP specification, as far as a section uses them, and those of TC strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An integer of so many bits.
    Integer(usize),
    /// Two bits: 0 not applicable, 1 yes, opted out or no consent, 2 no, not opted out or consent; 3 is not
    /// defined.
    Choice,
    /// Two bits that have no default: whether the transaction is covered by the agreement is for the caller to
    /// say, 1 yes, 2 no.
    Covered,
    /// A [`Kind::Choice`] for each category.
    Choices(&'static [&'static str]),
    /// One bit.
    Boolean,
    /// So many letters, six bits each from `A`.
    Letters(usize),
    /// Tenths of seconds since 1970 in 36 bits.
    Instant,
    /// A bit for each number from 1.
    Bitfield(u16),
    /// A bit for each number up to the value of an earlier field.
    BitfieldOf(&'static str),
    /// The largest number, then ranges of 16 bits or a bit for each.
    Vendors,
    /// The same with ranges in Fibonacci coding.
    FibonacciVendors,
    /// The same with ranges of exceptions from a default (TCF 1).
    VendorsWithDefault,
    /// Restrictions by purpose: 12 bits for how many, 6 for the purpose, 2 for the type, ranges of vendors.
    Restrictions,
    /// The same, the vendors as [`Kind::FibonacciVendors`].
    FibonacciRestrictions,
}

pub(super) const fn field(name: &'static str, kind: Kind) -> Field {
    Field { name, kind }
}

impl Layout {
    /// What stands in for a field that has not been given a value.
    pub(super) fn segment(&self, name: &str) -> Option<&'static SegmentLayout> {
        self.segments.iter().find(|segment| segment.name == name)
    }
}
