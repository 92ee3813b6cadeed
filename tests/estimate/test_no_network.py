"""The pose engine cannot connect, and nothing but getting a model tries to."""

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
    b"learcut",  # the name of the service that takes the reports
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


def test_the_engines_library_holds_no_uploader():
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
    """The top-level modules that a file imports anywhere in it; taking an address apart connects nowhere."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.module != "urllib.parse":
            yield node.module.partition(".")[0]


def test_only_getting_a_model_and_asking_a_camera_import_what_connects():
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
def test_the_filter_kills_what_connects_and_nothing_else():
    assert filtered(CONNECTING).returncode == KILLED_BY_THE_FILTER
    assert filtered(LOCAL).stdout == "done\n"


@pytest.mark.model
@under_seccomp
@pytest.mark.parametrize("script", [BARE_ENGINE, WHOLE_SESSION], ids=["bare engine", "whole session"])
def test_a_session_asks_for_no_socket_of_the_internet(script):
    done = filtered(script, str(models.find()), str(resource("sample.mp4")))
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr
