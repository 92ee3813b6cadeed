from dataclasses import dataclass, field

import numpy as np
import pytest

from coach import events as e
from coach.display import mirror
from coach.display.gauge import Gauge
from coach.display.mirror import Mirror
from coach.display.paint import Canvas
from coach.display.window import NoWindow
from coach.library import load_move
from coach.stream import Picture
from tests.display.posing import SIZE, body

MOVES = {"hip-abduction": load_move("hip-abduction")}
PICTURE = np.full((SIZE[1], SIZE[0], 3), 90, np.uint8)
BEGAN = (
    e.SessionBegan(0, "r", ("hip-abduction",)),
    e.MoveBegan(0, 1, 1, "hip-abduction", 1, 8, ("left",), 5, 45),
    e.SetBegan(0, 1, 1, "left", 0, 8),
    e.Placed(1),
)


@dataclass
class Window:
    """A window that keeps what it was shown, and gives the keys it was made with, one for each picture."""

    keys: list[str] = field(default_factory=list)
    canvas: tuple[int, int] = (640, 360)
    shown: list[Canvas] = field(default_factory=list)
    asked: int = 0
    closed: bool = False

    def show(self, image: Canvas | None) -> str | None:
        self.asked += 1
        if image is not None:
            self.shown.append(image)
        return self.keys.pop(0) if self.keys else None

    def close(self) -> None:
        self.closed = True


@dataclass(frozen=True)
class Stalled:
    why: str
    picture: Picture | None = None
    t: float = 5.0


def following(window: Window, *events: e.Event) -> Mirror:
    made = Mirror(MOVES, window)
    for event in events:
        made.tell(event)
    return made


@pytest.mark.parametrize(
    ("key", "command"), [("space", "pause"), ("s", "skip"), ("q", "finish"), ("escape", "finish"), ("closed", "finish")]
)
def test_a_key_asks_for_what_the_list_of_keys_says(key: str, command: e.Command):
    assert list(following(Window([key])).see(0, PICTURE, None)) == [command]


def test_other_keys_ask_for_nothing():
    assert list(following(Window(["x", "1"])).see(0, PICTURE, None)) == []


def test_h_lists_the_keys_and_hides_them_again():
    window = Window(["h", "", "h"])
    follower = following(window, *BEGAN)
    for t in range(4):
        follower.see(t, PICTURE, None)
    first, listed, _, hidden = window.shown
    assert not np.array_equal(first, listed)
    assert np.array_equal(first, hidden)


def test_the_picture_is_drawn_as_large_as_the_window_is():
    window = Window(canvas=(800, 600))
    following(window).see(0, PICTURE, None)
    assert window.shown[0].shape == (600, 800, 3)


def test_a_body_in_a_set_is_drawn_with_its_angle():
    window = Window()
    follower = following(window, *BEGAN)
    follower.see(1, PICTURE, None)
    follower.see(2, PICTURE, body())
    assert not np.array_equal(window.shown[0], window.shown[1])


def test_while_the_next_picture_is_merely_not_there_yet_keys_are_heard_and_nothing_is_drawn():
    window = Window()
    follower = following(window, *BEGAN)
    follower.see(0, PICTURE, None)
    window.keys = ["s"]
    assert list(follower.stall(Stalled(""))) == ["skip"]
    assert len(window.shown) == 1


def test_before_the_first_picture_something_is_shown():
    window = Window()
    following(window).stall(Stalled(""))
    assert (window.shown[0] > 200).all(axis=2).any()


def test_what_is_wrong_with_the_camera_is_shown_over_what_it_shows():
    window = Window()
    follower = following(window, *BEGAN)
    follower.stall(Stalled("Camera 1 shows black"))
    follower.stall(Stalled("Camera 1 shows black", PICTURE))
    assert not np.array_equal(window.shown[0], window.shown[1])


def test_without_a_window_nothing_is_drawn_and_nothing_asked():
    follower = Mirror(MOVES, NoWindow())
    assert list(follower.see(0, PICTURE, body())) == []
    assert list(follower.stall(Stalled("Camera 1 shows black"))) == []
    follower.tell(e.SessionEnded(9, True))
    follower.close()


def test_the_summary_stays_until_a_key_is_pressed():
    window = Window(["", "", "enter"])
    follower = following(window, e.SessionEnded(9, True))
    window.keys = [None, None, "enter"]  # type: ignore[list-item]
    follower.close()
    assert (window.asked, window.closed) == (3, True)


def test_the_summary_goes_by_itself_after_a_while(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(mirror, "SUMMARY_S", 0.05)
    window = Window()
    following(window, e.SessionEnded(9, True)).close()
    assert window.closed


def test_a_session_that_was_broken_off_closes_at_once():
    window = Window()
    following(window, e.SessionEnded(9, False)).close()
    assert (window.asked, window.closed) == (0, True)


def test_nothing_is_measured_outside_a_move():
    gauge = Gauge(MOVES)
    assert gauge.read(0, body()) is None
    gauge.tell(BEGAN[1])
    assert gauge.read(1, body()) is not None
    gauge.tell(e.MoveEnded(2, "hip-abduction", True))
    assert gauge.read(3, body()) is None


def test_nobody_is_not_measured():
    gauge = Gauge(MOVES)
    gauge.tell(BEGAN[1])
    assert gauge.read(0, None) is None
