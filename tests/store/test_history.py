"""The history: written event by event, readable by its owner only, and refused if it is invalid."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import coach.store
from coach.errors import HistoryError
from coach.events import (
    Counted,
    Event,
    Fault,
    MoveBegan,
    Refused,
    Rep,
    RepEnded,
    SessionBegan,
    SessionEnded,
    UnseenStarted,
)
from coach.store.codec import SENTENCES, TYPES, pack, unpack
from coach.store.history import NAME, History
from coach.store.migrations import STEPS, VERSION, migrate

REP = Rep(
    "left", 1.25, 2.0, 8.0, 45.5, 5.0, True, (), (Fault("knee-bent", 3.0, 4.0),), (Fault("toes-up", 3.0, 4.0, 0.3),)
)
EVENTS: list[Event] = [SessionBegan(0.0, "whole", ("hip-abduction",)), RepEnded(9.0, REP), Counted(9.0, None, 1, 8)]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data"


def keep(folder, events=EVENTS):
    with History(folder) as history:
        log = history.sessions.begin("whole", [{"move": "hip-abduction"}], {"voice": "off"})
        for event in events:
            log.append(event)
        log.end()
    return log.session


def test_stored_events_read_back(folder):
    number = keep(folder)
    with History(folder) as history:
        assert history.sessions.events(number) == EVENTS
        (session,) = history.sessions.all()
    assert (session.routine, session.planned, session.settings) == (
        "whole", [{"move": "hip-abduction"}], {"voice": "off"},
    )  # fmt: skip
    assert session.ended is not None


def test_sessions_follow_one_another(folder):
    assert [keep(folder), keep(folder)] == [1, 2]


# Of all there is to map with, events are made with dictionaries.
st.register_type_strategy(Mapping, lambda kind: st.dictionaries(*map(st.from_type, get_args(kind))))


@given(st.data())
def test_every_event_survives(data):
    kind = data.draw(st.sampled_from(sorted(TYPES)))
    event = data.draw(
        st.from_type(TYPES[kind]).filter(lambda each: "nan" not in repr(each) and "inf" not in repr(each))
    )
    assert unpack(*pack(event)) == event


def test_every_type_of_event_is_known():
    assert set(TYPES.values()) == set(get_args(Event))


@pytest.mark.parametrize(("sentence", "why"), SENTENCES.items())
def test_an_event_with_the_text_of_an_earlier_version_is_read(sentence, why):
    assert unpack("UnseenStarted", json.dumps({"t": 2.0, "why": sentence})) == UnseenStarted(2.0, why)
    refused = {"t": 9.0, "id": "nobody", "text": "nobody was seen with shoulders and hips in the frame"}
    assert unpack("Refused", json.dumps(refused)) == Refused(9.0, "nobody")


@pytest.mark.parametrize(("name", "fields"), [("Nothing", "{}"), ("Counted", "{}"), ("Counted", '{"t": "late"}')])
def test_an_invalid_event_is_refused(name, fields):
    with pytest.raises(ValueError, match=name):
        unpack(name, fields)


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such modes")
def test_only_its_owner_may_read_it(folder):
    with History(folder) as history:
        history.sessions.begin("whole", [], {}).append(EVENTS[0])
        modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert set(modes.values()) == {0o600}
    assert NAME in modes


def test_an_event_is_there_for_others_at_once(folder):
    with History(folder) as one:
        log = one.sessions.begin("whole", [], {})
        log.append(EVENTS[0])
        with History(folder) as another:
            assert another.sessions.events(log.session) == EVENTS[:1]


def test_two_coaches_keep_their_sessions_apart(folder):
    with History(folder) as one, History(folder) as another:
        logs = [one.sessions.begin("a", [], {}), another.sessions.begin("b", [], {})]
        for event in EVENTS:
            for log in logs:
                log.append(event)
        assert [one.sessions.events(log.session) for log in logs] == [EVENTS, EVENTS]


def test_coaches_that_make_it_at_the_same_time_share_it(folder):
    faults = []

    def begin():
        try:
            keep(folder)
        except HistoryError as error:
            faults.append(str(error))

    threads = [threading.Thread(target=begin) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with History(folder) as history:
        assert len(history.sessions.all()) == 4


KILLED = """
import sys
from pathlib import Path
from coach.events import Counted
from coach.store.history import History
history = History(Path(sys.argv[1]))
log = history.sessions.begin("whole", [], {})
for i in range(100_000):
    log.append(Counted(float(i), "left", i, 8))
    print(i, flush=True)
    if i % 50 == 49:
        log.checkpoint()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill so")
