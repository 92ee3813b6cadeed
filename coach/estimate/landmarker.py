"""The estimator: MediaPipe's PoseLandmarker. Its pitfalls, listed in ``docs/decisions``, are handled here only."""

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
from coach.pose import Pose
from coach.stream import Frame, Image

_log = logging.getLogger(__name__)

_FAILURES = (RuntimeError, ValueError, OSError, TimeoutError)
"""What MediaPipe raises when its graph fails."""


class Landmarker(Closing):
    """Finds one body in the frames of one source, on the processor. One owner, one thread; close it.

    It tracks the body from frame to frame, so the frames of two sources must not be mixed.

    Args:
        model: A ``.task`` bundle, or the file of one.
        people: How many bodies to look for. With more than one the engine neither smooths nor tracks: enough to see
            who is there, not to check a move.

    Raises:
        ModelError: The model cannot be used, or MediaPipe is not the version that may run.
    """

    def __init__(self, model: bytes | Path, people: int = 1) -> None:
        self._people = people
        self._mediapipe = runtime.load()
        self._model = bundle.without_mask(bundle.read(model))
        self._engine: Any = None  # MediaPipe has no types
        self._last_ms = -1
        self._talks = True
        self._image: Any = None
        self._start()

    def detect(self, frame: Frame) -> Pose | None:
        """Return the body in ``frame``, or ``None`` where none is found.

        Frames come in the order of time; the engine smooths by their times, so these must be true. A frame less than
        a millisecond after the one before counts as a millisecond after it.

        Raises:
            ValueError: The image or its time is not what a ``Frame`` holds, or the landmarker is closed.
            ModelError: The engine failed twice on the same frame.
        """
        return next(iter(self.everybody(frame)), None)

    def everybody(self, frame: Frame) -> tuple[Pose, ...]:
        """Return every body in ``frame``, up to ``people``; the rules of ``detect`` apply."""
        if self._engine is None:
            raise ValueError("a closed landmarker finds nothing; make a new one")  # MediaPipe would answer: nobody
        image = _checked(frame.image)
        if not math.isfinite(frame.t):
            raise ValueError(f"a frame has an instant in seconds, not {frame.t}")
        self._last_ms = max(round(frame.t * 1000), self._last_ms + 1)
        # Kept until the next one: an interrupt may leave here while the engine, in its own thread, still looks at it.
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
            raise ModelError(f"the pose model cannot be used ({_first_line(error)}); run: coach models get") from error
        _log.info("the pose engine started in %.0f ms", 1000 * (time.monotonic() - began))
        # An engine that the garbage collector finds in a cycle, unclosed, hangs the process for ever. The finaliser
        # holds it until this object is gone, and then closes it first.
        self._let_go = weakref.finalize(self, _let_go, self._engine)

    def _stop(self) -> None:
        if self._engine is not None:
            self._engine = None
            self._let_go()

    def _run(self) -> Any:  # MediaPipe's result has no type
        """Process the stored image. A graph that failed stays failed, so the second attempt is made with a new one."""
        try:
            return self._look()
        except _FAILURES as error:
            _log.info("the pose engine failed and is started anew: %s", _first_line(error))
            self._stop()
        self._start()
        try:
            return self._look()
        except _FAILURES as error:
            self._stop()
            raise ModelError(
                f"the pose engine failed at {self._last_ms / 1000:.2f} s ({_first_line(error)}); "
                "try again, and if it fails again get the model anew with: coach models get"
            ) from error

    def _look(self) -> Any:
        # It talks when it starts, and once more when it first sees somebody.
        with quiet() if self._talks else nullcontext():
            found = self._engine.detect_for_video(self._image, self._last_ms)
        if found.pose_landmarks:
            self._talks = False
        return found


def _let_go(engine: Any) -> None:
    """Close an engine. Where its graph failed, closing fails too, and finalising it would then hang."""
    try:
        engine.close()
    except _FAILURES:
        engine._handle = None


def _checked(image: Image) -> Image:
    """Return the image as MediaPipe can read it.

    It takes any memory for a contiguous RGB image: a crop, a column-ordered or a four-channel array gives wrong
    landmarks silently, a grey or an empty one breaks the graph permanently.
    """
    if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or image.size == 0:
        raise ValueError(f"an image is uint8 RGB of shape (height, width, 3), not {image.dtype} of shape {image.shape}")
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
