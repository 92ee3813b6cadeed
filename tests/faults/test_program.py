"""Faults in the whole program: the message, the exit code, and what is saved."""

from __future__ import annotations

import inspect
import itertools
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coach.app import watchdog
from coach.cli.failure import FAULT
from coach.errors import ModelError
from coach.events import Counted, SessionEnded
from coach.store.history import History
from coach.store.recording import Recording
from tests.fakes.display import needs_tools, serve
from tests.fakes.waiting import TIMEOUT_S
from tests.session.test_live import of

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the faults are injected by POSIX means")

ROOT = Path(__file__).resolve().parent.parent.parent
RUN = ("run", "--move", "hip-abduction", "--reps", "2", "--hold", "2", "--side", "left", "--yes")
CHECK = ("check", "legs.mp4", "--move", "hip-abduction", "--hold", "2")


def begin(fault, *words, **environment):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.program", fault, *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(child, text=None):
    out, err = child.communicate(text, timeout=5 * TIMEOUT_S)
    assert "Traceback" not in out + err
    return child.returncode, " ".join(out.split()), err


def lead(folder, fault, *more, window=False, voice="off", **environment):
    show = () if window else ("--no-window",)
    return ended(begin(fault, *RUN, *show, "--voice", voice, "--data", str(folder), *more, **environment))


def kept(folder):
    """Return the events of the only session."""
    with History(folder) as history:
        (session,) = history.sessions.all()
        return history.sessions.events(session.id)


def counted(events):
    return len(of(Counted, events))


def test_without_a_fault_both_repetitions_are_counted(tmp_path):
    code, out, err = lead(tmp_path, "none")
    assert (code, err) == (0, "")
    assert "All done. 2 repetitions." in out
    assert counted(kept(tmp_path)) == 2


def test_a_hanging_estimator_ends_a_session_with_a_message_and_everything_saved(tmp_path):
    code, out, err = lead(tmp_path, "hangs", "--record", str(tmp_path / "kept.landmarks"))
    assert code == ModelError.exit_code
    assert err.count("\n") == 1
    assert "gave no answer for 3 s" in err
    assert "One repetition." in out
    events = kept(tmp_path)
    assert counted(events) == 1
    assert isinstance(events[-1], SessionEnded)
    assert Recording(tmp_path / "kept.landmarks").frames == 199


def test_a_hanging_estimator_ends_a_check_with_a_message_and_everything_saved(tmp_path):
    code, out, err = ended(begin("hangs", *CHECK, "--record", str(tmp_path / "kept.landmarks")))
    assert (code, out) == (ModelError.exit_code, "")
    assert err.count("\n") == 1
    recording = Recording(tmp_path / "kept.landmarks")
    assert (recording.frames, recording.about["truncated"]) == (199, True)


def test_a_hanging_estimator_is_abandoned_within_ten_seconds():
    assert inspect.signature(watchdog.Guarded).parameters["limit_s"].default == watchdog.LIMIT_S
    assert watchdog.LIMIT_S + watchdog.LEAVE_S <= 10


def test_an_estimator_that_does_not_close_does_not_block_the_exit(tmp_path):
    code, _, err = lead(tmp_path, "closes never")
    assert (code, err) == (0, "")
    assert counted(kept(tmp_path)) == 2


def test_a_failing_estimator_ends_a_session_with_a_message_and_everything_saved(tmp_path):
    code, _, err = lead(tmp_path, "raises")
    assert code == FAULT
    assert err.count("\n") == 1
    assert len(list((tmp_path / "crashes").glob("*.txt"))) == 1
    events = kept(tmp_path)
    assert counted(events) == 1
    assert isinstance(events[-1], SessionEnded)


@pytest.mark.parametrize(("fault", "expected"), [("aborts", "Aborted"), ("leaves", "ended by the system")])
def test_a_library_that_ends_the_process_is_reported_and_counted_reps_are_saved(tmp_path, fault, expected):
    code, _, err = lead(tmp_path, fault)
    assert code == {"aborts": -signal.SIGABRT, "leaves": 1}[fault]
    assert err.count("\n") == 1
    assert expected in err
    assert counted(kept(tmp_path)) == 1
    reports = [path.read_text() for path in (tmp_path / "crashes").glob("*.txt")]
    assert [bool(re.search(r'File ".*program.py", line \d+ in detect', text)) for text in reports] == (
        [True] if fault == "aborts" else []
    )


