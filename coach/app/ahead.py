"""A thread that works ahead of the loop: it decodes or estimates the next item while the current one is processed.

It is at most a step or two ahead, so memory use does not grow with the length of the video. Errors in the thread are
raised in the loop.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Generic, TypeVar

from coach.errors import SourceError
from coach.language import phrase

T = TypeVar("T")

DEPTH: Final = 3
"""How many frames may wait between two stages: more would not speed up the slower one."""

STUCK_S: Final = 8.0
"""Seconds without progress after which the decoder counts as hung; decoding even the largest frame takes a
hundredth."""

LEAVE_S: Final = 2.0
"""How long closing waits for the thread; one that is stuck in native code is left behind."""

WAKE_S: Final = 0.2
"""How often a wait wakes up, for systems where Ctrl-C gets through only between two waits."""


class Channel(Generic[T]):
    """Pass items from one thread to another, in order; the faster thread waits."""

    def __init__(self, depth: int = DEPTH, idle: Callable[[], object] = lambda: None) -> None:
        """Call ``idle`` each time the receiver has waited for ``WAKE_S``; an error it raises ends the wait."""
        self._depth, self._idle = depth, idle
        self._items: deque[T] = deque()
        self._changed = threading.Condition()
        self._ended = self._broken = False
        self._error: BaseException | None = None

    def put(self, item: T) -> bool:
        """Pass an item on, and wait until there is room for another; ``False`` if the receiver has stopped."""
        with self._changed:
            if self._broken:
                return False
            self._items.append(item)
            self._changed.notify_all()
            while len(self._items) >= self._depth and not self._broken:
                self._changed.wait(WAKE_S)
            return not self._broken

    def end(self, error: BaseException | None = None) -> None:
        """Mark the end of the items; ``error`` is raised after the last one."""
        with self._changed:
            self._ended, self._error = True, error
            self._changed.notify_all()

    def cut(self) -> None:
        """Stop receiving; waiting items are dropped."""
        with self._changed:
            self._broken = self._ended = True
            self._items.clear()
            self._changed.notify_all()

    def __iter__(self) -> Iterator[T]:
        while True:
            with self._changed:
                while not self._items and not self._ended:
                    if not self._changed.wait(WAKE_S):
                        self._idle()
                if not self._items:
                    if self._error is not None:
                        raise self._error
                    return
                item = self._items.popleft()
                self._changed.notify_all()
            yield item


class Ahead(Generic[T]):
    """Items made in a thread while earlier ones are processed.

    Args:
        items: The items.
        close: Ends the items; called once, in the thread of the loop, unless the decoder has hung.
        name: Name of the thread.
        depth: How many items may wait.
        decoded: Number of frames decoded so far, skipped ones included. If that does not change
            for ``STUCK_S``, the decoder has hung and is abandoned.
    """

    def __init__(
        self,
        items: Iterable[T],
        close: Callable[[], object] = lambda: None,
        *,
        name: str = "decoding",
        depth: int = DEPTH,
        decoded: Callable[[], int] | None = None,
    ) -> None:
        self._items, self._close, self._name, self._decoded = items, close, name, decoded
        self._channel: Channel[T] = Channel(depth, self._look)
        self._thread: threading.Thread | None = None
        self._last, self._looks = -1, 0

    def __iter__(self) -> Iterator[T]:
        self._thread = threading.Thread(target=self._read, name=self._name, daemon=True)
        self._thread.start()
        return iter(self._channel)

    def close(self) -> None:
        """Stop; waits for the item being made, unless the decoder has hung."""
        self._channel.cut()
        if self._stuck:
            return
        try:
            self._close()
        finally:
            if self._thread is not None:
                self._thread.join(LEAVE_S)

    @property
    def _stuck(self) -> bool:
        # Time is counted in waits: a suspended computer loses at most one of them.
        return self._looks * WAKE_S >= STUCK_S

    def _look(self) -> None:
        if self._decoded is None:
            return
        last, self._last = self._last, self._decoded()
        self._looks = self._looks + 1 if self._last == last else 0
        if self._stuck:
            raise SourceError(phrase("errors.video.stuck", seconds=STUCK_S))

    def _read(self) -> None:
        try:
            for item in self._items:
                if not self._channel.put(item):
                    return
        except BaseException as error:  # noqa: BLE001  # raised in the loop, whatever it is
            self._channel.end(error)
        else:
            self._channel.end()
