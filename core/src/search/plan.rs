//! A query against one catalog: labels and words are ids, bounds are numbers, and what cannot be is nothing.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::catalog::{Catalog, day, found_by};
use super::check::{self, MOST_TERMS, too_many};
use super::field::{Field, LABELS, NUMBERS, TEXTS, place};
use super::mask::Mask;
use super::query::{Alike, Choice, Clause, Days, Range, Sponsored, Text};
use super::similar::Target;
use super::words::{folded, words};
use super::{Error, matching};
use crate::privacy::SearchPermit;

/// Whose labels or words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Label(usize),
    Text(usize),
}

/// A condition on rows.
pub(super) enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    /// One of these labels or words.
    Has {
        place: Place,
        ids: Vec<u32>,
    },
    /// These words one after the other.
    Phrase {
        text: usize,
        ids: Vec<u32>,
    },
    /// A figure, or the lower bound of its interval, in a range.
    Between {
        field: Field,
        lower: bool,
        low: f64,
        high: f64,
    },
    /// Has worked for this brand on this day or later.
    Sponsored {
        brand: u32,
        since: f32,
    },
    /// These rows.
    Rows(Mask),
    /// Alike enough.
    Alike {
        target: Box<Target>,
        at_least: f64,
    },
}

impl Node {
    fn nothing() -> Node {
        Node::Any(Vec::new())
    }
}

/// Makes a plan of a query.
pub(super) struct Planner<'a> {
    catalog: &'a Catalog,
    permit: &'a SearchPermit,
    /// Who may be shown.
    visible: &'a Mask,
    today: NaiveDate,
    terms: usize,
    /// The first influencer whom others are to be like.
    pub(super) target: Option<Target>,
}

impl<'a> Planner<'a> {
    pub(super) fn new(
        catalog: &'a Catalog,
        permit: &'a SearchPermit,
        visible: &'a Mask,
        now: DateTime<Utc>,
    ) -> Self {
        Planner { catalog, permit, visible, today: now.date_naive(), terms: 0, target: None }
    }

    fn count(&mut self, terms: usize) -> Result<(), Error> {
        self.terms += terms;
        if self.terms > MOST_TERMS { Err(too_many()) } else { Ok(()) }
    }

    fn list(&mut self, clauses: &[Clause], path: &str) -> Result<Vec<Node>, Error> {
        clauses.iter().enumerate().map(|(at, clause)| self.clause(clause, &format!("{path}[{at}]"))).collect()
    }

