"""``coach moves``: the list, a move in full, and files of moves."""

import re

import pytest

from coach.cli import main
from coach.errors import DataFileError
from coach.language import english, languages
from coach.library import load_move, move_ids
from coach.resources import resource

FILES = sorted(resource("routines", "moves").glob("*.toml"))
every_move = pytest.mark.parametrize("name", move_ids())


@pytest.fixture
def run(capsys, monkeypatch):
    """Run one command line in a terminal of some width; return its exit code, output and errors."""

    def run(*words, columns=80):
        # A terminal for rich, without colours and of this size.
        for name, value in {"TTY_COMPATIBLE": "1", "TERM": "dumb", "COLUMNS": str(columns), "LINES": "50"}.items():
            monkeypatch.setenv(name, value)
        code = main([str(word) for word in words])
        return code, *capsys.readouterr()

    return run


def words(text):
    return " ".join(text.split())


# The list


def test_the_list_has_a_line_for_every_move(run):
    code, out, err = run("moves")
    head, _, *rows = out.split("\n\n")[0].splitlines()
    assert (code, err) == (0, "")
    assert head.split() == ["id", "title", "hold", "reps", "sides", "posture"]
    assert [row.split()[0] for row in rows] == list(move_ids())


@every_move
def test_the_list_shows_the_numbers_of_each_move(run, name):
    move = load_move(name)
    (row,) = [line for line in run("moves")[1].splitlines() if line.startswith(f"{name} ")]
    assert f"{move.title} " in row
    assert f" {move.hold_s:g} s " in row
    assert re.search(rf" {move.reps} (-|each|in turn) ", row)


def test_the_list_fits_a_terminal_of_80_columns(run):
    assert max(map(len, run("moves")[1].splitlines())) <= 80


@pytest.mark.parametrize("code", languages())
def test_the_routines_fit_80_columns_with_whole_names(run, code):
    table = run("routines", "--lang", code)[1].split("\n\n")[0]
    assert max(map(len, table.splitlines()[:25])) <= 80
    assert {"piriformis-stretch", "back-strengthening"} <= {*table.split()}


def test_a_narrow_terminal_loses_no_move(run):
    out = run("moves", columns=60)[1]
    assert all(name in out for name in move_ids())


# One move


def letters(text):
    """Return the words of a text without the characters around them or those that folding may split."""
    return {word.strip(".,:;()“”").lower() for word in text.split() if len(word) < 20}


@every_move
@pytest.mark.parametrize("columns", [50, 80, 120])
def test_a_move_is_described_in_full_at_any_width(run, name, columns):
    move = load_move(name)
    code, out, err = run("moves", "show", name, columns=columns)
    assert (code, err) == (0, "")
    assert max(map(len, out.splitlines())) <= min(columns, 96)
    its = move.words
    texts = (
        *its.how,
        its.camera,
        *its.cannot_see,
        *its.avoid_if,
        its.easier,
        move.source,
        english().say("safety.stop"),
    )
    for text in (*texts, *its.cue.values(), *(aim.source for aim in move.aim)):
        assert letters(text) <= letters(out)


@every_move
def test_sentences_stand_whole_at_80_columns(run, name):
    move = load_move(name)
    out = words(run("moves", "show", name)[1])
    its = move.words
    for text in (*its.how, *its.cannot_see, *its.avoid_if, its.easier, move.source, english().say("safety.stop")):
        assert words(text) in out
    assert words(its.camera)[1:] in out


@every_move
def test_every_fault_is_reported_with_its_cure(run, name):
    out = run("moves", "show", name)[1]
    for fault, cue in load_move(name).words.cue.items():
        assert re.search(rf"^ +{fault} +{re.escape(cue)} *$", out, re.M)


@every_move
def test_the_parts_of_a_move_are_shown_in_order(run, name):
    out = run("moves", "show", name)[1]
    headings = [
        "How it is done",
        "Where the camera stands",
        "What is checked",
        "What cannot be seen from there",
        "Numbers",
        "Who should leave it out",
        "An easier form",
    ]
    assert [line for line in out.splitlines() if line and not line.startswith(" ")][1:] == headings


def test_a_path_keeps_its_letters_at_the_beginning_of_a_sentence(run):
    out = words(run("moves", "show", "spine-extension")[1])
    assert "benchmarks/population: a sagging back" in out
    assert "Benchmarks/" not in out


