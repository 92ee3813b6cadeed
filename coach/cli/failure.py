"""How a command ends badly: one line for the person, one code for the shell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

USAGE: Final = 2
"""The command line asks for something that cannot be meant."""
FAULT: Final = 70
"""The program itself is at fault (EX_SOFTWARE of sysexits.h)."""
INTERRUPTED: Final = 130
"""Stopped by Ctrl-C: 128 and the number of SIGINT, as shells count."""


class CommandError(Exception):
    """Ends the command with one line and an exit code."""

    def __init__(self, text: str, code: int) -> None:
        super().__init__(text)
        self.code = code


@contextmanager
def asked() -> Iterator[None]:
    """Around the reading of what was asked for: a ``ValueError`` in there is the person's to mend, exit code 2."""
    try:
        yield
    except ValueError as error:
        raise CommandError(str(error), USAGE) from error
