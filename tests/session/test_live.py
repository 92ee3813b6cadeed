"""Whole live sessions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest

from coach.body import Side
from coach.events import (
    AttemptStarted,
    ChoiceOffered,
    Chosen,
    Commanded,
    Counted,
    Ended,
    Lacking,
    MoveBegan,
    MoveEased,
    MoveEnded,
    PainAsked,
    Paused,
    Placed,
    RangeTaken,
    RepEnded,
    RestBegan,
    RestEnded,
    Resumed,
    SessionBegan,
    SessionEnded,
    SetBegan,
    SetEnded,
)
from coach.events import Event as AnyEvent
from coach.session.checker import check
from coach.session.live import LiveSession
from coach.session.routine import Exercise, eased
from tests.clips.packed import path_of
from tests.session.leading import MOVES, clip, joined, lasting, lead, nobody, raising, routine

LEFT = "tiny-hip-abduction-left"  # two good lifts of the left leg, held 2 s
TINY: dict[str, tuple[str, int, tuple[Side, ...] | None]] = {
    "hip-abduction": (LEFT, 2, ("left",)),
    "spine-extension": ("tiny-spine-extension", 2, None),
    "back-extension": ("tiny-back-extension", 2, None),
    "knee-to-chest": ("tiny-knee-to-chest", 1, ("left",)),
    "piriformis-stretch": ("tiny-piriformis-stretch", 1, ("right",)),
    "seated-rotation": ("tiny-seated-rotation", 1, ("left",)),
}
SESSION = (
    SessionBegan, MoveBegan, SetBegan, Lacking, Placed, Counted, SetEnded, RestBegan, RestEnded, Paused, Resumed,
    PainAsked, ChoiceOffered, Chosen, MoveEased, RangeTaken, MoveEnded, Commanded, SessionEnded,
)  # fmt: skip


def of(kind, events):
    return [event for event in events if isinstance(event, kind)]


def lifts(**asked):
    two: dict[str, Any] = {"reps": 2, "hold_s": 2, "sides": ("left",), "rest_s": 0}
    return routine(Exercise("hip-abduction", **two | asked))


def every():
    return routine(*(
        Exercise(move, reps=reps, hold_s=2, sides=sides, rest_s=0) for move, (_, reps, sides) in TINY.items()
    ))  # fmt: skip


def spans(events):
    """Return start and end of every span that had its own checker, with the adjusted move."""
    began, move, found = None, None, []
    for event in events:
        match event:
            case MoveBegan():
                began = event.t
                only = event.sides[0] if len(event.sides) == 1 else None
                move = MOVES[event.move].adjusted(hold_s=event.hold_s, reps=event.reps, side=only)
            case MoveEased():
                assert move is not None
                began, move = event.t, eased(move)
            case Resumed() if began is None:
                began = event.t
            case Ended():
                found.append((began, event.t, move))
                began = None
    return found


def checked_alone(events, moments):
    """Return the events of checking each span by itself."""
    found: list[AnyEvent] = []
    for start, end, move in spans(events):
        found += check(move, [moment for moment in moments if start <= moment.t <= end])
    return found


def of_checkers(events):
    """Return the checkers' events without the attempt number and set that a session adds."""
    return [
        replace(event, attempt=0, **({"set": 0} if isinstance(event, AttemptStarted) else {}))
        if hasattr(event, "attempt")
        else event
        for event in events
        if not isinstance(event, SESSION)
    ]


def test_every_event_belongs_to_a_checker_or_a_session():
    checkers = {kind.__name__ for kind in get_args(AnyEvent)} - {kind.__name__ for kind in SESSION}
    assert checkers == {
        "PostureChanged", "AttemptStarted", "AttemptDropped", "HoldEntered", "HoldReached", "HoldReleased",
        "FaultSeen", "FaultMended",
        "RepEnded", "Measured", "UnseenStarted", "UnseenEnded", "Refused", "Ended",
    }  # fmt: skip


def test_a_set_is_counted_and_ends_the_session():
    events = lead(lifts(), clip(LEFT))
    assert [(event.count, event.reps, event.side) for event in of(Counted, events)] == [(1, 2, "left"), (2, 2, "left")]
    assert [type(event) for event in events[-3:]] == [Ended, MoveEnded, SessionEnded]
    assert events[-1] == SessionEnded(events[-1].t, done=True)
    assert events[-1].t < clip(LEFT)[-1].t


def test_a_session_ends_only_once():
    session = LiveSession(lifts(reps=1), MOVES)
    events = [event for moment in clip(LEFT) for event in session.update(moment)]
    assert session.done
    assert len(of(SessionEnded, events)) == 1
    assert session.finish() == []


def test_a_session_without_a_moment_has_no_events():
    assert LiveSession(lifts(), MOVES).finish() == []