def test_limits_are_put_into_words(run):
    out = words(run("moves", "show", "hip-abduction", columns=120)[1])
    assert "thigh at most 20° Angle of hip to knee above the line from shoulders to hips, degrees; 0" in out
    assert "It counts when this holds for 5 s and the body comes back: thigh at least 30°" in out
    assert "Hold 5 s (--hold), 8 repetitions each side (--reps), 45° to aim for (--target, 20 to 60°)." in out
    assert "It starts lying on one side, seen from the front, from the back or from an angle." in out


MADE_UP = [
    # What the file says, and what is told of it.
    ('{ measure = "a", least = 30, slack = 3 }', "a at least 30°"),
    ('{ measure = "a", most = -5 }', "a at most −5°"),
    ('{ measure = "a", least = -5, most = 7 }', "a from −5° to 7°"),
    ('{ measure = "a", least = 14, from_rest = true }', "a at least 14° above its rest"),
    ('{ measure = "a", least = -14, from_rest = true }', "a at most 14° below its rest"),
    ('{ measure = "a", most = 14, from_rest = true }', "a at most 14° above its rest"),
    ('{ measure = "a", most = -14, from_rest = true }', "a at least 14° below its rest"),
    ('{ measure = "a", least = -8, most = 8, from_rest = true }', "a within 8° of its rest"),
    ('{ measure = "a", least = -8, most = 9, from_rest = true }', "a from 8° below its rest to 9° above its rest"),
    ('{ measure = "b_c", most = 0.45 }', "b c at most 0.45 trunk lengths"),
    ('{ measure = "a", most = 3, when_unseen = "pass" }', "a at most 3°, where it is seen"),
]


@pytest.mark.parametrize(("start", "expected"), MADE_UP)
def test_every_form_of_a_limit_is_put_into_words(run, tmp_path, start, expected):
    path = tmp_path / "made-up.toml"
    path.write_text(made_up(start), encoding="utf-8")
    code, out, _ = run("moves", "show", path, columns=120)
    assert code == 0
    assert f"At rest, before it: {expected} " in words(out)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("hugged_thigh", "Angle of hip to knee against the trunk's line"),
        ("drawn_thigh", "Angle of hip to knee against the line from shoulders to hips"),
    ],
)
def test_a_kind_based_on_another_has_a_full_description(run, tmp_path, kind, expected):
    path = tmp_path / "made-up.toml"
    path.write_text(made_up('{ measure = "b_c", most = 1 }').replace(B_C, f'kind = "{kind}"'), encoding="utf-8")
    out = words(run("moves", "show", path, columns=120)[1])
    assert f"b c at most 1° {expected}" in out
    assert "As " not in out


def test_trunk_lengths_are_explained_if_used(run, tmp_path):
    path = tmp_path / "made-up.toml"
    for measure, explained in (("b_c", True), ("a", False)):
        path.write_text(made_up(f'{{ measure = "{measure}", most = 1 }}'), encoding="utf-8")
        assert ("A trunk length is " in run("moves", "show", path)[1]) == explained


def test_the_way_and_every_shape_of_fault_are_described(run, tmp_path):
    path = tmp_path / "made-up.toml"
    aims = "".join(
        f'[[aim]]\nid = "{shape}"\norder = "core"\nsource = "so"\nmeasure = "a"\nmost = 2\n'
        f'shape = "{shape}"\nwhere = [{{ measure = "b_c", least = 1 }}]\n'
        for shape in ("band", "jerks", "swing", "missed")
    )
    cues = '{ band = "x", jerks = "x", swing = "x", missed = "x" }'
    path.write_text(made_up('{ measure = "a", most = 1 }', aims, f"cue = {cues}\ngood = {cues}\n"), encoding="utf-8")
    out = words(run("moves", "show", path, columns=120)[1])
    assert "On the way, for 2 s in all: a at most 9°" in out
    assert "Checked: a, at most 2° at the top, while b c is at least 1 trunk lengths. So." in out
    assert "Checked: a, at most 2 spurts on the way there and back. So." in out
    assert "Checked: a, swings of at most 2° at the top. So." in out
    assert "Checked: a, at most 2°, for 0.7 s in all. So." in out
    assert "No hold (--hold), 1 repetition (--reps)." in out


B_C = 'kind = "distance", of = ["mid_ear", "wrist"]'


