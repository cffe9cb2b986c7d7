//! Who is real, over tables of accounts: a score for each row, and shares of the followers of each influencer.

mod columns;
mod points;
mod scorer;
mod trees;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, Float64Array, Int32Array};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use self::columns::{Accounts, NAMES};
use self::scorer::{Scored, Scorer};
use super::ingest::{Keys, Numbers, Source};
use super::options::read;
use super::output::{Columns, Figures};
use super::spans::{Span, tasks};
use super::{Error, Table, Tables};
use crate::credibility::{
    AudienceCredibility, AudienceOptions, Basis, CELLS, Model, Quantification, Validation, estimate,
};
use crate::stats::{self, Figure};

fn influencer_id() -> String {
    "influencer_id".to_owned()
}

const fn usual_level() -> f64 {
    0.95
}

const fn yes() -> bool {
    true
}

/// The options of `score_accounts`.
///
/// | option | default | |
/// |---|---|---|
/// | `model` | null | a scorecard to use instead of the shipped one |
/// | `columns` | `{}` | what the table calls a column: `{"has_picture": "profile_pic"}` |
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ScoreCall {
    model: Option<Value>,
    columns: BTreeMap<String, String>,
}

/// The options of `credibility`.
///
/// | option | default | |
/// |---|---|---|
/// | `by` | `"influencer_id"` | the column of the key: whose followers they are |
/// | `population` | null | how many followers there are in all: a number, or the column that says so |
/// | `method` | `"em"` | or `"adjusted"`, `"naive"` |
/// | `level` | `0.95` | of the intervals |
/// | `interval` | `true` | false leaves the intervals empty |
/// | `validation` | null | what was seen on labelled accounts: `real`, `real_taken_for_real`, `fake`, `fake_taken_for_real` |
/// | `model` | null | a scorecard to use instead of the shipped one |
/// | `columns` | `{}` | what the table calls a column |
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct CredibilityCall {
    #[serde(default = "influencer_id")]
    by: String,
    #[serde(default)]
    population: Option<Population>,
    #[serde(default)]
    method: Quantification,
    #[serde(default = "usual_level")]
    level: f64,
    #[serde(default = "yes")]
    interval: bool,
    #[serde(default)]
    validation: Option<Validation>,
    #[serde(default)]
    model: Option<Value>,
    #[serde(default)]
    columns: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Population {
    Number(u64),
    Column(String),
}

/// Rows that one task scores.
const TASK: usize = 1 << 16;

/// What is made of the rows of each task, in the order of the table; of several errors, the earliest.
fn each_task<T: Send>(
    lengths: &[usize],
    then: impl Fn(Span) -> Result<T, Error> + Sync,
) -> Result<Vec<T>, Error> {
    let rows: usize = lengths.iter().sum();
    let spans: Vec<Span> = tasks(lengths, rows.div_ceil(TASK)).into_iter().flatten().collect();
    let made: Vec<Result<T, Error>> = spans.par_iter().map(|span| then(*span)).collect();
    made.into_iter().collect()
}

/// `score_accounts`: one row for each account, in the order of the table, with `id` where the table has it, `p_real`,
/// `kind` and `points`.
pub(super) fn score_accounts(tables: &Tables<'_>, options: &Value) -> Result<Table, Error> {
    let call: ScoreCall = read(options)?;
    let source = Source::only(tables, "accounts", NAMES, &call.columns, "id")?;
    let lengths = source.lengths()?;
    let accounts = Accounts::new(&source)?;
    let model = Model::given(call.model.as_ref())?;
    let scorer = Scorer::new(&model, &accounts, &lengths);
    let parts: Vec<Vec<Scored>> = each_task(&lengths, |span| scorer.accounts(span))?;
    let rows = lengths.iter().sum();
    let scored = || parts.iter().flatten();
    let mut kinds = StringBuilder::with_capacity(rows, rows * 8);
    scored().for_each(|account| kinds.append_value(account.kind.as_str()));
    let mut columns = Columns::default();
    columns.carried("id", source.find("id")?)?;
    columns.full("p_real", Arc::new(Float64Array::from_iter_values(scored().map(|account| account.p_real))));
    columns.full("kind", Arc::new(kinds.finish()));
    columns.full("points", Arc::new(Int32Array::from_iter_values(scored().map(|account| account.points))));
    columns.table()
}

/// `credibility`: one row for each influencer, in ascending order of the key, with the share of persons who may see a
/// post as `value, low, high, level, n, method, reason`, and after `n` the shares `real`, `influencer`,
/// `mass_follower` and `suspicious`, each with the ends of its interval: `real_low`, `real_high` …
pub(super) fn credibility(tables: &Tables<'_>, options: &Value) -> Result<Table, Error> {
    let call: CredibilityCall = read(options)?;
    stats::Quantiles::new(call.level).map_err(crate::credibility::Error::from)?;
    let errors = call.validation.map(|validation| validation.rates()).transpose()?;
    let source = Source::only(tables, "accounts", NAMES, &call.columns, &call.by)?;
    let lengths = source.lengths()?;
    let keys = Keys::new(source.require(&call.by)?)?;
    let population = match &call.population {
        Some(Population::Column(name)) => Some(Numbers::new(source.require(name)?)?),
        _ => None,
    };
    let fixed = match &call.population {
        Some(Population::Number(number)) => Some(*number),
        _ => None,
    };
    let accounts = Accounts::new(&source)?;
    let model = Model::given(call.model.as_ref())?;
    let basis: &Basis = model.as_ref().as_ref();
    let scorer = Scorer::new(&model, &accounts, &lengths);
    let cells = each_task(&lengths, |span| scorer.cells(span))?;
    let gathered = gather(&keys, &lengths, &cells);
    let sizes = population.map(|column| largest(&keys, &lengths, &column));
    let found: Vec<Result<AudienceCredibility, crate::credibility::Error>> = gathered
        .present
        .par_iter()
        .map_init(
            || vec![0_u64; CELLS],
            |counts, &(id, from, to)| {
                counts.fill(0);
                for cell in gathered.cells.get(from..to).unwrap_or_default() {
                    if let Some(count) = counts.get_mut(usize::from(*cell)) {
                        *count += 1;
                    }
                }
                let of_key = sizes.as_ref().and_then(|sizes| sizes.get(id as usize).copied().flatten());
                let population = fixed.or(of_key);
                let options = AudienceOptions { method: call.method, population, level: call.level, errors };
                estimate(basis, counts, &options, call.interval)
            },
        )
        .collect();
    let found: Vec<AudienceCredibility> = found.into_iter().collect::<Result<_, _>>()?;
    let ids: Vec<u32> = gathered.present.iter().map(|(id, ..)| *id).collect();
    let mut figures = Figures::new(found.len(), call.interval);
    found.iter().for_each(|audience| figures.push(&audience.credibility));
    let mut shares: Vec<(&str, ArrayRef)> = Vec::new();
    for [name, low, high] in SHARES {
        let of = |audience: &AudienceCredibility| -> Figure {
            match name {
                "real" => audience.real,
                "influencer" => audience.influencer,
                "mass_follower" => audience.mass_follower,
                _ => audience.suspicious,
            }
        };
        let column = |value: &dyn Fn(&Figure) -> Option<f64>| -> ArrayRef {
            Arc::new(found.iter().map(|audience| value(&of(audience))).collect::<Float64Array>())
        };
        let end = |figure: &Figure| figure.interval().filter(|_| call.interval);
        shares.push((name, column(&Figure::value)));
        shares.push((low, column(&|figure| end(figure).map(|interval| interval.low))));
        shares.push((high, column(&|figure| end(figure).map(|interval| interval.high))));
    }
    let mut columns = Columns::default();
    columns.full(&call.by, keys.names().array(&ids));
    figures.finish(&mut columns, shares);
    columns.table()
}

const SHARES: [[&str; 3]; 4] = [
    ["real", "real_low", "real_high"],
    ["influencer", "influencer_low", "influencer_high"],
    ["mass_follower", "mass_follower_low", "mass_follower_high"],
    ["suspicious", "suspicious_low", "suspicious_high"],
];

/// Cells key after key.
struct Gathered {
    cells: Vec<u16>,
    /// Keys that have rows, ascending, with where theirs begin and end.
    present: Vec<(u32, usize, usize)>,
}

/// Visits the ids of all rows in blocks.
fn each_block(keys: &Keys, lengths: &[usize], mut visit: impl FnMut(usize, usize, &[u32])) {
    const BLOCK: usize = 4_096;
    let mut block = vec![0_u32; BLOCK];
    for (batch, &length) in lengths.iter().enumerate() {
        for from in (0..length).step_by(BLOCK) {
            if let Some(block) = block.get_mut(..BLOCK.min(length - from)) {
                keys.read(batch, from, block);
                visit(batch, from, block);
            }
        }
    }
}

/// A counting sort of cells by key.
fn gather(keys: &Keys, lengths: &[usize], cells: &[Vec<u16>]) -> Gathered {
    let mut next = vec![0_usize; keys.count()];
    each_block(keys, lengths, |_, _, ids| {
        for id in ids {
            if let Some(count) = next.get_mut(*id as usize) {
                *count += 1;
            }
        }
    });
    let (mut present, mut end) = (Vec::new(), 0);
    for (id, count) in (0_u32..).zip(&mut next) {
        let rows = std::mem::replace(count, end);
        if rows > 0 {
            present.push((id, end, end + rows));
        }
        end += rows;
    }
    let mut sorted = vec![0_u16; end];
    let mut unsorted = cells.iter().flatten();
    each_block(keys, lengths, |_, _, ids| {
        for (id, cell) in ids.iter().zip(&mut unsorted) {
            if let Some(place) = next.get_mut(*id as usize) {
                if let Some(slot) = sorted.get_mut(*place) {
                    *slot = *cell;
                }
                *place += 1;
            }
        }
    });
    Gathered { cells: sorted, present }
}

/// The largest number that a column has for each key.
fn largest(keys: &Keys, lengths: &[usize], column: &Numbers) -> Vec<Option<u64>> {
    let mut most = vec![None; keys.count()];
    each_block(keys, lengths, |batch, from, ids| {
        for (row, id) in (from..).zip(ids) {
            if let Some(place) = most.get_mut(*id as usize) {
                *place = (*place).max(column.get(batch, row));
            }
        }
    });
    most
}
