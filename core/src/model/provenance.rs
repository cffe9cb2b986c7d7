//! Where a value comes from and when it was read.

use serde::{Deserialize, Serialize};

use super::raw::{Any, Nested, parse, parse_some, texts_some};
use super::words::{fold, record, words};
use super::{Error, Timestamp, Url, text};

words! {
    /// Who a value comes from: the closed list of sources that the privacy rules know.
    #[non_exhaustive]
    pub enum Source or |value| Error::UnknownWord {
        what: "source",
        value,
        known: "subject, third_party, automatic, public, government, representative",
    } => {
        /// The person.
        Subject = "subject",
        /// A third party.
        ThirdParty = "third_party",
        /// Tracking technologies.
        Automatic = "automatic",
        /// What the person published.
        Public = "public",
        /// A government agency or register.
        Government = "government",
        /// The person's representative, such as the employer.
        Representative = "representative",
    }
}

/// How many origin tags there can be.
const TAGS_MAX: usize = 64;

/// The system that a value passed through, such as `google_workspace`. Rules hang on it, so it stays with
/// everything that is made of the value.
///
/// Lower case; a word of letters, digits, `_`, `.`, `-`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OriginTag(Box<str>);

impl OriginTag {
    /// Checks and keeps a tag; capitals, spaces and hyphens are folded, so that a rule cannot be missed for a
    /// spelling.
    ///
    /// # Errors
    /// [`Error::EmptyText`], [`Error::TextTooLong`], [`Error::ForbiddenCharacter`].
    pub fn new(tag: &str) -> Result<Self, Error> {
        let tag = text::at_most(fold(tag), 100)?;
        if tag.is_empty() {
            return Err(Error::EmptyText);
        }
        match tag.chars().position(|c| !(c.is_alphanumeric() || matches!(c, '_' | '.'))) {
            Some(position) => Err(Error::ForbiddenCharacter { position, length: tag.chars().count() }),
            None => Ok(OriginTag(tag.into())),
        }
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for OriginTag {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

impl std::str::FromStr for OriginTag {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::new(text)
    }
}

super::words::serde_as_text!(OriginTag);

#[cfg(feature = "schema")]
impl schemars::JsonSchema for OriginTag {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "OriginTag".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "minLength": 1, "maxLength": 100 })
    }
}

/// Where a value comes from and when it was read.
///
/// ```
/// use renown::model::{Provenance, Source};
///
/// let provenance = Provenance::new(Source::Public, "2026-01-31T10:00:00Z".parse()?)
///     .with_origin("google_workspace".parse()?);
/// assert!(provenance.has_origin("google_workspace"));
/// # Ok::<(), renown::model::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Nested<Wire>")]
pub struct Provenance {
    source: Source,
    collected_at: Timestamp,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    origins: Vec<OriginTag>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<Url>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Provenance"))]
pub(crate) struct Wire {
    /// Who the value comes from.
    #[cfg_attr(feature = "schema", schemars(with = "Source"))]
    source: Any,
    /// When it was read.
    #[cfg_attr(feature = "schema", schemars(with = "Timestamp"))]
    collected_at: Any,
    /// The systems it passed through.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<OriginTag>>"))]
    origins: Option<Any>,
    /// Where it could be read: proof that it was public.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Url>"))]
    proof: Option<Any>,
}

record!(Provenance: Wire);

impl TryFrom<Wire> for Provenance {
    type Error = Error;

    fn try_from(wire: Wire) -> Result<Self, Error> {
        let mut provenance =
            Provenance::new(parse("source", wire.source)?, parse("collected_at", wire.collected_at)?);
        let origins = texts_some("origins", wire.origins)?.unwrap_or_default();
        if origins.len() > TAGS_MAX {
            let length = origins.len();
            return Err(Error::TextTooLong { length, max: TAGS_MAX, unit: "tags" }.at("origins"));
        }
        for origin in super::raw::parse_all("origins", &origins)? {
            provenance = provenance.with_origin(origin);
        }
        provenance.proof = parse_some("proof", wire.proof)?;
        Ok(provenance)
    }
}

impl Provenance {
    /// A value from this source, read at this time.
    pub fn new(source: Source, collected_at: Timestamp) -> Self {
        Provenance { source, collected_at, origins: Vec::new(), proof: None }
    }

    /// Adds the system that the value passed through.
    #[must_use]
    pub fn with_origin(mut self, origin: OriginTag) -> Self {
        if let Err(place) = self.origins.binary_search(&origin) {
            self.origins.insert(place, origin);
        }
        self
    }

    /// Adds where the value could be read.
    #[must_use]
    pub fn with_proof(mut self, proof: Url) -> Self {
        self.proof = Some(proof);
        self
    }

    /// Who the value comes from.
    pub fn source(&self) -> Source {
        self.source
    }

    /// When the value was read.
    pub fn collected_at(&self) -> Timestamp {
        self.collected_at
    }

    /// The systems that the value passed through, sorted.
    pub fn origins(&self) -> &[OriginTag] {
        &self.origins
    }

    /// Whether the value passed through this system.
    pub fn has_origin(&self, tag: &str) -> bool {
        self.origins.iter().any(|origin| origin.as_str() == fold(tag))
    }

    /// Where the value could be read: proof that it was public.
    pub fn proof(&self) -> Option<&Url> {
        self.proof.as_ref()
    }
}
