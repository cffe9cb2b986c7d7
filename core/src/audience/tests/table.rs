use proptest::prelude::*;

use crate::audience::{Axis, Category, Cell, Dimension, Error, Magnitude, Node, Table, Weight};

fn node(label: &str, parent: Option<usize>) -> Node {
    Node { category: label.into(), parent }
}

fn places() -> Axis {
    let nodes = vec![
        node("DE", None),
        node("DE-BE", Some(0)),
        node("DE-BY", Some(0)),
        node("FR", None),
        Node { category: Category::Missing, parent: Some(3) },
    ];
    Axis::hierarchical(vec![Dimension::Country, Dimension::Region], nodes).unwrap()
}

fn gender() -> Axis {
    Axis::flat(Dimension::Gender, ["female".into(), "male".into(), Category::Missing]).unwrap()
}

fn cell(at: &[usize], n: u64) -> Cell {
    Cell { at: at.to_vec(), n, weight: None, magnitude: None }
}

#[test]
fn subtotals_and_totals_are_sums_of_the_innermost_cells() {
    let cells =
        vec![cell(&[4, 0], 5), cell(&[1, 0], 3), cell(&[2, 0], 4), cell(&[2, 1], 8), cell(&[1, 2], 0)];
    let table = Table::new(vec![places(), gender()], cells).unwrap();
    assert_eq!(table.cells().len(), 4, "a cell without people is left out");
    assert_eq!(table.total().n, 20);
    assert_eq!(table.sum(&[Some(0), None]).unwrap().n, 15);
    assert_eq!(table.sum(&[Some(0), Some(0)]).unwrap().n, 7);
    assert_eq!(table.sum(&[Some(3), Some(1)]).unwrap().n, 0);
    assert_eq!(table.marginal(&[1]).unwrap().cells(), [cell(&[0], 12), cell(&[1], 8)]);
    assert_eq!(table.marginal(&[1, 0]).unwrap().cell(&[0, 2]).map(|c| c.n), Some(4));
    assert_eq!(table.marginal(&[]).unwrap().total().n, 20);
}

#[test]
fn a_table_is_read_back_from_its_json() {
    let cells = vec![cell(&[4, 0], 5), cell(&[1, 2], 3)];
    let table = Table::new(vec![places(), gender()], cells).unwrap();
    let json = serde_json::to_string(&table).unwrap();
    assert_eq!(serde_json::from_str::<Table>(&json).unwrap(), table);
    let broken = json.replace("\"at\":[4,0]", "\"at\":[3,0]");
    let error = serde_json::from_str::<Table>(&broken).unwrap_err().to_string();
    assert!(error.starts_with("cell 1: its place does not exist or is a subtotal"), "{error}");
}

#[test]
fn a_table_whose_totals_do_not_add_up_is_refused() {
    let entries =
        |total| [(vec![Some(1)], 3), (vec![Some(2)], 4), (vec![Some(4)], 5), (vec![Some(0)], total)];
    assert!(Table::with_totals(vec![places()], entries(7)).is_ok());
    let error = Table::with_totals(vec![places()], entries(8)).unwrap_err();
    assert_eq!(error, Error::TotalsDisagree { entry: 3, given: 8, sum: 7 });
    assert_eq!(error.to_string(), "the total at entry 3 is 8, but its parts add up to 7");
    let nowhere = Table::with_totals(vec![places()], [(vec![Some(9)], 3)]).unwrap_err();
    assert_eq!(nowhere, Error::BadCell { cell: 0, problem: "its place does not exist" });
}

#[test]
fn broken_tables_are_refused() {
    let gender = || vec![gender()];
    let twice = Table::new(gender(), vec![cell(&[0], 1), cell(&[1], 1), cell(&[0], 2)]).unwrap_err();
    assert_eq!(twice.to_string(), "cell 2: its place comes twice");
    let short = Table::new(gender(), vec![cell(&[], 1)]).unwrap_err();
    assert_eq!(short.to_string(), "cell 0: it must name one node per axis");
    let weighted = Cell { weight: Some(Weight::ONE), ..cell(&[1], 1) };
    let uneven = Table::new(gender(), vec![cell(&[0], 1), weighted]).unwrap_err();
    assert_eq!(uneven.to_string(), "cell 1 has weight, unlike the first; either all cells have it or none");
    let both = Table::new(vec![places(), places()], vec![]).unwrap_err();
    assert_eq!(both, Error::RepeatedDimension { dimension: Dimension::Country });
    let large = Table::new(gender(), vec![cell(&[0], u64::MAX), cell(&[1], 1)]).unwrap_err();
    assert_eq!(large.to_string(), "the number of people is too large to be summed exactly");
    for (sum, largest) in [(5, vec![4, 2]), (9, vec![2, 4]), (9, vec![1, 1, 1]), (1, vec![u64::MAX, 1])] {
        let magnitude = Some(Magnitude { sum, largest });
        assert!(Table::new(gender(), vec![Cell { magnitude, ..cell(&[0], 2) }]).is_err());
    }
}

