//! With whom a person may lodge a complaint (GDPR Art. 77): the authorities of where they live, work, and of where the
//! infringement is alleged.

use serde::{Deserialize, Serialize};

use crate::privacy::shipped::Shipped;

use super::Error;

/// An authority.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// The state, or its part, as in `DE-BE`.
    pub place: String,
    /// Its term in the Data Privacy Vocabulary.
    pub term: String,
    /// Its name.
    pub name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) authority: Vec<Authority>,
}

pub(super) static FILE: Shipped<File> =
    Shipped::new("authorities.toml", include_str!("../../../policies/authorities.toml"));

/// Where the person lives and works, and where the infringement is alleged.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ComplaintQuestion {
    /// Where the person lives.
    pub residence: Option<String>,
    /// Where the person works.
    pub work: Option<String>,
    /// Where the infringement is alleged.
    pub infringement: Option<String>,
}

/// An authority, and why it is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Competent {
    /// `residence`, `work` or `infringement`.
    pub because_of: &'static str,
    /// The authority.
    #[serde(flatten)]
    pub authority: &'static Authority,
}

/// The authorities with which a person may lodge a complaint, each place once.
///
/// # Errors
/// [`Error::UnknownPlace`] where a place has no authority under the GDPR.
///
/// ```
/// use renown::privacy::rights::{ComplaintQuestion, complaint_authorities};
/// let asked = ComplaintQuestion {
///     residence: Some("FR".to_owned()),
///     work: Some("LU".to_owned()),
///     infringement: Some("DE-BE".to_owned()),
/// };
/// let terms: Vec<&str> = complaint_authorities(&asked)?.iter().map(|one| one.authority.term.as_str()).collect();
/// assert_eq!(terms, ["DPA-FR", "DPA-LU", "DPA-DE-BE"]);
/// # Ok::<(), renown::privacy::rights::Error>(())
/// ```
pub fn complaint_authorities(asked: &ComplaintQuestion) -> Result<Vec<Competent>, Error> {
    let file: &'static File = &FILE;
    let places =
        [("residence", &asked.residence), ("work", &asked.work), ("infringement", &asked.infringement)];
    let mut found: Vec<Competent> = Vec::new();
    for (because_of, place) in places {
        let Some(place) = place else { continue };
        let of: Vec<&'static Authority> = file.authority.iter().filter(|one| one.place == *place).collect();
        if of.is_empty() {
            return Err(Error::UnknownPlace { place: place.clone() });
        }
        for authority in of {
            if !found.iter().any(|known| known.authority == authority) {
                found.push(Competent { because_of, authority });
            }
        }
    }
    Ok(found)
}
