//! Random tables: one to three dimensions, flat and nested, sparse, skewed, with zeros.

use crate::audience::release::{Dominance, Rules, ZeroCells};
use crate::audience::{Axis, Cell, Dimension, Magnitude, Node, Table};

/// SplitMix64: small, seeded, good enough to draw tables from.
pub(in crate::audience::release) struct Draw(pub(in crate::audience::release) u64);

impl Draw {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to `below - 1`.
    pub(in crate::audience::release) fn below(&mut self, below: u64) -> u64 {
        self.next() % below
    }

    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn axis(draw: &mut Draw, levels: [Dimension; 2], most: u64) -> Axis {
    let leaves = 2 + draw.below(most - 1);
    if draw.below(3) > 0 || leaves < 3 {
        return Axis::flat(levels[0], (0..leaves).map(|leaf| format!("l{leaf}").as_str().into())).unwrap();
    }
    let parents = 2 + draw.below(leaves.min(4) - 1);
    let node = |label: String, parent| Node { category: label.as_str().into(), parent };
    let mut nodes: Vec<Node> = (0..parents).map(|parent| node(format!("p{parent}"), None)).collect();
    // The last leaf hangs from the total itself now and then: hierarchies are not always of one depth.
    let ragged = draw.below(3) == 0;
    for leaf in 0..leaves {
        let parent = (!(ragged && leaf + 1 == leaves)).then_some((leaf % parents) as usize);
        nodes.push(node(format!("l{leaf}"), parent));
    }
    Axis::hierarchical(levels.to_vec(), nodes).unwrap()
}

/// All innermost places.
pub(super) fn places(axes: &[Axis]) -> Vec<Vec<usize>> {
    axes.iter().fold(vec![Vec::new()], |places: Vec<Vec<usize>>, axis| {
        places
            .iter()
            .flat_map(|place| axis.leaves().map(move |leaf| place.iter().copied().chain([leaf]).collect()))
            .collect()
    })
}

/// A table with its rules.
pub(super) fn table(draw: &mut Draw, with_magnitudes: bool) -> (Table, Rules) {
    use Dimension::{AgeBand, Country, Gender, Kind, Language, Region};
    let dimensions = 1 + draw.below(3);
    let most = match dimensions {
        1 => 14,
        2 => 8,
        _ => 4,
    };
    let levels = [[Country, Region], [Gender, AgeBand], [Language, Kind]];
    let axes: Vec<Axis> =
        levels.into_iter().take(dimensions as usize).map(|levels| axis(draw, levels, most)).collect();
    let empty = draw.unit() * 0.8;
    let skew = 1.0 + 6.0 * draw.unit();
    let mut cells = Vec::new();
    for at in places(&axes) {
        let n = if draw.unit() < empty { 0 } else { (draw.unit().powi(2) * skew).exp() as u64 };
        let likes = with_magnitudes.then(|| {
            let mut largest: Vec<u64> =
                (0..n).map(|_| (draw.unit().powi(3) * 9.0).exp() as u64 - 1).collect();
            largest.sort_unstable_by(|a, b| b.cmp(a));
            Magnitude { sum: largest.iter().sum(), largest }
        });
        cells.push(Cell { at, n, weight: None, magnitude: likes });
    }
    let table = Table::new(axes, cells).unwrap();
    let zeros =
        [ZeroCells::Show, ZeroCells::Show, ZeroCells::MayHide, ZeroCells::Protect][draw.below(4) as usize];
    let k = 2 + draw.below(9);
    let rules = Rules::over_floor(k, 2).unwrap().zeros(zeros);
    if !with_magnitudes || table.total().n == 0 {
        return (table, rules);
    }
    let rules = rules
        .dominance(Dominance { n: 1 + (k % 2) as u8, percent: 75 })
        .and_then(|rules| rules.p_percent(15));
    (table, rules.unwrap())
}
