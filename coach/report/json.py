"""Write the results file described in docs/results.md, as valid JSON."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Final, TypeAlias

from coach.errors import CoachError
from coach.events import Fault, Rep
from coach.language import english, phrase
from coach.moves.move import Move
from coach.replacing import replacing
from coach.report import words
from coach.report.facts import Report, Video
from coach.session.advice import Advice, for_all, for_rep

SCHEMA: Final = 1

STDOUT: Final = Path("-")
"""Stands for standard output in place of a file."""

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
JsonObject: TypeAlias = dict[str, JsonValue]


def single(report: Report) -> JsonObject:
    """Return the results file of one move in one video."""
    result, move, refused = report.result, report.move, report.result.refused
    return {
        "schema": SCHEMA,
        "move": result.move,
        "video": _video(report.video),
        "posture": _known(result.posture),
        "view": _known(result.view),
        "refused": None if refused is None else {"id": refused.id, "text": words.refusal(refused, move, english())},
        "attempted": result.attempted,
        "counted": result.counted,
        "clean": result.clean,
        "reps": [_rep(rep, _advice(move, for_rep(move, rep))) for rep in result.reps],
        **_advice(move, for_all(move, result.reps)),
        "unseen": [
            {
                "from": _s(gap.start),
                "to": _s(gap.end),
                "id": gap.why,
                "why": english().say(f"not_seen.{gap.why}"),
            }
            for gap in result.unseen
        ],
    }


def write(path: Path, document: JsonObject) -> None:
    """Write ``document`` to a file or to ``STDOUT``, completely or not at all: no reader sees a partial file.

    Raises:
        CoachError: The file cannot be written; an existing file is untouched.
    """
    text = json.dumps(document, indent=2, allow_nan=False) + "\n"
    if path == STDOUT:
        sys.stdout.write(text)
        return
    try:
        if path.exists() and not path.is_file():
            # A pipe or a terminal is written directly; renaming over it would replace it with a file.
            path.write_text(text, encoding="utf-8")
            return
        with replacing(path.resolve()) as part:
            part.write_text(text, encoding="utf-8")
    except OSError as error:
        why = error.strerror or str(error)
        raise CoachError(phrase("errors.write.results", path=path, why=why)) from error


def _video(video: Video) -> JsonObject:
    return {
        "name": video.name,
        "size": None if video.size is None else list(video.size),
        "fps": _rounded(video.fps, 3),
        "duration": _s(video.duration_s),
        "frames": video.frames,
        "last": _s(video.last),
        "truncated": video.truncated,
        "mirrored": video.mirrored,
        "from": _s(video.start),
        "to": _s(video.end),
        "model": video.model,
        "rotate": video.rotate,
        "slow_motion": video.slow_motion,
        "lost": [{"from": _s(start), "to": _s(end)} for start, end in video.lost],
        "problems": list(video.problems),
    }


def _rep(rep: Rep, advice: JsonObject) -> JsonObject:
    return {
        "side": rep.side,
        "start": _s(rep.start),
        "top": _s(rep.top),
        "end": _s(rep.end),
        "peak": _rounded(rep.peak, 1),
        "hold": _s(rep.hold),
        "counted": rep.counted,
        "reasons": list(rep.reasons),
        "faults": [_fault(fault) for fault in rep.faults],
        "advisory": [{**_fault(fault), "confidence": _rounded(fault.confidence, 2)} for fault in rep.advisory],
        **advice,
    }


def _advice(move: Move, advice: Advice) -> JsonObject:
    good: list[JsonValue] = [*words.good(advice, move, english())]
    return {"good": good, "change": words.change(advice, move, english())}


def _fault(fault: Fault) -> JsonObject:
    return {"id": fault.id, "from": _s(fault.start), "to": _s(fault.end)}


def _known(word: str) -> str | None:
    return None if word == "unknown" else word


def _s(seconds: float | None) -> float | None:
    return _rounded(seconds, 3)


def _rounded(number: float | None, digits: int) -> float | None:
    """Return a plain finite number, or ``None``: JSON has no NaN, and numpy numbers are not JSON."""
    if number is None or not math.isfinite(number):
        return None
    return round(float(number), digits) + 0.0  # -0.0 becomes 0.0
