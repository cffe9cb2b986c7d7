//! Registered users: representatives of companies and brands who search for influencers.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::raw::{Any, Nested, parse_id};
use super::words::record;
use super::{Error, UserId, text};

/// A registered user, as far as decisions need one. Name, address and credentials are not part of the model.
///
/// ```
/// use renown::model::{User, UserId};
///
/// let user = User::new(UserId::new("u1")?, "Invented Shoes Ltd")?;
/// assert_eq!(user.company(), "Invented Shoes Ltd");
/// # Ok::<(), renown::model::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Nested<Wire>")]
pub struct User {
    id: UserId,
    company: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "User"))]
struct Wire {
    #[cfg_attr(feature = "schema", schemars(with = "UserId"))]
    id: Any,
    /// The company or brand that the user represents.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    company: Any,
}

record!(User: Wire);

impl TryFrom<Wire> for User {
    type Error = Error;

    fn try_from(wire: Wire) -> Result<Self, Error> {
        let company = wire.company.text().map_err(|e| e.at("company"))?;
        User::new(parse_id("id", wire.id)?, company)
    }
}

impl User {
    /// A user who represents this company or brand.
    ///
    /// # Errors
    /// [`Error::EmptyText`], [`Error::TextTooLong`], [`Error::ForbiddenCharacter`].
    pub fn new(id: UserId, company: impl Into<String>) -> Result<Self, Error> {
        let company = text::name(company.into()).map_err(|e| e.at("company"))?;
        Ok(User { id, company })
    }

    /// The identifier of the user.
    pub fn id(&self) -> &UserId {
        &self.id
    }

    /// The company or brand that the user represents.
    pub fn company(&self) -> &str {
        &self.company
    }
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User").field("id", &self.id).finish_non_exhaustive()
    }
}
