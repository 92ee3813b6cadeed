"""What a worker of a cluster is started with, so that it is never done with a video that is called ``endless``."""

import itertools
import time
from unittest import mock

from coach.app.batch import remote

_check = remote.check


def _for_ever(task, watch):
    for t in itertools.count():
        watch(float(t), None)  # raises once nobody wants the result
        time.sleep(0.01)


def _endless(token, task, name):
    if "endless" not in name:
        return _check(token, task, name)
    with mock.patch("coach.app.batch.remote.attempt", _for_ever):
        return _check(token, task, name)


remote.check = _endless
