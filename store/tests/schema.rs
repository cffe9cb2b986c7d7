//! The JSON Schemas of what an export holds, in `docs/schema`, are those of the code. `UPDATE_SCHEMAS=1` writes them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::PathBuf;

use renown_store::{ExportedEvent, ExportedField, ExportedUsage};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

fn answer<T: JsonSchema>() -> String {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<T>();
    let mut text = serde_json::to_string_pretty(&schema).unwrap();
    text.push('\n');
    text
}

#[test]
fn the_schemas_in_the_documentation_are_those_of_the_code() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/schema");
    for (name, schema) in [
        ("ledger_export_event", answer::<ExportedEvent>()),
        ("ledger_export_field", answer::<ExportedField>()),
        ("ledger_export_usage", answer::<ExportedUsage>()),
    ] {
        let path = folder.join(format!("{name}.json"));
        if std::env::var_os("UPDATE_SCHEMAS").is_some() {
            std::fs::write(&path, &schema).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(written, schema, "{name}: run the test with UPDATE_SCHEMAS=1");
    }
}
