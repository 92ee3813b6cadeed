"""``coach doctor``: its checks, and its advice for each problem."""

from __future__ import annotations

import math
import os
from pathlib import Path

import numpy as np
import pytest

from coach import cli
from coach.app import doctor
from coach.display.probe import DisplayError
from coach.errors import CoachError, HistoryError, ModelError
from coach.language import Language, english
from coach.store.history import NAME, History
from coach.voice.settings import Settings
from tests.fakes.pseudo_language import outside, pseudo_language
from tests.voice.sink import RATE, recorded, served

FILM = str(Path(__file__).parents[1] / "clips" / "tiny-hip-abduction-left.mp4")


@pytest.fixture
def sound(monkeypatch):
    """A complete computer, even if the one that runs the tests is not."""
    monkeypatch.setattr(doctor, "_model", lambda name, phrases: "a model")
    monkeypatch.setattr("coach.display.probe.look", lambda: None)
    monkeypatch.setattr(doctor, "_voice", lambda settings, listen, phrases: "a voice")


def found(folder, camera=FILM):
    return {each.name: each for each in doctor.examine(camera, folder, None, Settings())}


def ailing(findings):
    return [name for name, each in findings.items() if not each.ok]


def test_a_complete_computer_passes(sound, tmp_path, capsys):
    code = cli.main(["doctor", "--camera", FILM, "--data", str(tmp_path / "data")])
    out = capsys.readouterr().out
    assert (code, "FIX" in out) == (0, False)
    assert out.endswith("Everything works.\n")
    assert not (tmp_path / "data").exists()


def test_every_word_of_a_complete_computer_comes_from_the_catalogue(sound, tmp_path, capsys, monkeypatch):
    phrases = pseudo_language()
    monkeypatch.setattr(Language, "load", lambda language="en": phrases)
    monkeypatch.setattr(doctor, "_versions", lambda: "1.0")
    for name in ("_model", "_voice"):
        monkeypatch.setattr(doctor, name, lambda *asked: "")
    monkeypatch.setenv("DISPLAY", "")
    for folder in (tmp_path / "none", tmp_path):
        assert cli.main(["doctor", "--camera", FILM, "--data", str(folder)]) == 0
        assert outside(capsys.readouterr().out) == set()
        History(tmp_path).close()


def test_every_word_of_what_is_wrong_comes_from_the_catalogue(tmp_path, monkeypatch):
    phrases = pseudo_language()
    monkeypatch.setattr(Language, "load", lambda language="en": phrases)
    monkeypatch.setattr("coach.estimate.runtime.MEDIAPIPE", (1, 0))
    monkeypatch.setattr(doctor, "CAMERA_S", 0.5)
    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage())
    monkeypatch.delenv("DISPLAY", raising=False)
    silence(monkeypatch)
    (tmp_path / NAME).write_bytes(b"something else altogether")
    for camera in ("9", "http://127.0.0.1:9/", "http://"):
        findings = [*doctor.examine(camera, tmp_path, "none", Settings())]
        assert not any(each.ok for each in findings)
        assert [each for each in findings if outside(each.detail)] == []


def test_a_problem_is_reported_in_the_chosen_language(sound, tmp_path, capsys):
    cli.main(["doctor", "--camera", str(tmp_path), "--data", str(tmp_path), "--lang", "de"])
    out = capsys.readouterr().out
    assert "FEHLER" in out
    assert "Kamera" in out
    assert out.endswith("1 Problem gefunden.\n")


def test_a_problem_is_reported_and_the_rest_is_still_checked(sound, tmp_path, capsys, monkeypatch):
    def missing(name, phrases):
        raise ModelError("the pose model is not installed; run: coach models get")

    monkeypatch.setattr(doctor, "_model", missing)
    code = cli.main(["doctor", "--camera", FILM, "--data", str(tmp_path)])
    out = capsys.readouterr().out
    assert code == CoachError.exit_code
    assert out.count("FIX") == 1
    assert "coach models get" in out
    assert "history" in out


