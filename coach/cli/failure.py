"""How a command fails: one line for the person, one exit code for the shell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

USAGE: Final = 2
"""Invalid command or option."""
FAULT: Final = 70
"""Internal error (EX_SOFTWARE of sysexits.h)."""
INTERRUPTED: Final = 130
"""Stopped by Ctrl-C: 128 and the number of SIGINT, as shells count."""


class CommandError(Exception):
    """Ends the command with one line and an exit code."""

    def __init__(self, text: str, code: int) -> None:
        super().__init__(text)
        self.code = code


@contextmanager
def usage_errors() -> Iterator[None]:
    """Turn a ``ValueError`` within the block into an invalid option, exit code 2."""
    try:
        yield
    except ValueError as error:
        raise CommandError(str(error), USAGE) from error


def check_target(option: str, target: Path | None) -> None:
    """Refuse at once a file that could not be written; ``option`` names it.

    Raises:
        CommandError: It is a folder, or in a folder that does not exist.
    """
    if target is not None and (target.is_dir() or not target.parent.is_dir()):
        raise CommandError(f"{option} {target} is not a file in an existing folder", USAGE)
