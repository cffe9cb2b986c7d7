//! The header and the resource, by the table that follows the W3C specification.

use super::super::gpc::{self, Support};
use super::{shared, skipped};

#[test]
fn the_header_is_read_as_the_specification_says() {
    let Some(file) = shared("gpc/gpc-cases.json") else { skipped!("../shared/data/privacy/gpc") };
    let (mut cases, mut decided) = (0, 0);
    for case in file["cases"].as_array().unwrap() {
        let values: Vec<&str> =
            case["headers"].as_array().unwrap().iter().map(|value| value.as_str().unwrap()).collect();
        // A trailer is not a header: its values are not handed over.
        let values = if case.get("trailer").is_some() { vec![] } else { values };
        match case["gpc"].as_bool() {
            Some(expected) => assert_eq!(gpc::is_on(values), expected, "{case}"),
            // White space and joined lines are left to the implementation: they count.
            None => {
                assert!(gpc::is_on(values), "{case}");
                decided += 1;
            }
        }
        cases += 1;
    }
    assert_eq!((cases, decided), (12, 2));
    for case in file["well_known"].as_array().unwrap() {
        let read = gpc::resource(&case["body"].to_string()).unwrap();
        let expected = match case["support"].as_bool() {
            Some(true) => Support::Yes,
            Some(false) => Support::No,
            None => Support::Unknown,
        };
        assert_eq!(read.support, expected, "{case}");
        let dated = case["body"].get("lastUpdate").is_some() && case.get("lastUpdate").is_none();
        assert_eq!(read.last_update.is_some(), dated, "{case}");
    }
}
