import math
import threading
from collections.abc import Callable

import numpy as np
import pytest

from coach.capture.latest import Stalled
from coach.capture.live import open_live
from coach.errors import SourceError
from coach.stream import Frame
from tests.capture import video_files
from tests.capture.video_files import STEADY, number, red_corner, write_video
from tests.fakes.clock import ManualClock

UNPACED = math.inf
"""As fast as the frames are taken."""


def played(*paths, **options):
    """Return all frames and all stalls."""
    with open_live([str(path) for path in paths], **options) as camera:
        given = list(camera)
    return [each for each in given if isinstance(each, Frame)], [each for each in given if isinstance(each, Stalled)]


def test_a_played_video_keeps_its_timestamps(tmp_path):
    frames, _ = played(write_video(tmp_path / "a.mp4"))
    assert frames[0].t == 0
    assert {round(frame.t, 6) for frame in frames} <= {round(t, 6) for t in STEADY}
    assert frames[-1].t == pytest.approx(STEADY[-1])


def test_a_video_in_real_time_follows_the_clock(tmp_path):
    with open_live(str(write_video(tmp_path / "a.mp4"))) as camera:
        assert all(thing.t <= camera.now() + 1e-6 for thing in camera)


def test_a_video_drops_frames_for_a_slow_consumer(tmp_path):
    with open_live(str(write_video(tmp_path / "a.mp4"))) as camera:
        frames = 0
        for _ in camera:
            frames += 1
            threading.Event().wait(0.2)
    assert camera.dropped > 0
    assert camera.dropped + frames <= len(STEADY) + 1


def test_the_clock_starts_with_the_iteration(tmp_path):
    clock = ManualClock()
    with open_live(str(write_video(tmp_path / "a.mp4")), clock=clock) as camera:
        clock.t += 50
        next(iter(camera))
        assert camera.now() == 0


def test_no_frame_is_dropped_at_another_speed(tmp_path):
    times = [0.0, 0.02, 0.1, 0.4, 0.41, 0.5, 0.57, 0.72, 0.8, 0.92, 1.1]
    frames, _ = played(write_video(tmp_path / "a.mp4", times), speed=UNPACED)
    assert [number(frame.image) for frame in frames] == list(range(len(times)))
    assert [frame.t for frame in frames] == pytest.approx(times)


def test_several_videos_share_one_timeline(tmp_path):
    one, two = write_video(tmp_path / "a.mp4"), write_video(tmp_path / "b.mp4", first=100, size=(160, 96))
    frames, _ = played(one, two, speed=UNPACED)
    assert [frame.t for frame in frames] == pytest.approx([n / 25 for n in range(50)])
    assert [number(frame.image) for frame in frames] == [*range(25), *range(100, 125)]
    assert frames[-1].image.shape == (96, 160, 3)


def test_an_unreadable_video_is_reported_before_the_first_is_played(tmp_path):
    with pytest.raises(SourceError, match=r"there is no file .*absent\.mp4"):
        open_live([str(write_video(tmp_path / "a.mp4")), str(tmp_path / "absent.mp4")])


@pytest.mark.parametrize("other", ["0", "rtsp://me:secret@host/x", "Logitech"])
def test_cameras_cannot_be_combined(tmp_path, other):
    with pytest.raises(SourceError, match="only videos can be combined") as caught:
        open_live([str(write_video(tmp_path / "a.mp4")), other])
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("spec", ["absent.mp4", "some/where", "clips/"])
def test_a_file_name_is_never_looked_up_as_a_camera(spec):
    with pytest.raises(SourceError, match="there is no file"):
        open_live(spec)


def test_a_mirrored_video_is_flipped_back(tmp_path):
    frames, _ = played(write_video(tmp_path / "a.mp4"), speed=UNPACED, mirrored=True)
    assert red_corner(frames[0].image) == "upper right"


@pytest.mark.parametrize(
    ("state", "image"),
    [
        ("frozen", lambda n, size: original_image(1, size)),
        ("black", lambda n, size: np.zeros((size[1], size[0], 3), np.uint8)),
    ],
)
def test_a_video_is_checked_like_a_camera(tmp_path, monkeypatch, state, image):
    monkeypatch.setattr(video_files, "image", image)
    path = write_video(tmp_path / "a.mp4", [n / 25 for n in range(70)], codec="libx264")
    with open_live(str(path)) as camera:
        states = [thing.state if isinstance(thing, Stalled) else "running" for thing in camera]
    assert states[0] == "running"
    assert state in states


original_image: Callable[..., object] = video_files.image


def test_closing_stops_the_video_and_its_thread(tmp_path):
    before = set(threading.enumerate())
    camera = open_live(str(write_video(tmp_path / "a.mp4", [n / 2 for n in range(60)])))
    next(iter(camera))
    camera.close()
    assert set(threading.enumerate()) <= before


@pytest.mark.parametrize("speed", [0, -1, math.nan])
def test_the_playback_speed_must_be_positive(tmp_path, speed):
    with pytest.raises(ValueError, match="the playback speed must be above 0"):
        open_live(str(write_video(tmp_path / "a.mp4")), speed=speed)
