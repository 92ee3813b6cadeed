"""Waiting for what comes by itself, however long other work takes the processor."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

PATIENT_S: Final = 60.0
"""Longer than any of it takes on a computer that stands still for a while."""


def eventually(holds: Callable[[], object], patient_s: float = PATIENT_S) -> bool:
    """Return whether something holds, at once or after a while."""
    end = time.monotonic() + patient_s
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
