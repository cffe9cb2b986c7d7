//! The strings of the IAB's own library and of the Rust crate, section by section.

use serde_json::{Value as Json, json};

use super::super::gpp::{self, Content};
use super::super::{Record, Value, coding, tcf};
use super::{shared, skipped};

/// The section numbers of the names that the library's tests use; the two with "Usp" and a state are older names.
fn number(section: &str) -> u16 {
    match section {
        "TcfEuV2" => 2,
        "TcfCaV1" => 5,
        "UspV1" => 6,
        "UsNat" => 7,
        "UsCa" | "UspCaV1" => 8,
        "UsVa" => 9,
        "UsCo" => 10,
        "UsUt" => 11,
        "UsCt" | "UspCtV1" => 12,
        "UsFl" => 13,
        "UsMt" => 14,
        "UsOr" => 15,
        "UsTx" => 16,
        "UsDe" => 17,
        "UsIa" => 18,
        "UsNe" => 19,
        "UsNh" => 20,
        "UsNj" => 21,
        "UsTn" => 22,
        "UsMn" => 23,
        "UsMd" => 24,
        "UsIn" => 25,
        "UsKy" => 26,
        "UsRi" => 27,
        other => panic!("{other}"),
    }
}

/// The section of one vector as a GPP string has it.
fn section_of(id: u16, text: &str) -> Result<Content, super::super::Error> {
    gpp::decode_section(id, text)
}

fn encoded(content: &Content) -> String {
    match content {
        Content::Record(record) => coding::encode(record).unwrap(),
        Content::UsPrivacy(string) => string.encode(),
        Content::Opaque(text) => text.clone(),
    }
}

/// What a vector sets, as our plain data. The library starts from its own defaults: covered is 1 but for the old
/// names, the GPC and consent segments are there unless a vector leaves them out, lists are cut or filled.
fn plain(section: &str, set: &serde_json::Map<String, Json>) -> Json {
    let id = number(section);
    let version = set.get("VERSION").and_then(Json::as_u64);
    let blank = json!({ "id": id, "version": version, "segments": { "core": {} } });
    let mut segments = json!({ "core": {} });
    let covered = u64::from(!section.starts_with("Usp"));
    segments["core"]["mspa_covered_transaction"] = json!(covered);
    let lists = |list: &Json| -> Json {
        // Bits become the numbers whose bit is set.
        match list.as_array() {
            Some(all) if all.iter().all(Json::is_boolean) => all
                .iter()
                .enumerate()
                .filter(|(_, bit)| bit.as_bool() == Some(true))
                .map(|(at, _)| json!(at + 1))
                .collect(),
            _ => list.clone(),
        }
    };
    let gpc = !matches!(section, "UsVa" | "UsUt" | "UsFl" | "UsIn" | "UsKy" | "UsRi" | "TcfCaV1" | "TcfEuV2");
    if gpc && set.get("GPC_SEGMENT_INCLUDED") != Some(&json!(false)) {
        segments["gpc"] = json!({ "gpc": set.get("GPC").cloned().unwrap_or(json!(false)) });
    }
    let later = matches!(section, "UsIn" | "UsKy" | "UsRi");
    if later && set.get("SENSITIVE_DATA_CONSENT_SEGMENT_INCLUDED") != Some(&json!(false)) {
        segments["sensitive_data_consents"] = json!({});
    }
    if section.starts_with("Tcf") {
        segments["core"] = json!({ "consent_language": "EN", "tcf_policy_version": 2 });
        segments[if section == "TcfCaV1" { "publisher_purposes" } else { "publisher_tc" }] = json!({});
    }
    if section == "TcfEuV2" {
        segments["core"]["publisher_cc"] = json!("AA");
        segments["core"]["tcf_policy_version"] = json!(5);
        segments["core"]["is_service_specific"] = json!(true);
        segments["disclosed_vendors"] = json!({});
    }
    for (name, value) in set {
        let field = name.to_lowercase();
        match name.as_str() {
            "VERSION" | "GPC" | "GPC_SEGMENT_INCLUDED" | "SENSITIVE_DATA_CONSENT_SEGMENT_INCLUDED" => {}
            "CREATED" | "LAST_UPDATED" => segments["core"][&field] = value["date"].clone(),
            "DISCLOSED_VENDORS" => segments["disclosed_vendors"] = json!({ "vendors": value }),
            "PUB_RESTRICTIONS" => {
                assert_eq!(value["expr"], "[new RangeEntry(1, 1, [1, 2, 3, 5, 6, 7, 9])]");
                segments["core"][&field] = json!([
                    { "purpose": 1, "restriction": 1, "vendors": [[1, 3], [5, 7], [9, 9]] }
                ]);
            }
            "SENSITIVE_DATA_PROCESSING" | "KNOWN_CHILD_SENSITIVE_DATA_CONSENTS" if value.is_array() => {
                let segment = if later { "sensitive_data_consents" } else { "core" };
                let layout = Record::from_json(
                    &json!({ "version": version, "segments": { "core": { "mspa_covered_transaction": 1 },
                             "sensitive_data_consents": {} } }),
                    gpp::layouts(id),
                    "",
                )
                .or_else(|_| {
                    Record::from_json(
                        &json!({ "version": version, "segments": { "core": { "mspa_covered_transaction": 1 } } }),
                        gpp::layouts(id),
                        "",
                    )
                })
                .unwrap();
                let mut list = value.as_array().unwrap().clone();
                list.resize(layout.categories(segment, &field).len(), json!(0));
                segments[segment][&field] = Json::Array(list);
            }
            name if name.starts_with("PUB_") || name.contains("CUSTOM_PURPOSES") => {
                segments["publisher_purposes"][&field] = lists(value);
            }
            _ => segments["core"][&field] = lists(value),
        }
    }
    let mut blank = blank;
    blank["segments"] = segments;
    blank
}

