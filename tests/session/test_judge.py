"""Why a stream could not be judged, from the time it spent in each state."""

from __future__ import annotations

from typing import get_args

import pytest

from coach.events import Posture, View
from coach.language import english
from coach.library import load_move
from coach.report.words import refusal
from coach.session.judge import Judge
from tests.moves.scripts import LEG_RAISE

SEATED = load_move("seated-rotation")


NAMES = ("seen", "posture", "view", "ready", "measured", "busy")


def update(judge, t, *words):
    judge.update(t, **dict(zip(NAMES, words, strict=True)))


def judged(*spans, fps=25, move=LEG_RAISE):
    """Return the verdict after spans, each given as seconds and the arguments of its moments."""
    judge, t = Judge(move), 0.0
    for seconds, *words in spans:
        for _ in range(round(seconds * fps)):
            update(judge, t, *words)
            t += 1 / fps
    return judge.verdict(t)


def lying(seconds, *, view="front", ready=True, measured=True, busy=False):
    return (seconds, True, "side-lying-right", view, ready, ready and measured, busy)


def standing(seconds):
    return (seconds, True, "standing", "front", False, False, False)


def nobody(seconds):
    return (seconds, False, "unknown", "unknown", False, False, False)


def test_enough_time_in_position_is_judged():
    assert judged(lying(5)) is None


def test_a_stream_without_a_person_is_refused():
    assert judged(nobody(10)).id == "nobody"


def test_an_empty_stream_is_not_refused():
    assert judged() is None


def test_a_wrong_posture_is_refused():
    refused = judged(standing(10))
    assert refused.id == "wrong-posture"
    assert refused.found == "standing"


def test_a_wrong_view_is_refused():
    refused = judged(lying(10, view="foot-end", ready=False))
    assert refused.id == "wrong-view"
    assert refused.found == "foot-end"


def test_the_reported_posture_is_the_one_held_longest():
    kneeling = (8, True, "kneeling", "side", False, False, False)
    assert judged(standing(3), kneeling).found == "kneeling"


def test_the_reported_view_is_the_most_frequent_one():
    refused = judged(lying(2, view="head-end", ready=False), lying(6, view="side", ready=False))
    assert refused.found == "side"


def test_the_current_view_is_never_requested():
    # The right side is seen, but in too oblique a view, which must be named.
    refused = judged(lying(2, view="foot-end", ready=False), lying(9, view="front", ready=False), lying(5))
    assert refused.id == "wrong-view"
    assert refused.found == "front"


def test_the_current_posture_is_never_requested():
    refused = judged(standing(3), lying(0.7), (1, True, "kneeling", "front", False, False, False))
    assert refused.id == "wrong-posture"
    assert refused.found == "standing"


def test_an_attempt_proves_the_position_right():
    judge = Judge(LEG_RAISE)
    for i in range(250):
        update(judge, i / 25, True, "side-lying-right", "oblique", False, False, False)
    refused = judge.verdict(10.0)
    assert refused is not None
    assert refused.id == "wrong-view"
    judge.attempted()
    assert judge.verdict(10.0) is None


def test_unseen_limbs_are_refused_as_such():
    refused = judged(lying(10, measured=False))
    assert refused.id == "too-little-seen"


def test_limbs_hidden_for_less_than_half_of_the_time_suffice():
    assert judged(lying(6), lying(4, measured=False)) is None


def test_getting_into_position_is_not_refused():
    assert judged(standing(20), lying(6)) is None


def test_a_moment_in_the_right_posture_does_not_suffice():
    assert judged(standing(20), lying(0.6)).id == "wrong-posture"


def test_a_short_stream_needs_less_time():
    assert judged(lying(1.0)) is None


def test_a_view_right_for_less_than_half_of_the_time_is_refused():
    assert judged(lying(3), lying(9, view="head-end", ready=False)).id == "wrong-view"


def test_time_in_attempts_does_not_matter():
    assert judged(lying(3), lying(30, view="oblique", busy=True)) is None


def test_a_long_gap_between_frames_does_not_count_as_observed():
    # 10 s between two frames count no more than 1 s.
    judge = Judge(LEG_RAISE)
    for t in (0.0, 10.0):
        update(judge, t, False, "unknown", "unknown", False, False, False)
    for i in range(60):
        update(judge, 10.04 + i * 0.04, True, "side-lying-right", "front", True, True, False)
    assert judge.verdict(13.0) is None


@pytest.mark.parametrize("fps", [10, 25, 60])
def test_the_frame_rate_does_not_matter(fps):
    assert judged(lying(3), standing(5), fps=fps) is None
    assert judged(lying(0.5), standing(5), fps=fps).id == "wrong-posture"


def test_the_verdict_has_the_given_time():
    assert judged(standing(10)).t == pytest.approx(10.0)


def test_both_side_lying_postures_are_listed_once():
    move = load_move("hip-abduction")
    assert refusal(judged(standing(5), move=move), move, english()).count("lying on your side") == 1


def test_the_camera_position_is_given_without_details():
    sitting = (6, True, "long-sitting", "side", False, False, False)
    text = refusal(judged(sitting, move=SEATED), SEATED, english())
    assert SEATED.words.camera.partition(",")[0] in text
    assert text.endswith("it is at your side")


def test_every_posture_and_view_is_translated():
    words = english().wordings.keys()
    assert {f"you.{each}" for each in get_args(Posture)} <= words
    assert {f"camera_at.{each}" for each in (*get_args(View), "end")} <= words
