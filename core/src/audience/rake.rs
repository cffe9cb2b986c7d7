//! Raking: weights under which a sample has the margins of its population.
//!
//! One idea to keep in mind: people with the same categories in all margins get the same factor, so the fit runs over
//! the cells that are there, in the order of their categories; neither the order of the people nor that of the
//! targets changes a bit of a weight. With one margin this is post-stratification, done after one iteration.
//!
//! The method is iterative proportional fitting (Deming and Stephan 1940).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Category, Dimension, Error, Person, Weight};
use crate::stats::Moments;

/// How many people of the population are in one category, or combination.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// One category per dimension of the margin; null where the value is not known.
    pub categories: Vec<Category>,
    /// How many people, or which share of them: from 0, in one unit for all margins.
    pub n: f64,
}

/// One margin of the population: a dimension, or several together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Margin {
    /// The dimensions.
    pub dimensions: Vec<Dimension>,
    /// Every category that somebody of the sample is in.
    pub targets: Vec<Target>,
}

/// When the fit ends.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct RakeOptions {
    /// The largest gap between a target and what is fitted, as a fraction of the total.
    pub tolerance: f64,
    /// How many rounds over all margins at most.
    pub iterations: u32,
}

impl Default for RakeOptions {
    /// A gap of 1e-9 of the total, 1 000 rounds.
    fn default() -> Self {
        RakeOptions { tolerance: 1e-9, iterations: 1_000 }
    }
}

/// One category of a margin after the fit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FittedCategory {
    /// Which margin, counted from 0.
    pub margin: usize,
    /// One category per dimension.
    pub categories: Vec<Category>,
    /// How many people of the sample.
    pub people: u64,
    /// Their weight before.
    pub before: f64,
    /// What the margin wants.
    pub target: f64,
    /// Their weight after.
    pub fitted: f64,
}

/// The weights, and how well they fit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Raked {
    /// A weight per person, in their order; they add up to the total of the margins.
    pub weights: Vec<f64>,
    /// How many rounds it took.
    pub iterations: u32,
    /// The largest gap between a target and what is fitted, as a fraction of the total.
    pub largest_gap: f64,
    /// How many people of equal weight would tell as much: Kish's effective sample size.
    pub effective_n: f64,
    /// By how much the weights inflate the variance: n / effective_n.
    pub design_effect: f64,
    /// The smallest and the largest factor by which a weight changed, beside the change of all together.
    pub factors: [f64; 2],
    /// Every category of every margin.
    pub fitted: Vec<FittedCategory>,
}

