use renown_store::{MasterKeys, SecretKey};

use crate::place::{Place, master, notice, subject};

pub(crate) fn after_rotation_only_the_new_master_key_is_needed(place: &Place) {
    let new = || SecretKey::from_bytes(&[8; 32]).unwrap();
    place.open().record(&[notice("one", "ada", 0), notice("two", "bob", 0)]).unwrap();
    let both = MasterKeys::new("2027", new()).with("2026", SecretKey::from_bytes(&[7; 32]).unwrap());
    let ledger = place.try_open(both).unwrap();
    // Three keys of the ledger itself and one of each person.
    assert_eq!(ledger.rotate_keys().unwrap(), 5);
    assert_eq!(ledger.rotate_keys().unwrap(), 0);
    let ledger = place.try_open(MasterKeys::new("2027", new())).unwrap();
    assert_eq!(ledger.events(&subject("ada")).unwrap().len(), 1);
    assert_eq!(place.try_open(master()).unwrap_err().code(), "UNKNOWN_MASTER_KEY");
}

pub(crate) fn another_master_key_opens_nothing(place: &Place) {
    drop(place.open());
    let wrong = MasterKeys::new("2026", SecretKey::from_bytes(&[9; 32]).unwrap());
    assert_eq!(place.try_open(wrong).unwrap_err().code(), "WRONG_MASTER_KEY");
}
