use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::json;

use super::{ask, ids};
use crate::model::{Country, InfluencerId};
use crate::search::{Bounded, Catalog, Exclusion, Record, Verify};

#[derive(Debug, Clone)]
enum Change {
    Add(u8, Known),
    Update(u8, Known),
    Remove(u8),
    Restrict(u8, bool),
    Lift(u8, bool),
    Erase(u8),
    SaveAndLoad,
    SaveAndOpen,
}

#[derive(Debug, Clone)]
struct Known {
    german: bool,
    followers: Option<u16>,
    share: Option<u8>,
    tags: Vec<u8>,
    words: Vec<u8>,
}

fn known() -> impl Strategy<Value = Known> {
    let lists = || prop::collection::vec(0..4_u8, 0..4);
    (any::<bool>(), any::<Option<u16>>(), any::<Option<u8>>(), lists(), lists())
        .prop_map(|(german, followers, share, tags, words)| Known { german, followers, share, tags, words })
}

fn change() -> impl Strategy<Value = Change> {
    let id = 0..12_u8;
    prop_oneof![
        4 => (id.clone(), known()).prop_map(|(id, known)| Change::Add(id, known)),
        3 => (id.clone(), known()).prop_map(|(id, known)| Change::Update(id, known)),
        2 => id.clone().prop_map(Change::Remove),
        2 => (id.clone(), any::<bool>()).prop_map(|(id, minor)| Change::Restrict(id, minor)),
        2 => (id.clone(), any::<bool>()).prop_map(|(id, minor)| Change::Lift(id, minor)),
        1 => id.prop_map(Change::Erase),
        1 => Just(Change::SaveAndLoad),
        2 => Just(Change::SaveAndOpen),
    ]
}

fn id(number: u8) -> InfluencerId {
    InfluencerId::new(format!("i{number:02}")).unwrap()
}

fn why(minor: bool) -> Exclusion {
    if minor { Exclusion::Minor } else { Exclusion::Restricted }
}

fn record(number: u8, known: &Known) -> Record {
    let mut record = Record::new(id(number));
    record.country = Some(if known.german { "DE" } else { "FR" }.parse::<Country>().unwrap());
    let figure = |value| Bounded { value, low: None };
    record.figures.extend(known.followers.map(|n| ("followers".to_owned(), figure(f64::from(n)))));
    let share = known.share.map(|share| ("DE".to_owned(), figure(f64::from(share) / 255.0)));
    record.audience.insert("country".to_owned(), share.into_iter().collect());
    record.hashtags = known.tags.iter().map(|tag| format!("Tag{tag}")).collect();
    record.bio = Some(known.words.iter().map(|word| format!("wörd{word} ")).collect());
    record
}

proptest! {
    #[test]
    fn after_any_changes_the_catalog_finds_whom_a_plain_list_finds(changes in prop::collection::vec(change(), 1..60)) {
        let mut catalog = Catalog::new();
        let mut model: BTreeMap<u8, Known> = BTreeMap::new();
        let mut excluded: BTreeMap<u8, BTreeSet<Exclusion>> = BTreeMap::new();
        for change in changes {
            let erased = |excluded: &BTreeMap<u8, BTreeSet<Exclusion>>, number: u8| {
                excluded.get(&number).is_some_and(|reasons| reasons.contains(&Exclusion::Erased))
            };
            match change {
                Change::Add(number, known) => {
                    let free = !model.contains_key(&number) && !erased(&excluded, number);
                    prop_assert_eq!(catalog.add([record(number, &known)]).is_ok(), free);
                    if free {
                        model.insert(number, known);
                    }
                }
                Change::Update(number, known) => {
                    let free = !erased(&excluded, number);
                    prop_assert_eq!(catalog.update([record(number, &known)]).is_ok(), free);
                    if free {
                        model.insert(number, known);
                    }
                }
                Change::Remove(number) => {
                    prop_assert_eq!(catalog.remove(id(number).as_str()), model.remove(&number).is_some());
                }
                Change::Restrict(number, minor) => {
                    catalog.restrict(&id(number), why(minor));
                    excluded.entry(number).or_default().insert(why(minor));
                }
                Change::Lift(number, minor) => {
                    catalog.lift(&id(number), why(minor));
                    excluded.entry(number).or_default().remove(&why(minor));
                }
                Change::Erase(number) => {
                    catalog.erase(&id(number));
                    model.remove(&number);
                    excluded.insert(number, BTreeSet::from([Exclusion::Erased]));
                }
                Change::SaveAndLoad => catalog = Catalog::from_bytes(&catalog.to_bytes()).unwrap(),
                Change::SaveAndOpen => catalog = Catalog::open(catalog.to_bytes(), Verify::Checksum).unwrap(),
            }
            prop_assert_eq!(catalog.len(), model.len());
            let shown = |number: &u8| excluded.get(number).is_none_or(BTreeSet::is_empty);
            let expect = |test: &dyn Fn(&Known) -> bool| -> Vec<String> {
                let fits = model.iter().filter(|(number, known)| shown(number) && test(known));
                fits.map(|(number, _)| id(*number).as_str().to_owned()).collect()
            };
            let find = |filter| ids(&catalog, json!({ "filters": [filter] }));
            prop_assert_eq!(find(json!({ "country": ["DE"] })), expect(&|known| known.german));
            prop_assert_eq!(find(json!({ "not": { "country": ["DE"] } })), expect(&|known| !known.german));
            let many = expect(&|known| known.followers.is_some_and(|n| n >= 30_000));
            prop_assert_eq!(find(json!({ "followers": { "at_least": 30_000 } })), many);
            let half = expect(&|known| known.share.is_some_and(|share| share >= 128));
            prop_assert_eq!(find(json!({ "audience": { "country": "DE", "at_least": 0.5 } })), half);
            let tagged = expect(&|known| known.tags.contains(&1) && !known.tags.contains(&2));
            prop_assert_eq!(find(json!({ "hashtags": { "all": ["#TAG1"], "none": ["tag2"] } })), tagged);
            let phrase = expect(&|known| known.words.windows(2).any(|pair| pair == [1, 2]));
            prop_assert_eq!(find(json!({ "text": { "phrase": "word1 WÖRD2" } })), phrase);
            let total = ask(&catalog, json!({ "limit": 0 })).unwrap().total;
            prop_assert_eq!(total, Some(expect(&|_| true).len() as u64));
        }
    }
}
