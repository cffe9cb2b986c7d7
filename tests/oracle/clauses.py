"""The table of clauses of the shipped policy and of the law, written down once more by hand, row by row.

It reads no rule: a row is a condition over the words of a question and what it says there, by whom. Questions are
columns, so that millions are answered at once. What the policy lists (purposes, categories, limits) comes in as words.
"""

import numpy as np
from policy_reading import STRICTNESS, values_of

DENY, HUMAN, PARTIAL, WITH, PERMIT = "deny", "needs_human", "partial", "permit_with", "permit"
BOTH, PROMISE, LAW = ("promise", "law"), ("promise",), ("law",)

# C14, C16, C22 … : what serves itself by registration, and what only names it.
NAME_AND_MAIL = ["user.registration.name", "user.registration.email"]
# C76: the additional purposes.
ADDITIONAL = [
    "training_and_quality",
    "customer_education",
    "business_reporting",
    "verify_identity",
    "record_accuracy",
]
# C28: the purposes that an affiliate shares.
SHARED = [
    "authenticate",
    "influencer_search",
    "consider_collaboration",
    "personalise",
    "analytics",
    "continuity",
]
# C71, 11 CCR 7027(m): what sensitive data serve although they are limited.
NEEDED = ["authenticate", "verify_identity", "legal_compliance", "protect_rights", "abuse_handling"]


class Columns:
    """Questions by their words: `is_(attribute, words…)` says where one of the words stands."""

    def __init__(self, codes):
        self.codes = codes

    def is_(self, attribute, *words):
        values = values_of(attribute)
        table = np.zeros(len(values), dtype=bool)
        table[[values.index(word) for word in words]] = True
        return table[self.codes[attribute]]

    def below(self, *categories):
        values = values_of("category")
        found = [key for key in values for top in categories if key == top or key.startswith(top + ".")]
        return self.is_("category", *found)

    def yes(self, *attributes):
        result = True
        for attribute in attributes:
            result = self.is_(attribute, "yes") & result
        return result

    def no(self, attribute):
        return self.is_(attribute, "no")


