//! The policy as it stands in a TOML file.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::model::Platform;
use crate::privacy::facts::Source;
use crate::privacy::rules::{RuleText, Text};
use crate::privacy::transfer::CarveOut;
use crate::privacy::vocabulary::date;
use crate::privacy::{Place, Purpose, RecipientKind, Regime};

/// A policy document.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Which policy this is.
    pub policy: Head,
    /// Who answers for the data.
    pub controller: Controller,
    /// What the policy must say and may not leave out.
    pub declares: Declares,
    /// What the published text leaves open, with what is assumed instead.
    #[serde(default)]
    pub open: Vec<Open>,
    /// Numbers and lists.
    pub limits: Limits,
    /// How data leave the European Economic Area.
    #[serde(default)]
    pub transfers: Transfers,
    /// Which documents bind beside the policy.
    #[serde(default)]
    pub document: Vec<Binding>,
    /// What is held: nothing else may be.
    pub category: Vec<Category>,
    /// What for: nothing else is.
    pub purpose: Vec<DeclaredPurpose>,
    /// Who receives data.
    #[serde(default)]
    pub recipient: Vec<DeclaredRecipient>,
    /// Which rights are promised for what.
    #[serde(default)]
    pub right: Vec<PromisedRight>,
    /// What the published text names as the basis of what.
    #[serde(default)]
    pub basis_text: Vec<BasisText>,
    /// What acceptance of the policy does.
    #[serde(default)]
    pub acceptance: Acceptance,
    /// Which reading of a clock is followed.
    #[serde(default)]
    pub timer: Vec<Timer>,
    /// Earlier versions: what they had that matters to data collected under them.
    #[serde(default)]
    pub version: Vec<EarlierVersion>,
    #[serde(default)]
    pub(crate) texts: BTreeMap<Regime, Text>,
    #[serde(default)]
    pub(crate) rule: Vec<RuleText>,
}

/// Which policy this is.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// From which day it holds.
    #[serde(default, with = "date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub effective: Option<NaiveDate>,
    /// When it was last reviewed.
    #[serde(default, with = "date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub reviewed: Option<NaiveDate>,
    /// How long after the decision a permit opens, seconds.
    pub permit_lifetime_seconds: u32,
    /// How this version differs from the one before.
    pub change: Change,
}

/// How a version differs from the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It is the first.
    First,
    /// Words only.
    Editorial,
    /// Something that matters to persons.
    Material,
    /// A purpose more.
    NewPurpose,
    /// A category more.
    NewCategory,
    /// A recipient more.
    NewRecipient,
    /// Another legal basis.
    BasisChange,
}

/// Who answers for the data.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Controller {
    /// Name of the company.
    pub name: String,
    /// Where it can be written to.
    pub address: String,
    /// Where requests go.
    #[serde(default)]
    pub contact: Option<String>,
    /// Where it is established.
    pub place: Place,
    /// The representative in the Union (GDPR Art. 27).
    #[serde(default)]
    pub representative: Option<String>,
}

/// What a policy must say: there is no default.
#[derive(Debug, Clone, Copy, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Declares {
    /// Whether data are sold.
    pub sells: bool,
    /// Whether data are shared for cross-context behavioural advertising.
    pub shares: bool,
    /// Whether the controller is a data broker.
    pub data_broker: bool,
}

/// A question that the published text leaves open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Open {
    /// The key of this document that answers it meanwhile.
    pub key: String,
    /// What the published text does not say, and why the answer is on the strict side.
    pub question: String,
}

/// Numbers and lists.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// From how many followers on an account is one of an influencer.
    pub min_followers: u64,
    /// On which platforms.
    pub platforms: BTreeSet<Platform>,
    /// How many contributors a released cell needs.
    pub min_contributors: u32,
    /// Whether a released aggregate over Google Workspace data loses its tag.
    #[serde(default)]
    pub workspace_tag_drops: bool,
    /// How often the sweep runs at least, hours.
    pub sweep_hours: u32,
}

/// How data leave the European Economic Area.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Transfers {
    /// Whether public Influencer Information may be shown to users anywhere.
    #[serde(default)]
    pub carve_out: CarveOut,
    /// The tools that the policy names.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub tools: Vec<Spanned<String>>,
}

/// A document that binds.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Binding {
    /// Its name.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub name: Spanned<String>,
    /// Which one holds where two differ: the higher.
    pub precedence: u32,
}

/// A category that is held.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Its key; what stands below it is held too, unless a rule says otherwise.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub key: Spanned<String>,
    /// On which basis.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub basis: Option<Spanned<String>>,
    /// For which purposes.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub purposes: Vec<Spanned<String>>,
    /// From where.
    pub sources: BTreeSet<Source>,
    /// How long at most, days; none where it is bound to an agreement.
    #[serde(default)]
    pub ttl_days: Option<u32>,
    /// Kept while the agreement holds.
    #[serde(default)]
    pub agreement_bound: bool,
    /// The list of the policy in which it stands.
    #[serde(default)]
    pub clause: Option<String>,
}

/// A purpose of the policy.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeclaredPurpose {
    /// Its key.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub key: Spanned<String>,
    /// On which basis, where it has one of its own.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub basis: Option<Spanned<String>>,
    /// Whether it decides about persons by machine.
    #[serde(default)]
    pub automated_decision: bool,
    /// The clause that names it.
    #[serde(default)]
    pub clause: Option<String>,
}

/// A recipient of the policy.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeclaredRecipient {
    /// Of which kind.
    pub kind: RecipientKind,
    /// Of what.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub categories: Vec<Spanned<String>>,
    /// The clause that names it.
    #[serde(default)]
    pub clause: Option<String>,
}

/// A right that is promised.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PromisedRight {
    /// Its key.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub key: Spanned<String>,
    /// For what.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub categories: Vec<Spanned<String>>,
    /// The clause that promises it.
    #[serde(default)]
    pub clause: Option<String>,
}

/// A sentence of the published text that names a basis.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BasisText {
    /// The section in which it stands.
    pub section: String,
    /// What the section is about.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub about: Spanned<String>,
    /// What the sentence names.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub names: Spanned<String>,
    /// Which basis it names.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub basis: Spanned<String>,
}

/// What acceptance does.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// Purposes for which acceptance would count as consent. Conduct is no consent: a lint says so.
    #[serde(default)]
    pub activates: Vec<Purpose>,
}

/// Which reading of a clock is followed.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Timer {
    /// The clock, as in `core/policies/clocks.toml`.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub clock: Spanned<String>,
    /// The body of law; a timer without one is found by the linter.
    #[serde(default)]
    pub regime: Option<Regime>,
    /// The reading.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub reading: Spanned<String>,
}

/// What an earlier version had.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EarlierVersion {
    /// Its version.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub version: Spanned<String>,
    /// Its purposes.
    pub purposes: BTreeSet<Purpose>,
}
