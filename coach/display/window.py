"""The window: images out, keys in. It belongs to the thread that opened it, which on macOS must be the main one."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Final, Protocol

import cv2

from coach.closing import Closing
from coach.display import probe
from coach.display.link import Link
from coach.display.paint import Canvas
from coach.events import Command
from coach.language import phrase

EDGES: Final = (0, 40)
"""Pixels of the screen taken by a window's frame and title."""

SMALLEST: Final = (320, 240)
"""Least size to draw at: a smaller window shows an image of this size, scaled down."""

COMMANDS: Final[dict[str, Command]] = {
    "space": "pause",
    "s": "skip",
    "q": "finish",
    "escape": "finish",
    "closed": "finish",
}
"""What keys request. ``f`` is handled by the window itself, ``h`` by the code that fills ``Shown.keys``."""

_NAMES: Final = {13: "enter", 27: "escape", 32: "space"}


class Display(Protocol):
    """Shows images and returns key presses."""

    @property
    def canvas(self) -> tuple[int, int]:
        """Width and height to draw, pixels."""
        ...

    def show(self, image: Canvas | None) -> str | None:
        """Show an image until the next one; return the key that was pressed.

        Letters (in lower case) and digits are returned as they are; other keys are ``space``, ``enter`` and ``escape``.
        A closed window returns ``closed``, each time.
        """
        ...

    def close(self) -> None:
        """Close the display; closing twice is fine."""
        ...


class Window(Closing):
    """A resizable window; ``f`` toggles full screen.

    Its size is ``size`` at first, in pixels, and less on a smaller screen.

    Raises:
        DisplayError: No display is available.
    """

    def __init__(self, title: str = "coach", size: tuple[int, int] = (1280, 720)) -> None:
        probe.look()
        # OpenCV ships Qt with X support only: asking it for Wayland would end the process. Qt's warnings
        # about fonts are irrelevant: none of them are used.
        os.environ["QT_QPA_PLATFORM"] = "xcb"
        os.environ.setdefault("QT_LOGGING_RULES", "*.warning=false;*.info=false")
        self._title = title
        self._closed = False
        self._full = False
        self._link = Link()
        screen = self._link.screen
        if screen is not None:
            size = min(size[0], screen[0] - EDGES[0]), min(size[1], screen[1] - EDGES[1])
        self._size = size
        try:
            cv2.namedWindow(title, cv2.WINDOW_NORMAL | cv2.WINDOW_FREERATIO | cv2.WINDOW_GUI_NORMAL)
            cv2.resizeWindow(title, *size)
        except cv2.error as error:
            raise probe.refusal("failed", why=error.err) from error

    @property
    def canvas(self) -> tuple[int, int]:
        """Width and height of the inside of the window, pixels."""
        if not self._closed and not self._link.cut:
            try:
                _, _, width, height = cv2.getWindowImageRect(self._title)
            except cv2.error:
                pass  # closed in the meantime; the next frame detects it
            else:
                if width > 0 and height > 0:
                    self._size = (max(width, SMALLEST[0]), max(height, SMALLEST[1]))
        return self._size

    def show(self, image: Canvas | None) -> str | None:
        """Show an image, if there is a new one, and return the key that was pressed, if any.

        Raises:
            DisplayError: The display is gone.
        """
        if self._link.cut:  # also for a closed window: OpenCV reports that before the connection counts as cut
            self._closed = True  # the window must not be touched any more
            self._link.close()
            raise probe.DisplayError(phrase("errors.display.gone"))
        if self._closed:  # showing would reopen it
            return "closed"
        code = -1
        try:
            if image is not None:
                cv2.imshow(self._title, image)
            code = cv2.waitKeyEx(1)
            # Once the window is closed, this raises or returns less than 1, depending on the system.
            if cv2.getWindowProperty(self._title, cv2.WND_PROP_VISIBLE) < 1:
                self._closed = True
        except cv2.error:
            self._closed = True
        if self._closed:
            return "closed"
        key = named(code)
        if key == "f":
            self._full = not self._full
            cv2.setWindowProperty(self._title, cv2.WND_PROP_FULLSCREEN, float(self._full))
            return None
        return key

    def close(self) -> None:
        """Close the window; closing twice is fine."""
        if not self._closed and not self._link.cut:
            self._closed = True
            with suppress(cv2.error):  # it was closed already
                cv2.destroyWindow(self._title)
                cv2.waitKeyEx(1)  # Qt removes the window only when events are next processed
        self._link.close()


def named(code: int) -> str | None:
    """Return the name of a key by OpenCV's code; ``None`` for no key, and for keys without a function."""
    if code in _NAMES:
        return _NAMES[code]
    return chr(code).lower() if 32 < code < 127 else None
