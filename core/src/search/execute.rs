//! From a query to what it finds.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

use super::catalog::Catalog;
use super::check::{self, LARGEST_PAGE, MOST_PARTS};
use super::facets::coarse;
use super::field::{Field, LABELS, NUMBERS};
use super::mask::Mask;
use super::order::{After, Key, first};
use super::plan::{Node, Planner};
use super::query::{Count, Query};
use super::similar::Target;
use super::{Error, Explained, Found, Match, Metered, cursor, facets};
use crate::privacy::{Purpose, SearchPermit};

impl Catalog {
    /// The influencers that fit, of those whom the recipient of the permit may be shown.
    ///
    /// ```
    /// use renown::model::InfluencerId;
    /// use renown::privacy::{Policy, Recipient, SearchPermit, category};
    /// use renown::search::{Catalog, Exclusion, Query, Record};
    /// use serde_json::json;
    ///
    /// let cook = InfluencerId::new("i1")?;
    /// let record = Record { bio: Some("Vegane Küche".to_owned()), ..Record::new(cook.clone()) };
    /// let mut catalog = Catalog::from_rows([record])?;
    ///
    /// let now = chrono::DateTime::UNIX_EPOCH;
    /// let brand = Recipient::user("brand-4")?;
    /// let permit = SearchPermit::ask(&Policy::influencer_marketing(), &brand, &[category::INFLUENCER], now)?;
    /// let query = Query::from_json(&json!({ "filters": [{ "text": { "phrase": "VEGANE KUCHE" } }] }))?;
    /// assert_eq!(catalog.search(&query, &permit, now)?.total, Some(1));
    ///
    /// catalog.restrict(&cook, Exclusion::Objected);
    /// assert_eq!(catalog.search(&query, &permit, now)?.total, Some(0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Privacy`] where the permit has expired, [`Error::FieldNotPermitted`] where the query asks by what the
    /// permit does not cover, [`Error::BadQuery`] where it makes no sense, [`Error::UnknownId`],
    /// [`Error::MalformedCursor`], [`Error::ForeignCursor`].
    pub fn search(&self, query: &Query, permit: &SearchPermit, now: DateTime<Utc>) -> Result<Found, Error> {
        permit.check(now)?;
        check_size(query)?;
        let recipient = permit.recipient().id.as_str();
        let visible = self.visible(recipient);
        let mut planner = Planner::new(self, permit, &visible, now);
        let nodes = query.filters.iter().enumerate();
        let nodes = nodes.map(|(at, clause)| planner.clause(clause, &format!("filters[{at}]")));
        let nodes: Vec<Node> = nodes.collect::<Result<_, _>>()?;
        let target = planner.target;
        let sort = sort_fields(query, permit, target.as_ref())?;
        let bound = cursor::bound_to(query, recipient);
        let after =
            query.cursor.as_deref().map(|given| cursor::read(given, bound, sort.len())).transpose()?;
        let counted = facet_fields(query, permit)?;
        let (fields, masked) = result_fields(query, permit, target.as_ref())?;

        let exact = query.count == Count::Exact;
        let explained = query.explain.then(|| self.explain(&nodes, &visible, exact));
        let mut found = visible;
        self.narrow(&Node::All(nodes), &mut found);

        let keys: Vec<Key<'_>> = sort
            .iter()
            .zip(&query.sort)
            .map(|(field, sort)| Key::new(self, field, sort.order, target.as_ref()))
            .collect();
        // One more than asked for tells whether there is a next page.
        let more = if query.limit == 0 { 0 } else { query.limit + 1 };
        let mut page = first(self, &found, &keys, after.as_ref(), more);
        let last = page.len() > query.limit;
        page.truncate(query.limit);
        let id = |row: u32| self.ids.get(row).to_owned();
        let next = page.last().filter(|_| last);
        let next = next.map(|placed| After { codes: placed.codes.clone(), id: id(placed.row) });
        let facets = query.facets.iter().zip(&counted).enumerate().map(|(at, (facet, field))| {
            facets::count(self, &found, facet, field, exact, &format!("facets[{at}]"))
        });
        let facets = facets.collect::<Result<_, _>>()?;
        let matches: Vec<Match> = page
            .iter()
            .map(|placed| Match {
                id: id(placed.row),
                fields: self.told(placed.row, &fields, target.as_ref()),
            })
            .collect();
        Ok(Found {
            total: match query.count {
                Count::Exact => Some(found.count()),
                Count::Estimated => Some(coarse(found.count())),
                Count::None => None,
            },
            cursor: next.map(|after| cursor::write(bound, &after)),
            masked,
            facets,
            explained,
            metered: Metered {
                recipient: permit.recipient().clone(),
                purpose: Purpose::INFLUENCER_SEARCH,
                at: now,
                units: matches.len() as u64,
                obligations: permit.obligations().collect(),
                policy: permit.policy().clone(),
            },
            matches,
        })
    }

