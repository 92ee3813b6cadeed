import numpy as np
import pytest

from coach.capture import rtsp
from coach.capture.feed import FeedError
from coach.capture.live import camera_opener
from tests.capture.rtsp import RtspServer
from tests.capture.video_files import write_video


@pytest.fixture
def server(tmp_path):
    with RtspServer(write_video(tmp_path / "a.ts", [n / 25 for n in range(50)])) as running:
        yield running


def test_a_camera_is_read_over_tcp(server):
    feed = camera_opener(f"rtsp://127.0.0.1:{server.port}/live")[0]()
    images = [feed.read() for _ in range(5)]
    feed.close()
    assert all(isinstance(image, np.ndarray) and image.shape == (96, 128, 3) for image in images)
    assert any("RTP/AVP/TCP" in request for request in server.requests)


@pytest.fixture
def clip(tmp_path):
    return write_video(tmp_path / "a.ts", [n / 25 for n in range(50)])


def refusal(url):
    """Return the error message of the camera at an address."""
    feed = camera_opener(url)[0]()
    try:
        with pytest.raises(FeedError) as caught:
            feed.read()
    finally:
        feed.close()
    assert caught.value.state == "absent"
    assert "secret" not in caught.value.why
    return caught.value.why


def test_a_camera_that_redirects_is_reported_and_not_followed(clip):
    with RtspServer(clip) as elsewhere:
        there = f"rtsp://me:secret@127.0.0.1:{elsewhere.port}/live"
        with RtspServer(clip, status="302 Found", location=there) as server:
            why = refusal(f"rtsp://me:secret@127.0.0.1:{server.port}/live")
        assert f"redirects to rtsp://127.0.0.1:{elsewhere.port}/live, which is not followed" in why
    assert elsewhere.requests == []


@pytest.mark.parametrize("location", ["file:/etc/passwd", "http://127.0.0.1/"])
def test_a_redirect_out_of_rtsp_is_not_followed(clip, location):
    with RtspServer(clip, status="302 Found", location=location) as server:
        assert "which is not followed" in refusal(f"rtsp://127.0.0.1:{server.port}/live")


@pytest.mark.parametrize(
    ("challenge", "kind"),
    [
        (['Digest realm="camera", nonce="17"'], "Digest"),
        (['Basic realm="camera"'], "Basic"),
        (['Basic realm="camera"', 'Digest realm="camera", nonce="17"'], "Digest"),
    ],
)
def test_credentials_are_sent_on_request(clip, challenge, kind):
    with RtspServer(clip, login="me:p/a", challenge=challenge) as server:
        feed = camera_opener(f"rtsp://me:p/a@127.0.0.1:{server.port}/live")[0]()
        assert isinstance(feed.read(), np.ndarray)
        feed.close()
    assert f"Authorization: {kind} " in server.requests[-1]


def test_a_wrong_password_is_tried_once(clip):
    with RtspServer(clip, login="me:right") as server:
        why = refusal(f"rtsp://me:secret@127.0.0.1:{server.port}/live")
        assert "rejects the user name or password; check both" in why
        assert len(server.requests) == 2


def test_a_wrong_path_is_reported(clip):
    with RtspServer(clip, status="404 Not Found") as server:
        assert "responds with status 404: check the path" in refusal(f"rtsp://127.0.0.1:{server.port}/live")


def test_a_camera_that_sends_only_udp_is_read(clip):
    with RtspServer(clip, udp=True) as server:
        feed = camera_opener(f"rtsp://127.0.0.1:{server.port}/live")[0]()
        assert isinstance(feed.read(), np.ndarray)
        feed.close()


def test_waiting_for_the_first_key_frame_is_reported_and_keeps_the_connection(tmp_path, monkeypatch):
    monkeypatch.setattr(rtsp, "PENDING_S", 0.05)
    clip = write_video(tmp_path / "a.ts", [n / 25 for n in range(60)], keyframes=250)
    with RtspServer(clip, begin=0.3, pause_s=0.1) as server:
        feed = camera_opener(f"rtsp://127.0.0.1:{server.port}/live")[0]()
        first = given = feed.read()
        while isinstance(given, str):
            given = feed.read()
        feed.close()
    assert isinstance(first, str)
    assert "waiting for its first key frame" in first
    assert isinstance(given, np.ndarray)
    assert sum(request.startswith("PLAY") for request in server.requests) == 1


def test_a_refused_connection_is_reported_without_the_password(capfd):
    with pytest.raises(
        FeedError, match=r"rtsp://127\.0\.0\.1:9 does not respond: the connection was refused"
    ) as caught:
        camera_opener("rtsp://me:secret@127.0.0.1:9/live")[0]().read()
    assert caught.value.state == "absent"
    assert "secret" not in caught.value.why
    assert capfd.readouterr() == ("", "")
