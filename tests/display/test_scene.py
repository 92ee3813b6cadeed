from dataclasses import replace
from typing import get_args

import pytest

from coach.display.lettering import width
from coach.display.scene import scene
from coach.display.screen import Screen
from coach.display.shapes import COLOURS, Arc, Body, Disc, Panel, Role, Shape, Stroke, Text
from coach.display.shown import Angle, Row, Shown, ShownChoice, ShownPhase
from coach.language import english
from coach.library import load_move
from tests.display.posing import LYING, SIZE, body
from tests.moves.figures import measure

WIDE, NARROW = Screen(SIZE, SIZE), Screen(SIZE, (640, 480))

WORDS = english()
THIGH = measure("thigh_vs_trunk_line", limb="top")
TURN = measure("shoulder_vs_hip_rotation", limb="turned")
FULL = Shown(
    phase="hold",
    title="Side-lying leg raise",
    drawings=load_move("hip-abduction").drawing,
    side="left",
    set=1,
    sets=2,
    reps=12,
    reps_wanted=12,
    held_s=3.4,
    hold_s=5,
    angle=Angle(THIGH, 38, 45, "left"),
    limbs={"left leg": "in", "trunk": "in"},
    left_s=7.2,
    of_s=20,
    choices=(ShownChoice("1", "easier"), ShownChoice("2", "skip this move", offered=True)),
    rows=(Row("Bird dog", "10 of 10", True), Row("Seated rotation", "1 of 2", False)),
)


def texts(shapes: list[Shape]) -> list[str]:
    return [shape.text for shape in shapes if isinstance(shape, Text)]


def limb_strokes(shapes: list[Shape]) -> list[Stroke]:
    return [shape for shape in shapes if isinstance(shape, Stroke) and shape.width == pytest.approx(0.015)]


def corners(shape: Shape) -> list[tuple[float, float]]:
    match shape:
        case Panel():
            (x, y), (w, h) = shape.at, shape.size
            return [(x, y), (x + w, y + h)]
        case Text():
            return [(shape.at[0], shape.at[1] - shape.size / 2), (shape.at[0], shape.at[1] + shape.size / 2)]
        case Disc():
            (x, y), r = shape.centre, shape.radius
            return [(x - r, y - r), (x + r, y + r)]
        case Arc():
            (x, y), r = shape.centre, shape.radius + shape.width / 2
            return [(x - r, y - r), (x + r, y + r)]
        case Body():
            return [piece.start for _, pieces in shape.parts for piece in pieces]
        case _:
            return list(shape.points)


@pytest.mark.parametrize("screen", [WIDE, NARROW, Screen((640, 480), (3840, 2160))])
@pytest.mark.parametrize("phase", get_args(ShownPhase))
def test_every_phase_lies_on_the_screen(phase: ShownPhase, screen: Screen):
    long = "Take the posture in the drawing and turn on the mat so that the camera sees you from the front"
    shown = replace(FULL, phase=phase, message=long if phase not in ("active", "hold") else "", remedy=long)
    for shape in scene(shown, None, screen, WORDS):
        for x, y in corners(shape):
            assert -1e-9 <= x <= screen.width + 1e-9
            assert -1e-9 <= y <= 1 + 1e-9


@pytest.mark.parametrize("phase", get_args(ShownPhase))
def test_text_lies_on_a_panel(phase: ShownPhase):
    shapes = scene(replace(FULL, phase=phase, cue="Straighten the top knee"), body(), WIDE, WORDS)
    panels = [shape for shape in shapes if isinstance(shape, Panel)]
    discs = [shape for shape in shapes if isinstance(shape, Disc)]
    for shape in shapes:
        if isinstance(shape, Text) and shape.role != "shade":
            x, y = shape.at
            assert any(p.at[0] <= x <= p.at[0] + p.size[0] and p.at[1] <= y <= p.at[1] + p.size[1] for p in panels), (
                shape.text
            )
        elif isinstance(shape, Text):
            assert any((shape.at[0] - d.centre[0]) ** 2 + (shape.at[1] - d.centre[1]) ** 2 < d.radius**2 for d in discs)


