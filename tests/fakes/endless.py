"""Start-up code of a cluster worker that never finishes a video called ``endless``."""

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
