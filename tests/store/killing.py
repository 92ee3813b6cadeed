"""Sessions that are killed: each runs in its own process, as fast as it can, and prints what it has stored."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

from coach.app.history.writer import HistorySink, Recorder, planned
from coach.errors import RecordingError
from coach.events import Event
from coach.session.live import LiveSession
from coach.session.routine import Exercise
from coach.store.codec import pack
from coach.store.history import History
from coach.store.recording import Recording, RecordingWriter
from coach.stream import Moment
from tests.fakes.waiting import TIMEOUT_S
from tests.session.leading import MOVES, clip, routine

REPS = routine(*[Exercise("hip-abduction", reps=1, hold_s=2.0, sides=("left",), rest_s=0)] * 200)
"""A move a repetition, so that the log is brought into the file after each."""

MOST_TOLD = 100
"""Most events that a session prints before it is killed: by then it has stored a dozen reps."""

LATER_S = 0.01
"""How long after that it is killed at most: time for another few writes."""

FORKS = multiprocessing.get_context("forkserver")
"""Each session is forked from a server that has done nothing else. The tests' own process may hold a decoder whose
threads do not survive forking: a fork that frees it waits for them without end."""
FORKS.set_forkserver_preload([__name__])


def kill_one(folder: Path, printed: int, later_s: float) -> tuple[int, int]:
    """Kill a session some time after it printed that many lines; return the numbers of printed and of stored events.

    Raises:
        AssertionError: Something that was kept is lost, or the session hangs.
        CoachError: A file cannot be opened.
    """
    reading, writing = FORKS.Pipe(duplex=False)
    session = FORKS.Process(target=_perform, args=(folder, writing), daemon=True)
    session.start()
    writing.close()
    with reading:
        lines = [_received(reading) for _ in range(printed)]
        time.sleep(later_s)
        session.kill()
        with suppress(EOFError, OSError):  # nothing more, or a line that is cut off
            while True:
                lines.append(reading.recv())
    session.join()
    return len(lines), _kept(folder, lines)


def kill_many(folder: Path, kills: int, seed: int = 1) -> list[tuple[int, int]]:
    """Kill sessions at random moments, one in five of them the first of a new history."""
    chance = random.Random(seed)
    return [
        kill_one(
            folder / (f"new-{number}" if number % 5 == 0 else "old"),
            chance.randrange(MOST_TOLD),
            chance.uniform(0.0, LATER_S),
        )
        for number in range(kills)
    ]


def _received(reading: Connection[None, str]) -> str:
    assert reading.poll(TIMEOUT_S), "the session hangs"
    return reading.recv()


def _perform(folder: Path, telling: Connection[str, None]) -> None:
    """Perform a session in the process to be killed."""
    with History(folder) as history:
        log = history.sessions.begin(REPS.id, planned(history, REPS, MOVES), {})
        telling.send(str(log.session))
        history_sink = HistorySink(log, print)
        recorder = Recorder(RecordingWriter(history.landmarks.keep(log.session), sync=False), print)
        session = LiveSession(REPS, MOVES)
        for moment in _moments():
            recorder(moment)
            for event in session.update(moment):
                history_sink(event)
                telling.send(_line(event))


def _moments() -> Iterator[Moment]:
    """The same clip again and again."""
    moments = clip("tiny-hip-abduction-left")
    span = moments[-1].t - moments[0].t + 0.04
    for turn in count():
        yield from (Moment(moment.t + turn * span, moment.pose) for moment in moments)


def _line(event: Event) -> str:
    return " ".join(pack(event))


def _kept(folder: Path, printed: list[str]) -> int:
    """Compare the stored events with the printed ones; return their number."""
    with History(folder) as history:
        history.upkeep.examine()
        if not printed:
            return 0
        number = int(printed[0])
        kept = [_line(event) for event in history.sessions.events(number)]
        kept += [_line(measured) for measured in history.sessions.curves(number).values()]
        lost = [line for line in printed[1:] if not line.startswith("Measured ") and line not in kept]
        assert not lost, f"{len(lost)} events of session {number} are lost, the first is {lost[0]}"
        reps = sum(line.startswith("RepEnded ") for line in kept)
        curves = len(history.sessions.curves(number))
        assert reps - 1 <= curves <= reps, f"session {number} has {reps} attempts and {curves} curves"
        landmarks = history.sessions.get(number).landmarks
        if landmarks is not None:
            _readable(folder / "landmarks" / landmarks)
        return len(kept)


def _readable(path: Path) -> None:
    """A recording is readable up to its last whole chunk, unless its header was not written yet."""
    if path.exists() and path.stat().st_size:
        try:
            for _ in Recording(path):
                pass
        except RecordingError as error:
            if "header is cut off" not in str(error):
                raise
