"""The JSON Schemas of docs/schema: what the functions are given and answer, in the vectors, is of their form."""

import json
from pathlib import Path

import pytest
from conftest import vectors

jsonschema = pytest.importorskip("jsonschema")

FOLDER = Path(__file__).parents[2] / "docs" / "schema"
SWEEP = {"records": ["retention_record"], "holds": ["rights_hold"]}
# By function: the schema of each argument, or of each entry of a list, and that of the answer.
SCHEMAS = {
    "answer_request": (
        {"request": "rights_question", "items": ["rights_item"], "holds": ["rights_hold"]},
        "rights_answer",
    ),
    "check_restore": (SWEEP, "retention_restored"),
    "consent_at": ({"entries": ["consent_entry"]}, "consent_state"),
    "consent_read": ({"entries": ["consent_entry"]}, ["consent_entry"]),
    "decide": ({"facts": "facts", "request": "decision_request"}, "decision"),
    "follow_request": ({"request": "rights_request", "events": ["rights_event"]}, "rights_state"),
    "rights_of": ("rights_listing", "rights_held"),
    "sweep_records": (SWEEP, ["retention_swept"]),
}
GIVEN = [param.values[0] for param in vectors("calls")]
CASES = [case for case in GIVEN if case["when"]["call"] in SCHEMAS]


def checker(name):
    schema = json.loads((FOLDER / f"{name}.json").read_text())
    return jsonschema.Draft202012Validator(schema)


CHECKERS = {path.stem: checker(path.stem) for path in FOLDER.glob("*.json")}


def faults(value, schema):
    """What is wrong with a value, by its place."""
    if isinstance(schema, list):
        return [fault for entry in value for fault in faults(entry, schema[0])]
    return [
        f"{schema}{fault.json_path[1:]}: {fault.message}" for fault in CHECKERS[schema].iter_errors(value)
    ]


def faults_of_arguments(given, schemas):
    if isinstance(schemas, str):
        return faults(given, schemas)
    return [fault for name in schemas if name in given for fault in faults(given[name], schemas[name])]


@pytest.mark.parametrize("name", sorted(CHECKERS))
def test_a_schema_is_one(name):
    jsonschema.Draft202012Validator.check_schema(CHECKERS[name].schema)


@pytest.mark.parametrize("call", sorted(SCHEMAS))
def test_what_is_given_and_answered_is_of_its_schema(call):
    arguments, answer = SCHEMAS[call]
    cases = [case for case in CASES if case["when"]["call"] == call]
    right = [case for case in cases if "error" not in case["then"]]
    assert right
    for case in right:
        assert not faults_of_arguments(case["given"], arguments), case["source"]
        assert not faults(case["then"], answer), case["source"]


def test_what_is_malformed_is_not_of_its_schema():
    malformed = [case for case in CASES if case["then"] and "MALFORMED_ARGUMENTS" in str(case["then"])]
    assert malformed
    passed = [
        case for case in malformed if not faults_of_arguments(case["given"], SCHEMAS[case["when"]["call"]][0])
    ]
    # A schema of an argument does not see another argument, and no schema sees a tree of keys or a zone.
    assert len(passed) < len(malformed), [case["source"] for case in passed]
