//! Safe publication of tables of counts: suppression, rounding, questions against a log, noise.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::audience::dimensions;
use super::{Error, arguments, result};
use crate::audience::release::{
    self, Answer, Budget, Contribution, Curator, Declared, Domain, Mechanism, Population, ProtectionInterval,
    Published, Quantity, ReleaseLog, Rules, Secret,
};
use crate::audience::{Axis, Category, Dimension, Magnitude, Table, TableRow, axes_of, place_row};
use crate::transparency::bytes_of_hex;

/// One row of a table: the categories of its dimensions beside these.
#[derive(Deserialize)]
struct CountRow {
    n: Option<u64>,
    #[serde(default)]
    sum: Option<u64>,
    #[serde(default)]
    largest: Option<Vec<u64>>,
    #[serde(default)]
    over: Vec<String>,
    #[serde(flatten)]
    categories: BTreeMap<String, Category>,
}

impl CountRow {
    fn row(self) -> Result<TableRow, Error> {
        let categories =
            self.categories.into_iter().map(|(name, category)| Ok((name.parse::<Dimension>()?, category)));
        let largest = self.largest.unwrap_or_default();
        Ok(TableRow {
            categories: categories.collect::<Result<_, Error>>()?,
            over: dimensions(&self.over)?,
            n: self.n.unwrap_or(0),
            magnitude: self.sum.map(|sum| Magnitude { sum, largest }),
        })
    }
}

fn rows(given: Vec<Map<String, Value>>) -> Result<Vec<(TableRow, Option<u64>)>, Error> {
    let read = |row| {
        let row: CountRow = arguments(&Value::Object(row))?;
        let n = row.n;
        Ok((row.row()?, n))
    };
    given.into_iter().map(read).collect()
}

/// Each axis is a dimension, or a list of nested ones.
#[derive(Deserialize)]
#[serde(untagged)]
enum AxisName {
    One(String),
    Nested(Vec<String>),
}

fn axes(names: Vec<AxisName>) -> Result<Vec<Vec<Dimension>>, Error> {
    let axis = |name| match name {
        AxisName::One(name) => dimensions(&[name]),
        AxisName::Nested(names) => dimensions(&names),
    };
    names.into_iter().map(axis).collect()
}

