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

TIMEOUT_S: Final = 5.0
"""Seconds after which a display that does not answer counts as absent."""

INSTEAD: Final = "run with --no-window to go by voice and sounds alone"

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
        raise DisplayError(f"{fault}; or {INSTEAD}")
    if sys.platform in ("win32", "darwin"):  # there, failing to open a window raises an error
        return
    display = environ.get("DISPLAY")
    if not display:
        found = "Wayland without Xwayland" if environ.get("WAYLAND_DISPLAY") else "none (DISPLAY is not set)"
        raise DisplayError(f"a window needs an X display, and there is {found}; {INSTEAD}")
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
        raise DisplayError(f"the display {display} did not answer in {TIMEOUT_S:g} s; {INSTEAD}") from error
    if child.returncode == _UNLOADABLE:
        missing = child.stdout.strip().partition(":")[0]
        raise DisplayError(f"a window needs {missing}, which cannot be loaded; install its package, or {INSTEAD}")
    if child.returncode:
        raise DisplayError(f"the display {display} could not be opened; is it yours, and is it on? Or {INSTEAD}")


def _plugins() -> list[str]:
    """Return the Qt platform plugins that OpenCV ships, if any."""
    import cv2

    return [str(path) for path in (Path(cv2.__file__).parent / "qt" / "plugins" / "platforms").glob("libqxcb.so")]
