import stat
import sys
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from coach.errors import RecordingError
from coach.pose import SHAPES
from coach.store import arrays as arrays_module
from coach.store import new_file
from coach.store.arrays import is_arrays, read_arrays, write_arrays
from coach.stream import Moment
from tests.store.making import SIZE, moments, pose, pose_of, posed, same


def columns(count=5, *, nobody=(2,)):
    """Arrays as another program may hand them over."""
    found = {name: np.full((count, *shape), np.nan, np.float32) for name, shape in SHAPES.items()}
    for i in set(range(count)) - set(nobody):
        for name in SHAPES:
            found[name][i] = getattr(pose(i), name)
    return {"t": np.arange(count) * 0.04, "size": np.array(SIZE), **found}


def saved(path, **changes):
    """The file of ``columns()`` with some of them changed; ``None`` leaves one out."""
    kept = {name: array for name, array in {**columns(), **changes}.items() if array is not None}
    with open(path, "wb") as file:
        np.savez_compressed(file, **kept)
    return path


def test_arrays_are_read_row_by_row(tmp_path):
    found = read_arrays(saved(tmp_path / "kept.npz"))
    assert same(found, moments(5, nobody=[2]))
    assert (found.frames, found.size) == (5, SIZE)


def test_written_arrays_read_back_bit_for_bit(tmp_path):
    write_arrays(tmp_path / "kept.npz", moments(20, nobody=[0, 7, 19]))
    assert same(read_arrays(tmp_path / "kept.npz"), moments(20, nobody=[0, 7, 19]))


@given(
    rows=st.lists(
        hnp.arrays(np.float32, 264, elements=st.floats(0, 1, width=32) | st.just(float("nan"))), min_size=1, max_size=4
    )
)
def test_any_row_with_a_body_is_read_back(rows, tmp_path_factory):
    path = tmp_path_factory.mktemp("any") / "kept.npz"
    ends = np.cumsum([int(np.prod(shape)) for shape in SHAPES.values()])[:-1]
    kept = []
    for i, row in enumerate(rows):
        row[0] = 0.5  # one place in the image, or it would be nobody
        parts = zip(np.split(row, ends), SHAPES.values(), strict=True)
        kept.append(Moment(float(i), posed(part.reshape(shape) for part, shape in parts)))
    write_arrays(path, kept)
    assert same(read_arrays(path), kept)


def test_the_file_is_as_documented(tmp_path):
    write_arrays(tmp_path / "kept.npz", moments(3, nobody=[1]))
    with np.load(tmp_path / "kept.npz", allow_pickle=False) as file:
        found = {name: (file[name].dtype.str, file[name].shape) for name in file.files}
        assert np.isnan(file["presence"]).all(axis=1).tolist() == [False, True, False]
        assert file["size"].tolist() == [640, 360]
    assert found == {
        "t": ("<f8", (3,)),
        "image_px": ("<f4", (3, 33, 2)),
        "image_z": ("<f4", (3, 33)),
        "world_m": ("<f4", (3, 33, 3)),
        "visibility": ("<f4", (3, 33)),
        "presence": ("<f4", (3, 33)),
        "size": ("<i8", (2,)),
    }


def test_arrays_without_a_body_require_a_size(tmp_path):
    with pytest.raises(RecordingError, match="give the size"):
        write_arrays(tmp_path / "kept.npz", moments(2, nobody=[0, 1]))
    write_arrays(tmp_path / "kept.npz", moments(2, nobody=[0, 1]), size=SIZE)
    assert same(read_arrays(tmp_path / "kept.npz"), moments(2, nobody=[0, 1]))


def test_no_moments_make_empty_arrays(tmp_path):
    write_arrays(tmp_path / "kept.npz", [], size=SIZE)
    found = read_arrays(tmp_path / "kept.npz")
    assert (list(found), found.frames) == ([], 0)


def test_a_pose_outside_the_image_counts_as_no_body(tmp_path):
    blind = posed(np.full(shape, np.nan, np.float32) for shape in SHAPES.values())
    write_arrays(tmp_path / "kept.npz", [Moment(0.0, blind)])
    assert [moment.pose for moment in read_arrays(tmp_path / "kept.npz")] == [None]


def test_loaded_poses_are_read_only(tmp_path):
    found = next(iter(read_arrays(saved(tmp_path / "kept.npz"))))
    with pytest.raises(ValueError, match="read-only"):
        pose_of(found).world_m[0] = 0


