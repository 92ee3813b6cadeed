import os
import sys

import cv2
import numpy as np
import pytest

from coach.capture import camera
from coach.capture.camera import cameras, images, listed, webcam
from coach.capture.feed import Feed, FeedError
from coach.capture.live import open_live
from tests.capture.cameras import first_stall

WAIT = "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT"
THERE = [(0, "Integrated Camera: 720p"), (2, "Logitech BRIO")]


def device(folder, number, name, index="0"):
    entry = folder / f"video{number}"
    entry.mkdir()
    (entry / "name").write_text(f"{name}\n")
    (entry / "index").write_text(f"{index}\n")


def opens(spec, present, monkeypatch, platform="linux"):
    """Return the index by which a camera is opened, each time ``present`` lists the cameras anew."""
    opened = []

    class Refused:
        def __init__(self, index):
            opened.append(index)

        def isOpened(self):  # noqa: N802  OpenCV's name
            return False

        def release(self):
            pass

    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(camera, "_open", Refused)
    opener, name = webcam(spec, lambda: present.pop(0))
    while present:
        with pytest.raises(FeedError):
            opener().read()
    return opened, name


def test_the_image_device_of_each_camera_on_linux_is_listed(tmp_path):
    device(tmp_path, 10, "Phone")
    device(tmp_path, 2, "Logitech  BRIO")
    device(tmp_path, 3, "Logitech BRIO", index="1")
    (tmp_path / "videoX").mkdir()
    assert listed(tmp_path) == [(2, "Logitech BRIO"), (10, "Phone")]


def test_without_a_device_list_no_cameras_are_found(tmp_path):
    assert listed(tmp_path / "absent") == []


def test_a_device_without_a_name_is_listed(tmp_path):
    (tmp_path / "video1").mkdir()
    assert listed(tmp_path) == [(1, "camera 1")]


def test_the_first_indices_are_probed_on_other_systems(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(camera, "_answers", lambda index: index in (0, 2))
    assert cameras() == [(0, "camera 0"), (2, "camera 2")]


@pytest.mark.parametrize(("spec", "number"), [("logitech", 2), ("720P", 0), ("Logitech BRYO", 2), ("2", 2), ("5", 5)])
def test_a_camera_is_selected_by_index_or_part_of_its_name(spec, number, monkeypatch):
    assert opens(spec, [THERE], monkeypatch) == ([number], f"camera {spec}")


@pytest.mark.parametrize(("chosen", "waits_s"), [({}, "2"), ({WAIT: "7"}, "7")])
def test_a_read_without_a_frame_fails_after_two_seconds_or_as_the_user_chose(chosen, waits_s, monkeypatch):
    told = []

    class Closed:
        def __init__(self, index, backend):
            told.append(os.environ[WAIT])

        def isOpened(self):  # noqa: N802  OpenCV's name
            return False

    monkeypatch.setattr(os, "environ", {name: value for name, value in os.environ.items() if name != WAIT} | chosen)
    monkeypatch.setattr(cv2, "VideoCapture", Closed)
    camera._open(0)
    assert told == [waits_s]


def test_a_replugged_camera_is_found_at_its_new_index(monkeypatch):
    moved = [(0, "Integrated Camera: 720p"), (3, "Logitech BRIO")]
    assert opens("2", [THERE, [THERE[0]], moved], monkeypatch)[0] == [2, 2, 3]


def test_of_cameras_with_the_same_name_the_requested_index_is_opened(monkeypatch):
    twins = [(0, "Cam"), (2, "Cam")]
    assert opens("2", [twins], monkeypatch)[0] == [2]


def test_an_unknown_name_is_reported_with_the_cameras_found():
    opener, _ = webcam("BRIO", lambda: [(0, "Integrated")])
    with pytest.raises(FeedError, match="there is no camera BRIO: plug it in; cameras found: 0 Integrated"):
        opener().read()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux names cameras by files")
@pytest.mark.parametrize("name", ["video3", "Logitech BRIO"])
def test_a_camera_is_opened_by_its_device_or_by_a_link_to_it(tmp_path, name, monkeypatch):
    (tmp_path / "video3").touch()
    (tmp_path / "video5").touch()
    (tmp_path / "Logitech BRIO").symlink_to("video3")
    monkeypatch.setattr(camera, "is_device", lambda _: True)
    opened = []

    def silent(index):
        opened.append(index)
        return Device(None)

    monkeypatch.setattr(camera, "_open", silent)
    opener, _ = webcam(str(tmp_path / name))
    for again in ("video5", None):
        with pytest.raises(FeedError, match="sends no image"):
            opener().read()
        (tmp_path / name).unlink()
        if again and name != "video3":
            (tmp_path / name).symlink_to(again)  # plugged in again, with another index
        elif again:
            break
    assert opened == ([3] if name == "video3" else [3, 5])
    with pytest.raises(FeedError, match=r"there is no camera .*: plug it in"):
        opener().read()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux names cameras by files")
@pytest.mark.parametrize(
    ("spec", "why"),
    [
        ("/dev/video63", "there is no camera /dev/video63: plug it in, or see coach cameras"),
        ("/dev/v4l/by-id/usb-Nobody-index0", "there is no camera /dev/v4l/by-id/usb-Nobody-index0: plug it in"),
        ("/dev/null", "/dev/null is not a camera device such as /dev/video0"),
    ],
)
def test_a_device_path_is_a_camera_not_a_file(spec, why):
    with open_live(spec) as live:
        assert why in first_stall(live, "absent").why


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not report the reason")
def test_a_missing_camera_is_absent():
    with open_live("63") as live:
        assert first_stall(live, "absent").why == "there is no camera 63: plug it in, or see coach cameras"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not report the reason")
def test_a_present_camera_that_does_not_open_is_busy(monkeypatch):
    monkeypatch.setattr(os.path, "exists", lambda _: True)
    monkeypatch.setattr(os, "access", lambda *_: True)
    assert camera._refusal(0).state == "busy"
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "group video" in camera._refusal(0).why


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_on_other_systems_the_message_names_every_possible_cause(platform, monkeypatch):
    monkeypatch.setattr(sys, "platform", platform)
    assert "privacy settings" in camera._refusal(0).why


class Device:
    """A fake ``cv2.VideoCapture``; ``None`` is a failed read."""

    def __init__(self, *given):
        self.given = list(given)
        self.released = False

    def isOpened(self):  # noqa: N802  OpenCV's name
        return True

    def read(self):
        image = self.given.pop(0)
        return image is not None, image

    def release(self):
        self.released = True


def test_a_camera_that_opens_but_sends_no_image_is_busy(monkeypatch):
    monkeypatch.setattr(camera, "_open", lambda _: Device(None))
    with pytest.raises(FeedError, match="camera 4 sends no image") as caught:
        Feed(images(lambda: 4)).read()
    assert caught.value.state == "busy"


def test_a_camera_that_stops_after_an_image_ends_the_stream(monkeypatch):
    blue = np.zeros((4, 4, 3), np.uint8)
    blue[:, :, 0] = 255
    device = Device(blue, None)
    monkeypatch.setattr(camera, "_open", lambda _: device)
    feed = Feed(images(lambda: 0))
    image = feed.read()
    assert isinstance(image, np.ndarray)
    assert image[0, 0].tolist() == [0, 0, 255]
    assert feed.read() is None
    feed.close()
    assert device.released
