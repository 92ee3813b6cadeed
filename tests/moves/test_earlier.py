"""Move files of version 1 are read as before. ``earlier`` has such files and the values measured with them."""

from pathlib import Path

import numpy as np
import pytest
from pytest import approx

from coach.library import load_move, move_faults, read_move
from coach.moves.earlier import current
from coach.moves.figure import figure
from coach.moves.reading import Reader
from tests.clips.packed import path_of, unpack

EARLIER = Path(__file__).parent / "earlier"
FILES = sorted(EARLIER.glob("*.toml"))
IMPROVED = {"seated-rotation": "turn"}
"""A measure that is nearer to the truth than it was then."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_of_version_1_is_valid(path):
    assert not move_faults(path)
    assert read_move(path).schema == 2


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("clip", ["form-{}-m", "faults-{}-w"])
def test_a_file_of_version_1_gives_the_original_readings(path, clip):
    move, clip = read_move(path), clip.format(path.stem)
    reader, names = Reader(move), sorted(move.measures)
    same = [name != IMPROVED.get(path.stem) for name in names]
    poses = [moment.pose for moment in unpack(path_of(clip)) if moment.pose is not None][::15]
    bodies = [body for pose in poses if (body := figure(pose, "left")) is not None]
    readings = [reader.read(body, bodies[0]) for body in bodies]
    with np.load(EARLIER / "readings.npz") as then:
        values = [[reading.values[name] for name in names] for reading in readings]
        assert np.array(values)[:, same] == approx(then[f"{clip}.values"][:, same], rel=1e-5, abs=1e-4, nan_ok=True)
        sides = [[(None, "left", "right").index(reading.sides[name]) for name in names] for reading in readings]
        assert np.array_equal(np.array(sides)[:, same], then[f"{clip}.sides"][:, same])


REPLACED = {
    ("hip-abduction", "thigh"),
    ("seated-rotation", "head"),
    ("back-extension", "thighs"),
    ("back-extension", "shanks"),
}
"""Measures that version 1 had no kind for: the signed angle of the leg, the head above the hips, and lying legs, which
may be lost."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_shared_measures_of_a_shipped_move_equal_those_of_version_1(path):
    then, now = read_move(path).measures, load_move(path.stem).measures
    assert load_move(path.stem).main in then
    kept = {name for name in then.keys() & now.keys() if (path.stem, name) not in REPLACED}
    assert {name: now[name] for name in kept} == {name: then[name] for name in kept}


def measures(**then):
    return current({"schema": 1, "measures": then})["measures"]


def test_the_crossed_leg_is_opposite_to_the_crossing_one():
    near = {"kind": "distance", "of": ["other_knee", "ankle"], "limb": "least"}
    found = measures(
        near={"kind": "ankle_to_other_knee", "limb": "crossing"},
        knee={"kind": "supine_hip_flexion", "limb": "crossing"},
        thigh={"kind": "supine_hip_flexion", "limb": "crossed"},
    )
    assert found["near"] == near
    assert found["knee"] == {"kind": "supine_hip_flexion", "limb": "working", "side_from": "near"}
    assert found["thigh"] == {"kind": "supine_hip_flexion", "limb": "other", "side_from": "near"}


def test_a_side_without_a_measure_gets_one():
    found = measures(elbow={"kind": "drawn_thigh", "limb": "straighter"})
    assert found["elbow"] == {"kind": "drawn_thigh", "limb": "working", "side_from": "elbow_side"}
    assert found["elbow_side"] == {"kind": "arm_to_horizontal", "limb": "most"}


@pytest.mark.parametrize("wrong", [{"it": 1}, {"it": {"kind": ["x"]}}, {"it": {"limb": []}}, {"it": {}}, [], "x", None])
def test_faulty_measures_are_left_unchanged(wrong):
    assert current({"schema": 1, "measures": wrong})["measures"] == wrong


@pytest.mark.parametrize("move", [{"schema": True}, {"schema": 1.0}, {"schema": "1"}, {"schema": 1, "text": {}}, {}])
def test_other_versions_are_unchanged(move):
    assert current(move) == move


def test_the_texts_of_version_1_become_english():
    aim = {"id": "sag", "cue": "flat", "good": "it was flat", "most": 4}
    now = current({"schema": 1, "title": "Bird dog", "how": ["Kneel."], "aim": [aim, "wrong"]})
    assert now["text"] == {
        "en": {"title": "Bird dog", "how": ["Kneel."], "cue": {"sag": "flat"}, "good": {"sag": "it was flat"}}
    }
    assert now["aim"] == [{"id": "sag", "most": 4}, "wrong"]


def test_a_current_move_is_unchanged():
    assert current({"schema": 2, "measures": {"it": {"limb": "upper"}}})["measures"] == {"it": {"limb": "upper"}}
