//! Queries written in Rust: each part begins with `new`, and each method adds one thing to it.

use std::ops::Not;

use super::query::{
    Alike, Choice, Clause, Count, Days, Facet, Order, Query, Range, Share, Sort, Sponsored, Text,
};

fn texts(given: impl IntoIterator<Item = impl Into<String>>) -> Vec<String> {
    given.into_iter().map(Into::into).collect()
}

impl Query {
    /// A query that everybody fits.
    ///
    /// ```
    /// use renown::search::{Clause, Choice, Query, Range, Share, Sort, Sponsored, Text};
    /// use serde_json::json;
    ///
    /// let query = Query::new()
    ///     .filter(Clause::country(["DE", "AT"]))
    ///     .filter(Clause::Credibility(Range::new().low_at_least(0.7)))
    ///     .filter(Share::new().gender("female").age_band("25-34").at_least(0.15))
    ///     .filter(Clause::Hashtags(Choice::new().any(["vegan", "plantbased"]).none(["sponsored"])))
    ///     .filter(Text::new().phrase("vegane küche"))
    ///     .filter(!Clause::from(Sponsored::by("Invented Cola").within_days(180)))
    ///     .sort(Sort::descending("engagement_rate"))
    ///     .fields(["followers", "engagement_rate"]);
    /// let same = Query::from_json(&json!({
    ///     "filters": [
    ///         { "country": ["DE", "AT"] },
    ///         { "credibility": { "low_at_least": 0.7 } },
    ///         { "audience": { "gender": "female", "age_band": "25-34", "at_least": 0.15 } },
    ///         { "hashtags": { "any": ["vegan", "plantbased"], "none": ["sponsored"] } },
    ///         { "text": { "phrase": "vegane küche" } },
    ///         { "not": { "sponsored": { "brand": "Invented Cola", "within_days": 180 } } },
    ///     ],
    ///     "sort": [{ "by": "engagement_rate" }],
    ///     "fields": ["followers", "engagement_rate"],
    /// }))?;
    /// assert_eq!(query, same);
    /// # Ok::<(), renown::search::Error>(())
    /// ```
    pub fn new() -> Self {
        Query::default()
    }

    /// Adds a filter, which must hold with those before it.
    #[must_use]
    pub fn filter(mut self, clause: impl Into<Clause>) -> Self {
        self.filters.push(clause.into());
        self
    }

    /// Adds a key of the order, which decides between those that the keys before it leave equal.
    #[must_use]
    pub fn sort(mut self, sort: Sort) -> Self {
        self.sort.push(sort);
        self
    }

    /// How many influencers a page has.
    #[must_use]
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// Goes on after the page whose [`Found::cursor`](super::Found::cursor) this is.
    #[must_use]
    pub fn after(mut self, cursor: impl Into<String>) -> Self {
        self.cursor = Some(cursor.into());
        self
    }

    /// Whether the total is exact, rounded or not told.
    #[must_use]
    pub fn count(mut self, count: Count) -> Self {
        self.count = count;
        self
    }

    /// Adds fields that the influencers come with.
    #[must_use]
    pub fn fields(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.fields.extend(texts(names));
        self
    }

    /// Adds what is counted over all that match.
    ///
    /// ```
    /// use renown::search::{Facet, Query};
    ///
    /// let query = Query::new().limit(0).facet(Facet::labels("country").top(5)).facet(Facet::bins("followers", [1e4, 1e5]));
    /// assert_eq!((query.facets[0].top, query.facets[1].edges.len()), (5, 2));
    /// ```
    #[must_use]
    pub fn facet(mut self, facet: Facet) -> Self {
        self.facets.push(facet);
        self
    }

    /// Tells what each filter leaves out.
    #[must_use]
    pub fn explained(mut self) -> Self {
        self.explain = true;
        self
    }
}

impl Sort {
    /// The largest first.
    pub fn descending(by: impl Into<String>) -> Self {
        Sort { by: by.into(), order: Order::Descending }
    }

    /// The smallest first.
    pub fn ascending(by: impl Into<String>) -> Self {
        Sort { by: by.into(), order: Order::Ascending }
    }
}

impl Facet {
    /// The most frequent labels of a field.
    pub fn labels(field: impl Into<String>) -> Self {
        Facet { field: field.into(), top: super::query::ten(), edges: Vec::new() }
    }

    /// Numbers of a field in bins between these edges.
    pub fn bins(field: impl Into<String>, edges: impl IntoIterator<Item = f64>) -> Self {
        Facet { edges: edges.into_iter().collect(), ..Facet::labels(field) }
    }

    /// How many labels.
    #[must_use]
    pub fn top(mut self, labels: usize) -> Self {
        self.top = labels;
        self
    }
}

/// Clauses of one label out of a list.
macro_rules! one_of {
    ($($name:ident => $variant:ident),* $(,)?) => {
        /// Clauses that take a list of labels.
        ///
        /// ```
        /// use renown::search::Clause;
        ///
        /// let either = Clause::any_of([Clause::country(["DE"]), Clause::language(["de"])]);
        /// assert_eq!(serde_json::json!(!either), serde_json::json!({ "not": { "or": [{ "country": ["DE"] }, { "language": ["de"] }] } }));
        /// ```
        impl Clause {
            $(
                #[doc = concat!("One of these, as [`Clause::", stringify!($variant), "`].")]
                pub fn $name(labels: impl IntoIterator<Item = impl Into<String>>) -> Self {
                    Clause::$variant(texts(labels))
                }
            )*

            /// All of these hold.
            pub fn all_of(clauses: impl IntoIterator<Item = Clause>) -> Self {
                Clause::And(clauses.into_iter().collect())
            }

            /// At least one of these holds.
            pub fn any_of(clauses: impl IntoIterator<Item = Clause>) -> Self {
                Clause::Or(clauses.into_iter().collect())
            }
        }
    };
}

