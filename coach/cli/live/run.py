"""``coach`` and ``coach run``: from what was asked for to a session in front of the camera."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast, get_args

from rich.console import Console

from coach.app.history.writer import HistorySink, ends, keeping_ranges, landmarks_of, opened, planned
from coach.app.live.notice import tell
from coach.app.live.session import SessionOptions, lead, prove
from coach.app.routines import Routines
from coach.body import Side
from coach.cli.failure import INTERRUPTED, asked
from coach.cli.live.about import NOTICE, notice
from coach.cli.live.before import afterwards, prepare
from coach.cli.live.questions import somebody
from coach.cli.live.sound import check_speaker, settle
from coach.cli.move_options import asked_side
from coach.cli.printable import masked
from coach.display import probe
from coach.display.window import Window
from coach.events import Event
from coach.language import Language
from coach.moves.move import Move
from coach.session.pain_scale import MOST
from coach.session.personal import outgrown, personal
from coach.session.routine import CALIBRATION, SINGLE, Exercise, Routine, steps
from coach.session.summary import fold
from coach.store.history import History, data_folder
from coach.voice.coach_voice import Level
from coach.voice.settings import Settings, engine_name
from coach.voice.speaker import open_speaker


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for; each field is the option of that name, ``None`` where it was not given."""

    routine: str | None = None
    move: str | None = None
    reps: int | None = None
    hold: float | None = None
    target: float | None = None
    side: str | None = None
    sets: int | None = None
    camera: tuple[str, ...] = ()
    mirrored: bool = False
    speed: float = 1.0
    window: bool = True
    voice: str = "full"
    volume: int | None = None
    voice_speed: float | None = None
    voice_engine: str | None = None
    speaker: str | None = None
    duck: bool | None = None
    lang: str | None = None
    data: Path | None = None
    record: Path | None = None
    model: str | None = None
    pain: int | None = None
    yes: bool = False
    calibrate: bool = False

    @property
    def cameras(self) -> tuple[str, ...]:
        """What to watch with: the first camera, where none is named."""
        return self.camera or ("0",)


def run(wanted: Asked) -> int:
    """Lead through a session."""
    with asked():
        level = _level(wanted.voice)
        routines = Routines(wanted.data or data_folder())
        routine = _routine(wanted, routines)
        moves = routines.moves(routine)
        steps(routine, moves)
        _check_record(wanted)
        if wanted.voice_engine is not None:
            engine_name(wanted.voice_engine)
        if level != "off":
            check_speaker(wanted.speaker)
        if wanted.pain is not None and wanted.pain > MOST:
            raise ValueError(f"--pain is 0 to {MOST}, not {wanted.pain}")
        if wanted.window:
            probe.look()
        prove(wanted.cameras, wanted.model, speed=wanted.speed)
    console = Console(highlight=False, markup=False)
    with opened(wanted.data or data_folder(), console.print) as history:
        sound, phrases = settle(
            history, lang=wanted.lang, volume=wanted.volume, speed=wanted.voice_speed, engine=wanted.voice_engine,
            speaker=wanted.speaker, duck=wanted.duck,
        )  # fmt: skip
        ready = prepare(
            console, phrases, history, routine, moves,
            asking=somebody() and not wanted.yes, yes=wanted.yes, pain=wanted.pain,
        )  # fmt: skip
        if ready is None or (ready.unread and not _noticed(wanted, level, sound, phrases, history)):
            return 0
        settings = {
            "camera": [masked(spec) for spec in wanted.camera], "mirrored": wanted.mirrored,
            "voice": wanted.voice, **asdict(sound),
        }  # fmt: skip
        known = ends(history)
        routine = personal(ready.routine, moves, known)
        plan = planned(history, routine, moves)
        log = history.begin(
            routine.id, plan, settings, source=", ".join(map(masked, wanted.cameras)), recording=wanted.record,
            hurts=ready.hurts, pain_before=ready.pain, worse=ready.worse,
        )  # fmt: skip
        keeper = HistorySink(log, console.print)
        sinks: list[Callable[[Event], object]] = [keeper, keeping_ranges(history, console.print)]
        keep = landmarks_of(history, log.session, console.print)
        options = SessionOptions(
            wanted.cameras, wanted.mirrored, wanted.speed, wanted.model, wanted.record, wanted.window, level, sound
        )
        stopped = lead(routine, moves, phrases, options, keep=keep, event_sinks=sinks, report=console.print)
        keeper.end()
        if not stopped:
            for each in outgrown(routine, moves, known, fold(history.events(log.session))):
                title, command = moves[each.move].in_language(phrases.language).title, f"coach calibrate {each.move}"
                key = f"range.outgrown_{each.side or 'whole'}"
                console.print(phrases.say(key, title=title, end=round(each.end_deg), command=command))
            afterwards(console, phrases, history, log.session, ready.pain, asking=somebody() and not wanted.yes)
        return INTERRUPTED if stopped else 0


