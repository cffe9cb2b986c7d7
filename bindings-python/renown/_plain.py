"""Plain data as JSON, and back.

One idea to keep in mind: whatever a person holds a value in (numpy, pandas, ``Decimal``, an ``Enum``, a record of
ours), it reaches the core as the JSON that it means. What it means is refused where it is not certain, with its place:
a time without a zone, a number that is none.
"""

import contextlib
import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from enum import Enum
from typing import Any, NoReturn, SupportsFloat

from renown import _native
from renown.errors import of_code


class _RefusedError(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message


def call(name: str, /, **arguments: object) -> Any:
    """Calls a function over plain data by its name, with what it takes by keyword.

    Every function of this kind has one of its own in :mod:`renown`; this is for programs that choose by name.

    >>> call("wilson", successes=30, trials=100)["value"]
    0.3
    """
    return json.loads(_native.call(name, encode(arguments)))


def numbers(values: Iterable[SupportsFloat]) -> Any:
    """Numbers in a list, whoever holds them."""
    to_list = getattr(values, "tolist", None) or getattr(values, "to_list", None)
    return to_list() if to_list is not None else list(values)


def instants(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options in which a date is the instant at which it begins in UTC."""
    return {
        name: f"{value.isoformat()}T00:00:00Z" if type(value) is datetime.date else value
        for name, value in options.items()
    }


def encode(value: object, place: str = "") -> str:
    """Writes a value as JSON; ``place`` is what an error calls it."""
    try:
        return json.dumps(value, default=_meant, allow_nan=False)
    except (_RefusedError, TypeError, ValueError, RecursionError):
        _refuse(value, place)


def _refuse(value: object, place: str) -> NoReturn:
    """Finds where the value is that cannot be written, and raises what is wrong with it."""
    with contextlib.suppress(RecursionError):
        _walk(value, place)
    raise of_code("MALFORMED_ARGUMENTS", "the data holds itself, or a key that is not a text")


def _walk(value: object, place: str) -> None:
    if isinstance(value, Mapping):
        for key, entry in value.items():
            _walk(entry, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list | tuple):
        for row, entry in enumerate(value):
            _walk(entry, f"{place}[{row}]")
    else:
        try:
            json.dumps(value, default=_meant, allow_nan=False)
        except _RefusedError as refused:
            raise of_code(refused.code, f"{place}: {refused.message}" if place else refused.message) from None
        except ValueError:
            message = f"{place}: {value} is not a finite number; give None where a value is not known"
            raise of_code("NOT_FINITE", message) from None


def _meant(value: Any) -> object:
    """What a value means that JSON has no form for."""
    kind = type(value)
    if isinstance(value, datetime.datetime):
        return _instant(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return int(value) if value.is_finite() and value == value.to_integral_value() else float(value)
    if hasattr(value, "to_dict") and kind.__module__.startswith("renown."):
        return value.to_dict()
    if kind.__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, AbstractSet):
        return sorted(value)
    if hasattr(value, "tolist"):
        # Arrays and single values of numpy, series of pandas.
        return value.tolist()
    if hasattr(value, "to_list"):
        return value.to_list()
    if hasattr(value, "__index__"):
        return int(value)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return list(value)
    raise _RefusedError("WRONG_TYPE", f"a {kind.__name__} is no data that has a meaning here")


def _instant(value: datetime.datetime) -> str | None:
    if value != value:
        # NaT of pandas, the time that is not known.
        return None
    if value.tzinfo is None or value.utcoffset() is None:
        message = "a datetime without a zone; attach one, such as value.replace(tzinfo=datetime.UTC)"
        raise _RefusedError("NAIVE_TIMESTAMP", message)
    return value.isoformat()