/// Weights the people so that they have the given margins.
///
/// ```
/// use renown::audience::{Dimension, Margin, Person, RakeOptions, Target, rake};
///
/// let person = |gender| Person { gender: Some(gender), ..Person::default() };
/// let people = [person("female"), person("female"), person("female"), person("male")];
/// let target = |label: &str, n| Target { categories: vec![label.into()], n };
/// let gender = Margin {
///     dimensions: vec![Dimension::Gender],
///     targets: vec![target("female", 0.5), target("male", 0.5)],
/// };
/// let raked = rake(&people, &[gender], &RakeOptions::default())?;
/// assert_eq!(raked.iterations, 1);
/// assert!((raked.weights[0] - 0.5 / 3.0).abs() < 1e-15 && raked.weights[3] == 0.5);
/// # Ok::<(), renown::audience::Error>(())
/// ```
///
/// A person without a weight has weight 1; either all have one or none.
///
/// # Errors
/// [`Error::BadMargin`], [`Error::MarginsDisagree`] for the margins; [`Error::MarginWithoutPeople`] and
/// [`Error::PeopleWithoutMargin`] where they do not fit the people; [`Error::MarginsCannotBeMet`] where the fit does
/// not end; [`Error::BadWeight`], [`Error::MissingWeight`], [`Error::WeightsAllZero`] for the weights.
pub fn rake(people: &[Person<'_>], margins: &[Margin], options: &RakeOptions) -> Result<Raked, Error> {
    let margins =
        margins.iter().enumerate().map(|(i, m)| Checked::of(i, m)).collect::<Result<Vec<_>, _>>()?;
    let Some(first) = margins.first() else { return Err(Error::NothingAsked) };
    let total = first.total;
    for (margin, checked) in margins.iter().enumerate() {
        if (checked.total - total).abs() > 1e-6 * total {
            return Err(Error::MarginsDisagree { margin, total: checked.total, first: total });
        }
    }
    let sample = Sample::of(people, &margins)?;
    let before: Vec<f64> =
        sample.cells.values().map(|cell| Weight::from_units(cell.weight).value()).collect();
    let places: Vec<&[usize]> = sample.cells.keys().map(Vec::as_slice).collect();
    let mut fit = Fit { margins: &margins, places: &places, values: before.clone(), total };
    let (iterations, largest_gap) = fit.run(options)?;
    let all: f64 = before.iter().sum();
    let mut factors: BTreeMap<&[usize], f64> = BTreeMap::new();
    let mut range = [f64::INFINITY, 0.0_f64];
    for ((place, before), after) in places.iter().zip(&before).zip(&fit.values) {
        let factor = if *before > 0.0 { after / before } else { 0.0 };
        factors.insert(place, factor);
        if *before > 0.0 {
            let change = factor * all / total;
            range = [range[0].min(change), range[1].max(change)];
        }
    }
    let of_place = |place: &Vec<usize>| factors.get(place.as_slice()).copied().unwrap_or(0.0);
    let weights: Vec<f64> =
        sample.people.iter().map(|(place, weight)| weight.value() * of_place(place)).collect();
    let effective_n = crate::stats::effective_size(&weights)?.unwrap_or(0.0);
    Ok(Raked {
        iterations,
        largest_gap,
        effective_n,
        design_effect: people.len() as f64 / effective_n,
        factors: range,
        fitted: fitted(&margins, &sample, &before, &fit.values),
        weights,
    })
}

/// A margin with its targets in the order of their categories.
struct Checked {
    dimensions: Vec<Dimension>,
    targets: Vec<Target>,
    total: f64,
}

impl Checked {
    fn of(margin: usize, given: &Margin) -> Result<Checked, Error> {
        let dimensions = &given.dimensions;
        let bad = |problem| Error::BadMargin { margin, dimensions: dimensions.clone(), problem };
        let is_twice = |i: usize| dimensions.iter().take(i).any(|d| dimensions.get(i) == Some(d));
        if dimensions.is_empty() {
            return Err(bad("it names no dimension; name at least one"));
        }
        if (0..dimensions.len()).any(is_twice) {
            return Err(bad("a dimension is named twice; once is enough"));
        }
        if dimensions.iter().any(|d| d.is_multi_valued()) {
            return Err(bad("a person may have several interests; a margin needs one category per person"));
        }
        let mut targets = given.targets.clone();
        if targets.iter().any(|target| target.categories.len() != dimensions.len()) {
            return Err(bad("a target does not name one category per dimension"));
        }
        if targets.iter().any(|target| !(target.n.is_finite() && target.n >= 0.0)) {
            return Err(bad("a target is negative or not finite; targets are numbers from 0"));
        }
        targets.sort_by(|a, b| a.categories.cmp(&b.categories));
        if targets.array_windows().any(|[a, b]| a.categories == b.categories) {
            return Err(bad("a category has two targets"));
        }
        let total: f64 = targets.iter().map(|target| target.n).sum();
        if !(total > 0.0 && total.is_finite()) {
            return Err(bad("its targets add up to nothing; at least one must be above 0"));
        }
        Ok(Checked { dimensions: dimensions.clone(), targets, total })
    }

    fn label(&self, target: usize) -> String {
        let categories = self.targets.get(target).map_or(&[][..], |target| &target.categories);
        described(&self.dimensions, categories)
    }
}

fn described(dimensions: &[Dimension], categories: &[Category]) -> String {
    let pairs = dimensions.iter().zip(categories).map(|(d, category)| format!("{d}={category}"));
    pairs.collect::<Vec<_>>().join(", ")
}

/// The people of one combination of categories.
#[derive(Default)]
struct Members {
    n: u64,
    weight: u128,
}

/// The sample by combination: which target of every margin.
struct Sample {
    cells: BTreeMap<Vec<usize>, Members>,
    people: Vec<(Vec<usize>, Weight)>,
}

impl Sample {
    fn of(people: &[Person<'_>], margins: &[Checked]) -> Result<Sample, Error> {
        let weighted = people.iter().any(|person| person.weight.is_some());
        let mut sample = Sample { cells: BTreeMap::new(), people: Vec::with_capacity(people.len()) };
        let mut sums = Moments::new();
        let mut strangers: BTreeMap<(usize, Vec<Category>), u64> = BTreeMap::new();
        for (row, person) in people.iter().enumerate() {
            let row = Some(row as u64);
            let weight = match person.weight {
                Some(weight) => Weight::new(weight).map_err(|error| error.at_row(row))?,
                None if weighted => return Err(Error::MissingWeight { row }),
                None => Weight::ONE,
            };
            sums.update(weight.units())?;
            let mut place = Vec::with_capacity(margins.len());
            for (number, margin) in margins.iter().enumerate() {
                let of = |d: &Dimension| person.value(*d).map_or(Category::Missing, Category::from);
                let categories: Vec<Category> = margin.dimensions.iter().map(of).collect();
                match margin.targets.binary_search_by(|target| target.categories.cmp(&categories)) {
                    Ok(target) => place.push(target),
                    Err(_) => *strangers.entry((number, categories)).or_default() += 1,
                }
            }
            let cell = sample.cells.entry(place.clone()).or_default();
            cell.n += 1;
            cell.weight = cell.weight.saturating_add(weight.units());
            sample.people.push((place, weight));
        }
        if let Some(((margin, categories), people)) = strangers.into_iter().next() {
            let dimensions = margins.get(margin).map_or(&[][..], |margin| &margin.dimensions);
            let category = described(dimensions, &categories);
            return Err(Error::PeopleWithoutMargin { margin, category, people });
        }
        if sums.sum() == 0 {
            return Err(Error::WeightsAllZero { people: sums.n() });
        }
        Ok(sample)
    }
}

/// The weights of the combinations as they are fitted.
struct Fit<'a> {
    margins: &'a [Checked],
    places: &'a [&'a [usize]],
    values: Vec<f64>,
    total: f64,
}

