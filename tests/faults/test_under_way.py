"""What goes wrong under way, piece by piece: what is told, what is kept, and that the session goes on."""

from __future__ import annotations

import itertools
import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from coach.app.history.writer import HistorySink, Recorder
from coach.app.live.loop import run_session
from coach.app.live.throughput import Throughput
from coach.app.watchdog import Guarded, Hand, OverdueError
from coach.display.probe import DisplayError
from coach.errors import HistoryError, ModelError, RecordingError
from coach.events import Counted, HoldReached, Measured, Paused, Resumed, SessionEnded
from coach.session.live import LiveSession
from coach.store.history import History
from coach.stream import Frame, Moment
from tests.app.live.test_loop import IMAGE, LEFT, TWO, Camera, Sink
from tests.fakes.sources import ScriptedEstimator
from tests.session.leading import MOVES, clip, joined, lasting, lead
from tests.session.test_live import of

BETWEEN = 160
"""The image between the two repetitions."""

HOLDING = 75
"""An image in the first hold, before it is long enough."""


def followed(moments, *, estimator=None, camera=None, sinks=(), **how):
    """The events of a session of two leg raises, and the sink that heard of them."""
    sink = Sink()
    made = estimator or ScriptedEstimator(moments)
    session = LiveSession(TWO, MOVES)
    run_session(session, camera or Camera(moments), lambda: made, sinks=[*sinks, sink], **how)
    return sink


def counted(events):
    return len(of(Counted, events))


def without_curves(events):
    """What the history gives back as events; it keeps curves apart."""
    return [event for event in events if not isinstance(event, Measured)]


def later(moments, by):
    return [Moment(moment.t + by, moment.pose) for moment in moments]


def returning(gap_s):
    """Two repetitions; between them nothing is seen for so long, and then the person at rest for a moment."""
    rested = joined(lasting(clip(LEFT)[BETWEEN], 1.5), clip(LEFT)[BETWEEN:])
    return joined(clip(LEFT)[:BETWEEN], rested, gap_s=gap_s)


def larger(moments, times):
    """The same body in an image so many times as large."""
    bigger = []
    for moment in moments:
        pose = moment.pose
        if pose is not None:
            size = (pose.size[0] * times, pose.size[1] * times)
            pose = replace(pose, image_px=pose.image_px * times, image_z=pose.image_z * times, size=size)
        bigger.append(Moment(moment.t, pose))
    return bigger


# The camera


def test_a_camera_that_is_unplugged_between_two_repetitions_costs_none():
    moments = returning(60.0)
    sink = followed(moments, camera=Camera(moments, stalls=(BETWEEN,)))
    assert [stalled.why for stalled in sink.stalls] == ["the cable is out"]
    assert counted(sink.events) == 2


def test_a_camera_that_is_unplugged_in_a_hold_gives_no_second_away():
    moments = [*clip(LEFT)[:HOLDING], *later(clip(LEFT)[HOLDING:], 60.0)]
    events = followed(moments).events
    assert [event.why for event in of(Paused, events)][:1] == ["camera"]
    assert counted(events) <= 2
    assert all(event.t < clip(LEFT)[HOLDING].t or event.t > 60 for event in of(HoldReached, events))


def test_a_camera_that_changes_its_resolution_costs_no_repetition():
    moments = [*clip(LEFT)[:BETWEEN], *larger(clip(LEFT)[BETWEEN:], 2)]
    assert counted(lead(TWO, moments)) == 2


def test_a_camera_that_changes_its_rate_costs_no_repetition():
    moments = [*clip(LEFT)[:BETWEEN], *clip(LEFT)[BETWEEN::2]]
    assert counted(lead(TWO, moments)) == 2


# The computer


def test_a_computer_that_was_suspended_between_repetitions_costs_none():
    events = lead(TWO, returning(3600.0))
    assert counted(events) == 2
    assert (len(of(Paused, events)), len(of(Resumed, events))) == (1, 1)


