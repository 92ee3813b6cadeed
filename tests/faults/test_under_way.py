"""Faults during a session, component by component: what is reported and saved, and that the session continues."""

from __future__ import annotations

import itertools
import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from coach.app.history.writer import HistorySink, Recorder
from coach.app.live.loop import run_session
from coach.app.live.throughput import Throughput
from coach.app.watchdog import Guarded, OverdueError, Worker
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
"""Frame between the two reps."""

HOLDING = 75
"""Frame in the first hold, before it is long enough."""


def followed(moments, *, estimator=None, camera=None, sinks=(), **how):
    """Run a session of two leg raises; return a sink with its events."""
    sink = Sink()
    made = estimator or ScriptedEstimator(moments)
    session = LiveSession(TWO, MOVES)
    run_session(session, camera or Camera(moments), lambda: made, sinks=[*sinks, sink], **how)
    return sink


def counted(events):
    return len(of(Counted, events))


def without_curves(events):
    """Return the events as the history returns them; it stores curves separately."""
    return [event for event in events if not isinstance(event, Measured)]


def later(moments, by):
    return [Moment(moment.t + by, moment.pose) for moment in moments]


def returning(gap_s):
    """Return two reps with a gap in between, after which the person rests briefly."""
    rested = joined(lasting(clip(LEFT)[BETWEEN], 1.5), clip(LEFT)[BETWEEN:])
    return joined(clip(LEFT)[:BETWEEN], rested, gap_s=gap_s)


def larger(moments, times):
    """Return the same poses in images scaled by ``times``."""
    bigger = []
    for moment in moments:
        pose = moment.pose
        if pose is not None:
            size = (pose.size[0] * times, pose.size[1] * times)
            pose = replace(pose, image_px=pose.image_px * times, image_z=pose.image_z * times, size=size)
        bigger.append(Moment(moment.t, pose))
    return bigger


# The camera


def test_unplugging_the_camera_between_two_reps_loses_none():
    moments = returning(60.0)
    sink = followed(moments, camera=Camera(moments, stalls=(BETWEEN,)))
    assert [stalled.why for stalled in sink.stalls] == ["the cable is out"]
    assert counted(sink.events) == 2


def test_unplugging_the_camera_during_a_hold_does_not_extend_it():
    moments = [*clip(LEFT)[:HOLDING], *later(clip(LEFT)[HOLDING:], 60.0)]
    events = followed(moments).events
    assert [event.why for event in of(Paused, events)][:1] == ["camera"]
    assert counted(events) <= 2
    assert all(event.t < clip(LEFT)[HOLDING].t or event.t > 60 for event in of(HoldReached, events))


def test_a_change_of_resolution_loses_no_rep():
    moments = [*clip(LEFT)[:BETWEEN], *larger(clip(LEFT)[BETWEEN:], 2)]
    assert counted(lead(TWO, moments)) == 2


def test_a_change_of_frame_rate_loses_no_rep():
    moments = [*clip(LEFT)[:BETWEEN], *clip(LEFT)[BETWEEN::2]]
    assert counted(lead(TWO, moments)) == 2


# The computer


def test_suspending_the_computer_between_reps_loses_none():
    events = lead(TWO, returning(3600.0))
    assert counted(events) == 2
    assert (len(of(Paused, events)), len(of(Resumed, events))) == (1, 1)


def test_setting_the_wall_clock_back_changes_neither_order_nor_events(monkeypatch, tmp_path):
    times = itertools.cycle([datetime(2026, 3, 2, 10, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)])

    class Stepping(datetime):
        @classmethod
        def now(cls, tz=None):
            return next(times)

    monkeypatch.setattr("coach.store.database.datetime", Stepping)
    with History(tmp_path) as history:
        for _ in range(3):
            log = history.sessions.begin(TWO.id, [], {})
            history_sink = HistorySink(log, pytest.fail)
            sink = followed(clip(LEFT), event_sinks=[history_sink])
            history_sink.end()
            assert history.sessions.events(log.session) == without_curves(sink.events)
        assert [session.id for session in history.sessions.all()] == [1, 2, 3]


def rate(fps, seconds, start=0.0):
    return [start + n / fps for n in range(round(fps * seconds))]


@pytest.mark.parametrize(("fps", "behind"), [(30, False), (10, False), (8.5, False), (5, True), (1, True)])
def test_a_computer_that_does_not_keep_up_is_detected(fps, behind):
    throughput = Throughput()
    assert [throughput.update(t) for t in rate(fps, 8)][-1] == behind


def test_one_long_interval_is_not_falling_behind():
    throughput = Throughput()
    assert not any(throughput.update(t) for t in (*rate(25, 5), *rate(25, 5, start=6.2), *rate(25, 5, start=30)))


def test_a_computer_recovers_after_keeping_up_for_a_while():
    throughput = Throughput()
    assert [throughput.update(t) for t in rate(4, 8)][-1]
    assert not [throughput.update(t) for t in rate(25, 8, start=8)][-1]


def test_a_computer_recovers_with_a_camera_in_dim_light():
    throughput = Throughput()
    assert [throughput.update(t) for t in rate(4, 8)][-1]
    assert not [throughput.update(t) for t in rate(7.5, 8, start=8)][-1]


def test_a_slow_estimator_is_reported_and_reps_still_count():
    slowly = clip(LEFT)[::6]
    sink = followed(slowly)
    assert {stalled.state for stalled in sink.stalls} == {"behind"}
    assert "close other programs" in sink.stalls[-1].why
    assert counted(sink.events) == 2


