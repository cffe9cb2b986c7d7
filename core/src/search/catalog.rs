//! The influencers that can be found: columns, labels and words in memory.
//!
//! One idea to keep in mind: a row is never changed. An update blanks the old row everywhere, labels and words
//! included, and adds a new one, so that nothing of a person who was removed or erased stays behind.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::column::Column;
use super::exclusions::Exclusions;
use super::field::{Field, LABELS, NUMBERS, TEXTS, audience_dimension, place};
use super::mask::Mask;
use super::names::Names;
use super::terms::Terms;
use super::words::{each_word, folded};
use super::{Bounded, Error, Exclusion, Record};
use crate::model::InfluencerId;

/// A number and the lower bound of its interval.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figure {
    pub(super) value: Column,
    pub(super) low: Column,
}

impl Figure {
    pub(super) fn of_rows(rows: usize) -> Self {
        Figure { value: Column::empty(rows), low: Column::empty(rows) }
    }

    pub(super) fn push(&mut self, figure: Option<Bounded>) {
        self.value.push(figure.map(|figure| figure.value));
        self.low.push(figure.and_then(|figure| figure.low));
    }

    fn of_these(&self, rows: &[u32]) -> Self {
        Figure { value: self.value.of_rows(rows), low: self.low.of_rows(rows) }
    }

    fn blank(&mut self, row: u32) {
        self.value.blank(row);
        self.low.blank(row);
    }
}

/// Influencers that can be searched.
///
/// ```
/// use renown::model::InfluencerId;
/// use renown::search::{Catalog, Record};
///
/// let record = Record { bio: Some("Vegane Küche".to_owned()), ..Record::new(InfluencerId::new("i1")?) };
/// let mut catalog = Catalog::from_rows([record])?;
/// catalog.remove("i1");
/// assert_eq!(catalog.len(), 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Catalog {
    pub(super) ids: Names,
    /// Rows that are there and that nobody is kept from.
    pub(super) shown: Mask,
    pub(super) labels: [Terms; LABELS.len()],
    pub(super) texts: [Terms; TEXTS.len()],
    pub(super) numbers: Vec<Figure>,
    pub(super) audience: BTreeMap<String, Figure>,
    /// Brands, with the days of the latest posts for them.
    pub(super) sponsored: Terms,
    /// Topics, with their weights.
    pub(super) topics: Terms,
    pub(super) exclusions: Exclusions,
}

/// A day as a number.
pub(super) fn day(date: NaiveDate) -> f64 {
    f64::from(date.num_days_from_ce())
}

impl Catalog {
    /// An empty catalog.
    pub fn new() -> Self {
        Catalog {
            ids: Names::default(),
            shown: Mask::default(),
            labels: Default::default(),
            texts: Default::default(),
            numbers: vec![Figure::of_rows(0); NUMBERS.len()],
            audience: BTreeMap::new(),
            sponsored: Terms::default(),
            topics: Terms::default(),
            exclusions: Exclusions::default(),
        }
    }

    /// A catalog of these influencers.
    ///
    /// # Errors
    /// Those of [`Catalog::add`].
    pub fn from_rows(records: impl IntoIterator<Item = Record>) -> Result<Self, Error> {
        let mut catalog = Catalog::new();
        catalog.add(records)?;
        Ok(catalog)
    }

    /// How many influencers there are, those who are not shown included.
    pub fn len(&self) -> usize {
        self.ids.count()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ids.count() == 0
    }

    /// The memory that columns and indexes take, in bytes, roughly; what is left in a file is not counted.
    pub fn memory(&self) -> usize {
        let terms = self.labels.iter().chain(&self.texts).chain([&self.sponsored, &self.topics]);
        let figures = self.numbers.iter().chain(self.audience.values());
        let columns = figures.map(|figure| figure.value.memory() + figure.low.memory());
        self.ids.memory() + terms.map(Terms::memory).sum::<usize>() + columns.sum::<usize>()
    }

