"""Take the screenshots of the window again, of sessions played from the clips of rendered people in ``tests/clips``.

    python docs/pictures/take.py [NAME...]

Each shows the window at one instant of a session, with few colours, so that the file is small. It needs the pose model
and takes about a minute.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path  # noqa: TID251  # and a file

import cv2  # noqa: TID251  # writes the image
import numpy as np

from coach import events
from coach.app.live.window_sink import WindowSink
from coach.capture.video import VideoFile
from coach.display.paint import Canvas
from coach.estimate import models
from coach.estimate.landmarker import Landmarker
from coach.library import load_move, move_ids
from coach.session.live import LiveSession
from coach.session.routine import Exercise, Routine
from coach.stream import Moment

HERE = Path(__file__).resolve().parent
CLIPS = HERE.parents[1] / "tests" / "clips"
MOVES = {each: load_move(each) for each in move_ids()}
COLOURS = 128
WIDE, NARROW = (960, 540), (640, 480)


@dataclass(frozen=True)
class Shot:
    """A screenshot.

    Attributes:
        clip: The clip that is played.
        moves: The moves of the session.
        t: When it is taken, seconds.
        canvas: Width and height, pixels.
        added: Events added just before.
        only_added: Whether the events of the session itself are left out.
    """

    clip: str
    moves: tuple[Exercise, ...]
    t: float
    canvas: tuple[int, int] = WIDE
    added: tuple[events.Event, ...] = ()
    only_added: bool = False


LEG = Exercise("hip-abduction", sides=("right",), sets=2)
SHORT = Exercise("hip-abduction", sides=("right",), reps=1, sets=2)
HUG = Exercise("knee-to-chest", hold_s=4, sides=("right",), reps=3)
CHOICES = (events.PainAsked(12), events.ChoiceOffered(12, "easier"))


def done(move: str, reps: int, counted: int) -> tuple[events.Event, ...]:
    """Return the events of a move from its beginning to its end."""
    began = events.MoveBegan(12, 1, 6, move, 1, reps, (), 5, None)
    return (
        began,
        *[events.Counted(12, None, i + 1, reps) for i in range(counted)],
        events.MoveEnded(12, move, counted == reps),
    )


SUMMARY = (
    *done("hip-abduction", 16, 16),
    *done("spine-extension", 10, 10),
    *done("back-extension", 8, 6),
    *done("knee-to-chest", 2, 2),
    *done("piriformis-stretch", 2, 2),
    *done("seated-rotation", 2, 2),
    events.SessionEnded(12, True),
)

SHOTS = {
    "window-place": Shot("tiny-spine-extension", (Exercise("spine-extension"),), 0.6),
    "window-lacking": Shot(
        "sample-hip-abduction",
        (Exercise("hip-abduction", sides=("left",)),),
        0.9,
        WIDE,
        (events.Lacking(0.9, "other-side"),),
    ),
    "window-lift": Shot("sample-hip-abduction", (LEG,), 2.0),
    "window-hold": Shot("sample-hip-abduction", (LEG,), 22.6),
    "window-cue": Shot("faults-spine-extension-m", (Exercise("spine-extension", hold_s=3),), 9.4),
    "window-cue-small": Shot("faults-knee-to-chest-w", (HUG,), 17.4, NARROW),
    "window-press-up": Shot("tiny-back-extension", (Exercise("back-extension", hold_s=2),), 8.6, NARROW),
    "window-figure-four": Shot("tiny-piriformis-stretch", (Exercise("piriformis-stretch", hold_s=3),), 8.2),
    "window-twist": Shot("tiny-seated-rotation", (Exercise("seated-rotation", hold_s=3),), 7.0),
    "window-rest": Shot("sample-hip-abduction", (SHORT, Exercise("spine-extension")), 9.2),
    "window-rest-small": Shot("sample-hip-abduction", (SHORT, Exercise("spine-extension")), 9.2, NARROW),
    "window-paused": Shot("sample-hip-abduction", (LEG,), 12.0, WIDE, (events.Paused(12, "up"),)),
    "window-question": Shot("sample-hip-abduction", (LEG,), 12.0, WIDE, CHOICES),
    "window-summary": Shot("sample-hip-abduction", (LEG,), 12.0, WIDE, SUMMARY, only_added=True),
}


class FakeWindow:
    """A window that keeps the latest image."""

    def __init__(self, canvas: tuple[int, int]) -> None:
        self.canvas = canvas
        self.latest: Canvas | None = None

    def show(self, image: Canvas | None) -> None:
        """Keep an image."""
        self.latest = image if image is not None else self.latest

    def close(self) -> None:
        """Do nothing."""


def taken(shot: Shot) -> Canvas:
    """Return what the window shows at the shot's instant."""
    window = FakeWindow(shot.canvas)
    viewer = WindowSink(MOVES, window)
    session = LiveSession(Routine("pictures", "Pictures", shot.moves), MOVES)
    with Landmarker(models.find()) as landmarker:
        for frame in VideoFile(CLIPS / f"{shot.clip}.mp4"):
            pose = landmarker.detect(frame)
            happened = session.update(Moment(frame.t, pose))
            last = frame.t >= shot.t
            for event in [*(() if shot.only_added else happened), *(shot.added if last else ())]:
                viewer.update(event)
            viewer.see(frame.t, frame.image, pose, session.reading)
            if last:
                break
    assert window.latest is not None
    return window.latest


def simplified(image: Canvas) -> Canvas:
    """Return the image in few colours, the nearest ones to its own."""
    pixels = image.reshape(-1, 3).astype(np.float32)
    cv2.setRNGSeed(1)
    some = pixels[:: max(1, len(pixels) // 20_000)]
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 12, 1.0)
    _, _, colours = cv2.kmeans(some, COLOURS, np.empty(0, np.int32), stop, 1, cv2.KMEANS_PP_CENTERS)
    nearest, _ = cv2.batchDistance(pixels, colours, cv2.CV_32F, K=1)[1], None
    return np.asarray(colours[nearest.ravel()].round().reshape(image.shape), np.uint8)


def main(names: list[str]) -> None:
    """Take the screenshots of these names, or all."""
    for name, shot in SHOTS.items():
        if not names or name in names:
            cv2.imwrite(str(HERE / f"{name}.png"), simplified(taken(shot)), [cv2.IMWRITE_PNG_COMPRESSION, 9])


if __name__ == "__main__":
    main(sys.argv[1:])