def test_a_set_shows_move_side_set_count_and_hold():
    shown = texts(scene(FULL, None, WIDE, WORDS))
    assert {"Side-lying leg raise", "left side  ·  set 1 of 2", "12", "of 12", "3", "hold 5 s"} <= set(shown)


def test_the_angle_and_its_target_stand_by_the_joint():
    shapes = scene(FULL, body(), WIDE, WORDS)
    hip = WIDE.place(*LYING["left_hip"])
    places = {shape.text: shape.at for shape in shapes if isinstance(shape, Text)}
    assert {"38°", "target 45°"} <= set(places)
    assert abs(places["38°"][0] - hip[0]) < 0.25
    assert abs(places["38°"][1] - hip[1]) < 0.25


def test_the_target_is_drawn_further_up_than_a_leg_that_falls_short():
    (aim,) = [s for s in scene(FULL, body(), WIDE, WORDS) if isinstance(s, Stroke) and s.dashed and s.role == "accent"]
    hip, knee = WIDE.place(*LYING["left_hip"]), WIDE.place(*LYING["left_knee"])
    slope = (hip[1] - knee[1]) / abs(hip[0] - knee[0])
    (x, y), (u, v) = aim.points
    assert (y - v) / abs(u - x) > slope


@pytest.mark.parametrize("mirror", [True, False])
def test_the_target_is_on_the_side_of_the_leg_in_a_mirror_too(mirror: bool):
    screen = Screen(SIZE, SIZE, mirror=mirror)
    (aim,) = [
        s for s in scene(FULL, body(), screen, WORDS) if isinstance(s, Stroke) and s.dashed and s.role == "accent"
    ]
    hip = screen.place(*LYING["left_hip"])
    knee = screen.place(*LYING["left_knee"])
    assert (aim.points[1][0] > hip[0]) == (knee[0] > hip[0])
    assert aim.points[1][1] < hip[1]


def test_a_turn_is_drawn_towards_its_side():
    sitting = {
        "left_shoulder": (740, 300),
        "right_shoulder": (540, 300),
        "left_hip": (700, 520),
        "right_hip": (580, 520),
        "nose": (640, 180),
    }
    turned = replace(FULL, angle=Angle(TURN, 40, 45, "left"), limbs={})

    def marker(mirror: bool) -> float:
        screen = Screen(SIZE, SIZE, mirror=mirror)
        discs = [s for s in scene(turned, body(sitting), screen, WORDS) if isinstance(s, Disc) and s.radius == 0.02]
        return discs[0].centre[0] - screen.width / 2

    assert marker(mirror=False) > 0.05  # the person's left is the camera's right
    assert marker(mirror=True) < -0.05


def test_a_personal_target_is_labelled():
    own = replace(FULL, angle=Angle(THIGH, 25, 30, "left", own=True))
    assert "your target 30°" in texts(scene(own, body(), WIDE, WORDS))


@pytest.mark.parametrize("now", [None, 30.0])
def test_an_angle_that_is_unseen_or_has_no_side_is_not_drawn(now: float | None):
    unknown = replace(FULL, angle=Angle(THIGH, now, 45, None if now else "left"))
    assert not [text for text in texts(scene(unknown, body(), WIDE, WORDS)) if "°" in text]


@pytest.mark.parametrize(("verdict", "dashed"), [("in", False), ("out", True), ("neutral", False)])
def test_a_limb_out_of_tolerance_differs_by_shape_and_not_by_colour_alone(verdict: Role, dashed: bool):
    shapes = scene(replace(FULL, angle=None, limbs={"left leg": verdict}), body(), WIDE, WORDS)  # type: ignore[dict-item]
    (leg,) = limb_strokes(shapes)
    assert (leg.dashed, leg.role) == (dashed, verdict)
    knee = WIDE.place(*LYING["left_knee"])
    crosses = [s for s in shapes if isinstance(s, Disc) and s.role == "out" and s.radius > 0.02 and s.centre == knee]
    assert bool(crosses) == dashed


