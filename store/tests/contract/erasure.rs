use chrono::{DateTime, Utc};
use renown::privacy::{SubjectId, SubjectState};
use renown::transparency::{verify_consistency, verify_inclusion};
use renown_store::{
    Account, ErasableStore, ErasureException, ErasurePlan, ErasureReceipt, ErasureScope, ErasureState,
    EventKind, Field, ReceiptOutcome, SecretKey, StoreSigner,
};

use crate::place::{Place, event, hour, notice, purpose, subject};

pub(crate) fn plan(id: &str, who: &str, kept: &[&str]) -> ErasurePlan {
    ErasurePlan {
        id: id.to_owned(),
        subject: subject(who),
        kept: kept.iter().map(|&kept| kept.to_owned()).collect(),
        suppress: vec![account(who)],
        exceptions: Vec::new(),
        scope: None,
        decision: "decision-1".to_owned(),
    }
}

fn account(who: &str) -> Account {
    Account { platform: "instagram".to_owned(), account: format!("account of {who}") }
}

struct Cache {
    signer: StoreSigner,
    works: bool,
}

impl ErasableStore for Cache {
    fn name(&self) -> &str {
        self.signer.name()
    }

    fn erase(&self, _: &SubjectId, erasure: &str, now: DateTime<Utc>) -> Result<ErasureReceipt, String> {
        if self.works {
            Ok(self.signer.receipt(erasure, ReceiptOutcome::Absent, now))
        } else {
            Err("it is being restarted".to_owned())
        }
    }
}

fn cache(works: bool) -> Cache {
    Cache { signer: StoreSigner::new("cache", &SecretKey::from_bytes(&[1; 32]).unwrap()), works }
}

pub(crate) fn nothing_of_an_erased_person_opens_and_every_proof_stays_valid(place: &Place) {
    let ledger = place.open();
    for i in 0..7 {
        ledger.record(&[notice(&format!("a{i}"), "ada", i), notice(&format!("b{i}"), "bob", i)]).unwrap();
    }
    let before = ledger.checkpoint(hour(9)).unwrap();
    let proofs: Vec<_> = (0..14).map(|i| ledger.prove_inclusion(i, Some(before.size)).unwrap()).collect();
    ledger.plan_erasure(&plan("e1", "ada", &[]), hour(10)).unwrap();
    let done = ledger.erase("e1", &subject("ada"), &[], hour(10)).unwrap();
    assert_eq!(done.state, ErasureState::Complete);

    let known = ledger.facts(&subject("ada"), hour(11)).unwrap();
    assert!(known.facts.states.contains(&SubjectState::Erased) && known.notices.is_empty());
    assert!(ledger.events(&subject("ada")).unwrap().is_empty());
    assert_eq!(ledger.events(&subject("bob")).unwrap().len(), 7);
    assert_eq!(ledger.reveal(0).unwrap(), None);
    for (i, old) in proofs.iter().enumerate() {
        let now = ledger.prove_inclusion(i as u64, Some(before.size)).unwrap();
        assert_eq!(now, *old, "proofs given before are proofs still");
        verify_inclusion(now.index, now.size, &now.leaf, &now.proof, &before.root).unwrap();
    }
    let grown = ledger.prove_consistency(before.size, None).unwrap();
    verify_consistency(grown.old_size, grown.new_size, &before.root, &grown.new_root, &grown.proof).unwrap();
    ledger.verify().unwrap();
}

