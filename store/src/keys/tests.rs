//! The cipher against Wycheproof's vectors, where they are there; and what sealing promises.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde_json::Value;

use super::{SecretKey, open, seal};

fn bytes(text: &Value) -> Vec<u8> {
    let digits = text.as_str().unwrap();
    (0..digits.len() / 2).map(|i| u8::from_str_radix(&digits[2 * i..2 * i + 2], 16).unwrap()).collect()
}

#[test]
#[expect(clippy::print_stdout, reason = "says what is skipped")]
fn the_vectors_of_wycheproof_open_and_those_that_must_not_do_not() {
    let place = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../shared/data/privacy/aead-wycheproof/xchacha20_poly1305_test.json"
    );
    let Ok(text) = std::fs::read_to_string(place) else {
        println!("skipped: the vectors of Wycheproof are not there");
        return;
    };
    let file: Value = serde_json::from_str(&text).unwrap();
    let (mut valid, mut invalid) = (0, 0);
    for group in file["testGroups"].as_array().unwrap() {
        for case in group["tests"].as_array().unwrap() {
            let must_open = case["result"] == "valid";
            let sealed = [bytes(&case["iv"]), bytes(&case["ct"]), bytes(&case["tag"])].concat();
            let key = SecretKey::from_bytes(&bytes(&case["key"])).unwrap();
            let opened = open(&key, &bytes(&case["aad"]), &sealed);
            if must_open {
                let nonce: [u8; 24] = bytes(&case["iv"]).try_into().unwrap();
                let (plain, aad) = (bytes(&case["msg"]), bytes(&case["aad"]));
                let cipher = XChaCha20Poly1305::new(key.bytes().into());
                let ours = cipher.encrypt(&XNonce::from(nonce), Payload { msg: &plain, aad: &aad }).unwrap();
                assert_eq!(ours, [bytes(&case["ct"]), bytes(&case["tag"])].concat(), "{}", case["tcId"]);
                assert_eq!(opened, Some(plain), "{}", case["tcId"]);
                valid += 1;
            } else {
                assert_eq!(opened, None, "{}", case["tcId"]);
                invalid += 1;
            }
        }
    }
    assert!(valid > 100 && invalid > 50, "{valid} valid, {invalid} invalid");
}

#[test]
fn what_is_sealed_opens_with_its_key_at_its_place_only() {
    let (one, other) = (SecretKey::random().unwrap(), SecretKey::random().unwrap());
    let sealed = seal(&one, b"here", b"text").unwrap();
    assert_eq!(open(&one, b"here", &sealed).as_deref(), Some(b"text".as_slice()));
    assert_eq!(open(&other, b"here", &sealed), None);
    assert_eq!(open(&one, b"there", &sealed), None);
    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert_eq!(open(&one, b"here", &changed), None, "byte {at}");
        assert_eq!(open(&one, b"here", &sealed[..at]), None, "{at} bytes");
    }
    assert_ne!(seal(&one, b"here", b"text").unwrap(), sealed, "the same text never seals to the same bytes");
}

#[test]
fn a_key_is_not_shown() {
    let key = SecretKey::from_bytes(&[0xAB; 32]).unwrap();
    assert_eq!(format!("{key:?}"), "SecretKey(…)");
    assert_eq!(SecretKey::from_bytes(&[0; 31]).unwrap_err().code(), "KEY_LENGTH");
}
