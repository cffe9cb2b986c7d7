use super::{count, options};
use crate::audience::{Category, Dimension, Error, Person, Table};

#[test]
fn country_and_region_become_one_axis_with_subtotals() {
    let person = |country, region, gender| Person { country, region, gender, ..Person::default() };
    let people = [
        person(Some("US"), Some("US-CA"), Some("female")),
        person(Some("US"), Some("US-NY"), Some("male")),
        person(Some("US"), None, None),
        person(Some("DE"), Some("DE-BE"), None),
        person(None, None, None),
    ];
    let by = [Dimension::Gender, Dimension::Country, Dimension::Region];
    let state = count(options(&[&by], false), &people);
    let table = state.table(&by).unwrap();
    assert_eq!(table.axes()[0].dimensions(), [Dimension::Gender]);
    let places = &table.axes()[1];
    assert_eq!(places.dimensions(), [Dimension::Country, Dimension::Region]);
    let listed: Vec<_> = places.nodes().iter().map(|n| (n.category.to_string(), n.parent)).collect();
    let expected = [
        ("DE", None),
        ("DE-BE", Some(0)),
        ("US", None),
        ("US-CA", Some(2)),
        ("US-NY", Some(2)),
        ("(missing)", Some(2)),
        ("(missing)", None),
        ("(missing)", Some(6)),
    ];
    assert_eq!(listed, expected.map(|(label, parent)| (label.to_owned(), parent)));
    assert_eq!(table.sum(&[None, Some(2)]).unwrap().n, 3);
    assert_eq!(table.total().n, 5);
    assert!(table.axes()[0].nodes().iter().any(|n| n.category == Category::Missing));
    let other = state.table(&[Dimension::Gender]);
    assert_eq!(other, Err(Error::NotCounted { dimensions: vec![Dimension::Gender] }));
}

#[test]
fn a_table_by_interest_carries_its_people() {
    let (food, both) = (["food".to_owned()], ["food".to_owned(), "travel".to_owned()]);
    let person = |gender, interests, weight| Person { gender, interests, weight, ..Person::default() };
    let people = [
        person(Some("female"), &both[..], Some(2.0)),
        person(Some("female"), &food[..], Some(1.0)),
        person(None, &[][..], Some(0.5)),
    ];
    let by = [Dimension::Interest, Dimension::Gender];
    let table = count(options(&[&by], true), &people).table(&by).unwrap();
    assert_eq!(table.total().n, 3);
    assert_eq!(table.total().weight.map(|w| w.value()), Some(3.5));
    assert_eq!(table.sum(&[Some(0), None]).unwrap().n, 2);
    assert_eq!(table.sum(&[None, Some(0)]).unwrap().n, 2);
    assert_eq!(table.people().map(|people| people.cells().len()), Some(2));
    let json = serde_json::to_string(&table).unwrap();
    assert_eq!(serde_json::from_str::<Table>(&json).unwrap(), table);
}

#[test]
fn the_table_of_nobody_is_empty() {
    let by = [Dimension::Country, Dimension::Region];
    let table = count(options(&[&by], false), &[]).table(&by).unwrap();
    assert_eq!((table.cells().len(), table.total().n), (0, 0));
}
