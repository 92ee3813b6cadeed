import os
import stat
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import RecordingError
from coach.pose import SHAPES, Pose
from coach.store.recording import Fact, Header, Recording, RecordingWriter, is_recording
from coach.stream import Moment
from tests.store.making import contents, moments, pose, pose_of, posed, same

GOLDEN = Path(__file__).parent / "version-1.landmarks"


def written(path, kept, header=None, about=None, **chunks):
    writer = RecordingWriter(path, header, **chunks)
    for moment in kept:
        writer.write(moment)
    writer.close(about)
    return path


def any_pose(bits: bytes, width: int, height: int) -> Pose:
    """A pose of any bits at all: infinities, denormals, NaN of every payload."""
    floats = np.frombuffer(np.random.default_rng(list(bits)).bytes(4 * 264), np.float32)
    ends = np.cumsum([int(np.prod(shape)) for shape in SHAPES.values()])[:-1]
    arrays = [part.reshape(shape) for part, shape in zip(np.split(floats, ends), SHAPES.values(), strict=True)]
    return posed(arrays, (width, height))


SIDE = st.integers(1, 2**32 - 1)
POSES = st.none() | st.builds(any_pose, st.binary(min_size=1, max_size=4), SIDE, SIDE)
TIMES = st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=30, unique=True).map(sorted)


@given(data=st.data(), t=TIMES, chunk_frames=st.integers(1, 12))
def test_a_recording_reads_back_bit_for_bit(data, t, chunk_frames, tmp_path_factory):
    kept = [Moment(instant, data.draw(POSES)) for instant in t]
    path = tmp_path_factory.mktemp("any") / "kept"
    recording = Recording(written(path, kept, chunk_frames=chunk_frames))
    assert same(recording, kept)
    assert recording.frames == len(kept)
    assert not recording.torn


def test_nan_and_no_body_are_distinguished(tmp_path):
    blind = posed(np.full(shape, np.nan, np.float32) for shape in SHAPES.values())
    found = list(Recording(written(tmp_path / "kept", [Moment(0.0, blind), Moment(1.0, None)])))
    assert np.isnan(pose_of(found[0]).world_m).all()
    assert found[1].pose is None


def test_an_instant_is_not_rounded(tmp_path):
    t = [0.1 + 0.2, 1 / 3, 1e5 + 1e-10]
    assert [moment.t for moment in Recording(written(tmp_path / "kept", [Moment(at, None) for at in t]))] == t


def test_the_image_may_change_its_size(tmp_path):
    kept = [Moment(0.0, pose(1, (640, 360))), Moment(0.1, pose(2, (360, 640)))]
    found = list(Recording(written(tmp_path / "kept", kept)))
    assert [pose_of(moment).size for moment in found] == [(640, 360), (360, 640)]


def test_a_header_reads_back_unchanged(tmp_path):
    about: dict[str, Fact] = {"fps": 29.97, "width": 640, "codec": None, "rotated": True, "note": "Ä\udcff"}
    header = Header("leg raise.mp4", "fcc061d7", True, about)
    assert Recording(written(tmp_path / "kept", [], header)).header == header


def test_facts_known_at_the_end_join_the_header(tmp_path):
    path = written(tmp_path / "kept", moments(3), Header(about={"fps": 25, "truncated": None}), {"truncated": True})
    assert Recording(path).about == {"fps": 25, "truncated": True}


def test_start_end_and_duration_are_those_of_the_moments(tmp_path):
    recording = Recording(written(tmp_path / "kept", moments(6, first=2.0, step=0.5), chunk_frames=4))
    assert recording.end == 4.5


def test_an_empty_recording_is_complete(tmp_path):
    recording = Recording(written(tmp_path / "kept", []))
    assert (list(recording), recording.frames, recording.torn) == ([], 0, False)


def test_a_moment_is_copied_when_it_is_written(tmp_path):
    moment = Moment(0.0, pose())
    before = contents(moment)
    with RecordingWriter(tmp_path / "kept") as writer:
        writer.write(moment)
        pose_of(moment).image_px[:] = 0
    assert [contents(found) for found in Recording(tmp_path / "kept")] == [before]


def test_loaded_poses_are_read_only(tmp_path):
    found = next(iter(Recording(written(tmp_path / "kept", moments(1)))))
    with pytest.raises(ValueError, match="read-only"):
        pose_of(found).image_px[0] = 0


