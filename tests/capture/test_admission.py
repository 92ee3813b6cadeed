import os
import socket
import sys
from pathlib import Path

import av
import pytest

from coach.capture.admission import admit
from coach.capture.video import VideoFile
from coach.errors import SourceError
from tests.capture.video_files import image, write_audio, write_video


def refusal(path):
    with pytest.raises(SourceError) as refused:
        admit(path)
    sentence = str(refused.value)
    assert "\n" not in sentence
    return sentence


def test_a_video_is_accepted(tmp_path):
    admit(write_video(tmp_path / "a.mp4"))


@pytest.mark.parametrize(
    "name", ["take 2: final.mp4", "a:b.mp4", "concat:a.mp4", "100%.mp4", "a%03d.mp4", "Übung №1.mp4"]
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no colon in a file name")
def test_an_existing_video_with_an_odd_name_is_accepted(tmp_path, monkeypatch, name):
    write_video(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    admit(name)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/a.mp4",
        "https://example.org/a.mp4",
        "HTTP://example.org/a.mp4",
        "http:/example.org/a.mp4",  # a URL after pathlib normalised it
        "rtsp://camera/stream",
        "rtmp://example.org/live",
        "udp://@239.0.0.1:1234",
        "file:///a.mp4",
        "file:a.mp4",
        "concat:a.ts|b.ts",
        "concatf:list.txt",
        "subfile,,start,0,end,9,,:a.mp4",
        "crypto+file:a.mp4",
        "pipe:0",
        "fd:",
        "data:video/mp4;base64,AAAA",
        "ipfs://x",
    ],
)
def test_an_address_is_refused(address):
    assert "is an address" in refusal(address)


@pytest.mark.parametrize("path", ["C:\\videos\\a.mp4", "c:/videos/a.mp4", "Z:a.mp4", "a.mp4", "sub/a.mp4"])
def test_a_path_is_not_mistaken_for_an_address(path):
    assert "is an address" not in refusal(path)


def test_a_missing_file_is_reported(tmp_path):
    assert refusal(tmp_path / "a.mp4").startswith(f"there is no file {tmp_path / 'a.mp4'}")


@pytest.mark.parametrize("name", ["img%03d.png", "img%d.jpg", "frames/%05d.bmp"])
def test_an_image_sequence_is_refused(name):
    assert "sequence of images" in refusal(name)


@pytest.mark.parametrize("suffix", [".m3u8", ".m3u", ".pls", ".sdp", ".ffconcat", ".mpd", ".txt", ".M3U8"])
def test_a_playlist_is_refused_by_its_name(tmp_path, suffix):
    path = write_video(tmp_path / "a.mp4").rename(tmp_path / f"list{suffix}")
    assert "is a playlist" in refusal(path)


@pytest.mark.parametrize(
    "content", [b"#EXTM3U\na.ts\n", b"ffconcat version 1.0\nfile a.mp4\n", b"v=0\no=- 0\n", b"<MPD/>"]
)
def test_a_playlist_is_refused_by_its_content(tmp_path, content):
    path = tmp_path / "a.mp4"
    path.write_bytes(content)
    assert "is a text file, not a video" in refusal(path)


def test_an_empty_file_is_refused(tmp_path):
    (tmp_path / "a.mp4").touch()
    assert "is empty (0 bytes)" in refusal(tmp_path / "a.mp4")


def test_a_folder_is_refused(tmp_path):
    assert "is a folder" in refusal(tmp_path)


@pytest.mark.parametrize("name", ["a.m4a", "a.wav"])
def test_an_audio_file_is_refused(tmp_path, name):
    with pytest.raises(SourceError, match="has no video track"):
        VideoFile(write_audio(tmp_path / name))


@pytest.mark.parametrize(
    ("suffix", "codec", "pixels"),
    [
        ("jpg", "mjpeg", "yuvj420p"),
        ("png", "png", "rgb24"),
        ("bmp", "bmp", "bgr24"),
        ("tiff", "tiff", "rgb24"),
        ("gif", "gif", "rgb8"),
        ("webp", "libwebp", "yuv420p"),
    ],
)
def test_a_still_image_is_refused(tmp_path, suffix, codec, pixels):
    path = tmp_path / f"a.{suffix}"
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=25)
        stream.width, stream.height, stream.pix_fmt = 128, 96, pixels
        container.mux(stream.encode(av.VideoFrame.from_ndarray(image(1)).reformat(format=pixels)))
        container.mux(stream.encode(None))
    with pytest.raises(SourceError, match=r"image.*; give a video"):
        list(VideoFile(path.rename(tmp_path / "a.mp4")))


def test_an_unknown_format_is_refused(tmp_path):
    (tmp_path / "a.mp4").write_bytes(bytes(range(256)))
    with pytest.raises(SourceError, match="in an unsupported format"):
        VideoFile(tmp_path / "a.mp4")


def test_an_impossible_file_name_is_refused():
    assert "there is no file" in refusal("a\0b.mp4")


def test_a_file_name_that_is_too_long_is_refused():
    assert "a" * 20 in refusal("a" * 5000 + ".mp4")


def test_a_path_below_a_file_is_missing(tmp_path):
    assert "there is no file" in refusal(write_video(tmp_path / "a.mp4") / "b.mp4")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_refused_without_blocking(tmp_path):
    os.mkfifo(tmp_path / "a.mp4")
    assert "is a device or a pipe" in refusal(tmp_path / "a.mp4")


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="the system has no Unix sockets")
def test_a_socket_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("a.mp4")
        assert "is a device or a pipe" in refusal("a.mp4")


def test_a_device_is_refused():
    assert "is a device or a pipe" in refusal(os.devnull)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow no such name")
def test_a_file_name_that_is_not_text_is_refused(tmp_path):
    path = write_video(tmp_path / "a.mp4").rename(os.fsdecode(os.fsencode(tmp_path) + b"/b\xff.mp4"))
    sentence = refusal(path)
    assert "not valid text" in sentence
    assert sentence.encode("utf-8")


def test_a_file_without_read_permission_is_refused(tmp_path, monkeypatch):
    path = write_video(tmp_path / "a.mp4")

    def locked(*_):
        raise PermissionError(13, "Permission denied")

    # Patched rather than chmod: root may read everything.
    monkeypatch.setattr(Path, "open", locked)
    assert "you have no permission to read" in refusal(path)


def test_a_read_error_is_reported(tmp_path, monkeypatch):
    path = write_video(tmp_path / "a.mp4")

    def failing(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", failing)
    assert "cannot be read (Input/output error)" in refusal(path)
