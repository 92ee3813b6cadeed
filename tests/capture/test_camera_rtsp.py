import os

import pytest

from coach.capture.feed import FeedError
from coach.capture.network import address
from tests.capture.filming import film
from tests.capture.rtsp import RtspServer


@pytest.fixture
def server(tmp_path):
    with RtspServer(film(tmp_path / "a.ts", [n / 25 for n in range(50)])) as running:
        yield running


def test_a_camera_is_read_over_its_one_connection(server):
    feed = address(f"rtsp://127.0.0.1:{server.port}/live").feed()
    pictures = [feed.read() for _ in range(5)]
    feed.close()
    assert all(picture is not None and picture.shape == (96, 128, 3) for picture in pictures)
    assert any("RTP/AVP/TCP" in request for request in server.requests)


def test_what_ffmpeg_may_do_is_settled_for_this_opening_only(server, monkeypatch):
    monkeypatch.delenv("OPENCV_FFMPEG_CAPTURE_OPTIONS", raising=False)
    before = dict(os.environ)
    feed = address(f"rtsp://127.0.0.1:{server.port}/live").feed()
    feed.read()
    feed.close()
    assert dict(os.environ) == before


def test_a_host_that_sends_elsewhere_is_not_followed_out_of_rtsp(tmp_path, monkeypatch):
    film(tmp_path / "b.ts")
    target = f"file:{tmp_path / 'b.ts'}"
    with RtspServer(tmp_path / "b.ts") as server:
        sent = b"RTSP/1.0 302 Found\r\nCSeq: 1\r\nLocation: " + target.encode() + b"\r\n\r\n"
        monkeypatch.setattr(server, "_serve", lambda connection: (connection.recv(4096), connection.sendall(sent)))
        feed = address(f"rtsp://me:secret@127.0.0.1:{server.port}/live").feed()
        with pytest.raises(FeedError) as caught:
            feed.read()
        feed.close()
    assert "secret" not in caught.value.why


def test_nothing_listening_is_told_without_the_password(capfd):
    with pytest.raises(FeedError, match=r"rtsp://127\.0\.0\.1:9 does not answer: check") as caught:
        address("rtsp://me:secret@127.0.0.1:9/live").feed().read()
    assert caught.value.state == "absent"
    assert "secret" not in caught.value.why
    assert capfd.readouterr() == ("", "")
