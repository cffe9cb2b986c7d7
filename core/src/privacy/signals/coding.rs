//! From text to a record and back, by the layout.
//!
//! One idea to keep in mind: a layout that older encoders used is read, never written. What is read by it becomes
//! a record of the layout that replaced it; a category that the older one did not have is 0, not applicable.

use chrono::{DateTime, TimeZone, Utc};

use super::bits::{Reader, Writer};
use super::json::default_of;
use super::layout::{Field, Kind, Layout, SegmentLayout, Tag};
use super::ranges::{self, Ends};
use super::record::Segment;
use super::{Error, Identifiers, Record, Restriction, Value};

/// Reads `text` by the first of `layouts` that fits its version; the first is the one that is written.
pub(super) fn decode(text: &str, layouts: &[&[&'static Layout]], item: &str) -> Result<Record, Error> {
    let core = text.split('.').next().unwrap_or_default();
    let core_item = format!("{item}, segment core");
    let version = Reader::new(core, &core_item)?.read(6)?;
    let Some(forms) =
        layouts.iter().find(|forms| forms.first().is_some_and(|layout| u64::from(layout.version) == version))
    else {
        let known: Vec<String> =
            layouts.iter().filter_map(|forms| forms.first()).map(|form| form.version.to_string()).collect();
        return Err(Error::UnsupportedVersion { item: item.to_owned(), version, known: known.join(", ") });
    };
    let mut refusal = None;
    for form in *forms {
        match decode_by(text, form, item) {
            Ok(segments) => {
                let layout = forms.first().copied().unwrap_or(form);
                return Ok(Record { layout, segments: brought_up(segments, layout) });
            }
            Err(error) => refusal = refusal.or(Some(error)),
        }
    }
    Err(refusal.unwrap_or_else(|| Error::UnknownItem { item: item.to_owned(), known: String::new() }))
}

/// The fields of the layout: those that the form does not have empty, lists of choices as long as there are
/// categories.
fn brought_up(segments: Vec<Segment>, layout: &Layout) -> Vec<Segment> {
    let up = |mut segment: Segment| {
        let known = layout.segment(segment.name).map_or(&[] as &[Field], |known| known.fields);
        let mut fields = Vec::with_capacity(known.len());
        for field in known {
            let read = segment.fields.iter().position(|(name, _)| *name == field.name);
            let value = match read.map(|at| segment.fields.swap_remove(at).1) {
                Some(Value::Choices(mut choices)) => {
                    if let Kind::Choices(categories) = field.kind {
                        choices.resize(categories.len(), 0);
                    }
                    Some(Value::Choices(choices))
                }
                Some(value) => Some(value),
                None => default_of(field.kind),
            };
            fields.extend(value.map(|value| (field.name, value)));
        }
        Segment { name: segment.name, fields }
    };
    segments.into_iter().map(up).collect()
}

fn decode_by(text: &str, layout: &Layout, item: &str) -> Result<Vec<Segment>, Error> {
    let mut segments: Vec<Segment> = Vec::new();
    for (at, part) in text.split('.').enumerate() {
        let item = match layout.segments.get(at) {
            Some(known) if at == 0 => format!("{item}, segment {}", known.name),
            _ => format!("{item}, segment {}", at + 1),
        };
        let mut reader = Reader::new(part, &item)?;
        let known = recognise(&mut reader, layout, at, &item)?;
        if segments.iter().any(|before| before.name == known.name) {
            let kind = if let Tag::Type { value, .. } = known.tag { value } else { 0 };
            return Err(Error::MisplacedSegment { item, kind, what: "is there twice" });
        }
        let mut segment = Segment { name: known.name, fields: Vec::new() };
        for field in known.fields {
            reader.enter(field.name);
            let value = read(&mut reader, field.kind, &segment)?;
            segment.fields.push((field.name, value));
        }
        reader.finish()?;
        segments.push(segment);
    }
    segments.sort_by_key(|segment| layout.segments.iter().position(|known| known.name == segment.name));
    Ok(segments)
}

fn recognise<'l>(
    reader: &mut Reader<'_>,
    layout: &'l Layout,
    at: usize,
    item: &str,
) -> Result<&'l SegmentLayout, Error> {
    if at == 0 {
        reader.read(6)?;
        return layout.segments.first().ok_or(Error::OverlongSignal { item: item.to_owned(), bit: 0 });
    }
    let mut found = None;
    for known in layout.segments {
        match known.tag {
            Tag::Version => {}
            Tag::Second if at == 1 => return Ok(known),
            Tag::Second => return Err(Error::OverlongSignal { item: item.to_owned(), bit: 0 }),
            Tag::Type { width, value } => {
                let stated = match found {
                    None => reader.read(width)?,
                    Some(stated) => stated,
                };
                if stated == value {
                    return Ok(known);
                }
                found = Some(stated);
            }
        }
    }
    match found {
        Some(kind) => Err(Error::MisplacedSegment { item: item.to_owned(), kind, what: "is not known" }),
        None => Err(Error::OverlongSignal { item: item.to_owned(), bit: 0 }),
    }
}

