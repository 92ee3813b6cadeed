import base64
import re
import socket
import threading

import pytest

from coach.capture import network
from coach.capture.feed import FeedError
from coach.capture.live import Live, Stalled, open_live
from coach.capture.multipart import LONGEST, Parts
from coach.capture.network import address
from coach.capture.reconnect import Reconnecting
from coach.errors import SourceError
from coach.stream import Frame
from tests.capture.cameras import Hand, MjpegServer, first_frame, first_stall, jpeg
from tests.capture.filming import number, picture


def watched(url, clock=None):
    """The camera at an address, tried again at once where it fails."""
    where = address(url)
    film = Reconnecting(where.feed, where.name, first_pause_s=0.01)
    return Live(film, where.name, clock=clock or Hand(), silence="nothing comes")


def refusal(url):
    """Why the camera at an address cannot be read."""
    feed = address(url).feed()
    try:
        with pytest.raises(FeedError) as caught:
            feed.read()
    finally:
        feed.close()
    assert caught.value.state == "absent"
    return caught.value.why


@pytest.mark.parametrize("lengths", [True, False])
def test_a_stream_is_watched(lengths):
    with MjpegServer(lengths=lengths) as server, open_live(server.url) as camera:
        given = iter(camera)
        numbers = [number(first_frame(given).picture) for _ in range(5)]
    assert numbers == sorted(set(numbers))


def test_only_what_was_asked_for_is_asked():
    with MjpegServer() as server, watched(f"{server.url}?size=small") as camera:
        first_frame(camera)
        assert server.requests[0].startswith("GET /video?size=small HTTP/1.1\r\n")
        assert len(server.requests) == 1


def test_name_and_password_are_given_and_shown_nowhere():
    with MjpegServer() as server:
        url = server.url.replace("//", "//me:s%40fe@") + "?token=hidden"
        with watched(url) as camera:
            first_frame(camera)
            assert base64.b64encode(b"me:s@fe").decode() in server.requests[0]
            assert camera.name == f"http://127.0.0.1:{server.port}"


def test_a_stream_that_is_cut_is_taken_up_again():
    with MjpegServer() as server, watched(server.url) as camera:
        given = iter(camera)
        first = number(first_frame(given).picture)
        server.cut()
        while len(server.requests) < 2:
            next(given)
        assert number(first_frame(given).picture) > first


def test_a_camera_that_is_switched_off_and_on_is_taken_up_again():
    with MjpegServer() as server, watched(server.url) as camera:
        given = iter(camera)
        first_frame(given)
        server.close()
        first_stall(given, "lost")
        with MjpegServer(port=server.port):
            assert isinstance(first_frame(given), Frame)


def test_a_stream_that_stands_still_is_frozen_until_it_moves():
    with MjpegServer() as server, open_live(server.url) as camera:
        given = iter(camera)
        first_frame(given)
        server.frozen = True
        assert "shows nothing new" in first_frozen(given).why
        server.frozen = False
        first_frame(given)


def first_frozen(given) -> Stalled:
    for thing in given:
        if isinstance(thing, Stalled) and thing.state == "frozen":
            return thing
    raise AssertionError("it ended")


def test_a_stream_that_sends_nothing_is_frozen_until_it_sends():
    clock = Hand()
    with MjpegServer() as server, watched(server.url, clock) as camera:
        given = iter(camera)
        first_frame(given)
        server.mute = True
        clock.t += 2
        while next(given) is None or camera.state != "frozen":
            clock.t += 2
        server.mute = False
        first_frame(given)


