import itertools
import math
from dataclasses import replace

import pytest

from coach.body import other
from coach.library import load_move, move_ids
from coach.moves.motion import LONGEST_HOLD_S, LoopTiming, between, loop_timing, posture
from coach.moves.silhouette import Piece, at, bounds, outlines, solid
from coach.moves.text import PARTS, Drawing, Drawings, DrawnLine

HEIGHTS = [i / 16 for i in range(17)]


def drawn(move: str) -> Drawings:
    found = load_move(move).drawing
    assert found is not None
    return found


def lengths(line: DrawnLine) -> list[float]:
    return [math.dist(a, b) for a, b in itertools.pairwise(line)]


def lying(leg: DrawnLine, arm: DrawnLine = ((1.0, 0.0), (0.5, -0.05), (0.1, -0.1))) -> Drawing:
    """Return a person on the back, head to the right, with one leg as given."""
    rest = ((0.0, 0.0), (-0.8, 0.0), (-1.6, 0.0), (-1.65, 0.2))
    return Drawing((1.36, 0.05), (1.36, 0.2), ((0.0, 0.0), (1.0, 0.0)), arm, arm, leg, rest)


STRAIGHT: DrawnLine = ((0.0, 0.0), (-0.8, 0.0), (-1.6, 0.0), (-1.7, 0.2))
RAISED: DrawnLine = ((0.0, 0.0), (0.0, 0.8), (0.0, 1.6), (0.2, 1.7))


@pytest.mark.parametrize("move", move_ids())
def test_the_animation_goes_from_start_to_top(move: str):
    figure = drawn(move)
    for found, own in ((posture(figure, 0.0), figure.start), (posture(figure, 1.0), figure.top)):
        assert replace(found, trunk=own.trunk) == own
        assert found.trunk[0] == pytest.approx(own.trunk[0])
        assert found.trunk[-1] == pytest.approx(own.trunk[-1])


def test_a_limb_rotates_and_keeps_its_length():
    half = between(lying(STRAIGHT), lying(RAISED), 0.5)
    assert lengths(half.near_leg) == pytest.approx(lengths(STRAIGHT))
    assert half.near_leg[2] == pytest.approx((-1.6 * math.sqrt(0.5), 1.6 * math.sqrt(0.5)))


@pytest.mark.parametrize("move", move_ids())
@pytest.mark.parametrize("part", sorted(set(PARTS) - {"head"}))
def test_limb_lengths_are_constant(move: str, part: str):
    figure = drawn(move)
    keys = (figure.start, *figure.way, figure.top)
    whole = [sum(lengths(getattr(key, part))) for key in keys]
    # A limb that swings towards the viewer, as in the clamshell, is foreshortened in one posture, and more on the way.
    slack = 0.03 if max(whole) < 1.05 * min(whole) else 0.1
    for height in HEIGHTS:
        now = sum(lengths(getattr(posture(figure, height), part)))
        assert (1 - slack) * min(whole) <= now <= (1 + slack) * max(whole), height


@pytest.mark.parametrize("move", move_ids())
def test_a_figure_moves_continuously(move: str):
    figure = drawn(move)
    steps = [posture(figure, i / 200) for i in range(201)]
    for before, after in itertools.pairwise(steps):
        for a, b in zip(pieces(before), pieces(after), strict=True):
            assert math.dist(a.start, b.start) < 0.06
            assert math.dist(a.end, b.end) < 0.06


def pieces(drawing: Drawing) -> list[Piece]:
    return [piece for part in solid(drawing, ()) for piece in part.pieces]


def test_a_planted_foot_does_not_slide():
    """In a bridge the hips rise while feet and shoulders stay."""
    feet = ((0.8, -0.1), (1.0, -0.15))
    arm: DrawnLine = ((-0.98, -0.02), (-0.5, -0.1), (-0.1, -0.12))
    down = Drawing(
        (-1.36, 0.06), (-1.36, 0.2), ((0, 0), (-1, 0)), arm, arm,
        ((0, 0), (0.5, 0.6), *feet), ((0, 0), (0.5, 0.6), *feet),
    )  # fmt: skip
    high = Drawing(
        (-1.36, 0.06), (-1.36, 0.2), ((-0.1, 0.45), (-1, 0)), arm, arm,
        ((-0.1, 0.45), (0.67, 0.56), *feet), ((-0.1, 0.45), (0.67, 0.56), *feet),
    )  # fmt: skip
    for height in HEIGHTS:
        now = between(down, high, height, ground=-0.2)
        assert [x for place in now.near_leg[2:] for x in place] == pytest.approx([x for place in feet for x in place])
        assert now.trunk[-1] == pytest.approx((-1, 0), abs=0.01)


