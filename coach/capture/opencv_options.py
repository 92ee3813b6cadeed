"""OpenCV as webcams need it: checked before it is used, and given the options it takes from the environment."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from coach import opencv
from coach.errors import SourceError

_environment_lock: Final = threading.Lock()


def load() -> None:
    """Return where OpenCV can be used.

    Raises:
        SourceError: It is missing, cannot be loaded or is of another version.
    """
    if fault := opencv.fault():
        raise SourceError(fault)


@contextmanager
def environment(options: Mapping[str, str]) -> Iterator[None]:
    """Set options that OpenCV takes from the environment only, and put them back afterwards."""
    with _environment_lock:
        before = {name: os.environ.get(name) for name in options}
        os.environ.update(options)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value
