//! Lists of identifiers as bits: ranges of 16-bit numbers, ranges in Fibonacci coding, and the choice between
//! ranges and one bit for each.
//!
//! Source: GPP, Consent String Specification, "Section Encoding"; TCF, "Vendor consent section".

use super::bits::{Reader, Writer};
use super::{Error, Identifiers};

/// How the ends of a range are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// First and last as numbers of 16 bits.
    Fixed,
    /// The distance from what was read last, then the length, in Fibonacci coding; ascending by nature.
    Fibonacci,
}

/// 12 bits for how many, then each a single number or a range.
pub(super) fn read_ranges(reader: &mut Reader<'_>, ends: Ends) -> Result<Identifiers, Error> {
    let count = reader.read(12)?;
    let mut found = Vec::new();
    let mut last_seen = 0_u16;
    for _ in 0..count {
        let group = reader.bit()?;
        let at = reader.position();
        let (first, last) = match ends {
            Ends::Fixed => {
                let first = reader.short(16)?;
                (first, if group { reader.short(16)? } else { first })
            }
            Ends::Fibonacci => {
                let too_large = |reader: &Reader<'_>| reader.out_of_range(at, "an identifier above 65535");
                let first = last_seen.checked_add(reader.fibonacci()?).ok_or_else(|| too_large(reader))?;
                let length = if group { reader.fibonacci()? } else { 0 };
                (first, first.checked_add(length).ok_or_else(|| too_large(reader))?)
            }
        };
        if first == 0 || last < first {
            return Err(reader.out_of_range(at, "a range from 0, or that ends before it begins"));
        }
        last_seen = last;
        found.push((first, last));
    }
    Ok(Identifiers::of_ranges(found))
}

/// The most ranges that the 12 bits of the count can announce.
const MOST_RANGES: usize = 4095;

/// Writes as few ranges as there are; none where 12 bits cannot count them.
pub(super) fn write_ranges(writer: &mut Writer, ids: &Identifiers, ends: Ends) -> Option<()> {
    if ids.ranges().len() > MOST_RANGES {
        return None;
    }
    writer.write(ids.ranges().len() as u64, 12);
    let mut last_seen = 0;
    for (first, last) in ids.ranges() {
        writer.bit(first < last);
        match ends {
            Ends::Fixed => {
                writer.write(u64::from(*first), 16);
                if first < last {
                    writer.write(u64::from(*last), 16);
                }
            }
            Ends::Fibonacci => {
                writer.fibonacci(first - last_seen);
                if first < last {
                    writer.fibonacci(last - first);
                }
            }
        }
        last_seen = *last;
    }
    Some(())
}

/// One bit for each number from 1 to `length`.
pub(super) fn read_bitfield(reader: &mut Reader<'_>, length: u16) -> Result<Identifiers, Error> {
    let mut found = Vec::new();
    for id in 1..=length {
        if reader.bit()? {
            found.push(id);
        }
    }
    Ok(found.into_iter().collect())
}

/// One bit for each number from 1 to `length`.
pub(super) fn write_bitfield(writer: &mut Writer, ids: &Identifiers, length: u16) {
    for id in 1..=length {
        writer.bit(ids.contains(id));
    }
}

/// 16 bits for the largest number, one that chooses, then ranges or a bit for each.
///
/// In Fibonacci coding the largest number must be the last of the ranges: that tells a string in the form of the
/// specification from one of the same length with ranges of 16 bits, which older encoders wrote.
pub(super) fn read_optimised(reader: &mut Reader<'_>, ends: Ends) -> Result<Identifiers, Error> {
    let at = reader.position();
    let largest = reader.short(16)?;
    if !reader.bit()? {
        return read_bitfield(reader, largest);
    }
    let ids = read_ranges(reader, ends)?;
    if ids.last() > largest || (ends == Ends::Fibonacci && ids.last() != largest) {
        return Err(reader.out_of_range(at, "the largest identifier is not that of the list"));
    }
    Ok(ids)
}

/// The shorter of ranges and a bit for each; ranges where both are as long.
pub(super) fn write_optimised(writer: &mut Writer, ids: &Identifiers, ends: Ends) {
    let mut ranges = Writer::default();
    let fits = write_ranges(&mut ranges, ids, ends).is_some();
    write_shorter(writer, ids, &ranges, fits);
}

/// The largest number, one bit that chooses, then ranges where they fit and are no longer than a bit for each.
fn write_shorter(writer: &mut Writer, ids: &Identifiers, ranges: &Writer, fits: bool) {
    writer.write(u64::from(ids.last()), 16);
    if fits && ranges.length() <= usize::from(ids.last()) {
        writer.bit(true);
        writer.append(ranges);
    } else {
        writer.bit(false);
        write_bitfield(writer, ids, ids.last());
    }
}

/// The vendors of TCF 1: as above, but ranges are exceptions from a default that they state.
pub(super) fn read_with_default(reader: &mut Reader<'_>) -> Result<Identifiers, Error> {
    let largest = reader.short(16)?;
    if !reader.bit()? {
        return read_bitfield(reader, largest);
    }
    let everyone = reader.bit()?;
    let at = reader.position();
    let listed = read_ranges(reader, Ends::Fixed)?;
    if listed.last() > largest {
        return Err(reader.out_of_range(at, "an identifier above the largest"));
    }
    Ok(if everyone { listed.without(largest) } else { listed })
}

/// The shorter of a bit for each and ranges of those who have consent.
pub(super) fn write_with_default(writer: &mut Writer, ids: &Identifiers) {
    let mut ranges = Writer::default();
    ranges.bit(false);
    let fits = write_ranges(&mut ranges, ids, Ends::Fixed).is_some();
    write_shorter(writer, ids, &ranges, fits);
}
