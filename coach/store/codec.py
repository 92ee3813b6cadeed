"""Convert events to JSON and back, each type by its name, so that stored events can be read and graded again."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from coach.events import Event

TYPES: Final[dict[str, type]] = {each.__name__: each for each in get_args(Event)}
"""Event types by name."""


SENTENCES: Final = {
    "shoulders and hips are not in view": "body",
    "the limbs that are measured are hidden or not in view": "limbs",
    "there were no frames": "frames",
}
"""Sentences that earlier versions stored in place of the ids of ``UnseenStarted``."""


def pack(event: Event) -> tuple[str, str]:
    """Return the name of an event's type, and its fields as JSON."""
    return type(event).__name__, to_json(event).decode()


def unpack(name: str, fields: str) -> Event:
    """Return the event of a type with the given fields.

    Raises:
        ValueError: There is no such type, or the fields do not fit it.
    """
    if name not in TYPES:
        raise ValueError(f"there is no event {name!r}")
    if name == "UnseenStarted":
        for sentence, why in SENTENCES.items():
            fields = fields.replace(json.dumps(sentence), json.dumps(why))
    try:
        event: Event = adapter(TYPES[name]).validate_json(fields)
    except ValidationError as error:
        raise ValueError(f"the event {name} is invalid: {error.errors()[0]['msg']}") from error
    return event


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:  # Any: any type
    """Return what reads values of a type from JSON; made once, as that takes long."""
    return TypeAdapter(kind)
