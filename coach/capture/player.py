"""Plays videos in real time in place of a camera."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from coach.capture.frame_slot import FrameSlot
from coach.capture.health import Health
from coach.capture.video import USUAL_FPS, VideoFile


class Player:
    """Plays videos one after another on one timeline.

    All videos are opened once before the first is played, so that errors are reported early. Frames are checked like a
    camera's, by their own timestamps: a black or frozen video counts as a black or frozen camera.

    Args:
        paths: The videos.
        mirrored: The videos are mirror images; their frames are flipped back.
        speed: Playback speed (2 = double). At any speed but 1 no frame is dropped.

    Raises:
        SourceError: A file cannot be read as a video.
    """

    lazy: Final = True

    def __init__(self, paths: Sequence[Path], *, mirrored: bool = False, speed: float = 1.0) -> None:
        self._paths, self._mirrored, self._speed = paths, mirrored, speed
        self._lock = threading.Lock()
        self._stopped = False
        self._video: VideoFile | None = None
        for path in paths:
            VideoFile(path).close()

    def run(self, slot: FrameSlot) -> None:
        """Play all videos."""
        slot.start()
        offset = 0.0
        for path in self._paths:
            offset = self._play(path, offset, slot)
            if slot.closing.is_set():
                return

    def interrupt(self) -> None:
        """Stop playing."""
        with self._lock:
            self._stopped = True
            if self._video is not None:
                self._video.close()

    def _play(self, path: Path, offset: float, slot: FrameSlot) -> float:
        """Play one video; return the instant at which the next begins, seconds."""
        video = VideoFile(path, mirrored=self._mirrored)
        with self._lock:
            self._video = video
            stopped = self._stopped
        health = Health(path.name)
        t = last = offset
        try:
            for frame in video if not stopped else ():
                last, t = t, offset + frame.t
                if math.isfinite(self._speed) and slot.wait(t / self._speed - slot.now()):
                    break
                slot.put(t, frame.image, health, blocking=self._speed != 1)
        finally:
            video.close()
        return t + (1 / video.fps if video.fps else max(t - last, 1 / USUAL_FPS))
