use renown_store::{Account, Field};
use serde_json::json;

use crate::erasure::plan;
use crate::place::{Place, hour, subject};

fn field(name: &str, expires: i64) -> Field {
    Field { name: name.to_owned(), value: json!({ "of": name }), expires: hour(expires) }
}

pub(crate) fn an_expired_field_is_unreadable_at_once_and_gone_at_the_next_sweep(place: &Place) {
    let ledger = place.open();
    let ada = subject("ada");
    ledger.hold_fields(&ada, None, None, &[field("likes", 2), field("bio", 4)], hour(0)).unwrap();
    ledger.hold_fields(&ada, None, Some("tax"), &[field("name", 9)], hour(0)).unwrap();
    let names = |at| {
        let fields = ledger.fields(&ada, hour(at)).unwrap();
        fields.into_iter().map(|field| field.name).collect::<Vec<_>>()
    };
    assert_eq!(names(1), ["bio", "likes", "name"]);
    assert_eq!(names(2), ["bio", "name"]);
    assert_eq!(ledger.fields(&ada, hour(1)).unwrap()[0], field("bio", 4));
    assert_eq!(ledger.sweep(hour(2)).unwrap().fields, 1);
    assert_eq!(names(1), ["bio", "name"], "an earlier time does not bring it back");
    ledger.hold_fields(&ada, None, None, &[field("bio", 8)], hour(3)).unwrap();
    assert_eq!(names(7), ["bio", "name"], "fetched anew, it is held anew");
    let stale = ledger.hold_fields(&ada, None, None, &[field("bio", 3)], hour(3));
    assert_eq!(stale.unwrap_err().code(), "MALFORMED_FIELD");
}

pub(crate) fn what_is_suppressed_is_not_held_again(place: &Place) {
    let ledger = place.open();
    let account = |who: &str| Account { platform: "instagram".into(), account: format!("account of {who}") };
    ledger.hold_fields(&subject("ada"), Some(&account("ada")), None, &[field("bio", 9)], hour(0)).unwrap();
    ledger.plan_erasure(&plan("e", "ada", &[]), hour(1)).unwrap();
    ledger.erase("e", &subject("ada"), &[], hour(1)).unwrap();
    assert!(ledger.fields(&subject("ada"), hour(1)).unwrap().is_empty());
    // AW-11: the crawler finds the public profile again and gives it a new id.
    let again = |who: &str| {
        ledger.hold_fields(&subject("new"), Some(&account(who)), None, &[field("bio", 9)], hour(2))
    };
    assert_eq!(again("ada").unwrap_err().code(), "SUPPRESSED");
    again("bob").unwrap();
}

pub(crate) fn a_field_moves_to_the_day_on_which_it_now_expires(place: &Place) {
    let ledger = place.open();
    let field =
        |value: &str, expires| Field { name: "bio".into(), value: value.into(), expires: hour(expires) };
    let ada = subject("ada");
    for (value, expires) in [("a", 30), ("b", 80), ("c", 50), ("d", 50)] {
        ledger.hold_fields(&ada, None, None, &[field(value, expires)], hour(1)).unwrap();
        assert_eq!(ledger.fields(&ada, hour(2)).unwrap(), [field(value, expires)], "one field of one name");
    }
    assert_eq!(ledger.sweep(hour(40)).unwrap().fields, 0);
    assert_eq!(ledger.sweep(hour(50)).unwrap().fields, 1);
    ledger.hold_fields(&ada, None, Some("tax"), &[field("e", 200)], hour(100)).unwrap();
    ledger.hold_fields(&ada, None, None, &[field("f", 200)], hour(100)).unwrap();
    assert_eq!(ledger.fields(&ada, hour(101)).unwrap().len(), 2, "one of each purpose");
    assert_eq!(ledger.sweep(hour(200)).unwrap().fields, 2);
    assert!(ledger.fields(&ada, hour(100)).unwrap().is_empty());
}
