//! What the types of a query do not say of texts in it: which names and codes there are.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::field::{AUDIENCE, BRAND_AFFINITY, GENDER_AGE, LABELS, NUMBERS, TEXTS};

/// The name of a share: `audience.country.DE`.
fn share() -> Schema {
    let dimensions = AUDIENCE.iter().map(|dimension| dimension.name());
    let names: Vec<&str> = dimensions.chain([GENDER_AGE, BRAND_AFFINITY]).collect();
    json_schema!({ "type": "string", "pattern": format!("^audience\\.({})\\.", names.join("|")) })
}

fn named(names: &[&[&str]]) -> Schema {
    json_schema!({ "anyOf": [{ "type": "string", "enum": names.concat() }, share()] })
}

/// What an order can go by.
pub(super) fn order(_: &mut SchemaGenerator) -> Schema {
    named(&[&NUMBERS, &["similarity"]])
}

/// What can be counted.
pub(super) fn countable(_: &mut SchemaGenerator) -> Schema {
    named(&[&LABELS, &NUMBERS])
}

/// What an influencer can come with.
pub(super) fn fields(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "maxItems": super::check::MOST_PARTS, "items": named(&[&LABELS, &NUMBERS, &["similarity"]]) })
}

/// Where a text can be looked for.
pub(super) fn places(_: &mut SchemaGenerator) -> Schema {
    let names = [TEXTS.as_slice(), &["hashtags"]].concat();
    json_schema!({ "type": "array", "items": { "type": "string", "enum": names } })
}

/// One or more labels as the model writes them.
pub(super) fn labels<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "minItems": 1, "items": generator.subschema_for::<T>() })
}
