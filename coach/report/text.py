"""Text report for people: a table of the attempts, what was unseen, and the verdict in one line."""

from __future__ import annotations

import math
from typing import Final

from rich import box
from rich.console import Group, RenderableType
from rich.text import Text

from coach.events import Fault, Reason, Rep
from coach.language import Language, english
from coach.moves.move import Move
from coach.report.facts import Annotated, Report, Video
from coach.report.table import Records
from coach.session.advice import far_enough, for_all
from coach.session.result import Result

REASONS: Final = {
    "low": "not far enough",
    "short-hold": "held {hold:.1f} of {asked:g} s",
    "not-returned": "not back at the start",
    "wrong-limb": "another limb than asked",
    "unseen": "not seen well enough",
}
"""Why an attempt did not count, in words that fit every move."""

PARTLY: Final = "far enough, but not the whole position"
"""The same for an attempt whose main angle reached the counting zone."""

POSTURES: Final = {
    "supine": "lying on the back",
    "prone": "lying face down",
    "side-lying-left": "lying on the left side",
    "side-lying-right": "lying on the right side",
    "all-fours": "on all fours",
    "long-sitting": "sitting on the floor",
    "kneeling": "kneeling",
    "standing": "standing",
}
VIEWS: Final = {
    "front": "from the front",
    "back": "from the back",
    "side": "from the side",
    "head-end": "from the head end",
    "foot-end": "from the foot end",
    "oblique": "from an angle",
}
NARROWEST: Final = 72
"""Least width: a narrower table would truncate its numbers, so a narrower terminal wraps lines instead."""

NOTHING: Final = "-"
"""Content of a cell without a value."""


def tell(report: Report) -> RenderableType:
    """Return the report for a terminal or a plain text file; it wraps to the available width."""
    result = report.result
    parts: list[RenderableType] = [_heading(report)]
    if report.video.truncated:
        parts.append(Text(f"The file ends before it should; it was checked as far as it goes, {_reach(report.video)}."))
    parts += [Text(f"{problem[0].upper()}{problem[1:]}.") for problem in report.video.problems]
    if result.reps:
        parts.append(_table(report.move, result))
    parts += [Text(f"Not seen from {_span(gap.start, gap.end)}: {gap.why}") for gap in result.unseen]
    parts.append(Text(verdict(result, english()), style="bold"))
    parts += _advice(report)
    if report.annotated is not None:
        parts.append(_annotated(report.annotated))
    return Group(*parts, Text())


def nothing(file: str) -> RenderableType:
    """Return the report on a video in which no move was recognised."""
    return Group(Text(f"{file}: none of the moves was recognised; say with --move which to look for."), Text())


def _advice(report: Report) -> list[RenderableType]:
    """Return what was good and the one thing to change."""
    if not report.result.reps:
        return []
    advice = for_all(report.move, report.result.reps)
    lines = [Text(f"Good: {', '.join(advice.good)}.")] if advice.good else []
    return [*lines, *([Text(f"To change: {advice.change}.")] if advice.change else [])]


def _annotated(film: Annotated) -> Text:
    """Return the path of the annotated video, and why it is silent if it should not be."""
    lost = f"; its sound is not all there, for it cannot be read ({film.silenced})" if film.silenced else ""
    return Text(f"Annotated: {film.path}{lost}.")


def verdict(result: Result, language: Language) -> str:
    """Return the outcome in one line."""
    say = language.say
    if result.refused is not None:
        return say("verdict.refused", why=result.refused.text)
    if not result.attempted:
        return say("verdict.no_attempt", move=result.move)
    if not result.counted:
        return say("verdict.none_counted", n=result.attempted)
    graded = "all_clean" if result.clean == result.counted else "some_clean" if result.clean else "none_clean"
    counted = say("verdict.counted", n=result.attempted, counted=result.counted)
    return f"{counted}, {say(f'verdict.{graded}', n=result.counted, clean=result.clean)}."


def _heading(report: Report) -> Text:
    result = report.result
    seen = [words for words in (POSTURES.get(str(result.posture)), VIEWS.get(str(result.view))) if words]
    if len(seen) == 2:
        seen = [f"{seen[0]}, seen {seen[1]}"]
    of = "" if report.file == report.video.name else f", a recording of {report.video.name}"
    when = "" if report.video.end is None else f" {_span(report.video.start or 0.0, report.video.end)}"
    line = Text.assemble((report.file, "bold"), f"{of}{when}: {result.move}")
    return line.append(f" ({', '.join(seen)})") if seen else line


def _table(move: Move, result: Result) -> Records:
    table = Records(box=box.SIMPLE_HEAD, padding=(0, 0, 0, 1), pad_edge=False, show_edge=False)
    sided = any(rep.side for rep in result.reps)
    table.add_column("#", justify="right", no_wrap=True)
    if sided:
        table.add_column("side", no_wrap=True)
    for name in ("start", "top", "end", "angle", "held"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("counted", no_wrap=True)
    table.add_column("", overflow="fold")
    for number, rep in enumerate(result.reps, 1):
        side = [rep.side or NOTHING] if sided else []
        times = [_s(t) for t in (rep.start, rep.top, rep.end)]
        counted = Text("yes", style="green") if rep.counted else Text("no", style="red")
        table.add_row(str(number), *side, *times, _deg(rep.peak), _s(rep.hold), counted, _notes(move, rep))
    return table


def _notes(move: Move, rep: Rep) -> Text:
    """Return why the attempt did not count, then its faults with their times, then the doubtful ones."""
    notes = [Text(_reason(move, rep, each), style="red") for each in rep.reasons]
    notes += [Text(_fault(fault), style="yellow") for fault in rep.faults]
    notes += [Text(f"perhaps {_fault(fault)}", style="dim") for fault in rep.advisory]
    return Text(", ").join(notes)


def _reason(move: Move, rep: Rep, reason: Reason) -> str:
    """Return why an attempt did not count, with the target."""
    if reason == "low" and far_enough(move, rep):
        return PARTLY
    return REASONS[reason].format(hold=rep.hold, asked=move.hold_s)


def _fault(fault: Fault) -> str:
    return f"{fault.id.replace('-', ' ')} {_span(fault.start, fault.end)}"


def _reach(video: Video) -> str:
    reach = f"to {_s(video.last)}"
    return reach if video.duration_s is None else f"{reach} of {_s(video.duration_s)}"


def _span(start: float, end: float) -> str:
    return f"{start:.1f} to {_s(end)}"


def _s(t: float | None) -> str:
    return NOTHING if t is None or not math.isfinite(t) else f"{t:.1f} s"


def _deg(angle: float | None) -> str:
    return NOTHING if angle is None or not math.isfinite(angle) else f"{angle + 0.0:.0f}°"
