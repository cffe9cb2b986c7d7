"""Every decision of the policies against two readings that share no code with the core.

A question has 45 attributes, and their product cannot be walked. It falls apart: a rule reads few attributes beside
who, what, what for and for whom, and rules are joined by the strictest. So all of action, role, purpose, recipient and
category is walked in full, without further facts. Then for each group of facts that rules read together (`GROUPS`)
every combination of them is walked under every set of such rules that who, what, what for and for whom leave standing,
with several questions for each set. A random sample crosses the groups.

`policy_reading` interprets the TOML files: outcome, promise, law, bound, trace, obligations, clocks, regimes, reasons
and citations are compared. `clauses` is the table of clauses by hand: outcome, promise and law are compared. What is
known to differ from that table stands in `disagreements.toml`, with why.
"""

import datetime
import itertools
import math
import random
import tomllib
from pathlib import Path

import clauses
import numpy as np
import policy_reading
import pytest
import renown as rn
from policy_reading import OF_A_CATEGORY, STRICTNESS, UNKNOWN_WORD, Reading, values_of

NOW = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
QUESTIONS_PER_SET = 20
CORE = ["action", "role", "purpose", "recipient"]
SHIPPED = policy_reading.text("influencer-marketing")


def changed(text, *changes):
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


# The shipped policy as another controller might have it: what it leaves open is answered the other way.
OTHERWISE = changed(
    SHIPPED,
    ("sells = true", "sells = false"),
    ("shares = true", "shares = false"),
    ('place = "IL"', 'place = "DE"'),
    ('carve_out = "strict"', 'carve_out = "promise"'),
    ("workspace_tag_drops = false", "workspace_tag_drops = true"),
    ('key = "influencer_search"\n', 'key = "influencer_search"\nautomated_decision = true\n'),
    ('key = "analytics"\n', 'key = "train_model"\nbasis = "consent"\n\n[[purpose]]\nkey = "analytics"\n'),
    ("# What for\n", '[[version]]\nversion = "2024"\npurposes = ["influencer_search"]\n\n# What for\n'),
)
POLICIES = {"shipped": SHIPPED, "otherwise": OTHERWISE, "minimal": policy_reading.text("minimal")}


def merged(facts, patch):
    """Facts with more of them; a patch that needs the question is a function of it."""
    result = dict(facts)
    for key, value in patch.items():
        if isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = merged(result[key], value)
        elif isinstance(value, list) and key in result:
            result[key] = result[key] + value
        else:
            result[key] = value
    return result


def of_value(**facts):
    return {"value": facts}


def of_recipient(**facts):
    return {"recipient": facts}


def of_occasion(**facts):
    return {"occasion": facts}


NONE = {}
WHY = {"author": "counsel-2", "case": "case-9", "reason": "a claim is filed"}
ORDERS = [
    NONE,
    of_occasion(order={"compulsory": False, "origin": "FR", "id": "o-1"}),
    of_occasion(order={"compulsory": True, "origin": "FR", "id": "o-2"}),
    of_occasion(order={"compulsory": True, "origin": "US", "id": "o-3"}),
]
# A consent is to the purpose of the question, `consents` is filled in with it.
CONSENTS = [
    NONE,
    {"consents": [{"recipient": "recipient-4"}]},
    {"consents": [{"recipient": "other-5"}]},
    {"consents": [{}]},
]
HOMES = [
    NONE,
    {"residence": "DE"},
    {"residence": "US-CA"},
    {"residence": "US-CA", "stay": "DE"},
    {"residence": "BR"},
]


def states(*names):
    return [NONE, *({"states": [name]} for name in names)]


IDENTIFIABILITY = [of_value(identifiability=word) for word in values_of("identifiability")]
RELEASES = [of_value(release=word) for word in values_of("release")]
TERMS = [{"from": "2025-01-01", "until": "2026-03-01"}, {"until": "2026-02-28"}, {"from": "2026-03-02"}, {}]
CONTRACTS = [
    NONE,
    *(
        of_recipient(contract={"term": term, "purposes": to, "own_purposes": own})
        for term in TERMS
        for to in (["THIS"], ["other"], [])
        for own in (False, True)
    ),
]
FITS = [{"module_fits": fits, "assessed": assessed} for fits in (True, False) for assessed in (True, False)]
# Where the recipient is, and by what tool it may have data of somebody in the Area.
DESTINATIONS = [
    merged(merged(of_recipient(**place), of_recipient(**tool)), more)
    for place in ({}, {"place": "FR"}, {"place": "IL"}, {"place": "US"}, {"place": "BR"}, {"place": "IN"})
    for tool in (
        {},
        {"privacy_framework": {"until": "2026-03-01"}},
        {"privacy_framework": {"until": "2026-02-28"}},
        *({"clauses": clauses} for clauses in FITS),
        {"clauses": FITS[0], "subject_to_gdpr": True},
        {"subject_to_gdpr": True},
    )
    for more in (NONE, of_occasion(derogation="49(1)(b)"))
]