def test_a_video_that_ends_early_leaves_the_session_incomplete():
    events = lead(lifts(), clip(LEFT)[:200])
    assert events[-1] == SessionEnded(events[-1].t, done=False)
    assert of(MoveEnded, events) == [MoveEnded(events[-1].t, "hip-abduction", done=False)]


def test_a_rep_that_ends_with_the_video_counts():
    moments = clip(LEFT)
    sure = of(RepEnded, lead(lifts(), moments))[-1]
    until = [moment for moment in moments if moment.t < sure.t - 0.1]
    events = lead(lifts(), until)
    assert len(of(Counted, events)) == 2
    assert events[-1].done


def test_six_moves_follow_one_another():
    moments = joined(*(clip(name) for name, _, _ in TINY.values()))
    events = lead(every(), moments)
    assert [(event.move, event.done) for event in of(MoveEnded, events)] == [(move, True) for move in TINY]
    assert len(of(Counted, events)) == sum(reps for _, reps, _ in TINY.values())
    assert of(Paused, events) == of(PainAsked, events) == []


@pytest.mark.parametrize("move", TINY)
def test_a_session_of_one_move_equals_checking_its_moments(move):
    name, _, sides = TINY[move]
    moments = clip(name)
    events = lead(routine(Exercise(move, reps=50, hold_s=2, sides=sides)), moments)
    only = sides[0] if sides else None
    assert of_checkers(events) == of_checkers(check(MOVES[move].adjusted(hold_s=2, reps=50, side=only), moments))


def test_every_span_of_a_routine_equals_checking_its_moments():
    moments = joined(*(clip(name) for name, _, _ in TINY.values()))
    events = lead(every(), moments)
    assert len(spans(events)) == len(TINY)
    assert of_checkers(events) == of_checkers(checked_alone(events, moments))


@pytest.mark.parametrize(
    "keys", [[(3.0, "pause"), (5.0, "pause")], [(4.0, "easier")], [(3.0, "pause"), (4.0, "easier")]]
)
def test_every_span_between_commands_equals_checking_its_moments(keys):
    moments = joined(clip(LEFT), clip(LEFT))
    events = lead(lifts(reps=3), moments, keys)
    assert len(spans(events)) == 2
    assert of_checkers(events) == of_checkers(checked_alone(events, moments))


def test_a_session_is_reproduced_from_moments_and_commands():
    moments = joined(clip(LEFT), clip("tiny-back-extension"))
    asked = routine(Exercise("hip-abduction", hold_s=2), Exercise("back-extension", hold_s=2))
    events = lead(asked, moments, [(2.0, "pause"), (3.5, "pause"), (9.0, "skip"), (15.0, "finish")])
    again = lead(asked, moments, [(event.t, event.command) for event in of(Commanded, events)])
    assert again == events


def test_a_prefix_of_a_session_yields_a_prefix_of_its_events():
    moments = clip(LEFT)
    session, whole = LiveSession(lifts(), MOVES), lead(lifts(), moments)
    prefix = [event for moment in moments[:180] for event in session.update(moment)]
    assert prefix == whole[: len(prefix)]


def test_holding_the_start_posture_starts_the_set():
    first = clip(LEFT)[0]
    events = lead(lifts(), lasting(first, 3.0))
    assert len(of(Placed, events)) == 1
    assert of(Lacking, events) == []


def test_nothing_is_reported_missing_during_the_grace_period():
    events = lead(lifts(), joined(nobody(6.5), clip(LEFT)))
    assert of(Lacking, events) == []
    assert len(of(Counted, events)) == 2


def test_a_lack_is_reported_repeatedly():
    events = lead(lifts(), nobody(33.0))
    lacks = of(Lacking, events)
    assert [event.lack for event in lacks] == ["nobody"] * 3
    assert [round(event.t) for event in lacks] == [8, 20, 32]


@pytest.mark.parametrize(
    ("name", "lack"),
    [
        ("tiny-back-extension", "posture"),  # prone instead of side-lying
        ("tiny-seated-rotation", "posture"),
    ],
)
def test_a_wrong_posture_is_reported_missing(name, lack):
    assert {event.lack for event in of(Lacking, lead(lifts(), lasting(clip(name)[0], 10.0)))} == {lack}


def test_lying_on_the_wrong_side_is_reported():
    right = lifts(sides=("right",))
    assert {event.lack for event in of(Lacking, lead(right, lasting(clip(LEFT)[0], 10.0)))} == {"other-side"}


def test_either_side_may_be_done_first():
    events = lead(lifts(sides=("right", "left")), clip(LEFT))
    assert [(event.side, event.count) for event in of(Counted, events)] == [("left", 1), ("left", 2)]
    assert [event.side for event in of(SetBegan, events)] == ["right", "right"]


def test_the_other_side_comes_next():
    events = lead(lifts(sides=("left", "right")), joined(clip(LEFT), clip("faults-hip-abduction-w")))
    assert [event.side for event in of(SetBegan, events)] == ["left", "right"]
    assert [event.side for event in of(Counted, events)] == ["left", "left", "right", "right"]
    assert events[-1].done


