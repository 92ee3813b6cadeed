"""``coach export``: write the stored history for other programs."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from coach.cli.failure import usage_errors
from coach.errors import HistoryError, reason
from coach.events import Measured
from coach.language import phrase
from coach.report.export import ExportedSession, as_csv, as_json
from coach.session.summary import fold
from coach.store.codec import pack
from coach.store.history import History, data_folder, for_reading


def export(form: str, to: Path | None, data: Path | None, curves: bool = False, excel: bool = False) -> int:
    """Write the whole history to standard output, or to a file that only its owner may read."""
    with usage_errors():
        if curves and form != "json":
            raise ValueError("--curves needs --format json")
        if excel and form != "csv":
            raise ValueError("--excel needs --format csv")
    with History(data or data_folder(), for_reading) as history:
        pieces = (
            as_csv(_rows(history), excel=excel)
            if form == "csv"
            else as_json(_sessions(history, curves), _rest(history))
        )
        if to is None:
            sys.stdout.writelines(pieces)
        else:
            _write(to, pieces)
    return 0


def _write(to: Path, pieces: Iterable[str]) -> None:
    try:
        handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(handle, "w", encoding="utf-8", newline="") as file:
            if os.name == "posix" and stat.S_ISREG(os.fstat(handle).st_mode):
                os.fchmod(handle, 0o600)  # also if it existed before
            file.writelines(pieces)
    except OSError as error:
        raise HistoryError(phrase("errors.write.export", path=to, why=reason(error))) from error


def _rows(history: History) -> Iterator[ExportedSession]:
    for session in history.sessions.all():
        regraded = {each.move: each.reps for each in history.marks.regrades(session.id)}
        corrected = {(each.move, each.side): (each.count, each.note) for each in history.marks.corrections(session.id)}
        yield ExportedSession(asdict(session), fold(history.sessions.events(session.id)), regraded, corrected)


def _sessions(history: History, curves: bool) -> Iterator[dict[str, Any]]:  # Any: what JSON holds
    for session in history.sessions.all():
        packed = [pack(event) for event in history.sessions.events(session.id)]
        found = asdict(session) | {
            "events": [{"type": name, **json.loads(fields)} for name, fields in packed],
            "corrections": [asdict(each) for each in history.marks.corrections(session.id)],
            "regrades": [asdict(each) for each in history.marks.regrades(session.id)],
        }
        if curves:
            found["curves"] = [_curves(attempt, each) for attempt, each in history.sessions.curves(session.id).items()]
        yield found


def _rest(history: History) -> dict[str, Any]:  # Any: what JSON holds
    planned = [step for session in history.sessions.all() for step in session.planned]
    named = {step["definition"] for step in planned if "definition" in step}
    named |= {each.definition for each in history.marks.regrades()}
    return {
        "moves": {name: history.sessions.definition(name) for name in sorted(named)},
        "activities": [asdict(each) for each in history.person.activities()],
        "settings": history.person.settings(),
        "ranges": [asdict(each) for each in history.person.ranges()],
        "acknowledged": history.person.notices(),
    }


def _curves(attempt: int, measured: Measured) -> dict[str, Any]:  # Any: what JSON holds
    samples = {name: [_short(each) for each in samples] for name, samples in measured.curves.items()}
    rest = {name: _short(value) for name, value in measured.rest.items()}
    return {"attempt": attempt, "start": measured.start, "step_s": measured.step_s, "rest": rest, "samples": samples}


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
