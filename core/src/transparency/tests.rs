//! The official vectors where they are there, and a tree by the definition of RFC 6962 for every small size.

use std::fs;

use ed25519_dalek::{Signer, SigningKey};
use serde_json::Value;

use super::*;

/// The hash of a list of entries, word by word as RFC 6962, section 2.1, defines it.
fn root_of(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(largest_power_below(leaves.len()));
            node_hash(&root_of(left), &root_of(right))
        }
    }
}

fn largest_power_below(n: usize) -> usize {
    n.next_power_of_two() / 2
}

/// PATH(m, D[n]) of section 2.1.1.
fn path(m: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() <= 1 {
        return Vec::new();
    }
    let k = largest_power_below(leaves.len());
    let (left, right) = leaves.split_at(k);
    let (mut way, other) =
        if m < k { (path(m, left), root_of(right)) } else { (path(m - k, right), root_of(left)) };
    way.push(other);
    way
}

/// SUBPROOF(m, D[n], b) of section 2.1.2.
fn subproof(m: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
    let n = leaves.len();
    if m == n {
        return if whole { Vec::new() } else { vec![root_of(leaves)] };
    }
    let k = largest_power_below(n);
    let (left, right) = leaves.split_at(k);
    let (mut proof, other) = if m <= k {
        (subproof(m, left, whole), root_of(right))
    } else {
        (subproof(m - k, right, false), root_of(left))
    };
    proof.push(other);
    proof
}

fn leaves(n: usize) -> Vec<Hash> {
    (0..n).map(|i| leaf_hash(&i.to_be_bytes())).collect()
}

#[test]
fn every_entry_of_every_small_tree_is_proven_and_no_other_is() {
    for n in 1..=33 {
        let leaves = leaves(n);
        let root = root_of(&leaves);
        for m in 0..n {
            let proof = path(m, &leaves);
            for (other, leaf) in leaves.iter().enumerate() {
                let verdict = verify_inclusion(m as u64, n as u64, leaf, &proof, &root);
                assert_eq!(verdict.is_ok(), other == m, "{m} of {n}, entry {other}");
            }
        }
    }
}

#[test]
fn every_small_tree_grows_out_of_every_smaller_one() {
    for n in 1..=33 {
        let leaves = leaves(n);
        let root = root_of(&leaves);
        for m in 1..=n {
            let (old, proof) = (root_of(&leaves[..m]), subproof(m, &leaves, true));
            verify_consistency(m as u64, n as u64, &old, &root, &proof).unwrap();
            let forged = leaf_hash(b"another");
            assert!(verify_consistency(m as u64, n as u64, &forged, &root, &proof).is_err());
            assert!(verify_consistency(m as u64, n as u64, &old, &forged, &proof).is_err());
        }
    }
}

#[test]
fn that_a_tree_begins_with_nothing_is_no_proof() {
    for size in [0, 3] {
        let verdict = verify_consistency(0, size, &empty_root(), &empty_root(), &[]);
        assert_eq!(verdict.unwrap_err().code(), "OUTSIDE_TREE");
    }
}

#[test]
fn the_greatest_index_does_not_overflow() {
    let hash = leaf_hash(b"");
    assert!(verify_inclusion(u64::MAX, u64::MAX, &hash, &[], &hash).is_err());
    assert!(verify_inclusion(u64::MAX - 1, u64::MAX, &hash, &[hash; 64], &hash).is_err());
    assert!(verify_consistency(u64::MAX - 1, u64::MAX, &hash, &hash, &[hash; 64]).is_err());
    assert!(verify_consistency(1 << 63, u64::MAX, &hash, &hash, &[hash]).is_err());
}

fn base64(text: &str) -> Option<Vec<u8>> {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits: Option<Vec<u32>> =
        text.trim_end_matches('=').chars().map(|c| ALPHABET.find(c).map(|at| at as u32)).collect();
    let bytes = digits?
        .chunks(4)
        .flat_map(|four| {
            let bits = four.iter().fold(0, |bits, digit| bits << 6 | digit) << (6 * (4 - four.len()));
            bits.to_be_bytes()[1..four.len()].to_vec()
        })
        .collect();
    Some(bytes)
}

