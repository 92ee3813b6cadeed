from dataclasses import replace

import pytest

from coach import events as e
from coach.display.board import Board
from coach.display.shown import Row, Shown, ShownChoice
from coach.language import english
from coach.library import load_move
from coach.moves.reading import Reading, unseen
from coach.session.routine import CALIBRATION

MOVES = {move: load_move(move) for move in ("hip-abduction", "knee-to-chest")}
ABDUCTION = MOVES["hip-abduction"]


def board(*events: e.Event) -> Board:
    folded = Board(MOVES)
    for event in events:
        folded.update(event)
    return folded


SESSION = e.SessionBegan(0, "r", ("hip-abduction", "knee-to-chest"))
MOVE = e.MoveBegan(0, 1, 2, "hip-abduction", 2, 8, ("right", "left"), 5, 45)
SET = e.SetBegan(0, 1, 2, "right", 0, 8)
AT_WORK = (SESSION, MOVE, SET, e.Placed(1))
REP = e.Rep("right", 2, 3, 9, 45, 5.2, True)


def test_before_the_first_move_its_title_is_shown():
    shown = board(SESSION).shown(0)
    assert (shown.phase, shown.title) == ("place", ABDUCTION.title)


def test_a_set_begins_with_getting_into_place():
    shown = board(SESSION, MOVE, SET).shown(0)
    assert (shown.phase, shown.side, shown.set, shown.sets, shown.reps, shown.reps_wanted) == (
        "place", "right", 1, 2, 0, 8,
    )  # fmt: skip


def test_the_reason_for_waiting_is_shown():
    assert board(SESSION, MOVE, SET, e.Lacking(5, "feet")).shown(5).message == english().say("window.lacks.feet")


def test_a_placed_person_is_exercising_and_nothing_is_missing():
    shown = board(SESSION, MOVE, SET, e.Lacking(5, "feet"), e.Placed(7)).shown(7)
    assert (shown.phase, shown.message) == ("active", "")


def test_repetitions_are_counted():
    assert board(*AT_WORK, e.Counted(9, "right", 3, 8)).shown(9).reps == 3


def test_the_hold_follows_the_timestamps_of_the_frames():
    held = board(*AT_WORK, e.HoldEntered(3))
    assert held.shown(3).held_s == 0
    assert held.shown(5.5).held_s == pytest.approx(2.5)
    assert held.shown(5.5).phase == "hold"


def test_a_hold_that_was_reached_is_done_and_a_released_one_is_over():
    events = (*AT_WORK, e.HoldEntered(3), e.HoldReached(8))
    assert board(*events).shown(8.1).hold_done
    shown = board(*events, e.HoldReleased(9, 6)).shown(9)
    assert (shown.phase, shown.held_s) == ("active", None)


def test_only_the_most_important_fault_gets_a_cue():
    leg, core = e.FaultSeen(4, "knee-bent"), e.FaultSeen(5, "trunk-moving")
    assert board(*AT_WORK, leg).shown(4).cue == "Straighten the top knee"
    assert board(*AT_WORK, leg, core).shown(5).cue == "Keep your trunk still"


def test_mending_the_last_fault_is_praised_for_a_while():
    events = (*AT_WORK, e.FaultSeen(4, "knee-bent"), e.FaultMended(5, "knee-bent"))
    assert (board(*events).shown(5).cue, board(*events).shown(5).praise) == ("", "The knee stayed straight")
    assert board(*events).shown(12).praise == ""


def test_the_cue_of_a_rep_stays_to_be_read_after_it():
    events = board(*AT_WORK, e.FaultSeen(4, "knee-bent"), e.RepEnded(9, REP))
    assert events.shown(11).cue == "Straighten the top knee"
    assert events.shown(15).cue == ""


def test_a_rest_counts_down_to_zero():
    rest = board(*AT_WORK, e.SetEnded(20, 1, 2), e.RestBegan(20, 30))
    assert (rest.shown(20).phase, rest.shown(20).left_s, rest.shown(20).of_s) == ("rest", 30, 30)
    assert rest.shown(32.5).left_s == pytest.approx(17.5)
    assert rest.shown(60).left_s == 0


