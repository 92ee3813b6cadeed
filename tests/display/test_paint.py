from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from coach.display.paint import paint
from coach.display.render import render
from coach.display.screen import Screen
from coach.display.shapes import COLOURS, Arc, Area, Disc, Panel, Shape, Stroke, Text
from coach.display.shown import Shown, ShownPhase
from tests.display.posing import body

GREY = np.full((120, 160, 3), 128, np.uint8)


def halves() -> np.ndarray:
    """Red on the left, blue on the right; RGB."""
    image = np.zeros((120, 160, 3), np.uint8)
    image[:, :80, 0] = 255
    image[:, 80:, 2] = 255
    return image


def test_the_image_is_mirrored_and_in_the_channel_order_of_windows():
    drawn = paint(halves(), [], Screen((160, 120), (160, 120)))
    assert drawn[60, 20].tolist() == [255, 0, 0]  # blue, green, red
    assert drawn[60, 140].tolist() == [0, 0, 255]
    plain = paint(halves(), [], Screen((160, 120), (160, 120), mirror=False))
    assert plain[60, 20].tolist() == [0, 0, 255]


@pytest.mark.parametrize("canvas", [(160, 120), (640, 480), (80, 60)])
def test_the_image_itself_is_unchanged(canvas: tuple[int, int]):
    image = halves()
    before = image.copy()
    paint(image, [Panel((0, 0), (4 / 3, 1)), Text((0.5, 0.5), "12", 0.5)], Screen((160, 120), canvas))
    assert np.array_equal(image, before)


def test_text_is_never_mirrored():
    text: list[Shape] = [Text((0.3, 0.5), "F7", 0.4)]
    mirrored = paint(GREY, text, Screen((160, 120), (640, 480)))
    plain = paint(GREY, text, Screen((160, 120), (640, 480), mirror=False))
    assert np.array_equal(mirrored, plain)


def test_an_image_of_another_shape_keeps_its_proportions_between_dark_bars():
    drawn = paint(GREY, [], Screen((160, 120), (480, 270)))
    red, green, blue = COLOURS["ground"]
    assert drawn[100, 10].tolist() == [blue, green, red]
    assert drawn[100, 240].tolist() == [128, 128, 128]


def test_without_an_image_the_background_is_dark_each_time():
    screen = Screen((160, 120), (160, 120))
    paint(None, [Panel((0, 0), (4 / 3, 1), cover=1)], screen)
    red, green, blue = COLOURS["ground"]
    assert (paint(None, [], screen) == [blue, green, red]).all()


def test_a_panel_has_its_opacity_and_round_corners():
    drawn = paint(GREY, [Panel((0.25, 0.25), (0.5, 0.5), cover=0.5, corner=0.1)], Screen((160, 120), (160, 120)))
    expected = [round((128 + shade) / 2) for shade in COLOURS["shade"][::-1]]
    assert np.abs(drawn[60, 60].astype(int) - expected).max() <= 1
    assert drawn[31, 31].tolist() == [128, 128, 128]
    assert drawn[10, 10].tolist() == [128, 128, 128]


def test_a_veil_over_everything_is_the_same_as_a_panel_over_everything():
    screen = Screen((160, 120), (160, 120))
    veil = Panel((0.0, 0.0), (screen.width, 1.0), cover=0.6, corner=0.0)
    late: list[Shape] = [Stroke(((-1.0, -1.0), (-0.9, -0.9)), 0.01), veil]
    assert np.abs(paint(GREY, [veil], screen).astype(int) - paint(GREY, late, screen)).max() <= 1


def test_a_dashed_line_has_gaps_and_reaches_both_ends():
    line = Stroke(((0.2, 0.5), (1.1, 0.5)), 0.02, "out", dashed=True, cased=False)
    row = paint(GREY, [line], Screen((160, 120), (640, 480)))[240]
    coloured = (row == COLOURS["out"][::-1]).all(axis=1)
    assert coloured[98]
    assert coloured[526]
    assert not coloured[98:527].all()
    solid = paint(GREY, [Stroke(line.points, 0.02, "out", cased=False)], Screen((160, 120), (640, 480)))[240]
    assert (solid[98:527] == COLOURS["out"][::-1]).all()


