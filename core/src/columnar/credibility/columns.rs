//! The columns of a table of accounts.

use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, BooleanArray, Float64Array};
use arrow_schema::DataType;

use crate::columnar::Error;
use crate::columnar::ingest::{ABSENT, Column, Numbers, Source, Texts, Times};
use crate::credibility::{Feature, Values};
use crate::model::{self, AccountFeatures, Measures, TextFeature, Timestamp};

/// What can be renamed: the names of an account's features as records have them, and the features of models.
pub(super) const NAMES: &[&str] = &[
    "id",
    "influencer_id",
    "has_picture",
    "username",
    "username_length",
    "username_digits",
    "username_digit_share",
    "full_name",
    "full_name_length",
    "full_name_words",
    "full_name_digits",
    "full_name_digit_share",
    "name_equals_username",
    "bio",
    "bio_length",
    "external_link",
    "private",
    "verified",
    "posts",
    "followers",
    "following",
    "created_at",
    "collected_at",
    "account_age_days",
    "posting_regularity",
];

/// A column of true and false, written so or as 1 and 0; a gap is unknown.
pub(super) enum Flags {
    Flags(Vec<BooleanArray>),
    Numbers(Numbers),
}

/// A column of fractions from 0 to 1.
pub(super) struct Shares(Vec<Float64Array>);

/// A column of what is measured, and of the text it is measured of.
#[derive(Default)]
struct Text {
    text: Option<(Column, Vec<Texts>)>,
    length: Option<Numbers>,
    digits: Option<Numbers>,
    share: Option<Shares>,
    words: Option<Numbers>,
}

/// All columns that say something of an account.
pub(super) struct Accounts {
    has_picture: Option<Flags>,
    username: Text,
    full_name: Text,
    name_equals_username: Option<Flags>,
    bio: Text,
    external_link: Option<Flags>,
    private: Option<Flags>,
    verified: Option<Flags>,
    posts: Option<Numbers>,
    followers: Option<Numbers>,
    following: Option<Numbers>,
    made: Option<Times>,
    read: Option<Times>,
    age: Option<Numbers>,
    regularity: Option<Shares>,
}

