"""A move of the user's own is one file in the data folder: all of the program knows it, in its own words."""

from __future__ import annotations

import csv
import html
import io
import json

import pytest

from coach import cli
from coach.display.scene import scene
from coach.display.screen import Screen
from coach.display.shapes import Body, Text
from coach.display.shown import Shown
from coach.language import Language
from coach.library import Moves
from coach.resources import resource

TITLES = {"en": "Grandma\u2019s leg lift", "de": "Omas Beinheben", "es": "La pierna de la abuela"}
HOW = {"en": "Lie down on your good side.", "de": "Auf die gute Seite legen.", "es": "Acuéstese del lado bueno."}
DO = {"en": "Lift the top leg gently.", "de": "Das obere Bein sanft heben.", "es": "Levante la pierna de arriba."}


@pytest.fixture
def own(start):
    """The data folder with a move of the user's own: the leg raise by another name, in three languages."""
    text = resource("routines", "moves", "hip-abduction.toml").read_text("utf-8")
    head = text[: text.index("\n[text.en]")].replace('id = "hip-abduction"', 'id = "grandmas-lift"')
    head = "\n".join(line for line in head.splitlines() if not line.startswith("aliases"))
    first = text[text.index("\n[text.en.cue]") : text.index("\n[text.de]")]
    words = [
        f'\n[text.{code}]\ntitle = "{TITLES[code]}"\nhow = ["{HOW[code]}", "{DO[code]}"]\ncamera = "in front of you"\n'
        for code in TITLES
    ]
    folder = start.data / "moves"
    folder.mkdir(parents=True)
    (folder / "grandmas-lift.toml").write_text(head + words[0] + first + "".join(words[1:]), encoding="utf-8")
    return start.data


def session_output(start, *words):
    code, out, err = start("--move", "grandmas-lift", "--reps", "2", "--hold", "2", "--side", "left", "--yes", *words)
    assert (code, err) == (0, "")
    return " ".join(out.split())


def output(capsys, *words):
    assert cli.main([str(word) for word in words]) == 0
    return " ".join(capsys.readouterr().out.split())


def test_an_own_move_is_listed_and_shown(own, capsys):
    assert f"grandmas-lift {TITLES['en']} 5 s 8 each" in output(capsys, "moves", "--data", own)
    shown = output(capsys, "moves", "show", "grandmas-lift", "--data", own)
    assert HOW["en"] in shown
    assert DO["en"] in shown


@pytest.mark.parametrize("code", TITLES)
def test_an_own_move_is_announced_in_every_language_of_its_file(own, start, code):
    spoken = session_output(start, "--lang", code)
    # Between the two it is said how to get down from standing.
    assert 0 <= spoken.find(f"{TITLES[code]}. ") < spoken.find(f"{HOW[code]} {DO[code]}")
    assert not [other for language, other in TITLES.items() if language != code and other in spoken]


@pytest.mark.parametrize("code", TITLES)
def test_an_own_move_is_drawn_with_its_title(own, code):
    move = Moves(own / "moves").load("grandmas-lift").in_language(code)
    shown = Shown(phase="place", title=move.title, drawings=move.drawing)
    shapes = scene(shown, None, Screen((1280, 720), (1280, 720)), Language.load(code))
    assert TITLES[code] in [shape.text for shape in shapes if isinstance(shape, Text)]
    assert any(isinstance(shape, Body) for shape in shapes)


@pytest.mark.parametrize("code", TITLES)
def test_an_own_move_is_on_the_page_in_every_language_of_its_file(own, start, code):
    session_output(start, "--lang", code)
    assert cli.main(["review", "--no-open", "--data", str(own), "--lang", code]) == 0
    page = (own / "review.html").read_text("utf-8")
    assert html.escape(TITLES[code], quote=False) in page or json.dumps(TITLES[code]) in page


def test_an_own_move_is_counted_stored_and_exported(own, start, capsys):
    assert "2 repetitions." in session_output(start)
    assert "grandmas-lift" in output(capsys, "history", "show", "1", "--data", own)
    assert cli.main(["export", "--data", str(own), "--format", "json"]) == 0
    exported = json.loads(capsys.readouterr().out)
    assert "grandmas-lift" in json.dumps(exported)
    assert cli.main(["export", "--data", str(own), "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["move"] for row in rows} == {"grandmas-lift"}


def test_a_broken_file_leaves_the_other_moves_usable(own, capsys):
    (own / "moves" / "broken.toml").write_text("schema = 2\n")
    assert cli.main(["moves", "--data", str(own)]) == 5
    listed = capsys.readouterr()
    assert TITLES["en"] in listed.out
    assert "broken.toml does not describe a move: " in listed.err
    assert TITLES["en"] in output(capsys, "moves", "show", "grandmas-lift", "--data", own)


def test_a_file_must_be_named_after_its_move(own, capsys):
    (own / "moves" / "grandmas-lift.toml").rename(own / "moves" / "other.toml")
    assert cli.main(["moves", "show", "other", "--data", str(own)]) == 5
    assert "id: should be 'other', like the file name, not 'grandmas-lift'" in capsys.readouterr().err
