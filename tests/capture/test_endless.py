"""Videos that grow while they are read."""

from __future__ import annotations

import pytest

from coach.capture.video import VideoFile
from coach.errors import SourceError
from tests.capture.filming import STEADY, film

ENOUGH = 20 * len(STEADY)
"""Whoever gives so many images of a video of a second never ends."""


def append(path, content):
    with path.open("ab") as file:
        file.write(content)


def read_while_it_grows(path, more):
    """Read a video to which that is appended whenever an image was given."""
    with VideoFile(path) as frames:
        for given, _ in enumerate(frames):
            append(path, more)
            assert given < ENOUGH


@pytest.mark.parametrize("suffix", [".ts", ".mpg", ".flv", ".mkv"])
def test_a_video_that_grows_more_quickly_than_it_is_read_ends_in_a_sentence(tmp_path, suffix):
    path = film(tmp_path / f"a{suffix}")
    with pytest.raises(SourceError, match="still being written"):
        read_while_it_grows(path, path.read_bytes())


def test_a_video_that_grows_more_slowly_is_read_as_far_as_it_goes(tmp_path):
    path = film(tmp_path / "a.ts")
    more = film(tmp_path / "more.ts", [n / 25 for n in range(25, 37)], first=25).read_bytes()
    with VideoFile(path) as frames:
        begun = iter(frames)
        next(begun)
        append(path, more)
        assert len(STEADY) - 1 <= sum(1 for _ in begun) < ENOUGH