    fn explain(&self, nodes: &[Node], visible: &Mask, exact: bool) -> Vec<Explained> {
        let told = |n: u64| if exact { n } else { coarse(n) };
        let mut left = visible.clone();
        let each = nodes.iter().enumerate().map(|(at, node)| {
            let mut alone = visible.clone();
            self.narrow(node, &mut alone);
            let before = left.count();
            left.and(&alone);
            Explained {
                path: format!("filters[{at}]"),
                alone: told(alone.count()),
                excluded: told(before - left.count()),
            }
        });
        each.collect()
    }

    /// The fields of a row.
    fn told(&self, row: u32, fields: &[Field], target: Option<&Target>) -> BTreeMap<String, Value> {
        let value = |field: &Field| match field {
            Field::Label(label) => self.labels.get(*label).map_or(Value::Null, |terms| {
                let mut labels = terms.of(row).iter().map(|id| terms.shown(*id));
                match LABELS.get(*label) {
                    Some(&("verified" | "contact_available")) => {
                        json!(labels.next().map(|label| label == "true"))
                    }
                    _ if *label >= super::field::FIRST_LIST => json!(labels.collect::<Vec<_>>()),
                    _ => json!(labels.next()),
                }
            }),
            Field::Similarity => json!(target.map(|target| target.similarity(self, row))),
            Field::Number(_) | Field::Audience(_) => {
                let number = self.figure(field).and_then(|figure| figure.value.get(row));
                match field {
                    Field::Number(number_of) if NUMBERS.get(*number_of) == Some(&"last_post") => {
                        json!(number.and_then(date))
                    }
                    _ => number.map_or(Value::Null, plain),
                }
            }
        };
        fields.iter().map(|field| (field.to_string(), value(field))).collect()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a day that was a date before")]
fn date(day: f64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(day as i32)
}

/// A whole number where it is one.
#[expect(clippy::cast_possible_truncation, reason = "compared with the wider value right away")]
fn plain(value: f64) -> Value {
    let whole = value as i64;
    #[expect(clippy::cast_precision_loss, reason = "that it is exact is what is asked")]
    let exact = whole as f64 == value && whole.unsigned_abs() < 1 << 53;
    if exact { json!(whole) } else { json!(value) }
}

fn check_size(query: &Query) -> Result<(), Error> {
    if query.limit > LARGEST_PAGE {
        return Err(Error::query(
            "limit",
            format!("at most {LARGEST_PAGE}; the cursor leads to the next page"),
        ));
    }
    let parts = [("sort", query.sort.len()), ("facets", query.facets.len()), ("fields", query.fields.len())];
    match parts.into_iter().find(|(_, count)| *count > MOST_PARTS) {
        Some((path, _)) => Err(Error::query(path, format!("at most {MOST_PARTS}"))),
        None => Ok(()),
    }
}

fn sort_fields(query: &Query, permit: &SearchPermit, target: Option<&Target>) -> Result<Vec<Field>, Error> {
    let each = query.sort.iter().enumerate().map(|(at, sort)| {
        let path = format!("sort[{at}].by");
        let field = check::number(&sort.by, &path)?;
        comparable(&field, target, &path)?;
        check::permitted(&field, &path, permit)?;
        Ok(field)
    });
    each.collect()
}

/// Likeness needs somebody to compare with.
fn comparable(field: &Field, target: Option<&Target>, path: &str) -> Result<(), Error> {
    if *field == Field::Similarity && target.is_none() {
        return Err(Error::query(
            path,
            "likeness to whom? give a filter lookalike_of or similar_audience_to",
        ));
    }
    Ok(())
}

fn facet_fields(query: &Query, permit: &SearchPermit) -> Result<Vec<Field>, Error> {
    let mut fields = Vec::with_capacity(query.facets.len());
    for (at, facet) in query.facets.iter().enumerate() {
        let path = format!("facets[{at}].field");
        let field: Field = facet.field.parse().map_err(|error| placed(error, &path))?;
        check::permitted(&field, &path, permit)?;
        if matches!(field, Field::Audience(_)) && fields.contains(&field) {
            return Err(Error::query(path, "this share is counted already; give all edges there"));
        }
        fields.push(field);
    }
    Ok(fields)
}

/// What comes with each influencer, and what the permit keeps back.
fn result_fields(
    query: &Query,
    permit: &SearchPermit,
    target: Option<&Target>,
) -> Result<(Vec<Field>, Vec<String>), Error> {
    let (mut fields, mut masked) = (Vec::new(), Vec::new());
    for (at, name) in query.fields.iter().enumerate() {
        let path = format!("fields[{at}]");
        let field: Field = name.parse().map_err(|error| placed(error, &path))?;
        comparable(&field, target, &path)?;
        match check::permitted(&field, &path, permit) {
            Ok(()) => fields.push(field),
            Err(Error::FieldNotPermitted { .. }) => masked.push(name.clone()),
            Err(other) => return Err(other),
        }
    }
    Ok((fields, masked))
}

/// An unknown field, with the place where it is named.
fn placed(error: Error, path: &str) -> Error {
    match error {
        Error::UnknownField { field } => {
            Error::query(path, format!("{field:?} is no field; docs/search.md lists the fields"))
        }
        other => other,
    }
}
