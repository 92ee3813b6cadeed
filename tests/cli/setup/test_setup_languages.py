"""What the commands for the set-up print, and why a command failed, in the language of the person."""

import re

import pytest

from coach.cli import main
from coach.errors import DataFileError, ModelError, SourceError
from coach.estimate import models
from coach.language import Language, phrase
from coach.resources import resource
from coach.store.history import History
from tests.fakes.pseudo_language import outside, pseudo_language


@pytest.fixture
def pseudo(monkeypatch):
    phrases = pseudo_language()
    monkeypatch.setattr(Language, "load", lambda language="en": phrases)


def test_every_word_of_the_list_of_cameras_comes_from_the_catalogue(pseudo, capsys, monkeypatch):
    for found in ([], [(0, phrase("errors.camera.name", spec=0))]):
        monkeypatch.setattr("coach.capture.camera.cameras", lambda found=found: found)
        assert main(["cameras"]) == 0
        assert outside(capsys.readouterr().out) == set()


def test_every_word_of_the_list_of_models_comes_from_the_catalogue(pseudo, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(models, "folders", lambda: (tmp_path,))
    assert main(["models"]) == 0
    assert outside(capsys.readouterr().out) == {"MB", *models.listed()}


def test_every_word_of_a_downloaded_model_comes_from_the_catalogue(pseudo, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(models, "get", lambda name, progress: "1")
    assert main(["models", "get", "lite"]) == 0
    assert outside(capsys.readouterr().out) == set()


def test_every_word_of_a_checked_move_comes_from_the_catalogue(pseudo, capsys, tmp_path):
    valid, wrong = resource("routines", "moves", "hip-abduction.toml"), tmp_path / "1.toml"
    text = valid.read_text(encoding="utf-8").replace("hold_s = 5", 'hold_s = "5"').replace("noise", "nois")
    for content in (text, text.replace("schema", "shcema"), "reps = ", re.sub(r"reps = \d+", "reps = 0", text)):
        wrong.write_text(content, encoding="utf-8")
        main(["moves", "check", str(wrong), str(valid)])
        found = capsys.readouterr()
        places = set(re.findall(r"^\S+: (\S+): ", found.out, re.MULTILINE))
        said = re.sub(r"^\S+: \S+: |^coach: ", "", f"{found.out}{found.err}", flags=re.MULTILINE)
        assert places or "TOML" in found.err
        assert outside(said) == set()


def test_a_wrong_move_is_reported_in_the_chosen_language(capsys, tmp_path):
    (tmp_path / "moves").mkdir()
    (tmp_path / "moves" / "x.toml").write_text("reps = 0", encoding="utf-8")
    assert main(["moves", "--lang", "de", "--data", str(tmp_path)]) == DataFileError.exit_code
    err = capsys.readouterr().err
    assert "beschreibt keine Übung: schema: fehlt; die Datei beginnt mit schema = 2; id: fehlt; " in err


@pytest.mark.parametrize("words", [["--lang", "de"], ["--lang=de"]])
def test_a_command_fails_in_the_chosen_language(words, capsys, monkeypatch):
    def absent(name, progress):
        raise ModelError(phrase("errors.model.absent", name=name))

    monkeypatch.setattr(models, "get", absent)
    assert main(["models", "get", "full", *words]) == ModelError.exit_code
    assert capsys.readouterr().err.startswith("coach: das Posenmodell full ist nicht installiert")


def test_a_video_that_there_is_not_is_reported_in_the_chosen_language(capsys):
    assert main(["check", "none.mp4", "--move", "hip-abduction", "--lang", "es"]) == SourceError.exit_code
    assert capsys.readouterr().err == "coach: no hay ningún archivo none.mp4; compruebe el nombre y la carpeta\n"


def test_a_command_fails_in_the_language_of_the_last_session(capsys, tmp_path):
    with History(tmp_path) as history:
        history.person.set_setting("sound", {"language": "de"})
    assert main(["pain", "--after", "3", "--data", str(tmp_path)]) == 2
    assert capsys.readouterr().err == "coach: noch ist keine Sitzung gespeichert; beginnen Sie eine mit coach run\n"


def test_a_language_that_there_is_not_is_reported_in_english(capsys):
    main(["models", "--lang", "xx"])
    assert capsys.readouterr().err == "coach: there are no phrases in 'xx'; choose one of de, en, es\n"