def _noticed(wanted: Asked, level: Level, sound: Settings, phrases: Language, history: History) -> bool:
    """Show and read out the notice to somebody who is not at a terminal; whether the session may begin."""
    with ExitStack() as owned:
        window = owned.enter_context(Window()) if wanted.window else None
        speaker = owned.enter_context(closing(open_speaker(sound, lambda _: None))) if level != "off" else None
        answer = tell(notice(phrases), phrases.say("notice.go_on"), window, speaker, phrases)
    if answer == "read":
        history.acknowledge(NOTICE)
    return answer != "leave"


def _level(word: str) -> Level:
    for level in get_args(Level):
        if word == level:
            return cast(Level, level)
    raise ValueError(f"--voice is off, counts or full, not {word}")


def _check_record(wanted: Asked) -> None:
    """Refuse at once what would fail, or do harm, only after the session began."""
    target = wanted.record
    if target is None:
        return
    if target.is_dir() or not target.parent.is_dir():
        raise ValueError(f"--record {target} is not a file in an existing folder")
    if any(target.exists() and Path(spec).exists() and target.samefile(spec) for spec in wanted.camera):
        raise ValueError(f"--record {target} would overwrite the input; choose another name")


def _routine(wanted: Asked, routines: Routines) -> Routine:
    """The routine asked for: one by its name, one of a single move, or today's."""
    if wanted.move is None:
        for option in ("reps", "hold", "target", "side", "sets"):
            if getattr(wanted, option) is not None:
                raise ValueError(f"--{option} needs --move")
        if wanted.routine is None:
            return _todays(routines)
        return routines.load(wanted.routine)
    if wanted.routine is not None:
        raise ValueError("give a routine or --move, not both")
    move = routines.move(wanted.move)
    sides = None if wanted.side is None else (_side(wanted.side, move),)
    if wanted.calibrate:
        return _calibration(move, sides)
    exercise = Exercise(
        move.id,
        sets=wanted.sets or 1,
        reps=wanted.reps,
        sides=sides,
        hold_s=wanted.hold,
        target_deg=wanted.target,
    )
    return Routine(SINGLE, move.title, (exercise,))


def _calibration(move: Move, sides: tuple[Side, ...] | None) -> Routine:
    if move.target is None:
        raise ValueError(f"{move.id} has no target angle to set from a range; see coach moves show {move.id}")
    return Routine(CALIBRATION, move.title, (Exercise(move.id, sides=sides, calibrate=True, rest_s=0),))


def _todays(routines: Routines) -> Routine:
    from datetime import date

    name = routines.plan().on(date.today().weekday())
    if name is None:
        raise ValueError("today is a rest day; to exercise anyway, name a routine: " + ", ".join(routines.ids()))
    return routines.load(name)


def _side(word: str, move: Move) -> Side:
    if move.sides != "each":
        raise ValueError(f"{move.id} has no separate sides; leave out --side")
    return asked_side(word)
