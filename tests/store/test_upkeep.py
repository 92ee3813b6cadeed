"""Maintaining the history: check, backup, restore, and permanent deletion."""

from __future__ import annotations

import os
import sqlite3

import pytest

from coach.errors import HistoryAccessError, HistoryError
from coach.events import Measured, MoveBegan, Rep, RepEnded
from coach.store.history import NAME, History
from coach.store.migrations import VERSION
from coach.store.recording import RecordingWriter
from coach.store.restoring import restore
from tests.fakes.sources import still

MEASURED = Measured(8.2, 1.25, 0.1, {"hip": 3.0}, {"hip": (3.0, 20.5, None)})
BEGAN = MoveBegan(0.0, 1, 1, "leg", 1, 2, ("left",), 5.0, 45.0)
REP = RepEnded(8.2, Rep("left", 1.25, 2.0, 8.0, 45.0, 5.0, True))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data"


def keep(history, routine="whole", landmarks=False):
    """Store a session with every kind of data."""
    move = history.sessions.define(f'{{"id": "leg of {routine}"}}')
    log = history.sessions.begin(routine, [{"move": "leg", "definition": move}], {"camera": [f"camera of {routine}"]})
    for event in (BEGAN, REP, MEASURED):
        log.append(event)
    if landmarks:
        with RecordingWriter(history.landmarks.keep(log.session)) as writer:
            for moment in still(3):
                writer.write(moment)
    log.end()
    history.marks.correct(log.session, "leg", "left", 2, f"note of {routine}")
    history.marks.regrade(log.session, "leg", "curves", move, [REP.rep])
    return log.session


