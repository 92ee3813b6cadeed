"""Store a session of given moments, with its landmarks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from coach.app.history.writer import planned
from coach.moves.move import Move
from coach.session.live import LiveSession
from coach.session.routine import Routine
from coach.store.history import History
from coach.store.recording import RecordingWriter
from coach.stream import Moment


def kept(folder: Path, routine: Routine, moves: Mapping[str, Move], moments: Iterable[Moment]) -> Path:
    """Lead a session, and return the folder of the history that keeps it."""
    with History(folder) as history:
        log = history.sessions.begin(routine.id, planned(history, routine, moves), {})
        session = LiveSession(routine, moves)
        with RecordingWriter(history.landmarks.keep(log.session)) as writer:
            for moment in moments:
                writer.write(moment)
                for event in session.update(moment):
                    log.append(event)
        for event in session.finish():
            log.append(event)
        log.end()
    return folder
