"""How a command fails: one line for the person, one exit code for the shell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from typing import Final

from coach.language import Phrase, phrase, phrase_of

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
        raise CommandError(phrase_of(error), USAGE) from error


def told(text: str, words: Sequence[str]) -> str:
    """Return a sentence in the language of a command line, or of the last session; in English if it is no phrase."""
    if not isinstance(text, Phrase):
        return text
    data = given(words, "--data")
    with suppress(Exception):  # such as a package that is missing: the first error is the one to report
        from coach.cli.live.sound import chosen_language  # here: it takes longer to import than most failures

        return chosen_language(given(words, "--lang"), Path(data) if data else None).translated(text)
    return text


def given(words: Sequence[str], option: str) -> str | None:
    """Return the value of an option of a command line that may not have been parsed, or ``None``."""
    return dict(pairwise(part for word in words for part in word.split("=", 1))).get(option)


def check_target(option: str, target: Path | None) -> None:
    """Refuse at once a file that could not be written; ``option`` names it.

    Raises:
        CommandError: It is a folder, or in a folder that does not exist.
    """
    if target is not None and (target.is_dir() or not target.parent.is_dir()):
        raise CommandError(phrase("errors.write.target", option=option, path=target), USAGE)
