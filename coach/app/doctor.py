"""Checks each part that a session needs, and reports how to fix what does not work."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from coach import __version__
from coach.errors import CoachError, HistoryError, ModelError, SourceError
from coach.language import Language, phrase
from coach.stream import Frame
from coach.voice.settings import Settings

CAMERA_S: Final = 8.0
"""Longest wait for the first image of a camera."""

ROOM_BYTES: Final = 200_000_000
"""More than a year of sessions with their landmarks."""

LISTEN_S: Final = 20.0
"""Longest time for the sentences and each tone."""

SLOW_MS: Final = 125.0
"""Slower pose estimation leaves fewer than the 8 frames per second that holds and counts need."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One part that was checked.

    Attributes:
        name: Key of its name in the catalogue.
        ok: Whether it works.
        detail: What was found, or what does not work and what to do, in the language of the voice.
    """

    name: str
    ok: bool
    detail: str


def examine(camera: str, data: Path, model: str | None, sound: Settings, *, listen: bool = False) -> Iterator[Finding]:
    """Check every part in turn and yield the results; with ``listen``, speak two sentences and play each tone."""
    phrases = Language.load(sound.language)
    looks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("versions", _versions),
        ("model", lambda: _model(model, phrases)),
        ("camera", lambda: _camera(camera, phrases)),
        ("display", lambda: _display(phrases)),
        ("voice", lambda: _voice(sound, listen, phrases)),
        ("folder", lambda: _folder(data, phrases)),
        ("history", lambda: _history(data, phrases)),
    )
    for name, look in looks:
        try:
            yield Finding(name, True, look())
        except CoachError as error:
            yield Finding(name, False, phrases.translated(error))


def _versions() -> str:
    from coach.estimate import runtime

    runtime.load()
    packages = [f"{name} {importlib.metadata.version(name)}" for name in ("mediapipe", "opencv-python", "numpy")]
    return ", ".join([f"coach {__version__}", f"Python {platform.python_version()}", *packages, platform.platform()])


def _model(name: str | None, phrases: Language) -> str:
    from coach.estimate import models
    from coach.estimate.landmarker import Landmarker

    path = models.find(name)
    image = np.full((480, 640, 3), 128, np.uint8)
    with Landmarker(path) as landmarker:
        landmarker.detect(Frame(0.0, image))  # the first takes longer than those that follow
        began = time.perf_counter()
        for number in range(1, 6):
            landmarker.detect(Frame(number / 30, image))
        took_ms = (time.perf_counter() - began) / 5 * 1000
    if took_ms > SLOW_MS:
        raise ModelError(phrase("errors.model.slow", path=path, ms=round(took_ms)))
    return phrases.say("doctor.model", path=path, ms=round(took_ms))


def _camera(spec: str, phrases: Language) -> str:
    from coach.capture.latest import Stalled
    from coach.capture.live import open_live

    with open_live(spec) as camera:
        until = time.monotonic() + CAMERA_S
        why = ""
        for given in camera:
            if not isinstance(given, Stalled):
                height, width = given.image.shape[:2]
                name = phrases.translated(camera.name)
                return phrases.say("doctor.camera", name=name, width=width, height=height)
            why = given.why or why
            if time.monotonic() > until:
                break
        raise SourceError(why or phrase("errors.camera.no_image", name=camera.name))


def _display(phrases: Language) -> str:
    from coach.display import probe

    probe.look()
    return os.environ.get("DISPLAY") or phrases.say("doctor.display")


def _voice(sound: Settings, listen: bool, phrases: Language) -> str:
    from coach.voice.lines import EARCONS
    from coach.voice.process import START_S
    from coach.voice.speaker import open_speaker

    troubles: list[str] = []
    no_sound = phrase("errors.voice.unanswered")
    with closing(open_speaker(sound, troubles.append)) as speaker:
        ready = speaker.process.ready(START_S)
        if ready is None or not ready.voice:
            raise CoachError(speaker.process.trouble or next(iter(troubles), no_sound))
        if listen:
            sentences = (phrases.say("session.began", n=len(EARCONS)), phrases.say("counting.one_more", n=len(EARCONS)))
            for text in sentences:
                speaker.say(text, fresh_s=LISTEN_S)
            played = speaker.drain(LISTEN_S)
            for name in EARCONS if played else ():
                speaker.earcon(name)
                played = speaker.drain(LISTEN_S) and played
            troubles += [] if played else [no_sound]
    if troubles:
        raise CoachError(troubles[0])
    found = phrases.say(f"doctor.voices.{ready.why}", voice=ready.voice, speaker=ready.speaker)
    return found + (phrases.say("doctor.heard") if listen else "")


def _folder(data: Path, phrases: Language) -> str:
    """Check for space, and that other users cannot read what is stored."""
    nearest = next(each for each in (data, *data.absolute().parents) if each.exists())
    if not os.access(nearest, os.W_OK | os.X_OK) or not nearest.is_dir():
        raise HistoryError(phrase("errors.history.no_place", folder=data, nearest=nearest))
    free = shutil.disk_usage(nearest).free
    if free < ROOM_BYTES:
        needed = round(ROOM_BYTES / 1e6)
        raise HistoryError(phrase("errors.history.full", folder=nearest, free=round(free / 1e6), needed=needed))
    seen = [path for path in _inside(data) if _others_may_read(path)] if _others_may_read(data) else []
    if seen:
        raise HistoryError(phrase("errors.history.readable", files=", ".join(map(str, seen[:3])), folder=data))
    key = "doctor.folder" if data.exists() else "doctor.new_folder"
    return phrases.say(key, folder=data, free=phrases.number(free / 1e9, 1))


def _inside(folder: Path) -> list[Path]:
    """Return the files that contain personal data; routines and plans do not."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".toml"]


def _others_may_read(path: Path) -> bool:
    if sys.platform == "win32" or not path.exists():
        return False
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _history(data: Path, phrases: Language) -> str:
    from coach.store.history import NAME, History

    if not (data / NAME).exists():
        return phrases.say("doctor.no_history")
    with History(data) as history:
        return phrases.say("doctor.sessions", n=len(history.sessions.all()))
