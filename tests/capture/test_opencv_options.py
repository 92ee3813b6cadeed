import os

from coach.capture import opencv_options


def test_the_environment_is_restored(monkeypatch):
    monkeypatch.setenv("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "7")
    monkeypatch.delenv("OPENCV_ANOTHER", raising=False)
    before = dict(os.environ)
    with opencv_options.environment({"OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "2", "OPENCV_ANOTHER": "x"}):
        assert os.environ["OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT"] == "2"
    assert dict(os.environ) == before