def test_a_wall_clock_that_is_set_back_changes_no_order_and_no_event(monkeypatch, tmp_path):
    times = itertools.cycle([datetime(2026, 3, 2, 10, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)])

    class Stepping(datetime):
        @classmethod
        def now(cls, tz=None):
            return next(times)

    monkeypatch.setattr("coach.store.database.datetime", Stepping)
    with History(tmp_path) as history:
        for _ in range(3):
            log = history.sessions.begin(TWO.id, [], {})
            keeper = HistorySink(log, pytest.fail)
            sink = followed(clip(LEFT), event_sinks=[keeper])
            keeper.end()
            assert history.sessions.events(log.session) == without_curves(sink.events)
        assert [session.id for session in history.sessions.all()] == [1, 2, 3]


def rate(fps, seconds, start=0.0):
    return [start + n / fps for n in range(round(fps * seconds))]


@pytest.mark.parametrize(("fps", "behind"), [(30, False), (10, False), (8.5, False), (5, True), (1, True)])
def test_a_computer_that_does_not_keep_up_is_told_apart(fps, behind):
    throughput = Throughput()
    assert [throughput.update(t) for t in rate(fps, 8)][-1] == behind


def test_one_long_step_is_not_falling_behind():
    throughput = Throughput()
    assert not any(throughput.update(t) for t in (*rate(25, 5), *rate(25, 5, start=6.2), *rate(25, 5, start=30)))


def test_a_computer_that_is_behind_has_to_be_quick_for_a_while():
    throughput = Throughput()
    assert [throughput.update(t) for t in rate(4, 8)][-1]
    assert not [throughput.update(t) for t in rate(25, 8, start=8)][-1]


def test_a_computer_that_was_behind_once_keeps_up_with_a_camera_in_dim_light_again():
    throughput = Throughput()
    assert [throughput.update(t) for t in rate(4, 8)][-1]
    assert not [throughput.update(t) for t in rate(7.5, 8, start=8)][-1]


def test_a_slow_estimator_is_told_and_what_is_seen_still_counts():
    slowly = clip(LEFT)[::6]
    sink = followed(slowly)
    assert {stalled.state for stalled in sink.stalls} == {"behind"}
    assert "close other programs" in sink.stalls[-1].why
    assert counted(sink.events) == 2


# The estimator


class Breaking(ScriptedEstimator):
    """Raises at an image."""

    def __init__(self, at):
        super().__init__(clip(LEFT))
        self._left = at

    def detect(self, frame: Frame):
        self._left -= 1
        if self._left < 0:
            raise ModelError("the pose engine failed")
        return super().detect(frame)


def test_a_failing_estimator_ends_the_session_with_all_that_was_sure(tmp_path):
    with History(tmp_path) as history:
        log = history.sessions.begin(TWO.id, [], {})
        sink = Sink()
        with pytest.raises(ModelError, match="failed"):
            run_session(
                LiveSession(TWO, MOVES), Camera(clip(LEFT)), lambda: Breaking(200),
                sinks=[sink], event_sinks=[HistorySink(log, pytest.fail)],
            )  # fmt: skip
        events = history.sessions.events(log.session)
    assert events == without_curves(sink.events)
    assert counted(events) == 1
    assert events[-1] == SessionEnded(events[-1].t, done=False)


@pytest.fixture
def gate():
    """Work that waits for it hangs until the test is over."""
    opened = threading.Event()
    yield opened
    opened.set()


class Hanging(ScriptedEstimator):
    """Does not come back from an image."""

    def __init__(self, gate, at=3):
        super().__init__(clip(LEFT))
        self._gate, self._left = gate, at

    def detect(self, frame: Frame):
        self._left -= 1
        if self._left < 0:
            self._gate.wait()
        return super().detect(frame)


def test_a_hanging_estimator_is_given_up_and_not_waited_for_again(gate):
    estimator = Guarded(lambda: Hanging(gate))
    frames = [Frame(moment.t, IMAGE) for moment in clip(LEFT)[:5]]
    for frame in frames[:3]:
        estimator.detect(frame)
    estimator._limit_s = 0.1
    for frame in frames[3:]:
        with pytest.raises(ModelError, match=r"no answer for 0\.1 s"):
            estimator.detect(frame)
    estimator.close()


def test_an_estimator_that_hangs_while_it_is_made_is_given_up(gate):
    with pytest.raises(ModelError, match="no answer"):
        Guarded(gate.wait, 0.1)