def rows(q):
    """What each row says, by whom, and where."""
    collect, use, disclose = (q.is_("action", word) for word in ("collect", "use", "disclose"))
    store, release = (q.is_("action", word) for word in ("store", "release"))
    user, influencer = q.is_("role", "user"), q.is_("role", "influencer")
    people = q.is_("role", "user", "visitor")
    to_controller, to_user = q.is_("recipient", "controller"), q.is_("recipient", "user")
    to_person = q.is_("recipient", "subject")
    registration, of_influencer, usage = q.below("user.registration"), q.below("influencer"), q.below("usage")

    def purpose(*words):
        return q.is_("purpose", *words)

    consent = q.yes("consent")

    # Scope and purposes.
    yield "C1", HUMAN, BOTH, q.is_("role", "unknown")
    yield "C7", DENY, BOTH, q.no("declared")
    yield "C81", DENY, BOTH, q.is_("version", "new_purpose") & ~consent

    # Collection.
    yield "C8", DENY, BOTH, collect & q.is_("source", "missing")
    yield "C4", DENY, BOTH, collect & influencer & ~q.is_("reach", "enough")
    yield "C4", DENY, BOTH, collect & influencer & ~q.is_("platform", "listed")
    fetched = q.is_("source", "public") & q.is_("visibility", "public")
    sizeable = q.is_("platform", "listed") & q.is_("reach", "enough")
    searched = purpose("influencer_search")
    yield "C4", PERMIT, BOTH, collect & influencer & of_influencer & searched & fetched & sizeable
    given = q.is_("source", "subject", "representative")
    yield (
        "C10",
        PERMIT,
        BOTH,
        collect & user & q.below("user") & given & ~purpose("marketing", "train_model"),
    )
    yield "C11", DENY, BOTH, ~store & q.below("influencer.identity.location.precise")
    yield "C11", DENY, BOTH, collect & q.below("influencer.contact", "influencer.special")
    yield "C11", DENY, BOTH, (collect | store) & q.no("listed")
    yield "C12", DENY, BOTH, collect & q.is_("source", "public") & q.no("proof")
    hidden = influencer & of_influencer & q.is_("visibility", "private")
    yield "C12", DENY, BOTH, hidden & ~store & ~to_person
    seen = q.is_("source", "automatic") & purpose("analytics", "personalise", "consumption_metering")
    yield "C13", PERMIT, BOTH, collect & people & usage & seen
    on_device = q.below("usage.device.cookie", "usage.device.device_id")
    read = on_device | q.below("usage.device.push_token")
    yield "C13", DENY, BOTH, collect & q.yes("gdpr") & ~consent & read
    tracking = purpose("marketing", "advertising", "analytics")
    yield "C13", DENY, BOTH, collect & ~q.no("ccpa") & q.yes("opted_out") & on_device & tracking
    yield "C74", DENY, BOTH, ~store & q.below("user.psychographics")

    # Use by the controller.
    own = use & to_controller
    yield "C14", PERMIT, BOTH, own & user & registration & purpose("authenticate", "verify_identity")
    tailored = registration | usage | q.below("user.volunteered", "user.inferred")
    yield "C16", PERMIT, BOTH, own & people & tailored & purpose("personalise")
    yield "C17", PERMIT, BOTH, own & influencer & of_influencer & searched
    consumption = user & q.below("usage.consumption") & purpose("consumption_metering")
    yield "C19", PERMIT, BOTH, (use | store) & to_controller & consumption
    yield "C20", PERMIT, BOTH, disclose & to_person & consumption
    mail = user & q.is_("category", *NAME_AND_MAIL)
    yield "C22", PERMIT, BOTH, own & mail & purpose("marketing") & consent
    yield "C22", DENY, BOTH, purpose("marketing") & ~consent
    yield "C23", PERMIT, BOTH, own & mail & purpose("survey")
    yield "C24", PERMIT, BOTH, own & people & usage & purpose("analytics")
    listed = registration | usage | q.below("user.contact", "user.purchases", "user.date_of_birth")
    yield "C76", PERMIT, BOTH, own & user & listed & purpose(*ADDITIONAL)

    # Disclosure.
    looked_up = purpose("influencer_search", "consider_collaboration")
    yield "C31", WITH, BOTH, disclose & influencer & of_influencer & to_user & looked_up
    yield "C31", DENY, PROMISE, disclose & registration & to_user
    outsiders = q.is_("recipient", "public", "third_party")
    yield "C5", DENY, BOTH, disclose & of_influencer & outsiders & ~consent
    yield "C27", WITH, BOTH, disclose & q.is_("recipient", "third_party") & consent
    affiliate, holds = q.is_("recipient", "affiliate"), q.is_("ownership", "holds")
    yield "C28", WITH, BOTH, disclose & affiliate & holds & purpose(*SHARED)
    yield "C28", DENY, BOTH, disclose & affiliate & ~holds
    processor, contract = q.is_("recipient", "processor"), q.is_("contract", "active")
    instructed = contract & q.yes("instructed")
    yield "C30", WITH, BOTH, (disclose | store) & processor & instructed & q.no("own_purposes")
    yield "C30", DENY, BOTH, processor & ~contract
    yield "C30", DENY, BOTH, processor & contract & q.no("instructed")
    yield "C30", DENY, BOTH, processor & q.yes("own_purposes")
    deal = disclose & q.is_("recipient", "successor")
    goes_on, possible = purpose("continuity"), q.is_("deal", "possible")
    yield "C32", WITH, BOTH, deal & goes_on & q.is_("deal", "actual", "bankruptcy")
    yield "C32", WITH, BOTH, deal & goes_on & possible & q.yes("minimised", "confidential")
    yield "C32", PARTIAL, BOTH, deal & goes_on & possible & q.no("minimised")
    yield "C32", DENY, BOTH, deal & possible & q.yes("minimised") & q.no("confidential")
    rights, able = (
        purpose("protect_rights"),
        q.is_("recipient", "controller", "authority", "counsel", "adviser"),
    )
    yield "C34", WITH, BOTH, (use | disclose) & rights & able & q.yes("necessity", "minimised")
    yield "C34", DENY, BOTH, rights & q.no("necessity")
    yield "C34", DENY, BOTH, rights & (use | disclose) & q.no("minimised")
    authority = q.is_("recipient", "authority")
    of_union = q.is_("order", "compulsory_union")
    yield "C35", WITH, BOTH, disclose & authority & purpose("legal_compliance") & of_union
    yield "Z5", HUMAN, BOTH, authority & q.is_("order", "compulsory_third")
    yield "Z15", HUMAN, BOTH, authority & q.is_("order", "informal")
    abuse, advised = purpose("abuse_handling"), q.is_("recipient", "authority", "counsel", "adviser")
    yield "C36", WITH, BOTH, disclose & user & registration & advised & abuse & q.yes("abuse")
    yield "C36", DENY, BOTH, disclose & abuse & ~registration
    yield "C43", DENY, BOTH, q.is_("channel", "plain")

    # Figures over many.
    aggregate, passed = q.is_("identifiability", "aggregate"), q.is_("release", "passed")
    yield "C39", WITH, BOTH, release & aggregate & passed
    yield "C39", DENY, BOTH, release & aggregate & ~passed
    yield "C3", DENY, BOTH, release & q.is_("identifiability", "identified", "pseudonymous")
    anonymous = q.is_("identifiability", "anonymous")
    yield "C3", PERMIT, BOTH, (use | disclose | release) & anonymous

    # Google Workspace.
    workspace, training = q.yes("workspace"), purpose("train_model", "train_ranking_model")
    asked_for = purpose("user_facing_function")
    yield "C44", DENY, PROMISE, workspace & training
    elsewhere = ~asked_for & ~purpose("legal_compliance") & ~training
    yield "C45", DENY, PROMISE, workspace & ~store & ~to_person & elsewhere
    yield "C45", PERMIT, BOTH, (use | collect) & user & workspace & asked_for

    # Places.
    area, tools = ("not_needed", "adequate"), ("framework", "clauses")
    yield "C47", PERMIT, BOTH, store & to_controller & q.is_("transfer", *area)
    yield "C48", PERMIT, BOTH, store & to_controller & q.is_("transfer", *tools)
    yield "C48", DENY, BOTH, q.is_("transfer", "no_tool")
    yield "AW-24", HUMAN, BOTH, q.is_("transfer", "module_question")
    yield "C48", HUMAN, BOTH, q.is_("transfer", "derogation", "unknown_place")

    # What the person said.
    direct, others = purpose("marketing", "advertising"), purpose("legal_compliance", "protect_rights")
    yield "Z7", DENY, LAW, q.yes("objected") & direct
    overridden = direct | others | abuse
    yield "C53", DENY, BOTH, q.yes("objected") & ~store & ~to_person & ~overridden
    restricted = q.yes("restricted") & ~store & ~consent
    yield "C54", DENY, BOTH, restricted & ~to_person & ~rights & ~of_union
    yield "C54", DENY, BOTH, restricted & rights & q.no("necessity")
    yield "C55", DENY, BOTH, q.yes("erased")
    yield "N10", DENY, LAW, collect & q.yes("suppressed")
    opted_out = disclose & ~q.no("ccpa") & q.yes("opted_out", "sells")
    buyers = q.is_("recipient", "third_party", "affiliate")
    yield "Z10", DENY, LAW, opted_out & q.yes("inferred") & (buyers | to_user)
    yield "Z10", DENY, LAW, opted_out & q.below("user", "usage") & buyers
    deleted = disclose & ~q.no("ccpa") & q.yes("suppressed", "sells")
    yield "N5", DENY, LAW, deleted & (buyers | to_user)
    limited = (use | disclose) & ~q.no("ccpa") & q.yes("limited", "sensitive")
    yield "C71", DENY, BOTH, limited & ~purpose(*NEEDED)

    # Age.
    yield "C60", DENY, BOTH, (influencer | people) & q.yes("minor")
    yield "AW-18", HUMAN, BOTH, ~store & q.is_("minor", "suspected")

    # What a value reveals.
    shown = (use | disclose | release) & ~to_person
    yield "AW-19b", DENY, LAW, q.yes("special") & ~consent & ~store & ~to_person
    yield "C10", DENY, BOTH, q.is_("datum", "special") & ~consent & shown
    drawn = q.below(
        "influencer.identity", "influencer.inferred", "influencer.audience", "influencer.performance"
    )
    drawn |= q.below("user", "usage")
    yield "Z14", DENY, LAW, q.is_("datum", "special_made_public") & ~consent & shown & drawn
    yield "C10", DENY, BOTH, q.is_("datum", "unclassified") & shown
    yield "Z16", DENY, LAW, q.yes("secret") & (disclose | release)


def decided(q, count):
    """Outcome, promise and law of each question, as places in the order of strictness."""
    strictest = {source: np.full(count, -1, dtype=np.int8) for source in ("all", "promise", "law")}
    granted = {source: np.zeros(count, dtype=bool) for source in strictest}
    for _, said, by, where in rows(q):
        level = STRICTNESS.index(said)
        for source in ("all", *by):
            np.maximum(strictest[source], np.where(where, level, -1), out=strictest[source])
            if said in (WITH, PERMIT):
                granted[source] |= where
    deny, silent, least = (
        STRICTNESS.index(DENY),
        STRICTNESS.index("not_applicable"),
        STRICTNESS.index(PARTIAL),
    )
    said = {}
    for source, level in strictest.items():
        # C27: what nothing grants is denied.
        said[source] = np.where(granted[source] | (level >= least), level, deny)
    governed = q.yes("gdpr")
    elsewhere = np.where(strictest["law"] < 0, silent, strictest["law"])
    said["law"] = np.where(governed, said["law"], elsewhere)
    return said["all"], said["promise"], said["law"]
