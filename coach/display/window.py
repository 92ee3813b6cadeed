"""The window: pictures out, keys in. It belongs to the thread that opened it, which on macOS must be the main one."""

from __future__ import annotations

import os
from types import TracebackType
from typing import Final, Protocol, Self

import cv2

from coach.display import probe
from coach.display.link import Link
from coach.display.paint import Canvas
from coach.display.probe import DisplayError
from coach.events import Command

EDGES: Final = (0, 40)
"""What a window's frame and title take from the screen, pixels."""

SMALLEST: Final = (320, 240)
"""A window smaller than this shows a picture of this size, made smaller."""

COMMANDS: Final[dict[str, Command]] = {
    "space": "pause",
    "s": "skip",
    "q": "finish",
    "escape": "finish",
    "closed": "finish",
}
"""What keys ask of a session. ``f`` is heeded by the window itself, ``h`` by whoever fills ``Shown.keys``."""

_NAMES: Final = {13: "enter", 27: "escape", 32: "space"}


class Display(Protocol):
    """Where pictures go and keys come from."""

    @property
    def canvas(self) -> tuple[int, int]:
        """Width and height to draw, pixels."""
        ...

    def show(self, image: Canvas | None) -> str | None:
        """Show a picture for as long as no other comes; gives the key that was pressed.

        Letters and digits are themselves, in lower case; others are ``space``, ``enter`` and ``escape``. A window that
        was closed gives ``closed``, each time.
        """
        ...

    def close(self) -> None:
        """Close it; a second time does nothing."""
        ...


class Window:
    """A window that can be resized, and fills the screen and back on ``f``.

    Args:
        title: What is written on its edge.
        size: Its width and height to start with, pixels; less where the screen is smaller.

    Raises:
        DisplayError: There is no display to open it on.
    """

    def __init__(self, title: str = "coach", size: tuple[int, int] = (1280, 720)) -> None:
        probe.look()
        # OpenCV brings Qt with X alone: a session that asks for Wayland would end the process. What Qt has to say
        # about fonts, none of which are used, is for nobody here.
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
            raise DisplayError(f"a window could not be opened ({error.err}); {probe.INSTEAD}") from error

    @property
    def canvas(self) -> tuple[int, int]:
        """Width and height of the inside of the window, pixels."""
        if not self._closed and not self._link.cut:
            try:
                _, _, width, height = cv2.getWindowImageRect(self._title)
            except cv2.error:
                pass  # closed meanwhile; the next picture finds out
            else:
                if width > 0 and height > 0:
                    self._size = (max(width, SMALLEST[0]), max(height, SMALLEST[1]))
        return self._size

    def show(self, image: Canvas | None) -> str | None:
        """Show a picture, where there is a new one, and give the key that was pressed, if any.

        Raises:
            DisplayError: The display is gone.
        """
        if self._link.cut:  # asked of a closed window too: OpenCV calls it closed before its line is seen to be cut
            self._closed = True  # nothing may touch it any more
            self._link.close()
            raise DisplayError("the display is gone, and the window with it")
        if self._closed:  # showing would open it again
            return "closed"
        code = -1
        try:
            if image is not None:
                cv2.imshow(self._title, image)
            code = cv2.waitKeyEx(1)
            # Once it is closed, asking raises or gives less than 1, as the system has it.
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
        """Close the window; a second time does nothing."""
        if not self._closed and not self._link.cut:
            self._closed = True
            try:
                cv2.destroyWindow(self._title)
                cv2.waitKeyEx(1)  # Qt takes it from the screen only when it is next heard
            except cv2.error:
                pass  # it was closed already
        self._link.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def named(code: int) -> str | None:
    """The name of a key by OpenCV's code; ``None`` for none, and for keys that mean nothing here."""
    if code in _NAMES:
        return _NAMES[code]
    return chr(code).lower() if 32 < code < 127 else None
