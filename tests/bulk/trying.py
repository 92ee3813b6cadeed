"""Reads corrupted files of each kind as the program would, and counts the outcomes.

Anything but a result or a one-sentence ``CoachError`` is a bug of the program; the file that triggers it is kept.
"""

from __future__ import annotations

import random
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

from coach import library
from coach.app.routines import Routines
from coach.capture.video import VideoFile
from coach.errors import CoachError
from coach.estimate import bundle
from coach.language import Language, english
from coach.report import move as report
from coach.resources import resource
from coach.session.checker import Checker
from coach.store.arrays import write_arrays
from coach.store.history import NAME, History
from coach.store.landmarks import open_landmarks
from coach.store.recording import Header, RecordingWriter
from tests.bulk.mutating import bytes_of, words_of
from tests.capture.video_files import write_video
from tests.session.leading import clip

MOST_FRAMES = 2000
"""Most frames of a corrupted one-second video."""

Outcomes = Counter[str]


def tried(many: int, folder: Path, kind: str, seed: int = 0) -> Outcomes:
    """Corrupt ``many`` files of a kind, read each, and count the outcomes."""
    spoil, read = KINDS[kind]
    rng = random.Random(f"{kind} {seed}")
    outcomes: Outcomes = Counter()
    for number in range(many):
        path = spoil(folder, rng)
        try:
            read(path)
            outcomes["taken"] += 1
        except CoachError as error:
            sentence = str(error)
            assert sentence
            assert "\n" not in sentence, f"{path}: {sentence}"
            outcomes[type(error).__name__] += 1
        except Exception as error:
            kept = folder / f"{kind}-{seed}-{number}{path.suffix}"
            kept.write_bytes(path.read_bytes())
            raise AssertionError(f"{kept}: {type(error).__name__}: {error}") from error
    assert outcomes.total() == many
    return outcomes


# Moves, routines and phrases


@cache
def _texts(*folder: str) -> tuple[str, ...]:
    return tuple(path.read_text("utf-8") for path in sorted(resource("routines", *folder).glob("*.toml")))


def _spoilt_words(folder: Path, rng: random.Random, texts: tuple[str, ...], name: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(words_of(rng.choice(texts), rng, texts))
    return path


def _use_move(path: Path) -> None:
    """Read a move and, if it is valid, describe it and check a few moments."""
    move = library.read_move(path)
    report.describe(move, english())
    checker = Checker(move)
    for moment in clip("tiny-hip-abduction-left")[::25]:
        checker.update(moment)
    checker.finish()


def _use_routine(path: Path) -> None:
    routines = Routines(path.parent.parent)
    routines.moves(routines.load(str(path)))


# Landmarks


@cache
def _recording(folder: Path) -> bytes:
    path = folder / "sound.landmarks"
    with RecordingWriter(path, Header("a.mp4"), chunk_frames=8, overwrite=True) as writer:
        for moment in clip("tiny-hip-abduction-left")[:40]:
            writer.write(moment)
    return path.read_bytes()


@cache
def _arrays(folder: Path) -> bytes:
    path = folder / "sound.npz"
    write_arrays(path, clip("tiny-hip-abduction-left")[:40], overwrite=True)
    return path.read_bytes()


def _spoilt_landmarks(folder: Path, rng: random.Random) -> Path:
    arrays = rng.random() < 0.2
    content = (_arrays if arrays else _recording)(folder)
    path = folder / ("spoilt.npz" if arrays else "spoilt.landmarks")
    # Half of the recordings are only truncated, as by an interrupted session.
    torn = rng.random() < 0.5
    path.write_bytes(content[: rng.randrange(len(content))] if torn else bytes_of(content, rng))
    return path


def _use_landmarks(path: Path) -> None:
    last = -1.0
    for moment in open_landmarks(path):
        assert moment.t > last
        last = moment.t


# The history


@cache
def _history(folder: Path) -> bytes:
    place = folder / "sound"
    with History(place) as history:
        for number in range(3):
            log = history.sessions.begin("single", [{"move": "hip-abduction"}], {"number": number}, pain_before=number)
            for event in Checker(library.load_move("hip-abduction")).update(clip("tiny-hip-abduction-left")[0]):
                log.append(event)
            log.end()
        history.person.set_setting("voice", "full")
        history.person.set_range("hip-abduction", "left", 5.0, 40.0)
    return (place / NAME).read_bytes()


def _spoilt_history(folder: Path, rng: random.Random) -> Path:
    path = folder / "spoilt" / NAME
    path.parent.mkdir(exist_ok=True)
    for beside in path.parent.iterdir():
        beside.unlink()
    path.write_bytes(bytes_of(_history(folder), rng))
    return path


def _use_history(path: Path) -> None:
    with History(path.parent) as history:
        for session in history.sessions.all():
            history.sessions.events(session.id)
            history.sessions.curves(session.id)
        history.person.settings(), history.person.ranges(), history.person.notices()
        log = history.sessions.begin("single", [], {})
        log.end()


# Models


@cache
def _bundle() -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for name in (bundle.DETECTOR, bundle.LANDMARKS):
            archive.writestr(name, bytes(range(256)) * 8)
    return content.getvalue()


def _spoilt_bundle(folder: Path, rng: random.Random) -> Path:
    path = folder / "spoilt.task"
    path.write_bytes(bytes_of(_bundle(), rng))
    return path


# Videos

VIDEO_SUFFIXES = (".mp4", ".mov", ".webm", ".mkv", ".avi", ".ts", ".flv", ".wmv")


@cache
def _video(folder: Path, suffix: str) -> bytes:
    return write_video(folder / f"sound{suffix}", sound_s=0.3).read_bytes()


def _damaged_video(folder: Path, rng: random.Random) -> Path:
    suffix = rng.choice(VIDEO_SUFFIXES)
    path = folder / f"spoilt{suffix}"
    path.write_bytes(bytes_of(_video(folder, suffix), rng))
    return path


def _use_video(path: Path) -> None:
    with VideoFile(path) as frames:
        for number, _ in enumerate(frames):
            assert number < MOST_FRAMES


KINDS: dict[str, tuple[Callable[[Path, random.Random], Path], Callable[[Path], object]]] = {
    "moves": (lambda folder, rng: _spoilt_words(folder, rng, _texts("moves"), "moves/spoilt.toml"), _use_move),
    "routines": (lambda folder, rng: _spoilt_words(folder, rng, _texts(), "routines/spoilt.toml"), _use_routine),
    "phrases": (lambda folder, rng: _spoilt_words(folder, rng, _texts("phrases"), "spoilt.toml"), Language.load),
    "landmarks": (_spoilt_landmarks, _use_landmarks),
    "histories": (_spoilt_history, _use_history),
    "models": (_spoilt_bundle, bundle.read),
    "videos": (_damaged_video, _use_video),
}
"""By kind of file: how it is corrupted, and how it is read."""
