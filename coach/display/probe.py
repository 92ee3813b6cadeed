"""Check whether a window can be opened. Without a display, the window system would end the whole process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Final

from coach import opencv
from coach.display.link import PAUSE_S, TRIES
from coach.errors import CoachError
from coach.language import phrase

TIMEOUT_S: Final = 5.0
"""Seconds after which a display that does not answer counts as absent."""

_UNANSWERED: Final = 3
_UNLOADABLE: Final = 4
_CHILD: Final = f"""
import ctypes, sys, time
try:
    xcb = ctypes.CDLL("libxcb.so.1")
    for plugin in sys.argv[1:]:
        ctypes.CDLL(plugin)
except OSError as error:
    print(error)
    sys.exit({_UNLOADABLE})
xcb.xcb_connect.restype = ctypes.c_void_p
xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
for _ in range({TRIES}):
    if not xcb.xcb_connection_has_error(xcb.xcb_connect(None, None)):
        sys.exit(0)
    time.sleep({PAUSE_S})
sys.exit({_UNANSWERED})
"""
"""Program that connects as Qt does, with the same rights, in its own process: a hanging display hangs only that
process."""


class DisplayError(CoachError):
    """No display is available for a window."""

    exit_code: ClassVar[int] = 7


def look(environ: Mapping[str, str] = os.environ) -> None:
    """Return if a window can be opened here.

    Raises:
        DisplayError: No window can be opened; the message says why and what to do.
    """
    if fault := opencv.fault(windows=True):
        raise refusal("opencv", fault=fault)
    if sys.platform in ("win32", "darwin"):  # there, failing to open a window raises an error
        return
    display = environ.get("DISPLAY")
    if not display:
        raise refusal("wayland" if environ.get("WAYLAND_DISPLAY") else "absent")
    try:
        child = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _CHILD, *_plugins()],
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT_S,
            check=False,
            text=True,
        )
    except subprocess.TimeoutExpired as error:
        raise refusal("silent", display=display, seconds=TIMEOUT_S) from error
    if child.returncode == _UNLOADABLE:
        raise refusal("library", missing=child.stdout.strip().partition(":")[0])
    if child.returncode:
        raise refusal("closed", display=display)


def refusal(key: str, **fields: object) -> DisplayError:
    """Return the error with that key of the catalogue, which also says what works without a window."""
    return DisplayError(phrase(f"errors.display.{key}", instead=phrase("errors.display.instead"), **fields))


def _plugins() -> list[str]:
    """Return the Qt platform plugins that OpenCV ships, if any."""
    import cv2

    return [str(path) for path in (Path(cv2.__file__).parent / "qt" / "plugins" / "platforms").glob("libqxcb.so")]
