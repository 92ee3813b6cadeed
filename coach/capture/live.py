"""Live frames: from a webcam, a network camera, or a video played as one."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from coach.capture.admission import SUFFIXES
from coach.capture.camera import is_device, webcam
from coach.capture.feed import Feed, Opener
from coach.capture.health import Health
from coach.capture.latest import Live
from coach.capture.network import is_address, parse
from coach.capture.reconnect import Reconnecting
from coach.capture.video import USUAL_FPS, VideoFile
from coach.errors import SourceError
from coach.language import phrase


class Player(Live):
    """Plays videos one after another on one timeline.

    Frames are checked like a camera's, by their own timestamps: a black or frozen video counts as a black or frozen
    camera.
    """

    def __init__(self, paths: Sequence[Path], *, clock: Callable[[], float], mirrored: bool, speed: float) -> None:
        self._paths, self._mirrored, self._speed = paths, mirrored, speed
        super().__init__(", ".join(path.name for path in paths), clock, camera=False)

    def _grab(self) -> None:
        offset = 0.0
        for path in self._paths:
            if not self._closing.is_set():
                offset = self._play(path, offset)

    def _play(self, path: Path, offset: float) -> float:
        """Play one video; return the instant at which the next begins, seconds."""
        health = Health(path.name)
        t = last = offset
        with VideoFile(path, mirrored=self._mirrored) as video:
            for frame in video:
                last, t = t, offset + frame.t
                if self._closing.wait(t / self._speed - self.now()):
                    break
                self._put(t, frame.image, health, blocking=self._speed != 1)
        return t + (1 / video.fps if video.fps else max(t - last, 1 / USUAL_FPS))


def open_live(
    spec: str | Sequence[str],
    *,
    clock: Callable[[], float] = time.monotonic,
    mirrored: bool = False,
    speed: float = 1.0,
) -> Live:
    """Open a camera, or videos played as one.

    Args:
        spec: A camera's index or name, the address of a network camera, or a video. Several videos are played one
            after another on one timeline.
        clock: Monotonic seconds.
        mirrored: The camera sends a mirror image; its frames are flipped back.
        speed: Playback speed of videos. At 1 the newest frame wins, as with a camera; at any other speed no frame is
            dropped, and ``inf`` plays them as fast as they are processed.

    Raises:
        SourceError: There is no such video, or the kind of address is not supported.
        ValueError: ``spec`` is empty, or ``speed`` is not above 0.
    """
    return _source(spec, mirrored=mirrored, speed=speed)(clock=clock)


def check_source(spec: str | Sequence[str], *, speed: float = 1.0) -> None:
    """Check the arguments of ``open_live``, and raise its errors, without connecting to a camera."""
    _source(spec, mirrored=False, speed=speed)


def _source(spec: str | Sequence[str], *, mirrored: bool, speed: float) -> Callable[..., Live]:
    """Return what makes the source from a clock. Videos are opened once before, so that errors are reported early."""
    specs = [spec] if isinstance(spec, str) else list(spec)
    if not specs:
        raise ValueError("a camera or a video is expected")
    if not speed > 0:
        raise ValueError(f"the playback speed must be above 0, not {speed:g}")
    cameras = [each for each in specs if not _is_video(each)]
    if not cameras:
        paths = [Path(each) for each in specs]
        for path in paths:
            VideoFile(path).close()
        return partial(Player, paths, mirrored=mirrored, speed=speed)
    if len(specs) > 1:
        _, name = camera_opener(cameras[0])
        raise SourceError(phrase("errors.camera.combined", name=name))
    opener, name = camera_opener(specs[0])
    return partial(Reconnecting, opener, name, mirrored=mirrored)


def camera_opener(spec: str) -> tuple[Opener, str]:
    """Return an opener for a webcam or network camera, and its display name, which contains no password.

    Raises:
        SourceError: The address is malformed, or its scheme is not supported.
    """
    if not is_address(spec):
        return webcam(spec)
    place = parse(spec)
    # Imported lazily: a webcam needs neither an HTTP client nor PyAV.
    if place.scheme == "rtsp":
        from coach.capture.rtsp import images

        return lambda: Feed(images(place)), place.name
    from coach.capture.mjpeg import Mjpeg

    return lambda: Mjpeg(place), place.name


def _is_video(spec: str) -> bool:
    """Whether ``spec`` means a video file: by its suffix, by a folder in it, or because the file exists."""
    path = Path(spec)
    if (spec.isascii() and spec.isdigit()) or is_device(path) or (is_address(spec) and not path.is_file()):
        return False
    return path.suffix.lower() in SUFFIXES or os.sep in spec or "/" in spec or path.exists()
