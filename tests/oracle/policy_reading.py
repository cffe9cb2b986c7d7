"""A second reading of a policy document: from the facts of a question to what the rules say, in Python.

Written from the table of clauses, from docs/privacy/decision.md and from the TOML files, not from the core. A question
becomes words, one for each attribute; a rule is a set of words for some of them; the rules that fit are joined.
"""

import datetime
import functools
import tomllib
from pathlib import Path

POLICIES = Path(__file__).resolve().parents[2] / "core" / "policies"
STRICTNESS = ["not_applicable", "permit", "permit_with", "partial", "needs_human", "deny"]
PERMITS = {"permit", "permit_with"}
PROMISES = {"policy", "agreement", "workspace"}
UNKNOWN_WORD = "?"


def text(name):
    return (POLICIES / f"{name}.toml").read_text("utf-8")


@functools.cache
def vocabulary():
    return tomllib.loads(text("vocabulary"))


@functools.cache
def places():
    return tomllib.loads(text("jurisdictions"))


def below(key, above):
    return key == above or key.startswith(above + ".")


def within(span, day):
    """Both ends belong to a span; an end that is not given is none."""
    start, last = (span.get(end) for end in ("from", "until"))
    as_day = datetime.date.fromisoformat
    start, last = (as_day(end) if isinstance(end, str) else end for end in (start, last))
    return (start is None or start <= day) and (last is None or day <= last)


def in_the_area(place, day):
    member = places()["eea"]["members"].get(place[:2])
    return member is not None and within(member, day)


def yes(flag):
    return "yes" if flag else "no"


CLOSED = {
    "action": ["disclose", "use", "collect", "store", "release"],
    "role": ["unknown", "visitor", "user", "influencer"],
    "recipient": [
        "affiliate",
        "processor",
        "user",
        "authority",
        "counsel",
        "adviser",
        "successor",
        "subject",
        "controller",
        "public",
        "third_party",
    ],
    "minor": ["no", "suspected", "yes"],
    "visibility": ["public", "private"],
    "gdpr": ["no", "yes", "unknown"],
    "ccpa": ["no", "yes", "unknown"],
    "datum": ["plain", "unclassified", "special", "special_made_public"],
    "identifiability": ["identified", "pseudonymous", "aggregate", "anonymous"],
    "source": ["missing", "subject", "third_party", "automatic", "public", "government", "representative"],
    "reach": ["unknown", "below", "enough"],
    "platform": ["unknown", "other", "listed"],
    "contract": ["none", "expired", "active"],
    "ownership": ["unknown", "not_yet", "holds", "ended"],
    "deal": ["none", "possible", "actual", "bankruptcy"],
    "order": ["none", "informal", "compulsory_union", "compulsory_third"],
    "transfer": [
        "not_needed",
        "adequate",
        "framework",
        "clauses",
        "carve_out",
        "module_question",
        "derogation",
        "no_tool",
        "unknown_place",
    ],
    "release": ["unchecked", "passed", "failed"],
    "channel": ["none", "encrypted", "plain"],
    "version": ["known", "compatible", "new_purpose"],
    "notice": ["owed", "given", "exempt"],
    "seat": ["other", "eea", "il"],
}
FLAGS = [
    "declared",
    "listed",
    "objected",
    "restricted",
    "erased",
    "suppressed",
    "opted_out",
    "limited",
    "consent",
    "special",
    "sensitive",
    "inferred",
    "secret",
    "proof",
    "workspace",
    "instructed",
    "own_purposes",
    "minimised",
    "confidential",
    "necessity",
    "abuse",
    "automated_decision",
    "sells",
]
OF_A_CATEGORY = ["category", "special", "sensitive", "inferred", "secret", "workspace", "listed", "transfer"]


@functools.cache
def values_of(attribute):
    if attribute in FLAGS:
        return ["no", "yes"]
    if attribute in ("category", "purpose"):
        return [*vocabulary()[attribute], UNKNOWN_WORD]
    return CLOSED[attribute]


ATTRIBUTES = ["category", "purpose", *CLOSED, *FLAGS]


