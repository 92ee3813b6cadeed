"""The commands around exercising: ``coach run``, ``calibrate``, ``routines``, ``cameras`` and ``speakers``."""

from __future__ import annotations

from typing import Annotated

import typer

from coach.cli.live.asked import CalibrateAsked, RunAsked
from coach.cli.options import Data
from coach.cli.record import taking


def register(app: typer.Typer) -> None:
    """Add these commands to those of the program."""
    app.command("run", short_help="Exercise in front of the camera.")(lead)
    app.command(short_help="Measure your own range of motion.")(calibrate)
    app.command()(routines)
    app.command()(cameras)
    app.command()(speakers)


@taking(RunAsked, own_first=True)
def lead(wanted: RunAsked) -> int:
    """Exercise in front of the camera, hands-free. Without a routine, do today's."""
    from coach.cli.live import run as command

    return command.run(wanted)


@taking(CalibrateAsked)
def calibrate(wanted: CalibrateAsked) -> int:
    """Measure your range of motion in a move, to set your target. Without a move, list the stored ranges."""
    from coach.cli.live import calibrate as kept

    if wanted.forget:
        return kept.forget(wanted.move, wanted.side, wanted.data)
    if wanted.move is None:
        return kept.show(wanted.data)

    from coach.cli.live import run as command

    return command.calibrate(wanted)


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
