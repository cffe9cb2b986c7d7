"""A policy that was read once says the same as the functions that read it each time."""

from pathlib import Path

import pytest
import renown as rn
from conftest import same, vectors

MINIMAL = Path(__file__).parents[2] / "core/policies/minimal.toml"
CASES = [case for case in vectors("calls") if case.values[0]["when"]["call"] == "decide_many"]


def prepared(choice):
    if choice is None:
        return rn.Policy.influencer_marketing()
    if "name" in choice:
        return {"minimal": rn.Policy.minimal}[choice["name"]]()
    return rn.Policy.from_toml(choice["toml"])


@pytest.mark.parametrize("case", CASES)
def test_a_prepared_policy_decides_as_the_function_does(case):
    given, expected = case["given"], case["then"]
    if isinstance(expected, dict):
        return
    assert same(prepared(given.get("policy")).decide_many(given["questions"]), expected)


def test_a_document_is_read_from_its_text_and_from_its_file():
    from_file, from_text = rn.Policy.from_toml(MINIMAL), rn.Policy.from_toml(MINIMAL.read_text("utf-8"))
    assert from_file.hash == from_text.hash == rn.Policy.minimal().hash
    assert from_file.lint(now="2026-03-01T12:00:00Z") == []
    assert [record["purpose"] for record in from_file.records_of_processing()] == ["influencer_search"]
    with pytest.raises(rn.RenownError, match="line") as raised:
        rn.Policy.from_toml("sells = maybe")
    assert raised.value.code == "MALFORMED_POLICY"
