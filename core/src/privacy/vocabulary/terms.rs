//! The words that are known, with what the Data Privacy Vocabulary and fideslang call them.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::privacy::shipped::Shipped;

use crate::privacy::Error;

/// A word of the vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// What it means, in a few words.
    pub label: String,
    /// Terms of the Data Privacy Vocabulary, with a prefix, such as `pd:Name`.
    #[serde(default)]
    pub dpv: Vec<String>,
    /// Keys of fideslang.
    #[serde(default)]
    pub fideslang: Vec<String>,
    /// Whether it reveals data of GDPR Art. 9(1).
    #[serde(default)]
    pub special: bool,
    /// Whether it is sensitive personal information of Cal. Civ. Code 1798.140(ae).
    #[serde(default)]
    pub sensitive: bool,
    /// Whether it is computed about a person rather than collected.
    #[serde(default)]
    pub inferred: bool,
    /// Whether it is never shown to anyone.
    #[serde(default)]
    pub secret: bool,
    /// Whether a purpose is direct marketing, to which an objection is absolute (GDPR Art. 21(2) and (3)).
    #[serde(default)]
    pub direct_marketing: bool,
}

impl Term {
    /// The full IRIs of the Data Privacy Vocabulary.
    pub fn iris(&self) -> impl Iterator<Item = String> {
        self.dpv.iter().map(|short| match short.split_once(':') {
            Some((prefix, name)) => {
                format!("{}{name}", FILE.prefixes.get(prefix).map_or("", String::as_str))
            }
            None => short.clone(),
        })
    }
}

/// What kind of word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TermKind {
    /// A data category.
    Category,
    /// A purpose.
    Purpose,
    /// A legal basis.
    Basis,
    /// A kind of recipient.
    Recipient,
    /// A role.
    Role,
    /// A right.
    Right,
    /// A tool for transfers to third countries.
    TransferTool,
}

impl TermKind {
    /// All of them.
    pub const ALL: &'static [TermKind] = &[
        TermKind::Category,
        TermKind::Purpose,
        TermKind::Basis,
        TermKind::Recipient,
        TermKind::Role,
        TermKind::Right,
        TermKind::TransferTool,
    ];

    fn name(self) -> &'static str {
        match self {
            TermKind::Category => "data category",
            TermKind::Purpose => "purpose",
            TermKind::Basis => "legal basis",
            TermKind::Recipient => "recipient",
            TermKind::Role => "role",
            TermKind::Right => "right",
            TermKind::TransferTool => "transfer tool",
        }
    }

    fn table(self) -> &'static BTreeMap<String, Term> {
        let file: &'static File = &FILE;
        match self {
            TermKind::Category => &file.category,
            TermKind::Purpose => &file.purpose,
            TermKind::Basis => &file.basis,
            TermKind::Recipient => &file.recipient,
            TermKind::Role => &file.role,
            TermKind::Right => &file.right,
            TermKind::TransferTool => &file.transfer_tool,
        }
    }

    /// All words of the kind by their keys, sorted.
    pub fn terms(self) -> impl Iterator<Item = (&'static str, &'static Term)> {
        self.table().iter().map(|(key, term)| (key.as_str(), term))
    }

    /// A word by its key.
    ///
    /// # Errors
    /// [`Error::UnknownTerm`] where nothing has the key.
    ///
    /// ```
    /// use renown::privacy::TermKind;
    /// let name = TermKind::Category.term("influencer.identity.name")?;
    /// assert_eq!(name.iris().next().as_deref(), Some("https://w3id.org/dpv/pd#Name"));
    /// assert!(TermKind::Category.term("influencer.shoe_size").is_err());
    /// # Ok::<(), renown::privacy::Error>(())
    /// ```
    pub fn term(self, key: &str) -> Result<&'static Term, Error> {
        self.table().get(key).ok_or_else(|| Error::UnknownTerm { what: self.name(), key: key.to_owned() })
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) prefixes: BTreeMap<String, String>,
    pub(super) category: BTreeMap<String, Term>,
    purpose: BTreeMap<String, Term>,
    basis: BTreeMap<String, Term>,
    recipient: BTreeMap<String, Term>,
    role: BTreeMap<String, Term>,
    right: BTreeMap<String, Term>,
    transfer_tool: BTreeMap<String, Term>,
}

pub(super) static FILE: Shipped<File> =
    Shipped::new("vocabulary.toml", include_str!("../../../policies/vocabulary.toml"));
