"""``coach learn``: a recording in, a move file out."""

from __future__ import annotations

from functools import cache

import pytest

from coach.cli import main
from coach.library import read_move
from coach.resources import resource
from coach.store.arrays import write_arrays
from tests.fakes.skeleton import RepScript, perform


@cache
def shown(reps, seed):
    return perform("hip-abduction", [RepScript("right", hold_s=3.4)] * reps, fps=15, seed=seed).moments


@pytest.fixture
def demonstration(tmp_path):
    def write(reps=3, seed=1):
        path = tmp_path / f"{reps}-{seed}.npz"
        write_arrays(path, shown(reps, seed))
        return str(path)

    return write


def learn(tmp_path, *words):
    return main(["learn", *words, "--data", str(tmp_path / "data"), "--yes"])


def test_a_learned_move_works_in_every_command(demonstration, tmp_path, capsys):
    video = demonstration()
    assert learn(tmp_path, video, "--id", "my-raise", "--title", "My raise", "--reps", "3") == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "I count one when the angle between the top thigh and the trunk goes from" in out
    assert "stays there for 3 seconds" in out
    assert "not tested" in out
    move = read_move(tmp_path / "data" / "moves" / "my-raise.toml")
    assert (move.title, move.reps, move.hold_s) == ("My raise", 3, 3)
    assert "not tested" in move.source
    file = str(tmp_path / "data" / "moves" / "my-raise.toml")
    assert main(["moves", "check", file]) == 0
    assert main(["moves", "show", "my-raise", "--data", str(tmp_path / "data")]) == 0
    assert main(["check", video, "--move", file, "--target", "45"]) == 0
    assert "3 of 3" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(("title", "name"), [("Anna's raise", "annas-raise"), ("  Übung 2: drüben ", "ubung-2-druben")])
def test_the_title_gives_the_id(demonstration, tmp_path, title, name):
    assert learn(tmp_path, demonstration(), "--title", title) == 0
    assert read_move(tmp_path / "data" / "moves" / f"{name}.toml").id == name


def test_a_known_move_is_reported(demonstration, tmp_path, capsys):
    learn(tmp_path, demonstration(), "--id", "my-raise", "--title", "My raise")
    assert "I know a move that counts this too: Side-lying leg raise" in " ".join(capsys.readouterr().out.split())


def test_the_wrong_number_of_repetitions_is_refused_and_nothing_is_saved(demonstration, tmp_path, capsys):
    assert learn(tmp_path, demonstration(), "--id", "my-raise", "--title", "My raise", "--reps", "5") == 1
    assert "I found 3 repetitions, not 5" in capsys.readouterr().err
    assert not (tmp_path / "data" / "moves").exists()


def test_another_demonstration_keeps_the_texts_and_a_copy_of_the_file(demonstration, tmp_path, capsys):
    learn(tmp_path, demonstration(), "--id", "my-raise", "--title", "My raise")
    path = tmp_path / "data" / "moves" / "my-raise.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("Lie on your side.", "Lie on the mat."), encoding="utf-8")
    assert learn(tmp_path, demonstration(reps=2, seed=4), "--again", "my-raise") == 0
    move = read_move(path)
    assert move.words.how[0] == "Lie on the mat."
    assert "(5 times)" in move.source
    assert (path.parent / "my-raise.before.toml").exists()
    assert len(list((tmp_path / "data" / "demonstrations").glob("my-raise.*.npz"))) == 2


@pytest.mark.parametrize(
    ("words", "reported"),
    [
        (["--title", "x"], "name a video that shows the move, or a camera"),
        (["{video}"], "--title says what the move is called"),
        (["{video}", "--title", "x", "--id", "My Move"], "--id is lower-case letters"),
        (["{video}", "--title", "x", "--id", "hip-abduction"], "there is already a move hip-abduction"),
        (
            ["{video}", "--title", "x", "--sides", "both"],
            "for '--sides': 'both' is not one of 'each', 'none', 'alternate'",
        ),
        (["{video}", "--again", "hip-abduction"], "no demonstration of hip-abduction is stored"),
    ],
)
def test_an_invalid_option_is_reported(demonstration, tmp_path, capsys, words, reported):
    video = demonstration(reps=2)
    assert learn(tmp_path, *(word.format(video=video) for word in words)) == 2
    assert reported in capsys.readouterr().err


def test_a_file_that_is_not_a_video_is_reported(tmp_path, capsys):
    file = tmp_path / "notes.txt"
    file.write_text("nothing", encoding="utf-8")
    assert learn(tmp_path, str(file), "--id", "x", "--title", "x") == 3


def test_a_routine_is_shared_and_added_elsewhere(demonstration, tmp_path, capsys):
    learn(tmp_path, demonstration(), "--id", "my-raise", "--title", "My raise")
    routine = tmp_path / "data" / "routines" / "my-day.toml"
    routine.parent.mkdir()
    routine.write_text('schema = 1\nid = "my-day"\ntitle = "My day"\nmoves = [{ id = "my-raise" }]\n', encoding="utf-8")
    out = tmp_path / "my-day.zip"
    assert main(["routines", "share", "my-day", str(out), "--data", str(tmp_path / "data")]) == 0
    assert main(["moves", "add", str(out), "--data", str(tmp_path / "away")]) == 0
    assert "2 files added" in " ".join(capsys.readouterr().out.split())
    assert (tmp_path / "away" / "moves" / "my-raise.toml").exists()


def test_a_hostile_bundle_ends_in_one_sentence(tmp_path, capsys):
    file = tmp_path / "bad.zip"
    file.write_bytes(b"PK\x03\x04" + bytes(40))
    assert main(["moves", "add", str(file), "--data", str(tmp_path / "away")]) == 5
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.model
@pytest.mark.slow
def test_a_video_played_as_a_camera_is_learned_hands_free(tmp_path, capsys):
    clip = str(resource("sample.mp4"))
    words = [
        "--camera",
        clip,
        "--speed",
        "inf",
        "--no-window",
        "--voice",
        "off",
        "--id",
        "my-raise",
        "--title",
        "Raise",
    ]
    assert learn(tmp_path, *words) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Show me the move two or three times." in out
    assert "I count one when" in out
    assert read_move(tmp_path / "data" / "moves" / "my-raise.toml").main == "top-thigh"
