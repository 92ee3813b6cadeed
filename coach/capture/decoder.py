"""OpenCV: loaded, with its faults in a sentence, and its options for FFmpeg."""

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
    """Import OpenCV and report what keeps it from loading in a sentence.

    Raises:
        SourceError: It is missing, cannot be loaded or is of another version.
    """
    if fault := opencv.fault():
        raise SourceError(fault)


@contextmanager
def environment(options: Mapping[str, str]) -> Iterator[None]:
    """Set options for FFmpeg, which OpenCV takes from the environment only, and put them back afterwards."""
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
