"""Text report for people: a table of the attempts, the unseen spans, and the verdict in one line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from rich import box
from rich.console import Group, RenderableType
from rich.text import Text

from coach.events import Fault, Rep
from coach.language import Language, sentence
from coach.moves.measures import KINDS, Unit
from coach.moves.move import Move
from coach.report import words
from coach.report.facts import Annotated, Report
from coach.report.table import Records
from coach.session.advice import for_all

NARROWEST: Final = 72
"""Least width: a narrower table would truncate its numbers, so a narrower terminal wraps lines instead."""

NOTHING: Final = "-"
"""Content of a cell without a value."""


def describe(file: str, reports: Sequence[Report], language: Language) -> RenderableType:
    """Return the reports on a video for a terminal or a plain text file; they wrap to the available width."""
    if not reports:
        return Group(Text(language.say("table.nothing", file=file)), Text())
    return Group(*(part for each in reports for part in (*_ReportText(each, language).parts(), Text())))


class _ReportText:
    """One report in the words of a language."""

    def __init__(self, report: Report, language: Language) -> None:
        self._report, self._result, self._language = report, report.result, language
        self._move: Move = report.move.in_language(language.language)

    def parts(self) -> list[RenderableType]:
        """Return every part of the report, from top to bottom."""
        result, video = self._result, self._report.video
        parts: list[RenderableType] = [self._heading()]
        if video.truncated:
            key = "truncated" if video.duration_s is None else "truncated_of"
            parts.append(Text(self._say(key, reach=self._s(video.last), length=self._s(video.duration_s))))
        parts += [Text(f"{sentence(self._language.translated(each))}.") for each in video.problems]
        if result.reps:
            parts.append(self._table())
        for gap in result.unseen:
            why = self._language.say(f"not_seen.{gap.why}")
            parts.append(Text(self._say("not_seen", span=self._span(gap.start, gap.end), why=why)))
        parts.append(Text(words.verdict(result, self._move, self._language), style="bold"))
        parts += self._advice() if result.reps else []
        if self._report.annotated is not None:
            parts.append(self._annotated(self._report.annotated))
        return parts

    def _heading(self) -> Text:
        report, language = self._report, self._language
        posture, view = (
            language.find(f"{section}.{found}") if found != "unknown" else ""
            for section, found in (("posture", self._result.posture), ("view", self._result.view))
        )
        seen = self._say("seen", posture=posture, view=view) if posture and view else posture or view
        of = "" if report.file == report.video.name else self._say("recording", name=report.video.name)
        when = "" if report.video.end is None else f" {self._span(report.video.start or 0.0, report.video.end)}"
        line = Text.assemble((report.file, "bold"), f"{of}{when}: {self._result.move}")
        return line.append(f" ({seen})") if seen else line

    def _table(self) -> Records:
        table = Records(box=box.SIMPLE_HEAD, padding=(0, 0, 0, 1), pad_edge=False, show_edge=False)
        sided = any(rep.side for rep in self._result.reps)
        table.add_column("#", justify="right", no_wrap=True)
        if sided:
            table.add_column(self._say("side"), no_wrap=True)
        for name in ("start", "top", "end", words.main_heading([self._unit]), "held"):
            table.add_column(self._say(name), justify="right", no_wrap=True)
        table.add_column(self._say("counted"), no_wrap=True)
        table.add_column("", overflow="fold")
        for number, rep in enumerate(self._result.reps, 1):
            side = [self._say(rep.side) if rep.side else NOTHING] if sided else []
            times = [self._s(t) for t in (rep.start, rep.top, rep.end)]
            counted = Text(self._say("yes"), style="green") if rep.counted else Text(self._say("no"), style="red")
            table.add_row(
                str(number), *side, *times, self._peak(rep.peak), self._s(rep.hold), counted, self._notes(rep)
            )
        return table

    def _notes(self, rep: Rep) -> Text:
        """Return why the attempt did not count, then its faults with their times, then the doubtful ones."""
        notes = [Text(words.reason(self._move, rep, each, self._language), style="red") for each in rep.reasons]
        notes += [Text(self._fault(fault), style="yellow") for fault in rep.faults]
        notes += [Text(self._say("perhaps", fault=self._fault(fault)), style="dim") for fault in rep.advisory]
        return Text(", ").join(notes)

    def _advice(self) -> list[Text]:
        advice = for_all(self._move, self._result.reps)
        good = words.joined(words.good(advice, self._move, self._language))
        change = words.change(advice, self._move, self._language)
        found = {"good": good, "change": change}
        return [Text(self._say(key, what=what)) for key, what in found.items() if what]

    def _annotated(self, made: Annotated) -> Text:
        """Return the path of the annotated video, and why it is silent if it should not be."""
        return Text(self._say("annotated_silent" if made.silenced else "annotated", path=made.path, why=made.silenced))

    def _fault(self, fault: Fault) -> str:
        return f"{words.fault(fault.id, self._language)} {self._span(fault.start, fault.end)}"

    def _say(self, key: str, **values: object) -> str:
        return self._language.say(f"table.{key}", **values)

    def _span(self, start: float, end: float) -> str:
        return self._say("span", start=self._language.number(start, 1), end=self._s(end))

    @property
    def _unit(self) -> Unit:
        move = self._move
        return KINDS[move.measures[move.peak_from or move.main].kind].unit

    def _peak(self, value: float | None) -> str:
        if value is None or not math.isfinite(value):
            return NOTHING
        return words.main_number(value, self._unit, self._language)

    def _s(self, t: float | None) -> str:
        return NOTHING if t is None or not math.isfinite(t) else f"{self._language.number(t, 1)} s"
