"""Writes the types of queries and of what searches give, for Python and TypeScript, from their JSON Schemas.

UPDATE_SCHEMAS=1 cargo test -p renown --all-features --test model_schema
python tools/query-types/generate.py

Then ``ruff format`` and ``biome format --write`` lay the files out. A test compares them with what this gives.
"""

import json
import keyword
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "docs/schema"
PYTHON = ROOT / "bindings-python/renown/queries.py"
TYPESCRIPT = ROOT / "bindings-node/lib/types/query.d.cts"
WRITTEN = "Written by `tools/query-types/generate.py` from `docs/schema`."

Schema = dict[str, Any]

# Of longer lists any text is taken.
MOST_LITERALS = 64


def pascal(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


class Writer:
    """What both languages have in common: which types there are, and what each is made of."""

    def __init__(self) -> None:
        self.defs: dict[str, Schema] = {}
        for file in ("search_query", "search_found"):
            root: Schema = json.loads((SCHEMAS / f"{file}.json").read_text("utf-8"))
            for name, schema in root.pop("$defs").items():
                self.defs.setdefault(name, schema)
            self.defs[root["title"]] = root

    def named(self) -> Iterator[tuple[str, Schema]]:
        """The types that have a name of their own: records and the clause."""
        for name, schema in sorted(self.defs.items()):
            if "properties" in schema or self.is_clause(schema):
                yield name, schema

    @staticmethod
    def is_clause(schema: Schema) -> bool:
        return any("properties" in option for option in schema.get("oneOf", []))

    def kind(self, schema: Schema, optional: bool = False) -> str:
        """A schema as a type."""
        if "$ref" in schema:
            name = schema["$ref"].removeprefix("#/$defs/")
            target = self.defs[name]
            if "properties" in target or self.is_clause(target):
                return self.reference(name)
            return self.kind(target, optional)
        if "const" in schema:
            return self.literals([schema["const"]])
        if "enum" in schema:
            # Codes come out of data and are checked where they are used; names of fields and ways are written by hand.
            return (
                self.literals(schema["enum"])
                if len(schema["enum"]) <= MOST_LITERALS
                else self.words["string"]
            )
        for word in ("anyOf", "oneOf"):
            if word in schema and all("const" in option for option in schema[word]):
                return self.literals([option["const"] for option in schema[word]])
            if word in schema:
                options = [self.kind(option, optional) for option in schema[word]]
                return self.union([option for option in dict.fromkeys(options) if option])
        types = schema.get("type", [])
        types = [types] if isinstance(types, str) else types
        return self.union([self.plain(one, schema) for one in types])

    def plain(self, name: str, schema: Schema) -> str:
        if name == "array":
            return self.list_of(self.kind(schema["items"]))
        if name == "string" and schema.get("pattern", "").startswith("^audience\\."):
            return self.share()
        return self.words[name]

    words: ClassVar[dict[str, str]]
    reference: Callable[[str], str]
    literals: Callable[[list[str]], str]
    union: Callable[[list[str]], str]
    list_of: Callable[[str], str]
    share: Callable[[], str]


def sentence(schema: Schema) -> str:
    return " ".join(schema.get("description", "").split("\n\n")[0].split())


class Python(Writer):
    words: ClassVar = {
        "string": "str",
        "integer": "int",
        "number": "float",
        "boolean": "bool",
        "null": "None",
    }

    def reference(self, name: str) -> str:
        return f'"Search{name}"'

    def literals(self, values: list[str]) -> str:
        return f"Literal[{', '.join(json.dumps(value) for value in values)}]"

    def union(self, options: list[str]) -> str:
        if "str" in options:
            # Python knows no texts that begin so: with them any text is taken.
            options = [option for option in options if not option.startswith("Literal")]
        if any(option.startswith('"') for option in options) and len(options) > 1:
            return '"' + " | ".join(option.strip('"') for option in options) + '"'
        return " | ".join(options)

    def list_of(self, entry: str) -> str:
        return f'"Sequence[{entry.strip(chr(34))}]"' if entry.startswith('"') else f"Sequence[{entry}]"

    def share(self) -> str:
        return "str"

    def record(self, name: str, schema: Schema) -> str:
        required = set(schema.get("required", []))
        properties: dict[str, Schema] = schema["properties"]

        def field(key: str, value: Schema) -> str:
            kind = self.kind(value)
            return kind if key in required else f"NotRequired[{kind}]"

        about = sentence(schema) or f"What ``{next(iter(properties))}`` takes."
        if any(keyword.iskeyword(key) for key in properties):
            entries = ", ".join(f'"{key}": {field(key, value)}' for key, value in properties.items())
            return f'{name} = TypedDict("{name}", {{{entries}}})\n"""{about}"""\n'
        lines = [f"class {name}(TypedDict):", f'    """{about}"""', ""]
        for key, value in properties.items():
            lines.append(f"    {key}: {field(key, value)}")
            if sentence(value):
                lines.append(f'    """{sentence(value)}"""')
        return "\n".join(lines) + "\n"

    def text(self) -> str:
        parts, names = [], []
        for name, schema in self.named():
            if not self.is_clause(schema):
                parts.append(self.record(f"Search{name}", schema))
                names.append(f"Search{name}")
                continue
            options = []
            for option in schema["oneOf"]:
                (key,) = option["properties"]
                options.append(f"{pascal(key)}Clause")
                parts.append(self.record(options[-1], option))
            parts.append(f'Search{name}: TypeAlias = {" | ".join(options)}\n"""{sentence(schema)}"""\n')
            names += [*options, f"Search{name}"]
        listed = "".join(f'    "{name}",\n' for name in sorted(names))
        head = (
            f'"""Queries and what searches give, as types.\n\n{WRITTEN}\n"""\n\n'
            "from collections.abc import Sequence\n"
            "from typing import Literal, NotRequired, TypeAlias, TypedDict\n\n"
            f"__all__ = [\n{listed}]\n\n"
        )
        return head + "\n\n".join(parts)


class TypeScript(Writer):
    words: ClassVar = {
        "string": "string",
        "integer": "number",
        "number": "number",
        "boolean": "boolean",
        "null": "null",
    }

    def reference(self, name: str) -> str:
        return f"Search{name}"

    def literals(self, values: list[str]) -> str:
        return " | ".join(f"'{value}'" for value in values)

    def union(self, options: list[str]) -> str:
        return " | ".join(options)

    def list_of(self, entry: str) -> str:
        return f"readonly ({entry})[]" if "|" in entry else f"readonly {entry}[]"

    def share(self) -> str:
        return "`audience.${string}.${string}`"

    def fields(self, schema: Schema) -> Iterator[str]:
        required = set(schema.get("required", []))
        for key, value in schema["properties"].items():
            if sentence(value):
                yield f"  /** {sentence(value)} */"
            mark = "" if key in required else "?"
            yield f"  readonly {camel(key)}{mark}: {self.kind(value)}"

    def text(self) -> str:
        parts = []
        for name, schema in self.named():
            about = f"/** {sentence(schema)} */\n"
            if self.is_clause(schema):
                options = (
                    "{ " + " ".join(self.fields({**option, "description": ""})).strip() + " }"
                    for option in schema["oneOf"]
                )
                parts.append(
                    f"{about}export type Search{name} =\n" + "\n".join(f"  | {one}" for one in options) + "\n"
                )
            elif schema.get("additionalProperties") is True:
                body = "\n".join(self.fields(schema))
                parts.append(
                    f"{about}export type Search{name} = {{\n{body}\n}} & Readonly<Record<string, unknown>>\n"
                )
            else:
                body = "\n".join(self.fields(schema))
                parts.append(f"{about}export interface Search{name} {{\n{body}\n}}\n")
        head = (
            "// Queries and what searches give. Names of fields as values are in snake_case: `engagement_rate`.\n"
            f"// {WRITTEN}\n\n"
        )
        return head + "\n".join(parts)


def plain(text: str) -> str:
    """A text without its layout."""
    text = re.sub(r"([(=:])\|", r"\1", re.sub(r"\s+", "", text)).replace('"', "'")
    return re.sub(r",([)\]}])", r"\1", text).replace("(", "").replace(")", "")


def generated() -> dict[Path, str]:
    """The files and what belongs there."""
    return {PYTHON: Python().text(), TYPESCRIPT: TypeScript().text()}


if __name__ == "__main__":
    for path, text in generated().items():
        path.write_text(text, "utf-8")
