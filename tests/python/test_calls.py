"""Functions over plain data: the vectors that all languages share, and the functions of Python over them."""

import pytest
import renown as rn
from conftest import same, vectors
from renown import _native

CASES = vectors("calls")


def arguments(name, given):
    """How a person calls the function in Python: records by place, options and prices by keyword."""
    given = dict(given)
    if name in ("read_post", "read_profile"):
        return (given,), {}
    if (
        name != "report"
        and isinstance(given.get("options"), dict)
        and not given["options"].keys() & given.keys()
    ):
        given |= given.pop("options")
    if name == "earned_value" and "prices" in given:
        given |= given.pop("prices")
    if name == "unit_costs" and "cost" in given:
        paid = given.pop("cost")
        given |= {"currency": paid["currency"], "cost": paid["value"]}
    return (), given


def written(answer):
    """What a person gets in Python, as the core writes it."""
    if isinstance(answer, list):
        return [written(entry) for entry in answer]
    if isinstance(answer, dict):
        return {name: written(entry) for name, entry in answer.items()}
    return answer.to_dict() if hasattr(answer, "to_dict") else answer


@pytest.mark.parametrize("case", CASES)
def test_a_vector_gives_the_same_bits_as_in_rust(case):
    name, expected = case["when"]["call"], case["then"]
    if isinstance(expected, dict) and "error" in expected:
        with pytest.raises(rn.RenownError) as raised:
            rn.call(name, **case["given"])
        assert raised.value.code == expected["error"]
        assert type(raised.value).__name__ == rn.errors.class_name(expected["error"])
    else:
        assert same(rn.call(name, **case["given"]), expected)


@pytest.mark.parametrize("case", CASES)
def test_the_function_of_the_same_name_says_the_same(case):
    name, expected = case["when"]["call"], case["then"]
    positional, keywords = arguments(name, case["given"])
    function = getattr(rn, name)
    if isinstance(expected, dict) and "error" in expected:
        with pytest.raises((rn.RenownError, TypeError)) as raised:
            function(*positional, **keywords)
        if isinstance(raised.value, rn.RenownError):
            assert raised.value.code == expected["error"]
        else:
            # Python itself refuses an argument that the function does not have, or misses one that it must have.
            assert expected["error"] == "MALFORMED_ARGUMENTS"
    else:
        assert same(written(function(*positional, **keywords)), expected)


@pytest.mark.parametrize("name", _native.call_names())
def test_every_function_is_there_and_has_vectors_that_pass_and_that_fail(name):
    assert callable(getattr(rn, name))
    assert getattr(rn, name).__doc__
    mine = [case.values[0]["then"] for case in CASES if case.values[0]["when"]["call"] == name]
    failing = [isinstance(then, dict) and "error" in then for then in mine]
    assert any(failing)
    assert not all(failing)
