import shutil
import subprocess
import wave
from pathlib import Path

import numpy as np
import pytest

from coach.language import Language
from coach.voice.system import Call, Settings, find_player, find_voice

SLOW_AND_LOW = Settings("de", volume=0.5, speed=0.8)


def only(*programs):
    """A system that has these programs and no others."""
    return lambda name: f"/bin/{name}" if name in programs else None


def call(platform, program, text="-v is no option", settings=SLOW_AND_LOW):
    voice = find_voice(settings, platform, only(program))
    assert voice is not None
    return voice(text)


def test_espeak_is_told_language_speed_and_volume_and_given_the_text_apart():
    command = ("/bin/espeak-ng", "-v", "de", "-s", "132", "-a", "50", "--stdin")
    assert call("linux", "espeak-ng") == Call(command, "-v is no option")


def test_speech_dispatcher_is_waited_for():
    command = ("/bin/spd-say", "-w", "-l", "de", "-r", "-40", "-i", "0", "--", "-v is no option")
    assert call("linux", "spd-say") == Call(command)


def test_macos_says_it():
    command = ("/bin/say", "-v", "Anna", "-r", "132", "-f", "-")
    assert call("darwin", "say") == Call(command, "[[volm 0.50]] -v is no option")


def test_windows_says_it_and_the_text_never_is_a_script():
    done = call("win32", "powershell", "'; Remove-Item x")
    assert done.text == "'; Remove-Item x"
    assert "Remove-Item" not in " ".join(done.command)
    assert "$s.Rate = -2; $s.Volume = 50; " in done.command[-1]


def test_a_language_never_is_a_script_either():
    done = call("win32", "powershell", settings=Settings("de'); Remove-Item x; ('"))
    assert "GetCultureInfo('deRemove-Itemx')" in done.command[-1]


@pytest.mark.parametrize(
    ("programs", "chosen"),
    [(("spd-say", "espeak-ng", "espeak"), "espeak-ng"), (("spd-say", "espeak"), "espeak"), (("spd-say",), "spd-say")],
)
def test_the_voice_that_can_be_cut_short_is_preferred(programs, chosen):
    voice = find_voice(Settings(), "linux", only(*programs))
    assert voice is not None
    assert voice("x").command[0] == f"/bin/{chosen}"


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32", "freebsd14"])
def test_without_a_voice_there_is_none(platform):
    assert find_voice(Settings(), platform, only()) is None


@pytest.mark.parametrize(
    ("platform", "program", "command"),
    [
        ("linux", "aplay", ("/bin/aplay", "-q", "a.wav")),
        ("linux", "paplay", ("/bin/paplay", "a.wav")),
        ("linux", "play", ("/bin/play", "-q", "a.wav")),
        ("darwin", "afplay", ("/bin/afplay", "a.wav")),
    ],
)
def test_sounds_are_played_by_what_there_is(platform, program, command):
    player = find_player(platform, only(program))
    assert player is not None
    assert player(Path("a.wav")) == Call(command)


def test_windows_plays_sounds_by_itself():
    player = find_player("win32", only())
    assert player is not None
    assert "winsound" in player(Path("a.wav")).command[-2]


def test_without_a_player_there_is_none():
    assert find_player("linux", only()) is None


@pytest.mark.parametrize("settings", [{"volume": -0.1}, {"volume": 1.1}, {"speed": 0.4}, {"speed": 2.1}])
def test_settings_that_none_can_be_are_a_mistake(settings):
    with pytest.raises(ValueError, match=r"volume|speed"):
        Settings(**settings)


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="needs espeak-ng")
@pytest.mark.parametrize("language", ["en", "de"])
def test_espeak_really_speaks(tmp_path, language):
    voice = find_voice(Settings(language))
    assert voice is not None
    done = voice(Language.load(language).say("placement.feet"))
    path = tmp_path / "said.wav"
    subprocess.run([*done.command, "-w", str(path)], input=done.text, text=True, check=True, timeout=60)
    with wave.open(str(path)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float)
        seconds = len(samples) / file.getframerate()
    assert 1.0 < seconds < 6.0
    assert samples.std() > 200