/// A table of rows. Where no dimensions are named, they are those that the rows have.
fn table(dimensions: Option<Vec<AxisName>>, given: Vec<Map<String, Value>>) -> Result<Table, Error> {
    let rows: Vec<TableRow> = rows(given)?.into_iter().map(|(row, _)| row).collect();
    let axes = match dimensions {
        Some(names) => axes(names)?,
        None => axes_of(&rows),
    };
    Ok(Table::from_rows(&axes, &rows)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Suppressing {
    rows: Vec<Map<String, Value>>,
    #[serde(default)]
    dimensions: Option<Vec<AxisName>>,
    rules: Declared,
    /// The rows of the release before, where there was one.
    #[serde(default)]
    previous: Option<Vec<Map<String, Value>>>,
}

/// A cell as a row of labels.
fn row_of(axes: &[Axis], at: &[Option<usize>], fields: Value) -> Result<Value, Error> {
    let mut row = result(&place_row(axes, at))?;
    if let (Some(row), Value::Object(fields)) = (row.as_object_mut(), fields) {
        row.extend(fields);
    }
    Ok(row)
}

fn published_rows(axes: &[Axis], cells: &[Published]) -> Result<Vec<Value>, Error> {
    let row = |cell: &Published| {
        let mut fields = json!({ "n": cell.n });
        if let (Some(sum), Some(fields)) = (cell.sum, fields.as_object_mut()) {
            fields.insert("sum".to_owned(), sum.into());
        }
        row_of(axes, &cell.at, fields)
    };
    cells.iter().map(row).collect()
}

fn interval_rows(axes: &[Axis], intervals: &[ProtectionInterval]) -> Result<Vec<Value>, Error> {
    let row = |interval: &ProtectionInterval| {
        let fields = json!({
            "measure": interval.measure,
            "low": interval.low,
            "high": interval.high,
            "need_low": interval.need_low,
            "need_high": interval.need_high,
        });
        row_of(axes, &interval.at, fields)
    };
    intervals.iter().map(row).collect()
}

pub(super) fn release(given: &Value) -> Result<Value, Error> {
    let Suppressing { rows: given, dimensions, rules, previous } = arguments(given)?;
    let rules = Rules::try_from(rules)?;
    let table = table(dimensions, given)?;
    let release = match previous {
        None => release::suppress(&table, &rules)?,
        Some(previous) => {
            let previous = earlier(&table, rows(previous)?)?;
            release::suppress_update(&table, &rules, &previous)?
        }
    };
    let report = release.report();
    let sensitive =
        report.sensitive.iter().map(|(at, why)| row_of(table.axes(), at, json!({ "reasons": why })));
    Ok(json!({
        "rows": published_rows(release.axes(), release.cells())?,
        "report": {
            "rules": report.rules,
            "method": report.method,
            "proven_optimal": report.proven_optimal,
            "hidden": report.hidden,
            "complementary": report.complementary(),
            "sensitive": sensitive.collect::<Result<Vec<_>, _>>()?,
            "intervals": interval_rows(table.axes(), &report.intervals)?,
        },
    }))
}

/// A cell by name: its categories, and what is added up.
type Named = (Vec<(Dimension, Category)>, Vec<Dimension>);

/// An earlier release in the order of the cells of a table; what it does not have was hidden.
fn earlier(table: &Table, rows: Vec<(TableRow, Option<u64>)>) -> Result<Vec<Published>, Error> {
    let mut shown: BTreeMap<Named, Option<u64>> = BTreeMap::new();
    for (row, n) in rows {
        let mut over = row.over;
        over.sort_unstable();
        shown.insert((row.categories.into_iter().collect(), over), n);
    }
    let mut cells = Vec::new();
    for at in places(table.axes()) {
        let placed = place_row(table.axes(), &at);
        let named = |(name, category): (&str, Category)| Ok((name.parse::<Dimension>()?, category));
        let mut categories = placed.categories.into_iter().map(named).collect::<Result<Vec<_>, Error>>()?;
        categories.sort_by_key(|(dimension, _)| *dimension);
        let mut over = placed.over;
        over.sort_unstable();
        let n = shown.remove(&(categories, over)).flatten();
        cells.push(Published { at, n, sum: None });
    }
    match shown.is_empty() {
        true => Ok(cells),
        false => Err(release::Error::OtherAxes { what: "the earlier release" }.into()),
    }
}

/// All places of a table, as releases list them: the last axis runs fastest, totals first.
fn places(axes: &[Axis]) -> Vec<release::Place> {
    axes.iter().fold(vec![Vec::new()], |places: Vec<release::Place>, axis| {
        let nodes = || std::iter::once(None).chain((0..axis.nodes().len()).map(Some));
        places
            .iter()
            .flat_map(|at| nodes().map(move |node| at.iter().copied().chain([node]).collect()))
            .collect()
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rounding {
    rows: Vec<Map<String, Value>>,
    #[serde(default)]
    dimensions: Option<Vec<AxisName>>,
    rules: Declared,
    base: u64,
}

pub(super) fn round(given: &Value) -> Result<Value, Error> {
    let Rounding { rows, dimensions, rules, base } = arguments(given)?;
    let rules = Rules::try_from(rules)?;
    let table = table(dimensions, rows)?;
    let rounded = release::round(&table, &rules, base)?;
    Ok(json!({
        "rows": published_rows(&rounded.axes, &rounded.cells)?,
        "base": rounded.base,
        "report": { "intervals": interval_rows(&rounded.axes, &rounded.intervals)? },
    }))
}

/// Whom a question counts: per dimension the labels, all of them together; and who is left out of that.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct Asked {
    of: BTreeMap<String, Vec<Category>>,
    without: BTreeMap<String, Vec<Category>>,
}

impl Asked {
    fn population(&self, domain: &Domain) -> Result<Population, Error> {
        let select = |chosen: &BTreeMap<String, Vec<Category>>| {
            let named: Vec<(Dimension, &[Category])> = chosen
                .iter()
                .map(|(name, labels)| Ok((name.parse::<Dimension>()?, labels.as_slice())))
                .collect::<Result<_, Error>>()?;
            Ok::<_, Error>(domain.select(&named)?)
        };
        let of = select(&self.of)?;
        match self.without.is_empty() {
            true => Ok(of),
            false => Ok(of.minus(&select(&self.without)?)?),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    rows: Vec<Map<String, Value>>,
    #[serde(default)]
    dimensions: Option<Vec<AxisName>>,
    rules: Declared,
    #[serde(default)]
    population: Asked,
    snapshot: String,
    /// What was given back before; empty where nothing was asked yet.
    #[serde(default)]
    log: Option<ReleaseLog>,
    #[serde(default)]
    changed: Option<u64>,
}

pub(super) fn ask(given: &Value) -> Result<Value, Error> {
    let Question { rows, dimensions, rules, population, snapshot, log, changed } = arguments(given)?;
    let rules = Rules::try_from(rules)?;
    let table = table(dimensions, rows)?;
    let domain = Domain::new(table.axes().to_vec())?;
    let mut log = log.unwrap_or_else(|| ReleaseLog::new(&domain, rules));
    let population = population.population(&domain)?;
    let answer = match log.ask(&domain, &population, &table, &snapshot, changed)? {
        Answer::Shown { n } => json!({ "n": n, "refused": null }),
        Answer::Refused { why } => json!({ "n": null, "refused": why }),
    };
    Ok(json!({ "answer": answer, "log": log }))
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Noise {
    Laplace { epsilon: f64 },
    Gaussian { rho: f64 },
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Allowance {
    Pure { epsilon: f64 },
    Concentrated { rho: f64 },
    Approximate { epsilon: f64, delta: f64 },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Noisy {
    rows: Vec<Map<String, Value>>,
    #[serde(default)]
    dimensions: Option<Vec<AxisName>>,
    #[serde(default)]
    population: Asked,
    snapshot: String,
    noise: Noise,
    /// 64 hexadecimal digits or more.
    secret: String,
    budget: Allowance,
    /// What was given back before; it goes on where that stopped.
    #[serde(default)]
    account: Option<release::Account>,
}

pub(super) fn noisy_count(given: &Value) -> Result<Value, Error> {
    let Noisy { rows, dimensions, population, snapshot, noise, secret, budget, account } = arguments(given)?;
    let secret = Secret::new(bytes(&secret)?)?;
    let table = table(dimensions, rows)?;
    let domain = Domain::new(table.axes().to_vec())?;
    let population = population.population(&domain)?;
    let mechanism = match noise {
        Noise::Laplace { epsilon } => Mechanism::laplace(epsilon, Contribution::COUNT)?,
        Noise::Gaussian { rho } => Mechanism::gaussian(rho, Contribution::COUNT)?,
    };
    let mut curator = match account {
        Some(account) => Curator::resume(secret, account),
        None => Curator::new(
            secret,
            match budget {
                Allowance::Pure { epsilon } => Budget::pure(epsilon)?,
                Allowance::Concentrated { rho } => Budget::concentrated(rho)?,
                Allowance::Approximate { epsilon, delta } => Budget::approximate(epsilon, delta)?,
            },
        ),
    };
    let n = domain.count(&population, &table)?;
    let answer = curator.answer(&population, Quantity::Count, &snapshot, n, &mechanism)?;
    Ok(json!({ "n": answer.value, "margin": answer.margin, "account": curator.account() }))
}

fn bytes(digits: &str) -> Result<Vec<u8>, Error> {
    let reason = "the secret is not written in pairs of hexadecimal digits".to_owned();
    bytes_of_hex(digits).ok_or(Error::MalformedArguments { reason })
}
