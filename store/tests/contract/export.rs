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

/// The whole export, for whoever has the passphrase or one of the secret keys, and for nobody else.
#[cfg(feature = "age")]
pub(crate) fn an_encrypted_export_opens_for_those_it_is_for(place: &Place) {
    use std::io::Read;

    use age::secrecy::ExposeSecret;
    use renown_store::{ExportKey, ExportLock};

    let ledger = filled(place);
    let how = options(ExportRight::Access, ExportFormat::Json);
    let mut plain = Vec::new();
    ledger.export(&subject("ada"), &how, hour(3), &mut plain).unwrap();
    let identities = [age::x25519::Identity::generate(), age::x25519::Identity::generate()];
    let public = identities.each_ref().map(|identity| identity.to_public().to_string());
    let key =
        |identity: &age::x25519::Identity| ExportKey::identity(identity.to_string().expose_secret()).unwrap();
    let locks = [
        (ExportLock::passphrase("invented horse").unwrap(), vec![ExportKey::passphrase("invented horse")]),
        (
            ExportLock::recipients(public.iter().map(String::as_str)).unwrap(),
            identities.iter().map(key).collect(),
        ),
    ];
    let others = [ExportKey::passphrase("invented cow"), key(&age::x25519::Identity::generate())];
    for (at, (lock, keys)) in locks.iter().enumerate() {
        let path = place.folder().join(format!("copy-{at}.age"));
        ledger.export_encrypted_to_file(&subject("ada"), &how, hour(3), lock, &path).unwrap();
        let sealed = std::fs::read(&path).unwrap();
        assert!(sealed.starts_with(b"age-encryption.org/v1\n"));
        assert!(memchr::memmem::find(&sealed, b"Invented").is_none());
        for key in keys {
            let mut opened = Vec::new();
            key.open(sealed.as_slice()).unwrap().read_to_end(&mut opened).unwrap();
            assert!(opened == plain);
            // One byte less, or one bit changed in the middle of 64 KiB and more.
            let mut read = Vec::new();
            let cut = &sealed[..sealed.len() - 1];
            assert!(key.open(cut).unwrap().read_to_end(&mut read).is_err());
            let mut changed = sealed.clone();
            let middle = changed.len() / 2;
            changed[middle] ^= 1;
            assert!(key.open(changed.as_slice()).unwrap().read_to_end(&mut read).is_err());
        }
        for key in &others {
            assert_eq!(key.open(sealed.as_slice()).err().unwrap().code(), "MALFORMED_FIELD");
        }
    }
    assert!(plain.len() > 1 << 16, "more than one part");
    assert_eq!(ExportLock::recipients(["age1nonsense"]).unwrap_err().code(), "MALFORMED_FIELD");
    assert_eq!(ExportLock::recipients([]).unwrap_err().code(), "MALFORMED_FIELD");
}

/// The program `age` opens what was written here, where it is installed.
#[cfg(feature = "age")]
#[test]
#[expect(clippy::print_stdout, reason = "says what is skipped")]
fn another_program_opens_an_encrypted_export() {
    use age::secrecy::ExposeSecret;
    use renown_store::ExportLock;

    if std::process::Command::new("age").arg("--version").output().is_err() {
        println!("skipped: the program age is not installed");
        return;
    }
    let place = crate::place::sqlite();
    let ledger = filled(&place);
    let how = options(ExportRight::Access, ExportFormat::Csv);
    let mut plain = Vec::new();
    ledger.export(&subject("ada"), &how, hour(3), &mut plain).unwrap();
    let identity = age::x25519::Identity::generate();
    let public = identity.to_public().to_string();
    let lock = ExportLock::recipients([public.as_str()]).unwrap();
    let (sealed, key) = (place.folder().join("copy.age"), place.folder().join("key.txt"));
    ledger.export_encrypted_to_file(&subject("ada"), &how, hour(3), &lock, &sealed).unwrap();
    std::fs::write(&key, identity.to_string().expose_secret()).unwrap();
    let opened =
        std::process::Command::new("age").arg("-d").arg("-i").args([&key, &sealed]).output().unwrap();
    assert!(opened.status.success() && opened.stdout == plain, "{}", String::from_utf8_lossy(&opened.stderr));
}
