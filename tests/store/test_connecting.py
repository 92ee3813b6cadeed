"""Opening the history where it cannot be written, is full, or is used by another coach."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys

import pytest

from coach.errors import HistoryAccessError, HistoryError
from coach.events import Counted
from coach.store.history import NAME, History, for_reading, for_writing, temporary_copy
from tests.store.test_migrations import FIRST


@pytest.fixture
def folder(tmp_path):
    with History(tmp_path / "data") as history:
        history.sessions.begin("whole", [], {}).append(Counted(1.0, "left", 1, 8))
        history.person.acknowledge("warning")
    return tmp_path / "data"


@pytest.fixture
def sealed(monkeypatch):
    """As on a disk that takes nothing: SQLite opens no file for writing."""
    connect = sqlite3.connect

    def connect_sealed(path, **how):
        if str(path) != ":memory:" and not how.get("uri"):
            raise sqlite3.OperationalError("unable to open database file")
        return connect(path, **how)

    monkeypatch.setattr(sqlite3, "connect", connect_sealed)


def test_reading_needs_no_write_permission(folder, sealed):
    before = sorted(folder.iterdir())
    with pytest.raises(HistoryAccessError, match="--data"):
        History(folder)
    with History(folder, for_reading) as history:
        assert history.sessions.events(1) == [Counted(1.0, "left", 1, 8)]
        assert history.upkeep.examine().sessions == 1
        with pytest.raises(HistoryAccessError):
            history.person.set_setting("a", 1)
    assert sorted(folder.iterdir()) == before


def test_version_1_is_readable_without_write_permission(tmp_path, sealed):
    shutil.copy(FIRST, tmp_path / NAME)
    with History(tmp_path, for_reading) as history:
        assert len(history.sessions.scores()) == 2
    assert (tmp_path / NAME).read_bytes() == FIRST.read_bytes()


def test_an_empty_write_ahead_log_does_not_prevent_reading(folder, sealed):
    (folder / f"{NAME}-wal").touch()
    with History(folder, for_reading) as history:
        assert len(history.sessions.events(1)) == 1


def test_reading_creates_no_files(tmp_path):
    with History(tmp_path / "none", for_reading) as history:
        assert history.sessions.all() == []
    assert list(tmp_path.iterdir()) == []


def test_a_temporary_history_starts_from_the_stored_one_and_is_discarded(folder):
    before = (folder / NAME).read_bytes()
    with History(folder, temporary_copy) as history:
        assert history.person.acknowledged("warning")
        log = history.sessions.begin("another", [], {})
        log.append(Counted(2.0, "left", 1, 8))
        log.end()
        log.checkpoint()
        assert [each.routine for each in history.sessions.all()] == ["whole", "another"]
    assert (folder / NAME).read_bytes() == before


@pytest.mark.parametrize("connect", [for_writing, for_reading, temporary_copy])
def test_a_damaged_history_is_refused_in_every_mode(folder, connect):
    (folder / NAME).write_bytes(b"no history at all" * 10)
    with pytest.raises(HistoryError, match="damaged"):
        History(folder, connect)


FULL = """
import resource, sys
from pathlib import Path
from coach.errors import HistoryAccessError
from coach.events import Counted
from coach.store.history import History
with History(Path(sys.argv[1])) as history:
    log = history.sessions.begin("full", [], {})
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
    for number in range(100_000):
        try:
            log.append(Counted(float(number), "left", number, 8))
        except HistoryAccessError as error:
            print(number, error)
            break
    assert len(history.sessions.events(log.session)) == number
"""


@pytest.mark.skipif(os.name != "posix", reason="other systems know no such limit")
def test_a_full_disk_is_reported_and_stored_data_stays(folder):
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(folder)], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    number, sentence = done[0].split(" ", 1)
    assert len(done) == 1
    assert "cannot be used" in sentence
    assert int(number) > 50
    with History(folder) as history:
        assert len(history.sessions.events(2)) == int(number)


TOGETHER = """
import sys, time
from pathlib import Path
from coach.events import Counted
from coach.store.history import History
with History(Path(sys.argv[1])) as history:
    log = history.sessions.begin(sys.argv[2], [], {})
    for number in range(300):
        log.append(Counted(float(number), "left", number, 8))
        if number % 100 == 99:
            log.checkpoint()
    log.end()
"""


def test_two_coaches_at_once_store_everything_without_waiting(folder):
    children = [subprocess.Popen([sys.executable, "-c", TOGETHER, str(folder), name]) for name in ("one", "two")]
    assert [child.wait() for child in children] == [0, 0]
    expected = [Counted(float(number), "left", number, 8) for number in range(300)]
    with History(folder) as history:
        assert sorted(each.routine for each in history.sessions.all()) == ["one", "two", "whole"]
        assert [history.sessions.events(each.id) for each in history.sessions.all()[1:]] == [expected, expected]
        assert history.upkeep.examine().events == 601
