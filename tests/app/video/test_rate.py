"""How many frames of a video are processed, and that decoding in a thread changes nothing."""

from __future__ import annotations

import math
from pathlib import Path

import av
import pytest

from coach.app.loop import EstimatedMoments
from coach.app.video.check import check_video
from coach.capture.video import VideoFile
from coach.estimate import models
from coach.estimate.landmarker import Landmarker
from coach.pose import SHAPES
from coach.store.recording import Recording
from coach.stream import Moment
from tests.capture.video_files import write_video
from tests.fakes.sources import still
from tests.fakes.stand_in import stand_in

MOVE = "hip-abduction"
CLIP = Path(__file__).parents[2] / "clips" / "tiny-hip-abduction-left.mp4"


def instants(monkeypatch, tmp_path, fps, **asked):
    """The instants that are processed of two seconds of a video."""
    stand_in(monkeypatch, tmp_path, still(round(2 * fps), fps=fps), fps=fps)
    check_video("legs.mp4", MOVE, record=tmp_path / "legs.rec", **asked)
    return [moment.t for moment in Recording(tmp_path / "legs.rec")]


@pytest.mark.parametrize(
    ("fps", "looked"),
    [
        (12.0, 12),
        (25.0, 25),
        (30.0, 30),  # every second one would be too few
        (50.0, 25),
        (59.94, 19.98),
        (60.0, 20),
        (240.0, 20),
    ],
)
def test_at_least_twenty_frames_per_second_are_processed(monkeypatch, tmp_path, fps, looked):
    assert len(instants(monkeypatch, tmp_path, fps)) == pytest.approx(2 * looked, abs=1)


def test_every_frame_can_be_requested(monkeypatch, tmp_path):
    assert len(instants(monkeypatch, tmp_path, 60.0, rate=math.inf)) == 120


def test_a_lower_rate_can_be_requested(monkeypatch, tmp_path):
    assert len(instants(monkeypatch, tmp_path, 25.0, rate=12.5)) == 25


def test_every_frame_of_a_video_of_unknown_rate_is_processed(monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, still(120, fps=60.0), fps=None)
    assert check_video("legs.mp4", MOVE).video.frames == 120


def test_all_landmarks_are_processed_unless_a_rate_is_requested(monkeypatch, tmp_path):
    instants(monkeypatch, tmp_path, 60.0, rate=math.inf)
    assert check_video(tmp_path / "legs.rec", MOVE).video.frames == 120
    assert check_video(tmp_path / "legs.rec", MOVE, rate=20.0).video.frames == 40


def test_unprocessed_frames_are_not_converted(tmp_path, monkeypatch):
    with VideoFile(write_video(tmp_path / "a.mp4", [n / 60 for n in range(60)])) as frames:
        retrieved: list[object] = []
        convert = frames._converter.convert

        def noted(frame):
            retrieved.append(frame)
            return convert(frame)

        monkeypatch.setattr(frames._converter, "convert", noted)
        frames.skip(1 / 20)
        times = [frame.t for frame in frames]
    assert times == pytest.approx([n / 20 for n in range(20)], abs=1e-4)
    assert len(retrieved) == 20


def test_an_annotated_video_also_shows_unprocessed_frames(monkeypatch, tmp_path):
    made = stand_in(monkeypatch, tmp_path, still(60, fps=60.0, size=(640, 360)), fps=60.0, size=(640, 360))
    report = check_video("legs.mp4", MOVE, annotate=tmp_path / "drawn.mp4")
    assert report.video.frames == 20
    assert made.frames[0].skipped == 0
    with av.open(str(tmp_path / "drawn.mp4")) as container:
        shown = [frame.time for frame in container.decode(video=0)]
    assert shown == pytest.approx([n / 60 for n in range(60)], abs=1e-4)


@pytest.mark.model
def test_decoding_in_a_thread_gives_identical_poses(tmp_path):
    check_video(CLIP, MOVE, end=1.5, rate=math.inf, record=tmp_path / "beside.rec")
    with VideoFile(CLIP, end=1.5) as frames, Landmarker(models.find()) as landmarker:
        plain: list[Moment] = list(EstimatedMoments(frames, landmarker))
    for beside, alone in zip(Recording(tmp_path / "beside.rec"), plain, strict=True):
        assert beside.t == alone.t
        assert (beside.pose is None) == (alone.pose is None)
        if beside.pose is not None and alone.pose is not None:
            assert all(getattr(beside.pose, n).tobytes() == getattr(alone.pose, n).tobytes() for n in SHAPES)
