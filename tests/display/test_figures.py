import itertools
import math
from typing import get_args

import pytest

from coach.body import Side
from coach.display.figures import draw, natural_width
from coach.display.shapes import Body, Shape, Stroke, Text
from coach.library import load_move, move_ids
from coach.moves.silhouette import outlines
from coach.moves.text import Drawing, Drawings

WORDS = ("a", "b")


def drawn(move: str) -> Drawings:
    found = load_move(move).drawing
    assert found is not None
    return found


@pytest.mark.parametrize("move", move_ids())
def test_every_move_that_comes_with_the_project_is_drawn(move: str):
    assert load_move(move).drawing is not None


@pytest.mark.parametrize("move", move_ids())
def test_start_and_top_are_different_postures_on_the_same_ground(move: str):
    figure = drawn(move)
    assert figure.start != figure.top
    for drawing in (figure.start, figure.top):
        assert min(y for _, y in drawing.points) >= figure.ground


def length(drawing: Drawing, part: str) -> float:
    points = getattr(drawing, part)
    return sum(math.dist(here, there) for here, there in itertools.pairwise(points))


# Not the twist: it is seen from the front, where legs and turned arms are foreshortened.
@pytest.mark.parametrize("move", sorted(set(move_ids()) - {"seated-rotation"}))
@pytest.mark.parametrize("part", ["near_arm", "far_arm", "near_leg", "far_leg"])
def test_limbs_keep_their_length_from_start_to_top(move: str, part: str):
    figure = drawn(move)
    assert length(figure.top, part) == pytest.approx(length(figure.start, part), rel=0.15)


@pytest.mark.parametrize("move", move_ids())
def test_the_parts_marked_as_moving_differ(move: str):
    figure = drawn(move)
    for part in figure.matters:
        if part == "head":
            assert figure.start.face != figure.top.face
        else:
            assert getattr(figure.start, part) != getattr(figure.top, part)


def reach(shape: Shape) -> list[tuple[float, float]]:
    match shape:
        case Stroke():
            return list(shape.points)
        case Body():
            pieces = [piece for _, some in shape.parts for piece in some]
            return [(float(x), float(y)) for edge in outlines(pieces, 8)[0] for x, y in edge]
        case _:
            return []


ROUNDED = 1e-9
"""A figure that is as wide as its box touches both ends of it."""


@pytest.mark.parametrize("move", move_ids())
@pytest.mark.parametrize("side", get_args(Side))
def test_a_figure_stays_in_its_box(move: str, side: Side):
    for tenths in range(0, 50, 3):
        for shape in draw(drawn(move), (0.1, 0.2), (0.8, 0.35), tenths / 10, 3, WORDS, side=side):
            for x, y in reach(shape):
                assert 0.1 - ROUNDED <= x <= 0.9 + ROUNDED
                assert 0.2 - ROUNDED <= y <= 0.55 + ROUNDED


def test_the_panel_of_a_sitting_figure_is_narrower_than_that_of_a_lying_one():
    assert natural_width(drawn("seated-rotation"), 0.4) < 0.6 * natural_width(drawn("knee-to-chest"), 0.4)


def labels(t: float) -> list[str]:
    return [s.text for s in draw(drawn("hip-abduction"), (0, 0), (1, 0.4), t, 3, WORDS) if isinstance(s, Text)]


def test_start_and_top_have_their_words_and_the_way_has_none():
    assert [labels(t) for t in (0.5, 2, 4, 7)] == [["a"], [], ["b"], []]


def body(side: Side, mirror: bool) -> Body:
    shapes = draw(drawn("knee-to-chest"), (0, 0), (1, 0.4), 4, 3, WORDS, side=side, mirror=mirror)
    (found,) = (each for each in shapes if isinstance(each, Body))
    return found


def test_a_figure_is_mirrored_with_the_working_side_and_with_the_camera_image():
    assert body("right", mirror=False) == body("left", mirror=True)
    assert body("left", mirror=False) == body("right", mirror=True)
    assert body("right", mirror=False) != body("left", mirror=False)


def test_the_working_limb_is_coloured():
    assert [role for role, _ in body("right", mirror=False).parts].count("accent") == 1