one_of!(
    platform => Platform,
    country => Country,
    region => Region,
    city => City,
    language => Language,
    gender => Gender,
    age_band => AgeBand,
    category => Category,
    account_type => AccountType,
    exclude => Exclude,
);

impl Not for Clause {
    type Output = Clause;

    fn not(self) -> Clause {
        Clause::Not(Box::new(self))
    }
}

/// What a clause takes is the clause where only one takes it.
macro_rules! clause_of {
    ($($given:ident => $variant:ident),* $(,)?) => {$(
        impl From<$given> for Clause {
            fn from(given: $given) -> Self {
                Clause::$variant(given)
            }
        }
    )*};
}

clause_of!(Days => LastPost, Share => Audience, Text => Text, Sponsored => Sponsored);

/// Methods that set one optional part.
macro_rules! parts {
    ($owner:ident, $example:literal: $($(#[$doc:meta])* $name:ident: $kind:ty),* $(,)?) => {
        #[doc = concat!("Parts by name.\n\n```\nuse renown::search::", stringify!($owner), ";\n\n", $example, "\n```")]
        impl $owner {
            /// Nothing is asked yet.
            pub fn new() -> Self {
                $owner::default()
            }

            $(
                $(#[$doc])*
                #[must_use]
                pub fn $name(mut self, $name: $kind) -> Self {
                    self.$name = Some($name.into());
                    self
                }
            )*
        }
    };
}

parts!(Range, "assert_eq!(Range::new().at_least(2.0).at_most(3.0).at_most, Some(3.0));":
    /// No less than this.
    at_least: f64,
    /// No more than this.
    at_most: f64,
    /// The lower bound of the interval is no less than this.
    low_at_least: f64,
);

parts!(Days, "assert_eq!(Days::new().within_days(30_u32).within_days, Some(30));":
    /// On this day or later.
    since: chrono::NaiveDate,
    /// On this day or earlier.
    until: chrono::NaiveDate,
    /// In the last days before the search.
    within_days: u32,
);

parts!(Share, "assert_eq!(Share::new().country(\"DE\").at_least(0.2).at_least, Some(0.2));":
    /// Of a country.
    country: impl Into<String>,
    /// Of a region.
    region: impl Into<String>,
    /// Of a city.
    city: impl Into<String>,
    /// Of a gender, by itself or with an age band.
    gender: impl Into<String>,
    /// Of an age band, by itself or with a gender.
    age_band: impl Into<String>,
    /// Of a language.
    language: impl Into<String>,
    /// With an interest.
    interest: impl Into<String>,
    /// With an affinity to a brand.
    brand_affinity: impl Into<String>,
    /// The share is no less than this; a fraction.
    at_least: f64,
    /// The share is no more than this; a fraction.
    at_most: f64,
    /// The lower bound of its interval is no less than this; a fraction.
    low_at_least: f64,
);

parts!(Text, "assert_eq!(Text::new().fuzzy(\"kuche\").edits(2_usize).within([\"bio\"]).within, [\"bio\"]);":
    /// These words, one after the other.
    phrase: impl Into<String>,
    /// A word that begins so.
    prefix: impl Into<String>,
    /// A word like this one.
    fuzzy: impl Into<String>,
    /// How many edits a fuzzy word may be away: 1 or 2.
    edits: usize,
);

impl Text {
    /// Each of these words, anywhere.
    #[must_use]
    pub fn words(mut self, words: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.words = Some(texts(words));
        self
    }

    /// Only in these texts.
    #[must_use]
    pub fn within(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.within = texts(names);
        self
    }
}

impl Choice {
    /// Nothing is asked yet.
    pub fn new() -> Self {
        Choice::default()
    }

    /// At least one of these.
    #[must_use]
    pub fn any(mut self, labels: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.any = texts(labels);
        self
    }

    /// Each of these.
    #[must_use]
    pub fn all(mut self, labels: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.all = texts(labels);
        self
    }

    /// None of these.
    #[must_use]
    pub fn none(mut self, labels: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.none = texts(labels);
        self
    }
}

impl Alike {
    /// To whom.
    ///
    /// ```
    /// use renown::search::{Alike, Clause, Query, Sort};
    ///
    /// let alike = Clause::LookalikeOf(Alike::to("i1").at_least(0.5));
    /// let query = Query::new().filter(alike).sort(Sort::descending("similarity"));
    /// assert_eq!(query.filters.len(), 1);
    /// ```
    pub fn to(id: impl Into<String>) -> Self {
        Alike { id: id.into(), at_least: 0.0 }
    }

    /// The least similarity, from 0 to 1.
    #[must_use]
    pub fn at_least(mut self, similarity: f64) -> Self {
        self.at_least = similarity;
        self
    }
}

impl Sponsored {
    /// Has worked for this brand.
    pub fn by(brand: impl Into<String>) -> Self {
        Sponsored { brand: brand.into(), within_days: None }
    }

    /// In the last days before the search.
    #[must_use]
    pub fn within_days(mut self, days: u32) -> Self {
        self.within_days = Some(days);
        self
    }
}
