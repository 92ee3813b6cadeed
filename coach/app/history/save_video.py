"""Store a checked video in the history as a session like any other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from coach.app.history.writer import planned_step
from coach.report.facts import Report
from coach.session.from_video import CheckedMove, as_session, sides
from coach.session.routine import Step
from coach.store.history import History
from coach.store.landmarks import is_landmarks


def save(history: History, path: Path, reports: Sequence[Report], *, recording: Path | None = None) -> int | None:
    """Store the results of one video; return the number of its session.

    Without reports nothing is stored; ``recording`` is the landmark recording of the video.
    """
    if not reports:
        return None
    video = reports[0].video
    checked = [CheckedMove(report.move, report.events) for report in reports]
    routine = reports[0].move.id if len(reports) == 1 else "recognised"
    settings: dict[str, Any] = {
        "path": str(path.resolve()), "size": video.size, "fps": video.fps, "duration_s": video.duration_s,
        "mirrored": video.mirrored, "model": video.model,
    }  # fmt: skip
    if recording is None and is_landmarks(path):
        recording = path
    with history.batch():
        log = history.sessions.begin(
            routine,
            [planned_step(history, Step(each.move, 1, sides(each.move), 0.0)) for each in checked],
            settings,
            kind="video",
            source=video.name,
            recording=None if recording is None else recording.resolve(),
        )
        for event in as_session(routine, checked):
            log.append(event)
        log.end()
    return log.session
