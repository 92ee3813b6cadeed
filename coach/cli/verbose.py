"""``--verbose``: log each step and its duration to standard error."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from coach.cli.printable import masked

# The program logs at INFO and below only: higher levels would be shown without --verbose.

LINE: Final = "%(relativeCreated)8.0f ms  %(name)s: %(message)s"
"""Milliseconds since the start, the module, and the message."""


class _Masking(logging.Formatter):
    """Masks secrets in every line."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


@contextmanager
def shown() -> Iterator[None]:
    """Within the block, show the program's log."""
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


def log_error(error: Exception) -> None:
    """Show the whole traceback of an internal error."""
    logging.getLogger("coach").error("internal error", exc_info=error)
