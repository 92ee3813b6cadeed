from array import array
from itertools import pairwise

import pytest

from coach.voice.level import FULL, RATE, TONE_PEAK, WORD_PEAK, levelled
from coach.voice.lines import EARCONS
from coach.voice.mixer import FADE, Mixer, PlayedSound
from coach.voice.sounds import tone
from tests.fakes.clock import ManualClock


@pytest.fixture
def clock():
    return ManualClock(0.0)


@pytest.fixture
def mixer(clock):
    return Mixer(clock=clock)


def sound(*samples, until=1.0):
    return PlayedSound(until, array("h", samples))


def test_an_empty_mixer_is_silent(mixer):
    assert mixer.mix(3) == array("h", [0, 0, 0])
    assert mixer.silent


def test_words_and_tones_are_mixed(mixer):
    words, tones = sound(1, 2, 3, 4), sound(10, 20)
    mixer.play("words", words)
    mixer.play("tones", tones)
    assert mixer.mix(3) == array("h", [11, 22, 3])
    assert (words.over.is_set(), tones.outcome) == (False, "done")
    assert mixer.mix(3) == array("h", [4, 0, 0])
    assert (words.outcome, mixer.silent) == ("done", True)


def test_a_sound_is_done_once_the_device_has_played_it():
    mixer, words = Mixer(tail=4), sound(1, 2)
    words.until = float("inf")
    mixer.play("words", words)
    mixer.mix(3)
    assert not words.over.is_set()
    mixer.mix(3)
    assert words.outcome == "done"


def test_a_stale_sound_does_not_start(mixer, clock):
    words = sound(1, 2)
    mixer.play("words", words)
    clock.t = 1.1
    assert mixer.mix(2) == array("h", [0, 0])
    assert (words.outcome, mixer.silent) == ("late", True)


def test_a_sound_started_in_time_plays_to_its_end(mixer, clock):
    words = sound(1, 2)
    mixer.play("words", words)
    mixer.mix(1)
    clock.t = 1.1
    assert mixer.mix(1) == array("h", [2])
    assert words.outcome == "done"


def test_an_interrupted_sound_fades_without_a_click(mixer):
    words = sound(*[10000] * 5000)
    mixer.play("words", words)
    mixer.mix(100)
    mixer.cut("words")
    mixer.cut("words")
    rest = mixer.mix(2 * FADE)
    assert max(abs(after - before) for before, after in pairwise(rest)) <= 30
    assert list(rest[FADE:]) == [0] * FADE
    assert words.outcome == "cut"


def test_a_cancelled_sound_is_not_played(mixer):
    words = sound(1, 2)
    words.cancelled = True
    mixer.play("words", words)
    assert words.outcome == "cut"
    assert mixer.silent


def test_cutting_one_track_leaves_the_other(mixer):
    mixer.play("words", sound(*[5] * 4))
    tones = sound(7, 7)
    mixer.play("tones", tones)
    mixer.cut("words")
    assert mixer.mix(2) == array("h", [7, 7])
    assert tones.outcome == "done"


def test_words_and_tones_together_never_clip():
    square = array("h", [FULL, -FULL] * RATE)
    words = levelled(square, RATE, WORD_PEAK, 1.0)
    for name in EARCONS:
        assert max(map(abs, words)) + max(map(abs, tone(name))) < FULL


@pytest.mark.parametrize("loud", [30, 3000, 30000])
def test_soft_and_loud_speech_become_equally_loud(loud):
    def peak(loud):
        return max(levelled(array("h", [loud, loud // 2, -loud, 0] * RATE), RATE, WORD_PEAK, 1.0))

    assert peak(loud) == pytest.approx(peak(1000), rel=0.02)


def test_a_short_word_is_as_loud_as_the_loudest_part_of_a_long_one():
    short, long = array("h", [4000, -4000] * (RATE // 5)), array("h", [4000, -4000] * RATE)
    assert max(levelled(short, RATE, 1.0, 1.0)) == pytest.approx(max(levelled(long, RATE, 1.0, 1.0)), rel=0.01)


def test_silence_stays_silent():
    assert not any(levelled(array("h", bytes(200)), RATE, 1.0, 1.0))
    assert levelled(array("h"), RATE, 1.0, 1.0) == array("h")


def test_every_tone_is_short_and_unlike_the_others():
    assert max(len(tone(name)) / RATE for name in EARCONS) < 0.4
    assert len({tone(name).tobytes() for name in EARCONS}) == len(EARCONS)


@pytest.mark.parametrize("name", EARCONS)
def test_no_tone_clicks_or_is_lost(name):
    samples = tone(name)
    assert max(abs(samples[0]), abs(samples[-1])) < 300
    assert 5000 < max(map(abs, samples)) <= TONE_PEAK * FULL + 1


def test_the_volume_goes_down_to_zero():
    assert max(tone("tick", 0.5)) == pytest.approx(max(tone("tick")) / 2, abs=1)
    assert not any(tone("tick", 0.0))
