use chrono::TimeDelta;
use renown_store::{PasswordCost, Registration};

use crate::place::{Place, hour, subject};

/// A cost that tests can afford.
const COST: PasswordCost = PasswordCost { memory_kib: 64, passes: 1, lanes: 1 };
const PASSWORD: &str = "invented horse staple";

fn registration(user: &str, email: &str) -> Registration {
    Registration {
        user: subject(user),
        name: "Ada Invented".to_owned(),
        email: email.to_owned(),
        password: PASSWORD.to_owned(),
        born: "1990-05-17".parse().unwrap(),
        agreement: "terms-3".to_owned(),
    }
}

pub(crate) fn a_user_logs_in_with_address_and_password_alone(place: &Place) {
    let ledger = place.open();
    let user = ledger.register(&registration("u1", "Ada@Example.com"), COST, hour(0)).unwrap();
    assert_eq!(user.email, "Ada@example.com");
    assert_eq!(place.open().user(&subject("u1")).unwrap(), Some(user));
    let log_in = |email, password| ledger.log_in(email, password, "192.0.2.1", COST, hour(1)).unwrap();
    assert_eq!(log_in("ada@example.com", PASSWORD), Some(subject("u1")));
    assert_eq!(log_in("ada@example.com", "another one"), None);
    assert_eq!(log_in("bob@example.com", PASSWORD), None);
    assert_eq!(log_in("no address", PASSWORD), None);
    let known = ledger.facts(&subject("u1"), hour(1)).unwrap();
    assert!(known.agreements.contains("terms-3"));
}

pub(crate) fn what_cannot_be_a_user_is_refused(place: &Place) {
    let ledger = place.open();
    let good = || registration("u1", "ada@example.com");
    let code = |registration: Registration| ledger.register(&registration, COST, hour(0)).unwrap_err().code();
    assert_eq!(code(Registration { email: "nowhere".into(), ..good() }), "MALFORMED_FIELD");
    assert_eq!(code(Registration { password: "short".into(), ..good() }), "MALFORMED_FIELD");
    assert_eq!(code(Registration { name: " ".into(), ..good() }), "MALFORMED_FIELD");
    // hour(0) is 1 February 2026.
    assert_eq!(code(Registration { born: "2008-02-02".parse().unwrap(), ..good() }), "UNDER_AGE");
    assert_eq!(code(Registration { born: "2027-01-01".parse().unwrap(), ..good() }), "UNDER_AGE");
    ledger.register(&Registration { born: "2008-02-01".parse().unwrap(), ..good() }, COST, hour(0)).unwrap();
    assert!(!format!("{:?}", good()).contains("Ada"));
}

pub(crate) fn one_address_has_one_user(place: &Place) {
    let ledger = place.open();
    ledger.register(&registration("u1", "ada@example.com"), COST, hour(0)).unwrap();
    let code = |user, email| ledger.register(&registration(user, email), COST, hour(0)).unwrap_err().code();
    assert_eq!(code("u2", "ADA@example.com"), "EMAIL_TAKEN");
    assert_eq!(code("u1", "bob@example.com"), "ID_REUSED");
    ledger.register(&registration("u2", "bob@example.com"), COST, hour(0)).unwrap();
}

pub(crate) fn failures_in_a_row_must_wait_whether_or_not_there_is_a_user(place: &Place) {
    let ledger = place.open();
    ledger.register(&registration("u1", "ada@example.com"), COST, hour(0)).unwrap();
    let guess = |email: &str, source: &str, at| ledger.log_in(email, "a wrong guess", source, COST, at);
    for (email, other) in [("ada@example.com", "a"), ("nobody@example.com", "b")] {
        for i in 0..5 {
            // Each from another source: it is the account that must wait.
            assert_eq!(guess(email, &format!("{other}{i}"), hour(1)).unwrap(), None);
        }
        let refused = guess(email, &format!("{other}9"), hour(1)).unwrap_err();
        assert_eq!(refused.to_string(), "too many attempts; try again in 3 s", "{email}");
        let later = hour(1) + TimeDelta::seconds(2);
        assert_eq!(guess(email, &format!("{other}9"), later).unwrap(), None);
        assert_eq!(guess(email, &format!("{other}9"), later).unwrap_err().code(), "THROTTLED");
    }
    // One source that tries many accounts must wait as well.
    for i in 0..5 {
        assert_eq!(guess(&format!("x{i}@example.com"), "s", hour(1)).unwrap(), None);
    }
    assert_eq!(guess("x9@example.com", "s", hour(1)).unwrap_err().code(), "THROTTLED");
    // After the wait the right password comes in, and the account is forgiven.
    let log_in = |at| ledger.log_in("ada@example.com", PASSWORD, "t", COST, at);
    assert_eq!(log_in(hour(2)).unwrap(), Some(subject("u1")));
    assert_eq!(guess("ada@example.com", "t", hour(2)).unwrap(), None);
    assert_eq!(log_in(hour(2)).unwrap(), Some(subject("u1")));
}

pub(crate) fn a_verifier_of_another_cost_is_made_anew(place: &Place) {
    let ledger = place.open();
    ledger.register(&registration("u1", "ada@example.com"), COST, hour(0)).unwrap();
    let sealed = || place.bytes("SELECT sealed FROM account").pop().unwrap();
    let dearer = PasswordCost { passes: 2, ..COST };
    let before = sealed();
    assert!(ledger.log_in("ada@example.com", PASSWORD, "s", COST, hour(1)).unwrap().is_some());
    assert_eq!(sealed(), before);
    assert!(ledger.log_in("ada@example.com", PASSWORD, "s", dearer, hour(1)).unwrap().is_some());
    let renewed = sealed();
    assert_ne!(renewed, before);
    assert!(ledger.log_in("ada@example.com", PASSWORD, "s", dearer, hour(1)).unwrap().is_some());
    assert_eq!(sealed(), renewed);
}
