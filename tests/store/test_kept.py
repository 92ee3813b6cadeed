"""Landmark recordings of sessions: stored for a while, and no other file is removed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from coach.store.history import History
from coach.store.kept import DAYS, SETTING
from coach.store.recording import RecordingWriter
from tests.fakes.sources import still

BEGAN = datetime(2026, 3, 1, 18, tzinfo=UTC)


@pytest.fixture
def history(tmp_path):
    with History(tmp_path / "data") as opened:
        yield opened


def record(history, began=BEGAN):
    log = history.sessions.begin("whole", [], {}, began=began.isoformat())
    path = history.landmarks.keep(log.session)
    with RecordingWriter(path) as writer:
        for moment in still(3):
            writer.write(moment)
    return path


def test_a_recording_expires_after_ninety_days(history):
    first, second = record(history), record(history, BEGAN + timedelta(days=1))
    assert history.landmarks.expire(BEGAN + timedelta(days=DAYS, hours=-1)) == 0
    assert [kept.expires for kept in history.landmarks.kept()] == [
        BEGAN + timedelta(days=DAYS), BEGAN + timedelta(days=DAYS + 1),
    ]  # fmt: skip
    assert history.landmarks.expire(BEGAN + timedelta(days=DAYS)) == 1
    assert (first.exists(), second.exists()) == (False, True)
    assert [kept.path for kept in history.landmarks.kept()] == [second]
    assert history.sessions.get(1).landmarks is None


@pytest.mark.parametrize(("days", "left"), [(0, 0), (10, 0), (None, 1)])
def test_the_retention_is_a_setting(history, days, left):
    record(history)
    history.person.set_setting(SETTING, days)
    assert history.landmarks.days == days
    history.landmarks.expire(BEGAN + timedelta(days=20))
    assert len(history.landmarks.kept()) == left


def test_recordings_are_for_their_owner_only(history):
    path = record(history)
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["../mine.landmarks", "/tmp/mine.landmarks", "sub/mine.landmarks"])
def test_files_elsewhere_are_never_removed(history, name, tmp_path):
    record(history)
    there = history.folder / "landmarks" / name if not name.startswith("/") else tmp_path / "mine.landmarks"
    there.parent.mkdir(exist_ok=True)
    with RecordingWriter(there) as writer:
        writer.write(still(1)[0])
    history.write("UPDATE session SET landmarks = ?", (str(there) if name.startswith("/") else name,))
    history.landmarks.expire(BEGAN + timedelta(days=1000))
    assert there.exists()


@pytest.mark.parametrize("content", [b"", b"a diary"])
def test_a_file_that_is_not_a_recording_is_never_removed(history, content):
    path = record(history)
    path.write_bytes(content)
    history.landmarks.expire(BEGAN + timedelta(days=1000))
    assert path.read_bytes() == content
    assert history.landmarks.stray() == [path]


def test_a_link_to_a_recording_elsewhere_is_left_alone(history, tmp_path):
    path = record(history)
    path.rename(tmp_path / "mine.landmarks")
    path.symlink_to(tmp_path / "mine.landmarks")
    history.landmarks.expire(BEGAN + timedelta(days=1000))
    assert (tmp_path / "mine.landmarks").exists()


def test_a_missing_recording_is_reported_and_expires(history):
    record(history).unlink()
    assert history.landmarks.kept()[0].size is None
    assert history.landmarks.expire(BEGAN + timedelta(days=1000)) == 1
    assert history.landmarks.kept() == []
