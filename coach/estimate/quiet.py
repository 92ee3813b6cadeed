"""Keeps the log of MediaPipe's native code off the screen.

It writes to file descriptor 2, below Python, and no setting stops it. So the descriptor is redirected to a file while
MediaPipe is known to log, and the lines of others are written out afterwards.
"""

from __future__ import annotations

import os
import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import IO, Final

_STDERR: Final = 2
_lock: Final = threading.Lock()
"""Two redirections at once would restore each other's file."""

_CHATTER: Final = re.compile(
    rb"[IWEF]\d{4} \d\d:\d\d:\d\d"  # a line of its log: level, month and day, or zeros, and the time
    rb"|INFO: Created TensorFlow Lite "
    rb"|WARNING: All log messages before absl::InitializeLog"
)


@contextmanager
def quiet() -> Iterator[None]:
    """Hold back file descriptor 2, and afterwards write out everything but MediaPipe's log.

    Where there is no such descriptor, or no room for the file, nothing is held back.
    """
    with _lock, ExitStack() as undo:
        try:
            kept = os.dup(_STDERR)
            undo.callback(os.close, kept)
            file = undo.enter_context(tempfile.TemporaryFile())
        except OSError:  # a program without a console, or a full disk
            pass
        else:
            os.dup2(file.fileno(), _STDERR)
            undo.callback(_let_out, file)
            undo.callback(os.dup2, kept, _STDERR)  # undone in reverse: first the descriptor, then the words
        yield


def _let_out(file: IO[bytes]) -> None:
    file.seek(0)
    others = b"".join(line for line in file if not _CHATTER.match(line))
    with suppress(OSError):  # a reader that has gone away hears nothing either way
        while others:
            others = others[os.write(_STDERR, others) :]
