"""A queue of lines to say or play: one at a time, never late, and never blocking the caller."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Final

from coach.voice.process import LEAVE_S, Reply

FAILURES: Final = 3
"""This many failures in a row are reported."""


class Lane:
    """Plays lines in order, from its own thread.

    ``perform`` plays a line, starting no later than the time it is given on ``clock``, and waits for its end; ``cut``
    stops it. ``broke`` is called once ``FAILURES`` lines in a row have failed.
    """

    def __init__(
        self,
        perform: Callable[[str, float], Reply],
        cut: Callable[[], object],
        broke: Callable[[], object],
        clock: Callable[[], float],
        name: str,
    ) -> None:
        self._perform, self._cut, self._broke, self._clock = perform, cut, broke, clock
        self._changed = threading.Condition()
        self._queue: deque[tuple[str, float]] = deque()  # each with the latest time to start it
        self._busy = self._closed = False
        self._failed = 0
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def add(self, what: str, *, fresh_s: float, urgent: bool = False) -> None:
        """Queue a line, or play it at once if urgent; returns immediately."""
        with self._changed:
            if self._closed:
                return
            if urgent:
                self._queue.clear()
                if self._busy:
                    self._cut()
            self._queue.append((what, self._clock() + fresh_s))
            self._changed.notify_all()

    def drain(self, timeout_s: float) -> bool:
        """Wait until the queue is empty and nothing plays; returns whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._queue and not self._busy, timeout_s)

    def close(self) -> None:
        """Stop, and play nothing more."""
        with self._changed:
            self._closed = True
            self._queue.clear()
            if self._busy:
                self._cut()
            self._changed.notify_all()
        self._thread.join(LEAVE_S)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._queue or self._closed)
                if self._closed:
                    return
                what, until = self._queue.popleft()
                self._busy = True
            answer = self._once(what, until)
            if answer == "died":  # once may be chance; a line that ends the process twice is dropped
                answer = self._once(what, until)
            if answer in ("failed", "died"):
                self._failed += 1
                if self._failed == FAILURES:
                    self._broke()
            elif answer == "done":
                self._failed = 0

    def _once(self, what: str, until: float) -> Reply:
        return "late" if self._clock() > until else self._perform(what, until)
