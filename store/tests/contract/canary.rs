//! An invented person who is easy to find in files.

use renown_store::{EventKind, Ledger};

use crate::place::{Place, event, notice, purpose};

pub(crate) const CANARY: &str = "canary-Zyzzyva-4711-Quux";

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits = |chunk: &[u8]| chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
    bytes
        .chunks_exact(3)
        .flat_map(|chunk| {
            (0..4).map(move |i| char::from(ALPHABET[(bits(chunk) >> (18 - 6 * i)) as usize & 63]))
        })
        .collect()
}

/// The canary as it might lie in a file; in base64 at each of the three places where it may begin.
pub(crate) fn encodings(canary: &str) -> Vec<Vec<u8>> {
    let bytes = canary.as_bytes();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let utf16: Vec<u16> = canary.encode_utf16().collect();
    let mut all = vec![
        bytes.to_vec(),
        bytes.iter().rev().copied().collect(),
        hex.to_uppercase().into_bytes(),
        hex.into_bytes(),
        utf16.iter().flat_map(|unit| unit.to_le_bytes()).collect(),
        utf16.iter().flat_map(|unit| unit.to_be_bytes()).collect(),
    ];
    all.extend((0..3).map(|skip| base64(&bytes[skip..]).into_bytes()));
    all
}

pub(crate) fn with_canary(place: &Place) -> Ledger {
    let ledger = place.open();
    ledger
        .record(&[
            notice(CANARY, CANARY, 0),
            event("2", CANARY, 1, EventKind::RestrictionOn { ground: CANARY.into() }),
            event("3", CANARY, 1, EventKind::RegistrationChanged { fields: vec![CANARY.into()] }),
            event("4", "bob", 2, EventKind::ObjectionMade { purpose: purpose("marketing") }),
        ])
        .unwrap();
    ledger
}
