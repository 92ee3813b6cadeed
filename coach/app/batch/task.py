"""One video, and how it is to be checked: plain data, which another process can be handed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from coach import __version__, library
from coach.app.video.check import Progress, check_video, move_ids, recognise_video
from coach.app.video.sources import sha256
from coach.errors import CoachError
from coach.moves.move import Move
from coach.report.facts import Report


@dataclass(frozen=True, slots=True)
class Task:
    """A video to be checked. Beside ``move``, the fields are arguments of ``check_video``.

    Attributes:
        path: The video.
        move: The move to look for, with the numbers asked for; ``None`` to recognise what was done.
        start: Where to begin, seconds.
        end: Where to stop, seconds.
        mirrored: The video is a mirror image.
        model: Name or file of the pose model.
        rate: Pictures a second to look at.
        curves: Whether what was measured in each attempt is kept.
    """

    path: str
    move: Move | None = None
    start: float | None = None
    end: float | None = None
    mirrored: bool = False
    model: str | None = None
    rate: float | None = None
    curves: bool = False

    def run(
        self,
        progress: Progress | None = None,
        *,
        record: Path | None = None,
        annotate: Path | None = None,
        jobs: int = 1,
    ) -> list[Report]:
        """The reports on the video: one for the move asked for, else one for each stretch that was recognised.

        Errors are those of ``check_video``.
        """
        if self.move is not None:
            return [
                check_video(
                    self.path,
                    self.move,
                    start=self.start,
                    end=self.end,
                    mirrored=self.mirrored,
                    model=self.model,
                    rate=self.rate,
                    record=record,
                    annotate=annotate,
                    curves=self.curves,
                    jobs=jobs,
                    progress=progress,
                )
            ]
        return recognise_video(
            self.path,
            start=self.start,
            end=self.end,
            mirrored=self.mirrored,
            model=self.model,
            rate=self.rate,
            record=record,
            curves=self.curves,
            jobs=jobs,
            progress=progress,
        )


def attempt(task: Task, progress: Progress | None = None) -> list[Report] | CoachError:
    """What came of a task among others: its reports, or why there are none. A fault of the program costs one video."""
    try:
        return task.run(progress)
    except CoachError as error:
        return error
    except Exception as error:  # noqa: BLE001  # whatever it is, the other videos are checked all the same
        return fault(task.path, error)


def fault(path: str, error: Exception) -> CoachError:
    """The sentence for a fault of the program in one video among others."""
    return CoachError(
        f"{Path(path).name} was not checked because of a fault of the program itself, {type(error).__name__}: {error}; "
        "check it alone to see more, and please report it"
    )


def fingerprint(task: Task) -> str:
    """Stands for all that a result hangs on beside the video: the version, the move, the model and the options."""
    from coach.estimate import models

    moves = [task.move] if task.move is not None else [library.load_move(name) for name in move_ids()]
    try:
        model = sha256(models.find(task.model))
    except CoachError:
        model = ""  # a recording needs none; a video will say so itself
    asked = (__version__, task.move is None, moves, task.start, task.end, task.mirrored, model, task.rate)
    return hashlib.sha256(repr(asked).encode()).hexdigest()
