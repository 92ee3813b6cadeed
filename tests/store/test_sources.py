"""The contract of every source of moments, on which the one loop relies."""

from itertools import islice, pairwise

import numpy as np
import pytest

from coach.pose import SHAPES, Pose
from coach.store.arrays import read_arrays, write_arrays
from coach.store.landmarks import open_landmarks
from coach.store.recording import Recording, RecordingWriter
from coach.stream import Moment
from tests.store.making import moments, same

KEPT = moments(30, nobody=[0, 4, 5], first=1.0)


def recording(folder):
    with RecordingWriter(folder / "kept", chunk_frames=8) as writer:
        for moment in KEPT:
            writer.write(moment)
    return folder / "kept"


def arrays(folder):
    write_arrays(folder / "kept", KEPT)
    return folder / "kept"


SOURCES = {
    "recording": lambda folder: Recording(recording(folder)),
    "arrays": lambda folder: read_arrays(arrays(folder)),
    "landmarks of a recording": lambda folder: open_landmarks(recording(folder)),
    "landmarks of arrays": lambda folder: open_landmarks(arrays(folder)),
    "mirrored landmarks": lambda folder: open_landmarks(recording(folder), mirrored=True),
    "a stretch of landmarks": lambda folder: open_landmarks(recording(folder), 1.2, 2.0),
}
CLOSED = [name for name in SOURCES if "landmarks" in name]


@pytest.fixture(params=SOURCES)
def source(request, tmp_path):
    return SOURCES[request.param](tmp_path)


@pytest.fixture(params=CLOSED)
def closed(request, tmp_path):
    return SOURCES[request.param](tmp_path)


def test_time_is_finite_and_increasing(source):
    found = [moment.t for moment in source]
    assert found
    assert np.isfinite(found).all()
    assert all(earlier < later for earlier, later in pairwise(found))
    assert {type(t) for t in found} == {float}


def test_every_pose_is_sound(source):
    poses = [moment.pose for moment in source]
    assert any(poses)
    for pose in filter(None, poses):
        assert isinstance(pose, Pose)
        assert {type(side) for side in pose.size} == {int}
        assert all(getattr(pose, name).dtype == np.float32 for name in SHAPES)
        assert all(getattr(pose, name).flags.c_contiguous for name in SHAPES)


def test_a_moment_can_have_no_body(source):
    assert {type(moment) for moment in source} == {Moment}
    assert any(moment.pose is None for moment in source)


def test_the_result_is_the_same_every_time(source):
    assert same(source, list(source))


def test_two_iterations_can_run_at_once(source):
    one, other = iter(source), iter(source)
    found = [(next(one), next(other)) for _ in range(12)]
    assert same((first for first, _ in found), [second for _, second in found])


def test_reading_may_stop_anywhere(source):
    assert same(islice(source, 3), list(source)[:3])


def test_moments_remain_valid_after_closing(closed):
    before = list(closed)
    found = list(closed)
    closed.close()
    assert same(found, before)


def test_closing_twice_is_fine(closed):
    closed.close()
    closed.close()


def test_closing_ends_the_reading(closed):
    reading = iter(closed)
    next(reading)
    closed.close()
    assert list(reading) == []


def test_reading_a_closed_source_is_the_callers_mistake(closed):
    with closed:
        pass
    with pytest.raises(ValueError, match="closed"):
        iter(closed)
