"""What a worker of a cluster is started with, so that it is never done with a video that is called ``endless``."""

import itertools
import time

from coach.app.batch import remote

_attempt, _check = remote.attempt, remote.check


def _for_ever(task, watch):
    for t in itertools.count():
        watch(float(t), None)  # raises once nobody wants the result
        time.sleep(0.01)


def _endless(token, task, name):
    remote.attempt = _for_ever if "endless" in name else _attempt
    return _check(token, task, name)


remote.check = _endless
