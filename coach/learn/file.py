"""Writes a move as a TOML move file, with a comment on each number."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Final

from coach.moves.move import Move

INSIDE: Final = ("measures", "sources", "aim", "drawing", "text")
"""Keys written as tables of their own, which TOML requires after all others."""

WIDEST: Final = 110


def written(move: Move, comments: Mapping[str, str]) -> str:
    """Return the text of a move file, which reads back as the same move.

    ``comments`` are by the path of a key, or of a band, such as ``top.thigh``.
    """
    lines = [*_comments(comments, "")]
    for key, value in _given(move):
        if key not in INSIDE:
            lines += [*_comments(comments, key), *_entry(key, value, comments)]
    for key in ("sources", "measures"):
        if table := getattr(move, key):
            lines += ["", f"[{key}]", *_comments(comments, key)]
            for name, value in table.items():
                lines += [*_comments(comments, f"{key}.{name}"), f"{_key(name)} = {_value(value)}"]
    for aim in move.aim:
        lines += ["", *_comments(comments, f"aim.{aim.id}"), "[[aim]]", *_table(aim)]
    if move.drawing is not None:
        lines += ["", *_comments(comments, "drawing"), "[drawing]", f"ground = {_value(move.drawing.ground)}"]
        lines += [f"matters = {_value(move.drawing.matters)}"]
        for key in ("start", "top"):
            lines += ["", f"[drawing.{key}]", *_table(getattr(move.drawing, key))]
    for code, words in move.text.items():
        lines += ["", f"[text.{_key(code)}]"]
        lines += [f"{key} = {_value(value)}" for key, value in _given(words) if key not in ("say", "cue", "good")]
        for key in ("say", "cue", "good"):
            part = getattr(words, key)
            pairs = [*part.items()] if isinstance(part, Mapping) else [*_given(part)]
            if pairs:
                lines += ["", f"[text.{_key(code)}.{key}]", *(f"{_key(name)} = {_value(text)}" for name, text in pairs)]
    return "\n".join(lines) + "\n"


def _given(owner: Any) -> Iterator[tuple[str, Any]]:  # Any: a dataclass of a move file
    """Yield all fields that differ from their defaults, with the version of the format first."""
    if isinstance(owner, Move):
        yield "schema", owner.schema
    for field in fields(owner):
        value = getattr(owner, field.name)
        default = field.default_factory() if field.default_factory is not MISSING else field.default
        if field.name != "schema" and (default is MISSING or value != default):
            yield field.name, value


def _table(owner: Any) -> list[str]:  # Any: a dataclass of a move file
    return [f"{key} = {_value(value)}" for key, value in _given(owner)]


def _entry(key: str, value: Any, comments: Mapping[str, str]) -> list[str]:  # Any: a field of a move
    """Return the lines of a key; bands get a line and a comment each."""
    if isinstance(value, tuple) and value and is_dataclass(value[0]):
        lines = [f"{key} = ["]
        for each in value:
            lines += [f"    {line}" for line in _comments(comments, f"{key}.{getattr(each, 'measure', '')}")]
            lines.append(f"    {_value(each)},")
        return [*lines, "]"]
    return [f"{key} = {_value(value)}"]


def _value(value: Any) -> str:  # Any: a value of a move file
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(int(value)) if float(value).is_integer() and math.isfinite(value) else repr(value)
    if is_dataclass(value):
        return "{ " + ", ".join(f"{_key(key)} = {_value(each)}" for key, each in _given(value)) + " }"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(each)}" for key, each in value.items()) + " }"
    listed = [_value(each) for each in value]
    line = f"[{', '.join(listed)}]"
    return line if len(line) <= WIDEST else "[\n" + "".join(f"    {each},\n" for each in listed) + "]"


def _key(name: str) -> str:
    return name if name and all(sign.isascii() and (sign.isalnum() or sign in "-_") for sign in name) else _value(name)


def _comments(comments: Mapping[str, str], path: str) -> Iterator[str]:
    for line in comments.get(path, "").splitlines():
        yield f"# {line}"