def test_a_rest_shows_the_set_that_comes():
    shown = board(*AT_WORK, e.SetEnded(20, 1, 2), e.RestBegan(20, 30)).shown(20)
    assert (shown.set, shown.side) == (2, "right")


def test_only_a_rest_before_another_posture_shows_how_to_change():
    hug = e.MoveBegan(20, 2, 2, "knee-to-chest", 2, 1, ("left", "right"), 20, 110)
    events = (*AT_WORK, e.MoveEnded(20, "hip-abduction", True), hug, e.RestBegan(20, 30))
    assert board(*events).shown(21).changeover == english().say("changeover.lying_lying")
    later = (e.RestEnded(50), e.SetBegan(50, 1, 2, "left", 0, 1), e.SetEnded(80, 1, 2), e.RestBegan(80, 30))
    assert board(*events, *later).shown(81).changeover == ""


def test_the_figure_starts_its_loop_when_it_is_shown():
    rest = board(*AT_WORK, e.SetEnded(20, 1, 2), e.RestBegan(20, 30))
    assert (board(SESSION, MOVE, SET).shown(4).figure_s, rest.shown(20).figure_s, rest.shown(22).figure_s) == (4, 0, 2)


@pytest.mark.parametrize(
    ("began", "following"),
    [
        (SET, "left side"),
        (replace(SET, side="left"), "set 2 of 2"),
        (replace(SET, number=2, side="left"), MOVES["knee-to-chest"].title),
    ],
)
def test_next_comes_the_other_side_then_a_set_then_a_move(began: e.SetBegan, following: str):
    assert board(SESSION, MOVE, began).shown(0).following == following


def test_after_the_last_set_comes_the_end():
    last = replace(MOVE, number=2, move="knee-to-chest", sides=("left",), sets=1)
    assert board(SESSION, last, replace(SET, of=1, side="left")).shown(0).following == english().say("window.end_next")


def test_the_next_move_is_shown_before_it_begins():
    shown = board(*AT_WORK, e.MoveEnded(50, "hip-abduction", True)).shown(50)
    assert shown.title == MOVES["knee-to-chest"].title


@pytest.mark.parametrize(("why", "phase"), [("asked", "paused"), ("left", "paused"), ("camera", "trouble")])
def test_a_pause_is_announced_with_its_reason(why: e.Pause, phase: str):
    shown = board(*AT_WORK, e.Paused(5, why)).shown(5)
    assert (shown.phase, shown.message) == (phase, english().say(f"window.pauses.{why}"))


@pytest.mark.parametrize(("why", "hand"), [("asked", True), ("pain", True), ("left", False), ("up", False)])
def test_a_requested_pause_ends_with_a_gesture_and_any_other_by_returning(why, hand):
    paused = board(*AT_WORK, e.Paused(5, why)).shown(5)
    assert paused.remedy == (english().say("window.go_on_asked") if hand else "")
    assert board(*AT_WORK, e.Paused(5, why), e.Resumed(9)).shown(9).remedy == ""


def test_after_a_pause_the_start_position_is_required_again():
    assert board(*AT_WORK, e.Paused(5, "left"), e.Resumed(9)).shown(9).phase == "place"


def test_a_person_who_continues_during_a_pause_is_exercising():
    events = (e.Paused(5, "left"), e.AttemptStarted(9, 8, "right"), e.Resumed(9))
    assert board(*AT_WORK, *events).shown(9).phase == "active"


def test_when_the_camera_is_back_the_set_continues():
    events = (e.Counted(4, "right", 2, 8), e.Paused(5, "camera"), e.Resumed(9))
    shown = board(*AT_WORK, *events).shown(9)
    assert (shown.phase, shown.reps) == ("active", 2)


def test_the_question_marks_the_choice_that_is_offered():
    shown = board(*AT_WORK, e.PainAsked(5), e.ChoiceOffered(6, "skip")).shown(6)
    assert shown.phase == "question"
    assert [choice for choice in shown.choices if choice.offered] == [
        ShownChoice("2", english().say("window.choices.skip"), True)
    ]


