"""Recognises several moves in one stream, and checks each segment as its move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from typing import Final

from coach import events as ev
from coach.moves.move import Move
from coach.session.checker import Checker
from coach.session.observer import Observer
from coach.session.result import Result, fold
from coach.stream import Moment

CONVINCING_PART: Final = 0.1
"""Fraction of a move's hold for which its counting zone must be held for the move to be recognised."""

CONVINCING_S: Final = 2.5
"""Longest hold required to recognise a move. Other motions stay in the counting zones of stretches for up to 2.4 s,
and in those of lifts for up to 0.4 s (measured over 59 recordings of such motions)."""

TOGETHER_S: Final = 5.0
"""Total hold required of attempts that are each shorter than ``CONVINCING_S``: a plank passes through the zone of a
press-up twice, for 0.5 and 2.4 s."""

AWAY_S: Final = 5.0
"""Longest absence from a move's posture within one of its segments."""


@dataclass(frozen=True, slots=True)
class RecognisedMove:
    """One recognised move: its segment and its result."""

    start: float
    end: float
    result: Result
    events: tuple[ev.Event, ...]


@dataclass(slots=True)
class _Run:
    """Consecutive attempts at one move: the move, their start and end, and how long each was held."""

    move: Move
    start: float
    end: float
    holds: list[float]

    @property
    def convinces(self) -> bool:
        """Whether they were held long enough, one of them or all together."""
        return max(self.holds) >= CONVINCING_S or sum(self.holds) >= TOGETHER_S


class Recogniser:
    """Checks all moves in parallel and stores their events until the stream ends.

    Args:
        moves: The moves.
        curves: Whether to store the curves of each attempt too, ten kilobytes each.
    """

    def __init__(self, moves: Sequence[Move], *, curves: bool = True) -> None:
        self._curves = curves
        self._moves = {move.id: move for move in moves}
        self._observer = Observer()
        numbers = count(1)
        self._checkers = {move.id: Checker(move, numbers) for move in moves}
        self._events: dict[str, list[ev.Event]] = {move.id: [] for move in moves}
        self._postures: list[tuple[float, ev.Posture]] = []
        self._end = 0.0

    def update(self, moment: Moment) -> list[ev.Event]:
        """Process the next moment; return posture changes only, as moves are known at the end."""
        seen = self._observer.update(moment)
        self._end = seen.t
        if seen.changed is not None or not self._postures:
            self._postures.append((seen.t, seen.posture))
        for name, checker in self._checkers.items():
            self._keep(name, checker.observe(seen))
        return [] if seen.changed is None else [seen.changed]

    def finish(self) -> list[ev.Event]:
        """End the stream."""
        for name, checker in self._checkers.items():
            self._keep(name, checker.finish())
        return [ev.Ended(self._end)]

    def _keep(self, name: str, events: list[ev.Event]) -> None:
        self._events[name] += [event for event in events if self._curves or not isinstance(event, ev.Measured)]

    def segments(self) -> list[RecognisedMove]:
        """Return the segments in which a move was recognised, in time order; call it once the stream is over."""
        runs = self._runs(self._winners())
        edges = [self._edges(run) for run in runs]
        for (run, edge), (after, edge_after) in pairwise(zip(runs, edges, strict=True)):
            if edge[1] > edge_after[0]:
                edge[1] = edge_after[0] = (run.end + after.start) / 2
        return [self._segment(run, start, end) for run, (start, end) in zip(runs, edges, strict=True)]

    def _winners(self) -> list[tuple[ev.Rep, Move]]:
        """Return the convincing attempts with the longest hold of all that overlap, in time order."""
        attempts = [
            (event.rep, self._moves[name])
            for name, events in self._events.items()
            for event in events
            if isinstance(event, ev.RepEnded) and _convinces(self._moves[name], event.rep)
        ]
        attempts.sort(key=lambda each: each[0].hold, reverse=True)
        won: list[tuple[ev.Rep, Move]] = []
        for rep, move in attempts:
            if all(rep.end <= other.start or other.end <= rep.start for other, _ in won):
                won.append((rep, move))
        return sorted(won, key=lambda each: each[0].start)

    def _runs(self, winners: list[tuple[ev.Rep, Move]]) -> list[_Run]:
        """Join attempts at the same move for as long as the body stays in its posture."""
        runs: list[_Run] = []
        for rep, move in winners:
            if runs and runs[-1].move is move and self._away(move, runs[-1].end, rep.start) <= AWAY_S:
                runs[-1].end = rep.end
                runs[-1].holds.append(rep.hold)
            else:
                runs.append(_Run(move, rep.start, rep.end, [rep.hold]))
        return [run for run in runs if run.convinces]

    def _away(self, move: Move, start: float, end: float) -> float:
        """Return for how long between two instants the body was in none of the move's postures, seconds."""
        return sum(
            max(0.0, min(until, end) - max(since, start))
            for since, until, posture in self._spans()
            if posture not in move.postures
        )

    def _edges(self, run: _Run) -> list[float]:
        """Return when the body entered and left the move's posture around the attempts."""
        start, end = run.start, run.end
        spans = [span for span in self._spans() if span[2] in run.move.postures]
        for since, until, _ in reversed(spans):
            if since < start <= until + AWAY_S:
                start = since
        for since, until, _ in spans:
            if since - AWAY_S <= end < until:
                end = until
        return [start, end]

    def _spans(self) -> list[tuple[float, float, ev.Posture]]:
        ends = [t for t, _ in self._postures[1:]] + [self._end]
        return [(since, until, posture) for (since, posture), until in zip(self._postures, ends, strict=True)]

    def _segment(self, run: _Run, start: float, end: float) -> RecognisedMove:
        events = tuple(_clipped(self._events[run.move.id], start, end))
        return RecognisedMove(start, end, fold(run.move, events), events)


def _convinces(move: Move, rep: ev.Rep) -> bool:
    return rep.hold >= min(CONVINCING_PART * move.hold_s, CONVINCING_S)


def _clipped(events: list[ev.Event], start: float, end: float) -> list[ev.Event]:
    """Return the events of a segment as if it were the whole stream: attempts belong to it entirely or not at all."""
    before = [event for event in events if isinstance(event, ev.PostureChanged) and event.t <= start]
    opening: list[ev.Event] = [ev.PostureChanged(start, before[-1].posture, before[-1].view)] if before else []
    within: list[ev.Event] = []
    attempt: list[ev.Event] = []
    inside = False
    for event in events:
        match event:
            case ev.PostureChanged() | ev.UnseenStarted() | ev.UnseenEnded():
                within += [event] if start < event.t < end else []
            case ev.AttemptStarted():
                attempt = [event]
            case ev.HoldEntered() | ev.HoldReached() | ev.HoldReleased() | ev.FaultSeen() | ev.FaultMended():
                attempt.append(event)
            case ev.AttemptDropped():
                within += [*attempt, event] if start <= attempt[0].t and event.t <= end else []
            case ev.RepEnded():
                inside = start <= (event.rep.start + event.rep.end) / 2 <= end
                within += [*attempt, event] if inside else []
            case ev.Measured():
                within += [event] if inside else []
            case _:
                pass
    return [*opening, *sorted(within, key=lambda event: event.t), ev.Ended(end)]
