//! Random tables: one to three dimensions, flat and nested, sparse, skewed, with zeros.

use crate::audience::release::{Axis, Cube, Dominance, Magnitude, Rules, ZeroCells};

/// SplitMix64: small, seeded, good enough to draw tables from.
pub(super) struct Draw(pub(super) u64);

impl Draw {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to `below - 1`.
    pub(super) fn below(&mut self, below: u64) -> u64 {
        self.next() % below
    }

    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn axis(draw: &mut Draw, name: &str, most: u64) -> Axis {
    let leaves = 2 + draw.below(most - 1);
    if draw.below(3) > 0 || leaves < 3 {
        return Axis::flat(name, (0..leaves).map(|leaf| format!("{name}{leaf}"))).expect("axis");
    }
    let parents = 2 + draw.below(leaves.min(4) - 1);
    let mut codes: Vec<(String, Option<String>)> = (0..parents).map(|p| (format!("P{p}"), None)).collect();
    // The last leaf hangs from the total itself now and then: hierarchies are not always of one depth.
    let ragged = draw.below(3) == 0;
    for leaf in 0..leaves {
        let parent = (!(ragged && leaf + 1 == leaves)).then(|| format!("P{}", leaf % parents));
        codes.push((format!("{name}{leaf}"), parent));
    }
    Axis::tree(name, codes).expect("axis")
}

/// A table with its rules.
pub(super) fn table(draw: &mut Draw, with_magnitudes: bool) -> (Cube, Rules) {
    let dimensions = 1 + draw.below(3);
    let most = match dimensions {
        1 => 14,
        2 => 8,
        _ => 4,
    };
    let axes: Vec<Axis> =
        ["x", "y", "z"].iter().take(dimensions as usize).map(|name| axis(draw, name, most)).collect();
    let empty = draw.unit() * 0.8;
    let skew = 1.0 + 6.0 * draw.unit();
    let mut cells = Vec::new();
    let mut stack: Vec<Vec<String>> = vec![Vec::new()];
    for axis in &axes {
        stack = stack
            .iter()
            .flat_map(|codes| {
                axis.leaves().map(move |leaf| codes.iter().cloned().chain([leaf.to_owned()]).collect())
            })
            .collect();
    }
    for codes in stack {
        let count = if draw.unit() < empty { 0 } else { (draw.unit().powi(2) * skew).exp() as u64 };
        cells.push((codes, count));
    }
    let zeros =
        [ZeroCells::Show, ZeroCells::Show, ZeroCells::MayHide, ZeroCells::Protect][draw.below(4) as usize];
    let k = 2 + draw.below(9);
    let rules = Rules::over_floor(k, 2).expect("rules").zeros(zeros);
    if !with_magnitudes {
        return (Cube::of_counts(axes, cells).expect("cube"), rules);
    }
    let cells: Vec<(Vec<String>, u64, Magnitude)> = cells
        .into_iter()
        .map(|(codes, count)| {
            let likes = (0..count).map(|_| (draw.unit().powi(3) * 9.0).exp() as u64 - 1);
            (codes, count, Magnitude::of(likes))
        })
        .collect();
    let rules = rules
        .dominance(Dominance { n: 1 + (k % 2) as u8, percent: 75 })
        .and_then(|rules| rules.p_percent(15));
    (Cube::of_magnitudes(axes, cells).expect("cube"), rules.expect("rules"))
}
