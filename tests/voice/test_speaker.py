import threading
import wave
from pathlib import Path

import numpy as np
import pytest

from coach.voice.lines import EARCONS, Earcon, Utterance
from coach.voice.sounds import RATE, tone, write_sounds
from coach.voice.speaker import ChildSpeaker, deliver, open_speaker
from coach.voice.system import Call, Settings
from tests.voice.children import stub, until, written


@pytest.fixture
def log(tmp_path):
    return tmp_path / "said"


@pytest.fixture
def played(tmp_path):
    return tmp_path / "played"


@pytest.fixture
def speaker(log, played):
    made = ChildSpeaker(lambda text: stub(log, text, seconds=0.05), lambda path: stub(played, path.name))
    yield made
    made.close()


def test_lines_are_said_and_sounded(speaker, log, played):
    deliver([Earcon("rep-counted"), Utterance("Drei. Größer – weiter!", fresh_s=60.0)], speaker)
    assert speaker.drain(60)
    until(lambda: len(written(played)) == 2)
    assert written(log) == ["began Drei. Größer – weiter!", "ended Drei. Größer – weiter!"]
    assert written(played) == ["began rep-counted.wav", "ended rep-counted.wav"]


def test_a_sound_does_not_wait_for_the_words(log, played):
    speaker = ChildSpeaker(lambda text: stub(log, text, seconds=600.0), lambda path: stub(played, path.name))
    speaker.say("a long story")
    until(lambda: written(log))
    speaker.earcon("tick")
    until(lambda: len(written(played)) == 2)
    speaker.close()
    assert written(log) == ["began a long story"]


def test_saying_may_cut_short_what_is_said(log):
    speaker = ChildSpeaker(lambda text: stub(log, text, seconds=600.0 if text == "long" else 0.0), None)
    speaker.say("long")
    until(lambda: written(log))
    speaker.say("now", urgent=True, fresh_s=60.0)
    assert speaker.drain(60)
    speaker.close()
    assert written(log) == ["began long", "began now", "ended now"]


def test_closing_leaves_no_thread_and_no_file(log, played):
    before = set(threading.enumerate())
    speaker = ChildSpeaker(lambda text: stub(log, text), lambda path: stub(played, str(path)))
    speaker.earcon("tick")
    until(lambda: len(written(played)) == 2)
    speaker.close()
    speaker.close()
    speaker.say("too late")
    speaker.earcon("tick")
    assert set(threading.enumerate()) <= before
    folder = written(played)[0].removeprefix("began ").removesuffix("tick.wav")
    assert not Path(folder).exists()


@pytest.mark.parametrize(
    ("voice", "player", "trouble"),
    [
        (True, True, ""),
        (False, True, "there is no voice here"),
        (True, False, "sounds cannot be played here"),
        (False, False, "neither a voice nor a player"),
    ],
)
def test_what_is_missing_is_told_and_the_rest_goes_on(log, voice, player, trouble):
    speaker = ChildSpeaker(
        (lambda text: stub(log, text)) if voice else None, (lambda path: stub(log, path.name)) if player else None
    )
    speaker.say("word", fresh_s=60.0)
    speaker.earcon("tick")
    until(lambda: len(written(log)) == 2 * (voice + player))
    assert trouble in speaker.trouble
    assert bool(trouble) == bool(speaker.trouble)
    speaker.close()


def test_a_voice_that_fails_is_told():
    speaker = ChildSpeaker(lambda _: Call(("/no/such/voice",)), lambda _: Call(("/no/such/player",)))
    for _ in range(5):
        speaker.say("word", fresh_s=60.0)
        assert speaker.drain(60)
    assert "the voice of this computer fails" in speaker.trouble
    speaker.close()


def test_whatever_the_system_has_is_opened_and_closed():
    speaker = open_speaker(Settings(volume=0.0))
    speaker.close()


def test_every_sound_is_short_and_unlike_the_others():
    lengths = {name: len(tone(name)) / RATE for name in EARCONS}
    assert max(lengths.values()) < 0.4
    shapes = [tone(name).tobytes() for name in EARCONS]
    assert len(set(shapes)) == len(EARCONS)


def test_no_sound_clicks_or_clips():
    for name in EARCONS:
        samples = tone(name).astype(int)
        assert abs(samples[[0, -1]]).max() < 700
        assert 5000 < abs(samples).max() < 32767


def test_the_volume_goes_down_to_nothing():
    assert abs(tone("tick", 0.5).astype(int)).max() == pytest.approx(abs(tone("tick").astype(int)).max() / 2, abs=1)
    assert not tone("tick", 0.0).any()


def test_the_files_hold_the_sounds(tmp_path):
    for name, path in write_sounds(tmp_path).items():
        with wave.open(str(path)) as file:
            assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
            kept = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        assert np.array_equal(kept, tone(name))
