"""Wiring of a live session: camera, estimator, recordings, window and voice."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from coach.app.history.writer import Recorder, recorder
from coach.app.live.loop import Sink, run_session, stopping
from coach.app.live.scene_checks import PeopleEstimator, SceneChecks
from coach.app.live.sinks import lines, voice
from coach.app.live.window_sink import WindowSink
from coach.app.video.sources import sha256
from coach.app.watchdog import Guarded
from coach.display.window import Window
from coach.events import Event
from coach.language import Language
from coach.moves.move import Move
from coach.session.live import LiveSession
from coach.session.routine import Routine
from coach.store.recording import Header, RecordingWriter
from coach.stream import Estimator, Moment
from coach.voice.coach_voice import Narrator, counts
from coach.voice.settings import Settings, SpeechLevel
from coach.voice.speaker import open_speaker

FIRST_FRAME_S: Final = 60.0
"""How long a session without a window waits for its camera; with one, the user sees that it waits and can end it."""


def check_inputs(cameras: Sequence[str], model: str | Path | None = None, *, speed: float = 1.0) -> None:
    """Check cameras and model before a session, without opening them.

    Raises:
        ValueError: ``speed`` is not above 0.
        SourceError: There is no such video, or the kind of address is not supported.
        ModelError: The pose model is missing.
    """
    from coach.capture import live as capture
    from coach.estimate import models

    capture.check_source(list(cameras), speed=speed)
    models.find(model)


@dataclass(frozen=True, slots=True)
class SessionOptions:
    """Input and output of a live session.

    Attributes:
        cameras: A camera's number, name or address; or video files to play one after another instead.
        speed: Playback speed of video files, 2 being double.
        record: File for the landmarks; checking it later gives the same result.
    """

    cameras: Sequence[str]
    mirrored: bool = False
    speed: float = 1.0
    model: str | Path | None = None
    record: Path | None = None
    window: bool = True
    level: SpeechLevel = "full"
    sound: Settings = field(default_factory=Settings)


def lead(
    routine: Routine,
    moves: Mapping[str, Move],
    language: Language,
    options: SessionOptions,
    *,
    keep: Path | None,
    event_sinks: Sequence[Callable[[Event], object]],
    report: Callable[[str], object],
) -> bool:
    """Run a session with window, voice and lines of text; return whether the user interrupted it.

    Args:
        routine: What to do.
        moves: The moves by id.
        language: Language of all output.
        options: Input and output.
        keep: File of the history for the landmarks; if it cannot be written, the session continues without it.
        event_sinks: Called with every event.
        report: Called with every line of text, and with a warning when something fails that the session can do without.

    Raises:
        ValueError: ``options.speed`` is not above 0.
        SourceError: There is no such camera or video.
        ModelError: The pose model is missing or cannot run.
        RecordingError: The landmarks cannot be written to ``options.record``.
    """
    from coach.capture.live import open_live  # here and not above: what a session needs takes longest to load
    from coach.estimate import models

    session, stop = LiveSession(routine, moves), threading.Event()
    sinks: list[Sink] = [lines(Narrator(moves, "full", language), report)]
    with stopping(stop), ExitStack() as owned:
        if options.level != "off":
            speaker = open_speaker(options.sound, report)
            owned.callback(speaker.close)
            speaker.prepare(counts(language))
            sinks.append(voice(Narrator(moves, options.level, language), speaker, stop.is_set))
        if options.window:
            shown = {name: move.in_language(language.language) for name, move in moves.items()}
            # Closed first, so that the summary is shown while it is spoken.
            sinks.append(WindowSink(shown, Window(), words=language, leave=stop.is_set))
        for sink in sinks:
            owned.callback(sink.close)
        weights = models.find(options.model)
        camera = open_live(list(options.cameras), mirrored=options.mirrored, speed=options.speed)
        owned.callback(camera.close)
        moment_sinks: list[Callable[[Moment], object]] = []
        header = Header(camera.name, sha256(weights), options.mirrored)
        if keep is not None and (kept := recorder(keep, header, report)) is not None:
            moment_sinks.append(owned.enter_context(kept))
        if options.record is not None:
            moment_sinks.append(
                owned.enter_context(Recorder(RecordingWriter(options.record, header, overwrite=True), report))
            )

        def estimator() -> Estimator:
            from coach.estimate.landmarker import Landmarker

            return Guarded(lambda: Landmarker(weights))

        def people_estimator() -> PeopleEstimator:
            from coach.estimate.landmarker import Landmarker

            return Landmarker(weights, people=2)

        scene = SceneChecks(people_estimator, report)
        owned.callback(scene.close)
        run_session(
            session,
            camera,
            estimator,
            sinks=sinks,
            scene=scene,
            moment_sinks=moment_sinks,
            event_sinks=event_sinks,
            stop=stop,
            first_frame_s=math.inf if options.window else FIRST_FRAME_S,
            warn=report,
        )
    return stop.is_set()
