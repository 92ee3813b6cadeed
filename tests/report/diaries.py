"""Invented diaries."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from coach.body import SIDES, Side
from coach.events import Fault, Rep
from coach.library import load_move
from coach.moves.move import Move
from coach.report.review.facts import (
    CorrectedCount,
    Curve,
    Definition,
    Diary,
    LoggedActivity,
    MoveDone,
    Planned,
    SetDone,
    ShownAttempt,
    Visit,
)
from coach.session.score import score

TODAY = date(2026, 11, 20)

STRENGTHENING = ("hip-abduction", "spine-extension", "back-extension")
STRETCHES = ("knee-to-chest", "piriformis-stretch", "seated-rotation")
WHOLE = Planned("The whole programme", (*STRENGTHENING, *STRETCHES))
DAILY = Planned("Daily stretches", STRETCHES)
PLAN = (WHOLE, DAILY, WHOLE, DAILY, WHOLE, DAILY, None)

BANDS = {
    "hip-abduction": (30, 60, 45.0),
    "spine-extension": (-17, 15, None),
    "back-extension": (20, 50, 35.0),
    "knee-to-chest": (105, None, 110.0),
    "piriformis-stretch": (None, None, 90.0),
    "seated-rotation": (24, None, 35.0),
}
REPS = {"hip-abduction": 8, "spine-extension": 10, "back-extension": 8}
MOVES: dict[str, Move] = {each: load_move(each) for each in BANDS}


def definitions() -> dict[str, Definition]:
    """The moves that come with the program, as pages need them."""
    return {name: Definition(move.title, *BANDS[name][:2], move.words.cue) for name, move in MOVES.items()}


def rep(start: float = 0.0, side=None, peak: float | None = 44.0, hold: float = 5.2, **other) -> Rep:
    """A rep, counted by default."""
    counted = not other.get("reasons")
    return Rep(side, start, start + 1.5, start + 3.5 + hold, peak, hold, counted, **other)


def curve(found: Rep, rest: float = 5.0) -> Curve:
    """An angle that rises, stays and comes back."""
    t = [found.start + i / 10 for i in range(int(10 * (found.end - found.start)) + 1)]
    peak = 30.0 if found.peak is None else found.peak

    def at(s: float) -> float:
        up, down = (s - found.start) / 1.8, (found.end - s) / 1.8
        part = min(1.0, max(0.0, min(up, down)))
        return rest + (peak - rest) * (3 * part**2 - 2 * part**3) + 0.7 * math.sin(3 * s)

    held = ((found.top, found.top + found.hold),) if found.top is not None and found.hold else ()
    return Curve(tuple(t), tuple(at(s) for s in t), held)


def move_done(name: str, reps: list[Rep], curves: bool = False, **other) -> MoveDone:
    """One move with these attempts, in one set."""
    move = MOVES[name]
    attempts = tuple(ShownAttempt(each, curve(each) if curves else None) for each in reps)
    sides = SIDES if move.sides == "each" else ()
    by_side: dict[Side | None, list[Rep]] = {}
    for each in reps:
        by_side.setdefault(each.side, []).append(each)
    done = MoveDone(
        name,
        tuple(score(name, side, some) for side, some in by_side.items()),
        (SetDone(1, attempts),) if attempts else (),
        1,
        max(1, sum(each.counted for each in reps) // max(1, len(sides)))
        if name not in REPS
        else min(REPS[name], max(1, sum(each.counted for each in reps) // max(1, len(sides)))),
        sides,
        move.hold_s,
        BANDS[name][2],
        name,
    )
    return replace(done, **other)


def visit(number: int, day: date, moves: tuple[MoveDone, ...] = (), **other) -> Visit:
    """A visit at seven in the morning."""
    began = datetime(day.year, day.month, day.day, 7, 5, tzinfo=UTC)
    plan = PLAN[day.weekday()]
    made = Visit(
        number, began, "Daily stretches" if plan is None else plan.title, "live", moves,
        () if plan is None else plan.moves, 900.0,
    )  # fmt: skip
    return replace(made, **other)


def diary(*visits: Visit, today: date = TODAY, **other) -> Diary:
    """A diary with these visits."""
    return Diary(visits, today, PLAN, definitions(), **other)


def long_diary(weeks: int = 30, today: date = TODAY, curves: int = 20, seed: int = 3) -> Diary:
    """Weeks of a person who gets better, misses days, favours the right, and walks."""
    chance = random.Random(seed)
    first = today - timedelta(weeks=weeks)
    made: list[Visit] = []
    activities: list[LoggedActivity] = []
    for i in range((today - first).days + 1):
        day = first + timedelta(days=i)
        way = min(1.0, i / 150)
        plan = PLAN[day.weekday()]
        if chance.random() < 0.2:
            noon = datetime(day.year, day.month, day.day, 12, 30, tzinfo=UTC)
            activities.append(
                LoggedActivity(noon, chance.choice(["walking", "walking", "cycling"]), 10 * chance.randint(2, 5))
            )
        if plan is None or chance.random() < 0.15:
            continue
        names = plan.moves if chance.random() > 0.12 else plan.moves[:2]
        moves = tuple(_made(chance, name, way) for name in names)
        before = max(0, min(10, round(5 - 3.5 * way + chance.gauss(0, 0.8))))
        after = max(0, min(10, before + chance.choice([-1, -1, 0, 0, 0, 1])))
        reported = chance.random() < 0.8
        made.append(
            visit(len(made) + 1, day, moves, seconds=260.0 * len(names) + chance.uniform(-60, 60),
                  pain_before=before if reported else None,
                  pain_after=after if reported else None)
        )  # fmt: skip
    drawn = [_drawn(each) if i >= len(made) - curves else each for i, each in enumerate(made)]
    last = drawn[-2]
    fix = CorrectedCount(last.moves[0].move, "left", 2, "one was hidden behind the chair")
    drawn[-2] = replace(last, moves=(replace(last.moves[0], corrections=(fix,)), *last.moves[1:]))
    return diary(*drawn, today=today, activities=tuple(activities))


def _made(chance: random.Random, name: str, way: float) -> MoveDone:
    move, (least, _, target) = MOVES[name], BANDS[name]
    sides = {"each": ("left", "right"), "alternate": ("left", "right"), "none": (None,)}[move.sides]
    base = target if target is not None else -4.0
    reps, t = [], 5.0
    wrong = [aim for aim in move.aim if aim.confidence is None]
    for side in sides:
        for _ in range(REPS.get(name, 1) // (2 if move.sides == "alternate" else 1) + (chance.random() < 0.15)):
            reach = base - (9 - 8 * way) - (3.5 if side == "left" else 0) + chance.gauss(0, 2)
            hold = move.hold_s + chance.uniform(0.1, 1.5)
            other: dict[str, object] = {}
            if chance.random() < 0.16 - 0.13 * way:
                low = chance.random() < 0.4
                other["reasons"] = ("low",) if low else ("short-hold",)
                hold = 0.0 if low else 0.5 * move.hold_s
                reach = (least if least is not None else base) - 6 if low else reach
            elif wrong and chance.random() < 0.3 - 0.2 * way:
                fault = wrong[0] if chance.random() < 0.7 else chance.choice(wrong)
                other["faults"] = (Fault(fault.id, t + 2, t + 3),)
            reps.append(rep(round(t, 2), side, round(reach, 1), round(hold, 2), **other))
            t += hold + 5
    return move_done(name, reps)


def _drawn(each: Visit) -> Visit:
    """The same visit, with the curve of every repetition."""
    return replace(
        each,
        moves=tuple(
            replace(
                move,
                sets=tuple(
                    replace(
                        one, attempts=tuple(ShownAttempt(a.rep, curve(a.rep, _rest(move.move))) for a in one.attempts)
                    )
                    for one in move.sets
                ),
            )
            for move in each.moves
        ),
    )


def _rest(name: str) -> float:
    return {"spine-extension": -50.0, "knee-to-chest": 25.0, "piriformis-stretch": 40.0}.get(name, 5.0)
