"""The notice without a terminal."""

from __future__ import annotations

import pytest

from coach.app.live.notice import READ_S, show_notice
from coach.language import english

LINES = ("Stop, and see a doctor at once, if you have any of these signs:", "weakness in a leg.", "It is no doctor.")
GO_ON = "Space bar: I have read this, start. q: quit."


class Clock:
    """A clock that advances by a second each time it is read."""

    def __init__(self):
        self.t = 0.0

    def __call__(self):
        self.t += 1.0
        return self.t


class Screen:
    canvas = (320, 240)

    def __init__(self, *keys):
        self.keys, self.shown = list(keys), []

    def show(self, image):
        self.shown.append(image)
        return self.keys.pop(0) if self.keys else None

    def close(self):
        pass


class Voice:
    def __init__(self, silent_after=3):
        self.spoken, self.left = [], silent_after

    def say(self, text, urgent=False, fresh_s=0.0):
        self.spoken.append((text, fresh_s))

    def earcon(self, name):
        pass

    def drain(self, timeout_s):
        self.left -= 1
        return self.left <= 0

    def close(self):
        pass


def notice(display=None, speaker=None):
    return show_notice(LINES, GO_ON, display, speaker, english(), clock=Clock())


def test_the_whole_notice_is_read_out():
    voice = Voice()
    assert notice(speaker=voice) == "unanswered"
    assert [text for text, _ in voice.spoken] == list(LINES)
    assert all(fresh_s >= READ_S for _, fresh_s in voice.spoken)


def test_the_notice_waits_for_the_end_of_speech():
    voice = Voice(silent_after=10)
    notice(speaker=voice)
    assert voice.left == 0


@pytest.mark.parametrize(
    ("key", "answer"),
    [("space", "read"), ("enter", "read"), ("q", "leave"), ("escape", "leave"), ("closed", "leave")],
)
def test_a_key_in_the_window_answers(key, answer):
    screen = Screen(None, "x", key)
    assert notice(screen, Voice()) == answer
    assert len(screen.shown) == 3


def test_without_an_answer_the_notice_stays_long_enough_and_counts_as_unread():
    screen = Screen()
    assert notice(screen, Voice()) == "unanswered"
    assert len(screen.shown) == pytest.approx(READ_S, abs=2)


def test_without_window_and_voice_the_notice_does_not_wait():
    assert notice() == "unanswered"
