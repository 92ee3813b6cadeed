"""Counting the reps of a set."""

from __future__ import annotations

from coach.session.tally import Tally


def test_a_set_without_sides_is_complete_after_its_reps():
    tally = Tally(2, ())
    assert [tally.add("left"), tally.complete, tally.add(None), tally.complete] == [True, False, True, True]
    assert tally.side is None


def test_one_side_is_completed_before_the_other():
    tally = Tally(1, ("right", "left"))
    assert tally.add("right")
    assert not tally.complete
    assert tally.turn()
    assert (tally.side, tally.open) == ("left", ("left",))


def test_an_unknown_side_counts_for_the_current_one():
    tally = Tally(2, ("left", "right"))
    tally.add(None)
    assert (tally.side, tally.count) == ("left", 1)


def test_a_rep_on_the_other_side_counts_for_it():
    tally = Tally(2, ("left", "right"))
    tally.add("right")
    assert (tally.side, tally.count) == ("right", 1)
    tally.add("right")
    assert tally.turn()
    assert (tally.side, tally.count) == ("left", 0)


def test_extra_reps_are_not_counted():
    tally = Tally(1, ("left", "right"))
    assert tally.add("left")
    assert not tally.add("left")


def test_a_rep_on_an_unrequested_side_is_not_counted():
    assert not Tally(1, ("left",)).add("right")


def test_the_side_does_not_change_before_it_is_complete():
    assert not Tally(1, ("left", "right")).turn()
