"""The project's clips and their ground truth."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final

from coach.moves.move import Move
from tests.clips.packed import CLIPS as FOLDER

CLIPS: Final = sorted(path.name.removesuffix(".truth.json") for path in FOLDER.glob("*.truth.json"))


@cache
def truth(clip: str) -> dict[str, Any]:  # Any: JSON values
    """Return the ground truth of a clip, from its ``.truth.json``."""
    loaded: dict[str, Any] = json.loads((FOLDER / f"{clip}.truth.json").read_text(encoding="utf-8"))
    return loaded


def asked(clip: str, move: Move) -> Move:
    """Return the move with the settings used in the clip."""
    words = truth(clip).get("args", [])
    options = dict(zip(words[::2], words[1::2], strict=True))
    return move.adjusted(hold_s=float(options["--hold"]) if "--hold" in options else None)
