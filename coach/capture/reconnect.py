"""Reconnects to a camera after it fails."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

import numpy as np

from coach.capture.feed import Feed, FeedError, Pending
from coach.capture.frame_slot import FrameSlot
from coach.capture.health import Health

_log = logging.getLogger(__name__)

FIRST_PAUSE_S: Final = 0.5
LONGEST_PAUSE_S: Final = 4.0
"""Longest delay between plugging the camera in again and its next image."""

REOPEN_AFTER_S: Final = 8.0
"""A camera whose image has been frozen for this long is reopened: drivers and phones get stuck."""


class Reconnecting:
    """Grabs images from a camera until it is closed, and reopens it when it fails.

    The pause before each attempt doubles, from ``first_pause_s`` up to ``LONGEST_PAUSE_S``.
    """

    lazy: Final = False

    def __init__(
        self, opener: Callable[[], Feed], name: str, *, mirrored: bool = False, first_pause_s: float = FIRST_PAUSE_S
    ) -> None:
        self._opener, self._name, self._mirrored = opener, name, mirrored
        self._lock = threading.Lock()
        self._feed: Feed | None = None
        self._health = Health(name)
        self._ran = False
        self._first_pause_s = self._pause_s = first_pause_s

    def run(self, slot: FrameSlot) -> None:
        """Put frames into the slot until it is closed."""
        while not slot.closing.is_set():
            feed = self._opener()
            with self._lock:
                self._feed = feed
            try:
                self._read(feed, slot)
            except FeedError as error:
                _log.info("%s is %s: %s", self._name, error.state, error.why)
                if error.state == "absent" and self._ran:
                    slot.report("lost", f"{self._name} is gone: plug it in or switch it on again")
                else:
                    slot.report(error.state, error.why)
            finally:
                with self._lock:
                    self._feed = None
                feed.close()
            if slot.wait(self._pause_s):
                return
            self._pause_s = min(2 * self._pause_s, LONGEST_PAUSE_S)

    def interrupt(self) -> None:
        """Make ``run`` return soon; called from another thread after the slot was closed."""
        with self._lock:
            if self._feed is not None:
                self._feed.interrupt()

    def _read(self, feed: Feed, slot: FrameSlot) -> None:
        self._health.restart()
        opened: float | None = None
        # Checked first: a slot closed before ``_feed`` was set has interrupted nothing.
        while not slot.closing.is_set():
            image = feed.read()
            t = slot.now()
            if isinstance(image, Pending):
                slot.report("opening", image.why)
                continue
            if image is None:
                _log.info("%s is lost", self._name)
                slot.report("lost", f"{self._name} stopped sending images: check its cable, its power and its network")
                return
            if opened is None:
                opened = t
                _log.info("%s sends images of %d × %d", self._name, image.shape[1], image.shape[0])
            self._ran = True
            if self._mirrored:
                image = np.ascontiguousarray(image[:, ::-1])
            if slot.put(t, image, self._health):
                self._pause_s = self._first_pause_s
            if min(self._health.frozen_for(t), t - opened) > REOPEN_AFTER_S:
                return
