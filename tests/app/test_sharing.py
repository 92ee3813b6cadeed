"""Moves and routines from elsewhere: valid files are saved, malicious ones are refused as a whole."""

from __future__ import annotations

import os
import stat
import zipfile

import pytest

from coach.app.learn.sharing import MOST_FILES, add, share
from coach.app.routines import Routines
from coach.datafile import LARGEST
from coach.errors import DataFileError
from coach.library import read_move
from coach.resources import resource

MOVE = resource("routines", "moves", "hip-abduction.toml").read_text(encoding="utf-8")
MINE = MOVE.replace('id = "hip-abduction"', 'id = "my-raise"').replace("aliases = ", "# aliases = ")
ROUTINE = """schema = 1
id = "my-day"
title = "My day"
moves = [{ id = "my-raise" }, { id = "knee-to-chest" }]
"""


@pytest.fixture
def bundle(tmp_path):
    def make(*entries):
        path = tmp_path / "bundle.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
            for name, data in entries:
                zipped.writestr(name, data)
        return path

    return make


def nothing_in(folder):
    return not folder.exists() or not [path for path in folder.rglob("*") if path.is_file()]


def test_a_move_file_is_saved_under_its_id(tmp_path):
    file = tmp_path / "from a friend.toml"
    file.write_text(MINE, encoding="utf-8")
    assert add(file, tmp_path / "data") == ["moves/my-raise.toml"]
    assert read_move(tmp_path / "data" / "moves" / "my-raise.toml").id == "my-raise"


def test_a_shared_bundle_can_be_added_elsewhere(tmp_path):
    home, away = tmp_path / "home", tmp_path / "away"
    for place, text in (("moves/my-raise.toml", MINE), ("routines/my-day.toml", ROUTINE)):
        path = home / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    out = tmp_path / "my-day.zip"
    assert sorted(share("my-day", home, out)) == ["moves/my-raise.toml", "routines/my-day.toml"]
    assert sorted(add(out, away)) == ["moves/my-raise.toml", "routines/my-day.toml"]
    assert [each.id for each in Routines(away).load("my-day").moves] == ["my-raise", "knee-to-chest"]


def test_a_folder_of_files_is_added_whole(tmp_path):
    folder = tmp_path / "files"
    (folder / "moves").mkdir(parents=True)
    (folder / "moves" / "my-raise.toml").write_text(MINE, encoding="utf-8")
    (folder / "my-day.toml").write_text(ROUTINE, encoding="utf-8")
    assert len(add(folder, tmp_path / "data")) == 2


def test_a_routine_without_its_moves_is_refused(bundle, tmp_path):
    with pytest.raises(DataFileError, match="there is no move 'my-raise'"):
        add(bundle(("routines/my-day.toml", ROUTINE)), tmp_path / "data")
    assert nothing_in(tmp_path / "data")


def test_another_file_of_that_name_is_left_alone(bundle, tmp_path):
    data = tmp_path / "data"
    add(bundle(("moves/my-raise.toml", MINE)), data)
    other = MINE.replace("hold_s = 5", "hold_s = 6")
    with pytest.raises(DataFileError, match="already exists"):
        add(bundle(("moves/my-raise.toml", other)), data)
    assert read_move(data / "moves" / "my-raise.toml").hold_s == 5
    add(bundle(("moves/my-raise.toml", other)), data, replace=True)
    assert read_move(data / "moves" / "my-raise.toml").hold_s == 6


@pytest.mark.parametrize(
    "name",
    [
        "../moves/my-raise.toml",
        "/moves/my-raise.toml",
        "moves/../../my-raise.toml",
        "moves\\my-raise.toml",
        "C:/moves/my-raise.toml",
        "moves/sub/my-raise.toml",
        "moves/My Raise.toml",
        "moves/my-raise.toml\n",
        "moves/my-raise.py",
        "history.sqlite3",
        "moves/.toml",
    ],
)
def test_a_path_that_leads_elsewhere_is_refused(bundle, tmp_path, name):
    with pytest.raises(DataFileError, match=r"should be moves/ID\.toml"):
        add(bundle((name, MINE)), tmp_path / "data")
    assert nothing_in(tmp_path / "data")


def test_one_invalid_file_prevents_adding_a_bundle(bundle, tmp_path):
    with pytest.raises(DataFileError, match="does not describe a move"):
        add(bundle(("moves/my-raise.toml", MINE), ("moves/bad.toml", "schema = 2")), tmp_path / "data")
    assert nothing_in(tmp_path / "data")


def test_a_move_under_another_name_is_refused(bundle, tmp_path):
    with pytest.raises(DataFileError, match="its id should be 'other'"):
        add(bundle(("moves/other.toml", MINE)), tmp_path / "data")


def test_a_link_in_a_zip_is_refused(tmp_path):
    path = tmp_path / "bundle.zip"
    entry = zipfile.ZipInfo("moves/my-raise.toml")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.writestr(entry, "/etc/passwd")
    with pytest.raises(DataFileError, match="is a link"):
        add(path, tmp_path / "data")


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_in_a_folder_is_refused(tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "my-raise.toml").symlink_to(tmp_path / "elsewhere.toml")
    with pytest.raises(DataFileError, match="is a link"):
        add(folder, tmp_path / "data")


def test_a_zip_bomb_is_refused_unread(bundle, tmp_path):
    with pytest.raises(DataFileError, match="larger than 1 MB"):
        add(bundle(("moves/my-raise.toml", "#" * (50 * LARGEST))), tmp_path / "data")


def test_a_zip_that_lies_about_a_size_is_refused(bundle, tmp_path):
    path = bundle(("moves/my-raise.toml", MINE + "#" * LARGEST))
    data = bytearray(path.read_bytes())
    size = (len((MINE + "#" * LARGEST).encode())).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (10).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(DataFileError):
        add(path, tmp_path / "data")
    assert nothing_in(tmp_path / "data")


def test_too_many_files_are_refused(bundle, tmp_path):
    many = [(f"moves/m{number}.toml", "x") for number in range(MOST_FILES + 1)]
    with pytest.raises(DataFileError, match="at most 100"):
        add(bundle(*many), tmp_path / "data")


def test_the_same_file_twice_is_refused(tmp_path):
    path = tmp_path / "bundle.zip"
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.writestr("moves/my-raise.toml", MINE)
        with pytest.warns(UserWarning, match="Duplicate name"):
            zipped.writestr("moves/my-raise.toml", MINE)
    with pytest.raises(DataFileError, match="and once"):
        add(path, tmp_path / "data")


@pytest.mark.parametrize("data", [b"PK\x03\x04 not a zip", b"\x00\xff\xfe", b"x = [", b""])
def test_a_file_that_is_neither_toml_nor_a_zip_is_reported(tmp_path, data):
    file = tmp_path / "thing.toml"
    file.write_bytes(data)
    with pytest.raises(DataFileError):
        add(file, tmp_path / "data")


def test_a_damaged_zip_is_reported(bundle, tmp_path):
    path = bundle(("moves/my-raise.toml", MINE))
    data = bytearray(path.read_bytes())
    data[60:90] = bytes(30)
    path.write_bytes(data)
    with pytest.raises(DataFileError):
        add(path, tmp_path / "data")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    with pytest.raises(DataFileError, match="is not a file"):
        add(tmp_path / "pipe.toml", tmp_path / "data")
