"""What is heard, not what was asked for: recorded from the speaker of a sound server of one's own."""

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
from coach.voice.level import FULL
from coach.voice.lines import Earcon, Utterance
from coach.voice.mixer import PlayedSound
from coach.voice.output import PlayerOutput, waved
from coach.voice.rendering import Renderer
from coach.voice.settings import Settings
from coach.voice.sounds import tone
from coach.voice.speaker import SOUND_FRESH_S, ProcessSpeaker, deliver, open_speaker, speakers
from tests.voice.sink import HEARD, OTHER, RATE, recorded, served

PATIENT_S = 60.0

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
def heard(playing):
    with recorded(playing) as recording:
        yield recording


@pytest.fixture
def open_one(monkeypatch):
    monkeypatch.setattr("coach.voice.speaker.SOUND_FRESH_S", PATIENT_S)  # other work may take the processor for long
    opened: list[ProcessSpeaker] = []

    def opener(settings=SETTINGS, complain=print, **more):
        speaker = open_speaker(replace(settings, **more), complain)
        opened.append(speaker)
        assert speaker.process.ready(PATIENT_S) is not None
        return speaker

    yield opener
    for speaker in opened:
        speaker.close()


def likeness(recording, wanted):
    """How alike what was heard is to what was to be heard, from 0 to 1, wherever it lies.

    It is the median of pieces of 0.1 s: a computer with other work tears holes, which move what comes after them.
    """
    x, y = np.asarray(recording, float), np.asarray(wanted, float)
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


def rendered(text, settings=SETTINGS):
    voice = find_voice(settings)
    assert voice is not None
    with closing(Renderer(voice, settings.volume)) as renderer:
        samples = renderer.render(text)
    assert samples is not None
    return samples


def test_words_are_heard_as_they_were_rendered(open_one, heard):
    speaker = open_one()
    speaker.say("Lie on your side.", fresh_s=PATIENT_S)
    assert speaker.drain(PATIENT_S)
    assert likeness(heard.samples, rendered("Lie on your side.")) > 0.9


def test_words_and_a_tone_are_heard_together(open_one, heard):
    speaker = open_one()
    speaker.prepare(["Lie on your side."])
    deliver([Utterance("Lie on your side.", fresh_s=PATIENT_S)], speaker)
    while heard.onset(0.0) is None:
        time.sleep(0.01)
    deliver([Earcon("hold-done")], speaker)
    assert speaker.drain(PATIENT_S)
    # Neither hides the other: each is found in the sum.
    assert likeness(heard.samples, tone("hold-done")) > 0.6
    assert likeness(heard.samples, rendered("Lie on your side.")) > 0.6


def test_an_urgent_line_is_heard_instead_of_the_rest(open_one, heard):
    speaker = open_one()
    long = "Lie on your side, the lower knee bent, the upper leg long, and the head on the lower arm."
    speaker.say(long, fresh_s=PATIENT_S)
    while heard.onset(0.0) is None:
        time.sleep(0.01)
    speaker.say("Paused.", urgent=True, fresh_s=PATIENT_S)
    assert speaker.drain(PATIENT_S)
    assert likeness(heard.samples, rendered("Paused.")) > 0.9
    assert len(np.flatnonzero(np.abs(heard.samples.astype(int)) > 100)) / RATE < len(rendered(long)) / RATE


def test_nothing_late_is_heard(open_one, heard, monkeypatch):
    monkeypatch.setattr("coach.voice.speaker.SOUND_FRESH_S", SOUND_FRESH_S)
    speaker = open_one()
    os.kill(speaker.process.pid, signal.SIGSTOP)
    speaker.say("3", fresh_s=0.5)
    speaker.earcon("tick")
    time.sleep(1.0)
    os.kill(speaker.process.pid, signal.SIGCONT)
    assert speaker.drain(PATIENT_S)
    assert heard.onset(0.0) is None
    speaker.say("4", fresh_s=PATIENT_S)
    assert speaker.drain(PATIENT_S)
    assert heard.onset(0.0) is not None


