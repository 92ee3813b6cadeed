import math
import threading
from collections.abc import Callable

import numpy as np
import pytest

from coach.capture.live import Stalled, open_live
from coach.errors import SourceError
from coach.stream import Frame
from tests.capture import filming
from tests.capture.cameras import Hand
from tests.capture.filming import STEADY, film, number, red_corner

LIFE = math.inf
"""As fast as the frames are taken."""


def played(*paths, **options):
    """All frames, and all that is said in their place."""
    with open_live([str(path) for path in paths], **options) as camera:
        given = list(camera)
    return [each for each in given if isinstance(each, Frame)], [each for each in given if isinstance(each, Stalled)]


def test_a_video_is_a_camera_with_the_times_of_the_video(tmp_path):
    frames, _ = played(film(tmp_path / "a.mp4"))
    assert frames[0].t == 0
    assert {round(frame.t, 6) for frame in frames} <= {round(t, 6) for t in STEADY}
    assert frames[-1].t == pytest.approx(STEADY[-1])


def test_a_video_at_its_own_pace_is_on_the_clock_of_the_camera(tmp_path):
    with open_live(str(film(tmp_path / "a.mp4"))) as camera:
        assert all(thing.t <= camera.now() + 1e-6 for thing in camera)


def test_a_video_does_not_wait_for_whoever_is_slow(tmp_path):
    with open_live(str(film(tmp_path / "a.mp4"))) as camera:
        frames = 0
        for _ in camera:
            frames += 1
            threading.Event().wait(0.2)
    assert camera.dropped > 0
    assert camera.dropped + frames <= len(STEADY) + 1


def test_time_begins_when_somebody_looks(tmp_path):
    clock = Hand()
    with open_live(str(film(tmp_path / "a.mp4")), clock=clock) as camera:
        clock.t += 50
        next(iter(camera))
        assert camera.now() == 0


def test_faster_than_life_no_frame_is_left_out(tmp_path):
    times = [0.0, 0.02, 0.1, 0.4, 0.41, 0.5, 0.57, 0.72, 0.8, 0.92, 1.1]
    frames, _ = played(film(tmp_path / "a.mp4", times), speed=LIFE)
    assert [number(frame.image) for frame in frames] == list(range(len(times)))
    assert [frame.t for frame in frames] == pytest.approx(times)


def test_videos_follow_one_another_and_time_goes_on(tmp_path):
    one, two = film(tmp_path / "a.mp4"), film(tmp_path / "b.mp4", first=100, size=(160, 96))
    frames, _ = played(one, two, speed=LIFE)
    assert [frame.t for frame in frames] == pytest.approx([n / 25 for n in range(50)])
    assert [number(frame.image) for frame in frames] == [*range(25), *range(100, 125)]
    assert frames[-1].image.shape == (96, 160, 3)


def test_a_video_that_cannot_be_read_is_told_before_the_first_is_played(tmp_path):
    with pytest.raises(SourceError, match=r"there is no file .*absent\.mp4"):
        open_live([str(film(tmp_path / "a.mp4")), str(tmp_path / "absent.mp4")])


@pytest.mark.parametrize("other", ["0", "rtsp://me:secret@host/x", "Logitech"])
def test_cameras_are_not_played_one_after_another(tmp_path, other):
    with pytest.raises(SourceError, match="only videos are played one after another") as caught:
        open_live([str(film(tmp_path / "a.mp4")), other])
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("spec", ["absent.mp4", "some/where", "clips/"])
def test_what_is_named_like_a_file_is_never_looked_for_among_the_cameras(spec):
    with pytest.raises(SourceError, match="there is no file"):
        open_live(spec)


def test_a_mirrored_video_is_turned_back(tmp_path):
    frames, _ = played(film(tmp_path / "a.mp4"), speed=LIFE, mirrored=True)
    assert red_corner(frames[0].image) == "upper right"


@pytest.mark.parametrize(
    ("state", "image"),
    [
        ("frozen", lambda n, size: filming_picture(1, size)),
        ("black", lambda n, size: np.zeros((size[1], size[0], 3), np.uint8)),
    ],
)
def test_what_a_video_shows_is_judged_as_a_camera_s(tmp_path, monkeypatch, state, image):
    monkeypatch.setattr(filming, "image", image)
    path = film(tmp_path / "a.mp4", [n / 25 for n in range(70)], codec="libx264")
    with open_live(str(path)) as camera:
        told = [camera.state for _ in camera]
    assert told[0] == "running"
    assert state in told


filming_picture: Callable[..., object] = filming.image


def test_closing_stops_the_video_and_leaves_no_thread(tmp_path):
    before = set(threading.enumerate())
    camera = open_live(str(film(tmp_path / "a.mp4", [n / 2 for n in range(60)])))
    next(iter(camera))
    camera.close()
    assert set(threading.enumerate()) <= before


@pytest.mark.parametrize("speed", [0, -1, math.nan])
def test_a_video_is_played_forwards(tmp_path, speed):
    with pytest.raises(ValueError, match="the playback speed is above 0"):
        open_live(str(film(tmp_path / "a.mp4")), speed=speed)
