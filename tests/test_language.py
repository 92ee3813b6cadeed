import ast
import pickle
import re
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from coach.body import Side
from coach.display.panels import KEYS
from coach.errors import DataFileError, SourceError
from coach.events import Choice, Lack, Pause, Reason, UnseenId
from coach.language import FREE, Language, languages, phrase
from coach.library import load_move, move_ids
from coach.report.review.days import Status
from coach.resources import resource

ROOT = Path(__file__).resolve().parents[1]
ENGLISH = resource("routines", "phrases", "en.toml")
STATES = get_args(Status)
SHOWN = {"CoachError", "SourceError", "ModelError", "DataFileError", "HistoryError", "HistoryAccessError"}
SHOWN |= {"CommandError", "FeedError", "DisplayError", "SoundError", "UnknownSpeakerError"}
ENGLISH_ONLY = {"cluster.py", "task.py", "language.py", "manifest.py", "commands.py"}
"""Modules for those who run a cluster, the catalogue, the program's own list of models, and what Typer says."""
SECTIONS = {key.partition(".")[0] for key in Language.load().wordings}


@cache
def program():
    """Every key that the program asks for, as a regular expression, and every text: keys are in variables too."""
    asked, texts = set(), set()
    for path in (ROOT / "coach").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="say" | "find") | ast.Name(id="say" | "find" | "phrase"), args=[key, *_]
                ):
                    asked.update(patterns(key))
                case ast.Call(func=ast.Name(id="wrong"), args=[key]):
                    asked.update(f"wrong\\.{each}" for each in patterns(key))
                case ast.Constant(value=str(text)):
                    texts.add(text)
    return asked, texts


def asked_for():
    return program()[0]


def patterns(node):
    """Regular expressions for the keys that an expression can be."""
    match node:
        case ast.Constant(value=str(key)):
            yield re.escape(key)
        case ast.JoinedStr():
            yield "".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".+" for p in node.values)
        case ast.IfExp():
            yield from (*patterns(node.body), *patterns(node.orelse))


def made_up():
    """Every key that the program composes."""
    for prefix, kind in (
        ("placement", Lack),
        ("pause", Pause),
        ("pain", Choice),
        ("reason", Reason),
        ("not_seen", UnseenId),
    ):
        yield from (f"{prefix}.{each}" for each in get_args(kind))
    for prefix, kind in (("lacks", Lack), ("pauses", Pause), ("choices", Choice), ("sides", Side)):
        yield from (f"window.{prefix}.{each}" for each in get_args(kind))
    yield from (f"reasons.{each}.why" for each in (*get_args(Reason), "partly"))
    yield from (f"reasons.{each}.cure" for each in (*get_args(Reason), "partly", "opposite"))
    yield from (f"window.keys.{each}" for each in KEYS)
    yield from (f"pain.chosen_{each}" for each in get_args(Choice))
    yield from (f"camera.{each}" for each in ("absent", "busy", "frozen", "black", "slow", "lost", "running"))
    yield from (f"counting.{each}" for each in ("number", "one_more", "number_good", "one_more_good"))


def written(tmp_path, text):
    path = tmp_path / "xx.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_there_are_three_languages():
    assert languages() == ("de", "en", "es")


@pytest.mark.parametrize("language", languages())
def test_every_key_that_is_used_is_there(language):
    wordings = Language.load(language).wordings
    literal = {key.replace("\\", "") for key in asked_for() if ".+" not in key}
    asked = {key for key in literal if key.partition(".")[0] in SECTIONS and not key.startswith(FREE)}
    assert sorted({*asked, *made_up()} - wordings.keys()) == []


def test_every_key_of_a_language_is_used():
    asked, texts = program()
    used = re.compile("|".join(asked))
    keys = [key for key in sorted(Language.load().wordings) if not key.startswith("page.")]
    assert [key for key in keys if key not in texts and not used.fullmatch(key)] == []


def test_every_key_of_the_pages_is_used():
    review = ROOT / "coach" / "report" / "review"
    files = [*review.glob("*.py"), *review.glob("templates/*"), *review.glob("assets/*.js")]
    quoted = {name for path in files for name in re.findall(r'"([a-z0-9_]+)"', path.read_text(encoding="utf-8"))}
    quoted |= {f"{kind}.{each}" for kind in ("count", "chart", "status") for each in quoted}
    quoted |= {f"hurt.{each}" for each in ("left", "right", "both", "neither")} | {f"status.{each}" for each in STATES}
    keys = [key.removeprefix("page.") for key in Language.load().wordings if key.startswith("page.")]
    assert len(keys) > 150
    assert [key for key in keys if key not in quoted and re.sub(r"^(clip|script)\.", "", key) not in quoted] == []


@pytest.mark.parametrize("language", [each for each in languages() if each != "en"])
def test_every_measure_of_the_moves_has_a_name_in_every_language(language):
    measures = [measure for name in move_ids() for measure in load_move(name).measures.values()]
    landmarks = {each for measure in measures for each in (*measure.of, *(measure.against or ()))}
    asked = {f"kinds.{measure.kind}" for measure in measures} | {f"landmarks.{each}" for each in landmarks}
    assert sorted(asked - Language.load(language).wordings.keys()) == []


