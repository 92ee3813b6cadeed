"""The commands around exercising: ``coach run``, ``calibrate``, ``routines``, ``cameras`` and ``speakers``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coach.cli.numbers import count, degrees, seconds, whole
from coach.cli.options import (
    Cameras,
    Data,
    Duck,
    Engine,
    Language,
    Loudspeaker,
    Mirrored,
    ShowWindow,
    Speed,
    Voice,
    VoiceSpeed,
    Volume,
    Weights,
    Yes,
)


def register(app: typer.Typer) -> None:
    """Add these commands to those of the program."""
    app.command("run", short_help="Exercise in front of the camera.")(lead)
    app.command(short_help="Measure your own range of motion.")(calibrate)
    app.command()(routines)
    app.command()(cameras)
    app.command()(speakers)


def lead(
    routine: Annotated[str | None, typer.Argument(metavar="[ROUTINE]", help="Routine; see coach routines.")] = None,
    move: Annotated[str | None, typer.Option(metavar="ID", help="Do only this move; see coach moves.")] = None,
    reps: Annotated[int | None, typer.Option(metavar="N", parser=count, help="Reps per set of the move.")] = None,
    hold: Annotated[
        float | None, typer.Option(metavar="S", parser=seconds, help="Hold of the move, in seconds.")
    ] = None,
    target: Annotated[
        float | None, typer.Option(metavar="DEG", parser=degrees, help="Target angle of the move, in degrees.")
    ] = None,
    side: Annotated[str | None, typer.Option(metavar="left|right", help="Only this side.")] = None,
    sets: Annotated[int | None, typer.Option(metavar="N", parser=count, help="Sets of the move.")] = None,
    camera: Cameras = None,
    mirrored: Mirrored = False,
    speed: Speed = 1.0,
    window: ShowWindow = True,
    voice: Voice = "full",
    volume: Volume = None,
    voice_speed: VoiceSpeed = None,
    voice_engine: Engine = None,
    speaker: Loudspeaker = None,
    duck: Duck = None,
    lang: Language = None,
    data: Data = None,
    record: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the landmarks, for coach check.")] = None,
    model: Weights = None,
    pain: Annotated[
        int | None, typer.Option(metavar="0..10", parser=whole, help="Pain now; for pain afterwards, use coach pain.")
    ] = None,
    yes: Yes = False,
) -> int:
    """Exercise in front of the camera, hands-free. Without a routine, do today's."""
    from coach.cli.live import run as command

    return command.run(
        command.Asked(
            routine=routine, move=move, reps=reps, hold=hold, target=target, side=side, sets=sets,
            camera=tuple(camera or ()), mirrored=mirrored, speed=speed, window=window, voice=voice, volume=volume,
            voice_speed=voice_speed, voice_engine=voice_engine,
            speaker=speaker, duck=duck, lang=lang, data=data, record=record, model=model, pain=pain, yes=yes,
        )
    )  # fmt: skip


def calibrate(
    move: Annotated[str | None, typer.Argument(metavar="[MOVE]", help="Move; see coach moves.")] = None,
    side: Annotated[str | None, typer.Option(metavar="left|right", help="Only this side.")] = None,
    camera: Cameras = None,
    mirrored: Mirrored = False,
    speed: Speed = 1.0,
    window: ShowWindow = True,
    voice: Voice = "full",
    volume: Volume = None,
    voice_speed: VoiceSpeed = None,
    voice_engine: Engine = None,
    speaker: Loudspeaker = None,
    duck: Duck = None,
    lang: Language = None,
    data: Data = None,
    model: Weights = None,
    yes: Yes = False,
    forget: Annotated[bool, typer.Option("--forget", help="Delete the stored range of MOVE.")] = False,
) -> int:
    """Measure your range of motion in a move, to set your target. Without a move, list the stored ranges."""
    from coach.cli.live import calibrate as kept

    if forget:
        return kept.forget(move, side, data)
    if move is None:
        return kept.show(data)
    from coach.cli.live import run as command

    return command.run(
        command.Asked(
            move=move, side=side, camera=tuple(camera or ()), mirrored=mirrored, speed=speed, window=window,
            voice=voice, volume=volume, voice_speed=voice_speed, voice_engine=voice_engine,
            speaker=speaker, duck=duck, lang=lang, data=data, model=model, yes=yes,
            calibrate=True,
        )
    )  # fmt: skip


def routines(
    data: Data = None,
    forget: Annotated[
        str | None, typer.Option("--forget", metavar="ROUTINE", help="Reset the progression of a routine.")
    ] = None,
) -> int:
    """List the routines with your progression, and the plan for each day."""
    from coach.cli.live import routines as command

    return command.show(data) if forget is None else command.forget(forget, data)


def cameras() -> int:
    """List the cameras that are connected."""
    from coach.cli.live import cameras as command

    return command.show()


def speakers() -> int:
    """List the speakers that are connected."""
    from coach.cli.live import speakers as command

    return command.show()
