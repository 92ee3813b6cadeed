"""Regrading attempts from their curves, by the same move and by another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.events import Measured, RepEnded
from coach.moves.regrade import from_curves, from_hold, same_zone
from coach.session.checker import check
from coach.store.samples import pack_curves, unpack_curves
from tests.session.leading import MOVES, clip

CLIPS = (
    ("hip-abduction", "form-hip-abduction-m"),
    ("hip-abduction", "faults-hip-abduction-d"),
    ("spine-extension", "faults-spine-extension-w"),
    ("back-extension", "form-back-extension-d"),
    ("knee-to-chest", "tiny-knee-to-chest"),
    ("piriformis-stretch", "tiny-piriformis-stretch"),
    ("seated-rotation", "faults-seated-rotation-m"),
)


def attempts(move, name):
    """Return each attempt of a clip with its curves as read from the history."""
    events = list(check(move, clip(name)))
    reps = [event.rep for event in events if isinstance(event, RepEnded)]
    curves = [event for event in events if isinstance(event, Measured)]
    assert len(reps) == len(curves) > 0
    kept = [unpack_curves(each.t, each.start, each.step_s, *pack_curves(each)) for each in curves]
    return list(zip(reps, kept, strict=True))


@pytest.mark.parametrize(("name", "clip_name"), CLIPS)
@pytest.mark.parametrize("held", [True, False])
def test_regrading_with_the_same_move_changes_nothing(name, clip_name, held):
    move = MOVES[name]
    for rep, curves in attempts(move, clip_name):
        again = from_curves(move, rep, curves, held=held)
        assert again is not None
        assert (again.counted, again.reasons) == (rep.counted, rep.reasons)
        assert {fault.id for fault in again.faults} == {fault.id for fault in rep.faults}
        assert again.hold == pytest.approx(rep.hold, abs=0.25)


def test_a_higher_target_is_regraded_from_the_curves():
    move = MOVES["hip-abduction"].adjusted(hold_s=2)
    higher = replace(move, top=tuple(replace(b, least=50.0) if b.measure == move.main else b for b in move.top))
    for rep, curves in attempts(move, "tiny-hip-abduction-left"):
        assert not same_zone(move, higher, rep)
        again = from_curves(higher, rep, curves, held=False)
        assert again is not None
        assert (rep.counted, again.counted, again.reasons) == (True, False, ("low",))


def test_a_longer_hold_is_regraded_from_the_measured_hold():
    move = MOVES["hip-abduction"].adjusted(hold_s=2)
    ((rep, curves), *_) = attempts(move, "tiny-hip-abduction-left")
    longer = move.adjusted(hold_s=4)
    assert same_zone(move, longer, rep)
    assert from_hold(longer, rep).reasons == ("short-hold",)
    assert from_hold(move, from_hold(longer, rep)) == rep
    again = from_curves(longer, rep, curves, held=True)
    assert again is not None
    assert (again.hold, again.reasons) == (rep.hold, ("short-hold",))


def test_a_move_with_a_new_measure_cannot_be_regraded_from_curves():
    move = MOVES["hip-abduction"]
    ((rep, curves), *_) = attempts(move.adjusted(hold_s=2), "tiny-hip-abduction-left")
    without = Measured(curves.t, curves.start, curves.step_s, curves.rest, {move.main: curves.curves[move.main]})
    assert from_curves(move, rep, without, held=True) is None
