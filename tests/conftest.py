"""Shared by all tests."""

import os
import signal
import sys

import pytest
from hypothesis import Phase, settings
from hypothesis.internal.conjecture import providers

# How long an example takes says more about who else is using the computer than about the code, and an example that
# nobody asked for must not stop a change that has nothing to do with it. To look for new ones, and to make them small,
# which takes minutes: pytest --hypothesis-profile=seek
settings.register_profile(
    "coach", deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate), report_multiple_bugs=False
)
settings.register_profile("seek", deadline=None, derandomize=False, max_examples=500)
settings.load_profile("coach")

# Numbers that it finds in the modules loaded so far would make its examples depend on which tests ran before.
providers._get_local_constants = lambda: providers._local_constants

# A shell makes what it starts in the background ignore Ctrl-C, and so would every process that a test starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Hundreds of processes are started: without its bytecode each would compile the program again.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One worker more than cores for ``-n auto``: tests of sound, cameras and processes wait more than they compute."""
    return (os.cpu_count() or 1) + 1
