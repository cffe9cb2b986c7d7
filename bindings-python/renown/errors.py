"""The errors of renown: one tree, with one class for each code.

One idea to keep in mind: an error is told by its code, which is the same in Rust, Python and Node. The class of a code
has its name: ``UNKNOWN_COUNTRY`` is :class:`UnknownCountryError`. All of them are :class:`RenownError`.

>>> import renown as rn
>>> try:
...     rn.parse_country("Atlantis")
... except rn.errors.UnknownCountryError as error:
...     print(error.code)
UNKNOWN_COUNTRY
"""

from renown import _native


class RenownError(Exception):
    """What went wrong, where, and what would be right.

    ``code`` is stable and the same in every language; ``message`` may be reworded. Neither quotes a personal text.
    """

    code: str
    message: str

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return self.message


def class_name(code: str) -> str:
    """The name of the class of a code.

    >>> class_name("UNKNOWN_COUNTRY")
    'UnknownCountryError'
    """
    return "".join(word.capitalize() for word in code.split("_")) + "Error"


def of_code(code: str, message: str) -> RenownError:
    """The error of a code; :class:`RenownError` itself where the code has no class."""
    return _CLASSES.get(code, RenownError)(code, message)


def _classes() -> dict[str, type[RenownError]]:
    rooms: dict[str, list[str]] = {}
    for room, codes in _native.error_codes():
        for code in codes:
            rooms.setdefault(code, []).append(room)
    classes: dict[str, type[RenownError]] = {}
    for code, named in sorted(rooms.items()):
        # Whoever looks for a package that is missing looks for an ImportError.
        bases = (RenownError, ImportError) if code == "MISSING_PACKAGE" else (RenownError,)
        body = {"__module__": __name__, "__doc__": f"``{code}``, of {', '.join(named)}."}
        classes[code] = type(class_name(code), bases, body)
    return classes


_CLASSES = _classes()
globals().update({made.__name__: made for made in _CLASSES.values()})
__all__ = ["RenownError", "class_name", "of_code", *sorted(made.__name__ for made in _CLASSES.values())]