/// Compares a field of a vector with ours; the names differ in case, bit lists in form.
fn same(ours: &Record, name: &str, theirs: &Json) -> bool {
    let field = name.to_lowercase();
    let field = if field == "disclosed_vendors" { "vendors".to_owned() } else { field };
    let found = ours.segments().find_map(|segment| ours.get(segment, &field));
    match (found, theirs) {
        (Some(Value::Identifiers(ids)), Json::Array(list)) if list.iter().all(Json::is_boolean) => {
            list.iter().enumerate().all(|(at, bit)| bit.as_bool() == Some(ids.contains(at as u16 + 1)))
        }
        (Some(value), Json::Object(date)) => value.to_json() == date["date"],
        (Some(value), theirs) => value.to_json() == *theirs,
        (None, _) => name == "PUB_PURPOSES_SEGMENT_TYPE",
    }
}

#[test]
fn the_strings_of_the_iab_library_are_written_and_read_and_refused_as_it_says() {
    let Some(file) = shared("gpp/iabgpp-es-section-vectors.json") else {
        skipped!("../shared/data/privacy/gpp")
    };
    let (mut written, mut unset, mut read, mut refused) = (0, 0, 0, 0);
    for vector in file["vectors"].as_array().unwrap() {
        let section = vector["section"].as_str().unwrap();
        let of = vector["test"].as_str().unwrap();
        let whole = matches!(section, "GppModel" | "HeaderV1");
        if let Some(text) = vector["decode_must_fail"].as_str() {
            let failed =
                if whole { gpp::decode(text).is_err() } else { section_of(number(section), text).is_err() };
            assert!(failed, "{section}: {of}");
            refused += 1;
        }
        if let Some(case) = vector.get("decode") {
            let text = case["string"].as_str().unwrap();
            for (name, value) in case["expect"].as_object().unwrap() {
                let (record, name) = if whole {
                    let (prefix, name) = name.split_once('.').unwrap();
                    let signal = gpp::decode(text).unwrap();
                    (signal.section(number(prefix)).unwrap().record().unwrap().clone(), name.to_owned())
                } else {
                    match section_of(number(section), text) {
                        Ok(Content::Record(record)) => (record, name.clone()),
                        other => panic!("{section}: {of}: {other:?}"),
                    }
                };
                assert!(same(&record, &name, value), "{section}: {of}: {name}");
            }
            read += 1;
        }
        let Some(case) = vector.get("encode") else { continue };
        let expected = case["expect"].as_str().unwrap();
        if section == "HeaderV1" {
            // A header alone announces sections that do not follow; written with as many opaque ones.
            let ids: &[u16] = match expected {
                "DBAA" => &[],
                "DBABMA" => &[2],
                _ => &[2, 6],
            };
            let texts = ["CPSG_8APSG_8ANwAAAENAAFgAAAAAAAAAAAAAAAAAAAA", "1YNN"];
            let sections: String = texts.iter().take(ids.len()).map(|text| format!("~{text}")).collect();
            let signal = gpp::decode(&format!("{expected}{sections}")).unwrap();
            assert_eq!(signal.sections().map(gpp::Section::id).collect::<Vec<_>>(), ids);
            assert!(signal.encode().unwrap().starts_with(expected), "{of}");
            written += 1;
            continue;
        }
        let set = case["set"].as_object().unwrap();
        let computed = set
            .values()
            .any(|value| value["expr"].as_str().is_some_and(|text| text.contains("getFieldValue")));
        let text = if whole {
            gpp::decode(expected).unwrap_or_else(|error| panic!("{of}: {error}")).encode().unwrap()
        } else {
            let content =
                section_of(number(section), expected).unwrap_or_else(|error| panic!("{of}: {error}"));
            encoded(&content)
        };
        assert_eq!(text, expected, "{section}: {of}: read and written again");
        if whole
            || section == "UspV1"
            || computed
            || of.contains("service specific")
            || of.contains("publisher TC")
        {
            // The vector does not say what it sets; that the string reads back to itself is what is checked.
            unset += 1;
            continue;
        }
        let given = json!({ "sections": [plain(section, set)] });
        let ours = gpp::Gpp::from_json(&given).unwrap_or_else(|error| panic!("{section}: {of}: {error}"));
        let ours = ours.encode().unwrap();
        assert_eq!(ours.split_once('~').unwrap().1, expected, "{section}: {of}: from its fields");
        written += 1;
    }
    let counted = (written, unset, read, refused);
    assert_eq!(written + unset + read + refused, 142, "{counted:?}");
    assert_eq!((written + unset, read, refused), (98, 12, 32), "{counted:?}");
    assert!(written >= 75, "{counted:?}");
}