    pub(super) fn clause(&mut self, clause: &Clause, path: &str) -> Result<Node, Error> {
        self.count(1)?;
        let labels = |name: &'static str| (name, format!("{path}.{name}"));
        match clause {
            Clause::And(clauses) => Ok(Node::All(self.list(clauses, &format!("{path}.and"))?)),
            Clause::Or(clauses) if clauses.is_empty() => {
                Err(Error::query(format!("{path}.or"), "an empty list, which nobody fits; name at least one"))
            }
            Clause::Or(clauses) => Ok(Node::Any(self.list(clauses, &format!("{path}.or"))?)),
            Clause::Not(clause) => Ok(Node::Not(Box::new(self.clause(clause, &format!("{path}.not"))?))),
            Clause::Platform(given) => self.labels(labels("platform"), given),
            Clause::Country(given) => self.labels(labels("country"), given),
            Clause::Region(given) => self.labels(labels("region"), given),
            Clause::City(given) => self.labels(labels("city"), given),
            Clause::Language(given) => self.labels(labels("language"), given),
            Clause::Gender(given) => self.labels(labels("gender"), given),
            Clause::AgeBand(given) => self.labels(labels("age_band"), given),
            Clause::Category(given) => self.labels(labels("category"), given),
            Clause::AccountType(given) => self.labels(labels("account_type"), given),
            Clause::Verified(flag) => self.labels(labels("verified"), &[flag.to_string()]),
            Clause::ContactAvailable(flag) => self.labels(labels("contact_available"), &[flag.to_string()]),
            Clause::Interests(choice) => self.choice(labels("interests"), choice),
            Clause::Hashtags(choice) => self.choice(labels("hashtags"), choice),
            Clause::Mentions(choice) => self.choice(labels("mentions"), choice),
            Clause::Brands(choice) => self.choice(labels("brands"), choice),
            Clause::Followers(range) => self.number(labels("followers"), range),
            Clause::Following(range) => self.number(labels("following"), range),
            Clause::EngagementRate(range) => self.number(labels("engagement_rate"), range),
            Clause::AverageLikes(range) => self.number(labels("average_likes"), range),
            Clause::AverageComments(range) => self.number(labels("average_comments"), range),
            Clause::AverageViews(range) => self.number(labels("average_views"), range),
            Clause::GrowthMonth(range) => self.number(labels("growth_month"), range),
            Clause::GrowthQuarter(range) => self.number(labels("growth_quarter"), range),
            Clause::GrowthYear(range) => self.number(labels("growth_year"), range),
            Clause::PostsPerWeek(range) => self.number(labels("posts_per_week"), range),
            Clause::Credibility(range) => self.number(labels("credibility"), range),
            Clause::HiddenLikeShare(range) => self.number(labels("hidden_like_share"), range),
            Clause::SponsoredShare(range) => self.number(labels("sponsored_share"), range),
            Clause::SponsoredPerformance(range) => self.number(labels("sponsored_performance"), range),
            Clause::LastPost(days) => self.days(labels("last_post"), days),
            Clause::Audience(share) => {
                let path = format!("{path}.audience");
                let (name, range) = check::share(share, &path)?;
                self.range(Field::Audience(name), &range, &path)
            }
            Clause::Text(text) => self.text(text, &format!("{path}.text")),
            Clause::LookalikeOf(alike) => self.alike(alike, true, &format!("{path}.lookalike_of")),
            Clause::SimilarAudienceTo(alike) => {
                self.alike(alike, false, &format!("{path}.similar_audience_to"))
            }
            Clause::Exclude(ids) => {
                self.count(ids.len())?;
                let mut rows = Mask::none(self.catalog.ids.len());
                ids.iter().filter_map(|id| self.catalog.row(id)).for_each(|row| rows.set(row));
                Ok(Node::Not(Box::new(Node::Rows(rows))))
            }
            Clause::Sponsored(sponsored) => self.sponsored(sponsored, &format!("{path}.sponsored")),
        }
    }

    fn ids(&mut self, name: &str, given: &[String], path: &str) -> Result<(Place, Vec<Option<u32>>), Error> {
        let label = place(&LABELS, name).unwrap_or_default();
        check::permitted(&Field::Label(label), path, self.permit)?;
        self.count(given.len())?;
        let terms = self.catalog.labels.get(label);
        let mut ids = Vec::with_capacity(given.len());
        for (at, given) in given.iter().enumerate() {
            let known = check::label(name, given, &format!("{path}[{at}]"))?;
            ids.push(terms.and_then(|terms| terms.find(&found_by(label, &known))));
        }
        Ok((Place::Label(label), ids))
    }

    fn labels(&mut self, (name, path): (&str, String), given: &[String]) -> Result<Node, Error> {
        if given.is_empty() {
            return Err(Error::query(path, "an empty list, which nobody is in; name at least one"));
        }
        let (place, ids) = self.ids(name, given, &path)?;
        Ok(Node::Has { place, ids: ids.into_iter().flatten().collect() })
    }

    fn choice(&mut self, (name, path): (&str, String), choice: &Choice) -> Result<Node, Error> {
        let Choice { any, all, none } = choice;
        if any.is_empty() && all.is_empty() && none.is_empty() {
            return Err(Error::query(path, "nothing is named; give any, all or none with at least one"));
        }
        let mut nodes = Vec::new();
        if !any.is_empty() {
            let (place, ids) = self.ids(name, any, &format!("{path}.any"))?;
            nodes.push(Node::Has { place, ids: ids.into_iter().flatten().collect() });
        }
        let (place, ids) = self.ids(name, all, &format!("{path}.all"))?;
        nodes.extend(ids.into_iter().map(|id| Node::Has { place, ids: id.into_iter().collect() }));
        let (place, ids) = self.ids(name, none, &format!("{path}.none"))?;
        nodes.push(Node::Not(Box::new(Node::Has { place, ids: ids.into_iter().flatten().collect() })));
        Ok(Node::All(nodes))
    }