def test_a_speaker_is_chosen_by_a_part_of_its_name(open_one, playing):
    assert speakers() == [HEARD.title(), OTHER.title()]
    with recorded(playing) as first, recorded(playing, OTHER) as second:
        speaker = open_one(speaker="OTH")
        speaker.earcon("rep-counted")
        assert speaker.drain(PATIENT_S)
        assert likeness(second.samples, tone("rep-counted")) > 0.9
        assert first.onset(0.0) is None


def test_a_speaker_that_is_gone_is_reported_and_the_default_is_used(open_one, heard):
    troubles: list[str] = []
    speaker = open_one(speaker="the headset of yesterday", complain=troubles.append)
    speaker.earcon("hold-done")
    assert speaker.drain(PATIENT_S)
    assert heard.onset(0.0) is not None
    assert troubles == [
        "no speaker is called 'the headset of yesterday'; coach speakers lists them; the default one is used"
    ]


def test_the_volume_is_heard(open_one, heard):
    peaks = []
    for volume in (0.25, 1.0):
        speaker = open_one(volume=volume)
        speaker.earcon("hold-done")
        assert speaker.drain(PATIENT_S)
        peaks.append(np.abs(heard.samples.astype(int)).max())
    assert peaks[0] == pytest.approx(peaks[1] / 4, rel=0.05)


def test_what_is_heard_never_clips(open_one, heard):
    speaker = open_one()
    speaker.prepare(["3. One more."])
    for name in ("rep-counted", "hold-done", "attention"):
        speaker.say("3. One more.", fresh_s=PATIENT_S)
        speaker.earcon(name)
        assert speaker.drain(PATIENT_S)
    assert np.abs(heard.samples.astype(int)).max() < FULL


def back(speaker, recording, since):
    """How long after an instant a tone was heard again."""
    while (at := recording.onset(since)) is None:
        speaker.earcon("hold-done")
        assert time.monotonic() - since < PATIENT_S
        time.sleep(0.05)
    return at - since


def kills(speaker, recording, times):
    """Kill the process so often while it speaks; how long each time until something is heard again."""
    taken = []
    for number in range(times):
        speaker.say(f"{number}. One more.", fresh_s=PATIENT_S)
        time.sleep((number % 7) * 0.05)  # at another point each time
        os.kill(speaker.process.pid, signal.SIGKILL)
        killed = time.monotonic() + 0.3  # what was on its way by then is heard all the same
        taken.append(back(speaker, recording, killed) + 0.3)
        assert speaker.drain(PATIENT_S)
    return taken


@pytest.mark.slow
def test_a_killed_voice_is_back(open_one, heard):
    troubles: list[str] = []
    speaker = open_one(complain=troubles.append)
    taken = kills(speaker, heard, 3)
    assert max(taken) < 10.0  # other work takes most of the processor; benchmarks/heard.py measures it
    assert troubles == []


def test_the_line_under_way_is_said_again_after_a_kill(open_one, heard):
    speaker = open_one()
    speaker.say("Lie on your side.", fresh_s=PATIENT_S)
    while heard.onset(0.0) is None:
        time.sleep(0.01)
    os.kill(speaker.process.pid, signal.SIGKILL)
    assert speaker.drain(PATIENT_S)
    assert likeness(heard.samples, rendered("Lie on your side.")) > 0.9


def test_a_process_that_stands_still_blocks_nobody_and_is_replaced(open_one, heard, monkeypatch):
    monkeypatch.setattr("coach.voice.speaker.LONGEST_S", 1.0)
    monkeypatch.setattr("coach.voice.speaker.A_LETTER_S", 0.0)
    speaker = open_one()
    before = speaker.process.pid
    os.kill(before, signal.SIGSTOP)
    began = time.monotonic()
    for _ in range(300):
        speaker.say("Lie on your side, the lower knee bent, the upper leg long.")
        speaker.earcon("tick")
    assert time.monotonic() - began < 0.5
    assert back(speaker, heard, began) < PATIENT_S
    assert speaker.process.pid != before


