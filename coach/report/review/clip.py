"""The page of one checked video: the video beside its curves, on one timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic_core import to_jsonable_python

from coach.language import Language
from coach.report.facts import Report
from coach.report.review import detail
from coach.report.review.detail import Packed
from coach.report.review.facts import Definition, ShownAttempt
from coach.report.review.fault_figures import side_by_side
from coach.report.review.fold import attempt, definition
from coach.report.review.html import render
from coach.report.review.words import PageWords
from coach.report.words import change, good, joined, verdict
from coach.session.advice import for_all
from coach.session.summary import attempts
from coach.target import Targeted


@dataclass(frozen=True, slots=True)
class Footage:
    """The video on a page.

    Attributes:
        src: Its address, or its content as a data URL.
        start: Its start in the checked video, seconds.
        inside: Whether it is embedded in the page; otherwise both must stay where they are.
    """

    src: str
    start: float
    drawn: bool
    inside: bool
    name: str


@dataclass(frozen=True, slots=True)
class ClipMove:
    """One move in the video, as shown on the page; ``asked`` has the targets."""

    title: str
    verdict: str
    good: str
    change: str | None
    attempts: tuple[ShownAttempt, ...]
    unseen: tuple[tuple[float, float, str], ...]
    definition: Definition
    asked: Targeted


def clip(reports: Sequence[Report], footage: Footage | None, language: Language) -> str:
    """Return the page of a video.

    Of at least one report, in time order; without footage where only landmarks were checked.
    """
    video, words = reports[0].video, PageWords(language)
    moves = [_move(report, language) for report in reports]
    first = min(report.video.start or 0.0 for report in reports)
    last = max(_last(report) for report in reports)
    data = {
        "first": first,
        "last": last,
        "offset": footage.start if footage else 0.0,
        "moves": [_packed(each, words) for each in moves],
    }
    return render(
        "clip",
        words,
        ("base", "dark", "review", "clip", "moving"),
        ("charts", "clip"),
        c=lambda key, **values: words.say(f"clip.{key}", **values),
        video=video,
        file=reports[0].file,
        footage=footage,
        moves=moves,
        asked=[side_by_side(each.definition, words) if _faulty(each) else "" for each in moves],
        data=data,
        first=first,
        last=last,
    )


def _faulty(found: ClipMove) -> bool:
    return any(each.rep.faults or each.rep.advisory for each in found.attempts)


def _last(report: Report) -> float:
    ends = [report.video.last or 0.0, *(rep.end for rep in report.result.reps)]
    return max(ends) if report.video.end is None else report.video.end


def _move(report: Report, language: Language) -> ClipMove:
    move = report.move.in_language(language.language)
    known = definition(to_jsonable_python(report.move, inf_nan_mode="null"), language.language)
    advice = for_all(move, report.result.reps)
    return ClipMove(
        move.title,
        verdict(report.result, move, language),
        joined(good(advice, move, language)),
        change(advice, move, language),
        tuple(attempt(each, known) for each in attempts(report.events)),
        tuple((gap.start, gap.end, language.say(f"not_seen.{gap.why}")) for gap in report.result.unseen),
        known,
        move,
    )


def _packed(move: ClipMove, words: PageWords) -> Packed:
    band = [move.definition.least, move.definition.most]
    return {
        "title": move.title,
        "band": band,
        "unit": words.unit(move.definition.unit),
        "target": move.asked.target_deg,
        "reps": [_rep(each) for each in move.attempts],
    }


def _rep(each: ShownAttempt) -> Packed:
    rep = each.rep
    found: Packed = {
        "start": round(rep.start, 2),
        "end": round(rep.end, 2),
        "grade": detail.grade(rep),
        "faults": [[round(fault.start, 2), round(fault.end, 2)] for fault in rep.faults],
    }
    if each.curve is not None:
        found["t"] = [round(t, 2) for t in each.curve.t]
        found["deg"] = [None if deg is None else round(deg, 1) for deg in each.curve.deg]
        found["held"] = [[round(a, 2), round(b, 2)] for a, b in each.curve.held]
    return found
