"""Speech and tones as played: recorded from the speaker of the tests' own sound server."""

import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from array import array
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest

from coach.errors import CoachError
from coach.voice.ducking import MODULE
from coach.voice.engines import find_voice
from coach.voice.level import FULL, waved
from coach.voice.lines import Earcon, Utterance
from coach.voice.mixer import PlayedSound
from coach.voice.output import PlayerOutput
from coach.voice.rendering import Renderer
from coach.voice.settings import Settings
from coach.voice.sounds import tone
from coach.voice.speaker import SOUND_FRESH_S, ProcessSpeaker, deliver, open_speaker, speakers
from tests.fakes.waiting import TIMEOUT_S, eventually
from tests.voice.sink import HEARD, OTHER, RATE, recorded, served

PITCH_HZ = 300.0
NOTE = [round(8000 * np.sin(2 * np.pi * PITCH_HZ * i / RATE)) for i in range(RATE)]
SETTINGS = Settings(duck=False)


@pytest.fixture(scope="module")
def server():
    with served() as made:
        yield made


@pytest.fixture
def playing(server, monkeypatch):
    """A computer whose sound goes to that server."""
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    return server


@pytest.fixture
def played(playing):
    with recorded(playing) as recording:
        yield recording


@pytest.fixture
def open_one(monkeypatch):
    # Other work may take the processor for long.
    monkeypatch.setattr("coach.voice.speaker.SOUND_FRESH_S", TIMEOUT_S)
    monkeypatch.setattr("coach.voice.process.START_S", TIMEOUT_S)
    opened: list[ProcessSpeaker] = []

    def opener(settings=SETTINGS, complain=print, **more):
        speaker = open_speaker(replace(settings, **more), complain)
        opened.append(speaker)
        assert speaker.process.ready(TIMEOUT_S) is not None
        return speaker

    yield opener
    for speaker in opened:
        speaker.close()


def likeness(recording, sound):
    """How alike what was heard is to what was to be heard, from 0 to 1, wherever it lies.

    It is the median of pieces of 0.1 s: a computer with other work tears holes, which move what comes after them.
    """
    x, y = np.asarray(recording, float), np.asarray(sound, float)
    energy = np.cumsum(np.concatenate([[0.0], x * x]))
    size, found = RATE // 10, []
    for at in range(0, len(y) - size + 1, size):
        piece = y[at : at + size]
        if np.sqrt((piece * piece).mean()) < 500:
            continue
        n = 1 << (len(x) + size).bit_length()
        both = np.fft.irfft(np.fft.rfft(x, n) * np.conj(np.fft.rfft(piece, n)), n)[: len(x) - size + 1]
        lengths = np.sqrt(np.maximum(energy[size:] - energy[:-size], 1e4))
        found.append(float((both / lengths).max() / np.linalg.norm(piece)))
    return float(np.median(found))


def like(recording, sound, least):
    """Whether a recording becomes similar enough to the expected sound; the last of it may still arrive."""
    return eventually(lambda: likeness(recording.samples, sound) > least)


def sounded(recording, since=0.0):
    """Whether any sound arrives."""
    return eventually(lambda: recording.onset(since) is not None)


def rendered(text, settings=SETTINGS):
    voice = find_voice(settings)
    assert voice is not None
    with closing(Renderer(voice, settings.volume)) as renderer:
        samples = renderer.render(text)
    assert samples is not None
    return samples


def test_words_play_as_rendered(open_one, played):
    speaker = open_one()
    speaker.say("Lie on your side.", fresh_s=TIMEOUT_S)
    assert speaker.drain(TIMEOUT_S)
    assert like(played, rendered("Lie on your side."), 0.9)


def test_words_and_a_tone_play_together(open_one, played):
    speaker = open_one()
    speaker.prepare(["Lie on your side."])
    deliver([Utterance("Lie on your side.", fresh_s=TIMEOUT_S)], speaker)
    assert sounded(played)
    deliver([Earcon("hold-done")], speaker)
    assert speaker.drain(TIMEOUT_S)
    # Neither hides the other: each is found in the sum.
    assert like(played, tone("hold-done"), 0.6)
    assert like(played, rendered("Lie on your side."), 0.6)