@pytest.mark.parametrize("t", [1.0, 0.5, float("nan"), float("inf"), float("-inf")])
def test_an_instant_that_does_not_follow_is_the_callers_mistake(tmp_path, t):
    with RecordingWriter(tmp_path / "kept") as writer:
        writer.write(Moment(1.0, None))
        with pytest.raises(ValueError, match="increase"):
            writer.write(Moment(t, None))
    assert [moment.t for moment in Recording(tmp_path / "kept")] == [1.0]


def test_an_image_too_large_for_the_format_is_a_value_error(tmp_path):
    with RecordingWriter(tmp_path / "kept") as writer, pytest.raises(ValueError, match="pixels"):
        writer.write(Moment(0.0, pose(size=(2**32, 1))))
    assert list(Recording(tmp_path / "kept")) == []


@pytest.mark.parametrize(
    "header",
    [
        Header(about={"fps": float("nan")}),  # not JSON
        Header(about={"size": (640, 360)}),  # type: ignore[dict-item]  # not flat, which is the point
        Header(source="x" * 70_000),  # too long
    ],
)
def test_an_invalid_header_creates_no_file(tmp_path, header):
    with pytest.raises(ValueError, match=r"fact|JSON"):
        RecordingWriter(tmp_path / "kept", header)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("chunks", [{"chunk_frames": 0}, {"chunk_frames": 5000}, {"chunk_s": 0.0}])
def test_chunks_have_a_sensible_size(tmp_path, chunks):
    with pytest.raises(ValueError, match="chunk"):
        RecordingWriter(tmp_path / "kept", **chunks)


def test_nothing_is_written_after_close(tmp_path):
    writer = RecordingWriter(tmp_path / "kept")
    writer.close()
    writer.close()
    with pytest.raises(ValueError, match="closed"):
        writer.write(Moment(0.0, None))
    assert not Recording(tmp_path / "kept").torn


def test_everything_is_closed_after_an_error(tmp_path):
    def session():
        with RecordingWriter(tmp_path / "kept") as writer:
            writer.write(Moment(0.0, None))
            raise KeyError

    with pytest.raises(KeyError):
        session()
    assert Recording(tmp_path / "kept").frames == 1
    assert not Recording(tmp_path / "kept").torn


@pytest.mark.parametrize(
    ("chunks", "count", "step", "on_disk"),
    [
        ({"chunk_frames": 10}, 25, 0.01, 20),  # by number
        ({"chunk_s": 1.0}, 25, 0.1, 22),  # by time: 11 moments span a second
        ({}, 25, 0.01, 0),  # neither is reached
    ],
)
def test_a_chunk_is_written_by_number_or_by_time(tmp_path, chunks, count, step, on_disk):
    with RecordingWriter(tmp_path / "kept", **chunks) as writer:
        for moment in moments(count, step=step):
            writer.write(moment)
        assert Recording(tmp_path / "kept").frames == on_disk
    assert Recording(tmp_path / "kept").frames == count


def test_flush_brings_all_to_the_disk(tmp_path):
    with RecordingWriter(tmp_path / "kept") as writer:
        writer.write(Moment(0.0, None))
        writer.flush()
        writer.flush()
        recording = Recording(tmp_path / "kept")
        assert (recording.frames, recording.torn) == (1, True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize("umask", [0, 0o022, 0o077])
def test_only_the_owner_may_read_a_recording(tmp_path, umask):
    before = os.umask(umask)
    try:
        written(tmp_path / "kept", moments(1))
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "kept").stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["landmarks", "", "a video"])
def test_a_file_that_is_there_is_not_overwritten(tmp_path, content):
    (tmp_path / "kept").write_text(content)
    with pytest.raises(RecordingError, match="already exists"):
        RecordingWriter(tmp_path / "kept")
    assert (tmp_path / "kept").read_text() == content


def test_a_recording_is_overwritten_on_request(tmp_path):
    written(tmp_path / "kept", moments(5))
    written(tmp_path / "kept", moments(2), overwrite=True)
    assert same(Recording(tmp_path / "kept"), moments(2))


def test_overwriting_leaves_the_old_file_to_its_other_names(tmp_path):
    written(tmp_path / "kept", moments(5))
    os.link(tmp_path / "kept", tmp_path / "backup")
    written(tmp_path / "kept", moments(2), overwrite=True)
    assert same(Recording(tmp_path / "backup"), moments(5))