def test_closing_does_not_wait_for_a_camera_that_sends_nothing():
    before = set(threading.enumerate())
    with MjpegServer() as server:
        server.mute = True
        camera = watched(server.url)
        while not server.requests:
            threading.Event().wait(0.01)
        inside = set(threading.enumerate())
        camera.close()
        assert len(set(threading.enumerate()) & inside) == len(inside) - 1
    assert set(threading.enumerate()) <= before


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ("HTTP/1.0 401 Unauthorized\r\n\r\n", r"asks for a name and a password"),
        ("HTTP/1.0 404 Not Found\r\n\r\n", r"answers with 404: check the path"),
        # Not followed: it may lead anywhere.
        ("HTTP/1.0 302 Found\r\nLocation: http://elsewhere.test/\r\n\r\n", r"answers with 302"),
        ("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n", r"sends text/html, no MJPEG"),
        ("SSH-2.0-whatever\r\n\r\n", r"the connection failed; check the address"),
    ],
)
def test_another_answer_is_told(head, why):
    with MjpegServer(head) as server:
        secret = server.url.replace("//", "//me:secret@")
        assert re.search(why, told := refusal(secret))
        assert "secret" not in told


def test_nothing_listening_is_told():
    with MjpegServer() as server:
        url = server.url.replace("//", "//me:secret@")
    told = "does not answer: nothing listens there; check the port, and that its app is running"
    assert refusal(url) == f"http://127.0.0.1:{server.port} {told}"


def test_a_camera_that_speaks_no_tls_is_told():
    with MjpegServer() as server:
        assert "certificate" in refusal(server.url.replace("http:", "https:"))


def test_a_host_that_nobody_knows_is_told(monkeypatch):
    def unknown(*_):
        raise socket.gaierror(-2, "me:secret@nowhere")

    monkeypatch.setattr(socket, "create_connection", unknown)
    assert refusal("http://me:secret@nowhere/") == (
        "http://nowhere does not answer: no such host is known; check its name and the network"
    )


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://me:secret@host/x", "not by ftp"),
        ("concat:/a|/b", "has no host"),
        ("http://me:secret@:80/", "has no host"),
        ("http://me:secret@host:port/", "no such port"),
        ("http://me:secret@[::1/", "no host"),
        ("file:///etc/passwd", "no host"),
        ("udp://me:secret@host:1", "not by udp"),
    ],
)
def test_what_is_no_address_of_a_camera_is_refused_at_once(url, why):
    with pytest.raises(SourceError, match=why) as caught:
        open_live(url)
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("step", [1, 7, 100000])
@pytest.mark.parametrize("boundary", ["cut", "--cut", '"cut"'])
def test_parts_are_cut_however_the_bytes_arrive(step, boundary):
    data = (
        b"--cut\r\nContent-Length: 3\r\n\r\nabc\r\n--cut\nX: y\n\ndefg\r\n--cut\r\ncontent-length: 0\r\n\r\n\r\n--cut"
    )
    parts = Parts(boundary)
    found = [part for at in range(0, len(data), step) for part in parts.feed(data[at : at + step])]
    assert [part.strip() for part in found] == [b"abc", b"defg", b""]


@pytest.mark.parametrize(
    "data",
    [
        b"no boundary " * 9999,
        b"--cut\r\n" + b"endless: header\r\n" * 9999,
        b"--cut\r\nContent-Length: 999999999\r\n\r\n",
        b"--cut\r\n\r\n" + bytes(LONGEST),
    ],
)
def test_what_would_never_end_is_given_up(data):
    with pytest.raises(ValueError, match=r"part|boundary"):
        Parts("cut").feed(data)


def test_of_pictures_that_arrive_together_the_last_is_shown(monkeypatch):
    parts = b"".join(b"--cut\r\n\r\n" + jpeg(picture(n)) + b"\r\n" for n in (1, 2, 3)) + b"--cut"
    with MjpegServer(MjpegServer.HEAD) as server:
        monkeypatch.setattr(server, "_part", lambda: parts)
        feed = address(server.url).feed()
        shown = feed.read()
        feed.close()
    assert shown is not None
    assert number(shown) == 3


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"GIF89a", jpeg(picture(1))[:-500], b"\xff\xd8" + b"\xff" * 99])
def test_a_damaged_picture_is_left_out_or_shown_as_far_as_it_goes(data):
    decoded = network._decoded(data)
    assert decoded is None or decoded.shape == (96, 128, 3)


def test_a_picture_that_claims_to_be_huge_is_left_out():
    data = bytearray(jpeg(picture(1)))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = b"\xff\xff\xff\xff"
    assert network._decoded(bytes(data)) is None
