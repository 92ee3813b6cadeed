"""Events on a timeline, and the lines that the narrator makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from coach.events import (
    AttemptStarted,
    Counted,
    Event,
    Fault,
    HoldEntered,
    HoldReached,
    HoldReleased,
    MoveBegan,
    Reason,
    Rep,
    RepEnded,
)
from coach.language import Language
from coach.library import load_move, move_ids
from coach.moves.move import Move
from coach.voice.coach_voice import Narrator
from coach.voice.lines import Earcon, Line, Utterance
from coach.voice.settings import SpeechLevel

MOVES = {name: load_move(name) for name in move_ids()}
ENGLISH = Language.load("en")
TICK_S = 0.05

Lines = list[tuple[float, Line]]


def move(name: str = "spine-extension", *, hold_s: float = 5.0, reps: int = 10) -> Move:
    return MOVES[name].adjusted(hold_s=hold_s, reps=reps)


def narrated(
    events: Iterable[Event],
    *,
    what: Move | None = None,
    level: SpeechLevel = "full",
    phrases: Language = ENGLISH,
    until: float = 0.0,
) -> Lines:
    """Every line and sound for events, and for twenty ticks a second between them."""
    narrator = Narrator(MOVES, level, phrases)
    if what is not None:
        introduce(narrator, what)
        events = [*counted(events, what)]
    lines: Lines = []
    t = 0.0
    for event in events:
        while t + TICK_S < event.t:
            t += TICK_S
            lines += [(t, line) for line in narrator.tick(t)]
        t = event.t
        lines += [(t, line) for line in narrator.update(event, t)]
    while t < until:
        t += TICK_S
        lines += [(t, line) for line in narrator.tick(t)]
    return lines


def introduce(narrator: Narrator, what: Move) -> None:
    """Begin a move; its introduction is left out."""
    narrator.update(MoveBegan(-1.0, 1, 1, what.id, 1, what.reps, (), what.hold_s, what.target_deg), -1.0)
    narrator.tick(-0.5)


def counted(events: Iterable[Event], what: Move) -> Iterator[Event]:
    """Count the reps among the events, as a session does."""
    count = 0
    for event in events:
        yield event
        if isinstance(event, RepEnded) and event.rep.counted:
            count += 1
            yield Counted(event.t, event.rep.side, count, what.reps)


def words(lines: Lines) -> list[str]:
    return [line.text for _, line in lines if isinstance(line, Utterance)]


def sounds(lines: Lines) -> list[tuple[float, str]]:
    return [(round(t, 1), line.name) for t, line in lines if isinstance(line, Earcon)]


def when(lines: Lines, text: str) -> list[float]:
    """Return the times at which a text is spoken."""
    return [t for t, line in lines if isinstance(line, Utterance) and line.text == text]


def rep(
    start: float,
    *,
    hold: float = 5.2,
    asked: float = 5.0,
    faults: Sequence[str] = (),
    reasons: tuple[Reason, ...] = (),
    during: Sequence[Event] = (),
) -> list[Event]:
    """A repetition: a second up, the hold, a second down, and a little until it is sure to be over.

    What happens ``during`` the hold is timed from its start.
    """
    top = start + 1
    events: list[Event] = [AttemptStarted(start + 0.1, start, None)]
    if "low" not in reasons:
        inside: list[Event] = [*during, *([HoldReached(asked)] if hold >= asked else [])]
        events.append(HoldEntered(top))
        events += [_later(event, top) for event in sorted(inside, key=lambda event: event.t)]
        events.append(HoldReleased(top + hold, hold))
    end = top + hold + 1
    found = tuple(Fault(each, top, top + hold) for each in faults)
    done = Rep(None, start, None if "low" in reasons else top, end, 0.0, hold, not reasons, reasons, found)
    return [*events, RepEnded(end + 0.3, done)]


def _later(event: Event, seconds: float) -> Event:
    values = {name: getattr(event, name) for name in event.__slots__}
    return type(event)(**{**values, "t": event.t + seconds})
