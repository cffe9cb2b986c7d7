"""Writes the stub of the errors, and their table for the documents, from the codes of the installed package.

.venv/bin/python tools/python-errors/generate.py
"""

from pathlib import Path

from renown import _native
from renown.errors import class_name, of_code

ROOT = Path(__file__).resolve().parents[2]

HEAD = '''"""The errors of renown: one tree, with one class for each code.

Written by `tools/python-errors/generate.py` from the codes of the core.
"""

__all__: list[str] = [{names}]

class RenownError(Exception):
    code: str
    message: str
    def __init__(self, code: str, message: str) -> None: ...

def class_name(code: str) -> str: ...
def of_code(code: str, message: str) -> RenownError: ...
'''

DOCUMENT = """# Errors

Every error has a code, which is the same in Rust (`code()`), Python (`error.code`) and Node (`error.code`). In Python
each code has a class of its own in `renown.errors`, below `RenownError`; the message says what was given, where, and
what would be right, and quotes no personal text. Written by `tools/python-errors/generate.py`.

| code | class in Python | of |
|---|---|---|
"""


def rooms() -> dict[str, list[str]]:
    named: dict[str, list[str]] = {}
    for room, codes in _native.error_codes():
        for code in codes:
            named.setdefault(code, []).append(room)
    return dict(sorted(named.items()))


def bases(code: str) -> str:
    return ", ".join(base.__name__ for base in type(of_code(code, "")).__bases__)


def main() -> None:
    names = [*sorted(["RenownError", *map(class_name, rooms())]), "class_name", "of_code"]
    stub = (
        HEAD.replace("{names}", "".join(f'\n    "{name}",' for name in names) + "\n")
        + "".join(f"\nclass {class_name(code)}({bases(code)}): ..." for code in rooms())
        + "\n"
    )
    (ROOT / "bindings-python/renown/errors.pyi").write_text(stub, "utf-8")
    lines = (f"| `{code}` | `{class_name(code)}` | {', '.join(named)} |\n" for code, named in rooms().items())
    (ROOT / "docs/errors.md").write_text(DOCUMENT + "".join(lines), "utf-8")


if __name__ == "__main__":
    main()
