"""``coach history``: what was done, as a table; and one session in full."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from rich import box
from rich.console import Console
from rich.text import Text

from coach.app.history.scores import CurrentScore, current_scores
from coach.body import Side
from coach.cli.console import output
from coach.cli.failure import asked
from coach.cli.printable import line
from coach.report.table import Records
from coach.session.routine import CALIBRATION, SINGLE
from coach.session.score import Score
from coach.store.history import Activity, History, Session, data_folder, to_read

LAST: Final = 20
"""Sessions in the table where nothing else is asked for."""

WIDEST: Final = 120
NUMBERS: Final = ("#", "tried", "reps", "clean", "held", "angle")

NOTHING: Final = "-"


def show(data: Path | None, last: int | None) -> int:
    """List the last sessions and what else was done, and say what is kept and how large it is."""
    console = _console()
    with History(data or data_folder(), to_read) as history:
        sessions = history.sessions.all()
        activities = history.person.activities()
        if not sessions and not activities:
            console.print(
                f"No sessions in {history.folder} yet. Start one with coach, or record a walk with coach log."
            )
            return 0
        shown = sessions[-(last or LAST) :]
        found = current_scores(history)
        rows: list[tuple[str, tuple[str | Text, ...]]] = [(each.began, _row(each, found[each.id])) for each in shown]
        since = shown[0].began if len(shown) < len(sessions) else ""
        rows += [(each.at, _activity(each)) for each in activities if each.at >= since]
        console.print(_table([row for _, row in sorted(rows, key=lambda each: each[0])]))
        if len(shown) < len(sessions):
            console.print(f"The last {len(shown)} of {len(sessions)} sessions; --last N shows more.")
        console.print("For details of a session: coach history show SESSION.")
        console.print(_space(history))
    return 0


def tell(data: Path | None, number: int) -> int:
    """Tell one session in full: each move and side, and what was noted of it."""
    console = _console()
    with asked(), History(data or data_folder(), to_read) as history:
        session = history.sessions.get(number)
        found = current_scores(history)[number]
        console.print(f"Session {number}, {_local(session.began)}: {_name(session)}{_ending(session)}")
        table = _columns("move", "side", *NUMBERS[1:])
        for each in found:
            score = each.judged
            table.add_row(
                score.move, score.side or NOTHING, str(score.attempted), _count([each]), str(score.clean),
                _held(score.hold_s), NOTHING if score.peak_deg is None else f"{score.peak_deg:.0f}°",
            )  # fmt: skip
        if found:
            console.print(table)
        for each in found:
            for text in _faults(each.judged):
                console.print(text)
        for text in _notes(history, session):
            console.print(text)
    return 0


def _notes(history: History, session: Session) -> Iterator[str]:
    for regrade in history.marks.regrades(session.id):
        yield f"{regrade.move} was regraded on {_local(regrade.at)}, from its {regrade.basis}."
    for one in history.marks.corrections(session.id):
        note = f": {line(one.note)}" if one.note else ""
        yield f"{_of(one.move, one.side)}: set to {one.count} on {_local(one.at)}{note}"
    if _pain(session) != NOTHING:
        hurts = f"; side: {session.hurts}" if session.hurts else ""
        yield f"Pain (0 to 10), before → after: {_pain(session)}{hurts}"
    for kept in history.landmarks.kept():
        if kept.session == session.id and kept.size is not None:
            yield f"Landmarks: {kept.path}{_going(kept.goes)}"
    if session.recording:
        yield f"Landmark recording: {session.recording}"


def _row(session: Session, found: list[CurrentScore]) -> tuple[str | Text, ...]:
    return (
        str(session.id),
        _local(session.began),
        _name(session) + _ending(session),
        _count(found),
        str(sum(each.judged.clean for each in found)),
        _held(sum(each.judged.hold_s for each in found)),
        _pain(session),
        ", ".join(_marks(found)),
    )


def _activity(activity: Activity) -> tuple[str | Text, ...]:
    note = f": {activity.note}" if activity.note else ""
    return "", _local(activity.at), line(f"{activity.what}{note}"), "", "", _held(60 * activity.minutes), "", ""


def _table(rows: list[tuple[str | Text, ...]]) -> Records:
    table = _columns("#", "date", "what", "reps", "clean", "held", "pain", "")
    for row in rows:
        table.add_row(*row)
    return table


def _columns(*names: str) -> Records:
    table = Records(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for name in names:
        right = name in NUMBERS
        table.add_column(
            name,
            justify="right" if right else "left",
            no_wrap=right or name in ("date", "side", "move"),
            min_width=15 if name == "what" else None,
        )
    return table


def _name(session: Session) -> str:
    if session.kind == "video":
        return line(f"{session.source}: {session.routine}")
    moves = ", ".join(step["move"] for step in session.planned)
    return line({SINGLE: moves, CALIBRATION: f"{moves}, calibration"}.get(session.routine, session.routine))


def _ending(session: Session) -> str:
    return "" if session.ended else ", interrupted"


def _count(found: list[CurrentScore]) -> str:
    """Repetitions as measured; and as they are after all, where that is another number."""
    measured, after = sum(each.score.counted for each in found), sum(each.count for each in found)
    return str(measured) if measured == after else f"{measured} → {after}"


def _marks(found: list[CurrentScore]) -> list[str]:
    marks = ["regraded"] if any(each.regraded is not None for each in found) else []
    return marks + (["corrected"] if any(each.correction is not None for each in found) else [])


def _pain(session: Session) -> str:
    before, after = ("?" if pain is None else str(pain) for pain in (session.pain_before, session.pain_after))
    told = NOTHING if before == after == "?" else f"{before} → {after}"
    return f"{told}, leg" if session.spreads else told


def _faults(score: Score) -> Iterator[str]:
    """What kept attempts from counting or being clean, if anything did."""
    told = [f"not counted: {_numbered(score.reasons)}"] if score.reasons else []
    told += [f"faults: {_numbered(score.faults)}"] if score.faults else []
    if told:
        yield f"{_of(score.move, score.side)}: {'; '.join(told)}"


def _numbered(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{name.replace('-', ' ')} {count}" for name, count in numbers.items())


def _of(move: str, side: Side | None) -> str:
    return f"{move}, {side}" if side else move


def _space(history: History) -> str:
    size = history.path.stat().st_size
    text = f"History: {_bytes(size)} ({history.path})."
    kept = [each for each in history.landmarks.kept() if each.size is not None]
    days = history.landmarks.days
    if not kept:
        return f"{text} No landmarks stored{'' if days == 0 else ' yet'}."
    total = sum(each.size or 0 for each in kept)
    text += f"\nLandmarks of {len(kept)} {'session' if len(kept) == 1 else 'sessions'}: {_bytes(total)}"
    goes = [each.goes for each in kept if each.goes is not None]
    if not goes:
        return f"{text}, kept for ever (change with coach history keep DAYS)."
    first = min(goes).astimezone().date()
    return f"{text}, kept for {days} days, the first until {first} (change with coach history keep DAYS)."


def _going(goes: datetime | None) -> str:
    return "" if goes is None else f", until {goes.astimezone().date()}"


def _bytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size < 1e9 else f"{size / 1e9:.2f} GB"


def _held(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def _local(at: str) -> str:
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")


def _console() -> Console:
    console = output()
    console.width = min(max(console.width, 72), WIDEST)
    return console
