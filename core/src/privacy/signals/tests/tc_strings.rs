//! The TC strings of the official suites and of the specification.

use serde_json::{Value as Json, json};

use super::super::{Identifiers, Restriction, Value, tcf};
use super::{shared, skipped};

fn name_of(theirs: &str) -> &str {
    match theirs {
        "policy_version" => "tcf_policy_version",
        "special_feature_optins" => "special_feature_opt_ins",
        "purpose_consents" => "purposes_consent",
        "purpose_legitimate_interests" => "purposes_li_transparency",
        other => other,
    }
}

fn restriction(theirs: &Json) -> Restriction {
    let number = |value: &Json| value.as_u64().unwrap() as u16;
    let ranges = theirs["vendor_ranges"].as_array().unwrap();
    Restriction {
        purpose: number(&theirs["purpose"]) as u8,
        restriction: number(&theirs["restriction_type"]) as u8,
        vendors: Identifiers::of_ranges(ranges.iter().map(|range| (number(&range[0]), number(&range[1])))),
    }
}

#[test]
fn the_strings_of_the_official_suites_are_read_as_a_second_decoder_reads_them() {
    let Some(file) = shared("tcf/tc-strings.json") else { skipped!("../shared/data/privacy/tcf") };
    let (mut first, mut second, mut refused, mut compared, mut canonical) = (0, 0, 0, 0, 0);
    for vector in file["vectors"].as_array().unwrap() {
        let text = vector["string"].as_str().unwrap();
        let theirs = vector["decoded"].as_object().unwrap();
        let start = &text[..12];
        let record = match tcf::decode(text) {
            Ok(record) => record,
            Err(error) => {
                // One is a literal that was cut, one has 19 vendors of number 0 to measure field lengths with.
                let of_zeros = text.len() == 375 && error.code() == "FIELD_OUT_OF_RANGE";
                assert!(of_zeros || error.code() == "TRUNCATED_SIGNAL", "{start}: {error}");
                refused += 1;
                continue;
            }
        };
        assert_eq!(Json::from(record.version()), theirs["version"], "{start}");
        if record.version() == 1 {
            first += 1
        } else {
            second += 1
        }
        for (name, value) in theirs {
            let ours = match name.as_str() {
                "version" => continue,
                "segments" => json!(record.segments().skip(1).collect::<Vec<_>>()),
                "created_ds" | "last_updated_ds" => match record.get("core", name.trim_end_matches("_ds")) {
                    Some(Value::Instant(at)) => json!(at.timestamp_millis() / 100),
                    other => panic!("{start}: {name}: {other:?}"),
                },
                "publisher_restrictions" => match record.get("core", name) {
                    Some(Value::Restrictions(all)) => {
                        let theirs: Vec<Restriction> =
                            value.as_array().unwrap().iter().map(restriction).collect();
                        assert_eq!(*all, theirs, "{start}: {name}");
                        compared += 1;
                        continue;
                    }
                    other => panic!("{start}: {name}: {other:?}"),
                },
                _ => record.get("core", name_of(name)).unwrap_or_else(|| panic!("{name}")).to_json(),
            };
            assert_eq!(ours, *value, "{start}: {name}");
            compared += 1;
        }
        let written = tcf::encode(&record).unwrap();
        assert_eq!(tcf::decode(&written).unwrap(), record, "{start}");
        canonical += usize::from(written == text);
    }
    let counted = (first, second, refused, compared, canonical);
    assert_eq!(first + second + refused, 30, "{counted:?}");
    assert_eq!((first, second, refused), (12, 16, 2), "{counted:?}");
}