def test_an_urgent_line_plays_instead_of_the_rest(open_one, played):
    speaker = open_one()
    long = "Lie on your side, the lower knee bent, the upper leg long, and the head on the lower arm."
    speaker.say(long, fresh_s=TIMEOUT_S)
    assert sounded(played)
    speaker.say("Paused.", urgent=True, fresh_s=TIMEOUT_S)
    assert speaker.drain(TIMEOUT_S)
    assert like(played, rendered("Paused."), 0.9)
    assert len(np.flatnonzero(np.abs(played.samples.astype(int)) > 100)) / RATE < len(rendered(long)) / RATE


def test_stale_sounds_do_not_play(open_one, played, monkeypatch):
    monkeypatch.setattr("coach.voice.speaker.SOUND_FRESH_S", SOUND_FRESH_S)
    speaker = open_one()
    os.kill(speaker.process.pid, signal.SIGSTOP)
    speaker.say("3", fresh_s=0.5)
    speaker.earcon("tick")
    time.sleep(1.0)
    os.kill(speaker.process.pid, signal.SIGCONT)
    assert speaker.drain(TIMEOUT_S)
    assert played.onset(0.0) is None
    speaker.say("4", fresh_s=TIMEOUT_S)
    assert speaker.drain(TIMEOUT_S)
    assert sounded(played)


def test_a_speaker_is_chosen_by_a_part_of_its_name(open_one, playing):
    assert speakers() == [HEARD.title(), OTHER.title()]
    with recorded(playing) as first, recorded(playing, OTHER) as second:
        speaker = open_one(speaker="OTH")
        speaker.earcon("rep-counted")
        assert speaker.drain(TIMEOUT_S)
        assert like(second, tone("rep-counted"), 0.9)
        assert first.onset(0.0) is None


def test_a_speaker_that_is_gone_is_reported_and_the_default_is_used(open_one, played):
    troubles: list[str] = []
    speaker = open_one(speaker="the headset of yesterday", complain=troubles.append)
    speaker.earcon("hold-done")
    assert speaker.drain(TIMEOUT_S)
    assert sounded(played)
    assert troubles == [
        "no speaker is called 'the headset of yesterday'; coach speakers lists them; the default one is used"
    ]


def test_the_volume_changes_the_loudness(open_one, playing):
    peaks = []
    for volume in (0.25, 1.0):
        speaker = open_one(volume=volume)
        with recorded(playing) as recording:
            speaker.earcon("hold-done")
            assert speaker.drain(TIMEOUT_S)
            assert like(recording, tone("hold-done"), 0.9)
            peaks.append(np.abs(recording.samples.astype(int)).max())
    assert peaks[0] == pytest.approx(peaks[1] / 4, rel=0.05)


def test_played_sounds_never_clip(open_one, played):
    speaker = open_one()
    speaker.prepare(["3. One more."])
    for name in ("rep-counted", "hold-done", "attention"):
        speaker.say("3. One more.", fresh_s=TIMEOUT_S)
        speaker.earcon(name)
        assert speaker.drain(TIMEOUT_S)
    speaker.say("Paused.", fresh_s=TIMEOUT_S)
    assert like(played, rendered("Paused."), 0.9)  # and so everything before it
    assert np.abs(played.samples.astype(int)).max() < FULL


def back(speaker, recording, since):
    """Whether a tone arrives again after an instant."""

    def heard_again():
        speaker.earcon("hold-done")
        speaker.drain(TIMEOUT_S)
        return recording.onset(since) is not None

    return eventually(heard_again)


@pytest.mark.slow
def test_a_killed_voice_is_restarted(open_one, played):
    """The restart time is not tested, as other work may take the processor: benchmarks/heard.py measures it."""
    troubles: list[str] = []
    speaker = open_one(complain=troubles.append)
    for number in range(3):
        speaker.say(f"{number}. One more.", fresh_s=TIMEOUT_S)
        time.sleep(number * 0.05)  # at another point each time
        os.kill(speaker.process.pid, signal.SIGKILL)
        assert back(speaker, played, time.monotonic() + 0.3)  # what was on its way by then is heard all the same
        assert speaker.drain(TIMEOUT_S)
    assert troubles == []


def test_the_current_line_is_repeated_after_a_kill(open_one, played):
    speaker = open_one()
    speaker.say("Lie on your side.", fresh_s=TIMEOUT_S)
    assert sounded(played)
    os.kill(speaker.process.pid, signal.SIGKILL)
    assert speaker.drain(TIMEOUT_S)
    assert like(played, rendered("Lie on your side."), 0.9)


