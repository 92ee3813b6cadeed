"""A live session from end to end: the loop and its sinks, with scripts in place of camera and model."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from coach import cli
from coach.app.history.writer import HistorySink, past, planned
from coach.app.live.loop import run_session, stopping
from coach.capture.latest import Stalled
from coach.errors import SourceError
from coach.events import Counted, Measured, MoveEnded, Placed, SessionBegan, SessionEnded
from coach.session.checker import check
from coach.session.live import LiveSession
from coach.session.routine import Exercise
from coach.store.history import History
from coach.store.recording import Header, Recording, RecordingWriter
from coach.stream import Frame
from tests.fakes.sources import ScriptedEstimator
from tests.session.leading import MOVES, clip, lead, routine
from tests.session.test_live import of, of_checkers

LEFT = "tiny-hip-abduction-left"
TWO = routine(Exercise("hip-abduction", reps=2, hold_s=2, sides=("left",), rest_s=0))
IMAGE = np.zeros((4, 6, 3), np.uint8)
CLIPS = Path(__file__).parents[2] / "clips"


class Camera:
    """Grey images at the instants of a script, and a stall of half a second in place of some."""

    def __init__(self, moments, stalls=(), breaks=None):
        self.closed = 0
        self._moments, self._stalls, self._breaks = moments, stalls, breaks

    def __iter__(self):
        for i, moment in enumerate(self._moments):
            if self._breaks is not None and i == self._breaks:
                raise KeyboardInterrupt
            if i in self._stalls:
                yield Stalled(moment.t - 0.01, "lost", "the cable is out", None)
            yield Frame(moment.t, IMAGE)

    def close(self):
        self.closed += 1


class Absent(Camera):
    """A camera without frames, only with a reason."""

    def __iter__(self):
        return (Stalled(t, "absent", "there is no camera 0: plug it in", None) for t in (0.0, 1.0, 3.0))


class Sink:
    """Records all calls, and presses keys at given instants."""

    def __init__(self, keys=()):
        self.events, self.frames, self.stalls = [], [], []
        self._keys = dict(keys)

    def update(self, event):
        self.events.append(event)

    def see(self, t, image, pose, reading):
        self.frames.append((t, pose))
        return [self._keys.pop(at) for at in sorted(self._keys) if at <= t]

    def stall(self, stalled):
        self.stalls.append(stalled)
        return [self._keys.pop(at) for at in sorted(self._keys) if at <= stalled.t]

    def close(self):
        pass


def followed(moments=None, *, keys=(), stop=None, camera=None, **how):
    moments = clip(LEFT) if moments is None else moments
    session, sink = LiveSession(TWO, MOVES), Sink(keys)
    made = ScriptedEstimator(moments)
    run_session(session, camera or Camera(moments), lambda: made, sinks=[sink], stop=stop, **how)
    return sink, made


def test_the_loop_passes_on_the_events_of_the_core():
    sink, _ = followed()
    assert sink.events == lead(TWO, clip(LEFT))


def test_the_loop_ends_with_the_session_and_not_with_the_frames():
    sink, _ = followed()
    assert isinstance(sink.events[-1], SessionEnded)
    assert sink.frames[-1][0] == sink.events[-1].t < clip(LEFT)[-1].t


def test_the_first_frame_is_shown_before_the_estimator_is_made():
    order = []
    moments = clip(LEFT)[:3]

    class Looking(Sink):
        def see(self, t, image, pose, reading):
            order.append(("seen", t))
            return ()

    def made():
        order.append(("made", 0.0))
        return ScriptedEstimator(moments)

    run_session(LiveSession(TWO, MOVES), Camera(moments), made, sinks=[Looking()])
    assert order[:3] == [("seen", moments[0].t), ("made", 0.0), ("seen", moments[0].t)]


def test_the_next_frame_is_estimated_while_one_is_drawn():
    moments, second, waited = clip(LEFT)[:3], threading.Event(), []

    class Noting(ScriptedEstimator):
        def detect(self, frame):
            if frame.t == moments[1].t:
                second.set()
            return super().detect(frame)

    class Drawing(Sink):
        def see(self, t, image, pose, reading):
            if t == moments[0].t and pose is not None:
                waited.append(second.wait(60))
            return ()

    run_session(LiveSession(TWO, MOVES), Camera(moments), lambda: Noting(moments), sinks=[Drawing()])
    assert waited == [True]


def test_everything_is_closed_at_the_end():
    camera = Camera(clip(LEFT))
    _, estimator = followed(camera=camera)
    assert (camera.closed, estimator.closed) == (1, 1)


def test_everything_is_closed_after_an_interrupt():
    camera = Camera(clip(LEFT), breaks=40)
    with pytest.raises(KeyboardInterrupt):
        followed(camera=camera)
    assert camera.closed == 1


def test_a_stall_is_shown_and_the_session_continues():
    sink, _ = followed(camera=Camera(clip(LEFT), stalls=(30, 31)))
    assert [stalled.why for stalled in sink.stalls] == ["the cable is out"] * 2
    assert len(of(Counted, sink.events)) == 2


def test_a_camera_that_never_appears_ends_the_session():
    with pytest.raises(SourceError, match="there is no camera 0"):
        followed(camera=Absent(()), first_frame_s=2.0)
    sink, _ = followed(camera=Absent(()))
    assert len(sink.stalls) == 3


def test_a_key_takes_effect_at_the_next_moment():
    sink, _ = followed(keys=[(3.0, "skip")])
    assert [event.done for event in of(MoveEnded, sink.events)] == [False]


def test_finishing_takes_effect_even_if_no_moment_follows():
    sink, _ = followed(keys=[(2.5, "finish")])
    assert sink.events[-1] == SessionEnded(sink.events[-1].t, done=False)
    assert sink.frames[-1][0] < 2.6


class Leaving(Sink):
    """Wants to leave once so many images were shown; the first one is shown twice."""

    def __init__(self, stop, after):
        super().__init__()
        self._stop, self._after = stop, after

    def see(self, t, image, pose, reading):
        super().see(t, image, pose, reading)
        if len(self.frames) == self._after:
            self._stop.set()
        return ()


def left(after):
    """Run a session that is stopped; return its sink, and how often each estimator was closed."""
    stop, moments, made = threading.Event(), clip(LEFT), []
    sink = Leaving(stop, after)

    def make():
        made.append(ScriptedEstimator(moments))
        return made[-1]

    if not after:
        stop.set()
    run_session(LiveSession(TWO, MOVES), Camera(moments), make, sinks=[sink], stop=stop)
    return sink, [each.closed for each in made]


def test_a_request_to_stop_ends_the_session_with_all_events_reported():
    sink, closed = left(after=40)
    assert len(sink.frames) == 40
    assert isinstance(sink.events[-1], SessionEnded)
    assert closed == [1]


def test_stopping_before_the_first_frame_makes_no_estimator():
    sink, closed = left(after=0)
    assert (sink.frames, sink.events, closed) == ([], [], [])


def test_stopping_while_the_estimator_is_made_waits_for_no_pose():
    sink, closed = left(after=1)
    assert (len(sink.frames), sink.events, closed) == (1, [], [1])


def test_events_are_stored_before_they_are_shown():
    order = []

    class Noting(Sink):
        def update(self, event):
            order.append("shown")

    moments = clip(LEFT)
    run_session(
        LiveSession(TWO, MOVES), Camera(moments), lambda: ScriptedEstimator(moments), sinks=[Noting()],
        event_sinks=[lambda event: order.append("stored")],
    )  # fmt: skip
    assert order == ["stored", "shown"] * (len(order) // 2)


def test_the_events_of_a_live_run_are_those_of_checking_its_recording(tmp_path):
    with RecordingWriter(tmp_path / "live.landmarks", Header("made up")) as writer:
        sink, _ = followed(moment_sinks=[writer.write])
    recording = Recording(tmp_path / "live.landmarks")
    assert of_checkers(sink.events) == of_checkers(
        check(MOVES["hip-abduction"].adjusted(hold_s=2, reps=2, side="left"), recording)
    )
    assert lead(TWO, recording) == sink.events


def test_a_signal_requests_a_stop_and_a_second_one_interrupts():
    stop = threading.Event()
    before = signal.getsignal(signal.SIGINT)
    with stopping(stop):
        signal.raise_signal(signal.SIGINT)
        assert stop.is_set()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_a_session_is_stored_event_by_event(tmp_path):
    with History(tmp_path) as history:
        log = history.sessions.begin(TWO.id, planned(history, TWO, MOVES), {})
        history_sink = HistorySink(log, lambda text: None)
        sink, _ = followed(event_sinks=[history_sink])
        history_sink.end()
        curves = of(Measured, sink.events)
        assert history.sessions.events(log.session) == [each for each in sink.events if each not in curves]
        assert len(history.sessions.curves(log.session)) == len(curves) == 2
        (session,) = history.sessions.all()
        assert history.sessions.definition(session.planned[0]["definition"])
        assert [each.done.clean for each in past(history, TWO.id)["hip-abduction"]] == [2]


# From here on the whole command, with the true estimator and clips in the place of a camera.

TINY = [
    ("hip-abduction", "tiny-hip-abduction-left", 2, '["left"]'),
    ("spine-extension", "tiny-spine-extension", 2, ""),
    ("back-extension", "tiny-back-extension", 2, ""),
    ("knee-to-chest", "tiny-knee-to-chest", 1, '["left"]'),
    ("piriformis-stretch", "tiny-piriformis-stretch", 1, '["right"]'),
    ("seated-rotation", "tiny-seated-rotation", 1, '["left"]'),
    ("straight-leg-raise", "form-straight-leg-raise-m", 1, '["right"]'),
    ("clamshell", "form-clamshell-m", 2, '["right"]'),
    ("side-plank", "form-side-plank-m", 2, '["left"]'),
    ("four-point-hip-extension", "form-four-point-hip-extension-m", 2, '["right"]'),
    ("bottom-to-heels", "form-bottom-to-heels-m", 2, ""),
    ("glute-bridge", "form-glute-bridge-m", 1, ""),
]


def words(folder, *more):
    return ["run", "--no-window", "--voice", "off", "--yes", "--data", str(folder), *more]


def exported(folder, capsys):
    capsys.readouterr()
    assert cli.main(["export", "--data", str(folder)]) == 0
    (session,) = json.loads(capsys.readouterr().out)["sessions"]
    return session


@pytest.mark.model
@pytest.mark.slow
def test_a_whole_routine_ends_by_itself_with_the_right_counts(tmp_path, capsys):
    moves = [
        f'[[moves]]\nid = "{move}"\nreps = {reps}\nhold_s = 2\nrest_s = 0\n' + (f"sides = {sides}\n" if sides else "")
        for move, _, reps, sides in TINY
    ]
    (tmp_path / "six.toml").write_text('schema = 1\nid = "six"\ntitle = "All of them"\n' + "".join(moves))
    videos = [word for _, name, _, _ in TINY for word in ("--camera", str(CLIPS / f"{name}.mp4"))]
    data, kept = tmp_path / "data", tmp_path / "six.landmarks"
    code = cli.main(words(data, str(tmp_path / "six.toml"), *videos, "--speed", "inf", "--record", str(kept)))
    assert code == 0
    session = exported(data, capsys)
    done = [event["move"] for event in session["events"] if event["type"] == "MoveEnded" and event["done"]]
    counted = [event for event in session["events"] if event["type"] == "Counted"]
    assert done == [move for move, *_ in TINY]
    assert len(counted) == sum(reps for _, _, reps, _ in TINY)
    assert session["events"][-1]["type"] == "SessionEnded"
    assert session["events"][-1]["done"] is True
    with History(data) as history:
        events = history.sessions.events(1)
    six = routine(*(
        Exercise(move, reps=reps, hold_s=2, rest_s=0, sides=tuple(json.loads(sides)) if sides else None)
        for move, _, reps, sides in TINY
    ))  # fmt: skip
    again = lead(six, Recording(kept))
    assert [each for each in again if not isinstance(each, Measured)][1:] == events[1:]
    assert of(SessionBegan, again)[0].moves == of(SessionBegan, events)[0].moves


@pytest.mark.model
@pytest.mark.skipif(os.name != "posix", reason="other systems send no such signal to a child")
def test_ctrl_c_ends_it_with_everything_saved(tmp_path):
    video = str(CLIPS / "sample-hip-abduction.mp4")
    command = [sys.executable, "-m", "coach", *words(tmp_path, "--move", "hip-abduction", "--camera", video)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert child.stdout is not None
    with child.stdout:
        for line in child.stdout:
            if line.strip() == "Go.":
                break
        time.sleep(0.5)
        child.send_signal(signal.SIGINT)
        child.stdout.read()
    assert child.wait() == 130
    with History(tmp_path) as history:
        events = history.sessions.events(1)
        assert history.sessions.all()[0].ended is not None
    assert of(Placed, events) != []
    assert isinstance(events[-1], SessionEnded)


def test_a_recording_that_cannot_be_created_is_reported_at_once(tmp_path, capsys):
    video = str(CLIPS / "sample-hip-abduction.mp4")
    code = cli.main(
        words(tmp_path, "--move", "hip-abduction", "--camera", video, "--record", str(tmp_path / "no" / "x"))
    )
    assert code == 2
    assert "--record" in capsys.readouterr().err