class Reading:
    """A policy document, with the law that is read beside every one."""

    def __init__(self, document):
        self.document = tomllib.loads(document)
        law = tomllib.loads(text("statutes"))
        self.texts = law["texts"] | self.document.get("texts", {})
        self.rules = [Rule(rule) for rule in [*self.document["rule"], *law["rule"]]]
        self.ids = [rule.id for rule in self.rules]
        self.masks = {
            attribute: {
                value: self.those(lambda rule, of=(attribute, value): rule.fits(*of))
                for value in values_of(attribute)
            }
            for attribute in ATTRIBUTES
        }
        self.promise = self.those(lambda rule: rule.promised)
        self.statute = self.those(lambda rule: rule.lawful)
        self.grants = self.those(lambda rule: rule.outcome in PERMITS)
        self.saying = {word: self.those(lambda rule, word=word: rule.outcome == word) for word in STRICTNESS}
        self.verdicts = {}
        self.duties = {}
        self.categories = {}

    def those(self, chosen):
        return sum(1 << at for at, rule in enumerate(self.rules) if chosen(rule))

    def matched(self, words):
        left = -1
        for attribute, value in words.items():
            left &= self.masks[attribute][value]
        return left

    def strictest(self, matched):
        return next((word for word in reversed(STRICTNESS) if matched & self.saying[word]), None)

    def said(self, matched):
        """What rules say that are all there are: a permit needs a grant, and without any word it is a no."""
        word = self.strictest(matched)
        if word is None or (word in PERMITS and not matched & self.grants):
            return "deny"
        return word

    def judge(self, matched, gdpr):
        """Outcome, promise, statute and which of them bound."""
        key = matched, gdpr
        if key not in self.verdicts:
            outcome, promise = self.said(matched), self.said(matched & self.promise)
            of_law = matched & self.statute
            # Under the GDPR all needs a basis; elsewhere a law that says nothing has no say.
            statute = self.said(of_law) if gdpr == "yes" else self.strictest(of_law) or "not_applicable"
            order = STRICTNESS.index(promise) - STRICTNESS.index(statute)
            bound = "both" if order == 0 else "promise" if order > 0 else "statute"
            trace = [rule.id for at, rule in enumerate(self.rules) if matched >> at & 1]
            if not any(matched >> at & 1 and rule.decides(outcome) for at, rule in enumerate(self.rules)):
                trace.append("default_deny")
            self.verdicts[key] = outcome, promise, statute, bound, tuple(sorted(trace))
        return self.verdicts[key]

    def obligations(self, matched, outcome):
        """Those of a barrier stand with the denial; those of grants and duties come with a permit only."""
        key = matched, outcome
        if key not in self.duties:
            self.duties[key] = {
                obligation
                for at, rule in enumerate(self.rules)
                if matched >> at & 1 and (rule.is_barrier or outcome in PERMITS)
                for obligation in rule.obligations
            }
        return self.duties[key]

    def reason(self, matched, outcome):
        deciding = [rule for at, rule in enumerate(self.rules) if matched >> at & 1 and rule.decides(outcome)]
        reasons = sorted({rule.reason for rule in deciding})
        cites = {cite for rule in deciding for cite in rule.cites}
        if not deciding:
            return "no rule permits this category for this purpose to this recipient", {"policy C27"}
        return " and ".join(reasons), cites

    # From a question to words.

    def purpose(self, key):
        return next((one for one in self.document["purpose"] if one["key"] == key), None)

    def had(self, version, purpose):
        if version is None or version == self.document["policy"]["version"]:
            return version is None or self.purpose(purpose) is not None
        earlier = self.document.get("version", [])
        return any(one["version"] == version and purpose in one.get("purposes", []) for one in earlier)

    def regimes(self, facts, day):
        """C6: where a person has a home or stays."""
        home, stay = facts.get("residence"), facts.get("stay")
        known = [place for place in (home, stay) if place]
        gdpr = yes(any(in_the_area(place, day) for place in known)) if known else "unknown"
        # Of who lives in the United States without a state it is not known whether that is California.
        ccpa = yes(home.startswith("US-CA")) if home and home != "US" else "unknown"
        return gdpr, ccpa

    def words(self, facts, request, now):
        """The attributes that are the same for all categories."""
        day = now.date()
        purpose, recipient = request["purpose"], request["recipient"]
        value, receiver, occasion = (facts.get(part, {}) for part in ("value", "recipient", "occasion"))
        states = facts.get("states", [])
        gdpr, ccpa = self.regimes(facts, day)
        declared = self.purpose(purpose)
        limits, declares = self.document["limits"], self.document["declares"]
        seat = self.document["controller"]["place"]
        words = {
            "action": request.get("action", "disclose"),
            "role": facts.get("role") or "unknown",
            "purpose": purpose if purpose in vocabulary()["purpose"] else UNKNOWN_WORD,
            "recipient": recipient["kind"],
            "gdpr": gdpr,
            "ccpa": ccpa,
            "declared": yes(declared),
            "automated_decision": yes(declared and declared.get("automated_decision")),
            "objected": yes(
                "objected" in states or any(below(purpose, to) for to in facts.get("objections", []))
            ),
            "minor": "yes" if "minor" in states else "suspected" if "suspected_minor" in states else "no",
            "visibility": "private" if "not_public" in states else "public",
            "consent": yes(consented(facts, request)),
            "sells": yes(declares["sells"] or declares["shares"]),
            "seat": "il" if seat.startswith("IL") else "eea" if in_the_area(seat, day) else "other",
            "abuse": yes(facts.get("abuse")),
            "source": value.get("source") or "missing",
            "proof": yes(value.get("public_proof")),
            "datum": value.get("datum", "plain"),
            "identifiability": value.get("identifiability", "identified"),
            "release": value.get("release", "unchecked"),
            "version": "known"
            if self.had(value.get("collected_under"), purpose)
            else "compatible"
            if purpose in value.get("compatible", [])
            else "new_purpose",
            "notice": "given"
            if facts.get("notified")
            else "exempt"
            if facts.get("notice_exemption")
            else "owed",
            "deal": occasion.get("deal", "none"),
            "minimised": yes(occasion.get("minimised")),
            "confidential": yes(occasion.get("confidential")),
            "necessity": yes(is_recorded(occasion.get("necessity"))),
            "order": order(occasion.get("order"), day),
            "channel": channel(occasion.get("callback")),
            "ownership": ownership(receiver.get("owned"), day),
        }
        for state in ("restricted", "erased", "suppressed", "opted_out", "limited"):
            words[state] = yes(state in states)
        followers, platform = facts.get("followers"), facts.get("platform")
        words["reach"] = (
            "unknown" if followers is None else "enough" if followers >= limits["min_followers"] else "below"
        )
        words["platform"] = (
            "unknown" if platform is None else "listed" if platform in limits["platforms"] else "other"
        )
        contract = receiver.get("contract")
        words["contract"] = "none" if contract is None else "expired"
        words["instructed"] = words["own_purposes"] = "no"
        if contract is not None:
            words["contract"] = "active" if within(contract.get("term", {}), day) else "expired"
            words["instructed"] = yes(any(below(purpose, to) for to in contract.get("purposes", [])))
            words["own_purposes"] = yes(contract.get("own_purposes"))
        return words

    def circumstances(self, facts, request, now):
        """What matters to the attributes of a category: the tag that sticks, and by what tool it leaves."""
        day, value = now.date(), facts.get("value", {})
        # C44: the tag sticks, but for a released aggregate of a policy that lets it drop.
        released = (value.get("identifiability"), value.get("release")) == ("aggregate", "passed")
        drops = released and self.document["limits"].get("workspace_tag_drops", False)
        leaves = request.get("action", "disclose") in ("disclose", "store")
        tools = "not_needed", "not_needed"
        if leaves and self.regimes(facts, day)[0] == "yes":
            mode = self.document.get("transfers", {}).get("carve_out", "strict")
            tools = tuple(tool(facts, request, public, mode, day) for public in (False, True))
        return bool(value.get("google_workspace")), drops, tools

    def words_of(self, category, circumstances):
        """The attributes that depend on the category."""
        tagged, drops, tools = circumstances
        term = vocabulary()["category"].get(category)
        words = {mark: yes((term or {}).get(mark)) for mark in ("special", "sensitive", "inferred", "secret")}
        words["category"] = category if term else UNKNOWN_WORD
        words["listed"] = yes(term and any(below(category, one["key"]) for one in self.document["category"]))
        words["workspace"] = yes((tagged or below(category, "user.workspace")) and not drops)
        words["transfer"] = tools[below(category, "influencer")]
        return words

    def category(self, category, circumstances):
        """The same as codes and as the rules that are left."""
        key = category, circumstances
        if key not in self.categories:
            words = self.words_of(category, circumstances)
            codes = [values_of(attribute).index(words[attribute]) for attribute in OF_A_CATEGORY]
            self.categories[key] = codes, self.matched(words)
        return self.categories[key]


