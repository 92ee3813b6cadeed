import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.capture.container import Container, inspect, paces
from tests.capture.filming import cut, film, sound


def looked_at(tmp_path, content):
    path = tmp_path / "file"
    path.write_bytes(content)
    return inspect(path)


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [
        ("mp4", "mp4"),
        ("mov", "mp4"),
        ("mkv", "matroska"),
        ("webm", "matroska"),
        ("avi", "avi"),
        ("ts", "mpeg-ts"),
        ("mpg", "mpeg-ps"),
        ("flv", "flv"),
        ("wmv", "asf"),
    ],
)
def test_the_kind_of_a_film_is_told_by_its_content(tmp_path, suffix, kind):
    path = film(tmp_path / f"a.{suffix}")
    assert inspect(path.rename(tmp_path / "b.jpg")).kind == kind


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"#EXTM3U\n#EXT-X-VERSION:3\n", "playlist"),
        (b"\xef\xbb\xbf#EXTM3U\n", "playlist"),  # with a byte order mark
        (b"ffconcat version 1.0\nfile a.mp4\n", "playlist"),
        (b"[playlist]\nFile1=a.mp4\n", "playlist"),
        (b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n", "playlist"),
        (b'<?xml version="1.0"?><MPD></MPD>', "playlist"),
        (b"clips/a.mp4\n", "playlist"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "picture"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"GIF89a", "picture"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "picture"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "picture"),  # a phone's still, in the container of a film
        (b"ID3\x04\0", "sound"),
        (b"\xff\xfb\x90\0", "sound"),
        (b"RIFF\x10\0\0\0WAVEfmt ", "sound"),
        (b"PK\x03\x04\0\0\0\0", "unknown"),
        (b"RIFF\x10\0\0\0CDXA", "unknown"),
        (b"\0" * 64, "unknown"),
        (b"", "unknown"),
    ],
)
def test_what_is_no_film_is_told_by_its_first_bytes(tmp_path, content, kind):
    assert looked_at(tmp_path, content).kind == kind


def test_an_mp4_says_how_long_it_is_and_how_many_pictures_it_holds(tmp_path):
    expected = Container("mp4", complete=True, pictures=True, duration_s=1.0, frames=25)
    assert inspect(film(tmp_path / "a.mp4")) == expected


def test_the_length_is_that_of_the_pictures_and_not_of_the_sound(tmp_path):
    assert inspect(film(tmp_path / "a.mp4", sound_s=3.0)).duration_s == 1.0


def test_a_fragmented_mp4_does_not_say_how_long_it_is(tmp_path):
    path = film(tmp_path / "a.mp4", options={"movflags": "frag_keyframe+empty_moov"})
    assert inspect(path) == Container("mp4", complete=True, pictures=True)


def test_an_mp4_says_at_which_pace_its_pictures_come(tmp_path):
    times = [*(n / 10 for n in range(10)), *(1 + n / 25 for n in range(26))]
    assert paces(film(tmp_path / "a.mp4", times, sound_s=1.0)) == pytest.approx(np.array([(10, 0.1), (26, 0.04)]))


@pytest.mark.parametrize("options", [None, {"movflags": "frag_keyframe+empty_moov"}])
@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_other_films_do_not_say_it(tmp_path, suffix, options):
    said = paces(film(tmp_path / f"a.{suffix}", options=options))
    assert (said is not None) == (suffix == "mp4" and options is None)


@given(st.binary(max_size=40))
def test_a_table_of_paces_that_is_damaged_says_only_what_can_be(tmp_path_factory, table):
    path = film(tmp_path_factory.mktemp("spoilt") / "a.mp4")
    content = path.read_bytes()
    at = content.index(b"stts") + 4
    path.write_bytes(content[:at] + table + content[at + len(table) :])
    said = paces(path)
    assert said is None or (said.shape[1] == 2 and (said > 0).all() and np.isfinite(said).all())


def test_an_mp4_of_sound_alone_holds_no_pictures(tmp_path):
    assert inspect(sound(tmp_path / "a.m4a")).pictures is False


@pytest.mark.parametrize("suffix", ["mp4", "mov", "mkv", "webm", "avi"])
def test_a_whole_file_is_complete(tmp_path, suffix):
    assert inspect(film(tmp_path / f"a.{suffix}")).complete is True


@pytest.mark.parametrize("suffix", ["mp4", "mov", "mkv", "webm", "avi"])
@pytest.mark.parametrize("share", [0.5, 0.99])
def test_a_file_that_lost_its_end_is_not_complete(tmp_path, suffix, share):
    assert inspect(cut(film(tmp_path / f"a.{suffix}"), share)).complete is False


@pytest.mark.parametrize("suffix", ["ts", "mpg", "flv"])
def test_a_stream_does_not_say_where_it_ends(tmp_path, suffix):
    assert inspect(cut(film(tmp_path / f"a.{suffix}"), 0.5)).complete is None


def test_a_live_recording_of_unknown_length_is_not_called_cut(tmp_path):
    header = b"\x1aE\xdf\xa3\x84webm" + b"\x18S\x80g" + b"\x01" + b"\xff" * 7
    assert looked_at(tmp_path, header + bytes(100)).complete is None


def test_an_avi_of_a_recorder_that_was_killed_is_not_called_cut(tmp_path):
    assert looked_at(tmp_path, b"RIFF\0\0\0\0AVI LIST" + bytes(100)).complete is None


def test_what_follows_the_last_box_is_not_judged(tmp_path):
    path = film(tmp_path / "a.mp4")
    path.write_bytes(path.read_bytes() + b"\0\0\xff\xff\0\0\0\0 appended by a camera")
    assert inspect(path).complete is True


def test_a_box_longer_than_four_bytes_can_say_is_followed(tmp_path):
    wide = struct.pack(">I4sQ", 1, b"mdat", 16 + 10) + bytes(10)
    assert looked_at(tmp_path, b"\0\0\0\x08ftyp" + wide + b"\0\0\0\x08free").complete is True


@given(st.data())
def test_a_mangled_file_is_looked_at_without_a_fault(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("mangled")
    suffix = data.draw(st.sampled_from(["mp4", "webm", "avi"]))
    content = bytearray(WHOLE[suffix])
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    assert isinstance(looked_at(folder, bytes(content[: data.draw(st.integers(0, len(content)))])), Container)


WHOLE: dict[str, bytes] = {}


@pytest.fixture(scope="module", autouse=True)
def _whole(tmp_path_factory):
    """Made once: hypothesis would make them for each example."""
    folder = tmp_path_factory.mktemp("whole")
    WHOLE.update({suffix: film(folder / f"a.{suffix}", (0, 0.04)).read_bytes() for suffix in ("mp4", "webm", "avi")})
