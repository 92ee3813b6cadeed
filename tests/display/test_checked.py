from coach import events as e
from coach.display.checked import CheckedBoard
from coach.library import load_move
from coach.moves.reading import Reading, unseen

ABDUCTION = load_move("hip-abduction")
BIRD_DOG = load_move("spine-extension")
NOTHING = unseen(ABDUCTION)


def rep(side, *, counted=True):
    return e.RepEnded(9, e.Rep(side, 2, 3, 9, 45, 5.2, counted, () if counted else ("low",)))


def shown(move, *events, t=9.0, reading=None):
    board = CheckedBoard(move)
    for event in events:
        board.update(event)
    return board.shown(t, reading or unseen(move))


def test_at_first_the_move_and_a_count_of_zero_are_shown():
    now = shown(ABDUCTION)
    assert (now.title, now.reps, now.reps_wanted, now.side) == (ABDUCTION.title, 0, ABDUCTION.reps, None)


def test_only_counted_reps_are_shown():
    assert shown(ABDUCTION, rep("left"), rep("left", counted=False)).reps == 1


def test_consecutive_sides_are_counted_separately():
    now = shown(ABDUCTION, rep("left"), rep("left"), rep("right"))
    assert (now.side, now.reps) == ("right", 1)


def test_alternating_sides_are_counted_together():
    assert shown(BIRD_DOG, rep("left"), rep("right")).reps == 2


def test_the_side_of_an_attempt_under_way_is_the_one_that_moves():
    moving = Reading(NOTHING.values, dict.fromkeys(NOTHING.sides, "right"))
    assert shown(ABDUCTION, e.AttemptStarted(2, 1.8, None), reading=moving).side == "right"
    assert shown(ABDUCTION, reading=moving).side is None


def test_the_hold_and_the_cue_are_those_of_a_session():
    now = shown(ABDUCTION, e.HoldEntered(3), e.FaultSeen(4, "knee-bent"), t=5.5)
    assert (now.phase, now.held_s) == ("hold", 2.5)
    assert now.cue


def test_the_target_is_the_requested_one():
    reading = NOTHING._replace(values={**NOTHING.values, ABDUCTION.main: 30.0})
    angle = shown(ABDUCTION.adjusted(target_deg=35.0), reading=reading).angle
    assert angle is not None
    assert (angle.now, angle.target) == (30.0, 35.0)