def test_a_guarded_estimator_does_as_the_one_inside():
    moments = clip(LEFT)[:4]
    made = []

    def make():
        made.append(ScriptedEstimator(moments))
        return made[-1]

    estimator = Guarded(make)
    assert [estimator.detect(Frame(moment.t, IMAGE)) for moment in moments] == [moment.pose for moment in moments]
    estimator.close()
    estimator.close()
    assert made[0].closed == 1


def test_what_an_estimator_raises_comes_through():
    def make():
        raise ModelError("it cannot run")

    with pytest.raises(ModelError, match="it cannot run"):
        Guarded(make)


def test_an_answer_to_what_was_broken_off_is_not_taken_for_the_next(monkeypatch):
    hand = Hand("working")
    get, calls = hand._done.get, iter([KeyboardInterrupt])

    def interrupted(timeout):
        for error in calls:
            raise error
        return get(timeout=timeout)

    hand._done = type("Queue", (), {"get": staticmethod(interrupted), "put": hand._done.put})()
    with pytest.raises(KeyboardInterrupt):
        hand.do(lambda: "first")
    assert hand.do(lambda: "second") == "second"
    hand.end()


def test_a_hand_that_was_lost_does_nothing_more(gate):
    hand = Hand("working")
    for _ in range(2):
        with pytest.raises(OverdueError):
            hand.do(gate.wait, 0.1)
    assert hand.lost
    hand.end()


# Those who follow


class Leaving(Sink):
    """Can follow no longer after a while, as a window without a display."""

    def see(self, t, image, pose, reading):
        if t > 2:
            raise DisplayError("the display is gone")
        return super().see(t, image, pose, reading)


def test_an_onlooker_that_can_follow_no_longer_is_left_out_and_the_session_goes_on():
    complaints: list[str] = []
    leaving = Leaving()
    sink = followed(clip(LEFT), sinks=[leaving], warn=complaints.append)
    assert complaints == ["the display is gone; the session goes on"]
    assert counted(sink.events) == 2
    assert counted(leaving.events) == 0


# The disk


class Log:
    """A log on a disk that is full from one event to another."""

    def __init__(self, full=()):
        self.events, self.ended, self.tries = [], 0, 0
        self._full = full

    def append(self, event):
        self.tries += 1
        if self.tries - 1 in self._full:
            raise HistoryError("the disk is full")
        self.events.append(event)

    def settle(self):
        pass

    def end(self):
        self.ended += 1


def test_what_happens_while_the_disk_is_full_is_kept_once_there_is_room():
    log = Log(full=range(8, 9))
    complaints: list[str] = []
    keeper = HistorySink(log, complaints.append)  # type: ignore[arg-type]  # as much of a log as is used
    sink = followed(clip(LEFT), event_sinks=[keeper])
    keeper.end()
    assert log.events == sink.events
    assert log.ended == 1
    assert complaints == ["the disk is full; the session goes on, and what happens is kept as soon as that is mended"]


def test_a_disk_that_stays_full_is_told_once_and_at_the_end():
    log = Log(full=range(8, 999))
    complaints: list[str] = []
    keeper = HistorySink(log, complaints.append)  # type: ignore[arg-type]  # as much of a log as is used
    sink = followed(clip(LEFT), event_sinks=[keeper])
    keeper.end()
    assert log.events == sink.events[:8]
    assert log.ended == 0
    assert len(complaints) == 2
    assert complaints[1] == f"the end of this session, {len(sink.events) - 8} events, could not be kept"
    assert log.tries < 12


class Writer:
    """A recording on a disk that is full after a while."""

    def __init__(self, after):
        self.moments = 0
        self._after = after

    def write(self, moment):
        if self.moments == self._after:
            raise RecordingError("it takes no more")
        self.moments += 1

    def close(self):
        pass


def test_a_recording_that_takes_no_more_ends_and_the_session_goes_on():
    writer = Writer(100)
    complaints: list[str] = []
    with Recorder(writer, complaints.append) as recorder:  # type: ignore[arg-type]  # as much of one as is used
        sink = followed(clip(LEFT), moment_sinks=[recorder])
    assert writer.moments == 100
    assert complaints == ["it takes no more; the session goes on, but what follows is not recorded"]
    assert counted(sink.events) == 2
