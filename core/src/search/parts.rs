//! A catalog made column by column, for tables of many rows.

use std::collections::BTreeMap;

use super::Error;
use super::catalog::{Catalog, Figure, with_label};
use super::check::label as checked;
use super::column::Column;
use super::field::{Field, LABELS, NUMBERS, TEXTS, place};
use super::posting::Rows;
use super::terms::Terms;
use super::words::{each_word, folded};

/// The labels or words of all rows.
pub(crate) struct Indexed(Box<Terms>);

/// The numbers of all rows.
pub(crate) struct Numbered(Column);

/// The names of fields of labels, of which those from the second number on are lists.
pub(crate) const LABEL_NAMES: (&[&str], usize) = (&LABELS, super::field::FIRST_LIST);
/// The names of numbers.
pub(crate) const NUMBER_NAMES: &[&str] = &NUMBERS;
/// The names of texts.
pub(crate) const TEXT_NAMES: &[&str] = &TEXTS;

/// Indexes a field of labels.
pub(crate) fn labels<'a, I: IntoIterator<Item = &'a str>>(
    name: &str,
    rows: impl Iterator<Item = I>,
) -> Result<Indexed, Error> {
    let label = place(&LABELS, name).unwrap_or_default();
    let mut terms = Terms::default();
    for (row, labels) in (0_u32..).zip(rows) {
        for shown in labels {
            with_label(label, shown, |found_by, shown| {
                terms.name(row, found_by, shown, None);
            });
        }
    }
    terms.index();
    // Each label is checked once, however many rows have it.
    for (id, known) in terms.labels() {
        let fits = checked(name, known, "").is_ok_and(|written| written == known);
        if label < super::field::FIRST_LIST && !fits && !free(name) {
            let row = terms.posting(id).and_then(Rows::first).unwrap_or(0);
            let problem = "the label is not written as the model writes it; docs/search.md says how";
            return Err(Error::BadRecord {
                row: row as usize,
                path: name.to_owned(),
                problem: problem.to_owned(),
            });
        }
    }
    Ok(Indexed(Box::new(terms)))
}

/// Whether labels of the field are words of people.
fn free(name: &str) -> bool {
    matches!(name, "city" | "category")
}

/// Indexes the words of a text.
pub(crate) fn words<'a, I: IntoIterator<Item = &'a str>>(rows: impl Iterator<Item = I>) -> Indexed {
    let mut terms = Terms::default();
    for (row, texts) in (0_u32..).zip(rows) {
        texts.into_iter().for_each(|text| {
            each_word(text, |word| {
                terms.name(row, word, None, None);
            })
        });
    }
    terms.index();
    Indexed(Box::new(terms))
}

/// Indexes topics that all weigh the same.
pub(crate) fn topics<'a, I: IntoIterator<Item = &'a str>>(rows: impl Iterator<Item = I>) -> Indexed {
    let mut terms = Terms::default();
    for (row, topics) in (0_u32..).zip(rows) {
        for topic in topics {
            terms.name(row, &folded(topic), Some(topic), Some(1.0));
        }
    }
    terms.index();
    Indexed(Box::new(terms))
}

/// Indexes collaborations: brands, with the days of the latest posts for them.
pub(crate) fn sponsored<'a, I: IntoIterator<Item = (&'a str, f64)>>(
    rows: impl Iterator<Item = I>,
) -> Indexed {
    let mut terms = Terms::default();
    for (row, told) in (0_u32..).zip(rows) {
        for (brand, on) in told {
            #[expect(clippy::cast_possible_truncation, reason = "days up to the year 45,000 are exact")]
            terms.name(row, &folded(brand), Some(brand), Some(on as f32));
        }
    }
    terms.index();
    Indexed(Box::new(terms))
}

/// Takes in numbers; shares of an audience are fractions.
pub(crate) fn numbers(
    name: &str,
    share: bool,
    rows: impl Iterator<Item = Option<f64>>,
) -> Result<Numbered, Error> {
    let mut column = Column::empty(0);
    for (row, value) in rows.enumerate() {
        if value.is_some_and(|value| !value.is_finite() || (share && !(0.0..=1.0).contains(&value))) {
            let problem =
                if share { "a share is a fraction from 0 to 1" } else { "a figure is a finite number" };
            return Err(Error::BadRecord { row, path: name.to_owned(), problem: problem.to_owned() });
        }
        column.push(value);
    }
    Ok(Numbered(column))
}

/// The columns of a catalog that is being made.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) indexed: BTreeMap<String, Indexed>,
    pub(crate) numbered: BTreeMap<String, Numbered>,
}

impl Parts {
    /// The catalog. What has no column is not known of anybody.
    ///
    /// # Errors
    /// [`Error::RepeatedId`], [`Error::CatalogFull`], [`Error::UnknownField`].
    pub(crate) fn catalog<'a>(
        mut self,
        rows: usize,
        ids: impl Iterator<Item = &'a str>,
    ) -> Result<Catalog, Error> {
        let mut catalog = Catalog::new();
        let mut terms =
            |name: &str| self.indexed.remove(name).map_or_else(Terms::default, |Indexed(terms)| *terms);
        for (name, place) in LABELS.iter().zip(&mut catalog.labels) {
            *place = terms(name);
        }
        for (name, place) in TEXTS.iter().zip(&mut catalog.texts) {
            *place = terms(name);
        }
        catalog.topics = terms("topics");
        catalog.sponsored = terms("sponsored");
        catalog.numbers = vec![Figure::of_rows(rows); NUMBERS.len()];
        for (name, Numbered(column)) in self.numbered {
            let (name, lower) = match name.strip_suffix("_low") {
                Some(name) => (name.to_owned(), true),
                None => (name, false),
            };
            let figure = match name.parse::<Field>()? {
                Field::Number(number) => catalog.numbers.get_mut(number),
                Field::Audience(share) => {
                    Some(catalog.audience.entry(share).or_insert_with(|| Figure::of_rows(rows)))
                }
                Field::Label(_) | Field::Similarity => None,
            };
            if let Some(figure) = figure {
                *(if lower { &mut figure.low } else { &mut figure.value }) = column;
            }
        }
        catalog.expect_rows(rows);
        for (row, id) in ids.enumerate() {
            catalog.name_row(row, id)?;
        }
        Ok(catalog)
    }
}
