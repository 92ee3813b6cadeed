"""Learns a move from videos and recordings, and saves it with its demonstrations in the data folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from coach.app.learn.wording import LearnedWords
from coach.app.loop import Moments
from coach.app.video.sources import VideoOptions, open_source
from coach.errors import CoachError, SourceError
from coach.language import phrase
from coach.learn.building import MoveDescription, Sides
from coach.learn.checking import Neighbour
from coach.learn.demonstration import observed
from coach.learn.drawing import drawn
from coach.learn.file import written
from coach.learn.learning import Learned, learn
from coach.library import Moves, read_move
from coach.moves.move import Move
from coach.moves.validation import is_id
from coach.replacing import replacing
from coach.resources import resource
from coach.session.observer import Observation
from coach.store.arrays import read_arrays, write_arrays
from coach.stream import Moment

MOST: Final = 12
"""Most demonstrations of one move that are stored."""

LONGEST_S: Final = 600.0
"""Longest demonstration, seconds."""


@dataclass(frozen=True, slots=True, eq=False)
class Demonstration:
    """One demonstration.

    Attributes:
        new: Whether it is not stored in the data folder yet.
    """

    moments: Sequence[Moment]
    seen: Sequence[Observation]
    new: bool = True


@dataclass(frozen=True, slots=True)
class Request:
    """The move to learn.

    Attributes:
        who: Who showed it.
        reps: Number of reps in each demonstration; ``None`` to find out.
        sides: How the sides take turns; ``None`` to find out.
        main: Name of its main measure; ``None`` to choose the best.
        again: Whether it was learned before, and is refined with another demonstration.
    """

    id: str
    title: str
    who: str
    reps: int | None = None
    sides: Sides | None = None
    main: str | None = None
    again: bool = False


def free(request: Request, moves: Moves, folder: Path) -> None:
    """Check that a move can be learned under the requested id.

    Raises:
        ValueError: The id is malformed or taken, or there is no such move to refine.
    """
    if not is_id(request.id):
        raise ValueError(f"--id is lower-case letters, digits and hyphens, such as my-hip-hinge, not {request.id!r}")
    own = _file(folder, request.id).exists()
    if request.again and not (own and _kept(folder, request.id)):
        raise ValueError(phrase("errors.asked.not_shown", id=request.id))
    if not request.again and (own or moves.id_of(request.id) is not None):
        raise ValueError(phrase("errors.asked.id_taken", id=request.id))


def watched(path: str, options: VideoOptions, progress: Callable[[float, float | None], None] | None) -> Demonstration:
    """Read a demonstration from a video or a recording.

    Raises:
        SourceError: The file cannot be read, or is too long for a demonstration.
    """
    source = open_source(path, options)
    facts = source.facts()
    end = facts.end or facts.duration_s
    return demonstrated(_limited(path, source.moments, lambda t: progress and progress(t, end)))


def demonstrated(moments: Iterable[Moment]) -> Demonstration:
    """Return a demonstration from its moments."""
    kept = list(moments)
    return Demonstration(kept, observed(kept))


def earlier(folder: Path, name: str) -> list[Demonstration]:
    """Return the stored demonstrations of a move.

    Raises:
        RecordingError: One of them is damaged.
    """
    return [replace(demonstrated(read_arrays(path)), new=False) for path in _kept(folder, name)]


def neighbours() -> list[Neighbour]:
    """Return the recordings of other moves and of everyday motion that come with the program."""
    found = []
    for path in sorted(resource("routines", "neighbours").glob("*.npz")):
        move, _, what = path.stem.partition("@")
        found.append(Neighbour(what or move, observed(read_arrays(path)), move or None))
    return found


def teach(
    request: Request, shown: Sequence[Demonstration], others: Sequence[Neighbour], moves: Moves, wording: LearnedWords
) -> Learned:
    """Learn a move from its demonstrations.

    Raises:
        NotLearnedError: The move cannot be learned from them.
    """
    who = request.who or wording.language.say("learn.someone")
    today = date.today().isoformat()
    first = MoveDescription(request.id, request.title, who, request.reps, request.sides)
    library = [move for move in moves.all()[0] if move.id != request.id]
    found = learn(first, [each.seen for each in shown], others, library, main=request.main)
    count = sum(len(each.cut.reps) for each in found.shown)
    source = wording.language.say("learn.source", who=who, date=today, n=count)
    text = {wording.language.language: wording.words(found, request.title)}
    move = replace(found.move, source=source, text=text, drawing=drawn(found.shown[0], found.main))
    return replace(found, move=move)


def save(learned: Learned, shown: Sequence[Demonstration], folder: Path, wording: LearnedWords, *, again: bool) -> Path:
    """Write the move file and the landmarks of its demonstrations into the data folder.

    With ``again``, the words of the existing file are reused, and the file itself is renamed and stays next to it.

    Raises:
        CoachError: They cannot be written.
    """
    path, move = _file(folder, learned.move.id), learned.move
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        stored = folder / "demonstrations"
        stored.mkdir(parents=True, exist_ok=True, mode=0o700)
        if again:
            move = _worded(move, read_move(path))
            os.replace(path, path.with_name(f"{move.id}.before.toml"))
        kept = len(_kept(folder, move.id))
        for number, each in enumerate((each for each in shown if each.new), kept + 1):
            if number <= MOST:
                write_arrays(stored / f"{move.id}.{number}.npz", each.moments, overwrite=True)
        with replacing(path) as part:
            part.write_text(written(move, wording.comments(learned)), encoding="utf-8")
    except OSError as error:
        why = error.strerror or str(error)
        raise CoachError(phrase("errors.write.move", folder=folder, why=why)) from error
    read_move(path)
    return path


def _worded(move: Move, before: Move) -> Move:
    """Return a move with the texts of its earlier file, where they still apply."""
    own = next(iter(move.text.values()))
    code, words = next(iter(before.text.items()))
    cue = {key: words.cue.get(key, text) for key, text in own.cue.items()}
    good = {key: words.good.get(key, text) for key, text in own.good.items()}
    return replace(move, aliases=before.aliases, text={code: replace(words, cue=cue, good=good)})


def _limited(path: str, moments: Moments, see: Callable[[float], object]) -> Iterator[Moment]:
    first: float | None = None
    with closing(moments):
        for moment in moments:
            first = moment.t if first is None else first
            if moment.t - first > LONGEST_S:
                raise SourceError(phrase("errors.video.too_long", path=path, minutes=LONGEST_S / 60))
            see(moment.t)
            yield moment


def _file(folder: Path, name: str) -> Path:
    return folder / "moves" / f"{name}.toml"


def _kept(folder: Path, name: str) -> list[Path]:
    found = [folder / "demonstrations" / f"{name}.{number}.npz" for number in range(1, MOST + 1)]
    return [path for path in found if path.is_file()]
