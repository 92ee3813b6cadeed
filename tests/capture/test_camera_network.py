import re
import socket
import threading
from urllib.parse import unquote

import numpy as np
import pytest

from coach.capture import mjpeg
from coach.capture.feed import FeedError
from coach.capture.latest import Stalled
from coach.capture.live import camera_opener, open_live
from coach.capture.mjpeg import LONGEST, Jpegs
from coach.capture.network import is_address, parse
from coach.capture.reconnect import Reconnecting
from coach.errors import SourceError
from coach.stream import Frame
from tests.capture.cameras import MjpegServer, first_frame, first_stall, jpeg
from tests.capture.video_files import image, number
from tests.fakes.clock import ManualClock


def watched(url, clock=None):
    """Return the camera at an address, which reconnects without a pause."""
    opener, name = camera_opener(url)
    return Reconnecting(opener, name, clock=clock or ManualClock(), first_pause_s=0.01)


def refusal(url):
    """Return the error message of the camera at an address."""
    feed = camera_opener(url)[0]()
    try:
        with pytest.raises(FeedError) as caught:
            feed.read()
    finally:
        feed.close()
    assert caught.value.state == "absent"
    return caught.value.why


@pytest.mark.parametrize("lengths", [True, False])
def test_an_mjpeg_stream_is_read(lengths):
    with MjpegServer(lengths=lengths) as server, open_live(server.url) as camera:
        given = iter(camera)
        numbers = [number(first_frame(given).image) for _ in range(5)]
    assert numbers == sorted(set(numbers))


def test_a_single_request_is_sent():
    with MjpegServer() as server, watched(f"{server.url}?size=small") as camera:
        first_frame(camera)
        assert server.requests[0].startswith("GET /video?size=small HTTP/1.1\r\n")
        assert len(server.requests) == 1


DIGEST = 'Digest realm="camera", nonce="17"'


@pytest.mark.parametrize(
    "challenge",
    [
        ['Basic realm="camera"'],
        [DIGEST],
        [f'{DIGEST}, qop="auth", opaque="x"'],
        [f'{DIGEST}, qop="auth,auth-int", algorithm=MD5'],
        [f'{DIGEST}, qop="auth", algorithm=SHA-256'],
        ['Basic realm="camera"', DIGEST],
    ],
    ids=["basic", "digest", "with qop", "with a choice", "SHA-256", "both"],
)
@pytest.mark.parametrize("password", ["s%40fe", "p/a#s?", "größer"], ids=["encoded", "as it is", "beyond ASCII"])
def test_credentials_are_sent_on_request_and_never_shown(challenge, password):
    with MjpegServer(login=f"me:{unquote(password)}", challenge=challenge) as server:
        url = server.url.replace("//", f"//me:{password}@") + "?token=hidden"
        with watched(url) as camera:
            first_frame(camera)
            assert len(server.requests) == 2
            assert "Authorization" not in server.requests[0]
            assert camera.name == f"http://127.0.0.1:{server.port}"
    assert ("Digest" in server.requests[1]) == any("Digest" in each for each in challenge)


def test_a_broken_connection_is_reestablished():
    with MjpegServer() as server, watched(server.url) as camera:
        given = iter(camera)
        first = number(first_frame(given).image)
        server.cut()
        while len(server.requests) < 2:
            next(given)
        assert number(first_frame(given).image) > first


def test_a_camera_that_is_switched_off_and_on_is_reconnected():
    with MjpegServer() as server, watched(server.url) as camera:
        given = iter(camera)
        first_frame(given)
        server.close()
        first_stall(given, "lost")
        with MjpegServer(port=server.port):
            assert isinstance(first_frame(given), Frame)


def test_a_stream_of_identical_images_is_frozen_until_they_change():
    with MjpegServer() as server, open_live(server.url) as camera:
        given = iter(camera)
        first_frame(given)
        server.frozen = True
        assert "is frozen" in first_frozen(given).why
        server.frozen = False
        first_frame(given)


def first_frozen(given) -> Stalled:
    for thing in given:
        if isinstance(thing, Stalled) and thing.state == "frozen":
            return thing
    raise AssertionError("it ended")


