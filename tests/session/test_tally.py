"""Counting a set."""

from __future__ import annotations

from coach.session.tally import Tally


def test_a_set_without_sides_is_done_with_its_repetitions():
    tally = Tally(2, ())
    assert [tally.add("left"), tally.complete, tally.add(None), tally.complete] == [True, False, True, True]
    assert tally.side is None


def test_one_side_is_done_before_the_other_is_asked_for():
    tally = Tally(1, ("right", "left"))
    assert tally.add("right")
    assert not tally.complete
    assert tally.turn()
    assert (tally.side, tally.open) == ("left", ("left",))


def test_a_side_that_cannot_be_told_is_the_one_that_is_up():
    tally = Tally(2, ("left", "right"))
    tally.add(None)
    assert (tally.side, tally.count) == ("left", 1)


def test_the_other_side_counts_for_itself():
    tally = Tally(2, ("left", "right"))
    tally.add("right")
    assert (tally.side, tally.count) == ("right", 1)
    tally.add("right")
    assert tally.turn()
    assert (tally.side, tally.count) == ("left", 0)


def test_more_than_was_asked_for_is_not_counted():
    tally = Tally(1, ("left", "right"))
    assert tally.add("left")
    assert not tally.add("left")


def test_a_side_that_was_not_asked_for_is_not_counted():
    assert not Tally(1, ("left",)).add("right")


def test_nothing_turns_before_a_side_is_done():
    assert not Tally(1, ("left", "right")).turn()
