//! What holds for every string.

use chrono::{TimeZone, Utc};
use proptest::prelude::*;

use super::super::gpp::{self, Gpp};
use super::super::layout::{Kind, Layout};
use super::super::record::Segment;
use super::super::{Identifiers, Record, Restriction, Value, coding, effects, gpc, tcf};
use crate::privacy::SubjectId;

fn identifiers(last: u16) -> impl Strategy<Value = Identifiers> {
    prop::collection::vec((1..=last, 0_u16..40), 0..40).prop_map(move |starts| {
        Identifiers::of_ranges(starts.into_iter().map(|(at, more)| (at, at.saturating_add(more).min(last))))
    })
}

fn restrictions() -> impl Strategy<Value = Vec<Restriction>> {
    let one = (0_u8..64, 0_u8..4, identifiers(65_535))
        .prop_map(|(purpose, restriction, vendors)| Restriction { purpose, restriction, vendors });
    prop::collection::vec(one, 0..4)
}

fn value(kind: Kind) -> BoxedStrategy<Value> {
    match kind {
        Kind::Integer(width) => (0..1_u64 << width).prop_map(Value::Integer).boxed(),
        Kind::Choice | Kind::Covered => (0_u64..4).prop_map(Value::Integer).boxed(),
        Kind::Choices(categories) => {
            prop::collection::vec(0_u8..4, categories.len()).prop_map(Value::Choices).boxed()
        }
        Kind::Boolean => any::<bool>().prop_map(Value::Boolean).boxed(),
        Kind::Letters(2) => "[A-Za-z]{2}".prop_map(Value::Letters).boxed(),
        Kind::Letters(_) => unreachable!(),
        Kind::Instant => (0_i64..1 << 36)
            .prop_map(|tenths| Value::Instant(Utc.timestamp_millis_opt(tenths * 100).unwrap()))
            .boxed(),
        Kind::Bitfield(length) => identifiers(length).prop_map(Value::Identifiers).boxed(),
        Kind::BitfieldOf(_) => Just(Value::Identifiers(Identifiers::default())).boxed(),
        Kind::Vendors | Kind::FibonacciVendors | Kind::VendorsWithDefault => {
            prop_oneof![identifiers(300), identifiers(65_535)].prop_map(Value::Identifiers).boxed()
        }
        Kind::Restrictions | Kind::FibonacciRestrictions => {
            restrictions().prop_map(Value::Restrictions).boxed()
        }
    }
}

/// A record of a layout with any values, the optional segments there or not.
fn record(layout: &'static Layout) -> BoxedStrategy<Record> {
    let segments: Vec<_> = layout
        .segments
        .iter()
        .enumerate()
        .map(|(at, known)| {
            let fields: Vec<_> =
                known.fields.iter().map(|field| (Just(field.name), value(field.kind))).collect();
            (if at == 0 { Just(true).boxed() } else { any::<bool>().boxed() }, Just(known.name), fields)
        })
        .collect();
    segments
        .prop_map(move |segments| {
            let segments = segments.into_iter().filter(|(there, ..)| *there);
            let segments = segments.map(|(_, name, fields)| Segment { name, fields }).collect();
            Record { layout, segments }
        })
        .boxed()
}

/// Every layout that is written, with its section.
fn written() -> Vec<(u16, &'static Layout)> {
    (1..=27).flat_map(|id| gpp::layouts(id).iter().map(move |forms| (id, forms[0]))).collect()
}

fn any_section() -> impl Strategy<Value = (u16, Record)> {
    let all = written();
    (0..all.len()).prop_flat_map(move |at| (Just(all[at].0), record(all[at].1)))
}

const STRINGS: &[&str] = &[
    "DBABLA~CVVVkkkkkpFY.YA",
    "DBABBg~BVWSSSVY.YA",
    "DBACNYA~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN",
    "DBABDA~BPSG_8APSG_8AAyACAENGdCgf_gfgAfgfgBhADVqxGAD0AILVgAA.fHHHA4444ao",
    "COrEAV4OrXx94ACABBENAHCIAD-AAAAAAACAAxAAAAgAIAwgAgAAAAEAgQAAAAAEAYQAQAAAACAAAABAAA.IBAgAAAgAIAwgAgAAAAEAAAACA.QAagAQAgAIAwgA",
];

