"""``coach report``: the page of one video, made and opened in the browser."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from coach import app
from coach.app.video.page import report as make
from coach.app.video.sources import VideoOptions
from coach.capture.shot import Shot
from coach.cli.console import output
from coach.cli.failure import asked
from coach.cli.history.review import check_out, show
from coach.cli.live.sound import chosen_language
from coach.cli.move_options import chosen_move
from coach.cli.progress import watching
from coach.report import text
from coach.store.history import data_folder


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for; each field is the option of that name, ``None`` where it was not given."""

    video: str
    move: str | None = None
    hold: float | None = None
    reps: int | None = None
    side: str | None = None
    target: float | None = None
    start: float | None = None
    end: float | None = None
    mirrored: bool = False
    rotate: int | None = None
    slow_motion: float | None = None
    out: Path | None = None
    opened: bool = True
    model: str | None = None
    data: Path | None = None
    lang: str | None = None


def report(wanted: Asked) -> int:
    """Check a video, make its page, say where it is, and open it."""
    path = Path(wanted.video)
    with asked():
        move = chosen_move(
            wanted.move, hold=wanted.hold, reps=wanted.reps, side=wanted.side, target=wanted.target, data=wanted.data
        )
        app.check_span(wanted.start, wanted.end)
        check_out(wanted.out)
    folder = wanted.data or data_folder()
    language = chosen_language(wanted.lang, wanted.data)
    page = wanted.out or folder / f"report-{path.stem}.html"
    with watching(path.name, wanted.start or 0.0) as progress:
        shot = Shot(wanted.rotate or 0, wanted.slow_motion or 1.0)
        options = VideoOptions(wanted.start, wanted.end, wanted.mirrored, wanted.model, shot=shot)
        found = make(path, move, page, language, options, progress=progress)
    console = output(markup=True)
    console.width = max(console.width, text.NARROWEST)
    for each in found:
        console.print(text.tell(each, language))
    if not found:
        console.print(text.nothing(path.name, language))
        return 0
    show(page, wanted.opened)
    return 0