def test_overwriting_a_video_is_refused(tmp_path):
    (tmp_path / "leg-raise.mp4").write_bytes(b"\0\0\0\x20ftypisom")
    with pytest.raises(RecordingError, match="not overwritten"):
        RecordingWriter(tmp_path / "leg-raise.mp4", overwrite=True)
    assert (tmp_path / "leg-raise.mp4").read_bytes() == b"\0\0\0\x20ftypisom"


def test_overwriting_a_folder_is_refused(tmp_path):
    with pytest.raises(RecordingError, match="not overwritten"):
        RecordingWriter(tmp_path, overwrite=True)


def test_overwriting_a_missing_file_is_fine(tmp_path):
    assert same(Recording(written(tmp_path / "kept", moments(2), overwrite=True)), moments(2))


@pytest.mark.parametrize("name", ["no folder/kept", "null\0byte"])
def test_an_unwritable_place_is_reported(tmp_path, name):
    with pytest.raises(RecordingError, match="cannot be created"):
        RecordingWriter(tmp_path / name)


def test_a_recording_is_recognised_by_its_content(tmp_path):
    (tmp_path / "text.landmarks").write_text("not one")
    (tmp_path / "empty.landmarks").touch()
    found = [tmp_path / "text.landmarks", tmp_path / "empty.landmarks", tmp_path, tmp_path / "missing", "null\0byte"]
    assert [is_recording(path) for path in found] == [False] * 5
    assert is_recording(written(tmp_path / "kept.txt", []))


def test_a_recording_of_version_1_stays_readable():
    recording = Recording(GOLDEN)
    assert recording.header == Header("a.mp4", "fcc061d7", False, {"fps": 25.0})
    assert recording.about == {"fps": 25.0, "truncated": False}
    assert [moment.t for moment in recording] == [0.0, 0.04, 0.1]
    first, none, last = recording
    assert none.pose is None
    counted = np.arange(264, dtype=np.float32)
    assert pose_of(first).size == (640, 360)
    assert np.concatenate([getattr(pose_of(first), name).ravel() for name in SHAPES]).tolist() == counted.tolist()
    assert pose_of(last).size == (360, 640)
    assert pose_of(last).presence.tolist() == (counted[-33:] / 2).tolist()
    assert np.isnan(pose_of(last).world_m).all()


def test_the_bytes_are_as_documented(tmp_path):
    kept = [Moment(0.5, None), Moment(0.75, pose(3)), Moment(1.0, pose(4))]
    content = written(tmp_path / "kept", kept, Header("a.mp4")).read_bytes()
    magic, version, reserved, length, crc = struct.unpack_from("<8sHHII", content)
    assert (magic, version, reserved) == (b"\x89COACH\r\n", 1, 0)
    assert content[20 : 20 + length] == b'{"source": "a.mp4", "model_sha256": "", "mirrored": false}'
    assert crc == zlib.crc32(content[:16] + content[20 : 20 + length])

    at = 20 + length
    tag, number, frames, poses, size, first, last, payload_crc, crc = struct.unpack_from("<4sIHHIddII", content, at)
    assert (tag, number, frames, poses, first, last) == (b"LMRK", 0, 3, 2, 0.5, 1.0)
    assert crc == zlib.crc32(content[at : at + 36])
    payload = content[at + 40 : at + 40 + size]
    assert payload_crc == zlib.crc32(payload)
    raw = zlib.decompress(payload)
    assert struct.unpack_from("<3d4I", raw) == (0.5, 0.75, 1.0, 640, 360, 640, 360)
    planes = raw[40:-3]
    floats = [struct.unpack("<f", bytes(planes[i + byte * 528] for byte in range(4)))[0] for i in range(528)]
    for k, moment in enumerate(kept[1:]):
        expected = np.concatenate([getattr(moment.pose, name).ravel() for name in SHAPES])
        assert np.array_equal(floats[k::2], expected, equal_nan=True)
    assert raw[-3:] == b"\0\1\1"

    at += 40 + size
    tag, number, frames, poses, size, first, last, payload_crc, crc = struct.unpack_from("<4sIHHIddII", content, at)
    assert (tag, number, frames, poses, size, first, last) == (b"DONE", 1, 0, 0, 2, 0.0, 0.0)
    assert content[at + 40 :] == b"{}"