proptest! {
    #[test]
    fn what_is_written_is_read_again((id, record) in any_section()) {
        let text = coding::encode(&record).unwrap();
        match gpp::decode_section(id, &text) {
            Ok(gpp::Content::Record(again)) => prop_assert_eq!(&again, &record),
            other => prop_assert!(false, "{:?}", other),
        }
        let plain = serde_json::json!({ "sections": [{ "id": id, "version": record.version(),
            "segments": record.to_json()["segments"] }] });
        let signal = Gpp::from_json(&plain).unwrap();
        prop_assert_eq!(signal.section(id).unwrap().record().unwrap(), &record);
        prop_assert_eq!(gpp::decode(&signal.encode().unwrap()).unwrap(), signal);
    }

    #[test]
    fn no_text_makes_it_panic(text in ".{0,80}", more in "[A-Za-z0-9_~.=-]{0,120}") {
        for text in [&text, &more, &format!("DBABLA~{more}"), &format!("C{more}")] {
            let _ = gpp::decode(text).map(|signal| signal.encode().unwrap());
            let _ = tcf::decode(text).map(|record| tcf::encode(&record).unwrap());
        }
    }

    #[test]
    fn a_changed_character_is_refused_or_reads_to_what_writes_and_reads_alike(
        which in 0..STRINGS.len(), at in 0_usize..140, letter in "[A-Za-z0-9_~.=-]",
    ) {
        let mut text = STRINGS[which].to_owned();
        let at = at % text.len();
        text.replace_range(at..=at, &letter);
        if let Ok(signal) = gpp::decode(&text) {
            prop_assert_eq!(gpp::decode(&signal.encode().unwrap()).unwrap(), signal);
        }
        if let Ok(record) = tcf::decode(&text) {
            prop_assert_eq!(tcf::decode(&tcf::encode(&record).unwrap()).unwrap(), record);
        }
    }

    #[test]
    fn a_string_that_ends_early_is_refused(which in 0..STRINGS.len(), keep in 1_usize..30) {
        let text = STRINGS[which];
        prop_assert!(gpp::decode(&text[..keep.min(text.len() - 8)]).is_err());
    }

    #[test]
    fn an_opt_out_more_never_permits_more((id, record) in any_section(), pick in any::<prop::sample::Index>()) {
        let before = effects::of_gpp(&signal_of(id, &record));
        let mut more = record.clone();
        let choices: Vec<(usize, usize)> = more
            .segments
            .iter()
            .enumerate()
            .flat_map(|(at, segment)| {
                segment.fields.iter().enumerate().filter(|(_, (name, _))| is_choice(name)).map(move |(field, _)| (at, field))
            })
            .collect();
        prop_assume!(!choices.is_empty());
        let (segment, field) = choices[pick.index(choices.len())];
        match &mut more.segments[segment].fields[field].1 {
            Value::Integer(choice) => *choice = 1,
            Value::Choices(all) => { let at = pick.index(all.len()); all[at] = 1; }
            Value::Boolean(on) => *on = true,
            _ => {}
        }
        let after = effects::of_gpp(&signal_of(id, &more));
        prop_assert!(after.covers(&before));
        prop_assert!(after.iter().count() > 0);
    }

    #[test]
    fn the_order_of_what_was_seen_and_visits_without_the_signal_change_nothing(
        seen in prop::collection::vec((0_i64..1000, any::<bool>(), 0_u8..3, 0_u8..3), 0..12),
        rotate in 0_usize..12,
    ) {
        let id = |kind: &str, number: u8| SubjectId::new(format!("{kind}{number}")).unwrap();
        let mut events: Vec<gpc::Event> = seen
            .iter()
            .map(|(at, on, device, consumer)| gpc::Event::Visit {
                at: Utc.timestamp_opt(*at, 0).unwrap(),
                on: *on,
                device: id("d", *device),
                profile: None,
                consumer: (*consumer > 0).then(|| id("c", *consumer)),
            })
            .collect();
        let all = gpc::fold(&events);
        let only_on: Vec<_> = events.iter().filter(|event| matches!(event, gpc::Event::Visit { on: true, .. })).collect();
        prop_assert_eq!(&gpc::fold(only_on), &all);
        if !events.is_empty() {
            let middle = rotate % events.len();
            events.rotate_left(middle);
        }
        prop_assert_eq!(&gpc::fold(&events), &all);
        let earlier = gpc::fold(events.iter().take(rotate));
        for (scope, id, since) in earlier.iter() {
            prop_assert!(all.since(scope, id).is_some_and(|now| now <= since));
        }
    }
}

fn is_choice(name: &str) -> bool {
    matches!(
        name,
        "sale_opt_out"
            | "sharing_opt_out"
            | "targeted_advertising_opt_out"
            | "personal_data_consents"
            | "additional_data_processing_consent"
            | "known_child_sensitive_data_consents"
            | "sensitive_data_processing"
            | "gpc"
    )
}

fn signal_of(id: u16, record: &Record) -> Gpp {
    let plain = serde_json::json!({ "sections": [{ "id": id, "version": record.version(),
        "segments": record.to_json()["segments"] }] });
    Gpp::from_json(&plain).unwrap()
}

#[test]
fn restrictions_that_each_claim_every_vendor_take_no_more_than_their_bits() {
    let everyone = || Identifiers::of_ranges([(1, 65_535)]);
    let mut plain = tcf::decode("CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA").unwrap();
    let restrictions =
        (0..4095).map(|at| Restriction { purpose: at as u8 % 64, restriction: 0, vendors: everyone() });
    let restrictions = Value::Restrictions(restrictions.collect());
    plain.segments[0].fields.last_mut().unwrap().1 = restrictions;
    let text = tcf::encode(&plain).unwrap();
    assert!(text.len() < 40_000);
    let read = tcf::decode(&text).unwrap();
    // 268 million vendors are claimed; as plain data they are 4095 ranges.
    assert!(read.to_json().to_string().len() < 300_000);
}

#[test]
fn a_header_that_claims_every_section_is_refused_before_it_is_spelled_out() {
    // Type 3, version 1, one range from 1 of length 65534.
    let mut header = super::super::bits::Writer::default();
    header.write(3, 6);
    header.write(1, 6);
    header.write(1, 12);
    header.bit(true);
    header.fibonacci(1);
    header.fibonacci(65_534);
    let error = gpp::decode(&format!("{}~BAAA", header.text(8))).unwrap_err();
    assert_eq!(error.to_string(), "the header announces 65535 sections, 1 follow");
}
