"""``coach`` and ``coach run``: lead through a session in front of the camera."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from coach.app.history.writer import opened
from coach.app.live.exercise import exercise
from coach.app.live.notice import show_notice
from coach.app.live.session import SessionOptions, check_inputs
from coach.app.routines import Routines
from coach.body import Side
from coach.cli.failure import INTERRUPTED, check_target, usage_errors
from coach.cli.live.about import NOTICE, notice
from coach.cli.live.arguments import CalibrateArguments, RunArguments, SessionArguments
from coach.cli.live.before import afterwards, prepare
from coach.cli.live.questions import is_interactive
from coach.cli.live.sound import check_speaker, sound_settings
from coach.cli.printable import masked
from coach.display import probe
from coach.display.window import Window
from coach.language import Language
from coach.moves.move import Move
from coach.session.routine import CALIBRATION, SINGLE, Exercise, Routine, steps
from coach.store.history import History, data_folder
from coach.voice.settings import Settings
from coach.voice.speaker import open_speaker


def run(wanted: RunArguments) -> int:
    """Lead through a session."""
    with usage_errors():
        routines = Routines(wanted.data or data_folder())
        routine = _routine(wanted, routines)
        if wanted.record is not None:
            _check_record(wanted.record, wanted)
    return _lead(wanted, routine, routines, record=wanted.record, pain=wanted.pain)


def calibrate(wanted: CalibrateArguments) -> int:
    """Lead through a session that measures the range of a move."""
    with usage_errors():
        routines = Routines(wanted.data or data_folder())
        move = routines.move(wanted.move or "")
        if move.target is None:
            raise ValueError(f"{move.id} has no target angle to set from a range; see coach moves show {move.id}")
        exercise = Exercise(move.id, sides=_sides(wanted, move), calibrate=True, rest_s=0)
    return _lead(wanted, Routine(CALIBRATION, move.title, (exercise,)), routines)


def _lead(
    wanted: SessionArguments,
    routine: Routine,
    routines: Routines,
    *,
    record: Path | None = None,
    pain: int | None = None,
) -> int:
    with usage_errors():
        moves = routines.moves(routine)
        steps(routine, moves)
        if wanted.voice != "off":
            check_speaker(wanted.speaker)
        if wanted.window:
            probe.look()
        check_inputs(wanted.cameras, wanted.model, speed=wanted.speed)
    console, asking = Console(highlight=False, markup=False), is_interactive() and not wanted.yes
    with opened(wanted.data or data_folder(), console.print) as history:
        sound, phrases = sound_settings(
            history, lang=wanted.lang, volume=wanted.volume, speed=wanted.voice_speed, engine=wanted.voice_engine,
            speaker=wanted.speaker, duck=wanted.duck,
        )  # fmt: skip
        ready = prepare(console, phrases, history, routine, moves, asking=asking, yes=wanted.yes, pain=pain)
        if ready is None or (ready.unread and not _noticed(wanted, sound, phrases, history)):
            return 0
        about = {
            "settings": {
                "camera": [masked(spec) for spec in wanted.camera or ()], "mirrored": wanted.mirrored,
                "voice": wanted.voice, **asdict(sound),
            },
            "source": ", ".join(map(masked, wanted.cameras)),
            "hurts": ready.hurts, "pain_before": ready.pain, "worse": ready.worse,
        }  # fmt: skip
        options = SessionOptions(
            wanted.cameras, wanted.mirrored, wanted.speed, wanted.model, record, wanted.window, wanted.voice, sound
        )
        done = exercise(history, ready.routine, moves, phrases, options, about=about, report=console.print)
        if done.stopped:
            return INTERRUPTED
        for each in done.outgrown:
            title, command = moves[each.move].in_language(phrases.language).title, f"coach calibrate {each.move}"
            key = f"range.outgrown_{each.side or 'whole'}"
            console.print(phrases.say(key, title=title, end=round(each.end_deg), command=command))
        afterwards(console, phrases, history, done.session, ready.pain, asking=asking)
        return 0


def _noticed(wanted: SessionArguments, sound: Settings, phrases: Language, history: History) -> bool:
    """Show and read out the notice if there is no terminal; return whether the session may begin."""
    with ExitStack() as owned:
        window = owned.enter_context(Window()) if wanted.window else None
        speaker = owned.enter_context(closing(open_speaker(sound, lambda _: None))) if wanted.voice != "off" else None
        answer = show_notice(notice(phrases), phrases.say("notice.go_on"), window, speaker, phrases)
    if answer == "read":
        history.person.acknowledge(NOTICE)
    return answer != "leave"


def _check_record(target: Path, wanted: SessionArguments) -> None:
    """Refuse at once what would fail or do harm only after the session began."""
    check_target("--record", target)
    if any(target.exists() and Path(spec).exists() and target.samefile(spec) for spec in wanted.camera or ()):
        raise ValueError(f"--record {target} would overwrite the input; choose another name")


def _routine(wanted: RunArguments, routines: Routines) -> Routine:
    if wanted.move is None:
        for option in ("reps", "hold", "target", "side", "sets"):
            if getattr(wanted, option) is not None:
                raise ValueError(f"--{option} needs --move")
        return _todays(routines) if wanted.routine is None else routines.load(wanted.routine)
    if wanted.routine is not None:
        raise ValueError("give a routine or --move, not both")
    move = routines.move(wanted.move)
    exercise = Exercise(
        move.id,
        sets=wanted.sets or 1,
        reps=wanted.reps,
        sides=_sides(wanted, move),
        hold_s=wanted.hold,
        target_deg=wanted.target,
    )
    return Routine(SINGLE, move.title, (exercise,))


def _todays(routines: Routines) -> Routine:
    from datetime import date

    name = routines.plan().on(date.today().weekday())
    if name is None:
        raise ValueError("today is a rest day; to exercise anyway, name a routine: " + ", ".join(routines.ids()))
    return routines.load(name)


def _sides(wanted: SessionArguments, move: Move) -> tuple[Side, ...] | None:
    if wanted.side is None:
        return None
    if move.sides != "each":
        raise ValueError(f"{move.id} has no separate sides; leave out --side")
    return (wanted.side,)
