"""The pose models: which there are, where they lie, and getting them."""

from __future__ import annotations

import os
from pathlib import Path

from coach.errors import ModelError
from coach.resources import checkout


def find(name: str | Path | None = None) -> Path:
    """The model's file: ``name`` is one of the manifest's names or a path; ``None`` is the default model."""
    if name is None:
        name = os.environ.get("COACH_MODEL") or "full"
    path = Path(name)
    if path.suffix != ".task" and (root := checkout()):
        path = root / "models" / f"pose_landmarker_{name}.task"
    if not path.is_file():
        raise ModelError(f"there is no pose model at {path}; run `coach models get`")
    return path
