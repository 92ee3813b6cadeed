"""Checks a move whose types are valid for contradictory numbers and unreachable zones."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields

from coach.errors import Wrong, wrong
from coach.moves.move import Aim, Band, Departure, Move, Range
from coach.moves.text import PARTS

LONGEST_HOLD_S = 600
MOST_REPS = 1000
LONGEST_ID = 60
FOLLOWING = ("working", "other")
"""Limbs whose side is determined by another measure."""
LONGEST_SPOKEN = 120
"""Most characters of a spoken text: about eight seconds."""

LONGEST_SAID = 220

FARTHEST = 10
"""Largest distance from the hips in a drawing, trunk lengths; a drawn person reaches 3."""

SHORTEST_WAY_S = 0.5
LONGEST_WAY_S = 10.0
"""A drawn figure that moves more slowly seems to be still."""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def is_id(name: str) -> bool:
    """Whether a name can be an id: lower-case letters, digits and hyphens, short enough for a file name."""
    return len(name) <= LONGEST_ID and bool(_ID.fullmatch(name))


def contradictions(move: Move) -> Iterator[tuple[str, Wrong]]:
    """Yield every fault of a move: the path of the key, and what is wrong with its value."""
    for key in ("postures", "views"):
        if "unknown" in getattr(move, key):
            yield key, wrong("unknown_value")
    if not is_id(move.id):
        yield "id", wrong("id")
    for i, alias in enumerate(move.aliases):
        if not is_id(alias):
            yield f"aliases[{i}]", wrong("id")
    for name in (*move.measures, *(aim.id for aim in move.aim)):
        if not _NAME.fullmatch(name):
            yield "measures" if name in move.measures else "aim", wrong("name", name=repr(name)[1:-1])
    keys = [each.name for each in fields(move)]
    for key in move.sources:
        if key not in keys:
            yield f"sources.{key}", wrong("no_key")
    yield from _words(move)
    yield from _drawn(move)
    for key in ("postures", "views", "attempt", "top"):
        if not getattr(move, key):
            yield key, wrong("empty")
    if not 0 <= move.hold_s <= LONGEST_HOLD_S:
        yield "hold_s", wrong("range", least=0, most=LONGEST_HOLD_S, found=move.hold_s)
    if not 1 <= move.reps <= MOST_REPS:
        yield "reps", wrong("range", least=1, most=MOST_REPS, found=move.reps)
    for key in ("through_s", "leave_s", "gap_s", "ways_s"):
        seconds = getattr(move, key)
        if seconds is not None and not 0 <= seconds < math.inf:
            yield key, wrong("seconds", found=seconds)
    yield from _order("depth", move.depth)
    yield from _target(move)
    yield from _sides(move)
    for key in ("start", "through", "top"):
        yield from _bands(key, getattr(move, key))
    yield from _main(move)
    for i, departure in enumerate(move.attempt):
        yield from _departure(f"attempt[{i}]", departure)
    yield from _aims(move.aim)


def _words(move: Move) -> Iterator[tuple[str, Wrong]]:
    """Check the texts: the first language must be complete; others may omit texts, but not add any."""
    if not move.text:
        yield "text", wrong("no_words")
        return
    faults = [aim.id for aim in move.aim]
    code, first = next(iter(move.text.items()))
    for key in ("how", "camera"):
        if not getattr(first, key):
            yield f"text.{code}.{key}", wrong("empty")
    for key in ("cue", "good"):
        for fault in faults:
            if fault not in getattr(first, key):
                yield f"text.{code}.{key}.{fault}", wrong("missing")
    for language, words in move.text.items():
        path = f"text.{language}"
        if not _LANGUAGE.fullmatch(language):
            yield path, wrong("language")
        for key in ("how", "cannot_see", "avoid_if"):
            own, wanted = len(getattr(words, key)), len(getattr(first, key))
            if own and own != wanted:
                yield f"{path}.{key}", wrong("entries_as", language=code, wanted=wanted, found=own)
        yield from _short(f"{path}.title", words.title, LONGEST_SPOKEN)
        for key in ("cue", "good"):
            for fault, text in getattr(words, key).items():
                yield from _short(f"{path}.{key}.{fault}", text, LONGEST_SPOKEN)
                if fault not in faults:
                    yield f"{path}.{key}.{fault}", wrong("no_aim")
        for part in fields(words.say):
            if text := getattr(words.say, part.name):
                yield from _short(f"{path}.say.{part.name}", text, LONGEST_SAID)
        if words.say.target and "{n}" not in words.say.target:
            yield f"{path}.say.target", wrong("no_degrees")


def _short(path: str, text: str, most: int) -> Iterator[tuple[str, Wrong]]:
    if not text.strip():
        yield path, wrong("empty")
    elif len(text) > most:
        yield path, wrong("long", most=most, found=len(text))


def _drawn(move: Move) -> Iterator[tuple[str, Wrong]]:
    drawing = move.drawing
    if drawing is None:
        return
    if not abs(drawing.ground) <= FARTHEST:
        yield "drawing.ground", wrong("trunks", least=-FARTHEST, most=FARTHEST)
    if not 0 <= drawing.depth <= FARTHEST:
        yield "drawing.depth", wrong("trunks", least=0, most=FARTHEST)
    if not SHORTEST_WAY_S <= drawing.way_s <= LONGEST_WAY_S:
        yield "drawing.way_s", wrong("range", least=SHORTEST_WAY_S, most=LONGEST_WAY_S, found=drawing.way_s)
    ways = [(f"way[{i}]", posture) for i, posture in enumerate(drawing.way)]
    for key, posture in (("start", drawing.start), *ways, ("top", drawing.top)):
        if not all(abs(number) <= FARTHEST for place in (*posture.points, posture.face) for number in place):
            yield f"drawing.{key}", wrong("far", most=FARTHEST)
        elif min(up for _, up in posture.points) < drawing.ground:
            yield f"drawing.{key}", wrong("underground")
        for part in PARTS:
            if part != "head" and len(getattr(posture, part)) < 2:
                yield f"drawing.{key}.{part}", wrong("places")


def _target(move: Move) -> Iterator[tuple[str, Wrong]]:
    if (move.target is None) != (move.target_deg is None):
        key, other = ("target", "target_deg") if move.target is None else ("target_deg", "target")
        yield key, wrong("alone", other=other)
    if move.targets_deg:
        yield "targets_deg", wrong("by_side")
    if move.target is not None:
        yield from _order("target", move.target)
    if move.target is not None and move.target_deg is not None:
        least, most = move.target.least, move.target.most
        if not least <= move.target_deg <= most:
            yield "target_deg", wrong("target", least=least, most=most, found=move.target_deg)
        if least <= 0:
            yield "target.least", wrong("target_least", found=least)
        for i, band in enumerate(move.top):
            if (band.along or band.measure == move.main) and -math.inf < band.least <= 0:
                yield f"top[{i}].least", wrong("along", found=band.least)


def _sides(move: Move) -> Iterator[tuple[str, Wrong]]:
    if move.sides == "none" and move.side_from is not None:
        yield "side_from", wrong("sideless")
    if move.sides != "none" and move.side_from is None:
        yield "side_from", wrong("no_side_from", sides=move.sides)
    measure = move.measures.get(move.side_from or "")
    if measure is not None and measure.limb == "body":
        yield "side_from", wrong("whole_body", measure=move.side_from)


def _main(move: Move) -> Iterator[tuple[str, Wrong]]:
    """Check that the zone of the main measure has a lower end, which distinguishes a rep from an attempt.

    Also check that a measure follows only the side of one that determines its own side, so that there are no cycles.
    """
    for name, measure in move.measures.items():
        leader = move.measures.get(measure.side_from or move.main)
        if measure.limb not in FOLLOWING or leader is None:
            continue
        if leader.limb in (*FOLLOWING, "body"):
            key = "limb" if name == move.main or measure.side_from is None else "side_from"
            yield f"measures.{name}.{key}", wrong("leader", limb=leader.limb)
    for i, band in enumerate(move.top):
        if band.measure != move.main:
            continue
        if band.least == -math.inf:
            yield f"top[{i}].least", wrong("from_below")
        elif move.without_hold is not None and move.without_hold > band.least:
            yield "without_hold", wrong("without_hold", most=band.least)


def _departure(path: str, departure: Departure) -> Iterator[tuple[str, Wrong]]:
    if departure.noise < 0:
        yield f"{path}.noise", wrong("negative", found=departure.noise)
    if abs(departure.by) <= departure.noise:
        yield f"{path}.by", wrong("noise", by=departure.by, noise=departure.noise)


def _aims(aims: Sequence[Aim]) -> Iterator[tuple[str, Wrong]]:
    names = [aim.id for aim in aims]
    for aim in aims:
        path = f"aim[{aim.id}]"
        if names.count(aim.id) > 1:
            yield path, wrong("twice")
            names.remove(aim.id)
        if aim.confidence is not None and not 0 <= aim.confidence <= 1:
            yield f"{path}.confidence", wrong("range", least=0, most=1, found=aim.confidence)
        if aim.lasts_s < 0:
            yield f"{path}.lasts_s", wrong("negative", found=aim.lasts_s)
        if aim.shape in ("jerks", "swing") and aim.most == math.inf:
            yield f"{path}.most", wrong("no_most", shape=aim.shape)
        if aim.shape == "band":
            yield from _limits(path, aim.least, aim.most)
        yield from _order(path, aim)
        yield from _bands(f"{path}.where", aim.where)


def _bands(key: str, bands: Sequence[Band]) -> Iterator[tuple[str, Wrong]]:
    for i, band in enumerate(bands):
        path = f"{key}[{i}]"
        yield from _limits(path, band.least, band.most)
        yield from _order(path, band)
        if band.slack < 0:
            yield f"{path}.slack", wrong("negative", found=band.slack)


def _limits(path: str, least: float, most: float) -> Iterator[tuple[str, Wrong]]:
    if least == -math.inf and most == math.inf:
        yield path, wrong("limits_nothing")


def _order(path: str, limits: Band | Aim | Range) -> Iterator[tuple[str, Wrong]]:
    if limits.least > limits.most:
        yield f"{path}.least", wrong("order", least=limits.least, most=limits.most)