def test_a_silent_stream_is_frozen_until_it_sends():
    clock = ManualClock()
    with MjpegServer() as server, watched(server.url, clock) as camera:
        given = iter(camera)
        first_frame(given)
        server.mute = True
        clock.t += 2
        while not (isinstance(thing := next(given), Stalled) and thing.state == "frozen"):
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
        ("HTTP/1.0 401 Unauthorized\r\n\r\n", r"rejects the user name or password"),
        ("HTTP/1.0 401 No\r\nWWW-Authenticate: Negotiate\r\n\r\n", r"asks for an unsupported kind of login"),
        ('HTTP/1.0 401 No\r\nWWW-Authenticate: Digest realm="x", nonce="1", algorithm=X\r\n\r\n', r"set it to Digest"),
        ("HTTP/1.0 404 Not Found\r\n\r\n", r"responds with status 404: check the path"),
        # Not followed: it may lead to any host.
        (
            "HTTP/1.0 302 Found\r\nLocation: https://me:secret@elsewhere.test/live?secret\r\n\r\n",
            r"redirects to https://elsewhere.test/live, which is not followed; give that address if you trust it",
        ),
        ("HTTP/1.0 302 Found\r\n\r\n", r"responds with status 302"),
        ("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n", r"sends text/html instead of MJPEG"),
        ("HTTP/1.0 200 OK\r\nContent-Type: image/jpeg\r\n\r\n", r"sends image/jpeg instead of MJPEG"),
        ("SSH-2.0-whatever\r\n\r\n", r"the connection failed; check the address"),
    ],
)
def test_another_response_is_reported(head, why):
    with MjpegServer(head) as server:
        secret = server.url.replace("//", "//me:secret@")
        assert re.search(why, told := refusal(secret))
        assert "secret" not in told


def test_a_refused_connection_is_reported():
    with MjpegServer() as server:
        url = server.url.replace("//", "//me:secret@")
    told = "does not respond: the connection was refused; check the port, and that its app is running"
    assert refusal(url) == f"http://127.0.0.1:{server.port} {told}"


def test_a_camera_without_tls_is_reported():
    with MjpegServer() as server:
        assert "certificate" in refusal(server.url.replace("http:", "https:"))


def test_an_unknown_host_is_reported(monkeypatch):
    def unknown(*_):
        raise socket.gaierror(-2, "me:secret@nowhere")

    monkeypatch.setattr(socket, "create_connection", unknown)
    assert refusal("http://me:secret@nowhere/") == (
        "http://nowhere does not respond: the host is unknown; check its name and the network"
    )


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://me:secret@host/x", "not ftp"),
        ("concat:/a|/b", "has no host"),
        ("http://me:secret@:80/", "has no host"),
        ("http://me:secret@host:port/", "an invalid port"),
        ("http://me:secret@[::1/", "no host"),
        ("file:///etc/passwd", "no host"),
        ("udp://me:secret@host:1", "not udp"),
    ],
)
def test_an_invalid_address_is_refused_at_once(url, why):
    with pytest.raises(SourceError, match=why) as caught:
        open_live(url)
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("spec", "url"),
    [
        ("192.168.1.5:8080/video", "http://192.168.1.5:8080/video"),
        ("  http://host/video \n", "http://host/video"),
        ("192.168.1.5:554/live", "rtsp://192.168.1.5:554/live"),
        ("camera.local:8554", "rtsp://camera.local:8554"),
        ("192.168.1.5", "http://192.168.1.5/"),
        ("localhost:81/?a=b", "http://localhost:81/?a=b"),
        ("http://[fe80::1]:80/x", "http://[fe80::1]:80/x"),
        ("http://host/a@b", "http://host/a@b"),  # an @ that belongs to the path
    ],
)
def test_an_address_may_be_written_informally(spec, url):
    assert is_address(spec)
    assert (parse(spec).url, parse(spec).user) == (url, None)


@pytest.mark.parametrize(
    "spec", ["a.mp4", "C:/video.mp4", "C:\\video.mp4", "folder/a.mp4", "0", "Cam 2:1", "a:b", "video.mp4:1"]
)
def test_a_file_or_local_camera_is_not_an_address(spec):
    assert not is_address(spec) or spec == "video.mp4:1"  # an existing file of that name takes precedence


@pytest.mark.parametrize("password", ["a/b", "a:b", "a#b", "a?b", "a@b", "/", "#a", "x1/a:2#3?4", "%41"])
@pytest.mark.parametrize("scheme", ["http", "rtsp"])
def test_a_password_may_contain_url_delimiters(password, scheme):
    place = parse(f"{scheme}://me:{password}@192.168.1.5:81/x@y?z")
    assert (place.user, place.password) == ("me", unquote(password))
    assert (place.host, place.port, place.target) == ("192.168.1.5", 81, "/x@y?z")
    assert password not in repr(place) + place.name + place.url or password in "/x@y?z"
    assert parse(place.url_with_login) == place


@pytest.mark.parametrize("step", [1, 7, 10**6])
@pytest.mark.parametrize("between", ["", "--cut\r\nContent-Length: 3\r\n\r\n", "--other\n\n", "\xff\xd8", "\xff" * 9])
def test_images_are_found_by_their_markers_whatever_separates_them(step, between):
    images = [jpeg(image(n)) for n in range(4)]
    data = b"".join(between.encode("latin-1") + each for each in images)
    jpegs = Jpegs()
    assert [whole for at in range(0, len(data), step) for whole in jpegs.feed(data[at : at + step])] == images


