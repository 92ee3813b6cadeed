"""Threads beside the loop: the same things in the same order, errors in the loop, and nothing left running."""

from __future__ import annotations

import threading

import pytest

from coach.app.ahead import DEPTH, Ahead, Channel
from coach.app.loop import EstimatedMoments
from coach.app.video.pipeline import Behind, Overlapped
from coach.app.watchdog import Guarded
from coach.errors import ModelError
from coach.stream import Moment
from tests.fakes.sources import ScriptedEstimator, ScriptedFrames, still
from tests.fakes.waiting import TIMEOUT_S


def left():
    return {thread.name for thread in threading.enumerate()} & {"decoding", "drawing", "finding the pose"}


def test_frames_arrive_unchanged_and_in_order():
    ahead = Ahead(ScriptedFrames(still(50)))
    assert [frame.t for frame in ahead] == [moment.t for moment in still(50)]
    ahead.close()
    assert not left()


def test_decoding_stays_within_the_queue_limit():
    reached, enough = [], threading.Event()

    def counting():
        for n in range(100):
            reached.append(n)
            if n == DEPTH:
                enough.set()
            yield n

    ahead = Ahead(counting())
    images = iter(ahead)
    next(images)
    assert enough.wait(TIMEOUT_S)
    ahead.close()
    assert reached == list(range(DEPTH + 1))
    assert not left()


def test_frames_decoded_before_an_error_are_yielded():
    ahead = Ahead(ScriptedFrames(still(9), breaks=OSError("the disk is gone"), breaks_at=3))
    times: list[float] = []
    with pytest.raises(OSError, match="the disk is gone"):
        times += (frame.t for frame in ahead)
    ahead.close()
    assert not left()


def test_a_source_that_was_never_read_is_closed():
    frames = ScriptedFrames(still(3))
    Ahead(frames, frames.close).close()
    assert frames.closed == 1


def test_closing_twice_has_no_effect():
    ahead = Ahead(ScriptedFrames(still(9)))
    next(iter(ahead))
    ahead.close()
    ahead.close()
    assert not left()


def test_all_queued_work_is_done_in_order():
    done: list[int] = []
    with Behind(done.append, "drawing") as behind:
        for n in range(30):
            behind.put(n)
    assert done == list(range(30))
    assert not left()


def test_an_error_of_the_work_is_raised_by_put():
    def fail(n):
        raise OSError("no space left")

    put: list[int] = []

    def put_many():
        with Behind(fail, "drawing") as behind:
            for n in range(1000):
                behind.put(n)
                put.append(n)

    with pytest.raises(OSError, match="no space left"):
        put_many()
    assert len(put) < 1000
    assert not left()


def test_an_error_of_the_last_work_is_raised_at_the_end():
    def fail(n):
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"), Behind(fail, "drawing") as behind:
        behind.put(1)


def test_queued_work_is_dropped_if_the_loop_fails(monkeypatch):
    done, begun, go_on = [], threading.Event(), threading.Event()
    cut = Channel.cut

    def work(n):
        begun.set()
        go_on.wait(TIMEOUT_S)
        done.append(n)

    def cut_and_go_on(channel):
        cut(channel)
        go_on.set()

    def break_off():
        with Behind(work, "drawing") as behind:
            for n in range(DEPTH):
                behind.put(n)
            begun.wait(TIMEOUT_S)
            raise KeyboardInterrupt

    monkeypatch.setattr(Channel, "cut", cut_and_go_on)
    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert done == [0]
    assert not left()


def test_a_cut_channel_accepts_nothing():
    channel: Channel[int] = Channel()
    channel.cut()
    assert not channel.put(1)
    assert list(channel) == []


def overlapped(frames, script):
    return Overlapped(Ahead(frames, frames.close), Guarded(lambda: ScriptedEstimator(script)))


@pytest.mark.parametrize("least_s", [0.0, 0.1])
def test_estimating_ahead_gives_the_same_moments_and_shows_every_frame(least_s):
    script = still(40)

    def followed(watched):
        received: list[tuple[float, object]] = []
        watched.least_s, watched.see = least_s, lambda frame, moment: received.append((frame.t, moment and moment.pose))
        moments = [(moment.t, moment.pose) for moment in watched]
        watched.close()
        return moments, received

    plain = followed(EstimatedMoments(ScriptedFrames(script), ScriptedEstimator(script)))
    assert followed(overlapped(ScriptedFrames(script), script)) == plain
    assert not left()


def test_the_next_frame_is_estimated_while_one_is_judged():
    script, looked = still(3), threading.Event()

    class Noting(ScriptedEstimator):
        def detect(self, frame):
            if frame.t == script[1].t:
                looked.set()
            return super().detect(frame)

    watched = Overlapped(ScriptedFrames(script), Guarded(lambda: Noting(script)))
    for moment in watched:
        assert moment.t != script[0].t or looked.wait(TIMEOUT_S)
    watched.close()


def test_moments_before_an_error_of_the_source_are_yielded():
    script = still(9)
    watched = overlapped(ScriptedFrames(script, breaks=OSError("the disk is gone"), breaks_at=3), script)
    received: list[Moment] = []
    with pytest.raises(OSError, match="the disk is gone"):
        received += watched
    watched.close()
    assert [moment.t for moment in received] == [moment.t for moment in script[:3]]


def test_no_frame_follows_one_on_which_the_estimator_failed():
    script = still(9)
    received: list[Moment] = []

    class Failing(ScriptedEstimator):
        def detect(self, frame):
            if frame.t == script[3].t:
                raise ModelError("the pose engine failed")
            return super().detect(frame)

    watched = Overlapped(Ahead(ScriptedFrames(script)), Guarded(lambda: Failing(script)))

    with pytest.raises(ModelError, match="failed"):
        received += watched
    watched.close()
    assert [moment.t for moment in received] == [moment.t for moment in script[:3]]
    assert not left()
