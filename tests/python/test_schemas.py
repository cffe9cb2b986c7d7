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


def test_an_export_of_a_ledger_is_of_its_schemas(tmp_path):
    import renown as rn

    now = "2026-02-01T12:00:00Z"
    with rn.Ledger.open(tmp_path / "renown.db", key=rn.Ledger.new_key()) as ledger:
        registration = {"user": "u1", "name": "Ada", "email": "ada@example.com", "born": "1990-01-01"}
        registration |= {"password": "invented horse", "agreement": "t"}
        ledger.register(registration, now=now, password_cost={"memory_kib": 64, "passes": 1, "lanes": 1})
        kinds = [
            {"kind": "consent_given", "purpose": "marketing", "text": "ab" * 32},
            {"kind": "hold_on", "hold": "h1", "ground": "claim", "until": None},
            {"kind": "disclosure_made", "receipt": "r1", "content": {"any": [1, "thing"]}},
            {"kind": "role_set", "role": "influencer"},
            {"kind": "restriction_off"},
        ]
        ledger.record(
            [{"id": f"e{i}", "subject": "u1", "at": now, "what": what} for i, what in enumerate(kinds)]
        )
        ledger.hold_fields(
            "u1", [{"name": "bio", "value": {"a": [1]}, "expires": "2027-01-01T00:00:00Z"}], now=now
        )
        ledger.meter([{"id": "b", "at": now, "usage": [{"user": "u1", "kind": "view", "units": 3}]}])
        document = json.loads(ledger.export("u1", now=now)["document"])
    assert not faults(document, "rights_export")
    seen = set()
    for fact in document["facts"]:
        schema = f"ledger_export_{fact['id'].split('/')[0]}"
        if schema in CHECKERS:
            seen.add(schema)
            assert not faults(fact["value"], schema), fact["id"]
            assert faults({**fact["value"], "more": 1}, schema)
            assert faults({}, schema)
    assert seen == {f"ledger_export_{name}" for name in ("event", "field", "usage")}
