"""``coach check``: from the videos asked for to tables, a results file and an exit code."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from rich.console import Console

from coach import app
from coach.cli.failure import INTERRUPTED, CommandError, asked
from coach.cli.progress import watching
from coach.cli.side import asked_side
from coach.errors import CoachError
from coach.moves.move import Move
from coach.report import json as results
from coach.report import text
from coach.report.facts import Report

SAMPLE_MOVE = "hip-abduction"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for; each field is the option of that name, ``None`` where it was not given."""

    videos: tuple[str, ...] = ()
    move: str | None = None
    json: Path | None = None
    hold: float | None = None
    reps: int | None = None
    side: str | None = None
    target: float | None = None
    start: float | None = None
    end: float | None = None
    mirrored: bool = False
    model: str | None = None
    record: Path | None = None
    annotate: Path | None = None
    sample: bool = False
    save: bool = False
    data: Path | None = None


def check(wanted: Asked) -> int:
    """Check every video asked for, tell what was found, and give the exit code."""
    with asked():
        move = _move(wanted)
        app.check_span(wanted.start, wanted.end)
        if wanted.data is not None and not wanted.save:
            raise ValueError("--data says where a checked video is kept; ask for that with --save")
        paths, alone = _paths(wanted)
        _check_targets(wanted, paths, alone)
    console = Console(highlight=False)
    console.width = max(console.width, text.NARROWEST)
    reports: list[Report] = []
    failures: list[tuple[str, CoachError]] = []
    for path in paths:
        try:
            found = _check_one(path, move, wanted)
        except CoachError as error:
            if alone:
                raise
            failures.append((Path(path).name, error))
            Console(stderr=True, highlight=False).print(f"coach: {error}", markup=False, soft_wrap=True)
            continue
        for each in found:
            console.print(text.tell(each))
        if wanted.save:
            _save(console, path, found, wanted)
        if not found:
            console.print(text.nothing(Path(path).name))
        reports += found
    if wanted.json is not None:
        failed = [(name, str(error)) for name, error in failures]
        results.write(wanted.json, results.single(reports[0]) if alone and move else results.several(reports, failed))
    codes = {error.exit_code for _, error in failures}
    return 0 if not codes else codes.pop() if len(codes) == 1 else CoachError.exit_code


def _save(console: Console, path: str, found: list[Report], wanted: Asked) -> None:
    """Keep what was found in one video as a session, and say which."""
    # Loaded here and not above: most checks keep nothing.
    from coach.app.saving import save
    from coach.store.history import History, data_folder

    with History(wanted.data or data_folder()) as history:
        session = save(history, Path(path), found, recording=wanted.record)
    if session is not None:
        console.print(f"Kept as session {session}.\n")


def _check_one(path: str, move: Move | None, wanted: Asked) -> list[Report]:
    """The reports on one video: one for the move asked for, else one for each move that was recognised."""
    try:
        with watching(Path(path).name, wanted.start or 0.0) as progress:
            if move is not None:
                return [
                    app.check_video(
                        path,
                        move,
                        start=wanted.start,
                        end=wanted.end,
                        mirrored=wanted.mirrored,
                        model=wanted.model,
                        record=wanted.record,
                        annotate=wanted.annotate,
                        progress=progress,
                    )
                ]
            return app.recognise_video(
                path,
                start=wanted.start,
                end=wanted.end,
                mirrored=wanted.mirrored,
                model=wanted.model,
                record=wanted.record,
                progress=progress,
            )
    except KeyboardInterrupt as stop:
        kept = f"; what was seen until then is in {wanted.record}" if wanted.record and wanted.record.exists() else ""
        raise CommandError(f"stopped while checking {path}{kept}", INTERRUPTED) from stop


def _move(wanted: Asked) -> Move | None:
    """The move asked for, with its numbers; ``None`` to recognise what was done."""
    name = wanted.move or (SAMPLE_MOVE if wanted.sample else None)
    if name is not None:
        side = None if wanted.side is None else asked_side(wanted.side)
        return app.choose_move(name, hold=wanted.hold, reps=wanted.reps, side=side, target=wanted.target)
    if wanted.annotate is not None:
        raise ValueError(f"--annotate is for one move; say with --move which: {', '.join(app.move_ids())}")
    numbers = {"--hold": wanted.hold, "--reps": wanted.reps, "--side": wanted.side, "--target": wanted.target}
    for option, value in numbers.items():
        if value is not None:
            raise ValueError(f"{option} is for one move; say with --move which: {', '.join(app.move_ids())}")
    return None


def _paths(wanted: Asked) -> tuple[list[str], bool]:
    """The videos asked for, folders opened, and whether it is one video that was asked for by its own name."""
    if wanted.sample:
        if wanted.videos:
            raise ValueError("--sample checks the clip that comes with the program; name either it or videos")
        return [str(app.sample())], True
    if not wanted.videos:
        raise ValueError("name a video to check, or try --sample")
    paths: list[str] = []
    for name in wanted.videos:
        paths += app.videos(name)
    return list(dict.fromkeys(paths)), paths == list(wanted.videos) and len(paths) == 1


def _check_targets(wanted: Asked, paths: list[str], alone: bool) -> None:
    """Refuse at once what would fail, or do harm, only after minutes of checking."""
    targets = {"--json": wanted.json, "--record": wanted.record, "--annotate": wanted.annotate}
    if wanted.record is not None and not alone:
        raise ValueError("--record keeps one video; give one, by its own name")
    if wanted.annotate is not None and not alone:
        raise ValueError("--annotate makes a film of one video; give one, by its own name")
    if wanted.annotate is not None and wanted.annotate.suffix.lower() not in (".mp4", ".m4v"):
        raise ValueError(f"--annotate makes an MP4, and {wanted.annotate} is none by its name; end it in .mp4")
    for option, target in targets.items():
        if target is None:
            continue
        if target.is_dir() or not target.parent.is_dir():
            raise ValueError(f"{option} {target} is not the name of a file in a folder that is there")
        for path in paths:
            if target.exists() and Path(path).exists() and target.samefile(path):
                raise ValueError(f"{option} {target} would overwrite what is to be checked; choose another name")
    named = [(option, target) for option, target in targets.items() if target is not None]
    for (option, target), (another, again) in combinations(named, 2):
        if target.resolve() == again.resolve():
            raise ValueError(f"{option} and {another} both name {target}; choose two names")
