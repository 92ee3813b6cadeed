"""Files from strangers: a move or a routine is data. It runs nothing, reads no other file, and has short texts."""

from __future__ import annotations

import pytest

from coach import cli, library
from coach.app.routines import Routines
from coach.datafile import LARGEST, LONGEST_TEXT
from coach.errors import DataFileError
from coach.moves.validation import LONGEST_SPOKEN
from coach.resources import resource

ROUTINE = 'schema = 1\nid = "own"\ntitle = "Own"\n[[moves]]\nid = "{}"\n'


def move(folder, *changes):
    """The file of a move, changed."""
    text = resource("routines", "moves", "hip-abduction.toml").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "own.toml"
    path.write_text(text, "utf-8")
    return path


def refusal(read, path):
    with pytest.raises(DataFileError) as refused:
        read(path)
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize(
    "name", ["../secret", "{folder}/secret", "{folder}/secret.toml", "../secret.toml", "/etc/passwd", "a b", "", "Ä"]
)
def test_a_routine_names_moves_by_their_id_and_reads_no_other_file(tmp_path, name):
    (tmp_path / "secret.toml").write_text('password = "geheim"\n')
    path = tmp_path / "routines" / "own.toml"
    path.parent.mkdir()
    path.write_text(ROUTINE.format(name.format(folder=tmp_path)))
    error = refusal(Routines(tmp_path).load, str(path))
    assert "moves[0].id: should be the id of a move" in error
    assert "geheim" not in error


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a" * (LONGEST_SPOKEN + 1), f"title: should have at most {LONGEST_SPOKEN} characters"),
        ("long " * LONGEST_TEXT, f"title: should have at most {LONGEST_TEXT} characters"),
        (r"\u001b[2Jcleared", "title: contains invisible characters"),
        (r"\u202Eturned round", "title: contains invisible characters"),
        (r"\u0000", "title: contains invisible characters"),
    ],
)
def test_a_title_must_be_short_and_printable(tmp_path, text, expected):
    assert expected in refusal(
        library.read_move, move(tmp_path, ('title = "Side-lying leg raise"', f'title = "{text}"'))
    )


def test_a_cue_takes_a_few_seconds(tmp_path):
    path = move(tmp_path)
    cue = next(line for line in path.read_text("utf-8").splitlines() if line.startswith("trunk-moving = "))
    error = refusal(library.read_move, move(tmp_path, (cue, 'trunk-moving = "' + "and on " * 30 + '"')))
    assert f"text.en.cue.trunk-moving: should have at most {LONGEST_SPOKEN} characters" in error


def test_an_id_cannot_be_a_path(tmp_path):
    assert "id: should be of lower-case letters" in refusal(
        library.read_move, move(tmp_path, ('id = "hip-abduction"', 'id = "../../x"'))
    )


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    (tmp_path / "own.toml").write_bytes(b"#" * (LARGEST + 1))
    assert "is not a data file" in refusal(library.read_move, tmp_path / "own.toml")


def test_code_in_a_title_is_only_text(tmp_path, capsys):
    title = "<script>alert(1)</script> {0.__class__} %s [red]x[/red] $(id) `id`"
    path = move(tmp_path, ('title = "Side-lying leg raise"', f'title = "{title}"'))
    assert library.read_move(path).title == title
    assert cli.main(["moves", "show", str(path)]) == 0
    assert title in " ".join(capsys.readouterr().out.split())


MEASURE = "[measures]\n"
FOLLOWER = '{} = {{ kind = "drawn_thigh", limb = "working", side_from = "{}" }}\n'
ANGLE = 'kind = "angle", of = ["hip", "knee"], against = ["hip", "ankle"]'


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ((MEASURE, MEASURE + "".join(f"m{i} = {{ {ANGLE} }}\n" for i in range(8000))), "measures: should have at most"),
        ((MEASURE, f'{MEASURE}x = {{ kind = "height", of = ["hip", "../x"], limb = "top" }}\n'), "no landmark '../x'"),
        (
            (MEASURE, f"{MEASURE}{FOLLOWER.format('a', 'b')}{FOLLOWER.format('b', 'a')}"),
            "measures.a.side_from: needs a measure that finds its side by itself, not 'working'",
        ),
        ((MEASURE, f'{MEASURE}"a\\nb" = {{ {ANGLE}, limb = "top" }}\n'), "measures: has an invalid name"),
        (("ground = -0.42", "ground = -1e309"), "drawing.ground: should be a number, not -inf"),
        (("ground = -0.42", "ground = -1e9"), "drawing.ground: should be -10 to 10 trunks"),
        (("ground = -0.42", "ground = 2.0"), "drawing.start: should not lie below the ground"),
        (("[text.en]\n", '[text."../en"]\ntitle = "x"\n[text.en]\n'), "text.../en: should be the code of a language"),
        (("[sources]\n", '[sources]\nnothing = "x"\n'), "sources.nothing: names no key of a move"),
        (("{n} degrees", "{0.__class__} degrees"), "say.target: should contain {n} for the degrees"),
    ],
    ids=["many", "landmark", "cycle", "name", "endless", "far", "buried", "language", "source", "field"],
)  # fmt: skip
def test_a_contradiction_in_a_move_is_reported_with_its_path(tmp_path, changes, expected):
    assert expected in refusal(library.read_move, move(tmp_path, changes))


@pytest.mark.parametrize("depth", [50, 5000])
def test_deeply_nested_tables_are_reported(tmp_path, depth):
    (tmp_path / "own.toml").write_text("schema = 1\nx = " + "[" * depth + "]" * depth)
    refusal(library.read_move, tmp_path / "own.toml")


def test_an_infinite_number_is_reported(tmp_path):
    assert "is not TOML" in refusal(library.read_move, move(tmp_path, ("schema = 2", "schema = " + "1" * 9000)))


def test_a_date_in_a_file_is_reported_with_its_path(tmp_path):
    assert "title: should not be a date or time" in refusal(
        library.read_move, move(tmp_path, ('title = "Side-lying leg raise"', "title = 2026-11-22"))
    )
