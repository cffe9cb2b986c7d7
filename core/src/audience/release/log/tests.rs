//! Differencing: the questions that are harmless alone.

use super::ranges::Ranges;
use super::{Answer, Domain, Refusal, ReleaseLog};
use crate::audience::release::{Method, Rules, suppress, suppress_update};
use crate::audience::{Axis, Category, Cell, Dimension, Table};

const REGIONS: [&str; 5] = ["north", "south", "east", "west", "isle"];

fn axes() -> Vec<Axis> {
    vec![
        Axis::flat(Dimension::Region, REGIONS.map(Category::from)).unwrap(),
        Axis::flat(Dimension::Gender, ["female".into(), "male".into()]).unwrap(),
    ]
}

fn table(counts: [[u64; 2]; 5]) -> Table {
    let cells = (0..10).map(|at| (vec![at / 2, at % 2], counts[at / 2][at % 2]));
    Table::new(axes(), cells.map(|(at, n)| Cell { at, n, weight: None, magnitude: None }).collect()).unwrap()
}

fn regions(domain: &Domain, names: &[&str]) -> super::Population {
    let names: Vec<Category> = names.iter().map(|name| Category::from(*name)).collect();
    domain.select(&[(Dimension::Region, &names)]).unwrap()
}

const MONDAY: [[u64; 2]; 5] = [[40, 22], [31, 30], [25, 27], [50, 12], [1, 0]];

#[test]
fn all_in_a_region_and_all_but_one_are_not_both_answered() {
    // AW-32.
    let (domain, table) = (Domain::new(axes()).unwrap(), table(MONDAY));
    let rules = Rules::new(10).unwrap();
    let all = domain.everybody();
    let mainland = regions(&domain, &["north", "south", "east", "west"]);
    for (first, second) in [(&all, &mainland), (&mainland, &all)] {
        let mut log = ReleaseLog::new(&domain, rules);
        assert!(matches!(log.ask(&domain, first, &table, "monday", None), Ok(Answer::Shown { .. })));
        let answer = log.ask(&domain, second, &table, "monday", None).unwrap();
        assert_eq!(answer, Answer::Refused { why: Refusal::Difference });
        assert_eq!(log.len(), 1);
        // The same question in other words is the same question.
        let again = regions(&domain, &REGIONS);
        assert_eq!(again, all);
    }
}

#[test]
fn the_union_of_what_was_shown_counts_as_shown() {
    let (domain, table) = (Domain::new(axes()).unwrap(), table(MONDAY));
    let mut log = ReleaseLog::new(&domain, Rules::new(10).unwrap());
    for region in ["north", "south", "east", "west"] {
        let answer = log.ask(&domain, &regions(&domain, &[region]), &table, "monday", None).unwrap();
        assert!(matches!(answer, Answer::Shown { .. }));
    }
    // Each region is far from everybody, all four together are not.
    let answer = log.ask(&domain, &domain.everybody(), &table, "monday", None).unwrap();
    assert_eq!(answer, Answer::Refused { why: Refusal::Difference });
}

