"""The checker: when a move may start, what ends it, and how missing landmarks are reported."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from pytest import approx

from coach.body import SIDES, joint
from coach.events import AttemptStarted, Ended, Measured, PostureChanged, Refused, RepEnded, UnseenEnded, UnseenStarted
from coach.library import load_move, move_ids
from coach.moves.trace import SMOOTH_S
from coach.posture import Stance, stance
from coach.session.checker import ATTEMPT_POSTURE_S, UNSEEN_S, Checker, check
from coach.session.live import LiveSession
from coach.session.observer import Observer
from coach.session.result import fold
from coach.session.routine import Exercise, Routine
from coach.stream import Moment
from tests.clips.packed import path_of, unpack
from tests.contracts.performing import checked, performed, script
from tests.fakes.skeleton import Camera, RepScript, acted, change, degrade, do, getting_up, perform, record, stay, view

MOVE = checked("hip-abduction")
FPS = 15.0


@cache
def lifts(count: int = 1, camera: str = "chair") -> tuple[Moment, ...]:
    """Return good leg raises."""
    return tuple(perform("hip-abduction", [script("right")] * count, camera=camera, fps=FPS, seed=3).moments)


def events(moments):
    return list(check(MOVE, moments))


def found(moments):
    return fold(MOVE, check(MOVE, moments))


def of(kind, happened):
    return [event for event in happened if isinstance(event, kind)]


def test_a_lift_is_counted():
    assert [event.rep.counted for event in of(RepEnded, events(lifts()))] == [True]


def test_the_stream_ends_at_its_last_instant():
    happened = events(lifts())
    assert happened[-1] == Ended(lifts()[-1].t)
    assert len(of(Ended, happened)) == 1


def test_posture_and_view_are_reported_once():
    first, *others = of(PostureChanged, events(lifts()))
    assert (first.posture, first.view) == ("side-lying-left", "front")
    assert others == []


def test_a_change_of_posture_is_reported():
    scenes = [stay("supine", 2.0), change(stay("supine", 0.1), stay("prone", 0.1), 1.5), stay("prone", 2.0)]
    postures = [event.posture for event in of(PostureChanged, events(record(scenes, camera=view("chair")).moments))]
    assert postures[0] == "supine"
    assert postures[-1] == "prone"


def test_a_single_frame_in_another_posture_changes_nothing():
    moments = list(lifts())
    strange = record([stay("standing", 1.0)], camera=Camera(aim_m=0.8, distance_m=4.0), fps=FPS).moments
    for i in range(20, len(moments), 17):
        moments[i] = Moment(moments[i].t, strange[0].pose)
    assert found(moments).counted == 1
    assert len(of(PostureChanged, events(moments))) == 1


def test_a_move_starts_only_from_its_own_posture():
    for posture in ("supine", "prone", "all-fours", "long-sitting"):
        scene = stay(posture, 6.0)
        assert found(record([scene], camera=view("chair", scene.feet), fps=FPS).moments).attempted == 0


def test_a_move_left_for_another_posture_is_lost():
    # The person stands up with the leg still raised, so that the rep is not complete.
    scenes = acted("hip-abduction", [RepScript("right", hold_s=3.5, down_s=0.2, back_to_deg=40.0)])
    scenes = getting_up(scenes[-2])
    done = record(scenes, camera=view("chair", scenes[0].feet), fps=FPS, seed=3).moments
    assert found(done).counted == 0


@pytest.mark.parametrize("camera", ["head-end", "foot-end"])
def test_a_view_from_either_end_of_the_mat_is_refused(camera):
    refused = found(lifts(2, camera)).refused
    assert refused is not None
    assert refused.id in ("wrong-view", "wrong-posture")


def test_a_stream_with_a_counted_rep_is_never_refused():
    # Most of the time is spent elsewhere, but a rep was seen.
    standing = record([stay("standing", 30.0)], camera=Camera(aim_m=0.8, distance_m=4.0), fps=5.0).moments
    moments = [*lifts(), *(Moment(moment.t + lifts()[-1].t + 0.1, moment.pose) for moment in standing)]
    result = found(moments)
    assert result.counted == 1
    assert result.refused is None


def test_a_long_absence_is_reported():
    moments = degrade.nobody(lifts(2), (2.0, 2.0 + UNSEEN_S + 2.0))
    happened = events(moments)
    (started,), (ended,) = of(UnseenStarted, happened), of(UnseenEnded, happened)
    assert started.t == approx(2.0, abs=0.1)
    assert ended.t == approx(2.0 + UNSEEN_S + 2.0, abs=0.1)
    assert started.why == "body"


def test_a_short_absence_is_not_reported():
    happened = events(degrade.nobody(lifts(2), (2.0, 2.0 + UNSEEN_S - 0.3)))
    assert of(UnseenStarted, happened) == []


def test_an_absence_at_the_end_is_in_the_result():
    result = found(degrade.nobody(lifts(2), (4.0, 1e9)))
    (unseen,) = result.unseen
    assert unseen.start == approx(4.0, abs=0.1)
    assert unseen.end == lifts(2)[-1].t


def without_legs(seed: int) -> list[Moment]:
    """Return a lift in a frame that ends just below the hips."""
    hips = min(float(m.pose.image_px[joint(side, "hip"), 0]) for m in lifts() if m.pose for side in SIDES)
    return degrade.cropped(lifts(), left=int(hips) - 15, seed=seed)


def test_legs_outside_the_frame_are_reported():
    cut = found(without_legs(seed=1))
    assert [unseen.why for unseen in cut.unseen] == ["limbs"]
    assert cut.refused is not None
    assert cut.refused.id == "too-little-seen"


@pytest.mark.parametrize("seed", range(6))
def test_extrapolated_legs_at_the_edge_of_the_frame_are_never_counted(seed):
    # The estimator places some landmarks from outside inside the frame, with high presence.
    assert found(without_legs(seed)).counted == 0


def test_a_checker_yields_the_same_events_as_check():
    checker = Checker(MOVE)
    one_by_one = [event for moment in lifts() for event in checker.update(moment)]
    assert one_by_one + checker.finish() == events(lifts())


def test_a_new_checker_has_no_state():
    first = Checker(MOVE)
    for moment in lifts(2):
        first.update(moment)
    assert events(lifts()) == events(lifts())


def test_a_brief_change_of_posture_with_the_leg_up_is_ignored():
    # The world landmarks seem to stand, while the image landmarks are unchanged.
    standing = record([stay("standing", 0.2)], camera=Camera(aim_m=0.8, distance_m=4.0), fps=FPS).moments[0].pose
    assert standing is not None
    top = performed("hip-abduction").reps[0].top[0] + 1.0
    moments = [
        Moment(moment.t, replace(moment.pose, world_m=standing.world_m))
        if moment.pose is not None and top <= moment.t < top + ATTEMPT_POSTURE_S - 0.3
        else moment
        for moment in lifts()
    ]
    assert found(moments).counted == 1


def test_a_refusal_is_the_last_event_before_the_end():
    happened = events(record([do("supine", 1, stay_s=5.0)], camera=view("chair"), fps=FPS).moments)
    assert [type(event) for event in happened[-2:]] == [Refused, Ended]


@pytest.mark.parametrize("move", [move for move in move_ids() if path_of(f"form-{move}-m").exists()])
def test_the_displayed_and_the_stored_reading_are_the_judged_one(move):
    """The window, the checker and the curves of a session use the same angle."""
    moments = unpack(path_of(f"form-{move}-m"))
    session = LiveSession(Routine("one", "One", (Exercise(move, reps=9),)), {move: load_move(move)})
    checker = Checker(load_move(move))
    shown: dict[float, float] = {}
    curves: list[Measured] = []
    # Before it, the rest may be taken anew: a curve is measured against the latest one all along.
    since: dict[int, float] = {}
    name = load_move(move).main
    for moment in moments:
        events = session.update(moment)
        since |= {event.attempt: event.t for event in events if isinstance(event, AttemptStarted)}
        curves += [event for event in events if isinstance(event, Measured)]
        checker.update(moment)
        assert session.reading is not None
        assert session.reading.values == approx(checker.reading.values, nan_ok=True)
        assert session.reading.sides == checker.reading.sides
        shown[moment.t - SMOOTH_S / 2] = session.reading.values[name]
    assert curves
    for curve in curves:
        for i, value in enumerate(curve.curves[name]):
            at = curve.start + i * curve.step_s
            if at < since[curve.attempt]:
                continue
            near = [shown[t] for t in shown if abs(t - at) <= curve.step_s]
            assert value is None or value in near


def test_a_gap_without_frames_is_unseen():
    moments = lifts()
    until = moments[20].t + 5.0
    gapped = [*moments[:20], *(replace(moment, t=moment.t + 5.0) for moment in moments[20:])]
    assert [(gap.start, gap.end, gap.why) for gap in found(gapped).unseen] == [(moments[19].t, approx(until), "frames")]


def test_time_before_the_first_moment_is_not_unseen():
    assert found([replace(moment, t=moment.t + 30.0) for moment in lifts()]).unseen == ()


def test_a_roll_estimated_after_the_rest_is_ignored():
    # During a bird dog the limbs look like a rolled camera, and a flat back would seem to sag.
    done, move = performed("spine-extension"), checked("spine-extension")
    observer, steady, drifting = Observer(), Checker(move), Checker(move)
    for moment in done.moments:
        observed = observer.update(moment)
        drift = 6.0 if moment.t > done.reps[0].start else 0.0
        body = None if observed.body is None else observed.body.levelled(drift)
        steady.observe(observed)
        drifting.observe(observed._replace(body=body, roll_deg=observed.roll_deg + drift))
        assert drifting.reading.values == approx(steady.reading.values, nan_ok=True, abs=1e-6)


def test_a_body_that_looks_supine_with_the_leg_raised_keeps_its_top_side(monkeypatch):
    # Seen from behind, as rendered people are read.
    done = perform("hip-abduction", [script("right")] * 2, camera="back", fps=FPS)
    tops = [(rep.top[0] - 0.3, rep.top[1] + 0.3) for rep in done.reps]
    raised = {id(moment.pose) for moment in done.moments if any(start <= moment.t <= end for start, end in tops)}

    def looks(pose, world):
        return Stance("supine", "side", 0.0) if id(pose) in raised else stance(pose, world)

    monkeypatch.setattr("coach.session.observer.stance", looks)
    assert [(rep.side, rep.counted) for rep in found(done.moments).reps] == [("right", True)] * 2
