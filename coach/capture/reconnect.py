"""A camera that is opened again and again until it works."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

import numpy as np

from coach.capture.feed import Feed, FeedError, Pending
from coach.capture.frame_filter import FrameFilter
from coach.capture.frame_slot import FrameSlot

_log = logging.getLogger(__name__)

FIRST_PAUSE_S: Final = 0.5
LONGEST_PAUSE_S: Final = 4.0
"""The longest wait after plugging the camera in again."""

WEDGED_S: Final = 8.0
"""A camera that shows the same image for so long is reopened: drivers and phones get stuck."""


class Reconnecting:
    """Grabs images from a camera until it is closed, and reopens it when it fails.

    The pause before trying again doubles each time, from ``first_pause_s`` on.
    """

    patient: Final = False

    def __init__(
        self, opener: Callable[[], Feed], name: str, *, mirrored: bool = False, first_pause_s: float = FIRST_PAUSE_S
    ) -> None:
        self._opener, self._name, self._mirrored = opener, name, mirrored
        self._lock = threading.Lock()
        self._feed: Feed | None = None
        self._filter = FrameFilter(name)
        self._ran = False
        self._first_pause_s = self._pause_s = first_pause_s

    @property
    def fps(self) -> float | None:
        """Frames per second, as measured."""
        return self._filter.health.fps

    def run(self, slot: FrameSlot) -> None:
        """Hand over images until the slot is closed."""
        while not slot.closing.is_set():
            feed = self._opener()
            with self._lock:
                self._feed = feed
            try:
                self._read(feed, slot)
            except FeedError as error:
                _log.info("%s is %s: %s", self._name, error.state, error.why)
                if error.state == "absent" and self._ran:
                    slot.tell("lost", f"{self._name} is gone: plug it in or switch it on again")
                else:
                    slot.tell(error.state, error.why)
            finally:
                with self._lock:
                    self._feed = None
                feed.close()
            if slot.wait(self._pause_s):
                return
            self._pause_s = min(2 * self._pause_s, LONGEST_PAUSE_S)

    def interrupt(self) -> None:
        """Have ``run`` return soon; called from another thread, once the slot is closed."""
        with self._lock:
            if self._feed is not None:
                self._feed.interrupt()

    def _read(self, feed: Feed, slot: FrameSlot) -> None:
        self._filter.health.restart()
        opened: float | None = None
        # A slot closed before the feed is known here is noticed now; closing it later interrupts the feed.
        while not slot.closing.is_set():
            image = feed.read()
            t = slot.now()
            if isinstance(image, Pending):
                slot.tell("opening", image.why)
                continue
            if image is None:
                _log.info("%s is lost", self._name)
                slot.tell("lost", f"{self._name} stopped sending images: check its cable, its power and its network")
                return
            if opened is None:
                opened = t
                _log.info("%s sends images of %d × %d", self._name, image.shape[1], image.shape[0])
            self._ran = True
            if self._mirrored:
                image = np.ascontiguousarray(image[:, ::-1])
            if self._filter.update(t, image, slot):
                self._pause_s = self._first_pause_s
            if min(self._filter.health.frozen_for(t), t - opened) > WEDGED_S:
                return
