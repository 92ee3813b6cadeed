"""Suppresses the log of MediaPipe's native code.

It is written to file descriptor 2 and cannot be disabled. So the descriptor is redirected to a temporary file while
MediaPipe is known to log, and all other lines are written out afterwards.
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
"""Concurrent redirections would restore each other's file."""

_LOG_LINE: Final = re.compile(
    rb"[IWEF]\d{4} \d\d:\d\d:\d\d"  # level, month and day (or zeros), and time
    rb"|INFO: Created TensorFlow Lite "
    rb"|WARNING: All log messages before absl::InitializeLog"
)


@contextmanager
def quiet() -> Iterator[None]:
    """Capture file descriptor 2, and afterwards write out everything but MediaPipe's log.

    Without that descriptor, or without room for the file, nothing is captured.
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
            undo.callback(_write_others, file)
            undo.callback(os.dup2, kept, _STDERR)  # runs first, as callbacks are called in reverse order
        yield


def _write_others(file: IO[bytes]) -> None:
    file.seek(0)
    others = b"".join(line for line in file if not _LOG_LINE.match(line))
    with suppress(OSError):  # the reader of a pipe may be gone
        while others:
            others = others[os.write(_STDERR, others) :]
