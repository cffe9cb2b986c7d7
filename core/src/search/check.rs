//! What a query may be, before anything is looked for: bounded in depth and size, its labels known, its fields
//! covered by the permit. Every error names the path.

use std::str::FromStr;

use serde_json::Value;

use super::Error;
use super::field::{Field, NUMBERS};
use super::query::{Range, Share};
use crate::model::{AccountType, AgeBand, Country, Gender, Language, Platform, Region};
use crate::privacy::{DataCategory, SearchPermit};

/// Lists and objects within each other.
const DEEPEST: usize = 32;
/// Filters, labels, words and ids of a query altogether.
pub(super) const MOST_TERMS: usize = 4_096;
/// Keys of an order, facets, edges of a facet, fields.
pub(super) const MOST_PARTS: usize = 64;
/// Influencers of a page.
pub(super) const LARGEST_PAGE: usize = 1_000;
/// Characters of a text that is looked for.
const LONGEST_TEXT: usize = 1_000;

/// Refuses data within data beyond what any brief needs, before it is read.
pub(super) fn depth(given: &Value) -> Result<(), Error> {
    let mut level: Vec<&Value> = vec![given];
    let mut seen = 0_usize;
    for _ in 0..=DEEPEST {
        level = level
            .into_iter()
            .flat_map(|value| match value {
                Value::Array(entries) => entries.iter().collect::<Vec<_>>(),
                Value::Object(entries) => entries.values().collect(),
                _ => Vec::new(),
            })
            .collect();
        seen += level.len();
        if seen > 8 * MOST_TERMS {
            return Err(too_many());
        }
        if level.is_empty() {
            return Ok(());
        }
    }
    Err(Error::query(
        "filters",
        format!("filters lie within each other more than {DEEPEST} times; flatten them"),
    ))
}

pub(super) fn too_many() -> Error {
    Error::query("query", format!("more than {MOST_TERMS} filters, labels, words and ids; ask in parts"))
}

/// Whether the permit covers what a field reveals.
pub(super) fn permitted(field: &Field, path: &str, permit: &SearchPermit) -> Result<(), Error> {
    covered(field.category(), &field.to_string(), path, permit)
}

pub(super) fn covered(
    category: &'static str,
    field: &str,
    path: &str,
    permit: &SearchPermit,
) -> Result<(), Error> {
    if permit.covers(&DataCategory::new(category)?) {
        return Ok(());
    }
    Err(Error::FieldNotPermitted { path: path.to_owned(), field: field.to_owned(), category })
}

/// A label as the model writes it.
pub(super) fn label(field: &str, given: &str, path: &str) -> Result<String, Error> {
    fn read<T: FromStr<Err = crate::model::Error>>(
        given: &str,
        path: &str,
        written: impl Fn(&T) -> String,
    ) -> Result<String, Error> {
        given.parse::<T>().map(|value| written(&value)).map_err(|error| Error::query(path, error.to_string()))
    }
    match field {
        "country" => country(given, path),
        "platform" => read::<Platform>(given, path, |value| value.as_str().to_owned()),
        "region" => read::<Region>(given, path, |value| value.as_str().to_owned()),
        "language" => read::<Language>(given, path, |value| value.as_str().to_owned()),
        "gender" => read::<Gender>(given, path, |value| value.as_str().to_owned()),
        "age_band" => read::<AgeBand>(given, path, |value| value.as_str().to_owned()),
        "account_type" => read::<AccountType>(given, path, |value| value.as_str().to_owned()),
        _ => text(given, path).map(str::to_owned),
    }
}

fn country(given: &str, path: &str) -> Result<String, Error> {
    if let Ok(country) = given.parse::<Country>() {
        return Ok(country.as_str().to_owned());
    }
    let shown = super::field::shortened(given);
    let near = Country::parse(given).ok().or_else(|| one_letter_off(given));
    let hint = near.map_or(String::new(), |near| format!("; did you mean {:?}?", near.as_str()));
    Err(Error::query(path, format!("{shown:?} is not an ISO 3166 code{hint}")))
}

/// Of two letters, the country whose code alone begins with the first one: `XX` can only be `XK`.
fn one_letter_off(given: &str) -> Option<Country> {
    let first = given.get(..1)?;
    let mut same = Country::all().filter(|country| country.as_str().starts_with(first));
    let near = same.next().filter(|_| given.len() == 2)?;
    same.next().is_none().then_some(near)
}

