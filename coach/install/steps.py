"""The five steps of the set-up."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from coach.errors import CoachError
from coach.install.system import (
    AGAIN,
    check_room,
    cure,
    found,
    lacking,
    loads,
    machine,
    wrong_machine,
    wrong_place,
)

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Set everything up; return exit code 0 if the sample clip was checked."""
    if arguments if arguments is not None else sys.argv[1:]:
        print(f"usage: {AGAIN}   (it takes no arguments)", file=sys.stderr)
        return 2
    try:
        return _set_up(ROOT)
    except CoachError as fault:
        print(f"error: {fault}", file=sys.stderr)
        return fault.exit_code
    except OSError as fault:
        print(f"error: {fault}; fix that, then run this again: {AGAIN}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\nStopped. To continue: {AGAIN}", file=sys.stderr)
        return 130


def _set_up(root: Path) -> int:
    _say(1, "checking this computer")
    if fault := wrong_place(root) or wrong_machine(sys.platform, machine()):
        raise CoachError(fault)
    if packages := lacking(found, loads):
        raise CoachError(cure(packages))

    from coach.install.environment import Environment, Stamp  # needs the complete standard library

    stamp = Stamp(root)
    environment = Environment(root / ".venv")
    if stamp.unusable() or not environment.works():
        _say(2, "creating a virtual environment in .venv")
        check_room(root)
        environment.make()
    else:
        _say(2, "the virtual environment .venv exists")

    if stamp.holds() and not environment.fault():
        _say(3, "everything is installed")
    else:
        _say(3, "installing coach and its dependencies (a few hundred megabytes, some minutes)")
        check_room(root)
        broken = stamp.holds()
        stamp.begin()
        if broken:
            environment.remove_opencv()
        environment.install(root)
        stamp.finish()
        if fault := environment.fault():
            raise CoachError(f"{fault}; then run this again: {AGAIN}")

    _say(4, "downloading the pose model")
    if code := environment.coach("models", "get"):
        return code
    _say(5, "checking the sample clip")
    if code := environment.coach("check", "--sample"):
        return code
    print(f"\nReady. To run the tests: {environment.python.relative_to(root)} -m pytest -n auto --dist loadscope")
    return 0


def _say(step: int, what: str) -> None:
    print(f"[{step}/5] {what}", flush=True)