def test_a_limb_is_drawn_up_to_an_unseen_joint():
    without = body({name: place for name, place in LYING.items() if name != "left_ankle"})
    (leg,) = limb_strokes(scene(replace(FULL, angle=None, limbs={"left leg": "in"}), without, WIDE, WORDS))
    assert leg.points == tuple(WIDE.place(*LYING[f"left_{joint}"]) for joint in ("hip", "knee"))


def test_joints_outside_the_image_are_not_drawn():
    outside = body({**LYING, "left_foot": (1500, 200)})
    assert all(x <= WIDE.width for s in limb_strokes(scene(FULL, outside, WIDE, WORDS)) for x, _ in s.points)


def test_a_message_replaces_the_cue_and_a_cue_replaces_praise():
    shown = replace(FULL, cue="Straighten the knee", praise="The trunk stayed still", following="rest")
    assert "Straighten the knee" in texts(scene(shown, None, WIDE, WORDS))
    assert "The trunk stayed still" not in texts(scene(shown, None, WIDE, WORDS))
    unseen = texts(scene(replace(shown, message="Your feet are hidden"), None, WIDE, WORDS))
    assert "Your feet are hidden" in unseen
    assert "Straighten the knee" not in unseen


@pytest.mark.parametrize("screen", [WIDE, NARROW])
@pytest.mark.parametrize("times", [1, 4, 12])
def test_every_camera_message_fits_on_its_panel(times: int, screen: Screen):
    shapes = scene(
        replace(FULL, phase="trouble", message="check its cable and its power " * times), None, screen, WORDS
    )
    (panel,) = (shape for shape in shapes if isinstance(shape, Panel) and shape.size[0] < screen.width)
    right, below = panel.at[0] + panel.size[0], panel.at[1] + panel.size[1]
    for shape in shapes:
        if isinstance(shape, Text):
            wide = min(width(shape.text) * shape.size, shape.room or screen.width)
            assert shape.at[0] + wide <= right
            assert shape.at[1] + shape.size / 2 <= below


def test_a_rest_counts_down_in_whole_seconds_and_reaches_zero_only_at_its_end():
    assert "8" in texts(scene(replace(FULL, phase="rest", left_s=7.2), None, WIDE, WORDS))
    assert "1" in texts(scene(replace(FULL, phase="rest", left_s=0.1), None, WIDE, WORDS))


def test_the_choice_offered_is_marked_by_a_frame_and_not_by_colour_alone():
    shapes = scene(replace(FULL, phase="question"), None, WIDE, WORDS)
    (frame,) = [shape for shape in shapes if isinstance(shape, Panel) and shape.edge == "accent"]
    (offered,) = [s for s in shapes if isinstance(s, Text) and s.text == "skip this move"]
    assert frame.at[1] < offered.at[1] < frame.at[1] + frame.size[1]


def test_keys_are_listed_on_demand():
    assert "full screen" not in texts(scene(FULL, None, WIDE, WORDS))
    assert "full screen" in texts(scene(replace(FULL, keys=True), None, WIDE, WORDS))


def test_every_colour_that_shapes_can_have_is_defined():
    assert set(COLOURS) == set(get_args(Role))


@pytest.mark.parametrize("phase", get_args(ShownPhase))
def test_the_phase_alone_suffices_for_a_scene(phase: ShownPhase):
    assert isinstance(scene(Shown(phase=phase), body(), WIDE, WORDS), list)


def test_no_empty_strip_is_shown_before_the_first_move():
    top = [
        each for each in scene(Shown(phase="place"), None, WIDE, WORDS) if isinstance(each, Panel) and each.at[1] < 0.1
    ]
    assert all(each.size[0] < 1.0 for each in top)  # the hint at the keys alone
