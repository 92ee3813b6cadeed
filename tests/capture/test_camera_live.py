import itertools
import re
import threading

import numpy as np
import pytest

from coach.capture.feed import FeedError
from coach.capture.latest import Stalled
from coach.capture.live import open_live
from coach.errors import SourceError
from tests.capture.cameras import ScriptedFeed, first_frame, first_stall, live, noise
from tests.fakes.clock import ManualClock
from tests.fakes.waiting import TIMEOUT_S, eventually


def state(given):
    """Return the state of a stall."""
    assert isinstance(given, Stalled)
    return given.state


def test_a_frame_has_the_instant_at_which_it_was_grabbed():
    clock, feed = ManualClock(), ScriptedFeed()
    with live(feed, clock=clock) as camera:
        clock.t += 2.5
        feed.given.put(noise(0))
        frame = first_frame(camera)
    assert frame.t == pytest.approx(2.5)
    assert np.array_equal(frame.image, noise(0))


def test_the_newest_frame_wins():
    feed = ScriptedFeed(*(noise(i) for i in range(5)))
    with live(feed) as camera:
        assert eventually(lambda: camera.dropped == 4)
        assert np.array_equal(first_frame(camera).image, noise(4))


def test_timestamps_increase_even_if_the_clock_does_not():
    feed = ScriptedFeed()
    with live(feed) as camera:
        given = iter(camera)
        times = []
        for i in range(4):
            feed.given.put(noise(i))
            times.append(first_frame(given).t)
    assert all(before < after for before, after in itertools.pairwise(times))


def test_iteration_yields_stalls_while_there_are_no_frames():
    with live(ScriptedFeed()) as camera:
        given = iter(camera)
        assert [state(next(given)) for _ in range(3)] == ["opening"] * 3


def test_an_absent_camera_is_reported_and_found_later():
    missing = ScriptedFeed(FeedError("absent", "there is no camera 0: plug it in"))
    with live(missing, missing, ScriptedFeed(noise(0))) as camera:
        given = iter(camera)
        assert first_stall(given, "absent").why == "there is no camera 0: plug it in"
        missing.given.put(FeedError("absent", "there is no camera 0: plug it in"))
        assert first_frame(given).t >= 0


def test_a_busy_camera_is_reported():
    busy = ScriptedFeed(FeedError("busy", "camera 0 is in use"))  # when it is opened again, it sends nothing
    with live(busy, busy) as camera:
        assert first_stall(camera, "busy").why == "camera 0 is in use"


def test_an_unplugged_camera_is_lost_and_continues_on_the_same_clock():
    clock = ManualClock()
    second = ScriptedFeed()
    gone = ScriptedFeed(FeedError("absent", "no camera"))
    with live(ScriptedFeed(noise(0), None), gone, second, clock=clock) as camera:
        given = iter(camera)
        before = first_frame(given).t
        assert re.search("gone|stopped", first_stall(given, "lost").why)
        clock.t += 7
        second.given.put(noise(1))
        assert first_frame(given).t == pytest.approx(before + 7)


def test_a_frozen_camera_is_reported_and_recovers():
    clock, feed = ManualClock(), ScriptedFeed()
    with live(feed, clock=clock) as camera:
        given = iter(camera)
        for _ in range(20):
            clock.t += 0.1
            feed.given.put(noise(7))
            first_frame(given)
        for _ in range(3):
            clock.t += 0.1
            feed.given.put(noise(7))
        stall = first_stall(given, "frozen")
        assert stall.image is not None
        feed.given.put(noise(8))
        assert np.array_equal(first_frame(given).image, noise(8))


def test_a_camera_that_sends_nothing_counts_as_frozen():
    clock, feed = ManualClock(), ScriptedFeed(noise(0))
    with live(feed, clock=clock) as camera:
        given = iter(camera)
        first_frame(given)
        clock.t += 1.0
        assert [state(next(given)), state(next(given))] == ["running", "running"]
        clock.t += 1.0
        assert first_stall(given, "frozen").why.startswith("the image of cam is frozen")
        feed.given.put(noise(1))
        assert first_frame(given).t == pytest.approx(2.0)


def test_a_black_image_is_shown_but_not_processed():
    clock, feed = ManualClock(), ScriptedFeed()
    dark = np.zeros((48, 64, 3), np.uint8)
    with live(feed, clock=clock) as camera:
        given = iter(camera)
        for _ in range(8):
            clock.t += 0.25
            feed.given.put(dark)
            next(given)
        stall = first_stall(given, "black")
        assert "turn on the light" in stall.why
        assert stall.image is not None
        assert not stall.image.any()


def test_a_mirrored_camera_is_flipped_back():
    with live(ScriptedFeed(noise(0)), mirrored=True) as camera:
        image = first_frame(camera).image
    assert np.array_equal(image, noise(0)[:, ::-1])
    assert image.flags.c_contiguous


def test_images_may_change_their_size():
    feed = ScriptedFeed()
    with live(feed) as camera:
        given = iter(camera)
        shapes = []
        for size in ((64, 48), (128, 96)):
            feed.given.put(noise(0, size))
            shapes.append(first_frame(given).image.shape)
    assert shapes == [(48, 64, 3), (96, 128, 3)]


@pytest.mark.parametrize("deaf", [False, True])
def test_closing_from_another_thread_ends_the_iteration(deaf):
    feed = ScriptedFeed(deaf=deaf)
    camera = live(feed)
    seen: list[object] = []
    reader = threading.Thread(target=lambda: seen.extend(camera))
    reader.start()
    assert eventually(lambda: seen)
    camera.close()
    reader.join(TIMEOUT_S)
    assert not reader.is_alive()
    feed.given.put(None)  # lets the grabbing thread end


def test_closing_stops_the_thread_and_releases_the_camera():
    before = set(threading.enumerate())
    feed = ScriptedFeed(noise(0))
    camera = live(feed)
    first_frame(camera)
    camera.close()
    camera.close()
    assert set(threading.enumerate()) <= before
    assert feed.closed == 1


def test_a_camera_can_be_closed_before_iteration():
    feed = ScriptedFeed()
    camera = live(feed)
    camera.close()
    assert list(camera) == []


def test_a_permanent_error_is_raised_by_the_iteration():
    with live(ScriptedFeed(SourceError("OpenCV is missing"))) as camera, pytest.raises(SourceError, match="missing"):
        list(camera)


def test_a_camera_can_be_iterated_only_once():
    with live(ScriptedFeed()) as camera:
        iter(camera)
        with pytest.raises(ValueError, match="once"):
            iter(camera)


def test_an_empty_spec_is_a_value_error():
    with pytest.raises(ValueError, match="expected"):
        open_live([])