    /// Takes in influencers. Those before one that is refused stay in.
    ///
    /// # Errors
    /// [`Error::RepeatedId`], [`Error::ErasedSubject`], [`Error::BadRecord`], [`Error::CatalogFull`]; rows are counted
    /// from 0.
    pub fn add(&mut self, records: impl IntoIterator<Item = Record>) -> Result<(), Error> {
        for (row, record) in records.into_iter().enumerate() {
            if self.row(record.id.as_str()).is_some() {
                return Err(Error::RepeatedId { row });
            }
            self.take_in(row, &record)?;
        }
        Ok(())
    }

    /// Takes in influencers in place of what was known of them; those that are new are added.
    ///
    /// # Errors
    /// Those of [`Catalog::add`], but for repeated ids.
    pub fn update(&mut self, records: impl IntoIterator<Item = Record>) -> Result<(), Error> {
        for (row, record) in records.into_iter().enumerate() {
            check(row, &record)?;
            self.remove(record.id.as_str());
            self.take_in(row, &record)?;
        }
        Ok(())
    }

    /// Removes an influencer and says whether there was one. Whoever was kept from being shown stays so.
    pub fn remove(&mut self, id: &str) -> bool {
        let Some(row) = self.row(id) else { return false };
        self.ids.blank(row);
        self.shown.clear(row);
        self.labels.iter_mut().chain(&mut self.texts).for_each(|terms| terms.blank(row));
        self.sponsored.blank(row);
        self.topics.blank(row);
        self.numbers.iter_mut().chain(self.audience.values_mut()).for_each(|figure| figure.blank(row));
        true
    }

    /// The same influencers in memory of their own, without the places of those that were removed.
    pub(super) fn anew(&self) -> Self {
        let rows: Vec<u32> = self.ids.each().map(|(row, _)| row).collect();
        let mut ids = Names::default();
        ids.reserve(rows.len());
        self.ids.each().for_each(|(_, id)| {
            ids.push(id);
        });
        let mut catalog = Catalog {
            ids,
            shown: Mask::default(),
            labels: self.labels.each_ref().map(|terms| terms.of_rows(&rows)),
            texts: self.texts.each_ref().map(|terms| terms.of_rows(&rows)),
            numbers: self.numbers.iter().map(|figure| figure.of_these(&rows)).collect(),
            audience: self.audience.iter().map(|(name, it)| (name.clone(), it.of_these(&rows))).collect(),
            sponsored: self.sponsored.of_rows(&rows),
            topics: self.topics.of_rows(&rows),
            exclusions: self.exclusions.clone(),
        };
        catalog.show_all_who_are_free();
        catalog
    }

    /// Shows all who are there and whom nothing is in the way of.
    pub(super) fn show_all_who_are_free(&mut self) {
        self.shown = Mask::all(self.ids.len());
        for id in self.exclusions.ids() {
            self.ids.find(id).into_iter().for_each(|row| self.shown.clear(row));
        }
    }

    /// Keeps somebody from being found or counted, from the next search on, whether they are in the catalog or not.
    pub fn restrict(&mut self, id: &InfluencerId, why: Exclusion) {
        self.exclusions.add(id.as_str(), why);
        self.show_if_free(id.as_str());
    }

    /// Lifts one reason not to show somebody; another one still holds.
    pub fn lift(&mut self, id: &InfluencerId, why: Exclusion) {
        self.exclusions.lift(id.as_str(), why);
        self.show_if_free(id.as_str());
    }

    /// Shows an influencer where nothing is in the way, and only there.
    pub(super) fn show_if_free(&mut self, id: &str) {
        let Some(row) = self.row(id) else { return };
        if self.exclusions.holds(id) {
            self.shown.clear(row);
        } else {
            self.shown.set(row);
        }
    }

    /// Keeps somebody from one recipient, to whom the rules of transfer do not let the data pass.
    pub fn keep_from(&mut self, id: &InfluencerId, recipient: &str) {
        self.exclusions.keep_from(id.as_str(), recipient);
    }

