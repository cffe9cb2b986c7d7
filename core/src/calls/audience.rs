//! Demographics, affinity, overlap, raking, lookalikes and notable followers over rows of people.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Error, arguments, result};
use crate::audience::{
    self, AffinityOptions, Axis, Base, Category, DEFAULT_SKETCH_SIZE, Demographics, DemographicsOptions,
    Dimension, LookalikeOptions, Margin, NotableOptions, Person, Portrait, RakeOptions, ShareOptions, Sketch,
    Table, Target, place_row,
};
use crate::model::AudienceRole;
use crate::transparency::{bytes_of_hex, hex_of_bytes};

const fn usual_level() -> f64 {
    0.95
}

/// One person.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct Row {
    country: Option<String>,
    region: Option<String>,
    city: Option<String>,
    gender: Option<String>,
    age_band: Option<String>,
    language: Option<String>,
    interests: Option<Vec<String>>,
    following: Option<u64>,
    kind: Option<String>,
    weight: Option<f64>,
}

impl Row {
    fn person(&self) -> Person<'_> {
        Person {
            country: self.country.as_deref(),
            region: self.region.as_deref(),
            city: self.city.as_deref(),
            gender: self.gender.as_deref(),
            age_band: self.age_band.as_deref(),
            language: self.language.as_deref(),
            interests: self.interests.as_deref().unwrap_or(&[]),
            following: self.following,
            kind: self.kind.as_deref(),
            weight: self.weight,
        }
    }
}

/// The people, and which columns any of them has.
struct Rows {
    rows: Vec<Row>,
    columns: BTreeSet<String>,
}

impl Rows {
    fn read(given: Vec<Map<String, Value>>) -> Result<Rows, Error> {
        let mut columns = BTreeSet::new();
        let mut rows = Vec::with_capacity(given.len());
        for row in given {
            columns.extend(row.keys().cloned());
            rows.push(arguments(&Value::Object(row))?);
        }
        Ok(Rows { rows, columns })
    }

    /// Refuses a dimension of which no row speaks: it was named by mistake, not unknown of everybody.
    fn check(&self, dimension: Dimension) -> Result<(), Error> {
        let column = match dimension {
            Dimension::Interest => "interests",
            Dimension::Reachability => "following",
            other => other.name(),
        };
        if self.rows.is_empty() || self.columns.contains(column) {
            return Ok(());
        }
        Err(audience::Error::DimensionNotPresent { dimension, rows: self.rows.len() }.into())
    }

    fn count(&self, options: DemographicsOptions) -> Result<Demographics, Error> {
        let mut state = Demographics::new(options)?;
        self.count_in(&mut state)?;
        Ok(state)
    }

    /// Takes the people in.
    fn count_in(&self, state: &mut Demographics) -> Result<(), Error> {
        for dimension in state.options().by.iter().flatten() {
            self.check(*dimension)?;
        }
        for (row, person) in self.rows.iter().enumerate() {
            state.update(&person.person()).map_err(|error| error.at_row(Some(row as u64)))?;
        }
        Ok(())
    }

    /// Takes the people back out.
    fn count_out(&self, state: &mut Demographics) -> Result<(), Error> {
        for (row, person) in self.rows.iter().enumerate() {
            state.retract(&person.person()).map_err(|error| error.at_row(Some(row as u64)))?;
        }
        Ok(())
    }
}

/// Dimensions by name: what is no dimension, and what is none on purpose, is an error with its own code.
pub(super) fn dimensions(names: &[String]) -> Result<Vec<Dimension>, Error> {
    names.iter().map(|name| Ok(name.parse::<Dimension>()?)).collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Counted {
    rows: Vec<Map<String, Value>>,
    /// Each a marginal (one dimension) or a cross (several).
    dimensions: Vec<Vec<String>>,
    #[serde(default)]
    weighted: bool,
    #[serde(default)]
    role: AudienceRole,
    #[serde(default = "usual_level")]
    level: f64,
    #[serde(default)]
    population: Option<u64>,
    #[serde(default)]
    base: Base,
}

pub(super) fn demographics(given: &Value) -> Result<Value, Error> {
    let Counted { rows, dimensions: by, weighted, role, level, population, base } = arguments(given)?;
    let by = by.iter().map(|names| dimensions(names)).collect::<Result<Vec<_>, _>>()?;
    let state = Rows::read(rows)?.count(DemographicsOptions { by, role, weighted })?;
    Ok(Value::Object(shares(&state, &ShareOptions { level, population, base })?))
}

/// Whose audience, how many people, and their shares.
fn shares(state: &Demographics, options: &ShareOptions) -> Result<Map<String, Value>, Error> {
    let breakdowns = state.finish(options)?;
    let mut answer = Map::new();
    answer.insert("role".to_owned(), result(&state.options().role)?);
    answer.insert("people".to_owned(), state.n().into());
    answer.insert("breakdowns".to_owned(), result(&breakdowns)?);
    if breakdowns.iter().any(|breakdown| breakdown.dimensions == [Dimension::Reachability]) {
        answer.insert("reachable".to_owned(), result(&state.reachable(options)?)?);
    }
    Ok(answer)
}

/// People who come to an audience that was counted before, and people who are erased from it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Changed {
    /// What was given back before; nobody is counted yet where it is not given.
    #[serde(default)]
    state: Option<String>,
    /// States of other parts of the same audience.
    #[serde(default)]
    merged: Vec<String>,
    #[serde(default)]
    added: Vec<Map<String, Value>>,
    #[serde(default)]
    erased: Vec<Map<String, Value>>,
    /// What is counted: of a new state, or the same again.
    #[serde(default)]
    dimensions: Option<Vec<Vec<String>>>,
    #[serde(default)]
    weighted: Option<bool>,
    #[serde(default)]
    role: Option<AudienceRole>,
    #[serde(default = "usual_level")]
    level: f64,
    #[serde(default)]
    population: Option<u64>,
    #[serde(default)]
    base: Base,
}

