"""``--verbose``: what the program does and how long it takes, line by line on the standard error."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from coach.cli.printable import masked

# The program logs at INFO and below only: what is above would be shown without being asked for.

LINE: Final = "%(relativeCreated)8.0f ms  %(name)s: %(message)s"
"""Milliseconds since the start, the part of the program, and what it says."""


class _Masking(logging.Formatter):
    """Puts nothing into a line that may be secret, whoever wrote it."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


@contextmanager
def telling() -> Iterator[None]:
    """Within, what the parts of the program log is shown."""
    logger = logging.getLogger("coach")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Masking(LINE))
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        logger.setLevel(before)
        logger.removeHandler(handler)


def tell(error: Exception) -> None:
    """Show the whole traceback of a fault of the program."""
    logging.getLogger("coach").error("a fault of the program", exc_info=error)