#[test]
fn what_follows_from_several_figures_is_refused() {
    // north + south, south + east and east + north give north by itself: 2 north = a - b + c.
    let mut counts = MONDAY;
    counts[0] = [4, 4];
    let (domain, table) = (Domain::new(axes()).unwrap(), table(counts));
    let mut log = ReleaseLog::new(&domain, Rules::new(10).unwrap());
    let pairs = [["north", "south"], ["south", "east"]];
    let first = log.ask(&domain, &regions(&domain, &pairs[0]), &table, "monday", None).unwrap();
    assert!(matches!(first, Answer::Shown { .. }));
    // The set difference of the two pairs is north: 8 people.
    let second = log.ask(&domain, &regions(&domain, &pairs[1]), &table, "monday", None).unwrap();
    assert_eq!(second, Answer::Refused { why: Refusal::Difference });
    // Where no set difference is small, only the sum over all figures tells.
    let (domain, table) =
        (Domain::new(axes()).unwrap(), super::tests::table([[14, 4], [14, 4], [14, 4], [40, 12], [20, 0]]));
    let mut log = ReleaseLog::new(&domain, Rules::new(10).unwrap());
    let women = |names: &[&str]| {
        let women = domain.select(&[(Dimension::Gender, &["female".into()])]).unwrap();
        regions(&domain, names).and(&women).unwrap()
    };
    let three = regions(&domain, &["north", "south", "east"]);
    assert!(matches!(log.ask(&domain, &three, &table, "monday", None), Ok(Answer::Shown { n: 54 })));
    assert!(matches!(
        log.ask(&domain, &women(&["north", "south"]), &table, "monday", None),
        Ok(Answer::Shown { n: 28 })
    ));
    // Men of the three are 12, which is well; women of the east leave 12 men in all; all is well.
    assert!(matches!(
        log.ask(&domain, &women(&["east"]), &table, "monday", None),
        Ok(Answer::Shown { n: 14 })
    ));
    // The men of north and south would be 8.
    let two = regions(&domain, &["north", "south"]);
    assert!(matches!(log.ask(&domain, &two, &table, "monday", None), Ok(Answer::Refused { .. })));
}

#[test]
fn small_counts_are_refused_and_nobody_is_shown_where_that_is_no_secret() {
    let (domain, table) = (Domain::new(axes()).unwrap(), table(MONDAY));
    let mut log = ReleaseLog::new(&domain, Rules::new(10).unwrap());
    let isle = regions(&domain, &["isle"]);
    assert_eq!(
        log.ask(&domain, &isle, &table, "monday", None).unwrap(),
        Answer::Refused { why: Refusal::TooFew }
    );
    let nobody = isle.minus(&isle).unwrap();
    assert_eq!(log.ask(&domain, &nobody, &table, "monday", None).unwrap(), Answer::Shown { n: 0 });
}

#[test]
fn a_figure_is_shown_again_only_after_enough_people_changed() {
    // AW-36.
    let domain = Domain::new(axes()).unwrap();
    let mut log = ReleaseLog::new(&domain, Rules::new(10).unwrap());
    let north = regions(&domain, &["north"]);
    let ask = |log: &mut ReleaseLog, count, day: &str, changed| {
        let mut counts = MONDAY;
        counts[0][0] = count;
        log.ask(&domain, &north, &table(counts), day, changed).unwrap()
    };
    assert_eq!(ask(&mut log, 40, "monday", None), Answer::Shown { n: 62 });
    assert_eq!(ask(&mut log, 39, "tuesday", None), Answer::Refused { why: Refusal::SmallChange });
    assert_eq!(ask(&mut log, 40, "wednesday", None), Answer::Shown { n: 62 });
    assert_eq!(ask(&mut log, 31, "thursday", None), Answer::Refused { why: Refusal::SmallChange });
    assert_eq!(ask(&mut log, 39, "friday", Some(45)), Answer::Shown { n: 61 });
    assert_eq!(ask(&mut log, 29, "saturday", None), Answer::Shown { n: 51 });
}

#[test]
fn the_change_of_a_part_does_not_give_away_the_change_of_the_rest() {
    let domain = Domain::new(axes()).unwrap();
    let mut log = ReleaseLog::new(&domain, Rules::new(10).unwrap());
    let north = regions(&domain, &["north"]);
    let women = north.and(&domain.select(&[(Dimension::Gender, &["female".into()])]).unwrap()).unwrap();
    let tables = [table(MONDAY), table([[60, 23], [31, 30], [25, 27], [50, 12], [1, 0]])];
    for (table, day) in tables.iter().zip(["monday", "tuesday"]) {
        assert!(matches!(log.ask(&domain, &north, table, day, None), Ok(Answer::Shown { .. })));
        let answer = log.ask(&domain, &women, table, day, None).unwrap();
        // 20 women and one man came: the man would be the difference of the two changes.
        let small = Answer::Refused { why: Refusal::SmallChange };
        assert_eq!(answer == small, day == "tuesday", "{answer:?}");
    }
}