def test_an_arc_runs_clockwise_from_twelve():
    drawn = paint(GREY, [Arc((0.5, 0.5), 0.3, 0.04, 0, 90, "in")], Screen((120, 120), (120, 120), mirror=False))
    bright = (drawn == COLOURS["in"][::-1]).all(axis=2)
    assert bright[:58, 62:].any()
    assert not bright[64:, :].any()
    assert not bright[:, :56].any()


def test_an_empty_arc_is_not_drawn():
    assert (paint(GREY, [Arc((0.5, 0.5), 0.3, 0.04, 10, 10)], Screen((160, 120), (160, 120))) == 128).all()


@pytest.mark.parametrize("size", [(640, 480), (1920, 1080), (3840, 2160)])
def test_text_fits_the_room_it_is_given(size: tuple[int, int]):
    screen = Screen((160, 120), size)
    wide = Text((0.1, 0.5), "a very long line of words that nobody has room for", 0.2, room=0.6)
    drawn = paint(np.full((120, 160, 3), 0, np.uint8), [wide], screen)
    columns = np.flatnonzero((drawn > 128).any(axis=(0, 2)))
    ground = screen.frame[0]  # what lies beside the image is brighter than black, and darker than 128
    assert columns.size
    assert columns.max() <= 0.71 * size[1]
    assert columns.min() >= min(ground, 0.09 * size[1])


@pytest.mark.parametrize("text", ["45°", "Übung für Füße", "ÉÈÊ çà", "−3°"])
def test_accents_and_signs_are_drawn_and_not_replaced_by_question_marks(text: str):
    screen, black = Screen((160, 120), (640, 480)), np.zeros((120, 160, 3), np.uint8)
    drawn = paint(black, [Text((0.1, 0.5), text, 0.1)], screen)
    asked = "".join(letter if letter.isascii() else "?" for letter in text)
    assert not np.array_equal(drawn, paint(black, [Text((0.1, 0.5), asked, 0.1)], screen))


def test_shapes_outside_the_canvas_are_left_out():
    shapes: list[Shape] = [
        Text((-0.5, 0.5), "half of it", 0.3),
        Text((9.0, 9.0), "all of it", 0.3),
        Panel((-1.0, -1.0), (0.5, 0.5)),
        Panel((1.2, 0.9), (2.0, 2.0)),
        Disc((-0.1, -0.1), 0.2),
        Area(((-1.0, -1.0), (3.0, 0.5), (0.5, 3.0))),
    ]
    assert paint(GREY, shapes, Screen((160, 120), (640, 480))).shape == (480, 640, 3)


@pytest.mark.parametrize("phase", get_args(ShownPhase))
@pytest.mark.parametrize("canvas", [None, (320, 240), (1920, 1080), (600, 1000), (2000, 300)])
def test_every_phase_is_drawn_on_a_window_of_any_shape(phase: ShownPhase, canvas: tuple[int, int] | None):
    full = Shown(phase=phase, title="Knee", hold_s=20, held_s=4, reps=1, reps_wanted=2, left_s=3)
    shown = replace(full, lines=("A notice has lines of its own",))
    image = np.full((720, 1280, 3), 90, np.uint8)
    width, height = canvas or (1280, 720)
    drawn = render(image, body(), shown, canvas)
    assert drawn.shape == (height, width, 3)
    assert (drawn > 200).all(axis=2).any()  # some of it is written


def test_without_an_image_the_window_is_still_filled():
    assert render(None, None, Shown(phase="trouble", message="No camera"), (800, 600)).shape == (600, 800, 3)