pub(crate) fn what_is_kept_for_a_purpose_stays_readable_until_it_is_erased_too(place: &Place) {
    let ledger = place.open();
    let request = EventKind::RequestReceived { request: "r".into(), right: "erasure".into() };
    ledger.record(&[notice("n", "ada", 0), event("r", "ada", 1, request)]).unwrap();
    ledger.plan_erasure(&plan("e1", "ada", &["requests"]), hour(2)).unwrap();
    ledger.erase("e1", &subject("ada"), &[], hour(3)).unwrap();
    let kinds: Vec<_> = ledger.events(&subject("ada")).unwrap().into_iter().map(|event| event.what).collect();
    assert!(matches!(
        kinds.as_slice(),
        [EventKind::RequestReceived { .. }, EventKind::ErasurePlanned { .. }, EventKind::ErasureDone { .. }]
    ));
    ledger.plan_erasure(&plan("e2", "ada", &[]), hour(9)).unwrap();
    ledger.erase("e2", &subject("ada"), &[], hour(9)).unwrap();
    assert!(ledger.events(&subject("ada")).unwrap().is_empty());
    ledger.verify().unwrap();
}

pub(crate) fn an_erasure_is_complete_only_with_every_receipt(place: &Place) {
    let ledger = place.open();
    let warehouse = StoreSigner::new("warehouse", &SecretKey::from_bytes(&[2; 32]).unwrap());
    ledger.register_store("cache", &cache(true).signer.public_key()).unwrap();
    ledger.register_store("warehouse", &warehouse.public_key()).unwrap();
    ledger.record(&[notice("n", "ada", 0)]).unwrap();
    let planned = ledger.plan_erasure(&plan("e1", "ada", &[]), hour(1)).unwrap();
    assert_eq!((planned.state, planned.missing.len()), (ErasureState::Planned, 3));

    let failed = ledger.erase("e1", &subject("ada"), &[&cache(false)], hour(2)).unwrap_err();
    assert_eq!(failed.code(), "STORE_FAILED");
    assert_eq!(ledger.erasure("e1").unwrap().missing, ["cache", "warehouse"]);
    let again = ledger.erase("e1", &subject("ada"), &[&cache(true)], hour(3)).unwrap();
    assert_eq!((again.state, again.missing), (ErasureState::Incomplete, vec!["warehouse".to_owned()]));
    let until = ReceiptOutcome::BackUpUntil(hour(99));
    ledger.add_receipt(&warehouse.receipt("e1", until, hour(4))).unwrap();
    let waiting = ledger.erasure("e1").unwrap();
    assert_eq!((waiting.state, waiting.receipts.len()), (ErasureState::Deferred, 3));
    assert_eq!((waiting.missing.len(), waiting.deferred), (0, vec!["warehouse".to_owned()]));
    ledger.add_receipt(&warehouse.receipt("e1", ReceiptOutcome::Absent, hour(9))).unwrap();
    assert_eq!(ledger.erasure("e1").unwrap().state, ErasureState::Complete);
    // An older word that arrives late takes back nothing; a store that finds a copy does.
    ledger.add_receipt(&warehouse.receipt("e1", ReceiptOutcome::Found, hour(8))).unwrap();
    assert_eq!(ledger.erasure("e1").unwrap().state, ErasureState::Complete);
    ledger.add_receipt(&warehouse.receipt("e1", ReceiptOutcome::Found, hour(9))).unwrap();
    let found = ledger.erasure("e1").unwrap();
    assert_eq!((found.state, found.missing), (ErasureState::Incomplete, vec!["warehouse".to_owned()]));
}

fn scope(value: serde_json::Value) -> Option<ErasureScope> {
    Some(serde_json::from_value(value).unwrap())
}

