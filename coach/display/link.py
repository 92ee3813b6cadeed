"""A line to the X display beside that of the window, which tells when the display is gone.

Qt, which draws the window, ends the whole process when it finds that its own line is cut. Whoever looks here first, and
then touches the window no more, lives on.
"""

from __future__ import annotations

import ctypes
import sys


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
        xcb.xcb_connect.restype = xcb.xcb_poll_for_event.restype = ctypes.c_void_p
        for function in (xcb.xcb_poll_for_event, xcb.xcb_connection_has_error, xcb.xcb_disconnect):
            function.argtypes = [ctypes.c_void_p]
        self._xcb, self._line = xcb, xcb.xcb_connect(None, None)

    @property
    def cut(self) -> bool:
        """Whether the display is gone."""
        if self._xcb is None:
            return False
        self._xcb.xcb_poll_for_event(self._line)  # no event was asked for; reading finds out about the line
        return bool(self._xcb.xcb_connection_has_error(self._line))

    def close(self) -> None:
        """Let go of it; a second time does nothing."""
        if self._xcb is not None:
            self._xcb.xcb_disconnect(self._line)
            self._xcb = None
