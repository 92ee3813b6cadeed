"""Videos that are still being written while they are read."""

from __future__ import annotations

import pytest

from coach.capture.video import VideoFile
from coach.errors import SourceError
from tests.capture.video_files import STEADY, write_video

ENOUGH = 20 * len(STEADY)
"""A reader that yields this many frames of a one-second video would never end."""


def append(path, content):
    with path.open("ab") as file:
        file.write(content)


def read_while_it_grows(path, more):
    """Read a video and append ``more`` to it after every frame."""
    with VideoFile(path) as frames:
        for given, _ in enumerate(frames):
            append(path, more)
            assert given < ENOUGH


@pytest.mark.parametrize("suffix", [".ts", ".mpg", ".flv", ".mkv"])
def test_a_video_that_grows_faster_than_it_is_read_is_an_error(tmp_path, suffix):
    path = write_video(tmp_path / f"a{suffix}")
    with pytest.raises(SourceError, match="still being written"):
        read_while_it_grows(path, path.read_bytes())


def test_a_video_that_grows_slowly_is_read_to_its_end(tmp_path):
    path = write_video(tmp_path / "a.ts")
    more = write_video(tmp_path / "more.ts", [n / 25 for n in range(25, 37)], first=25).read_bytes()
    with VideoFile(path) as frames:
        begun = iter(frames)
        next(begun)
        append(path, more)
        assert len(STEADY) - 1 <= sum(1 for _ in begun) < ENOUGH
