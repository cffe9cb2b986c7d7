//! What a rule may ask about: a closed list of attributes, each with a closed list of values.
//!
//! Finite on purpose: every table of rules can be enumerated, exported and proved.

/// Lists the attributes once, for the code that sets them and for the files that name them.
macro_rules! attributes {
    ($($(#[$doc:meta])* $variant:ident $name:literal [$($value:literal),*];)*) => {
        /// An attribute of a question.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Attribute { $($(#[$doc])* $variant,)* }

        impl Attribute {
            pub(crate) const ALL: &'static [Attribute] = &[$(Attribute::$variant,)*];

            /// Its name in a file.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Attribute::$variant => $name,)* }
            }

            /// Its values, in the order of their codes. Categories and purposes have those of the vocabulary.
            pub(crate) const fn values(self) -> &'static [&'static str] {
                match self { $(Attribute::$variant => &[$($value),*],)* }
            }
        }
    };
}

attributes! {
    /// What would be done.
    Action "action" ["disclose", "use", "collect", "store", "release"];
    /// As what the person stands before the policy.
    Role "role" ["unknown", "visitor", "user", "influencer"];
    /// The data category.
    Category "category" [];
    /// The purpose.
    Purpose "purpose" [];
    /// Whether the policy declares the purpose.
    Declared "declared" ["no", "yes"];
    /// Whether the policy lists the category.
    Listed "listed" ["no", "yes"];
    /// The kind of recipient.
    Recipient "recipient" [
        "affiliate", "processor", "user", "authority", "counsel", "adviser", "successor", "subject", "controller",
        "public", "third_party"
    ];
    /// Whether the GDPR applies to the person.
    Gdpr "gdpr" ["no", "yes", "unknown"];
    /// Whether Californian law applies to the person.
    Ccpa "ccpa" ["no", "yes", "unknown"];
    /// Whether the person objected, to this purpose or to all.
    Objected "objected" ["no", "yes"];
    /// Whether processing is restricted to storage.
    Restricted "restricted" ["no", "yes"];
    /// Whether the person was erased.
    Erased "erased" ["no", "yes"];
    /// Whether the person is under age.
    Minor "minor" ["no", "suspected", "yes"];
    /// Whether the account is public.
    Visibility "visibility" ["public", "private"];
    /// Whether the account is never to be collected again.
    Suppressed "suppressed" ["no", "yes"];
    /// Whether the person opted out of sale and sharing.
    OptedOut "opted_out" ["no", "yes"];
    /// Whether the person limited the use of sensitive data.
    Limited "limited" ["no", "yes"];
    /// Whether consent to this purpose, and recipient where it names one, is active.
    Consent "consent" ["no", "yes"];
    /// Whether the category is special in the sense of GDPR Art. 9.
    Special "special" ["no", "yes"];
    /// Whether the category is sensitive in the sense of Californian law.
    Sensitive "sensitive" ["no", "yes"];
    /// Whether the category is inferred.
    Inferred "inferred" ["no", "yes"];
    /// Whether the category is never shown.
    Secret "secret" ["no", "yes"];
    /// What the single value is known to reveal.
    Datum "datum" ["plain", "unclassified", "special", "special_made_public"];
    /// How far a value leads to a person.
    Identifiability "identifiability" ["identified", "pseudonymous", "aggregate", "anonymous"];
    /// Where the value comes from.
    Source "source" ["missing", "subject", "third_party", "automatic", "public", "government", "representative"];
    /// Whether there is a record that the value was public.
    Proof "proof" ["no", "yes"];
    /// Whether the account has as many followers as the policy asks.
    Reach "reach" ["unknown", "below", "enough"];
    /// Whether the platform is one of the policy.
    Platform "platform" ["unknown", "other", "listed"];
    /// Whether the data come from Google Workspace.
    Workspace "workspace" ["no", "yes"];
    /// The contract of a processor.
    Contract "contract" ["none", "expired", "active"];
    /// Whether a processor is instructed to the purpose.
    Instructed "instructed" ["no", "yes"];
    /// Whether the recipient would use the data for purposes of its own.
    OwnPurposes "own_purposes" ["no", "yes"];
    /// Whether an affiliate is under common ownership.
    Ownership "ownership" ["unknown", "not_yet", "holds", "ended"];
    /// The state of a business transfer.
    Deal "deal" ["none", "possible", "actual", "bankruptcy"];
    /// Whether the data were reduced to what is needed.
    Minimised "minimised" ["no", "yes"];
    /// Whether the recipient is bound to confidentiality.
    Confidential "confidential" ["no", "yes"];
    /// An order of an authority.
    Order "order" ["none", "informal", "compulsory_union", "compulsory_third"];
    /// Whether necessity was recorded, with author and reason.
    Necessity "necessity" ["no", "yes"];
    /// Whether an abuse by the user was found.
    Abuse "abuse" ["no", "yes"];
    /// By what tool data may leave the European Economic Area.
    Transfer "transfer" [
        "not_needed", "adequate", "framework", "clauses", "carve_out", "module_question", "derogation", "no_tool",
        "unknown_place"
    ];
    /// Whether the rules of release were checked.
    Release "release" ["unchecked", "passed", "failed"];
    /// Whether the purpose decides about persons by machine.
    AutomatedDecision "automated_decision" ["no", "yes"];
    /// The channel on which the answer would travel.
    Channel "channel" ["none", "encrypted", "plain"];
    /// Whether the purpose was known when the data were collected.
    Version "version" ["known", "compatible", "new_purpose"];
    /// Whether the notice of GDPR Art. 14 was given.
    Notice "notice" ["owed", "given", "exempt"];
    /// Whether the policy says that it sells or shares data.
    Sells "sells" ["no", "yes"];
    /// Where the controller is established.
    Seat "seat" ["other", "eea", "il"];
}

impl Attribute {
    /// How many there are.
    pub(crate) const COUNT: usize = Attribute::ALL.len();

    pub(crate) const fn at(self) -> usize {
        self as usize
    }

    pub(crate) fn named(name: &str) -> Option<Attribute> {
        Attribute::ALL.iter().copied().find(|attribute| attribute.name() == name)
    }
}

/// A question, as the code of each attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Codes(pub(crate) [u8; Attribute::COUNT]);

impl Codes {
    pub(crate) fn new() -> Self {
        Codes([0; Attribute::COUNT])
    }

    pub(crate) fn set(&mut self, attribute: Attribute, code: u8) {
        if let Some(place) = self.0.get_mut(attribute.at()) {
            *place = code;
        }
    }
}
