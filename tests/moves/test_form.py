"""Form faults of attempts and their times, on scripted measures."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from pytest import approx

from coach.moves.form import AttemptSeries, FaultTracker, form, spurts
from coach.moves.move import Aim, Band, Departure
from tests.moves.figures import measure
from tests.moves.scripts import LEG_RAISE, Step, down, jittery, reading, readings, stay, to, unseen, up

REST = {"lift": 5.0, "knee": 0.0}
WITH_KNEE = replace(
    LEG_RAISE,
    measures={"lift": measure("thigh_vs_trunk_line", limb="top"), "knee": measure("knee_flexion", limb="top")},
)
BENT = Aim(
    id="knee-bent", order="legs", source="", measure="knee",
    most=20.0,
)  # fmt: skip
JERKY = replace(BENT, id="jerky", measure="lift", shape="jerks", most=3)
BOUNCING = replace(BENT, id="bouncing", measure="lift", shape="swing", most=8.0)


def course(*steps: Step, zone_deg: float = 30.0, fps: float = 25.0) -> AttemptSeries:
    """Return an attempt: its measures from start to end, and the times in the zone."""
    frames = [(t, reading.values) for t, reading, _ in readings(steps, dict(REST), fps)]
    inside = [t for t, values in frames if values["lift"] >= zone_deg or math.isnan(values["lift"])]
    far = {"lift": max((v["lift"] for _, v in frames if not math.isnan(v["lift"])), default=0.0) - REST["lift"]}
    return AttemptSeries(frames, REST, [(inside[0], inside[-1])] if inside else [], far)


def found(course: AttemptSeries, *aims: Aim) -> list[str]:
    """Return the ids of the faults that grade the rep."""
    return [fault.id for fault in form(replace(WITH_KNEE, aim=aims), course).faults]


def test_good_form_has_no_faults():
    assert form(replace(WITH_KNEE, aim=(BENT, JERKY, BOUNCING)), course(up(45), stay(3.0), down())) == ((), (), ())


def test_a_fault_at_the_top_is_reported_with_its_time():
    bent = course(up(45), to(0.3, knee=40), stay(2.0), to(0.3, knee=0), stay(1.0), down())
    (fault,), _, _ = form(replace(WITH_KNEE, aim=(BENT,)), bent)
    assert fault.id == "knee-bent"
    assert fault.start == approx(1.35, abs=0.1)
    assert fault.end == approx(3.65, abs=0.1)
    assert fault.confidence is None


@pytest.mark.parametrize(("seconds", "reported"), [(0.5, []), (1.0, ["knee-bent"])])
def test_a_fault_must_last(seconds, reported):
    bent = course(up(45), reading(seconds, knee=40.0), stay(2.0), down())
    assert found(bent, BENT) == reported


def test_the_move_defines_how_long():
    bent = course(up(45), reading(1.0, knee=40.0), stay(2.0), down())
    assert found(bent, replace(BENT, lasts_s=1.5)) == []


def test_a_short_lapse_does_not_end_a_fault():
    bent = course(up(45), reading(0.4, knee=40.0), stay(0.2), reading(0.4, knee=40.0), stay(1.0), down())
    assert found(bent, BENT) == ["knee-bent"]


def test_a_long_lapse_ends_a_fault():
    bent = course(up(45), reading(0.5, knee=40.0), stay(0.6), reading(0.5, knee=40.0), stay(1.0), down())
    assert found(bent, BENT) == []


def test_a_brief_unseen_span_does_not_end_a_fault():
    bent = course(up(45, knee=40), stay(2.5), unseen(0.4, "knee"), stay(2.5), down(knee=0))
    assert found(bent, BENT) == ["knee-bent"]


def test_a_mostly_unseen_measure_has_no_fault():
    bent = course(up(45), reading(0.8, knee=40.0), unseen(2.0, "knee"), down())
    assert found(bent, BENT) == []


def test_a_mostly_unseen_measure_is_unjudged():
    move = replace(WITH_KNEE, aim=(BENT, JERKY))
    assert form(move, course(up(45), unseen(3.0, "knee"), down())).unjudged == ("knee-bent",)
    assert form(move, course(up(45), stay(3.0), down())).unjudged == ()


def test_on_the_way_is_not_at_the_top():
    bent = course(to(0.5, lift=12, knee=40), stay(1.0), up(45, knee=0), stay(3.0), down())
    assert found(bent, BENT) == []
    assert found(bent, replace(BENT, during="way")) == ["knee-bent"]
    assert found(bent, replace(BENT, during="rep")) == ["knee-bent"]


def test_at_the_top_is_not_on_the_way():
    bent = course(up(45), to(0.1, knee=40), stay(2.0), to(0.1, knee=0), down())
    assert found(bent, replace(BENT, during="way")) == []


def test_a_limit_from_rest_is_about_the_change():
    # A knee that is bent by 25 degrees at rest and throughout is not bent by the lift.
    aim = replace(BENT, from_rest=True)
    frames = [(t, {"lift": 45.0, "knee": 25.0}) for t in (i / 25 for i in range(75))]
    crooked = AttemptSeries(frames, {"lift": 5.0, "knee": 25.0}, [(0.0, 3.0)], {"lift": 40.0})
    assert found(crooked, aim) == []
    assert found(replace(crooked, rest=REST), aim) == ["knee-bent"]


def test_a_fault_may_have_a_condition():
    bent = course(up(45), reading(2.0, knee=40.0), stay(1.0), down())
    assert found(bent, replace(BENT, where=(Band("lift", least=50.0),))) == []
    assert found(bent, replace(BENT, where=(Band("lift", least=40.0),))) == ["knee-bent"]


def test_the_way_there_and_the_way_back_are_two_spans():
    # A knee that bends for half a second on each way, which a limit of 0.8 s forgives.
    bent = course(to(0.5, lift=25, knee=40), up(45, knee=0), stay(2.0), to(0.5, lift=25, knee=40), down(knee=0))
    aim = replace(BENT, during="rep", where=(Band("lift", most=30.0),), lasts_s=0.8)
    assert found(bent, aim) == []
    assert found(bent, replace(aim, lasts_s=0.3)) == ["knee-bent"]


def test_an_advisory_fault_is_reported_separately_with_its_confidence():
    bent = course(up(45), reading(2.0, knee=40.0), stay(1.0), down())
    graded, advisory, _ = form(replace(WITH_KNEE, aim=(replace(BENT, confidence=0.4),)), bent)
    assert graded == ()
    assert [(fault.id, fault.confidence) for fault in advisory] == [("knee-bent", 0.4)]


def test_faults_are_ordered_core_legs_arms():
    bent = course(up(45), reading(2.0, knee=40.0), stay(1.0), down())
    aims = [replace(BENT, id=order, order=order) for order in ("arms", "legs", "core")]
    assert found(bent, *aims) == ["core", "legs", "arms"]


def test_a_fault_of_a_low_attempt_is_judged_near_its_peak():
    low = course(up(24), reading(2.0, knee=40.0), down(), zone_deg=30.0)
    assert low.stays == []
    assert found(low, BENT) == ["knee-bent"]


def test_scattered_readings_count_as_unseen():
    def shown(t, values):
        return values | {"knee": 30.0 + 40.0 * (round(t * 25) % 2)}

    bent = course(up(45), replace(stay(3.0), shown=shown), down())
    assert found(bent, BENT) == ["knee-bent"]
    assert found(bent, replace(BENT, steady=15.0)) == []


def test_a_smooth_lift_is_one_spurt():
    for seconds in (0.6, 1.2, 3.0):
        way = [(t, r.values["lift"]) for t, r, _ in readings([up(45, seconds)], dict(REST))]
        assert spurts(way) == 1


@pytest.mark.parametrize("fps", [15.0, 25.0, 60.0])
def test_quick_jerks_are_separate_spurts(fps):
    # A leg that goes up in 1.1 s, in four steps of 0.27 s.
    steps = [step for deg in (15, 25, 35, 45) for step in (up(deg, 0.12), stay(0.15))]
    assert spurts([(t, r.values["lift"]) for t, r, _ in readings(steps, dict(REST), fps)]) == 4


@pytest.mark.parametrize("fps", [12.5, 25.0, 60.0])
def test_a_stepwise_lift_has_one_spurt_per_step(fps):
    steps = [step for deg in (15, 25, 35, 45) for step in (up(deg, 0.3), stay(0.4))]
    assert spurts([(t, r.values["lift"]) for t, r, _ in readings(steps, dict(REST), fps)]) == 4


THERE = [step for deg in (15, 25, 35, 45) for step in (up(deg, 0.3), stay(0.4))]
BACK = [step for deg in (35, 25, 15, 5) for step in (down(deg, 0.3), stay(0.4))]


def test_a_jerky_way_up_or_down_is_reported():
    assert found(course(*THERE, stay(3.0), down()), JERKY) == ["jerky"]
    assert found(course(up(45), stay(3.0), *BACK), JERKY) == ["jerky"]


def test_spurts_there_and_back_are_added_up():
    unsteady = course(up(25, 0.3), stay(0.4), up(45, 0.3), stay(3.0), down(25, 0.3), stay(0.4), down(5, 0.3))
    assert found(unsteady, JERKY) == ["jerky"]
    assert found(unsteady, replace(JERKY, most=4)) == []


def test_jerks_within_the_counting_zone_count_too():
    # A press-up in four jerks is in the zone after the second.
    (fault,), _, _ = form(replace(WITH_KNEE, aim=(JERKY,)), course(*THERE, stay(3.0), down(), zone_deg=20.0))
    assert fault.end == approx(2.5, abs=0.3)


def test_a_still_measure_has_no_jerks():
    flat = AttemptSeries([(t / 25, REST) for t in range(100)], REST, [(1.0, 2.0)], {"lift": 0.0})
    assert found(flat, JERKY) == []


def test_a_trembling_hold_is_not_jerky():
    assert found(course(up(45), jittery(3.0, 0, 2, -2), down()), JERKY) == []


def swings(count: int, size: float, half_s: float) -> list[Step]:
    return [step for _ in range(count) for step in (to(half_s, lift=45 - size), to(half_s, lift=45))]


def test_bouncing_at_the_top_is_reported():
    assert found(course(up(45), stay(0.5), *swings(4, 12, 0.5), down()), BOUNCING) == ["bouncing"]


@pytest.mark.parametrize(
    ("count", "size", "half_s"),
    [
        (4, 5, 0.5),  # too small to matter
        (4, 12, 2.0),  # slower than every two seconds: easing in and out of a stretch
        (1, 12, 0.5),  # a single one is not bouncing
        (4, 24, 0.12),  # faster than a leg held in both hands can move: jumping landmarks
    ],
)
def test_other_oscillations_are_not_bouncing(count, size, half_s):
    assert found(course(up(45), stay(1.0), *swings(count, size, half_s), stay(1.0), down()), BOUNCING) == []


def test_irregular_jumps_are_not_bouncing():
    # As the landmarks of a knee under the hands.
    halves = (0.2, 0.9, 0.3, 0.2, 0.6, 0.2, 0.7, 0.25, 0.6)
    jumps = [to(half_s, lift=33 if i % 2 else 45) for i, half_s in enumerate(halves, start=1)]
    assert found(course(up(45), stay(1.0), *jumps, to(0.3, lift=45), stay(1.0), down()), BOUNCING) == []


def test_a_condition_that_never_held_is_missed():
    missed = replace(BENT, id="no-hands", shape="missed", least=-math.inf, most=20.0, lasts_s=1.0)
    never = course(up(45, knee=40), stay(3.0), down(knee=0))
    at_last = course(up(45, knee=40), stay(1.5), to(0.2, knee=0), stay(2.0), down())
    assert found(never, missed) == ["no-hands"]
    assert found(at_last, missed) == []


def test_another_departure_locates_the_peak_of_a_low_attempt():
    two = replace(
        WITH_KNEE, attempt=(Departure("lift", by=10, noise=1.5), Departure("knee", by=30, noise=4)), aim=(BENT,)
    )
    frames = [(t, r.values) for t, r, _ in readings([to(1.0, knee=40), stay(2.0), to(1.0, knee=0)], dict(REST))]
    lifted = AttemptSeries(frames, REST, [], {"lift": 0.0, "knee": 40.0})
    assert [fault.id for fault in form(two, lifted).faults] == ["knee-bent"]


def watched(*steps: Step, aim: Aim = BENT) -> list[tuple[float, str]]:
    """Return the live reports at the top: times at which a fault is reported (+) and corrected (-)."""
    watch, happened = FaultTracker(replace(WITH_KNEE, aim=(aim,)), REST), []
    for t, each, _ in readings(steps, dict(REST)):
        came, went = watch.update(t, each.values)
        happened += [(t, f"+{name}") for name in came] + [(t, f"-{name}") for name in went]
    return happened


def test_a_fault_is_reported_when_it_has_lasted_and_when_it_is_corrected():
    events = watched(stay(1.0), reading(2.0, knee=40.0), stay(2.0))
    assert [word for _, word in events] == ["+knee-bent", "-knee-bent"]
    assert [t for t, _ in events] == [approx(1.7, abs=0.05), approx(3.7, abs=0.05)]


def test_a_recurring_fault_is_reported_again():
    events = watched(*[reading(1.0, knee=40.0), stay(1.0)] * 2)
    assert [word for _, word in events] == ["+knee-bent", "-knee-bent"] * 2


def test_a_brief_fault_is_not_reported():
    assert watched(*[reading(0.5, knee=40.0), stay(0.3)] * 4) == []


def test_excluded_time_does_not_count_towards_a_fault():
    aim = replace(BENT, where=(Band("lift", most=30.0),))
    bent = reading(0.5, lift=25.0, knee=40.0)
    assert watched(bent, reading(1.0, lift=45.0, knee=40.0), bent, aim=aim) == []
    assert [word for _, word in watched(bent, bent, aim=aim)] == ["+knee-bent"]


def test_an_advisory_fault_is_never_cued():
    assert watched(reading(3.0, knee=40.0), aim=replace(BENT, confidence=0.4)) == []


def test_an_unseen_measure_gives_no_cue():
    assert watched(unseen(3.0, "knee")) == []