@pytest.mark.parametrize("after", [1, 40, 120])
def test_a_kill_loses_nothing_that_was_counted(folder, after):
    child = subprocess.Popen([sys.executable, "-c", KILLED, str(folder)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    with child.stdout:
        for _ in range(after):
            child.stdout.readline()
        child.kill()
        printed = after + sum(1 for line in child.stdout if line.endswith("\n"))
    child.wait()
    with History(folder) as history:
        kept = history.sessions.events(1)
    # What was told was kept; one more may have been kept just before it was to be told.
    assert kept == [Counted(float(i), "left", i, 8) for i in range(len(kept))]
    assert printed <= len(kept) <= printed + 1


def test_an_interrupted_session_has_no_end(folder):
    with History(folder) as history:
        history.sessions.begin("whole", [], {})
        assert history.sessions.all()[0].ended is None


def spoil(path, at, content):
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def refused(folder):
    path = folder / NAME
    before = path.read_bytes()
    with pytest.raises(HistoryError) as caught:
        History(folder)
    assert path.read_bytes() == before
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_newer_history_is_refused_and_left_untouched(folder):
    keep(folder)
    spoil(folder / NAME, 60, (VERSION + 1).to_bytes(4, "big"))
    assert f"version {VERSION + 1}" in refused(folder)


@pytest.mark.parametrize(
    ("at", "content"),
    [
        (0, b"something else"),  # not a database
        (100, b"\xff" * 400),  # its first table
        (4096, b"\xff" * 4096),  # one of its pages
    ],
)
def test_a_damaged_history_is_refused_and_left_untouched(folder, at, content):
    keep(folder)
    spoil(folder / NAME, at, content)
    assert "damaged" in refused(folder)


def test_a_truncated_history_is_refused_and_left_untouched(folder):
    keep(folder, EVENTS * 200)
    path = folder / NAME
    path.write_bytes(path.read_bytes()[:10_000])
    assert "damaged" in refused(folder)


def test_another_programs_database_is_left_alone(folder):
    folder.mkdir()
    database = sqlite3.connect(folder / NAME)
    database.execute("CREATE TABLE mine (x)")
    database.commit()
    database.close()
    assert "not a history" in refused(folder)


def test_a_folder_that_cannot_be_created_is_reported(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(HistoryError, match="--data"):
        History(tmp_path / "file" / "data")


def test_an_interrupted_creation_is_repeated(folder):
    folder.mkdir()
    (folder / NAME).touch()
    assert keep(folder) == 1


def test_a_migration_is_atomic(folder, monkeypatch):
    monkeypatch.setattr("coach.store.migrations.STEPS", (*STEPS, "CREATE TABLE more (x) STRICT; NONSENSE;"))
    database = sqlite3.connect(":memory:", isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        migrate(database)
    assert database.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    database.close()


def test_the_file_records_when_it_got_each_version(folder):
    keep(folder)
    database = sqlite3.connect(folder / NAME)
    assert [version for (version,) in database.execute("SELECT version FROM schema")] == list(range(1, VERSION + 1))
    database.close()


def test_a_notice_is_acknowledged_once(folder):
    with History(folder) as history:
        assert history.person.acknowledged("warning") is None
        history.person.acknowledge("warning")
    with History(folder) as history:
        assert history.person.acknowledged("warning") == history.person.notices()["warning"]


def test_settings_and_ranges_are_stored(folder):
    with History(folder) as history:
        history.person.set_setting("progress", {"whole": 1})
        history.person.set_range("hip-abduction", "left", 3.0, 38.0)
        history.person.set_range("hip-abduction", "left", 2.0, 40.0)
    with History(folder) as history:
        assert history.person.setting("progress") == {"whole": 1}
        assert history.person.setting("nothing") is None
        (mine,) = history.person.ranges()
    assert (mine.move, mine.side, mine.start_deg, mine.end_deg) == ("hip-abduction", "left", 2.0, 40.0)


def test_pain_is_stored_with_its_session(folder):
    with History(folder) as history:
        log = history.sessions.begin("whole", [], {}, hurts="left", pain_before=4, worse=False)
        history.marks.set_pain(log.session, after=3)
        (session,) = history.sessions.all()
    assert (session.hurts, session.pain_before, session.worse, session.pain_after) == ("left", 4, False, 3)


def test_a_move_definition_is_stored_once(folder):
    with History(folder) as history:
        names = {history.sessions.define(json.dumps({"id": "a"})) for _ in range(3)}
        assert len(names) == 1
        assert history.sessions.definition(names.pop()) == {"id": "a"}
        assert history.sessions.definition("none") is None


def test_a_session_may_end_in_the_middle_of_a_move(folder):
    number = keep(folder, [MoveBegan(0.0, 1, 1, "a", 1, 1, ("left",), 5.0, None), SessionEnded(1.0, False)])
    with History(folder) as history:
        assert len(history.sessions.events(number)) == 2


def test_no_sql_uses_numbered_placeholders_with_a_sequence():
    # Python 3.12 warns of "?1" with a tuple, and 3.14 raises.
    files = Path(coach.store.__file__).parent.glob("*.py")
    assert not [path.name for path in files if re.search(r"\?\d", path.read_text(encoding="utf-8"))]
