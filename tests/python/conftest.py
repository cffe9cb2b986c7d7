"""What the tests of the Python package share."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VECTORS = ROOT / "tests" / "vectors"


def vectors(subject):
    """All cases of a subject, named by file and place."""
    cases = []
    for file in sorted((VECTORS / subject).glob("*.json")):
        for number, case in enumerate(json.loads(file.read_text("utf-8"))):
            cases.append(pytest.param(case, id=f"{file.stem}-{number}-{case['when']['call']}"))
    return cases


def same(left, right):
    """Equal to the last bit, which `==` is not for 0 and -0, nor for 1 and 1.0."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    return left.hex() == right.hex() if isinstance(left, float) else left == right
