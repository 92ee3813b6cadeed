"""A network camera is the only exception: the program connects to the address the user named and to no other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coach.capture.video import VideoFile
from coach.store.history import History
from tests.capture.cameras import MjpegServer, jpeg
from tests.capture.rtsp import RtspServer
from tests.capture.video_files import write_video
from tests.fakes.filtered import KILLED_BY_THE_FILTER, under_seccomp
from tests.fakes.supervised import coach, supervised

pytestmark = under_seccomp

VIDEO = Path(__file__).parent.parent / "clips" / "tiny-hip-abduction-left.mp4"
ONE = ("--move", "hip-abduction", "--reps", "1", "--hold", "2", "--side", "left")
RUN = ("run", "--no-window", "--yes", "--voice", "off", *ONE)

CONNECTING = """if True:
    import socket
    for port in map(int, sys.argv[1:]):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            print("connected")
        except PermissionError:
            print("refused")
    """


def test_only_the_named_address_can_be_connected_to():
    with MjpegServer() as named, MjpegServer() as other:
        done = supervised(CONNECTING, str(named.port), str(other.port), named=("127.0.0.1", named.port))
        assert done.output.split() == ["connected", "refused"]
        assert done.asked == (("127.0.0.1", named.port), ("127.0.0.1", other.port))


@pytest.mark.parametrize("kind", ["AF_INET, socket.SOCK_DGRAM", "AF_INET6, socket.SOCK_STREAM"])
def test_a_process_that_creates_a_connectionless_socket_is_killed(kind):
    done = supervised(f"import socket; socket.socket(socket.{kind})", named=("127.0.0.1", 1))
    assert done.returncode == KILLED_BY_THE_FILTER


@pytest.mark.model
@pytest.mark.slow
def test_a_session_with_a_network_camera_connects_only_to_it(tmp_path):
    images = [jpeg(frame.image) for frame in VideoFile(VIDEO)]
    with MjpegServer(video=images, fps=25) as camera:
        address = camera.url.replace("//", "//me:geheim@")
        done = coach(*RUN, "--data", str(tmp_path), "--camera", address, named=("127.0.0.1", camera.port))
        assert done.returncode == 0, done.output
        assert set(done.asked) == {("127.0.0.1", camera.port)}
        assert len(camera.requests) == len(done.asked)
    assert "One repetition." in done.output
    with History(tmp_path) as history:
        (session,) = history.sessions.all()
    assert "geheim" not in json.dumps([done.output, repr(session)])
    assert [path for path in tmp_path.rglob("*") if path.is_file() and b"geheim" in path.read_bytes()] == []


READING = """if True:
    from coach.capture.feed import FeedError
    from coach.capture.live import camera_opener
    try:
        camera_opener(sys.argv[1])[0]().read()
    except FeedError as error:
        print(error)
    """


def test_a_redirect_to_another_address_is_not_followed():
    with MjpegServer() as elsewhere:
        head = f"HTTP/1.0 302 Found\r\nLocation: {elsewhere.url}\r\n\r\n"
        with MjpegServer(head) as camera:
            done = supervised(READING, camera.url, named=("127.0.0.1", camera.port))
            assert "is not followed" in done.output
            assert done.asked == (("127.0.0.1", camera.port),)


WATCHING = """if True:
    from coach.capture.live import open_live
    from coach.stream import Frame
    with open_live(sys.argv[1]) as camera:
        print(next(thing for thing in camera if isinstance(thing, Frame)).image.shape)
    """


def test_ffmpeg_connects_only_to_the_camera(tmp_path):
    with RtspServer(write_video(tmp_path / "video.ts", [n / 25 for n in range(100)])) as camera:
        address = f"rtsp://127.0.0.1:{camera.port}/video"
        done = supervised(WATCHING, address, named=("127.0.0.1", camera.port))
    assert done.output == "(96, 128, 3)\n"
    assert set(done.asked) == {("127.0.0.1", camera.port)}
