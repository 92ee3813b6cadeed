"""Work for child processes. It has to be importable, as they cannot be monkeypatched.

Most of it needs nothing of the program, so only what checks a video loads that.
"""

import os
import signal
import time
from pathlib import Path

from coach.errors import SourceError


def double(n, say):
    say(n)
    return 2 * n


def fail(text, say):
    raise SourceError(text)


def held(say):
    """Return whether SIGINT is blocked in this process."""
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def break_down(n, say):
    return n / 0


def die(say):
    os.kill(os.getpid(), signal.SIGKILL)


def work_for_ever(note, say):
    Path(note).write_text(str(os.getpid()))
    while True:
        say(None)
        time.sleep(0.01)


def attempt_or_die(task, watched, say):
    """Check a video as the program does, but kill the process for one called ``deadly``, as a native crash would."""
    if Path(task.path).stem == "deadly":
        die(say)
    from coach.app.batch.task import attempt

    return attempt(task)


def attempt_for_ever(task, watched, say):
    """Works as the program does, repeatedly; a file in ``AT_WORK`` shows that this process is processing frames."""
    from coach.app.batch.task import attempt

    def progress(*_):
        (Path(os.environ["AT_WORK"]) / str(os.getpid())).touch()
        say(None)

    while True:
        attempt(task, progress)
