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
from coach.language import Language, phrase
from coach.moves.move import Move
from coach.session.routine import CALIBRATION, SINGLE, Exercise, Routine, steps
from coach.store.history import History, data_folder
from coach.voice.settings import Settings
from coach.voice.speaker import open_speaker


def run(args: RunArguments) -> int:
    """Lead through a session."""
    with usage_errors():
        routines = Routines(args.data or data_folder())
        routine = _routine(args, routines)
        if args.record is not None:
            _check_record(args.record, args)
    return _lead(args, routine, routines, record=args.record, pain=args.pain)


def calibrate(args: CalibrateArguments) -> int:
    """Lead through a session that measures the range of a move."""
    with usage_errors():
        routines = Routines(args.data or data_folder())
        move = routines.move(args.move or "")
        if move.target is None:
            raise ValueError(phrase("errors.asked.no_target", move=move.id))
        exercise = Exercise(move.id, sides=_sides(args, move), calibrate=True, rest_s=0)
    return _lead(args, Routine(CALIBRATION, move.title, (exercise,)), routines)


def _lead(
    args: SessionArguments,
    routine: Routine,
    routines: Routines,
    *,
    record: Path | None = None,
    pain: int | None = None,
) -> int:
    with usage_errors():
        moves = routines.moves(routine)
        steps(routine, moves)
        if args.voice != "off":
            check_speaker(args.speaker)
        if args.window:
            probe.look()
        check_inputs(args.cameras, args.model, speed=args.speed)
    console, asking = Console(highlight=False, markup=False), is_interactive() and not args.yes
    troubles: list[str] = []
    with opened(args.data or data_folder(), troubles.append) as history:
        sound, phrases = sound_settings(history, args)

        def report(text: str) -> None:
            console.print(phrases.translated(text))

        for trouble in troubles:
            report(trouble)
        ready = prepare(console, phrases, history, routine, moves, asking=asking, yes=args.yes, pain=pain)
        if ready is None or (ready.unread and not _noticed(args, sound, phrases, history)):
            return 0
        about = {
            "settings": {
                "camera": [masked(spec) for spec in args.camera or ()], "mirrored": args.mirrored,
                "voice": args.voice, **asdict(sound),
            },
            "source": ", ".join(map(masked, args.cameras)),
            "hurts": ready.hurts, "pain_before": ready.pain, "worse": ready.worse,
        }  # fmt: skip
        options = SessionOptions(
            args.cameras, args.mirrored, args.speed, args.model, record, args.window, args.voice, sound
        )
        done = exercise(history, ready.routine, moves, phrases, options, about=about, report=report)
        if done.stopped:
            return INTERRUPTED
        for each in done.outgrown:
            title, command = moves[each.move].in_language(phrases.language).title, f"coach calibrate {each.move}"
            key = f"range.outgrown_{each.side or 'whole'}"
            console.print(phrases.say(key, title=title, end=round(each.end_deg), command=command))
        afterwards(console, phrases, history, done.session, ready.pain, asking=asking)
        return 0


def _noticed(args: SessionArguments, sound: Settings, phrases: Language, history: History) -> bool:
    """Show and read out the notice if there is no terminal; return whether the session may begin."""
    with ExitStack() as owned:
        window = owned.enter_context(Window()) if args.window else None
        speaker = owned.enter_context(closing(open_speaker(sound, lambda _: None))) if args.voice != "off" else None
        answer = show_notice(notice(phrases), phrases.say("notice.go_on"), window, speaker, phrases)
    if answer == "read":
        history.person.acknowledge(NOTICE)
    return answer != "leave"


def _check_record(target: Path, args: SessionArguments) -> None:
    """Refuse a file at once that would only fail, or do harm, after the session began."""
    check_target("--record", target)
    if any(target.exists() and Path(spec).exists() and target.samefile(spec) for spec in args.camera or ()):
        raise ValueError(phrase("errors.asked.overwrites", option="--record", path=target))


def _routine(args: RunArguments, routines: Routines) -> Routine:
    if args.move is None:
        for option in ("reps", "hold", "target", "side", "sets"):
            if getattr(args, option) is not None:
                raise ValueError(f"--{option} needs --move")
        return _todays(routines) if args.routine is None else routines.load(args.routine)
    if args.routine is not None:
        raise ValueError("give a routine or --move, not both")
    move = routines.move(args.move)
    exercise = Exercise(
        move.id,
        sets=args.sets or 1,
        reps=args.reps,
        sides=_sides(args, move),
        hold_s=args.hold,
        target_deg=args.target,
    )
    return Routine(SINGLE, move.title, (exercise,))


def _todays(routines: Routines) -> Routine:
    from datetime import date

    name = routines.plan().on(date.today().weekday())
    if name is None:
        raise ValueError(phrase("errors.asked.rest_day", routines=", ".join(routines.ids())))
    return routines.load(name)


def _sides(args: SessionArguments, move: Move) -> tuple[Side, ...] | None:
    if args.side is None:
        return None
    if move.sides != "each":
        raise ValueError(phrase("errors.asked.not_by_side", move=move.id))
    return (args.side,)
