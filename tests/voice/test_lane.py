import threading
from functools import partial

import pytest

from coach.voice.lane import FAILURES, Lane
from tests.fakes.clock import ManualClock
from tests.fakes.waiting import TIMEOUT_S


class Performer:
    """Records the start and end of each line; waits before the end while a gate is shut."""

    def __init__(self):
        self.log = []
        self.gates = {}
        self.answers = {}
        self.broke = 0
        self._now = ""
        self._cut = threading.Event()

    def shut(self, what):
        self.gates[what] = threading.Event()

    def perform(self, what, until):
        self._now = what
        self._cut.clear()
        self.log.append(f"began {what}")
        gate = self.gates.get(what)
        while gate is not None and not gate.wait(0.005):
            if self._cut.is_set():
                return "cut"
        self.log.append(f"ended {what}")
        answers = self.answers.get(what)
        return answers.pop(0) if answers else "done"

    def cut(self):
        self._cut.set()

    def break_down(self):
        self.broke += 1


@pytest.fixture
def clock():
    return ManualClock(0.0)


@pytest.fixture
def performer():
    return Performer()


@pytest.fixture
def lane(clock, performer):
    made = Lane(performer.perform, performer.cut, performer.break_down, clock, "talking")
    yield made
    made.close()


def until(condition):
    for _ in range(2000):
        if condition():
            return
        threading.Event().wait(0.005)
    raise AssertionError("it never happened")


def test_lines_play_one_at_a_time(lane, performer):
    for text in ("one", "two", "three"):
        lane.add(text, fresh_s=TIMEOUT_S)
    assert lane.drain(TIMEOUT_S)
    assert performer.log == ["began one", "ended one", "began two", "ended two", "began three", "ended three"]


def test_adding_does_not_wait(lane, performer):
    performer.shut("long")
    lane.add("long", fresh_s=TIMEOUT_S)
    lane.add("next", fresh_s=TIMEOUT_S)
    until(lambda: performer.log)
    assert performer.log == ["began long"]


def test_a_stale_line_is_dropped(lane, clock, performer):
    performer.shut("long")
    lane.add("long", fresh_s=1.5)
    until(lambda: performer.log)
    lane.add("stale", fresh_s=1.5)
    lane.add("lasting", fresh_s=20.0)
    clock.t = 1.6
    performer.gates["long"].set()
    assert lane.drain(TIMEOUT_S)
    assert performer.log == ["began long", "ended long", "began lasting", "ended lasting"]


def test_an_urgent_line_cuts_the_rest_short(lane, performer):
    performer.shut("long")
    lane.add("long", fresh_s=TIMEOUT_S)
    until(lambda: performer.log)
    lane.add("waiting", fresh_s=TIMEOUT_S)
    lane.add("urgent", fresh_s=TIMEOUT_S, urgent=True)
    assert lane.drain(TIMEOUT_S)
    assert performer.log == ["began long", "began urgent", "ended urgent"]


def test_closing_interrupts_the_current_line_and_leaves_no_thread(clock, performer):
    before = set(threading.enumerate())
    performer.shut("long")
    lane = Lane(performer.perform, performer.cut, performer.break_down, clock, "talking")
    lane.add("long", fresh_s=TIMEOUT_S)
    until(lambda: performer.log)
    lane.close()
    assert set(threading.enumerate()) <= before
    lane.add("too late", fresh_s=TIMEOUT_S)
    assert lane.drain(0.0)
    assert performer.log == ["began long"]


def test_a_line_whose_child_died_is_tried_once_more(lane, performer):
    performer.answers["three"] = ["died", "done"]
    lane.add("three", fresh_s=TIMEOUT_S)
    assert lane.drain(TIMEOUT_S)
    assert performer.log == ["began three", "ended three"] * 2


def test_a_line_that_kills_twice_is_dropped(lane, performer):
    performer.answers["evil"] = ["died", "died", "died"]
    lane.add("evil", fresh_s=TIMEOUT_S)
    lane.add("next", fresh_s=TIMEOUT_S)
    assert lane.drain(TIMEOUT_S)
    assert performer.log == ["began evil", "ended evil"] * 2 + ["began next", "ended next"]


def test_a_stale_line_is_not_tried_again(lane, clock, performer):
    def die(what, until):
        clock.t = 2.0
        performer.log.append(what)
        return "died"

    performer.perform = die
    lane.close()
    lane = Lane(die, performer.cut, performer.break_down, clock, "talking")
    lane.add("three", fresh_s=1.5)
    assert lane.drain(TIMEOUT_S)
    lane.close()
    assert performer.log == ["three"]


def test_failing_again_and_again_is_reported_once(lane, performer):
    performer.answers["x"] = ["failed"] * (2 * FAILURES)
    for number in range(2 * FAILURES):
        assert performer.broke == (number >= FAILURES)
        lane.add("x", fresh_s=TIMEOUT_S)
        assert lane.drain(TIMEOUT_S)
    assert performer.broke == 1


def test_a_success_resets_the_failure_count(lane, performer):
    performer.answers["x"] = ["failed", "failed", "done", "failed", "failed"]
    for _ in range(5):
        lane.add("x", fresh_s=TIMEOUT_S)
    assert lane.drain(TIMEOUT_S)
    assert performer.broke == 0


def test_an_interrupted_line_is_not_a_failure(lane, performer):
    for number in range(FAILURES + 1):
        performer.shut(f"long {number}")
        lane.add(f"long {number}", fresh_s=TIMEOUT_S, urgent=True)
        until(partial(performer.log.__contains__, f"began long {number}"))
    assert performer.broke == 0