def test_a_hung_process_blocks_nothing(open_one, playing, monkeypatch):
    monkeypatch.setattr("coach.voice.speaker.LONGEST_S", 10 * TIMEOUT_S)  # so long anyone it blocked would wait
    speaker = open_one()
    os.kill(speaker.process.pid, signal.SIGSTOP)
    began = time.monotonic()
    for _ in range(300):
        speaker.say("Lie on your side, the lower knee bent, the upper leg long.")
        speaker.earcon("tick")
    assert time.monotonic() - began < TIMEOUT_S


def test_a_hung_process_is_replaced(open_one, played, monkeypatch):
    monkeypatch.setattr("coach.voice.speaker.LONGEST_S", 1.0)
    monkeypatch.setattr("coach.voice.speaker.A_LETTER_S", 0.0)
    speaker = open_one()
    before = speaker.process.pid
    os.kill(before, signal.SIGSTOP)
    assert back(speaker, played, time.monotonic())
    assert speaker.process.pid != before


def test_the_end_of_the_program_ends_the_sound(played):
    script = (
        "import sys, time; from coach.voice.speaker import open_speaker; from coach.voice.settings import Settings;"
        "s = open_speaker(Settings(duck=False), print); s.process.ready(60); print(s.process.pid, flush=True);"
        "s.say('Lie on your side, the lower knee bent, the upper leg long.', fresh_s=60); time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    pid = int(child.stdout.readline())
    assert sounded(played)
    child.kill()
    child.communicate()
    assert eventually(lambda: not os.path.exists(f"/proc/{pid}"))


def test_closing_leaves_no_thread_and_no_process(playing):
    before = set(threading.enumerate())
    speaker = open_speaker(SETTINGS, print)
    assert speaker.process.ready(TIMEOUT_S) is not None
    pid = speaker.process.pid
    speaker.say("Lie on your side.")
    speaker.close()
    speaker.close()
    speaker.say("too late")
    speaker.earcon("tick")
    assert eventually(lambda: set(threading.enumerate()) <= before)
    assert eventually(lambda: not os.path.exists(f"/proc/{pid}"))


@pytest.fixture
def own():
    """A server that a test may do harm to."""
    with served() as made:
        yield made


def test_a_speaker_that_is_unplugged_in_the_middle_is_left_for_another(own, open_one, monkeypatch):
    for name, value in own.environment.items():
        monkeypatch.setenv(name, value)
    speaker = open_one()
    with recorded(own) as first, recorded(own, OTHER) as second:
        speaker.say("Lie on your side, the lower knee bent, the upper leg long.", fresh_s=TIMEOUT_S)
        assert sounded(first)
        modules = own.ask("list", "short", "modules").stdout.splitlines()
        own.ask("unload-module", next(each.split()[0] for each in modules if f"={HEARD} " in each))
        assert back(speaker, second, time.monotonic())


def test_a_restarted_sound_server_is_found_again(own, open_one, monkeypatch):
    monkeypatch.setattr("coach.voice.process.AGAIN_S", 0.5)
    for name, value in own.environment.items():
        monkeypatch.setenv(name, value)
    troubles: list[str] = []
    speaker = open_one(complain=troubles.append)
    with recorded(own) as recording:
        speaker.say("Lie on your side, the lower knee bent, the upper leg long.", fresh_s=TIMEOUT_S)
        assert sounded(recording)
    own.stop()

    def trouble():
        speaker.earcon("tick")
        return troubles

    assert eventually(trouble)
    assert troubles == [
        "no audio output works: connect a speaker, or check the sound settings; the session continues without it"
    ]
    own.start()
    with recorded(own) as recording:
        assert back(speaker, recording, time.monotonic())


def test_a_hung_sound_server_delays_nothing(own, monkeypatch):
    for name, value in own.environment.items():
        monkeypatch.setenv(name, value)
    own.signal(signal.SIGSTOP)
    troubles: list[str] = []
    monkeypatch.setattr("coach.voice.process.START_S", 10 * TIMEOUT_S)  # so long anyone it blocked would wait
    speaker = open_speaker(SETTINGS, troubles.append)
    began = time.monotonic()
    speaker.say("Lie on your side.")
    assert time.monotonic() - began < TIMEOUT_S
    speaker.close()
    monkeypatch.setattr("coach.voice.process.START_S", 1.0)
    monkeypatch.setattr("coach.voice.speaker.START_S", 1.0)
    speaker = open_speaker(SETTINGS, troubles.append)
    assert eventually(lambda: troubles)
    speaker.close()
    assert troubles == ["sound fails on this computer: check the sound settings; the session continues without it"]
    with pytest.raises(CoachError, match="the sound system does not answer"):
        speakers()


def test_a_missing_speaker_is_reported_once_without_waiting(monkeypatch):
    monkeypatch.setenv("PULSE_SERVER", "unix:/none")
    monkeypatch.setenv("ALSA_CONFIG_PATH", "/dev/null")
    monkeypatch.setenv("PATH", "/none")
    monkeypatch.setattr("coach.voice.process.AGAIN_S", 10 * TIMEOUT_S)
    troubles: list[str] = []
    speaker = open_speaker(SETTINGS, troubles.append)
    assert speaker.process.ready(TIMEOUT_S) is None
    for _ in range(3):
        speaker.say("Lie on your side.", fresh_s=10 * TIMEOUT_S)  # so long anyone who waits would wait
    assert speaker.drain(TIMEOUT_S)
    speaker.close()
    assert troubles == [
        "no audio output works: connect a speaker, or check the sound settings; the session continues without it"
    ]


def modules(server):
    return [line for line in server.ask("list", "short", "modules").stdout.splitlines() if MODULE in line]


@pytest.mark.slow
def test_music_is_lowered_while_the_coach_speaks(own, open_one, monkeypatch, tmp_path):
    for name, value in own.environment.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "music.wav").write_bytes(
        waved(array("h", itertools.islice(itertools.cycle(NOTE), 60 * RATE)).tobytes(), RATE)
    )
    with recorded(own) as recording, subprocess.Popen(["paplay", tmp_path / "music.wav"]) as music:
        speaker = open_one(duck=True)
        assert eventually(lambda: len(loudness_of_the_note(recording.samples)) > 2)
        speaker.say("Lie on your side, the lower knee bent, the upper leg long.", fresh_s=TIMEOUT_S)
        assert speaker.drain(TIMEOUT_S)

        def lowered_and_up_again():
            levels = loudness_of_the_note(recording.samples)
            whole = np.median(levels[:2])
            return min(levels) < whole - 12 and levels[-1] > whole - 1

        assert eventually(lowered_and_up_again)
        music.kill()
    speaker.close()
    assert modules(own) == []


