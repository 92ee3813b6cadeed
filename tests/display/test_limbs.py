from dataclasses import replace

import pytest

from coach.body import Side
from coach.display.limbs import limbs_of, verdicts
from coach.library import load_move, move_ids
from coach.moves.measures import KINDS, part_of
from tests.moves.figures import measure


def sides(move_id: str, side: Side) -> dict[str, Side | None]:
    move = load_move(move_id)
    return {name: side if measure.limb != "body" else None for name, measure in move.measures.items()}


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if not kind.takes])
def test_a_kind_with_fixed_landmarks_is_shown_at_them(kind: str):
    assert part_of(measure(kind)) in ("head", "trunk", "arm", "leg")


def test_a_measure_can_be_shown_elsewhere_than_on_its_last_landmark():
    # The thighs slope because the pelvis lifts.
    thighs = load_move("back-extension").measures["thighs"]
    assert limbs_of(thighs, None) == ("trunk",)
    assert limbs_of(replace(thighs, shown_on=None), None) == ("left leg", "right leg")


@pytest.mark.parametrize(
    ("kind", "side", "limbs"),
    [
        ("knee_flexion", "left", ("left leg",)),
        ("elbow_flexion", "right", ("right arm",)),
        ("knee_flexion", None, ("left leg", "right leg")),  # it is not known whose it is
        ("torso_inclination", None, ("trunk",)),
        ("face_to_trunk", None, ("head",)),
    ],
)
def test_a_measure_is_shown_on_its_limb(kind: str, side: Side | None, limbs: tuple[str, ...]):
    assert limbs_of(measure(kind), side) == limbs


@pytest.mark.parametrize("move", move_ids())
def test_the_limb_of_the_main_angle_always_matters(move: str):
    it = load_move(move)
    main = limbs_of(it.measures[it.main], sides(move, "left")[it.main])
    assert set(main) <= set(verdicts(it, sides(move, "left")))


@pytest.mark.parametrize("move", move_ids())
def test_nothing_is_judged_on_the_way(move: str):
    assert set(verdicts(load_move(move), sides(move, "left")).values()) == {"neutral"}


@pytest.mark.parametrize("move", move_ids())
def test_at_the_top_all_is_in_tolerance_without_a_fault(move: str):
    assert set(verdicts(load_move(move), sides(move, "left"), (), judged=True).values()) == {"in"}


@pytest.mark.parametrize(("move", "fault"), [(m, a.id) for m in move_ids() for a in load_move(m).aim])
def test_every_fault_marks_a_limb(move: str, fault: str):
    assert "out" in verdicts(load_move(move), sides(move, "left"), (fault,), judged=True).values()


def test_a_fault_leaves_other_limbs_as_they_are():
    move = load_move("hip-abduction")
    judged = verdicts(move, sides(move.id, "right"), ("trunk-moving",), judged=True)
    assert judged == {"right leg": "in", "trunk": "out"}
