"""What must always be so, proved by z3 over the rules that a policy exports as SMT-LIB.

Each property is asked as its opposite: where z3 finds no world in which it fails, it holds in every one. A copy of the
rules with one rule taken out shows that the properties can fail.
"""

import re

import pytest
import renown as rn
import z3

DENY = 5
POLICIES = {"influencer-marketing": rn.Policy.influencer_marketing(), "minimal": rn.Policy.minimal()}
RULES = {name: policy.to_smtlib() for name, policy in POLICIES.items()}

RESTRICTED = """
    (and (= restricted |restricted=yes|)
         (not (= action |action=store|)) (not (= recipient |recipient=subject|))
         (not (= consent |consent=yes|))
         (not (and (= purpose |purpose=protect_rights|) (= necessity |necessity=yes|)))
         (not (= order |order=compulsory_union|)) permits)
"""
TRAINS = "(or (= purpose |purpose=train_model|) (= purpose |purpose=train_ranking_model|))"
MARKETING = "(or (= purpose |purpose=marketing|) (= purpose |purpose=advertising|))"
NO_TOOL = "(or (= transfer |transfer=no_tool|) (= transfer |transfer=unknown_place|))"

# By name: what would be a fault, and a rule without which it happens.
FAULTS = {
    "an objection to marketing stops marketing": (
        f"(and (= objected |objected=yes|) {MARKETING} permits)",
        None,
    ),
    "a restriction leaves storage and the four exceptions": (RESTRICTED, "rule restriction"),
    "data from Google Workspace train nothing": (
        f"(and (= workspace |workspace=yes|) {TRAINS} permits)",
        None,
    ),
    "without a tool nothing leaves the Area": (
        f"(and (= gdpr |gdpr=yes|) (= action |action=disclose|) {NO_TOOL} permits)",
        None,
    ),
    "what is erased is not read": ("(and (= erased |erased=yes|) permits)", "rule erased"),
    "where nothing is granted all is denied": (
        f"(and (not |all granted|) (or permits (and (= |all strictest| (- 1)) (not (= outcome {DENY})))))",
        None,
    ),
    "what is permitted is granted by a rule of some source": (
        "(and permits (not |promise granted|) (not |statute granted|))",
        None,
    ),
}


def holds(rules: str, fault: str) -> bool:
    """Whether there is no world with the fault."""
    solver = z3.Solver()
    solver.from_string(f"{rules}\n(assert world)\n(assert {fault})")
    found = solver.check()
    assert found != z3.unknown
    return found == z3.unsat


def without(rules: str, rule: str) -> str:
    """The rules, one of which never fits."""
    changed, count = re.subn(
        rf"\(define-fun \|{re.escape(rule)}\| \(\) Bool .*\)", f"(define-fun |{rule}| () Bool false)", rules
    )
    assert count == 1
    return changed


@pytest.mark.parametrize("policy", RULES)
@pytest.mark.parametrize("name", FAULTS)
def test_no_world_has_the_fault(policy, name):
    assert holds(RULES[policy], FAULTS[name][0])


@pytest.mark.parametrize("name", [name for name, (_, rule) in FAULTS.items() if rule])
def test_without_its_rule_there_is_a_world_with_the_fault(name):
    fault, rule = FAULTS[name]
    rules = RULES["influencer-marketing"]
    # Other rules may deny as well: the fault is that the rule itself is silent.
    assert not holds(without(rules, rule), fault)


@pytest.mark.parametrize("policy", RULES)
def test_there_is_a_world_in_which_something_is_permitted(policy):
    assert not holds(RULES[policy], "permits")


@pytest.mark.parametrize("policy", RULES)
def test_every_question_has_one_answer(policy):
    """Total: an outcome of the list, never none. Deterministic: of all outcomes exactly one is the strictest."""
    outcomes = [
        "not applicable",
        "permit",
        "permit with obligations",
        "partial",
        "needs a human decision",
        "deny",
    ]
    assert holds(RULES[policy], f"(not (and (>= outcome 0) (<= outcome {DENY})))")
    strictest = [
        f"(and |all some {one}| {' '.join(f'(not |all some {other}|)' for other in outcomes[rank + 1 :])})"
        for rank, one in enumerate(outcomes)
    ]
    for rank, is_strictest in enumerate(strictest):
        assert holds(RULES[policy], f"(and {is_strictest} (not (= |all strictest| {rank})))")
        for other in strictest[rank + 1 :]:
            assert holds(RULES[policy], f"(and {is_strictest} {other})")


NEEDED = {
    "gdpr.erasure": ["hold", "exception_named_by_policy", "exception_of_statute_alone"],
    "ccpa.delete": ["hold", "exception_named_by_policy", "exception_of_california"],
}


@pytest.mark.parametrize("right", NEEDED)
@pytest.mark.parametrize("by", ["statute", "promise"])
def test_nothing_is_erased_while_a_live_claim_needs_it(right, by):
    rules = RULES["influencer-marketing"]
    erases = f"|{right} {by} does erase|"
    assert not holds(rules, erases)
    for fact in NEEDED[right]:
        if (right, by, fact) == ("gdpr.erasure", "promise", "exception_of_statute_alone"):
            # The promise is silent, so that a person decides; nothing is erased meanwhile.
            assert holds(rules, f"(and |fact {fact}| (= |{right} {by} says| 0))")
        assert holds(rules, f"(and |fact {fact}| {erases})")
