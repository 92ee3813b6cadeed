import numpy as np
import pytest

from coach.errors import RecordingError
from coach.store.arrays import write_arrays
from coach.store.landmarks import is_landmarks, open_landmarks
from coach.store.recording import Header, RecordingWriter
from coach.stream import Moment
from tests.store.making import SIZE, moments, pose_of, same

KEPT = moments(10, nobody=[3], step=0.5)


@pytest.fixture(params=["recording", "arrays"])
def path(request, tmp_path):
    """A file of landmarks, of either kind, whose name does not show its kind."""
    if request.param == "arrays":
        write_arrays(tmp_path / "kept", KEPT)
    else:
        with RecordingWriter(tmp_path / "kept", Header("a.mp4"), chunk_frames=4) as writer:
            for moment in KEPT:
                writer.write(moment)
    return tmp_path / "kept"


def test_the_kind_is_recognised_by_the_content(path):
    assert is_landmarks(path)
    assert same(open_landmarks(path), KEPT)


def test_a_name_may_be_text(path):
    assert is_landmarks(str(path))
    assert same(open_landmarks(str(path)), KEPT)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, KEPT),
        (1.0, 2.0, KEPT[2:5]),  # both ends belong to it
        (1.1, 1.9, KEPT[3:4]),
        (0.0, None, KEPT),
        (4.0, None, KEPT[8:]),
        (None, 0.0, KEPT[:1]),
        (1.0, 1.0, KEPT[2:3]),
        (1.1, 1.2, []),
        (99.0, None, []),
        (-5.0, -1.0, []),
    ],
)
def test_a_segment_keeps_the_times_of_the_whole(path, start, end, expected):
    assert same(open_landmarks(path, start, end), expected)


@pytest.mark.parametrize(("start", "end"), [(2.0, 1.0), (float("nan"), None), (None, float("nan"))])
def test_an_invalid_segment_is_a_value_error(path, start, end):
    with pytest.raises(ValueError, match="is empty"):
        open_landmarks(path, start, end)


def test_mirrored_landmarks_are_turned_back(path):
    expected = [Moment(moment.t, moment.pose and moment.pose.mirrored()) for moment in KEPT]
    assert same(open_landmarks(path, mirrored=True), expected)
    assert not same(expected, KEPT)


def test_a_segment_of_a_whole_file_is_not_torn(path):
    opened = open_landmarks(path, 1.0, 2.0)
    assert (len(list(opened)), opened.torn) == (3, False)


def test_a_recording_names_its_origin(tmp_path):
    with RecordingWriter(tmp_path / "kept", Header("a.mp4", "fcc061d7", about={"fps": 25})) as writer:
        writer.write(KEPT[0])
    opened = open_landmarks(tmp_path / "kept")
    assert opened.header == Header("a.mp4", "fcc061d7", about={"fps": 25})
    assert (opened.about, opened.size) == ({"fps": 25}, None)


def test_arrays_contain_the_image_size(tmp_path):
    write_arrays(tmp_path / "kept", KEPT)
    opened = open_landmarks(tmp_path / "kept")
    assert (opened.header, opened.about, opened.size) == (None, {}, SIZE)


def test_a_recording_that_was_not_closed_is_torn(tmp_path):
    with RecordingWriter(tmp_path / "kept") as writer:
        writer.write(KEPT[0])
        writer.flush()
        assert open_landmarks(tmp_path / "kept").torn


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "cannot be read"),
        (b"", "neither a landmark recording nor"),
        (b"\0\0\0\x20ftypisom", "neither a landmark recording nor"),
        (b"\x89COACH\r\n", "its header is cut off"),
    ],
)
def test_a_file_without_landmarks_is_reported(tmp_path, content, expected):
    if content is not None:
        (tmp_path / "file.npz").write_bytes(content)
    with pytest.raises(RecordingError, match=expected):
        open_landmarks(tmp_path / "file.npz")


def test_a_folder_holds_no_landmarks(tmp_path):
    assert not is_landmarks(tmp_path)
    with pytest.raises(RecordingError, match="not a file"):
        open_landmarks(tmp_path)


def test_a_recording_equals_its_arrays(tmp_path):
    with RecordingWriter(tmp_path / "recording") as writer:
        for moment in KEPT:
            writer.write(moment)
    write_arrays(tmp_path / "arrays", open_landmarks(tmp_path / "recording"))
    assert same(open_landmarks(tmp_path / "arrays"), open_landmarks(tmp_path / "recording"))


def test_mirroring_swaps_sides_and_nothing_else(path):
    first = pose_of(next(iter(open_landmarks(path, mirrored=True))))
    before = pose_of(KEPT[0])
    assert np.array_equal(first.visibility[12], before.visibility[11])
    assert first.image_px[12, 0] == np.float32(640) - before.image_px[11, 0]
    assert first.image_px[12, 1] == before.image_px[11, 1]
