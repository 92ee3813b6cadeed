"""The history for other programs: all of it as JSON, one row a repetition as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from coach.session.progress import Done, Summary

COLUMNS: Final = (
    "session", "began", "routine", "move", "number", "side", "start_s", "top_s", "end_s", "peak_deg", "hold_s",
    "asked_hold_s", "counted", "clean", "reasons", "faults", "advisory", "pain_before", "pain_after",
)  # fmt: skip
"""What a row holds, in this order."""

Kept = Mapping[str, Any]  # Any: what JSON holds


def as_json(kept: Kept) -> str:
    """Everything that is kept, as JSON with ``schema`` 1; docs/routines.md describes it."""
    return json.dumps(kept, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def as_csv(sessions: Sequence[tuple[Kept, Summary]]) -> str:
    """A row for every attempt of every session, each session with what it comes to."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for session, summary in sessions:
        for done in summary.moves:
            writer.writerows(_rows(session, done))
    return text.getvalue()


def _rows(session: Kept, done: Done) -> list[list[object]]:
    rows: list[list[object]] = []
    for number, rep in enumerate(done.attempts, 1):
        faults = " ".join(fault.id for fault in rep.faults)
        advisory = " ".join(fault.id for fault in rep.advisory)
        rows.append([
            session["id"], session["began"], session["routine"], done.move, number, rep.side or "",
            _short(rep.start), _short(rep.top), _short(rep.end), _short(rep.peak), _short(rep.hold), done.hold_s,
            int(rep.counted), int(rep.clean), " ".join(rep.reasons), faults, advisory,
            session["pain_before"], session["pain_after"],
        ])  # fmt: skip
    return rows


def _short(value: float | None) -> float | str:
    return "" if value is None else round(value, 3)
