"""Fold the events of a visit into sets and reps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from pydantic import TypeAdapter

from coach.events import Event, Measured, Rep
from coach.moves.text import Drawings
from coach.report.review.facts import UNKNOWN, CorrectedCount, Curve, Definition, MoveDone, SetDone, ShownAttempt
from coach.report.words import main_unit
from coach.session import summary
from coach.session.score import Score, by_side

_DRAWINGS: Final = TypeAdapter(Drawings)


def fold(
    events: Iterable[Event],
    planned: Sequence[MoveDone],
    definitions: Mapping[str, Definition],
    curves: Mapping[int, Measured],
) -> tuple[MoveDone, ...]:
    """Return the results of a stream of events, move by move.

    ``planned`` is the plan as stored, ``definitions`` the moves by name; ``curves`` are by the index of their attempt,
    from 0.
    """
    found, left = [], list(planned)
    for done in summary.fold(events, curves).moves:
        known = next((each for each in left if each.move == done.move), None)
        if known is not None:
            left.remove(known)
        found.append(_move(done, "" if known is None else known.definition, definitions))
    return tuple(found)


def _move(done: summary.Done, name: str, definitions: Mapping[str, Definition]) -> MoveDone:
    """Return a move as the pages show it, with its attempts grouped by set."""
    known = definitions.get(name, UNKNOWN)
    sets = tuple(SetDone(number, tuple(attempt(each, known) for each in some)) for number, some in done.by_set)
    return MoveDone(
        done.move, by_side(done.move, done.attempted), sets, done.sets, done.reps, done.sides, done.hold_s,
        done.target_deg, name, eased=done.eased, targets_deg=done.targets_deg,
    )  # fmt: skip


def summed(planned: Sequence[MoveDone], scores: Iterable[Score]) -> tuple[MoveDone, ...]:
    """Return the results of a visit from its scores, move by move: less detailed than its events, and faster."""
    by_move: dict[str, list[Score]] = {}
    for one in scores:
        by_move.setdefault(one.move, []).append(one)
    known = {each.move: each for each in reversed(planned)}
    return tuple(replace(known.get(move, MoveDone(move)), scores=tuple(some)) for move, some in by_move.items())


def attempt(made: summary.AttemptSummary, definition: Definition) -> ShownAttempt:
    """Return an attempt with the curve of its main angle, and its hold spans.

    The definition names the measure of the main angle.
    """
    rep, curves, holds = made.rep, made.curves, made.holds
    samples = () if curves is None else curves.curves.get(definition.measure, ())
    if curves is None or not any(value is not None for value in samples):
        return ShownAttempt(rep)
    if rep.top is not None and len(holds) < 2:
        # A single hold begins at the top, whose time is known before the hold is confirmed.
        holds = ((rep.top, min(rep.top + rep.hold, rep.end)),) if rep.hold else ()
    t = tuple(curves.start + i * curves.step_s for i in range(len(samples)))
    return ShownAttempt(rep, Curve(t, samples, holds))


def marked(
    moves: Sequence[MoveDone], corrections: Sequence[CorrectedCount], regraded: Mapping[str, tuple[str, Sequence[Rep]]]
) -> tuple[MoveDone, ...]:
    """Return the moves with later corrections and regrades applied.

    The last correction for a move and side applies. ``regraded`` has, by move id, the definition it was regraded by and
    all of its attempts as they are judged now.
    """
    if not (corrections or regraded):
        return tuple(moves)
    found = []
    for each in moves:
        held = {one.side: one for one in corrections if one.move == each.move}
        again = regraded.get(each.move)
        judged = each if again is None else _again(each, *again)
        found.append(replace(judged, corrections=tuple(held.values())))
    return tuple(found)


def _again(move: MoveDone, definition: str, reps: Sequence[Rep]) -> MoveDone:
    """Return a move with its regraded attempts, grouped by set."""
    left, sets = list(reps) if move.sets else [], []
    for one in move.sets:
        upto = one.attempts[-1].rep.end
        mine = [rep for rep in left if rep.start <= upto]
        left = left[len(mine) :]
        curves = {each.rep.start: each.curve for each in one.attempts}
        sets.append(SetDone(one.number, tuple(ShownAttempt(rep, curves.get(rep.start)) for rep in mine)))
    if left:
        sets.append(SetDone(move.sets[-1].number + 1, tuple(ShownAttempt(rep) for rep in left)))
    return replace(move, scores=by_side(move.move, reps), sets=tuple(sets), definition=definition, regraded=True)


def definition(move: Mapping[str, Any], language: str) -> Definition:  # Any: what JSON holds
    """Return the properties that a page needs of a stored move, in the current format.

    The band runs from where the main angle counts to where it becomes a fault; a move that reports another angle than
    the one that decides has none.
    """
    main = move["main"]
    shown = move.get("peak_from") or main
    least = most = None
    if shown == main:
        bands = [each for each in move["top"] if each["measure"] == main]
        faults = [
            each
            for each in move.get("aim", ())
            if each["measure"] == main
            and each.get("shape", "band") == "band"
            and each.get("confidence") is None
            and not (each.get("from_rest") or each.get("where"))
        ]
        least = max((each["least"] for each in bands if each.get("least") is not None), default=None)
        if least is not None and not move["hold_s"] and move.get("without_hold") is not None:
            least = min(least, move["without_hold"])
        most = min((each["most"] for each in [*bands, *faults] if each.get("most") is not None), default=None)
    own = next(iter(move["text"].values()))
    translated = move["text"].get(language, {})
    title = translated.get("title") or own["title"]
    drawn = move.get("drawing")
    drawing = None if drawn is None else _DRAWINGS.validate_python(drawn)
    cues = own.get("cue", {}) | translated.get("cue", {})
    return Definition(title, least, most, cues, shown, drawing, move["hold_s"], main_unit(move))
