use renown::transparency::{commitment, leaf_hash, verify_consistency, verify_inclusion};

use crate::place::{Place, hour, notice};

pub(crate) fn every_event_is_proven_under_every_checkpoint(place: &Place) {
    let ledger = place.open();
    for i in 0..20 {
        ledger.record(&[notice(&i.to_string(), "ada", i)]).unwrap();
    }
    for size in 1..=20 {
        for index in 0..size {
            let p = ledger.prove_inclusion(index, Some(size)).unwrap();
            verify_inclusion(p.index, p.size, &p.leaf, &p.proof, &p.root).unwrap();
        }
        for old in 1..=size {
            let p = ledger.prove_consistency(old, Some(size)).unwrap();
            verify_consistency(p.old_size, p.new_size, &p.old_root, &p.new_root, &p.proof).unwrap();
        }
    }
    assert_eq!(ledger.prove_inclusion(20, None).unwrap_err().code(), "UNKNOWN_RECORD");
    assert_eq!(ledger.prove_consistency(0, None).unwrap_err().code(), "UNKNOWN_RECORD");
}

pub(crate) fn a_revealed_event_is_the_leaf_of_its_proof(place: &Place) {
    let ledger = place.open();
    let event = notice("one", "ada", 0);
    ledger.record(std::slice::from_ref(&event)).unwrap();
    let (revealed, salt) = ledger.reveal(0).unwrap().unwrap();
    assert_eq!(revealed, event);
    let salt: Vec<u8> = (0..32).map(|i| u8::from_str_radix(&salt[2 * i..2 * i + 2], 16).unwrap()).collect();
    let bytes = [&[1], serde_json::to_vec(&event).unwrap().as_slice()].concat();
    let leaf = leaf_hash(&commitment(&salt.try_into().unwrap(), &bytes).0);
    assert_eq!(ledger.prove_inclusion(0, None).unwrap().leaf, leaf);
    assert_eq!(ledger.reveal(1).unwrap(), None);
}

pub(crate) fn a_checkpoint_verifies_without_the_ledger(place: &Place) {
    let ledger = place.open();
    let empty = ledger.checkpoint(hour(0)).unwrap();
    ledger.record(&[notice("one", "ada", 0)]).unwrap();
    let one = ledger.checkpoint(hour(1)).unwrap();
    empty.verify(&ledger.public_key()).unwrap();
    one.verify(&ledger.public_key()).unwrap();
    assert_eq!((empty.size, one.size), (0, 1));
    assert_eq!(one.root, ledger.prove_inclusion(0, None).unwrap().root);
    assert_eq!(place.open().public_key(), ledger.public_key());
}
