"""A file is written completely or not at all."""

import pytest

from coach.replacing import replacing


def test_the_new_file_replaces_the_old_one(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")
    with replacing(path) as part:
        part.write_text("new", encoding="utf-8")
        assert path.read_text(encoding="utf-8") == "old"
    assert path.read_text(encoding="utf-8") == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")

    def broken():
        with replacing(path) as part:
            part.write_text("half", encoding="utf-8")
            raise KeyError

    with pytest.raises(KeyError):
        broken()
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_remains_of_a_killed_write_are_removed(tmp_path):
    path = tmp_path / "a.txt"
    (tmp_path / "a.txt.part").write_text("half", encoding="utf-8")
    with replacing(path) as part:
        assert not part.exists()
        part.write_text("new", encoding="utf-8")
    assert list(tmp_path.iterdir()) == [path]
