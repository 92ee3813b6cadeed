"""Wiring of a live session: from what was asked for to a camera, an estimator and a recording."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from coach.app.history.writer import Recorder, recorder
from coach.app.live.loop import Sink, Stop, run_session
from coach.app.live.scene_checks import PeopleEstimator, SceneChecks
from coach.app.video.sources import sha256
from coach.app.watchdog import Guarded
from coach.events import Event
from coach.moves.move import Move
from coach.session.live import LiveSession
from coach.session.routine import Routine
from coach.store.recording import Header, RecordingWriter
from coach.stream import Estimator, Moment


def prove(cameras: Sequence[str], model: str | Path | None = None, *, speed: float = 1.0) -> None:
    """Return where ``live`` finds its model and may find its camera; nothing is opened.

    Raises:
        ValueError: A number that cannot be meant.
        SourceError: It can never become a camera.
        ModelError: The pose model is missing.
    """
    from coach.capture import live as capture
    from coach.estimate import models

    capture.prove(list(cameras), speed=speed)
    models.find(model)


def live(
    routine: Routine,
    moves: Mapping[str, Move],
    cameras: Sequence[str],
    *,
    mirrored: bool = False,
    speed: float = 1.0,
    model: str | Path | None = None,
    record: str | Path | None = None,
    keep: Path | None = None,
    complain: Callable[[str], object] = lambda text: None,
    onlookers: Sequence[Sink] = (),
    event_sinks: Sequence[Callable[[Event], object]] = (),
    stop: Stop | None = None,
) -> None:
    """Lead through a routine in front of a camera.

    Args:
        routine: What is done.
        moves: Every move of it, by id.
        cameras: A camera's number, name or address; or films played one after another in its place.
        mirrored: The camera gives a mirror image.
        speed: How many times as fast as life films are played.
        model: Name or file of the pose model, instead of the default one.
        record: Where to keep the landmarks; checking that file gives the same result at once.
        keep: Where to keep them too, as far as that goes: what fails there is told, and the session goes on.
        complain: Told in a sentence what fails on the way while the session goes on.
        onlookers: Who follows; closed at the end.
        event_sinks: Who keeps every event, before any onlooker hears of it.
        stop: Asks it to end.

    Raises:
        ValueError: A number that cannot be meant.
        SourceError: It can never become a camera.
        ModelError: The pose model is missing or cannot run.
        RecordingError: The landmarks cannot be kept.
    """
    session = LiveSession(routine, moves)
    with ExitStack() as owned:
        for onlooker in onlookers:
            owned.callback(onlooker.close)
        # Loaded here and not above: what a session needs takes longest to load.
        from coach.capture.live import open_live
        from coach.estimate import models

        weights = models.find(model)
        camera = open_live(list(cameras), mirrored=mirrored, speed=speed)
        owned.callback(camera.close)
        sinks: list[Callable[[Moment], object]] = []
        header = Header(camera.name, sha256(weights), mirrored)
        if keep is not None and (kept := recorder(keep, header, complain)) is not None:
            sinks.append(owned.enter_context(kept))
        if record is not None:
            sinks.append(owned.enter_context(Recorder(RecordingWriter(record, header, overwrite=True), complain)))

        def estimator() -> Estimator:
            from coach.estimate.landmarker import Landmarker

            return Guarded(lambda: Landmarker(weights))

        def people_estimator() -> PeopleEstimator:
            from coach.estimate.landmarker import Landmarker

            return Landmarker(weights, people=2)

        scene = SceneChecks(people_estimator, complain)
        owned.callback(scene.close)
        run_session(
            session,
            camera,
            estimator,
            sinks=onlookers,
            scene=scene,
            moment_sinks=sinks,
            event_sinks=event_sinks,
            stop=stop,
            warn=complain,
        )
