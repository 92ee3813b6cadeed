import os
import sys
from types import ModuleType

import pytest

from coach.capture import decoder
from coach.errors import SourceError


def test_the_environment_is_as_it_was(monkeypatch):
    monkeypatch.setenv("OPENCV_FFMPEG_CAPTURE_OPTIONS", "rtsp_transport;udp")
    monkeypatch.delenv("OPENCV_FFMPEG_LOGLEVEL", raising=False)
    before = dict(os.environ)
    with decoder.environment({"OPENCV_FFMPEG_CAPTURE_OPTIONS": "a;b", "OPENCV_FFMPEG_LOGLEVEL": "-8"}):
        assert os.environ["OPENCV_FFMPEG_LOGLEVEL"] == "-8"
    assert dict(os.environ) == before


def test_another_opencv_is_refused_by_name(monkeypatch):
    other = ModuleType("cv2")
    other.__dict__["__version__"] = "4.12.0"
    monkeypatch.setitem(sys.modules, "cv2", other)
    with pytest.raises(SourceError, match=r"OpenCV 5 is expected and 4\.12\.0 was found; run: pip install"):
        decoder.load()


def test_an_opencv_that_cannot_be_loaded_is_told_with_its_cure(monkeypatch):
    monkeypatch.setitem(sys.modules, "cv2", None)
    with pytest.raises(SourceError, match=r"apt install libgl1 libglib2\.0-0 libxcb1"):
        decoder.load()