    fn number(&mut self, (name, path): (&str, String), range: &Range) -> Result<Node, Error> {
        check::possible(name, range, &path)?;
        self.range(Field::Number(place(&NUMBERS, name).unwrap_or_default()), range, &path)
    }

    fn range(&mut self, field: Field, range: &Range, path: &str) -> Result<Node, Error> {
        check::permitted(&field, path, self.permit)?;
        let bounds = check::bounds(range, path)?.into_iter().zip([false, true]);
        let between = |(bounds, lower): (Option<(f64, f64)>, bool)| {
            bounds.map(|(low, high)| Node::Between { field: field.clone(), lower, low, high })
        };
        let mut nodes: Vec<_> = bounds.filter_map(between).collect();
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { Node::All(nodes) })
    }

    fn days(&mut self, (name, path): (&str, String), days: &Days) -> Result<Node, Error> {
        let within = days.within_days.map(|days| self.back(days));
        let since = days.since.max(within);
        if let (Some(since), Some(until)) = (since, days.until)
            && since > until
        {
            return Err(Error::query(
                path,
                format!("no day is from {since} on and until {until}; swap them"),
            ));
        }
        let range = Range { at_least: since.map(day), at_most: days.until.map(day), low_at_least: None };
        if range == Range::default() {
            return Err(Error::query(path, "no day; give since, until or within_days"));
        }
        self.number((name, path), &range)
    }

    fn back(&self, days: u32) -> NaiveDate {
        self.today.checked_sub_signed(TimeDelta::days(i64::from(days))).unwrap_or(NaiveDate::MIN)
    }

    fn sponsored(&mut self, sponsored: &Sponsored, path: &str) -> Result<Node, Error> {
        check::covered("influencer.content", "sponsored", path, self.permit)?;
        let brand = check::text(&sponsored.brand, &format!("{path}.brand"))?;
        let found = self.catalog.sponsored.find(&folded(brand.trim()));
        let since = sponsored.within_days.map_or(f64::MIN, |days| day(self.back(days)));
        #[expect(clippy::cast_possible_truncation, reason = "days up to the year 45,000 are exact")]
        Ok(found.map_or(Node::nothing(), |brand| Node::Sponsored { brand, since: since as f32 }))
    }

    fn alike(&mut self, alike: &Alike, everything: bool, path: &str) -> Result<Node, Error> {
        let categories: &[&'static str] = if everything {
            &["influencer.audience", "influencer.content", "influencer.performance"]
        } else {
            &["influencer.audience"]
        };
        for category in categories {
            check::covered(category, "likeness", path, self.permit)?;
        }
        if !(0.0..=1.0).contains(&alike.at_least) {
            return Err(Error::query(format!("{path}.at_least"), "a similarity is a fraction from 0 to 1"));
        }
        if self.target.is_some() {
            return Err(Error::query(path, "a query compares with one influencer; ask once for each"));
        }
        let row = self.catalog.row(&alike.id).filter(|row| self.visible.has(*row)).ok_or(Error::UnknownId)?;
        let target = Target::new(self.catalog, row, everything).ok_or_else(|| {
            Error::query(path, "nothing is known of this influencer by which others could be alike")
        })?;
        self.target = Some(target.clone());
        Ok(Node::Alike { target: Box::new(target), at_least: alike.at_least })
    }

    fn text(&mut self, text: &Text, path: &str) -> Result<Node, Error> {
        let given =
            [text.phrase.is_some(), text.words.is_some(), text.prefix.is_some(), text.fuzzy.is_some()];
        if given.iter().filter(|given| **given).count() != 1 {
            return Err(Error::query(path, "give one of phrase, words, prefix and fuzzy"));
        }
        if text.edits.is_some_and(|edits| text.fuzzy.is_none() || !(1..=2).contains(&edits)) {
            return Err(Error::query(format!("{path}.edits"), "1 or 2, with a fuzzy word"));
        }
        let places = self.places(text, path)?;
        if let Some(listed) = &text.words {
            self.count(listed.len())?;
            let path = format!("{path}.words");
            if listed.is_empty() {
                return Err(Error::query(path, "an empty list; name at least one word"));
            }
            let each = listed.iter().enumerate();
            let each = each.map(|(at, given)| self.phrase(given, &places, &format!("{path}[{at}]")));
            return Ok(Node::All(each.collect::<Result<_, _>>()?));
        }
        if let Some(phrase) = &text.phrase {
            return self.phrase(phrase, &places, &format!("{path}.phrase"));
        }
        let fuzzy = text.fuzzy.is_some();
        let part = if fuzzy { "fuzzy" } else { "prefix" };
        let given = text.fuzzy.as_deref().or(text.prefix.as_deref()).unwrap_or_default();
        let path = format!("{path}.{part}");
        let word = match words(check::text(given, &path)?).as_slice() {
            [word] => word.clone(),
            _ => return Err(Error::query(path, "one word; for several give words or a phrase")),
        };
        let find = |place: Place| {
            let terms = matching::terms(self.catalog, place);
            let ids = if fuzzy {
                matching::like(terms, &word, text.edits.unwrap_or(1))
            } else {
                matching::beginning(terms, &word)
            };
            Node::Has { place, ids }
        };
        Ok(Node::Any(places.into_iter().map(find).collect()))
    }

    /// Where a text is looked for: where it is said, or wherever the permit reaches.
    fn places(&self, text: &Text, path: &str) -> Result<Vec<Place>, Error> {
        let hashtags = place(&LABELS, "hashtags").unwrap_or_default();
        let known = |name: &str| match name {
            "hashtags" => Some((Place::Label(hashtags), "influencer.content")),
            "captions" => place(&TEXTS, name).map(|text| (Place::Text(text), "influencer.content")),
            _ => place(&TEXTS, name).map(|text| (Place::Text(text), "influencer.identity")),
        };
        let mut places = Vec::new();
        for (at, name) in text.within.iter().enumerate() {
            let path = format!("{path}.within[{at}]");
            let (place, category) = known(name).ok_or_else(|| {
                Error::query(&path, "no text has this name; there are name, bio, captions and hashtags")
            })?;
            check::covered(category, name, &path, self.permit)?;
            if !places.contains(&place) {
                places.push(place);
            }
        }
        if text.within.is_empty() {
            let all = ["name", "bio", "captions", "hashtags"].into_iter().filter_map(known);
            places.extend(
                all.filter(|(_, category)| check::covered(category, "text", path, self.permit).is_ok())
                    .map(|(place, _)| place),
            );
        }
        if places.is_empty() {
            check::covered("influencer.content", "text", path, self.permit)?;
        }
        Ok(places)
    }

    fn phrase(&mut self, given: &str, places: &[Place], path: &str) -> Result<Node, Error> {
        let words = words(check::text(given, path)?);
        if words.is_empty() {
            return Err(Error::query(path, "no word in it: signs alone are not looked for"));
        }
        self.count(words.len())?;
        let find = |place: &Place| {
            let terms = matching::terms(self.catalog, *place);
            if let Place::Text(text) = place
                && words.len() > 1
            {
                let ids: Option<Vec<u32>> = words.iter().map(|word| terms.find(word)).collect();
                return ids.map_or(Node::nothing(), |ids| Node::Phrase { text: *text, ids });
            }
            Node::Has { place: *place, ids: terms.find(&words.concat()).into_iter().collect() }
        };
        Ok(Node::Any(places.iter().map(find).collect()))
    }
}