/// Every name of a choice in the files of the Rust crate, as our number.
fn choice(word: &str) -> u64 {
    match word {
        "NotApplicable" => 0,
        "Provided" | "OptedOut" | "NoConsent" | "Yes" => 1,
        "NotProvided" | "DidNotOptOut" | "Consent" | "No" => 2,
        other => panic!("{other}"),
    }
}

/// The categories of the crate that have another name here.
fn category(theirs: &str) -> &str {
    match theirs {
        "religious_or_philosophical_beliefs" => "religious_beliefs",
        "health_data" | "health_diagnosis_data" | "health_condition_or_diagnosis" | "medical_history" => {
            "health"
        }
        "citizenship_data" => "citizenship_or_immigration_status",
        "sexual_orientation" => "sex_life_or_sexual_orientation",
        "genetic_unique_identification" => "genetic_data",
        "biometric_unique_identification" => "biometric_data",
        "precise_geolocation_data" | "specific_geolocation_data" => "precise_geolocation",
        "financial_data" | "financial_account_data" => "financial_account",
        "origin_beliefs_or_union" => "racial_or_ethnic_origin_beliefs_or_union_membership",
        "general_health_data" => "consumer_health_data",
        "crime_victim_status" => "status_as_crime_victim",
        "transgender_or_nonbinary_status" => "status_as_transgender_or_nonbinary",
        "sell_personal_information" => "sale_under_16",
        "share_personal_information" => "sharing_under_16",
        "from_13_to_16" | "process_sensitive_data_from_13_to_16" => "processing_13_to_16",
        "under_13" | "process_sensitive_data_under_13" => "processing_under_13",
        "process_personal_data_from_16_to_17" => "processing_16_to_17",
        "process_sensitive_data_from_known_child" => "processing",
        "sell_personal_data_from_13_to_16" => "sale_13_to_16",
        "process_personal_data_from_13_to_16" => "targeted_advertising_13_to_16",
        other => other,
    }
}

/// Checks one field of a case of the crate; gives how many values were compared.
fn check_field(record: &Record, segment: &str, name: &str, theirs: &Json, place: &str) -> usize {
    let name = match name {
        "personal_data_consent" => "personal_data_consents",
        other => other,
    };
    let value = record.get(segment, name).unwrap_or_else(|| panic!("{place}: {segment}.{name}"));
    match (value, theirs) {
        (Value::Choices(choices), Json::Object(all)) => {
            let names = record.categories(segment, name);
            assert_eq!(all.len(), names.len(), "{place}: {name}");
            for (theirs, word) in all {
                let at = names.iter().position(|ours| *ours == category(theirs));
                let at = at.unwrap_or_else(|| panic!("{place}: {name}: {theirs}"));
                assert_eq!(
                    u64::from(choices[at]),
                    choice(word.as_str().unwrap()),
                    "{place}: {name}: {theirs}"
                );
            }
            all.len()
        }
        (Value::Integer(ours), Json::String(word)) => {
            assert_eq!(*ours, choice(word), "{place}: {name}");
            1
        }
        (Value::Integer(ours), Json::Bool(yes)) => {
            // The crate reads "covered" as true for 1.
            assert_eq!(*ours == 1, *yes, "{place}: {name}");
            1
        }
        (Value::Instant(at), Json::Number(seconds)) => {
            assert_eq!(Some(at.timestamp()), seconds.as_i64(), "{place}: {name}");
            1
        }
        (Value::Restrictions(ours), Json::Array(theirs)) => {
            assert_eq!(ours.len(), theirs.len(), "{place}: {name}");
            1
        }
        (ours, theirs) => {
            assert_eq!(ours.to_json(), *theirs, "{place}: {name}");
            1
        }
    }
}

