"""The window on its own virtual display with a window manager, where they are installed."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.display.panels import KEYS
from coach.display.window import COMMANDS, named
from tests.fakes.display import Display, needs_tools, virtual


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (-1, None),  # none was pressed
        (ord("q"), "q"),
        (ord("Q"), "q"),
        (32, "space"),
        (27, "escape"),
        (13, "enter"),
        (0xFFE1, None),  # Shift by itself
        (0xFF51, None),  # an arrow, whose last byte is a letter's
        (ord("1"), "1"),
    ],
)
def test_keys_have_names(code: int, key: str | None):
    assert named(code) == key


def test_every_key_that_is_listed_does_something():
    for key in KEYS:
        assert key in COMMANDS or key in ("f", "h")


# Each scenario runs in a process of its own: Qt wants a main thread, and ends the process it is unhappy in.
PRELUDE = """
import subprocess, time
import numpy as np
from coach.display.window import Window

IMAGE = np.full((480, 640, 3), 90, np.uint8)
window = Window("coach test")

def focused():
    '''Whether the window has the keyboard: a key that is pressed before that goes elsewhere.'''
    asked = ["xdotool", "getwindowfocus", "getwindowname"]
    return subprocess.run(asked, capture_output=True, text=True).stdout == "coach test\\n"

def shown(until, key=None):
    '''Show images until something holds; gives the keys that came.'''
    keys, end, sent = [], time.monotonic() + 60, False
    while time.monotonic() < end:
        got = window.show(IMAGE)
        if got is not None:
            keys.append(got)
        if until(keys):
            return keys
        if key and not sent and focused():
            subprocess.run(["xdotool", *key], check=True)
            sent = True
        time.sleep(0.01)
    raise SystemExit(f"waited in vain; keys: {keys}, canvas: {window.canvas}")

"""


@pytest.fixture(scope="module")
def display(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Display]:
    """A virtual display of 1600×900 with a window manager."""
    with virtual(tmp_path_factory.mktemp("home")) as made:
        yield made


def scenario(text: str, display: Display, **environ: str) -> subprocess.CompletedProcess[str]:
    env = {**display.environ, **environ}
    command = [sys.executable, "-c", PRELUDE + text]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)


SCENARIOS = {
    "starts in the size it is given": "shown(lambda keys: window.canvas == (1280, 720))",
    "takes the size it is dragged to": (
        "shown(lambda keys: window.canvas == (800, 500),"
        " ['search', '--name', 'coach test', 'windowsize', '800', '500'])"
    ),
    "gives the key that is pressed": "assert shown(lambda keys: keys, ['key', 's']) == ['s']",
    "fills the screen on f, and goes back": (
        "shown(lambda keys: window.canvas == (1600, 900), ['key', 'f'])\n"
        "assert shown(lambda keys: window.canvas == (1280, 720), ['key', 'f']) == []"
    ),
    "notices that it is closed, and stays closed": (
        "assert shown(lambda keys: keys, ['key', 'alt+F4']) == ['closed']\n"
        "assert window.show(IMAGE) == 'closed'\n"
        "assert window.show(None) == 'closed'\n"
        "assert window.canvas == (1280, 720)\n"
        "window.close()"
    ),
    "closes, and does so again": "window.show(IMAGE)\nwindow.close()\nwindow.close()",
    "opens again after another": (
        "window.show(IMAGE)\nwindow.close()\n"
        "window = Window('another')\nshown(lambda keys: window.canvas == (1280, 720))"
    ),
}


@needs_tools
@pytest.mark.parametrize("what", SCENARIOS)
def test_the_window(what: str, display: Display):
    ended = scenario(SCENARIOS[what], display)
    assert (ended.returncode, ended.stderr) == (0, "")


@needs_tools
def test_on_a_small_screen_the_whole_window_is_seen(tmp_path: Path):
    with virtual(tmp_path, (640, 480)) as small:
        ended = scenario("shown(lambda keys: window.canvas == (640, 440))", small)
    assert (ended.returncode, ended.stderr) == (0, "")


@needs_tools
def test_a_session_that_requests_wayland_still_gets_its_window(display: Display):
    ended = scenario("window.show(IMAGE)", display, QT_QPA_PLATFORM="wayland", WAYLAND_DISPLAY="wayland-0")
    assert (ended.returncode, ended.stderr) == (0, "")