/// A column that is read in blocks.
pub(super) enum Simple<'a> {
    Counts(&'a Numbers),
    Flags(&'a Flags),
    Shares(&'a Shares),
}

impl Flags {
    fn new(column: Column) -> Result<Self, Error> {
        let column = column.plain()?;
        if column.data_type == DataType::Boolean {
            return Ok(Flags::Flags(column.arrays.iter().map(|array| array.as_boolean().clone()).collect()));
        }
        let expected = "true and false, or 1 and 0,";
        let wrong = column.wrong_type(expected);
        let numbers = Numbers::new(column)?;
        if numbers.largest() > 1 { Err(wrong) } else { Ok(Flags::Numbers(numbers)) }
    }

    fn get(&self, batch: usize, row: usize) -> Option<bool> {
        match self {
            Flags::Numbers(numbers) => numbers.get(batch, row).map(|value| value == 1),
            Flags::Flags(arrays) => {
                let array = arrays.get(batch)?;
                (row < array.len() && array.is_valid(row)).then(|| array.value(row))
            }
        }
    }

    /// Flags of a batch from a row on: 0, 1 or [`ABSENT`].
    pub(super) fn read(&self, batch: usize, from: usize, out: &mut [u64]) {
        match self {
            Flags::Numbers(numbers) => numbers.read(batch, from, out),
            Flags::Flags(arrays) => {
                let Some(array) = arrays.get(batch) else { return };
                let values = array.values().slice(from, out.len());
                for (out, value) in out.iter_mut().zip(values.iter()) {
                    *out = u64::from(value);
                }
                if let Some(nulls) = array.nulls().filter(|nulls| nulls.null_count() > 0) {
                    for (row, out) in (from..).zip(out) {
                        if nulls.is_null(row) {
                            *out = ABSENT;
                        }
                    }
                }
            }
        }
    }
}

impl Shares {
    fn new(column: Column) -> Result<Self, Error> {
        let column = column.plain()?;
        if !(column.data_type.is_numeric() || column.data_type == DataType::Null) {
            return Err(column.wrong_type("fractions from 0 to 1"));
        }
        let mut pieces = Vec::with_capacity(column.arrays.len());
        for (batch, array) in column.cast(&DataType::Float64)?.into_iter().enumerate() {
            let piece = array.as_primitive::<Float64Type>().clone();
            for (row, value) in piece.iter().enumerate() {
                if let Some(value) = value.filter(|value| !(0.0..=1.0).contains(value)) {
                    let (low, high) = ("0".to_owned(), "1".to_owned());
                    let error = model::Error::NumberOutOfRange { value: format!("{value:?}"), low, high };
                    return Err(column.wrong_number(batch, row, error));
                }
            }
            pieces.push(piece);
        }
        Ok(Shares(pieces))
    }

    fn get(&self, batch: usize, row: usize) -> Option<f64> {
        let piece = self.0.get(batch)?;
        (row < piece.len() && piece.is_valid(row)).then(|| piece.value(row))
    }

    /// Fractions of a batch from a row on; NaN where there is none.
    pub(super) fn read(&self, batch: usize, from: usize, out: &mut [f64]) {
        for (row, out) in (from..).zip(out) {
            *out = self.get(batch, row).unwrap_or(f64::NAN);
        }
    }
}

fn numbers(source: &Source<'_>, name: &str) -> Result<Option<Numbers>, Error> {
    source.find(name)?.map(Numbers::new).transpose()
}

fn flags(source: &Source<'_>, name: &str) -> Result<Option<Flags>, Error> {
    source.find(name)?.map(Flags::new).transpose()
}

fn shares(source: &Source<'_>, name: &str) -> Result<Option<Shares>, Error> {
    source.find(name)?.map(Shares::new).transpose()
}

fn times(source: &Source<'_>, name: &str) -> Result<Option<Times>, Error> {
    source.find(name)?.map(|column| Times::new(column, false)).transpose()
}

impl Text {
    fn new(source: &Source<'_>, name: &str, with_words: bool) -> Result<Self, Error> {
        let part = |part: &str| format!("{name}_{part}");
        let text = match source.find(name)? {
            None => None,
            Some(column) => {
                let column = column.plain()?;
                if column.data_type == DataType::Null {
                    None
                } else {
                    let pieces: Option<Vec<Texts>> = column.arrays.iter().map(Texts::of).collect();
                    let pieces = pieces.ok_or_else(|| column.wrong_type("texts"))?;
                    Some((column, pieces))
                }
            }
        };
        Ok(Text {
            text,
            length: numbers(source, &part("length"))?,
            digits: numbers(source, &part("digits"))?,
            share: shares(source, &part("digit_share"))?,
            words: if with_words { numbers(source, &part("words"))? } else { None },
        })
    }

    /// Whether a share of digits must be computed from other columns.
    fn is_derived(&self) -> bool {
        self.text.is_some() || (self.share.is_none() && self.digits.is_some() && self.length.is_some())
    }

    fn get(&self, batch: usize, row: usize) -> Option<TextFeature> {
        let text =
            self.text.as_ref().and_then(|(_, pieces)| pieces.get(batch)).and_then(|piece| piece.get(row));
        if let Some(text) = text {
            return Some(TextFeature::Text(text.to_owned()));
        }
        let count = |column: &Option<Numbers>| column.as_ref().and_then(|column| column.get(batch, row));
        let measures = Measures {
            length: count(&self.length),
            digits: count(&self.digits),
            digit_share: self.share.as_ref().and_then(|share| share.get(batch, row)),
            words: count(&self.words),
        };
        (measures != Measures::default()).then_some(TextFeature::Measured(measures))
    }
}

impl Accounts {
    pub(super) fn new(source: &Source<'_>) -> Result<Self, Error> {
        Ok(Accounts {
            has_picture: flags(source, "has_picture")?,
            username: Text::new(source, "username", false)?,
            full_name: Text::new(source, "full_name", true)?,
            name_equals_username: flags(source, "name_equals_username")?,
            bio: Text::new(source, "bio", false)?,
            external_link: flags(source, "external_link")?,
            private: flags(source, "private")?,
            verified: flags(source, "verified")?,
            posts: numbers(source, "posts")?,
            followers: numbers(source, "followers")?,
            following: numbers(source, "following")?,
            made: times(source, "created_at")?,
            read: times(source, "collected_at")?,
            age: numbers(source, "account_age_days")?,
            regularity: shares(source, "posting_regularity")?,
        })
    }

    /// Whether every feature is a column as it stands, or follows from none.
    pub(super) fn is_simple(&self) -> bool {
        let derived_age = self.made.is_some() && self.read.is_some();
        !(self.username.is_derived() || self.full_name.is_derived() || self.bio.is_derived() || derived_age)
    }

    /// The column that is the feature, where all of them [are simple](Self::is_simple).
    pub(super) fn simple(&self, feature: Feature) -> Option<Simple<'_>> {
        match feature {
            Feature::HasPicture => self.has_picture.as_ref().map(Simple::Flags),
            Feature::UsernameLength => self.username.length.as_ref().map(Simple::Counts),
            Feature::UsernameDigitShare => self.username.share.as_ref().map(Simple::Shares),
            Feature::FullNameWords => self.full_name.words.as_ref().map(Simple::Counts),
            Feature::FullNameDigitShare => self.full_name.share.as_ref().map(Simple::Shares),
            Feature::NameEqualsUsername => self.name_equals_username.as_ref().map(Simple::Flags),
            Feature::BioLength => self.bio.length.as_ref().map(Simple::Counts),
            Feature::ExternalLink => self.external_link.as_ref().map(Simple::Flags),
            Feature::Private => self.private.as_ref().map(Simple::Flags),
            Feature::Verified => self.verified.as_ref().map(Simple::Flags),
            Feature::Posts => self.posts.as_ref().map(Simple::Counts),
            Feature::Followers => self.followers.as_ref().map(Simple::Counts),
            Feature::Following => self.following.as_ref().map(Simple::Counts),
            Feature::AccountAgeDays => self.age.as_ref().map(Simple::Counts),
            Feature::PostingRegularity => self.regularity.as_ref().map(Simple::Shares),
            Feature::UsernameEntropy | Feature::NameSimilarity | Feature::FollowingPerFollower => None,
        }
    }

    /// Followers and accounts followed of a batch from a row on.
    pub(super) fn read_followers(
        &self,
        batch: usize,
        from: usize,
        rows: usize,
        followers: &mut Vec<u64>,
        following: &mut Vec<u64>,
    ) {
        for (column, out) in [(&self.followers, followers), (&self.following, following)] {
            out.resize(rows, ABSENT);
            match column {
                Some(column) => column.read(batch, from, out),
                None => out.fill(ABSENT),
            }
        }
    }

    /// The features of one account, whatever columns say them.
    pub(super) fn values(&self, batch: usize, row: usize, place: u64) -> Result<Values, Error> {
        let count = |column: &Option<Numbers>| column.as_ref().and_then(|column| column.get(batch, row));
        let flag = |column: &Option<Flags>| column.as_ref().and_then(|column| column.get(batch, row));
        let time = |column: &Option<Times>| {
            column
                .as_ref()
                .and_then(|column| column.get(batch, row))
                .and_then(|at| Timestamp::from_millis(at).ok())
        };
        let mut account = AccountFeatures::new();
        for (value, with) in [
            (
                flag(&self.has_picture),
                AccountFeatures::with_picture as fn(AccountFeatures, bool) -> AccountFeatures,
            ),
            (flag(&self.name_equals_username), AccountFeatures::with_name_equals_username),
            (flag(&self.external_link), AccountFeatures::with_external_link),
            (flag(&self.private), AccountFeatures::with_private),
            (flag(&self.verified), AccountFeatures::with_verified),
        ] {
            if let Some(value) = value {
                account = with(account, value);
            }
        }
        if let Some(at) = time(&self.made) {
            account = account.with_created_at(at);
        }
        if let Some(at) = time(&self.read) {
            account = account.with_collected_at(at);
        }
        let read = move || -> Result<AccountFeatures, model::Error> {
            if let Some(text) = self.username.get(batch, row) {
                account = account.with_username(text)?;
            }
            if let Some(text) = self.full_name.get(batch, row) {
                account = account.with_full_name(text)?;
            }
            if let Some(text) = self.bio.get(batch, row) {
                account = account.with_bio(text)?;
            }
            account.with_counts(count(&self.posts), count(&self.followers), count(&self.following))
        };
        let account = read().map_err(|error| error.at(format!("accounts row {place}")))?;
        let mut values = Values::from(&account);
        if let Some(days) = count(&self.age) {
            values = values.with(Feature::AccountAgeDays, days as f64);
        }
        if let Some(share) = self.regularity.as_ref().and_then(|column| column.get(batch, row)) {
            values = values.with(Feature::PostingRegularity, share);
        }
        Ok(values)
    }
}
