"""The pose engine cannot connect to the internet, and only the model download does."""

import ast
import importlib.util
from pathlib import Path

import pytest

import coach
from coach.estimate import models
from coach.resources import resource
from tests.fakes.filtered import KILLED_BY_THE_FILTER, filtered, under_seccomp

MARKS_OF_AN_UPLOADER = (
    b"play.googleapis.com",
    b"HttpLoggingClient",
    b"learcut",  # part of the name of the telemetry service
    b"libcurl",
    b"WININET.dll",
    b"NSURLSession",
)
NETWORK_MODULES = {
    "aiohttp",
    "asyncio",
    "ftplib",
    "http",
    "httpx",
    "requests",
    "smtplib",
    "socket",
    "ssl",
    "urllib",
    "urllib3",
}


def test_the_engine_contains_no_telemetry():
    spec = importlib.util.find_spec("mediapipe")
    assert spec is not None
    assert spec.origin is not None
    libraries = [
        path
        for path in (Path(spec.origin).parent / "tasks" / "c").iterdir()
        if path.suffix in (".so", ".dylib", ".dll")
    ]
    assert libraries
    for library in libraries:
        content = library.read_bytes()
        assert [mark for mark in MARKS_OF_AN_UPLOADER if mark in content] == []


def imported(path):
    """Return the top-level modules that a file imports, without ``urllib.parse``, which does not connect."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.module != "urllib.parse":
            yield node.module.partition(".")[0]


def test_only_model_download_and_cameras_import_network_modules():
    package = Path(coach.__file__).parent
    connecting = {
        path.relative_to(package).as_posix() for path in package.rglob("*.py") if NETWORK_MODULES & set(imported(path))
    }
    assert connecting == {"estimate/fetch.py", "capture/mjpeg.py", "capture/request.py"}


CONNECTING = """if True:
    import socket
    socket.socket(socket.AF_INET)
    print("done")
    """

LOCAL = """if True:
    import socket
    socket.socketpair()
    print("done")
    """

BARE_ENGINE = """if True:
    import numpy as np
    from coach.estimate import runtime
    mediapipe = runtime.load()
    from mediapipe.tasks.python import BaseOptions, vision

    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_buffer=open(sys.argv[1], "rb").read()),
        running_mode=vision.RunningMode.VIDEO,
    )
    with vision.PoseLandmarker.create_from_options(options) as engine:
        for t in range(3):
            image = np.zeros((480, 640, 3), np.uint8)
            engine.detect_for_video(mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=image), t * 33)
    print("done")
    """

WHOLE_SESSION = """if True:
    from pathlib import Path
    from coach.capture.video import VideoFile
    from coach.estimate.landmarker import Landmarker

    found = 0
    with VideoFile(sys.argv[2], end=1.0) as frames, Landmarker(Path(sys.argv[1])) as landmarker:
        for frame in frames:
            found += landmarker.detect(frame) is not None
    assert found
    print("done")
    """


@under_seccomp
def test_the_filter_kills_only_connecting_processes():
    assert filtered(CONNECTING).returncode == KILLED_BY_THE_FILTER
    assert filtered(LOCAL).stdout == "done\n"


@pytest.mark.model
@under_seccomp
@pytest.mark.parametrize("script", [BARE_ENGINE, WHOLE_SESSION], ids=["bare engine", "whole session"])
def test_a_session_opens_no_internet_socket(script):
    done = filtered(script, str(models.find()), str(resource("sample.mp4")))
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr
