"""Histories that are valid databases with invalid content: one sentence, or they are shown."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest

from coach.app.history.writer import HistorySink, planned
from coach.cli import main
from coach.cli.failure import FAULT
from coach.store.history import NAME, History
from tests.app.live.test_loop import TWO, followed
from tests.session.leading import MOVES

COMMANDS = (("export",), ("history",), ("history", "show", "1"), ("review", "--no-open"))
VALUES = ("garbage", "[1]", "{}", b"\xff\0")


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kept") / "data"
    with History(folder) as history:
        history_sink = HistorySink(
            history.sessions.begin(TWO.id, planned(history, TWO, MOVES), {"camera": ["0"]}), pytest.fail
        )
        followed(event_sinks=[history_sink])
        history_sink.end()
        history.person.set_setting("voice", "full")
        history.person.set_range("hip-abduction", "left", 5.0, 40.0)
    return folder


def changed(folder, column, value):
    """The same history with that in a column; ``None`` where the database itself refuses it."""
    table, name = column.split(".")
    with closing(sqlite3.connect(folder / NAME)) as database, database:
        try:
            database.execute(f"UPDATE {table} SET {name} = ?", (value,))
        except sqlite3.IntegrityError:
            return None
    return folder


@pytest.mark.parametrize(
    "column",
    ["session.began", "session.planned", "session.settings", "definition.move", "setting.value", "event.fields",
     "event.type", "curve.samples", "curve.measures", "range.taken"],
)  # fmt: skip
def test_any_column_value_gives_a_result_or_a_one_sentence_error(kept, tmp_path, capsys, column):
    table, name = column.split(".")
    with closing(sqlite3.connect(kept / NAME)) as database, database:
        if name not in [row[1] for row in database.execute(f"PRAGMA table_info({table})")]:
            pytest.fail(f"there is no {column}")
    for number, value in enumerate(VALUES):
        folder = changed(shutil.copytree(kept, tmp_path / str(number)), column, value)
        for words in COMMANDS if folder else ():
            assert main([*words, "--data", str(folder)]) != FAULT, (words, value, capsys.readouterr().err)


def test_markup_in_the_history_is_text_on_the_page(kept, tmp_path):
    rogue = "<script>alert(1)</script>"
    folder = shutil.copytree(kept, tmp_path / "data")
    with closing(sqlite3.connect(folder / NAME)) as database, database:
        database.execute("UPDATE session SET routine = ?", (rogue,))
        database.execute("UPDATE definition SET move = replace(move, 'Side-lying leg raise', ?)", (rogue,))
        database.execute("UPDATE session SET planned = replace(planned, 'Side-lying leg raise', ?)", (rogue,))
    assert main(["review", "--no-open", "--data", str(folder)]) == 0
    page = (folder / "review.html").read_text("utf-8")
    assert rogue not in page
    assert "alert(1)" in page


@pytest.mark.parametrize("key", ["main", "measures", "top", "text", "aim", "peak_from", "drawing", "hold_s", "id"])
@pytest.mark.parametrize("value", ["null", "[1]"])
def test_a_stored_move_of_another_format_is_left_out(kept, tmp_path, key, value):
    folder = shutil.copytree(kept, tmp_path / "data")
    with closing(sqlite3.connect(folder / NAME)) as database, database:
        database.execute("UPDATE definition SET move = json_set(move, '$.' || ?, json(?))", (key, value))
    assert main(["history", "show", "1", "--data", str(folder)]) != FAULT
    assert main(["review", "--no-open", "--data", str(folder)]) != FAULT