# Which facts some rules read together: for each group its attributes, then the ways in which its facts may stand.
GROUPS = {
    "law": (["gdpr", "ccpa"], [HOMES]),
    "objection": (
        ["objected", "consent"],
        [[NONE, {"states": ["objected"]}, {"objections": ["THIS"]}, {"objections": ["other"]}], CONSENTS],
    ),
    "restriction": (
        ["restricted", "order", "necessity"],
        [
            states("restricted"),
            CONSENTS[:2],
            ORDERS,
            [NONE, of_occasion(necessity=WHY), of_occasion(necessity=WHY | {"case": " "})],
            [NONE, of_occasion(minimised=True)],
        ],
    ),
    "revealing": (
        ["datum", "version", "special"],
        [
            [of_value(datum=word) for word in values_of("datum")],
            CONSENTS,
            [
                NONE,
                of_value(collected_under="2020"),
                of_value(collected_under="2024"),
                of_value(collected_under="2025-01-14"),
                of_value(collected_under="2020", compatible=["THIS"]),
            ],
        ],
    ),
    "california": (
        ["opted_out", "limited"],
        [HOMES, states("opted_out"), states("limited"), CONSENTS[:2]],
    ),
    "gone": (
        ["erased", "minor", "abuse"],
        [states("erased"), states("minor", "suspected_minor"), [NONE, {"abuse": True}]],
    ),
    "collected": (
        ["source", "proof", "reach", "platform", "suppressed", "visibility"],
        [
            [NONE, *(of_value(source=word) for word in values_of("source")[1:])],
            [NONE, of_value(public_proof=True)],
            [NONE, {"followers": 999}, {"followers": 1000}],
            [NONE, {"platform": "tiktok"}],
            states("not_public"),
        ],
    ),
    "suppressed": (["suppressed"], [HOMES, states("suppressed"), states("not_public")]),
    "device": (["gdpr"], [HOMES, CONSENTS[:2], [of_value(source="automatic")]]),
    "notice": (["notice", "seat"], [HOMES, [NONE, {"notified": True}, {"notice_exemption": "14(5)(b)"}]]),
    "processor": (["contract", "instructed", "own_purposes"], [CONTRACTS]),
    "affiliate": (["ownership"], [[NONE, *(of_recipient(owned=term) for term in TERMS)]]),
    "successor": (
        ["deal", "confidential"],
        [
            [NONE, *(of_occasion(deal=word) for word in values_of("deal")[1:])],
            [NONE, of_occasion(minimised=True)],
            [NONE, of_occasion(confidential=True)],
        ],
    ),
    "channel": (
        ["channel"],
        [[NONE, *(of_occasion(callback=to) for to in ("https://a.example", "http://a.example", "ftp://a"))]],
    ),
    "transfer": (["transfer"], [[{"residence": "DE"}], DESTINATIONS]),
    "release": (["identifiability", "release"], [IDENTIFIABILITY, RELEASES]),
    "workspace": (["workspace"], [[NONE, of_value(google_workspace=True)], IDENTIFIABILITY, RELEASES]),
}


def combinations(ways):
    for patches in itertools.product(*ways):
        facts = {}
        for patch in patches:
            facts = merged(facts, patch)
        yield facts


def filled_in(facts, purpose):
    """`THIS` is the purpose of the question; a consent is to it where it names none."""
    facts = dict(facts)
    if "consents" in facts:
        facts["consents"] = [{"purpose": purpose} | consent for consent in facts["consents"]]
    if "objections" in facts:
        facts["objections"] = [purpose if to == "THIS" else to for to in facts["objections"]]
    value = facts.get("value", {})
    if "compatible" in value:
        facts["value"] = value | {"compatible": [purpose]}
    contract = facts.get("recipient", {}).get("contract")
    if contract is not None:
        to = [purpose if to == "THIS" else to for to in contract["purposes"]]
        facts["recipient"] = facts["recipient"] | {"contract": contract | {"purposes": to}}
    return facts


