"""Processes side by side: work is given and comes back, and one that dies costs its own work only."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from coach.app.processes import Died, Finished, Processes, Raised, Sent
from coach.errors import SourceError
from tests.fakes import working
from tests.fakes.waiting import eventually

ROOT = Path(__file__).resolve().parents[2]


def all_messages(processes):
    while processes.busy:
        yield from processes.messages()


def gone(pid):
    """Return whether a process ends before the timeout."""
    return eventually(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)


def test_work_is_done_and_its_messages_arrive():
    with Processes(2) as processes:
        for n in (3, 4):
            assert processes.free
            processes.give(n, working.double, n)
        assert not processes.free
        messages = list(all_messages(processes))
    assert sorted(message.value for message in messages if isinstance(message, Sent)) == [3, 4]
    finished = sorted((message.number, message.value) for message in messages if isinstance(message, Finished))
    assert finished == [(3, 6), (4, 8)]


def test_an_error_is_returned_unchanged_and_the_process_continues():
    with Processes(1) as processes:
        processes.give(0, working.fail, "there is no such file")
        (first,) = all_messages(processes)
        processes.give(1, working.break_down, 5)
        (second,) = all_messages(processes)
    assert isinstance(first, Raised)
    assert isinstance(first.error, SourceError)
    assert isinstance(second, Raised)
    assert str(second.error) == "ZeroDivisionError: division by zero"


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
def test_a_process_that_dies_costs_its_own_work_only():
    with Processes(2) as processes:
        processes.give(0, working.die)
        processes.give(1, working.double, 1)
        first = list(all_messages(processes))
        processes.give(2, working.double, 2)  # room for another one, which is started
        processes.give(3, working.double, 3)
        second = list(all_messages(processes))
    assert Died(0, "was ended by SIGKILL") in first
    assert Finished(1, 2) in first
    assert sorted(message.value for message in second if isinstance(message, Finished)) == [4, 6]


def test_leaving_ends_running_work(tmp_path):
    note = tmp_path / "pid"
    with Processes(1) as processes:
        processes.give(0, working.work_for_ever, str(note))
        while not (note.exists() and note.read_text()):
            processes.messages()
    assert gone(int(note.read_text()))


ORPHANING = """
import sys
from coach.app.processes import Processes
from tests.fakes import working
if __name__ == "__main__":
    with Processes(1) as processes:
        processes.give(0, working.work_for_ever, sys.argv[1])
        while True:
            processes.messages()
"""


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
def test_a_process_ends_when_its_parent_is_killed(tmp_path):
    script, note = tmp_path / "orphaning.py", tmp_path / "pid"
    script.write_text(ORPHANING)
    asking = subprocess.Popen(
        [sys.executable, str(script), str(note)], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    while not (note.exists() and note.read_text()):
        assert asking.poll() is None
        time.sleep(0.02)
    asking.send_signal(signal.SIGKILL)
    asking.wait()
    assert gone(int(note.read_text()))


FIRST = """
from coach.app.processes import Processes
from tests.fakes import working
if __name__ == "__main__":
    with Processes(2) as processes:
        for n in range(2):
            processes.give(n, working.held)
        while processes.busy:
            for message in processes.messages():
                print(message.value)
"""


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
def test_ctrl_c_is_held_back_from_the_first_process_too(tmp_path):
    script = tmp_path / "first.py"
    script.write_text(FIRST)
    done = subprocess.run(
        [sys.executable, str(script)], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["True", "True"]