@pytest.mark.parametrize(
    "changes",
    [
        {"t": (np.arange(5) * 0.04).astype(np.float32)},
        {"t": (np.arange(5) * 0.04).astype(">f8")},
        {"size": np.array(SIZE, np.int32)},
        {"size": np.array(SIZE, ">u2")},
        {"image_px": columns()["image_px"].astype(np.float64)},
        {"image_px": columns()["image_px"].astype(">f4")},
        {"world_m": np.asfortranarray(columns()["world_m"])},
        {"visibility": np.asfortranarray(columns()["visibility"])},
        {"more": np.zeros(3)},
    ],
)
def test_equivalent_dtypes_and_layouts_are_read(tmp_path, changes):
    found = list(read_arrays(saved(tmp_path / "kept.npz", **changes)))
    expected = moments(5, nobody=[2])
    assert np.allclose([moment.t for moment in found], [moment.t for moment in expected], atol=1e-6)
    assert same(
        [Moment(0.0, moment.pose) for moment in found],
        [Moment(0.0, moment.pose) for moment in expected],
    )


def test_an_uncompressed_file_is_read(tmp_path):
    with open(tmp_path / "kept.npz", "wb") as file:
        np.savez(file, **columns())
    assert same(read_arrays(tmp_path / "kept.npz"), moments(5, nobody=[2]))


def changed(name, at, value):
    array = columns()[name].copy()
    array[at] = value
    return {name: array}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"t": None}, "lacks the array t, float32 or float64 of shape (N)"),
        ({"presence": None}, "lacks the array presence, float32 or float64 of shape (5, 33)"),
        ({"size": None}, "lacks the array size"),
        (
            {"t": np.zeros((5, 1))},
            "t is expected to be float32 or float64 of shape (N), and is float64 of shape (5, 1)",
        ),
        ({"t": np.arange(5)}, "t is expected to be float32 or float64 of shape (N), and is int64 of shape (5)"),
        ({"t": np.arange(4) * 0.1}, "image_px is expected to be"),
        ({"t": np.array(1.0)}, "of shape ()"),
        (
            {"image_px": np.zeros((5, 17, 2), np.float32)},
            "image_px is expected to be float32 or float64 of shape (5, 33, 2), and is float32 of shape (5, 17, 2)",
        ),
        ({"world_m": np.zeros((5, 33, 3), np.int32)}, "and is int32 of shape (5, 33, 3)"),
        ({"world_m": np.zeros((5, 33, 3), np.float16)}, "and is float16 of shape (5, 33, 3)"),
        ({"visibility": np.full((5, 33), None)}, "and is of a type that is not numeric of shape (5, 33)"),  # a pickle
        ({"visibility": np.zeros((5, 33), [("v", "f4")])}, "visibility is not an array that numpy wrote"),
        ({"image_z": np.zeros((5, 33), "U4")}, "and is str128 of shape (5, 33)"),
        ({"size": np.array([640, 360, 3])}, "size is expected to be"),
        ({"size": np.array([640.0, 360.0])}, "and is float64 of shape (2)"),
        ({"size": np.array([0, 360])}, "size is expected to be a width and a height above 0, and is (0, 360)"),
        ({"size": np.array([640, -360])}, "size is expected to be a width and a height above 0"),
        (changed("t", 1, 0.0), "t is expected to increase, and what follows t[0] is not later"),
        (changed("t", 4, 0.01), "what follows t[3] is not later"),
        (changed("t", 3, np.nan), "t is expected to be finite, and t[3] is not"),
        (changed("t", 4, np.inf), "t is expected to be finite, and t[4] is not"),
        ({"t": np.array([-1e308, 0, 1e308, np.inf, 1])}, "t is expected to be finite"),
        (changed("image_px", (3, 7, 1), np.inf), "image_px is expected to be numbers or NaN, and row 3 is infinite"),
        ({"image_z": np.full((5, 33), 1e300)}, "image_z is expected to be numbers or NaN, and row 0 is infinite"),
        (changed("world_m", 2, 0.0), "world_m is expected to be NaN where all of image_px is, and row 2 holds numbers"),
        (changed("presence", (2, 5), 0.0), "presence is expected to be NaN where all of image_px is, and row 2 holds"),
        (changed("visibility", (4, 0), 1.5), "visibility is expected to be 0 to 1, and row 4 is not"),
        (changed("presence", (1, 0), -0.5), "presence is expected to be 0 to 1, and row 1 is not"),
    ],
)
def test_an_error_has_the_array_and_the_expected_and_found_values(tmp_path, changes, expected):
    path = saved(tmp_path / "kept {x}.npz", **changes)
    with pytest.raises(RecordingError) as caught:
        read_arrays(path)
    assert expected in str(caught.value)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        ([Moment(0.0, pose(1)), Moment(1.0, pose(2, (10, 20)))], "images of one size"),
        ([Moment(1.0, pose(1)), Moment(1.0, None)], "t is expected to increase"),
        ([Moment(float("nan"), pose(1))], "t is expected to be finite"),
        ([Moment(0.0, posed(np.full(shape, 2, np.float32) for shape in SHAPES.values()))], "0 to 1"),
    ],
)
def test_unreadable_moments_are_not_written(tmp_path, kept, expected):
    with pytest.raises(RecordingError, match=expected):
        write_arrays(tmp_path / "kept.npz", kept)
    assert list(tmp_path.iterdir()) == []