def test_sets_have_a_rest_between_them():
    still = lasting(clip(LEFT)[0], 12.0)
    events = lead(lifts(sets=2, rest_s=10), joined(clip(LEFT), still, clip(LEFT)))
    (rest,) = of(RestBegan, events)
    (end,) = of(RestEnded, events)
    assert rest.seconds == 10
    assert 10.0 <= end.t - rest.t <= 10.1
    assert [(event.number, event.of) for event in of(SetBegan, events)] == [(1, 2), (2, 2)]
    assert len(of(Counted, events)) == 4
    assert events[-1].done


def test_starting_an_attempt_ends_the_rest():
    events = lead(lifts(sets=2, rest_s=60), joined(clip(LEFT), clip(LEFT)))
    assert len(of(RestEnded, events)) == 1
    assert len(of(Counted, events)) == 4


def test_a_rest_comes_before_the_next_move():
    both = routine(Exercise("hip-abduction", reps=1, hold_s=2, sides=("left",), rest_s=5), Exercise("back-extension"))
    events = lead(both, joined(clip(LEFT), lasting(clip("tiny-back-extension")[0], 8.0)))
    names = [type(event).__name__ for event in events if isinstance(event, (MoveBegan, MoveEnded, RestBegan, SetBegan))]
    assert names == ["MoveBegan", "SetBegan", "MoveEnded", "MoveBegan", "RestBegan", "SetBegan", "MoveEnded"]


def test_the_session_pauses_while_the_person_is_away():
    moments = joined(clip(LEFT)[:160], nobody(6.0), clip(LEFT))
    events = lead(lifts(reps=3), moments)
    (paused,) = of(Paused, events)
    (resumed,) = of(Resumed, events)
    assert paused.why == "left"
    assert resumed.t > paused.t
    assert len(of(Counted, events)) == 3


def test_the_session_pauses_when_the_person_gets_up():
    sitting = lasting(clip("tiny-seated-rotation")[0], 6.0)
    moments = joined(clip(LEFT)[:160], sitting, clip(LEFT))
    events = lead(lifts(reps=3), moments)
    assert [event.why for event in of(Paused, events)] == ["up"]
    assert len(of(Counted, events)) == 3


def test_a_gap_in_the_camera_stream_is_a_pause():
    moments = joined(clip(LEFT)[:160], clip(LEFT), gap_s=9.0)
    events = lead(lifts(reps=3), moments)
    (paused,) = of(Paused, events)
    (resumed,) = of(Resumed, events)
    assert (paused.why, round(resumed.t - paused.t)) == ("camera", 9)
    assert len(of(Counted, events)) == 3


def test_nothing_is_counted_during_a_pause():
    events = lead(lifts(), clip(LEFT), [(0.5, "pause")])
    assert [event.why for event in of(Paused, events)] == ["asked"]
    assert of(Counted, events) == []


def test_a_raised_hand_ends_a_pause():
    first = clip(LEFT)[0]
    hand = lasting(raising(first), 1.5)
    events = lead(lifts(), joined(lasting(first, 2.0), hand, clip(LEFT)), [(0.5, "pause")])
    assert len(of(Resumed, events)) == 1
    assert len(of(Counted, events)) == 2


def test_skip_goes_to_the_next_move():
    both = routine(Exercise("hip-abduction"), Exercise("back-extension", reps=2, hold_s=2))
    events = lead(both, joined(clip(LEFT)[:50], clip("tiny-back-extension")), [(1.0, "skip")])
    assert [(event.move, event.done) for event in of(MoveEnded, events)] == [
        ("hip-abduction", False),
        ("back-extension", True),
    ]
    assert of(MoveBegan, events)[1].move == "back-extension"


def test_skip_ends_a_rest():
    both = routine(
        Exercise("hip-abduction", reps=1, hold_s=2, sides=("left",), rest_s=60),
        Exercise("back-extension", reps=2, hold_s=2),
    )
    events = lead(both, joined(clip(LEFT)[:200], clip("tiny-back-extension")), [(8.0, "skip")])
    assert [event.t for event in of(RestEnded, events)] == [8.0]
    assert [event.done for event in of(MoveEnded, events)] == [True, True]


def test_finish_ends_the_session_at_once():
    events = lead(lifts(), clip(LEFT), [(7.0, "finish")])
    assert events[-1] == SessionEnded(7.0, done=False)


def test_easier_requires_a_quarter_less():
    events = lead(lifts(hold_s=4), clip(LEFT), [(1.0, "easier")])
    (easier,) = of(MoveEased, events)
    assert (easier.hold_s, easier.target_deg) == (3.0, 33.75)
    assert len(of(Counted, events)) == 2  # held for 3.2 s, which is too short before the easing


def test_the_landmarks_of_all_tiny_clips_exist():
    assert all(path_of(name).is_file() for name, _, _ in TINY.values())