class Rule:
    def __init__(self, rule):
        self.id = rule["id"]
        self.outcome = rule.get("outcome")
        self.reason = rule["reason"]
        self.obligations = rule.get("obligations", [])
        self.cites = rule["cites"]
        regimes = {cite.split(" ")[0] for cite in self.cites}
        self.promised = bool(regimes & PROMISES)
        self.lawful = bool(regimes - PROMISES)
        self.is_barrier = self.outcome is not None and self.outcome not in PERMITS
        self.when = {attribute: chosen(attribute, value) for attribute, value in rule.get("when", {}).items()}

    def fits(self, attribute, value):
        return attribute not in self.when or value in self.when[attribute]

    def decides(self, outcome):
        return self.outcome == outcome or (outcome in PERMITS and self.outcome in PERMITS)


def chosen(attribute, written):
    """The words that a value in a file stands for; a category stands for those below it too."""
    if isinstance(written, dict):
        return set(values_of(attribute)) - chosen(attribute, written["not"])
    if isinstance(written, bool):
        return {yes(written)}
    words = [written] if isinstance(written, str) else written
    found = {word for word in words if word in values_of(attribute)}
    if attribute == "category":
        found = {key for key in values_of(attribute) for word in words if below(key, word)}
    assert found, f"{attribute} has no value {written}"
    return found


