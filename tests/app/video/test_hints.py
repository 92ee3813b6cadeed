"""Hints about a checked video."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.app.video.check import check_video
from coach.app.video.hints import rotated, sideways, slow
from coach.session.checker import check
from coach.session.result import fold
from tests.contracts.performing import checked
from tests.fakes.stand_in import stand_in
from tests.session.leading import clip

MOVE = checked("hip-abduction")


def turned(moments, degrees):
    return [replace(m, pose=rotated(m.pose, degrees)) if m.pose is not None else m for m in moments]


def test_a_body_turned_there_and_back_is_the_same():
    pose = clip("tiny-hip-abduction-left")[0].pose
    assert pose is not None
    back = rotated(rotated(pose, 90), 270)
    assert back.size == pose.size
    np.testing.assert_allclose(back.image_px, pose.image_px, rtol=1e-5)
    np.testing.assert_allclose(back.world_m, pose.world_m)


@pytest.mark.parametrize(("degrees", "cure"), [(90, 270), (270, 90)])
def test_a_video_on_its_side_is_detected(degrees, cure):
    assert sideways(MOVE, turned(clip("tiny-hip-abduction-left"), degrees)) == cure


def test_the_report_of_a_video_on_its_side_names_the_cure(monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, turned(clip("tiny-hip-abduction-left"), 90))
    report = check_video("legs.mp4", MOVE)
    assert report.result.counted == 0
    assert "--rotate 270" in report.video.problems[0]


def test_a_body_that_stays_upright_or_does_nothing_is_not_on_its_side():
    assert sideways(MOVE, clip("tiny-seated-rotation")) is None


def result(moments):
    return fold(MOVE, check(MOVE, moments))


def test_slow_motion_is_suspected():
    moments = clip("sample-hip-abduction")
    assert not slow(MOVE, result(moments).reps)
    assert slow(MOVE, result([replace(moment, t=4 * moment.t) for moment in moments]).reps)


def test_undecodable_frames_are_unseen(monkeypatch, tmp_path):
    made = stand_in(monkeypatch, tmp_path, clip("tiny-hip-abduction-left"))
    opened = made.open_frames

    def damaged(*args):
        frames = opened(*args)
        frames.lost.append((1.0, 1.2))
        return frames

    monkeypatch.setattr("coach.capture.video.VideoFile", damaged)
    report = check_video("legs.mp4", MOVE)
    assert report.video.lost == ((1.0, 1.2),)
    assert [(gap.start, gap.end, gap.why) for gap in report.result.unseen if gap.start == 1.0] == [
        (1.0, 1.2, "damaged")
    ]
