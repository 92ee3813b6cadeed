"""Generates a history of years of daily use, for tests and benchmarks.

    python benchmarks/years.py FOLDER [--sessions 2000] [--reps 100000] [--until 2026-11-22] [--seed 1]

Sessions are written one by one through ``coach.store.history``. The synthetic person begins with one sore side,
improves with setbacks, holds longer, does more, skips days, aborts sessions, occasionally corrects a count, takes
walks, and has a video checked once a month.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from coach.app.history.writer import planned
from coach.app.routines import Routines
from coach.body import Side, other
from coach.events import (
    AttemptStarted,
    Counted,
    Event,
    Fault,
    FaultSeen,
    HoldEntered,
    HoldReached,
    HoldReleased,
    Measured,
    MoveBegan,
    MoveEnded,
    Placed,
    PostureChanged,
    Reason,
    Rep,
    RepEnded,
    RestBegan,
    RestEnded,
    SessionBegan,
    SessionEnded,
    SetBegan,
    SetEnded,
)
from coach.moves.curve import STEP_S, judged
from coach.moves.move import Aim, Move
from coach.session.routine import Routine, Step, steps
from coach.store.history import History

WORSE_SIDE: Side = "left"
STRENGTHENING_DAYS = (0, 2, 4, 5)
WAY_S = 1.4
"""Duration of the way from the start to the top, and of the way back."""

NOTES = ("one was hidden behind the chair", "the dog walked by", "I did one more", "that one was not mine")


@dataclass(frozen=True, slots=True)
class Form:
    """How well the person is on a day, each from 0 to 1."""

    progress: float
    pain: float


def form_on(day: int, days: int, rng: np.random.Generator, setbacks: np.ndarray) -> Form:
    """Return the form on a day: improving over the years, fastest at first, and worse for weeks after each setback."""
    progress = 1 - math.exp(-4 * day / days)
    since = day - setbacks
    sore = float(np.max(np.where((since >= 0) & (since < 40), np.exp(-since / 12), 0.0), initial=0.0))
    pain = min(1.0, max(0.0, 0.62 * (1 - 0.8 * progress) + 0.45 * sore + rng.normal(0, 0.06)))
    return Form(progress * (1 - 0.4 * sore), pain)


class Performer:
    """Generates the events of sessions."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng

    def session(self, routine: str, plan: tuple[Step, ...], form: Form, breaks_off: bool) -> Iterator[Event]:
        """Yield the events of a session, up to its end or to where it was aborted."""
        t = 0.0
        yield SessionBegan(t, routine, tuple(step.move.id for step in plan))
        for number, step in enumerate(plan, 1):
            for event in self._move(t, number, len(plan), step, form):
                yield event
                t = event.t
            if breaks_off and number * 2 > len(plan):
                return
        yield SessionEnded(t, True)

    def _move(self, t: float, number: int, of: int, step: Step, form: Form) -> Iterator[Event]:
        move = step.move
        yield MoveBegan(t, number, of, move.id, step.sets, move.reps, step.sides, move.hold_s, move.target_deg)
        yield PostureChanged(t + 4, move.postures[0], move.views[0])
        t += 6
        for nth in range(1, step.sets + 1):
            for side in step.sides or (None,):
                yield SetBegan(t, nth, step.sets, side, 0, move.reps)
                yield Placed(t + 2)
                t += 3
                done = tried = 0
                while done < move.reps and tried < move.reps + 4:
                    working = self._working(move, side, tried)
                    tried += 1
                    for event in self._attempt(t, move, working, form):
                        yield event
                        t = event.t
                        if isinstance(event, RepEnded) and event.rep.counted:
                            done += 1
                            yield Counted(t, working, done, move.reps)
                    t += self._rng.uniform(0.8, 2.0)
            yield SetEnded(t, nth, step.sets)
            yield RestBegan(t, step.rest_s)
            t += step.rest_s
            yield RestEnded(t)
        yield MoveEnded(t, move.id, True)

    def _working(self, move: Move, side: Side | None, tried: int) -> Side | None:
        if move.sides == "alternate":
            return WORSE_SIDE if tried % 2 else other(WORSE_SIDE)
        return side

    def _attempt(self, t: float, move: Move, side: Side | None, form: Form) -> Iterator[Event]:
        rng = self._rng
        sore = side == WORSE_SIDE
        least = next(band.least for band in move.zone if band.measure == move.main)
        aim = least + 8 if move.target_deg is None else move.target_deg
        peak = float(aim + 6 * (form.progress - 0.6) - 7 * form.pain * (1.6 if sore else 0.8) + rng.normal(0, 2.5))
        hold = float(move.hold_s * (0.92 + 0.16 * form.progress) * rng.normal(1.05, 0.08))
        reasons: tuple[Reason, ...] = ()
        if peak < least:
            reasons, hold = ("low",), 0.0
        elif hold < 0.9 * move.hold_s:
            reasons = ("short-hold",)
        rest_deg = min(float(rng.normal(4, 1)), peak - 10)
        start, top, left = t, t + WAY_S, t + WAY_S + max(hold, 0.4)
        end = left + WAY_S
        seen = [each for each in move.aim if rng.random() < 0.22 * (1 - 0.8 * form.progress) * (1.3 if sore else 1.0)]
        faults = [Fault(each.id, top + 0.5, max(top + 1.2, left - 0.5), each.confidence) for each in seen]
        rep = Rep(
            side, start, None if "low" in reasons else top, end, peak, hold, not reasons, reasons,
            tuple(each for each in faults if each.confidence is None),
            tuple(each for each in faults if each.confidence is not None),
        )  # fmt: skip
        yield AttemptStarted(start + 0.3, start, None)
        if rep.top is not None:
            yield HoldEntered(top + 0.1)
            yield from (FaultSeen(fault.start + 0.7, fault.id) for fault in rep.faults if hold > 1.5)
            if hold >= move.hold_s:
                yield HoldReached(top + move.hold_s + 0.1)
            yield HoldReleased(left + 0.3, hold)
        yield RepEnded(end + 0.4, rep)
        yield self._curves(end + 0.4, move, rep, rest_deg, seen)

    def _curves(self, t: float, move: Move, rep: Rep, rest_deg: float, seen: list[Aim]) -> Measured:
        """Return the curves: the main angle there and back, other measures constant but for faults, all with noise."""
        rng = self._rng
        instants = np.arange(0, rep.end - rep.start + 1e-9, STEP_S)
        way = np.clip(np.minimum(instants, instants[-1] - instants) / WAY_S, 0, 1)
        lift = way * way * (3 - 2 * way)
        rest: dict[str, float | None] = {}
        curves: dict[str, tuple[float | None, ...]] = {}
        for name in judged(move):
            own = [each for each in move.aim if each.measure == name]
            small = all(abs(x) < 3 for each in own for x in (each.least, each.most) if math.isfinite(x)) and own
            level = rest_deg if name == move.main else float(rng.normal(0.3 if small else 12, 0.02 if small else 4))
            rise = rep.peak - rest_deg if name == move.main and rep.peak is not None else (0.05 if small else 5)
            off = any(each.measure == name for each in seen) and name != move.main
            values = (
                level + (rise + (0.3 if small else 9) * off) * lift + rng.normal(0, 0.004 if small else 0.35, len(lift))
            )
            rest[name] = round(level, 3)
            curves[name] = tuple(np.round(values, 3).tolist())
        return Measured(t, rep.start, STEP_S, rest, curves)


