"""The JSON schema of move files, for editors. Its descriptions come from the docstrings of ``coach.moves``."""

from __future__ import annotations

import inspect
import math
from typing import Any, Final

from pydantic import TypeAdapter

from coach.moves import move as shapes
from coach.moves import text
from coach.moves.measures import KINDS, LANDMARKS

Json = dict[str, Any]  # Any: JSON values

DRAFT: Final = "http://json-schema.org/draft-04/schema#"
"""The newest draft supported by taplo, the TOML checker used in editors."""


def move_schema() -> Json:
    """Return the schema of a move file."""
    drawn = TypeAdapter(shapes.Move).json_schema(ref_template="#/definitions/{model}")
    definitions = {name: _table(name, part) for name, part in drawn.pop("$defs").items()}
    kind = definitions["Measure"]["properties"]["kind"]
    kind["enum"] = list(KINDS)
    kind["x-taplo"] = {"docs": {"enumValues": [_plain(each.summary) for each in KINDS.values()]}}
    for key in ("of", "against", "fallback"):
        definitions["Measure"]["properties"][key]["items"] = {"enum": list(LANDMARKS)}
    whole = _table("Move", drawn)
    # Required in a file, but not in Python.
    whole["required"] = ["schema", *whole["required"]]
    return {"$schema": DRAFT, "title": "A move", **whole, "definitions": definitions}


def attributes(cls: type) -> dict[str, str]:
    """Return the description of each attribute in the docstring of a class."""
    _, _, section = inspect.cleandoc(cls.__doc__ or "").partition("\nAttributes:\n")
    descriptions: dict[str, str] = {}
    name = ""
    for line in section.splitlines():
        if line.startswith("     "):
            descriptions[name] += " " + line.strip()
        elif line.startswith("    "):
            name, _, text = line.strip().partition(": ")
            descriptions[name] = text
    return descriptions


def _table(name: str, drawn: Json) -> Json:
    """Return the schema of one table: pydantic's, described by the docstring of its class."""
    cls = getattr(shapes, name, None) or getattr(text, name)
    descriptions = attributes(cls)
    return {
        "type": "object",
        "description": _plain(inspect.cleandoc(cls.__doc__ or "").partition("\n\n")[0]),
        "properties": {key: _key(descriptions.get(key, ""), value) for key, value in drawn["properties"].items()},
        "required": drawn.get("required", []),
        "additionalProperties": False,
    }


def _key(description: str, drawn: Json) -> Json:
    """Return the schema of one key, without what TOML (null), JSON (infinity) or draft 4 (const) does not have."""
    key = {name: value for name, value in drawn.items() if name != "title"}
    if "anyOf" in key:
        (only,) = [each for each in key.pop("anyOf") if each.get("type") != "null"]
        key |= only
    key.pop("propertyNames", None)
    if "const" in key:
        key["enum"] = [key.pop("const")]
    key = _listed(key)
    default = key.get("default")
    if default is None or (isinstance(default, float) and not math.isfinite(default)):
        key.pop("default", None)
    if "$ref" in key:  # draft 4 ignores the siblings of $ref
        key = {"allOf": [{"$ref": key.pop("$ref")}], **key}
    return {"description": _plain(description), **key}


def _listed(key: Json) -> Json:
    """Return a key whose fixed-length lists, at any depth, are expressed in draft 4."""
    key = {("items" if name == "prefixItems" else name): value for name, value in key.items()}
    return key | ({"items": _listed(key["items"])} if isinstance(key.get("items"), dict) else {})


def _plain(text: str) -> str:
    """Return the text of a docstring as one line of Markdown."""
    return " ".join(text.split()).replace("``", "`")
