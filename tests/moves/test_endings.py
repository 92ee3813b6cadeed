"""Endings of attempts: each attempt ends in exactly one event."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from coach.body import SIDES
from coach.events import AttemptDropped, AttemptStarted, Event, HoldEntered, HoldReleased, RepEnded
from coach.library import load_move, move_ids
from coach.moves.cycle import Cycle
from coach.moves.move import Departure, Move
from coach.moves.reading import Reading
from tests.moves.scripts import LEG_RAISE, attempt, down, elsewhere, gap, perform, reading, reasons, stay, unseen, up

MOVES = [load_move(name) for name in move_ids()]
HIDDEN = [unseen, elsewhere, gap]
LONG_S = LEG_RAISE.gap_s + 0.5


def dropped(events):
    return [event.why for event in events if isinstance(event, AttemptDropped)]


def assert_every_attempt_ends(events: list[Event]) -> None:
    """Assert that each attempt ends in one event before the next starts, with all its events in between."""
    under_way = False
    for event in events:
        if isinstance(event, AttemptStarted):
            assert not under_way
            under_way = True
        elif isinstance(event, RepEnded | AttemptDropped):
            assert under_way
            under_way = False
        elif isinstance(event, HoldEntered | HoldReleased):
            assert under_way
    assert not under_way


@st.composite
def played(draw: st.DrawFn, move: Move) -> list[tuple[float, Reading, bool]]:
    """Draw readings of a move that drift, jump, pause, and are lost and regained, at irregular times."""
    away = {each.measure: each.by for each in move.attempt}
    rest = {name: draw(st.sampled_from([0.0, 5.0])) for name in move.measures}
    for band in move.start:
        rest[band.measure] = min(max(rest[band.measure], band.least), band.most)
    way = {name: 2 * away.get(name, 0.0) for name in move.measures}
    for band in move.top:
        start = 0.0 if band.from_rest else rest[band.measure]
        if band.least > start:
            way[band.measure] = max(way[band.measure], band.least + 2 - start)
        elif not band.from_rest and start > band.most:
            if any(each.measure == band.measure for each in move.start):
                way[band.measure] = band.most - 2 - start
            else:
                rest[band.measure] = band.most
    t, made = 0.0, list[tuple[float, Reading, bool]]()
    for _ in range(draw(st.integers(1, 12))):
        goal = draw(st.sampled_from(["rest", "away", "top", "half", "unseen", "gap", "posture"]))
        fps, count = draw(st.sampled_from([8.0, 25.0])), draw(st.integers(1, 60))
        jitter = draw(st.sampled_from([0.0, 0.5]))
        t += draw(st.sampled_from([0.0, 2.5])) if goal == "gap" else 0.0
        for i in range(count):
            t += 1 / fps
            values = dict(rest)
            share = {"away": 0.6, "top": 1.0, "half": 0.4}.get(goal, 0.0)
            for name in move.measures:
                values[name] += share * way[name] + jitter * (-1) ** i
            if goal == "unseen":
                values = dict.fromkeys(values, float("nan"))
            side = draw(st.sampled_from([*SIDES, None])) if i == 0 else None
            made.append((t, Reading(values, dict.fromkeys(values, side)), goal != "posture"))
    return made


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.id)
def test_every_started_attempt_ends_in_an_event(move):
    found = set[type[Event]]()

    @settings(max_examples=30, database=None)
    @given(played(move), st.sampled_from([0.0, 1.0, 5.0, move.hold_s]))
    def play(readings, hold_s):
        cycle, events = Cycle(move.adjusted(hold_s=hold_s)), list[Event]()
        for t, now, ready in readings:
            events += cycle.update(t, now, ready)
            assert cycle.busy == (sum(isinstance(e, AttemptStarted) for e in events) > ends(events))
        events += cycle.finish()
        assert_every_attempt_ends(events)
        assert not cycle.busy
        found.update(type(event) for event in events)

    play()
    # The random readings contain every ending. The figure four needs legs crossed on the way, which is too rare.
    assert {AttemptStarted, RepEnded, *([] if move.through else [HoldEntered])} <= found


def ends(events):
    return sum(isinstance(event, RepEnded | AttemptDropped) for event in events)


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_person_lost_before_the_top_made_no_attempt(hidden):
    events = perform(LEG_RAISE, up(25), hidden(LONG_S), down(), stay(1.0))
    assert_every_attempt_ends(events)
    assert dropped(events) == ["unseen"]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_person_lost_at_the_top_was_not_seen_returning(hidden):
    events = perform(LEG_RAISE, up(45), stay(3.5), hidden(LONG_S), down(), stay(1.0))
    assert_every_attempt_ends(events)
    assert reasons(events) == [("unseen",)]


def test_a_twitch_is_dropped():
    events = perform(LEG_RAISE, up(22, 0.15), down(5, 0.15), stay(2.0))
    assert_every_attempt_ends(events)
    assert dropped(events) == ["twitch"]


def test_a_person_who_shifts_made_no_attempt():
    events = perform(LEG_RAISE, up(18, 1), stay(20))
    assert_every_attempt_ends(events)
    assert dropped(events) == ["shifted"]


def test_a_held_low_lift_is_not_a_shift():
    move = replace(LEG_RAISE.adjusted(hold_s=0), start=(replace(LEG_RAISE.start[0], most=30),))
    events = perform(move, up(18), stay(6.0), down())
    assert reasons(events) == [("low",)]


@pytest.mark.parametrize("seconds", [n / 25 for n in range(0, 120, 7)])
def test_a_video_may_end_anywhere(seconds):
    events = perform(LEG_RAISE, up(45), stay(1.0), down(), until=1.0 + seconds)
    assert_every_attempt_ends(events)


def test_a_lift_that_rises_again_from_half_way_did_not_return():
    events = perform(LEG_RAISE, up(45), stay(3.2), down(14), up(45), stay(3.2), down())
    assert_every_attempt_ends(events)
    assert reasons(events) == [("not-returned",), ()]


def test_a_lift_that_rises_again_into_a_low_counting_zone_is_a_new_attempt():
    # A foot that rests on the floor may be drawn 20 degrees high, just below the zone (rendered straight leg raises).
    start, top = LEG_RAISE.attempt[0], LEG_RAISE.top[0]
    move = replace(LEG_RAISE, attempt=(replace(start, by=14),), top=(replace(top, least=22),))
    events = perform(move, up(45), stay(3.2), down(18), stay(0.5), up(45), stay(3.2), down())
    assert_every_attempt_ends(events)
    assert reasons(events) == [("not-returned",), ()]
    # Landmarks that go astray in a hold are not a way back (a rendered donkey kick).
    events = perform(move, up(45), stay(3.2), reading(0.5, lift=18), stay(0.5), down())
    assert reasons(events) == [()]


def test_a_lift_that_rises_again_above_half_way_is_one_attempt():
    events = perform(LEG_RAISE, up(45), stay(2.0), down(26), stay(0.5), up(45), stay(3.2), down())
    assert reasons(events) == [()]


def test_a_person_who_stays_half_way_back_has_returned():
    events = perform(LEG_RAISE, up(45), stay(3.2), down(14), stay(3.0))
    assert_every_attempt_ends(events)
    assert reasons(events) == [()]
    assert attempt(events).end == approx(1.0 + 1.2 + 3.2 + 1.2, abs=0.3)


def test_a_stretch_released_in_steps_is_one_attempt():
    move = replace(
        LEG_RAISE,
        measures=dict.fromkeys(("lift", "ankle"), LEG_RAISE.measures["lift"]),
        attempt=(*LEG_RAISE.attempt, Departure("ankle", by=-0.3, noise=0.05)),
    )
    set_up = [up(5, 0.8, ankle=0.2), up(45), stay(3.2)]
    events = perform(move, *set_up, down(), stay(2.0), down(ankle=0.8), stay(2.0))
    assert_every_attempt_ends(events)
    assert reasons(events) == [()]


def test_a_lift_that_rises_again_from_near_the_rest_returned():
    # A leg that is raised repeatedly does not touch down in between.
    events = perform(LEG_RAISE, up(45), stay(3.0), down(5 + 0.19 * 40), up(45), stay(3.0), down())
    assert reasons(events) == [(), ()]


def test_an_angle_that_is_unseen_on_the_way_back_has_not_risen_again():
    events = perform(LEG_RAISE, up(45), stay(3.0), down(17, 0.8), unseen(0.5), down(5, 0.5))
    assert reasons(events) == [()]


def test_an_attempt_that_starts_as_the_video_ends_does_not_end_before_it_starts():
    events = perform(LEG_RAISE, up(45), until=2.0)
    started = next(event.t for event in events if isinstance(event, AttemptStarted))
    for until in (started, started + 0.1):
        *_, start, end = perform(LEG_RAISE, up(45), until=until)
        assert isinstance(start, AttemptStarted)
        assert isinstance(end, AttemptDropped)
        assert end.t >= start.t
