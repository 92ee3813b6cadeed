import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import cv2
import pytest

from coach.capture import decoder
from coach.errors import SourceError
from tests.capture.filming import cut, film


def test_a_film_is_opened(tmp_path):
    assert decoder.open_file(film(tmp_path / "a.mp4")).isOpened()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:1,\n{film}\n#EXT-X-ENDLIST\n"),
        ("a.ffconcat", "ffconcat version 1.0\nfile {film}\n"),
    ],
)
def test_ffmpeg_itself_follows_no_list_of_files(tmp_path, name, content):
    film(tmp_path / "b.ts")
    listing = tmp_path / name
    listing.write_text(content.format(film="b.ts"))
    assert cv2.VideoCapture(str(listing), cv2.CAP_FFMPEG).isOpened()  # left to itself, it does
    assert not decoder.open_file(listing).isOpened()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no colon in a name")
def test_a_name_like_a_protocol_of_ffmpeg_is_taken_as_a_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    film(tmp_path / "b.mp4")
    film(tmp_path / "concat:b.mp4", (0.0, 0.04, 0.08))
    capture = decoder.open_file(Path("concat:b.mp4"))
    assert capture.get(cv2.CAP_PROP_FRAME_COUNT) == 3


def test_the_environment_is_as_it_was(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENCV_FFMPEG_CAPTURE_OPTIONS", "rtsp_transport;udp")
    monkeypatch.delenv("OPENCV_FFMPEG_LOGLEVEL", raising=False)
    before = dict(os.environ)
    decoder.open_file(film(tmp_path / "a.mp4"))
    assert dict(os.environ) == before


def test_damaged_films_leave_the_screen_clean(tmp_path):
    whole = film(tmp_path / "a.mp4", options={"movflags": "faststart"})
    headless = cut(film(tmp_path / "b.mp4"), 0.5)
    holed = film(tmp_path / "c.mp4", codec="libx264", options={"movflags": "faststart"})
    content = holed.read_bytes()
    holed.write_bytes(content[: len(content) // 2] + bytes(range(256)) * 8 + content[len(content) // 2 + 2048 :])
    # In a process of its own: FFmpeg settles how much it says when the first file is opened.
    script = """if True:
        import sys
        from coach.capture.video import VideoFile
        from coach.errors import SourceError
        for path in sys.argv[1:]:
            try:
                print(sum(1 for frame in VideoFile(path)))
            except SourceError as error:
                print("refused")
        """
    paths = [str(path) for path in (cut(whole, 0.6), headless, holed)]
    done = subprocess.run([sys.executable, "-c", script, *paths], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert "refused" in done.stdout


def test_another_opencv_is_refused_by_name(monkeypatch):
    other = ModuleType("cv2")
    other.__dict__["__version__"] = "4.12.0"
    monkeypatch.setitem(sys.modules, "cv2", other)
    with pytest.raises(SourceError, match=r"OpenCV 5 is expected and 4\.12\.0 was found; run: pip install"):
        decoder.load()


def test_an_opencv_that_cannot_be_loaded_is_told_with_its_cure(monkeypatch):
    monkeypatch.setitem(sys.modules, "cv2", None)
    with pytest.raises(SourceError, match=r"apt install libgl1 libglib2\.0-0 libxcb1"):
        decoder.load()
