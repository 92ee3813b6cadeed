"""Cost of the unused segmentation mask of a pose model: the same frames with and without it, alternating.

    python benchmarks/mask.py [VIDEO ...] [--model FILE] [--frames N]

Both engines process every frame in VIDEO and in IMAGE mode. Three of every 25 frames are black, so that tracking is
lost and restarted. Times are CPU time, medians of VIDEO mode.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from coach.app.video.sources import sample
from coach.capture.video import VideoFile
from coach.estimate import bundle, models, runtime
from coach.estimate.quiet import quiet
from coach.stream import Image


def engine(model: bytes, mode: str) -> Any:  # Any: MediaPipe has no types
    """Return a MediaPipe landmarker of a model."""
    from mediapipe.tasks.python import BaseOptions, vision

    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_buffer=model), running_mode=vision.RunningMode[mode]
    )
    with quiet():
        return vision.PoseLandmarker.create_from_options(options)


def shown(video: Path, frames: int) -> Iterator[Image]:
    """Return the frames of a video, three of 25 black."""
    for number, frame in enumerate(islice(VideoFile(video), frames)):
        yield frame.image if number % 25 < 22 else np.zeros_like(frame.image)


def numbers(found: Any) -> list[tuple[float, ...]]:  # Any: MediaPipe has no types
    """Return all landmarks of a result as numbers."""
    every = (*found.pose_landmarks, *found.pose_world_landmarks)
    return [(each.x, each.y, each.z, each.visibility, each.presence) for points in every for each in points]


def compare(model: bytes, video: Path, mode: str, frames: int) -> tuple[int, int, list[tuple[float, float]]]:
    """Return the number of frames with a body, of differing frames, and each frame's CPU time with and without mask."""
    mediapipe = runtime.load()
    engines = [engine(each, mode) for each in (model, bundle.without_mask(model))]
    bodies = differing = 0
    times: list[tuple[float, float]] = []
    for number, rgb in enumerate(shown(video, frames)):
        image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=rgb)
        found: list[list[tuple[float, ...]]] = [[], []]
        took = [0.0, 0.0]
        for which in (0, 1) if number % 2 else (1, 0):
            began = time.process_time()
            detect = engines[which]
            result = detect.detect(image) if mode == "IMAGE" else detect.detect_for_video(image, 33 * number)
            took[which] = time.process_time() - began
            found[which] = numbers(result)
        bodies += bool(found[0])
        differing += found[0] != found[1]
        times.append((took[0], took[1]))
    for each in engines:
        each.close()
    return bodies, differing, times


def main() -> None:
    """Compare and print the result."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("videos", nargs="*", type=Path, default=[sample()])
    parser.add_argument("--model", default=None)
    parser.add_argument("--frames", type=int, default=75)
    asked = parser.parse_args()
    model = models.find(asked.model).read_bytes()
    bodies = differing = total = 0
    tracked: list[tuple[float, float]] = []
    for video in asked.videos:
        for mode in ("VIDEO", "IMAGE"):
            found, different, times = compare(model, video, mode, asked.frames)
            bodies, differing, total = bodies + found, differing + different, total + len(times)
            tracked += times if mode == "VIDEO" else []
    whole, cut = (1000 * statistics.median(each) for each in zip(*tracked, strict=True))
    print(f"{total} frames, {bodies} with a body, {differing} not bit-identical")
    print(f"with the mask {whole:.1f} ms, without {cut:.1f} ms: {whole / cut:.2f} times as fast")


if __name__ == "__main__":
    main()
