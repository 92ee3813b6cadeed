"""Summary of a session: moves, sets and attempts. All other code that reads events uses this fold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

from coach import events as ev
from coach.body import Side
from coach.target import Targeted


@dataclass(frozen=True, slots=True)
class AttemptSummary:
    """One completed attempt, with everything that belongs to it.

    Attributes:
        number: Its number in the session, from 1; its position among completed attempts if the events do not give it.
        set: The set it belongs to, from 1.
        holds: Spans in the counting zone, in time order, seconds.
    """

    number: int
    set: int
    rep: ev.Rep
    holds: tuple[tuple[float, float], ...] = ()
    curves: ev.Measured | None = None


@dataclass(frozen=True, slots=True)
class Done(Targeted):
    """The results of one move.

    Attributes:
        sides: The sides to do; empty if they are not done one after the other.
        counted: Number of counted reps, up to those to do.
        clean: Number of these without a fault.
    """

    move: str
    start: float
    end: float
    sets: int
    reps: int
    sides: tuple[Side, ...]
    hold_s: float
    target_deg: float | None
    attempts: tuple[AttemptSummary, ...] = ()
    counted: int = 0
    clean: int = 0
    done: bool = False
    eased: bool = False
    targets_deg: Mapping[Side, float] = field(default_factory=dict)

    @property
    def asked(self) -> int:
        """Total number of reps to do."""
        return self.sets * self.reps * max(len(self.sides), 1)

    @property
    def by_set(self) -> tuple[tuple[int, tuple[AttemptSummary, ...]], ...]:
        """Number and attempts of each set that has attempts."""
        return tuple((number, tuple(some)) for number, some in groupby(self.attempts, key=lambda each: each.set))

    @property
    def attempted(self) -> tuple[ev.Rep, ...]:
        """Every judged attempt."""
        return tuple(each.rep for each in self.attempts)


@dataclass(frozen=True, slots=True)
class Summary:
    """The results of a session.

    Attributes:
        done: Whether its last move was completed.
    """

    routine: str
    moves: tuple[Done, ...]
    seconds: float
    done: bool


def fold(events: Iterable[ev.Event], curves: Mapping[int, ev.Measured] | None = None) -> Summary:
    """Return the summary of a stream of events, which may be incomplete.

    Args:
        events: The events of a session, in time order.
        curves: Curves stored separately, by the index of their attempt among completed ones, from 0.
    """
    folding = Folding(curves)
    for event in events:
        folding.update(event)
    return folding.summary


class Folding:
    """Builds the summary of a session event by event."""

    def __init__(self, curves: Mapping[int, ev.Measured] | None = None) -> None:
        self._attempts = _Attempts(curves or {})
        self._moves: list[Done] = []
        self._routine, self._done = "", False
        self._first = self._last = 0.0

    @property
    def summary(self) -> Summary:
        """The summary of the events so far."""
        return Summary(self._routine, tuple(self._moves), self._last - self._first, self._done)

    def update(self, event: ev.Event) -> None:
        """Process the next event."""
        self._last = max(self._last, event.t)
        ended = self._attempts.update(event)
        if ended is not None and self._moves:
            attempts = self._moves[-1].attempts
            known = bool(attempts) and attempts[-1].number == ended.number  # its curves arrive after it
            self._change(attempts=(*(attempts[:-1] if known else attempts), ended))
        match event:
            case ev.SessionBegan():
                self._routine, self._first = event.routine, event.t
            case ev.MoveBegan():
                self._moves.append(
                    Done(
                        event.move, event.t, event.t, event.sets, event.reps, event.sides, event.hold_s,
                        event.target_deg, targets_deg=event.targets_deg,
                    )
                )  # fmt: skip
            case ev.SessionEnded():
                self._done = event.done
            case ev.Counted() if self._moves:
                before = self._moves[-1]
                clean = bool(before.attempts) and before.attempts[-1].rep.clean
                self._change(counted=before.counted + 1, clean=before.clean + clean)
            case ev.MoveEased():
                self._change(eased=True)
            case ev.MoveEnded():
                self._change(done=event.done, end=event.t)
            case _:
                pass

    def _change(self, **what: object) -> None:
        changed = [replace(each, **what) for each in self._moves[-1:]]  # type: ignore[arg-type]  # fields by their names
        self._moves[-1:] = changed


def attempts(events: Iterable[ev.Event]) -> list[AttemptSummary]:
    """Return the attempts of one checker, with their curves."""
    folding = _Attempts({})
    found: dict[int, AttemptSummary] = {}
    for event in events:
        ended = folding.update(event)
        if ended is not None:
            found[ended.number] = ended
    return list(found.values())


class _Attempts:
    """Collects the events of each attempt, by its number, or by order if the events give none."""

    def __init__(self, curves: Mapping[int, ev.Measured]) -> None:
        self._curves = curves
        self._set = 1
        self._ended = 0
        self._sets: dict[int, int] = {}
        self._holds: dict[int, list[tuple[float, float]]] = {}
        self._last: AttemptSummary | None = None

    def update(self, event: ev.Event) -> AttemptSummary | None:
        """Process the next event; return an attempt when it ends, and again when its curves arrive."""
        match event:
            case ev.MoveBegan():
                self._set = 1
            case ev.SetBegan():
                self._set = event.number
            case ev.AttemptStarted() if event.attempt:
                self._sets[event.attempt] = event.set or self._set
            case ev.HoldReleased():
                self._holds.setdefault(event.attempt, []).append((event.t - event.held, event.t))
            case ev.RepEnded():
                number, end = event.attempt or self._ended + 1, event.rep.end
                holds = self._holds.pop(event.attempt, ())
                self._last = AttemptSummary(
                    number,
                    self._sets.pop(number, self._set),
                    event.rep,
                    tuple((since, min(until, end)) for since, until in holds if since < end),
                    self._curves.get(self._ended),
                )
                self._ended += 1
                return self._last
            case ev.Measured() if self._last is not None:
                self._last = replace(self._last, curves=event)
                return self._last
            case _:
                pass
        return None
