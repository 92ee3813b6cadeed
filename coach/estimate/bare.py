"""The baseline for speed comparisons: a loop of OpenCV decoding and MediaPipe with the unmodified model."""

from __future__ import annotations

from pathlib import Path

from coach.estimate import runtime
from coach.estimate.quiet import quiet


def run(video: Path, model: Path, end: float) -> int:
    """Process every frame of a video up to ``end``, seconds; return their number."""
    mediapipe = runtime.load()
    import cv2
    from mediapipe.tasks.python import BaseOptions, vision

    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_buffer=model.read_bytes()), running_mode=vision.RunningMode.VIDEO
    )
    capture, count, last = cv2.VideoCapture(str(video)), 0, -1
    with quiet():
        landmarker = vision.PoseLandmarker.create_from_options(options)
    try:
        while True:
            read, image = capture.read()
            t = capture.get(cv2.CAP_PROP_POS_MSEC)
            if not read or t / 1000 > end:
                return count
            last = max(last + 1, round(t))
            rgb = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
            landmarker.detect_for_video(mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=rgb), last)
            count += 1
    finally:
        capture.release()
        landmarker.close()
