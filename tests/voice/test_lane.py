import sys
import threading
from functools import partial

import pytest

from coach.voice import lane as lane_module
from coach.voice.lane import FAILURES, Lane
from coach.voice.system import Call
from tests.voice.children import stub, until, written

ENDLESS = 600.0
PATIENT_S = 60.0


class Hand:
    """A clock that only a test moves."""

    t = 0.0

    def __call__(self):
        return self.t


@pytest.fixture
def clock():
    return Hand()


@pytest.fixture
def lane(clock):
    made = Lane(clock, "talking")
    yield made
    made.close()


@pytest.fixture
def log(tmp_path):
    return tmp_path / "said"


def said(log, line):
    return line in written(log)


def test_one_thing_is_said_after_another_and_never_two_at_once(lane, log):
    for text in ("one", "two", "three"):
        lane.add(stub(log, text, seconds=0.05), fresh_s=PATIENT_S)
    assert lane.drain(PATIENT_S)
    assert written(log) == ["began one", "ended one", "began two", "ended two", "began three", "ended three"]


def test_adding_waits_for_nothing(lane, log):
    lane.add(stub(log, "long", seconds=ENDLESS), fresh_s=PATIENT_S)
    lane.add(stub(log, "next"), fresh_s=PATIENT_S)
    until(lambda: written(log))
    assert written(log) == ["began long"]


def test_what_waited_for_too_long_is_dropped(lane, clock, log, tmp_path):
    gate = tmp_path / "gate"
    lane.add(stub(log, "long", until=gate), fresh_s=1.5)
    until(lambda: written(log))
    lane.add(stub(log, "stale"), fresh_s=1.5)
    lane.add(stub(log, "lasting"), fresh_s=20.0)
    clock.t = 1.6
    gate.touch()
    assert lane.drain(PATIENT_S)
    assert written(log) == ["began long", "ended long", "began lasting", "ended lasting"]
    assert lane.dropped == 1


def test_what_is_urgent_cuts_the_rest_short(lane, log):
    lane.add(stub(log, "long", seconds=ENDLESS), fresh_s=PATIENT_S)
    until(lambda: written(log))
    lane.add(stub(log, "waiting"), fresh_s=PATIENT_S)
    lane.add(stub(log, "urgent"), fresh_s=PATIENT_S, urgent=True)
    assert lane.drain(PATIENT_S)
    assert written(log) == ["began long", "began urgent", "ended urgent"]


def test_a_child_that_hangs_is_killed_and_the_next_line_is_said(lane, log, monkeypatch):
    monkeypatch.setattr(lane_module, "LONGEST_S", 0.3)
    monkeypatch.setattr(lane_module, "_S_A_LETTER", 0.0)
    lane.add(stub(log, "hangs", seconds=ENDLESS), fresh_s=PATIENT_S)
    until(lambda: written(log))
    monkeypatch.setattr(lane_module, "LONGEST_S", PATIENT_S)
    lane.add(stub(log, "next"), fresh_s=PATIENT_S)
    assert lane.drain(PATIENT_S)
    assert written(log)[-1] == "ended next"


def test_closing_kills_what_is_being_said_and_leaves_no_thread(clock, log):
    before = set(threading.enumerate())
    lane = Lane(clock, "talking")
    lane.add(stub(log, "long", seconds=ENDLESS), fresh_s=PATIENT_S)
    until(lambda: written(log))
    lane.close()
    assert set(threading.enumerate()) <= before
    assert written(log) == ["began long"]
    lane.add(stub(log, "too late"), fresh_s=PATIENT_S)
    assert lane.drain(0.0)


@pytest.mark.parametrize("call", [Call(("/no/such/program",)), Call((sys.executable, "-c", "raise SystemExit(3)"))])
def test_what_fails_again_and_again_is_given_up(lane, call):
    for _ in range(FAILURES):
        assert not lane.broken
        lane.add(call, fresh_s=PATIENT_S)
        assert lane.drain(PATIENT_S)
    assert lane.broken


def test_what_works_again_is_forgiven(lane, log):
    for code in (1, 1, 0, 1, 1):
        lane.add(stub(log, "x", code=code), fresh_s=PATIENT_S)
    assert lane.drain(PATIENT_S)
    assert not lane.broken


def test_what_was_cut_short_did_not_fail(lane, log):
    for number in range(FAILURES + 1):
        lane.add(stub(log, f"long {number}", seconds=ENDLESS), fresh_s=PATIENT_S, urgent=True)
        until(partial(said, log, f"began long {number}"))
    assert not lane.broken


def test_a_child_that_takes_no_text_does_no_harm(lane):
    deaf = Call((sys.executable, "-I", "-S", "-c", "import os; os.close(0)"), "text " * 100_000)
    lane.add(deaf, fresh_s=PATIENT_S)
    assert lane.drain(PATIENT_S)
