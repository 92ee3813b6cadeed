"""One thing after another, each in a child process: never two at once, never late, never in anybody's way."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from coach.voice.system import Call

_log = logging.getLogger(__name__)

LONGEST_S: Final = 5.0
"""A child that sounds for longer than this and its words take hangs, and is killed."""

_LEAVE_S: Final = 1.0
"""What was killed is gone at once; one that the system does not let go of is not waited for."""

_S_A_LETTER: Final = 0.2

FAILURES: Final = 3
"""So many in a row, and the lane gives up: a computer without sound would start children for nothing all along."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    call: Call
    since: float
    fresh_s: float


class Lane:
    """Runs calls in their order, from a thread of its own.

    Args:
        clock: Seconds from whenever.
        name: What the thread is called.
    """

    def __init__(self, clock: Callable[[], float], name: str) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._queue: deque[_Waiting] = deque()
        self._child: subprocess.Popen[bytes] | None = None
        self._busy = self._closed = False
        self._failed = 0
        self.dropped = 0
        """How many calls were dropped: they had waited for too long, or something urgent came."""
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def broken(self) -> bool:
        """Whether it gave up."""
        return self._failed >= FAILURES

    def add(self, call: Call, *, fresh_s: float, urgent: bool = False) -> None:
        """Have a call run in its turn, or at once; it returns at once either way."""
        with self._changed:
            if self._closed or self.broken:
                return
            if urgent:
                self.dropped += len(self._queue)
                self._queue.clear()
                self._kill()
            self._queue.append(_Waiting(call, self._clock(), fresh_s))
            self._changed.notify_all()

    def drain(self, timeout_s: float) -> bool:
        """Wait until all is said; whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._queue and not self._busy, timeout_s)

    def close(self) -> None:
        """Be silent at once."""
        with self._changed:
            self._closed = True
            self._queue.clear()
            self._kill()
            self._changed.notify_all()
        self._thread.join(_LEAVE_S)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._queue or self._closed)
                if self._closed:
                    return
                waiting = self._queue.popleft()
                if self._clock() - waiting.since > waiting.fresh_s:
                    self.dropped += 1
                    continue
                self._busy = True
                # Started under the lock, so that whoever is urgent or closes finds the child to kill.
                child = self._child = self._start(waiting.call)
            if child is not None:
                self._attend(child, waiting.call)

    def _start(self, call: Call) -> subprocess.Popen[bytes] | None:
        flags = 0x08000000 if sys.platform == "win32" else 0  # CREATE_NO_WINDOW
        try:
            return subprocess.Popen(
                call.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                creationflags=flags,
                start_new_session=True,  # Ctrl-C is for the program, which then closes this
            )
        except OSError:
            self._failed += 1
            return None

    def _attend(self, child: subprocess.Popen[bytes], call: Call) -> None:
        try:
            child.communicate(call.text.encode(), LONGEST_S + _S_A_LETTER * len(call.text))
        except subprocess.TimeoutExpired:
            _log.info("%s hangs and is killed", call.command[0])
            _reap(child)
        except OSError:  # it went away before it took the text
            _reap(child)
        with self._changed:
            killed, self._child = self._child is None, None
            if not killed:
                self._failed = 0 if child.returncode == 0 else self._failed + 1
        if child.returncode and not killed:
            _log.info("%s ended with %d", call.command[0], child.returncode)

    def _kill(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()


def _reap(child: subprocess.Popen[bytes]) -> None:
    """Kill a child and see it gone, unless the system does not let go of it."""
    child.kill()
    if child.stdin is not None:
        with suppress(OSError):
            child.stdin.close()
    with suppress(subprocess.TimeoutExpired):
        child.wait(_LEAVE_S)
