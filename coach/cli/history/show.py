"""``coach history``: past sessions as a table; and one session in detail."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from rich.console import Console

from coach.app.history.scores import CurrentScore, current_scores, unit
from coach.body import Side
from coach.cli.columns import columns
from coach.cli.console import output
from coach.cli.failure import usage_errors
from coach.cli.live.sound import chosen_language
from coach.cli.printable import line
from coach.language import Language
from coach.report.table import Records
from coach.report.words import fault, main_heading, main_number, several
from coach.session.routine import CALIBRATION, SINGLE
from coach.session.score import Score
from coach.store.history import Activity, History, Session, data_folder, for_reading
from coach.store.records import local

LAST: Final = 20
"""Number of sessions in the table by default."""

WIDEST: Final = 120

NOTHING: Final = "-"


def show(data: Path | None, last: int | None, lang: str | None = None) -> int:
    """List the last sessions and other activities, and the stored data with its size."""
    console = _console()
    with History(data or data_folder(), for_reading) as history:
        shown = _Shown(history, chosen_language(lang, data))
        for each in shown.listed(last or LAST):
            console.print(each)
    return 0


def show_session(data: Path | None, number: int, lang: str | None = None) -> int:
    """Show one session in detail."""
    console = _console()
    with usage_errors(), History(data or data_folder(), for_reading) as history:
        shown = _Shown(history, chosen_language(lang, data))
        for each in shown.details(history.sessions.get(number)):
            console.print(each)
    return 0


class _Shown:
    """A history in the words of a language."""

    def __init__(self, history: History, language: Language) -> None:
        self._history, self._language = history, language

    def listed(self, last: int) -> Iterator[Records | str]:
        """Yield the table of the last sessions, and remarks on the history."""
        history, say = self._history, self._say
        sessions, activities = history.sessions.all(), history.person.activities()
        if not sessions and not activities:
            yield say("none", folder=history.folder)
            return
        shown, found = sessions[-last:], current_scores(history)
        rows = [(each.began, self._row(each, found[each.id])) for each in shown]
        since = shown[0].began if len(shown) < len(sessions) else ""
        rows += [(each.at, _activity(each)) for each in activities if each.at >= since]
        table = columns(self._language, "#", "date", "what", "reps", "clean", "held", "pain", "")
        for _, row in sorted(rows, key=lambda each: each[0]):
            table.add_row(*row)
        yield table
        if len(shown) < len(sessions):
            yield say("last", shown=len(shown), all=len(sessions))
        yield say("details")
        yield from self._space()

    def details(self, session: Session) -> Iterator[Records | str]:
        """Yield one session in detail."""
        found = current_scores(self._history)[session.id]
        what = f"{self._name(session)}{self._ending(session)}"
        yield self._say("session", number=session.id, when=_when(session.began), what=what)
        units = [unit(self._history, session, each.judged.move) for each in found]
        table = columns(self._language, "move", "side", "tried", "reps", "clean", "held", main_heading(units))
        for each, measured_in in zip(found, units, strict=True):
            score = each.judged
            peak = NOTHING if score.peak_deg is None else main_number(score.peak_deg, measured_in, self._language)
            table.add_row(
                score.move, self._side(score.side) or NOTHING, str(score.attempted), _count([each]), str(score.clean),
                _held(score.hold_s), peak,
            )  # fmt: skip
        if found:
            yield table
        for each in found:
            yield from self._faults(each.judged)
        yield from self._notes(session)

    def _say(self, key: str, **values: object) -> str:
        return self._language.say(f"history.{key}", **values)

    def _side(self, side: Side | None) -> str:
        return self._language.say(f"table.{side}") if side else ""

    def _notes(self, session: Session) -> Iterator[str]:
        for regrade in self._history.marks.regrades(session.id):
            basis = self._say(f"basis.{regrade.basis}")
            yield self._say("regraded_on", move=regrade.move, when=_when(regrade.at), basis=basis)
        for one in self._history.marks.corrections(session.id):
            set_to = self._say("set_to", count=one.count, when=_when(one.at))
            yield f"{self._of(one.move, one.side)}: {set_to}" + (f": {line(one.note)}" if one.note else "")
        if self._pain(session) != NOTHING:
            hurts = "" if not session.hurts else self._language.say(f"page.hurt.{session.hurts}")
            side = self._say("hurts", side=hurts) if hurts else ""
            yield self._say("pain_levels", pain=self._pain(session)) + side
        for kept in self._history.landmarks.kept():
            if kept.session == session.id and kept.size is not None:
                until = "" if kept.expires is None else self._say("until", day=kept.expires.astimezone().date())
                yield f"{self._say('landmarks')}: {kept.path}{until}"
        if session.recording:
            yield f"{self._say('recording')}: {session.recording}"

    def _row(self, session: Session, found: list[CurrentScore]) -> tuple[str, ...]:
        marks = ["regraded"] if any(each.regraded is not None for each in found) else []
        marks += ["corrected"] if any(each.correction is not None for each in found) else []
        return (
            str(session.id),
            _when(session.began),
            self._name(session) + self._ending(session),
            _count(found),
            str(sum(each.judged.clean for each in found)),
            _held(sum(each.judged.hold_s for each in found)),
            self._pain(session),
            ", ".join(map(self._say, marks)),
        )

    def _name(self, session: Session) -> str:
        if session.kind == "video":
            return line(f"{session.source}: {session.routine}")
        moves = ", ".join(step["move"] for step in session.planned)
        calibration = f"{moves}, {self._say('calibration')}"
        return line({SINGLE: moves, CALIBRATION: calibration}.get(session.routine, session.routine))

    def _ending(self, session: Session) -> str:
        return "" if session.ended else f", {self._say('interrupted')}"

    def _pain(self, session: Session) -> str:
        before, after = ("?" if pain is None else str(pain) for pain in (session.pain_before, session.pain_after))
        pain = NOTHING if before == after == "?" else f"{before} → {after}"
        return f"{pain}, {self._language.say('page.leg')}" if session.spreads else pain

    def _faults(self, score: Score) -> Iterator[str]:
        """Yield why attempts did not count or were not clean, if any."""
        parts = [self._say("not_counted", why=self._numbered(score.reasons, several))] if score.reasons else []
        parts += [self._say("faults", what=self._numbered(score.faults, fault))] if score.faults else []
        if parts:
            yield f"{self._of(score.move, score.side)}: {'; '.join(parts)}"

    def _numbered(self, numbers: Mapping[str, int], words: Callable[[str, Language], str]) -> str:
        return ", ".join(f"{words(name, self._language)} {count}" for name, count in numbers.items())

    def _of(self, move: str, side: Side | None) -> str:
        return f"{move}, {self._side(side)}" if side else move

    def _space(self) -> Iterator[str]:
        history, say = self._history, self._say
        yield say("size", size=_bytes(history.path.stat().st_size, self._language), path=history.path)
        kept, days = [each for each in history.landmarks.kept() if each.size is not None], history.landmarks.days
        if not kept:
            yield say("no_landmarks" if days == 0 else "no_landmarks_yet")
            return
        total = sum(each.size or 0 for each in kept)
        expiries = [each.expires for each in kept if each.expires is not None]
        key, first = ("kept_for", min(expiries).astimezone().date()) if expiries else ("kept_for_ever", "")
        yield say(key, n=len(kept), size=_bytes(total, self._language), days=days, day=first)


def _activity(activity: Activity) -> tuple[str, ...]:
    note = f": {activity.note}" if activity.note else ""
    return "", _when(activity.at), line(f"{activity.what}{note}"), "", "", _held(60 * activity.minutes), "", ""


def _count(found: list[CurrentScore]) -> str:
    """Return the measured reps, and the corrected or regraded number if it differs."""
    measured, after = sum(each.score.counted for each in found), sum(each.count for each in found)
    return str(measured) if measured == after else f"{measured} → {after}"


def _bytes(size: int, language: Language) -> str:
    return f"{language.number(size / 1e6, 1)} MB" if size < 1e9 else f"{language.number(size / 1e9, 2)} GB"


def _held(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def _when(at: str) -> str:
    return f"{local(at):%Y-%m-%d %H:%M}"


def _console() -> Console:
    console = output()
    console.width = min(max(console.width, 72), WIDEST)
    return console
