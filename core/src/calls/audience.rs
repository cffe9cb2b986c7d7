//! Demographics, affinity, overlap, raking, lookalikes and notable followers over rows of people.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Error, arguments, result};
use crate::audience::{
    self, AffinityOptions, Base, Category, DEFAULT_SKETCH_SIZE, Demographics, DemographicsOptions, Dimension,
    LookalikeOptions, Margin, NotableOptions, Person, Portrait, RakeOptions, ShareOptions, Sketch, Target,
};
use crate::model::AudienceRole;

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
        for dimension in options.by.iter().flatten() {
            self.check(*dimension)?;
        }
        let mut state = Demographics::new(options)?;
        for (row, person) in self.rows.iter().enumerate() {
            state.update(&person.person()).map_err(|error| error.at_row(Some(row as u64)))?;
        }
        Ok(state)
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
    let options = ShareOptions { level, population, base };
    let breakdowns = state.finish(&options)?;
    let reachable = match breakdowns.iter().any(|breakdown| breakdown.dimensions == [Dimension::Reachability])
    {
        true => Some(state.reachable(&options)?),
        false => None,
    };
    let mut answer = json!({ "role": role, "people": state.n(), "breakdowns": result(&breakdowns)? });
    if let (Some(reachable), Some(fields)) = (reachable, answer.as_object_mut()) {
        fields.insert("reachable".to_owned(), result(&reachable)?);
    }
    Ok(answer)
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
