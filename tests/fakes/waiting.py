"""Polling for a condition with a timeout that is long enough for a loaded machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

TIMEOUT_S: Final = 60.0


def eventually(holds: Callable[[], object], timeout_s: float = TIMEOUT_S) -> bool:
    """Return whether ``holds`` becomes true before the timeout."""
    end = time.monotonic() + timeout_s
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