# The estimator


class Breaking(ScriptedEstimator):
    """Raises at a frame."""

    def __init__(self, at):
        super().__init__(clip(LEFT))
        self._left = at

    def detect(self, frame: Frame):
        self._left -= 1
        if self._left < 0:
            raise ModelError("the pose engine failed")
        return super().detect(frame)


def test_a_failing_estimator_ends_the_session_with_its_events_saved(tmp_path):
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
    """An event that is set at the end of the test; code that waits for it hangs until then."""
    opened = threading.Event()
    yield opened
    opened.set()


class Hanging(ScriptedEstimator):
    """Hangs at a frame."""

    def __init__(self, gate, at=3):
        super().__init__(clip(LEFT))
        self._gate, self._left = gate, at

    def detect(self, frame: Frame):
        self._left -= 1
        if self._left < 0:
            self._gate.wait()
        return super().detect(frame)


def test_a_hanging_estimator_is_abandoned_and_not_waited_for_again(gate):
    estimator = Guarded(lambda: Hanging(gate))
    frames = [Frame(moment.t, IMAGE) for moment in clip(LEFT)[:5]]
    for frame in frames[:3]:
        estimator.detect(frame)
    estimator._limit_s = 0.1
    for frame in frames[3:]:
        with pytest.raises(ModelError, match=r"no answer for 0\.1 s"):
            estimator.detect(frame)
    estimator.close()


def test_an_estimator_that_hangs_in_its_constructor_is_abandoned(gate):
    with pytest.raises(ModelError, match="no answer"):
        Guarded(gate.wait, 0.1)


def test_a_guarded_estimator_returns_the_same_poses():
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


def test_an_exception_of_the_estimator_is_passed_on():
    def make():
        raise ModelError("it cannot run")

    with pytest.raises(ModelError, match="it cannot run"):
        Guarded(make)


def test_the_result_of_an_interrupted_call_is_not_returned_by_the_next(monkeypatch):
    worker = Worker("working")
    get, calls = worker._done.get, iter([KeyboardInterrupt])

    def interrupted(timeout):
        for error in calls:
            raise error
        return get(timeout=timeout)

    worker._done = type("Queue", (), {"get": staticmethod(interrupted), "put": worker._done.put})()
    with pytest.raises(KeyboardInterrupt):
        worker.do(lambda: "first")
    assert worker.do(lambda: "second") == "second"
    worker.end()


def test_a_lost_worker_accepts_no_more_work(gate):
    worker = Worker("working")
    for _ in range(2):
        with pytest.raises(OverdueError):
            worker.do(gate.wait, 0.1)
    assert worker.lost
    worker.end()


# The sinks


class Leaving(Sink):
    """Fails after a while, like a window whose display is lost."""

    def see(self, t, image, pose, reading):
        if t > 2:
            raise DisplayError("the display is gone")
        return super().see(t, image, pose, reading)


def test_a_failing_sink_is_dropped_and_the_session_continues():
    complaints: list[str] = []
    leaving = Leaving()
    sink = followed(clip(LEFT), sinks=[leaving], warn=complaints.append)
    assert complaints == ["the display is gone; the session continues"]
    assert counted(sink.events) == 2
    assert counted(leaving.events) == 0


# The disk


class Log:
    """A log on a disk that is full for some events."""

    def __init__(self, full=()):
        self.events, self.ended, self.tries = [], 0, 0
        self._full = full

    def append(self, event):
        self.tries += 1
        if self.tries - 1 in self._full:
            raise HistoryError("the disk is full")
        self.events.append(event)

    def checkpoint(self):
        pass

    def end(self):
        self.ended += 1


def test_events_are_saved_once_a_full_disk_has_space():
    log = Log(full=range(8, 9))
    complaints: list[str] = []
    history_sink = HistorySink(log, complaints.append)  # type: ignore[arg-type]  # as much of a log as is used
    sink = followed(clip(LEFT), event_sinks=[history_sink])
    history_sink.end()
    assert log.events == sink.events
    assert log.ended == 1
    assert complaints == [
        "the disk is full; the session continues, and its events are saved as soon as that works again"
    ]


def test_a_disk_that_stays_full_is_reported_once_and_at_the_end():
    log = Log(full=range(8, 999))
    complaints: list[str] = []
    history_sink = HistorySink(log, complaints.append)  # type: ignore[arg-type]  # as much of a log as is used
    sink = followed(clip(LEFT), event_sinks=[history_sink])
    history_sink.end()
    assert log.events == sink.events[:8]
    assert log.ended == 0
    assert len(complaints) == 2
    assert complaints[1] == f"the end of this session, {len(sink.events) - 8} events, could not be saved"
    assert log.tries < 12


class Writer:
    """A recording on a disk that becomes full."""

    def __init__(self, after):
        self.moments = 0
        self._after = after

    def write(self, moment):
        if self.moments == self._after:
            raise RecordingError("it cannot be continued")
        self.moments += 1

    def close(self):
        pass


def test_a_failing_recording_ends_and_the_session_continues():
    writer = Writer(100)
    complaints: list[str] = []
    with Recorder(writer, complaints.append) as recorder:  # type: ignore[arg-type]  # as much of one as is used
        sink = followed(clip(LEFT), moment_sinks=[recorder])
    assert writer.moments == 100
    assert complaints == ["it cannot be continued; the session continues, but the rest is not recorded"]
    assert counted(sink.events) == 2