pub(crate) fn the_rights_engine_says_when_the_stores_of_a_scope_have_all_answered(place: &Place) {
    let ledger = place.open();
    let signer = |name: &str, byte| StoreSigner::new(name, &SecretKey::from_bytes(&[byte; 32]).unwrap());
    let (cache, backup, mail) = (signer("cache", 1), signer("backup", 2), signer("mail", 3));
    let of = |regimes: &[&str]| {
        scope(serde_json::json!({
            "items": [{ "id": "profile", "category": "user.name" }],
            "stores": [
                { "name": "ledger", "kind": "primary", "categories": ["user"] },
                { "name": "cache", "kind": "cache", "categories": ["user"] },
                { "name": "backup", "kind": "backup", "categories": ["user"] },
                { "name": "mail", "kind": "processor", "categories": ["usage"] },
            ],
            "regimes": regimes,
        }))
    };
    let planned = |id: &str, regimes: &[&str]| ErasurePlan { scope: of(regimes), ..plan(id, "ada", &[]) };
    let unregistered = ledger.plan_erasure(&planned("e0", &["ccpa"]), hour(1)).unwrap_err();
    assert_eq!(unregistered.code(), "UNKNOWN_RECORD", "every store of a scope is registered");
    for store in [&cache, &backup, &mail] {
        ledger.register_store(store.name(), &store.public_key()).unwrap();
    }
    let mut homeless = planned("e0", &["ccpa"]);
    homeless.scope.as_mut().unwrap().stores.truncate(0);
    assert_eq!(ledger.plan_erasure(&homeless, hour(1)).unwrap_err().code(), "UNREGISTERED_ITEM");

    for (id, regimes, state) in [
        ("e1", ["ccpa"].as_slice(), ErasureState::Deferred),
        ("e2", ["ccpa", "gdpr"].as_slice(), ErasureState::Incomplete),
    ] {
        ledger.plan_erasure(&planned(id, regimes), hour(1)).unwrap();
        let first = ledger.erase(id, &subject("ada"), &[], hour(2)).unwrap();
        assert_eq!(first.missing, ["backup", "cache"], "mail holds nothing of it");
        assert_eq!(first.tasks.len(), 3);
        ledger.add_receipt(&cache.receipt(id, ReceiptOutcome::Absent, hour(3))).unwrap();
        let until = ReceiptOutcome::BackUpUntil(hour(99));
        ledger.add_receipt(&backup.receipt(id, until, hour(3))).unwrap();
        assert_eq!(ledger.erasure(id).unwrap().state, state, "{regimes:?}");
        ledger.add_receipt(&backup.receipt(id, ReceiptOutcome::Absent, hour(4))).unwrap();
        assert_eq!(ledger.erasure(id).unwrap().state, ErasureState::Complete);
    }
}

pub(crate) fn single_items_outlive_an_erasure_under_keys_of_their_own(place: &Place) {
    let ledger = place.open();
    let field = |name: &str, hours| Field { name: name.into(), value: name.into(), expires: hour(hours) };
    ledger
        .hold_fields(&subject("ada"), None, None, &[field("name", 50), field("likes", 50)], hour(0))
        .unwrap();
    ledger.hold_fields(&subject("ada"), None, Some("tax"), &[field("name", 60)], hour(0)).unwrap();
    ledger.record(&[notice("n1", "ada", 0), notice("n2", "ada", 0), notice("n3", "bob", 0)]).unwrap();
    let proof = ledger.prove_inclusion(0, None).unwrap();
    // The event of somebody else, and one that is not there, are kept for nobody.
    let claim = |key: &str, events: &[&str]| ErasureException {
        key: key.into(),
        fields: vec!["name".into(), "none".into()],
        events: events.iter().map(|&event| event.into()).collect(),
    };
    let excepting = |id: &str, exceptions| ErasurePlan { exceptions, ..plan(id, "ada", &[]) };
    let refused = ledger.plan_erasure(&excepting("e0", vec![claim("record", &[])]), hour(1)).unwrap_err();
    assert_eq!(refused.code(), "MALFORMED_FIELD");
    let kept = vec![claim("claim-7", &["n1", "n3", "n9"])];
    ledger.plan_erasure(&excepting("e1", kept.clone()), hour(1)).unwrap();
    ledger.erase("e1", &subject("ada"), &[], hour(2)).unwrap();
    let ids = |who: &str| -> Vec<String> {
        ledger.events(&subject(who)).unwrap().into_iter().map(|event| event.id).collect()
    };
    assert_eq!((ids("ada"), ids("bob")), (vec!["n1".to_owned()], vec!["n3".to_owned()]));
    assert_eq!(ledger.fields(&subject("ada"), hour(3)).unwrap(), [field("name", 60)]);
    assert_eq!(ledger.prove_inclusion(0, Some(proof.size)).unwrap(), proof, "its commitment is the same");
    assert!(ledger.reveal(0).unwrap().is_some() && ledger.reveal(1).unwrap().is_none());
    ledger.verify().unwrap();
    // An erasure that excepts the field under another key keeps it once more; one that excepts nothing ends it.
    ledger.plan_erasure(&excepting("e2", vec![claim("claim-8", &[])]), hour(3)).unwrap();
    ledger.erase("e2", &subject("ada"), &[], hour(3)).unwrap();
    assert_eq!(ledger.fields(&subject("ada"), hour(3)).unwrap(), [field("name", 60)]);
    assert!(ids("ada").is_empty());
    ledger.plan_erasure(&plan("e3", "ada", &[]), hour(4)).unwrap();
    ledger.erase("e3", &subject("ada"), &[], hour(4)).unwrap();
    assert!(ledger.fields(&subject("ada"), hour(4)).unwrap().is_empty());
    drop(place.open());
}