def test_an_image_within_an_image_is_part_of_it():
    inner, outer = jpeg(image(1)), jpeg(image(2))
    thumbnail = b"\xff\xe1" + (len(inner) + 2).to_bytes(2) + inner
    assert Jpegs().feed(outer[:2] + thumbnail + outer[2:]) == [outer[:2] + thumbnail + outer[2:]]


@pytest.mark.parametrize("cut", [3, 50, 200, -300, -1])
def test_a_truncated_image_does_not_affect_the_next(cut):
    whole = jpeg(image(1))
    found = Jpegs().feed(jpeg(image(2))[:cut] + whole + whole)
    assert found[-1] == whole
    assert set(found[:-1]) <= {whole}


def test_an_image_that_never_ends_is_an_error():
    with pytest.raises(ValueError, match="no image ends here"):
        Jpegs().feed(b"\xff\xd8\xff\xda\0\x02" + bytes(LONGEST))


def test_bytes_outside_images_are_discarded():
    jpegs = Jpegs()
    assert jpegs.feed(b"no image " * 2**22) == []
    assert len(jpegs._data) < 10


@pytest.mark.parametrize(
    "head",
    [
        "ICY 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=other\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.0 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n",
        "HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace\r\n\r\n",
        MjpegServer.HEAD + " \r\n" * 9000,
    ],
    ids=["ICY and another boundary", "no type", "bytes", "no boundary", "noise first"],
)
def test_a_stream_is_read_whatever_its_header(head):
    with MjpegServer(head, step=700) as server, watched(server.url) as camera:
        assert number(first_frame(camera).image) >= 0


def test_a_response_that_arrives_byte_by_byte_is_read():
    with MjpegServer("ICY 200 OK\r\n\r\n", step=1, fps=1000) as server, watched(server.url) as camera:
        first_frame(camera)


def test_a_wrong_content_length_is_ignored(monkeypatch):
    part = b"--cut\r\nContent-Length: 3\r\n\r\n" + jpeg(image(5))
    with MjpegServer() as server:
        monkeypatch.setattr(server, "_part", lambda: part)
        with watched(server.url) as camera:
            assert number(first_frame(camera).image) == 5


def test_a_wrong_password_is_tried_once(monkeypatch):
    """Some cameras lock the account after several attempts."""
    with MjpegServer(login="me:right", challenge=[DIGEST]) as server:
        assert "rejects the user name or password; check both" in refusal(server.url.replace("//", "//me:wrong@"))
        assert len(server.requests) == 2
        assert "requires a user name and password" in refusal(server.url)


def test_a_redirect_on_the_same_host_is_followed(monkeypatch):
    with MjpegServer() as server:
        moved = f"HTTP/1.0 301 Moved\r\nLocation: {server.url}/\r\n\r\n"
        serve = server._send
        head = server.HEAD.encode()

        def send(connection, data):
            serve(connection, moved.encode() if data == head and "/video/" not in server.requests[-1] else data)

        monkeypatch.setattr(server, "_send", send)
        with watched(server.url) as camera:
            first_frame(camera)
    assert [request.split()[1] for request in server.requests[:2]] == ["/video", "/video/"]


def test_endless_redirects_are_an_error():
    with MjpegServer("HTTP/1.0 302 Found\r\nLocation: /video\r\n\r\n") as server:
        assert "responds with status 302" in refusal(server.url)
        assert len(server.requests) == 5


def test_a_stream_without_images_is_reported(monkeypatch):
    with MjpegServer(fps=1000) as server:
        monkeypatch.setattr(server, "_part", lambda: bytes(2**20))
        assert "sends no JPEG images" in refusal(server.url)


def test_the_last_of_several_images_received_at_once_is_returned(monkeypatch):
    parts = b"".join(b"--cut\r\n\r\n" + jpeg(image(n)) + b"\r\n" for n in (1, 2, 3)) + b"--cut"
    with MjpegServer(MjpegServer.HEAD) as server:
        monkeypatch.setattr(server, "_part", lambda: parts)
        feed = camera_opener(server.url)[0]()
        shown = feed.read()
        feed.close()
    assert isinstance(shown, np.ndarray)
    assert number(shown) == 3


@pytest.mark.parametrize("data", [b"\xff\xd8\xff\xd9", b"GIF89a", jpeg(image(1))[:-500], b"\xff\xd8" + b"\xff" * 99])
def test_a_damaged_image_is_skipped_or_decoded_partially(data):
    decoded = mjpeg._decoded(data)
    assert decoded is None or decoded.shape == (96, 128, 3)


def test_an_image_that_claims_to_be_huge_is_skipped():
    huge = bytearray(jpeg(image(1)))
    at = huge.index(b"\xff\xc0")
    huge[at + 5 : at + 9] = b"\xff\xff\xff\xff"
    assert Jpegs().feed(bytes(huge) + jpeg(image(2))) == [jpeg(image(2))]
