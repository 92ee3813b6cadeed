"""Reconnects to a camera after it fails."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

import numpy as np

from coach.capture.feed import Feed, FeedError, Opener
from coach.capture.health import Health
from coach.capture.latest import Live
from coach.language import phrase

_log = logging.getLogger(__name__)

FIRST_PAUSE_S: Final = 0.5
LONGEST_PAUSE_S: Final = 4.0
"""Longest delay between plugging the camera in again and its next image."""

REOPEN_AFTER_S: Final = 8.0
"""A camera whose image has been frozen for this long is reopened: drivers and phones get stuck."""


class Reconnecting(Live):
    """Live frames of a camera, which is reopened when it fails.

    The pause before each attempt doubles, from ``first_pause_s`` up to ``LONGEST_PAUSE_S``.
    """

    def __init__(
        self,
        opener: Opener,
        name: str,
        *,
        clock: Callable[[], float] = time.monotonic,
        mirrored: bool = False,
        first_pause_s: float = FIRST_PAUSE_S,
    ) -> None:
        self._opener, self._mirrored = opener, mirrored
        self._lock = threading.Lock()
        self._feed: Feed | None = None
        self._health = Health(name)
        self._ran = False
        self._first_pause_s = self._pause_s = first_pause_s
        super().__init__(name, clock, camera=True)

    def _grab(self) -> None:
        while not self._closing.is_set():
            feed = self._opener()
            with self._lock:
                self._feed = feed
            try:
                self._read(feed)
            except FeedError as error:
                if self._closing.is_set():
                    return
                _log.info("%s is %s: %s", self.name, error.state, error.why)
                if error.state == "absent" and self._ran:
                    self._report("lost", phrase("errors.camera.gone", name=self.name))
                else:
                    self._report(error.state, error.why)
            finally:
                with self._lock:
                    self._feed = None
                feed.close()
            if self._closing.wait(self._pause_s):
                return
            self._pause_s = min(2 * self._pause_s, LONGEST_PAUSE_S)

    def _interrupt(self) -> None:
        with self._lock:
            if self._feed is not None:
                self._feed.interrupt()

    def _read(self, feed: Feed) -> None:
        self._health.restart()
        opened: float | None = None
        # Checked first: whoever closed this before ``_feed`` was set has interrupted nothing.
        while not self._closing.is_set():
            image = feed.read()
            t = self.now()
            if isinstance(image, str):
                self._report("opening", image)
                continue
            if image is None:
                _log.info("%s is lost", self.name)
                self._report("lost", phrase("errors.camera.lost", name=self.name))
                return
            if opened is None:
                opened = t
                _log.info("%s sends images of %d × %d", self.name, image.shape[1], image.shape[0])
            self._ran = True
            if self._mirrored:
                image = np.ascontiguousarray(image[:, ::-1])
            if self._put(t, image, self._health):
                self._pause_s = self._first_pause_s
            if min(self._health.frozen_for(t), t - opened) > REOPEN_AFTER_S:
                return