def test_too_many_moments_are_neither_written_nor_read(tmp_path, monkeypatch):
    write_arrays(tmp_path / "kept.npz", moments(5))
    monkeypatch.setattr(arrays_module, "MAX_FRAMES", 4)
    with pytest.raises(RecordingError, match="5 rows, and at most 4"):
        read_arrays(tmp_path / "kept.npz")
    with pytest.raises(RecordingError, match="at most 4 moments, not 5"):
        write_arrays(tmp_path / "more.npz", moments(5))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_the_owner_may_read_the_arrays(tmp_path):
    write_arrays(tmp_path / "kept.npz", moments(1))
    assert stat.S_IMODE((tmp_path / "kept.npz").stat().st_mode) == 0o600


def test_an_existing_file_is_overwritten_only_on_request(tmp_path):
    write_arrays(tmp_path / "kept.npz", moments(1))
    with pytest.raises(RecordingError, match="already exists"):
        write_arrays(tmp_path / "kept.npz", moments(2))
    assert read_arrays(tmp_path / "kept.npz").frames == 1
    write_arrays(tmp_path / "kept.npz", moments(2), overwrite=True)
    assert read_arrays(tmp_path / "kept.npz").frames == 2


def test_overwriting_a_file_without_landmarks_is_refused(tmp_path):
    (tmp_path / "kept.npz").write_text("something else")
    with pytest.raises(RecordingError, match="not overwritten"):
        write_arrays(tmp_path / "kept.npz", moments(2), overwrite=True)


def test_moments_may_come_from_the_file_that_they_overwrite(tmp_path):
    write_arrays(tmp_path / "kept.npz", moments(3))
    write_arrays(tmp_path / "kept.npz", read_arrays(tmp_path / "kept.npz"), overwrite=True)
    assert same(read_arrays(tmp_path / "kept.npz"), moments(3))


def test_a_full_disk_leaves_no_half_file(tmp_path, monkeypatch):
    def full(file, content):
        file.write(content[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(new_file, "write_all", full)
    with pytest.raises(RecordingError, match="cannot be written \\(no space left on device\\)"):
        write_arrays(tmp_path / "kept.npz", moments(3))
    assert list(tmp_path.iterdir()) == []


def test_the_same_moments_give_the_same_bytes(tmp_path):
    for name in ("one.npz", "two.npz"):
        write_arrays(tmp_path / name, moments(3))
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_arrays_are_recognised_by_their_content(tmp_path):
    with zipfile.ZipFile(tmp_path / "letter.docx", "w") as file:
        file.writestr("word/document.xml", "<xml/>")
    (tmp_path / "text.npz").write_text("PK but no zip at all, and long enough for a header")
    (tmp_path / "short.npz").write_bytes(b"PK\3\4")
    others = ["letter.docx", "text.npz", "short.npz", ".", "missing"]
    assert [is_arrays(tmp_path / name) for name in others] == [False] * 5
    assert is_arrays(saved(tmp_path / "kept.zip"))


@pytest.mark.parametrize("name", ["missing.npz", "null\0byte.npz", "."])
def test_a_path_that_is_not_a_file_is_reported(tmp_path, name):
    with pytest.raises(RecordingError, match=r"cannot be read|is not a"):
        read_arrays(tmp_path / name)