/// A hash of a proof: 32 bytes, or it is refused when it is read.
fn strict(text: &Value) -> Option<Hash> {
    base64(text.as_str()?)?.try_into().ok().map(Hash)
}

/// A root; some vectors have a short text in its place, of which only matters whether two are the same.
fn lenient(text: &Value) -> Option<Hash> {
    let stand_in = || base64(text.as_str()?).filter(|bytes| !bytes.is_empty()).map(|bytes| leaf_hash(&bytes));
    strict(text).or_else(stand_in)
}

#[expect(clippy::print_stdout, reason = "says what is skipped")]
fn official(file: &str) -> Option<Vec<Value>> {
    let place = format!("{}/../../shared/data/privacy/merkle-rfc6962/{file}", env!("CARGO_MANIFEST_DIR"));
    let Ok(text) = fs::read_to_string(&place) else {
        println!("skipped: {file} is not there");
        return None;
    };
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn verdict(case: &Value) -> Option<()> {
    let hash = |name: &str| lenient(&case[name]);
    let proof: Option<Vec<Hash>> = match case["proof"].as_array() {
        None => Some(Vec::new()),
        Some(list) => list.iter().map(strict).collect(),
    };
    let number = |name: &str| case[name].as_u64();
    if case.get("leafIdx").is_some() {
        let (index, size) = (number("leafIdx")?, number("treeSize")?);
        verify_inclusion(index, size, &hash("leafHash")?, &proof?, &hash("root")?).ok()
    } else {
        let (old, new) = (number("size1")?, number("size2")?);
        verify_consistency(old, new, &hash("root1")?, &hash("root2")?, &proof?).ok()
    }
}

#[test]
fn the_official_proofs_pass_and_those_that_must_fail_fail() {
    for file in ["inclusion.jsonl", "consistency.jsonl"] {
        let Some(cases) = official(file) else { continue };
        let failing = cases.iter().filter(|case| case["wantErr"].as_bool().unwrap()).count();
        assert_eq!((cases.len(), failing), (98, 92), "{file}");
        for case in cases {
            assert_eq!(verdict(&case).is_none(), case["wantErr"].as_bool().unwrap(), "{}", case["file"]);
        }
    }
}

fn checkpoint() -> (Checkpoint, String) {
    let key = SigningKey::from_bytes(&[7; 32]);
    let mut checkpoint = Checkpoint {
        log: "invented".to_owned(),
        size: 3,
        root: root_of(&leaves(3)),
        signed_at: chrono::DateTime::UNIX_EPOCH,
        signature: String::new(),
    };
    let signature = key.sign(checkpoint.signed_text().as_bytes());
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    checkpoint.signature = hex(&signature.to_bytes());
    (checkpoint, hex(key.verifying_key().as_bytes()))
}

#[test]
fn a_checkpoint_is_accepted_only_as_it_was_signed() {
    let (checkpoint, key) = checkpoint();
    checkpoint.verify(&key).unwrap();
    let changed = [
        Checkpoint { size: 4, ..checkpoint.clone() },
        Checkpoint { root: leaf_hash(b""), ..checkpoint.clone() },
        Checkpoint { log: "another".to_owned(), ..checkpoint.clone() },
        Checkpoint {
            signed_at: chrono::DateTime::UNIX_EPOCH + chrono::TimeDelta::seconds(1),
            ..checkpoint.clone()
        },
        Checkpoint { signature: "0".repeat(128), ..checkpoint.clone() },
    ];
    for forged in changed {
        assert_eq!(forged.verify(&key), Err(Error::CheckpointRejected));
    }
    assert_eq!(checkpoint.verify("7").unwrap_err().code(), "MALFORMED_SIGNATURE");
}
