"""``coach bench``: the cost of checking a video on this machine, as a table and as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from rich import box
from rich.console import Group

from coach.app.video.bench import Bench, Cost, bench
from coach.app.video.check import choose_move
from coach.app.video.sources import SAMPLE_MOVE, sample
from coach.cli.console import output
from coach.cli.failure import check_target, usage_errors
from coach.cli.progress import measuring
from coach.language import phrase
from coach.library import move_ids
from coach.report import json as results
from coach.report.table import Records

SCHEMA: Final = 1

STAGES: Final = {
    "decode": "decode a frame",
    "pass over": "decode a frame that is not processed",
    "estimate": "find the body in it",
    "core": "judge it",
    "draw": "draw on it",
    "encode": "encode it",
}


def measure(
    video: str | None, move: str | None, model: str | None, seconds: float, runs: int, json: Path | None
) -> int:
    """Measure, and print the table."""
    with usage_errors():
        if video is not None and move is None:
            raise ValueError(phrase("errors.asked.name_move", video=video, moves=", ".join(move_ids())))
        chosen = choose_move(move or SAMPLE_MOVE)
        check_target("--json", None if json == results.STDOUT else json)
    with measuring() as progress:
        found = bench(video or sample(), chosen, model=model, seconds=seconds, runs=runs, progress=progress)
    output(stderr=json == results.STDOUT).print(table(found))
    if json is not None:
        results.write(json, document(found))
    return 0


def table(found: Bench) -> Group:
    """Return the figures as a table with explanations."""
    shown = Records(box=box.SIMPLE_HEAD)
    for name in ("milliseconds a frame", "wall", "processor", "speed", "at most"):
        shown.add_column(name, justify="left" if name == "milliseconds a frame" else "right", no_wrap=True)
    for stage, cost in found.stages.items():
        shown.add_row(STAGES[stage], *_milliseconds(cost), "", "")
    shown.add_section()
    for way, cost in found.whole.items():
        ceiling = f"{found.ceiling[way]:.2f}" if way in found.ceiling else ""
        shown.add_row(way, *_milliseconds(cost), f"{found.speed[way]:.2f}", ceiling)
    return Group(
        f"{found.video}, {found.size[0]}×{found.size[1]}, {found.frames} frames, medians of {found.runs} runs; "
        + "{processors} processors, {system} {architecture}, Python {python}".format(**found.machine),
        shown,
        "Every frame of the video counts, processed or not. The bare loop decodes with OpenCV and finds the body with "
        "MediaPipe in every frame; speed is how many times as fast each is, at most what its longest thread allows.",
    )


def document(found: Bench) -> results.JsonObject:
    """Return the figures as JSON."""
    return {
        "schema": SCHEMA,
        "video": found.video,
        "size": list(found.size),
        "fps": found.fps,
        "frames": found.frames,
        "runs": found.runs,
        "machine": dict(found.machine),
        "stages": {name: _cost(cost) for name, cost in found.stages.items()},
        "whole": {
            name: {**_cost(cost), "speed": round(found.speed[name], 3), "at_most": _rounded(found.ceiling.get(name))}
            for name, cost in found.whole.items()
        },
    }


def _cost(cost: Cost) -> results.JsonObject:
    return {"wall_ms": round(cost.wall_ms, 3), "cpu_ms": round(cost.cpu_ms, 3)}


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 3)


def _milliseconds(cost: Cost) -> tuple[str, str]:
    return f"{cost.wall_ms:.2f}", f"{cost.cpu_ms:.2f}"
