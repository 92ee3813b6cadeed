"""Write a video that browsers play: H.264 in MP4, each frame at its own time, with the sound of another video."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import av
import cv2
import numpy as np
import numpy.typing as npt

from coach.errors import CoachError, reason
from coach.language import phrase
from coach.report.sound import SoundTrack

if TYPE_CHECKING:
    from av.container import OutputContainer
    from av.video.stream import VideoStream

SUFFIXES: Final = (".mp4", ".m4v")

TICK: Final = Fraction(1, 90_000)
"""Time base: the usual one for videos, divisible by every common rate."""

ENCODER: Final = "libx264"

OPTIONS: Final = {
    # The fastest preset, as pose estimation needs the processors, plus two cheap options that improve its quality.
    "preset": "ultrafast",
    "x264-params": "cabac=1:no-deblock=0",
    "crf": "23",
    "bf": "0",  # no frames before the first, and none out of order
}
KEY_S: Final = 1.0
"""Most seconds of video to decode when a player seeks."""

USUAL_FPS: Final = 25.0

_BT601, _LIMITED = 6, 1
"""FFmpeg's constants for the colours OpenCV converts from BGR: without them, players guess by the size."""


class VideoWriter:
    """A video written frame by frame, under another name until it is complete; only its owner may read it.

    After an error, or without a frame, no file is left.

    Frames have ``size``, width and height in pixels; if odd, the last row or column is left out. ``fps`` is a guess.
    The sound of another video is copied as far as there are frames.

    Raises:
        CoachError: It cannot be written.
    """

    def __init__(self, path: Path, size: tuple[int, int], fps: float | None, sound_of: Path | None) -> None:
        check_target(path)
        self._target = path.resolve()
        self._size = size[0] & ~1, size[1] & ~1
        self._fps = min(max(fps or USUAL_FPS, 1.0), 240.0)
        self._first = self._last = 0.0
        self._tick = -1
        with self._telling():
            self._part = _part(self._target)
        try:
            self._container, self._stream = self._open()
            self._sound = None if sound_of is None else SoundTrack(sound_of, self._container)
        except BaseException:
            self._part.unlink(missing_ok=True)
            raise

    @property
    def silenced(self) -> str:
        """Why the sound is missing or cut short; empty if it is complete, or there is none."""
        return "" if self._sound is None else self._sound.lost

    def write(self, t: float, image: npt.NDArray[np.uint8]) -> None:
        """Add the frame at time ``t``: BGR, shape (height, width, 3).

        The video starts at the time of the first frame.

        Raises:
            CoachError: It cannot be written.
        """
        if self._tick < 0:
            self._first = t
        width, height = self._size
        planes = cv2.cvtColor(np.ascontiguousarray(image[:height, :width]), cv2.COLOR_BGR2YUV_I420)
        frame = av.VideoFrame.from_ndarray(np.asarray(planes, np.uint8), format="yuv420p")
        self._last, self._tick = t, max(round((t - self._first) / TICK), self._tick + 1)
        frame.pts, frame.time_base = self._tick, TICK
        with self._telling():
            if self._sound is not None:
                self._sound.write(self._first, until=t)
            self._container.mux(self._stream.encode(frame))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        try:
            if error is None and self._tick >= 0:
                self._complete()
        finally:
            if self._sound is not None:
                self._sound.close()
            with suppress(
                OSError, av.error.FFmpegError
            ):  # for an abandoned video, errors from its container do not matter
                self._container.close()
            self._part.unlink(missing_ok=True)

    def _open(self) -> tuple[OutputContainer, VideoStream]:
        with self._telling():
            container = av.open(str(self._part), "w", format="mp4", options={"movflags": "+faststart"})
        try:
            stream = container.add_stream(ENCODER, rate=Fraction(self._fps).limit_denominator(1001), options=OPTIONS)
        except ValueError as error:  # the encoder is missing
            container.close()
            raise CoachError(phrase("errors.write.encoder")) from error
        context = stream.codec_context
        stream.width, stream.height, stream.pix_fmt = *self._size, "yuv420p"
        context.time_base, context.gop_size = TICK, max(1, round(KEY_S * self._fps))
        context.colorspace, context.color_range = _BT601, _LIMITED
        return container, stream

    def _complete(self) -> None:
        with self._telling():
            self._container.mux(self._stream.encode(None))
            if self._sound is not None:
                self._sound.write(self._first, until=self._last + 1 / self._fps)
                self._sound.finish()
            self._container.close()
            os.replace(self._part, self._target)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Turn errors from the system or FFmpeg within the block into one sentence."""
        try:
            yield
        except (OSError, av.error.FFmpegError) as error:
            raise CoachError(phrase("errors.write.annotated", path=self._target, why=reason(error))) from error


def check_target(path: Path) -> None:
    """Raise an error for a path that a video cannot be written to.

    Raises:
        CoachError: Its name does not end in .mp4, or something other than a file is there.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise CoachError(phrase("errors.write.not_mp4", wanted=f"{path.stem}.mp4", name=path.name))
    if path.exists() and not path.is_file():
        raise CoachError(phrase("errors.write.not_file", path=path))


def _part(target: Path) -> Path:
    """Return an empty file beside the target, readable only by its owner and written to by no other process."""
    handle, name = tempfile.mkstemp(prefix=f".{target.stem}-", suffix=".part", dir=target.parent)
    os.close(handle)
    return Path(name)