def test_hips_rotate_about_a_planted_knee():
    """When sitting back on the heels, the knees stay and the thighs keep their lengths."""

    def kneeling(hips: tuple[float, float], shoulders: tuple[float, float]) -> Drawing:
        arm: DrawnLine = (shoulders, (shoulders[0] + 0.3, shoulders[1] - 0.4), (1.2, -0.9))
        leg: DrawnLine = (hips, (0.0, -0.9), (-0.85, -0.9), (-1.05, -0.95))
        return Drawing((1.3, 0.0), (1.3, -0.1), (hips, shoulders), arm, arm, leg, leg)

    start, end = kneeling((0.0, 0.0), (1.0, 0.0)), kneeling((-0.87, -0.66), (0.1, -0.75))
    for height in HEIGHTS:
        now = between(start, end, height, ground=-1.0)
        assert now.near_leg[1] == pytest.approx((0.0, -0.9), abs=0.02)
        assert math.dist(now.trunk[0], (0.0, -0.9)) == pytest.approx(0.9, abs=0.02)


def test_a_figure_passes_through_its_intermediate_postures():
    figure = drawn("piriformis-stretch")
    assert posture(figure, 0.5) == figure.way[0]


def test_a_loop_pauses_holds_and_returns():
    found = LoopTiming(start_s=1, way_s=2, hold_s=3)
    assert found.loop_s == 8
    assert [found.height(t) for t in (0, 1, 3, 5.9, 8, 11)] == pytest.approx([0, 0, 1, 1, 0, 1], abs=1e-3)
    assert found.height(2) == pytest.approx(0.5)
    assert found.height(2) == pytest.approx(found.height(7))
    assert [found.at_top(t) for t in (2.9, 3.1, 5.9, 6.1)] == [False, True, True, False]


@pytest.mark.parametrize(("asked", "shown"), [(0, 0.6), (2, 2), (30, LONGEST_HOLD_S)])
def test_a_hold_is_shown_for_a_few_seconds_at_most(asked: float, shown: float):
    assert loop_timing(drawn("knee-to-chest"), asked).hold_s == shown


@pytest.mark.parametrize("move", move_ids())
def test_the_working_side_is_drawn_or_mirrored(move: str):
    figure = drawn(move)
    own, mirrored = at(figure, 3, 2.2, side=figure.side), at(figure, 3, 2.2, side=other(figure.side))
    assert own == at(figure, 3, 2.2)
    for one, flipped in zip(own, mirrored, strict=True):
        assert one.tone == flipped.tone
        assert [(-p.start[0], p.start[1]) for p in one.pieces] == [p.start for p in flipped.pieces]


# Seen from the side the near limbs are the right ones where the head is on the left of a person who faces up. The twist
# and the moves on the side are drawn from the front.
@pytest.mark.parametrize("move", [each for each in move_ids() if "side" in load_move(each).views])
def test_the_drawn_side_is_that_of_the_body(move: str):
    start = drawn(move).start
    head = start.head[0] - start.trunk[0][0], start.head[1] - start.trunk[0][1]
    face = start.face[0] - start.head[0], start.face[1] - start.head[1]
    assert ("left" if head[0] * face[1] - head[1] * face[0] > 0 else "right") == drawn(move).side


@pytest.mark.parametrize("move", move_ids())
def test_a_figure_has_working_and_other_parts(move: str):
    tones = {part.tone for part in at(drawn(move), 3, 0)}
    assert "working" in tones
    assert tones & {"near", "far"}


@pytest.mark.parametrize("move", move_ids())
def test_no_part_sinks_through_the_mat(move: str):
    figure = drawn(move)
    _, low, _, _ = bounds(figure)
    assert low >= figure.ground - 0.07


def test_the_outline_of_a_piece_is_convex_and_touches_both_circles():
    piece = Piece((0, 0), 0.2, (1, 0.5), 0.1)
    found = outlines([piece], 8)[0, 0]
    edge = [(float(x), float(y)) for x, y in found]
    assert [math.dist(point, piece.start) for point in edge[:9]] == pytest.approx([0.2] * 9)
    assert [math.dist(point, piece.end) for point in edge[9:]] == pytest.approx([0.1] * 9)
    turns = [
        (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])
        for a, b, c in zip(edge, edge[1:] + edge[:1], edge[2:] + edge[:2], strict=True)
    ]
    assert all(turn >= -1e-9 for turn in turns)


@pytest.mark.parametrize("piece", [Piece((0, 0), 0.3, (0.1, 0), 0.1), Piece((0.1, 0), 0.1, (0, 0), 0.3)])
def test_a_contained_circle_adds_nothing(piece: Piece):
    edge = outlines([piece], 8)[0, 0]
    assert [math.hypot(*point) for point in edge] == pytest.approx([0.3] * 18)


def test_a_wider_outline_lies_outside():
    edge = outlines([Piece((0, 0), 0.2, (0, 0), 0.2)], 4, (0.0, 0.05))[1, 0]
    assert [math.hypot(*point) for point in edge] == pytest.approx([0.25] * 10)