def test_a_failing_thread_is_reported_and_the_session_continues(tmp_path):
    code, out, err = lead(tmp_path, "thread")
    assert code == FAULT
    assert err.count("\n") == 1
    assert "All done. 2 repetitions." in out
    assert counted(kept(tmp_path)) == 2


def test_a_program_suspended_for_longer_than_the_timeout_continues(tmp_path):
    child = begin("stops", *RUN, "--no-window", "--voice", "off", "--data", str(tmp_path))
    assert child.stdout is not None
    assert any("ready to be stopped" in line for line in child.stdout)
    child.send_signal(signal.SIGSTOP)
    time.sleep(4)
    child.send_signal(signal.SIGCONT)
    code, _, err = ended(child)
    assert (code, err) == (0, "")
    assert counted(kept(tmp_path)) == 2


@pytest.mark.parametrize(("fault", "saved"), [("disk", 1), ("disk for a while", 2)])
def test_a_full_disk_is_reported_and_events_are_saved_once_there_is_space(tmp_path, fault, saved):
    code, out, err = lead(tmp_path, fault, "--record", str(tmp_path / "kept.landmarks"))
    assert (code, err) == (0, "")
    assert "All done. 2 repetitions." in out
    # The history, the landmarks that are stored of every session, and the requested recording.
    assert out.count("the session continues") == 3
    assert ("could not be saved" in out) is (fault == "disk")
    assert counted(kept(tmp_path)) == saved
    recording = Recording(tmp_path / "kept.landmarks")
    assert recording.torn
    assert 100 < recording.frames < 200


LITTLE = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv.pop(1)) << 20,) * 2)
sys.argv[0] = "coach"
runpy.run_module("coach", run_name="__main__")
"""


@pytest.mark.model
@pytest.mark.parametrize("megabytes", [300, 600, 900])
def test_too_little_memory_ends_with_a_message(tmp_path, megabytes):
    video = str(ROOT / "tests" / "clips" / "tiny-hip-abduction-left.mp4")
    words = ("run", "--no-window", "--voice", "off", "--yes", "--move", "hip-abduction", "--camera", video)
    child = subprocess.Popen(
        [sys.executable, "-c", LITTLE, str(megabytes), *words, "--speed", "inf", "--data", str(tmp_path)],
        cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    code, _, err = ended(child)
    assert code != 0
    assert err.splitlines()[-1].startswith("coach: ")


SOUNDS = {
    "no speaker": {"PULSE_SERVER": "unix:/none", "ALSA_CONFIG_PATH": "/dev/null", "PATH": "/none"},
    "no sound server": {"PULSE_SERVER": "unix:/dev/null"},
}


@pytest.mark.parametrize("fault", SOUNDS)
def test_a_sound_failure_does_not_stop_the_session(tmp_path, fault):
    code, out, err = lead(tmp_path / "data", "none", voice="full", **SOUNDS[fault])
    assert (code, err) == (0, "")
    assert "no audio output works: connect a speaker" in " ".join(out.split())
    assert "All done. 2 repetitions." in out
    assert counted(kept(tmp_path / "data")) == 2


@needs_tools
def test_a_lost_display_is_reported_and_the_session_continues(tmp_path):
    server, display = serve("-screen", "0", "1600x900x24")
    with server:
        child = begin("display", *RUN, "--voice", "off", "--data", str(tmp_path), DISPLAY=display)
        assert child.stdout is not None
        before = list(itertools.takewhile(lambda line: not line.startswith("1."), child.stdout))
        server.kill()
        server.wait()
        code, out, err = ended(child, "go on\n")
    events = kept(tmp_path)
    assert "the display is gone" not in "".join(before)
    # If it is lost while the window is being drawn, Qt ends the program, which is reported.
    if code == 0:
        assert "the display is gone" in out
        assert counted(events) == 2
    else:
        assert err == "coach: ended by the system or by closing the display; everything until then is saved\n"
        assert counted(events) >= 1
