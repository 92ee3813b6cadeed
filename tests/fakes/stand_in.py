"""Puts a script in the place of the video file and the estimator that ``coach.app`` would open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from coach.stream import Moment
from tests.fakes.sources import ScriptedEstimator, ScriptedFrames


class StandIn:
    """What ``coach.app`` opened in place of videos and estimators.

    Attributes:
        frames: Every source of frames that was opened.
        estimators: Every estimator that was made.
        opened: What each source of frames was opened with: path, start, end, mirrored.
    """

    def __init__(self, script: Sequence[Moment], **knows: Any) -> None:  # Any: whatever ScriptedFrames takes
        self.frames: list[ScriptedFrames] = []
        self.estimators: list[ScriptedEstimator] = []
        self.opened: list[tuple[str, float | None, float | None, bool]] = []
        self.estimator_fails: Exception | None = None
        self._script, self._knows = script, knows

    def open_frames(
        self, path: str | Path, start: float | None, end: float | None, mirrored: bool, *_: object
    ) -> ScriptedFrames:
        self.opened.append((str(path), start, end, mirrored))
        inside = [m for m in self._script if (start or 0.0) <= m.t and (end is None or m.t <= end)]
        self.frames.append(ScriptedFrames(inside, **self._knows))
        return self.frames[-1]

    def make_estimator(self, model: object) -> ScriptedEstimator:
        if self.estimator_fails is not None:
            raise self.estimator_fails
        self.estimators.append(ScriptedEstimator(self._script))
        return self.estimators[-1]

    @property
    def all_closed(self) -> bool:
        return bool(self.frames) and all(f.closed for f in self.frames) and all(e.closed for e in self.estimators)


def stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, script: Sequence[Moment], **knows: Any) -> StandIn:
    """From here on any path is a video that shows ``script``; ``folder`` gets a file that passes for the model."""
    made = StandIn(script, **knows)
    weights = folder / "stand-in.task"
    weights.write_bytes(b"weights")
    monkeypatch.setattr("coach.capture.video.VideoFile", made.open_frames)
    monkeypatch.setattr("coach.estimate.landmarker.Landmarker", made.make_estimator)
    monkeypatch.setattr("coach.estimate.models.find", lambda name=None: weights)
    return made
