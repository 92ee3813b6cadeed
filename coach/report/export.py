"""Export the history: everything as JSON, or one row per attempt as CSV; written in pieces, as it may cover years."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from coach.body import Side
from coach.events import Rep
from coach.session.summary import Done, Summary

COLUMNS: Final = (
    "session", "kind", "began", "source", "routine", "move", "number", "side", "start_s", "top_s", "end_s", "rest_deg",
    "reach_deg", "peak_deg", "hold_s", "asked_hold_s", "asked_deg", "counted", "clean", "reasons", "faults",
    "advisory", "unjudged", "regraded_counted", "regraded_clean", "set_right", "note", "hurts", "pain_before",
    "pain_after", "worse", "spreads",
)  # fmt: skip
"""The columns, in order; docs/export.md describes each."""

SAME_S: Final = 0.5
"""Greatest difference between the start times of one attempt before and after regrading."""

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""Characters with which a spreadsheet formula begins."""

Stored = Mapping[str, Any]  # Any: what JSON holds


@dataclass(frozen=True, slots=True)
class ExportedSession:
    """One session to be exported.

    Attributes:
        regraded: By move, the regraded attempts, if any.
        corrected: By move and side, the corrected count, and the note.
    """

    session: Stored
    summary: Summary
    regraded: Mapping[str, Sequence[Rep]] = field(default_factory=dict)
    corrected: Mapping[tuple[str, Side | None], tuple[int, str]] = field(default_factory=dict)


def as_json(sessions: Iterable[Stored], rest: Stored) -> Iterator[str]:
    """Yield everything stored, as JSON with ``schema`` 1; docs/export.md describes it.

    ``rest`` is everything besides sessions, by its key.
    """
    yield '{\n"schema": 1,\n"sessions": ['
    for number, session in enumerate(sessions):
        yield (",\n" if number else "\n") + _json(session)
    yield "\n]"
    for key, value in rest.items():
        yield f",\n{_json(key)}: {_json(value)}"
    yield "\n}\n"


def as_csv(sessions: Iterable[ExportedSession], *, excel: bool = False) -> Iterator[str]:
    """Yield a row for every attempt of every session.

    ``excel`` is for regions with decimal commas: byte order mark, semicolons, CRLF, commas.
    """
    if excel:
        yield "\N{ZERO WIDTH NO-BREAK SPACE}"
    yield _line(COLUMNS, excel=excel)
    for exported in sessions:
        for done in exported.summary.moves:
            for number, rep in enumerate(done.attempted, 1):
                yield _line(_row(exported, done, number, rep), excel=excel)


def _row(exported: ExportedSession, done: Done, number: int, rep: Rep) -> list[object]:
    session = exported.session
    again = next((each for each in exported.regraded.get(done.move, ()) if abs(each.start - rep.start) <= SAME_S), None)
    count, note = exported.corrected.get((done.move, rep.side), ("", ""))
    return [
        session["id"], session["kind"], session["began"], session["source"], session["routine"], done.move, number,
        rep.side or "", _short(rep.start), _short(rep.top), _short(rep.end), _short(rep.rest), _short(rep.reach),
        _short(rep.peak), _short(rep.hold), done.hold_s, _short(done.target_of(rep.side)),
        int(rep.counted), int(rep.clean), " ".join(rep.reasons), " ".join(fault.id for fault in rep.faults),
        " ".join(fault.id for fault in rep.advisory), " ".join(rep.unjudged),
        "" if again is None else int(again.counted), "" if again is None else int(again.clean), count, note,
        session["hurts"] or "", _known(session["pain_before"]), _known(session["pain_after"]),
        _known(session["worse"]), _known(session["spreads"]),
    ]  # fmt: skip


def _line(values: Iterable[object], *, excel: bool) -> str:
    text = io.StringIO()
    cells = [_inert(value) for value in values]
    if excel:
        cells = [str(cell).replace(".", ",") if isinstance(cell, float) else cell for cell in cells]
    csv.writer(text, delimiter=";" if excel else ",", lineterminator="\r\n" if excel else "\n").writerow(cells)
    return text.getvalue()


def _inert(value: object) -> object:
    """Return a cell that no spreadsheet evaluates: text that begins like a formula is prefixed with an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _json(value: Any) -> str:  # Any: what JSON holds
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _short(value: float | None) -> float | str:
    return "" if value is None else round(value, 3)


def _known(value: int | None) -> int | str:
    return "" if value is None else int(value)