/// A text that is looked for.
pub(super) fn text<'a>(given: &'a str, path: &str) -> Result<&'a str, Error> {
    if given.trim().is_empty() {
        return Err(Error::query(path, "an empty text; name what is looked for"));
    }
    if given.chars().nth(LONGEST_TEXT).is_some() {
        return Err(Error::query(path, format!("a text of more than {LONGEST_TEXT} characters; shorten it")));
    }
    Ok(given)
}

/// The bounds of a range, of its figure and of the lower bound of its interval.
pub(super) fn bounds(range: &Range, path: &str) -> Result<[Option<(f64, f64)>; 2], Error> {
    let given = [range.at_least, range.at_most, range.low_at_least];
    if given.iter().flatten().any(|bound| !bound.is_finite()) {
        return Err(Error::query(path, "a bound is not a finite number"));
    }
    if let (Some(least), Some(most)) = (range.at_least, range.at_most)
        && least > most
    {
        return Err(Error::query(
            path,
            format!("nothing is at least {least} and at most {most}; swap the bounds"),
        ));
    }
    if let (Some(low), Some(most)) = (range.low_at_least, range.at_most)
        && low > most
    {
        let problem =
            format!("no figure of at most {most} has a lower bound of at least {low}; swap the bounds");
        return Err(Error::query(path, problem));
    }
    if given.iter().all(Option::is_none) {
        return Err(Error::query(path, "no bound; give at_least, at_most or low_at_least"));
    }
    let (least, most) = (range.at_least.unwrap_or(f64::MIN), range.at_most.unwrap_or(f64::MAX));
    let plain = (range.at_least.is_some() || range.at_most.is_some()).then_some((least, most));
    Ok([plain, range.low_at_least.map(|low| (low, f64::MAX))])
}

/// Refuses bounds that no figure of this name has.
pub(super) fn possible(name: &str, range: &Range, path: &str) -> Result<(), Error> {
    let fraction = matches!(name, "credibility" | "hidden_like_share" | "sponsored_share");
    let signed = matches!(name, "growth_month" | "growth_quarter" | "growth_year" | "sponsored_performance");
    let least = [("at_least", range.at_least), ("low_at_least", range.low_at_least)];
    if let Some((bound, _)) =
        least.iter().find(|(_, bound)| fraction && bound.is_some_and(|bound| bound > 1.0))
    {
        let problem = "a fraction from 0 to 1, which nobody is above: 70 % is 0.7";
        return Err(Error::query(format!("{path}.{bound}"), problem));
    }
    if !signed && range.at_most.is_some_and(|most| most < 0.0) {
        return Err(Error::query(format!("{path}.at_most"), "a number from 0, which nobody is below"));
    }
    Ok(())
}

/// The share of the audience that a clause is about.
pub(super) fn share(share: &Share, path: &str) -> Result<(String, Range), Error> {
    let given = [
        ("country", &share.country),
        ("region", &share.region),
        ("city", &share.city),
        ("gender", &share.gender),
        ("age_band", &share.age_band),
        ("language", &share.language),
        ("interest", &share.interest),
        ("brand_affinity", &share.brand_affinity),
    ];
    let mut named = Vec::new();
    for (dimension, value) in given {
        if let Some(value) = value {
            named.push((dimension, label(dimension, value, &format!("{path}.{dimension}"))?));
        }
    }
    let name = match named.as_slice() {
        [(dimension, label)] => format!("{dimension}.{label}"),
        [("gender", gender), ("age_band", band)] => format!("{}.{gender} {band}", super::field::GENDER_AGE),
        _ => {
            let problem = "name one part of the audience: one dimension, or gender and age_band together";
            return Err(Error::query(path, problem));
        }
    };
    let bounds = [share.at_least, share.at_most, share.low_at_least];
    if bounds.iter().flatten().any(|bound| !(0.0..=1.0).contains(bound)) {
        return Err(Error::query(path, "a share is a fraction from 0 to 1: 20 % is 0.2"));
    }
    let range = Range { at_least: share.at_least, at_most: share.at_most, low_at_least: share.low_at_least };
    Ok((name, range))
}

/// A number by which an order or a histogram goes.
pub(super) fn number(name: &str, path: &str) -> Result<Field, Error> {
    let field: Field = name.parse().map_err(|error: Error| match error {
        Error::UnknownField { field } => Error::query(
            path,
            format!(
                "{field:?} is no field; there are {}, audience.<dimension>.<part> and similarity",
                NUMBERS.join(", ")
            ),
        ),
        other => other,
    })?;
    match field {
        Field::Label(_) => Err(Error::query(path, "an order goes by a number, not by labels")),
        field => Ok(field),
    }
}
