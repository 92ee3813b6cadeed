"""The voice and the printed lines of a session."""

from __future__ import annotations

import pytest

from coach.app.live.sinks import LAST_WORDS_S, STEP_S, lines, voice
from coach.capture.latest import Stalled
from coach.events import SessionEnded
from coach.language import Language
from coach.session.live import LiveSession
from coach.voice.coach_voice import Narrator
from tests.app.live.test_loop import IMAGE, LEFT, TWO
from tests.session.leading import MOVES, clip


class Mouth:
    """Records its lines, and takes some time to speak them."""

    def __init__(self, says_for_s=0.0):
        self.spoken, self.sounds = [], []
        self.waited_s = 0.0
        self.closed = 0
        self._says_for_s = says_for_s

    def say(self, text, urgent=False, fresh_s=1.0):
        self.spoken.append(text)

    def earcon(self, name):
        self.sounds.append(name)

    def drain(self, timeout_s):
        self.waited_s += timeout_s
        return self.waited_s >= self._says_for_s

    def close(self):
        self.closed += 1


def narrator(level="full", language="en"):
    return Narrator(MOVES, level, Language.load(language))


def led(sink, moments=None):
    session = LiveSession(TWO, MOVES)
    for moment in clip(LEFT) if moments is None else moments:
        for event in session.update(moment):
            sink.update(event)
        assert list(sink.see(moment.t, IMAGE, moment.pose, session.reading)) == []
        if session.done:
            break


def test_a_session_is_spoken_and_sounded():
    mouth = Mouth()
    led(voice(narrator(), mouth))
    assert mouth.spoken[0].startswith("Let's begin")
    assert mouth.spoken[-1].startswith("All done")
    assert mouth.sounds.count("hold-entered") == mouth.sounds.count("rep-counted") == 2


def test_without_a_voice_nothing_is_spoken():
    mouth = Mouth()
    led(voice(narrator("off"), mouth))
    assert mouth.spoken == mouth.sounds == []


def test_lines_are_what_would_be_spoken():
    mouth = Mouth()
    written: list[str] = []
    led(voice(narrator(), mouth))
    led(lines(narrator(), written.append))
    assert written == mouth.spoken


def test_a_camera_problem_is_announced_once_and_so_is_its_end():
    mouth = Mouth()
    speaker = voice(narrator(), mouth)
    for i in range(10):
        speaker.stall(Stalled(1.0 + i / 5, "lost", "the cable is out", None))
    speaker.see(4.0, IMAGE, None, None)
    assert len(mouth.spoken) == 2


@pytest.mark.parametrize(("says_for_s", "waited_s"), [(0.0, STEP_S), (3.0, 3.0), (100.0, LAST_WORDS_S)])
def test_the_last_words_are_awaited_within_a_limit(says_for_s, waited_s):
    mouth = Mouth(says_for_s)
    speaker = voice(narrator(), mouth)
    speaker.update(SessionEnded(1.0, done=True))
    speaker.close()
    assert mouth.waited_s == pytest.approx(waited_s, abs=STEP_S)
    assert mouth.closed == 1


def test_an_interrupted_session_has_no_last_words():
    mouth = Mouth(3.0)
    speaker = voice(narrator(), mouth)
    speaker.update(SessionEnded(1.0, done=False))
    speaker.close()
    assert (mouth.waited_s, mouth.closed) == (0.0, 1)


def test_leaving_interrupts_the_last_words():
    mouth = Mouth(100.0)
    speaker = voice(narrator(), mouth, leave=lambda: True)
    speaker.update(SessionEnded(1.0, done=True))
    speaker.close()
    assert mouth.waited_s == 0.0
