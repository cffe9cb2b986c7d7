//! Tables against the accumulator, to the bit: every layout of lists, coarse and fine weights, any order of rows.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::builder::{
    LargeListBuilder, ListBuilder, StringBuilder, StringDictionaryBuilder, UInt32Builder,
};
use arrow_array::types::Int8Type;
use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray, UInt64Array};
use arrow_cast::cast;
use arrow_schema::{DataType, Field};
use serde_json::{Value, json};

use crate::audience::{Base, Breakdown, Demographics, DemographicsOptions, Dimension, Person, ShareOptions};
use crate::columnar::{Table, call};

struct Drawn {
    of: u32,
    gender: Option<String>,
    language: Option<String>,
    following: Option<u64>,
    interests: Option<Vec<String>>,
    weight: f64,
}

/// A small generator of its own: the same people in every run.
fn people(rows: usize, influencers: u64, fine: bool) -> Vec<Drawn> {
    let mut state = 7_u64;
    let mut below = |most: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % most
    };
    let mut one = || {
        let of = below(influencers) as u32;
        let mut label =
            |labels: &[&str]| labels.get(below(labels.len() as u64 + 1) as usize).map(|l| (*l).to_owned());
        let (gender, language) = (label(&["female", "male", "other"]), label(&["de", "en", "he", "pt"]));
        let interests =
            (0..below(5)).map(|_| ["food", "travel", "games", "art"][below(4) as usize].to_owned());
        let interests: Vec<String> = interests.collect();
        let weight = if fine { 1.0 + below(1 << 30) as f64 / 3e9 } else { below(4_096) as f64 / 1_024.0 };
        Drawn {
            of,
            gender,
            language,
            following: (below(5) > 0).then(|| below(3_000)),
            interests: (below(6) > 0).then_some(interests),
            weight,
        }
    };
    (0..rows).map(|_| one()).collect()
}

fn table(people: &[Drawn], interests: ArrayRef) -> Table {
    let mut keys = UInt32Builder::new();
    people.iter().for_each(|person| keys.append_value(person.of));
    let text =
        |of: fn(&Drawn) -> Option<&str>| Arc::new(StringArray::from_iter(people.iter().map(of))) as ArrayRef;
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("influencer_id", Arc::new(keys.finish())),
        ("gender", text(|person| person.gender.as_deref())),
        ("language", text(|person| person.language.as_deref())),
        ("following", Arc::new(UInt64Array::from_iter(people.iter().map(|person| person.following)))),
        ("interests", interests),
        ("weight", Arc::new(Float64Array::from_iter_values(people.iter().map(|person| person.weight)))),
    ];
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))
        .unwrap()
        .into()
}

/// Lists of text, a gap in every list: a gap tells nothing.
fn lists(people: &[Drawn]) -> ArrayRef {
    let mut lists = ListBuilder::new(StringBuilder::new());
    for person in people {
        for interest in person.interests.iter().flatten() {
            lists.values().append_value(interest);
        }
        lists.values().append_null();
        lists.append(person.interests.is_some());
    }
    Arc::new(lists.finish())
}

fn layouts(people: &[Drawn]) -> Vec<ArrayRef> {
    let mut coded = LargeListBuilder::new(StringDictionaryBuilder::<Int8Type>::new());
    for person in people {
        person.interests.iter().flatten().for_each(|interest| coded.values().append_value(interest));
        coded.append(person.interests.is_some());
    }
    let usual = lists(people);
    let views = DataType::ListView(Arc::new(Field::new_list_field(DataType::Utf8View, true)));
    let views = cast(&usual, &views).unwrap();
    // The rows in the middle of a longer column.
    let longer = arrow_select::concat::concat(&[&usual.slice(3, 5), &usual, &usual.slice(0, 9)]).unwrap();
    vec![Arc::new(coded.finish()), views, longer.slice(5, people.len()), usual]
}

const ASKED: [&[Dimension]; 5] = [
    &[Dimension::Interest],
    &[Dimension::Gender, Dimension::Interest],
    &[Dimension::Interest, Dimension::Reachability],
    &[Dimension::Gender, Dimension::Language],
    &[Dimension::Reachability],
];

fn by_rows(people: &[&Drawn], weighted: bool, base: Base) -> Vec<Breakdown> {
    let by = ASKED.iter().map(|dimensions| dimensions.to_vec()).collect();
    let mut state = Demographics::new(DemographicsOptions { by, weighted, ..Default::default() }).unwrap();
    for drawn in people {
        let person = Person {
            gender: drawn.gender.as_deref(),
            language: drawn.language.as_deref(),
            following: drawn.following,
            interests: drawn.interests.as_deref().unwrap_or_default(),
            weight: Some(drawn.weight),
            ..Person::default()
        };
        state.update(&person).unwrap();
    }
    state.finish(&ShareOptions { base, population: Some(1_000_000), ..Default::default() }).unwrap()
}