fn read(reader: &mut Reader<'_>, kind: Kind, segment: &Segment) -> Result<Value, Error> {
    Ok(match kind {
        Kind::Integer(width) => Value::Integer(reader.read(width)?),
        Kind::Choice | Kind::Covered => Value::Integer(reader.read(2)?),
        Kind::Choices(categories) => {
            let mut choices = Vec::with_capacity(categories.len());
            for _ in categories {
                choices.push(narrow(reader.read(2)?));
            }
            Value::Choices(choices)
        }
        Kind::Boolean => Value::Boolean(reader.bit()?),
        Kind::Letters(count) => Value::Letters(read_letters(reader, count)?),
        Kind::Instant => Value::Instant(read_instant(reader)?),
        Kind::Bitfield(length) => Value::Identifiers(ranges::read_bitfield(reader, length)?),
        Kind::BitfieldOf(name) => {
            Value::Identifiers(ranges::read_bitfield(reader, stated_length(segment, name))?)
        }
        Kind::Vendors => Value::Identifiers(ranges::read_optimised(reader, Ends::Fixed)?),
        Kind::FibonacciVendors => Value::Identifiers(ranges::read_optimised(reader, Ends::Fibonacci)?),
        Kind::VendorsWithDefault => Value::Identifiers(ranges::read_with_default(reader)?),
        Kind::Restrictions => Value::Restrictions(read_restrictions(reader, Ends::Fixed)?),
        Kind::FibonacciRestrictions => Value::Restrictions(read_restrictions(reader, Ends::Fibonacci)?),
    })
}

fn narrow(value: u64) -> u8 {
    u8::try_from(value).unwrap_or(u8::MAX)
}

fn stated_length(segment: &Segment, name: &str) -> u16 {
    match segment.get(name) {
        Some(Value::Integer(length)) => u16::try_from(*length).unwrap_or(u16::MAX),
        _ => 0,
    }
}

/// Letters from `A` on; 63 fills up at the end.
pub(super) fn read_letters(reader: &mut Reader<'_>, count: usize) -> Result<String, Error> {
    let mut text = String::with_capacity(count);
    let mut ended = false;
    for _ in 0..count {
        let at = reader.position();
        match narrow(reader.read(6)?) {
            63 => ended = true,
            letter @ (0..=25 | 32..=57) if !ended => text.push(char::from(letter + b'A')),
            _ => return Err(reader.out_of_range(at, "not a letter")),
        }
    }
    Ok(text)
}

/// The longest that 36 bits can say is in the year 2187.
fn read_instant(reader: &mut Reader<'_>) -> Result<DateTime<Utc>, Error> {
    let at = reader.position();
    let tenths = i64::try_from(reader.read(36)?).unwrap_or(i64::MAX);
    let found = tenths.checked_mul(100).and_then(|millis| Utc.timestamp_millis_opt(millis).single());
    found.ok_or_else(|| reader.out_of_range(at, "not a time"))
}

fn read_restrictions(reader: &mut Reader<'_>, ends: Ends) -> Result<Vec<Restriction>, Error> {
    let count = reader.read(12)?;
    let mut found = Vec::new();
    for _ in 0..count {
        let purpose = narrow(reader.read(6)?);
        let restriction = narrow(reader.read(2)?);
        let vendors = match ends {
            Ends::Fixed => ranges::read_ranges(reader, ends)?,
            Ends::Fibonacci => ranges::read_optimised(reader, ends)?,
        };
        found.push(Restriction { purpose, restriction, vendors });
    }
    Ok(found)
}