pub(crate) fn a_receipt_that_its_store_did_not_sign_is_refused(place: &Place) {
    let ledger = place.open();
    ledger.register_store("cache", &cache(true).signer.public_key()).unwrap();
    ledger.plan_erasure(&plan("e1", "ada", &[]), hour(1)).unwrap();
    let early = cache(true).signer.receipt("e1", ReceiptOutcome::Absent, hour(2));
    assert_eq!(ledger.add_receipt(&early).unwrap_err().code(), "UNKNOWN_RECORD");
    ledger.erase("e1", &subject("ada"), &[], hour(2)).unwrap();
    let forger = StoreSigner::new("cache", &SecretKey::from_bytes(&[9; 32]).unwrap());
    let forged = forger.receipt("e1", ReceiptOutcome::Absent, hour(3));
    let changed = ErasureReceipt { outcome: ReceiptOutcome::BackUpUntil(hour(9)), ..early };
    for receipt in [forged, changed] {
        assert_eq!(ledger.add_receipt(&receipt).unwrap_err().code(), "RECEIPT_REJECTED");
    }
    assert_eq!(ledger.erasure("e1").unwrap().state, ErasureState::Incomplete);
}

pub(crate) fn an_erased_account_is_suppressed(place: &Place) {
    let ledger = place.open();
    ledger.plan_erasure(&plan("e1", "ada", &[]), hour(1)).unwrap();
    assert!(!ledger.is_suppressed(&account("ada")).unwrap());
    ledger.erase("e1", &subject("ada"), &[], hour(2)).unwrap();
    assert!(place.open().is_suppressed(&account("ada")).unwrap());
    assert!(!ledger.is_suppressed(&account("bob")).unwrap());
}

pub(crate) fn what_comes_after_an_erasure_is_refused(place: &Place) {
    let ledger = place.open();
    ledger.plan_erasure(&plan("e1", "ada", &[]), hour(1)).unwrap();
    ledger.erase("e1", &subject("ada"), &[], hour(2)).unwrap();
    let given = EventKind::ConsentGiven { purpose: purpose("marketing"), text: "ab".into() };
    assert_eq!(ledger.record(&[event("x", "ada", 3, given)]).unwrap_err().code(), "SUBJECT_ERASED");
    let other = ErasurePlan { decision: "decision-2".into(), ..plan("e1", "ada", &[]) };
    assert_eq!(ledger.plan_erasure(&other, hour(4)).unwrap_err().code(), "ID_REUSED");
    assert_eq!(ledger.erase("e1", &subject("bob"), &[], hour(4)).unwrap_err().code(), "UNKNOWN_RECORD");
}