def made_up(start, aims="", said=""):
    return f"""\
schema = 2
id = "made-up"
source = "nowhere"
postures = ["supine"]
views = ["side"]
depth = {{ least = -0.6, most = 0.6 }}
hold_s = 0
reps = 1
sides = "none"
main = "a"
start = [{start}]
attempt = [{{ measure = "a", by = 5, noise = 1 }}]
through = [{{ measure = "a", most = 9 }}]
through_s = 2
top = [{{ measure = "a", least = 15 }}]

[measures]
a = {{ kind = "elevation", of = ["mid_hip", "mid_shoulder"] }}
b_c = {{ kind = "distance", of = ["mid_ear", "wrist"], limb = "most" }}

{aims}

[text.en]
title = "Made up"
how = ["Do it."]
camera = "at your side"
{said}"""


@pytest.mark.parametrize(("name", "meant"), [("hip-abducton", "hip-abduction"), ("bird dogg", "spine-extension")])
def test_an_unknown_move_is_reported_with_the_nearest_one(run, name, meant):
    code, out, err = run("moves", "show", name)
    assert (code, out) == (DataFileError.exit_code, "")
    assert err.startswith(f"coach: there is no move '{name}'; ")
    assert err.endswith(f"; did you mean {meant}?\n")
    assert err.count("\n") == 1


def test_the_page_of_a_move_is_written_to_the_given_path_in_a_language(run, tmp_path):
    code, out, err = run("moves", "show", "bird-dog", "--out", str(tmp_path / "move.html"), "--lang", "de")
    assert (code, out, err) == (0, f"{tmp_path / 'move.html'}\n", "")
    assert "Vierfüßlerstand" in (tmp_path / "move.html").read_text(encoding="utf-8")


def test_the_page_of_a_move_is_opened_from_the_data_folder(run, tmp_path, monkeypatch):
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    code, out, _ = run("moves", "show", "knee-to-chest", "--open", "--data", str(tmp_path))
    assert (code, out) == (0, f"{tmp_path / 'move-knee-to-chest.html'}\n")
    assert opened == [(tmp_path / "move-knee-to-chest.html").as_uri()]


# Files of moves


def test_valid_files_are_reported_as_valid(run):
    code, out, err = run("moves", "check", *FILES)
    assert (code, err) == (0, "")
    assert out == "".join(f"{path} is valid\n" for path in FILES)


def test_every_fault_has_its_line_and_its_path(run, tmp_path):
    path = tmp_path / "made-up.toml"
    text = made_up('{ measure = "a", mots = 1 }').replace("reps = 1", 'reps = "1"')
    path.write_text(text.replace(B_C, 'kind = "distnce", of = ["mid_ear", "wrist"]'), encoding="utf-8")
    code, out, err = run("moves", "check", path)
    assert code == DataFileError.exit_code
    assert out.splitlines() == [
        f'{path}: reps: should be a whole number, not "1"',
        f"{path}: start[0].mots: is unknown; did you mean most?",
        f"{path}: measures.b_c.kind: no kind 'distnce'; did you mean distance?",
    ]
    assert err == f"coach: {path} has 3 faults\n"


def test_among_several_files_all_are_checked(run, tmp_path):
    bad = tmp_path / "bad.toml"
    bad.write_text(made_up('{ measure = "a" }'), encoding="utf-8")
    code, out, err = run("moves", "check", tmp_path / "nowhere.toml", bad, FILES[0])
    assert code == DataFileError.exit_code
    assert out.splitlines() == [
        f"{bad}: start[0]: limits nothing: it has neither least nor most",
        f"{FILES[0]} is valid",
    ]
    assert err.count("\n") == 1
    assert "cannot read " in err
    assert f"{bad} has 1 fault\n" in err


@pytest.mark.parametrize("command", ["show", "check"])
@pytest.mark.parametrize("content", [None, b"", b"not = toml = at all", b"\xff\xfe"])
def test_a_file_that_is_not_a_move_is_reported_in_one_line(run, tmp_path, command, content):
    path = tmp_path / "x.toml"
    if content is not None:
        path.write_bytes(content)
    code, _, err = run("moves", command, path)
    assert code == DataFileError.exit_code
    assert err.startswith("coach: ")
    assert err.count("\n") == 1


def test_without_a_file_or_a_move_the_error_asks_for_one(run):
    for command in ("show", "check"):
        code, _, err = run("moves", command)
        assert code == 2
        assert err.count("\n") == 1


def test_numbers_are_written_as_the_language_writes_them(run):
    code, out, _err = run("moves", "show", "clamshell", "--lang", "de")
    assert code == 0
    feet = next(aim.most for aim in load_move("clamshell").aim if aim.measure == "feet")
    assert f"höchstens {feet:g} Rumpflängen".replace(".", ",") in words(out)
