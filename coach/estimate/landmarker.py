"""The estimator: one body's landmarks in each picture of a stream."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from coach.pose import Pose
from coach.stream import Frame


class Landmarker:
    """Finds one body in pictures that come in the order of time."""

    def __init__(self, model: bytes | Path) -> None:
        sys.modules.setdefault("sounddevice", None)  # type: ignore[arg-type]
        import mediapipe
        from mediapipe.tasks import python as tasks
        from mediapipe.tasks.python import vision

        buffer = model if isinstance(model, bytes) else Path(model).read_bytes()
        options = vision.PoseLandmarkerOptions(
            base_options=tasks.BaseOptions(model_asset_buffer=buffer), running_mode=vision.RunningMode.VIDEO, num_poses=1
        )
        self._image: Any = mediapipe.Image
        self._format: Any = mediapipe.ImageFormat.SRGB
        self._engine: Any = vision.PoseLandmarker.create_from_options(options)
        self._last_ms = -1

    def detect(self, frame: Frame) -> Pose | None:
        """The body in ``frame``, or ``None`` where nobody is found."""
        ms = max(round(frame.t * 1000), self._last_ms + 1)
        self._last_ms = ms
        found = self._engine.detect_for_video(self._image(image_format=self._format, data=frame.picture), ms)
        if not found.pose_landmarks:
            return None
        height, width = frame.picture.shape[:2]
        image, world = found.pose_landmarks[0], found.pose_world_landmarks[0]
        return Pose(
            np.array([(p.x * width, p.y * height) for p in image], np.float32),
            np.array([p.z * width for p in image], np.float32),
            np.array([(p.x, p.y, p.z) for p in world], np.float32),
            np.array([p.visibility for p in image], np.float32),
            np.array([p.presence for p in image], np.float32),
            (width, height),
        )

    def close(self) -> None:
        """Let the engine go."""
        self._engine.close()

    def __enter__(self) -> Landmarker:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
