"""Follows a demonstration in front of a camera: gives instructions, shows the camera image, and ends by itself."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final

from coach.app.learn.teaching import Demonstration
from coach.app.live.loop import Camera, stopping
from coach.app.live.session import FIRST_FRAME_S
from coach.app.watchdog import Guarded
from coach.capture.latest import Stalled
from coach.display.render import render
from coach.display.shown import Shown
from coach.display.window import COMMANDS, Display
from coach.errors import SourceError
from coach.language import Language
from coach.learn.live import LiveDemonstration
from coach.pose import Pose
from coach.session.observer import Observer
from coach.stream import Estimator, Image, Moment
from coach.voice.speaker import Speaker

LAST_WORDS_S: Final = 10.0
"""Longest time for the last announcements."""


@dataclass(slots=True)
class Audience:
    """The outputs of a demonstration: terminal, voice and window.

    Attributes:
        report: Prints a sentence on the terminal.
        speaker: The voice; ``None`` if it is off.
        display: The window; ``None`` if there is none.
    """

    report: Callable[[str], object]
    words: Language
    speaker: Speaker | None = None
    display: Display | None = None
    _message: str = ""

    def say(self, text: str) -> None:
        """Print, speak and show a sentence."""
        self._message = text
        self.report(text)
        if self.speaker is not None:
            self.speaker.say(text, fresh_s=LAST_WORDS_S)

    def see(self, image: Image | None, pose: Pose | None, *, ready: bool) -> bool:
        """Show a frame; return whether the user closed the window or asked to stop."""
        if self.display is None:
            return False
        shown = Shown(phase="ready" if ready else "place", message=self._message)
        drawn = render(image, pose, shown, self.display.canvas, words=self.words)
        return COMMANDS.get(self.display.show(drawn) or "") == "finish"


def watch(
    camera: Camera, make_estimator: Callable[[], Estimator], audience: Audience, reps: int | None, stop: threading.Event
) -> Demonstration | None:
    """Follow one demonstration; ``None`` if the user stopped it.

    Args:
        camera: Source of the frames; closed at the end.
        make_estimator: Makes the pose estimator after the first frame; it is closed at the end.
        audience: Its outputs.
        reps: Number of reps that will be shown; ``None`` if unknown.
        stop: Checked with every frame or stall.

    Raises:
        SourceError: There was no first frame, and no window in which the user would see why.
    """
    live, observer = LiveDemonstration(reps), Observer()
    moments: list[Moment] = []
    say = audience.words.say
    audience.say(say("learn.live.first", n=reps) if reps else say("learn.live.first_open"))
    audience.say(say("learn.live.how"))
    audience.say(say("learn.live.back"))
    first_frame_s = FIRST_FRAME_S if audience.display is None else math.inf
    with ExitStack() as owned:
        owned.callback(camera.close)
        estimator: Estimator | None = None
        trouble = ""
        for given in camera:
            if stop.is_set():
                return None
            if isinstance(given, Stalled):
                if given.state not in ("opening", "running", trouble):
                    trouble = given.state
                    audience.say(say(f"camera.{trouble}"))
                if given.state != "running" and audience.see(given.image, None, ready=live.count > 0):
                    return None
                if estimator is None and given.t > first_frame_s:
                    raise SourceError(given.why)
                continue
            if trouble:
                trouble = ""
                audience.say(say("camera.running"))
            if estimator is None:
                estimator = make_estimator()
                owned.callback(estimator.close)
            moment = Moment(given.t, estimator.detect(given))
            moments.append(moment)
            for each in live.update(observer.update(moment)):
                audience.say(say(f"learn.live.{each}", n=live.count))
            if audience.see(given.image, moment.pose, ready=live.count > 0):
                return None
            if live.done:
                break
    return Demonstration(moments, live.seen)


def watch_camera(
    cameras: Sequence[str], audience: Audience, reps: int | None, *, mirrored: bool, speed: float, model: str | None
) -> Demonstration | None:
    """Open a camera, or videos to play instead, and follow one demonstration.

    Raises:
        SourceError: It cannot be opened.
        ModelError: The pose model is missing or cannot run.
    """
    # Loaded here and not above: what a camera needs takes longest to load.
    from coach.capture.live import open_live
    from coach.estimate import models

    weights, stop = models.find(model), threading.Event()

    def estimator() -> Estimator:
        from coach.estimate.landmarker import Landmarker

        return Guarded(lambda: Landmarker(weights))

    with stopping(stop):
        return watch(open_live(list(cameras), mirrored=mirrored, speed=speed), estimator, audience, reps, stop)
