//! Counts over all that match, by label or by bin.
//!
//! One idea to keep in mind: a cell is told where it counts at least [`SMALLEST_CELL`] influencers. Where what is left
//! out could be found by subtraction from the total, the next smallest cell is left out with it. Shares of audiences
//! are counted more coarsely: in bins on one grid, once in a query, and by tens, so that two histograms of nearly the
//! same bins do not tell the few between them.

use serde::Serialize;

use super::Error;
use super::catalog::Catalog;
use super::field::{Field, LABELS};
use super::mask::Mask;
use super::query::Facet;
use crate::audience::SpecialCategory;

/// The fewest influencers of a cell that is told: rule C39 of the policy.
pub const SMALLEST_CELL: u64 = 10;

/// Bins of the shares of an audience are so many hundredths wide, or some times as many.
const SHARE_STEP: f64 = 5.0;

/// The most cells of a facet.
const MOST_CELLS: usize = 1_000;

/// One count.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cell {
    /// Of this label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// From this number on; open where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<f64>,
    /// Below this number; open where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below: Option<f64>,
    /// How many influencers.
    pub n: u64,
}

/// The counts of a field.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Counted {
    /// Which.
    pub field: String,
    /// Labels by count, the most frequent first, equal ones by label; bins in order.
    pub cells: Vec<Cell>,
    /// How many cells are not told because they, or others by subtraction, count too few.
    pub suppressed: usize,
}

/// Counts the influencers that match.
pub(super) fn count(
    catalog: &Catalog,
    found: &Mask,
    facet: &Facet,
    field: &Field,
    exact: bool,
    path: &str,
) -> Result<Counted, Error> {
    let (cells, top) = match field {
        Field::Label(label) => {
            if !facet.edges.is_empty() {
                return Err(Error::query(format!("{path}.edges"), "labels have no edges; give top"));
            }
            if facet.top > MOST_CELLS {
                return Err(Error::query(format!("{path}.top"), format!("at most {MOST_CELLS} labels")));
            }
            (labels(catalog, found, *label), facet.top)
        }
        Field::Similarity => return Err(Error::query(format!("{path}.field"), "likeness is not counted")),
        Field::Number(_) | Field::Audience(_) => (bins(catalog, found, facet, field, path)?, usize::MAX),
    };
    let all = cells.len();
    let mut told = suppress(cells);
    let suppressed = all - told.len();
    if !exact || matches!(field, Field::Audience(_)) {
        told.iter_mut().for_each(|cell| cell.n = coarse(cell.n));
    }
    told.truncate(top);
    Ok(Counted { field: field.to_string(), cells: told, suppressed })
}

/// A count by which that of one more or one less is not known: to two digits, and to tens where these are finer.
pub(super) fn coarse(n: u64) -> u64 {
    let digits = n.checked_ilog10().unwrap_or(0);
    let unit = 10_u64.pow(digits.saturating_sub(1)).max(SMALLEST_CELL);
    // Somebody is not nobody.
    if n == 0 { 0 } else { ((n + unit / 2) / unit * unit).max(unit) }
}

/// Whether all edges lie on the grid of the shares of an audience.
fn on_grid(edges: &[f64]) -> bool {
    let step = |edge: &f64| (edge * 100.0 / SHARE_STEP).round();
    edges.iter().all(|edge| (step(edge) * SHARE_STEP / 100.0 - edge).abs() < 1e-9)
}

fn labels(catalog: &Catalog, found: &Mask, label: usize) -> Vec<Cell> {
    let Some(terms) = catalog.labels.get(label) else { return Vec::new() };
    let mut counts = vec![0_u64; terms.len()];
    for row in found.rows() {
        for id in terms.of(row) {
            counts.get_mut(*id as usize).into_iter().for_each(|count| *count += 1);
        }
    }
    let counted = (0_u32..).zip(counts).filter(|(_, n)| *n > 0);
    // A label by which people would be sorted into a special category is no cell, whoever put it there.
    let free = matches!(LABELS.get(label), Some(&("hashtags" | "interests" | "category" | "mentions")));
    let told = counted.filter(|(id, _)| !free || SpecialCategory::named_by(terms.shown(*id)).is_none());
    let cell = |(id, n)| Cell { label: Some(terms.shown(id).to_owned()), from: None, below: None, n };
    let mut cells: Vec<Cell> = told.map(cell).collect();
    cells.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.label.cmp(&b.label)));
    cells
}

fn bins(
    catalog: &Catalog,
    found: &Mask,
    facet: &Facet,
    field: &Field,
    path: &str,
) -> Result<Vec<Cell>, Error> {
    let edges = &facet.edges;
    let ascending = edges.iter().zip(edges.iter().skip(1)).all(|(a, b)| a < b);
    if edges.is_empty()
        || edges.len() > MOST_CELLS
        || !ascending
        || edges.iter().any(|edge| !edge.is_finite())
    {
        let problem =
            format!("1 to {MOST_CELLS} finite numbers in ascending order are needed to count by bins");
        return Err(Error::query(format!("{path}.edges"), problem));
    }
    if matches!(field, Field::Audience(_)) && !on_grid(edges) {
        let problem = "edges between shares of an audience are multiples of 0.05, and no finer";
        return Err(Error::query(format!("{path}.edges"), problem));
    }
    let mut counts = vec![0_u64; edges.len() + 1];
    if let Some(figure) = catalog.figure(field) {
        for value in found.rows().filter_map(|row| figure.value.get(row)) {
            let bin = edges.partition_point(|edge| *edge <= value);
            counts.get_mut(bin).into_iter().for_each(|count| *count += 1);
        }
    }
    let from = std::iter::once(None).chain(edges.iter().copied().map(Some));
    let below = edges.iter().copied().map(Some).chain([None]);
    let cells = from.zip(below).zip(counts);
    Ok(cells.map(|((from, below), n)| Cell { label: None, from, below, n }).collect())
}

/// Leaves out cells that count too few, and the smallest others until what is left out counts enough together.
fn suppress(cells: Vec<Cell>) -> Vec<Cell> {
    let mut order: Vec<usize> = (0..cells.len()).collect();
    order.sort_by_key(|at| cells.get(*at).map(|cell| cell.n));
    let mut hidden = vec![false; cells.len()];
    let (mut few, mut sum) = (0, 0);
    for at in order {
        let n = cells.get(at).map_or(0, |cell| cell.n);
        // An empty bin tells of nobody, and is told.
        let small = n > 0 && n < SMALLEST_CELL;
        let findable = few > 0 && (few < 2 || sum < SMALLEST_CELL);
        if n > 0 && (small || findable) {
            hidden.get_mut(at).into_iter().for_each(|hidden| *hidden = true);
            few += 1;
            sum += n;
        }
    }
    cells.into_iter().zip(hidden).filter(|(_, hidden)| !hidden).map(|(cell, _)| cell).collect()
}