def test_continuing_the_move_closes_the_question():
    shown = board(*AT_WORK, e.PainAsked(5), e.Chosen(6, None)).shown(6)
    assert (shown.phase, shown.choices) == ("active", ())


def test_an_eased_move_has_a_shorter_hold():
    shown = board(*AT_WORK, e.MoveEased(5, 3.75, 34)).shown(5)
    assert shown.hold_s == 3.75


def test_a_target_other_than_the_moves_is_personal():
    reading = Reading({**unseen(ABDUCTION).values, "thigh": 30.0}, {**unseen(ABDUCTION).sides, "thigh": "right"})
    theirs = board(*AT_WORK, e.MoveEased(5, 5, 34), e.Placed(6)).shown(7, reading).angle
    assert theirs is not None
    assert (theirs.target, theirs.own) == (34, True)
    usual = board(*AT_WORK).shown(7, reading).angle
    assert usual is not None
    assert (usual.target, usual.own, usual.now) == (45, False, 30)


def test_an_unseen_angle_is_none_and_not_zero():
    angle = board(*AT_WORK).shown(5, unseen(ABDUCTION)).angle
    assert angle is not None
    assert angle.now is None


def test_unseen_limbs_are_mentioned_until_they_are_seen():
    events = (*AT_WORK, e.UnseenStarted(5, "limbs"))
    assert board(*events).shown(5).message == "The limbs that are measured are hidden or not in view"
    assert board(*events, e.UnseenEnded(6)).shown(6).message == ""


def test_the_summary_shows_every_move_begun():
    events = (e.Counted(9, "right", 1, 8), e.Counted(19, "right", 2, 8), e.MoveEnded(30, "hip-abduction", False))
    shown = board(*AT_WORK, *events, e.SessionEnded(30, False)).shown(30)
    assert shown.phase == "summary"
    assert shown.rows == (Row(ABDUCTION.title, "2 of 32", False),)


def test_requested_keys_help_is_shown():
    assert board().shown(0, keys=True) == Shown(phase="place", keys=True)


OWN = replace(MOVE, target_deg=28, targets_deg={"left": 28, "right": 40})
LEG = Reading(dict.fromkeys(ABDUCTION.measures, 20.0), dict.fromkeys(ABDUCTION.measures, "right"))


@pytest.mark.parametrize(("side", "target"), [("right", 40), ("left", 28)])
def test_each_side_is_shown_its_own_target(side, target):
    angle = board(SESSION, OWN, replace(SET, side=side), e.Placed(1)).shown(2, LEG).angle
    assert angle is not None
    assert (angle.target, angle.own) == (target, True)


def test_an_easier_form_is_shown_with_its_targets():
    eased = e.MoveEased(3, 4, 21, {"left": 21, "right": 30})
    angle = board(*AT_WORK, eased, e.Placed(4)).shown(5, LEG).angle
    assert angle is not None
    assert angle.target == 30


TAKEN = e.RangeTaken(5, "hip-abduction", "left", 4.0, 33.4, 31.0)


def test_a_calibration_ends_with_the_measured_range():
    calibration = replace(SESSION, routine=CALIBRATION)
    shown = board(calibration, MOVE, SET, TAKEN, e.MoveEnded(6, "hip-abduction", True), e.SessionEnded(6, True)).shown(
        6
    )
    assert shown.rows == (Row("Left side", "33°, your target 31°", True),)


def test_a_session_that_learned_a_range_ends_with_both():
    shown = board(*AT_WORK, TAKEN, e.MoveEnded(6, "hip-abduction", False), e.SessionEnded(6, True)).shown(6)
    assert [row.done for row in shown.rows] == ["0 of 32", "33°, your target 31°"]


def test_a_calibration_without_a_range_ends_with_the_reps():
    shown = board(replace(SESSION, routine=CALIBRATION), MOVE, SET, e.SessionEnded(6, False)).shown(6)
    assert [row.done for row in shown.rows] == ["0 of 32"]
