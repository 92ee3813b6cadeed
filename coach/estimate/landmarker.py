"""The pose estimator, MediaPipe's PoseLandmarker. Its pitfalls, listed in ``docs/decisions``, are handled only here."""

from __future__ import annotations

import logging
import math
import time
import weakref
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np

from coach.closing import Closing
from coach.errors import ModelError
from coach.estimate import bundle, runtime
from coach.estimate.quiet import quiet
from coach.language import phrase
from coach.pose import Pose
from coach.stream import Frame, Image

_log = logging.getLogger(__name__)

_FAILURES = (RuntimeError, ValueError, OSError, TimeoutError)
"""Exceptions that MediaPipe raises when its graph fails."""


class Landmarker(Closing):
    """Estimates the pose of one person in the frames of one source, on the CPU. Not thread-safe; must be closed.

    It tracks the body from frame to frame, so the frames of two sources must not be mixed.

    Args:
        model: A ``.task`` bundle, or its path.
        people: Maximum number of bodies. With more than one, MediaPipe neither smooths nor tracks: enough to count
            people, not to check a move.

    Raises:
        ModelError: The model cannot be used, or MediaPipe has the wrong version.
    """

    def __init__(self, model: bytes | Path, people: int = 1) -> None:
        self._people = people
        self._mediapipe = runtime.load()
        self._model = bundle.without_mask(bundle.read(model))
        self._engine: Any = None  # MediaPipe has no types
        self._last_ms = -1
        self._logs = True
        self._image: Any = None
        self._start()

    def detect(self, frame: Frame) -> Pose | None:
        """Return the pose in ``frame``, or ``None`` if none is found.

        Frames must be in temporal order with true timestamps, by which MediaPipe smooths. A frame less than 1 ms after
        the previous one counts as 1 ms after it.

        Raises:
            ValueError: The image or the timestamp is invalid, or the landmarker is closed.
            ModelError: MediaPipe failed twice on the same frame.
        """
        return next(iter(self.detect_all(frame)), None)

    def detect_all(self, frame: Frame) -> tuple[Pose, ...]:
        """Return all poses in ``frame``, up to ``people``; otherwise like ``detect``."""
        if self._engine is None:
            raise ValueError("the landmarker is closed; create a new one")  # MediaPipe would return no poses
        image = _checked(frame.image)
        if not math.isfinite(frame.t):
            raise ValueError(f"the time of a frame must be finite seconds, not {frame.t}")
        self._last_ms = max(round(frame.t * 1000), self._last_ms + 1)
        # Kept alive until the next frame: after an interrupt, MediaPipe's thread may still be reading it.
        self._image = self._mediapipe.Image(image_format=self._mediapipe.ImageFormat.SRGB, data=image)
        height, width = image.shape[:2]
        found = self._run()
        return tuple(
            _pose(image, world, (width, height))
            for image, world in zip(found.pose_landmarks, found.pose_world_landmarks, strict=True)
        )

    def close(self) -> None:
        """Close the engine; a second call does nothing."""
        self._stop()
        self._image = None

    def _start(self) -> None:
        from mediapipe.tasks.python import BaseOptions, vision

        options = vision.PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_buffer=self._model),
            running_mode=vision.RunningMode.VIDEO,
            num_poses=self._people,
        )
        began = time.monotonic()
        try:
            with quiet():
                self._engine = vision.PoseLandmarker.create_from_options(options)
        except _FAILURES as error:
            raise ModelError(phrase("errors.model.unusable", why=_first_line(error))) from error
        _log.info("the pose engine started in %.0f ms", 1000 * (time.monotonic() - began))
        # An unclosed engine that is garbage-collected as part of a cycle hangs the process. The finaliser keeps it
        # alive until this object is gone, and closes it first.
        self._close_engine = weakref.finalize(self, _close_engine, self._engine)

    def _stop(self) -> None:
        if self._engine is not None:
            self._engine = None
            self._close_engine()

    def _run(self) -> Any:  # MediaPipe's result has no type
        """Process the stored image. A failed graph stays failed, so the second attempt is made with a new one."""
        try:
            return self._detect()
        except _FAILURES as error:
            _log.info("the pose engine failed and is restarted: %s", _first_line(error))
            self._stop()
        self._start()
        try:
            return self._detect()
        except _FAILURES as error:
            self._stop()
            t = round(self._last_ms / 1000, 2)
            raise ModelError(phrase("errors.model.failed", t=t, why=_first_line(error))) from error

    def _detect(self) -> Any:
        # MediaPipe logs when it starts and once more with the first pose.
        with quiet() if self._logs else nullcontext():
            found = self._engine.detect_for_video(self._image, self._last_ms)
        if found.pose_landmarks:
            self._logs = False
        return found


def _close_engine(engine: Any) -> None:
    """Close an engine. After a graph failure, closing fails too, and finalising would hang without the reset."""
    try:
        engine.close()
    except _FAILURES:
        engine._handle = None


def _checked(image: Image) -> Image:
    """Return the image as a contiguous array.

    MediaPipe assumes contiguous RGB: a crop, a column-ordered or a four-channel array silently gives wrong landmarks,
    and a grey or an empty one breaks the graph permanently.
    """
    if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or image.size == 0:
        raise ValueError(f"an image must be uint8 RGB of shape (height, width, 3), not {image.dtype} {image.shape}")
    return np.ascontiguousarray(image)


def _pose(image: Any, world: Any, size: tuple[int, int]) -> Pose:  # MediaPipe has no types
    width, height = size
    return Pose(
        image_px=np.array([(point.x * width, point.y * height) for point in image], np.float32),
        image_z=np.array([point.z * width for point in image], np.float32),
        world_m=np.array([(point.x, point.y, point.z) for point in world], np.float32),
        visibility=np.array([point.visibility for point in image], np.float32),
        presence=np.array([point.presence for point in image], np.float32),
        size=size,
    )


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(" :") or type(error).__name__