def test_the_end_of_the_program_ends_the_sound(heard):
    script = (
        "import sys, time; from coach.voice.speaker import open_speaker; from coach.voice.settings import Settings;"
        "s = open_speaker(Settings(duck=False), print); s.process.ready(60); print(s.process.pid, flush=True);"
        "s.say('Lie on your side, the lower knee bent, the upper leg long.', fresh_s=60); time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    pid = int(child.stdout.readline())
    while heard.onset(0.0) is None:
        time.sleep(0.01)
    child.kill()
    child.communicate()
    for _ in range(200):
        if not os.path.exists(f"/proc/{pid}"):
            return
        time.sleep(0.05)
    raise AssertionError("it goes on sounding")


def test_closing_leaves_no_thread_and_no_process(playing):
    before = set(threading.enumerate())
    speaker = open_speaker(SETTINGS, print)
    assert speaker.process.ready(PATIENT_S) is not None
    pid = speaker.process.pid
    speaker.say("Lie on your side.")
    speaker.close()
    speaker.close()
    speaker.say("too late")
    speaker.earcon("tick")
    assert set(threading.enumerate()) <= before
    assert not os.path.exists(f"/proc/{pid}")


@pytest.fixture
def own():
    """A server that a test may do harm to."""
    with served() as made:
        yield made


def test_a_speaker_that_is_unplugged_in_the_middle_is_left_for_another(own, open_one, monkeypatch):
    for name, value in own.environment.items():
        monkeypatch.setenv(name, value)
    speaker = open_one()
    with recorded(own, OTHER) as second:
        speaker.say("Lie on your side, the lower knee bent, the upper leg long.", fresh_s=PATIENT_S)
        time.sleep(1.0)
        modules = own.ask("list", "short", "modules").stdout.splitlines()
        own.ask("unload-module", next(each.split()[0] for each in modules if f"={HEARD} " in each))
        assert back(speaker, second, time.monotonic()) < PATIENT_S


def test_a_sound_server_that_dies_and_comes_back_is_found_again(own, open_one, monkeypatch):
    monkeypatch.setattr("coach.voice.process.AGAIN_S", 0.5)
    for name, value in own.environment.items():
        monkeypatch.setenv(name, value)
    troubles: list[str] = []
    speaker = open_one(complain=troubles.append)
    speaker.say("Lie on your side, the lower knee bent, the upper leg long.", fresh_s=PATIENT_S)
    time.sleep(1.0)
    own.stop()
    began = time.monotonic()
    while not troubles:
        speaker.earcon("tick")
        time.sleep(0.05)
        assert time.monotonic() - began < PATIENT_S
    assert troubles == [
        "nothing plays sound here: connect a speaker, or check the sound settings; the screen goes on without it"
    ]
    own.start()
    with recorded(own) as recording:
        assert back(speaker, recording, time.monotonic()) < PATIENT_S


def test_a_sound_server_that_hangs_holds_nobody_up(own, monkeypatch):
    monkeypatch.setattr("coach.voice.process.START_S", 1.0)
    monkeypatch.setattr("coach.voice.speaker.START_S", 1.0)
    for name, value in own.environment.items():
        monkeypatch.setenv(name, value)
    own.signal(signal.SIGSTOP)
    troubles: list[str] = []
    speaker = open_speaker(SETTINGS, troubles.append)
    began = time.monotonic()
    speaker.say("Lie on your side.")
    assert time.monotonic() - began < 0.2
    while not troubles:
        time.sleep(0.05)
        assert time.monotonic() - began < PATIENT_S
    speaker.close()
    assert troubles == ["sound fails on this computer: check the sound settings; the screen goes on without it"]
    with pytest.raises(CoachError, match="the sound system does not answer"):
        speakers()


def test_without_a_speaker_it_is_said_once_and_nobody_waits(monkeypatch):
    monkeypatch.setenv("PULSE_SERVER", "unix:/none")
    monkeypatch.setenv("ALSA_CONFIG_PATH", "/dev/null")
    monkeypatch.setenv("PATH", "/none")
    troubles: list[str] = []
    speaker = open_speaker(SETTINGS, troubles.append)
    assert speaker.process.ready(PATIENT_S) is None
    began = time.monotonic()
    for _ in range(3):
        speaker.say("Lie on your side.", fresh_s=PATIENT_S)
    assert speaker.drain(PATIENT_S)
    assert time.monotonic() - began < 1.0
    speaker.close()
    assert troubles == [
        "nothing plays sound here: connect a speaker, or check the sound settings; the screen goes on without it"
    ]


def modules(server):
    return [line for line in server.ask("list", "short", "modules").stdout.splitlines() if MODULE in line]


@pytest.mark.slow
def test_music_is_lowered_while_the_coach_speaks_and_comes_up_again(own, open_one, monkeypatch, tmp_path):
    for name, value in own.environment.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "music.wav").write_bytes(waved(array("h", itertools.islice(itertools.cycle(NOTE), 60 * RATE))))
    with recorded(own) as recording, subprocess.Popen(["paplay", tmp_path / "music.wav"]) as music:
        speaker = open_one(duck=True)
        while recording.onset(0.0) is None:
            time.sleep(0.01)
        time.sleep(1.0)
        speaker.say("Lie on your side, the lower knee bent, the upper leg long.", fresh_s=PATIENT_S)
        assert speaker.drain(PATIENT_S)
        time.sleep(3.0)
        levels = loudness_of_the_note(recording.samples)
        music.kill()
    whole = np.median(levels[:2])
    assert min(levels) < whole - 12
    assert levels[-1] > whole - 1
    speaker.close()
    assert modules(own) == []