def fill(
    folder: Path, sessions: int = 2000, reps: int = 100_000, until: date | None = None, seed: int = 1
) -> tuple[int, int]:
    """Fill a new history and return the numbers of sessions and attempts."""
    rng = np.random.default_rng(seed)
    routines = Routines(folder)
    whole, stretches = routines.load("whole"), routines.load("daily-stretches")
    moves = routines.moves(whole)
    performer = Performer(rng)
    days = max(1, round(sessions * 5 * 365.25 / 2000))
    first = (until or datetime.now(UTC).date()) - timedelta(days=days - 1)
    setbacks = np.sort(rng.choice(days, max(1, days // 300)))
    total = 0
    with History(folder) as history:
        for number in range(sessions):
            day = min(days - 1, number * days // sessions)
            on = first + timedelta(days=day)
            form = form_on(day, days, rng, setbacks)
            routine = stretches
            if on.weekday() in STRENGTHENING_DAYS:
                per_set = 26 + 4 * 2
                due = round(reps * (number + 7) / sessions) - total
                routine = _grown(whole, form, min(4, max(1, round(due / per_set))))
            began = datetime(on.year, on.month, on.day, 6 + 11 * (number % 2), int(rng.integers(60)), tzinfo=UTC)
            with history.batch():
                total += _perform(history, performer, routine, moves, form, began, rng, number)
    return sessions, total


def _grown(routine: Routine, form: Form, sets: int) -> Routine:
    """Return the routine with more reps and sets, as progression offers them."""
    strengthening = ("hip-abduction", "spine-extension", "back-extension")
    more = 2 * int(2 * form.progress)
    return replace(
        routine,
        moves=tuple(
            replace(each, sets=sets, reps=min((each.reps or 8) + more, each.most_reps or 8))
            if each.id in strengthening
            else each
            for each in routine.moves
        ),
    )


def _perform(
    history: History, performer: Performer, routine: Routine, moves: Mapping[str, Move], form: Form, began: datetime,
    rng: np.random.Generator, number: int,
) -> int:  # fmt: skip
    """Store a session and the other entries of its day; return its number of attempts."""
    video = number % 30 == 17
    if video:
        routine = replace(routine, moves=routine.moves[:1])
    plan = steps(routine, moves)
    told = rng.random() < 0.8
    pain = round(10 * form.pain)
    log = history.sessions.begin(
        routine.moves[0].id if video else routine.id,
        planned(history, routine, moves),
        {"camera": ["0"], "voice": "full", "lang": "en"},
        kind="video" if video else "live",
        source="kitchen.mp4" if video else "0",
        hurts=WORSE_SIDE if told and not video else None,
        pain_before=pain if told and not video else None,
        worse=False if told and not video else None,
        began=began.isoformat(timespec="seconds"),
    )
    attempts, last = 0, 0.0
    breaks_off = not video and rng.random() < 0.02
    for event in performer.session(routine.id, plan, form, breaks_off):
        log.append(event)
        attempts += isinstance(event, RepEnded)
        last = event.t
    if not breaks_off:
        history.sessions.end(log.session, (began + timedelta(seconds=last)).isoformat(timespec="seconds"))
    if told and not video and rng.random() < 0.8:
        history.marks.set_pain(log.session, after=min(10, max(0, pain + int(rng.choice((-2, -1, -1, 0, 0, 1, 2))))))
    if rng.random() < 0.02:
        move = plan[0].move
        side = plan[0].sides[0] if plan[0].sides else None
        history.marks.correct(log.session, move.id, side, move.reps * plan[0].sets, str(rng.choice(NOTES)))
    if rng.random() < 0.35:
        at = (began + timedelta(hours=3)).isoformat(timespec="seconds")
        history.person.add_activity("walking", float(rng.choice((15, 20, 30, 45))), at=at)
    return attempts


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a new or empty folder")
    parser.add_argument("--sessions", type=int, default=2000)
    parser.add_argument("--reps", type=int, default=100_000)
    parser.add_argument("--until", type=date.fromisoformat, default=None)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if (asked.folder / "history.sqlite3").exists():
        parser.error(f"{asked.folder} holds a history already; name a new folder")
    started = time.perf_counter()
    kept, made = fill(asked.folder, asked.sessions, asked.reps, asked.until, asked.seed)
    size = (asked.folder / "history.sqlite3").stat().st_size
    print(f"{kept} sessions, {made} attempts, {size / 1e6:.0f} MB, in {time.perf_counter() - started:.0f} s")
