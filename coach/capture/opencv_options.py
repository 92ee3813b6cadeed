"""OpenCV for webcams: checks the installation, and sets options that it reads from the environment."""

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
    """Check that OpenCV can be used.

    Raises:
        SourceError: It is missing, cannot be loaded or has the wrong version.
    """
    if fault := opencv.fault():
        raise SourceError(fault)


@contextmanager
def environment(options: Mapping[str, str]) -> Iterator[None]:
    """Set options that OpenCV reads only from environment variables, and restore the variables afterwards."""
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
