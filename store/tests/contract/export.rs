//! A copy for a person reads back to what the ledger holds, in both forms.

use renown::privacy::DataCategory;
use renown::privacy::rights::{Export, ExportFormat, ExportRight, ExportedFact, Shown, read_export};
use renown_store::{EventKind, ExportOptions, Field, Ledger, PasswordCost, Registration, Usage, UsageBatch};

use crate::erasure::plan;
use crate::place::{Place, event, hour, notice, purpose, subject};

fn options(right: ExportRight, format: ExportFormat) -> ExportOptions {
    let categories = [("score".to_owned(), DataCategory::new("influencer.inferred").unwrap())];
    ExportOptions { right, format, categories: categories.into() }
}

fn exported(ledger: &Ledger, right: ExportRight, format: ExportFormat) -> Vec<ExportedFact> {
    let mut bytes = Vec::new();
    let facts = ledger.export(&subject("ada"), &options(right, format), hour(3), &mut bytes).unwrap();
    let read = read_export(&Export { format, document: String::from_utf8(bytes).unwrap() }).unwrap();
    assert_eq!(read.len() as u64, facts);
    read
}

fn filled(place: &Place) -> Ledger {
    let ledger = place.open();
    let registration = Registration {
        user: subject("ada"),
        name: "=Ada, \"Invented\"".into(),
        email: "ada@example.com".into(),
        password: "invented horse staple".into(),
        born: "1990-05-17".parse().unwrap(),
        agreement: "terms-3".into(),
    };
    let cost = PasswordCost { memory_kib: 64, passes: 1, lanes: 1 };
    ledger.register(&registration, cost, hour(0)).unwrap();
    let field = |name: &str, expires| Field { name: name.into(), value: "+1".into(), expires: hour(expires) };
    let fields = [field("bio", 9), field("score", 9), field("old", 2)];
    ledger.hold_fields(&subject("ada"), None, None, &fields, hour(0)).unwrap();
    let given = EventKind::ConsentGiven { purpose: purpose("marketing"), text: "ab".into() };
    ledger.record(&[event("@1", "ada", 1, given), notice("2", "bob", 1)]).unwrap();
    // More than are read at once.
    let many: Vec<_> = (0..600).map(|i| notice(&format!("n{i}"), "ada", 1)).collect();
    ledger.record(&many).unwrap();
    let usage = vec![Usage { user: subject("ada"), kind: "view".into(), units: 3 }];
    ledger.meter(&[UsageBatch { id: "b".into(), at: hour(1), usage }]).unwrap();
    ledger
}

pub(crate) fn an_export_reads_back_to_what_is_held(place: &Place) {
    let ledger = filled(place);
    let all = exported(&ledger, ExportRight::Access, ExportFormat::Json);
    assert_eq!(all, exported(&ledger, ExportRight::Access, ExportFormat::Csv));
    let value = |id: &str| all.iter().find(|fact| fact.id == id).map(|fact| &fact.value);
    assert_eq!(value("registration/name").unwrap(), "=Ada, \"Invented\"");
    assert_eq!(value("field/profile/bio").unwrap()["value"], "+1");
    assert_eq!(value("field/profile/old"), None, "what has expired is not read");
    assert_eq!(value("usage/2026-02-01/view").unwrap()["units"], 3);
    let password = all.iter().find(|fact| fact.id == "registration/password").unwrap();
    assert_eq!((password.shown, password.value.is_null()), (Shown::KindOnly, true));
    let known = ledger.events(&subject("ada")).unwrap();
    let events: Vec<_> = all.iter().filter(|fact| fact.id.starts_with("event/")).collect();
    assert_eq!(events.len(), known.len());
    for (fact, event) in events.iter().zip(&known) {
        assert_eq!(fact.id, format!("event/{}", event.id));
        assert_eq!(fact.value["what"], serde_json::to_value(&event.what).unwrap());
    }
    let portable = exported(&ledger, ExportRight::Portability, ExportFormat::Csv);
    assert_eq!(portable.len() + 1, all.len(), "an inference is not portable");

    ledger.plan_erasure(&plan("e1", "ada", &[]), hour(2)).unwrap();
    ledger.erase("e1", &subject("ada"), &[], hour(2)).unwrap();
    assert!(exported(&ledger, ExportRight::Access, ExportFormat::Json).is_empty());
}

pub(crate) fn an_export_to_a_file_replaces_none_and_leaves_no_half(place: &Place) {
    let ledger = filled(place);
    let path = place.folder().join("copy.csv");
    let how = options(ExportRight::Access, ExportFormat::Csv);
    let facts = ledger.export_to_file(&subject("ada"), &how, hour(3), &path).unwrap();
    let document = std::fs::read_to_string(&path).unwrap();
    let read = read_export(&Export { format: ExportFormat::Csv, document }).unwrap();
    assert_eq!(read.len() as u64, facts);
    let again = ledger.export_to_file(&subject("ada"), &how, hour(3), &path).unwrap_err();
    assert_eq!(again.code(), "LEDGER_UNAVAILABLE");
    assert!(path.exists());
    let nowhere = place.folder().join("none").join("copy.csv");
    assert!(ledger.export_to_file(&subject("ada"), &how, hour(3), &nowhere).is_err());
}
