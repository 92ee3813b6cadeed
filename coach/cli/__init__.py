"""The command ``coach``: parses arguments, calls ``coach.app``, turns every failure into one line and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from coach.cli.failure import FAULT, INTERRUPTED, CommandError
from coach.errors import CoachError


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code; docs/results.md lists the codes."""
    words = sys.argv[1:] if args is None else list(args)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A file name that the terminal cannot show is shown escaped; it does not end the program.
            stream.reconfigure(errors="backslashreplace")
    try:
        # Here and not above: what it loads takes longest, and Ctrl-C is answered properly from here on.
        from coach.cli.commands import run

        code = run(words)
        sys.stdout.flush()
        return code
    except CommandError as error:
        return _end(str(error), error.code)
    except CoachError as error:
        return _end(str(error), error.exit_code)
    except KeyboardInterrupt:
        return _end("stopped", INTERRUPTED)
    except BrokenPipeError:
        # Whoever reads the output, such as `head`, has seen enough. What is left in the buffer goes nowhere.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CoachError.exit_code
    except ModuleNotFoundError as error:
        if "--verbose" in words:
            raise
        return _end(
            f"{error.name} is not installed for this Python ({sys.executable}); in a checkout run: "
            "python3 -m coach.install",
            CoachError.exit_code,
        )
    except Exception as error:
        if "--verbose" in words:
            raise
        return _end(
            f"a fault of the program itself, {type(error).__name__}: {error}; "
            "put --verbose before the command to see where, and please report it",
            FAULT,
        )


def _end(text: str, code: int) -> int:
    print("coach:", " ".join(text.split()), file=sys.stderr)
    return code
