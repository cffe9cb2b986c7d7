//! The smallest policy worth having: Influencer Information passes to a User for `influencer_search`, and
//! nothing else passes.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::{
    Cite, DataCategory, Decision, Facts, Item, Obligation, Outcome, Policy, PolicyIdentity, Purpose,
    RecipientKind, Regime, Request, Strength, SubjectRole, SubjectState, category,
};

/// What passes, to whom, for what, and where that stands written.
struct Grant {
    role: SubjectRole,
    category: DataCategory,
    purpose: Purpose,
    recipient: RecipientKind,
    obligations: &'static [Obligation],
    cites: &'static [(Regime, &'static str, Strength)],
}

/// All that passes. Statute texts are cited from general knowledge, so they say `verified: false`.
const GRANTS: &[Grant] = &[Grant {
    role: SubjectRole::Influencer,
    category: category::INFLUENCER,
    purpose: Purpose::INFLUENCER_SEARCH,
    recipient: RecipientKind::User,
    obligations: &[Obligation::Log, Obligation::Meter],
    cites: &[
        (Regime::Policy, "C17", Strength::Promise),
        (Regime::Policy, "C31", Strength::Promise),
        (Regime::Gdpr, "6(1)(f)", Strength::Statute),
    ],
}];

/// What stands in the way, whatever is granted.
const BARRIERS: &[(SubjectState, &str, Regime, &str)] = &[
    (SubjectState::Objected, "the subject objected", Regime::Gdpr, "21"),
    (SubjectState::Restricted, "processing is restricted to storage", Regime::Gdpr, "18"),
    (SubjectState::Erased, "the subject was erased", Regime::Gdpr, "17"),
    (SubjectState::Minor, "the subject is under age", Regime::Gdpr, "17(1)(f)"),
    (SubjectState::NotPublic, "the account is no longer public", Regime::Policy, "C12"),
];

const PERMIT_LIFETIME_SECONDS: u32 = 300;

/// The built-in policy: Influencer Information to a User for `influencer_search`, nothing else. It carries out
/// clauses C1, C5, C17, C27 and C31 of the published policy.
#[derive(Debug, Clone, Copy, Default)]
pub struct BuiltIn;

impl BuiltIn {
    /// The policy.
    pub fn new() -> Self {
        BuiltIn
    }

    fn item(facts: &Facts, request: &Request, category: &DataCategory) -> (Item, &'static [Obligation]) {
        let item = |outcome, reason: &str, cites| {
            (Item { category: category.clone(), outcome, reason: reason.to_owned(), cites }, NO_OBLIGATIONS)
        };
        let Some(role) = facts.role else {
            let cites = vec![cite(Regime::Policy, "C1", Strength::Promise)];
            return item(Outcome::NeedsHuman, "the role of the subject is unknown", cites);
        };
        let barriers: Vec<_> = BARRIERS.iter().filter(|(state, ..)| facts.states.contains(state)).collect();
        if !barriers.is_empty() {
            let reason = barriers.iter().map(|(_, reason, ..)| *reason).collect::<Vec<_>>().join(" and ");
            let cites = barriers.iter().map(|(_, _, regime, place)| cite(*regime, place, strength(*regime)));
            return item(Outcome::Deny, &reason, cites.collect());
        }
        let grant = GRANTS.iter().find(|grant| {
            grant.role == role
                && grant.category.covers(category)
                && grant.purpose == request.purpose
                && grant.recipient == request.recipient.kind
        });
        match grant {
            None => {
                let cites = vec![cite(Regime::Policy, "C27", Strength::Promise)];
                item(Outcome::Deny, "no rule permits this category for this purpose to this recipient", cites)
            }
            Some(grant) => {
                let cites =
                    grant.cites.iter().map(|(regime, place, strength)| cite(*regime, place, *strength));
                let reason = "Influencer Information passes to a user for influencer search";
                (item(Outcome::PermitWith, reason, cites.collect()).0, grant.obligations)
            }
        }
    }
}

const NO_OBLIGATIONS: &[Obligation] = &[];

fn strength(regime: Regime) -> Strength {
    if regime == Regime::Policy { Strength::Promise } else { Strength::Statute }
}

fn cite(regime: Regime, place: &'static str, strength: Strength) -> Cite {
    Cite { verified: regime == Regime::Policy, ..Cite::new(regime, place, strength) }
}

impl Policy for BuiltIn {
    fn identity(&self) -> PolicyIdentity {
        let mut text = String::new();
        for grant in GRANTS {
            text.push_str(&format!(
                "{:?} {} {} {:?}",
                grant.role, grant.category, grant.purpose, grant.recipient
            ));
            text.push_str(&format!(" {:?} {:?}\n", grant.obligations, grant.cites));
        }
        for barrier in BARRIERS {
            text.push_str(&format!("{barrier:?}\n"));
        }
        text.push_str(&format!("permit lifetime {PERMIT_LIFETIME_SECONDS} s\n"));
        PolicyIdentity {
            name: Cow::Borrowed("built-in"),
            version: Cow::Borrowed("1"),
            hash: super::receipt::sha256_hex(text.as_bytes()),
            permit_lifetime_seconds: PERMIT_LIFETIME_SECONDS,
        }
    }

    fn decide(&self, facts: &Facts, request: &Request, now: DateTime<Utc>) -> Decision {
        let answers: Vec<_> =
            request.categories.iter().map(|category| BuiltIn::item(facts, request, category)).collect();
        let obligations = answers.iter().flat_map(|(_, obligations)| obligations.iter().copied()).collect();
        let items = answers.into_iter().map(|(item, _)| item).collect();
        Decision::of(request, items, obligations, self.identity(), now)
    }
}