def consented(facts, request):
    """C27: to this purpose, and to this recipient; one that names none is to the controller and who works for it."""
    own = request["recipient"]["kind"] in ("controller", "processor", "subject")
    return any(
        consent["purpose"] == request["purpose"]
        and (own if consent.get("recipient") is None else consent["recipient"] == request["recipient"]["id"])
        for consent in facts.get("consents", [])
    )


def is_recorded(necessity):
    """C34: who, for which case and why."""
    return necessity is not None and all(necessity[part].strip() for part in ("author", "case", "reason"))


def order(order, day):
    """C35, Z5."""
    if order is None:
        return "none"
    if not order["compulsory"]:
        return "informal"
    return "compulsory_union" if in_the_area(order["origin"], day) else "compulsory_third"


def channel(address):
    """C43."""
    if address is None:
        return "none"
    return "encrypted" if address.startswith("https://") else "plain"


def ownership(owned, day):
    """C28: only while the fact holds."""
    if owned is None:
        return "unknown"
    if within(owned, day):
        return "holds"
    start = owned.get("from")
    return "not_yet" if start and day < datetime.date.fromisoformat(start) else "ended"


def tool(facts, request, public, mode, day):
    """C47 to C49: by what data of a person under the GDPR may leave the Area."""
    receiver, kind = facts.get("recipient", {}), request["recipient"]["kind"]
    place = receiver.get("place")
    if place is None:
        return "not_needed" if kind in ("subject", "controller") else "unknown_place"
    if in_the_area(place, day):
        return "not_needed"
    decisions = [row for row in places()["adequacy"] if row["place"] == place[:2] and within(row, day)]
    if any(not row.get("listed") for row in decisions):
        return "adequate"
    framework = receiver.get("privacy_framework")
    if decisions and framework is not None and within(framework, day):
        return "framework"
    if mode == "promise" and kind == "user" and public:
        return "carve_out"
    clauses = receiver.get("clauses")
    if clauses is not None and receiver.get("subject_to_gdpr"):
        return "module_question"
    if clauses is not None and clauses.get("module_fits") and clauses.get("assessed"):
        return "clauses"
    return "derogation" if facts.get("occasion", {}).get("derogation") else "no_tool"


def clocks(facts, request, obligations, day):
    """N1, Z11: the notice of Art. 14 within a month of the first data, at a first disclosure at once."""
    if "notify:gdpr_art14" not in obligations:
        return []
    start = datetime.date.fromisoformat(facts["first_held"]) if facts.get("first_held") else day
    year, month = start.year + start.month // 12, start.month % 12 + 1
    due = None
    for number in range(start.day, 0, -1):
        try:
            due = datetime.date(year, month, number)
            break
        except ValueError:
            continue
    if request.get("action", "disclose") == "disclose":
        due = min(due, max(day, start))
    return [{"clock": "gdpr.notice", "start": start.isoformat(), "due": due.isoformat()}]


def joined(outcomes, obligations):
    """The answer to a request from those for its categories."""
    if not outcomes:
        return "deny"
    strictest = max(outcomes, key=STRICTNESS.index)
    if strictest == "deny" and set(outcomes) & PERMITS:
        return "partial"
    if strictest == "permit" and obligations:
        return "permit_with"
    return strictest


def missing(facts, regimes):
    return sorted(
        [*(["role"] if not facts.get("role") else []), *(["residence"] if "unknown" in regimes else [])]
    )