def question(core, facts, categories):
    action, role, purpose, kind = core
    purpose = "mind_reading" if purpose == UNKNOWN_WORD else purpose
    facts = filled_in(facts, purpose)
    if role != "unknown":
        facts["role"] = role
    request = {
        "subject": "subject-17",
        "categories": categories,
        "purpose": purpose,
        "recipient": {"kind": kind, "id": "recipient-4"},
        "action": action,
    }
    return {"facts": facts, "request": request, "now": "2026-03-01T12:00:00Z"}


class Sweep:
    """Asks many questions and holds every answer against both readings."""

    def __init__(self, name):
        self.name = name
        self.reading = Reading(POLICIES[name])
        self.policy = rn.Policy.from_toml(POLICIES[name])
        self.by_hand = name != "minimal"
        self.points = 0
        self.differences = []
        self.seen = {}
        self.traces = {}

    def ask(self, questions):
        for start in range(0, len(questions), 2_000):
            self.ask_some(questions[start : start + 2_000])

    def ask_some(self, questions):
        codes, theirs = [], []
        answers = self.policy.decide_many(questions)
        for asked, answer in zip(questions, answers, strict=True):
            facts, request = asked["facts"], asked["request"]
            words = self.reading.words(facts, request, NOW)
            shared = self.reading.matched(words)
            circumstances = self.reading.circumstances(facts, request, NOW)
            outcomes, obligations = [], set()
            for category, item in zip(request["categories"], answer["items"], strict=True):
                its_codes, left = self.reading.category(category, circumstances)
                matched = shared & left
                ours = self.reading.judge(matched, words["gdpr"])
                obligations |= self.reading.obligations(matched, ours[0])
                outcomes.append(ours[0])
                found = item["outcome"], item["promise"], item["statute"], item["bound"], tuple(item["rules"])
                if found != ours:
                    self.differ(asked, category, ours, found)
                self.seen.setdefault((matched, words["gdpr"]), (asked, category))
                codes.append(its_codes)
                theirs.append([STRICTNESS.index(word) for word in found[:3]])
            self.points += len(outcomes)
            regimes = words["gdpr"], words["ccpa"]
            whole = {
                "outcome": policy_reading.joined(outcomes, obligations),
                "obligations": sorted(obligations),
                "clocks": policy_reading.clocks(facts, request, obligations, NOW.date()),
                "regimes": ["policy", *(law for law in ("gdpr", "ccpa") if words[law] == "yes")],
                "missing": policy_reading.missing(facts, regimes),
            }
            for part, ours in whole.items():
                given = sorted(answer[part]) if part == "obligations" else answer[part]
                if given != ours:
                    self.differ(asked, part, ours, given)
            if self.by_hand:
                self.traces.setdefault("shared", []).append((words, len(outcomes)))
        if self.by_hand:
            self.hold_against_the_clauses(questions, np.array(codes), np.array(theirs))

    def hold_against_the_clauses(self, questions, codes, theirs):
        shared = self.traces.pop("shared")
        counts = [count for _, count in shared]
        columns = dict(zip(OF_A_CATEGORY, codes.T, strict=True))
        for attribute in shared[0][0]:
            values = {word: at for at, word in enumerate(values_of(attribute))}
            columns[attribute] = np.repeat([values[words[attribute]] for words, _ in shared], counts)
        ours = np.stack(clauses.decided(clauses.Columns(columns), len(codes)), axis=1)
        for at in np.flatnonzero((ours != theirs).any(axis=1)):
            which = int(np.searchsorted(np.cumsum(counts), at, side="right"))
            category = questions[which]["request"]["categories"][at - sum(counts[:which])]
            said = [[STRICTNESS[level] for level in row[at]] for row in (ours, theirs)]
            self.differ(questions[which], category, ["by hand", *said[0]], said[1])

    def differ(self, asked, about, ours, theirs):
        self.differences.append((asked, about, ours, theirs))

    def reasons(self):
        """Reason and citations of one question for each set of rules that fitted."""
        for (matched, _), (asked, category) in self.seen.items():
            request = asked["request"] | {"categories": [category]}
            item = self.policy.decide(request, asked["facts"], now=asked["now"]).items[0]
            reason, cites = self.reading.reason(matched, item.outcome)
            assert item.reason == reason, asked
            assert {f"{cite.regime} {cite.place}" for cite in item.cites} == cites, asked
            for cite in item.cites:
                text = self.reading.texts.get(cite.regime, {})
                assert cite.strength == ("promise" if cite.regime in policy_reading.PROMISES else "statute")
                assert cite.verified == text.get("verified", cite.place == "C27"), cite