def everywhere(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_valid_history_is_summarised_in_numbers(folder):
    with History(folder) as history:
        keep(history, landmarks=True)
        found = history.upkeep.examine()
    assert (found.sessions, found.events, found.curves, len(found.kept), found.strays) == (1, 2, 1, 1, ())
    assert found.kept[0].size


@pytest.mark.parametrize(
    "spoiling",
    [
        "UPDATE event SET fields = '{}'",
        "UPDATE curve SET samples = x'00'",
        "DELETE FROM session",  # its events belong to nothing now
    ],
)
def test_damage_is_found(folder, spoiling):
    with History(folder) as history:
        keep(history)
    database = sqlite3.connect(folder / NAME)
    database.execute(spoiling)
    database.commit()
    database.close()
    with History(folder) as history, pytest.raises(HistoryError, match="damaged"):
        history.upkeep.examine()


def test_a_backup_is_one_private_file_and_can_be_restored(folder, tmp_path):
    copy = tmp_path / "copy.sqlite3"
    with History(folder) as history:
        keep(history)
        history.upkeep.back_up(copy)
        events = history.sessions.events(1)
        keep(history, "later")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.sqlite3", "data"]
    if os.name == "posix":
        assert copy.stat().st_mode & 0o777 == 0o600
    aside = restore(folder, copy)
    with History(folder) as history:
        assert history.sessions.events(1) == events
        assert len(history.sessions.all()) == 1
    assert aside is not None
    aside.rename(tmp_path / NAME)
    with History(tmp_path) as history:
        assert len(history.sessions.all()) == 2


def test_a_backup_does_not_overwrite_a_file(folder, tmp_path):
    (tmp_path / "mine").write_text("mine")
    with History(folder) as history, pytest.raises(HistoryError, match="already exists"):
        history.upkeep.back_up(tmp_path / "mine")
    assert (tmp_path / "mine").read_text() == "mine"


def test_a_backup_that_cannot_be_made_leaves_nothing(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("coach.store.upkeep.copy", lambda *given: 1 / 0)
    with History(folder) as history, pytest.raises(ZeroDivisionError):
        history.upkeep.back_up(tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_a_damaged_history_is_put_aside_for_its_backup(folder, tmp_path):
    with History(folder) as history:
        keep(history)
        history.upkeep.back_up(tmp_path / "copy")
    (folder / NAME).write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    aside = restore(folder, tmp_path / "copy")
    assert aside is not None
    assert aside.read_bytes().endswith(b"\xff" * 5000)
    with History(folder) as history:
        assert len(history.sessions.all()) == 1


def test_a_version_1_history_can_be_restored(folder):
    from tests.store.test_migrations import FIRST

    assert restore(folder, FIRST) is None
    with History(folder) as history:
        assert len(history.sessions.all()) == 2


def refused(folder, backup, match):
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    with pytest.raises(HistoryError, match=match):
        restore(folder, backup)
    assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_a_file_that_is_not_a_backup_is_not_restored(folder, tmp_path):
    with History(folder) as history:
        keep(history)
        history.upkeep.back_up(tmp_path / "newer")
        history.upkeep.back_up(tmp_path / "cut")
    (tmp_path / "other").write_text("x" * 200)
    content = bytearray((tmp_path / "newer").read_bytes())
    content[60:64] = (VERSION + 1).to_bytes(4, "big")
    (tmp_path / "newer").write_bytes(content)
    (tmp_path / "cut").write_bytes((tmp_path / "cut").read_bytes()[:9000])
    (tmp_path / "empty").touch()
    refused(folder, tmp_path / "other", "its beginning is not that of a history")
    refused(folder, tmp_path / "newer", f"of version {VERSION + 1}")
    refused(folder, tmp_path / "cut", "damaged")
    refused(folder, tmp_path / "empty", "damaged")
    refused(folder, tmp_path / "none", "there is no file")


def test_a_history_in_use_is_not_replaced(folder, tmp_path):
    with History(folder) as history:
        keep(history)
        history.upkeep.back_up(tmp_path / "copy")
        with pytest.raises(HistoryError, match="another coach"):
            restore(folder, tmp_path / "copy")
        keep(history, "more")
        assert len(history.sessions.all()) == 2
    assert sorted(path.name for path in folder.iterdir()) == [NAME]


def test_a_deleted_session_leaves_no_byte(folder):
    with History(folder) as history:
        keep(history, "swordfish", landmarks=True)
        for n in range(20):
            keep(history, f"other {n}")
        recording = history.landmarks.kept()[0].path
        before = everywhere(folder)
        assert all(f"{part} of swordfish".encode() in before for part in ("note", "camera", "leg"))
        history.upkeep.delete({1})
        assert b"swordfish" not in everywhere(folder)
        assert not recording.exists()
        assert [each.id for each in history.sessions.all()] == list(range(2, 22))
        assert len(history.marks.corrections()) == len(history.marks.regrades()) == 20
        assert history.sessions.definition(history.sessions.all()[0].planned[0]["definition"])
    assert b"swordfish" not in everywhere(folder)


def test_deleting_everything_leaves_no_byte(folder):
    with History(folder) as history:
        keep(history, "swordfish", landmarks=True)
        history.person.add_activity("swordfish walk", 20)
        history.person.set_setting("swordfish", 1)
        history.person.acknowledge("swordfish")
        history.person.set_range("swordfish", None, 1, 2)
        history.upkeep.delete_all()
        assert b"swordfish" not in everywhere(folder)
        person = history.person
        assert [history.sessions.all(), person.activities(), person.ranges()] == [[], [], []]
        keep(history)


def test_an_activity_is_deleted_too(folder):
    with History(folder) as history:
        history.person.add_activity("swordfish walk", 20)
        history.person.add_activity("walking", 30)
        history.upkeep.delete((), {1})
        assert [each.what for each in history.person.activities()] == ["walking"]
    assert b"swordfish" not in everywhere(folder)


def test_a_replaced_value_leaves_no_byte(folder):
    with History(folder) as history:
        history.person.set_setting("name", "swordfish" * 50)
        history.person.set_setting("name", "x")
    assert b"swordfish" not in everywhere(folder)


def test_traces_kept_by_another_reader_are_reported(folder):
    with History(folder) as history, History(folder) as another:
        keep(history, "swordfish")
        reading = another.connection.execute("SELECT * FROM event")
        reading.fetchone()
        with pytest.raises(HistoryError, match="it is deleted, but"):
            history.upkeep.delete({1})
        reading.close()
        assert history.sessions.all() == []
    assert b"swordfish" not in everywhere(folder)


def test_deleting_a_running_session_is_not_damage_and_its_number_is_not_reused(folder):
    with History(folder) as history, History(folder) as another:
        log = another.sessions.begin("under way", [], {})
        log.append(BEGAN)
        history.upkeep.delete({log.session})
        with pytest.raises(HistoryAccessError, match="deleted in the meantime"):
            log.append(REP)
        assert keep(history) == 2
        history.upkeep.delete({2})
        history.upkeep.delete(())
        assert keep(history) == 3