#[test]
fn the_same_snapshot_has_the_same_data() {
    let domain = Domain::new(axes()).unwrap();
    let mut log = ReleaseLog::new(&domain, Rules::new(10).unwrap());
    log.ask(&domain, &domain.everybody(), &table(MONDAY), "monday", None).unwrap();
    let mut counts = MONDAY;
    counts[0][0] += 30;
    let error = log.ask(&domain, &domain.everybody(), &table(counts), "monday", None).unwrap_err();
    assert_eq!(error.code(), "SNAPSHOT_CHANGED");
    let other = Domain::new(vec![axes()[0].clone()]).unwrap();
    assert_eq!(
        log.ask(&other, &other.everybody(), &table(MONDAY), "monday", None).unwrap_err().code(),
        "OTHER_AXES"
    );
    let saved = serde_json::to_string(&log).unwrap();
    assert_eq!(serde_json::from_str::<ReleaseLog>(&saved).unwrap(), log);
}

#[test]
fn a_released_table_and_a_later_question_are_judged_together() {
    let (domain, table) = (Domain::new(axes()).unwrap(), table(MONDAY));
    let rules = Rules::new(10).unwrap().method(Method::Heuristic);
    let release = suppress(&table, &rules).unwrap();
    let mut log = ReleaseLog::new(&domain, rules);
    assert_eq!(log.admit(&domain, &release, &table, "monday").unwrap(), Ok(()));
    assert!(log.len() > 5);
    // The isle is hidden; with all the others named it would not be.
    let mainland = regions(&domain, &["north", "south", "east", "west"]);
    let answer = log.ask(&domain, &mainland, &table, "monday", None).unwrap();
    assert!(matches!(answer, Answer::Refused { .. }));
}

#[test]
fn an_update_keeps_hidden_what_was_hidden_and_hides_small_changes() {
    let rules = Rules::new(10).unwrap().method(Method::Heuristic);
    let monday = suppress(&table(MONDAY), &rules).unwrap();
    let mut counts = MONDAY;
    counts[1][0] -= 1;
    counts[2][1] += 15;
    let tuesday = suppress_update(&table(counts), &rules, monday.cells()).unwrap();
    for (before, now) in monday.cells().iter().zip(tuesday.cells()) {
        if let (Some(before), Some(now)) = (before.n, now.n) {
            assert!(before == now || before.abs_diff(now) >= 10);
        }
        if before.n.is_none() {
            assert_eq!(now.n, None);
        }
    }
    assert_eq!(tuesday.n(&[Some(1), Some(0)]).unwrap(), None);
    // What was shown and has not changed is shown as before.
    let kept = |at: &[Option<usize>]| (monday.n(at).unwrap(), tuesday.n(at).unwrap());
    let (before, now) = kept(&[Some(3), Some(0)]);
    assert_eq!(before, now);
    assert!(
        monday.cells().iter().zip(tuesday.cells()).any(|(before, now)| now.n.is_some() && before.n == now.n)
    );
    let other = suppress_update(&table(counts), &rules, &monday.cells()[1..]).unwrap_err();
    assert_eq!(other.code(), "OTHER_AXES");
}

#[test]
fn sets_of_ranges_behave_like_sets() {
    use super::super::tests::Draw;
    use std::collections::BTreeSet;
    let mut draw = Draw(5);
    for _ in 0..300 {
        let mut set = || (0..draw.below(30)).map(|_| draw.below(24) as u32).collect::<BTreeSet<u32>>();
        let (a, b) = (set(), set());
        let (x, y) = (Ranges::of(a.iter().copied()), Ranges::of(b.iter().copied()));
        assert_eq!(x.union(&y), Ranges::of(a.union(&b).copied()));
        assert_eq!(x.and(&y), Ranges::of(a.intersection(&b).copied()));
        assert_eq!(x.minus(&y), Ranges::of(a.difference(&b).copied()));
        let saved = serde_json::to_string(&x).unwrap();
        assert_eq!(serde_json::from_str::<Ranges>(&saved).unwrap(), x);
    }
    assert!(serde_json::from_str::<Ranges>("[[0,2],[2,3]]").is_err());
}