impl Fit<'_> {
    fn run(&mut self, options: &RakeOptions) -> Result<(u32, f64), Error> {
        let mut worst = (0, 0, f64::INFINITY);
        for round in 1..=options.iterations.max(1) {
            for margin in 0..self.margins.len() {
                self.adjust(margin)?;
            }
            worst = self.worst();
            if worst.2 <= options.tolerance.max(0.0) * self.total {
                return Ok((round, worst.2 / self.total));
            }
        }
        let (margin, target, gap) = worst;
        let category = self.margins.get(margin).map_or_else(String::new, |margin| margin.label(target));
        Err(Error::MarginsCannotBeMet { iterations: options.iterations, margin, category, gap })
    }

    /// The weight of every category of a margin.
    fn sums(&self, number: usize, margin: &Checked) -> Vec<f64> {
        let mut sums = vec![0.0; margin.targets.len()];
        for (place, value) in self.places.iter().zip(&self.values) {
            if let Some(sum) = place.get(number).and_then(|target| sums.get_mut(*target)) {
                *sum += value;
            }
        }
        sums
    }

    fn adjust(&mut self, number: usize) -> Result<(), Error> {
        let Some(margin) = self.margins.get(number) else { return Ok(()) };
        let sums = self.sums(number, margin);
        let mut factors = Vec::with_capacity(sums.len());
        for (target, (wanted, sum)) in margin.targets.iter().zip(&sums).enumerate() {
            if *sum > 0.0 {
                factors.push(wanted.n / sum);
            } else if wanted.n > 0.0 {
                let category = margin.label(target);
                return Err(Error::MarginWithoutPeople { margin: number, category, target: wanted.n });
            } else {
                factors.push(0.0);
            }
        }
        for (place, value) in self.places.iter().zip(&mut self.values) {
            if let Some(factor) = place.get(number).and_then(|target| factors.get(*target)) {
                *value *= factor;
            }
        }
        Ok(())
    }

    /// The largest gap: which margin, which target, how large.
    fn worst(&self) -> (usize, usize, f64) {
        let mut worst = (0, 0, 0.0);
        for (number, margin) in self.margins.iter().enumerate() {
            for (target, (wanted, sum)) in margin.targets.iter().zip(self.sums(number, margin)).enumerate() {
                let gap = (wanted.n - sum).abs();
                if gap > worst.2 {
                    worst = (number, target, gap);
                }
            }
        }
        worst
    }
}

fn fitted(margins: &[Checked], sample: &Sample, before: &[f64], after: &[f64]) -> Vec<FittedCategory> {
    let mut all = Vec::new();
    for (number, margin) in margins.iter().enumerate() {
        let start = all.len();
        all.extend(margin.targets.iter().map(|target| FittedCategory {
            margin: number,
            categories: target.categories.clone(),
            people: 0,
            before: 0.0,
            target: target.n,
            fitted: 0.0,
        }));
        for ((place, members), (before, after)) in sample.cells.iter().zip(before.iter().zip(after)) {
            let one = place.get(number).and_then(|target| all.get_mut(start + target));
            if let Some(one) = one {
                one.people += members.n;
                one.before += before;
                one.fitted += after;
            }
        }
    }
    all
}