/// The fields of TC strings by the crate's names.
fn tcf_name(section: &str, name: &str) -> (&'static str, String) {
    let renamed = match (section, name) {
        (_, "policy_version") => "tcf_policy_version",
        ("TcfEuV2", "use_non_standard_stacks") => "use_non_standard_texts",
        ("TcfEuV2", "special_feature_optins") => "special_feature_opt_ins",
        ("TcfEuV2", "purpose_consents") => "purposes_consent",
        ("TcfEuV2", "purpose_legitimate_interests") => "purposes_li_transparency",
        ("TcfEuV2", "publisher_country_code") => "publisher_cc",
        ("TcfCaV1", "special_feature_express_consents") => "special_feature_express_consent",
        ("TcfCaV1", "purpose_express_consents") => "purposes_express_consent",
        ("TcfCaV1", "purpose_implied_consents") => "purposes_implied_consent",
        ("TcfCaV1", "vendor_express_consents") => "vendor_express_consent",
        ("TcfCaV1", "vendor_implied_consents") => "vendor_implied_consent",
        (_, other) => other,
    };
    ("core", renamed.to_owned())
}

#[test]
fn the_cases_of_the_rust_crate_say_the_same_here() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/data/privacy/gpp/iab_gpp-rust-cases");
    let Ok(entries) = std::fs::read_dir(folder) else {
        skipped!("../shared/data/privacy/gpp/iab_gpp-rust-cases")
    };
    let (mut files, mut compared) = (0, 0);
    for entry in entries {
        let path = entry.unwrap().path();
        let place = path.file_stem().unwrap().to_string_lossy().into_owned();
        let case: Json = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let signal = gpp::decode(case["gpp_string"].as_str().unwrap())
            .unwrap_or_else(|error| panic!("{place}: {error}"));
        for (section, expected) in case["expected_sections"].as_array().unwrap().iter().zip(signal.sections())
        {
            let (name, fields) = section.as_object().unwrap().iter().next().unwrap();
            let record = expected.record().unwrap();
            let fields = fields.as_object().unwrap();
            let core = match fields.get("core") {
                None => fields,
                Some(core) => core.get("V1").or(core.get("V2")).unwrap_or(core).as_object().unwrap(),
            };
            for (field, value) in core {
                let (segment, ours) = tcf_name(name, field);
                compared += check_field(record, segment, &ours, value, &place);
            }
            for segment in ["disclosed_vendors", "allowed_vendors"] {
                if let Some(value) = fields.get(segment).filter(|value| !value.is_null()) {
                    compared += check_field(record, segment, "vendors", value, &place);
                }
            }
            if let Some(gpc) = fields.get("gpc") {
                let ours = record.get("gpc", "gpc").map_or(Json::Null, Value::to_json);
                assert_eq!(ours, *gpc, "{place}: gpc");
                compared += 1;
            }
            if let Some(Json::Object(publisher)) = fields.get("publisher_purposes") {
                for (field, value) in publisher {
                    let (segment, ours) = match field.as_str() {
                        "consents" => ("publisher_tc", "purposes_consent"),
                        "legitimate_interests" => ("publisher_tc", "purposes_li_transparency"),
                        "custom_consents" => ("publisher_tc", "custom_purposes_consent"),
                        "custom_legitimate_interests" => ("publisher_tc", "custom_purposes_li_transparency"),
                        "purpose_express_consents" => ("publisher_purposes", "pub_purposes_express_consent"),
                        "purpose_implied_consents" => ("publisher_purposes", "pub_purposes_implied_consent"),
                        "custom_purpose_express_consents" => {
                            ("publisher_purposes", "custom_purposes_express_consent")
                        }
                        _ => ("publisher_purposes", "custom_purposes_implied_consent"),
                    };
                    compared += check_field(record, segment, ours, value, &place);
                }
            }
        }
        files += 1;
    }
    assert_eq!(files, 27);
    assert!(compared > 500, "only {compared} values compared");
}

#[test]
fn the_examples_of_the_specification_are_read_with_the_short_header_and_with_the_long() {
    let consent = "CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA";
    for header in ["DBABM", "DBABMA"] {
        assert!(gpp::decode(&format!("{header}~{consent}")).is_ok(), "{header}");
    }
    for header in ["DBACNY", "DBACNYA"] {
        assert!(gpp::decode(&format!("{header}~{consent}~1YNN")).is_ok(), "{header}");
    }
    // The third example announces the Canadian section and carries a European string.
    let error = gpp::decode(&format!("DBABjw~{consent}~1YNN")).unwrap_err();
    assert_eq!(error.to_string(), "section tcfcav1, bit 0: version 2 is not known; known are 1");
    assert_eq!(tcf::decode(consent).unwrap().version(), 2);
}
