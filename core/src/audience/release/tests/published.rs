//! A published table with its unsafe cells marked (the example of τ-ARGUS), read from the shared data.

use crate::audience::release::cube::Cube;
use crate::audience::release::primary::primary;
use crate::audience::release::suppress::{baseline, problem_of};
use crate::audience::release::{Method, Place, Rules, suppress};
use crate::audience::{Axis, Cell, Dimension, Magnitude, Node, Table};

/// One line: size, region, sum in hundredths, people, the two largest contributions, whether it is marked unsafe.
struct Line {
    size: String,
    region: String,
    sum: u64,
    n: u64,
    largest: [u64; 2],
    is_unsafe: bool,
}

fn lines(text: &str) -> Vec<Line> {
    let hundredths = |text: &str| (text.replace(',', ".").parse::<f64>().unwrap() * 100.0).round() as u64;
    let line = |line: &str| {
        let fields: Vec<&str> = line.split(';').map(|field| field.trim_matches('"').trim()).collect();
        Line {
            size: fields[0].to_owned(),
            region: fields[1].to_owned(),
            sum: hundredths(fields[2]),
            n: fields[3].parse().unwrap(),
            largest: [hundredths(fields[6]), hundredths(fields[7])],
            is_unsafe: fields[8] == "U",
        }
    };
    text.lines().filter(|line| !line.trim().is_empty()).map(line).collect()
}

/// Ten contributions with the two largest as published, the others as even as they can be.
fn contributions(line: &Line) -> Magnitude {
    let [first, second] = line.largest;
    let mut largest: Vec<u64> = [first, second].into_iter().take(line.n as usize).collect();
    // Published figures are rounded: two people may come to a little less than the sum.
    let rest = line.sum.saturating_sub(largest.iter().sum());
    let others = line.n.saturating_sub(2);
    let each = rest.checked_div(others).unwrap_or(0).min(second);
    largest.extend((0..others.min(8)).map(|_| each));
    // Where all are given they add up to the sum, to a hundredth less per person at most.
    let all: u64 = largest.iter().sum();
    let sum = if line.n <= 10 { all } else { line.sum.max(all) };
    Magnitude { sum, largest }
}

#[test]
#[expect(clippy::print_stderr, reason = "says what is skipped, and the loss beside that of the baseline")]
fn the_unsafe_cells_of_the_published_table_are_found_and_covered_at_less_loss_than_greedily() {
    let root = std::env::var("RENOWN_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared").to_owned());
    let path = format!("{root}/data/privacy/sdc/tauargus-pp.tab");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: {path} is not there");
        return;
    };
    let lines = lines(&text);
    let wide = [("Nr", 0), ("Os", 1), ("Ws", 2), ("Zd", 3)];
    let parts = [
        (0, ["1", "2", "3"].as_slice()),
        (1, &["4", "5", "6", "7"]),
        (2, &["8", "9", "10"]),
        (3, &["11", "12"]),
    ];
    let mut nodes: Vec<Node> =
        wide.iter().map(|(label, _)| Node { category: (*label).into(), parent: None }).collect();
    nodes.push(Node { category: "99".into(), parent: None });
    for (parent, labels) in parts {
        nodes.extend(labels.iter().map(|label| Node { category: (*label).into(), parent: Some(parent) }));
    }
    let sizes = ["2", "4", "5", "6", "7", "8", "9", "99"];
    let region = Axis::hierarchical(vec![Dimension::Country, Dimension::Region], nodes).unwrap();
    let size = Axis::flat(Dimension::Kind, sizes.map(Into::into)).unwrap();
    let at_region = |label: &str| region.nodes().iter().position(|node| node.category.label() == Some(label));
    let at_size = |label: &str| sizes.iter().position(|size| *size == label);
    let mut cells = Vec::new();
    for line in &lines {
        if let (Some(size), Some(place)) = (at_size(&line.size), at_region(&line.region))
            && region.is_leaf(place)
            && line.n > 0
        {
            cells.push(Cell {
                at: vec![size, place],
                n: line.n,
                weight: None,
                magnitude: Some(contributions(line)),
            });
        }
    }
    let table = Table::new(vec![size.clone(), region.clone()], cells).unwrap();
    // The rules of the example: p % with 15, at least 3 people.
    let rules = Rules::over_floor(3, 2).unwrap().p_percent(15).unwrap();
    let optimised = if cfg!(feature = "release") { Method::Optimised } else { Method::Heuristic };
    let release = suppress(&table, &rules.method(optimised)).unwrap();
    let marked: Vec<Place> = lines
        .iter()
        .filter(|line| line.is_unsafe)
        .map(|line| vec![at_size(&line.size), at_region(&line.region)])
        .collect();
    for place in &marked {
        assert_eq!(release.cell(place).unwrap().sum, None, "what is marked unsafe is hidden: {place:?}");
    }
    let cube = Cube::of(&table).unwrap();
    let (system, latents) = cube.system();
    let primary = primary(&cube, &latents, &rules).unwrap();
    let greedy = baseline(&problem_of(&cube, system, &rules, &primary));
    let greedy = greedy.iter().take(cube.len()).filter(|hidden| **hidden).count();
    let report = release.report();
    eprintln!(
        "{} cells, {} marked, {} sensitive here; hidden: {} (proven {}), greedily {greedy}",
        release.cells().len(),
        marked.len(),
        report.sensitive.len(),
        report.hidden,
        report.proven_optimal,
    );
    assert!(report.hidden <= greedy);
}