    /// Removes an influencer with everything that was known, and refuses the id from now on.
    pub fn erase(&mut self, id: &InfluencerId) {
        self.remove(id.as_str());
        self.exclusions.erase(id.as_str());
    }

    /// The row of an influencer.
    pub(super) fn row(&self, id: &str) -> Option<u32> {
        self.ids.find(id)
    }

    /// The rows that this recipient may see.
    pub(super) fn visible(&self, recipient: &str) -> Mask {
        let mut visible = self.shown.clone();
        for id in self.exclusions.kept_from(recipient) {
            self.row(id).into_iter().for_each(|row| visible.clear(row));
        }
        visible
    }

    /// The column of a field, where there is one.
    pub(super) fn figure(&self, field: &Field) -> Option<&Figure> {
        match field {
            Field::Number(number) => self.numbers.get(*number),
            Field::Audience(share) => self.audience.get(share),
            Field::Label(_) | Field::Similarity => None,
        }
    }

    /// Makes room for the names of so many rows.
    pub(super) fn expect_rows(&mut self, rows: usize) {
        self.ids.reserve(rows);
    }

    /// Names the next row, and says whether it may be shown.
    pub(super) fn name_row(&mut self, at: usize, id: &str) -> Result<(u32, bool), Error> {
        if self.exclusions.is_erased(id) {
            return Err(Error::ErasedSubject { row: at });
        }
        let shown = !self.exclusions.holds(id);
        if self.row(id).is_some() {
            return Err(Error::RepeatedId { row: at });
        }
        let row = self.ids.push(id).ok_or(Error::CatalogFull)?;
        self.shown.grow(self.ids.len());
        if shown {
            self.shown.set(row);
        }
        Ok((row, shown))
    }

    fn take_in(&mut self, at: usize, record: &Record) -> Result<(), Error> {
        check(at, record)?;
        let (row, _) = self.name_row(at, record.id.as_str())?;
        let flag = |flag: bool| if flag { "true" } else { "false" };
        let one: [Option<&str>; 11] = [
            record.platform.map(|value| value.as_str()),
            record.country.map(|value| value.as_str()),
            record.region.map(|value| value.as_str()),
            record.city.as_deref(),
            record.language.as_ref().map(|value| value.as_str()),
            record.gender.map(|value| value.as_str()),
            record.age_band.map(|value| value.as_str()),
            record.category.as_deref(),
            record.account_type.map(|value| value.as_str()),
            record.verified.map(flag),
            record.contact_available.map(flag),
        ];
        let many = [&record.interests, &record.hashtags, &record.mentions, &record.brands];
        let lists = one.iter().map(|one| one.as_slice().to_vec());
        let lists = lists.chain(many.map(|list| {
            list.iter()
                .map(|label| Some(label.as_str()).into_iter().collect::<Vec<_>>())
                .collect::<Vec<_>>()
                .concat()
        }));
        for (label, (terms, list)) in self.labels.iter_mut().zip(lists).enumerate() {
            list.iter().for_each(|shown| {
                with_label(label, shown, |found_by, shown| terms.push(row, found_by, shown, None));
            });
        }
        let texts = [record.name.as_slice(), record.bio.as_slice(), &record.captions];
        for (terms, texts) in self.texts.iter_mut().zip(texts) {
            texts.iter().for_each(|text| each_word(text, |word| terms.push(row, word, None, None)));
        }
        for (name, figure) in NUMBERS.iter().zip(&mut self.numbers) {
            let last_post = record.last_post.filter(|_| *name == "last_post");
            let last_post = last_post.map(|on| Bounded { value: day(on), low: None });
            figure.push(record.figures.get(*name).copied().or(last_post));
        }
        for (dimension, shares) in &record.audience {
            for (label, share) in shares {
                let name = format!("{dimension}.{label}");
                let figure = self.audience.entry(name).or_insert_with(|| Figure::of_rows(row as usize));
                figure.push(Some(*share));
            }
        }
        self.pad_audience();
        for Sponsored { brand, on } in record.sponsored.iter().map(Sponsored::of) {
            self.sponsored.push(row, &folded(brand), Some(brand), Some(on));
        }
        for (topic, weight) in &record.topics {
            #[expect(clippy::cast_possible_truncation, reason = "a weight needs no more digits")]
            self.topics.push(row, &folded(topic), Some(topic), Some(*weight as f32));
        }
        Ok(())
    }