def alike(reading, attribute):
    """One word for each set of words that the rules and the policy never tell apart."""
    found = {}
    for word in values_of(attribute):
        key = [reading.masks[attribute][word]]
        if attribute == "purpose":
            key += [
                reading.purpose(word) is not None,
                (reading.purpose(word) or {}).get("automated_decision"),
            ]
        if attribute == "category":
            words = reading.words_of(word, (False, False, ("not_needed", "not_needed")))
            key += [
                tuple(words[mark] for mark in OF_A_CATEGORY[1:]),
                policy_reading.below(word, "influencer"),
            ]
        found.setdefault(tuple(key), word)
    return list(found.values())


def categories_of(words):
    return ["unheard.of" if word == UNKNOWN_WORD else word for word in words]


@pytest.fixture(scope="module", params=list(POLICIES))
def sweep(request):
    return Sweep(request.param)


def test_every_action_role_purpose_recipient_and_category(sweep):
    # Of the two other policies words that nothing tells apart are asked once.
    words = values_of if sweep.name == "shipped" else (lambda attribute: alike(sweep.reading, attribute))
    categories = categories_of(words("category"))
    sizes = [len(words(attribute)) for attribute in CORE]
    everything = itertools.product(*(words(attribute) for attribute in CORE))
    sweep.ask([question(core, {}, categories) for core in everything])
    assert sweep.points == math.prod(sizes) * len(categories)
    assert sweep.differences == []


def standing(reading, attributes):
    """Who, what, what for, for whom and which category: some questions for each set of readers that they leave."""
    readers = reading.those(lambda rule: any(attribute in rule.when for attribute in attributes))
    plain = False, False, ("not_needed", "not_needed")
    categories = {}
    for word in alike(reading, "category"):
        words = reading.words_of(word, plain).items()
        categories[word] = reading.matched({name: at for name, at in words if name not in attributes})
    sets = {}
    for core in itertools.product(*(alike(reading, attribute) for attribute in CORE)):
        left = reading.matched(dict(zip(CORE, core, strict=True)))
        for category, mask in categories.items():
            if left & mask & readers:
                sets.setdefault(left & mask & readers, []).append((core, category))
    asked = {}
    for found in sets.values():
        for core, category in found[:: max(1, len(found) // QUESTIONS_PER_SET)]:
            asked.setdefault(core, []).append(category)
    return asked


@pytest.mark.parametrize("group", list(GROUPS))
def test_every_combination_of_facts_that_rules_read_together(sweep, group):
    attributes, ways = GROUPS[group]
    asked = standing(sweep.reading, attributes)
    sweep.ask(
        [
            question(core, facts, categories_of(categories))
            for facts in combinations(ways)
            for core, categories in asked.items()
        ]
    )
    assert sweep.differences == []


def test_a_sample_that_crosses_the_groups(sweep):
    chosen = random.Random(5)
    patches = [patch for _, ways in GROUPS.values() for patch in itertools.chain(*ways) if patch]
    categories = categories_of(values_of("category"))
    questions = []
    for _ in range(4_000):
        facts = {}
        for patch in chosen.sample(patches, chosen.randint(2, 9)):
            facts = merged(facts, patch)
        core = [chosen.choice(values_of(attribute)) for attribute in CORE]
        questions.append(question(core, facts, chosen.sample(categories, 6)))
    sweep.ask(questions)
    assert sweep.differences == []


def test_every_set_of_rules_that_was_seen_gives_its_reasons_and_citations(sweep):
    sweep.reasons()
    assert len(sweep.seen) > 100


def test_every_known_disagreement_says_what_and_why():
    known = tomllib.loads((Path(__file__).parent / "disagreements.toml").read_text("utf-8"))["disagreement"]
    rows = (Path(__file__).parents[2] / "docs/privacy/coverage.md").read_text("utf-8")
    for one in known:
        assert set(one) == {"row", "table", "decided", "why"}
        assert all(one.values())
        assert f"| {one['row']} |" in rows
