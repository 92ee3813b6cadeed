"""A second connection to the X display, which reports when the display is gone.

Qt, which draws the window, ends the whole process when it finds its own connection closed. Checking this connection
first, and then leaving the window alone, avoids that.
"""

from __future__ import annotations

import ctypes
import sys
import time
from typing import Final

TRIES: Final = 20
PAUSE_S: Final = 0.05
"""Time between tries. An X server without a window manager restarts when its last client leaves, as the availability
probe just did, and accepts no connection meanwhile: of 200 connections opened right after, 5 were dead, and 42 on a
busy machine."""


class _Screen(ctypes.Structure):
    """The start of the X screen structure."""

    _fields_ = (("ids", ctypes.c_uint32 * 5), ("width", ctypes.c_uint16), ("height", ctypes.c_uint16))


class _Screens(ctypes.Structure):
    _fields_ = (("first", ctypes.POINTER(_Screen)), ("left", ctypes.c_int), ("index", ctypes.c_int))


class Link:
    """Check whether the display is still there; on systems without X it always is."""

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
        self._xcb.xcb_poll_for_event(self._line)  # no events are selected; polling detects a closed connection
        return bool(self._xcb.xcb_connection_has_error(self._line))

    @property
    def screen(self) -> tuple[int, int] | None:
        """Width and height of the screen, pixels; ``None`` without X."""
        if self._xcb is None or self._xcb.xcb_connection_has_error(self._line):
            return None
        screen = self._xcb.xcb_setup_roots_iterator(self._xcb.xcb_get_setup(self._line)).first.contents
        return int(screen.width), int(screen.height)

    def close(self) -> None:
        """Close the connection; closing twice is fine."""
        if self._xcb is not None:
            self._xcb.xcb_disconnect(self._line)
            self._xcb = None
