"""``coach learn``: learns a move from demonstrations, reads its summary back, and saves it."""

from __future__ import annotations

import re
import unicodedata
import webbrowser
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.padding import Padding

from coach.app.learn import teaching
from coach.app.learn.live import Audience
from coach.app.learn.teaching import Demonstration, Request
from coach.app.learn.wording import LearnedWords
from coach.app.video.sources import VideoOptions
from coach.capture.shot import Shot
from coach.cli.console import readable
from coach.cli.failure import INTERRUPTED, CommandError, usage_errors
from coach.cli.learn.arguments import LearnArguments
from coach.cli.learn.live import before_camera, following, prepare, speak
from coach.cli.live.questions import asker, is_interactive, yes
from coach.cli.live.sound import chosen_language
from coach.cli.move_options import known_moves
from coach.cli.progress import watching
from coach.errors import CoachError
from coach.language import Language, phrase
from coach.learn.checking import Neighbour
from coach.learn.learning import Learned, NotLearnedError
from coach.library import Moves
from coach.report.review.html import write
from coach.report.review.taught import taught
from coach.store.history import data_folder
from coach.stream import check_span

WIDEST = 96
"""Characters a line."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """Input for learning a move; ``others`` are recordings from which it must be distinguished."""

    request: Request
    shown: Sequence[Demonstration]
    others: Sequence[Neighbour]
    moves: Moves
    wording: LearnedWords

    def learned(self, main: str | None = None) -> Learned:
        """Return the learned move.

        Raises:
            CommandError: It cannot be learned from the demonstrations; the message says why.
        """
        request = replace(self.request, main=main or self.request.main)
        try:
            return teaching.teach(request, self.shown, self.others, self.moves, self.wording)
        except NotLearnedError as error:
            titles = {move.id: move.title for move in self.moves.all()[0]}
            names = [titles.get(name, name) for name in error.names]
            raise CommandError(self.wording.refusal(error, request.reps, names), CoachError.exit_code) from error


def learn(args: LearnArguments) -> int:
    """Learn a move, read its summary back, and save it."""
    folder = args.data or data_folder()
    console = readable(WIDEST)
    asking = is_interactive() and not args.yes
    with usage_errors():
        moves = known_moves(args.data)
        phrases = chosen_language(args.lang, folder)
        request = _request(args, moves, phrases, console if asking else None)
        teaching.free(request, moves, folder)
        check_span(args.start, args.end)
        if bool(args.videos) == bool(args.camera):
            raise ValueError("name a video that shows the move, or a camera with --camera")
        if args.camera:
            prepare(args)
    others = teaching.neighbours()
    with ExitStack() as owned:
        audience = owned.enter_context(following(args, phrases, folder, console)) if args.camera else None
        new = _watched(args) if audience is None else before_camera(args, audience)
        if not new:
            console.print(phrases.say("learn.not_saved"))
            return INTERRUPTED
        shown = [*(teaching.earlier(folder, request.id) if request.again else ()), *new]
        lesson = Lesson(request, shown, others, moves, LearnedWords(phrases))
        try:
            found = _agreed(lesson, console, asking, audience)
        except CommandError as refused:
            if audience is not None:
                speak(audience, [str(refused)])
            raise
    if found is None:
        console.print(phrases.say("learn.not_saved"))
        return CoachError.exit_code
    _save(lesson, found, folder, console, open_page=args.page and asking)
    return 0


def _save(lesson: Lesson, found: Learned, folder: Path, console: Console, *, open_page: bool) -> None:
    """Save a learned move and a page that shows it."""
    phrases, name = lesson.wording.language, lesson.request.id
    path = teaching.save(found, lesson.shown, folder, lesson.wording, again=lesson.request.again)
    console.print(phrases.say("learn.saved", path=path), soft_wrap=True)
    page = folder / f"learned-{name}.html"
    write(page, taught(found, [*lesson.wording.read_back(found)], phrases))
    console.print(phrases.say("learn.page_at", path=page), soft_wrap=True)
    if open_page:
        webbrowser.open(page.resolve().as_uri())
    console.print(phrases.say("learn.next_steps", id=name))


def _request(args: LearnArguments, moves: Moves, phrases: Language, console: Console | None) -> Request:
    """Return the move to learn; a missing title is asked for at ``console``, if that is given.

    Raises:
        ValueError: An option is missing or invalid.
    """
    if args.again is not None:
        if args.id is not None:
            raise ValueError("--again names the move itself; leave out --id")
        move = moves.load(args.again)
        sides, main = args.sides or move.sides, args.by or move.main
        return Request(move.id, move.title, args.shown_by, args.reps, sides, main, again=True)
    title = args.title
    if title is None and console is not None:
        title = asker(console)(phrases.say("learn.ask_title") + " ").strip()
    if not title:
        raise ValueError("--title says what the move is called, such as --title 'Hip hinge'")
    name = args.id or _id_of(title)
    return Request(name, title, args.shown_by, args.reps, args.sides, args.by)


def _id_of(title: str) -> str:
    """Return an id made from a title: ``Anna's raise`` becomes ``annas-raise``.

    Raises:
        ValueError: The title has no letters or digits that an id may contain.
    """
    plain = unicodedata.normalize("NFKD", title.lower())
    kept = (sign for sign in plain if not unicodedata.combining(sign) and sign not in "'’")
    name = "-".join(re.findall("[a-z0-9]+", "".join(kept)))
    if not name:
        raise ValueError(phrase("errors.asked.no_letters", title=title))
    return name


def _watched(args: LearnArguments) -> list[Demonstration]:
    options = VideoOptions(args.start, args.end, args.mirrored, args.model, shot=Shot(args.rotate or 0))
    shown = []
    for video in args.videos or ():
        with watching(Path(video).name, args.start or 0.0) as progress:
            shown.append(teaching.watched(video, options, progress))
    return shown


def _agreed(lesson: Lesson, console: Console, asking: bool, audience: Audience | None) -> Learned | None:
    """Return the move that the user accepts, by the best measure or a close one; ``None`` if they accept neither."""
    ask, phrases = asker(console), lesson.wording.language
    found = lesson.learned()
    if asking and lesson.request.reps is None:
        count = len(found.shown[-1].cut.reps)
        if yes(ask, phrases.say("learn.ask_reps", n=count), phrases) is False:
            return None
    _read_back(lesson, found, console)
    if audience is not None:
        speak(audience, lesson.wording.read_back(found))
    if not asking:
        return found
    for close in found.close:
        if yes(ask, phrases.say("learn.or_by", what=lesson.wording.name(close)), phrases):
            found = lesson.learned(close.candidate.name)
            _read_back(lesson, found, console)
            break
    return None if yes(ask, phrases.say("learn.ask_keep"), phrases) is False else found


def _read_back(lesson: Lesson, found: Learned, console: Console) -> None:
    phrases = lesson.wording.language
    closest = [
        (phrases.say("learn.or_by", what=lesson.wording.name(each)), each.candidate.name) for each in found.close
    ]
    lines = [*lesson.wording.read_back(found), *(f"{text} (--by {name})" for text, name in closest)]
    for name in found.known:
        title = lesson.moves.load(name).in_language(phrases.language).title
        lines.append(phrases.say("learn.known", title=title, id=name))
    console.print(found.move.title, style="bold")
    for line in [*lines, phrases.say("learn.untested")]:
        console.print(Padding(line, (0, 0, 0, 2)))