    /// Gives the shares that the last row does not have a gap.
    pub(super) fn pad_audience(&mut self) {
        let rows = self.ids.len();
        for figure in self.audience.values_mut().filter(|figure| figure.value.len() < rows) {
            figure.push(None);
        }
    }
}

struct Sponsored<'a> {
    brand: &'a str,
    on: f32,
}

impl<'a> Sponsored<'a> {
    fn of(given: &'a super::Sponsorship) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "days up to the year 45,000 are exact")]
        Sponsored { brand: &given.brand, on: day(given.on) as f32 }
    }
}

/// Hands on a label in the form by which it is found, and as it is shown where that is another: codes as they are,
/// words of people folded.
pub(super) fn with_label(label: usize, shown: &str, take: impl FnOnce(&str, Option<&str>)) {
    // Of lower-case letters alone there is nothing to fold.
    if is_code(label) || shown.bytes().all(|byte| byte.is_ascii_lowercase()) {
        take(shown, None);
    } else {
        take(&found_by(label, shown), Some(shown));
    }
}

/// Whether labels of this field are codes that the model checks.
fn is_code(label: usize) -> bool {
    !matches!(
        LABELS.get(label),
        Some(&("city" | "category" | "interests" | "hashtags" | "mentions" | "brands"))
    )
}

/// The form by which a label is found.
pub(super) fn found_by(label: usize, given: &str) -> String {
    if is_code(label) {
        return given.to_owned();
    }
    let given = given.trim();
    match LABELS.get(label) {
        Some(&"hashtags") => folded(given.trim_start_matches('#')),
        Some(&"mentions") => folded(given.trim_start_matches('@')),
        _ => folded(given),
    }
}

/// Whether a record can be taken in.
fn check(row: usize, record: &Record) -> Result<(), Error> {
    let bad = |path: String, problem: &str| Error::BadRecord { row, path, problem: problem.to_owned() };
    let figures = record.figures.iter().map(|(name, figure)| (format!("figures.{name}"), figure));
    for name in record.figures.keys() {
        if place(&NUMBERS, name).is_none_or(|number| NUMBERS.get(number) == Some(&"last_post")) {
            return Err(bad(
                "figures".to_owned(),
                &format!("no figure has this name; there are {}", NUMBERS.join(", ")),
            ));
        }
    }
    let mut shares = Vec::new();
    for (dimension, labels) in &record.audience {
        if dimension != super::field::GENDER_AGE && !audience_dimension(dimension)? {
            return Err(bad("audience".to_owned(), "no dimension of an audience has this name"));
        }
        for (label, share) in labels {
            if label.is_empty() || !(0.0..=1.0).contains(&share.value) {
                return Err(bad(
                    format!("audience.{dimension}"),
                    "a share is a fraction from 0 to 1 of a named part",
                ));
            }
            shares.push((format!("audience.{dimension}"), share));
        }
    }
    for (path, figure) in figures.chain(shares) {
        if !figure.value.is_finite() || figure.low.is_some_and(|low| low.is_nan() || low > figure.value) {
            return Err(bad(
                path,
                "a figure is a finite number, and the lower bound of its interval not above it",
            ));
        }
    }
    if record.topics.values().any(|weight| !weight.is_finite() || *weight < 0.0) {
        return Err(bad("topics".to_owned(), "a weight is a finite number from 0"));
    }
    Ok(())
}

impl Default for Catalog {
    fn default() -> Self {
        Catalog::new()
    }
}

/// Shows how many influencers there are, and nothing of them.
impl std::fmt::Debug for Catalog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Catalog").field("influencers", &self.len()).finish_non_exhaustive()
    }
}
