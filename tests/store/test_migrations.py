"""From every earlier version of the history to this one, whole or not at all."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from coach.events import RepEnded
from coach.session.summary import fold
from coach.store.history import NAME, History
from coach.store.migrations import VERSION, migrate

FIRST = Path(__file__).with_name("version-1.sqlite3")
"""Two sessions of a leg raise, the second broken off, kept by the program of that version."""


SECOND = Path(__file__).with_name("version-2.sqlite3")
"""A session of two moves and a checked video, kept by the program of that version before events named their attempt."""


@pytest.fixture
def folder(tmp_path):
    shutil.copy(FIRST, tmp_path / NAME)
    return tmp_path


def versions(path):
    database = sqlite3.connect(path)
    found = [version for (version,) in database.execute("SELECT version FROM schema ORDER BY version")]
    database.close()
    return found


def test_a_history_of_version_1_is_migrated(folder):
    assert versions(folder / NAME) == [1]
    with History(folder) as history:
        whole, broken = history.sessions.all()
        assert [len(history.sessions.events(each.id)) for each in (whole, broken)] == [21, 11]
        assert (whole.kind, whole.source, whole.landmarks, whole.spreads) == ("live", "", None, None)
        assert (whole.hurts, whole.pain_before, whole.pain_after, broken.ended) == ("left", 4, 3, None)
        assert history.sessions.definition(whole.planned[0]["definition"])
        assert history.person.ranges()[0].end_deg == 38.0
        assert history.person.setting("progress") == {"short": {"hip-abduction": {"reps": 2, "hold_s": 2.0}}}
        assert history.person.acknowledged("warning-signs-1")
    assert versions(folder / NAME) == list(range(1, VERSION + 1))


def test_a_session_of_version_1_has_scores_and_no_curves(folder):
    with History(folder) as history:
        reps = [event.rep for event in history.sessions.events(1) if isinstance(event, RepEnded)]
        (score,) = history.sessions.scores()[1]
        assert (score.move, score.side, score.counted) == ("hip-abduction", "left", sum(rep.counted for rep in reps))
        assert history.sessions.curves(1) == {}


def test_a_history_of_version_2_gives_the_same_totals(tmp_path):
    shutil.copy(SECOND, tmp_path / NAME)
    with History(tmp_path) as history:
        live, video = (
            fold(history.sessions.events(each.id), history.sessions.curves(each.id)) for each in history.sessions.all()
        )
    assert [(done.move, done.counted, done.clean, done.done) for done in live.moves] == [
        ("hip-abduction", 2, 2, True),
        ("back-extension", 2, 2, False),
    ]
    assert [(done.move, done.counted) for done in video.moves] == [("hip-abduction", 2)]
    for summary in (live, video):
        tried = [each for done in summary.moves for each in done.attempts]
        assert [each.number for each in tried] == list(range(1, len(tried) + 1))
        assert all(len(each.holds) == 1 and each.curves is not None for each in tried)


def test_a_migrated_history_can_be_continued(folder):
    with History(folder) as history:
        log = history.sessions.begin("more", [], {})
        log.end()
        history.marks.correct(1, "hip-abduction", "left", 3, "one was hidden")
    with History(folder) as history:
        assert [each.routine for each in history.sessions.all()] == ["short", "short", "more"]
        assert history.marks.corrections(1)[0].count == 3


INTERRUPTED = """
import os, sqlite3, sys
from coach.store import migrations
left = int(sys.argv[2])
def count(statement):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), 9)
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.set_trace_callback(count)
migrations.migrate(database)
"""


@pytest.mark.parametrize("statements", [2, 4, 8, 12])
def test_a_killed_migration_changes_nothing_and_runs_later(folder, statements):
    child = subprocess.run([sys.executable, "-c", INTERRUPTED, str(folder / NAME), str(statements)], check=False)
    assert child.returncode == -9
    assert versions(folder / NAME) == [1]
    with History(folder) as history:
        assert len(history.sessions.events(1)) == 21
    assert versions(folder / NAME) == list(range(1, VERSION + 1))


def test_a_new_and_a_migrated_file_have_the_same_tables(folder, tmp_path):
    History(folder).close()
    fresh = sqlite3.connect(":memory:", isolation_level=None)
    migrate(fresh)
    migrated = sqlite3.connect(folder / NAME)
    tables = "SELECT name, sql FROM sqlite_master ORDER BY name"
    assert migrated.execute(tables).fetchall() == fresh.execute(tables).fetchall()
    fresh.close()
    migrated.close()
