"""Keeps what MediaPipe's native code says off the person's screen.

It writes to file descriptor 2, below Python, and heeds no setting. So the descriptor is led into a file for as long as
it is known to talk, and what it did not say is written out afterwards: nobody else's words are lost.
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
"""Two that turn the descriptor round at once would put back each other's file."""

_CHATTER: Final = re.compile(
    rb"[IWEF]\d{4} \d\d:\d\d:\d\d"  # a line of its log: level, month and day, or zeros, and the time
    rb"|INFO: Created TensorFlow Lite "
    rb"|WARNING: All log messages before absl::InitializeLog"
)


@contextmanager
def quiet() -> Iterator[None]:
    """Hold back file descriptor 2, and afterwards let out all that is not MediaPipe's log.

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
