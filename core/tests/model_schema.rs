//! The JSON Schemas of the model, of searches, of the report and of the privacy engine in `docs/schema` are those of the
//! code. `UPDATE_SCHEMAS=1` writes them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::PathBuf;

use renown::model::{
    AccountFeatures, AudienceMember, FollowerSeries, Handle, Location, Post, Profile, Provenance, User,
};
use renown::privacy::consent::{Entry, State};
use renown::privacy::policy::Document;
use renown::privacy::retention::{self, RestoreQuestion, Restored, SweepQuestion, Swept};
use renown::privacy::rights::{
    Event, ExportDocument, HeldItem, Hold, RequestAnswer, RequestMade, RequestQuestion, RequestState,
    RightsHeld, RightsQuestion,
};
use renown::privacy::{Decision, Facts, Request};
use renown::report::{Report, ReportOptions};
use renown::search::{Found, Query, Record};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/schema")
}

/// What may be handed in as a `T`.
fn schema<T: JsonSchema>() -> String {
    written::<T>(SchemaSettings::draft2020_12())
}

/// What is handed out as a `T`.
fn answer<T: JsonSchema>() -> String {
    written::<T>(SchemaSettings::draft2020_12().for_serialize())
}

fn written<T: JsonSchema>(settings: SchemaSettings) -> String {
    let schema = settings.into_generator().into_root_schema_for::<T>();
    let mut text = serde_json::to_string_pretty(&schema).unwrap();
    text.push('\n');
    text
}

fn all() -> Vec<(&'static str, String)> {
    vec![
        ("account_features", schema::<AccountFeatures>()),
        ("audience_member", schema::<AudienceMember>()),
        ("consent_entry", schema::<Entry>()),
        ("consent_state", answer::<State>()),
        ("decision", answer::<Decision>()),
        ("decision_request", schema::<Request>()),
        ("facts", schema::<Facts>()),
        ("follower_series", schema::<FollowerSeries>()),
        ("handle", schema::<Handle>()),
        ("location", schema::<Location>()),
        ("policy", schema::<Document>()),
        ("post", schema::<Post>()),
        ("profile", schema::<Profile>()),
        ("provenance", schema::<Provenance>()),
        ("report", schema::<Report>()),
        ("report_options", schema::<ReportOptions>()),
        ("retention_record", schema::<retention::Record>()),
        ("retention_restore", schema::<RestoreQuestion>()),
        ("retention_restored", answer::<Restored>()),
        ("retention_sweep", schema::<SweepQuestion>()),
        ("retention_swept", answer::<Swept>()),
        ("rights_answer", answer::<RequestAnswer>()),
        ("rights_event", schema::<Event>()),
        ("rights_export", schema::<ExportDocument>()),
        ("rights_held", answer::<RightsHeld>()),
        ("rights_hold", schema::<Hold>()),
        ("rights_item", schema::<HeldItem>()),
        ("rights_listing", schema::<RightsQuestion>()),
        ("rights_question", schema::<RequestQuestion>()),
        ("rights_request", schema::<RequestMade>()),
        ("rights_state", answer::<RequestState>()),
        ("search_found", answer::<Found>()),
        ("search_query", schema::<Query>()),
        ("search_record", schema::<Record>()),
        ("user", schema::<User>()),
    ]
}

#[test]
fn the_schemas_in_docs_are_those_of_the_code() {
    for (name, schema) in all() {
        let path = folder().join(format!("{name}.json"));
        if std::env::var_os("UPDATE_SCHEMAS").is_some() {
            std::fs::create_dir_all(folder()).unwrap();
            std::fs::write(&path, &schema).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(written == schema, "{} is out of date: run this test with UPDATE_SCHEMAS=1", path.display());
    }
}

#[test]
fn no_schema_has_a_field_of_a_special_category() {
    for (name, schema) in all() {
        for word in ["ethnic", "race", "racial", "religion", "health", "sexual", "politic", "union_member"] {
            // A field stands at the beginning of its line; within a line a description may say what there is not.
            let field = format!("\"{word}");
            let is_there = schema.lines().any(|line| line.trim_start().starts_with(&field));
            assert!(!is_there, "{name} has a field {word}…");
        }
    }
}
