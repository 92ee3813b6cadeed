"""A line to the X display beside that of the window, which tells when the display is gone.

Qt, which draws the window, ends the whole process when it finds that its own line is cut. Whoever looks here first, and
then touches the window no more, lives on.
"""

from __future__ import annotations

import ctypes
import sys
import time
from typing import Final

TRIES: Final = 20
PAUSE_S: Final = 0.05
"""An X server without a window manager starts anew when its last program leaves, as whoever asked whether it is there
just did, and hears nobody meanwhile: of 200 lines opened right after, 5 were dead, and 42 on a busy machine."""


class _Screen(ctypes.Structure):
    """The beginning of what X tells of a screen."""

    _fields_ = (("ids", ctypes.c_uint32 * 5), ("width", ctypes.c_uint16), ("height", ctypes.c_uint16))


class _Screens(ctypes.Structure):
    _fields_ = (("first", ctypes.POINTER(_Screen)), ("left", ctypes.c_int), ("index", ctypes.c_int))


class Link:
    """Knows whether the display is still there; where the system has no X, it always is."""

    def __init__(self) -> None:
        self._xcb: ctypes.CDLL | None = None
        if sys.platform in ("win32", "darwin"):
            return
        try:
            xcb = ctypes.CDLL("libxcb.so.1")
        except OSError:
            return
        xcb.xcb_connect.restype = xcb.xcb_poll_for_event.restype = xcb.xcb_get_setup.restype = ctypes.c_void_p
        xcb.xcb_setup_roots_iterator.restype = _Screens
        for function in (
            xcb.xcb_poll_for_event, xcb.xcb_connection_has_error, xcb.xcb_disconnect,
            xcb.xcb_get_setup, xcb.xcb_setup_roots_iterator,
        ):  # fmt: skip
            function.argtypes = [ctypes.c_void_p]
        self._xcb, self._line = xcb, xcb.xcb_connect(None, None)
        for _ in range(TRIES):
            if not self.cut:
                break
            xcb.xcb_disconnect(self._line)
            time.sleep(PAUSE_S)
            self._line = xcb.xcb_connect(None, None)

    @property
    def cut(self) -> bool:
        """Whether the display is gone."""
        if self._xcb is None:
            return False
        self._xcb.xcb_poll_for_event(self._line)  # no event was asked for; reading finds out about the line
        return bool(self._xcb.xcb_connection_has_error(self._line))

    @property
    def screen(self) -> tuple[int, int] | None:
        """Width and height of the screen, pixels; ``None`` where there is no X to tell."""
        if self._xcb is None or self._xcb.xcb_connection_has_error(self._line):
            return None
        screen = self._xcb.xcb_setup_roots_iterator(self._xcb.xcb_get_setup(self._line)).first.contents
        return int(screen.width), int(screen.height)

    def close(self) -> None:
        """Let go of it; a second time does nothing."""
        if self._xcb is not None:
            self._xcb.xcb_disconnect(self._line)
            self._xcb = None
