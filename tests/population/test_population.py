"""The population benchmark, on the clips of the project and on made-up people."""

from __future__ import annotations

import json
import math
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytest import approx

from benchmarks.population import limits, score, views
from benchmarks.population.__main__ import main
from benchmarks.population.disturbed import DISTURBANCES
from benchmarks.population.measures import depends, readings
from benchmarks.population.people import Person, TrueRep, as_others, people
from benchmarks.population.played import Played, paired, play
from benchmarks.population.share import Share
from coach.events import Fault, Rep
from coach.library import load_move
from coach.store.arrays import write_arrays
from tests.clips.packed import CLIPS, path_of, unpack

PERSON = Person("somebody_7", "hip-abduction", "rendered", True, (), 0, {}, Path("nowhere.npz"))
TRUE = TrueRep(1.0, 5.0, None, "left", (2.0, 2.5), 45.0, True, frozenset(), frozenset())
SEEN = Rep("left", 1.0, 2.0, 5.0, 45.0, 2.2, True)


def judged(*pairs: tuple[TrueRep, Rep | None]) -> Played:
    """A person with so many reps, and the observed attempt for each."""
    reps = tuple(true for true, _ in pairs)
    person = replace(PERSON, reps=reps, counted=sum(rep.counted is True for rep in reps))
    return Played(person, tuple(rep for _, rep in pairs if rep), None, (), "side-lying-left", "front", pairs)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two shipped clips as people, one to tune on and one to test on, by their landmarks."""
    for clip, name in (("faults-hip-abduction-w", "side_12"), ("form-hip-abduction-m", "side_540")):
        moments = unpack(path_of(clip))
        write_arrays(tmp_path / f"{name}.npz", moments)
        shutil.copy(CLIPS / f"{clip}.truth.json", tmp_path / f"{name}.truth.json")
    return tmp_path


# Newcombe 1998, table I: Wilson's interval, method 3.
@pytest.mark.parametrize(
    ("part", "of", "low", "high"), [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)]
)
def test_a_share_has_wilsons_interval(part, of, low, high):
    assert list(Share(part, of).interval) == approx([low, high], abs=1e-4)


def test_a_share_of_no_cases_is_unknown():
    assert Share(0, 0).interval == (0.0, 1.0)
    assert str(Share(0, 0)) == "-"


@pytest.mark.parametrize(
    ("name", "part"),
    [("bird_531", "tuning"), ("bird_532", "testing"), ("a_real_person", "tuning"), ("x@9_7", "tuning")],
)
def test_people_are_split_by_their_number(name, part):
    assert replace(PERSON, name=name).part == part


def test_people_are_found_with_their_truth_and_selected_by_part(folder):
    assert [person.name for person in people([folder])] == ["side_12", "side_540"]
    (person,) = people([folder], part="testing")
    assert person.move == "hip-abduction"
    assert person.options == {"hold": 2.0}
    assert len(person.reps) == len(json.loads((folder / "side_540.truth.json").read_text())["reps"])


def test_ground_truth_without_landmarks_or_video_is_left_out(folder):
    (folder / "side_12.npz").unlink()
    assert [person.name for person in people([folder])] == ["side_540"]


def test_a_video_is_estimated_once_by_every_frame(folder, monkeypatch):
    kept = (folder / "side_12.npz").rename(folder / "kept")
    shutil.copy(CLIPS / "faults-hip-abduction-w.mp4", folder / "side_12.mp4")
    asked = []

    def check(source, move, *, rate, record):
        asked.append((source.name, move, rate))
        shutil.copy(kept, record)

    monkeypatch.setattr("benchmarks.population.people.check_video", check)
    for _ in range(2):
        (person,) = people([folder], part="tuning")
        assert person.estimate() == folder / "side_12.npz"
    assert asked == [("side_12.mp4", "hip-abduction", math.inf)]


def test_reps_that_overlap_longest_belong_together():
    second = replace(TRUE, start=6.0, end=9.0)
    across = replace(SEEN, start=4.5, end=9.0)
    assert paired((TRUE, second), (across,)) == ((TRUE, None), (second, across))
    assert paired((TRUE, second), (SEEN, across)) == ((TRUE, SEEN), (second, across))


def test_a_rep_that_may_go_either_way_is_never_off():
    loose = replace(TRUE, counted=None)
    assert judged((TRUE, SEEN), (loose, SEEN)).off == 0
    assert judged((TRUE, SEEN), (loose, replace(SEEN, counted=False))).off == 0
    assert judged((TRUE, replace(SEEN, counted=False)), (loose, SEEN)).off == 0
    assert judged((TRUE, SEEN), (replace(TRUE, counted=False), SEEN)).off == 1


def test_a_refusal_is_right_only_from_another_camera_position():
    missed = replace(judged((TRUE, None)), refused="wrong-view")
    assert missed.off == 1
    assert replace(missed, person=replace(missed.person, asked=False)).off == 0


def test_people_with_false_cues_are_counted_once_and_not_by_reps():
    cued = replace(SEEN, faults=(Fault("jerky", 1, 2),))
    group = [judged((TRUE, cued), (TRUE, cued), (TRUE, SEEN)), judged((TRUE, SEEN))]
    assert score.falsely_told(group, "jerky") == Share(1, 2)
    jerky = replace(TRUE, faults=frozenset({"jerky"}))
    assert score.falsely_told([judged((jerky, cued))], "jerky") == Share(0, 0)
    assert score.found([judged((jerky, cued), (jerky, None))], "jerky") == Share(1, 2)
    perhaps = replace(TRUE, either=frozenset({"jerky"}))
    assert score.falsely_told([judged((perhaps, cued))], "jerky") == Share(0, 0)


def test_an_advisory_fault_need_not_be_found():
    rolled = replace(TRUE, faults=frozenset({"pelvis-rolled"}))
    assert score.found([judged((rolled, SEEN))]) == Share(0, 0)


def test_every_limit_of_every_fault_is_judged_at_once(folder):
    (person,) = people([folder], part="tuning")
    fanned, plain = play(person, limits.fanned), play(person)
    assert [rep.start for rep in fanned.reps] == [rep.start for rep in plain.reps]
    for aim in load_move(person.move).aim:
        now = next(point for point in limits.curve([fanned], aim.id) if point.factor == 1)
        if aim.confidence is None:
            assert now.reps == score.found([plain], aim.id)
            assert now.false == score.falsely_told([plain], aim.id)


def test_an_aim_is_copied_with_every_limit_as_advisory():
    (aim,) = (aim for aim in load_move("hip-abduction").aim if aim.id == "too-high")
    copies = limits.fanned(replace(load_move("hip-abduction"), aim=(replace(aim, most=60.0),))).aim
    assert [copy.most for copy in copies] == [approx(60 * factor) for factor in limits.FACTORS]
    assert {copy.confidence for copy in copies} == {0.5}


def point(factor: float, found: int, false: int) -> limits.Point:
    """The result of a limit for ten people with the fault and fifty without it."""
    return limits.Point(factor, Share(found, 10), Share(false, 50), Share(found, 10))


def test_the_limit_chosen_finds_most_at_the_price():
    points = [point(0.8, 10, 2), point(0.9, 9, 1), point(1.0, 9, 1), point(1.1, 9, 0), point(1.2, 4, 0)]
    assert limits.chosen(points) == point(1.0, 9, 1)


def test_a_limit_that_finds_too_few_faults_gets_no_cue():
    assert limits.chosen([point(0.8, 9, 2), point(1.0, 5, 1)]) is None


def test_posture_and_view_at_rest_are_compared_with_the_truth(folder):
    (person,) = people([folder], part="tuning")
    row = views.views([person]).splitlines()[-1]
    assert row.startswith("| `hip-abduction`, as recommended | 1 | side-lying-")
    assert row.endswith("| - |")


def test_a_measure_is_compared_with_the_true_angle_of_the_nearer_side(folder):
    t = np.arange(0, 60, 0.04)
    np.savez(
        folder / "side_12.joints.npz",
        t=t,
        angle_names=np.array(["left_thigh_vs_trunk_line", "right_thigh_vs_trunk_line"]),
        angles=np.stack([np.full_like(t, 41.0), np.full_like(t, 3.0)], 1),
    )
    (person,) = people([folder], part="tuning")
    thighs = [each for name, _, each in readings(play(person)) if name == "thigh" and each.value > 30]
    assert thighs
    assert {each.true for each in thighs} == {41.0}


def test_every_person_is_checked_against_the_other_moves(folder, monkeypatch, capsys):
    given = [replace(PERSON, options={"hold": 2.0, "side": "left"}), replace(PERSON, kind="negative")]
    (other,) = as_others(given, ["hip-abduction", "spine-extension"])
    assert (other.move, other.kind, other.counted, other.options) == ("spine-extension", "negative", 0, {"hold": 2.0})
    monkeypatch.setattr(sys, "argv", ["population", "others", str(folder), "--against", "spine-extension"])
    main()
    assert "Counted in 0 of 1 checks" in capsys.readouterr().out


def test_a_correlation_of_errors_with_a_trait_is_reported():
    errors = [(replace(PERSON, traits={"camera dist": d, "body age": d * d % 7}), 2 * d) for d in range(2, 14)]
    assert list(depends(errors)) == ["camera dist (+6.9)"]


@pytest.mark.parametrize("command", ["scores", "limits", "measures", "views", "table"])
def test_every_command_shows_a_table_of_the_requested_part(folder, command, monkeypatch, capsys):
    shutil.copy(folder / "side_12.truth.json", folder / "side_12~spine-extension.truth.json")
    monkeypatch.setattr(sys, "argv", ["population", command, str(folder), "--part", "testing"])
    main()
    shown = capsys.readouterr().out
    assert "| --- |" in shown
    assert "`hip-abduction`" in shown
    assert "spine" not in shown


def test_a_folder_without_people_is_reported(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["population", "scores", str(tmp_path)])
    with pytest.raises(SystemExit):
        main()
    assert "no tuning people" in capsys.readouterr().err


def test_disturbed_landmarks_are_checked_again(folder, monkeypatch, capsys):
    # The clips are of rendered people; here they stand for real ones.
    for truth in folder.glob("*.truth.json"):
        truth.write_text(truth.read_text(encoding="utf-8").replace('"kind": "rendered"', '"kind": "real"'))
    monkeypatch.setattr(sys, "argv", ["population", "disturbed", str(folder)])
    main()
    rows = [line.split(" | ") for line in capsys.readouterr().out.splitlines()[2:]]
    assert {row[0].removeprefix("| "): row[1] for row in rows}["mirrored"].startswith("1 of 1")
    assert len(rows) == len(DISTURBANCES)
