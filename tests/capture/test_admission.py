import os
import socket
import sys
from pathlib import Path

import av
import pytest

from coach.capture.admission import admit
from coach.capture.video import VideoFile
from coach.errors import SourceError
from tests.capture.filming import film, image, sound


def refusal(path):
    with pytest.raises(SourceError) as refused:
        admit(path)
    sentence = str(refused.value)
    assert "\n" not in sentence
    return sentence


def test_a_video_passes(tmp_path):
    admit(film(tmp_path / "a.mp4"))


@pytest.mark.parametrize(
    "name", ["take 2: final.mp4", "a:b.mp4", "concat:a.mp4", "100%.mp4", "a%03d.mp4", "Übung №1.mp4"]
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no colon in a name")
def test_an_odd_name_of_a_video_that_is_there_passes(tmp_path, monkeypatch, name):
    film(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    admit(name)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/a.mp4",
        "https://example.org/a.mp4",
        "HTTP://example.org/a.mp4",
        "http:/example.org/a.mp4",  # what Path makes of an address
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
def test_a_path_is_not_taken_for_an_address(path):
    assert "is an address" not in refusal(path)


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    assert refusal(tmp_path / "a.mp4").startswith(f"there is no file {tmp_path / 'a.mp4'}")


@pytest.mark.parametrize("name", ["img%03d.png", "img%d.jpg", "frames/%05d.bmp"])
def test_a_series_of_images_is_refused(name):
    assert "series of images" in refusal(name)


@pytest.mark.parametrize("suffix", [".m3u8", ".m3u", ".pls", ".sdp", ".ffconcat", ".mpd", ".txt", ".M3U8"])
def test_a_list_of_files_is_refused_by_its_name(tmp_path, suffix):
    path = film(tmp_path / "a.mp4").rename(tmp_path / f"list{suffix}")
    assert "only names other files" in refusal(path)


@pytest.mark.parametrize(
    "content", [b"#EXTM3U\na.ts\n", b"ffconcat version 1.0\nfile a.mp4\n", b"v=0\no=- 0\n", b"<MPD/>"]
)
def test_a_list_of_files_is_refused_by_its_content(tmp_path, content):
    path = tmp_path / "a.mp4"
    path.write_bytes(content)
    assert "holds text where a video was expected" in refusal(path)


def test_an_empty_file_is_refused(tmp_path):
    (tmp_path / "a.mp4").touch()
    assert "is empty (0 bytes)" in refusal(tmp_path / "a.mp4")


def test_a_folder_is_refused(tmp_path):
    assert "is a folder" in refusal(tmp_path)


@pytest.mark.parametrize("name", ["a.m4a", "a.wav"])
def test_sound_alone_is_refused(tmp_path, name):
    with pytest.raises(SourceError, match="holds no video, at most sound"):
        VideoFile(sound(tmp_path / name))


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
    with pytest.raises(SourceError, match="in a format not known here"):
        VideoFile(tmp_path / "a.mp4")


def test_a_name_no_file_can_have_is_refused():
    assert "there is no file" in refusal("a\0b.mp4")


def test_a_name_that_is_too_long_is_refused():
    assert "a" * 20 in refusal("a" * 5000 + ".mp4")


def test_a_file_in_what_is_no_folder_is_missing(tmp_path):
    assert "there is no file" in refusal(film(tmp_path / "a.mp4") / "b.mp4")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without named pipes")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "a.mp4")
    assert "is a device or a pipe" in refusal(tmp_path / "a.mp4")


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="a system without sockets in folders")
def test_a_socket_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("a.mp4")
        assert "is a device or a pipe" in refusal("a.mp4")


def test_a_device_is_refused():
    assert "is a device or a pipe" in refusal(os.devnull)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such name")
def test_a_name_that_is_no_text_is_refused(tmp_path):
    path = film(tmp_path / "a.mp4").rename(os.fsdecode(os.fsencode(tmp_path) + b"/b\xff.mp4"))
    sentence = refusal(path)
    assert "not valid text" in sentence
    assert sentence.encode("utf-8")


def test_a_file_one_may_not_read_is_refused(tmp_path, monkeypatch):
    path = film(tmp_path / "a.mp4")

    def locked(*_):
        raise PermissionError(13, "Permission denied")

    # Not by its permissions: whoever runs the tests as the administrator may read everything.
    monkeypatch.setattr(Path, "open", locked)
    assert "may not be read by you" in refusal(path)


def test_a_disk_that_fails_is_said_to_fail(tmp_path, monkeypatch):
    path = film(tmp_path / "a.mp4")

    def failing(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", failing)
    assert "cannot be read (Input/output error)" in refusal(path)
