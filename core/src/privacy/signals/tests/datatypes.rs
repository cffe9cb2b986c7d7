//! The datatypes of the GPP specification, by the vectors of the IAB's library.

use serde_json::Value as Json;

use super::super::bits::{Reader, Writer};
use super::super::ranges::{self, Ends};
use super::super::{Identifiers, coding};
use super::{shared, skipped};

/// Bits as a text of six-bit characters; none where the vector's text is not one of bits. The padding that this
/// adds is told apart by the length, which is what a reader of a field never sees.
fn reader(bits: &str) -> Option<(Reader<'static>, usize)> {
    let writer = Writer::of_binary(bits)?;
    let length = writer.length();
    Some((Reader::new(&writer.text(6), "vector").unwrap(), length))
}

/// Arguments such as `"0001", 2, 2`.
fn arguments(text: &str) -> Vec<Json> {
    serde_json::from_str(&format!("[{}]", text.replace(", ]", "]"))).unwrap()
}

fn ids(list: &Json) -> Identifiers {
    list.as_array().unwrap().iter().map(|id| id.as_u64().unwrap() as u16).collect()
}

fn bit_list(list: &Json) -> (Identifiers, u16) {
    let bits = list.as_array().unwrap();
    let set = bits.iter().enumerate().filter(|(_, bit)| **bit == Json::Bool(true));
    (set.map(|(at, _)| at as u16 + 1).collect(), bits.len() as u16)
}

/// Writes as the vector says; none where we refuse.
fn write(kind: &str, given: &[Json]) -> Option<String> {
    let mut writer = Writer::default();
    let number = |at: usize| given[at].as_u64().unwrap() as usize;
    match kind {
        "BooleanEncoder" => writer.bit(given[0].as_bool().unwrap()),
        "FibonacciIntegerEncoder" => writer.fibonacci(number(0) as u16),
        "FibonacciIntegerRangeEncoder" => {
            ranges::write_ranges(&mut writer, &ids(&given[0]), Ends::Fibonacci)?
        }
        "FixedIntegerRangeEncoder" => ranges::write_ranges(&mut writer, &ids(&given[0]), Ends::Fixed)?,
        "FixedBitfieldEncoder" => {
            let (set, length) = bit_list(&given[0]);
            if usize::from(length) > number(1) {
                return None;
            }
            coding::write_bitfield(&mut writer, &set, number(1) as u16).ok()?;
        }
        "FixedIntegerEncoder" => coding::write_integer(&mut writer, number(0) as u64, number(1)).ok()?,
        "FixedIntegerListEncoder" => {
            let list = given[0].as_array().unwrap();
            if list.len() > number(2) {
                return None;
            }
            for at in 0..number(2) {
                let value = list.get(at).map_or(0, |value| value.as_u64().unwrap());
                coding::write_integer(&mut writer, value, number(1)).ok()?;
            }
        }
        "FixedStringEncoder" => {
            coding::write_letters(&mut writer, given[0].as_str().unwrap(), number(1)).ok()?
        }
        other => panic!("{other}"),
    }
    Some(writer.binary())
}

/// Reads as the vector says; none where we refuse, which includes bits that are left over.
fn read(kind: &str, given: &[Json]) -> Option<Json> {
    let (mut reader, length) = reader(given[0].as_str().unwrap())?;
    let number = |at: usize| given[at].as_u64().unwrap() as usize;
    let listed = |set: Identifiers| Json::from(set.iter().collect::<Vec<_>>());
    let value = match kind {
        "BooleanEncoder" if length == 1 => Json::from(reader.bit().ok()?),
        "BooleanEncoder" => return None,
        "FibonacciIntegerEncoder" => Json::from(reader.fibonacci().ok()?),
        "FibonacciIntegerRangeEncoder" => listed(ranges::read_ranges(&mut reader, Ends::Fibonacci).ok()?),
        "FixedIntegerRangeEncoder" => listed(ranges::read_ranges(&mut reader, Ends::Fixed).ok()?),
        "FixedBitfieldEncoder" => {
            let set = ranges::read_bitfield(&mut reader, length as u16).ok()?;
            (1..=length as u16).map(|id| set.contains(id)).collect()
        }
        "FixedIntegerEncoder" => Json::from(reader.read(length).ok()?),
        "FixedIntegerListEncoder" if length == 0 => vec![0; number(2)].into(),
        "FixedIntegerListEncoder" => {
            (0..number(2)).map(|_| reader.read(number(1)).ok()).collect::<Option<Vec<_>>>()?.into()
        }
        "FixedStringEncoder" => Json::from(coding::read_letters(&mut reader, length / 6).ok()?),
        other => panic!("{other}"),
    };
    (reader.position() == length).then_some(value)
}

#[test]
fn the_datatypes_are_written_and_read_and_refused_as_the_iab_library_does() {
    let Some(file) = shared("gpp/iabgpp-es-datatype-vectors.json") else {
        skipped!("../shared/data/privacy/gpp")
    };
    let (mut passed, mut refused) = (0, 0);
    for vector in file["vectors"].as_array().unwrap() {
        let (kind, op) = (vector["type"].as_str().unwrap(), vector["op"].as_str().unwrap());
        let (args, expect) = (vector["args"].as_str().unwrap(), vector["expect"].as_str().unwrap());
        let given = arguments(args);
        let place = format!("{kind} {op} {args}");
        if expect == "error" {
            let fails =
                if op == "encode" { write(kind, &given).is_none() } else { read(kind, &given).is_none() };
            assert!(fails, "{place}");
            refused += 1;
            continue;
        }
        let expect = arguments(expect).remove(0);
        match op {
            "encode" => assert_eq!(write(kind, &given).map(Json::from), Some(expect), "{place}"),
            _ => assert_eq!(read(kind, &given), Some(expect), "{place}"),
        }
        passed += 1;
    }
    assert_eq!((passed, refused), (113, 20));
}
