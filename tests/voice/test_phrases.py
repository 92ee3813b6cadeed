import ast
from pathlib import Path
from typing import get_args

import pytest

from coach.errors import DataFileError
from coach.events import Choice, Lack, Pause, Reason
from coach.library import load_move, move_ids
from coach.resources import resource
from coach.voice.phrases import Phrases, languages

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = resource("routines", "phrases", "en.toml")


def asked_for():
    """Every key that the program asks for by name."""
    for path in (ROOT / "coach").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            key = node.args[0].value
            if name == "say" and isinstance(key, str) and "." in key and " " not in key:
                yield key


def made_up():
    """Every key that the program puts together from what can happen."""
    for prefix, kind in (("placement", Lack), ("pause", Pause), ("pain", Choice), ("reason", Reason)):
        yield from (f"{prefix}.{each}" for each in get_args(kind))
    yield from (f"pain.chosen_{each}" for each in get_args(Choice))
    yield from (f"camera.{each}" for each in ("absent", "busy", "frozen", "black", "slow", "lost", "running"))
    yield from (f"counting.{each}" for each in ("number", "one_more", "number_good", "one_more_good"))
    for move in move_ids():
        yield from (f"moves.{move}.{part}" for part in ("title", "how", "do", "view", "start", "left", "right"))


def written(tmp_path, text):
    path = tmp_path / "xx.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_there_are_two_languages():
    assert languages() == ("de", "en")


@pytest.mark.parametrize("language", languages())
def test_every_key_that_is_used_is_there(language):
    wordings = Phrases.load(language).wordings
    assert sorted({*asked_for(), *made_up()} - wordings.keys()) == []


def test_the_search_for_used_keys_finds_some():
    assert "start.go" in set(asked_for())


def test_every_fault_that_is_spoken_about_has_its_german_cue():
    german = Phrases.load("de")
    aims = [(f"cues.{name}.{aim.id}", aim) for name in move_ids() for aim in load_move(name).aim]
    translated = {key for key in german.wordings if key.startswith("cues.")}
    assert {key for key, aim in aims if aim.confidence is None} <= translated <= {key for key, _ in aims}


def test_every_phrase_is_short_enough_to_be_taken_in():
    for language in languages():
        spoken = (each for each in Phrases.load(language).wordings.items() if not each[0].startswith("about."))
        for key, wording in spoken:
            texts = (wording,) if isinstance(wording, str) else wording
            assert all(len(text) <= 220 for text in texts), key


def test_fields_are_filled_in_and_one_is_not_many():
    english = Phrases.load()
    assert english.say("rest.began", n=20) == "Rest for 20 seconds."
    assert english.say("rest.began", n=1) == "Rest for a second."
    assert english.say("set.next", number=2, of=3) == "Set 2 of 3."


def test_what_may_be_absent_has_a_default():
    assert Phrases.load().find("cues.spine-extension.sag", "as it stands") == "as it stands"


def test_a_language_that_nobody_wrote_is_told_with_those_there_are():
    with pytest.raises(DataFileError, match="there are no phrases in 'xx'; there are de, en"):
        Phrases.load("xx")


def test_every_missing_key_is_told_at_once(tmp_path):
    text = ENGLISH.read_text(encoding="utf-8").replace('go = "Go."', "").replace('mended = "Good."', "")
    with pytest.raises(DataFileError, match=r"praise\.mended is missing; start\.go is missing"):
        Phrases.load(written(tmp_path, text))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('go = "Go."', 'go = "Go."\ngone = "Gone."', r"start\.gone is no key here"),
        ('go = "Go."', 'go = "Go, {name}."', r"start\.go has no field name"),
        ('go = "Go."', 'go = ""', r"start\.go: words in quotes are expected"),
        ('go = "Go."', "go = 3", r"start\.go: words in quotes are expected"),
        ('go = "Go."', 'go = { one = "Go." }', r"start\.go: words in quotes are expected, or \{ one, other \}"),
        ('go = "Go."', 'go = "Go {."', r"start\.go: a brace stands alone"),
        ('go = "Go."', 'go = "Go {0}."', r"start\.go: a brace stands alone"),
        ("schema = 1", "schema = 2", "schema: a file begins with schema = 1"),
        ('language = "en"', "", "language: its code is expected"),
        ("[session]", "[session", "is not TOML"),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_its_key(tmp_path, old, new, fault):
    text = ENGLISH.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(DataFileError, match=fault):
        Phrases.load(written(tmp_path, text.replace(old, new, 1)))


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(DataFileError, match="cannot read the phrases"):
        Phrases.load(tmp_path / "absent.toml")


def test_a_language_of_one_s_own_can_be_given_as_a_file(tmp_path):
    text = ENGLISH.read_text(encoding="utf-8").replace('"en"', '"xx"').replace('go = "Go."', 'go = "Hopp."')
    phrases = Phrases.load(written(tmp_path, text))
    assert (phrases.language, phrases.say("start.go")) == ("xx", "Hopp.")
