//! The official strings, the datatypes, and properties of every string.

mod browser;
mod datatypes;
mod official;
mod properties;
mod tc_strings;

use std::path::Path;

use serde_json::Value as Json;

/// A file of the shared data, none where it is not there.
fn shared(path: &str) -> Option<Json> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/privacy").join(path);
    let text = std::fs::read_to_string(file).ok()?;
    Some(serde_json::from_str(&text).unwrap())
}

/// Says on the test's own output what was not there.
macro_rules! skipped {
    ($what:expr) => {{
        std::io::Write::write_all(&mut std::io::stderr(), format!("skipped: no {}\n", $what).as_bytes())
            .unwrap();
        return;
    }};
}
use skipped;