fn state_of(text: &str) -> Result<Demographics, Error> {
    let reason = "a state is not written in pairs of hexadecimal digits".to_owned();
    let bytes = bytes_of_hex(text).ok_or(Error::MalformedArguments { reason })?;
    Ok(Demographics::from_bytes(&bytes)?)
}

pub(super) fn count_audience(given: &Value) -> Result<Value, Error> {
    let Changed { state, merged, added, erased, dimensions: by, weighted, role, level, population, base } =
        arguments(given)?;
    let by =
        by.map(|by| by.iter().map(|names| dimensions(names)).collect::<Result<Vec<_>, _>>()).transpose()?;
    let mut audience = match state {
        Some(text) => {
            let audience = state_of(&text)?;
            let known = audience.options();
            let asked = DemographicsOptions {
                by: by.unwrap_or_else(|| known.by.clone()),
                weighted: weighted.unwrap_or(known.weighted),
                role: role.unwrap_or(known.role),
            };
            // What is refused there is refused here.
            Demographics::new(asked)?.merge(&audience)?;
            audience
        }
        None => {
            let (weighted, role) = (weighted.unwrap_or_default(), role.unwrap_or_default());
            Demographics::new(DemographicsOptions { by: by.unwrap_or_default(), role, weighted })?
        }
    };
    for text in &merged {
        audience.merge(&state_of(text)?)?;
    }
    Rows::read(added)?.count_in(&mut audience)?;
    Rows::read(erased)?.count_out(&mut audience)?;
    let mut answer = shares(&audience, &ShareOptions { level, population, base })?;
    let tables = audience.options().by.iter().map(|by| table_of(&audience, by));
    answer.insert("tables".to_owned(), tables.collect::<Result<Vec<_>, _>>()?.into());
    answer.insert("state".to_owned(), hex_of_bytes(&audience.to_bytes()).into());
    Ok(Value::Object(answer))
}

