"""Corrupted files, each read as the program would. ``python -m tests.bulk`` runs more of them."""

from __future__ import annotations

import random

import pytest

from coach.cli import main
from coach.cli.failure import FAULT
from coach.display.probe import DisplayError
from coach.errors import ModelError, SourceError
from tests.bulk.mutating import words_of
from tests.bulk.trying import KINDS, tried
from tests.fakes.soundless import SOUNDLESS

FEW = {"moves": 60, "routines": 40, "phrases": 30, "landmarks": 150, "histories": 60, "models": 60, "videos": 60}


def test_every_kind_of_file_is_tested():
    assert FEW.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_corrupted_files_give_a_result_or_a_one_sentence_error(tmp_path, kind):
    outcomes = tried(FEW[kind], tmp_path, kind)
    assert outcomes["taken"] < FEW[kind]


COMMANDS = (
    "check", "run", "calibrate", "routines", "cameras", "doctor", "about", "export", "models", "moves", "moves show",
    "moves check", "moves schema", "review", "report", "chek", "",
)  # fmt: skip
OPTIONS = (
    "--move", "--json", "--hold", "--reps", "--side", "--target", "--from", "--to", "--mirrored", "--model", "--record",
    "--sample", "--camera", "--speed", "--no-window", "--voice", "--lang", "--data", "--yes", "--format", "--output",
    "--no-open", "--out", "--weeks", "--session", "--sets", "--verbose", "--version", "--help", "-h", "-x", "--",
)  # fmt: skip
VALUES = (
    "", " ", "0", "1", "-1", "nan", "inf", "1e308", "9" * 40, "left", "up", "hip-abduction", "whole", "full", "de",
    "en", "json", "csv", "a.mp4", "a.toml", "a.json", ".", "..", "/", "/dev/null", "missing/a", "a" * 300, "\udcff",
    "a\nb", "[bold]", "%s", "{0}", "http://me:geheim@host/x", "concat:a|b", "\x1b[31m", "🙂", "-",
)  # fmt: skip


@pytest.fixture
def nothing_there(monkeypatch, tmp_path):
    """Simulates a computer without camera, model, display and browser, with a folder of a few files."""

    def refuse(error):
        def refusing(*_, **__):
            raise error

        return refusing

    monkeypatch.setattr("coach.capture.live.open_live", refuse(SourceError("there is no camera")))
    monkeypatch.setattr("coach.estimate.models.find", refuse(ModelError("there is no model")))
    monkeypatch.setattr("coach.estimate.models.get", refuse(ModelError("there is no network")))
    monkeypatch.setattr("coach.display.probe.look", refuse(DisplayError("there is no display")))
    monkeypatch.setattr("webbrowser.open", lambda page: True)
    monkeypatch.setattr("coach.voice.speaker.HOST", SOUNDLESS)
    monkeypatch.setattr("coach.voice.process.HOST", SOUNDLESS)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "a.mp4").write_bytes(b"not a video")
    (folder / "a.toml").write_text("schema = 1\n")


@pytest.mark.slow
def test_random_command_lines_give_a_result_or_a_one_sentence_error(nothing_there, capsys):
    rng = random.Random(0)
    codes = set()
    for _ in range(150):
        words = rng.choice(COMMANDS).split()
        for _ in range(rng.choice((0, 1, 1, 2, 4, 8))):
            words.append(rng.choice(OPTIONS) if rng.random() < 0.5 else rng.choice(VALUES))
        code = main(words)
        output = capsys.readouterr()
        assert code != FAULT, words
        assert "Traceback" not in output.out + output.err, words
        assert "geheim" not in output.err, words
        assert code == 0 or words[:1] == ["doctor"] or "coach: " in output.err, words
        codes.add(code)
    assert {0, 2, 5} <= codes


def test_corruption_is_reproducible():
    text = 'schema = 1\nid = "x"\n'
    assert words_of(text, random.Random(3)) == words_of(text, random.Random(3))
