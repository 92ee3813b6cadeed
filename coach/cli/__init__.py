"""The command ``coach``: parses arguments, calls ``coach.app``; each failure becomes one line and an exit code."""

from __future__ import annotations

import errno
import gc
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import NoReturn

from coach.cli.failure import FAULT, INTERRUPTED, CommandError, told
from coach.errors import CoachError
from coach.language import Phrase, phrase, phrase_of

_EXPECTED = (CommandError, CoachError, BrokenPipeError, ImportError, MemoryError)
"""Failures that are not internal errors."""


_UNWRITABLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF})
"""Why a stream takes no more. Files are opened and written where such an error becomes a ``CoachError``."""


def start() -> NoReturn:
    """Run the command line as a program of its own."""
    _fill_standard_streams()
    os.umask(0o077)  # all that is written is health data, for its owner only
    try:
        from coach.cli import process_end

        with process_end.watched(sys.argv[1:]):
            code = main()
    except KeyboardInterrupt:  # before or after ``main`` handles it
        code = _end("stopped", INTERRUPTED)
    leave(code)


def leave(code: int) -> NoReturn:
    """End the program without waiting for a driver or a library that does not return.

    Garbage is not collected either: the system frees it all, a sixth of a second sooner.
    """
    if any(thread.is_alive() and thread.daemon for thread in threading.enumerate()):
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)
    gc.freeze()
    sys.exit(code)


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; docs/results.md lists the codes."""
    words = sys.argv[1:] if args is None else list(args)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A file name that the terminal cannot show is escaped; it does not end the program.
            stream.reconfigure(errors="backslashreplace")
    try:
        # Imported here: it takes longest to import, and Ctrl-C is handled from here on.
        from coach.cli import crash
        from coach.cli.commands import run

        with crash.watching(words) as crashes, _verbose("--verbose" in words) as log_error:
            try:
                code = run(words)
            except _EXPECTED:
                raise
            except Exception as error:  # noqa: BLE001  # any error ends in a sentence
                if isinstance(error, OSError) and error.errno in _UNWRITABLE and error.filename is None:
                    return _end(_unwritten(error), CoachError.exit_code, words)
                log_error(error)
                return _end(crashes.note(error), FAULT, words)
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            return _end(_unwritten(error), CoachError.exit_code, words)
        return code or (FAULT if crashes.many else 0)
    except CommandError as error:
        return _end(phrase_of(error), error.code, words)
    except CoachError as error:
        return _end(phrase_of(error), error.exit_code, words)
    except KeyboardInterrupt:
        return _end(phrase("errors.stopped"), INTERRUPTED, words)
    except BrokenPipeError:
        _discard_output()  # the reader, such as `head`, has ended
        return CoachError.exit_code
    except MemoryError:
        return _end(phrase("errors.memory"), CoachError.exit_code, words)
    except ModuleNotFoundError as error:
        text = phrase("errors.not_installed", name=error.name, python=sys.executable)
        return _end(text, CoachError.exit_code, words)
    except ImportError as error:
        return _end(phrase("errors.library", why=error), CoachError.exit_code, words)


def _fill_standard_streams() -> None:
    """Open the standard streams that are closed, or the next file that is opened would be written to as one.

    Writing to a closed output then fails, as it does for a full disk.
    """
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            how = os.O_WRONLY if name == "stderr" else os.O_RDONLY
            opened = os.open(os.devnull, how)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def _unwritten(error: OSError) -> Phrase:
    """Discard the rest of the standard output, and return a sentence with the reason why it cannot be written."""
    _discard_output()
    return phrase("errors.output", why=error.strerror or error)


def _discard_output() -> None:
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _verbose(enabled: bool) -> Iterator[Callable[[Exception], object]]:
    """Log within the block if ``enabled``; yields a function that logs an internal error."""
    if not enabled:
        yield lambda error: None
        return
    from coach.cli import verbose

    with verbose.shown():
        yield verbose.log_error


def _end(text: str, code: int, words: Sequence[str] = ()) -> int:
    from coach.cli.printable import line, masked

    print("coach:", masked(line(told(text, words))), file=sys.stderr)
    return code