def test_a_camera_that_does_not_respond_is_reported_without_its_password(sound, tmp_path):
    findings = found(tmp_path, "http://me:geheim@127.0.0.1:9/video?token=geheim")
    assert ailing(findings) == ["camera"]
    assert "127.0.0.1:9 does not respond" in findings["camera"].detail
    assert "geheim" not in findings["camera"].detail


def test_a_missing_display_is_reported_with_the_alternative(sound, tmp_path, monkeypatch):
    def none():
        raise DisplayError("there is none; run with --no-window")

    monkeypatch.setattr("coach.display.probe.look", none)
    assert ailing(found(tmp_path)) == ["display"]


@pytest.fixture
def server(monkeypatch):
    with served() as made:
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        yield made


def test_the_voice_is_reported_without_a_sound(server):
    with recorded(server) as recording:
        finding = doctor._voice(Settings("de", duck=False), False, Language.load("de"))
        assert recording.onset(0.0) is None
    assert finding == "Pico de-DE, aus dem Paket; Lautsprecher: default (PulseAudio)"


def test_the_voice_and_the_tones_play_on_request(server):
    with recorded(server) as recording:
        finding = doctor._voice(Settings("de", duck=False), True, Language.load("de"))
        assert len(np.flatnonzero(np.abs(recording.samples.astype(int)) > 100)) > RATE
    assert finding.endswith("war das zu hören?")


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (Settings(speaker="kitchen"), "no speaker is called 'kitchen'; coach speakers lists them"),
        (Settings("en", engine="system"), "there is no voice for 'en' here"),
    ],
)
def test_a_voice_or_speaker_that_is_missing_is_reported(server, monkeypatch, settings, expected):
    monkeypatch.setenv("PATH", "/none")
    with pytest.raises(CoachError, match=expected):
        doctor._voice(settings, False, english())


def test_missing_sound_is_reported(monkeypatch):
    silence(monkeypatch)
    with pytest.raises(CoachError, match="no audio output works: connect a speaker"):
        doctor._voice(Settings(), True, english())


def silence(monkeypatch):
    for name, value in (("PULSE_SERVER", "unix:/none"), ("ALSA_CONFIG_PATH", "/dev/null"), ("PATH", "/none")):
        monkeypatch.setenv(name, value)


def test_a_full_disk_is_reported(sound, tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage())
    findings = found(tmp_path)
    assert ailing(findings) == ["folder"]
    assert "free some space" in findings["folder"].detail


class Usage:
    free = 1_000_000


@pytest.mark.skipif(os.name != "posix", reason="other systems have other permissions")
def test_files_that_others_may_read_are_reported(sound, tmp_path):
    with History(tmp_path):
        pass
    tmp_path.chmod(0o755)
    assert ailing(found(tmp_path)) == []
    (tmp_path / NAME).chmod(0o644)
    findings = found(tmp_path)
    assert ailing(findings) == ["folder"]
    assert "chmod -R go=" in findings["folder"].detail
    tmp_path.chmod(0o700)
    assert ailing(found(tmp_path)) == []


def test_a_damaged_history_is_reported_and_left_untouched(sound, tmp_path):
    (tmp_path / NAME).write_bytes(b"something else altogether")
    assert ailing(found(tmp_path)) == ["history"]
    assert (tmp_path / NAME).read_bytes() == b"something else altogether"


def test_a_file_in_place_of_the_data_folder_is_reported(sound, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(HistoryError, match="nothing can be stored"):
        doctor._folder(tmp_path / "file" / "data", english())


@pytest.mark.model
def test_the_model_is_timed(monkeypatch):
    monkeypatch.setattr(doctor, "SLOW_MS", math.inf)  # how busy this computer is does not matter here
    assert "ms per frame" in doctor._model(None, english())


def test_the_versions_in_use_are_reported():
    versions = doctor._versions()
    assert "mediapipe 0.10.31" in versions
    assert "Python 3" in versions
