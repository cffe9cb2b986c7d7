//! Proofs of a log, and its checkpoints.

use serde::Deserialize;
use serde_json::Value;

use super::{Error, arguments};
use crate::transparency::{self, Checkpoint, Hash};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Inclusion {
    index: u64,
    size: u64,
    leaf: String,
    proof: Vec<String>,
    root: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Consistency {
    old_size: u64,
    new_size: u64,
    old_root: String,
    new_root: String,
    proof: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Signed {
    checkpoint: Checkpoint,
    public_key: String,
}

fn hash(text: &str) -> Result<Hash, Error> {
    Ok(text.parse()?)
}

fn hashes(texts: &[String]) -> Result<Vec<Hash>, Error> {
    texts.iter().map(|text| hash(text)).collect()
}

pub(super) fn verify_inclusion(given: &Value) -> Result<Value, Error> {
    let asked: Inclusion = arguments(given)?;
    let (leaf, proof, root) = (hash(&asked.leaf)?, hashes(&asked.proof)?, hash(&asked.root)?);
    transparency::verify_inclusion(asked.index, asked.size, &leaf, &proof, &root)?;
    Ok(Value::Bool(true))
}

pub(super) fn verify_consistency(given: &Value) -> Result<Value, Error> {
    let asked: Consistency = arguments(given)?;
    let (old, new, proof) = (hash(&asked.old_root)?, hash(&asked.new_root)?, hashes(&asked.proof)?);
    transparency::verify_consistency(asked.old_size, asked.new_size, &old, &new, &proof)?;
    Ok(Value::Bool(true))
}

pub(super) fn verify_checkpoint(given: &Value) -> Result<Value, Error> {
    let asked: Signed = arguments(given)?;
    asked.checkpoint.verify(&asked.public_key)?;
    Ok(Value::Bool(true))
}