def test_every_phrase_that_a_script_asks_for_is_there():
    scripts = (ROOT / "coach" / "report" / "review" / "assets").glob("*.js")
    asked = {key for path in scripts for key in re.findall(r'\bt\("(\w+)"', path.read_text(encoding="utf-8"))}
    assert len(asked) > 20
    assert asked - Language.load().section("page.script").keys() == set()


def test_the_search_for_used_keys_finds_some():
    assert {r"start\.go", r"window\.lacks\..+"} <= {*asked_for()}


def test_every_phrase_is_short():
    for language in languages():
        spoken = (
            each
            for each in Language.load(language).wordings.items()
            if not each[0].startswith(("about.", "page.", "safety.stop"))
        )
        for key, wording in spoken:
            texts = (wording,) if isinstance(wording, str) else wording
            assert all(len(text) <= 220 for text in texts), key


def test_fields_are_filled_in_and_one_is_singular():
    english = Language.load()
    assert english.say("rest.began", n=20) == "Rest for 20 seconds."
    assert english.say("rest.began", n=1) == "Rest for a second."
    assert english.say("set.next", number=2, of=3) == "Set 2 of 3."


def test_an_optional_key_has_a_default():
    assert Language.load().find("window.nothing", "as it stands") == "as it stands"


def test_an_unknown_language_is_reported_with_the_known_ones():
    with pytest.raises(DataFileError, match="there are no phrases in 'xx'; choose one of de, en, es"):
        Language.load("xx")


def test_all_missing_keys_are_reported_at_once(tmp_path):
    text = ENGLISH.read_text(encoding="utf-8").replace('go = "Go."', "").replace('mended = "Good."', "")
    with pytest.raises(DataFileError, match=r"praise\.mended is missing; start\.go is missing"):
        Language.load(written(tmp_path, text))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('go = "Go."', 'go = "Go."\ngone = "Gone."', r"start\.gone is unknown"),
        ('go = "Go."', 'go = "Go, {name}."', r"start\.go has no field name"),
        ('go = "Go."', 'go = ""', r"start\.go: text in quotes is expected"),
        ('go = "Go."', "go = 3", r"start\.go: text in quotes is expected"),
        (
            'go = "Go."',
            'go = { one = "Go." }',
            r"quotes is expected, or plural forms such as \{ one, other \}",
        ),
        ('go = "Go."', 'go = "Go {."', r"start\.go: unmatched brace or invalid field"),
        ('go = "Go."', 'go = "Go {0}."', r"start\.go: unmatched brace or invalid field"),
        ("schema = 1", "schema = 2", "schema: a file begins with schema = 1"),
        ('language = "en"', "", "language: a language code is expected"),
        ("[session]", "[session", "is not TOML"),
    ],
)
def test_a_fault_in_a_file_is_reported_with_its_key(tmp_path, old, new, fault):
    text = ENGLISH.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(DataFileError, match=fault):
        Language.load(written(tmp_path, text.replace(old, new, 1)))


def test_a_missing_file_is_reported(tmp_path):
    with pytest.raises(DataFileError, match="cannot read the phrases"):
        Language.load(tmp_path / "absent.toml")


@pytest.mark.parametrize("code", sorted({*languages()} - {"en"}))
def test_every_fault_of_the_shipped_moves_has_its_words(code):
    there = Language.load(code)
    faults = {aim.id for name in move_ids() for aim in load_move(name).aim}
    assert [each for each in sorted(faults) if not there.find(f"faults.{each}")] == []


def test_every_error_carries_a_phrase():
    own = []
    for path in (ROOT / "coach").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[*_, ast.JoinedStr() | ast.Constant(value=str())]):
                    if name in SHOWN and path.name not in ENGLISH_ONLY and path.parent.name != "install":
                        own.append((path.name, node.lineno))
    assert own == []


def test_a_phrase_is_english_and_can_be_said_in_another_language():
    found = phrase("errors.camera.unlisted", spec="9", found=phrase("errors.camera.none"))
    assert found == "there is no camera 9: plug it in; cameras found: none"
    assert Language.load("de").translated(SourceError(found)).endswith("gefundene Kameras: keine")
    assert Language.load("de").translated(pickle.loads(pickle.dumps(found))).startswith("es gibt keine Kamera 9")
    assert (
        Language.load("de")
        .translated(phrase("errors.model.stuck", seconds=2.5))
        .startswith("die Posenerkennung hat 2,5 s")
    )
    assert Language.load("de").translated(ValueError("as it is")) == "as it is"


def test_a_language_can_be_given_as_a_file(tmp_path):
    text = ENGLISH.read_text(encoding="utf-8").replace('"en"', '"xx"').replace('go = "Go."', 'go = "Hopp."')
    phrases = Language.load(written(tmp_path, text))
    assert (phrases.language, phrases.say("start.go")) == ("xx", "Hopp.")


@pytest.mark.parametrize(
    ("value", "digits", "written"), [(-0.4, 0, "0"), (-0.004, 2, "0.00"), (-0.6, 0, "-1"), (1234.5, 1, "1,234.5")]
)
def test_a_number_is_rounded_and_never_minus_zero(value, digits, written):
    assert Language.load().number(value, digits) == written