/// Writes the segments that the record has.
pub(super) fn encode(record: &Record) -> Result<String, Error> {
    let mut parts = Vec::with_capacity(record.segments.len());
    for segment in &record.segments {
        let item = |name: &str| format!("{}, segment {}, {name}", record.layout.name, segment.name);
        let layout = record.layout.segment(segment.name).ok_or_else(|| Error::UnknownItem {
            item: item(""),
            known: record.layout.segments.iter().map(|known| known.name).collect::<Vec<_>>().join(", "),
        })?;
        let mut writer = Writer::default();
        match layout.tag {
            Tag::Version => writer.write(u64::from(record.layout.version), 6),
            Tag::Type { width, value } => writer.write(value, width),
            Tag::Second => {}
        }
        for field in layout.fields {
            let value =
                segment.get(field.name).ok_or_else(|| Error::MissingField { item: item(field.name) })?;
            write(&mut writer, field.kind, value, segment)
                .map_err(|what| Error::UnwritableField { item: item(field.name), what })?;
        }
        parts.push(writer.text(record.layout.group));
    }
    Ok(parts.join("."))
}

fn write(writer: &mut Writer, kind: Kind, value: &Value, segment: &Segment) -> Result<(), &'static str> {
    match (kind, value) {
        (Kind::Integer(width), Value::Integer(number)) => write_integer(writer, *number, width)?,
        (Kind::Choice | Kind::Covered, Value::Integer(number)) => write_integer(writer, *number, 2)?,
        (Kind::Choices(categories), Value::Choices(choices)) => {
            if choices.len() != categories.len() {
                return Err("another number of choices than the field has categories");
            }
            choices.iter().try_for_each(|choice| write_integer(writer, u64::from(*choice), 2))?;
        }
        (Kind::Boolean, Value::Boolean(bit)) => writer.bit(*bit),
        (Kind::Letters(count), Value::Letters(text)) => write_letters(writer, text, count)?,
        (Kind::Instant, Value::Instant(at)) => write_instant(writer, *at)?,
        (Kind::Bitfield(length), Value::Identifiers(ids)) => write_bitfield(writer, ids, length)?,
        (Kind::BitfieldOf(name), Value::Identifiers(ids)) => {
            write_bitfield(writer, ids, stated_length(segment, name))?;
        }
        (Kind::Vendors, Value::Identifiers(ids)) => ranges::write_optimised(writer, ids, Ends::Fixed),
        (Kind::FibonacciVendors, Value::Identifiers(ids)) => {
            ranges::write_optimised(writer, ids, Ends::Fibonacci);
        }
        (Kind::VendorsWithDefault, Value::Identifiers(ids)) => ranges::write_with_default(writer, ids),
        (Kind::Restrictions, Value::Restrictions(all)) => write_restrictions(writer, all, Ends::Fixed)?,
        (Kind::FibonacciRestrictions, Value::Restrictions(all)) => {
            write_restrictions(writer, all, Ends::Fibonacci)?;
        }
        _ => return Err("a value of another kind than the field's"),
    }
    Ok(())
}

pub(super) fn write_integer(writer: &mut Writer, number: u64, width: usize) -> Result<(), &'static str> {
    if width < 64 && number >> width != 0 {
        return Err("a number that its bits cannot hold");
    }
    writer.write(number, width);
    Ok(())
}

pub(super) fn write_letters(writer: &mut Writer, text: &str, count: usize) -> Result<(), &'static str> {
    if text.len() > count || !text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Err("not letters, or more than the field has places");
    }
    text.bytes().for_each(|byte| writer.write(u64::from(byte - b'A'), 6));
    (text.len()..count).for_each(|_| writer.write(63, 6));
    Ok(())
}

fn write_instant(writer: &mut Writer, at: DateTime<Utc>) -> Result<(), &'static str> {
    let millis = at.timestamp_millis();
    let whole = at.timestamp_subsec_nanos().is_multiple_of(100_000_000);
    match u64::try_from(millis) {
        Ok(millis) if whole => write_integer(writer, millis / 100, 36),
        _ => Err("a time before 1970, or finer than a tenth of a second"),
    }
}

pub(super) fn write_bitfield(
    writer: &mut Writer,
    ids: &Identifiers,
    length: u16,
) -> Result<(), &'static str> {
    if ids.last() > length {
        return Err("an identifier above the last that the field has a bit for");
    }
    ranges::write_bitfield(writer, ids, length);
    Ok(())
}

fn write_restrictions(writer: &mut Writer, all: &[Restriction], ends: Ends) -> Result<(), &'static str> {
    write_integer(writer, all.len() as u64, 12).map_err(|_| "more restrictions than 4095")?;
    for one in all {
        write_integer(writer, u64::from(one.purpose), 6)?;
        write_integer(writer, u64::from(one.restriction), 2)?;
        match ends {
            Ends::Fixed => {
                ranges::write_ranges(writer, &one.vendors, ends).ok_or("more ranges of vendors than 4095")?
            }
            Ends::Fibonacci => ranges::write_optimised(writer, &one.vendors, ends),
        }
    }
    Ok(())
}