#[test]
fn broken_hierarchies_are_refused() {
    let levels = || vec![Dimension::Country, Dimension::Region];
    let late = Axis::hierarchical(levels(), vec![node("DE-BE", Some(1)), node("DE", None)]).unwrap_err();
    assert_eq!(late.to_string(), "axis node 0: the parent must come before its child");
    let deep = vec![node("DE", None), node("DE-BE", Some(0)), node("Berlin", Some(1))];
    let deep = Axis::hierarchical(levels(), deep).unwrap_err();
    assert_eq!(deep.to_string(), "axis node 2: the node is deeper than the levels");
    let twice = Axis::flat(Dimension::Gender, ["male".into(), "male".into()]).unwrap_err();
    assert!(matches!(twice, Error::RepeatedCategory { node: 1, .. }));
    assert!(Axis::hierarchical(vec![], vec![]).is_err());
    assert!(Axis::hierarchical(vec![Dimension::City, Dimension::City], vec![]).is_err());
}

#[test]
fn people_with_several_interests_count_once_in_totals() {
    let interest = || Axis::flat(Dimension::Interest, ["Food".into(), "Travel".into()]).unwrap();
    let people = Table::new(vec![gender()], vec![cell(&[0], 6), cell(&[1], 3)]).unwrap();
    let cells = vec![cell(&[0, 0], 5), cell(&[0, 1], 4), cell(&[1, 1], 3)];
    let table = Table::with_people(vec![gender(), interest()], cells.clone(), people.clone()).unwrap();
    assert_eq!(table.total().n, 9);
    assert_eq!(table.sum(&[Some(0), None]).unwrap().n, 6);
    assert_eq!(table.sum(&[None, Some(1)]).unwrap().n, 7);
    assert_eq!(table.marginal(&[0]).unwrap(), people);
    let by_interest = table.marginal(&[1]).unwrap();
    assert_eq!(by_interest.total().n, 9);
    assert_eq!(by_interest.cells(), [cell(&[0], 5), cell(&[1], 7)]);
    let json = serde_json::to_string(&table).unwrap();
    assert_eq!(serde_json::from_str::<Table>(&json).unwrap(), table);

    assert!(Table::new(vec![gender(), interest()], cells.clone()).is_err());
    assert!(Table::with_people(vec![interest()], vec![], people.clone()).is_err());
    let many = vec![cell(&[1, 0], 4)];
    assert!(Table::with_people(vec![gender(), interest()], many, people).is_err());
}

proptest! {
    #[test]
    fn the_order_of_the_cells_never_matters(
        counts in prop::collection::vec(0_u64..40, 9),
        order in Just((0..9_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let leaves: Vec<usize> = places().leaves().collect();
        let build = |order: &[usize]| {
            let cells = order.iter().map(|i| {
                let largest = vec![counts[*i]; usize::from(counts[*i] > 0)];
                let magnitude = Some(Magnitude { sum: counts[*i] * 2, largest });
                Cell { weight: Some(Weight::from_units(7)), magnitude, ..cell(&[leaves[i / 3], i % 3], counts[*i]) }
            });
            Table::new(vec![places(), gender()], cells.collect()).unwrap()
        };
        let sorted: Vec<usize> = (0..9).collect();
        let table = build(&order);
        prop_assert_eq!(&table, &build(&sorted));
        let by_gender = table.marginal(&[1]).unwrap();
        prop_assert_eq!(by_gender.total(), table.total());
        for g in 0..3 {
            prop_assert_eq!(by_gender.sum(&[Some(g)]).unwrap(), table.sum(&[None, Some(g)]).unwrap());
        }
    }
}
