"""Learns a move from demonstrations: cuts them into reps, ranks the measures, builds the move and checks it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

import numpy as np

from coach.errors import CoachError
from coach.learn.building import BENT_DEG, CutDemonstration, MoveDescription, build, independent, with_hold
from coach.learn.candidates import KNEE, STILL, candidates
from coach.learn.checking import Neighbour, counted, distinguished
from coach.learn.demonstration import CandidateSeries, Series, Span, courses, spans
from coach.learn.ranking import CLOSE, Ranked, judged, pooled, ranked
from coach.learn.segmentation import LIMITS, Segments, filled, segments, together
from coach.moves.figure import Figure
from coach.moves.move import Move
from coach.session.observer import Observation

Why: TypeAlias = Literal["nobody", "posture", "view", "still", "reps", "unclear", "itself", "neighbours"]
"""Why a move cannot be learned."""

OFFERED: Final = 3
"""Number of candidates that are tried and offered."""

BRIEFLY_S: Final = 1.0
"""Hold at which a move has to differ from others, even if its own hold is longer."""

STAYS: Final = 1.5
"""Largest absolute score of a measure that stayed still."""


class NotLearnedError(CoachError):
    """A move cannot be learned from a demonstration.

    Attributes:
        found: Number of reps found, if the reason is ``reps``.
        names: Names of the neighbours in which the move is counted, if the reason is ``neighbours``.
        posture: The posture, if the reason is ``view``.
    """

    def __init__(self, why: Why, *, found: int = 0, names: Sequence[str] = (), posture: str = "") -> None:
        super().__init__(why)
        self.why, self.found, self.names, self.posture = why, found, tuple(names), posture


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """A learned move.

    Attributes:
        move: The move, without words and without a drawing.
        confirming: The measures that have to change along with it.
        close: Other candidates for the main measure with nearly as high a score.
        known: Ids of the library's moves that count the demonstrations too.
    """

    move: Move
    main: Ranked
    confirming: tuple[Ranked, ...]
    close: tuple[Ranked, ...]
    shown: tuple[CutDemonstration, ...]
    known: tuple[str, ...]


def learn(
    description: MoveDescription,
    demonstrations: Sequence[Sequence[Observation]],
    neighbours: Sequence[Neighbour] = (),
    library: Sequence[Move] = (),
    *,
    main: str | None = None,
) -> Learned:
    """Learn a move.

    Args:
        description: The user's description of the move.
        demonstrations: The observations of each demonstration.
        neighbours: Recordings of other moves and of everyday motion, in which the move must not be counted.
        library: All known moves. One that counts half of the reps shown is the same move, so it is no neighbour.
        main: Name of the main measure to use; by default the best is chosen.

    Raises:
        NotLearnedError: The move cannot be learned from these demonstrations.
    """
    shown = [show(each, description.reps) for each in demonstrations]
    first = pooled([judged(each.courses, each.cut) for each in shown])
    choices = [each for each in ranked(first) if each.clear and main in (None, each.candidate.name)]
    if not choices:
        raise NotLearnedError("unclear")
    known = tuple(
        move.id
        for move in library
        if all(
            2 * len(counted(move.adjusted(hold_s=0), seen)) >= len(each.cut.reps)
            for seen, each in zip(demonstrations, shown, strict=True)
        )
    )
    others = [each for each in neighbours if each.move is None or each.move not in (description.id, *known)]
    failed = NotLearnedError("itself")
    for choice in choices[:OFFERED]:
        try:
            move, best, confirming = _made(description, shown, demonstrations, choice, others)
        except NotLearnedError as error:
            failed = error if error.why == "neighbours" else failed
            continue
        best_score = choice.score * choice.candidate.weight
        close = [
            each
            for each in choices[:OFFERED]
            if each is not choice and each.score * each.candidate.weight >= CLOSE * best_score
        ]
        return Learned(move, best, confirming, tuple(close), tuple(shown), known)
    raise failed


def show(seen: Sequence[Observation], reps: int | None = None) -> CutDemonstration:
    """Find the part of a demonstration in which the move was done, and cut it into rests and tops.

    ``reps`` is the number of reps shown, if known.

    Raises:
        NotLearnedError: No body is seen, the posture or view cannot be measured, nothing moves, or another number of
            reps is found.
    """
    found = spans(seen)
    if not found:
        raise NotLearnedError("nobody" if not any(each.body for each in seen) else "posture")
    failed: NotLearnedError | None = None
    for span in found:
        listed = candidates(span.posture, span.view)
        if not listed:
            failed = failed or NotLearnedError("view", posture=span.posture)
            continue
        # The rest is not known yet, so changes are measured from the first body instead.
        first = next((each.body for each in span.seen if each.body is not None), None)
        plain = [each for each in listed if not each.changes]
        changes = [each for each in listed if each.changes]
        measured = [*courses(span, plain), *(courses(span, changes, first) if changes else ())]
        cut = _cut(span.t, measured, reps)
        if cut is None:
            failed = failed or NotLearnedError("still")
        elif reps is not None and len(cut.reps) != reps:
            failed = failed or NotLearnedError("reps", found=len(cut.reps))
        else:
            rest = _at_rest(span, cut)
            return CutDemonstration(span, tuple(courses(span, listed, rest)), cut)
    assert failed is not None
    raise failed


def _cut(t: Series, measured: Sequence[CandidateSeries], reps: int | None) -> Segments | None:
    """Cut by the common course of all candidates or, if that does not give ``reps`` reps, by a single candidate."""
    along = together(measured)
    if along is None:
        return None
    first = segments(t, along)
    if reps is None or (first is not None and len(first.reps) == reps):
        return first
    single = (filled(each.values) for each in measured)
    each_by_noise = (
        values / each.candidate.noise for each, values in zip(measured, single, strict=True) if values is not None
    )
    for course in (along, *each_by_noise):
        for limits in LIMITS:
            found = segments(t, course, limits)
            if found is not None and len(found.reps) == reps:
                return found
    return first


def _made(
    description: MoveDescription,
    shown: Sequence[CutDemonstration],
    demonstrations: Sequence[Sequence[Observation]],
    choice: Ranked,
    neighbours: Sequence[Neighbour],
) -> tuple[Move, Ranked, tuple[Ranked, ...]]:
    """Build the move whose main measure is one candidate, and check it.

    Returns:
        The move, its main measure, and the measures that confirm it.
    """
    measured = _measured(shown, choice)
    main = next(each for each in measured if each.candidate == choice.candidate)
    knee = next((each for each in measured if each.candidate.name == KNEE), None)
    if knee is not None and main.candidate.knee == ("bent" if knee.top < BENT_DEG else "straight"):
        raise NotLearnedError("unclear")
    move, confirming = _strictest(description, shown, demonstrations, main, measured)
    held = with_hold(move, [length for each in shown for length in each.cut.lengths(each.span.t)])
    # A user may shorten a long hold, and the move has to differ from others then too.
    briefly = replace(move, hold_s=min(held.hold_s, BRIEFLY_S))
    distinct, left = distinguished(briefly, measured, neighbours)
    if left:
        raise NotLearnedError("neighbours", names=[each.name for each in left])
    for hold_s in (held.hold_s, 0.0):
        final = replace(distinct, hold_s=hold_s)
        if _counts(final, shown, demonstrations):
            return final, main, tuple(confirming)
    raise NotLearnedError("itself")


def _measured(shown: Sequence[CutDemonstration], choice: Ranked) -> list[Ranked]:
    """Rank all candidates, and those that may stay still, with the working side chosen by one of them."""
    sided = choice.candidate.measure.limb in ("most", "top", "bottom") and choice.candidate.group != "trunk"
    listed = [choice.candidate, *(each.candidate for each in shown[0].courses if each.candidate != choice.candidate)]
    postures = set(shown[0].span.postures)
    listed += [
        each
        for each in STILL
        if (sided or each.measure.limb == "body") and (not each.postures or postures & set(each.postures))
    ]
    return pooled([judged(courses(each.span, listed, _at_rest(each.span, each.cut)), each.cut) for each in shown])


def _strictest(
    description: MoveDescription,
    shown: Sequence[CutDemonstration],
    demonstrations: Sequence[Sequence[Observation]],
    main: Ranked,
    measured: Sequence[Ranked],
) -> tuple[Move, list[Ranked]]:
    """Return the move with the most conditions that still counts every demonstration, and its confirming measures."""
    confirming = independent(main, [each for each in ranked(measured) if each.candidate not in STILL])
    kept = (each for each in measured if each.candidate in STILL and each.candidate.degrees)
    still = [each for each in kept if abs(each.score) < STAYS]
    crossing = next((each for each in measured if each.candidate.hides), None)
    joint = next((each for each in measured if each.candidate.name == main.candidate.joint), None)
    # The demonstrations themselves may fail a condition: crossed legs may be hidden, a measure may only seem to stay
    # still or to move along.
    conditions: tuple[tuple[Ranked | None, list[Ranked], list[Ranked]], ...] = (
        (crossing, still, confirming),
        (None, still, confirming),
        (None, [], confirming),
        (None, [], []),
    )
    for crossed, steady, along in conditions:
        move = build(description, shown, main, along, steady, crossed, joint)
        if _counts(move, shown, demonstrations):
            return move, along
    raise NotLearnedError("itself")


def _counts(move: Move, shown: Sequence[CutDemonstration], demonstrations: Sequence[Sequence[Observation]]) -> bool:
    """Whether a move counts exactly the reps of every demonstration."""
    return all(len(counted(move, seen)) == len(each.cut.reps) for seen, each in zip(demonstrations, shown, strict=True))


def _at_rest(span: Span, cut: Segments) -> Figure | None:
    """Return the body in the middle of its time at rest."""
    at = np.flatnonzero(cut.rest).tolist()
    bodies = [span.seen[i].body for i in at]
    return next((body for body in bodies[len(bodies) // 2 :] if body is not None), None)
