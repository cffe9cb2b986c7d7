//! Catalogs in step with real ledgers, of which another handle stands for another process.

use chrono::{DateTime, TimeDelta, Utc};
use renown::model::InfluencerId;
use renown::privacy::{Policy, Purpose, Recipient, SearchPermit, SubjectId, category};
use renown::search::{Catalog, Clause, Exclusion, Query, Record};
use tempfile::TempDir;

use super::SharedCatalog;
use crate::{
    Account, ErasurePlan, ErasureState, Event, EventKind, Ledger, MasterKeys, Options, SEARCH, SEARCH_RESULT,
    SecretKey, SharedLedger, StoreSigner,
};

struct Place {
    folder: TempDir,
    key: SecretKey,
}

impl Place {
    fn new() -> Self {
        Place { folder: tempfile::tempdir().unwrap(), key: SecretKey::random().unwrap() }
    }

    fn open(&self) -> Ledger {
        let keys = MasterKeys::new("master", SecretKey::from_bytes(self.key.bytes()).unwrap());
        Ledger::open(self.folder.path().join("renown.db"), keys, Options::default()).unwrap()
    }

    fn shared(&self) -> SharedLedger {
        SharedLedger::new(self.open())
    }
}

fn now() -> DateTime<Utc> {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

fn subject(id: &str) -> SubjectId {
    SubjectId::new(id).unwrap()
}

fn signer() -> StoreSigner {
    StoreSigner::new("catalog", &SecretKey::from_bytes(&[7; 32]).unwrap())
}

fn catalog(ids: &[&str]) -> SharedCatalog {
    let records = ids.iter().map(|id| Record {
        platform: Some("instagram".parse().unwrap()),
        ..Record::new(InfluencerId::new(*id).unwrap())
    });
    SharedCatalog::new(Catalog::from_rows(records).unwrap())
}

fn permit(at: DateTime<Utc>) -> SearchPermit {
    let brand = Recipient::user("brand-1").unwrap();
    SearchPermit::ask(&Policy::influencer_marketing(), &brand, &[category::INFLUENCER], at).unwrap()
}

/// Each search has an id of its own.
fn ids_at(catalog: &SharedCatalog, at: DateTime<Utc>) -> Vec<String> {
    let id = format!(
        "search {}",
        SecretKey::random().unwrap().bytes().iter().map(|b| format!("{b:02x}")).collect::<String>()
    );
    let found = catalog.search(&Query::new().limit(100), &permit(at), at, Some(&id)).unwrap();
    assert_eq!(found.total, Some(found.matches.len() as u64));
    found.matches.into_iter().map(|found| found.id).collect()
}

fn ids(catalog: &SharedCatalog) -> Vec<String> {
    ids_at(catalog, now())
}

fn record(ledger: &Ledger, id: &str, who: &str, at: DateTime<Utc>, what: EventKind) {
    ledger.record(&[Event { id: id.into(), subject: subject(who), at, what }]).unwrap();
}

fn erase(ledger: &Ledger, id: &str, who: &str, suppress: Vec<Account>) {
    let (kept, exceptions) = (Vec::new(), Vec::new());
    let plan = ErasurePlan {
        id: id.into(),
        subject: subject(who),
        kept,
        exceptions,
        suppress,
        scope: None,
        decision: "d-1".into(),
    };
    ledger.plan_erasure(&plan, now()).unwrap();
    ledger.erase(id, &subject(who), &[], now()).unwrap();
}

#[test]
fn what_another_process_writes_holds_from_the_next_search_on() {
    let place = Place::new();
    let other = place.open();
    record(&other, "1", "a", now(), EventKind::RestrictionOn { ground: "contested".into() });
    let catalog = catalog(&["a", "b", "c", "d", "e"]);
    catalog.follow(place.shared(), None).unwrap();
    assert_eq!(ids(&catalog), ["b", "c", "d", "e"]);

    let objection = |purpose| EventKind::ObjectionMade { purpose };
    record(&other, "2", "b", now(), objection(Purpose::INFLUENCER_SEARCH));
    record(&other, "3", "c", now(), objection(Purpose::new("marketing").unwrap()));
    record(&other, "4", "d", now(), EventKind::MinoritySet { minor: true });
    record(&other, "5", "e", now(), EventKind::VisibilitySet { public: false });
    assert_eq!(ids(&catalog), ["c"]);

    record(&other, "6", "a", now(), EventKind::RestrictionOff);
    record(&other, "7", "b", now(), EventKind::ObjectionEnded { purpose: Purpose::INFLUENCER_SEARCH });
    assert_eq!(ids(&catalog), ["a", "b", "c"]);
}

#[test]
fn the_ledger_lifts_what_it_said_itself_and_nothing_else() {
    let place = Place::new();
    let ledger = place.shared();
    let catalog = catalog(&["a", "b"]);
    let own = InfluencerId::new("a").unwrap();
    catalog.change(|catalog| catalog.restrict(&own, Exclusion::Restricted));
    catalog.follow(ledger.clone(), None).unwrap();
    let open = ledger.get().unwrap();
    record(&open, "1", "a", now(), EventKind::RestrictionOn { ground: "contested".into() });
    record(&open, "2", "a", now(), EventKind::RestrictionOff);
    assert_eq!(ids(&catalog), ["b"]);
    catalog.change(|catalog| catalog.lift(&own, Exclusion::Restricted));
    assert_eq!(ids(&catalog), ["a", "b"]);
}

#[test]
fn a_catalog_of_a_file_follows_from_the_beginning_again() {
    let place = Place::new();
    let ledger = place.shared();
    let open = ledger.get().unwrap();
    record(&open, "1", "a", now(), EventKind::RestrictionOn { ground: "contested".into() });
    let catalog = catalog(&["a", "b"]);
    catalog.follow(ledger.clone(), None).unwrap();
    assert_eq!(ids(&catalog), ["b"]);
    let bytes = catalog.look(Catalog::to_bytes);
    record(&open, "2", "a", now(), EventKind::RestrictionOff);

    // By itself the file holds what the ledger said when it was written.
    let read = SharedCatalog::new(Catalog::from_bytes(&bytes).unwrap());
    assert_eq!(read.search(&Query::new(), &permit(now()), now(), None).unwrap().total, Some(1));
    read.follow(ledger, None).unwrap();
    assert_eq!(ids(&read), ["a", "b"]);
}

#[test]
fn a_restriction_of_a_clock_that_is_ahead_holds_at_once_and_its_end_only_in_time() {
    let place = Place::new();
    let ledger = place.shared();
    let catalog = catalog(&["a", "b"]);
    catalog.follow(ledger.clone(), None).unwrap();
    let open = ledger.get().unwrap();
    let later = now() + TimeDelta::minutes(2);
    record(&open, "1", "a", later, EventKind::MinoritySet { minor: true });
    record(&open, "2", "b", now(), EventKind::MinoritySet { minor: true });
    record(&open, "3", "b", later, EventKind::MinoritySet { minor: false });
    assert_eq!(ids(&catalog), [""; 0]);
    assert_eq!(ids_at(&catalog, later - TimeDelta::seconds(1)), [""; 0]);
    assert_eq!(ids_at(&catalog, later), ["b"]);
}

#[test]
fn whoever_is_erased_is_removed_and_the_ledger_has_the_receipt() {
    let place = Place::new();
    let ledger = place.shared();
    let catalog = catalog(&["a", "b"]);
    catalog.follow(ledger.clone(), Some(signer())).unwrap();
    assert_eq!(ids(&catalog), ["a", "b"]);

    let other = place.open();
    erase(&other, "e1", "a", Vec::new());
    assert_eq!(other.erasure("e1").unwrap().missing, ["catalog"]);
    assert_eq!(ids(&catalog), ["b"]);
    assert_eq!(catalog.look(Catalog::len), 1);
    assert_eq!(other.erasure("e1").unwrap().state, ErasureState::Complete);

    // What comes back is removed before anybody finds it.
    let again = Record::new(InfluencerId::new("a").unwrap());
    assert_eq!(catalog.change(|catalog| catalog.add([again])).unwrap_err().code(), "ERASED_SUBJECT");
}

#[test]
fn whoever_was_erased_before_the_catalog_followed_is_removed_also_when_added_later() {
    let place = Place::new();
    erase(&place.open(), "e1", "a", Vec::new());
    let catalog = catalog(&["b"]);
    catalog.follow(place.shared(), Some(signer())).unwrap();
    assert_eq!(ids(&catalog), ["b"]);
    let record = Record::new(InfluencerId::new("a").unwrap());
    catalog.change(|catalog| catalog.add([record])).unwrap();
    assert_eq!(ids(&catalog), ["b"]);
    assert_eq!(catalog.look(Catalog::len), 1);
    assert_eq!(place.open().erasure("e1").unwrap().state, ErasureState::Complete);
}

#[test]
fn a_suppressed_account_is_not_shown_under_its_id_on_the_platform() {
    let place = Place::new();
    let catalog = catalog(&["a", "account-7"]);
    catalog.follow(place.shared(), None).unwrap();
    assert_eq!(ids(&catalog), ["a", "account-7"]);
    let account =
        |platform: &str, account: &str| Account { platform: platform.into(), account: account.into() };
    let accounts = vec![account("instagram", "account-7"), account("tiktok", "a")];
    erase(&place.open(), "e1", "somebody", accounts);
    assert_eq!(ids(&catalog), ["a"]);
}

#[test]
fn an_erasure_asks_the_catalog_as_one_of_its_stores() {
    let place = Place::new();
    let ledger = place.shared();
    let catalog = catalog(&["a", "b"]);
    catalog.follow(ledger.clone(), Some(signer())).unwrap();
    let open = ledger.get().unwrap();
    let plan = ErasurePlan {
        id: "e1".into(),
        subject: subject("a"),
        kept: Vec::new(),
        exceptions: Vec::new(),
        suppress: Vec::new(),
        scope: None,
        decision: "d-1".into(),
    };
    open.plan_erasure(&plan, now()).unwrap();
    let store = catalog.store().unwrap();
    let erased = open.erase("e1", &subject("a"), &[&store], now()).unwrap();
    assert_eq!(erased.state, ErasureState::Complete);
    assert_eq!(catalog.look(Catalog::len), 1);
    assert_eq!(ids(&catalog), ["b"]);
}

#[test]
fn a_search_is_metered_once_for_its_id_and_an_id_stands_for_one_query() {
    let place = Place::new();
    let ledger = place.shared();
    let catalog = catalog(&["a", "b", "c"]);
    catalog.follow(ledger.clone(), None).unwrap();
    let query = Query::new();
    let search = |query: &Query, id| catalog.search(query, &permit(now()), now(), id);
    assert_eq!(search(&query, Some("s1")).unwrap().metered.units, 3);
    let open = ledger.get().unwrap();
    // Between the first try and the next one somebody objects: it is the same search none the less.
    record(&open, "1", "a", now(), EventKind::ObjectionMade { purpose: Purpose::INFLUENCER_SEARCH });
    assert_eq!(search(&query, Some("s1")).unwrap().metered.units, 2);
    let other = Query::new().filter(Clause::exclude(["a"]));
    assert_eq!(search(&other, Some("s1")).unwrap_err().code(), "ID_REUSED");
    assert_eq!(search(&other, Some("s2")).unwrap().metered.units, 2);
    assert_eq!(search(&query, None).unwrap_err().code(), "MALFORMED_FIELD");

    let day = now().date_naive();
    let totals = open.usage(Some(&subject("brand-1")), day, day + TimeDelta::days(1)).unwrap();
    let units = |kind| totals.iter().filter(|total| total.kind == kind).map(|total| total.units).sum::<u64>();
    assert_eq!((units(SEARCH), units(SEARCH_RESULT)), (2, 5));
}

#[test]
fn nothing_is_told_by_a_catalog_whose_ledger_is_closed_or_whose_user_was_erased() {
    let place = Place::new();
    let ledger = place.shared();
    let catalog = catalog(&["a"]);
    catalog.follow(ledger.clone(), None).unwrap();
    let search = |id| catalog.search(&Query::new(), &permit(now()), now(), Some(id));
    erase(&place.open(), "e1", "brand-1", Vec::new());
    assert_eq!(search("s1").unwrap_err().code(), "SUBJECT_ERASED");
    ledger.close();
    assert_eq!(search("s2").unwrap_err().code(), "LEDGER_CLOSED");
}

#[test]
fn threads_search_while_another_process_objects_for_everybody() {
    let place = Place::new();
    let names: Vec<String> = (0..40).map(|n| format!("i{n:02}")).collect();
    let catalog = catalog(&names.iter().map(String::as_str).collect::<Vec<_>>());
    catalog.follow(place.shared(), None).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let other = place.open();
            for name in &names {
                record(
                    &other,
                    name,
                    name,
                    now(),
                    EventKind::ObjectionMade { purpose: Purpose::INFLUENCER_SEARCH },
                );
                // Whoever objected is not found by a search that begins after it.
                assert!(!ids(&catalog).contains(name), "{name}");
            }
        });
        for _ in 0..2 {
            scope.spawn(|| {
                let mut last = usize::MAX;
                for _ in 0..20 {
                    let found = ids(&catalog).len();
                    assert!(found <= last);
                    last = found;
                }
            });
        }
    });
    assert_eq!(ids(&catalog), [""; 0]);
}