fn number(value: Option<f64>) -> Value {
    value.map_or(Value::Null, Value::from)
}

/// What a table should answer, row by row.
fn expected(people: &[Drawn], weighted: bool, base: Base) -> Vec<Value> {
    let mut order: Vec<u32> = Vec::new();
    let mut of: BTreeMap<u32, Vec<&Drawn>> = BTreeMap::new();
    for person in people {
        if !order.contains(&person.of) {
            order.push(person.of);
        }
        of.entry(person.of).or_default().push(person);
    }
    let mut rows = Vec::new();
    for influencer in order {
        for breakdown in by_rows(&of[&influencer], weighted, base) {
            for share in &breakdown.shares {
                let mut row = json!({ "influencer_id": influencer, "people": share.n });
                for (dimension, category) in breakdown.dimensions.iter().zip(&share.categories) {
                    row[dimension.name()] = category.label().into();
                }
                row["value"] = number(share.share.value());
                row["low"] = number(share.share.interval().map(|interval| interval.low));
                row["high"] = number(share.share.interval().map(|interval| interval.high));
                rows.push(row);
            }
        }
    }
    rows
}

fn answered(table: &Table, weighted: bool, base: &str) -> Vec<Value> {
    let options = json!({
        "dimensions": ASKED.map(|dimensions| dimensions.iter().map(|d| d.name()).collect::<Vec<_>>()),
        "weight": weighted.then_some("weight"),
        "population": 1_000_000,
        "base": base,
    });
    let mut rows = call("demographics", &[("audience", table)], &options).unwrap().to_rows();
    for row in &mut rows {
        let row = row.as_object_mut().unwrap();
        let breakdown = row["breakdown"].as_str().unwrap().to_owned();
        let shown = ["influencer_id", "people", "value", "low", "high"];
        row.retain(|name, _| breakdown.split(" × ").any(|d| d == name) || shown.contains(&name.as_str()));
    }
    rows
}

#[test]
fn people_of_several_interests_are_counted_as_the_accumulator_counts_them() {
    for (fine, influencers) in [(false, 1), (true, 9), (false, 40)] {
        let mut people = people(600, influencers, fine);
        for order in ["gathered", "mixed"] {
            if order == "gathered" {
                people.sort_by_key(|person| person.of);
            } else {
                people.reverse();
                people.rotate_left(211);
            }
            for (weighted, base, name) in [
                (true, Base::Everyone, "everyone"),
                (true, Base::Known, "known"),
                (false, Base::Known, "known"),
            ] {
                let expected = expected(&people, weighted, base);
                for layout in layouts(&people) {
                    let found = answered(&table(&people, layout), weighted, name);
                    assert_eq!(found, expected, "{order}, {influencers}, {name}, weighted: {weighted}");
                }
            }
        }
    }
}

#[test]
fn who_is_in_a_cell_that_is_left_out_is_counted_once() {
    let of = |interests: &[&str]| interests.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
    let several = [of(&["art", "food"]), of(&["food", "art"]), of(&["food"]), of(&["games", "art"]), of(&[])];
    let person = |interests: &Vec<String>| Drawn {
        of: 1,
        gender: None,
        language: None,
        following: None,
        interests: Some(interests.clone()),
        weight: 1.0,
    };
    let people: Vec<Drawn> = several.iter().map(person).collect();
    let options = json!({ "dimensions": ["interest"], "minimum": 3 });
    let rows = |base: &str| {
        let mut options = options.clone();
        options["base"] = base.into();
        let table = table(&people, lists(&people));
        let rows = call("demographics", &[("audience", &table)], &options).unwrap().to_rows();
        rows.iter().map(|row| (row["interest"].clone(), row["value"].as_f64().unwrap())).collect::<Vec<_>>()
    };
    // Left out are games, of one person, and what is not known, of another.
    assert_eq!(rows("everyone"), [(json!("art"), 0.6), (json!("food"), 0.6), (Value::Null, 0.4)]);
    assert_eq!(rows("known"), [(json!("art"), 0.75), (json!("food"), 0.75), (Value::Null, 0.25)]);
}

#[test]
fn no_interests_at_all_are_missing_and_what_is_no_list_of_texts_is_refused() {
    let people = people(20, 2, false);
    let nothing = arrow_array::new_null_array(&DataType::Null, people.len());
    let options = json!({ "dimensions": ["interest"], "by": null });
    let found = call("demographics", &[("audience", &table(&people, nothing))], &options).unwrap().to_rows();
    assert_eq!(found.len(), 1);
    assert_eq!((&found[0]["interest"], &found[0]["value"]), (&Value::Null, &json!(1.0)));
    let texts = Arc::new(StringArray::from_iter(people.iter().map(|person| person.gender.as_deref())));
    let error = call("demographics", &[("audience", &table(&people, texts))], &options).unwrap_err();
    assert_eq!(error.code(), "WRONG_COLUMN_TYPE");
    assert!(error.to_string().contains("lists of texts"), "{error}");
}