def loudness_of_the_note(samples):
    """Decibels of ``NOTE`` in each half a second, from its beginning."""
    size = RATE // 2
    at = round(PITCH_HZ * size / RATE)
    pieces = [samples[i : i + size] * np.hanning(size) for i in range(0, len(samples) - size, size)]
    levels = [20 * np.log10(np.abs(np.fft.rfft(piece)[at - 2 : at + 3]).max() + 1.0) for piece in pieces]
    return [*itertools.dropwhile(lambda level: level < max(levels) - 1, levels)] if max(levels, default=0) > 60 else []


@pytest.mark.parametrize("duck", [True, False])
def test_the_sound_server_is_left_as_it_was(own, open_one, monkeypatch, duck):
    for name, value in own.environment.items():
        monkeypatch.setenv(name, value)
    speaker = open_one(duck=duck)
    assert len(modules(own)) == duck
    os.kill(speaker.process.pid, signal.SIGKILL)
    speaker.earcon("tick")
    assert speaker.drain(TIMEOUT_S)
    assert eventually(lambda: speaker.process.ready(TIMEOUT_S))
    assert len(modules(own)) == duck  # what the killed one left is not loaded twice
    speaker.close()
    assert modules(own) == []


def test_a_system_player_is_the_fallback(played):
    player = PlayerOutput("paplay", ("paplay",))
    assert player.play("words", PlayedSound(float("inf"), array("h", tone("hold-done")))) == "done"
    assert like(played, tone("hold-done"), 0.9)


def test_a_system_player_can_be_interrupted(played):
    player = PlayerOutput("paplay", ("paplay",))
    sound = PlayedSound(float("inf"), array("h", itertools.islice(itertools.cycle(tone("hold-done")), 20 * RATE)))
    outcomes = []
    thread = threading.Thread(target=lambda: outcomes.append(player.play("words", sound)))
    thread.start()
    assert sounded(played)
    sound.cancelled = True
    player.cut("words")
    thread.join(TIMEOUT_S)
    assert outcomes == ["cut"]
