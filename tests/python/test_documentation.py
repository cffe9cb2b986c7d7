"""Every example in the documentation of the package runs, and everything public is documented."""

import doctest
import importlib
import inspect
import pkgutil

import pytest
import renown

MODULES = ["renown", *(f"renown.{module.name}" for module in pkgutil.iter_modules(renown.__path__))]


@pytest.mark.parametrize("name", [name for name in MODULES if name != "renown._native"])
def test_the_examples_run(name):
    module = importlib.import_module(name)
    failed, _ = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE, extraglobs={"rn": renown})
    assert failed == 0


def test_everything_public_is_documented():
    for name in renown.__all__:
        if inspect.isclass(made := getattr(renown, name)) or inspect.isfunction(made):
            assert made.__doc__, name
            assert not made.__doc__.startswith(f"{name}("), f"{name} has only what dataclasses write"


def test_there_are_examples_of_most_functions():
    functions = [made for name in renown.__all__ if inspect.isfunction(made := getattr(renown, name))]
    assert sum(">>>" in function.__doc__ for function in functions) >= len(functions) * 2 / 3
