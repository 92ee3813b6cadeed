"""Fault poses, drawn beside the right form."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from coach.app.history.review import review
from coach.language import english
from coach.library import load_move
from coach.moves.seen import seen
from coach.moves.text import Drawing, DrawnLine
from coach.pose import Pose
from coach.session.routine import Exercise
from coach.store.history import History
from tests.app.history.keeping import kept
from tests.fakes.skeleton import EXACT, RepScript, perform
from tests.session.leading import MOVES, routine

HUG = load_move("knee-to-chest")
PLAN = routine(Exercise("knee-to-chest", reps=1, hold_s=3.0, sides=("left",), rest_s=0))


def bend(leg: DrawnLine) -> float:
    """How far a knee is from straight, degrees."""
    (a, b), (c, d), (e, f) = leg[:3]
    turn = math.atan2(f - d, e - c) - math.atan2(d - b, c - a)
    return abs(math.degrees(math.remainder(turn, math.tau)))


def top(peak: float = 110) -> Pose:
    done = perform("knee-to-chest", [RepScript("left", peak_deg=peak, hold_s=4)], noise=EXACT)
    (rep,) = done.reps
    pose = next(moment.pose for moment in done.moments if moment.t > rep.top[0] + 2)
    assert pose is not None
    return pose


def drawn(pose: Pose, side="left") -> Drawing:
    assert HUG.drawing is not None
    found = seen(pose, HUG.drawing, side)
    assert found is not None
    assert found.start == found.top
    return found.start


def test_the_working_side_is_drawn_in_front():
    posture = drawn(top())
    assert bend(posture.near_leg) > 60
    assert bend(posture.far_leg) < 20
    assert HUG.drawing is not None
    assert posture.head[0] * HUG.drawing.start.head[0] > 0
    assert math.dist(posture.trunk[0], posture.trunk[1]) == pytest.approx(1)


def test_a_mirrored_camera_image_gives_the_same_drawing():
    pose = top()
    assert np.allclose(drawn(pose).near_leg, drawn(pose.mirrored(), "right").near_leg, atol=1e-4)


def test_a_body_that_was_seen_in_part_is_not_drawn():
    pose = top()
    hidden = pose.image_px.copy()
    hidden[27] = np.nan
    part = Pose(hidden, pose.image_z, pose.world_m, pose.visibility, pose.presence, pose.size)
    assert HUG.drawing is not None
    assert seen(part, HUG.drawing, "left") is None


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A session with a head that lifts, and its landmarks."""
    done = perform("knee-to-chest", [RepScript("left", hold_s=5, faults=("head-lift",))], seed=1)
    return kept(tmp_path / "data", PLAN, MOVES, done.moments)


def test_the_review_page_shows_the_fault_beside_the_right_form(data: Path):
    page = review(data, english()).read_text(encoding="utf-8")
    beside = page[page.index('<div class="beside">') :].partition("</article>")[0]
    assert beside.count("<figcaption>") == 2
    assert beside.index("As seen: head lifted") < beside.index("The right form")
    assert beside.count("<animate ") > 0


def test_without_landmarks_the_page_shows_only_the_right_form(data: Path):
    with History(data) as history:
        for kept in history.landmarks.kept():
            history.landmarks.remove(kept)
    page = review(data, english()).read_text(encoding="utf-8")
    assert "The right form" in page
    assert "As seen" not in page


def test_an_unreadable_recording_leaves_a_page_without_the_drawing(data: Path):
    with History(data) as history:
        (kept,) = history.landmarks.kept()
    kept.path.write_bytes(b"nothing")
    page = review(data, english(), today=date.today()).read_text(encoding="utf-8")
    assert "As seen" not in page
