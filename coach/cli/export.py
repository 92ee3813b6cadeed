"""``coach export``: what is kept, for other programs."""

from __future__ import annotations

import json
import os
import stat
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from coach.cli.failure import asked
from coach.errors import HistoryError
from coach.report.export import as_csv, as_json
from coach.session.progress import fold
from coach.store.codec import pack
from coach.store.history import History, data_folder

FORMATS = ("json", "csv")


def export(form: str, to: Path | None, data: Path | None) -> int:
    """Write the whole history to the standard output, or into a file that only its owner may read."""
    with asked():
        if form not in FORMATS:
            raise ValueError(f"--format is {' or '.join(FORMATS)}, not {form}")
    with History(data or data_folder()) as history:
        text = as_json(_everything(history)) if form == "json" else as_csv(_sessions(history))
    if to is None:
        sys.stdout.write(text)
        return 0
    try:
        handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(handle, "w", encoding="utf-8", newline="") as file:
            if os.name == "posix" and stat.S_ISREG(os.fstat(handle).st_mode):
                os.fchmod(handle, 0o600)  # also one that was there before
            file.write(text)
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        raise HistoryError(f"{to} cannot be written ({said}); choose another place") from error
    return 0


def _sessions(history: History) -> list[tuple[dict[str, Any], Any]]:  # Any: what JSON holds
    return [(asdict(session), fold(history.events(session.id))) for session in history.sessions()]


def _everything(history: History) -> dict[str, Any]:  # Any: what JSON holds
    sessions = []
    named: set[str] = set()
    for session in history.sessions():
        named |= {step["definition"] for step in session.planned}
        packed = [pack(event) for event in history.events(session.id)]
        events = [{"type": name, **json.loads(fields)} for name, fields in packed]
        sessions.append(asdict(session) | {"events": events})
    return {
        "schema": 1,
        "sessions": sessions,
        "moves": {name: json.loads(history.definition(name) or "null") for name in sorted(named)},
        "settings": history.settings(),
        "ranges": [asdict(each) for each in history.ranges()],
        "acknowledged": history.notices(),
    }
