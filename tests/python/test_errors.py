"""One tree of errors, told by code."""

import copy
import pickle
from pathlib import Path

import pytest
import renown as rn
from renown import _native

CODES = sorted({code for _, codes in _native.error_codes() for code in codes})


def test_every_code_has_its_class():
    assert len(CODES) > 60
    for code in CODES:
        error = rn.errors.of_code(code, "said")
        assert isinstance(error, rn.RenownError)
        assert type(error) is getattr(rn.errors, rn.errors.class_name(code))
        assert (error.code, error.message, str(error)) == (code, "said", "said")
        assert code in type(error).__doc__


def test_no_two_codes_share_a_class():
    assert len({rn.errors.class_name(code) for code in CODES}) == len(CODES)


def test_the_stub_names_every_class():
    stub = Path(rn.errors.__file__).with_suffix(".pyi").read_text("utf-8")
    for code in CODES:
        assert f"class {rn.errors.class_name(code)}(" in stub, "run tools/python-errors/generate.py"


def test_a_code_that_has_no_class_is_an_error_of_the_tree():
    error = rn.errors.of_code("NEVER_HEARD", "of")
    assert type(error) is rn.RenownError
    assert error.code == "NEVER_HEARD"


def test_an_error_survives_pickling_and_copying():
    with pytest.raises(rn.errors.UnknownCountryError) as raised:
        rn.parse_country("Atlantis")
    for other in (pickle.loads(pickle.dumps(raised.value)), copy.copy(raised.value)):
        assert type(other) is rn.errors.UnknownCountryError
        assert (other.code, other.message) == (raised.value.code, raised.value.message)


def test_a_missing_package_is_an_import_error_too():
    assert issubclass(rn.errors.MissingPackageError, ImportError)


def test_an_error_quotes_no_handle_and_no_caption():
    with pytest.raises(rn.RenownError) as raised:
        rn.parse_handle("instagram", "very private!")
    assert "private" not in str(raised.value)


def test_every_room_of_the_core_that_has_codes_tells_them():
    rooms = {room for room, _ in _native.error_codes()}
    core = Path(__file__).resolve().parents[2] / "core" / "src"
    for file in core.rglob("error.rs"):
        if "CODES" in file.read_text("utf-8"):
            assert ".".join(file.parent.relative_to(core).parts) in rooms
