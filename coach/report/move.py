"""Describe a move in words: how to do and record it, what is checked, what cannot be seen, who should not do it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import Final

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from coach.language import english
from coach.moves.measures import KINDS
from coach.moves.move import Aim, Band, Limb, Move
from coach.report.table import Records
from coach.report.text import POSTURES, VIEWS

SIDES: Final = {"none": "-", "each": "each", "alternate": "in turn"}
"""Sides of a move, for the list of moves."""

BRIEFLY: Final = {
    "supine": "on the back",
    "prone": "face down",
    "side-lying-left": "on the side",
    "side-lying-right": "on the side",
    "long-sitting": "sitting",
}
"""Short names of postures, for the list of moves."""

LIMBS: Final[dict[Limb, str]] = {
    "top": "of the top side",
    "bottom": "of the bottom side",
    "most": "of the side that has more",
    "least": "of the side that has less",
    "working": "of the working side",
    "other": "of the other side",
}
"""Side of a measure, in words."""

UNITS: Final = {"degrees": "°", "trunks": " trunk lengths"}

TRUNK: Final = "A trunk length is the distance from hips to shoulders in the image."

DURING: Final = {"top": "at the top", "way": "on the way", "rep": "all the time"}


def listing(moves: Iterable[Move]) -> RenderableType:
    """Return a table of moves that fits in 80 columns."""
    table = Records(box=box.SIMPLE_HEAD, padding=(0, 0, 0, 1), pad_edge=False, show_edge=False)
    table.add_column("id", no_wrap=True)
    table.add_column("title")
    for name in ("hold", "reps"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("sides", no_wrap=True)
    table.add_column("posture")
    for move in moves:
        postures = dict.fromkeys(BRIEFLY.get(each, POSTURES.get(each, each)) for each in move.postures)
        hold = f"{move.hold_s:g} s" if move.hold_s else "-"
        table.add_row(move.id, move.title, hold, str(move.reps), SIDES[move.sides], " or ".join(postures))
    return table


def tell(move: Move) -> RenderableType:
    """Return everything about a move, wrapped to the width of the terminal."""
    parts: list[RenderableType] = [Text.assemble((move.title, "bold"), f"  {move.id}")]
    parts += _section("How it is done", [_steps(move.words.how)])
    parts += _section("Where the camera stands", [Text(_sentence(move.words.camera))])
    parts += _section("What is checked", _checked(move))
    parts += _section("What cannot be seen from there", [_bullets(move.words.cannot_see)])
    parts += _section("Numbers", [Text(_numbers(move)), Text(f"Source: {move.source}.", style="dim"), *_sources(move)])
    stop = Text(f"\n{english().say('safety.stop')}")
    parts += _section("Who should leave it out", [_bullets(move.words.avoid_if), stop])
    parts += _section("An easier form", [Text(move.words.easier)] if move.words.easier else [])
    return Group(*parts)


def _sources(move: Move) -> list[RenderableType]:
    """Return the sources of individual numbers."""
    return (
        []
        if not move.sources
        else [_hanging((f"{_words(key)} ", Text(text, style="dim")) for key, text in move.sources.items())]
    )


def _section(heading: str, body: Sequence[RenderableType]) -> list[RenderableType]:
    return [Text(), Text(heading, style="bold"), *(Padding(each, (0, 0, 0, 2)) for each in body)] if body else []


def _steps(sentences: Sequence[str]) -> Table:
    return _hanging((f"{number}.", Text(each)) for number, each in enumerate(sentences, 1))


def _bullets(sentences: Sequence[str]) -> Table:
    return _hanging(("-", Text(each)) for each in sentences)


def _hanging(rows: Iterable[tuple[str, Text]]) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for mark, text in rows:
        table.add_row(mark, text)
    return table


def _checked(move: Move) -> list[RenderableType]:
    explained: set[str] = set()
    parts: list[RenderableType] = [Text(f"It starts {_postures(move)}, seen {_either(VIEWS[v] for v in move.views)}.")]
    if move.start:
        parts += [Text("At rest, before it:"), _bands(move, move.start, explained)]
    if move.through:
        parts += [Text(f"On the way, for {move.through_s:g} s in all:"), _bands(move, move.through, explained)]
    held = f"for {move.hold_s:g} s" if move.hold_s else "once"
    parts += [Text(f"It counts when this holds {held} and the body comes back:"), _bands(move, move.zone, explained)]
    graded = [aim for aim in move.aim if aim.confidence is None]
    doubtful = [aim for aim in move.aim if aim.confidence is not None]
    if graded:
        parts += [Text("Faults of form. A rep with one of them counts but is not clean:"), _aims(move, graded)]
    if doubtful:
        parts += [Text("Reported as “perhaps”; these never count against you:"), _aims(move, doubtful)]
    limited: list[Band | Aim] = [*move.start, *move.through, *move.top, *move.aim]
    if any(KINDS[move.measures[each.measure].kind].unit == "trunks" for each in limited):
        parts += [Text(TRUNK, style="dim")]
    return parts


def _postures(move: Move) -> str:
    either_side = {"side-lying-left", "side-lying-right"} <= set(move.postures)
    return _either("lying on one side" if either_side and "side" in p else POSTURES[p] for p in move.postures)


def _bands(move: Move, bands: Sequence[Band], explained: set[str]) -> RenderableType:
    """Return a table of bands, with each measure explained the first time."""
    rows = []
    for band in bands:
        new = band.measure not in explained
        rows.append((_words(band.measure), _limits(move, band), _what(move, band.measure) if new else ""))
        explained.add(band.measure)
    return _named(rows)


def _aims(move: Move, aims: Sequence[Aim]) -> RenderableType:
    return _named(
        (aim.id, move.words.cue[aim.id], f"{_wanted(move, aim)}. {aim.source[:1].upper()}{aim.source[1:]}.")
        for aim in aims
    )


def _named(rows: Iterable[tuple[str, str, str]]) -> RenderableType:
    """Return rows with a name, its main text, and small print below."""
    table = _hanging(
        (f"{name} ", Text.assemble(text, (f"\n{small}" if small else "", "dim"))) for name, text, small in rows
    )
    return Padding(table, (0, 2))


def _words(measure: str) -> str:
    return measure.replace("_", " ")


def _wanted(move: Move, aim: Aim) -> str:
    """Return the limits of an aim, and when they apply."""
    name = _words(aim.measure)
    match aim.shape:
        case "jerks":
            return f"Checked: {name}, at most {aim.most:g} spurts on the way there and back"
        case "swing":
            return f"Checked: {name}, swings of at most {_amount(move, aim.measure, aim.most)} at the top"
        case "missed":
            return f"Checked: {name}, {_limits(move, aim)}, for {aim.lasts_s:g} s in all"
        case "band":
            where = "".join(f", while {_words(band.measure)} is {_limits(move, band)}" for band in aim.where)
            return f"Checked: {name}, {_limits(move, aim)} {DURING[aim.during]}{where}"


def _limits(move: Move, limits: Band | Aim) -> str:
    """Return limits in words, such as "at least 30°"."""
    least, most = limits.least, limits.most
    if limits.from_rest and least == -most:
        return f"within {_amount(move, limits.measure, most)} of its rest"

    def put(number: float) -> str:
        amount = _amount(move, limits.measure, abs(number) if limits.from_rest else number)
        return amount + (f" {'above' if number >= 0 else 'below'} its rest" if limits.from_rest else "")

    # Below the rest, "not further down than this" reads as "at most": the wording is reversed there.
    down = limits.from_rest and least < 0
    if most == math.inf:
        text = f"at {'most' if down else 'least'} {put(least)}"
    elif least == -math.inf:
        text = f"at {'least' if limits.from_rest and most < 0 else 'most'} {put(most)}"
    else:
        text = f"from {put(least)} to {put(most)}"
    unseen = isinstance(limits, Band) and limits.when_unseen == "pass"
    return f"{text}, where it is seen" if unseen else text


def _amount(move: Move, measure: str, number: float) -> str:
    return f"{number:g}{UNITS[KINDS[move.measures[measure].kind].unit]}".replace("-", "−")


def _what(move: Move, name: str) -> str:
    """Return what a measure measures, with its landmarks and side."""
    measure = move.measures[name]
    summary, of = _summary(measure.kind)[:-1], _landmarks(measure.of)
    if "a segment" in summary:
        summary = summary.replace("a segment", of).replace("another", _landmarks(measure.against or ()))
    elif of:
        summary += f"; {of}"
    return f"{summary}; {LIMBS[measure.limb]}." if measure.limb in LIMBS else f"{summary}."


def _landmarks(names: Sequence[str]) -> str:
    """Return landmarks in words, such as "shoulders to hips"."""
    pairs = {"mid_foot": "feet", "mid_mouth": "mouth"}
    words = (pairs.get(name) or f"{name[4:]}s" if name.startswith("mid_") else name for name in names)
    return " to ".join(word.replace("_", " ") for word in words)


def _summary(kind: str) -> str:
    """Return the summary of a measure kind; one that refers to another kind gets the other's summary."""
    summary = KINDS[kind].summary
    like = re.match(r"As ``(\w+)``;? ", summary)
    if like:
        summary = f"{_summary(like[1])[:-1]}; {summary[like.end() :]}"
    return summary.replace("``", "")


def _numbers(move: Move) -> str:
    hold = f"Hold {move.hold_s:g} s (--hold)" if move.hold_s else "No hold (--hold)"
    reps = {"none": "", "each": " each side", "alternate": " in all, the sides in turn"}[move.sides]
    text = f"{hold}, {move.reps} {'repetition' if move.reps == 1 else 'repetitions'}{reps} (--reps)"
    if move.target is None or move.target_deg is None:
        return f"{text}."
    limits = f"{move.target.least:g} to {move.target.most:g}°"
    return f"{text}, {move.target_deg:g}° to aim for (--target, {limits})."


def _sentence(phrase: str) -> str:
    return f"{phrase[:1].upper()}{phrase[1:]}."


def _either(words: Iterable[str]) -> str:
    *others, last = dict.fromkeys(words)
    return f"{', '.join(others)} or {last}" if others else last
