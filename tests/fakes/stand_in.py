"""Replaces the video file and the estimator that ``coach.app`` opens by a script of moments."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from coach.stream import Moment
from tests.fakes.sources import ScriptedEstimator, ScriptedFrames


class StandIn:
    """Records the fakes that ``coach.app`` opened.

    Attributes:
        frames: All frame sources that were opened.
        estimators: All estimators that were created.
        opened: The arguments of each frame source: path, start, end, mirrored.
    """

    def __init__(self, script: Sequence[Moment], **options: Any) -> None:  # Any: the arguments of ScriptedFrames
        self.frames: list[ScriptedFrames] = []
        self.estimators: list[ScriptedEstimator] = []
        self.opened: list[tuple[str, float | None, float | None, bool]] = []
        self.estimator_fails: Exception | None = None
        self._script, self._options = script, options

    def open_frames(
        self, path: str | Path, start: float | None, end: float | None, mirrored: bool, *_: object
    ) -> ScriptedFrames:
        self.opened.append((str(path), start, end, mirrored))
        inside = [m for m in self._script if (start or 0.0) <= m.t and (end is None or m.t <= end)]
        self.frames.append(ScriptedFrames(inside, **self._options))
        return self.frames[-1]

    def make_estimator(self, model: object) -> ScriptedEstimator:
        if self.estimator_fails is not None:
            raise self.estimator_fails
        self.estimators.append(ScriptedEstimator(self._script))
        return self.estimators[-1]

    @property
    def all_closed(self) -> bool:
        return bool(self.frames) and all(f.closed for f in self.frames) and all(e.closed for e in self.estimators)


def stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, script: Sequence[Moment], **options: Any) -> StandIn:
    """Make every path a video that shows ``script``, and use a dummy model file in ``folder``."""
    made = StandIn(script, **options)
    weights = folder / "stand-in.task"
    weights.write_bytes(b"weights")
    monkeypatch.setattr("coach.capture.video.VideoFile", made.open_frames)
    monkeypatch.setattr("coach.estimate.landmarker.Landmarker", made.make_estimator)
    monkeypatch.setattr("coach.estimate.models.find", lambda name=None: weights)
    return made
