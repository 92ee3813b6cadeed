"""One video and how to check it, as plain data that can be sent to another process."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from coach import __version__, library
from coach.app.video.check import Progress, check_move, recognise_video
from coach.app.video.sources import VideoOptions, sha256
from coach.errors import CoachError
from coach.language import Language
from coach.library import move_ids
from coach.moves.move import Move
from coach.report.facts import Report


@dataclass(frozen=True, slots=True)
class Task:
    """A video to check.

    Attributes:
        move: The move to look for, with its numbers; ``None`` to recognise what was done.
    """

    path: str
    move: Move | None = None
    options: VideoOptions = VideoOptions()  # noqa: RUF009  # frozen
    curves: bool = False

    def run(
        self,
        progress: Progress | None = None,
        *,
        record: Path | None = None,
        annotate: Path | None = None,
        language: Language | None = None,
        jobs: int = 1,
    ) -> list[Report]:
        """Return the reports on the video: one for the chosen move, else one for each move that was recognised.

        Errors are those of ``check_video``.
        """
        path, options, curves = self.path, self.options, self.curves
        if self.move is None:
            return recognise_video(path, options, record=record, curves=curves, jobs=jobs, progress=progress)
        return [
            check_move(
                path,
                self.move,
                options,
                record=record,
                annotate=annotate,
                language=language,
                curves=curves,
                jobs=jobs,
                progress=progress,
            )
        ]


def attempt(task: Task, progress: Progress | None = None) -> list[Report] | CoachError:
    """Run one of several tasks: return its reports or its error. A bug in the program costs one video only."""
    try:
        return task.run(progress)
    except CoachError as error:
        return error
    except Exception as error:  # noqa: BLE001  # whatever it is, the other videos are checked all the same
        return fault(task.path, error)


def fault(path: str, error: Exception) -> CoachError:
    """Return the error for a bug in the program that one video of several triggered."""
    return CoachError(
        f"{Path(path).name} was not checked because of an internal error, {type(error).__name__}: {error}; "
        "check it alone to see more, and please report it"
    )


def fingerprint(task: Task) -> str:
    """Identify everything a result depends on besides the video: version, move, model and options."""
    from coach.estimate import models

    moves = [task.move] if task.move is not None else [library.load_move(name) for name in move_ids()]
    try:
        model = sha256(models.find(task.options.model))
    except CoachError:
        model = ""  # a recording needs no model; opening a video reports a missing one
    parts = (__version__, task.move is None, moves, replace(task.options, model=model))
    return hashlib.sha256(repr(parts).encode()).hexdigest()