/// A breakdown as rows of counts, as `release` takes them.
fn table_of(audience: &Demographics, by: &[Dimension]) -> Result<Value, Error> {
    let table = audience.table(by)?;
    let mut rows = Vec::new();
    let mut put = |at: Vec<Option<usize>>, n: u64| -> Result<(), Error> {
        let mut row = result(&place_row(table.axes(), &at))?;
        if let Some(row) = row.as_object_mut() {
            row.insert("n".to_owned(), n.into());
        }
        rows.push(row);
        Ok(())
    };
    for cell in table.cells() {
        put(cell.at.iter().copied().map(Some).collect(), cell.n)?;
    }
    // Where a person may be in several cells, only these rows say how many people there are.
    for cell in table.people().map(Table::cells).unwrap_or_default() {
        let mut single = cell.at.iter().copied();
        let at = table.axes().iter().map(|axis| if axis.is_multi_valued() { None } else { single.next() });
        put(at.collect(), cell.n)?;
    }
    let axes: Vec<&[Dimension]> = table.axes().iter().map(Axis::dimensions).collect();
    Ok(json!({ "dimensions": result(&axes)?, "rows": rows }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Compared {
    audience: Vec<Map<String, Value>>,
    base: Vec<Map<String, Value>>,
    dimensions: Vec<String>,
    #[serde(default)]
    weighted: bool,
    #[serde(default)]
    options: AffinityOptions,
}

pub(super) fn affinity(given: &Value) -> Result<Value, Error> {
    let Compared { audience, base, dimensions: by, weighted, options } = arguments(given)?;
    let by = dimensions(&by)?;
    let asked = DemographicsOptions { by: vec![by.clone()], weighted, ..DemographicsOptions::default() };
    let audience = Rows::read(audience)?.count(asked.clone())?;
    let base = Rows::read(base)?.count(asked)?;
    result(&audience::affinity(&audience, &base, &by, &options)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    first: Vec<String>,
    second: Vec<String>,
    /// The key of sketches, 16 characters or more; exact where it is not given.
    #[serde(default)]
    sketch_key: Option<String>,
    #[serde(default)]
    sketch_size: Option<u32>,
    #[serde(default = "usual_level")]
    level: f64,
}

pub(super) fn overlap(given: &Value) -> Result<Value, Error> {
    let Pair { first, second, sketch_key, sketch_size, level } = arguments(given)?;
    let Some(key) = sketch_key else { return result(&audience::overlap(first, second)) };
    let sketch = |ids: &[String]| -> Result<Sketch, Error> {
        let mut sketch = Sketch::new(sketch_size.unwrap_or(DEFAULT_SKETCH_SIZE), key.as_bytes())?;
        for id in ids {
            sketch.update(id.as_bytes());
        }
        Ok(sketch)
    };
    result(&sketch(&first)?.overlap(&sketch(&second)?, level)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sketched {
    #[serde(default)]
    ids: Vec<String>,
    /// Sketches as they were given back before, which are taken in whole.
    #[serde(default)]
    merged: Vec<String>,
    sketch_key: String,
    /// Of a new sketch; that of the first one which is taken in where it is not given.
    #[serde(default)]
    sketch_size: Option<u32>,
    #[serde(default = "usual_level")]
    level: f64,
}

/// A sketch that somebody keeps.
fn sketch_of(text: &str, key: &str) -> Result<Sketch, Error> {
    let bytes = bytes_of_hex(text)
        .ok_or(audience::Error::BadSketch { problem: "it must be written in pairs of hexadecimal digits" })?;
    Ok(Sketch::from_bytes(&bytes, key.as_bytes())?)
}

pub(super) fn sketch_audience(given: &Value) -> Result<Value, Error> {
    let Sketched { ids, merged, sketch_key: key, sketch_size, level } = arguments(given)?;
    let merged = merged.iter().map(|text| sketch_of(text, &key)).collect::<Result<Vec<_>, _>>()?;
    let size = sketch_size.or(merged.first().map(Sketch::size)).unwrap_or(DEFAULT_SKETCH_SIZE);
    let mut sketch = Sketch::new(size, key.as_bytes())?;
    ids.iter().for_each(|id| sketch.update(id.as_bytes()));
    for other in &merged {
        sketch.merge(other)?;
    }
    Ok(json!({ "sketch": hex_of_bytes(&sketch.to_bytes()), "people": result(&sketch.count(level)?)? }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SketchPair {
    first: String,
    second: String,
    sketch_key: String,
    #[serde(default = "usual_level")]
    level: f64,
}

pub(super) fn overlap_sketches(given: &Value) -> Result<Value, Error> {
    let SketchPair { first, second, sketch_key: key, level } = arguments(given)?;
    result(&sketch_of(&first, &key)?.overlap(&sketch_of(&second, &key)?, level)?)
}

/// A margin: dimensions, and rows of their categories with `n`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MarginRows {
    dimensions: Vec<String>,
    targets: Vec<TargetRow>,
}

#[derive(Deserialize)]
struct TargetRow {
    n: f64,
    #[serde(flatten)]
    categories: BTreeMap<String, Category>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Weighting {
    rows: Vec<Map<String, Value>>,
    margins: Vec<MarginRows>,
    #[serde(default)]
    options: RakeOptions,
}

pub(super) fn rake(given: &Value) -> Result<Value, Error> {
    let Weighting { rows, margins, options } = arguments(given)?;
    let rows = Rows::read(rows)?;
    let mut read = Vec::with_capacity(margins.len());
    for (number, margin) in margins.iter().enumerate() {
        let by = dimensions(&margin.dimensions)?;
        for dimension in &by {
            rows.check(*dimension)?;
        }
        let mut targets = Vec::with_capacity(margin.targets.len());
        for target in &margin.targets {
            let categories: Option<Vec<Category>> =
                by.iter().map(|dimension| target.categories.get(dimension.name()).cloned()).collect();
            match categories.filter(|found| found.len() == target.categories.len()) {
                Some(categories) => targets.push(Target { categories, n: target.n }),
                None => {
                    let problem = "a target does not name one category per dimension";
                    return Err(audience::Error::BadMargin { margin: number, dimensions: by, problem }.into());
                }
            }
        }
        read.push(Margin { dimensions: by, targets });
    }
    let people: Vec<Person<'_>> = rows.rows.iter().map(Row::person).collect();
    result(&audience::rake(&people, &read, &options)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Alike {
    target: Portrait,
    candidates: Vec<Portrait>,
    #[serde(default)]
    options: LookalikeOptions,
}

pub(super) fn lookalikes(given: &Value) -> Result<Value, Error> {
    let Alike { target, candidates, options } = arguments(given)?;
    result(&audience::lookalikes(&target, &candidates, &options)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Members {
    members: Vec<Member>,
    #[serde(default)]
    options: NotableOptions,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Member {
    id: String,
    #[serde(default)]
    followers: Option<u64>,
}

pub(super) fn notable(given: &Value) -> Result<Value, Error> {
    let Members { members, options } = arguments(given)?;
    result(&audience::notable(members.into_iter().map(|one| (one.id, one.followers)), &options)?)
}