def loudness_of_the_note(samples):
    """Decibels of ``NOTE`` in each half a second."""
    size = RATE // 2
    at = round(PITCH_HZ * size / RATE)
    pieces = [samples[i : i + size] * np.hanning(size) for i in range(0, len(samples) - size, size)]
    levels = [20 * np.log10(np.abs(np.fft.rfft(piece)[at - 2 : at + 3]).max() + 1.0) for piece in pieces]
    begun = next(i for i, level in enumerate(levels) if level > max(levels) - 1)
    return levels[begun:]


@pytest.mark.parametrize("duck", [True, False])
def test_the_sound_server_is_left_as_it_was(own, open_one, monkeypatch, duck):
    for name, value in own.environment.items():
        monkeypatch.setenv(name, value)
    speaker = open_one(duck=duck)
    assert len(modules(own)) == duck
    os.kill(speaker.process.pid, signal.SIGKILL)
    speaker.earcon("tick")
    assert speaker.drain(PATIENT_S)
    assert len(modules(own)) == duck  # what the killed one left is not loaded twice
    speaker.close()
    assert modules(own) == []


def test_a_player_of_the_system_plays_where_nothing_else_does(heard):
    player = PlayerOutput("paplay", ("paplay",))
    assert player.play("words", PlayedSound(float("inf"), array("h", tone("hold-done")))) == "done"
    assert likeness(heard.samples, tone("hold-done")) > 0.9


def test_a_player_of_the_system_is_cut_short(heard):
    player = PlayerOutput("paplay", ("paplay",))
    sound = PlayedSound(float("inf"), array("h", itertools.islice(itertools.cycle(tone("hold-done")), 20 * RATE)))
    outcomes = []
    thread = threading.Thread(target=lambda: outcomes.append(player.play("words", sound)))
    thread.start()
    while heard.onset(0.0) is None:
        time.sleep(0.01)
    sound.cancelled = True
    player.cut("words")
    thread.join(PATIENT_S)
    assert outcomes == ["cut"]
